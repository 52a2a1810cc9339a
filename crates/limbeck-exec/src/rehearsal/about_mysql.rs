//! What a folded catalog answers to SQL about the schema on MySQL and MariaDB: `information_schema`, `SHOW TABLES` and
//! `SHOW INDEX`.
//!
//! As on PostgreSQL, the catalog is laid out as tables of SQLite in memory. What the catalog does not hold (the width of
//! integers, the places of columns, engines, other databases of the server) is no column here, so that a question about
//! it has no answer, which makes the revision uncertain rather than wrong.

use limbeck_ops::Answer;
use limbeck_ops::catalog::{
    Catalog, CheckEntry, ColumnEntry, IndexEntry, KeyEntry, MysqlFacts, ObjectName, TableEntry,
};
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, Result, params};

use super::about_itself::ask;

/// Names of tables are compared as they are written, all others without regard to case.
const TABLES: &str = "
CREATE TABLE information_schema.tables (table_catalog, table_schema, table_name, table_type COLLATE NOCASE,
    table_comment COLLATE NOCASE);
CREATE TABLE information_schema.views (table_catalog, table_schema, table_name);
CREATE TABLE information_schema.columns (table_catalog, table_schema, table_name, column_name COLLATE NOCASE,
    is_nullable COLLATE NOCASE, data_type COLLATE NOCASE, character_maximum_length, numeric_precision, numeric_scale,
    datetime_precision, column_key COLLATE NOCASE, column_comment COLLATE NOCASE);
CREATE TABLE information_schema.statistics (table_catalog, table_schema, table_name, non_unique, index_schema,
    index_name COLLATE NOCASE, seq_in_index, column_name COLLATE NOCASE, collation, sub_part, nullable, index_type COLLATE NOCASE);
CREATE TABLE information_schema.table_constraints (constraint_catalog, constraint_schema,
    constraint_name COLLATE NOCASE, table_schema, table_name, constraint_type COLLATE NOCASE);
CREATE TABLE information_schema.key_column_usage (constraint_catalog, constraint_schema,
    constraint_name COLLATE NOCASE, table_catalog, table_schema, table_name, column_name COLLATE NOCASE,
    ordinal_position, position_in_unique_constraint, referenced_table_schema, referenced_table_name,
    referenced_column_name COLLATE NOCASE);
CREATE TABLE information_schema.referential_constraints (constraint_catalog, constraint_schema,
    constraint_name COLLATE NOCASE, match_option, update_rule COLLATE NOCASE, delete_rule COLLATE NOCASE, table_name,
    referenced_table_name);
";

/// Whether a question is about the schema rather than about rows.
pub(super) fn is_about_the_schema(sql: &str) -> bool {
    let text = sql.trim_start().to_ascii_lowercase();
    text.contains("information_schema") || text.starts_with("show ")
}

/// The answer, where the question can be put to the catalog.
pub(super) fn answer(catalog: &Catalog, facts: &MysqlFacts, sql: &str) -> Option<Answer> {
    if facts.database.is_empty() || !facts.schema.is_empty() {
        return None;
    }
    let sql = sql.replace("%%", "%");
    let sql = sql.trim().trim_end_matches(';');
    let translated = match sql.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("show ")) {
        true => shown(sql, catalog, facts)?,
        false => {
            if !asks_for_the_database(sql, &facts.database)
                || may_ask_for_columns_of_a_view(sql, catalog)
                || may_ask_for_nameless_checks(sql, catalog)
            {
                return None;
            }
            in_words_of_sqlite(sql)?
        }
    };
    let connection = lay_out(catalog, facts).ok()?;
    ask(&connection, &translated, false).ok()
}

