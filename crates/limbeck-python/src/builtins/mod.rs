//! The built-in types, functions and exceptions.

mod bytes;
mod classes;
mod dict;
pub(crate) mod exceptions;
mod functions;
mod generator;
mod iterators;
mod list;
mod namespace;
mod number;
mod set;
mod str;
mod str_format;
mod str_search;

use std::rc::Rc;

use crate::error::{Error, Result};
use crate::value::{Args, Value};
use crate::vm::Vm;

/// Fills the `builtins` module.
pub(crate) fn install(vm: &mut Vm) {
    classes::install(vm);
    functions::install(vm);
    let builtins = Rc::clone(&vm.builtins);
    let exceptions: Vec<_> = vm.types.exceptions().cloned().collect();
    for class in exceptions {
        builtins.set(&class.name.clone(), Value::Class(class));
    }
    for alias in ["IOError", "EnvironmentError"] {
        builtins.set(alias, Value::Class(vm.types.exception("OSError")));
    }
    builtins.set("__debug__", Value::Bool(true));
    builtins.set("Ellipsis", Value::Ellipsis);
    builtins.set("NotImplemented", Value::NotImplemented);
    builtins.set("__name__", Value::str("builtins"));
}

/// Refuses keyword arguments.
pub(crate) fn no_keywords(name: &str, args: &Args) -> Result<()> {
    if args.keyword.is_empty() {
        Ok(())
    } else {
        Err(Error::type_error(format!("{name}() takes no keyword arguments")))
    }
}

/// Exactly `N` positional arguments.
pub(crate) fn exactly<const N: usize>(name: &str, args: Args) -> Result<[Value; N]> {
    no_keywords(name, &args)?;
    let given = args.positional.len();
    args.positional.try_into().map_err(|_| {
        Error::type_error(match N {
            0 => format!("{name}() takes no arguments ({given} given)"),
            1 => format!("{name}() takes exactly one argument ({given} given)"),
            _ => {
                let (bound, plural) = if given < N { ("at least", "") } else { ("at most", "") };
                let _ = plural;
                match name.rsplit_once('.') {
                    Some((_, method)) => format!("{method} expected {bound} {N} arguments, got {given}"),
                    None => format!("{name} expected {N} arguments, got {given}"),
                }
            }
        })
    })
}

/// Up to `most` positional arguments, in the words of functions that also take keywords.
pub(crate) fn at_most(name: &str, args: Args, most: usize) -> Result<Vec<Value>> {
    let given = args.positional.len() + args.keyword.len();
    if given > most {
        let plural = if most == 1 { "" } else { "s" };
        return Err(Error::type_error(format!("{name}() takes at most {most} argument{plural} ({given} given)")));
    }
    if let Some((keyword, _)) = args.keyword.first() {
        return Err(Error::type_error(format!("'{keyword}' is an invalid keyword argument for {name}()")));
    }
    Ok(args.positional)
}

/// Between `least` and `most` positional arguments.
pub(crate) fn between(name: &str, args: Args, least: usize, most: usize) -> Result<Vec<Value>> {
    no_keywords(name, &args)?;
    let given = args.positional.len();
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    if given < least {
        return Err(Error::type_error(format!(
            "{name} expected at least {least} argument{}, got {given}",
            plural(least)
        )));
    }
    if given > most {
        return Err(Error::type_error(format!("{name} expected at most {most} argument{}, got {given}", plural(most))));
    }
    Ok(args.positional)
}
