//! `alter_column` and `drop_constraint`: Alembic's `ddl/mysql.py`.

use limbeck_ops::Type;
use limbeck_ops::op::{AlterColumn, Change, ConstraintKind, DefaultChange, DropConstraint};

use crate::compile::literal;
use crate::compile::types::{self, Affinity, affinity};
use crate::ddl::{alter_table, default_statement, default_text};
use crate::error::SqlError;
use crate::quoting::Style;

/// Alembic asks the type itself, whatever its variants are.
fn is_moment_itself(style: &Style<'_>, ty: &Type) -> bool {
    affinity(style, &Type::new(ty.kind.clone())) == Affinity::DateTime
}

/// One CHANGE where the name changes, else one MODIFY, else the default by itself.
pub(super) fn alter_column(style: &Style<'_>, op: &AlterColumn) -> Result<Vec<String>, SqlError> {
    refuse_generated(style, op)?;
    let ty = op.new_type.as_ref().or(op.existing_type.as_ref());
    let is_moment = !op.type_is_class && ty.is_some_and(|ty| is_moment_itself(style, ty));
    let head = alter_table(style, &op.table);
    let column = style.quote(&op.column);
    if op.new_name.is_some() || (is_moment && op.server_default != Change::Drop) {
        let spec = specification(style, op, ty)?;
        let name = style.quote(op.new_name.as_ref().unwrap_or(&op.column));
        return Ok(vec![format!("{head} CHANGE {column} {name} {spec}")]);
    }
    let changed =
        op.nullable.is_some() || op.new_type.is_some() || op.autoincrement.is_some() || op.comment != Change::Keep;
    if changed {
        return Ok(vec![format!("{head} MODIFY {column} {}", specification(style, op, ty)?)]);
    }
    Ok(default_statement(style, op, &format!("{head} ALTER COLUMN {column}"))?.into_iter().collect())
}

/// Generated columns can't be altered: whatever Alembic tries first is refused.
fn refuse_generated(style: &Style<'_>, op: &AlterColumn) -> Result<(), SqlError> {
    let is_generated = |change: &Change<DefaultChange>| {
        matches!(change, Change::Set(DefaultChange::Computed(_) | DefaultChange::Identity(_)))
    };
    if !is_generated(&op.server_default) && !is_generated(&op.existing_server_default) {
        return Ok(());
    }
    let individual =
        || SqlError::of("NotImplementedError", "Individual alter column constructs not supported by MySQL");
    if op.nullable.is_some() {
        return Err(individual());
    }
    default_statement(style, op, "")?;
    if op.new_type.is_some() {
        return Err(individual());
    }
    let changes = op.new_name.is_some() || op.comment != Change::Keep || op.autoincrement.is_some();
    let is_moment = !op.type_is_class && op.existing_type.as_ref().is_some_and(|ty| is_moment_itself(style, ty));
    if !changes && !is_moment && op.server_default == Change::Keep {
        return Ok(());
    }
    // The type is written first.
    specification(style, op, op.existing_type.as_ref())?;
    // Alembic goes on, and stumbles over the default that it would keep.
    Err(SqlError::of("AssertionError", "a generated column can't be renamed or changed on MySQL"))
}

/// The column as it is to be: type, NULL, AUTO_INCREMENT, DEFAULT, COMMENT.
fn specification(style: &Style<'_>, op: &AlterColumn, ty: Option<&Type>) -> Result<String, SqlError> {
    let Some(ty) = ty else {
        return Err(SqlError::of(
            "CommandError",
            "All MySQL CHANGE/MODIFY COLUMN operations require the existing type.",
        ));
    };
    let nullable = op.nullable.or(op.existing_nullable).unwrap_or(true);
    let mut text = format!("{} {}", types::render(style, ty)?, if nullable { "NULL" } else { "NOT NULL" });
    if op.autoincrement.or(op.existing_autoincrement) == Some(true) {
        text.push_str(" AUTO_INCREMENT");
    }
    let default = match &op.server_default {
        Change::Keep => &op.existing_server_default,
        given => given,
    };
    if let Change::Set(DefaultChange::Refused(message)) = default {
        return Err(SqlError::of("ArgumentError", message.clone()));
    }
    if let Change::Set(DefaultChange::Default(default)) = default {
        let Some(default) = default_text(style, default)? else {
            return Err(SqlError::of("AssertionError", "FetchedValue() can't be the default of a changed column"));
        };
        text.push_str(&format!(" DEFAULT {default}"));
    }
    let comment = match &op.comment {
        Change::Keep => op.existing_comment.as_deref(),
        Change::Drop => None,
        Change::Set(comment) => Some(comment.as_str()),
    };
    if let Some(comment) = comment {
        text.push_str(&format!(" COMMENT {}", literal::string(style, comment)));
    }
    Ok(text)
}

/// Each kind of constraint goes in its own way.
pub(super) fn drop_constraint(style: &Style<'_>, op: &DropConstraint) -> Result<String, SqlError> {
    // SQLAlchemy asserts that there is a name.
    let name = || style.constraint_name(&op.name)?.ok_or_else(|| SqlError::of("AssertionError", ""));
    let what = match op.kind {
        Some(ConstraintKind::Primary) => "PRIMARY KEY ".to_owned(),
        Some(ConstraintKind::ForeignKey) => format!("FOREIGN KEY {}", name()?),
        Some(ConstraintKind::Unique) => format!("INDEX {}", name()?),
        Some(ConstraintKind::Check) if style.dialect.mariadb => format!("CONSTRAINT {}", name()?),
        Some(ConstraintKind::Check) => format!("CHECK {}", name()?),
        None => {
            return Err(SqlError::of(
                "NotImplementedError",
                "No generic 'DROP CONSTRAINT' in MySQL - please specify constraint type",
            ));
        }
    };
    Ok(format!("ALTER TABLE {} DROP {what}", style.table(&op.table)))
}
