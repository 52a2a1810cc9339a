//! What a folded catalog answers to SQL about the schema: `information_schema` and the commonest tables of `pg_catalog`.
//!
//! Scripts that look before they act (`SELECT 1 FROM information_schema.columns WHERE …`) are rehearsed as they would
//! run. The catalog is laid out as tables of SQLite in memory, and the question is put to it; what can't be put into
//! SQLite's words has no answer here, which makes the revision uncertain rather than wrong.

use std::collections::BTreeMap;
use std::sync::Arc;

use limbeck_ops::catalog::{Catalog, ForeignKeyEntry, IndexEntry, ObjectName, TableEntry};
use limbeck_ops::{Answer, AnswerColumn, Datum};
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result, params};

const TABLES: &str = "
CREATE TABLE information_schema.schemata (catalog_name, schema_name);
CREATE TABLE information_schema.tables (table_catalog, table_schema, table_name, table_type);
CREATE TABLE information_schema.views (table_catalog, table_schema, table_name);
CREATE TABLE information_schema.sequences (sequence_catalog, sequence_schema, sequence_name);
CREATE TABLE information_schema.columns (table_catalog, table_schema, table_name, column_name, ordinal_position,
    column_default, is_nullable, data_type, udt_name, character_maximum_length, numeric_precision, numeric_scale,
    datetime_precision, is_identity, is_generated);
CREATE TABLE information_schema.table_constraints (constraint_catalog, constraint_schema, constraint_name,
    table_catalog, table_schema, table_name, constraint_type);
CREATE TABLE information_schema.key_column_usage (constraint_catalog, constraint_schema, constraint_name,
    table_catalog, table_schema, table_name, column_name, ordinal_position);
CREATE TABLE information_schema.constraint_column_usage (table_catalog, table_schema, table_name, column_name,
    constraint_catalog, constraint_schema, constraint_name);
CREATE TABLE information_schema.referential_constraints (constraint_catalog, constraint_schema, constraint_name,
    update_rule, delete_rule);
CREATE TABLE pg_catalog.pg_namespace (oid, nspname);
CREATE TABLE pg_catalog.pg_class (oid, relname, relnamespace, relkind, relispartition);
CREATE TABLE pg_catalog.pg_attribute (attrelid, attname, attnum, attnotnull, attisdropped, atthasdef);
CREATE TABLE pg_catalog.pg_type (oid, typname, typnamespace, typtype);
CREATE TABLE pg_catalog.pg_enum (enumtypid, enumlabel, enumsortorder);
CREATE TABLE pg_catalog.pg_constraint (oid, conname, connamespace, conrelid, contype, convalidated);
CREATE TABLE pg_catalog.pg_index (indexrelid, indrelid, indisunique, indisprimary, indisvalid, indisready);
CREATE TABLE pg_catalog.pg_indexes (schemaname, tablename, indexname);
CREATE TABLE pg_catalog.pg_tables (schemaname, tablename);
CREATE TABLE pg_catalog.pg_views (schemaname, viewname);
CREATE TABLE pg_catalog.pg_matviews (schemaname, matviewname);
CREATE TABLE pg_catalog.pg_sequences (schemaname, sequencename);
";

/// Whether a question is about the schema rather than about rows.
pub(super) fn is_about_the_schema(sql: &str) -> bool {
    let text = sql.to_ascii_lowercase();
    ["information_schema", "pg_catalog", "pg_", "to_regclass", "current_schema"].iter().any(|word| text.contains(word))
}

/// The answer, where the question can be put to the catalog.
pub(super) fn answer(catalog: &Catalog, sql: &str) -> Option<Answer> {
    let translated = in_words_of_sqlite(sql)?;
    let connection = lay_out(catalog).ok()?;
    ask(&connection, &translated, starts_with_a_truth(sql)).ok()
}

/// Whether the one column is a boolean, which SQLite gives as a number.
fn starts_with_a_truth(sql: &str) -> bool {
    let text = sql.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    let exists = text.starts_with("select exists") || text.starts_with("select not exists");
    exists
        || (text.starts_with("select to_regclass") && text.contains(" is "))
        || (text.starts_with("select count(") && text.contains(") > 0"))
}

