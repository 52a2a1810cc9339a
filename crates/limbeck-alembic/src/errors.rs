//! Exceptions of SQLAlchemy and Alembic, and how a database error reaches a script and comes out again.

use std::rc::Rc;

use limbeck_ops::{HostError, ServerError, ServerErrorKind};
use limbeck_python::{Class, ClassBuilder, Error, Instance, Module, Object, Result, Value, Vm};

use crate::sa::classes::classes;

/// The attribute of an exception that holds the host's error, with its statement and place.
const HOST_ERROR: &str = "_limbeck_host_error";

/// `sqlalchemy.exc` and `alembic.util.CommandError`, by name.
#[derive(Debug)]
pub struct ExceptionClasses {
    list: Vec<(&'static str, Rc<Class>)>,
    /// The drivers' own errors (`e.orig`).
    driver: Rc<Class>,
    /// `alembic.util.exc.CommandError`.
    pub command_error: Rc<Class>,
}

/// Name and base.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("SQLAlchemyError", "Exception"),
    ("ArgumentError", "SQLAlchemyError"),
    ("ObjectNotExecutableError", "ArgumentError"),
    ("NoSuchModuleError", "ArgumentError"),
    ("NoForeignKeysError", "ArgumentError"),
    ("AmbiguousForeignKeysError", "ArgumentError"),
    ("ConstraintColumnNotFoundError", "ArgumentError"),
    ("DuplicateColumnError", "ArgumentError"),
    ("CircularDependencyError", "SQLAlchemyError"),
    ("CompileError", "SQLAlchemyError"),
    ("UnsupportedCompilationError", "CompileError"),
    ("IdentifierError", "SQLAlchemyError"),
    ("TimeoutError", "SQLAlchemyError"),
    ("InvalidRequestError", "SQLAlchemyError"),
    ("IllegalStateChangeError", "InvalidRequestError"),
    ("NoInspectionAvailable", "InvalidRequestError"),
    ("PendingRollbackError", "InvalidRequestError"),
    ("ResourceClosedError", "InvalidRequestError"),
    ("NoSuchColumnError", "InvalidRequestError"),
    ("NoResultFound", "InvalidRequestError"),
    ("MultipleResultsFound", "InvalidRequestError"),
    ("NoReferenceError", "InvalidRequestError"),
    ("NoReferencedTableError", "NoReferenceError"),
    ("NoReferencedColumnError", "NoReferenceError"),
    ("NoSuchTableError", "InvalidRequestError"),
    ("UnreflectableTableError", "InvalidRequestError"),
    ("UnboundExecutionError", "InvalidRequestError"),
    ("StatementError", "SQLAlchemyError"),
    ("DBAPIError", "StatementError"),
    ("InterfaceError", "DBAPIError"),
    ("DatabaseError", "DBAPIError"),
    ("DataError", "DatabaseError"),
    ("OperationalError", "DatabaseError"),
    ("IntegrityError", "DatabaseError"),
    ("InternalError", "DatabaseError"),
    ("ProgrammingError", "DatabaseError"),
    ("NotSupportedError", "DatabaseError"),
    ("SADeprecationWarning", "DeprecationWarning"),
    ("SAWarning", "RuntimeWarning"),
    ("RemovedIn20Warning", "SADeprecationWarning"),
    ("MovedIn20Warning", "SADeprecationWarning"),
];

impl ExceptionClasses {
    /// Builds the classes.
    pub fn new(vm: &mut Vm) -> Self {
        let mut list: Vec<(&'static str, Rc<Class>)> = Vec::new();
        for (name, base) in EXCEPTIONS {
            let base = match list.iter().find(|(known, _)| known == base) {
                Some((_, class)) => Rc::clone(class),
                None => vm.builtin_exception(base),
            };
            let mut builder = ClassBuilder::new(name).module("sqlalchemy.exc").base(&base);
            if *name == "NoSuchColumnError" {
                // Its text is that of SQLAlchemy's exceptions, not the quoted one of a KeyError.
                builder = builder.base(&vm.builtin_exception("KeyError")).method("__str__", |vm, this, _args| {
                    let args = vm.get_attr(this, "args")?.as_sequence().unwrap_or_default();
                    Ok(args.into_iter().next().unwrap_or_else(|| Value::str("")))
                });
            }
            list.push((name, builder.build()));
        }
        let exception = vm.builtin_exception("Exception");
        let driver = ClassBuilder::new("Error").module("psycopg2").base(&exception).build();
        let command_error = ClassBuilder::new("CommandError").module("alembic.util.exc").base(&exception).build();
        ExceptionClasses { list, driver, command_error }
    }

    /// A class by name.
    pub fn get(&self, name: &str) -> Option<&Rc<Class>> {
        self.list.iter().find(|(known, _)| *known == name).map(|(_, class)| class)
    }

    /// Sets every name in `sqlalchemy.exc`.
    pub fn fill(&self, module: &Module) {
        for (name, class) in &self.list {
            module.set(name, Rc::clone(class));
        }
    }
}

/// Keeps a host's error inside the exception that the script sees.
#[derive(Debug)]
struct HostErrorObject(HostError);

impl Object for HostErrorObject {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(&classes(vm).server_value)
    }
}

