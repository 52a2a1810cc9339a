//! Naming conventions: `MetaData(naming_convention={…})`, SQLAlchemy's `sql/naming.py`.

use thiserror::Error;

use crate::{CheckConstraint, ColumnRef, Constraint, ConstraintName, From, Name, Table, TableName, all_columns_in};

/// Templates by kind: `pk`, `fk`, `uq`, `ck`, `ix`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamingConvention {
    /// Kind and template, as the script gave them.
    pub templates: Vec<(String, String)>,
}

/// A template that can't be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NamingError {
    /// `%(constraint_name)s` without a name.
    #[error("Naming convention including %(constraint_name)s token requires that constraint is explicitly named.")]
    NeedsName,
    /// A token that nothing fills.
    #[error("KeyError: '{0}'")]
    UnknownToken(String),
    /// A column number beyond the constraint's columns.
    #[error("list index out of range")]
    ColumnIndex,
}

/// A column as a template names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedColumn {
    /// Its name.
    pub name: String,
    /// The name with the table that it belongs to, if it belongs to any.
    pub label: String,
}

impl NamedColumn {
    /// A column of a table.
    pub fn of(table: &TableName, name: &str) -> Self {
        let schema = table.schema.as_ref().map(|schema| schema.text.as_str()).filter(|schema| !schema.is_empty());
        let label = match schema {
            Some(schema) => format!("{}_{}_{name}", schema.replace('.', "_"), table.name.text),
            None => format!("{}_{name}", table.name.text),
        };
        NamedColumn { name: name.to_owned(), label }
    }

    /// A column in an expression, of the table that it was taken from.
    pub fn in_expression(column: &ColumnRef) -> Self {
        match column.table.as_deref() {
            Some(From::Table(table, _)) => NamedColumn::of(table, &column.name.text),
            Some(
                From::Alias { .. }
                | From::Subquery { .. }
                | From::Cte(_)
                | From::Join { .. }
                | From::Function { .. }
                | From::Text(_)
                | From::Values { .. }
                | From::Sample { .. },
            )
            | None => {
                let name = column.name.text.clone();
                // SQLAlchemy has no label for text.
                let label = if column.is_literal { "None".to_owned() } else { name.clone() };
                NamedColumn { name, label }
            }
        }
    }
}

/// What a template can name.
struct Subject<'a> {
    table: &'a str,
    columns: Vec<NamedColumn>,
    referred_table: Option<&'a str>,
    referred_columns: Vec<NamedColumn>,
    name: &'a ConstraintName,
}

/// The columns of a check, each once. That of a type is about a column of its table.
fn checked_columns(table: &TableName, check: &CheckConstraint) -> Vec<NamedColumn> {
    let mut found: Vec<NamedColumn> = Vec::new();
    for column in all_columns_in(&check.condition) {
        if found.iter().all(|known| known.name != column.name.text) {
            found.push(match check.from_type {
                Some(_) => NamedColumn::of(table, &column.name.text),
                None => NamedColumn::in_expression(column),
            });
        }
    }
    found
}

impl NamingConvention {
    /// The template of a kind.
    pub fn template(&self, kind: &str) -> Option<&str> {
        self.templates.iter().find(|(key, _)| key == kind).map(|(_, template)| template.as_str())
    }

    /// Whether a constraint is the check of a nameless type, and the convention builds upon its name. That is an error only
    /// where the check is written, on databases without the type.
    fn waits_for_name(&self, constraint: &Constraint) -> bool {
        matches!(constraint, Constraint::Check(check) if check.from_type.is_some())
            && matches!(constraint.name(), ConstraintName::Unnamed | ConstraintName::Awaited)
            && self.template("ck").is_some_and(|template| template.contains("constraint_name"))
    }

    /// The name that a constraint of `table` gets.
    ///
    /// # Errors
    /// [`NamingError`] when the template can't be filled in.
    pub fn constraint_name(&self, table: &TableName, constraint: &Constraint) -> Result<ConstraintName, NamingError> {
        if self.waits_for_name(constraint) {
            return Ok(ConstraintName::Awaited);
        }
        let of = |table: &TableName, list: &[Name]| {
            list.iter().map(|name| NamedColumn::of(table, &name.text)).collect::<Vec<_>>()
        };
        let names = |list: &[Name]| of(table, list);
        let (kind, columns, referred) = match constraint {
            Constraint::PrimaryKey(key) => ("pk", names(&key.columns), None),
            Constraint::ForeignKey(key) => {
                let referred = of(&key.referred_table, &key.referred_columns);
                // What stands before the column, where schema, table and column are one text.
                let text = &key.referred_table.name.text;
                let last = text.rsplit_once('.').map_or(text.as_str(), |(_, last)| last);
                ("fk", names(&key.columns), Some((last, referred)))
            }
            Constraint::Unique(key) => ("uq", names(&key.columns), None),
            Constraint::Check(check) => ("ck", checked_columns(table, check), None),
            Constraint::Exclude(_) => ("ex", Vec::new(), None),
        };
        let (referred_table, referred_columns) = match referred {
            Some((table, columns)) => (Some(table), columns),
            None => (None, Vec::new()),
        };
        self.fill(
            kind,
            &Subject { table: &table.name.text, columns, referred_table, referred_columns, name: constraint.name() },
        )
    }

