//! `create_table`, `drop_table`, `rename_table`, `add_column`, `drop_column`, indexes and table comments.

use std::rc::Rc;

use limbeck_ops::op::{
    AddColumn, CreateIndex, CreateTable, DropColumn, DropIndex, DropTable, RenameTable, TableComment,
};
use limbeck_ops::{
    Constraint, ConstraintName, Expr, Index, IndexElement, Name, Operation, OptionValue, Options, TableName, TypeKind,
};
use limbeck_python::{Args, Bound, Error, Result, Signature, Value, Vm};

use super::{Target, flag};
use crate::errors;
use crate::runtime::current_context;
use crate::sa::column::ColumnObject;
use crate::sa::constraints::{index_elements, loosen, quoted, string_option};
use crate::sa::dialect_arguments::{dialect_options, free_options};
use crate::sa::events;
use crate::sa::names::{constraint_name, name_object, optional_name, required_name};
use crate::sa::naming::{all_type_checks, is_elsewhere, name_index};
use crate::sa::table::{build_table, is_own, is_schema_item};
use crate::sa::types::{TypeObject, coerce_type};

/// `op.create_table(name, *columns, if_not_exists=None, **kw)`.
pub fn create_table(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let bound =
        Signature::parse("(table_name, *columns, if_not_exists=None, **kw)").bind_method("create_table", args)?;
    let name = required_name(&bound.value("table_name"))?;
    // Alembic passes over what is neither column, constraint nor index.
    let mut items: Vec<Value> =
        bound.rest().iter().filter(|item| item.is_unresolved() || is_schema_item(item)).cloned().collect();
    // Its columns come before all else.
    items.sort_by_key(|item| item.downcast_ref::<ColumnObject>().is_none());
    let convention = target.convention(vm)?;
    let object = build_table(vm, name, &items, bound.kwargs(), None, &convention)?;
    object.as_from_clause();
    let object = Rc::new(object);
    let made = Value::shared(&object);
    events::attached(vm, &made, None)?;
    let mut table = object.to_table(vm, &convention)?;
    skip_created_types(vm, &mut table)?;
    own_references(&mut table);
    let if_not_exists = flag(vm, &bound, "if_not_exists")?;
    let operation = Operation::CreateTable(Box::new(CreateTable { table, if_not_exists, check_first: false }));
    events::around_ddl(vm, true, &made, &Value::None, None, |vm| target.run(vm, operation, span))?;
    Ok(made)
}

/// Alembic adds the columns that foreign keys refer to where they are missing, without a type: a table that lacks one of
/// its own cannot be created.
fn own_references(table: &mut limbeck_ops::Table) {
    let mut missing: Vec<Name> = Vec::new();
    for constraint in &table.constraints {
        let Constraint::ForeignKey(key) = constraint else { continue };
        if !is_own(key, &table.name) {
            continue;
        }
        let known = |name: &Name| table.columns.iter().any(|column| column.name.text == name.text);
        missing.extend(key.referred_columns.iter().filter(|name| !known(name)).cloned());
    }
    let untyped =
        missing.into_iter().map(|name| limbeck_ops::Column::new(name, limbeck_ops::Type::new(TypeKind::Null)));
    table.columns.extend(untyped);
}

/// A named type is created with the first table of a run that uses it (SQLAlchemy's memo of the DDL runner).
fn skip_created_types(vm: &mut Vm, table: &mut limbeck_ops::Table) -> Result<()> {
    let context = current_context(vm)?;
    let mut created = context.created_types.borrow_mut();
    for column in &mut table.columns {
        if let Some((key, create)) = created_with_table(&mut column.ty, context.dialect.name) {
            if created.contains(&key) {
                *create = false;
            } else {
                created.push(key);
            }
        }
    }
    Ok(())
}

/// As for tables that are created: a block that makes a table anew creates the types that it keeps and drops the others,
/// unless the run has come upon them before.
pub(super) fn skip_types_of_block(vm: &mut Vm, table: &mut limbeck_ops::Table) -> Result<()> {
    let context = current_context(vm)?;
    let mut created = context.created_types.borrow_mut();
    let mut met = Vec::new();
    for column in &mut table.columns {
        if let Some((key, create)) = created_with_table(&mut column.ty, context.dialect.name) {
            *create = !created.contains(&key);
            met.push(key);
        }
    }
    created.extend(met);
    Ok(())
}