/// Raises an exception of `sqlalchemy.exc` by name.
pub fn sqlalchemy_error(vm: &mut Vm, name: &str, message: &str) -> Error {
    let class = match classes(vm).exceptions.get(name) {
        Some(class) => Rc::clone(class),
        None => vm.builtin_exception(if name == "NotImplementedError" { "NotImplementedError" } else { "ValueError" }),
    };
    vm.new_exception(&class, vec![Value::str(message)])
}

/// `sqlalchemy.exc.CompileError`.
pub fn compile_error(vm: &mut Vm, message: &str) -> Error {
    sqlalchemy_error(vm, "CompileError", message)
}

/// `sqlalchemy.exc.ArgumentError`.
pub fn argument_error(vm: &mut Vm, message: &str) -> Error {
    sqlalchemy_error(vm, "ArgumentError", message)
}

/// `sqlalchemy.exc.InvalidRequestError`.
pub fn invalid_request(vm: &mut Vm, message: &str) -> Error {
    sqlalchemy_error(vm, "InvalidRequestError", message)
}

/// `sqlalchemy.exc.ProgrammingError` without a statement, as the drivers raise it for values they can't adapt.
pub fn programming_error(vm: &mut Vm, message: &str) -> Error {
    sqlalchemy_error(vm, "ProgrammingError", message)
}

/// `alembic.util.CommandError`.
pub fn command_error(vm: &mut Vm, message: &str) -> Error {
    let class = Rc::clone(&classes(vm).exceptions.command_error);
    vm.new_exception(&class, vec![Value::str(message)])
}

/// The error for an unresolved value that matters.
pub fn needed(vm: &mut Vm, value: &Value, why: &str) -> Error {
    match value {
        Value::Unresolved(unresolved) => vm.unresolved_error(unresolved, why),
        other => Error::type_error(format!("'{}' {why}", other.type_name())),
    }
}

/// Turns a host's error into the exception that SQLAlchemy would raise; the host's error stays inside it.
pub fn raise_host_error(vm: &mut Vm, error: HostError) -> Error {
    let raised = match &error {
        HostError::Server(server) => server_exception(vm, server),
        HostError::Compile { class, message, .. } => match classes(vm).exceptions.get(class).cloned() {
            Some(class) => vm.new_exception(&class, vec![Value::str(message)]),
            None => {
                let class = match *class {
                    "CommandError" => Rc::clone(&classes(vm).exceptions.command_error),
                    "NotImplementedError"
                    | "TypeError"
                    | "ValueError"
                    | "KeyError"
                    | "AttributeError"
                    | "AssertionError"
                    | "IndexError" => vm.builtin_exception(class),
                    _ => vm.builtin_exception("Exception"),
                };
                // A KeyError shows its key as Python writes it.
                let key = message.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
                let argument = key.filter(|_| &*class.name == "KeyError").unwrap_or(message);
                vm.new_exception(&class, vec![Value::str(argument)])
            }
        },
        HostError::Unsupported { what, .. } => return Error::unsupported(what.clone()),
        HostError::Offline { .. } => command_error(vm, &error.to_string()),
        HostError::Connect { message, .. } => sqlalchemy_error(vm, "OperationalError", &message.to_string()),
        HostError::Journal { message, .. } => command_error(vm, &message.to_string()),
        HostError::Interrupted => return Error::Interrupted,
    };
    if let Some(Value::Instance(instance)) = raised.exception_value() {
        instance.set(HOST_ERROR, Value::object(HostErrorObject(error)));
    }
    raised
}

/// The host's error that an exception out of a script stands for.
pub fn host_error(error: &Error) -> Option<HostError> {
    held(error.exception_value()?)
}

/// The host's error that an exception out of a script was raised from (`raise … from error`). An exception that was merely
/// raised while another was handled speaks for itself.
pub fn host_cause(error: &Error) -> Option<HostError> {
    let mut current = error.exception_value()?.clone();
    for _ in 0..16 {
        let Value::Instance(instance) = &current else { return None };
        let cause = instance.get("__cause__").filter(|cause| !cause.is_none())?;
        if let Some(host) = held(&cause) {
            return Some(host);
        }
        current = cause;
    }
    None
}

fn held(exception: &Value) -> Option<HostError> {
    let Value::Instance(instance) = exception else { return None };
    instance.get(HOST_ERROR)?.downcast_ref::<HostErrorObject>().map(|object| object.0.clone())
}

