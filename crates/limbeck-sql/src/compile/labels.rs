//! Names of selected columns: SQLAlchemy's `_generate_columns_plus_names` and `_label_select_column`.

use std::sync::Arc;

use limbeck_ops::{BinaryOp, Expr, From, LabelStyle, Name, NamedColumn, Select, Type, TypeKind, UnaryOp};

use super::froms::is_same;
use super::grouping::{Op, affinity_of, is_value, type_of};
use super::select::alone;
use super::types::Affinity;
use super::{Compiler, InResult, Scope, Values, sanitized};
use crate::error::SqlError;
use crate::quoting::Style;

/// The name an expression goes by without a label.
fn own_name(expr: &Expr) -> Option<&str> {
    own_label(expr).map(|name| name.text.as_str())
}

/// The same, quoted or not as the script has it.
fn own_label(expr: &Expr) -> Option<&Name> {
    match expr {
        Expr::Label { name, .. } => Some(name),
        Expr::Column(column) if !column.is_literal => Some(&column.name),
        Expr::Cast { expr, .. } | Expr::TypeCoerce { expr, .. } => match &**expr {
            Expr::Column(column) => Some(&column.name),
            expr => own_label(expr),
        },
        _ => None,
    }
}

/// Whether two expressions are the same column; aliases without names differ though they look alike.
fn is_same_column(left: &Expr, right: &Expr) -> bool {
    match (left, right) {
        (Expr::Column(a), Expr::Column(b)) => match (&a.table, &b.table) {
            (Some(x), Some(y)) => a.name == b.name && is_same(x, y),
            (None, None) => a.name == b.name,
            (Some(_), None) | (None, Some(_)) => false,
        },
        _ => left == right,
    }
}

/// What a label that has to be made up begins with.
fn label_base(expr: &Expr) -> String {
    match expr {
        Expr::Function(call) => call.name.last().map_or_else(|| "anon".to_owned(), |name| sanitized(&name.text)),
        Expr::NextValue { .. } => "next_value".to_owned(),
        Expr::Cast { expr, .. } | Expr::TypeCoerce { expr, .. } => label_base(expr),
        _ => "anon".to_owned(),
    }
}

/// Names of a SELECT's columns as others see them.
pub(crate) fn column_names(select: &Select) -> Vec<String> {
    if let Some(From::Values { columns, .. }) = alone(select) {
        return columns.iter().map(|name| name.text.clone()).collect();
    }
    let columns = match &select.compound {
        Some((_, parts)) => return parts.first().map(column_names).unwrap_or_default(),
        None => &select.columns,
    };
    let mut counts = std::collections::HashMap::<String, usize>::new();
    columns
        .iter()
        .map(|expr| match own_name(expr) {
            Some(name) => name.to_owned(),
            None => {
                let base = label_base(expr);
                let count = counts.entry(base.clone()).or_default();
                *count += 1;
                format!("{base}_{count}")
            }
        })
        .collect()
}

/// The name that a selected column gets, before it is written.
#[derive(Clone, Debug)]
enum Label<'e> {
    /// As it is, cut where it is too long.
    Known(Name),
    /// A column's name behind that of an alias without one.
    OfAlias(&'e Arc<From>, &'e str),
    /// A numbered name, which is the same wherever the same column has it.
    Numbered(String, &'e Expr),
    /// A repeated column, by its place among those; behind the name of an alias without one.
    Again(Option<&'e Arc<From>>, String, &'e Expr, usize),
}

impl Label<'_> {
    /// Whether two are one name.
    fn is_same(&self, other: &Label<'_>) -> bool {
        match (self, other) {
            (Label::Known(a), Label::Known(b)) => a.text == b.text,
            (Label::OfAlias(a, x), Label::OfAlias(b, y)) => is_same(a, b) && x == y,
            (Label::Numbered(a, x), Label::Numbered(b, y)) => a == b && is_one(x, y),
            (Label::Again(..), _)
            | (Label::Known(_), Label::OfAlias(..) | Label::Numbered(..) | Label::Again(..))
            | (Label::OfAlias(..), Label::Known(_) | Label::Numbered(..) | Label::Again(..))
            | (Label::Numbered(..), Label::Known(_) | Label::OfAlias(..) | Label::Again(..)) => false,
        }
    }
}

