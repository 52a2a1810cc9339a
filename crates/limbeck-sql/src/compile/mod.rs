//! Queries and expressions: SQLAlchemy's `SQLCompiler`.

mod change;
mod cte;
mod expr;
mod froms;
mod grouping;
mod insert;
mod joins;
pub(crate) mod json_path;
mod labels;
pub(crate) mod literal;
pub(crate) mod prepare;
mod pyformat;
pub(crate) mod python;
mod select;
mod statements;
pub(crate) mod types;

use std::collections::HashMap;
use std::sync::Arc;

use limbeck_ops::{Bind, Datum, Expr, From, Name};

pub(crate) use self::grouping::{Op, type_of};
pub(crate) use self::statements::{inline_insert, placeholders, printed, statements};

use crate::error::SqlError;
use crate::quoting::Style;
use crate::statement::Statement;

/// What becomes of bound values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// Literals in the text; missing ones print as NULL, as SQLAlchemy has it.
    Literal,
    /// Literals in the text; missing ones are refused.
    RequiredLiteral,
    /// Placeholders by name.
    Named,
    /// What the driver gets.
    Driver,
}

/// A value as the driver gets it.
pub(crate) enum Bound {
    /// Written into the text.
    Text(String),
    /// A placeholder's value.
    Value(Datum),
}

/// One statement in the making.
pub(crate) struct Compiler<'a> {
    /// How text is written.
    pub style: Style<'a>,
    values: Values,
    /// Parameters given to `execute`.
    params: &'a [(String, Datum)],
    /// How many names of each kind were made up.
    made_up: HashMap<String, usize>,
    anonymous: Vec<(Arc<From>, String)>,
    /// Labels without a name that have been written.
    labels: Vec<(String, String)>,
    /// Numbered names of columns: what they begin with, whose they are, the place among repeated ones.
    numbered: Vec<(String, Expr, usize, String)>,
    /// Names that were too long: their kind, whole and cut.
    cuts: Vec<(&'static str, String, String)>,
    ctes: Vec<cte::Rendered>,
    bound: Vec<Datum>,
    /// The placeholders by name, with the values that they have.
    named: Vec<(String, Datum)>,
    /// The names that scripts gave to placeholders, and whether each is a list's.
    given: Vec<(String, bool)>,
    /// What the SELECT that is being rendered says of its tables.
    hints: Vec<limbeck_ops::Hint>,
    /// What the columns of what is being rendered have to do with the result.
    result: InResult,
    /// How deep the expression is nested that is being rendered.
    depth: usize,
}

/// What the columns of a SELECT or of RETURNING have to do with the result of the whole statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InResult {
    /// They are its columns.
    Columns,
    /// Their values go into it: a combination has the columns of its first part.
    Values,
    /// Nothing.
    None,
}

/// What enclosing statements read from.
#[derive(Debug)]
pub(crate) struct Around {
    /// FROM elements of the nearest one, which a subquery leaves out of its own accord.
    pub near: Vec<Arc<From>>,
    /// Those of all, which a subquery leaves out if it says so.
    pub all: Vec<Arc<From>>,
}

/// No statement is around.
pub(crate) static NOTHING: Around = Around { near: Vec::new(), all: Vec::new() };

/// What surrounds an expression.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'s> {
    /// Whether columns name their table.
    pub include_table: bool,
    /// Whether values are literals whatever the statement does.
    pub literal: bool,
    /// Whether this is inside another operator.
    pub in_operator: bool,
    /// Whether operators inside operators get brackets.
    pub eager: bool,
    /// What enclosing SELECTs read from.
    pub around: &'s Around,
    /// What columns of the alias `inserted` are.
    pub inserted: Inserted,
    /// Whether this is a statement of its own.
    pub top: bool,
    /// What strings in ORDER BY are.
    pub labels: Labels,
}

/// What stands for a column of the row that an INSERT of MySQL brings (`insert().inserted`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inserted {
    /// A column as any other.
    Column,
    /// `VALUES(name)`
    Values,
    /// `new.name`, since MySQL 8.0.20.
    Alias(&'static str),
}

/// What a string in ORDER BY, GROUP BY or DISTINCT stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Labels {
    /// Text: outside of statements there are no labels.
    Text,
    /// Labels or columns, inside a SELECT.
    Selected,
    /// Nothing, inside a statement that changes rows.
    None,
}

impl Scope<'static> {
    /// The outermost scope.
    pub fn top() -> Self {
        Scope {
            include_table: true,
            literal: false,
            in_operator: false,
            eager: false,
            around: &NOTHING,
            inserted: Inserted::Column,
            top: true,
            labels: Labels::Text,
        }
    }

    /// The scope of an expression inside DDL.
    pub fn ddl() -> Self {
        Scope { include_table: false, literal: true, ..Scope::top() }
    }
}

