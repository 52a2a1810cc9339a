//! INSERT: SQLAlchemy's `visit_insert` and `crud.py`.

use limbeck_ops::{
    Autoincrement, Bind, Column, Constraint, Datum, Expr, Insert, InsertSource, Name, OnConflict, Params, Select,
};

use super::grouping::Op;
use super::select::Place;
use super::types::{Affinity, affinity};
use super::{Compiler, Labels, NOTHING, Scope, Values, types};
use crate::error::SqlError;
use crate::quoting::Style;

/// Whether a column is the one that the server numbers by itself, by its own look.
pub(crate) fn is_autoincrement(style: &Style<'_>, column: &Column, has_foreign_key: bool) -> bool {
    match column.autoincrement {
        Autoincrement::Yes => true,
        Autoincrement::No => false,
        Autoincrement::Auto | Autoincrement::IgnoreForeignKey => {
            matches!(affinity(style, &column.ty), Affinity::Integer | Affinity::Numeric)
                && column.default.is_none()
                && column.server_default.is_none()
                && column.computed.is_none()
                && (!has_foreign_key || column.autoincrement == Autoincrement::IgnoreForeignKey)
        }
    }
}

fn has_foreign_key(column: &Column) -> bool {
    column.constraints.iter().any(|constraint| matches!(constraint, Constraint::ForeignKey(_)))
}

/// The columns and values of one row.
struct Row {
    columns: Vec<String>,
    values: Vec<String>,
    returning: Vec<String>,
}