/// Whether two expressions are one object of SQLAlchemy's: a column of a table, or a constant.
fn is_one(left: &Expr, right: &Expr) -> bool {
    match (left, right) {
        (Expr::Column(a), Expr::Column(_)) => a.table.is_some() && is_same_column(left, right),
        (Expr::Null | Expr::True | Expr::False, _) => left == right,
        _ => false,
    }
}

/// `_non_anon_label`: the name that an expression has by itself.
fn natural(expr: &Expr) -> Option<&Name> {
    match expr {
        Expr::Label { name, .. } => Some(name),
        Expr::Column(column) => Some(&column.name),
        _ => None,
    }
}

/// What names a label of SQLAlchemy's that is called after its expression: `label(None)`.
pub(crate) fn unnamed(name: &Name) -> Option<&str> {
    let inner = name.text.strip_prefix("%(")?;
    let inner = inner.strip_suffix(")s").or_else(|| inner.strip_suffix(")o"))?;
    let (number, base) = inner.split_once(' ')?;
    (!number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())).then_some(base)
}

/// A name in the form in which it is numbered.
fn numbered(base: &str) -> String {
    let mut out = String::new();
    for c in base.chars() {
        if !matches!(c, '%' | '(' | ')' | ' ' | '$') {
            out.push(c);
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    out
}

/// `_anon_name_label`
fn numbered_label<'e>(style: &Style<'_>, expr: &'e Expr) -> Label<'e> {
    match wrapped(style, expr) {
        Some(Expr::Text(_)) => Label::Numbered("anon".to_owned(), expr),
        Some(inner) => match natural(inner) {
            Some(name) => Label::Known(name.clone()),
            None => numbered_label(style, inner),
        },
        None => Label::Numbered(own_base(expr).map_or_else(|| "anon".to_owned(), numbered), expr),
    }
}

/// The name that an expression's numbered names begin with, if it has one.
fn own_base(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Column(column) => Some(unnamed(&column.name).unwrap_or(&column.name.text)),
        Expr::Label { name, .. } => Some(unnamed(name).unwrap_or(&name.text)),
        Expr::Function(call) => call.name.last().map(|name| name.text.as_str()),
        Expr::NextValue { .. } => Some("next_value"),
        _ => None,
    }
}

/// What an expression is around that goes by the name of what is inside it (`WrapsColumnExpression`).
fn wrapped<'e>(style: &Style<'_>, expr: &'e Expr) -> Option<&'e Expr> {
    match expr {
        Expr::Cast { expr, .. } | Expr::TypeCoerce { expr, .. } => Some(expr),
        expr => as_boolean(style, expr),
    }
}

/// The value of which an expression is the truth or its opposite (`AsBoolean`).
fn as_boolean<'e>(style: &Style<'_>, expr: &'e Expr) -> Option<&'e Expr> {
    match expr {
        Expr::Unary { op: UnaryOp::Not | UnaryOp::IsTrue, expr: inner }
            if is_value(inner) && affinity_of(style, inner) == Affinity::Boolean =>
        {
            Some(inner)
        }
        _ => None,
    }
}

/// `_tq_label`: the name of a column with that of its table.
fn with_table<'e>(style: &Style<'_>, expr: &'e Expr) -> Option<Label<'e>> {
    let column = match expr {
        Expr::Label { name, .. } => return Some(Label::Known(name.clone())),
        Expr::Column(column) if column.is_literal => return None,
        Expr::Column(column) => column,
        Expr::Grouping(inner) => {
            return Some(with_table(style, inner).unwrap_or_else(|| numbered_label(style, expr)));
        }
        expr => return wrapped(style, expr).and_then(|inner| with_table(style, inner)),
    };
    let named = |text: String| Some(Label::Known(Name { text, ..column.name.clone() }));
    let table = column.table.as_ref();
    match table.map(|table| &**table) {
        Some(From::Table(table, columns)) => {
            let label = NamedColumn::of(table, &column.name.text).label;
            let is_taken = |label: &str| columns.iter().any(|column| column.name.text == label);
            let free = (1..).map(|count| format!("{label}_{count}"));
            named(std::iter::once(label.clone()).chain(free).find(|label| !is_taken(label)).unwrap_or(label))
        }
        Some(
            From::Alias { name: Some(name), .. }
            | From::Subquery { name: Some(name), .. }
            | From::Function { name: Some(name), .. }
            | From::Values { name: Some(name), .. }
            | From::Sample { name: Some(name), .. },
        ) => named(format!("{}_{}", name.text, column.name.text)),
        Some(From::Cte(cte)) if let Some(name) = &cte.name => named(format!("{}_{}", name.text, column.name.text)),
        Some(
            From::Alias { .. }
            | From::Subquery { .. }
            | From::Cte(_)
            | From::Function { .. }
            | From::Values { .. }
            | From::Sample { .. },
        ) => table.map(|table| Label::OfAlias(table, &column.name.text)),
        Some(From::Join { .. } | From::Text(_)) | None => Some(Label::Known(column.name.clone())),
    }
}

/// The names of selected columns (`_generate_columns_plus_names`): one that has to be there, and one for where it is wanted.
fn planned<'e>(
    style: &Style<'_>,
    columns: &'e [Expr],
    label_style: LabelStyle,
) -> Vec<(Option<Label<'e>>, Option<Label<'e>>)> {
    let with_tables = label_style == LabelStyle::TableAndColumn;
    let mut names: Vec<(Label<'e>, &'e Expr)> = Vec::new();
    let mut repeated = 0;
    let mut again = |expr: &'e Expr, names_table: bool| {
        if let (Some(inner), false) = (wrapped(style, expr), names_table)
            && let Some(name) = natural(inner)
        {
            return Label::Numbered(numbered(&format!("{}_", name.text)), expr);
        }
        let own = own_base(expr).filter(|_| !names_table).map(|name| (None, name.to_owned()));
        let base = own.or_else(|| match with_table(style, expr)? {
            Label::Known(name) => Some((None, name.text)),
            Label::OfAlias(from, name) => Some((Some(from), name.to_owned())),
            Label::Numbered(..) | Label::Again(..) => None,
        });
        let (alias, base) = base.unwrap_or_else(|| (None, "anon".to_owned()));
        repeated += 1;
        Label::Again(alias, numbered(&format!("{base}_")), expr, repeated)
    };
    let mut out = Vec::with_capacity(columns.len());
    for expr in columns {
        let has_label = match expr {
            Expr::Column(column) => column.table.is_some(),
            Expr::Text(_) | Expr::Star | Expr::Bind(_) | Expr::Literal { .. } => false,
            _ => true,
        };
        if !has_label {
            out.push((None, None));
            continue;
        }
        if label_style == LabelStyle::None {
            let own = natural(expr).map(|name| Label::Known(name.clone()));
            out.push((None, Some(own.unwrap_or_else(|| numbered_label(style, expr)))));
            continue;
        }
        let wanted =
            if with_tables { with_table(style, expr) } else { natural(expr).map(|name| Label::Known(name.clone())) };
        let mut required = wanted.clone().filter(|_| with_tables);
        let fallback = match wanted {
            None => {
                let label = numbered_label(style, expr);
                let is_repeated = names.iter().any(|(known, _)| known.is_same(&label));
                names.push((label.clone(), expr));
                if is_repeated { again(expr, with_tables) } else { label }
            }
            Some(wanted) => match names.iter().find(|(known, _)| known.is_same(&wanted)) {
                None => {
                    names.push((wanted.clone(), expr));
                    wanted
                }
                Some((_, known)) if is_one(known, expr) => {
                    let label = again(expr, with_tables);
                    required = Some(label.clone());
                    label
                }
                Some(_) => {
                    let mut label = match &wanted {
                        Label::Known(name) if with_tables => Label::Numbered(numbered(&name.text), expr),
                        _ => Label::Numbered(own_base(expr).map_or_else(|| "anon".to_owned(), numbered), expr),
                    };
                    if names.iter().any(|(known, _)| known.is_same(&label)) {
                        label = again(expr, with_tables);
                    } else {
                        names.push((label.clone(), expr));
                    }
                    required = Some(label.clone());
                    label
                }
            },
        };
        out.push((required, Some(fallback)));
    }
    out
}