/// Whether the question is about the connection's database alone: of others nothing is known.
fn asks_for_the_database(sql: &str, database: &str) -> bool {
    let text = sql.to_ascii_lowercase();
    let mut asks = false;
    for word in ["table_schema", "constraint_schema", "index_schema"] {
        for (at, _) in text.match_indices(word) {
            let after = sql[at + word.len()..].trim_start_matches(['`', ' ', '\n', '\t', '\r']);
            let Some(value) = after.strip_prefix('=') else {
                if after.starts_with(['<', '!']) || after.get(..2).is_some_and(|word| word.eq_ignore_ascii_case("in")) {
                    return false;
                }
                continue;
            };
            let value = value.trim_start();
            let call = value.get(..value.find('(').unwrap_or(0)).unwrap_or_default().trim_end().to_ascii_lowercase();
            let literal = value.strip_prefix(['\'', '"']).and_then(|rest| rest.split(['\'', '"']).next());
            match (call.as_str(), literal) {
                ("database" | "schema", _) => asks = true,
                (_, Some(name)) if name == database => asks = true,
                (_, Some(_)) => return false,
                // A join of two of the tables.
                (_, None) => {}
            }
        }
    }
    asks
}

/// The columns of views are not held.
fn may_ask_for_columns_of_a_view(sql: &str, catalog: &Catalog) -> bool {
    let text = sql.to_ascii_lowercase().replace([' ', '`', '\n', '\t'], "");
    let names_a_table = ["table_name='", "table_name=\""].iter().any(|start| text.contains(start));
    !catalog.views.is_empty()
        && text.contains("information_schema.columns")
        && (!names_a_table || catalog.views.keys().any(|name| sql.contains(&name.name)))
}

fn may_ask_for_nameless_checks(sql: &str, catalog: &Catalog) -> bool {
    sql.to_ascii_lowercase().contains("table_constraints")
        && catalog.tables.values().flat_map(|table| &table.checks).any(|check| name_of(check).is_none())
}

/// Texts in double quotes as in single ones; `None` where a backslash says something else to SQLite.
fn in_words_of_sqlite(sql: &str) -> Option<String> {
    if sql.contains('\\') {
        return None;
    }
    let mut out = String::with_capacity(sql.len());
    let mut quote = None;
    for c in sql.chars() {
        match (quote, c) {
            (None, '\'' | '"' | '`') => {
                quote = Some(c);
                out.push(if c == '"' { '\'' } else { c });
            }
            (Some(open), c) if c == open => {
                quote = None;
                out.push(if c == '"' { '\'' } else { c });
            }
            (Some('"'), '\'') => out.push_str("''"),
            (_, c) => out.push(c),
        }
    }
    Some(out)
}

/// `SHOW TABLES` and `SHOW INDEX` as questions to the laid out tables.
fn shown(sql: &str, catalog: &Catalog, facts: &MysqlFacts) -> Option<String> {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let upper: Vec<String> = words.iter().map(|word| word.to_ascii_uppercase()).collect();
    let upper: Vec<&str> = upper.iter().map(String::as_str).collect();
    match upper.as_slice() {
        ["SHOW", "TABLES"] => Some("SELECT table_name FROM tables ORDER BY table_name".to_owned()),
        ["SHOW", "TABLES", "LIKE", ..] => {
            let pattern = in_words_of_sqlite(words.get(3..)?.join(" ").as_str())?;
            Some(format!("SELECT table_name FROM tables WHERE table_name LIKE {pattern} ORDER BY table_name"))
        }
        ["SHOW", "INDEX" | "INDEXES" | "KEYS", "FROM" | "IN", _, rest @ ..] => {
            let table = words.get(3)?.trim_matches('`');
            let name = ObjectName::new("", table);
            // The server refuses a table that is not there; of views it tells nothing.
            if !facts.is_mariadb || !catalog.tables.contains_key(&name) {
                return None;
            }
            let condition = match rest {
                [] => String::new(),
                ["WHERE", ..] => format!(" {}", in_words_of_sqlite(words.get(4..)?.join(" ").as_str())?),
                [_, ..] => return None,
            };
            Some(format!(
                "SELECT * FROM (SELECT table_name AS \"Table\", non_unique AS Non_unique, index_name AS Key_name, \
                 seq_in_index AS Seq_in_index, column_name AS Column_name, collation AS Collation, 0 AS Cardinality, \
                 sub_part AS Sub_part, NULL AS Packed, nullable AS \"Null\", index_type AS Index_type, '' AS Comment \
                 FROM statistics WHERE table_name = '{}'){condition}",
                table.replace('\'', "''")
            ))
        }
        _ => None,
    }
}

