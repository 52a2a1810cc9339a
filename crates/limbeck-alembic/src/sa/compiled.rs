//! `sqlalchemy.ext.compiler`: constructs and types that functions of the project write as SQL.

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_ops::op::Execute;
use limbeck_ops::{DialectName, Expr, FunctionCall, Operation, Type, TypeKind};
use limbeck_python::{Args, Class, Error, Result, Value, Vm};

use crate::errors::IntoScript;
use crate::sa::expr::ExprObject;

/// A function that `@compiles(class, dialect…)` decorated.
struct Compiler {
    class: Rc<Class>,
    dialect: Option<String>,
    function: Value,
}

/// Every such function.
#[derive(Default)]
struct Compilers {
    list: RefCell<Vec<Compiler>>,
}

/// `@compiles(class, *dialects)` over `function`.
pub fn register(vm: &mut Vm, class: &Value, dialects: &[Value], function: &Value) -> Result<()> {
    if let Value::Unresolved(unresolved) = class {
        // Of what has an unresolved class nothing is rendered here, but for the statements of Alembic itself.
        if unresolved.name.starts_with("alembic.ddl.") {
            let name = unresolved.name.rsplit('.').next().unwrap_or_default();
            over_construct(vm, name, dialects, function);
        }
        return Ok(());
    }
    let Value::Class(class) = class else {
        if matches!(class, Value::Native(_)) {
            let name = vm.get_attr(class, "__name__")?;
            let name = vm.str(&name)?;
            over_construct(vm, &name, dialects, function);
            return Ok(());
        }
        if let Some(name) = crate::sa::functions::generator_name(class) {
            over_construct(vm, &format!("func.{name}"), dialects, function);
            return Ok(());
        }
        return Err(Error::type_error("compiles() takes a class"));
    };
    // What limbeck writes of its own accord would ignore the function.
    let constraint = &crate::sa::classes::classes(vm).constraints.constraint;
    if class.is_subclass_of(constraint) && !class.is_from_script() {
        return Err(Error::unsupported(format!("`@compiles` over `{}`", class.name)));
    }
    let compilers = match vm.state::<Compilers>() {
        Some(known) => known,
        None => {
            let made = Rc::new(Compilers::default());
            vm.insert_state(Rc::clone(&made));
            made
        }
    };
    let mut list = compilers.list.borrow_mut();
    let mut add = |dialect: Option<String>| {
        list.push(Compiler { class: Rc::clone(class), dialect, function: function.clone() });
    };
    if dialects.is_empty() {
        add(None);
    }
    for dialect in dialects {
        add(dialect.as_str().map(str::to_owned).filter(|name| name != "default"));
    }
    Ok(())
}

/// Functions over statements that limbeck writes itself.
#[derive(Default)]
struct OverConstructs {
    list: RefCell<Vec<(String, Option<String>, Value)>>,
}

/// Notes a function over a construct of SQLAlchemy or Alembic (`DropTable`), for when one is written.
fn over_construct(vm: &mut Vm, name: &str, dialects: &[Value], function: &Value) {
    let known = match vm.state::<OverConstructs>() {
        Some(known) => known,
        None => {
            let made = Rc::new(OverConstructs::default());
            vm.insert_state(Rc::clone(&made));
            made
        }
    };
    let of = |dialect: &Value| dialect.as_str().map(str::to_owned).filter(|name| name != "default");
    let dialects = if dialects.is_empty() { vec![None] } else { dialects.iter().map(of).collect() };
    let mut list = known.list.borrow_mut();
    list.extend(dialects.into_iter().map(|dialect| (name.to_owned(), dialect, function.clone())));
}

/// The constructs that an operation is written by.
fn constructs(operation: &Operation) -> &'static [&'static str] {
    match operation {
        Operation::CreateTable(_) => &["CreateTable", "CreateColumn"],
        Operation::DropTable(_) => &["DropTable"],
        Operation::RenameTable(_) => &["RenameTable"],
        Operation::AddColumn(_) => &["AddColumn"],
        Operation::DropColumn(_) => &["DropColumn"],
        Operation::AlterColumn(_) => &[
            "AlterColumn",
            "ColumnNullable",
            "ColumnType",
            "ColumnName",
            "ColumnDefault",
            "ColumnComment",
            "ComputedColumnDefault",
            "IdentityColumnDefault",
            "PostgresqlColumnType",
            "MySQLAlterDefault",
            "MySQLModifyColumn",
            "MySQLChangeColumn",
        ],
        Operation::CreateIndex(_) => &["CreateIndex"],
        Operation::DropIndex(_) => &["DropIndex"],
        Operation::AddConstraint(_) => &["AddConstraint"],
        Operation::DropConstraint(_) => &["DropConstraint"],
        Operation::TableComment(_) => &["SetTableComment", "DropTableComment"],
        Operation::SequenceDdl(_) => &["CreateSequence", "DropSequence"],
        Operation::Execute(_)
        | Operation::BulkInsert(_)
        | Operation::NamedType(_)
        | Operation::Construct(_)
        | Operation::Batch(_) => &[],
    }
}

