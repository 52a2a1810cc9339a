//! Constraints.

use limbeck_ops::op::{ConstraintKind, DropConstraint};
use limbeck_ops::{
    CheckConstraint, Constraint, ConstraintName, Deferral, ExcludeConstraint, ForeignKey, Lost, Name, PrimaryKey,
    Table, TableName, TypeCheck, UniqueConstraint,
};

use super::phrase::keyword_phrase;
use crate::compile::{ddl_default, ddl_expr};
use crate::error::SqlError;
use crate::quoting::Style;

/// A constraint inside CREATE TABLE, or after ADD; `None` where the dialect leaves it out.
pub(crate) fn text(
    style: &Style<'_>,
    table: &TableName,
    constraint: &Constraint,
    whole: Option<&Table>,
) -> Result<Option<String>, SqlError> {
    match constraint {
        Constraint::PrimaryKey(key) => style.flavour.primary_key(style, key, whole),
        Constraint::ForeignKey(key) => style.flavour.foreign_key(style, table, key),
        Constraint::Unique(key) => style.flavour.unique(style, key, whole),
        Constraint::Check(check) if check.from_type == Some(TypeCheck::OfArray) => Err(SqlError::compile(
            "PostgreSQL dialect cannot produce the CHECK constraint for ARRAY of non-native ENUM; please specify create_constraint=False on this Enum datatype.",
        )),
        Constraint::Check(check) => style.flavour.check(style, check, false).map(Some),
        Constraint::Exclude(exclude) => style.flavour.exclude(style, exclude).map(Some),
    }
}

/// `CONSTRAINT name `, or nothing.
pub(crate) fn preamble(style: &Style<'_>, name: &ConstraintName) -> Result<String, SqlError> {
    Ok(match style.constraint_name(name)? {
        Some(name) => format!("CONSTRAINT {name} "),
        None => String::new(),
    })
}

/// Names between commas.
pub(crate) fn names(style: &Style<'_>, names: &[Name]) -> String {
    names.iter().map(|name| style.quote(name)).collect::<Vec<_>>().join(", ")
}

/// `PRIMARY KEY (…)` with its name. A key made of `primary_key=True` begins with the column that the server numbers.
pub(crate) fn primary_key(style: &Style<'_>, key: &PrimaryKey, table: Option<&Table>) -> Result<String, SqlError> {
    let name = preamble(style, &key.name)?;
    let numbered = match table.filter(|_| key.implicit) {
        Some(table) => super::autoincrement_column(style, table)?,
        None => None,
    };
    let is_numbered = |name: &&Name| numbered.is_some_and(|column| column.name.text == name.text);
    let (mut columns, others): (Vec<Name>, Vec<Name>) = (
        key.columns.iter().filter(is_numbered).cloned().collect(),
        key.columns.iter().filter(|name| !is_numbered(name)).cloned().collect(),
    );
    columns.extend(others);
    Ok(format!("{name}PRIMARY KEY ({})", names(style, &columns)))
}

/// `UNIQUE (…)` with its name; `distinct` is what PostgreSQL writes before the bracket.
pub(crate) fn unique(style: &Style<'_>, key: &UniqueConstraint, distinct: &str) -> Result<String, SqlError> {
    Ok(format!("{}UNIQUE {distinct}({})", preamble(style, &key.name)?, names(style, &key.columns)))
}

/// `CHECK (…)` with its name and deferral.
pub(crate) fn check(style: &Style<'_>, check: &CheckConstraint) -> Result<String, SqlError> {
    let name = preamble(style, &check.name)?;
    Ok(format!("{name}CHECK ({}){}", ddl_expr(style, &check.condition)?, deferral(&check.deferral)?))
}

