//! Constraints that are made and dropped by themselves.

use limbeck_ops::op::{AddConstraint, ConstraintKind, DropConstraint};
use limbeck_ops::{
    CheckConstraint, Constraint, ConstraintName, Deferral, DialectName, Expr, ForeignKey, Lost, Name, Operation,
    Options, PrimaryKey, TableName, UniqueConstraint,
};
use limbeck_python::{Args, Error, Result, Signature, Value, Vm};

use super::{Target, flag, names};
use crate::errors;
use crate::runtime::current_context;
use crate::sa::attaching::no_referenced_table;
use crate::sa::constraints::{ConstraintObject, condition, deferral, one_table, paired, string_option};
use crate::sa::dialect_arguments::dialect_options;
use crate::sa::names::{constraint_name, optional_name, required_name};
use crate::sa::naming::name_constraint;

fn add(
    vm: &mut Vm,
    target: &Target,
    table: TableName,
    constraint: Constraint,
    span: limbeck_python::Span,
) -> Result<Value> {
    let mut constraint = constraint;
    if let Constraint::ForeignKey(key) = &constraint
        && key.lost == Some(Lost::Table)
        && key.name == ConstraintName::Unnamed
        && key.referred_table != table
        && target.convention(vm)?.template("fk").is_some_and(|template| template.contains("%(referred_column_"))
        && let (Some(own), Some(there)) = (key.columns.first(), key.referred_columns.first())
    {
        return Err(no_referenced_table(vm, &table, own, &key.referred_table, &there.text));
    }
    let name = named(vm, target, &table, &constraint)?;
    *constraint.name_mut() = name;
    target.run(vm, Operation::AddConstraint(AddConstraint { table, constraint }), span)?;
    Ok(Value::None)
}

fn named(vm: &mut Vm, target: &Target, table: &TableName, constraint: &Constraint) -> Result<ConstraintName> {
    let convention = target.convention(vm)?;
    name_constraint(vm, table, constraint, &convention)
}

/// `op.create_primary_key(name, table, columns, …)`.
pub fn create_primary_key(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let signature = match &target.batch {
        Some(_) => "(constraint_name, columns)",
        None => "(constraint_name, table_name, columns, *, schema=None)",
    };
    let bound = Signature::parse(signature).bind_method("create_primary_key", args)?;
    let table = target.table(&bound, "table_name")?;
    let columns = names(vm, &bound.value("columns"))?;
    if columns.is_empty() && target.batch.is_none() && current_context(vm)?.dialect.name != DialectName::Sqlite {
        return Err(errors::invalid_request(
            vm,
            "This constraint is not bound to a table.  Did you mean to call table.append_constraint(constraint) ?",
        ));
    }
    let constraint = Constraint::PrimaryKey(PrimaryKey {
        name: constraint_name(&bound.value("constraint_name"))?,
        columns,
        deferral: Deferral::default(),
        options: Options::none(),
        implicit: false,
    });
    add(vm, target, table, constraint, span)
}