impl Compiler<'_> {
    /// The columns of a SELECT or RETURNING; `named` labels every table's column, as subqueries need it.
    pub fn labelled(
        &mut self,
        s: &Scope<'_>,
        columns: &[Expr],
        named: bool,
        style: LabelStyle,
    ) -> Result<Vec<String>, SqlError> {
        // What others read from has names that they can tell apart.
        let style = if named && style == LabelStyle::None { LabelStyle::Disambiguate } else { style };
        let mut out = Vec::with_capacity(columns.len());
        for (expr, (required, fallback)) in columns.iter().zip(planned(&self.style, columns, style)) {
            out.push(self.one_column(s, expr, required, fallback, named)?);
        }
        Ok(out)
    }

    /// Whether the type of an operation is made anew from that of its left side, without the numbers of that.
    fn is_computed(&self, expr: &Expr) -> bool {
        let Expr::Binary { op, left, right, .. } = expr else { return false };
        let is_double = |ty: &Type| {
            matches!(ty.kind, TypeKind::Double(_) | TypeKind::UpperDouble(_) | TypeKind::DoublePrecision(_))
        };
        matches!(op, BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::TrueDiv)
            && type_of(left).is_some_and(is_double)
            && matches!(affinity_of(&self.style, right), Affinity::Integer | Affinity::Numeric)
    }

    fn one_column(
        &mut self,
        s: &Scope<'_>,
        expr: &Expr,
        required: Option<Label<'_>>,
        fallback: Option<Label<'_>>,
        named: bool,
    ) -> Result<String, SqlError> {
        if self.result == InResult::Columns && is_row(expr) {
            return Err(SqlError::compile(
                "Most backends don't support SELECTing from a tuple() object.  If this is an ORM query, consider using the Bundle object.",
            ));
        }
        // A script gets what the server says.
        let read = if self.result != InResult::None && self.values != Values::Driver {
            as_bits(&self.style, expr)
        } else {
            None
        };
        if let (Some(read), Expr::Label { name, .. }) = (&read, expr) {
            let label = self.label(name);
            return Ok(format!("{} AS {label}", self.expr(s, read)?));
        }
        let labelled = if let Expr::Label { expr, .. } = expr { expr } else { expr };
        if let Some(ty) = type_of(labelled).filter(|_| !self.is_computed(labelled)) {
            self.style.flavour.check_type(&self.style, ty)?;
        }
        if let Expr::Label { expr, name } = expr {
            let label = self.label(name);
            // What has the label for others alone stands as it is.
            let is_for_others = unnamed(name).is_some() && name.text.ends_with('o');
            let text = if is_for_others { self.expr(s, expr)? } else { self.operand(s, expr, Op::As)? };
            return Ok(format!("{text} AS {label}"));
        }
        let is_wanted = match expr {
            _ if read.is_some() => true,
            Expr::Column(column) => named && !column.is_literal && column.table.is_some(),
            Expr::Text(_) | Expr::Star => false,
            Expr::Unary { expr: inner, .. } => {
                let is_boolean = as_boolean(&self.style, expr).is_some();
                (is_boolean && !self.style.flavour.native_boolean()) || named || natural(inner).is_none()
            }
            _ => true,
        };
        let label = match required {
            Some(label) => Some(label),
            None if is_wanted => Some(fallback.unwrap_or_else(|| numbered_label(&self.style, expr))),
            None => None,
        };
        let label = match label {
            Some(label) => Some(self.written(&label)?),
            None => None,
        };
        let text = self.expr(s, read.as_ref().unwrap_or(expr))?;
        Ok(match (label, expr) {
            (Some(label), _) => format!("{text} AS {label}"),
            // A label inside an operator is written all the same.
            (None, Expr::Unary { op, expr: inner }) => match (&**inner, op) {
                (
                    Expr::Label { expr, name },
                    UnaryOp::Desc | UnaryOp::Asc | UnaryOp::NullsFirst | UnaryOp::NullsLast,
                ) => {
                    let words =
                        text.strip_prefix(self.operand(s, expr, Op::As)?.as_str()).unwrap_or_default().to_owned();
                    let before = text.strip_suffix(words.as_str()).unwrap_or(&text).to_owned();
                    format!("{before} AS {}{words}", self.label(name))
                }
                (Expr::Label { name, .. }, _) => format!("{text} AS {}", self.label(name)),
                _ => text,
            },
            (None, _) => text,
        })
    }

    /// A label as a script gave it, quoted.
    pub fn label(&mut self, name: &Name) -> String {
        let Some(base) = unnamed(name) else { return self.style.quote(name) };
        if let Some((_, known)) = self.labels.iter().find(|(known, _)| *known == name.text) {
            return self.style.quote_str(known);
        }
        let made = self.made_up(base);
        let made = self.cut("colident", &made);
        self.labels.push((name.text.clone(), made.clone()));
        self.style.quote_str(&made)
    }

    fn written(&mut self, label: &Label<'_>) -> Result<String, SqlError> {
        let (base, expr, place) = match label {
            Label::Known(name) if unnamed(name).is_some() => return Ok(self.label(name)),
            Label::Known(name) => {
                let text = self.cut("colident", &name.text);
                return Ok(self.style.quote(&Name { text, ..name.clone() }));
            }
            Label::OfAlias(from, column) => {
                let alias = self.alias_text(from).unwrap_or_default();
                let text = self.cut("colident", &format!("{alias}_{column}"));
                return Ok(self.style.quote_str(&text));
            }
            Label::Numbered(base, expr) => (base.clone(), *expr, 0),
            Label::Again(None, base, expr, place) => (base.clone(), *expr, *place),
            Label::Again(Some(alias), base, expr, place) => {
                (format!("{}_{base}", self.alias_text(alias).unwrap_or_default()), *expr, *place)
            }
        };
        let is_known = |(known_base, known, known_place, _): &&(String, Expr, usize, String)| {
            *known_base == base && *known_place == place && is_one(known, expr)
        };
        if let Some((.., known)) = self.numbered.iter().find(is_known) {
            return Ok(self.style.quote_str(known));
        }
        let made = self.made_up(&base);
        let made = self.cut("colident", &made);
        if is_one(expr, expr) {
            self.numbered.push((base, expr.clone(), place, made.clone()));
        }
        Ok(self.style.quote_str(&made))
    }

    /// A name that is not longer than the database takes, less room for a number (`_truncated_identifier`).
    pub fn cut(&mut self, kind: &'static str, name: &str) -> String {
        let room = self.style.flavour.max_identifier_length().saturating_sub(6);
        if name.chars().count() <= room {
            return name.to_owned();
        }
        if let Some((.., known)) = self.cuts.iter().find(|(known, whole, _)| *known == kind && whole == name) {
            return known.clone();
        }
        let count = self.cuts.iter().filter(|(known, ..)| *known == kind).count() + 1;
        let made = format!("{}_{count:x}", name.chars().take(room).collect::<String>());
        self.cuts.push((kind, name.to_owned(), made.clone()));
        made
    }
}