/// Refuses a key that names nothing but a table which has no column of the same name, or one of which there is no table.
pub(crate) fn referred_columns_known(table: &TableName, key: &ForeignKey) -> Result<(), SqlError> {
    let not_found = |shown: &str, there: &Name| {
        let message = format!(
            "Could not initialize target column for ForeignKey '{shown}' on table '{}': table '{}' has no column named '{there}'",
            table.name, key.referred_table.name
        );
        Err(SqlError::of("NoReferencedColumnError", message))
    };
    match &key.lost {
        None => {}
        Some(Lost::Column(there)) => return not_found(&format!("{}.{there}", key.referred_table), there),
        Some(Lost::Table) => {
            let own = key.columns.first().map_or("None", |name| &name.text);
            let there = key.referred_columns.first().map_or("", |name| &name.text);
            let there = if there.is_empty() { "None" } else { there };
            return Err(SqlError::of(
                "NoReferencedTableError",
                format!(
                    "Foreign key associated with column '{}.{own}' could not find table '{}' with which to generate a foreign key to target column '{there}'",
                    table.name, key.referred_table
                ),
            ));
        }
    }
    let mut pairs = key.columns.iter().zip(&key.referred_columns);
    match pairs.find(|(_, referred)| referred.text.is_empty()) {
        None => Ok(()),
        Some((own, _)) => not_found(&key.referred_table.to_string(), own),
    }
}

/// `FOREIGN KEY(…) REFERENCES …`
pub(crate) fn foreign_key(
    style: &Style<'_>,
    table: &TableName,
    key: &ForeignKey,
    referred_table: &str,
) -> Result<String, SqlError> {
    let name = preamble(style, &key.name)?;
    referred_columns_known(table, key)?;
    let mut text = format!(
        "{name}FOREIGN KEY({}) REFERENCES {referred_table} ({})",
        names(style, &key.columns),
        names(style, &key.referred_columns)
    );
    text.push_str(&foreign_key_tail(style, key)?);
    Ok(text)
}

/// MATCH, ON DELETE, ON UPDATE and the deferral.
pub(crate) fn foreign_key_tail(style: &Style<'_>, key: &ForeignKey) -> Result<String, SqlError> {
    let mut text = String::new();
    if let Some(kind) = &key.match_kind {
        text.push_str(&format!(" MATCH {}", style.flavour.match_kind(kind)?));
    }
    if let Some(action) = style.flavour.on_delete(key)? {
        text.push_str(&format!(" ON DELETE {action}"));
    }
    if let Some(action) = &key.on_update {
        text.push_str(&format!(" ON UPDATE {}", keyword_phrase(action)?));
    }
    text.push_str(&deferral(&key.deferral)?);
    Ok(text)
}

/// `EXCLUDE USING …`; the dialect checks the method.
pub(crate) fn exclude(
    style: &Style<'_>,
    exclude: &ExcludeConstraint,
    method: fn(&str) -> Result<String, SqlError>,
) -> Result<String, SqlError> {
    let name = preamble(style, &exclude.name)?;
    let mut elements = Vec::with_capacity(exclude.elements.len());
    for (expr, operator, class) in &exclude.elements {
        let class = class.as_ref().map(|class| format!(" {class}")).unwrap_or_default();
        elements.push(format!("{}{class} WITH {operator}", ddl_expr(style, expr)?));
    }
    let using = method(exclude.using.as_deref().unwrap_or("gist"))?;
    let mut text = format!("{name}EXCLUDE USING {using} ({})", elements.join(", "));
    if let Some(condition) = &exclude.condition {
        text.push_str(&format!(" WHERE ({})", ddl_default(style, condition)?));
    }
    text.push_str(&deferral(&exclude.deferral)?);
    Ok(text)
}

/// DEFERRABLE, INITIALLY.
pub(crate) fn deferral(deferral: &Deferral) -> Result<String, SqlError> {
    let mut text = match deferral.deferrable {
        Some(true) => " DEFERRABLE",
        Some(false) => " NOT DEFERRABLE",
        None => "",
    }
    .to_owned();
    if let Some(initially) = &deferral.initially {
        text.push_str(&format!(" INITIALLY {}", keyword_phrase(initially)?));
    }
    Ok(text)
}