/// Casts left out, `= ANY (ARRAY[…])` as `IN (…)`; `None` where a statement has what SQLite can't know.
fn in_words_of_sqlite(sql: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = sql;
    while let Some(at) = rest.find(['\'', ':', '"']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let quote = from.chars().next()?;
        if quote == ':' {
            let Some(cast) = from.strip_prefix("::") else {
                out.push(':');
                rest = &from[1..];
                continue;
            };
            let length = cast.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.')).unwrap_or(cast.len());
            let (name, after) = cast.split_at(length);
            rest = after.strip_prefix("[]").unwrap_or(after);
            if name.eq_ignore_ascii_case("regclass") {
                wrap_last_literal(&mut out, "regclass")?;
            } else if name.eq_ignore_ascii_case("regtype") {
                wrap_last_literal(&mut out, "regtype")?;
            }
            continue;
        }
        let end = closing(from, quote)?;
        out.push_str(&from[..end]);
        rest = &from[end..];
    }
    out.push_str(rest);
    arrays_as_lists(&with_columns(&out))
}

/// The offset behind a quoted text, its quotes doubled inside.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            match chars.peek() {
                Some((_, next)) if *next == quote => {
                    chars.next();
                }
                _ => return Some(at + 1),
            }
        }
    }
    None
}

/// PostgreSQL takes a SELECT without columns, which `EXISTS` needs none of.
fn with_columns(sql: &str) -> String {
    let mut out = String::new();
    let mut words = sql.split_inclusive(char::is_whitespace).peekable();
    while let Some(word) = words.next() {
        out.push_str(word);
        let selects = word.trim().trim_start_matches('(').eq_ignore_ascii_case("select");
        if selects && words.peek().is_some_and(|next| next.trim().eq_ignore_ascii_case("from")) {
            out.push_str("1 ");
        }
    }
    out
}

fn wrap_last_literal(out: &mut String, function: &str) -> Option<()> {
    let body = out.strip_suffix('\'')?;
    let start = body.rfind('\'')?;
    let literal = out.split_off(start);
    out.push_str(&format!("{function}({literal})"));
    Some(())
}

fn arrays_as_lists(sql: &str) -> Option<String> {
    let upper = sql.to_ascii_uppercase();
    let Some(at) = upper.find("ANY") else { return Some(sql.to_owned()) };
    let before = sql[..at].trim_end();
    let after = sql[at + 3..].trim_start().strip_prefix('(')?.trim_start();
    let list = after.get(..5).filter(|word| word.eq_ignore_ascii_case("array")).map(|_| after[5..].trim_start())?;
    let list = list.strip_prefix('[')?;
    let end = list.find(']')?;
    let behind = list[end + 1..].trim_start().strip_prefix(')')?;
    let before = before.strip_suffix('=')?;
    arrays_as_lists(behind).map(|behind| format!("{before} IN ({}){behind}", &list[..end]))
}

/// Puts a question to the tables that were laid out.
pub(super) fn ask(connection: &Connection, sql: &str, is_a_truth: bool) -> Result<Answer> {
    let mut statement = connection.prepare(sql)?;
    let columns: Vec<AnswerColumn> =
        statement.column_names().into_iter().map(|name| AnswerColumn { name: name.to_owned() }).collect();
    let width = columns.len();
    let mut rows = Vec::new();
    let mut cursor = statement.query([])?;
    while let Some(row) = cursor.next()? {
        let mut values = Vec::with_capacity(width);
        for column in 0..width {
            values.push(match row.get_ref(column)? {
                ValueRef::Null => Datum::Null,
                ValueRef::Integer(number) if is_a_truth && width == 1 => Datum::Bool(number != 0),
                ValueRef::Integer(number) => Datum::Int(number),
                ValueRef::Real(number) => Datum::Float(number),
                ValueRef::Text(text) | ValueRef::Blob(text) => Datum::Str(String::from_utf8_lossy(text).into_owned()),
            });
        }
        rows.push(values);
    }
    let row_count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    Ok(Answer { columns, returns_rows: true, rows, row_count, ..Answer::default() })
}

/// The numbers by which the tables of `pg_catalog` name each other.
struct Numbers {
    relations: BTreeMap<ObjectName, i64>,
    types: BTreeMap<ObjectName, i64>,
    schemas: BTreeMap<String, i64>,
}