impl<'s> Scope<'s> {
    /// The scope of what SQLAlchemy renders as though it stood elsewhere: its columns name their tables.
    pub fn forgotten(self) -> Self {
        Scope { include_table: true, in_operator: false, ..self.inner() }
    }

    /// The scope of what stands by itself inside brackets. It is inside whatever operator the brackets are in.
    pub fn inner(self) -> Self {
        Scope { eager: false, top: false, ..self }
    }
}

/// Expressions nested deeper than this are refused, as Python's own limit would have it.
const DEEPEST: usize = 200;

/// Stands in the text for the value with this number.
const MARK: char = '\0';

impl<'a> Compiler<'a> {
    /// A compiler for one statement.
    pub fn new(style: Style<'a>, values: Values, params: &'a [(String, Datum)]) -> Self {
        Compiler {
            style,
            values,
            params,
            made_up: HashMap::new(),
            anonymous: Vec::new(),
            labels: Vec::new(),
            numbered: Vec::new(),
            cuts: Vec::new(),
            ctes: Vec::new(),
            bound: Vec::new(),
            named: Vec::new(),
            given: Vec::new(),
            hints: Vec::new(),
            result: InResult::Columns,
            depth: 0,
        }
    }

    /// The next made-up name: `anon_1`, `id_2`.
    fn made_up(&mut self, base: &str) -> String {
        let count = self.made_up.entry(base.to_owned()).or_default();
        *count += 1;
        format!("{base}_{count}")
    }