/// `op.create_foreign_key(name, source, referent, local_cols, remote_cols, …)`.
pub fn create_foreign_key(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let signature = match &target.batch {
        Some(_) => {
            "(constraint_name, referent_table, local_cols, remote_cols, *, referent_schema=None, onupdate=None, ondelete=None, deferrable=None, initially=None, match=None, use_alter=False, link_to_name=False, info=None, comment=None, **kw)"
        }
        None => {
            "(constraint_name, source_table, referent_table, local_cols, remote_cols, *, onupdate=None, ondelete=None, deferrable=None, initially=None, match=None, source_schema=None, referent_schema=None, use_alter=False, link_to_name=False, info=None, comment=None, **kw)"
        }
    };
    let bound = Signature::parse(signature).bind_method("create_foreign_key", args)?;
    let table = match &target.batch {
        Some(batch) => batch.table.clone(),
        None => TableName {
            schema: optional_name(&bound.value("source_schema"))?,
            name: required_name(&bound.value("source_table"))?,
        },
    };
    let (mut columns, referred_columns) =
        (names(vm, &bound.value("local_cols"))?, names(vm, &bound.value("remote_cols"))?);
    paired(vm, &columns, referred_columns.len())?;
    // A column counts once.
    let mut seen: Vec<String> = Vec::new();
    columns.retain(|name| {
        let is_new = !seen.contains(&name.text);
        seen.push(name.text.clone());
        is_new
    });
    let dialect = current_context(vm)?.dialect.name;
    // A table that is made anew brings the tables that it refers to with it.
    let made_anew = target.batch.as_ref().is_some_and(|batch| batch.may_copy(dialect));
    let referent = TableName {
        schema: optional_name(&bound.value("referent_schema"))?,
        name: required_name(&bound.value("referent_table"))?,
    };
    let is_own = referent.to_string() == table.to_string();
    if is_own && referent.name.text != table.name.text {
        return Err(errors::invalid_request(
            vm,
            &format!(
                "Table '{table}' is already defined for this MetaData instance.  Specify 'extend_existing=True' to redefine options and columns on an existing Table object."
            ),
        ));
    }
    let lost = looked_for(vm, &table, &columns, &referent, &referred_columns)?;
    let is_lost = lost.is_some() && !made_anew;
    let (mut referred_table, mut referred_columns) = lost.unwrap_or((referent, referred_columns));
    // The table that is made up for a key has no more columns than the key.
    let missing = referred_columns.iter().find(|name| !columns.contains(name)).cloned();
    let lost = match referred_table.to_string() == table.to_string() {
        _ if !is_lost => None,
        true => missing.map(Lost::Column),
        false => Some(Lost::Table),
    };
    if is_own && !is_lost {
        // It is one table, of the columns here and those there.
        referred_table = table.clone();
        for name in &mut referred_columns {
            if let Some(here) = columns.iter().find(|own| own.text == name.text) {
                *name = here.clone();
            }
        }
    }
    let constraint = Constraint::ForeignKey(ForeignKey {
        name: constraint_name(&bound.value("constraint_name"))?,
        columns,
        referred_table,
        referred_columns,
        on_update: string_option(&bound.value("onupdate"))?,
        on_delete: string_option(&bound.value("ondelete"))?,
        match_kind: string_option(&bound.value("match"))?,
        deferral: deferral(&bound)?,
        use_alter: vm.truth(&bound.value("use_alter"))?,
        lost,
        by_name: false,
        options: dialect_options(vm, "ForeignKeyConstraint", bound.kwargs())?,
    });
    add(vm, target, table, constraint, span)
}

/// The table and the columns that SQLAlchemy looks for in vain, if it does: it splits the whole of schema, table and column
/// at the points, and a table whose schema is an empty string is filed under a name that begins with one.
fn looked_for(
    vm: &mut Vm,
    table: &TableName,
    columns: &[Name],
    referent: &TableName,
    referred: &[Name],
) -> Result<Option<(TableName, Vec<Name>)>> {
    let no_schema = referent.schema.as_ref().is_some_and(|schema| schema.text.is_empty());
    let there = if no_schema { TableName { schema: None, ..referent.clone() } } else { referent.clone() };
    let mut pairs = Vec::new();
    for name in referred {
        pairs.push(match name.text.contains('.') {
            true => crate::sa::column::referred(vm, &Value::from(format!("{there}.{name}")))?,
            false => (there.clone(), name.clone()),
        });
    }
    let tables: Vec<TableName> = pairs.iter().map(|(table, _)| table.clone()).collect();
    one_table(vm, table, columns, &tables)?;
    let Some((first, _)) = pairs.first().filter(|(table, _)| no_schema || *table != *referent) else { return Ok(None) };
    Ok(Some((first.clone(), pairs.iter().map(|(_, name)| name.clone()).collect())))
}

/// `op.create_unique_constraint(name, table, columns, …)`.
pub fn create_unique_constraint(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let signature = match &target.batch {
        Some(_) => "(constraint_name, columns, *, deferrable=None, initially=None, info=None, comment=None, **kw)",
        None => {
            "(constraint_name, table_name, columns, *, schema=None, deferrable=None, initially=None, info=None, comment=None, **kw)"
        }
    };
    let bound = Signature::parse(signature).bind_method("create_unique_constraint", args)?;
    let table = target.table(&bound, "table_name")?;
    let constraint = Constraint::Unique(UniqueConstraint {
        name: constraint_name(&bound.value("constraint_name"))?,
        columns: names(vm, &bound.value("columns"))?,
        deferral: deferral(&bound)?,
        options: dialect_options(vm, "UniqueConstraint", bound.kwargs())?,
    });
    add(vm, target, table, constraint, span)
}