/// What to do in place of an operation that a function of the project writes, if there is one. A table that is dropped
/// is written by it; of all else limbeck would ignore what it writes.
///
/// # Errors
/// What the function raises, and for every operation but `drop_table`.
pub fn written_by_project(vm: &mut Vm, operation: &Operation) -> Result<Option<Operation>> {
    let Some(over) = vm.state::<OverConstructs>() else { return Ok(None) };
    let dialect = crate::sa::engine::dialect_of(vm, &Value::None);
    let find = |operation: &Operation| {
        let list = over.list.borrow();
        let of = |wanted: Option<&str>| {
            let fits = |(name, of, _): &&(String, Option<String>, Value)| {
                of.as_deref() == wanted && constructs(operation).contains(&name.as_str())
            };
            list.iter().rev().find(fits).map(|(name, _, function)| (name.clone(), function.clone()))
        };
        of(Some(dialect.name.as_str())).or_else(|| of(None))
    };
    let refused = |name: &str| Err(Error::unsupported(format!("`@compiles` over `{name}`")));
    if let Operation::Batch(batch) = operation {
        return match batch.operations.iter().find_map(|item| find(&item.operation)) {
            Some((name, _)) => refused(&name),
            None => Ok(None),
        };
    }
    let Some((name, function)) = find(operation) else { return Ok(None) };
    let Operation::DropTable(drop) = operation else { return refused(&name) };
    if drop.check_first || !drop.types.is_empty() {
        return refused(&name);
    }
    let runtime = Rc::clone(&crate::runtime::environment(vm)?.runtime);
    let text = runtime.render_operation(&dialect, operation).into_script(vm)?;
    let module = vm.import("sqlalchemy.ext.compiler")?;
    let current = crate::sa::engine::current_dialect_object(vm);
    let schema = drop.table.schema.as_ref().map_or(Value::None, |schema| Value::str(&schema.text));
    let arguments = [function, current, Value::str(&drop.table.name.text), schema, Value::str(text.trim())];
    let written = vm.call_method(&module, "drop_table", Args::of(arguments))?;
    let query = limbeck_ops::Query::Driver(vm.str(&written)?.to_string());
    Ok(Some(Operation::Execute(Execute { query, execution_options: limbeck_ops::Options::none() })))
}

/// The function for a class on a dialect: that of the nearest class, the dialect's own before the default.
fn find(vm: &Vm, class: &Rc<Class>, dialect: &str, with_default: bool) -> Option<Value> {
    let compilers = vm.state::<Compilers>()?;
    let list = compilers.list.borrow();
    class.mro().iter().find_map(|class| {
        let of = |wanted: Option<&str>| {
            list.iter()
                .rev()
                .find(|one| Rc::ptr_eq(&one.class, class) && one.dialect.as_deref() == wanted)
                .map(|one| one.function.clone())
        };
        of(Some(dialect)).or_else(|| if with_default { of(None) } else { None })
    })
}

fn call(vm: &mut Vm, function: &Value, element: &Value) -> Result<String> {
    let module = vm.import("sqlalchemy.ext.compiler")?;
    let class = vm.get_attr(&module, "Compiler")?;
    let dialect = crate::sa::engine::current_dialect_object(vm);
    let compiler = vm.call(&class, Args::of([dialect]))?;
    let mut args = Args::of([element.clone(), compiler]);
    // DDL is compiled without the wish for literals, all else with it.
    let literal = !matches!(element, Value::Instance(instance) if is_ddl(vm, instance.class()));
    if literal && matches!(function, Value::Function(function) if function.takes_any_keyword()) {
        args = args.with("literal_binds", true);
    }
    let text = vm.call(function, args)?;
    let text = vm.str(&text)?.to_string();
    let offline = crate::runtime::current_context(vm).is_ok_and(|context| context.as_sql);
    // The driver halves doubled percents before it sends the text.
    let doubled = !offline && crate::sa::engine::dialect_of(vm, &Value::None).name != DialectName::Sqlite;
    Ok(if doubled { text.replace("%%", "%") } else { text })
}

/// Whether a class is one of statements on the schema.
fn is_ddl(vm: &Vm, class: &Rc<Class>) -> bool {
    class.is_subclass_of(&crate::sa::classes::classes(vm).ddl_element)
        || class.ancestors().iter().any(|class| &*class.name == "DDL" && &*class.module != "builtins")
}