    /// Puts `?` where the values go, in the order of the text.
    pub fn finish(self, text: String) -> Statement {
        if self.bound.is_empty() {
            return Statement::text(text);
        }
        let mut sql = String::with_capacity(text.len());
        let mut binds = Vec::new();
        let mut pieces = text.split(MARK);
        sql.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let value = piece.split_once(';').and_then(|(number, rest)| {
                let value = self.bound.get(number.parse::<usize>().ok()?)?;
                Some((value.clone(), rest))
            });
            match value {
                Some((value, rest)) => {
                    sql.push('?');
                    sql.push_str(rest);
                    binds.push(value);
                }
                None => {
                    sql.push(MARK);
                    sql.push_str(piece);
                }
            }
        }
        Statement { sql, binds }
    }

    /// A bound value.
    pub fn bind(&mut self, s: &Scope<'_>, bind: &Bind) -> Result<String, SqlError> {
        self.bind_as(s, bind, None)
    }

    /// A bound value, under a name that the statement decides.
    fn bind_as(&mut self, s: &Scope<'_>, bind: &Bind, name: Option<&str>) -> Result<String, SqlError> {
        self.style.flavour.check_type(&self.style, &bind.ty)?;
        // A literal takes no number of those that labels and binds share.
        let named = matches!(self.values, Values::Named | Values::Driver);
        let name = match name {
            Some(name) => name.to_owned(),
            None if bind.unique && named => {
                let base = base_name(&bind.name);
                self.made_up(&base)
            }
            None => bind.name.clone(),
        };
        let given = if bind.unique { None } else { self.parameter(&bind.name) };
        let values = if s.literal && self.values != Values::RequiredLiteral { Values::Literal } else { self.values };
        if !bind.unique && matches!(values, Values::Named | Values::Driver) {
            self.is_one_kind(&name, bind.expanding)?;
        }
        if values == Values::Named && !self.named.iter().any(|(known, _)| *known == name) {
            self.named.push((name.clone(), given.or(bind.value.as_ref()).cloned().unwrap_or(Datum::Null)));
        }
        match values {
            Values::Named if bind.expanding => Ok(format!("(__[POSTCOMPILE_{}])", safe_bind_name(&name))),
            Values::Named => {
                let cast = self.style.flavour.bind_cast(&self.style, &bind.ty)?;
                Ok(format!("{}{}", self.placeholder(&name), cast.unwrap_or_default()))
            }
            Values::Literal | Values::RequiredLiteral => {
                let Some(value) = given.or(bind.value.as_ref()) else {
                    if values == Values::RequiredLiteral {
                        return Err(missing(&name));
                    }
                    return Ok(if bind.expanding { "(NULL)" } else { "NULL" }.to_owned());
                };
                let value = value.clone();
                if bind.expanding {
                    return self.literal_list(&value, bind);
                }
                literal::literal(&self.style, &value, &bind.ty)
            }
            Values::Driver => {
                let Some(value) = given.or(bind.value.as_ref()) else { return Err(missing(&name)) };
                let value = value.clone();
                if bind.expanding {
                    return self.driver_list(&value, bind);
                }
                self.driver_value(&value, &bind.ty)
            }
        }
    }

    /// Refuses a name that stands for a list in one place and for a single value in another.
    fn is_one_kind(&mut self, name: &str, is_list: bool) -> Result<(), SqlError> {
        match self.given.iter().find(|(known, _)| known == name) {
            Some((_, known)) if *known != is_list => Err(SqlError::compile(format!(
                "Can't reuse bound parameter name '{name}' in both 'expanding' (e.g. within an IN expression) and non-expanding contexts.  If this parameter is to receive a list/array value, set 'expanding=True' on it for expressions that aren't IN, otherwise use a different parameter name."
            ))),
            Some(_) => Ok(()),
            None => {
                self.given.push((name.to_owned(), is_list));
                Ok(())
            }
        }
    }

    fn parameter(&self, name: &str) -> Option<&'a Datum> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// A value handed to the driver.
    fn driver_value(&mut self, value: &Datum, ty: &limbeck_ops::Type) -> Result<String, SqlError> {
        match self.style.flavour.bind(&self.style, value, ty)? {
            Bound::Text(text) => {
                let cast = self.style.flavour.bind_cast(&self.style, ty)?;
                Ok(format!("{text}{}", cast.unwrap_or_default()))
            }
            Bound::Value(value) => {
                self.bound.push(value);
                Ok(format!("{MARK}{};", self.bound.len() - 1))
            }
        }
    }

    fn placeholder(&self, name: &str) -> String {
        let name = safe_bind_name(name);
        let default = self.style.flavour.default_paramstyle();
        match self.style.dialect.paramstyle.as_deref().unwrap_or(default) {
            "named" => format!(":{name}"),
            "qmark" => "?".to_owned(),
            "format" => "%s".to_owned(),
            _ => format!("%({name})s"),
        }
    }

    /// The elements of a list in `IN (…)`; `None` for an empty list.
    fn elements<'v>(&self, value: &'v Datum) -> Result<&'v [Datum], SqlError> {
        match value {
            Datum::List(items) => Ok(items),
            other => Err(SqlError::of(
                "StatementError",
                format!("'expanding' parameters need a list, not {}", python::repr(other)),
            )),
        }
    }

    fn literal_list(&mut self, value: &Datum, bind: &Bind) -> Result<String, SqlError> {
        let items = self.elements(value)?;
        let style = self.style;
        self.list(items, bind, |_, value, part| match value {
            Datum::List(_) if bind.ty.kind == limbeck_ops::TypeKind::Null => {
                Err(SqlError::Unsupported("a list inside a list of literals".to_owned()))
            }
            other => literal::literal(&style, other, part.unwrap_or(&bind.ty)),
        })
    }

    fn driver_list(&mut self, value: &Datum, bind: &Bind) -> Result<String, SqlError> {
        let items = self.elements(value)?;
        self.list(items, bind, |compiler, value, part| match part {
            Some(part) => compiler.driver_value(value, part),
            None => compiler.driver_value(value, &tuple_part(&bind.ty, value)),
        })
    }

    fn list(
        &mut self,
        items: &[Datum],
        bind: &Bind,
        mut one: impl FnMut(&mut Self, &Datum, Option<&limbeck_ops::Type>) -> Result<String, SqlError>,
    ) -> Result<String, SqlError> {
        let types = match &bind.ty.kind {
            limbeck_ops::TypeKind::Tuple { parts, .. } => Some(parts),
            _ => None,
        };
        let mut tuples = types.is_some();
        let values = if self.style.flavour.tuple_in_values() { "VALUES " } else { "" };
        if items.is_empty() {
            // The operator completes the brackets; see `expr::in_list`.
            let types = types.map_or_else(|| vec![&bind.ty], |types| types.iter().collect());
            let prefix = if tuples { values } else { "" };
            return Ok(format!("({prefix}{})", self.style.flavour.empty_set(&self.style, &types)?));
        }
        let mut parts = Vec::with_capacity(items.len());
        // Beside a type a list is one value: an array, or JSON.
        let untyped = bind.ty.kind == limbeck_ops::TypeKind::Null;
        for item in items {
            match (item, types) {
                (Datum::List(values), Some(types)) => {
                    let values: Result<Vec<_>, _> =
                        values.iter().zip(types).map(|(value, ty)| one(self, value, Some(ty))).collect();
                    parts.push(format!("({})", values?.join(", ")));
                }
                (other, Some(_)) => {
                    return Err(SqlError::of("TypeError", format!("{} is not iterable", python::repr(other))));
                }
                (Datum::List(values), None) if untyped => {
                    tuples = true;
                    let values: Result<Vec<_>, _> =
                        values.iter().map(|value| one(self, value, Some(&value_type(value)))).collect();
                    parts.push(format!("({})", values?.join(", ")));
                }
                (value, None) => parts.push(one(self, value, None)?),
            }
        }
        let prefix = if tuples { values } else { "" };
        Ok(format!("({prefix}{})", parts.join(", ")))
    }

    /// An identifier.
    fn quote(&self, name: &Name) -> String {
        self.style.quote(name)
    }
}

