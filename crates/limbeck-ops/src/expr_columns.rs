//! The columns in an expression, in the order in which SQLAlchemy comes upon them.

use std::collections::VecDeque;
use std::sync::LazyLock;

use crate::{BinaryOp, ColumnRef, Expr, From, ListOp, Name, Query, Select, Type, TypeKind};

/// What a subquery selects that says nothing of it: a column to SQLAlchemy.
static STAR: LazyLock<ColumnRef> =
    LazyLock::new(|| ColumnRef { table: None, name: Name::new("*"), ty: Type::new(TypeKind::Null), is_literal: true });

/// The columns of an expression: those nearest to its root first, as SQLAlchemy's traversal finds them. The first of
/// them is the one that naming conventions call `column_0`. Subqueries are not looked into.
pub fn columns_in(expr: &Expr) -> Vec<&ColumnRef> {
    found_in(expr, false)
}

/// The column nearest to the root of an expression, in subqueries too: for SQLAlchemy an element of an index is about it.
pub fn first_column(expr: &Expr) -> Option<&ColumnRef> {
    found_in(expr, true).into_iter().next()
}

/// The columns of an expression and of the subqueries in it.
pub fn all_columns_in(expr: &Expr) -> Vec<&ColumnRef> {
    found_in(expr, true)
}

/// Whether a column can be made after one in an expression: the first that SQLAlchemy comes upon, which has a name. It looks
/// into subqueries and what they read from, but not for the columns of tables.
pub fn names_column(expr: &Expr) -> bool {
    match first_column(expr) {
        Some(column) => !column.name.text.is_empty(),
        None => sources_have_column(expr),
    }
}

fn sources_have_column(expr: &Expr) -> bool {
    match expr {
        // Nobody knows what is inside of it.
        Expr::Foreign(_) => true,
        Expr::Subquery(select) => select_has_column(select),
        expr => children(expr).into_iter().any(|(_, child)| sources_have_column(child)),
    }
}

fn select_has_column(select: &Select) -> bool {
    parts(select, 1).into_iter().any(|(_, part)| first_column(part).is_some() || sources_have_column(part))
        || select.from.iter().any(|from| source_has_column(from))
        || select.compound.iter().flat_map(|(_, selects)| selects).any(select_has_column)
}

fn source_has_column(from: &From) -> bool {
    let of_expr = |expr: &Expr| first_column(expr).is_some() || sources_have_column(expr);
    match from {
        From::Table(..) | From::Text(_) => false,
        From::Alias { from, .. } | From::Sample { from, .. } => source_has_column(from),
        From::Subquery { select, .. } => select_has_column(select),
        From::Cte(cte) => match &cte.query {
            Query::Select(select) => select_has_column(select),
            Query::Text(_) | Query::Driver(_) => false,
            Query::Insert(_) | Query::Update(_) | Query::Delete(_) => true,
            Query::Expr(expr) => of_expr(expr),
        },
        From::Join { left, right, on, .. } => source_has_column(left) || source_has_column(right) || of_expr(on),
        From::Function { call, .. } => of_expr(call),
        From::Values { columns, .. } => !columns.is_empty(),
    }
}

fn found_in(expr: &Expr, in_subqueries: bool) -> Vec<&ColumnRef> {
    let mut found = Vec::new();
    // Levels wait by their depth: the arguments of a function are deeper than they look.
    let mut levels: VecDeque<Vec<&Expr>> = VecDeque::from([vec![expr]]);
    while let Some(level) = levels.pop_front() {
        for expr in level {
            // The wildcard of `contains()` and its kin is no column of the script's.
            if let Expr::Column(column) = expr
                && !(column.is_literal && column.name.text == "'%'")
            {
                found.push(column);
            }
            if in_subqueries && matches!(expr, Expr::Star) {
                found.push(&STAR);
            }
            let inner = match expr {
                Expr::Subquery(select) if in_subqueries => parts(select, 2),
                _ => children(expr),
            };
            for (depth, child) in inner {
                while levels.len() < depth {
                    levels.push_back(Vec::new());
                }
                levels[depth - 1].push(child);
            }
        }
    }
    found
}

/// What stands in a SELECT, that many levels below.
fn parts(select: &Select, depth: usize) -> Vec<(usize, &Expr)> {
    let order = select.order_by.iter().map(|by| &by.expr);
    let own = select.columns.iter().chain(&select.filters).chain(&select.having).chain(order).chain(&select.group_by);
    let rows = select.limit.iter().chain(&select.offset).chain(select.fetch.iter().map(|fetch| &fetch.count));
    let own = own.chain(rows).chain(&select.distinct_on);
    let mut found: Vec<(usize, &Expr)> = own.map(|part| (depth, part)).collect();
    let told = select.columns.iter().chain(&select.filters).flat_map(columns_in);
    let of_columns = told.filter_map(|column| column.table.as_deref());
    for from in of_columns.chain(select.from.iter().map(|from| &**from)) {
        found.extend(parts_of_from(from, depth));
    }
    for joining in &select.joins {
        found.extend(parts_of_from(&joining.right, depth));
        found.extend(joining.on.iter().map(|on| (depth, on)));
    }
    if let Some((_, selects)) = &select.compound {
        found.extend(selects.iter().flat_map(|select| parts(select, depth + 1)));
    }
    found
}

