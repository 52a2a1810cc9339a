//! `execution_options`: those that would change what runs and that limbeck does not heed are refused by name.

use limbeck_python::{Args, Error, Result, Value, Vm};

/// Refuses `schema_translate_map`, given as a keyword or in a dictionary of options. A map that leaves every schema as it
/// is does no harm.
///
/// # Errors
/// When a schema would become another one.
pub fn refuse(args: &Args) -> Result<()> {
    for (key, value) in &args.keyword {
        refuse_option(key, value)?;
        if &**key == "execution_options" {
            refuse_all(value)?;
        }
    }
    Ok(())
}

/// As [`refuse`], of a dictionary of options.
///
/// # Errors
/// As [`refuse`].
pub fn refuse_all(options: &Value) -> Result<()> {
    let Some(options) = options.as_dict() else { return Ok(()) };
    for (key, value) in options.items() {
        refuse_option(key.as_str().unwrap_or_default(), &value)?;
    }
    Ok(())
}

/// `statement.execution_options(…)`: the statement, as it is.
///
/// # Errors
/// As [`refuse`].
pub fn of_statement(_vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    refuse(&args)?;
    Ok(this.clone())
}

fn refuse_option(key: &str, value: &Value) -> Result<()> {
    let same = |from: &Value, to: &Value| match (from.as_str(), to.as_str()) {
        (Some(from), Some(to)) => from == to,
        (None, None) => from.is_none() && to.is_none(),
        _ => false,
    };
    let harmless = value.as_dict().map_or(value.is_none(), |map| map.items().iter().all(|(from, to)| same(from, to)));
    if key == "schema_translate_map" && !harmless {
        return Err(Error::unsupported("`execution_options(schema_translate_map=…)`"));
    }
    Ok(())
}
