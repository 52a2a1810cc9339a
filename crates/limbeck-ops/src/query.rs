use std::sync::Arc;

use crate::{Column, Datum, Expr, Joining, Name, TableName, TextClause};

/// Parameters given to `execute`: none, one set, or many (executemany).
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Params {
    /// None.
    #[default]
    None,
    /// One set, by name.
    One(Vec<(String, Datum)>),
    /// One set, by position (`exec_driver_sql`).
    Positional(Vec<Datum>),
    /// Many sets.
    Many(Vec<Vec<(String, Datum)>>),
}

/// A statement that is not an operation on the schema.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    /// `text(…)`
    Text(TextClause),
    /// SQL for the driver as it is, in the driver's paramstyle (`exec_driver_sql`).
    Driver(String),
    /// `select`
    Select(Box<Select>),
    /// `insert`
    Insert(Box<Insert>),
    /// `update`
    Update(Box<Update>),
    /// `delete`
    Delete(Box<Delete>),
    /// An expression by itself, executed as `SELECT expr`.
    Expr(Box<Expr>),
}

/// An entry of ORDER BY.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderBy {
    /// The expression, with `DESC` and `NULLS …` as unary operators inside.
    pub expr: Expr,
}

/// What a query reads from.
#[derive(Clone, Debug, PartialEq)]
pub enum From {
    /// A table.
    Table(TableName, Vec<Column>),
    /// `x AS name`
    Alias {
        /// What is aliased.
        from: Arc<From>,
        /// The name; `None` is numbered as `anon_1` or `table_1`.
        name: Option<Name>,
    },
    /// A subquery with a name.
    Subquery {
        /// The query.
        select: Arc<Select>,
        /// The name; `None` is numbered as `anon_1`.
        name: Option<Name>,
        /// `LATERAL`
        lateral: bool,
    },
    /// A common table expression.
    Cte(Arc<Cte>),
    /// A join.
    Join {
        /// Left side.
        left: Arc<From>,
        /// Right side.
        right: Arc<From>,
        /// Kind.
        kind: JoinKind,
        /// `ON`
        on: Box<Expr>,
    },
    /// A set-returning function, with its alias and the names of its columns.
    Function {
        /// The call.
        call: Box<Expr>,
        /// Alias.
        name: Option<Name>,
        /// Columns.
        columns: Vec<Name>,
        /// What stands around it.
        shape: FunctionShape,
    },
    /// `text("…")` as a FROM element.
    Text(TextClause),
    /// `values(…).data([…])`
    Values {
        /// The rows.
        rows: Vec<Vec<Expr>>,
        /// The names of the columns.
        columns: Vec<Name>,
        /// The name; without one the columns have no table.
        name: Option<Name>,
        /// `LATERAL`
        lateral: bool,
    },
    /// `tablesample(x, method)`
    Sample {
        /// What is sampled.
        from: Arc<From>,
        /// The alias; `None` is numbered.
        name: Option<Name>,
        /// The method with its arguments.
        method: Box<Expr>,
        /// `REPEATABLE`
        seed: Option<Box<Expr>>,
    },
}

/// `with_hint`, `with_statement_hint`.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// What it is about; `None` is the statement.
    pub from: Option<Arc<From>>,
    /// Its text.
    pub text: String,
    /// The dialect that has it; `*` is any.
    pub dialect: String,
}

/// What stands around a function in FROM.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FunctionShape {
    /// `WITH ORDINALITY`
    pub ordinality: bool,
    /// `LATERAL`
    pub lateral: bool,
    /// `scalar_table_valued`: a column is `(function()).column`, and nothing stands in FROM.
    pub scalar: bool,
    /// Without an alias.
    pub bare: bool,
    /// The columns that the rest of the statement can name.
    pub columns: Vec<(Name, crate::Type)>,
    /// The columns behind the alias, with their types where those are asked for.
    pub derived: Vec<(Name, Option<crate::Type>)>,
    /// What a made-up alias begins with, where it is not `anon`.
    pub base: Option<String>,
}

/// Kinds of join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinKind {
    /// `JOIN`
    Inner,
    /// `LEFT OUTER JOIN`
    Left,
    /// `FULL OUTER JOIN`
    Full,
}

/// `WITH name AS (…)`
#[derive(Clone, Debug, PartialEq)]
pub struct Cte {
    /// The name; `None` is numbered as `anon_1`.
    pub name: Option<Name>,
    /// The query.
    pub query: Query,
    /// `RECURSIVE`
    pub recursive: bool,
    /// Whether it stands with the SELECT that reads from it, and not with the whole statement.
    pub nesting: bool,
    /// `prefix_with`: before the bracket.
    pub prefixes: Vec<String>,
    /// `suffix_with`: behind the bracket.
    pub suffixes: Vec<String>,
}

/// How queries are combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetOp {
    /// `UNION`
    Union,
    /// `UNION ALL`
    UnionAll,
    /// `INTERSECT`
    Intersect,
    /// `INTERSECT ALL`
    IntersectAll,
    /// `EXCEPT`
    Except,
    /// `EXCEPT ALL`
    ExceptAll,
}

/// `FETCH FIRST … ROWS`
#[derive(Clone, Debug, PartialEq)]
pub struct Fetch {
    /// How many.
    pub count: Expr,
    /// `PERCENT`
    pub percent: bool,
    /// `WITH TIES` rather than `ONLY`.
    pub with_ties: bool,
}

/// What selected columns are called (`set_label_style`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabelStyle {
    /// By their names; a second one of a name gets a number.
    #[default]
    Disambiguate,
    /// By the names of table and column.
    TableAndColumn,
    /// By their names, however often those come.
    None,
}