fn server_exception(vm: &mut Vm, error: &ServerError) -> Error {
    let (name, driver) = match error.kind {
        ServerErrorKind::Integrity => ("IntegrityError", "IntegrityError"),
        ServerErrorKind::Programming => ("ProgrammingError", "ProgrammingError"),
        ServerErrorKind::Operational => ("OperationalError", "OperationalError"),
        ServerErrorKind::Data => ("DataError", "DataError"),
        ServerErrorKind::Internal => ("InternalError", "InternalError"),
        ServerErrorKind::NotSupported => ("NotSupportedError", "NotSupportedError"),
        ServerErrorKind::Interface => ("InterfaceError", "InterfaceError"),
    };
    let mut text = error.message.clone();
    for (label, part) in [("DETAIL", &error.detail), ("HINT", &error.hint), ("CONTEXT", &error.context)] {
        if let Some(part) = part {
            text.push_str(&format!("\n{label}:  {part}"));
        }
    }
    let orig = driver_exception(vm, error, driver, &text);
    // Its name as SQLAlchemy tells it: `(psycopg2.errors.UndefinedTable)`.
    let dialect = crate::sa::engine::dialect_of(vm, &Value::None).name;
    let class = vm.class_of(&orig);
    let driver = match dialect {
        limbeck_ops::DialectName::Postgresql => format!("psycopg2.errors.{}", class.name),
        limbeck_ops::DialectName::Sqlite => format!("sqlite3.{driver}"),
        limbeck_ops::DialectName::Mysql | limbeck_ops::DialectName::Mariadb => format!("pymysql.err.{driver}"),
    };
    let text = match &error.code {
        // The drivers of MySQL give the number first.
        Some(code) if dialect.is_mysql() => {
            let shown = vm.repr(&Value::str(&text)).unwrap_or_else(|_| text.as_str().into());
            format!("({code}, {shown})")
        }
        _ => text,
    };
    // What PostgreSQL's driver says ends with a line break of its own.
    let line_break = if dialect == limbeck_ops::DialectName::Postgresql { "\n\n" } else { "\n" };
    let message = format!("({driver}) {text}{line_break}[SQL: {}]", error.statement);
    let raised = sqlalchemy_error(vm, name, &message);
    if let Some(Value::Instance(instance)) = raised.exception_value() {
        instance.set("orig", orig);
        instance.set("statement", Value::str(&error.statement));
        instance.set("connection_invalidated", Value::Bool(false));
        instance.set("params", Value::None);
        instance.set("code", Value::None);
    }
    raised
}

/// The driver's exception (`error.orig`): on PostgreSQL of the class that psycopg2 has for the SQLSTATE.
fn driver_exception(vm: &mut Vm, error: &ServerError, class: &str, text: &str) -> Value {
    let optional = |text: &Option<String>| text.as_deref().map_or(Value::None, Value::str);
    if error.code.as_deref().is_some_and(|code| code.len() == 5) {
        let arguments = vec![
            optional(&error.code),
            Value::str(text),
            Value::str(&error.message),
            optional(&error.detail),
            optional(&error.hint),
            optional(&error.constraint),
        ];
        let made = vm
            .import("_limbeck_psycopg2_errors")
            .and_then(|module| vm.call_method(&module, "make", limbeck_python::Args::of(arguments)));
        if let Ok(made) = made {
            return made;
        }
    }
    let dialect = crate::sa::engine::dialect_of(vm, &Value::None).name;
    let number = error.code.as_deref().filter(|_| dialect.is_mysql()).and_then(|code| code.parse().ok());
    // The driver of SQLite is a module that scripts can name.
    let of_sqlite = match dialect {
        limbeck_ops::DialectName::Sqlite => vm.import("sqlite3").and_then(|module| vm.get_attr(&module, class)).ok(),
        _ => None,
    };
    let class = match of_sqlite {
        Some(Value::Class(class)) => class,
        _ => Rc::clone(&classes(vm).exceptions.driver),
    };
    let orig = Instance::new(class);
    orig.set(
        "args",
        match number {
            // The drivers of MySQL give the number first.
            Some(number) => Value::tuple(vec![Value::int(number), Value::str(&error.message)]),
            None => Value::tuple(vec![Value::str(text)]),
        },
    );
    orig.set("pgcode", optional(&error.code));
    orig.set("sqlstate", optional(&error.code));
    orig.set("pgerror", Value::str(text));
    Value::Instance(Rc::new(orig))
}

/// Runs a host's answer into the script's world.
pub trait IntoScript<T> {
    /// The value, or the exception that SQLAlchemy would raise.
    ///
    /// # Errors
    /// The exception.
    fn into_script(self, vm: &mut Vm) -> Result<T>;
}

impl<T> IntoScript<T> for std::result::Result<T, HostError> {
    fn into_script(self, vm: &mut Vm) -> Result<T> {
        self.map_err(|error| raise_host_error(vm, error))
    }
}
