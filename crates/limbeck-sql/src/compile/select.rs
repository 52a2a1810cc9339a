//! SELECT.

use std::sync::Arc;

use limbeck_ops::{Expr, From, OrderBy, Select, SetOp, UnaryOp};

use super::grouping::Op;
use super::{Compiler, Scope, froms};
use crate::error::SqlError;

/// Where a SELECT stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// By itself.
    Top,
    /// As a value.
    Scalar,
    /// In FROM.
    From {
        /// After LATERAL.
        lateral: bool,
    },
    /// As a part of a combination.
    Part {
        /// Whether that combination stands in FROM.
        named: bool,
    },
    /// As the source of an INSERT.
    Source,
    /// As a CTE.
    Cte,
}

impl Place {
    /// Whether columns get labels, so that others can name them.
    fn named(self) -> bool {
        match self {
            Place::From { .. } | Place::Cte => true,
            Place::Part { named } => named,
            Place::Top | Place::Scalar | Place::Source => false,
        }
    }

    /// Whether tables of the enclosing statement can be left out.
    fn correlates(self) -> bool {
        match self {
            Place::Scalar | Place::Top | Place::Source | Place::From { lateral: true } => true,
            Place::From { lateral: false } | Place::Cte => false,
            Place::Part { named } => !named,
        }
    }
}