fn lay_out(catalog: &Catalog, facts: &MysqlFacts) -> Result<Connection> {
    let connection = Connection::open_in_memory()?;
    connection.execute_batch("ATTACH ':memory:' AS information_schema;")?;
    connection.execute_batch(TABLES)?;
    let pure = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    for name in ["database", "schema"] {
        let database = facts.database.clone();
        connection.create_scalar_function(name, 0, pure, move |_| Ok(database.clone()))?;
    }
    let own = |name: &&ObjectName| name.schema.is_empty();
    for (name, entry) in catalog.tables.iter().filter(|(name, _)| own(name)) {
        table(&connection, &Place { database: &facts.database, table: &name.name }, entry)?;
    }
    let tables = "INSERT INTO tables VALUES ('def', ?, ?, ?, ?)";
    for name in catalog.views.keys().filter(own) {
        connection.execute(tables, params![facts.database, name.name, "VIEW", "VIEW"])?;
        connection.execute("INSERT INTO views VALUES ('def', ?, ?)", params![facts.database, name.name])?;
    }
    for name in catalog.sequences.keys().filter(own) {
        connection.execute(tables, params![facts.database, name.name, "SEQUENCE", ""])?;
    }
    Ok(connection)
}

/// Where rows belong.
struct Place<'p> {
    database: &'p str,
    table: &'p str,
}

fn table(connection: &Connection, place: &Place<'_>, entry: &TableEntry) -> Result<()> {
    let comment = entry.comment.as_deref().unwrap_or_default();
    let tables = "INSERT INTO tables VALUES ('def', ?, ?, 'BASE TABLE', ?)";
    connection.execute(tables, params![place.database, place.table, comment])?;
    for column in &entry.columns {
        own_column(connection, place, entry, column)?;
    }
    if let Some(key) = &entry.primary_key {
        let named = KeyEntry { name: Some("PRIMARY".to_owned()), ..key.clone() };
        unique(connection, place, entry, &named, "PRIMARY KEY")?;
    }
    for key in &entry.uniques {
        unique(connection, place, entry, key, "UNIQUE")?;
    }
    for index in &entry.indexes {
        own_index(connection, place, entry, index)?;
    }
    for check in &entry.checks {
        if let Some(name) = name_of(check) {
            constraint(connection, place, name, "CHECK")?;
        }
    }
    for key in &entry.foreign_keys {
        let name = key.name.as_deref().unwrap_or_default();
        constraint(connection, place, name, "FOREIGN KEY")?;
        let other = match key.referred_table.schema.as_str() {
            "" => place.database,
            schema => schema,
        };
        for (position, (column, referred)) in (1_i64..).zip(key.columns.iter().zip(&key.referred_columns)) {
            connection.execute(
                "INSERT INTO key_column_usage VALUES ('def', ?, ?, 'def', ?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    place.database,
                    name,
                    place.database,
                    place.table,
                    column,
                    position,
                    position,
                    other,
                    key.referred_table.name,
                    referred
                ],
            )?;
        }
        let rule = |action: &Option<String>| action.clone().unwrap_or_else(|| "RESTRICT".to_owned());
        connection.execute(
            "INSERT INTO referential_constraints VALUES ('def', ?, ?, 'NONE', ?, ?, ?, ?)",
            params![
                place.database,
                name,
                rule(&key.on_update),
                rule(&key.on_delete),
                place.table,
                key.referred_table.name
            ],
        )?;
    }
    Ok(())
}

/// The name of a check. That of a column has the column's, which the catalog knows of JSON alone.
fn name_of(check: &CheckEntry) -> Option<&str> {
    let json = || check.condition.0.strip_prefix("json_valid(")?.strip_suffix(')');
    check.name.as_deref().or_else(|| json().map(|column| column.trim_matches('`')))
}