impl Numbers {
    fn of(catalog: &Catalog) -> Numbers {
        let indexes = catalog.tables.iter().flat_map(|(name, entry)| {
            let keys = entry.primary_key.iter().chain(&entry.uniques).filter_map(|key| key.name.clone());
            let names = entry.indexes.iter().map(|index| index.name.clone()).chain(keys);
            names.map(|index| ObjectName::new(name.schema.clone(), index))
        });
        let relations = catalog.tables.keys().chain(catalog.views.keys()).chain(catalog.sequences.keys()).cloned();
        let numbered = |names: Vec<ObjectName>, from: i64| (from..).zip(names).map(|(n, name)| (name, n)).collect();
        let mut schemas: Vec<String> = catalog.schemas.iter().cloned().collect();
        schemas.extend([catalog.default_schema.clone(), "pg_catalog".to_owned(), "information_schema".to_owned()]);
        schemas.sort();
        schemas.dedup();
        Numbers {
            relations: numbered(relations.chain(indexes).collect(), 16_384),
            types: numbered(catalog.enums.keys().cloned().collect(), 100_000),
            schemas: (2_200..).zip(schemas).map(|(number, schema)| (schema, number)).collect(),
        }
    }
}

/// A name as SQL has it, with the default schema where none is named.
fn object(default_schema: &str, text: &str) -> ObjectName {
    let bare = |part: &str| match part.strip_prefix('"').and_then(|part| part.strip_suffix('"')) {
        Some(quoted) => quoted.to_owned(),
        None => part.to_ascii_lowercase(),
    };
    match text.split_once('.') {
        Some((schema, name)) => ObjectName::new(bare(schema), bare(name)),
        None => ObjectName::new(default_schema, bare(text)),
    }
}

fn lay_out(catalog: &Catalog) -> Result<Connection> {
    let connection = Connection::open_in_memory()?;
    connection.execute_batch("ATTACH ':memory:' AS information_schema; ATTACH ':memory:' AS pg_catalog;")?;
    connection.execute_batch(TABLES)?;
    connection.execute_batch("PRAGMA case_sensitive_like = ON")?;
    let numbers = Arc::new(Numbers::of(catalog));
    functions(&connection, catalog, &numbers)?;
    let oid = |name: &ObjectName| numbers.relations.get(name).copied();
    let schema_oid = |schema: &str| numbers.schemas.get(schema).copied();
    for (schema, number) in &numbers.schemas {
        connection.execute("INSERT INTO pg_namespace VALUES (?, ?)", params![number, schema])?;
        connection.execute("INSERT INTO schemata VALUES ('', ?)", params![schema])?;
    }
    for (name, entry) in &catalog.tables {
        table(&connection, name, entry, oid(name), schema_oid(&name.schema), &numbers)?;
    }
    for (name, view) in &catalog.views {
        let (schema, bare) = (&name.schema, &name.name);
        let kind = if view.materialized { "m" } else { "v" };
        let class = "INSERT INTO pg_class VALUES (?, ?, ?, ?, 0)";
        connection.execute(class, params![oid(name), bare, schema_oid(schema), kind])?;
        if view.materialized {
            connection.execute("INSERT INTO pg_matviews VALUES (?, ?)", params![schema, bare])?;
        } else {
            connection.execute("INSERT INTO pg_views VALUES (?, ?)", params![schema, bare])?;
            connection.execute("INSERT INTO views VALUES ('', ?, ?)", params![schema, bare])?;
            connection.execute("INSERT INTO tables VALUES ('', ?, ?, 'VIEW')", params![schema, bare])?;
        }
    }
    for name in catalog.sequences.keys() {
        connection.execute("INSERT INTO sequences VALUES ('', ?, ?)", params![name.schema, name.name])?;
        connection.execute("INSERT INTO pg_sequences VALUES (?, ?)", params![name.schema, name.name])?;
        let class = "INSERT INTO pg_class VALUES (?, ?, ?, 'S', 0)";
        connection.execute(class, params![oid(name), name.name, schema_oid(&name.schema)])?;
    }
    for (name, entry) in &catalog.enums {
        let number = numbers.types.get(name);
        let sql = "INSERT INTO pg_type VALUES (?, ?, ?, 'e')";
        connection.execute(sql, params![number, name.name, schema_oid(&name.schema)])?;
        for (position, label) in (1_i64..).zip(&entry.labels) {
            connection.execute("INSERT INTO pg_enum VALUES (?, ?, ?)", params![number, label, position])?;
        }
    }
    Ok(connection)
}