/// `op.create_check_constraint(name, table, condition, …)`.
pub fn create_check_constraint(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let signature = match &target.batch {
        Some(_) => "(constraint_name, condition, *, deferrable=None, initially=None, info=None, comment=None, **kw)",
        None => {
            "(constraint_name, table_name, condition, *, schema=None, deferrable=None, initially=None, info=None, comment=None, **kw)"
        }
    };
    let bound = Signature::parse(signature).bind_method("create_check_constraint", args)?;
    let table = target.table(&bound, "table_name")?;
    let constraint = Constraint::Check(CheckConstraint {
        name: constraint_name(&bound.value("constraint_name"))?,
        condition: condition(vm, &bound.value("condition"))?,
        deferral: deferral(&bound)?,
        options: dialect_options(vm, "CheckConstraint", bound.kwargs())?,
        from_type: None,
    });
    add(vm, target, table, constraint, span)
}

/// `op.create_exclude_constraint(name, table, *elements, …)`.
pub fn create_exclude_constraint(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let bound = target_signature(target).bind_method("create_exclude_constraint", args)?;
    let table = target.table(&bound, "table_name")?;
    let class = Value::Class(std::rc::Rc::clone(&crate::sa::classes::classes(vm).constraints.exclude));
    let mut keyword: Vec<_> = bound.kwargs().iter().filter(|(key, _)| &**key != "schema").cloned().collect();
    keyword.push((std::rc::Rc::from("name"), bound.value("constraint_name")));
    let inner = Args { positional: bound.rest().to_vec(), keyword, span };
    let made = vm.call(&class, inner)?;
    match made.downcast::<ConstraintObject>() {
        Some(object) => {
            let constraint = object.written(&table);
            if let Constraint::Exclude(exclude) = &constraint
                && exclude.elements.iter().any(|(expr, _, _)| !limbeck_ops::names_column(expr))
            {
                // Alembic makes a column of each element for the table that it holds the constraint with.
                return Err(errors::argument_error(
                    vm,
                    "Column must be constructed with a non-blank name or assign a non-blank .name before adding to a Table.",
                ));
            }
            add(vm, target, table, constraint, span)
        }
        None => Ok(Value::None),
    }
}

fn target_signature(target: &Target) -> Signature {
    Signature::parse(match &target.batch {
        Some(_) => "(constraint_name, *elements, **kw)",
        None => "(constraint_name, table_name, *elements, schema=None, **kw)",
    })
}

/// `op.drop_constraint(name, table, type_=None, …)`.
pub fn drop_constraint(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let signature = match &target.batch {
        Some(_) => "(constraint_name, type_=None)",
        None => "(constraint_name, table_name, type_=None, *, schema=None, if_exists=None)",
    };
    let bound = Signature::parse(signature).bind_method("drop_constraint", args)?;
    let table = target.table(&bound, "table_name")?;
    let given = constraint_name(&bound.value("constraint_name"))?;
    let kind = match bound.value("type_") {
        Value::None => None,
        value => match value.as_str() {
            Some("foreignkey") => Some(ConstraintKind::ForeignKey),
            Some("primary") => Some(ConstraintKind::Primary),
            Some("unique") => Some(ConstraintKind::Unique),
            Some("check") => Some(ConstraintKind::Check),
            _ => {
                return Err(Error::type_error("'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None"));
            }
        },
    };
    let name = match (kind, &given) {
        (Some(kind), ConstraintName::Given(_) | ConstraintName::Unnamed) => {
            let stand_in = stand_in(kind, given.clone());
            named(vm, target, &table, &stand_in)?
        }
        _ => given,
    };
    let operation =
        Operation::DropConstraint(DropConstraint { table, name, kind, if_exists: flag(vm, &bound, "if_exists")? });
    target.run(vm, operation, span)?;
    Ok(Value::None)
}

/// A constraint of a kind with nothing but a name: naming conventions apply to dropping as they do to creating.
fn stand_in(kind: ConstraintKind, name: ConstraintName) -> Constraint {
    let (deferral, options) = (Deferral::default(), Options::none());
    match kind {
        ConstraintKind::Primary => {
            Constraint::PrimaryKey(PrimaryKey { name, columns: Vec::new(), deferral, options, implicit: false })
        }
        ConstraintKind::Unique => Constraint::Unique(UniqueConstraint { name, columns: Vec::new(), deferral, options }),
        ConstraintKind::Check => {
            Constraint::Check(CheckConstraint { name, condition: Expr::Null, deferral, options, from_type: None })
        }
        ConstraintKind::ForeignKey => Constraint::ForeignKey(ForeignKey {
            name,
            columns: Vec::new(),
            referred_table: TableName::new(""),
            referred_columns: Vec::new(),
            on_update: None,
            on_delete: None,
            match_kind: None,
            deferral,
            use_alter: false,
            lost: None,
            by_name: false,
            options,
        }),
    }
}
