//! DDL statements as objects: `CreateTable(table)`, `CreateSequence(sequence)`, `DropIndex(index)`, `DDL("…")`.

use std::rc::Rc;

use limbeck_ops::{DialectName, Operation};
use limbeck_python::{Args, Class, Error, Module, Object, Result, Signature, Value, Vm};

use crate::runtime::current_context;
use crate::sa::classes::classes;
use crate::sa::column::Generated;
use crate::sa::constraints::IndexObject;
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
}

/// The operation that a DDL object stands for.
pub fn operation_of(value: &Value) -> Option<Operation> {
    value.downcast_ref::<DdlObject>().map(|ddl| ddl.operation.clone())
}

fn element(vm: &mut Vm, value: &Value, create: bool, guarded: bool) -> Result<Operation> {
    if let Some(table) = value.downcast::<TableObject>() {
        if create {
            table.referred_tables_known(vm)?;
        }
        let convention = crate::sa::table::convention_of(table.metadata.as_ref());
        let table = table.to_table(vm, &convention)?;
        return Ok(if create {
            // `CreateTable` renders the table alone: without its indexes, its types, and comments that are not in it.
            let mut table = limbeck_ops::Table { indexes: Vec::new(), ..table };
            if current_context(vm).is_ok_and(|context| context.dialect.name == DialectName::Postgresql) {
                table.comment = None;
                for column in &mut table.columns {
                    column.comment = None;
                }
            }
            for column in &mut table.columns {
                column.ty.kind.make_apart();
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
    crate::sa::engine::render_query(vm, &query, &Value::None, true)
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
    module = module.function("array_agg", |vm, args| crate::sa::functions::named(vm, "array_agg", args));
    module = module.function("hstore", |vm, args| crate::sa::functions::named(vm, "hstore", args));
    for name in crate::sa::functions::TEXT_SEARCH {
        module = module.function(name, |vm, args| crate::sa::functions::named(vm, name, args));
    }
    module
}

/// Sets the names of `sqlalchemy.schema` that make DDL objects.
pub fn fill(module: Module) -> Module {
    let mut module = module;
    for name in ["CreateTable", "CreateSequence", "CreateIndex", "DropTable", "DropSequence", "DropIndex"] {
        let create = name.starts_with("Create");
        module = module.function(name, move |vm, args| {
            let bound = Signature::parse("(element, if_not_exists=False, if_exists=False, **kw)").bind(name, args)?;
            let guarded = vm.truth(&bound.value("if_not_exists"))? || vm.truth(&bound.value("if_exists"))?;
            let operation = element(vm, &bound.value("element"), create, guarded)?;
            Ok(Value::object(DdlObject { operation }))
        });
    }
    for name in ["CreateSchema", "DropSchema"] {
        module = module.function(name, move |vm, args| {
            let bound = Signature::parse("(name, if_not_exists=False, if_exists=False, cascade=False, **kw)")
                .bind(name, args)?;
            let schema = crate::sa::names::required_name(&bound.value("name"))?;
            let create = name == "CreateSchema";
            let mut text = if create { "CREATE SCHEMA " } else { "DROP SCHEMA " }.to_owned();
            if vm.truth(&bound.value("if_not_exists"))? {
                text.push_str("IF NOT EXISTS ");
            }
            if vm.truth(&bound.value("if_exists"))? {
                text.push_str("IF EXISTS ");
            }
            text.push_str(&quoted(vm, &schema)?);
            if vm.truth(&bound.value("cascade"))? {
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