fn constraint(connection: &Connection, place: &Place<'_>, name: &str, kind: &str) -> Result<()> {
    let sql = "INSERT INTO table_constraints VALUES ('def', ?, ?, ?, ?, ?)";
    connection.execute(sql, params![place.database, name, place.database, place.table, kind])?;
    Ok(())
}

fn unique(connection: &Connection, place: &Place<'_>, table: &TableEntry, key: &KeyEntry, kind: &str) -> Result<()> {
    let name = key.name.as_deref().unwrap_or_default();
    constraint(connection, place, name, kind)?;
    for (position, column) in (1_i64..).zip(&key.columns) {
        usage(connection, place, name, column, position)?;
        statistic(
            connection,
            place,
            table,
            &Element { index: name, position, column, unique: true, method: "", descending: false, part: None },
        )?;
    }
    Ok(())
}

fn usage(connection: &Connection, place: &Place<'_>, name: &str, column: &str, position: i64) -> Result<()> {
    connection.execute(
        "INSERT INTO key_column_usage VALUES ('def', ?, ?, 'def', ?, ?, ?, ?, NULL, NULL, NULL, NULL)",
        params![place.database, name, place.database, place.table, column, position],
    )?;
    Ok(())
}

/// An element of an index.
struct Element<'e> {
    index: &'e str,
    position: i64,
    column: &'e str,
    unique: bool,
    method: &'e str,
    descending: bool,
    part: Option<i64>,
}

fn own_index(connection: &Connection, place: &Place<'_>, table: &TableEntry, index: &IndexEntry) -> Result<()> {
    if index.unique {
        constraint(connection, place, &index.name, "UNIQUE")?;
    }
    for (position, element) in (1_i64..).zip(&index.elements) {
        let text = element.expression.0.as_str();
        let (column, part) = match text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
            Some((column, length)) => (column, length.parse().ok()),
            None => (text, None),
        };
        let column = column.trim_matches('`').replace("``", "`");
        if index.unique {
            usage(connection, place, &index.name, &column, position)?;
        }
        let element = Element {
            index: &index.name,
            position,
            column: &column,
            unique: index.unique,
            method: &index.method,
            descending: element.descending,
            part,
        };
        statistic(connection, place, table, &element)?;
    }
    Ok(())
}

fn statistic(connection: &Connection, place: &Place<'_>, table: &TableEntry, element: &Element<'_>) -> Result<()> {
    let nullable = table.columns.iter().any(|one| one.name.eq_ignore_ascii_case(element.column) && one.nullable);
    let method = match element.method.to_ascii_uppercase() {
        method if method.is_empty() => "BTREE".to_owned(),
        method => method,
    };
    let collation = match (method.as_str(), element.descending) {
        ("FULLTEXT", _) => None,
        (_, true) => Some("D"),
        (_, false) => Some("A"),
    };
    // A spatial index has the bounding box.
    let part = if method == "SPATIAL" { Some(32) } else { element.part };
    connection.execute(
        "INSERT INTO statistics VALUES ('def', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            place.database,
            place.table,
            i64::from(!element.unique),
            place.database,
            element.index,
            element.position,
            element.column,
            collation,
            part,
            if nullable { "YES" } else { "" },
            method
        ],
    )?;
    Ok(())
}

/// What the type says in numbers: characters, precision and scale, digits of a second.
#[derive(Default)]
struct Numbers {
    characters: Option<i64>,
    precision: Option<i64>,
    scale: Option<i64>,
    moment: Option<i64>,
}

