//! The revisions of the project as scripts see them: what `alembic.script` (`shims/python/alembic_script.py`) asks.

use std::rc::Rc;

use limbeck_graph::{HistoryRange, Member, history};
use limbeck_python::{Error, Module, Result, Value, Vm};

use crate::errors;
use crate::runtime::environment;
use crate::sa::names::text_of;
use crate::script::Scripts;

fn scripts(vm: &mut Vm) -> Result<Rc<Scripts>> {
    Rc::clone(&environment(vm)?.runtime).scripts()
}

fn strings<'a>(items: impl Iterator<Item = &'a str>) -> Value {
    Value::list(items.map(Value::str).collect())
}

/// A revision as a dictionary of what its file says.
fn revision_value(member: Member<'_>) -> Value {
    let ids = |members: Vec<Member<'_>>| {
        Value::list(members.into_iter().map(|member| Value::from(member.revision().id.to_string())).collect())
    };
    let revision = member.revision();
    let entries = [
        ("revision", Value::from(revision.id.to_string())),
        ("down", Value::list(revision.down_revisions.iter().map(|id| Value::from(id.to_string())).collect())),
        ("depends", strings(revision.depends_on.iter().map(String::as_str))),
        ("labels", strings(member.labels().iter().map(String::as_str))),
        ("next", ids(member.children())),
        ("doc", Value::str(revision.doc())),
        ("longdoc", Value::str(revision.long_doc())),
        ("path", Value::from(revision.path.to_string_lossy().into_owned())),
    ];
    Value::dict(entries.map(|(key, value)| (key.to_owned(), value)))
}

fn refused(vm: &mut Vm, error: &limbeck_graph::PlanError) -> Error {
    errors::command_error(vm, &error.to_string())
}

/// The module `_limbeck_scripts`.
pub fn module() -> Module {
    Module::new("_limbeck_scripts")
        .function("heads", |vm, _args| Ok(strings(scripts(vm)?.heads().iter().map(String::as_str))))
        .function("bases", |vm, _args| {
            let scripts = scripts(vm)?;
            Ok(Value::list(scripts.graph().bases().into_iter().map(revision_value).collect()))
        })
        .function_with("resolve", "(identifier)", |vm, bound| {
            let scripts = scripts(vm)?;
            let identifier = text_of(&bound.value("identifier"))?;
            match scripts.graph().resolve(&identifier) {
                Ok(found) => Ok(Value::list(found.into_iter().map(revision_value).collect())),
                Err(error) => Err(refused(vm, &error)),
            }
        })
        .function_with("walk", "(base, head)", |vm, bound| {
            let scripts = scripts(vm)?;
            let (base, head) = (text_of(&bound.value("base"))?, text_of(&bound.value("head"))?);
            let end = |name: &'static str, given: &str| if given == name { String::new() } else { given.to_owned() };
            let (start, end) = (end("base", &base), end("heads", &head));
            match history(scripts.graph(), HistoryRange { start: &start, end: &end }, &[]) {
                Ok(walk) => Ok(Value::list(walk.revisions.into_iter().map(revision_value).collect())),
                Err(error) => Err(refused(vm, &error)),
            }
        })
        .function_with("module", "(revision)", |vm, bound| {
            let scripts = scripts(vm)?;
            let revision = text_of(&bound.value("revision"))?;
            scripts.module(vm, &revision.as_str().into()).map(Value::Module)
        })
        .function("location", |vm, _args| {
            let config = Rc::clone(&environment(vm)?.config);
            match config.script_location() {
                Ok(path) => Ok(Value::from(path.to_string_lossy().into_owned())),
                Err(error) => Err(errors::command_error(vm, &error.to_string())),
            }
        })
}