/// The named type inside a type that comes with its table: what it is known by, and whether it is to be created.
fn created_with_table(
    ty: &mut limbeck_ops::Type,
    dialect: limbeck_ops::DialectName,
) -> Option<(crate::runtime::CreatedType, &mut bool)> {
    if let Some(at) = ty.variants.iter().position(|(name, _)| *name == dialect) {
        return created_with_table(&mut ty.variants[at].1, dialect);
    }
    let text = |name: &Name| name.text.clone();
    match &mut ty.kind {
        TypeKind::Array { item, .. } => match item.kind {
            TypeKind::Enum(_) | TypeKind::PgDomain { .. } | TypeKind::Array { .. } => created_with_table(item, dialect),
            _ => None,
        },
        TypeKind::Enum(e) if e.create_type && e.native && !e.has_metadata => {
            let key = (false, e.schema.as_ref().map(text), text(e.name.as_ref()?));
            Some((key, &mut e.create_type))
        }
        TypeKind::PgDomain { name, schema, create_type, .. } if *create_type => {
            Some(((true, schema.as_ref().map(text), text(name)), create_type))
        }
        _ => None,
    }
}

/// `op.drop_table(name, schema=None, if_exists=None)`.
pub fn drop_table(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let bound =
        Signature::parse("(table_name, *, schema=None, if_exists=None, **kw)").bind_method("drop_table", args)?;
    let name = match bound.value("table_name").downcast::<crate::sa::table::TableObject>() {
        Some(table) => table.name.clone(),
        None => target.table(&bound, "table_name")?,
    };
    let convention = target.convention(vm)?;
    // Alembic makes a table of the keywords.
    let table = Rc::new(build_table(vm, name.name.clone(), &[], bound.kwargs(), None, &convention)?);
    let made = Value::shared(&table);
    let operation = Operation::DropTable(DropTable {
        table: TableName { name: table.name.name.clone(), ..name },
        if_exists: flag(vm, &bound, "if_exists")?,
        check_first: false,
        types: Vec::new(),
    });
    events::around_ddl(vm, false, &made, &Value::None, None, |vm| target.run(vm, operation, span))?;
    Ok(Value::None)
}

/// `op.rename_table(old, new, schema=None)`.
pub fn rename_table(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let bound =
        Signature::parse("(old_table_name, new_table_name, *, schema=None)").bind_method("rename_table", args)?;
    let operation = Operation::RenameTable(RenameTable {
        table: target.table(&bound, "old_table_name")?,
        new_name: required_name(&bound.value("new_table_name"))?,
    });
    target.run(vm, operation, span)?;
    Ok(Value::None)
}

/// `op.add_column(table, column, …)`.
pub fn add_column(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let in_batch = target.batch.is_some();
    let bound = target
        .signature(
            "table_name",
            "column, *, schema=None, if_not_exists=None, inline_references=None, inline_primary_key=None, insert_before=None, insert_after=None)",
        )
        .bind_method("add_column", args)?;
    let value = bound.value("column");
    if value.is_unresolved() {
        return Err(errors::needed(vm, &value, "is a column to add"));
    }
    let Some(column) = value.downcast::<ColumnObject>() else {
        return Err(Error::attribute_error(format!("'{}' object has no attribute 'table'", value.type_name())));
    };
    let name = target.table(&bound, "table_name")?;
    let schema = name.schema.as_ref().map_or(Value::None, |schema| name_object(vm, schema));
    let items = [Value::object(column.detached())];
    let convention = target.convention(vm)?;
    let keywords = [(Rc::from("schema"), schema)];
    let object = Rc::new(build_table(vm, name.name.clone(), &items, &keywords, None, &convention)?);
    events::attached(vm, &Value::shared(&object), None)?;
    let mut table = object.to_table(vm, &convention)?;
    let mut constraints =
        table.constraints.drain(..).filter(|one| !matches!(one, Constraint::PrimaryKey(_))).collect::<Vec<_>>();
    let Some(column) = table.columns.pop() else { return Ok(Value::None) };
    if in_batch {
        // Those of other databases decide there whether the table is made anew.
        let checks = all_type_checks(vm, &column.name, &column.ty);
        let checks = super::alter::named(vm, target, &name, checks)?;
        if checks.iter().any(is_elsewhere) {
            constraints.retain(|one| !matches!(one, Constraint::Check(check) if check.from_type.is_some()));
            constraints.extend(checks);
        }
    }
    let dialect = current_context(vm)?.dialect.name;
    let may_copy = target.batch.as_ref().is_some_and(|batch| batch.may_copy(dialect));
    if !may_copy && super::left_out(dialect, &constraints) {
        super::warn(vm, super::IMPLICIT);
    }
    let operation = Operation::AddColumn(Box::new(AddColumn {
        table: name,
        column,
        constraints,
        indexes: table.indexes,
        if_not_exists: flag(vm, &bound, "if_not_exists")?,
        inline_references: flag(vm, &bound, "inline_references")?,
        inline_primary_key: flag(vm, &bound, "inline_primary_key")?,
    }));
    match &target.batch {
        Some(batch) if in_batch => {
            let before = optional_name(&bound.value("insert_before"))?;
            let after = optional_name(&bound.value("insert_after"))?;
            batch.push(vm, operation, span, before, after)?;
        }
        _ => target.run(vm, operation, span)?,
    }
    Ok(Value::None)
}