/// `SELECT`, or a combination of them. Without columns, and with VALUES as all that it reads from, it is those VALUES.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Select {
    /// What is selected.
    pub columns: Vec<Expr>,
    /// FROM as named by the script; the rest follows from the columns and conditions, as in SQLAlchemy.
    pub from: Vec<Arc<From>>,
    /// `join(…)` and its kin, each made onto what is there by then.
    pub joins: Vec<Joining>,
    /// Conditions, joined by AND.
    pub filters: Vec<Expr>,
    /// `GROUP BY`
    pub group_by: Vec<Expr>,
    /// Conditions on groups, joined by AND.
    pub having: Vec<Expr>,
    /// `ORDER BY`
    pub order_by: Vec<OrderBy>,
    /// `LIMIT`
    pub limit: Option<Expr>,
    /// `OFFSET`
    pub offset: Option<Expr>,
    /// `FETCH FIRST`, in place of a limit.
    pub fetch: Option<Fetch>,
    /// `DISTINCT`
    pub distinct: bool,
    /// `DISTINCT ON (…)`
    pub distinct_on: Vec<Expr>,
    /// `FOR UPDATE`, with its options as text (`SKIP LOCKED`).
    pub for_update: Option<String>,
    /// The tables of `FOR UPDATE OF`.
    pub for_update_of: Vec<Name>,
    /// `prefix_with`
    pub prefixes: Vec<String>,
    /// `suffix_with`
    pub suffixes: Vec<String>,
    /// `with_hint`, `with_statement_hint`
    pub hints: Vec<Hint>,
    /// CTEs named by `add_cte`.
    pub ctes: Vec<Arc<Cte>>,
    /// `set_label_style`
    pub label_style: LabelStyle,
    /// `correlate(…)`: what is left to enclosing SELECTs; nothing of it for `correlate(None)`.
    pub correlate: Option<Vec<Arc<From>>>,
    /// `correlate_except(…)`: what is not.
    pub correlate_except: Option<Vec<Arc<From>>>,
    /// Where this is a combination: the operator and its parts; then `columns`, `from`, `filters` and `having` are empty.
    pub compound: Option<(SetOp, Vec<Select>)>,
}

/// Rows of an INSERT.
#[derive(Clone, Debug, PartialEq)]
pub enum InsertSource {
    /// No values: they come as parameters, or all are defaults.
    Parameters,
    /// `values(a=1)` or `values([…])`: column and value a row.
    Values(Vec<Vec<(Name, Expr)>>),
    /// `from_select`
    Select(Vec<Name>, Box<Select>),
}

/// `ON CONFLICT`, or MySQL's `ON DUPLICATE KEY UPDATE`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OnConflict {
    /// Columns or expressions that conflict.
    pub elements: Vec<Expr>,
    /// `ON CONSTRAINT`
    pub constraint: Option<Name>,
    /// Predicate of the index.
    pub index_where: Option<Expr>,
    /// `DO UPDATE SET`; empty is `DO NOTHING`.
    pub set: Vec<(Name, Expr)>,
    /// Condition of the update.
    pub update_where: Option<Expr>,
    /// `on_duplicate_key_update` of MySQL: only `set` is given, and columns of the alias `inserted` in it are the values
    /// of the new row.
    pub duplicate_key: bool,
    /// The dialect whose `insert()` the statement began with.
    pub dialect: Option<crate::DialectName>,
}

/// `INSERT`
#[derive(Clone, Debug, PartialEq)]
pub struct Insert {
    /// The table.
    pub table: TableName,
    /// Its columns as the script declared them, with types and Python-side defaults.
    pub columns: Vec<Column>,
    /// The rows.
    pub source: InsertSource,
    /// `ON CONFLICT`
    pub on_conflict: Option<OnConflict>,
    /// `RETURNING`
    pub returning: Vec<Expr>,
    /// `prefix_with`
    pub prefixes: Vec<String>,
    /// CTEs.
    pub ctes: Vec<Arc<Cte>>,
}

/// `UPDATE`
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// The table or alias.
    pub table: Arc<From>,
    /// Its columns as the script declared them, with types.
    pub columns: Vec<Column>,
    /// Column and value; empty: they come as parameters.
    pub values: Vec<(Name, Expr)>,
    /// Columns of further tables and their values, which MySQL has.
    pub further_values: Vec<(Arc<From>, Name, Expr)>,
    /// What columns are set to that nobody gives a value (`onupdate`); a bind is a value of Python's.
    pub on_update: Vec<(Name, Expr)>,
    /// Whether `values()` was told that there are none.
    pub no_values: bool,
    /// `with_hint`
    pub hints: Vec<Hint>,
    /// `ordered_values`: columns are set in the order given rather than that of the table.
    pub ordered: bool,
    /// `prefix_with`
    pub prefixes: Vec<String>,
    /// `mysql_limit`
    pub limit: Option<i64>,
    /// Conditions, joined by AND; further tables in them become FROM.
    pub filters: Vec<Expr>,
    /// `RETURNING`
    pub returning: Vec<Expr>,
    /// CTEs.
    pub ctes: Vec<Arc<Cte>>,
}

/// `DELETE`
#[derive(Clone, Debug, PartialEq)]
pub struct Delete {
    /// The table or alias.
    pub table: Arc<From>,
    /// `prefix_with`
    pub prefixes: Vec<String>,
    /// `with_hint`
    pub hints: Vec<Hint>,
    /// `mysql_limit`
    pub limit: Option<i64>,
    /// Conditions, joined by AND; further tables in them become USING.
    pub filters: Vec<Expr>,
    /// `RETURNING`
    pub returning: Vec<Expr>,
    /// CTEs.
    pub ctes: Vec<Arc<Cte>>,
}
