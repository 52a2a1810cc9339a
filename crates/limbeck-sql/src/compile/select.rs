//! SELECT.

use std::borrow::Cow;
use std::sync::Arc;

use limbeck_ops::{
    ColumnRef, DialectName, Expr, Fetch, From, LabelStyle, Name, NamedColumn, OrderBy, Query, Select, SetOp, Type,
    TypeKind, UnaryOp,
};

use super::grouping::Op;
use super::joins::joined;
use super::labels::column_names;
use super::{Around, Compiler, InResult, Labels, NOTHING, Scope, delimited, froms};
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

/// An entry of ORDER BY with the column that a string in it means: a selected one by its label, or one that the SELECT could
/// read (`SelectState._label_resolve_dict`).
pub(crate) fn resolved<'e>(s: &Scope<'_>, entry: &'e Expr, selected: &[Expr]) -> Result<Cow<'e, Expr>, SqlError> {
    match entry {
        Expr::Identifier(name) if s.labels != Labels::Text => {
            let found = selected.iter().rev().find(|expr| has_label(expr, &name.text)).cloned();
            let known = s.labels == Labels::Selected;
            let read = || s.around.near.iter().rev().filter(|_| known).find_map(|from| readable(from, name));
            match found.or_else(read) {
                Some(expr) => Ok(Cow::Owned(expr)),
                None => {
                    let shown = super::python::quoted(&match name.text.char_indices().nth(25) {
                        Some((at, _)) => format!("{}...", &name.text[..at]),
                        None => name.text.clone(),
                    });
                    Err(SqlError::compile(format!(
                        "Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. Textual SQL expression {shown} should be explicitly declared as text({shown})"
                    )))
                }
            }
        }
        Expr::Unary { op, expr } => Ok(match resolved(s, expr, selected)? {
            Cow::Owned(expr) => Cow::Owned(Expr::Unary { op: *op, expr: Box::new(expr) }),
            Cow::Borrowed(_) => Cow::Borrowed(entry),
        }),
        other => Ok(Cow::Borrowed(other)),
    }
}

/// Whether a selected column goes by a label: its own, or its name with that of its table.
fn has_label(expr: &Expr, wanted: &str) -> bool {
    match expr {
        Expr::Label { name, .. } => name.text == wanted,
        Expr::Cast { expr, .. } | Expr::TypeCoerce { expr, .. } => has_label(expr, wanted),
        Expr::Column(column) => match column.table.as_deref() {
            Some(From::Table(table, _)) => NamedColumn::of(table, &column.name.text).label == wanted,
            Some(From::Alias { name: Some(name), .. } | From::Subquery { name: Some(name), .. }) => {
                format!("{}_{}", name.text, column.name.text) == wanted
            }
            Some(From::Cte(cte)) => {
                cte.name.as_ref().is_some_and(|name| format!("{}_{}", name.text, column.name.text) == wanted)
            }
            Some(
                From::Alias { .. }
                | From::Subquery { .. }
                | From::Join { .. }
                | From::Function { .. }
                | From::Text(_)
                | From::Values { .. }
                | From::Sample { .. },
            )
            | None => column.name.text == wanted,
        },
        _ => false,
    }
}

/// The column of a FROM element by its name.
fn readable(from: &Arc<From>, wanted: &Name) -> Option<Expr> {
    let of = |name: &Name, ty: Type| {
        Some(Expr::Column(ColumnRef { table: Some(Arc::clone(from)), name: name.clone(), ty, is_literal: false }))
    };
    let named = |names: Vec<String>| {
        let found = names.into_iter().find(|name| *name == wanted.text)?;
        of(&Name::new(found), Type::new(TypeKind::Null))
    };
    match &**from {
        From::Table(_, columns) => {
            let column = columns.iter().find(|column| column.name.text == wanted.text)?;
            of(&column.name, column.ty.clone())
        }
        From::Alias { from: inner, .. } => match readable(inner, wanted)? {
            Expr::Column(column) => of(&column.name, column.ty),
            _ => None,
        },
        From::Subquery { select, .. } => named(column_names(select)),
        From::Cte(cte) => match &cte.query {
            Query::Select(select) => named(column_names(select)),
            Query::Insert(_)
            | Query::Update(_)
            | Query::Delete(_)
            | Query::Text(_)
            | Query::Driver(_)
            | Query::Expr(_) => None,
        },
        From::Function { shape, .. } => {
            let (name, ty) = shape.columns.iter().find(|(name, _)| name.text == wanted.text)?;
            of(name, ty.clone())
        }
        From::Values { columns, .. } => {
            columns.iter().find(|name| name.text == wanted.text).and_then(|name| of(name, Type::new(TypeKind::Null)))
        }
        From::Sample { from: inner, .. } => match readable(inner, wanted)? {
            Expr::Column(column) => of(&column.name, column.ty),
            _ => None,
        },
        From::Join { .. } | From::Text(_) => None,
    }
}

