//! `sqlalchemy.ext.compiler`: constructs and types that functions of the project write as SQL.

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_ops::{DialectName, Type, TypeKind};
use limbeck_python::{Args, Class, Error, Result, Value, Vm};

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
    // What has an unresolved class is never rendered here.
    if class.is_unresolved() {
        return Ok(());
    }
    let Value::Class(class) = class else {
        // Statements that limbeck writes itself (`CreateSequence`), on dialects where it writes none of their kind.
        let elsewhere = |dialect: &Value| !matches!(dialect.as_str(), Some("postgresql" | "sqlite" | "default") | None);
        if matches!(class, Value::Native(_)) && !dialects.is_empty() && dialects.iter().all(elsewhere) {
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
    let text = vm.call(function, Args::of([element.clone(), compiler]))?;
    Ok(vm.str(&text)?.to_string())
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
            let text = call(vm, &function, value)?;
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