/// Whether a check exists on the dialect: those of types only where there is no native type.
pub(crate) fn type_check_exists(style: &Style<'_>, constraint: &Constraint) -> bool {
    match constraint {
        Constraint::Check(CheckConstraint { from_type: Some(TypeCheck::Boolean), .. }) => {
            !style.flavour.native_boolean()
        }
        Constraint::Check(CheckConstraint { from_type: Some(TypeCheck::Enum { native }), .. }) => {
            !native || !style.flavour.native_enum()
        }
        Constraint::Check(CheckConstraint { from_type: Some(TypeCheck::Elsewhere), .. }) => false,
        Constraint::Check(CheckConstraint { from_type: Some(TypeCheck::OfArray), .. }) => true,
        Constraint::Check(CheckConstraint { from_type: None, .. })
        | Constraint::PrimaryKey(_)
        | Constraint::ForeignKey(_)
        | Constraint::Unique(_)
        | Constraint::Exclude(_) => true,
    }
}

fn comes_from_type(constraint: &Constraint) -> bool {
    matches!(constraint, Constraint::Check(CheckConstraint { from_type: Some(_), .. }))
}

/// Alembic's refusal on SQLite.
fn no_alter() -> SqlError {
    SqlError::of(
        "NotImplementedError",
        "No support for ALTER of constraints in SQLite dialect. Please refer to the batch mode feature which allows for SQLite migrations using a copy-and-move strategy.",
    )
}

/// `ALTER TABLE … ADD …`; checks of types that the dialect can't add are left out, as Alembic does with a warning.
pub(crate) fn add(style: &Style<'_>, table: &TableName, constraint: &Constraint) -> Result<Vec<String>, SqlError> {
    if !style.flavour.supports_alter() {
        return if comes_from_type(constraint) { Ok(Vec::new()) } else { Err(no_alter()) };
    }
    if !type_check_exists(style, constraint) {
        return Ok(Vec::new());
    }
    Ok(match text(style, table, constraint, None)? {
        Some(text) => vec![format!("ALTER TABLE {} ADD {text}", style.table(table))],
        // A constraint without columns is written as nothing.
        None => vec![format!("ALTER TABLE {} ADD ", style.table(table))],
    })
}

/// A constraint dropped, where the dialect can.
pub(crate) fn drop(style: &Style<'_>, op: &DropConstraint) -> Result<String, SqlError> {
    if !style.flavour.supports_alter() {
        return Err(no_alter());
    }
    style.flavour.drop_constraint(style, op)
}

/// `ALTER TABLE … DROP CONSTRAINT …`
pub(crate) fn drop_by_name(style: &Style<'_>, op: &DropConstraint) -> Result<String, SqlError> {
    let Some(name) = style.constraint_name(&op.name)? else {
        // The constraint as Python shows it.
        let table = format!("table=Table('{}', MetaData(), schema=None)", op.table.name);
        let shown = match op.kind {
            Some(ConstraintKind::Primary) => "PrimaryKeyConstraint()".to_owned(),
            Some(ConstraintKind::Unique) => "UniqueConstraint()".to_owned(),
            Some(ConstraintKind::Check) => {
                format!("CheckConstraint(<sqlalchemy.sql.elements.TextClause object>, {table})")
            }
            Some(ConstraintKind::ForeignKey) => {
                format!("ForeignKeyConstraint(<sqlalchemy.sql.base.ReadOnlyColumnCollection object>, None, {table})")
            }
            None => "Constraint()".to_owned(),
        };
        return Err(SqlError::compile(format!("Can't emit DROP CONSTRAINT for constraint {shown}; it has no name")));
    };
    let if_exists = if op.if_exists { "IF EXISTS " } else { "" };
    Ok(format!("ALTER TABLE {} DROP CONSTRAINT {if_exists}{name}", style.table(&op.table)))
}

/// Drops the check that came with a type.
pub(crate) fn drop_type_check(
    style: &Style<'_>,
    table: &TableName,
    constraint: &Constraint,
) -> Result<Option<String>, SqlError> {
    if !style.flavour.drops_type_checks() || !type_check_exists(style, constraint) {
        return Ok(None);
    }
    let op = DropConstraint { table: table.clone(), name: constraint.name().clone(), kind: None, if_exists: false };
    drop(style, &op).map(Some)
}