/// What is read of a SET of MySQL's that is a number in Python (`column_expression`).
fn as_bits(style: &Style<'_>, expr: &Expr) -> Option<Expr> {
    let inner = match expr {
        Expr::Label { expr, .. } => expr,
        expr => expr,
    };
    let ty = type_of(inner)?.for_dialect(style.dialect.name);
    if !matches!(ty.kind, TypeKind::Mysql { bitwise: true, .. }) {
        return None;
    }
    let integer = limbeck_ops::Type::new(TypeKind::Integer);
    let zero = limbeck_ops::Bind {
        name: "param".to_owned(),
        value: Some(limbeck_ops::Datum::Int(0)),
        ty: integer.clone(),
        unique: true,
        expanding: false,
    };
    Some(Expr::Binary {
        op: BinaryOp::Add,
        left: Box::new(inner.clone()),
        right: Box::new(Expr::Bind(zero)),
        ty: integer,
    })
}

/// Whether the type of an expression is that of a row.
fn is_row(expr: &Expr) -> bool {
    match expr {
        Expr::Tuple(_) => true,
        Expr::Label { expr, .. }
        | Expr::Grouping(expr)
        | Expr::AggregateOrderBy { expr, .. }
        | Expr::Unary { op: UnaryOp::Neg | UnaryOp::BitNot | UnaryOp::Distinct, expr } => is_row(expr),
        Expr::Subquery(select) => select.columns.first().is_some_and(is_row),
        expr => type_of(expr).is_some_and(|ty| matches!(ty.kind, TypeKind::Tuple { .. })),
    }
}
