//! What a statement reads from.

use std::sync::Arc;

use limbeck_ops::{DialectName, Expr, From, FunctionCall, Hint, JoinKind};

use super::select::Place;
use super::{Compiler, DEEPEST, Scope};
use crate::error::SqlError;

/// Whether two FROM elements are the same table, alias or subquery.
pub(crate) fn is_same(left: &Arc<From>, right: &Arc<From>) -> bool {
    if Arc::ptr_eq(left, right) {
        return true;
    }
    match (&**left, &**right) {
        (From::Table(left, _), From::Table(right, _)) => left == right,
        (From::Alias { from: a, name: Some(x) }, From::Alias { from: b, name: Some(y) }) => x == y && is_same(a, b),
        (From::Subquery { name: Some(x), .. }, From::Subquery { name: Some(y), .. }) => x == y && left == right,
        (From::Cte(a), From::Cte(b)) => Arc::ptr_eq(a, b) || (a.name.is_some() && a.name == b.name),
        (From::Function { name: Some(x), .. }, From::Function { name: Some(y), .. }) => x == y && left == right,
        (From::Text(a), From::Text(b)) => a == b,
        (From::Values { .. }, From::Values { .. }) => left == right,
        (From::Sample { name: Some(x), .. }, From::Sample { name: Some(y), .. }) => x == y && left == right,
        _ => false,
    }
}

/// Whether it is a function whose columns are values by themselves.
fn is_scalar(from: &From) -> bool {
    matches!(from, From::Function { shape, .. } if shape.scalar)
}

/// Whether a list has a FROM element.
pub(crate) fn contains(list: &[Arc<From>], from: &Arc<From>) -> bool {
    list.iter().any(|other| is_same(other, from))
}

/// Adds an element unless it is there.
pub(crate) fn add(list: &mut Vec<Arc<From>>, from: &Arc<From>) {
    if !contains(list, from) {
        list.push(from.clone());
    }
}

/// An element and, for a join, what it joins.
pub(crate) fn flatten(from: &Arc<From>, out: &mut Vec<Arc<From>>) {
    add(out, from);
    if let From::Join { left, right, .. } = &**from {
        flatten(left, out);
        flatten(right, out);
    }
}

/// The elements that joins in a list already show.
pub(crate) fn without_joined(list: Vec<Arc<From>>) -> Vec<Arc<From>> {
    let mut hidden = Vec::new();
    for from in &list {
        if let From::Join { left, right, .. } = &**from {
            flatten(left, &mut hidden);
            flatten(right, &mut hidden);
        }
    }
    list.into_iter().filter(|from| !contains(&hidden, from)).collect()
}

/// The FROM elements that an expression names; subqueries keep theirs to themselves.
pub(crate) fn of_expr(expr: &Expr, out: &mut Vec<Arc<From>>) {
    of_nested(expr, out, 0);
}

