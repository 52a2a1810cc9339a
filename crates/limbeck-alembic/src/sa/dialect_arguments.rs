//! Keywords with a dialect's prefix, such as `postgresql_where`: which construct takes which (SQLAlchemy's
//! `construct_arguments` of each dialect, and `DialectKWArgs`).

use std::rc::Rc;

use limbeck_ops::{OptionValue, Options};
use limbeck_python::{Error, Result, Value, Vm};

use super::constraints::option_value;
use crate::errors;

/// The dialects of SQLAlchemy itself.
const DIALECTS: &[&str] = &["postgresql", "sqlite", "mysql", "mariadb", "mssql", "oracle"];

/// The arguments that a dialect knows for a construct; `None` where it takes any.
fn known(dialect: &str, construct: &str) -> Option<&'static [&'static str]> {
    Some(match (dialect, construct) {
        ("mysql" | "mariadb", "Table") => return None,
        ("postgresql", "Index") => {
            &["concurrently", "include", "nulls_not_distinct", "ops", "tablespace", "using", "where", "with"]
        }
        ("postgresql", "Table") => {
            &["ignore_search_path", "inherits", "on_commit", "partition_by", "tablespace", "using", "with_oids"]
        }
        ("postgresql", "CheckConstraint" | "ForeignKeyConstraint") => &["not_valid"],
        ("postgresql", "PrimaryKeyConstraint") => &["include"],
        ("postgresql", "UniqueConstraint") => &["include", "nulls_not_distinct"],
        ("sqlite", "Table") => &["autoincrement", "strict", "with_rowid"],
        ("sqlite", "Index") => &["where"],
        ("sqlite", "Column") => &["on_conflict_not_null", "on_conflict_primary_key", "on_conflict_unique"],
        ("sqlite", "CheckConstraint" | "ForeignKeyConstraint" | "PrimaryKeyConstraint" | "UniqueConstraint") => {
            &["on_conflict"]
        }
        ("mysql" | "mariadb", "PrimaryKeyConstraint") => &["using"],
        ("mysql" | "mariadb", "Update" | "Delete") => &["limit"],
        ("mysql" | "mariadb", "Index") => &["length", "prefix", "using", "with_parser"],
        ("mssql", "PrimaryKeyConstraint" | "UniqueConstraint") => &["clustered"],
        ("mssql", "Index") => &["clustered", "columnstore", "include", "where"],
        ("mssql", "Column") => &["identity_increment", "identity_start"],
        ("oracle", "Table") => &["compress", "on_commit", "resolve_synonyms", "tablespace"],
        ("oracle", "Index") => &["bitmap", "compress", "vector"],
        _ => &[],
    })
}

/// The module of a construct's class, for messages.
fn module_of(construct: &str) -> &'static str {
    match construct {
        "Update" | "Delete" => "sqlalchemy.sql.dml",
        "ExcludeConstraint" => "sqlalchemy.dialects.postgresql.ext",
        _ => "sqlalchemy.sql.schema",
    }
}

/// Keywords with a dialect's prefix; any other is refused, as SQLAlchemy does.
///
/// # Errors
/// In SQLAlchemy's words.
pub fn dialect_options(vm: &mut Vm, construct: &str, keywords: &[(Rc<str>, Value)]) -> Result<Options> {
    let mut options = Options::none();
    for (key, value) in keywords {
        // The prefix has a character at least, and so has what follows its underscore.
        let parts = key.char_indices().skip(1).find(|(at, c)| *c == '_' && at + 1 < key.len());
        let Some((dialect, argument)) = parts.map(|(at, _)| (&key[..at], &key[at + 1..])) else {
            return Err(Error::type_error(format!(
                "Additional arguments should be named <dialectname>_<argument>, got '{key}'"
            )));
        };
        if DIALECTS.contains(&dialect) {
            if known(dialect, construct).is_some_and(|known| !known.contains(&argument)) {
                return Err(errors::argument_error(
                    vm,
                    &format!(
                        "Argument '{key}' is not accepted by dialect '{dialect}' on behalf of <class '{}.{construct}'>",
                        module_of(construct)
                    ),
                ));
            }
        } else if dialect != "cockroachdb" {
            let message =
                format!("Can't validate argument '{key}'; can't locate any SQLAlchemy dialect named '{dialect}'");
            vm.options().console.warn("SAWarning", &message, vm.current_span());
            continue;
        }
        options.set(key, option_value(vm, value)?);
    }
    Ok(options)
}

/// Keywords of `alter_column` and `drop_column`, which take any: those that one of our dialects looks at.
///
/// # Errors
/// When a value can't be an option.
pub fn free_options(vm: &mut Vm, keywords: &[(Rc<str>, Value)]) -> Result<Options> {
    let mut options = Options::none();
    for (key, value) in keywords {
        if key.starts_with("postgresql_") || value.is_unresolved() {
            options.set(key, option_value(vm, value)?);
        }
    }
    Ok(options)
}

/// Options as the dictionary that SQLAlchemy has them in.
///
/// # Errors
/// When a value can't be shown to the script.
pub fn options_value(vm: &mut Vm, options: &Options) -> Result<Value> {
    let mut items = Vec::with_capacity(options.items.len());
    for (key, value) in &options.items {
        items.push((key.clone(), of_option(vm, value)?));
    }
    Ok(Value::dict(items))
}

fn of_option(vm: &mut Vm, value: &OptionValue) -> Result<Value> {
    Ok(match value {
        OptionValue::None => Value::None,
        OptionValue::Bool(flag) => Value::Bool(*flag),
        OptionValue::Int(number) => Value::int(*number),
        OptionValue::Str(text) => Value::str(text),
        OptionValue::Expr(expr) => super::expr::element(vm, (**expr).clone()),
        OptionValue::Type(_) => return Err(Error::unsupported("an option that is a type")),
        OptionValue::List(list) => {
            Value::list(list.iter().map(|item| of_option(vm, item)).collect::<Result<Vec<Value>>>()?)
        }
        OptionValue::Map(map) => {
            let mut items = Vec::with_capacity(map.len());
            for (key, value) in map {
                items.push((key.clone(), of_option(vm, value)?));
            }
            Value::dict(items)
        }
    })
}