fn numbers(data_type: &str, text: &str) -> Numbers {
    let inside = text.split_once('(').and_then(|(_, rest)| Some(rest.rsplit_once(')')?.0)).unwrap_or_default();
    let given: Vec<i64> = inside.split(',').filter_map(|one| one.trim().parse().ok()).collect();
    let first = given.first().copied();
    let characters = |length: i64| Numbers { characters: Some(length), ..Numbers::default() };
    let exact =
        |precision: i64, scale: i64| Numbers { precision: Some(precision), scale: Some(scale), ..Numbers::default() };
    let unsigned = text.contains(" unsigned");
    match data_type {
        "char" | "varchar" | "binary" | "varbinary" => characters(first.unwrap_or(1)),
        "tinytext" | "tinyblob" => characters(255),
        "text" | "blob" => characters(65_535),
        "mediumtext" | "mediumblob" => characters(16_777_215),
        "longtext" | "longblob" => characters(4_294_967_295),
        "tinyint" => exact(3, 0),
        "smallint" => exact(5, 0),
        "mediumint" => exact(if unsigned { 8 } else { 7 }, 0),
        "int" => exact(10, 0),
        "bigint" => exact(if unsigned { 20 } else { 19 }, 0),
        "decimal" => exact(first.unwrap_or(10), given.get(1).copied().unwrap_or(0)),
        "float" => Numbers { precision: Some(first.unwrap_or(12)), scale: given.get(1).copied(), ..Numbers::default() },
        "double" => {
            Numbers { precision: Some(first.unwrap_or(22)), scale: given.get(1).copied(), ..Numbers::default() }
        }
        "bit" => Numbers { precision: Some(first.unwrap_or(1)), ..Numbers::default() },
        "datetime" | "timestamp" | "time" => Numbers { moment: Some(first.unwrap_or(0)), ..Numbers::default() },
        "enum" | "set" => {
            let labels = labels(inside);
            let lengths = labels.iter().map(|label| i64::try_from(label.chars().count()).unwrap_or(i64::MAX));
            characters(match data_type {
                "enum" => lengths.max().unwrap_or(0),
                _ => lengths.sum::<i64>() + i64::try_from(labels.len().saturating_sub(1)).unwrap_or(0),
            })
        }
        _ => Numbers::default(),
    }
}

/// The labels in `'a','b''c'`.
fn labels(inside: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut quoted = false;
    let mut chars = inside.chars().peekable();
    while let Some(c) = chars.next() {
        match (quoted, c) {
            (false, '\'') => {
                quoted = true;
                found.push(String::new());
            }
            (true, '\'') if chars.next_if_eq(&'\'').is_none() => quoted = false,
            (true, c) => found.iter_mut().next_back().into_iter().for_each(|label| label.push(c)),
            (false, _) => {}
        }
    }
    found
}

fn own_column(connection: &Connection, place: &Place<'_>, table: &TableEntry, column: &ColumnEntry) -> Result<()> {
    let data_type = column.type_text.split(['(', ' ']).next().unwrap_or_default();
    let numbers = numbers(data_type, &column.type_text);
    connection.execute(
        "INSERT INTO columns VALUES ('def', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            place.database,
            place.table,
            column.name,
            if column.nullable { "YES" } else { "NO" },
            data_type,
            numbers.characters,
            numbers.precision,
            numbers.scale,
            numbers.moment,
            key_of(table, &column.name),
            column.comment.as_deref().unwrap_or_default()
        ],
    )?;
    Ok(())
}

/// `COLUMN_KEY`: a part of the primary key, a unique column, the first one of another index.
fn key_of(table: &TableEntry, column: &str) -> &'static str {
    let is = |name: &String| name.eq_ignore_ascii_case(column);
    let is_required =
        |name: &String| table.columns.iter().any(|one| one.name.eq_ignore_ascii_case(name) && !one.nullable);
    // Without a primary key the first unique one that takes no NULL stands for it.
    let standing_in = table.uniques.iter().find(|key| key.columns.iter().all(is_required));
    let primary = table.primary_key.as_ref().or(standing_in);
    if primary.is_some_and(|key| key.columns.iter().any(is)) {
        return "PRI";
    }
    if table.uniques.iter().any(|key| matches!(key.columns.as_slice(), [only] if is(only))) {
        return "UNI";
    }
    let first_of_index = |index: &IndexEntry| {
        let first = index.elements.first().map(|element| element.expression.0.clone()).unwrap_or_default();
        let name = first.split_once('(').map_or(first.as_str(), |(name, _)| name).trim_matches('`').to_owned();
        is(&name)
    };
    let is_first =
        table.uniques.iter().any(|key| key.columns.first().is_some_and(is)) || table.indexes.iter().any(first_of_index);
    if is_first { "MUL" } else { "" }
}
