//! `alembic.context`, as env.py uses it: configuration, transactions, and the call that runs the migrations.

mod config_object;
mod configure;
mod impl_object;
pub(crate) mod implementation;
mod output;
pub(crate) mod scripts;
mod version_apply;

use std::cell::Cell;
use std::rc::Rc;

use limbeck_python::{Args, Class, ClassBuilder, Module, NativeFn, Object, Result, Signature, Value, Vm};

use crate::errors::IntoScript;
use crate::runtime::{MigrationContext, current_context, environment};
use crate::sa::classes::classes;
use crate::sa::names::text_of;
use crate::sa::query::to_query;

pub use config_object::{config_class, config_value};
pub use implementation::Implementation;
pub use output::Output;
pub use version_apply::version_apply_arguments;

/// How many `autocommit_block()`s are open.
#[derive(Debug, Default)]
pub struct AutocommitDepth(pub Cell<usize>);

/// `op.get_context()`, `context.get_context()`.
#[derive(Debug)]
struct ContextObject {
    context: Rc<MigrationContext>,
}

/// A migration context as a script's value.
pub fn context_value(_vm: &Vm, context: &Rc<MigrationContext>) -> Value {
    Value::object(ContextObject { context: Rc::clone(context) })
}

impl Object for ContextObject {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(&classes(vm).migration_context)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("MigrationContext")
    }

    fn get_attr(&self, this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "bind" | "connection" => Some(self.context.connection.clone()),
            "dialect" => Some(crate::sa::dialect::dialect_value(vm, self.context.dialect.clone())),
            "as_sql" => Some(Value::Bool(self.context.as_sql)),
            "config" => {
                let environment = environment(vm)?;
                Some(config_value(vm, &environment))
            }
            "version_table" => Some(Value::str(&self.context.version_table)),
            "version_table_schema" => {
                Some(self.context.version_table_schema.as_ref().map_or(Value::None, |name| Value::str(&name.text)))
            }
            "opts" => Some(self.context.opts.clone()),
            "environment_context" => Some(vm.import("alembic.context")?),
            "impl" => Some(impl_object::value(&self.context)),
            "migration_context" => Some(this.clone()),
            _ => None,
        })
    }
}

/// The class of migration contexts.
pub fn context_class() -> Rc<Class> {
    ClassBuilder::new("MigrationContext")
        .module("alembic.runtime.migration")
        .method("autocommit_block", |vm, _this, _args| {
            let context = current_context(vm)?;
            Ok(Value::object(Block { kind: BlockKind::Autocommit, context, opened: Cell::new(false) }))
        })
        .method("begin_transaction", |vm, _this, _args| begin_transaction(vm))
        .class_attr("configure", NativeFn::new("configure", configure::beside))
        .method("get_current_revision", |vm, this, _args| {
            let heads = heads(vm, this)?;
            if heads.len() > 1 {
                let table = own_context(vm, this)?.version_table.clone();
                return Err(crate::errors::command_error(
                    vm,
                    &format!("Version table '{table}' has more than one head present; please use get_current_heads()"),
                ));
            }
            Ok(heads.into_iter().next().map_or(Value::None, Value::from))
        })
        .method("get_current_heads", |vm, this, _args| {
            Ok(Value::tuple(heads(vm, this)?.into_iter().map(Value::from).collect()))
        })
        .method("_ensure_version_table", |vm, _this, _args| {
            let context = current_context(vm)?;
            let runtime = Rc::clone(&environment(vm)?.runtime);
            runtime.ensure_version_table(&context).into_script(vm)?;
            Ok(Value::None)
        })
        .method("execute", |vm, _this, args| execute(vm, args))
        .method("static_output", |vm, _this, args| static_output(vm, args))
        .build()
}

fn own_context(vm: &mut Vm, this: &Value) -> Result<Rc<MigrationContext>> {
    match this.downcast::<ContextObject>() {
        Some(object) => Ok(Rc::clone(&object.context)),
        None => current_context(vm),
    }
}

