use std::sync::Arc;

use crate::{Datum, From, Name, OrderBy, Select, Type};

/// A bound value: `:name` in text, a literal in an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Bind {
    /// The name by which parameters are given; made-up names end in a number, as SQLAlchemy's do.
    pub name: String,
    /// The value, if the script gave one already.
    pub value: Option<Datum>,
    /// The type it is rendered by.
    pub ty: Type,
    /// Whether `name` was made up and may be renumbered.
    pub unique: bool,
    /// Whether a list value expands to one bind an element (`IN`).
    pub expanding: bool,
}

/// `text("… :name …")`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextClause {
    /// The text as the script wrote it, `:name` binds and `\:` escapes included.
    pub text: String,
    /// What `bindparams` gave.
    pub binds: Vec<Bind>,
    /// The columns of its rows, where `columns()` said.
    pub columns: Vec<(Name, Type)>,
}

/// A column named in an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnRef {
    /// The table, alias or subquery that it belongs to.
    pub table: Option<Arc<From>>,
    /// Its name.
    pub name: Name,
    /// Its type, which the other side of a comparison takes over.
    pub ty: Type,
    /// `literal_column`: the name is SQL text.
    pub is_literal: bool,
}

/// Operators before or after one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `-x`
    Neg,
    /// `NOT x`
    Not,
    /// A boolean value as a condition: `x`, or `x = 1` where there are no booleans.
    IsTrue,
    /// `~x` on a column of bits.
    BitNot,
    /// `x DESC`
    Desc,
    /// `x ASC`
    Asc,
    /// `x NULLS FIRST`
    NullsFirst,
    /// `x NULLS LAST`
    NullsLast,
    /// `DISTINCT x`
    Distinct,
    /// `EXISTS (…)`
    Exists,
    /// `ANY (…)`
    Any,
    /// `ALL (…)`
    All,
}

/// Operators between two operands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `=`, or `IS` beside NULL, TRUE and FALSE as SQLAlchemy has it.
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/` (Python's true division)
    TrueDiv,
    /// `//`
    FloorDiv,
    /// `%`
    Mod,
    /// `||`
    Concat,
    /// `IS`
    Is,
    /// `IS NOT`
    IsNot,
    /// `IS DISTINCT FROM`
    IsDistinctFrom,
    /// `IS NOT DISTINCT FROM`
    IsNotDistinctFrom,
    /// `LIKE`, with the escape character.
    Like(Option<String>),
    /// `NOT LIKE`
    NotLike(Option<String>),
    /// `ILIKE`
    Ilike(Option<String>),
    /// `NOT ILIKE`
    NotIlike(Option<String>),
    /// `IN`
    In,
    /// `NOT IN`
    NotIn,
    /// `COLLATE`: the right side is an identifier.
    Collate,
    /// `regexp_match`, with its flags.
    RegexpMatch(Option<String>),
    /// `NOT regexp_match`
    NotRegexpMatch(Option<String>),
    /// `regexp_replace`, with its flags: the right side is pattern and replacement.
    RegexpReplace(Option<String>),
    /// `match()`, with the configuration of text search that PostgreSQL takes.
    Match(Option<String>),
    /// `NOT match()`
    NotMatch(Option<String>),
    /// `mysql.match(…)`: the left side lists the columns.
    MysqlMatch {
        /// `IN BOOLEAN MODE`
        boolean: bool,
        /// `IN NATURAL LANGUAGE MODE`
        natural: bool,
        /// `WITH QUERY EXPANSION`
        expansion: bool,
    },
    /// `bitwise_xor`
    BitXor,
    /// `from:to` inside the brackets of an array.
    Slice,
    /// `x -> key`, `x[key]` on JSON.
    JsonItem,
    /// `x ->> key` on JSON.
    JsonItemText,
    /// `x #> path`.
    JsonPath,
    /// `x #>> path`.
    JsonPathText,
    /// `x[i]` on an array.
    ArrayItem,
    /// An operator of PostgreSQL's types, which stands in brackets inside other operators: text, precedence, and whether
    /// it yields a boolean.
    Eager(String, i32, bool),
    /// `.op('text')`: an operator by its text, with its precedence, and whether it yields a boolean.
    Custom(String, i32, bool),
}

/// `AND` and `OR` over any number of operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOp {
    /// `AND`
    And,
    /// `OR`
    Or,
}

/// A call of an SQL function.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionCall {
    /// Packages and name: `func.pg_catalog.now` has two parts.
    pub name: Vec<Name>,
    /// Arguments.
    pub args: Vec<Expr>,
    /// The type of the result.
    pub ty: Type,
    /// The SQL that a function of the project wrote for the call (`@compiles`).
    pub written: Option<String>,
}

/// A bound of a window's frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameBound {
    /// `UNBOUNDED`
    Unbounded,
    /// Rows before (negative) or after (positive) the current row (0).
    Offset(i64),
}