/// Refuses a SELECT that stands beside a first one of another width, where they are known.
fn same_width(first: &Select, other: &Select, at: usize) -> Result<(), SqlError> {
    let width = |part: &Select| {
        let known =
            part.compound.is_none() && part.columns.iter().all(|column| !matches!(column, Expr::Star | Expr::Text(_)));
        known.then_some(part.columns.len())
    };
    match (width(first), width(other)) {
        (Some(first), Some(other)) if first != other => Err(SqlError::compile(format!(
            "All selectables passed to CompoundSelect must have identical numbers of columns; select #1 has {first} columns, select #{} has {other}",
            at + 1
        ))),
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

/// What a SELECT, and what it and all around it read from, as subqueries see it.
fn around(s: &Scope<'_>, shown: &[Arc<From>]) -> Around {
    let mut near = Vec::new();
    for from in shown {
        froms::flatten(from, &mut near);
    }
    let mut all = near.clone();
    s.around.all.iter().for_each(|from| froms::add(&mut all, from));
    Around { near, all }
}

/// The VALUES that stand in place of a SELECT.
pub(crate) fn alone(select: &Select) -> Option<&From> {
    match select.from.as_slice() {
        [from] if select.columns.is_empty() && matches!(**from, From::Values { .. }) => Some(from),
        _ => None,
    }
}

impl Compiler<'_> {
    /// A SELECT without brackets.
    pub fn select(&mut self, s: &Scope<'_>, select: &Select, place: Place) -> Result<String, SqlError> {
        let result = match place {
            Place::Top => InResult::Columns,
            // A combination inside of another is its first part, or has nothing to do with the result.
            Place::Part { .. } if select.compound.is_some() && self.result == InResult::Values => InResult::None,
            Place::Part { .. } => self.result,
            Place::Scalar | Place::From { .. } | Place::Source | Place::Cte => InResult::None,
        };
        let outside = std::mem::replace(&mut self.result, result);
        let text = self.select_in_result(s, select, place);
        self.result = outside;
        text
    }

    fn select_in_result(&mut self, s: &Scope<'_>, select: &Select, place: Place) -> Result<String, SqlError> {
        let first = self.cte_count();
        for cte in &select.ctes {
            self.cte(s, cte)?;
        }
        let text = match &select.compound {
            Some((op, parts)) => self.combination(s, select, *op, parts, place)?,
            None => self.simple(s, select, place)?,
        };
        let with = match place {
            Place::Top => self.with_clause(),
            // An INSERT has them all in front.
            Place::Source => String::new(),
            Place::Scalar | Place::From { .. } | Place::Part { .. } | Place::Cte => self.nested_with(first),
        };
        Ok(format!("{with}{text}"))
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
        for (at, part) in parts.iter().enumerate() {
            if let (Some(first), true) = (parts.first(), at > 0) {
                same_width(first, part, at)?;
                self.result = match self.result {
                    InResult::Columns => InResult::Values,
                    other @ (InResult::Values | InResult::None) => other,
                };
            }
            let text = self.select(&inner, part, Place::Part { named: place.named() })?;
            let brackets = part.compound.is_some()
                || part.fetch.is_some()
                || part.limit.is_some()
                || part.offset.is_some()
                || !part.order_by.is_empty();
            texts.push(if brackets { format!("({text})") } else { text });
        }
        let mut text = texts.join(&format!(" {word} "));
        let outer = Scope { include_table: false, labels: Labels::Selected, around: &NOTHING, ..inner };
        // The labels of the first part, and all that it selects as others see it.
        let mut columns = parts.first().map(|part| part.columns.clone()).unwrap_or_default();
        columns.retain(|column| matches!(column, Expr::Label { .. }));
        columns.extend(parts.first().map(column_names).unwrap_or_default().into_iter().map(|name| {
            let (name, ty) = (Name::new(name), Type::new(TypeKind::Null));
            Expr::Column(ColumnRef { table: None, name, ty, is_literal: false })
        }));
        text.push_str(&self.group_by(&outer, &select.group_by, &columns)?);
        text.push_str(&self.order_by(&outer, &select.order_by, &columns)?);
        text.push_str(&self.limit_and_offset(&inner, select)?);
        Ok(text)
    }

    fn group_by(&mut self, s: &Scope<'_>, group_by: &[Expr], columns: &[Expr]) -> Result<String, SqlError> {
        let by = delimited(self.by(s, group_by, columns)?, ", ");
        Ok(if by.is_empty() { by } else { format!(" GROUP BY {by}") })
    }

    /// What is grouped, divided into windows or made distinct by: strings are labels or columns.
    pub fn by(&mut self, s: &Scope<'_>, entries: &[Expr], columns: &[Expr]) -> Result<Vec<String>, SqlError> {
        let mut parts = Vec::with_capacity(entries.len());
        for entry in entries {
            parts.push(match resolved(s, entry, columns)? {
                Cow::Owned(entry) => self.order_entry(s, &entry, columns)?,
                Cow::Borrowed(entry) => self.operand(s, entry, Op::Comma)?,
            });
        }
        Ok(parts)
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
        let apart = matches!(place, Place::From { lateral: false } | Place::Cte | Place::Part { named: true });
        let explicit = |from: &Arc<From>| {
            froms::contains(&s.around.all, from) && !(apart && froms::contains(&s.around.near, from))
        };
        let mut list = list;
        if let Some(named) = &select.correlate {
            list.retain(|from| !(explicit(from) && froms::contains(named, from)));
        }
        if let Some(named) = &select.correlate_except {
            list.retain(|from| !explicit(from) || froms::contains(named, from));
        }
        let is_explicit = select.correlate.is_some() || select.correlate_except.is_some();
        if is_explicit || !place.correlates() || s.around.near.is_empty() || list.len() < 2 {
            return Ok(list);
        }
        let kept: Vec<_> = list.into_iter().filter(|from| !froms::contains(&s.around.near, from)).collect();
        if kept.is_empty() {
            return Err(SqlError::of(
                "InvalidRequestError",
                "Select statement '<sqlalchemy.sql.selectable.Select object>' returned no FROM clauses due to auto-correlation; specify correlate(<tables>) to control correlation manually.",
            ));
        }
        Ok(kept)
    }

    fn simple(&mut self, s: &Scope<'_>, select: &Select, place: Place) -> Result<String, SqlError> {
        if let Some(values) = alone(select) {
            return self.values(s, values);
        }
        let select = &*joined(select)?;
        let shown = self.shown_froms(s, select, place)?;
        let around = around(s, &shown);
        // What is selected names its tables even inside DDL, where nothing else does.
        let inner = Scope { around: &around, labels: Labels::Selected, ..s.inner() };
        let naming = Scope { include_table: true, ..inner };

        let mut text = "SELECT ".to_owned();
        for prefix in &select.prefixes {
            text.push_str(&format!("{prefix} "));
        }
        if !select.distinct_on.is_empty() && self.style.flavour.distinct_on() {
            let by = self.by(&naming.inner(), &select.distinct_on, &select.columns)?;
            text.push_str(&format!("DISTINCT ON ({}) ", by.join(", ")));
        } else if select.distinct || !select.distinct_on.is_empty() {
            text.push_str("DISTINCT ");
        }
        let style = if place == Place::Scalar { LabelStyle::None } else { select.label_style };
        let columns = self.labelled(&naming, &select.columns, place.named(), style)?;
        text.push_str(&columns.join(", "));
        if columns.is_empty() {
            text.truncate(text.trim_end().len());
        }
        if !shown.is_empty() {
            let mut parts = Vec::with_capacity(shown.len());
            let hints = self.named_hints(&select.hints)?;
            let outside = std::mem::replace(&mut self.hints, hints);
            for from in &shown {
                parts.push(self.from(&inner, from)?);
            }
            self.hints = outside;
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
        text.push_str(&self.group_by(&inner, &select.group_by, &select.columns)?);
        if !select.having.is_empty() {
            let conditions = self.conditions(&inner, &select.having)?;
            if !conditions.is_empty() {
                text.push_str(&format!(" \nHAVING {conditions}"));
            }
        }
        text.push_str(&self.order_by(&inner, &select.order_by, &select.columns)?);
        text.push_str(&self.limit_and_offset(&inner, select)?);
        text.push_str(&self.locks_and_hints(select));
        if !select.suffixes.is_empty() {
            let suffixes = delimited(select.suffixes.clone(), " ");
            text.push_str(&if suffixes.is_empty() { " ".to_owned() } else { format!(" {suffixes} ") });
        }
        Ok(text)
    }

    /// FOR UPDATE, and hints for the whole statement.
    fn locks_and_hints(&self, select: &Select) -> String {
        let mut text = String::new();
        if let Some(options) = &select.for_update {
            let dialect = self.style.dialect;
            let mut clause = self.style.flavour.for_update(dialect, options);
            if !select.for_update_of.is_empty() && self.style.flavour.locks_tables_by_name(dialect) {
                let tables: Vec<_> = select.for_update_of.iter().map(|name| self.style.quote(name)).collect();
                let end = [" NOWAIT", " SKIP LOCKED"].iter().filter_map(|word| clause.find(word)).min();
                clause.insert_str(end.unwrap_or(clause.len()), &format!(" OF {}", tables.join(", ")));
            }
            text.push_str(&clause);
        }
        for hint in select.hints.iter().filter(|hint| hint.from.is_none()) {
            if hint.dialect == "*" || hint.dialect == self.style.dialect.name.as_str() {
                text.push_str(&format!(" {}", hint.text));
            }
        }
        text
    }

    fn limit_and_offset(&mut self, s: &Scope<'_>, select: &Select) -> Result<String, SqlError> {
        if let Some(fetch) = &select.fetch {
            return self.fetch(s, fetch, select.offset.as_ref());
        }
        if select.limit.is_none() && select.offset.is_none() {
            return Ok(String::new());
        }
        let flavour = self.style.flavour;
        flavour.limit(self, s, select.limit.as_ref(), select.offset.as_ref())
    }

    /// `OFFSET … ROWS FETCH FIRST … ROWS`; PostgreSQL wants brackets around what is no number.
    fn fetch(&mut self, s: &Scope<'_>, fetch: &Fetch, offset: Option<&Expr>) -> Result<String, SqlError> {
        let in_brackets = self.style.dialect.name == DialectName::Postgresql;
        let bracketed = |text: String| if in_brackets { format!("({text})") } else { text };
        let mut text = String::new();
        if let Some(offset) = offset {
            text.push_str(&format!("\n OFFSET {} ROWS", bracketed(self.expr(s, offset)?)));
        }
        let count = bracketed(self.expr(s, &fetch.count)?);
        let percent = if fetch.percent { " PERCENT" } else { "" };
        let end = if fetch.with_ties { "WITH TIES" } else { "ONLY" };
        text.push_str(&format!("\n FETCH FIRST {count}{percent} ROWS {end}"));
        Ok(text)
    }

    fn order_by(&mut self, s: &Scope<'_>, order_by: &[OrderBy], columns: &[Expr]) -> Result<String, SqlError> {
        if order_by.is_empty() {
            return Ok(String::new());
        }
        let mut parts = Vec::with_capacity(order_by.len());
        for by in order_by {
            let entry = resolved(s, &by.expr, columns)?;
            parts.push(self.order_entry(s, &entry, columns)?);
        }
        let by = delimited(parts, ", ");
        Ok(if by.is_empty() { by } else { format!(" ORDER BY {by}") })
    }

    /// An entry of ORDER BY: a label that is selected goes by its name.
    fn order_entry(&mut self, s: &Scope<'_>, expr: &Expr, columns: &[Expr]) -> Result<String, SqlError> {
        match expr {
            Expr::Label { name, .. } if columns.contains(expr) => Ok(self.label(name)),
            Expr::Unary { op, expr: inner } => {
                let word = match op {
                    UnaryOp::Desc => " DESC",
                    UnaryOp::Asc => " ASC",
                    UnaryOp::NullsFirst => " NULLS FIRST",
                    UnaryOp::NullsLast => " NULLS LAST",
                    UnaryOp::Neg
                    | UnaryOp::Not
                    | UnaryOp::IsTrue
                    | UnaryOp::BitNot
                    | UnaryOp::Distinct
                    | UnaryOp::Exists
                    | UnaryOp::Any
                    | UnaryOp::All => return self.operand(s, expr, Op::Comma),
                };
                if ends_with_label(inner) {
                    Ok(format!("{}{word}", self.order_entry(s, inner, columns)?))
                } else {
                    self.operand(s, expr, Op::Comma)
                }
            }
            other => self.operand(s, other, Op::Comma),
        }
    }
}

/// Whether words of ORDER BY stand around a label.
fn ends_with_label(expr: &Expr) -> bool {
    match expr {
        Expr::Label { .. } => true,
        Expr::Unary { op: UnaryOp::Desc | UnaryOp::Asc | UnaryOp::NullsFirst | UnaryOp::NullsLast, expr } => {
            ends_with_label(expr)
        }
        _ => false,
    }
}