fn heads(vm: &mut Vm, this: &Value) -> Result<Vec<String>> {
    let context = own_context(vm, this)?;
    let runtime = Rc::clone(&environment(vm)?.runtime);
    runtime.current_heads(&context).into_script(vm)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BlockKind {
    Transaction,
    Autocommit,
}

/// `with context.begin_transaction():`, `with op.get_context().autocommit_block():`.
#[derive(Debug)]
struct Block {
    kind: BlockKind,
    context: Rc<MigrationContext>,
    opened: Cell<bool>,
}

impl Object for Block {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(&classes(vm).opaque)
    }

    fn enter(&self, this: &Value, vm: &mut Vm) -> Result<Option<Value>> {
        let runtime = Rc::clone(&environment(vm)?.runtime);
        match self.kind {
            BlockKind::Transaction => {
                self.opened.set(runtime.begin_transaction(&self.context).into_script(vm)?);
            }
            BlockKind::Autocommit => {
                runtime.begin_autocommit(&self.context).into_script(vm)?;
                self.opened.set(true);
                autocommit_depth(vm, 1);
            }
        }
        Ok(Some(this.clone()))
    }

    fn exit(&self, _this: &Value, vm: &mut Vm, exception: Option<&Value>) -> Result<Option<bool>> {
        if !self.opened.replace(false) {
            return Ok(Some(false));
        }
        let runtime = Rc::clone(&environment(vm)?.runtime);
        let done = match self.kind {
            BlockKind::Transaction => runtime.end_transaction(&self.context, exception.is_none()),
            BlockKind::Autocommit => {
                autocommit_depth(vm, -1);
                runtime.end_autocommit(&self.context)
            }
        };
        let done = done.into_script(vm);
        let done = output::pass_on_after(vm, &self.context, done);
        // The first error is the one to report.
        match done {
            Err(_) if exception.is_some() => Ok(Some(false)),
            other => other.map(|()| Some(false)),
        }
    }
}

fn autocommit_depth(vm: &mut Vm, change: isize) {
    let depth = match vm.state::<AutocommitDepth>() {
        Some(depth) => depth,
        None => {
            let depth = Rc::new(AutocommitDepth::default());
            vm.insert_state(Rc::clone(&depth));
            depth
        }
    };
    depth.0.set(depth.0.get().saturating_add_signed(change));
}

fn begin_transaction(vm: &mut Vm) -> Result<Value> {
    let context = current_context(vm)?;
    Ok(Value::object(Block { kind: BlockKind::Transaction, context, opened: Cell::new(false) }))
}

fn execute(vm: &mut Vm, args: Args) -> Result<Value> {
    let span = args.span;
    let bound = Signature::parse("(sql, execution_options=None)").bind("execute", args)?;
    crate::sa::execution_options::refuse_all(&bound.value("execution_options"))?;
    let sql = bound.value("sql");
    let operation = match crate::sa::ddl::operation_of(vm, &sql) {
        Some(operation) => operation,
        None => limbeck_ops::Operation::Execute(limbeck_ops::op::Execute {
            query: to_query(vm, &sql)?,
            execution_options: limbeck_ops::Options::none(),
        }),
    };
    crate::op::operate(vm, operation, span)?;
    Ok(Value::None)
}

fn static_output(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(text)").bind("static_output", args)?;
    let text = text_of(&bound.value("text"))?;
    let context = current_context(vm)?;
    context.host.borrow_mut().emit(&text);
    output::pass_on(vm, &context)?;
    Ok(Value::None)
}

