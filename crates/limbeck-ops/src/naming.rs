//! Naming conventions: `MetaData(naming_convention={…})`, SQLAlchemy's `sql/naming.py`.

use thiserror::Error;

use crate::{Constraint, ConstraintName, Name, Table, TableName};

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

/// What a template can name.
struct Subject<'a> {
    table: &'a str,
    schema: Option<&'a str>,
    columns: Vec<&'a str>,
    referred_table: Option<&'a str>,
    referred_columns: Vec<&'a str>,
    name: &'a ConstraintName,
}

impl NamingConvention {
    /// The template of a kind.
    pub fn template(&self, kind: &str) -> Option<&str> {
        self.templates.iter().find(|(key, _)| key == kind).map(|(_, template)| template.as_str())
    }

    /// The name that a constraint of `table` gets.
    ///
    /// # Errors
    /// [`NamingError`] when the template can't be filled in.
    pub fn constraint_name(&self, table: &TableName, constraint: &Constraint) -> Result<ConstraintName, NamingError> {
        if let Constraint::Check(check) = constraint
            && check.from_type.is_some()
            && check.name == ConstraintName::Unnamed
        {
            // The check of a nameless Boolean stays nameless.
            return Ok(ConstraintName::Unnamed);
        }
        let names = |list: &'_ [Name]| list.iter().map(|name| name.text.clone()).collect::<Vec<_>>();
        let (kind, columns, referred) = match constraint {
            Constraint::PrimaryKey(key) => ("pk", names(&key.columns), None),
            Constraint::ForeignKey(key) => {
                ("fk", names(&key.columns), Some((key.referred_table.name.text.clone(), names(&key.referred_columns))))
            }
            Constraint::Unique(key) => ("uq", names(&key.columns), None),
            Constraint::Check(_) => ("ck", Vec::new(), None),
            Constraint::Exclude(_) => ("ex", Vec::new(), None),
        };
        let (referred_table, referred_columns) = match &referred {
            Some((table, columns)) => (Some(table.as_str()), columns.iter().map(String::as_str).collect()),
            None => (None, Vec::new()),
        };
        self.fill(
            kind,
            &Subject {
                table: &table.name.text,
                schema: table.schema.as_ref().map(|schema| schema.text.as_str()),
                columns: columns.iter().map(String::as_str).collect(),
                referred_table,
                referred_columns,
                name: constraint.name(),
            },
        )
    }

    /// The name that an index of `table` over `columns` gets. Without a template of its own, SQLAlchemy names
    /// unnamed indexes `ix_<first column with its table>`.
    ///
    /// # Errors
    /// [`NamingError`] when the template can't be filled in.
    pub fn index_name(
        &self,
        table: &TableName,
        columns: &[&str],
        name: &ConstraintName,
    ) -> Result<ConstraintName, NamingError> {
        let subject = Subject {
            table: &table.name.text,
            schema: table.schema.as_ref().map(|schema| schema.text.as_str()),
            columns: columns.to_vec(),
            referred_table: None,
            referred_columns: Vec::new(),
            name,
        };
        if self.template("ix").is_none() {
            return Ok(match name {
                ConstraintName::Unnamed => {
                    ConstraintName::Final(Name::new(fill_template("ix_%(column_0_label)s", &subject)?))
                }
                ConstraintName::Given(_) | ConstraintName::Final(_) => name.clone(),
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
            ConstraintName::Given(_) | ConstraintName::Unnamed => {
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
            return subject
                .referred_table
                .map(str::to_owned)
                .ok_or_else(|| NamingError::UnknownToken(token.to_owned()));
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
    let part = |column: &&str, style: &str| match style {
        "label" => match subject.schema {
            Some(schema) if !schema.is_empty() => format!("{}_{}_{column}", schema.replace('.', "_"), subject.table),
            Some(_) | None => format!("{}_{column}", subject.table),
        },
        _ => (*column).to_owned(),
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
        None if token.starts_with("referred_") && !columns.is_empty() => Err(NamingError::ColumnIndex),
        None => Ok(String::new()),
    }
}
