//! DDL statements as objects: `CreateTable(table)`, `CreateSequence(sequence)`, `DropIndex(index)`, `DDL("…")`.

use std::rc::Rc;

use limbeck_ops::op::{Construct, ConstructKind};
use limbeck_ops::{Constraint, DialectName, Operation, TableName};
use limbeck_python::{Args, Class, Error, Module, Object, Result, Signature, Value, Vm};

use crate::runtime::current_context;
use crate::sa::classes::classes;
use crate::sa::column::{ColumnObject, Generated};
use crate::sa::constraints::{ConstraintObject, IndexObject};
use crate::sa::table::TableObject;

/// A DDL statement that `execute` carries out as an operation.
#[derive(Debug)]
pub struct DdlObject {
    operation: Operation,
}

impl Object for DdlObject {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(&classes(vm).opaque)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("DDL")
    }

    fn get_attr(&self, _this: &Value, _vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        if name != "compile" {
            return Ok(None);
        }
        let operation = self.operation.clone();
        let compile = limbeck_python::NativeFn::new(name, move |vm, args| {
            let bound = Signature::parse("(bind=None, dialect=None, **kw)").bind("compile", args)?;
            let wanted = bound.some("dialect").or_else(|| bound.some("bind"));
            let dialect = match wanted {
                Some(wanted) => crate::sa::engine::dialect_of(vm, &wanted),
                None => no_dialect(&operation),
            };
            let text = rendered(vm, &operation, &dialect)?;
            Ok(crate::sa::engine::compiled_text(text))
        });
        Ok(Some(compile.into()))
    }

    fn str(&self, _this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        rendered(vm, &self.operation, &no_dialect(&self.operation)).map(Some)
    }
}

/// The dialect that is nearest to SQLAlchemy's compiler for none: in it tables have no SERIAL.
fn no_dialect(operation: &Operation) -> limbeck_ops::Dialect {
    let is_table = matches!(operation, Operation::CreateTable(_));
    if is_table { limbeck_ops::Dialect::generic() } else { limbeck_ops::Dialect::offline(DialectName::Postgresql) }
}

fn rendered(vm: &mut Vm, operation: &Operation, dialect: &limbeck_ops::Dialect) -> Result<String> {
    let operation = alone(operation, dialect.name);
    let runtime = Rc::clone(&crate::runtime::environment(vm)?.runtime);
    crate::errors::IntoScript::into_script(runtime.render_operation(dialect, &operation), vm)
}

/// The operation that a DDL object stands for.
pub fn operation_of(vm: &Vm, value: &Value) -> Option<Operation> {
    let operation = &value.downcast_ref::<DdlObject>()?.operation;
    Some(match current_context(vm) {
        Ok(context) => alone(operation, context.dialect.name),
        Err(_) => operation.clone(),
    })
}

/// An operation without comments that would be statements of their own.
fn alone(operation: &Operation, dialect: DialectName) -> Operation {
    let mut operation = operation.clone();
    if let (Operation::CreateTable(op), DialectName::Postgresql) = (&mut operation, dialect) {
        op.table.comment = None;
        op.table.columns.iter_mut().for_each(|column| column.comment = None);
    }
    operation
}