/// `op.drop_column(table, column, …)`.
pub fn drop_column(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let bound = target
        .signature("table_name", "column_name, *, schema=None, if_exists=None, **kw)")
        .bind_method("drop_column", args)?;
    let mut options = free_options(vm, bound.kwargs())?;
    let existing = bound.kwargs().iter().find(|(key, _)| &**key == "existing_type").map(|(_, value)| value.clone());
    if let Some(existing) = existing.filter(|value| value.downcast_ref::<TypeObject>().is_some()) {
        options.set("existing_type", OptionValue::Type(Box::new(coerce_type(vm, &existing)?)));
    }
    let operation = Operation::DropColumn(DropColumn {
        table: target.table(&bound, "table_name")?,
        column: dropped_name(&bound.value("column_name"))?,
        if_exists: flag(vm, &bound, "if_exists")?,
        options,
    });
    target.run(vm, operation, span)?;
    Ok(Value::None)
}

/// The name of a column to drop; a Column in its place is refused in SQLAlchemy's words.
fn dropped_name(value: &Value) -> Result<Name> {
    if value.downcast_ref::<ColumnObject>().is_some() {
        return Err(Error::type_error(
            "Column._set_parent() missing 2 required keyword-only arguments: 'all_names' and 'allow_replacements'",
        ));
    }
    required_name(value)
}

/// `op.create_index(name, table, columns, …)`.
pub fn create_index(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let signature = match &target.batch {
        Some(_) => "(index_name, columns, *, unique=False, if_not_exists=None, **kw)",
        None => "(index_name, table_name, columns, *, schema=None, unique=False, if_not_exists=None, **kw)",
    };
    let bound = Signature::parse(signature).bind_method("create_index", args)?;
    let table = match (&target.batch, bound.value("table_name")) {
        // What Alembic makes of it.
        (None, Value::None) => {
            TableName { schema: optional_name(&bound.value("schema"))?, name: Name::new("no_table") }
        }
        (_, _) => target.table(&bound, "table_name")?,
    };
    let columns = bound.value("columns");
    if columns.is_unresolved() {
        return Err(errors::needed(vm, &columns, "is a list of columns"));
    }
    let columns = vm.iterate(&columns)?;
    for value in &columns {
        let is_name = value.as_str().is_some();
        if is_name {
            continue;
        }
        match crate::sa::expr::as_expr(vm, value)? {
            None => return Err(Error::value_error("String or text() construct expected")),
            // A column is made of it for the table that holds the index.
            Some(limbeck_ops::Expr::Text(text)) if text.text.is_empty() => {
                return Err(errors::argument_error(
                    vm,
                    "Column must be constructed with a non-blank name or assign a non-blank .name before adding to a Table.",
                ));
            }
            Some(_) => {}
        }
    }
    let (quote, kwargs) = index_keywords(&bound);
    let mut index = Index {
        name: quoted(constraint_name(&bound.value("index_name"))?, &quote),
        table: table.clone(),
        elements: index_elements(vm, &columns)?,
        unique: flag(vm, &bound, "unique")?,
        options: dialect_options(vm, "Index", &kwargs)?,
    };
    let convention = target.convention(vm)?;
    let mut subject = index.clone();
    loosen(&mut subject.elements, &columns);
    if !target.batch.as_ref().is_some_and(|batch| batch.always_copies()) {
        quote_included(vm, &mut index.options, &subject.elements, &kwargs)?;
    }
    let given = index.name.clone();
    // Without a column of the table an index does not come to know the table, nor its convention.
    let of_table =
        |element: &IndexElement| matches!(element, IndexElement::Column(_) | IndexElement::Expr(Expr::Text(_)));
    let is_unattached = !subject.elements.iter().any(of_table);
    let is_named_later = is_unattached && target.batch.as_ref().is_some_and(|batch| batch.always_copies());
    if !is_named_later {
        index.name = name_index(vm, &table, &subject, &convention, true)?;
    }
    let operation = Operation::CreateIndex(CreateIndex {
        index,
        if_not_exists: flag(vm, &bound, "if_not_exists")?,
        check_first: false,
    });
    target.run(vm, operation, span)?;
    if let Some(batch) = target.batch.as_ref().filter(|_| is_unattached) {
        batch.give_index_name(given);
    }
    Ok(Value::None)
}

