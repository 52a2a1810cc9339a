//! What columns of a query are called outside of it: SQLAlchemy's `_generate_columns_plus_names` without the compiler.

use limbeck_ops::{Expr, From, LabelStyle, Name, NamedColumn, Select, Type, UnaryOp};

use crate::sa::expr::{is_boolean, type_of, unnamed_label};

/// The columns that others can read of a query. What has no name gets a label that is numbered where it is written, so that
/// both go by one name.
pub fn outputs(select: &mut Select) -> Vec<(Name, Type)> {
    match &mut select.compound {
        Some((_, parts)) => parts.first_mut().map(outputs).unwrap_or_default(),
        None => named(&mut select.columns, select.label_style),
    }
}

/// The same of selected or returned columns.
pub fn named(columns: &mut [Expr], style: LabelStyle) -> Vec<(Name, Type)> {
    let mut seen: Vec<(String, Expr)> = Vec::new();
    let mut out = Vec::with_capacity(columns.len());
    // Text is no column, unless there is nothing else.
    let is_text = |expr: &Expr| matches!(expr, Expr::Text(_));
    let has_columns = !columns.iter().all(is_text);
    for (at, expr) in columns.iter_mut().enumerate() {
        if has_columns && is_text(expr) {
            continue;
        }
        let ty = type_of(expr);
        let name = match natural(expr, style) {
            Some(name) if matches!(expr, Expr::Label { .. }) => name,
            Some(name) => {
                let known = seen.iter().find(|(known, _)| *known == name.text).map(|(_, known)| known);
                let is_other = known.is_some_and(|known| known != expr);
                let is_column = matches!(expr, Expr::Column(_)) || style == LabelStyle::TableAndColumn;
                if is_other && is_column { labelled(expr, &name.text) } else { name }
            }
            None if matches!(expr, Expr::Text(_) | Expr::Star) => Name::new(format!("anon_{}", at + 1)),
            None => {
                let base = base(expr).to_owned();
                labelled(expr, &base)
            }
        };
        seen.push((name.text.clone(), expr.clone()));
        out.push((name, ty));
    }
    out
}

/// What the name of an unnamed expression begins with.
fn base(expr: &Expr) -> &str {
    match expr {
        Expr::Function(call) => call.name.last().map_or("anon", |name| &name.text),
        Expr::NextValue { .. } => "next_value",
        Expr::Cast { expr, .. } | Expr::TypeCoerce { expr, .. } => base(expr),
        Expr::Unary { op: UnaryOp::Not | UnaryOp::IsTrue, expr } if is_boolean(expr) => base(expr),
        _ => "anon",
    }
}

/// Gives an expression a label without a name of its own.
fn labelled(expr: &mut Expr, base: &str) -> Name {
    let name = unnamed_label(base, 'o');
    let inner = std::mem::replace(expr, Expr::Null);
    *expr = Expr::Label { expr: Box::new(inner), name: name.clone() };
    name
}

/// The name that an expression has by itself, or what it is around.
fn natural(expr: &Expr, style: LabelStyle) -> Option<Name> {
    match expr {
        Expr::Label { name, .. } => Some(name.clone()),
        Expr::Column(column) => {
            let label = match column.table.as_deref() {
                _ if style != LabelStyle::TableAndColumn || column.is_literal => None,
                Some(From::Table(table, _)) => Some(NamedColumn::of(table, &column.name.text).label),
                Some(From::Alias { name: Some(name), .. } | From::Subquery { name: Some(name), .. }) => {
                    Some(format!("{}_{}", name.text, column.name.text))
                }
                Some(From::Cte(cte)) => cte.name.as_ref().map(|name| format!("{}_{}", name.text, column.name.text)),
                Some(_) | None => None,
            };
            Some(label.map_or_else(|| column.name.clone(), Name::new))
        }
        Expr::Cast { expr, .. } | Expr::TypeCoerce { expr, .. } => match &**expr {
            Expr::Text(_) => None,
            inner => natural(inner, style),
        },
        Expr::Unary { op: UnaryOp::Not | UnaryOp::IsTrue, expr: inner } if is_boolean(inner) => match &**inner {
            Expr::Column(_) | Expr::Cast { .. } | Expr::TypeCoerce { .. } => natural(inner, style),
            _ => None,
        },
        _ => None,
    }
}