fn element(vm: &mut Vm, value: &Value, create: bool, guarded: bool) -> Result<Operation> {
    if let Some(table) = value.downcast::<TableObject>() {
        let convention = crate::sa::table::convention_of(table.metadata.as_ref());
        let object = table;
        let table = object.to_table(vm, &convention)?;
        return Ok(if create {
            // `CreateTable` renders the table alone: without its indexes, its types, and comments that are not in it.
            let mut table = limbeck_ops::Table { indexes: Vec::new(), ..table };
            object.lose_unknown(&mut table);
            for column in &mut table.columns {
                column.ty.make_apart();
            }
            Operation::CreateTable(Box::new(limbeck_ops::op::CreateTable {
                table,
                if_not_exists: guarded,
                check_first: false,
            }))
        } else {
            Operation::DropTable(limbeck_ops::op::DropTable {
                table: table.name,
                if_exists: guarded,
                check_first: false,
                types: Vec::new(),
            })
        });
    }
    if let Some(index) = value.downcast::<IndexObject>() {
        let index = index.index.borrow().clone();
        return Ok(if create {
            Operation::CreateIndex(limbeck_ops::op::CreateIndex { index, if_not_exists: guarded, check_first: false })
        } else {
            Operation::DropIndex(limbeck_ops::op::DropIndex {
                name: index.name,
                schema: index.table.schema.clone(),
                table: Some(index.table.name),
                if_exists: guarded,
                options: index.options,
            })
        });
    }
    if let Some(Generated::Sequence(sequence)) = value.downcast_ref::<Generated>() {
        return Ok(Operation::SequenceDdl(limbeck_ops::op::SequenceDdl {
            sequence: sequence.clone(),
            create,
            check_first: guarded,
        }));
    }
    Err(Error::type_error(format!("can't create or drop '{}'", value.type_name())))
}

/// A schema's name as the current dialect quotes it.
fn quoted(vm: &mut Vm, name: &limbeck_ops::Name) -> Result<String> {
    let query = limbeck_ops::Query::Expr(Box::new(limbeck_ops::Expr::Identifier(name.clone())));
    let text = crate::sa::engine::render_query(vm, &query, &Value::None, true)?;
    // Where percent signs are doubled, the statement that the name goes into doubles them.
    let single = limbeck_ops::Query::Expr(Box::new(limbeck_ops::Expr::Identifier(limbeck_ops::Name::new("%"))));
    let is_doubled = crate::sa::engine::render_query(vm, &single, &Value::None, true)?.contains("%%");
    Ok(if is_doubled { text.replace("%%", "%") } else { text })
}

/// Sets `CreateEnumType` and `DropEnumType` in `sqlalchemy.dialects.postgresql`.
pub fn fill_postgresql(module: Module) -> Module {
    let mut module = module;
    for (name, create) in
        [("CreateEnumType", true), ("DropEnumType", false), ("CreateDomainType", true), ("DropDomainType", false)]
    {
        module = module.function(name, move |vm, args| {
            let bound = Signature::parse("(element, **kw)").bind(name, args)?;
            let ty = crate::sa::types::coerce_type(vm, &bound.value("element"))?;
            let operation = Operation::NamedType(limbeck_ops::op::NamedType { ty, create, check_first: false });
            Ok(Value::object(DdlObject { operation }))
        });
    }
    for (name, op) in [("Any", limbeck_ops::UnaryOp::Any), ("All", limbeck_ops::UnaryOp::All)] {
        module = module.function(name, move |vm, args| {
            let bound = Signature::parse("(other, arrexpr, operator=None)").bind(name, args)?;
            let method = if op == limbeck_ops::UnaryOp::Any { "any" } else { "all" };
            let mut rest = vec![bound.value("other")];
            rest.extend(bound.some("operator"));
            vm.call_method(&bound.value("arrexpr"), method, Args::of(rest))
        });
    }
    module = module.function("array_agg", crate::sa::functions::postgresql_array_agg);
    module = module.function("hstore", |vm, args| crate::sa::functions::named(vm, "hstore", args));
    for name in crate::sa::functions::TEXT_SEARCH {
        module = module.function(name, |vm, args| crate::sa::functions::named(vm, name, args));
    }
    module
}

/// The name of the table that a value is.
fn table_name(value: &Value) -> Result<TableName> {
    match value.downcast::<TableObject>() {
        Some(table) => Ok(table.name.clone()),
        None => Err(Error::type_error(format!("expected a Table, got '{}'", value.type_name()))),
    }
}

