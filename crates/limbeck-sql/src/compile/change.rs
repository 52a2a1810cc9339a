//! UPDATE and DELETE.

use std::sync::Arc;

use limbeck_ops::{Bind, Delete, Expr, From, Name, Update};

use super::grouping::Op;
use super::{Around, Compiler, Labels, Scope, Values, froms};
use crate::error::SqlError;

/// `prefix_with(…)` before what follows.
fn prefixed(prefixes: &[String]) -> String {
    prefixes.iter().map(|prefix| format!("{prefix} ")).collect()
}

/// The table with which a join begins.
fn leftmost(from: &Arc<From>) -> Arc<From> {
    match &**from {
        From::Join { left, .. } => leftmost(left),
        From::Table(..)
        | From::Alias { .. }
        | From::Subquery { .. }
        | From::Cte(_)
        | From::Function { .. }
        | From::Text(_)
        | From::Values { .. }
        | From::Sample { .. } => Arc::clone(from),
    }
}

/// What messages call a table.
fn bare_name(from: &From) -> String {
    match from {
        From::Table(table, _) => table.name.text.clone(),
        From::Alias { name: Some(name), .. } => name.text.clone(),
        From::Alias { from, .. } => bare_name(from),
        From::Subquery { .. }
        | From::Join { .. }
        | From::Cte(_)
        | From::Function { .. }
        | From::Text(_)
        | From::Values { .. }
        | From::Sample { .. } => String::new(),
    }
}

