//! Types of the server that are made and dropped by name.

use std::collections::HashSet;

use limbeck_ops::op::NamedType;
use limbeck_ops::{EnumType, Table, Type, TypeKind};

use crate::compile::{ddl_expr, literal, types};
use crate::error::SqlError;
use crate::quoting::Style;

/// Which types `create_table` has made so far in a run: SQLAlchemy makes each one once, however many tables use it.
#[derive(Clone, Debug, Default)]
pub struct TypeMemo {
    made: HashSet<(bool, Option<String>, String)>,
}

impl TypeMemo {
    /// A run that has made no type yet.
    pub fn new() -> Self {
        TypeMemo::default()
    }

    fn is_new(&mut self, is_domain: bool, schema: Option<&str>, name: &str) -> bool {
        self.made.insert((is_domain, schema.map(str::to_owned), name.to_owned()))
    }
}

/// The named type inside a type, arrays opened.
fn inner<'t>(style: &Style<'_>, ty: &'t Type) -> &'t Type {
    let ty = ty.for_dialect(style.dialect.name);
    match &ty.kind {
        // What is in an array learns of the table by itself, and not by its variants.
        TypeKind::Array { item, .. } => match &item.kind {
            TypeKind::Enum(_) | TypeKind::PgDomain { .. } | TypeKind::Array { .. } => inner(style, item),
            _ => item,
        },
        _ => ty,
    }
}

/// The types that a table's columns bring along.
pub(crate) fn of_columns(style: &Style<'_>, table: &Table, memo: &mut TypeMemo) -> Result<Vec<String>, SqlError> {
    let mut texts = Vec::new();
    for column in &table.columns {
        let ty = inner(style, &column.ty);
        if let TypeKind::PgDomain { create_type: true, .. } = &ty.kind
            && !style.flavour.has_named_types()
        {
            return Err(no_domain(style));
        }
        if let TypeKind::Enum(options) = &ty.kind
            && options.create_type
            && !options.has_metadata
        {
            refuse_enum(style, options, "CreateEnumType")?;
        }
        if is_new(style, ty, memo) {
            texts.extend(create(style, ty)?);
        }
    }
    Ok(texts)
}

/// Whether a type comes and goes with its table, and the run has done neither yet.
fn is_new(style: &Style<'_>, ty: &Type, memo: &mut TypeMemo) -> bool {
    match &ty.kind {
        TypeKind::Enum(options) if style.flavour.has_named_types() && types::is_native_enum(style, options) => {
            let name = options.name.as_ref().map(|name| name.text.as_str()).unwrap_or_default();
            let schema = options.schema.as_ref().map(|schema| schema.text.as_str());
            options.create_type && !options.has_metadata && memo.is_new(false, schema, name)
        }
        TypeKind::PgDomain { name, schema, create_type, .. } if style.flavour.has_named_types() => {
            *create_type && memo.is_new(true, schema.as_ref().map(|schema| schema.text.as_str()), &name.text)
        }
        _ => false,
    }
}

/// The types that go with the table of a batch block, which drops it: those that the run has not made.
pub(crate) fn gone_with(style: &Style<'_>, table: &Table, memo: &mut TypeMemo) -> Vec<Type> {
    let types = table.columns.iter().map(|column| inner(style, &column.ty));
    types.filter(|ty| is_new(style, ty, memo)).cloned().collect()
}

/// SQLAlchemy's refusal of PostgreSQL's own ENUM where enums are native, but not made by name.
fn refuse_enum(style: &Style<'_>, options: &EnumType, class: &str) -> Result<(), SqlError> {
    if !options.postgresql || !style.flavour.native_enum() || style.flavour.has_named_types() {
        return Ok(());
    }
    Err(SqlError::of(
        "UnsupportedCompilationError",
        format!(
            "Compiler <{} object> can't render element of type <class 'sqlalchemy.dialects.postgresql.named_types.{class}'>",
            style.flavour.ddl_compiler()
        ),
    ))
}

/// SQLAlchemy's refusal of a domain where there are none.
fn no_domain(style: &Style<'_>) -> SqlError {
    SqlError::of(
        "UnsupportedCompilationError",
        format!(
            "Compiler <{} object> can't render element of type <class 'sqlalchemy.dialects.postgresql.named_types.CreateDomainType'>",
            style.flavour.ddl_compiler()
        ),
    )
}

/// `Enum(…).create()`, `.drop()` and the like.
pub(crate) fn named_type(style: &Style<'_>, op: &NamedType) -> Result<Vec<String>, SqlError> {
    let ty = inner(style, &op.ty);
    if let TypeKind::Enum(options) = &ty.kind {
        refuse_enum(style, options, if op.create { "CreateEnumType" } else { "DropEnumType" })?;
    }
    let text = if op.create { create(style, ty)? } else { drop(style, ty)? };
    Ok(text.into_iter().collect())
}

fn create(style: &Style<'_>, ty: &Type) -> Result<Option<String>, SqlError> {
    match &ty.kind {
        TypeKind::Enum(options) if style.flavour.has_named_types() && types::is_native_enum(style, options) => {
            let name = types::named(style, "ENUM", options.name.as_ref(), options.schema.as_ref())?;
            let labels: Vec<_> = options.labels.iter().map(|label| literal::string(style, label)).collect();
            Ok(Some(format!("CREATE TYPE {name} AS ENUM ({})", labels.join(", "))))
        }
        TypeKind::PgDomain {
            name, schema, data_type, collation, default, not_null, check, constraint_name, ..
        } if style.flavour.has_named_types() => {
            let name = types::named(style, "DOMAIN", Some(name), schema.as_ref())?;
            let mut options = Vec::new();
            if let Some(collation) = collation {
                options.push(format!("COLLATE {}", style.quote_str(collation)));
            }
            if let Some(default) = default {
                options.push(format!("DEFAULT {}", ddl_expr(style, default)?));
            }
            if let Some(name) = style.constraint_name(constraint_name)? {
                options.push(format!("CONSTRAINT {name}"));
            }
            if *not_null == Some(true) {
                options.push("NOT NULL".to_owned());
            }
            if let Some(check) = check {
                options.push(format!("CHECK ({})", ddl_expr(style, check)?));
            }
            Ok(Some(format!("CREATE DOMAIN {name} AS {} {}", types::render(style, data_type)?, options.join(" "))))
        }
        _ => Ok(None),
    }
}

/// DROP TYPE, DROP DOMAIN, where the dialect has the type.
pub(crate) fn drop(style: &Style<'_>, ty: &Type) -> Result<Option<String>, SqlError> {
    let ty = inner(style, ty);
    match &ty.kind {
        TypeKind::Enum(options) if style.flavour.has_named_types() && types::is_native_enum(style, options) => {
            let name = types::named(style, "ENUM", options.name.as_ref(), options.schema.as_ref())?;
            Ok(Some(format!("DROP TYPE {name}")))
        }
        TypeKind::PgDomain { name, schema, .. } if style.flavour.has_named_types() => {
            Ok(Some(format!("DROP DOMAIN {}", types::named(style, "DOMAIN", Some(name), schema.as_ref())?)))
        }
        _ => Ok(None),
    }
}