/// Included columns are those of the table that Alembic holds the index with: it has those that are indexed by name, as they
/// were told, and gets the others.
fn quote_included(
    vm: &mut Vm,
    options: &mut Options,
    elements: &[IndexElement],
    keywords: &[(Rc<str>, Value)],
) -> Result<()> {
    let Some(OptionValue::List(mut items)) = options.get("postgresql_include").cloned() else { return Ok(()) };
    let given = keywords.iter().find(|(key, _)| &**key == "postgresql_include");
    let given = given.map_or_else(|| Ok(Vec::new()), |(_, value)| vm.iterate(value))?;
    for (item, value) in items.iter_mut().zip(given) {
        if value.as_str().is_none() {
            continue;
        }
        let mut name = required_name(&value)?;
        let mut is_element = name.quote.is_some();
        for element in elements {
            match element {
                IndexElement::Column(known) if known.text == name.text => {
                    name = known.clone();
                    is_element = true;
                    break;
                }
                IndexElement::Expr(Expr::Column(column)) if column.name.text == name.text => is_element = true,
                IndexElement::Column(_) | IndexElement::Expr(_) => {}
            }
        }
        if is_element {
            *item = OptionValue::Expr(Box::new(Expr::Identifier(name)));
        }
    }
    options.set("postgresql_include", OptionValue::List(items));
    Ok(())
}

/// `quote` of an index, and the keywords that are options of a dialect.
fn index_keywords(bound: &Bound) -> (Value, Vec<(Rc<str>, Value)>) {
    let quote =
        bound.kwargs().iter().find(|(key, _)| &**key == "quote").map_or(Value::None, |(_, value)| value.clone());
    let options = bound.kwargs().iter().filter(|(key, _)| !matches!(&**key, "quote" | "info" | "unique")).cloned();
    (quote, options.collect())
}

/// `op.drop_index(name, table_name=None, …)`.
pub fn drop_index(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let signature = match &target.batch {
        Some(_) => "(index_name, *, if_exists=None, **kw)",
        None => "(index_name, table_name=None, *, schema=None, if_exists=None, **kw)",
    };
    let bound = Signature::parse(signature).bind_method("drop_index", args)?;
    let (table, schema) = match &target.batch {
        Some(batch) => (Some(batch.table.name.clone()), batch.table.schema.clone()),
        None => (optional_name(&bound.value("table_name"))?, optional_name(&bound.value("schema"))?),
    };
    let (quote, kwargs) = index_keywords(&bound);
    let mut name = quoted(constraint_name(&bound.value("index_name"))?, &quote);
    let convention = target.convention(vm)?;
    if !matches!(name, ConstraintName::Final(_)) {
        let stand_in = Index {
            name: name.clone(),
            table: TableName::new(""),
            elements: vec![IndexElement::Column(Name::new("x"))],
            unique: false,
            options: limbeck_ops::Options::none(),
        };
        let table = TableName { schema: schema.clone(), name: table.clone().unwrap_or_else(|| Name::new("no_table")) };
        name = name_index(vm, &table, &stand_in, &convention, true)?;
    }
    let operation = Operation::DropIndex(DropIndex {
        name,
        table,
        schema,
        if_exists: flag(vm, &bound, "if_exists")?,
        options: dialect_options(vm, "Index", &kwargs)?,
    });
    target.run(vm, operation, span)?;
    Ok(Value::None)
}

/// `op.create_table_comment(table, comment, …)`.
pub fn create_table_comment(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let bound = target
        .signature("table_name", "comment, *, existing_comment=None, schema=None)")
        .bind_method("create_table_comment", args)?;
    let operation = Operation::TableComment(TableComment {
        table: target.table(&bound, "table_name")?,
        comment: string_option(&bound.value("comment"))?,
        dropped: false,
    });
    target.run(vm, operation, span)?;
    Ok(Value::None)
}

/// `op.drop_table_comment(table, …)`.
pub fn drop_table_comment(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let bound = target
        .signature("table_name", "*, existing_comment=None, schema=None)")
        .bind_method("drop_table_comment", args)?;
    let table = target.table(&bound, "table_name")?;
    let operation = Operation::TableComment(TableComment { table, comment: None, dropped: true });
    target.run(vm, operation, span)?;
    Ok(Value::None)
}