fn functions(connection: &Connection, catalog: &Catalog, numbers: &Arc<Numbers>) -> Result<()> {
    let pure = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    let schema = catalog.default_schema.clone();
    let own = schema.clone();
    connection.create_scalar_function("current_schema", 0, pure, move |_| Ok(own.clone()))?;
    let (known, own) = (Arc::clone(numbers), schema.clone());
    connection.create_scalar_function("to_regclass", 1, pure, move |context| {
        let text: String = context.get(0)?;
        Ok(known.relations.contains_key(&object(&own, &text)).then_some(text))
    })?;
    let (known, own) = (Arc::clone(numbers), schema.clone());
    connection.create_scalar_function("regclass", 1, pure, move |context| {
        let text: String = context.get(0)?;
        // As PostgreSQL refuses a name that it does not know.
        known.relations.get(&object(&own, &text)).copied().ok_or(rusqlite::Error::InvalidQuery)
    })?;
    let (known, own) = (Arc::clone(numbers), schema);
    connection.create_scalar_function("regtype", 1, pure, move |context| {
        let text: String = context.get(0)?;
        known.types.get(&object(&own, &text)).copied().ok_or(rusqlite::Error::InvalidQuery)
    })
}

fn table(
    connection: &Connection,
    name: &ObjectName,
    entry: &TableEntry,
    oid: Option<i64>,
    schema_oid: Option<i64>,
    numbers: &Numbers,
) -> Result<()> {
    let (schema, bare) = (&name.schema, &name.name);
    let kind = if entry.partition_key.is_some() { "p" } else { "r" };
    connection.execute("INSERT INTO tables VALUES ('', ?, ?, 'BASE TABLE')", params![schema, bare])?;
    connection.execute("INSERT INTO pg_tables VALUES (?, ?)", params![schema, bare])?;
    let class = "INSERT INTO pg_class VALUES (?, ?, ?, ?, ?)";
    connection.execute(class, params![oid, bare, schema_oid, kind, entry.parent.is_some()])?;
    for (position, column) in (1_i64..).zip(&entry.columns) {
        let (ty, arguments) = split_type(&column.type_text);
        let is_text = ty.starts_with("character");
        connection.execute(
            "INSERT INTO columns VALUES ('', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)",
            params![
                schema,
                bare,
                column.name,
                position,
                column.default.as_ref().map(|sql| &sql.0),
                if column.nullable { "YES" } else { "NO" },
                data_type(&ty),
                udt_name(&ty),
                arguments.first().filter(|_| is_text),
                arguments.first().filter(|_| !is_text),
                arguments.get(1),
                if column.identity.is_some() { "YES" } else { "NO" },
                if column.computed.is_some() { "ALWAYS" } else { "NEVER" },
            ],
        )?;
        connection.execute(
            "INSERT INTO pg_attribute VALUES (?, ?, ?, ?, 0, ?)",
            params![oid, column.name, position, !column.nullable, column.default.is_some()],
        )?;
    }
    let constraint =
        |constraint: &Option<String>, kind: &str, letter: &str, columns: &[String], validated: bool| -> Result<()> {
            let Some(constraint) = constraint else { return Ok(()) };
            connection.execute(
                "INSERT INTO table_constraints VALUES ('', ?1, ?2, '', ?1, ?3, ?4)",
                params![schema, constraint, bare, kind],
            )?;
            connection.execute(
                "INSERT INTO pg_constraint VALUES (?, ?, ?, ?, ?, ?)",
                params![numbers.relations.len(), constraint, schema_oid, oid, letter, validated],
            )?;
            for (position, column) in (1_i64..).zip(columns) {
                connection.execute(
                    "INSERT INTO key_column_usage VALUES ('', ?1, ?2, '', ?1, ?3, ?4, ?5)",
                    params![schema, constraint, bare, column, position],
                )?;
                if letter != "f" {
                    connection.execute(
                        "INSERT INTO constraint_column_usage VALUES ('', ?1, ?2, ?3, '', ?1, ?4)",
                        params![schema, bare, column, constraint],
                    )?;
                }
            }
            Ok(())
        };
    if let Some(key) = &entry.primary_key {
        constraint(&key.name, "PRIMARY KEY", "p", &key.columns, true)?;
        index_of_key(connection, name, key.name.as_deref(), oid, schema_oid, true, numbers)?;
    }
    for key in &entry.uniques {
        constraint(&key.name, "UNIQUE", "u", &key.columns, true)?;
        index_of_key(connection, name, key.name.as_deref(), oid, schema_oid, false, numbers)?;
    }
    for check in &entry.checks {
        constraint(&check.name, "CHECK", "c", &[], check.validated)?;
    }
    for exclude in &entry.excludes {
        constraint(&exclude.name, "EXCLUDE", "x", &[], true)?;
    }
    for key in &entry.foreign_keys {
        constraint(&key.name, "FOREIGN KEY", "f", &key.columns, key.validated)?;
        referential(connection, schema, key)?;
    }
    entry.indexes.iter().try_for_each(|index| own_index(connection, name, index, oid, schema_oid, numbers))
}