/// A constraint, under its table's convention, and the name of its table.
fn constraint_of(vm: &mut Vm, value: &Value) -> Result<(TableName, Constraint, Option<String>)> {
    let Some(object) = value.downcast::<ConstraintObject>() else {
        return Err(Error::type_error(format!("expected a constraint, got '{}'", value.type_name())));
    };
    let known = object.table.borrow().clone().or_else(|| object.made_over.clone());
    let table = match known {
        Some(table) => table,
        None => {
            let table = vm.get_attr(value, "table")?;
            table_name(&table)?
        }
    };
    let constraint = object.written(&table);
    Ok((table, constraint, object.comment.clone()))
}

/// A column with the checks that are written with it, and what it knows of its table: columns, and what is a key.
fn column_of(column: &ColumnObject) -> (limbeck_ops::Column, Option<limbeck_ops::Table>) {
    let mut data = column.data.borrow().clone();
    let Some(limbeck_ops::From::Table(name, columns)) = column.table.get().map(|from| &**from) else {
        let own = column.constraints.iter().map(|constraint| constraint.constraint.borrow().clone());
        data.constraints = own.filter(|constraint| matches!(constraint, Constraint::Check(_))).collect();
        return (data, None);
    };
    let key = columns.iter().filter(|column| column.primary_key).map(|column| column.name.clone());
    let mut constraints = vec![Constraint::PrimaryKey(limbeck_ops::PrimaryKey {
        name: limbeck_ops::ConstraintName::Unnamed,
        columns: key.collect(),
        deferral: limbeck_ops::Deferral::default(),
        options: limbeck_ops::Options::none(),
        implicit: true,
    })];
    constraints.extend(column.foreign_keys.iter().map(|key| {
        Constraint::ForeignKey(limbeck_ops::ForeignKey { columns: vec![data.name.clone()], ..key.clone() })
    }));
    let table = limbeck_ops::Table {
        name: name.clone(),
        columns: columns.clone(),
        constraints,
        indexes: Vec::new(),
        comment: None,
        prefixes: Vec::new(),
        options: limbeck_ops::Options::none(),
    };
    (data, Some(table))
}

/// The constructs of constraints, comments and columns.
fn construct(vm: &mut Vm, class: &str, args: Args) -> Result<Construct> {
    let bound = match class {
        "DropConstraint" => {
            Signature::parse("(element, *, cascade=False, if_exists=False, isolate_from_table=True, **kw)")
        }
        "AddConstraint" => Signature::parse("(element, *, isolate_from_table=True)"),
        _ => Signature::parse("(element)"),
    }
    .bind(class, args)?;
    let element = bound.value("element");
    let mut whole = None;
    let (table, kind) = match class {
        "AddConstraint" => {
            let (table, constraint, _) = constraint_of(vm, &element)?;
            (table, ConstructKind::AddConstraint(Box::new(constraint)))
        }
        "DropConstraint" => {
            let (table, constraint, _) = constraint_of(vm, &element)?;
            let (cascade, if_exists) = (vm.truth(&bound.value("cascade"))?, vm.truth(&bound.value("if_exists"))?);
            (table, ConstructKind::DropConstraint { constraint: Box::new(constraint), cascade, if_exists })
        }
        "SetConstraintComment" | "DropConstraintComment" => {
            let (table, constraint, comment) = constraint_of(vm, &element)?;
            let comment = if class == "SetConstraintComment" {
                Some(
                    comment
                        .ok_or_else(|| Error::unsupported("the comment of a constraint that was asked of a table"))?,
                )
            } else {
                None
            };
            (table, ConstructKind::ConstraintComment { constraint: Box::new(constraint), comment })
        }
        "SetTableComment" | "DropTableComment" => {
            let table = table_name(&element)?;
            let comment = element.downcast::<TableObject>().and_then(|table| table.comment.clone());
            (table, ConstructKind::TableComment((class == "SetTableComment").then_some(comment)))
        }
        _ => {
            let Some(column) = element.downcast::<ColumnObject>() else {
                return Err(Error::type_error(format!("expected a Column, got '{}'", element.type_name())));
            };
            let (data, known) = column_of(&column);
            let table = known.as_ref().map_or_else(|| TableName::new(""), |table| table.name.clone());
            whole = known.map(Box::new);
            let data = Box::new(data);
            let kind = match class {
                "CreateColumn" => ConstructKind::Column(data),
                "DropColumnComment" => ConstructKind::NoColumnComment(data),
                _ => ConstructKind::ColumnComment(data),
            };
            (table, kind)
        }
    };
    Ok(Construct { table, whole, kind })
}