impl Compiler<'_> {
    /// UPDATE.
    pub fn update(&mut self, s: &Scope<'_>, update: &Update) -> Result<String, SqlError> {
        for cte in &update.ctes {
            self.cte(s, cte)?;
        }
        let mut named = vec![];
        for filter in &update.filters {
            froms::of_expr(filter, &mut named);
        }
        for (_, value) in &update.values {
            froms::of_expr(value, &mut named);
        }
        let mut joined = Vec::new();
        froms::flatten(&update.table, &mut joined);
        let further: Vec<_> = named.into_iter().filter(|from| !froms::contains(&joined, from)).collect();
        let is_join = matches!(*update.table, From::Join { .. });
        let mut enclosing = joined;
        for from in &further {
            froms::flatten(from, &mut enclosing);
        }
        let around = Around { all: enclosing.clone(), near: enclosing };
        let inner = Scope { include_table: true, around: &around, labels: Labels::None, ..s.inner() };
        let listed = self.style.flavour.changes_list_tables() && !further.is_empty();
        let outside = std::mem::take(&mut self.hints);
        let mut table = self.from(&inner, &update.table)?;
        if listed {
            table.push_str(&format!(", {}", self.list_of_froms(&inner, &further)?));
        }
        // The hint for the table that is changed stands behind all of them.
        if let Some(words) = self.hint_for(&update.hints, &update.table) {
            table = self.hinted(table, &words)?;
        }
        let named = listed || is_join && self.style.flavour.changes_list_tables();
        let set = self.assignments(&inner, update, named)?;
        let prefixes = prefixed(&update.prefixes);
        let mut text = format!("UPDATE {prefixes}{table} SET {}", set.join(", "));
        if !named && (is_join || !further.is_empty()) {
            self.hints = update.hints.clone();
            text.push_str(&format!(" FROM {}", self.list_of_froms(&inner, &further)?));
        }
        self.hints = outside;
        text.push_str(&self.where_clause(&inner, &update.filters)?);
        text.push_str(&self.change_limit(update.limit));
        text.push_str(&self.returning(&inner, &update.returning)?);
        Ok(if s.top { format!("{}{text}", self.with_clause()) } else { text })
    }

    /// `LIMIT` of an UPDATE or DELETE, which MySQL has.
    fn change_limit(&self, limit: Option<i64>) -> String {
        match limit {
            Some(limit) if limit >= 0 && self.style.dialect.name.is_mysql() => format!(" LIMIT {limit}"),
            Some(_) | None => String::new(),
        }
    }

    /// `column=value` in the table's order; `with_table` names the table of each column.
    fn assignments(&mut self, s: &Scope<'_>, update: &Update, with_table: bool) -> Result<Vec<String>, SqlError> {
        // The table goes by its name here, whatever schema it is in.
        let prefix = match (with_table, &*update.table) {
            (false, _) => String::new(),
            (true, From::Table(table, _)) => format!("{}.", self.style.quote(&table.name)),
            (true, From::Join { .. }) => {
                let table = leftmost(&update.table);
                self.column_prefix(&table)?.map_or_else(String::new, |table| format!("{table}."))
            }
            (true, _) => self.column_prefix(&update.table)?.map_or_else(String::new, |table| format!("{table}.")),
        };
        let offline = self.values == Values::RequiredLiteral && self.params.is_empty();
        let all = update.values.is_empty()
            && !update.no_values
            && update.further_values.is_empty()
            && (self.is_printed() || offline);
        let mut assigned = self.further_assignments(s, update)?;
        let mut columns: Vec<_> = update.columns.iter().collect();
        if update.ordered {
            let place = |name: &Name| update.values.iter().position(|(known, _)| known.text == name.text);
            columns.sort_by_key(|column| place(&column.name).unwrap_or(usize::MAX));
        }
        for column in columns {
            let value = update.values.iter().find(|(name, _)| name.text == column.name.text).map(|(_, value)| value);
            let given = self.parameter(&column.name.text).is_some();
            let text = match value {
                Some(Expr::Bind(bind)) => self.crud_bind(s, bind, column, None)?,
                Some(value) => self.operand(s, value, Op::None)?,
                None if all || given => {
                    let bind = Bind {
                        name: column.name.text.clone(),
                        value: None,
                        ty: column.ty.clone(),
                        unique: false,
                        expanding: false,
                    };
                    self.bind_placeholder_or_value(s, &bind, all)?
                }
                None => match update.on_update.iter().find(|(name, _)| name.text == column.name.text) {
                    Some((_, Expr::Bind(bind))) => self.prefetched(s, bind, column)?,
                    Some((_, value)) => self.operand(s, value, Op::None)?,
                    None => continue,
                },
            };
            assigned.push(format!("{prefix}{}={text}", self.quote(&column.name)));
        }
        let known = |name: &Name| update.columns.iter().any(|column| column.name.text == name.text);
        let strangers: Vec<_> = update.values.iter().filter(|(name, _)| !known(name)).collect();
        if !strangers.is_empty() {
            let names: Vec<_> = strangers.iter().map(|(name, _)| name.text.as_str()).collect();
            return Err(SqlError::compile(format!("Unconsumed column names: {}", names.join(", "))));
        }
        Ok(assigned)
    }

    /// The same of columns of further tables, which come first.
    fn further_assignments(&mut self, s: &Scope<'_>, update: &Update) -> Result<Vec<String>, SqlError> {
        let names: Vec<String> = update.further_values.iter().map(|(from, ..)| bare_name(from)).collect();
        if !names.is_empty() && !self.style.flavour.changes_list_tables() {
            let mut shown: Vec<String> = Vec::new();
            for name in names {
                let name = format!("'{name}'");
                if !shown.contains(&name) {
                    shown.push(name);
                }
            }
            return Err(SqlError::compile(format!(
                "Backend does not support additional tables in the SET clause; cannot include columns from table(s) {} in SET clause",
                shown.join(", ")
            )));
        }
        let mut assigned = Vec::new();
        for (from, name, value) in &update.further_values {
            let prefix = self.column_prefix(from)?.unwrap_or_default();
            let value = match value {
                // Values of several tables are told apart by the names of those.
                Expr::Bind(bind) if bind.name == name.text => {
                    let bind = Bind { name: format!("{}_{}", bare_name(from), bind.name), ..bind.clone() };
                    self.operand(s, &Expr::Bind(bind), Op::None)?
                }
                value => self.operand(s, value, Op::None)?,
            };
            assigned.push(format!("{prefix}.{}={value}", self.quote(name)));
        }
        Ok(assigned)
    }

    /// DELETE.
    pub fn delete(&mut self, s: &Scope<'_>, delete: &Delete) -> Result<String, SqlError> {
        for cte in &delete.ctes {
            self.cte(s, cte)?;
        }
        let mut named = vec![];
        for filter in &delete.filters {
            froms::of_expr(filter, &mut named);
        }
        let further: Vec<_> = named.into_iter().filter(|from| !froms::is_same(from, &delete.table)).collect();
        let mut enclosing = vec![delete.table.clone()];
        for from in &further {
            froms::flatten(from, &mut enclosing);
        }
        let around = Around { all: enclosing.clone(), near: enclosing };
        let inner = Scope { include_table: true, around: &around, labels: Labels::None, ..s.inner() };
        let outside = std::mem::replace(&mut self.hints, delete.hints.clone());
        let table = self.from(&inner, &delete.table)?;
        let hint = match &*delete.table {
            From::Alias { .. } if self.style.flavour.changes_list_tables() && !further.is_empty() => {
                let name = self.column_prefix(&delete.table)?.unwrap_or_default();
                Some(match self.hint_for(&delete.hints, &delete.table) {
                    Some(words) => self.hinted(name, &words)?,
                    None => name,
                })
            }
            _ => None,
        };
        let prefixes = prefixed(&delete.prefixes);
        let mut text = format!("DELETE {prefixes}FROM {}", hint.as_deref().unwrap_or(&table));
        if !further.is_empty() {
            let Some(word) = self.style.flavour.delete_using() else {
                return Err(SqlError::of(
                    "NotImplementedError",
                    "This backend does not support multiple-table criteria within DELETE",
                ));
            };
            let repeated = if self.style.flavour.changes_list_tables() { format!("{table}, ") } else { String::new() };
            text.push_str(&format!(" {word} {repeated}{}", self.list_of_froms(&inner, &further)?));
        }
        self.hints = outside;
        text.push_str(&self.where_clause(&inner, &delete.filters)?);
        text.push_str(&self.change_limit(delete.limit));
        text.push_str(&self.returning(&inner, &delete.returning)?);
        Ok(if s.top { format!("{}{text}", self.with_clause()) } else { text })
    }

    fn list_of_froms(&mut self, s: &Scope<'_>, list: &[Arc<From>]) -> Result<String, SqlError> {
        let parts: Result<Vec<_>, _> = list.iter().map(|from| self.from(s, from)).collect();
        Ok(parts?.join(", "))
    }

    fn where_clause(&mut self, s: &Scope<'_>, filters: &[Expr]) -> Result<String, SqlError> {
        if filters.is_empty() {
            return Ok(String::new());
        }
        // A condition without text leaves the word out too.
        let conditions = self.conditions(s, filters)?;
        Ok(if conditions.is_empty() { String::new() } else { format!(" WHERE {conditions}") })
    }

    /// ` RETURNING …`, or nothing.
    pub fn returning(&mut self, s: &Scope<'_>, columns: &[Expr]) -> Result<String, SqlError> {
        if columns.is_empty() {
            return Ok(String::new());
        }
        let s = Scope { include_table: self.style.flavour.returning_has_table(), ..*s };
        Ok(format!(
            " RETURNING {}",
            self.labelled(&s, columns, false, limbeck_ops::LabelStyle::Disambiguate)?.join(", ")
        ))
    }
}