fn referential(connection: &Connection, schema: &str, key: &ForeignKeyEntry) -> Result<()> {
    let rule = |action: &Option<String>| action.clone().unwrap_or_else(|| "NO ACTION".to_owned());
    connection.execute(
        "INSERT INTO referential_constraints VALUES ('', ?, ?, ?, ?)",
        params![schema, key.name, rule(&key.on_update), rule(&key.on_delete)],
    )?;
    for column in &key.referred_columns {
        connection.execute(
            "INSERT INTO constraint_column_usage VALUES ('', ?, ?, ?, '', ?, ?)",
            params![key.referred_table.schema, key.referred_table.name, column, schema, key.name],
        )?;
    }
    Ok(())
}

fn index_of_key(
    connection: &Connection,
    table: &ObjectName,
    name: Option<&str>,
    oid: Option<i64>,
    schema_oid: Option<i64>,
    is_primary: bool,
    numbers: &Numbers,
) -> Result<()> {
    let Some(name) = name else { return Ok(()) };
    let number = numbers.relations.get(&ObjectName::new(table.schema.clone(), name));
    connection.execute("INSERT INTO pg_class VALUES (?, ?, ?, 'i', 0)", params![number, name, schema_oid])?;
    connection.execute("INSERT INTO pg_index VALUES (?, ?, 1, ?, 1, 1)", params![number, oid, is_primary])?;
    connection.execute("INSERT INTO pg_indexes VALUES (?, ?, ?)", params![table.schema, table.name, name])?;
    Ok(())
}

fn own_index(
    connection: &Connection,
    table: &ObjectName,
    index: &IndexEntry,
    oid: Option<i64>,
    schema_oid: Option<i64>,
    numbers: &Numbers,
) -> Result<()> {
    let number = numbers.relations.get(&ObjectName::new(table.schema.clone(), index.name.clone()));
    connection.execute("INSERT INTO pg_class VALUES (?, ?, ?, 'i', 0)", params![number, index.name, schema_oid])?;
    let sql = "INSERT INTO pg_index VALUES (?, ?, ?, 0, ?, ?)";
    connection.execute(sql, params![number, oid, index.unique, index.valid, index.valid])?;
    connection.execute("INSERT INTO pg_indexes VALUES (?, ?, ?)", params![table.schema, table.name, index.name])?;
    Ok(())
}

/// `character varying(50)` to its name and numbers.
fn split_type(text: &str) -> (String, Vec<i64>) {
    let (Some(open), Some(close)) = (text.find('('), text.find(')')) else { return (text.to_owned(), Vec::new()) };
    let numbers = text[open + 1..close].split(',').filter_map(|number| number.trim().parse().ok()).collect();
    (format!("{}{}", &text[..open], &text[close + 1..]), numbers)
}