/// Sets the names of `sqlalchemy.schema` that make DDL objects.
pub fn fill(module: Module) -> Module {
    let mut module = module;
    for name in ["CreateTable", "CreateSequence", "CreateIndex", "DropTable", "DropSequence", "DropIndex"] {
        let create = name.starts_with("Create");
        module = module.function(name, move |vm, args| {
            let bound = match name {
                "CreateTable" => {
                    Signature::parse("(element, include_foreign_key_constraints=None, if_not_exists=False)")
                }
                "CreateSequence" | "CreateIndex" => Signature::parse("(element, if_not_exists=False)"),
                _ => Signature::parse("(element, if_exists=False)"),
            }
            .bind(name, args)?;
            let guarded = vm.truth(&bound.value(if create { "if_not_exists" } else { "if_exists" }))?;
            let mut operation = element(vm, &bound.value("element"), create, guarded)?;
            if let (Operation::CreateTable(op), true) = (&mut operation, name == "CreateTable")
                && let Some(keys) = bound.some("include_foreign_key_constraints")
            {
                let mut kept = Vec::new();
                for key in vm.iterate(&keys)? {
                    kept.extend(key.downcast::<ConstraintObject>().map(|key| key.named()));
                }
                op.table.constraints.retain(|one| !matches!(one, Constraint::ForeignKey(_)) || kept.contains(one));
            }
            Ok(Value::object(DdlObject { operation }))
        });
    }
    for name in [
        "AddConstraint",
        "DropConstraint",
        "SetTableComment",
        "DropTableComment",
        "SetColumnComment",
        "DropColumnComment",
        "SetConstraintComment",
        "DropConstraintComment",
        "CreateColumn",
    ] {
        module = module.function(name, move |vm, args| {
            let operation = Operation::Construct(construct(vm, name, args)?);
            Ok(Value::object(DdlObject { operation }))
        });
    }
    for name in ["CreateSchema", "DropSchema"] {
        module = module.function(name, move |vm, args| {
            let create = name == "CreateSchema";
            let signature =
                if create { "(name, if_not_exists=False)" } else { "(name, cascade=False, if_exists=False)" };
            let bound = Signature::parse(signature).bind(name, args)?;
            let schema = crate::sa::names::required_name(&bound.value("name"))?;
            let mut text = if create { "CREATE SCHEMA " } else { "DROP SCHEMA " }.to_owned();
            if create && vm.truth(&bound.value("if_not_exists"))? {
                text.push_str("IF NOT EXISTS ");
            }
            if !create && vm.truth(&bound.value("if_exists"))? {
                text.push_str("IF EXISTS ");
            }
            text.push_str(&quoted(vm, &schema)?);
            if !create && vm.truth(&bound.value("cascade"))? {
                text.push_str(" CASCADE");
            }
            Ok(crate::sa::expr::element(vm, crate::sa::expr::text_expr(&text.replace(':', "\\:"))))
        });
    }
    module.function("DDL", |vm, args| {
        let bound = Signature::parse("(statement, context=None)").bind("DDL", args)?;
        let statement = bound.value("statement");
        if statement.as_str().is_none() && !statement.is_unresolved() {
            let shown = vm.repr(&statement)?;
            let message = format!("Expected a string or unicode SQL statement, got '{shown}'");
            return Err(crate::errors::argument_error(vm, &message));
        }
        let statement = Value::from(crate::sa::names::text_of(&statement)?);
        let module = vm.import("_limbeck_ddl")?;
        vm.call_method(&module, "DDL", Args::of([statement, bound.value("context")]))
    })
}