    /// The name that an index of `table` over `columns` gets. Where there is no convention at all, SQLAlchemy names
    /// unnamed indexes `ix_<first column with its table>`; a convention without a template for them leaves them unnamed.
    ///
    /// # Errors
    /// [`NamingError`] when the template can't be filled in.
    pub fn index_name(
        &self,
        table: &TableName,
        columns: &[NamedColumn],
        name: &ConstraintName,
    ) -> Result<ConstraintName, NamingError> {
        let subject = Subject {
            table: &table.name.text,
            columns: columns.to_vec(),
            referred_table: None,
            referred_columns: Vec::new(),
            name,
        };
        if self.template("ix").is_none() {
            return Ok(match name {
                ConstraintName::Unnamed if self.templates.is_empty() => {
                    ConstraintName::Final(Name::new(fill_template("ix_%(column_0_label)s", &subject)?))
                }
                ConstraintName::Unnamed
                | ConstraintName::Awaited
                | ConstraintName::Given(_)
                | ConstraintName::Final(_) => name.clone(),
            });
        }
        self.fill("ix", &subject)
    }

    /// What kind of a constraint it is to a convention, and the class that SQLAlchemy has for it.
    pub fn kind_of(constraint: &Constraint) -> (&'static str, &'static str) {
        match constraint {
            Constraint::PrimaryKey(_) => ("pk", "PrimaryKeyConstraint"),
            Constraint::ForeignKey(_) => ("fk", "ForeignKeyConstraint"),
            Constraint::Unique(_) => ("uq", "UniqueConstraint"),
            Constraint::Check(_) => ("ck", "CheckConstraint"),
            Constraint::Exclude(_) => ("ex", "ExcludeConstraint"),
        }
    }

    /// Applies the convention to every constraint and index of a table.
    ///
    /// # Errors
    /// [`NamingError`] when a template can't be filled in.
    pub fn apply(&self, table: &mut Table) -> Result<(), NamingError> {
        let table_name = table.name.clone();
        let of_columns = table.columns.iter_mut().flat_map(|column| &mut column.constraints);
        for constraint in table.constraints.iter_mut().chain(of_columns) {
            let name = self.constraint_name(&table_name, constraint)?;
            *constraint.name_mut() = name;
        }
        Ok(())
    }

    fn fill(&self, kind: &str, subject: &Subject<'_>) -> Result<ConstraintName, NamingError> {
        let Some(template) = self.template(kind) else {
            return Ok(subject.name.clone());
        };
        match subject.name {
            ConstraintName::Final(_) => Ok(subject.name.clone()),
            // SQLAlchemy: a given name is replaced only where the template builds upon it.
            ConstraintName::Given(_) if !template.contains("constraint_name") => Ok(subject.name.clone()),
            ConstraintName::Given(_) | ConstraintName::Unnamed | ConstraintName::Awaited => {
                fill_template(template, subject).map(|text| ConstraintName::Final(Name::new(text)))
            }
        }
    }
}

fn fill_template(template: &str, subject: &Subject<'_>) -> Result<String, NamingError> {
    let mut out = String::new();
    let mut rest = template;
    while let Some(start) = rest.find('%') {
        out.push_str(&rest[..start]);
        rest = &rest[start + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            out.push('%');
            rest = after;
            continue;
        }
        let token = rest.strip_prefix('(').and_then(|inner| inner.split_once(")s"));
        let Some((token, after)) = token else {
            out.push('%');
            continue;
        };
        out.push_str(&token_value(token, subject)?);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn token_value(token: &str, subject: &Subject<'_>) -> Result<String, NamingError> {
    match token {
        "table_name" => return Ok(subject.table.to_owned()),
        "referred_table_name" => {
            // SQLAlchemy takes the table from the first column that is referred to.
            return match subject.referred_table {
                Some(_) if subject.referred_columns.is_empty() => Err(NamingError::ColumnIndex),
                Some(table) => Ok(table.to_owned()),
                None => Err(NamingError::UnknownToken(token.to_owned())),
            };
        }
        "constraint_name" => {
            return subject.name.name().map(|name| name.text.clone()).ok_or(NamingError::NeedsName);
        }
        _ => {}
    }
    let (columns, rest) = if let Some(rest) = token.strip_prefix("referred_column_") {
        (&subject.referred_columns, rest)
    } else if let Some(rest) = token.strip_prefix("column_") {
        (&subject.columns, rest)
    } else {
        return Err(NamingError::UnknownToken(token.to_owned()));
    };
    let unknown = || NamingError::UnknownToken(token.to_owned());
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let index: usize = rest[..digits].parse().map_err(|_| unknown())?;
    let part = |column: &NamedColumn, style: &str| match style {
        "label" => column.label.clone(),
        _ => column.name.clone(),
    };
    let (all, separator, style) = match &rest[digits..] {
        "_name" => (false, "", "name"),
        "_key" => (false, "", "key"),
        "_label" => (false, "", "label"),
        "N_name" => (true, "", "name"),
        "_N_name" => (true, "_", "name"),
        "N_key" => (true, "", "key"),
        "_N_key" => (true, "_", "key"),
        "N_label" => (true, "", "label"),
        "_N_label" => (true, "_", "label"),
        _ => return Err(unknown()),
    };
    // SQLAlchemy knows the columns that a foreign key refers to by their names alone.
    if token.starts_with("referred_") && style != "name" {
        return Err(unknown());
    }
    if all {
        let parts: Vec<String> = columns.iter().map(|column| part(column, style)).collect();
        return Ok(parts.join(separator));
    }
    match columns.get(index) {
        Some(column) => Ok(part(column, style)),
        // Fewer columns than the template asks for; foreign keys ask for those that they refer to by number.
        None if token.starts_with("referred_") && subject.referred_table.is_some() => Err(NamingError::ColumnIndex),
        None => Ok(String::new()),
    }
}