/// The type as `information_schema` names it.
fn data_type(ty: &str) -> String {
    if ty.ends_with("[]") {
        return "ARRAY".to_owned();
    }
    match udt_name(ty) {
        name if name == ty
            && !matches!(
                ty,
                "text"
                    | "json"
                    | "jsonb"
                    | "uuid"
                    | "date"
                    | "bytea"
                    | "inet"
                    | "cidr"
                    | "money"
                    | "numeric"
                    | "tsvector"
                    | "xml"
                    | "interval"
                    | "macaddr"
                    | "name"
                    | "oid"
            ) =>
        {
            "USER-DEFINED".to_owned()
        }
        _ => ty.to_owned(),
    }
}

/// The type's own name.
fn udt_name(ty: &str) -> String {
    if let Some(item) = ty.strip_suffix("[]") {
        return format!("_{}", udt_name(item));
    }
    let name = match ty {
        "character varying" => "varchar",
        "character" => "bpchar",
        "integer" => "int4",
        "bigint" => "int8",
        "smallint" => "int2",
        "boolean" => "bool",
        "double precision" => "float8",
        "real" => "float4",
        "timestamp without time zone" => "timestamp",
        "timestamp with time zone" => "timestamptz",
        "time without time zone" => "time",
        "time with time zone" => "timetz",
        other => other,
    };
    name.rsplit('.').next().unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use limbeck_ops::catalog::Fold;
    use limbeck_ops::{DialectName, Origin};

    use super::*;

    fn asked(sql: &str) -> Option<Vec<Vec<Datum>>> {
        let mut fold = Fold::new(DialectName::Postgresql, "public");
        for statement in [
            "CREATE TYPE mood AS ENUM ('ok', 'bad')",
            "CREATE TABLE pet (id SERIAL PRIMARY KEY, name VARCHAR(50) NOT NULL, mood mood, UNIQUE (name))",
            "CREATE TABLE toy (id INTEGER, pet_id INTEGER REFERENCES pet (id) ON DELETE CASCADE)",
            "CREATE INDEX ix_toy ON toy (pet_id)",
        ] {
            fold.statement(statement, &Origin::internal());
        }
        answer(fold.catalog(), sql).map(|answer| answer.rows)
    }

    fn text(text: &str) -> Datum {
        Datum::Str(text.to_owned())
    }

    #[test]
    fn questions_that_scripts_ask_before_they_act() {
        for (sql, rows) in [
            (
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'pet' ORDER BY ordinal_position",
                vec![vec![text("id")], vec![text("name")], vec![text("mood")]],
            ),
            ("SELECT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood')", vec![vec![Datum::Bool(true)]]),
            ("SELECT EXISTS (SELECT FROM pg_tables WHERE tablename = 'toys')", vec![vec![Datum::Bool(false)]]),
            ("SELECT to_regclass('public.pet')", vec![vec![text("public.pet")]]),
            ("SELECT to_regclass('nothing')", vec![vec![Datum::Null]]),
            (
                "SELECT conname FROM pg_constraint WHERE conrelid = 'toy'::regclass AND contype = 'f'",
                vec![vec![text("toy_pet_id_fkey")]],
            ),
            (
                "SELECT indexname FROM pg_indexes WHERE tablename = ANY (ARRAY['toy', 'none'])",
                vec![vec![text("ix_toy")]],
            ),
            (
                "SELECT data_type, character_maximum_length, is_nullable FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = 'pet' AND column_name = 'name'::text",
                vec![vec![text("character varying"), Datum::Int(50), text("NO")]],
            ),
            (
                "SELECT enumlabel FROM pg_enum JOIN pg_type ON pg_enum.enumtypid = pg_type.oid WHERE typname = 'mood' ORDER BY enumsortorder",
                vec![vec![text("ok")], vec![text("bad")]],
            ),
            ("SELECT delete_rule FROM information_schema.referential_constraints", vec![vec![text("CASCADE")]]),
        ] {
            assert_eq!(asked(sql), Some(rows), "{sql}");
        }
    }

    #[test]
    fn what_the_catalog_does_not_know_has_no_answer() {
        assert_eq!(asked("SELECT 1 FROM pg_roles WHERE rolname = 'x'"), None);
        assert_eq!(asked("SELECT 1 WHERE 'gone'::regclass = 1"), None);
    }
}