/// The SQL that the project's function writes for an element, if there is one.
///
/// # Errors
/// What the function raises.
pub fn text_of(vm: &mut Vm, element: &Value) -> Result<Option<String>> {
    let Value::Instance(instance) = element else { return Ok(None) };
    let class = Rc::clone(instance.class());
    let dialect = crate::sa::engine::dialect_of(vm, &Value::None).name;
    match find(vm, &class, dialect.as_str(), true) {
        Some(function) => call(vm, &function, element).map(Some),
        None => Ok(None),
    }
}

/// The expression of an object of a project's class that a function of the project writes.
///
/// # Errors
/// What the function raises.
pub fn written(vm: &mut Vm, element: &Value) -> Result<Option<Expr>> {
    let expr = element.downcast_ref::<ExprObject>().map(|object| object.expr.clone());
    let text = text_of(vm, element)?;
    Ok(match (expr, text) {
        (Some(Expr::Function(call)), Some(text)) => Some(Expr::Function(FunctionCall { written: Some(text), ..call })),
        (Some(Expr::Column(column)), Some(text)) => {
            Some(Expr::Column(limbeck_ops::ColumnRef { name: text.into(), is_literal: true, ..column }))
        }
        (Some(Expr::Function(call)), None) if call.written.is_none() => {
            let Value::Instance(instance) = element else { return Ok(None) };
            let class = instance.class();
            if !class.is_from_script() || class.is_subclass_of(&crate::sa::classes::classes(vm).generic_function) {
                return Ok(None);
            }
            let shown = format!("<class '{}'>", class.full_name());
            Some(Expr::Foreign(format!("{shown}: {shown} construct has no default compilation handler.")))
        }
        (_, Some(text)) => Some(crate::sa::expr::text_expr(&text)),
        (_, None) => None,
    })
}

/// Has a function of the project write a call of one of SQLAlchemy's functions, `@compiles(concat)`.
///
/// # Errors
/// What the function raises.
pub fn write_call(vm: &mut Vm, call_of: &mut FunctionCall) -> Result<()> {
    let (Some(over), [name]) = (vm.state::<OverConstructs>(), call_of.name.as_slice()) else { return Ok(()) };
    let key = format!("func.{}", name.text);
    let dialect = crate::sa::engine::dialect_of(vm, &Value::None);
    let of = |wanted: Option<&str>| {
        let list = over.list.borrow();
        list.iter().rev().find(|(name, of, _)| of.as_deref() == wanted && *name == key).map(|found| found.2.clone())
    };
    if let Some(function) = of(Some(dialect.name.as_str())).or_else(|| of(None)) {
        let element = crate::sa::expr::element(vm, Expr::Function(call_of.clone()));
        call_of.written = Some(call(vm, &function, &element)?);
    }
    Ok(())
}

/// Adds to a type what the project's functions write for it on each dialect.
///
/// # Errors
/// What the functions raise.
pub fn variants(vm: &mut Vm, value: &Value, ty: &mut Type) -> Result<()> {
    if vm.state::<Compilers>().is_none() {
        return Ok(());
    }
    let class = match value {
        Value::Instance(instance) => Rc::clone(instance.class()),
        Value::Object(object) => object.class(vm),
        _ => return Ok(()),
    };
    for dialect in [DialectName::Postgresql, DialectName::Sqlite, DialectName::Mysql] {
        let known = ty.variants.iter().any(|(name, _)| *name == dialect);
        if let (Some(function), false) = (find(vm, &class, dialect.as_str(), true), known) {
            let text = match call(vm, &function, value) {
                // It need not have a form on every database.
                Err(error) if error.exception_class() == Some("CompileError") => continue,
                text => text?,
            };
            let usual = crate::sa::render::type_text(vm, &limbeck_ops::Dialect::offline(dialect), ty);
            if usual.as_ref() == Some(&text) {
                continue;
            }
            // Values are handled as those of the type that the text names, where it is a plain one.
            let kind = match text.as_str() {
                "INTEGER" => TypeKind::Integer,
                "BIGINT" => TypeKind::BigInteger,
                "SMALLINT" => TypeKind::SmallInteger,
                "TEXT" => TypeKind::Text(limbeck_ops::StringOptions::default()),
                "BLOB" => TypeKind::Blob(limbeck_ops::StringOptions::default()),
                "JSON" => TypeKind::Json { none_as_null: false },
                _ => TypeKind::Raw { text, options: limbeck_ops::Options::none() },
            };
            ty.variants.push((dialect, Type { decorator: ty.decorator, ..Type::new(kind) }));
        }
    }
    Ok(())
}
