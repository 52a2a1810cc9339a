//! Common table expressions.

use std::sync::Arc;

use limbeck_ops::{Cte, Params, Query};

use super::labels::column_names;
use super::select::{Place, alone};
use super::{Compiler, InResult, NOTHING, Scope};
use crate::error::SqlError;

/// A CTE of the statement.
pub(crate) struct Rendered {
    cte: Arc<Cte>,
    name: String,
    /// `None` while it is being rendered.
    text: Option<String>,
    /// Its place among the others.
    order: usize,
}

fn is_same(left: &Arc<Cte>, right: &Arc<Cte>) -> bool {
    Arc::ptr_eq(left, right) || (left.name.is_some() && left.name == right.name)
}

impl Compiler<'_> {
    /// The name of a CTE that has none.
    pub fn cte_name(&mut self, cte: &Arc<Cte>) -> String {
        if let Some(known) = self.ctes.iter().find(|known| is_same(&known.cte, cte)) {
            return known.name.clone();
        }
        let name = match &cte.name {
            Some(name) => self.quote(name),
            None => {
                let made = self.made_up("anon");
                self.cut("alias", &made)
            }
        };
        self.ctes.push(Rendered { cte: cte.clone(), name: name.clone(), text: None, order: usize::MAX });
        name
    }

    /// A CTE where it is read from: its name; the text is kept for the WITH clause.
    pub fn cte(&mut self, s: &Scope<'_>, cte: &Arc<Cte>) -> Result<String, SqlError> {
        let name = self.cte_name(cte);
        let state = self.ctes.iter_mut().find(|known| is_same(&known.cte, cte));
        if let Some(state) = state {
            if state.text.is_some() {
                return Ok(name);
            }
            // Inside itself it is just a name.
            state.text = Some(String::new());
        }
        let mut text = name.clone();
        if let Query::Select(select) = &cte.query
            && (cte.recursive || alone(select).is_some())
        {
            let names: Vec<_> =
                column_names(select).into_iter().map(|name| self.label(&limbeck_ops::Name::new(name))).collect();
            text.push_str(&format!("({})", names.join(", ")));
        }
        let inner = Scope { top: false, around: &NOTHING, ..s.inner() };
        let outside = std::mem::replace(&mut self.result, InResult::None);
        let body = match &cte.query {
            Query::Select(select) => self.select(&inner, select, Place::Cte)?,
            Query::Insert(insert) => self.insert(&inner, insert, &Params::None)?,
            Query::Update(update) => self.update(&inner, update)?,
            Query::Delete(delete) => self.delete(&inner, delete)?,
            Query::Text(clause) => self.text(&inner, clause)?,
            Query::Driver(_) => return Err(SqlError::Unsupported("driver SQL in a CTE".to_owned())),
            Query::Expr(expr) => self.expr(&inner, expr)?,
        };
        self.result = outside;
        let prefixes: String = cte.prefixes.iter().map(|prefix| format!("{prefix} ")).collect();
        text.push_str(&format!(" AS {prefixes}\n({body})"));
        if !cte.suffixes.is_empty() {
            text.push_str(&format!(" {} ", cte.suffixes.join(" ")));
        }
        let order = self.ctes.iter().filter(|known| known.order != usize::MAX).count();
        if let Some(state) = self.ctes.iter_mut().find(|known| is_same(&known.cte, cte)) {
            state.text = Some(text);
            state.order = order;
        }
        Ok(name)
    }

    /// How many CTEs there are so far.
    pub fn cte_count(&self) -> usize {
        self.ctes.len()
    }

    /// The WITH clause of a SELECT inside a statement: the nesting CTEs that it was the first to read from.
    pub fn nested_with(&mut self, first: usize) -> String {
        let later = self.ctes.split_off(first.min(self.ctes.len()));
        let nests = |known: &Rendered| known.cte.nesting && known.order != usize::MAX;
        let (nested, rest): (Vec<Rendered>, Vec<Rendered>) = later.into_iter().partition(nests);
        self.ctes.extend(rest);
        with_clause(&nested)
    }

    /// The WITH clause, if the statement has CTEs.
    pub fn with_clause(&mut self) -> String {
        with_clause(&self.ctes)
    }
}

fn with_clause(ctes: &[Rendered]) -> String {
    let mut done: Vec<&Rendered> = ctes.iter().filter(|known| known.order != usize::MAX).collect();
    if done.is_empty() {
        return String::new();
    }
    done.sort_by_key(|known| known.order);
    let word = if done.iter().any(|known| known.cte.recursive) { "WITH RECURSIVE" } else { "WITH" };
    let texts: Vec<_> = done.iter().filter_map(|known| known.text.as_deref()).collect();
    format!("{word} {}\n ", texts.join(", \n"))
}