impl Compiler<'_> {
    /// A SELECT without brackets.
    pub fn select(&mut self, s: &Scope<'_>, select: &Select, place: Place) -> Result<String, SqlError> {
        for cte in &select.ctes {
            self.cte(s, cte)?;
        }
        let text = match &select.compound {
            Some((op, parts)) => self.combination(s, select, *op, parts, place)?,
            None => self.simple(s, select, place)?,
        };
        Ok(if place == Place::Top { format!("{}{text}", self.with_clause()) } else { text })
    }

    fn combination(
        &mut self,
        s: &Scope<'_>,
        select: &Select,
        op: SetOp,
        parts: &[Select],
        place: Place,
    ) -> Result<String, SqlError> {
        let word = match op {
            SetOp::Union => "UNION",
            SetOp::UnionAll => "UNION ALL",
            SetOp::Intersect => "INTERSECT",
            SetOp::IntersectAll => "INTERSECT ALL",
            SetOp::Except => "EXCEPT",
            SetOp::ExceptAll => "EXCEPT ALL",
        };
        let inner = s.inner();
        let mut texts = Vec::with_capacity(parts.len());
        for part in parts {
            let text = self.select(&inner, part, Place::Part { named: place.named() })?;
            let brackets =
                part.compound.is_some() || part.limit.is_some() || part.offset.is_some() || !part.order_by.is_empty();
            texts.push(if brackets { format!("({text})") } else { text });
        }
        let mut text = texts.join(&format!(" {word} "));
        let outer = Scope { include_table: false, ..inner };
        let columns = parts.first().map(|part| part.columns.as_slice()).unwrap_or_default();
        text.push_str(&self.order_by(&outer, &select.order_by, columns)?);
        text.push_str(&self.limit_and_offset(&inner, select)?);
        Ok(text)
    }

    /// The FROM elements that a SELECT shows.
    fn shown_froms(&self, s: &Scope<'_>, select: &Select, place: Place) -> Result<Vec<Arc<From>>, SqlError> {
        let mut list = Vec::new();
        for from in &select.from {
            froms::add(&mut list, from);
        }
        for expr in select.columns.iter().chain(&select.filters) {
            froms::of_expr(expr, &mut list);
        }
        let list = froms::without_joined(list);
        if !place.correlates() || s.enclosing.is_empty() || list.len() < 2 {
            return Ok(list);
        }
        let kept: Vec<_> = list.into_iter().filter(|from| !froms::contains(s.enclosing, from)).collect();
        if kept.is_empty() {
            return Err(SqlError::of(
                "InvalidRequestError",
                "Select statement returned no FROM clauses due to auto-correlation; specify correlate(<tables>) to control correlation manually.",
            ));
        }
        Ok(kept)
    }

    fn simple(&mut self, s: &Scope<'_>, select: &Select, place: Place) -> Result<String, SqlError> {
        let shown = self.shown_froms(s, select, place)?;
        let mut enclosing = Vec::new();
        for from in &shown {
            froms::flatten(from, &mut enclosing);
        }
        let inner = Scope { include_table: true, enclosing: &enclosing, ..s.inner() };

        let mut text = "SELECT ".to_owned();
        for prefix in &select.prefixes {
            text.push_str(&format!("{prefix} "));
        }
        if !select.distinct_on.is_empty() && self.style.flavour.distinct_on() {
            text.push_str(&format!("DISTINCT ON ({}) ", self.comma_list(&inner, &select.distinct_on)?));
        } else if select.distinct || !select.distinct_on.is_empty() {
            text.push_str("DISTINCT ");
        }
        let columns = self.labelled(&inner, &select.columns, place.named())?;
        text.push_str(&columns.join(", "));
        if columns.is_empty() {
            text.truncate(text.trim_end().len());
        }
        if !shown.is_empty() {
            let mut parts = Vec::with_capacity(shown.len());
            for from in &shown {
                parts.push(self.from(&inner, from)?);
            }
            text.push_str(&format!(" \nFROM {}", parts.join(", ")));
        } else if !select.filters.is_empty() {
            text.push_str(self.style.flavour.source_of_nothing());
        }
        if !select.filters.is_empty() {
            let conditions = self.conditions(&inner, &select.filters)?;
            if !conditions.is_empty() {
                text.push_str(&format!(" \nWHERE {conditions}"));
            }
        }
        if !select.group_by.is_empty() {
            text.push_str(&format!(" GROUP BY {}", self.comma_list(&inner, &select.group_by)?));
        }
        if !select.having.is_empty() {
            text.push_str(&format!(" \nHAVING {}", self.conditions(&inner, &select.having)?));
        }
        text.push_str(&self.order_by(&inner, &select.order_by, &select.columns)?);
        text.push_str(&self.limit_and_offset(&inner, select)?);
        if let Some(options) = &select.for_update {
            text.push_str(&self.style.flavour.for_update(options));
        }
        for suffix in &select.suffixes {
            text.push_str(&format!(" {suffix}"));
        }
        Ok(text)
    }

    fn limit_and_offset(&mut self, s: &Scope<'_>, select: &Select) -> Result<String, SqlError> {
        if select.limit.is_none() && select.offset.is_none() {
            return Ok(String::new());
        }
        let flavour = self.style.flavour;
        flavour.limit(self, s, select.limit.as_ref(), select.offset.as_ref())
    }

    fn order_by(&mut self, s: &Scope<'_>, order_by: &[OrderBy], columns: &[Expr]) -> Result<String, SqlError> {
        if order_by.is_empty() {
            return Ok(String::new());
        }
        let mut parts = Vec::with_capacity(order_by.len());
        for by in order_by {
            parts.push(self.order_entry(s, &by.expr, columns)?);
        }
        Ok(format!(" ORDER BY {}", parts.join(", ")))
    }

    /// An entry of ORDER BY: a label that is selected goes by its name.
    fn order_entry(&mut self, s: &Scope<'_>, expr: &Expr, columns: &[Expr]) -> Result<String, SqlError> {
        match expr {
            Expr::Label { name, .. } if columns.contains(expr) => Ok(self.style.quote(name)),
            Expr::Unary { op, expr: inner } => {
                let word = match op {
                    UnaryOp::Desc => " DESC",
                    UnaryOp::Asc => " ASC",
                    UnaryOp::NullsFirst => " NULLS FIRST",
                    UnaryOp::NullsLast => " NULLS LAST",
                    UnaryOp::Neg
                    | UnaryOp::Not
                    | UnaryOp::BitNot
                    | UnaryOp::Distinct
                    | UnaryOp::Exists
                    | UnaryOp::Any
                    | UnaryOp::All => return self.operand(s, expr, Op::Comma),
                };
                let is_named = matches!(&**inner, Expr::Label { .. } | Expr::Unary { .. });
                if is_named {
                    Ok(format!("{}{word}", self.order_entry(s, inner, columns)?))
                } else {
                    self.operand(s, expr, Op::Comma)
                }
            }
            other => self.operand(s, other, Op::Comma),
        }
    }
}
