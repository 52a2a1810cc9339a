//! PostgreSQL's catalog. Every query gives rows of one JSON object, so that its parts need no text protocol of ours.

use limbeck_ops::{
    Autoincrement, Column, Computed, DialectName, Expr, HostError, Identity, Name, Origin, ReflectedColumn,
    ReflectedDomain, ReflectedEnum, ReflectedSequence, ReflectedTable, Reflection, ReflectionRequest, RelationKinds,
    Sequence, ServerDefault, ServerErrorKind, TableName, TextClause, TypeKind,
};

use super::pg_constraints::{self, Entry};
use super::pg_types::{self, OwnTypes};
use crate::postgres::PostgresHost;
use crate::postgres::error::driver_error;

/// Answers a question about the database.
pub(crate) fn reflect(
    host: &mut PostgresHost,
    request: &ReflectionRequest,
    origin: &Origin,
) -> Result<Reflection, HostError> {
    match request {
        ReflectionRequest::Schemas => names(
            host,
            "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\\_%' ORDER BY nspname",
            origin,
        ),
        ReflectionRequest::DefaultSchema => names(host, "SELECT pg_catalog.current_schema()", origin),
        ReflectionRequest::Tables(schema) => relations(host, "'r', 'p'", LASTING, schema.as_ref(), origin),
        ReflectionRequest::Views(schema) => relations(host, "'v'", LASTING, schema.as_ref(), origin),
        ReflectionRequest::MaterializedViews(schema) => relations(host, "'m'", LASTING, schema.as_ref(), origin),
        ReflectionRequest::Sequences(schema) => {
            let Reflection::Names(found) = relations(host, "'S'", "", schema.as_ref(), origin)? else {
                return Ok(Reflection::Sequences(Vec::new()));
            };
            let schema = schema.as_ref().map(|schema| schema.text.clone());
            let sequence = |name| ReflectedSequence { name, schema: schema.clone() };
            Ok(Reflection::Sequences(found.into_iter().map(sequence).collect()))
        }
        ReflectionRequest::Enums(schema) => {
            let enums = entries(host, &enums_sql(schema.as_ref()), origin)?;
            Ok(Reflection::Enums(enums.iter().map(reflected_enum).collect()))
        }
        ReflectionRequest::Domains(schema) => {
            let domains = entries(host, &domains_sql(schema.as_ref()), origin)?;
            Ok(Reflection::Domains(domains.iter().map(reflected_domain).collect()))
        }
        ReflectionRequest::ForeignTables(schema) => relations(host, "'f'", "", schema.as_ref(), origin),
        ReflectionRequest::TemporaryTables => relations(host, "'r', 'p'", TEMPORARY, None, origin),
        ReflectionRequest::TemporaryViews => relations(host, "'v'", TEMPORARY, None, origin),
        ReflectionRequest::Relations(schema, kinds) => of_kinds(host, schema.as_ref(), *kinds, origin),
        ReflectionRequest::TableOid(name) => {
            Ok(relation(host, name, origin)?.map_or(Reflection::NoTable, |(oid, _)| Reflection::Text(oid)))
        }
        ReflectionRequest::Exists(name) => {
            let found = relation(host, name, origin)?.map(|_| name.name.text.clone());
            Ok(Reflection::Names(found.into_iter().collect()))
        }
        ReflectionRequest::Type(name) => names(host, &type_sql(name), origin),
        ReflectionRequest::ViewDefinition(name) => view_definition(host, name, origin),
        ReflectionRequest::Table(name) => table(host, name, origin),
    }
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn names(host: &mut PostgresHost, sql: &str, origin: &Origin) -> Result<Reflection, HostError> {
    let rows = host.select(sql, origin)?;
    Ok(Reflection::Names(rows.into_iter().filter_map(|row| row.into_iter().next().flatten()).collect()))
}

fn schema_condition(schema: Option<&Name>) -> String {
    match schema {
        Some(schema) => format!("n.nspname = {}", literal(&schema.text)),
        None => "pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'".to_owned(),
    }
}

/// Conditions on how long relations stay.
const LASTING: &str = " AND c.relpersistence <> 't'";
const TEMPORARY: &str = " AND c.relpersistence = 't'";

fn relations(
    host: &mut PostgresHost,
    kinds: &str,
    scope: &str,
    schema: Option<&Name>,
    origin: &Origin,
) -> Result<Reflection, HostError> {
    let condition = schema_condition(schema);
    // In no order, like SQLAlchemy's: scripts that go through all tables see them in the server's.
    let sql = format!(
        "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relkind = ANY (ARRAY[{kinds}]){scope} AND {condition}"
    );
    names(host, &sql, origin)
}

fn of_kinds(
    host: &mut PostgresHost,
    schema: Option<&Name>,
    wanted: RelationKinds,
    origin: &Origin,
) -> Result<Reflection, HostError> {
    let all = [(wanted.tables, "'r', 'p', 'f'"), (wanted.views, "'v'"), (wanted.materialized_views, "'m'")];
    let kinds: Vec<&str> = all.iter().filter(|(is_wanted, _)| *is_wanted).map(|(_, kinds)| *kinds).collect();
    let scope = match (wanted.lasting, wanted.temporary) {
        (true, true) => "",
        (true, false) => LASTING,
        (false, true) => TEMPORARY,
        (false, false) => return Ok(Reflection::Names(Vec::new())),
    };
    if kinds.is_empty() {
        return Ok(Reflection::Names(Vec::new()));
    }
    relations(host, &kinds.join(", "), scope, schema, origin)
}

/// Number and comment of a table or view.
fn relation(
    host: &mut PostgresHost,
    name: &TableName,
    origin: &Origin,
) -> Result<Option<(String, Option<String>)>, HostError> {
    let condition = schema_condition(name.schema.as_ref());
    let sql = format!(
        "SELECT c.oid, pg_catalog.obj_description(c.oid, 'pg_class') FROM pg_catalog.pg_class c \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relname = {} AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND {condition}",
        literal(&name.name.text)
    );
    let mut row = host.select(&sql, origin)?.into_iter().next().unwrap_or_default().into_iter();
    Ok(row.next().flatten().map(|oid| (oid, row.next().flatten())))
}

fn type_sql(name: &TableName) -> String {
    let condition = match &name.schema {
        Some(schema) if schema.text == "*" => "true".to_owned(),
        Some(schema) => format!("n.nspname = {}", literal(&schema.text)),
        None => "pg_catalog.pg_type_is_visible(t.oid) AND n.nspname <> 'pg_catalog'".to_owned(),
    };
    format!(
        "SELECT t.typname FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
         WHERE t.typname = {} AND {condition} LIMIT 1",
        literal(&name.name.text)
    )
}

fn view_definition(host: &mut PostgresHost, name: &TableName, origin: &Origin) -> Result<Reflection, HostError> {
    let sql = format!(
        "SELECT pg_catalog.pg_get_viewdef(c.oid) FROM pg_catalog.pg_class c \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relname = {} AND c.relkind IN ('v', 'm') AND {}",
        literal(&name.name.text),
        schema_condition(name.schema.as_ref())
    );
    let found = host.select(&sql, origin)?.into_iter().next().and_then(|row| row.into_iter().next().flatten());
    Ok(found.map_or(Reflection::NoTable, Reflection::Text))
}

fn domains_sql(schema: Option<&Name>) -> String {
    let condition = match schema {
        Some(schema) if schema.text == "*" => "true".to_owned(),
        Some(schema) => format!("n.nspname = {}", literal(&schema.text)),
        None => "pg_catalog.pg_type_is_visible(t.oid) AND n.nspname <> 'pg_catalog'".to_owned(),
    };
    format!(
        "SELECT pg_catalog.json_build_object('name', t.typname, 'schema', n.nspname, \
         'visible', pg_catalog.pg_type_is_visible(t.oid), 'type', pg_catalog.format_type(t.typbasetype, t.typtypmod), \
         'nullable', NOT t.typnotnull, 'default', t.typdefault, 'collation', co.collname, \
         'checks', (SELECT pg_catalog.json_agg(r.conname ORDER BY r.conname COLLATE \"C\") FROM pg_catalog.pg_constraint r \
            WHERE r.contypid = t.oid AND r.contype = 'c'), \
         'conditions', (SELECT pg_catalog.json_agg(pg_catalog.pg_get_constraintdef(r.oid, true) ORDER BY r.conname COLLATE \"C\") \
            FROM pg_catalog.pg_constraint r WHERE r.contypid = t.oid AND r.contype = 'c')) \
         FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
         LEFT JOIN pg_catalog.pg_collation co ON co.oid = t.typcollation \
         WHERE t.typtype = 'd' AND {condition} ORDER BY n.nspname, t.typname"
    )
}

fn reflected_domain(entry: &Entry) -> ReflectedDomain {
    let type_text = entry.required("type");
    // `CHECK (…)`, of which SQLAlchemy keeps what stands inside.
    let inside = |definition: String| definition.get(7..definition.len().max(8) - 1).unwrap_or_default().to_owned();
    ReflectedDomain {
        name: entry.required("name"),
        schema: entry.required("schema"),
        visible: entry.is("visible"),
        type_text: type_text.split('(').next().unwrap_or_default().to_owned(),
        nullable: entry.is("nullable"),
        default: entry.text("default"),
        checks: entry.texts("checks").into_iter().zip(entry.texts("conditions").into_iter().map(inside)).collect(),
        collation: entry.text("collation"),
    }
}

fn entries(host: &mut PostgresHost, sql: &str, origin: &Origin) -> Result<Vec<Entry>, HostError> {
    let rows = host.select(sql, origin)?;
    let texts = rows.into_iter().filter_map(|row| row.into_iter().next().flatten());
    texts
        .map(|text| serde_json::from_str(&text).map(Entry))
        .collect::<Result<_, _>>()
        .map_err(|error| driver_error(ServerErrorKind::Internal, error.to_string(), sql, origin, false))
}

fn enums_sql(schema: Option<&Name>) -> String {
    let condition = match schema {
        Some(schema) if schema.text == "*" => "true".to_owned(),
        Some(schema) => format!("n.nspname = {}", literal(&schema.text)),
        None => "pg_catalog.pg_type_is_visible(t.oid) AND n.nspname <> 'pg_catalog'".to_owned(),
    };
    format!(
        "SELECT pg_catalog.json_build_object('name', t.typname, 'schema', n.nspname, \
         'visible', pg_catalog.pg_type_is_visible(t.oid), \
         'labels', (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e \
            WHERE e.enumtypid = t.oid)) \
         FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
         WHERE t.typtype = 'e' AND {condition} ORDER BY n.nspname, t.typname"
    )
}

fn reflected_enum(entry: &Entry) -> ReflectedEnum {
    ReflectedEnum {
        name: entry.required("name"),
        schema: entry.required("schema"),
        visible: entry.is("visible"),
        labels: entry.texts("labels"),
    }
}

/// The types that a table's columns may have beside PostgreSQL's own.
fn own_types(host: &mut PostgresHost, origin: &Origin) -> Result<OwnTypes, HostError> {
    let enums = entries(host, &enums_sql(Some(&Name::new("*"))), origin)?.iter().map(reflected_enum).collect();
    let domains = entries(host, &domains_sql(Some(&Name::new("*"))), origin)?.iter().map(reflected_domain).collect();
    Ok(OwnTypes { enums, domains })
}

fn table(host: &mut PostgresHost, name: &TableName, origin: &Origin) -> Result<Reflection, HostError> {
    let Some((oid, comment)) = relation(host, name, origin)? else { return Ok(Reflection::NoTable) };
    let own = own_types(host, origin)?;
    let columns = entries(host, &columns_sql(&oid), origin)?;
    let mut table = ReflectedTable {
        name: name.clone(),
        columns: columns.iter().map(|entry| column(entry, &own, name.schema.as_ref())).collect(),
        primary_key: None,
        foreign_keys: Vec::new(),
        unique_constraints: Vec::new(),
        checks: Vec::new(),
        indexes: Vec::new(),
        comment,
        create_sql: None,
        triggers: Vec::new(),
        options: Vec::new(),
    };
    let constraints = entries(host, &pg_constraints::constraints_sql(&oid), origin)?;
    pg_constraints::add_constraints(&mut table, constraints, name.schema.as_ref());
    let indexes = entries(host, &pg_constraints::indexes_sql(&oid), origin)?;
    table.indexes = indexes.iter().map(pg_constraints::index).collect();
    if let Some(key) = &table.primary_key {
        for reflected in &mut table.columns {
            reflected.column.primary_key = key.columns.contains(&reflected.column.name.text);
        }
    }
    Ok(Reflection::Table(Box::new(table)))
}

fn columns_sql(table: &str) -> String {
    format!(
        "SELECT pg_catalog.json_build_object('name', a.attname, \
         'type', pg_catalog.format_type(a.atttypid, a.atttypmod), \
         'default', pg_catalog.pg_get_expr(d.adbin, d.adrelid), 'not_null', a.attnotnull, \
         'comment', pg_catalog.col_description(a.attrelid, a.attnum), 'generated', a.attgenerated, \
         'identity', a.attidentity, 'start', s.seqstart, 'increment', s.seqincrement, 'min', s.seqmin, 'max', s.seqmax, \
         'cache', s.seqcache, 'cycle', s.seqcycle, \
         'collation', CASE WHEN a.attcollation <> 0 AND a.attcollation <> t.typcollation THEN co.collname END) \
         FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid \
         LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
         LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation \
         LEFT JOIN pg_catalog.pg_depend p ON a.attidentity <> '' AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum \
            AND p.deptype = 'i' AND p.classid = 'pg_catalog.pg_class'::pg_catalog.regclass \
         LEFT JOIN pg_catalog.pg_sequence s ON s.seqrelid = p.objid \
         WHERE a.attrelid = {table} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
    )
}

fn text_expr(text: String) -> Expr {
    Expr::Text(TextClause { text, binds: Vec::new(), columns: Vec::new() })
}

fn column(entry: &Entry, own: &OwnTypes, schema: Option<&Name>) -> ReflectedColumn {
    let type_text = entry.required("type");
    let ty = pg_types::parse(&type_text, entry.text("collation").as_deref(), own);
    let integer = ty.for_dialect(DialectName::Postgresql).kind.is_integer();
    let not_null_domain = matches!(&ty.kind, TypeKind::PgDomain { not_null: Some(true), .. });
    let mut column = Column::new(entry.required("name"), ty);
    column.nullable = !entry.is("not_null") && !not_null_domain;
    column.nullable_given = true;
    column.comment = entry.text("comment");
    // A domain has a default of its own.
    let default =
        entry.text("default").filter(|text| !text.is_empty()).or_else(|| own.domain_of(&column.ty)?.default.clone());
    let generated = entry.text("generated").filter(|generated| !generated.is_empty());
    match (generated, default) {
        (Some(kind), Some(expr)) => {
            column.computed = Some(Computed { expr: text_expr(expr), persisted: Some(kind == "s") });
        }
        (None, Some(text)) => {
            if text.contains("nextval('") && integer {
                column.autoincrement = Autoincrement::Yes;
            }
            column.server_default = Some(ServerDefault::Expr(text_expr(with_schema(text, schema))));
        }
        (_, None) => {}
    }
    if let Some(kind) = entry.text("identity").filter(|kind| !kind.is_empty()) {
        column.autoincrement = Autoincrement::Yes;
        let sequence = Sequence {
            start: entry.number("start"),
            increment: entry.number("increment"),
            min_value: entry.number("min"),
            max_value: entry.number("max"),
            cache: entry.number("cache"),
            cycle: Some(entry.is("cycle")),
            ..Sequence::default()
        };
        column.identity = Some(Identity { always: kind == "a", on_null: None, sequence });
    }
    ReflectedColumn { column, type_text }
}

/// SQLAlchemy puts the schema that was asked for into `nextval('seq'::regclass)`, and leaves out what stands before.
fn with_schema(default: String, schema: Option<&Name>) -> String {
    let Some(schema) = schema else { return default };
    match default.split_once("nextval('") {
        Some((_, after)) => match after.split_once('\'') {
            Some((sequence, rest)) if !sequence.contains('.') => {
                format!("nextval('\"{}\".{sequence}'{rest}", schema.text)
            }
            Some(_) | None => default,
        },
        None => default,
    }
}
