//! Names that follow a renamed column, and the columns that constraints are about.

use limbeck_ops::{Constraint, Expr, ForeignKey, From, IndexElement, Name, TableName, all_columns_in, columns_in};

/// New names of columns by the names that the block knows them by.
pub(super) trait Renames {
    /// The new name of a column, if it is one of the table's.
    fn new_name(&self, key: &str) -> Option<Name>;
}

fn rename(names: &mut [Name], renames: &dyn Renames) {
    for name in names {
        if let Some(new) = renames.new_name(&name.text) {
            *name = new;
        }
    }
}

/// The columns that a constraint is about, `literal_column()` among them; of the text of a check nothing is known.
pub(super) fn columns(constraint: &Constraint) -> Vec<String> {
    let texts = |names: &[Name]| names.iter().map(|name| name.text.clone()).collect();
    match constraint {
        Constraint::PrimaryKey(key) => texts(&key.columns),
        Constraint::ForeignKey(key) => texts(&key.columns),
        Constraint::Unique(key) => texts(&key.columns),
        Constraint::Check(check) => {
            all_columns_in(&check.condition).into_iter().map(|column| column.name.text.clone()).collect()
        }
        Constraint::Exclude(exclude) => {
            let columns = exclude.elements.iter().flat_map(|(expr, _, _)| columns_in(expr));
            columns.map(|column| column.name.text.clone()).collect()
        }
    }
}

/// A constraint with the new names of its columns.
pub(super) fn constraint(constraint: &mut Constraint, table: &TableName, renames: &dyn Renames) {
    match constraint {
        Constraint::PrimaryKey(key) => rename(&mut key.columns, renames),
        Constraint::Unique(key) => rename(&mut key.columns, renames),
        Constraint::ForeignKey(key) => {
            rename(&mut key.columns, renames);
            if key.referred_table.to_string() == table.to_string() {
                rename(&mut key.referred_columns, renames);
            }
        }
        Constraint::Check(check) => {
            // A bare column() of the script is text to SQLAlchemy; those of a table and of a type's check follow.
            let always = check.from_type.is_some();
            expression(&mut check.condition, table, always, renames);
        }
        Constraint::Exclude(exclude) => {
            for (expr, _, _) in &mut exclude.elements {
                expression(expr, table, false, renames);
            }
        }
    }
}

/// The table that a key refers to is made up of its names as plain text.
pub(super) fn forget_quotes(key: &mut ForeignKey) {
    let TableName { schema, name } = &mut key.referred_table;
    for name in schema.iter_mut().chain([name]).chain(&mut key.referred_columns) {
        name.quote = None;
    }
}

/// An element of an index with the new names of its columns.
pub(super) fn element(element: &mut IndexElement, table: &TableName, renames: &dyn Renames) {
    match element {
        IndexElement::Column(name) => rename(std::slice::from_mut(name), renames),
        // A bare column() of the script is text to SQLAlchemy.
        IndexElement::Expr(expr) => expression(expr, table, false, renames),
    }
}

fn expression(expr: &mut Expr, table: &TableName, always: bool, renames: &dyn Renames) {
    visit(expr, &mut |name, from| {
        let of_table = matches!(from, Some(From::Table(known, _)) if known.to_string() == table.to_string());
        if (always || of_table)
            && let Some(new) = renames.new_name(&name.text)
        {
            *name = new;
        }
    });
}

/// Calls a function with each column's name, and the table that the column belongs to.
fn visit(expr: &mut Expr, found: &mut dyn FnMut(&mut Name, Option<&From>)) {
    match expr {
        Expr::Column(column) => {
            if !column.is_literal {
                found(&mut column.name, column.table.as_deref());
            }
        }
        Expr::Unary { expr, .. }
        | Expr::Cast { expr, .. }
        | Expr::TypeCoerce { expr, .. }
        | Expr::Grouping(expr)
        | Expr::Label { expr, .. }
        | Expr::Extract { expr, .. } => visit(expr, found),
        Expr::Binary { left, right, .. } => {
            visit(left, found);
            visit(right, found);
        }
        Expr::List { items, .. } | Expr::Tuple(items) | Expr::Array { items, .. } => {
            items.iter_mut().for_each(|item| visit(item, found));
        }
        Expr::Function(call) => call.args.iter_mut().for_each(|item| visit(item, found)),
        Expr::Between { expr, low, high, .. } => {
            visit(expr, found);
            visit(low, found);
            visit(high, found);
        }
        Expr::Case { value, whens, otherwise, .. } => {
            if let Some(value) = value {
                visit(value, found);
            }
            for (condition, result) in whens {
                visit(condition, found);
                visit(result, found);
            }
            if let Some(otherwise) = otherwise {
                visit(otherwise, found);
            }
        }
        Expr::Over { function, window } => {
            visit(function, found);
            window.partition_by.iter_mut().for_each(|item| visit(item, found));
            window.order_by.iter_mut().for_each(|by| visit(&mut by.expr, found));
        }
        Expr::WithinGroup { function: expr, order_by } | Expr::AggregateOrderBy { expr, order_by } => {
            visit(expr, found);
            order_by.iter_mut().for_each(|by| visit(&mut by.expr, found));
        }
        Expr::Filter { function, condition } => {
            visit(function, found);
            visit(condition, found);
        }
        Expr::Text(_)
        | Expr::Bind(_)
        | Expr::Literal { .. }
        | Expr::Star
        | Expr::Null
        | Expr::True
        | Expr::False
        | Expr::NextValue { .. }
        | Expr::Subquery(_)
        | Expr::Foreign(_)
        | Expr::Identifier(_) => {}
    }
}

/// Whether SQL text names an identifier.
pub(super) fn mentions(sql: &str, name: &str) -> bool {
    let (sql, name) = (sql.to_lowercase(), name.to_lowercase());
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    !name.is_empty()
        && sql.match_indices(&name).any(|(at, _)| {
            let before = sql.get(..at).and_then(|text| text.chars().next_back());
            let after = sql.get(at + name.len()..).and_then(|text| text.chars().next());
            !before.is_some_and(is_word) && !after.is_some_and(is_word)
        })
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn whole_identifiers_are_mentioned() {
        assert!(mentions("UPDATE pet SET \"Nick\" = 1", "nick"));
        assert!(mentions("new.nick", "nick"));
        assert!(!mentions("new.nickname, snick, nick_1", "nick"));
        assert!(!mentions("", "nick"));
        assert!(!mentions("x", ""));
    }
}