/// The unit of a window's frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameUnit {
    /// `ROWS`
    Rows,
    /// `RANGE`
    Range,
    /// `GROUPS`
    Groups,
}

/// `ROWS`, `RANGE` or `GROUPS BETWEEN … AND …`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowFrame {
    /// Its unit.
    pub unit: FrameUnit,
    /// Begin.
    pub start: FrameBound,
    /// End.
    pub end: FrameBound,
}

/// What follows `OVER`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WindowSpec {
    /// `PARTITION BY`
    pub partition_by: Vec<Expr>,
    /// `ORDER BY`
    pub order_by: Vec<OrderBy>,
    /// The frame.
    pub frame: Option<WindowFrame>,
}

/// An SQL expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// `text(…)`
    Text(TextClause),
    /// A bound value.
    Bind(Bind),
    /// A value that is rendered into the text even online: `op.inline_literal`, `literal(…, literal_execute)`.
    Literal {
        /// The value.
        value: Datum,
        /// The type it is rendered by.
        ty: Type,
    },
    /// A column.
    Column(ColumnRef),
    /// `*`
    Star,
    /// `sa.null()`
    Null,
    /// `sa.true()`
    True,
    /// `sa.false()`
    False,
    /// A function call.
    Function(FunctionCall),
    /// `sa.Sequence(…).next_value()`
    NextValue {
        /// The sequence.
        sequence: Name,
        /// Its schema.
        schema: Option<Name>,
    },
    /// One operand.
    Unary {
        /// The operator.
        op: UnaryOp,
        /// The operand.
        expr: Box<Expr>,
    },
    /// Two operands.
    Binary {
        /// The operator.
        op: BinaryOp,
        /// Left side.
        left: Box<Expr>,
        /// Right side.
        right: Box<Expr>,
        /// The type of the result.
        ty: Type,
    },
    /// `and_`, `or_`.
    List {
        /// The operator.
        op: ListOp,
        /// The operands.
        items: Vec<Expr>,
    },
    /// `x BETWEEN low AND high`
    Between {
        /// The operand.
        expr: Box<Expr>,
        /// Lower bound.
        low: Box<Expr>,
        /// Upper bound.
        high: Box<Expr>,
        /// `NOT BETWEEN`
        negated: bool,
        /// `BETWEEN SYMMETRIC`
        symmetric: bool,
    },
    /// `CAST(x AS type)`
    Cast {
        /// The operand.
        expr: Box<Expr>,
        /// The type.
        ty: Type,
        /// `TRY_CAST`, which none of the databases has.
        tries: bool,
    },
    /// `type_coerce(x, type)`: the same SQL with another type.
    TypeCoerce {
        /// The operand.
        expr: Box<Expr>,
        /// The type.
        ty: Type,
    },
    /// `CASE`
    Case {
        /// `CASE value WHEN …`
        value: Option<Box<Expr>>,
        /// Condition and result.
        whens: Vec<(Expr, Expr)>,
        /// `ELSE`
        otherwise: Option<Box<Expr>>,
        /// The type of the result.
        ty: Type,
    },
    /// `(a, b)`
    Tuple(Vec<Expr>),
    /// Brackets that the script asked for (`self_group`).
    Grouping(Box<Expr>),
    /// `x AS name`
    Label {
        /// The operand.
        expr: Box<Expr>,
        /// The name.
        name: Name,
    },
    /// A subquery as a value, or in `IN` and `EXISTS`.
    Subquery(Box<Select>),
    /// `EXTRACT(field FROM x)`
    Extract {
        /// The field.
        field: String,
        /// The operand.
        expr: Box<Expr>,
    },
    /// `function OVER (…)`
    Over {
        /// The function.
        function: Box<Expr>,
        /// The window.
        window: WindowSpec,
    },
    /// `function FILTER (WHERE …)`
    Filter {
        /// The function.
        function: Box<Expr>,
        /// The condition.
        condition: Box<Expr>,
    },
    /// `function WITHIN GROUP (ORDER BY …)`
    WithinGroup {
        /// The function.
        function: Box<Expr>,
        /// The order.
        order_by: Vec<OrderBy>,
    },
    /// `aggregate(x ORDER BY …)` of PostgreSQL.
    AggregateOrderBy {
        /// The argument.
        expr: Box<Expr>,
        /// The order.
        order_by: Vec<OrderBy>,
    },
    /// `ARRAY[…]` of PostgreSQL.
    Array {
        /// The elements.
        items: Vec<Expr>,
        /// The type of the array.
        ty: Type,
    },
    /// An identifier as an expression: the collation in `COLLATE`.
    Identifier(Name),
    /// What no dialect here can render, by the class that SQLAlchemy names: `try_cast`.
    Foreign(String),
}