impl Compiler<'_> {
    /// INSERT with the rows that its source names.
    pub fn insert(&mut self, s: &Scope<'_>, insert: &Insert, params: &Params) -> Result<String, SqlError> {
        for cte in &insert.ctes {
            self.cte(s, cte)?;
        }
        let s = &Scope { labels: Labels::None, ..*s };
        let single = [Vec::new()];
        let rows: &[Vec<(Name, Expr)>] = match &insert.source {
            InsertSource::Parameters => &single,
            InsertSource::Values(rows) if rows.is_empty() => &single,
            InsertSource::Values(rows) => rows,
            InsertSource::Select(names, select) => return self.insert_select(s, insert, names, select),
        };
        let inline = matches!(params, Params::Many(_));
        let no_values = matches!(insert.source, InsertSource::Parameters);
        self.insert_rows(s, insert, rows, inline, no_values)
    }

    /// INSERT of rows; `inline` asks for no generated keys back.
    pub fn insert_rows(
        &mut self,
        s: &Scope<'_>,
        insert: &Insert,
        rows: &[Vec<(Name, Expr)>],
        inline: bool,
        no_values: bool,
    ) -> Result<String, SqlError> {
        let inner = Scope { labels: Labels::None, ..s.inner() };
        let needs_keys = s.top && !inline && insert.returning.is_empty() && rows.len() == 1;
        let mut first = None;
        let mut texts = Vec::with_capacity(rows.len());
        for (number, row) in rows.iter().enumerate() {
            let suffix = (rows.len() > 1).then_some(number);
            let names = rows.first().map(Vec::as_slice).unwrap_or_default();
            let row = self.row(&inner, insert, row, names, suffix, needs_keys, no_values)?;
            texts.push(format!("({})", row.values.join(", ")));
            first.get_or_insert(row);
        }
        let Some(first) = first else { return Err(SqlError::Unsupported("an INSERT without rows".to_owned())) };
        let body = match first.columns.is_empty() {
            true => self.style.flavour.default_values().to_owned(),
            false => format!(" ({}) VALUES {}", first.columns.join(", "), texts.join(", ")),
        };
        let mut text = format!("{}{body}", self.insert_head(insert));
        text.push_str(&self.insert_tail(&inner, insert)?);
        if !first.returning.is_empty() {
            text.push_str(&format!(" RETURNING {}", first.returning.join(", ")));
        }
        // Where the WITH clause stands before the SELECT, there is none without one.
        let with = s.top && !self.style.flavour.with_follows_insert();
        Ok(if with { format!("{}{text}", self.with_clause()) } else { text })
    }

    fn insert_head(&self, insert: &Insert) -> String {
        let prefixes: String = insert.prefixes.iter().map(|prefix| format!("{prefix} ")).collect();
        format!("INSERT {prefixes}INTO {}", self.style.table(&insert.table))
    }

    fn insert_tail(&mut self, s: &Scope<'_>, insert: &Insert) -> Result<String, SqlError> {
        let mut text = String::new();
        if let Some(conflict) = &insert.on_conflict {
            let flavour = self.style.flavour;
            text.push_str(&format!(" {}", flavour.on_conflict(self, s, insert, conflict)?));
        }
        text.push_str(&self.returning(s, &insert.returning)?);
        Ok(text)
    }

    fn insert_select(
        &mut self,
        s: &Scope<'_>,
        insert: &Insert,
        names: &[Name],
        select: &Select,
    ) -> Result<String, SqlError> {
        let mut columns: Vec<String> = names.iter().map(|name| self.quote(name)).collect();
        let mut select = select.clone();
        for column in &insert.columns {
            let sequence = column.sequence.as_ref().filter(|sequence| {
                self.style.flavour.supports_sequences() && !sequence.optional && sequence.name.is_some()
            });
            let default = match (sequence, &column.default) {
                (Some(sequence), _) => Expr::NextValue {
                    sequence: sequence.name.clone().unwrap_or_else(|| Name::new("")),
                    schema: sequence.schema.clone(),
                },
                (None, Some(default)) => default.clone(),
                // What a function of Python gives is known when the statement is executed.
                (None, None) if column.python_default && self.values != Values::Driver => Expr::Null,
                (None, None) => continue,
            };
            if names.iter().any(|name| name.text == column.name.text) {
                continue;
            }
            if select.compound.is_some() {
                return Err(SqlError::compile(format!(
                    "Can't extend statement for INSERT..FROM SELECT to include additional default-holding column(s) '{}'.  Convert the selectable to a subquery() first, or pass include_defaults=False to Insert.from_select() to skip these columns.",
                    column.name
                )));
            }
            columns.push(self.quote(&column.name));
            select.columns.push(match default {
                // SQLAlchemy computes such defaults when it executes; its text has NULL, each with a label of its own.
                Expr::Bind(_) | Expr::Literal { .. } | Expr::Null if self.values != Values::Driver => {
                    Expr::Literal { value: limbeck_ops::Datum::Null, ty: column.ty.clone() }
                }
                other => other,
            });
        }
        let inner = Scope { around: &NOTHING, ..s.inner() };
        let mut body = self.select(&inner, &select, Place::Source)?;
        let with_inside = s.top && self.style.flavour.with_follows_insert();
        if with_inside {
            body = format!("{}{body}", self.with_clause());
        }
        let mut text = format!("{} ({}) {body}", self.insert_head(insert), columns.join(", "));
        text.push_str(&self.insert_tail(&inner, insert)?);
        Ok(if s.top && !with_inside { format!("{}{text}", self.with_clause()) } else { text })
    }

    /// One row: values in the order of the table's columns, defaults where there is no value.
    #[allow(clippy::too_many_arguments)]
    fn row(
        &mut self,
        s: &Scope<'_>,
        insert: &Insert,
        values: &[(Name, Expr)],
        names: &[(Name, Expr)],
        number: Option<usize>,
        needs_keys: bool,
        no_values: bool,
    ) -> Result<Row, SqlError> {
        // Offline, SQLAlchemy would print a placeholder for every column; they have no values, and are refused.
        let all =
            no_values && (self.is_printed() || (self.values == Values::RequiredLiteral && self.params.is_empty()));
        let key_count = insert.columns.iter().filter(|column| column.primary_key).count();
        let autoincrement = insert
            .columns
            .iter()
            .find(|column| column.primary_key)
            .filter(|column| key_count == 1 && is_autoincrement(&self.style, column, has_foreign_key(column)))
            .map(|column| column.name.text.clone());
        let returns = needs_keys
            && self.style.flavour.returns_keys()
            && (self.style.flavour.favors_returning() || autoincrement.is_none());
        let table = self.style.table(&insert.table);
        let mut row = Row { columns: Vec::new(), values: Vec::new(), returning: Vec::new() };
        for column in &insert.columns {
            let key = column.name.text.as_str();
            let asked = number.is_none_or(|number| number == 0) || names.iter().any(|(name, _)| name.text == key);
            let value = values.iter().find(|(name, _)| asked && name.text == key).map(|(_, value)| value);
            let text = match value {
                Some(Expr::Bind(bind)) => Some(self.crud_bind(s, bind, column, number)?),
                Some(value) => {
                    let text = self.operand(s, value, Op::None)?;
                    if column.primary_key && returns {
                        row.returning.push(self.style.flavour.returning_column(&table, &self.quote(&column.name)));
                    }
                    Some(text)
                }
                None if number.is_some() && names.iter().any(|(name, _)| name.text == key) => {
                    return Err(SqlError::compile(format!(
                        "INSERT value for column {}.{key} is explicitly rendered as a boundparameter in the VALUES clause; a Python-side value or SQL expression is required",
                        insert.table
                    )));
                }
                None if all || self.parameter(key).is_some() => {
                    let bind = Bind {
                        name: key.to_owned(),
                        value: None,
                        ty: column.ty.clone(),
                        unique: false,
                        expanding: false,
                    };
                    Some(self.bind_placeholder_or_value(s, &bind, all)?)
                }
                None => {
                    let (text, generated) = self.default_value(s, column)?;
                    let by_server = column.default.is_none()
                        && (autoincrement.as_deref() == Some(key)
                            || column.server_default.is_some()
                            || column.identity.is_some());
                    if column.primary_key && returns && (generated || (text.is_none() && by_server)) {
                        row.returning.push(self.style.flavour.returning_column(&table, &self.quote(&column.name)));
                    }
                    text
                }
            };
            if let Some(text) = text {
                row.columns.push(self.quote(&column.name));
                row.values.push(text);
            }
        }
        // Rows after the first are asked for its columns alone.
        let later = number.is_some_and(|number| number > 0);
        let strangers: Vec<_> = values
            .iter()
            .filter(|(name, _)| !later && !insert.columns.iter().any(|c| c.name.text == name.text))
            .collect();
        if !strangers.is_empty() {
            let names: Vec<_> = strangers.iter().map(|(name, _)| name.text.as_str()).collect();
            return Err(SqlError::compile(format!("Unconsumed column names: {}", names.join(", "))));
        }
        Ok(row)
    }

    /// A value given for a column: it takes the column's name and, where it has no type, its type.
    pub fn crud_bind(
        &mut self,
        s: &Scope<'_>,
        bind: &Bind,
        column: &Column,
        number: Option<usize>,
    ) -> Result<String, SqlError> {
        let mut bind = bind.clone();
        if bind.ty.kind == limbeck_ops::TypeKind::Null {
            bind.ty = column.ty.clone();
        }
        if !bind.unique && bind.name != column.name.text {
            return self.bind(s, &bind);
        }
        let name = match number {
            Some(number) => format!("{}_m{number}", column.name.text),
            None => column.name.text.clone(),
        };
        if let Some(value) = self.parameter(&name).cloned() {
            bind.value = Some(value);
        }
        // Inside a CTE the name is made up.
        if s.top || self.ctes.is_empty() { self.bind_as(s, &bind, Some(&name)) } else { self.bind_as(s, &bind, None) }
    }

    /// Whether the text is for reading, not for running.
    pub fn is_printed(&self) -> bool {
        matches!(self.values, Values::Named | Values::Literal)
    }

    /// A bind of which only the name is known; printed by its name even among literals.
    pub fn bind_placeholder_or_value(&mut self, s: &Scope<'_>, bind: &Bind, by_name: bool) -> Result<String, SqlError> {
        if !by_name || !self.is_printed() {
            return self.bind(s, bind);
        }
        let values = std::mem::replace(&mut self.values, Values::Named);
        let text = self.bind_as(&Scope { literal: false, ..*s }, bind, None);
        self.values = values;
        text
    }

    /// A column's default, and whether the server computes it.
    fn default_value(&mut self, s: &Scope<'_>, column: &Column) -> Result<(Option<String>, bool), SqlError> {
        if let Some(sequence) = &column.sequence {
            if !self.style.flavour.supports_sequences() || sequence.optional {
                return Ok((None, self.style.flavour.supports_sequences()));
            }
            return Ok((Some(self.style.flavour.next_value(&self.style, sequence)?), true));
        }
        match &column.default {
            // What a function of Python gives is known when the statement is executed.
            None if column.python_default && self.values != Values::Driver => {
                let (name, ty) = (column.name.text.clone(), column.ty.clone());
                let bind = Bind { name, value: None, ty, unique: false, expanding: false };
                Ok((Some(self.prefetched(s, &bind, column)?), false))
            }
            None => Ok((None, false)),
            Some(Expr::Bind(Bind { value, ty, .. })) => {
                let bind = Bind {
                    name: column.name.text.clone(),
                    value: value.clone(),
                    ty: ty.clone(),
                    unique: false,
                    expanding: false,
                };
                Ok((Some(self.prefetched(s, &bind, column)?), false))
            }
            Some(Expr::Literal { value, ty }) => {
                let bind = Bind {
                    name: column.name.text.clone(),
                    value: Some(value.clone()),
                    ty: ty.clone(),
                    unique: false,
                    expanding: false,
                };
                Ok((Some(self.prefetched(s, &bind, column)?), false))
            }
            Some(expr) => Ok((Some(self.operand(s, expr, Op::None)?), true)),
        }
    }

    /// A default that SQLAlchemy computes when it executes: its text alone has NULL.
    pub fn prefetched(&mut self, s: &Scope<'_>, bind: &Bind, column: &Column) -> Result<String, SqlError> {
        match self.values {
            Values::Literal | Values::RequiredLiteral => Ok("NULL".to_owned()),
            Values::Named | Values::Driver => {
                let bind =
                    Bind { ty: column.ty.clone(), value: bind.value.clone().or(Some(Datum::Null)), ..bind.clone() };
                self.bind_as(s, &bind, Some(&column.name.text))
            }
        }
    }

    /// `ON CONFLICT …`
    pub fn on_conflict(&mut self, s: &Scope<'_>, insert: &Insert, conflict: &OnConflict) -> Result<String, SqlError> {
        if conflict.duplicate_key {
            return Err(types::cannot_compile(
                &self.style,
                "<class 'sqlalchemy.dialects.mysql.dml.OnDuplicateClause'>",
            ));
        }
        let bare = Scope { include_table: false, ..*s };
        let mut target = String::new();
        if let Some(constraint) = conflict.constraint.as_ref().filter(|_| self.style.flavour.conflict_constraint()) {
            let name = limbeck_ops::ConstraintName::Given(constraint.clone());
            target = format!("ON CONSTRAINT {}", self.style.constraint_name(&name)?.unwrap_or_default());
        } else if !conflict.elements.is_empty() {
            let mut parts = Vec::with_capacity(conflict.elements.len());
            for element in &conflict.elements {
                parts.push(self.expr(&bare, element)?);
            }
            target = format!("({})", parts.join(", "));
            if let Some(condition) = &conflict.index_where {
                let literal = Scope {
                    literal: !self.style.flavour.conflict_constraint() && self.values == Values::Driver,
                    ..bare
                };
                target.push_str(&format!(" WHERE {}", self.expr(&literal, condition)?));
            }
        }
        if conflict.set.is_empty() {
            let space = if target.is_empty() { "" } else { " " };
            return Ok(format!("ON CONFLICT{space}{target} DO NOTHING"));
        }
        let mut set = Vec::new();
        let known = insert.columns.iter().filter_map(|column| {
            let (_, value) = conflict.set.iter().find(|(name, _)| name.text == column.name.text)?;
            Some((&column.name, Some(column), value))
        });
        let strangers = conflict
            .set
            .iter()
            .filter(|(name, _)| !insert.columns.iter().any(|column| column.name.text == name.text))
            .map(|(name, value)| (name, None, value));
        for (name, column, value) in known.chain(strangers).collect::<Vec<_>>() {
            let text = match (value, column) {
                (Expr::Bind(bind), Some(column)) if bind.ty.kind == limbeck_ops::TypeKind::Null => {
                    self.bind(s, &Bind { ty: column.ty.clone(), ..bind.clone() })?
                }
                (value, _) => self.operand(s, value, Op::None)?,
            };
            set.push(format!("{} = {text}", self.quote(name)));
        }
        let mut text = format!("ON CONFLICT {target} DO UPDATE SET {}", set.join(", "));
        if let Some(condition) = &conflict.update_where {
            text.push_str(&format!(" WHERE {}", self.expr(s, condition)?));
        }
        Ok(text)
    }
}