/// The type of one value: that of the bind, or for parts of a tuple, which have no type of their own, the value's.
fn tuple_part(ty: &limbeck_ops::Type, value: &Datum) -> limbeck_ops::Type {
    if ty.kind == limbeck_ops::TypeKind::Null { value_type(value) } else { ty.clone() }
}

/// The type that SQLAlchemy gives a bare value (`literal(value)`).
pub(crate) fn value_type(value: &Datum) -> limbeck_ops::Type {
    use limbeck_ops::{NumberOptions, StringOptions, TypeKind};
    let kind = match value {
        Datum::Bool(_) => {
            TypeKind::Boolean { create_constraint: false, name: limbeck_ops::ConstraintName::Unnamed, is_match: false }
        }
        Datum::Int(_) | Datum::BigInt(_) => TypeKind::Integer,
        Datum::Float(_) => TypeKind::Float(NumberOptions::default()),
        Datum::Decimal(_) | Datum::DecimalNan | Datum::DecimalInfinity { .. } => {
            TypeKind::Numeric(NumberOptions::default())
        }
        Datum::Str(_) => TypeKind::String(StringOptions::default()),
        Datum::Bytes(_) => TypeKind::LargeBinary(StringOptions::default()),
        Datum::Date(_) => TypeKind::Date,
        Datum::Time(..) => TypeKind::Time { timezone: false, precision: None },
        Datum::DateTime(..) => TypeKind::DateTime { timezone: false },
        Datum::Interval(_) => TypeKind::Interval(limbeck_ops::IntervalFields::default()),
        Datum::Uuid(_) => TypeKind::Uuid { as_uuid: true, native: true },
        Datum::Null | Datum::List(_) | Datum::Map(_) | Datum::Enum(_) | Datum::Server { .. } => TypeKind::Null,
    };
    limbeck_ops::Type::new(kind)
}

/// Parts with a text between them; what has no text, such as `text("")`, asks for none either.
pub(crate) fn delimited(mut parts: Vec<String>, between: &str) -> String {
    parts.retain(|part| !part.is_empty());
    parts.join(between)
}

/// SQLAlchemy's refusal of a bind parameter that nobody gave a value.
pub(crate) fn missing(name: &str) -> SqlError {
    SqlError::of("StatementError", format!("A value is required for bind parameter '{name}'"))
}

/// A made-up name without its number.
fn base_name(name: &str) -> String {
    if let Some(base) = labels::unnamed(&Name::new(name)) {
        return format!("{}_1", sanitized(base));
    }
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let base = match stem.strip_suffix('_') {
        Some(base) if stem.len() < name.len() && !base.is_empty() => base,
        Some(_) | None => name,
    };
    sanitized(base)
}

/// A name that can take part in a made-up name.
fn sanitized(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if !matches!(c, '%' | '(' | ')' | ' ' | '$') {
            out.push(c);
        } else if !out.ends_with('_') || out.is_empty() {
            out.push('_');
        }
    }
    out.trim_matches('_').to_owned()
}

/// A bind name that every driver takes.
fn safe_bind_name(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            '%' => 'P',
            '(' => 'A',
            ')' => 'Z',
            ':' => 'C',
            '.' | '[' | ']' | ' ' => '_',
            other => other,
        })
        .collect()
}

/// An expression by itself, as DDL renders it: literals, columns without their table.
pub(crate) fn ddl_expr(style: &Style<'_>, expr: &Expr) -> Result<String, SqlError> {
    Compiler::new(*style, Values::Literal, &[]).expr(&Scope::ddl(), expr)
}

/// As [`ddl_expr`], with the tables of columns, as a server default has them.
pub(crate) fn ddl_default(style: &Style<'_>, expr: &Expr) -> Result<String, SqlError> {
    let scope = Scope { include_table: true, ..Scope::ddl() };
    Compiler::new(*style, Values::Literal, &[]).expr(&scope, expr)
}

/// As [`ddl_expr`], with the brackets that `self_group()` adds.
pub(crate) fn ddl_grouped(style: &Style<'_>, expr: &Expr) -> Result<String, SqlError> {
    Compiler::new(*style, Values::Literal, &[]).operand(&Scope::ddl(), expr, Op::None)
}
