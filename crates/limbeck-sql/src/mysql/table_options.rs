//! Options behind CREATE TABLE: SQLAlchemy's `MySQLDDLCompiler.post_create_table`.

use limbeck_ops::{OptionValue, Table};

use crate::compile::literal;
use crate::ddl::option_text;
use crate::error::SqlError;
use crate::quoting::Style;

/// Options that go before others.
const ORDER: &[(&str, &str)] = &[
    ("DEFAULT_CHARSET", "COLLATE"),
    ("DEFAULT_CHARACTER_SET", "COLLATE"),
    ("CHARSET", "COLLATE"),
    ("CHARACTER_SET", "COLLATE"),
];

const PARTITION_ORDER: &[(&str, &str)] = &[
    ("PARTITION_BY", "PARTITIONS"),
    ("PARTITION_BY", "SUBPARTITION_BY"),
    ("PARTITION_BY", "SUBPARTITIONS"),
    ("PARTITIONS", "SUBPARTITIONS"),
    ("PARTITIONS", "SUBPARTITION_BY"),
    ("SUBPARTITION_BY", "SUBPARTITIONS"),
];

/// ENGINE and the like, then the partitions.
pub(super) fn after_create_table(style: &Style<'_>, table: &Table) -> Result<String, SqlError> {
    let prefix = format!("{}_", style.dialect.name);
    let mut options: Vec<(String, OptionValue)> = Vec::new();
    for (name, value) in &table.options.items {
        if let Some(name) = name.strip_prefix(&prefix) {
            options.push((name.to_uppercase(), value.clone()));
        }
    }
    if let Some(comment) = &table.comment {
        let value = OptionValue::Str(comment.clone());
        // It takes the place of an option of that name.
        match options.iter_mut().find(|(name, _)| name == "COMMENT") {
            Some(option) => option.1 = value,
            None => options.push(("COMMENT".to_owned(), value)),
        }
    }
    let is_partition = |name: &str| matches!(name, "PARTITION_BY" | "PARTITIONS" | "SUBPARTITIONS" | "SUBPARTITION_BY");
    let (partitions, others): (Vec<_>, Vec<_>) = options.into_iter().partition(|(name, _)| is_partition(name));
    let mut texts = Vec::new();
    for (name, value) in sorted(others, ORDER) {
        let value = value_text(style, &name, &value)?;
        let name = match name.as_str() {
            "DATA_DIRECTORY"
            | "INDEX_DIRECTORY"
            | "DEFAULT_CHARACTER_SET"
            | "CHARACTER_SET"
            | "DEFAULT_CHARSET"
            | "DEFAULT_COLLATE" => name.replace('_', " "),
            _ => name,
        };
        let joiner = match name.as_str() {
            "TABLESPACE" | "DEFAULT CHARACTER SET" | "CHARACTER SET" | "COLLATE" => " ",
            _ => "=",
        };
        texts.push(format!("{name}{joiner}{value}"));
    }
    for (name, value) in sorted(partitions, PARTITION_ORDER) {
        texts.push(format!("{} {}", name.replace('_', " "), value_text(style, &name, &value)?));
    }
    Ok(texts.join(" "))
}

fn value_text(style: &Style<'_>, name: &str, value: &OptionValue) -> Result<String, SqlError> {
    let quoted = matches!(name, "COMMENT" | "PASSWORD" | "CONNECTION");
    match value {
        OptionValue::Str(text) if quoted => Ok(literal::string(style, text)),
        OptionValue::Str(text) => Ok(text.clone()),
        OptionValue::Expr(_) => option_text(style, value),
        // Python joins the name with text only.
        other => {
            let class = match other {
                OptionValue::None => "NoneType",
                OptionValue::Bool(_) => "bool",
                OptionValue::Int(_) => "int",
                OptionValue::List(_) => "list",
                OptionValue::Map(_) => "dict",
                OptionValue::Str(_) | OptionValue::Expr(_) | OptionValue::Type(_) => "object",
            };
            Err(SqlError::of("TypeError", format!("sequence item 1: expected str instance, {class} found")))
        }
    }
}

/// SQLAlchemy's `topological.sort`: rounds of what waits for nothing.
fn sorted(options: Vec<(String, OptionValue)>, order: &[(&str, &str)]) -> Vec<(String, OptionValue)> {
    let mut waiting = options;
    let mut done = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let names: Vec<String> = waiting.iter().map(|(name, _)| name.clone()).collect();
        let waits = |name: &str| {
            order.iter().any(|(before, after)| *after == name && names.iter().any(|other| other == before))
        };
        let (later, now): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(name, _)| waits(name));
        if now.is_empty() {
            done.extend(later);
            break;
        }
        done.extend(now);
        waiting = later;
    }
    done
}
