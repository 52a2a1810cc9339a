//! The columns that a block keeps, and what `alter_column` makes of them.

use std::sync::Arc;

use limbeck_ops::op::{AlterColumn, Change, DefaultChange};
use limbeck_ops::{Autoincrement, ColumnRef, ConstraintName, DialectName, Expr, From, Table, Type, TypeKind};

use super::state::{Kept, State};
use crate::compile::types::{Affinity, affinity};
use crate::error::SqlError;
use crate::quoting::Style;

/// The columns of a table as they are copied. Nothing can be copied into a generated one.
pub(super) fn kept(table: &Table) -> Vec<Kept> {
    let from = Arc::new(From::Table(table.name.clone(), table.columns.clone()));
    let one = |column: &limbeck_ops::Column| {
        let mut copy = column.clone();
        copy.unique = false;
        copy.index = false;
        forget(&mut copy.ty);
        Kept {
            key: column.name.text.clone(),
            column: copy,
            // A column of the system is not in the new table, whatever is copied.
            source: (column.computed.is_none() || column.system).then(|| {
                Expr::Column(ColumnRef {
                    table: Some(Arc::clone(&from)),
                    name: column.name.clone(),
                    ty: column.ty.clone(),
                    is_literal: false,
                })
            }),
        }
    };
    table.columns.iter().map(one).collect()
}

/// A copy of an enum has lost its variants, and one of MySQL's its character set and collation.
pub(super) fn forget(ty: &mut Type) {
    if let TypeKind::Enum(options) = &mut ty.kind {
        options.text = limbeck_ops::StringOptions::default();
        ty.variants.clear();
    }
}

/// The variant whose check an added column brings besides the one that Alembic asks for. Of the type itself Alembic
/// turns it off, and the copy of an enum has lost its variants.
pub(super) fn brings_checks_again(ty: &Type, dialect: DialectName) -> Option<&Type> {
    let variant = ty.variants.iter().find(|(name, _)| *name == dialect).map(|(_, variant)| variant);
    variant.filter(|_| !matches!(ty.kind, TypeKind::Enum(_)))
}

/// The name of a type that can bring a check, and so that of the check.
pub(super) fn check_name(ty: &Type) -> ConstraintName {
    match &ty.kind {
        TypeKind::Boolean { name, .. } => name.clone(),
        TypeKind::Enum(options) => match (&options.constraint_name, &options.name) {
            (Some(name), _) => name.clone(),
            (None, Some(name)) => ConstraintName::Given(name.clone()),
            (None, None) => ConstraintName::Unnamed,
        },
        TypeKind::Array { item, .. } => check_name(item),
        _ => ConstraintName::Unnamed,
    }
}

/// The name that constraints are found by.
pub(super) fn type_name(ty: &Type) -> Option<String> {
    let name = match &ty.kind {
        TypeKind::Boolean { name: ConstraintName::Given(name) | ConstraintName::Final(name), .. } => Some(name),
        TypeKind::Enum(options) => options.name.as_ref(),
        _ => None,
    };
    name.map(|name| name.text.clone()).filter(|name| !name.is_empty())
}

/// Whether values have to be converted (`SQLiteImpl.cast_for_batch_migrate`); variants of a type don't count, and
/// `sa.Enum` is a string.
fn needs_cast(style: &Style<'_>, old: &Type, new: &Type) -> bool {
    let base = |ty: &Type| match (affinity(style, &Type::new(ty.kind.clone())), &ty.kind) {
        // The databases' own enums have nothing in common with strings, nor with each other.
        (Affinity::Enum, TypeKind::Enum(options)) if options.postgresql || options.mysql => Affinity::Enum,
        (Affinity::Enum, _) => Affinity::String,
        (other, _) => other,
    };
    match (base(old), base(new)) {
        (Affinity::Enum, Affinity::Enum) => match (&old.kind, &new.kind) {
            (TypeKind::Enum(old), TypeKind::Enum(new)) => old.mysql != new.mysql,
            _ => false,
        },
        (_, Affinity::Json) if style.dialect.name == DialectName::Sqlite => false,
        (Affinity::Other, Affinity::Other) => old.kind != new.kind,
        (old, new) => old != new,
    }
}

/// A named type that an operation of a block brings along is not created with the new table; inside of an array it is
/// where Alembic does not look for it.
pub(super) fn not_created(ty: &mut Type, in_arrays: bool) {
    match &mut ty.kind {
        TypeKind::Enum(options) => options.create_type = false,
        TypeKind::PgDomain { create_type, .. } => *create_type = false,
        TypeKind::Array { item, .. } if in_arrays => not_created(item, in_arrays),
        _ => {}
    }
    ty.variants.iter_mut().for_each(|(_, variant)| not_created(variant, in_arrays));
}

/// SQLAlchemy's refusal of what is no default clause.
fn no_default(class: &str) -> SqlError {
    SqlError::of(
        "ArgumentError",
        format!(
            "Argument 'arg' is expected to be one of type '<class 'str'>' or '<class 'sqlalchemy.sql.elements.ClauseElement'>' or '<class 'sqlalchemy.sql.elements.TextClause'>', got '<class 'sqlalchemy.sql.schema.{class}'>'"
        ),
    )
}

impl State {
    pub(super) fn alter_column(&mut self, style: &Style<'_>, op: &AlterColumn) -> Result<(), SqlError> {
        let key = op.column.text.as_str();
        let kept = self.column_mut(key)?;
        let mut forgotten = None;
        if let Some(name) = op.new_name.as_ref().filter(|name| name.text != key) {
            kept.column.name = name.clone();
            let existing = op.existing_type.as_ref().map(|ty| ty.for_dialect(style.dialect.name));
            forgotten = existing.and_then(type_name);
        }
        if let Some(ty) = &op.new_type {
            if needs_cast(style, &kept.column.ty, ty)
                && let Some(source) = kept.source.take()
            {
                kept.source = Some(Expr::Cast { expr: Box::new(source), ty: ty.clone(), tries: false });
            }
            kept.column.ty = ty.clone();
            not_created(&mut kept.column.ty, true);
        }
        if let Some(nullable) = op.nullable {
            // Of a column that comes to be in the key, nothing but its own declaration counts.
            kept.column.nullable = nullable;
        }
        match &op.server_default {
            Change::Keep => {}
            Change::Drop => kept.column.server_default = None,
            Change::Set(DefaultChange::Default(default)) => kept.column.server_default = Some(default.clone()),
            Change::Set(DefaultChange::Refused(message)) => {
                return Err(SqlError::of("ArgumentError", message.clone()));
            }
            Change::Set(DefaultChange::Computed(_)) => return Err(no_default("Computed")),
            Change::Set(DefaultChange::Identity(_)) => return Err(no_default("Identity")),
        }
        if let Some(autoincrement) = op.autoincrement {
            kept.column.autoincrement = if autoincrement { Autoincrement::Yes } else { Autoincrement::No };
        }
        match &op.comment {
            Change::Keep => {}
            Change::Drop => kept.column.comment = None,
            Change::Set(comment) => kept.column.comment = Some(comment.clone()),
        }
        if op.new_type.is_some() {
            self.type_checks.retain(|(column, _)| column != key);
        }
        if let Some(name) = forgotten {
            self.forget_named(&name);
        }
        Ok(())
    }
}