/// `context.run_migrations(**kw)`.
fn run_migrations(vm: &mut Vm, args: Args) -> Result<Value> {
    let environment = environment(vm)?;
    let context = current_context(vm)?;
    let keywords = args.keyword;
    version_apply::note_arguments(vm, &keywords);
    let runtime = Rc::clone(&environment.runtime);
    let scripts = runtime.scripts()?;
    let state = Rc::clone(&environment);
    let done = runtime.run_migrations(vm, &context, &mut |vm, step| {
        state.in_revision.set(true);
        let result = scripts.run(vm, step, &keywords);
        state.in_revision.set(false);
        result
    });
    output::pass_on_after(vm, &context, done)?;
    Ok(Value::None)
}

/// `-x key=value` as a dictionary, or as a list.
fn x_argument(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(as_dictionary=False)").bind("get_x_argument", args)?;
    let given = environment(vm)?.config.x_arguments.clone();
    if vm.truth(&bound.value("as_dictionary"))? {
        return Ok(Value::dict(given.iter().map(|item| {
            let (key, value) = item.split_once('=').unwrap_or((item, ""));
            (key.to_owned(), Value::str(value))
        })));
    }
    Ok(Value::list(given.iter().map(Value::str).collect()))
}

/// The module `alembic.context`.
pub fn module(vm: &mut Vm) -> Result<Module> {
    let environment = environment(vm)?;
    let config = config_value(vm, &environment);
    let optional = |text: Option<String>| text.map_or(Value::None, Value::from);
    Ok(Module::new("alembic.context")
        .with("config", config)
        // Some ask it whether Alembic runs them.
        .with("_proxy", Value::Bool(true))
        .function("configure", configure::configure)
        .function("is_offline_mode", |vm, _args| Ok(Value::Bool(crate::runtime::environment(vm)?.runtime.is_offline())))
        .function("begin_transaction", |vm, _args| begin_transaction(vm))
        .function("run_migrations", run_migrations)
        .function("get_context", |vm, _args| {
            let context = current_context(vm)?;
            Ok(context_value(vm, &context))
        })
        .function("get_bind", |vm, _args| Ok(current_context(vm)?.connection.clone()))
        .function("get_x_argument", x_argument)
        .function("get_tag_argument", move |vm, _args| {
            Ok(optional(crate::runtime::environment(vm)?.runtime.tag()))
        })
        .function("get_revision_argument", |vm, _args| {
            let runtime = Rc::clone(&crate::runtime::environment(vm)?.runtime);
            let Some(given) = runtime.destination_revision() else { return Ok(Value::None) };
            // A symbol is told as the revision that it means; what can't be told is refused later, by the run.
            let Ok(numbers) = runtime.scripts()?.graph().revision_numbers(&given) else {
                return Ok(Value::from(given));
            };
            Ok(match numbers.as_slice() {
                [] => Value::None,
                [one] if given != "heads" => Value::str(one),
                many => Value::tuple(many.iter().map(Value::str).collect()),
            })
        })
        .function("get_starting_revision_argument", move |vm, _args| {
            Ok(optional(crate::runtime::environment(vm)?.runtime.starting_revision()))
        })
        .function("get_head_revision", |vm, _args| {
            let scripts = crate::runtime::environment(vm)?.runtime.scripts()?;
            match scripts.heads() {
                [] => Ok(Value::None),
                [one] => Ok(Value::str(one)),
                _ => Err(crate::errors::command_error(
                    vm,
                    "The script directory has multiple heads (due to branching).Please use get_heads(), or merge the branches using alembic merge.",
                )),
            }
        })
        .function("get_head_revisions", |vm, _args| {
            let scripts = crate::runtime::environment(vm)?.runtime.scripts()?;
            Ok(Value::tuple(scripts.heads().iter().map(Value::str).collect()))
        })
        .function("is_transactional_ddl", |vm, _args| {
            let context = current_context(vm)?;
            Ok(Value::Bool(context.transactional_ddl.unwrap_or(context.dialect.name.transactional_ddl())))
        })
        .function("execute", execute)
        .function("static_output", static_output))
    .inspect(|module| crate::sa::modules::made_when_asked(module, "alembic.context", "alembic.script", &["script"]))
}
