//! Names of selected columns: SQLAlchemy's `_generate_columns_plus_names` and `_label_select_column`.

use limbeck_ops::{BinaryOp, Expr, From, LabelStyle, Name, NamedColumn, Select, UnaryOp};

use super::froms::is_same;
use super::grouping::{Op, affinity_of, is_value};
use super::select::alone;
use super::types::Affinity;
use super::{Compiler, Scope, sanitized};
use crate::error::SqlError;

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

/// A column of a table under the name of both.
fn with_table(expr: &Expr) -> Expr {
    let Expr::Column(column) = expr else { return expr.clone() };
    let name = match column.table.as_deref() {
        Some(From::Table(table, _)) => NamedColumn::of(table, &column.name.text).label,
        Some(From::Alias { name: Some(name), .. } | From::Subquery { name: Some(name), .. }) => {
            format!("{}_{}", name.text, column.name.text)
        }
        _ => return expr.clone(),
    };
    Expr::Label { expr: Box::new(expr.clone()), name: Name::new(name) }
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
        if style != LabelStyle::Disambiguate {
            return self.labelled_otherwise(s, columns, named, style);
        }
        let mut seen: Vec<(String, &Expr)> = Vec::new();
        let mut labels = Vec::with_capacity(columns.len());
        for (at, expr) in columns.iter().enumerate() {
            // There is but one NULL, TRUE and FALSE each: a second time it is a repeated column.
            let constant = matches!(expr, Expr::Null | Expr::True | Expr::False);
            labels.push(if constant && columns[..at].contains(expr) {
                Some("anon_".to_owned())
            } else {
                self.required_label(expr, &mut seen)
            });
        }
        let mut out = Vec::with_capacity(columns.len());
        for (expr, required) in columns.iter().zip(labels) {
            out.push(self.one_column(s, expr, required, named)?);
        }
        Ok(out)
    }

    /// The same in another style.
    fn labelled_otherwise(
        &mut self,
        s: &Scope<'_>,
        columns: &[Expr],
        named: bool,
        style: LabelStyle,
    ) -> Result<Vec<String>, SqlError> {
        if style == LabelStyle::None && !named {
            return columns.iter().map(|expr| self.one_column(s, expr, None, named)).collect();
        }
        let labelled: Vec<Expr> = match style {
            LabelStyle::TableAndColumn => columns.iter().map(with_table).collect(),
            LabelStyle::None | LabelStyle::Disambiguate => columns.to_vec(),
        };
        self.labelled(s, &labelled, named, LabelStyle::Disambiguate)
    }

    /// The label that tells a column from an earlier one of the same name.
    fn required_label<'e>(&mut self, expr: &'e Expr, seen: &mut Vec<(String, &'e Expr)>) -> Option<String> {
        if let Some(inner) = self.as_boolean(expr) {
            let name = own_name(inner)?;
            if seen.iter().all(|(other, _)| other != name) {
                seen.push((name.to_owned(), expr));
                return None;
            }
            return (!self.goes_without_label(inner)).then(|| self.made_up(&format!("{name}_")));
        }
        // A column of no table neither gets a label nor asks others to have one.
        if matches!(expr, Expr::Column(column) if column.table.is_none()) {
            return None;
        }
        let name = own_name(expr)?;
        match seen.iter().find(|(other, _)| other == name) {
            None => {
                seen.push((name.to_owned(), expr));
                None
            }
            Some(_) if matches!(expr, Expr::Label { .. }) => None,
            Some((_, other))
                if is_same_column(other, expr) || matches!(expr, Expr::Cast { .. } | Expr::TypeCoerce { .. }) =>
            {
                Some(self.made_up(&format!("{name}_")))
            }
            Some(_) => {
                // The column itself may have come before, under a number.
                let repeated = seen.iter().any(|(other, known)| other.is_empty() && is_same_column(known, expr));
                seen.push((String::new(), expr));
                Some(if repeated { self.made_up(&format!("{name}_")) } else { self.made_up(name) })
            }
        }
    }

    /// The value of which an expression is the truth or its opposite (`AsBoolean`).
    fn as_boolean<'e>(&self, expr: &'e Expr) -> Option<&'e Expr> {
        match expr {
            Expr::Unary { op: UnaryOp::Not | UnaryOp::IsTrue, expr: inner }
                if is_value(inner) && affinity_of(&self.style, inner) == Affinity::Boolean =>
            {
                Some(inner)
            }
            _ => None,
        }
    }

    /// Whether the truth of a value is selected under the value's own name without saying so.
    fn goes_without_label(&self, value: &Expr) -> bool {
        self.style.flavour.native_boolean() && matches!(value, Expr::Column(_))
    }

    fn one_column(
        &mut self,
        s: &Scope<'_>,
        expr: &Expr,
        required: Option<String>,
        named: bool,
    ) -> Result<String, SqlError> {
        let label = match expr {
            Expr::Tuple(_) | Expr::Label { .. } | Expr::Binary { op: BinaryOp::Collate, .. } if is_tuple(expr) => {
                return Err(SqlError::compile(
                    "Most backends don't support SELECTing from a tuple() object.  If this is an ORM query, consider using the Bundle object.",
                ));
            }
            Expr::Label { name, .. } => Some(self.style.quote(name)),
            Expr::Null | Expr::True | Expr::False if required.is_some() => Some(self.made_up("anon_")),
            _ if required.is_some() => required.map(|name| self.style.quote_str(&name)),
            Expr::Column(column) => {
                (named && !column.is_literal && column.table.is_some()).then(|| self.style.quote(&column.name))
            }
            Expr::Text(_) | Expr::Star => None,
            Expr::Cast { .. } | Expr::TypeCoerce { .. } if own_label(expr).is_some() => {
                own_label(expr).map(|name| self.style.quote(name))
            }
            Expr::Unary { expr: inner, .. } => match (self.as_boolean(expr), own_label(inner)) {
                (Some(inner), Some(_)) if self.goes_without_label(inner) && !named => None,
                (Some(_), Some(name)) => Some(self.style.quote(name)),
                (Some(inner), None) => {
                    let name = self.made_up(&label_base(inner));
                    Some(self.style.quote_str(&name))
                }
                (None, Some(_)) if !named => None,
                // A column in words of SQL is as good as one with a name.
                (None, None) if !named && matches!(&**inner, Expr::Column(_)) => None,
                (None, Some(_) | None) => Some(self.made_up("anon")),
            },
            other => {
                let name = self.made_up(&label_base(other));
                Some(self.style.quote_str(&name))
            }
        };
        let text = match expr {
            Expr::Label { expr, .. } => self.operand(s, expr, Op::As)?,
            other => self.expr(s, other)?,
        };
        Ok(match label {
            Some(label) => format!("{text} AS {label}"),
            None => text,
        })
    }
}

/// Whether an expression is a tuple, with a collation or a label or without.
fn is_tuple(expr: &Expr) -> bool {
    match expr {
        Expr::Tuple(_) => true,
        Expr::Binary { op: BinaryOp::Collate, left, .. } => is_tuple(left),
        Expr::Label { expr, .. } => is_tuple(expr),
        _ => false,
    }
}