fn of_nested(expr: &Expr, out: &mut Vec<Arc<From>>, depth: usize) {
    // What is nested deeper is refused when it is rendered.
    if depth > DEEPEST {
        return;
    }
    let of_expr = |expr: &Expr, out: &mut Vec<Arc<From>>| of_nested(expr, out, depth + 1);
    match expr {
        Expr::Column(column) => {
            if let Some(table) = column.table.as_ref().filter(|table| !is_scalar(table)) {
                add(out, table);
            }
        }
        Expr::Function(FunctionCall { args, .. }) => args.iter().for_each(|arg| of_expr(arg, out)),
        Expr::Unary { op: limbeck_ops::UnaryOp::Exists, .. } => {}
        Expr::Unary { expr, .. }
        | Expr::Cast { expr, .. }
        | Expr::TypeCoerce { expr, .. }
        | Expr::Grouping(expr)
        | Expr::Label { expr, .. }
        | Expr::Extract { expr, .. } => of_expr(expr, out),
        Expr::Binary { left, right, .. } => {
            of_expr(left, out);
            of_expr(right, out);
        }
        Expr::List { items, .. } | Expr::Tuple(items) | Expr::Array { items, .. } => {
            items.iter().for_each(|item| of_expr(item, out));
        }
        Expr::Between { expr, low, high, .. } => {
            of_expr(expr, out);
            of_expr(low, out);
            of_expr(high, out);
        }
        Expr::Case { value, whens, otherwise, .. } => {
            if let Some(value) = value {
                of_expr(value, out);
            }
            for (condition, result) in whens {
                of_expr(condition, out);
                of_expr(result, out);
            }
            if let Some(otherwise) = otherwise {
                of_expr(otherwise, out);
            }
        }
        Expr::Over { function, window } => {
            of_expr(function, out);
            window.partition_by.iter().for_each(|expr| of_expr(expr, out));
            window.order_by.iter().for_each(|by| of_expr(&by.expr, out));
        }
        Expr::Filter { function, condition } => {
            of_expr(function, out);
            of_expr(condition, out);
        }
        Expr::WithinGroup { function, order_by } => {
            of_expr(function, out);
            order_by.iter().for_each(|by| of_expr(&by.expr, out));
        }
        Expr::AggregateOrderBy { expr, order_by } => {
            of_expr(expr, out);
            order_by.iter().for_each(|by| of_expr(&by.expr, out));
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

impl Compiler<'_> {
    /// The name of an alias or subquery that has none.
    fn anonymous(&mut self, from: &Arc<From>, base: &str) -> String {
        if let Some((_, name)) = self.anonymous.iter().find(|(other, _)| is_same(other, from)) {
            return name.clone();
        }
        let name = self.made_up(base);
        let name = self.cut("alias", &name);
        self.anonymous.push((from.clone(), name.clone()));
        name
    }

    /// The name that an element without one is given.
    pub fn alias_text(&mut self, from: &Arc<From>) -> Option<String> {
        match &**from {
            From::Alias { from: inner, name: None } | From::Sample { from: inner, name: None, .. } => {
                Some(self.anonymous(from, &base_of(inner)))
            }
            From::Subquery { name: None, .. } => Some(self.anonymous(from, "anon")),
            From::Function { name: None, shape, .. } => {
                Some(self.anonymous(from, shape.base.as_deref().unwrap_or("anon")))
            }
            From::Cte(cte) if cte.name.is_none() => Some(self.cte_name(cte)),
            From::Table(..)
            | From::Alias { .. }
            | From::Subquery { .. }
            | From::Cte(_)
            | From::Join { .. }
            | From::Function { .. }
            | From::Text(_)
            | From::Values { .. }
            | From::Sample { .. } => None,
        }
    }

    /// The name of an element, quoted, where it has one that is not a table's.
    fn alias_name(&mut self, from: &Arc<From>) -> Option<String> {
        let (name, base) = match &**from {
            From::Alias { from, name } => (name, base_of(from)),
            From::Subquery { name, .. } => (name, "anon".to_owned()),
            From::Function { name, shape, .. } => (name, shape.base.clone().unwrap_or_else(|| "anon".to_owned())),
            From::Cte(cte) => {
                let name = cte.name.clone();
                return Some(match name {
                    Some(name) => self.quote(&name),
                    None => self.cte_name(cte),
                });
            }
            From::Values { name: Some(name), .. } => return Some(self.style.quote(name)),
            From::Sample { from, name, .. } => (name, base_of(from)),
            From::Values { name: None, .. } | From::Table(..) | From::Join { .. } | From::Text(_) => return None,
        };
        Some(match name {
            Some(name) => self.style.quote(name),
            None => {
                let name = self.anonymous(from, &base);
                self.style.quote_str(&name)
            }
        })
    }

    /// What stands before the dot of a column.
    pub fn column_prefix(&mut self, from: &Arc<From>) -> Result<Option<String>, SqlError> {
        match &**from {
            From::Table(name, _) => Ok(Some(self.style.table(name))),
            From::Function { call, shape, .. } if shape.scalar => {
                Ok(Some(format!("({})", self.expr(&Scope::top(), call)?)))
            }
            From::Alias { .. }
            | From::Subquery { .. }
            | From::Function { .. }
            | From::Cte(_)
            | From::Values { .. }
            | From::Sample { .. } => Ok(self.alias_name(from)),
            From::Join { .. } | From::Text(_) => Ok(None),
        }
    }

    /// An element of FROM, with the hint that is given for it.
    pub fn from(&mut self, s: &Scope<'_>, from: &Arc<From>) -> Result<String, SqlError> {
        let text = self.unhinted(s, from)?;
        if matches!(**from, From::Cte(_) | From::Join { .. } | From::Values { .. } | From::Text(_)) {
            return Ok(text);
        }
        match self.hint_for(&self.hints, from) {
            Some(words) => self.hinted(text, &words),
            None => Ok(text),
        }
    }

    /// What the last hint says that is about an element, for any database or this one.
    pub fn hint_for(&self, hints: &[Hint], from: &Arc<From>) -> Option<String> {
        let is_here = |hint: &&Hint| hint.dialect == "*" || hint.dialect == self.style.dialect.name.as_str();
        let about = |hint: &&Hint| hint.from.as_ref().is_some_and(|of| is_same(of, from));
        hints.iter().filter(is_here).rev().find(about).map(|hint| hint.text.clone())
    }

    /// The hints of a SELECT, in which `%(name)s` is the name of what they are about.
    pub fn named_hints(&mut self, hints: &[Hint]) -> Result<Vec<Hint>, SqlError> {
        let mut out = Vec::with_capacity(hints.len());
        for hint in hints {
            let name = match &hint.from {
                Some(from) => self.column_prefix(from)?.unwrap_or_default(),
                None => continue,
            };
            out.push(Hint { text: hint.text.replace("%(name)s", &name).replace("%%", "%"), ..hint.clone() });
        }
        Ok(out)
    }

    /// The text of a FROM element or a changed table with a hint (`format_from_hint_text`).
    pub fn hinted(&mut self, text: String, words: &str) -> Result<String, SqlError> {
        match self.style.dialect.name {
            DialectName::Mysql | DialectName::Mariadb => Ok(format!("{text} {words}")),
            DialectName::Postgresql if words.to_uppercase() == "ONLY" => Ok(format!("ONLY {text}")),
            DialectName::Postgresql => {
                let shown = super::python::repr(&limbeck_ops::Datum::Str(words.to_owned()));
                Err(SqlError::compile(format!("Unrecognized hint: {shown}")))
            }
            DialectName::Sqlite => Ok(text),
        }
    }

    /// `VALUES (…), (…)` where it stands by itself.
    pub fn values(&mut self, s: &Scope<'_>, from: &From) -> Result<String, SqlError> {
        match from {
            From::Values { rows, .. } => self.rows(s, rows),
            From::Table(..)
            | From::Alias { .. }
            | From::Subquery { .. }
            | From::Join { .. }
            | From::Cte(_)
            | From::Function { .. }
            | From::Text(_)
            | From::Sample { .. } => Ok(String::new()),
        }
    }

    fn rows(&mut self, s: &Scope<'_>, rows: &[Vec<Expr>]) -> Result<String, SqlError> {
        let mut texts = Vec::with_capacity(rows.len());
        for row in rows {
            texts.push(format!("({})", self.comma_list(&s.inner(), row)?));
        }
        Ok(format!("VALUES {}", texts.join(", ")))
    }

    /// What an alias is of: of an alias, what that is of.
    fn unnamed(&mut self, s: &Scope<'_>, from: &Arc<From>) -> Result<String, SqlError> {
        match &**from {
            From::Alias { from: inner, .. } => self.unnamed(s, inner),
            From::Subquery { select, lateral, .. } => {
                let text = self.select(&s.inner(), select, Place::From { lateral: *lateral })?;
                let word = if *lateral { "LATERAL " } else { "" };
                Ok(format!("{word}({text})"))
            }
            From::Table(..)
            | From::Cte(_)
            | From::Join { .. }
            | From::Function { .. }
            | From::Text(_)
            | From::Values { .. }
            | From::Sample { .. } => self.unhinted(s, from),
        }
    }

    fn unhinted(&mut self, s: &Scope<'_>, from: &Arc<From>) -> Result<String, SqlError> {
        match &**from {
            From::Table(name, _) => Ok(self.style.table(name)),
            From::Text(text) => self.text(s, text),
            From::Cte(cte) => self.cte(s, cte),
            From::Alias { from: inner, .. } => {
                let name = self.alias_name(from).unwrap_or_default();
                // A hint for what is aliased is not one for the alias.
                Ok(format!("{} AS {name}", self.unnamed(s, inner)?))
            }
            From::Subquery { .. } => {
                let name = self.alias_name(from).unwrap_or_default();
                Ok(format!("{} AS {name}", self.unnamed(s, from)?))
            }
            From::Function { call, shape, .. } if shape.bare => self.expr(&s.inner(), call),
            From::Function { call, shape, .. } => {
                let name = self.alias_name(from).unwrap_or_default();
                let lateral = if shape.lateral { "LATERAL " } else { "" };
                let ordinality = if shape.ordinality { " WITH ORDINALITY" } else { "" };
                let mut columns = Vec::new();
                for (column, ty) in &shape.derived {
                    let column = self.style.quote(column);
                    columns.push(match ty {
                        Some(ty) => format!("{column} {}", super::types::render(&self.style, ty)?),
                        None => column,
                    });
                }
                let derived = if columns.is_empty() { String::new() } else { format!("({})", columns.join(", ")) };
                Ok(format!("{lateral}{}{ordinality} AS {name}{derived}", self.expr(&s.inner(), call)?))
            }
            From::Values { rows, columns, name, lateral } => {
                let lateral = if *lateral { "LATERAL " } else { "" };
                let text = format!("{lateral}({})", self.rows(s, rows)?);
                let Some(name) = name else { return Ok(text) };
                let columns: Vec<_> = columns.iter().map(|column| self.style.quote(column)).collect();
                Ok(format!("{text} AS {} ({})", self.style.quote(name), columns.join(", ")))
            }
            From::Sample { from: inner, method, seed, .. } => {
                let name = self.alias_name(from).unwrap_or_default();
                let inner = self.from(s, inner)?;
                let mut text = format!("{inner} AS {name} TABLESAMPLE {}", self.expr(&s.inner(), method)?);
                if let Some(seed) = seed {
                    text.push_str(&format!(" REPEATABLE ({})", self.expr(&s.inner(), seed)?));
                }
                Ok(text)
            }
            From::Join { left, right, kind, on } => {
                let left = self.from(s, left)?;
                let bracket = matches!(&**right, From::Join { .. });
                let right = self.from(s, right)?;
                let right = if bracket { format!("({right})") } else { right };
                let word = match kind {
                    JoinKind::Inner => self.style.flavour.inner_join(),
                    JoinKind::Left => "LEFT OUTER JOIN",
                    JoinKind::Full => "FULL OUTER JOIN",
                };
                let on = self.operand(s, on, super::Op::Condition)?;
                Ok(format!("{left} {word} {right} ON {on}"))
            }
        }
    }
}

/// What the made-up name of an alias begins with.
fn base_of(from: &Arc<From>) -> String {
    match &**from {
        From::Table(name, _) => name.name.text.clone(),
        // A made-up name is none to go by.
        From::Alias { name, .. } => name.as_ref().map_or_else(|| "anon".to_owned(), |name| name.text.clone()),
        From::Cte(cte) => cte.name.as_ref().map_or_else(|| "anon".to_owned(), |name| name.text.clone()),
        From::Subquery { name, .. } | From::Function { name, .. } => {
            name.as_ref().map_or_else(|| "anon".to_owned(), |name| name.text.clone())
        }
        From::Sample { name, .. } => name.as_ref().map_or_else(|| "anon".to_owned(), |name| name.text.clone()),
        From::Join { .. } | From::Text(_) | From::Values { .. } => "anon".to_owned(),
    }
}