/// What stands in an element of FROM, that many levels below. Of a table nothing does: its columns are no part of it.
fn parts_of_from(from: &From, depth: usize) -> Vec<(usize, &Expr)> {
    match from {
        From::Table(..) | From::Text(_) => Vec::new(),
        From::Alias { from, .. } | From::Sample { from, .. } => parts_of_from(from, depth + 1),
        From::Subquery { select, .. } => parts(select, depth + 1),
        From::Cte(cte) => match &cte.query {
            Query::Select(select) => parts(select, depth + 1),
            Query::Text(_)
            | Query::Driver(_)
            | Query::Insert(_)
            | Query::Update(_)
            | Query::Delete(_)
            | Query::Expr(_) => Vec::new(),
        },
        From::Join { left, right, on, .. } => {
            let mut found = parts_of_from(left, depth + 1);
            found.extend(parts_of_from(right, depth + 1));
            found.push((depth + 1, on));
            found
        }
        From::Function { call, .. } => vec![(depth + 1, call)],
        From::Values { rows, .. } => rows.iter().flatten().map(|value| (depth + 1, value)).collect(),
    }
}

/// What stands directly inside an expression, with the number of levels that lie between.
fn children(expr: &Expr) -> Vec<(usize, &Expr)> {
    match expr {
        Expr::Text(_)
        | Expr::Bind(_)
        | Expr::Literal { .. }
        | Expr::Column(_)
        | Expr::Star
        | Expr::Null
        | Expr::True
        | Expr::False
        | Expr::NextValue { .. }
        | Expr::Subquery(_)
        | Expr::Identifier(_)
        | Expr::Foreign(_) => Vec::new(),
        Expr::Function(call) => call.args.iter().map(|item| (3, item)).collect(),
        Expr::Unary { expr, .. }
        | Expr::Cast { expr, .. }
        | Expr::TypeCoerce { expr, .. }
        | Expr::Grouping(expr)
        | Expr::Label { expr, .. }
        | Expr::Extract { expr, .. } => vec![(1, &**expr)],
        Expr::AggregateOrderBy { expr, order_by } => {
            let depth = if order_by.len() > 1 { 2 } else { 1 };
            std::iter::once((1, &**expr)).chain(order_by.iter().map(|by| (depth, &by.expr))).collect()
        }
        Expr::Binary { left, right, .. } => vec![(1, &**left), (1, &**right)],
        Expr::List { op, items } => {
            items.iter().map(|item| (if gets_brackets(op, item) { 2 } else { 1 }, item)).collect()
        }
        Expr::Array { items, .. } => items.iter().map(|item| (1, item)).collect(),
        Expr::Tuple(items) => items.iter().map(|item| (1, item)).collect(),
        Expr::Between { expr, low, high, .. } => vec![(1, &**expr), (2, &**low), (2, &**high)],
        Expr::Case { value, whens, otherwise, .. } => {
            let value = value.iter().map(|value| &**value);
            let whens = whens.iter().flat_map(|(condition, result)| [condition, result]);
            let otherwise = otherwise.iter().map(|otherwise| &**otherwise);
            value.chain(whens).chain(otherwise).map(|child| (1, child)).collect()
        }
        Expr::Over { function, window } => {
            let order = window.order_by.iter().map(|by| &by.expr);
            let rest = window.partition_by.iter().chain(order).map(|child| (2, child));
            std::iter::once((1, &**function)).chain(rest).collect()
        }
        Expr::Filter { function, condition } => vec![(1, &**function), (1, &**condition)],
        Expr::WithinGroup { function, order_by } => {
            let order = order_by.iter().map(|by| (2, &by.expr));
            std::iter::once((1, &**function)).chain(order).collect()
        }
    }
}

/// Whether a comparison stands in brackets among conditions, which are a level of their own: operators that bind no more
/// than AND or OR do, and what `contains()` and its kin make.
fn gets_brackets(list: &ListOp, item: &Expr) -> bool {
    let Expr::Binary { op, right, .. } = item else { return false };
    let precedence = match list {
        ListOp::And => 3,
        ListOp::Or => 2,
    };
    match op {
        BinaryOp::Custom(_, own, _) | BinaryOp::Eager(_, own, _) => *own <= precedence,
        BinaryOp::Like(_) | BinaryOp::NotLike(_) | BinaryOp::Ilike(_) | BinaryOp::NotIlike(_) => has_wildcard(right),
        _ => false,
    }
}

fn has_wildcard(pattern: &Expr) -> bool {
    match pattern {
        Expr::Column(column) => column.is_literal && column.name.text == "'%'",
        Expr::Binary { op: BinaryOp::Concat, left, right, .. } => has_wildcard(left) || has_wildcard(right),
        _ => false,
    }
}
