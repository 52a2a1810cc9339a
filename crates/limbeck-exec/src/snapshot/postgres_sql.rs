//! The one statement that reads a PostgreSQL database: rows of a kind, the object's number, and a JSON object.

use super::{Schemas, literal};

/// The relations of the schemas that are asked for.
fn relations(schemas: &str) -> String {
    format!(
        "WITH own AS MATERIALIZED (\
         SELECT c.oid, n.nspname, c.relname, c.relkind, c.relispartition FROM pg_catalog.pg_class c \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relpersistence <> 't' AND {schemas} AND {})",
        not_of_an_extension("pg_class", "c.oid")
    )
}

fn not_of_an_extension(class: &str, oid: &str) -> String {
    format!(
        "NOT EXISTS (SELECT FROM pg_catalog.pg_depend e \
         WHERE e.classid = 'pg_catalog.{class}'::pg_catalog.regclass AND e.objid = {oid} AND e.deptype = 'e')"
    )
}

fn schema_condition(schemas: &Schemas) -> String {
    match schemas {
        Schemas::All => "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'".to_owned(),
        Schemas::Named(names) => {
            let names: Vec<String> = names.iter().map(|name| literal(name)).collect();
            let comma = if names.is_empty() { "" } else { ", " };
            format!("n.nspname IN (pg_catalog.current_schema(){comma}{})", names.join(", "))
        }
    }
}

/// The names of columns whose numbers an array holds, in its order.
fn names_of(numbers: &str, relation: &str) -> String {
    format!(
        "(SELECT pg_catalog.json_agg(a.attname ORDER BY k.n) FROM pg_catalog.unnest({numbers}) WITH ORDINALITY k(num, n) \
         JOIN pg_catalog.pg_attribute a ON a.attrelid = {relation} AND a.attnum = k.num)"
    )
}

const RELATIONS: &str = "SELECT 'relation', own.oid, pg_catalog.json_build_object('schema', own.nspname, 'name', own.relname, \
 'kind', own.relkind, 'comment', pg_catalog.obj_description(own.oid, 'pg_class'), \
 'partition_key', CASE WHEN own.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(own.oid) END, \
 'query', CASE WHEN own.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(own.oid, true) END, \
 'parent_schema', pn.nspname, 'parent', pc.relname) \
 FROM own LEFT JOIN pg_catalog.pg_inherits h ON h.inhrelid = own.oid AND h.inhseqno = 1 \
 LEFT JOIN pg_catalog.pg_class pc ON pc.oid = h.inhparent LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace \
 WHERE own.relkind <> 'S'";

/// A sequence is of a serial column if it belongs to the column and the column's default takes from it.
const COLUMNS: &str = "SELECT 'column', own.oid, pg_catalog.json_build_object('number', a.attnum, 'name', a.attname, \
 'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'not_null', a.attnotnull, \
 'default', pg_catalog.pg_get_expr(d.adbin, d.adrelid, true), \
 'serial', d.oid IS NOT NULL AND EXISTS (SELECT FROM pg_catalog.pg_depend o JOIN pg_catalog.pg_depend u \
    ON u.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND u.objid = d.oid AND u.refobjid = o.objid \
    AND u.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass \
    WHERE o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.deptype = 'a' AND o.refobjid = a.attrelid \
    AND o.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.refobjsubid = a.attnum), \
 'comment', pg_catalog.col_description(a.attrelid, a.attnum), 'generated', a.attgenerated, 'identity', a.attidentity, \
 'type_text', pg_catalog.format_type(s.seqtypid, NULL), 'column_type', pg_catalog.format_type(a.atttypid, NULL), \
 'start', s.seqstart, 'increment', s.seqincrement, 'min', s.seqmin, 'max', s.seqmax, 'cache', s.seqcache, \
 'cycle', s.seqcycle, \
 'collation', CASE WHEN a.attcollation <> 0 AND a.attcollation <> t.typcollation THEN co.collname END) \
 FROM own JOIN pg_catalog.pg_attribute a ON a.attrelid = own.oid JOIN pg_catalog.pg_type t ON t.oid = a.atttypid \
 LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
 LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation \
 LEFT JOIN pg_catalog.pg_depend p ON a.attidentity <> '' AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum \
    AND p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass \
    AND p.deptype = 'i' AND p.classid = 'pg_catalog.pg_class'::pg_catalog.regclass \
 LEFT JOIN pg_catalog.pg_sequence s ON s.seqrelid = p.objid \
 WHERE own.relkind <> 'S' AND a.attnum > 0 AND NOT a.attisdropped";

const ENUMS: &str = "pg_catalog.json_build_object('schema', n.nspname, 'name', t.typname, \
 'labels', (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e \
    WHERE e.enumtypid = t.oid)) \
 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e'";

/// Those of identities and serial columns are told with their columns.
const SEQUENCES: &str = "SELECT 'sequence', own.oid, pg_catalog.json_build_object('schema', own.nspname, 'name', own.relname, \
 'type_text', pg_catalog.format_type(s.seqtypid, NULL), 'start', s.seqstart, 'increment', s.seqincrement, \
 'min', s.seqmin, 'max', s.seqmax, 'cache', s.seqcache, 'cycle', s.seqcycle) \
 FROM own JOIN pg_catalog.pg_sequence s ON s.seqrelid = own.oid \
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend o \
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = o.refobjid AND d.adnum = o.refobjsubid \
    WHERE o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.objid = own.oid AND o.refobjsubid > 0 \
    AND (o.deptype = 'i' OR o.deptype = 'a' AND EXISTS (SELECT FROM pg_catalog.pg_depend u \
       WHERE u.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND u.objid = d.oid AND u.refobjid = own.oid)))";

/// Those that a partition has from its parent have a parent of their own.
fn constraints(major: u32) -> String {
    let (no_nulls, set_columns) = match major {
        15.. => ("i.indnullsnotdistinct", names_of("r.confdelsetcols", "r.conrelid")),
        ..15 => ("false", "NULL".to_owned()),
    };
    format!(
        "SELECT 'constraint', own.oid, pg_catalog.json_build_object('name', r.conname, 'type', r.contype, 'columns', {columns}, \
         'include', (SELECT pg_catalog.json_agg(a.attname ORDER BY k.n) \
            FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY k(num, n) \
            JOIN pg_catalog.pg_attribute a ON a.attrelid = r.conrelid AND a.attnum = k.num WHERE k.n > i.indnkeyatts), \
         'nulls_not_distinct', {no_nulls}, 'comment', pg_catalog.obj_description(r.oid, 'pg_constraint'), \
         'condition', CASE WHEN r.contype = 'c' THEN pg_catalog.pg_get_expr(r.conbin, r.conrelid, true) END, \
         'no_inherit', r.connoinherit, 'validated', r.convalidated, \
         'elements', CASE WHEN r.contype = 'x' THEN (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(\
            pg_catalog.pg_get_indexdef(i.indexrelid, k.n::int, true), o.oprname) ORDER BY k.n) \
            FROM pg_catalog.unnest(r.conexclop) WITH ORDINALITY k(op, n) \
            JOIN pg_catalog.pg_operator o ON o.oid = k.op) END, \
         'method', am.amname, 'predicate', pg_catalog.pg_get_expr(i.indpred, i.indrelid, true), \
         'referred_schema', fn.nspname, 'referred_table', f.relname, 'referred_columns', {referred}, \
         'on_update', r.confupdtype, 'on_delete', r.confdeltype, 'set_columns', {set_columns}, 'match', r.confmatchtype, \
         'deferrable', r.condeferrable, 'deferred', r.condeferred) \
         FROM own JOIN pg_catalog.pg_constraint r ON r.conrelid = own.oid \
         LEFT JOIN pg_catalog.pg_class f ON f.oid = r.confrelid \
         LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace \
         LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = r.conindid AND r.contype IN ('p', 'u', 'x') \
         LEFT JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid LEFT JOIN pg_catalog.pg_am am ON am.oid = ic.relam \
         WHERE r.contype IN ('p', 'u', 'c', 'f', 'x') AND r.conparentid = 0 AND (r.conislocal OR NOT own.relispartition)",
        columns = names_of("r.conkey", "r.conrelid"),
        referred = names_of("r.confkey", "r.confrelid"),
    )
}

/// Indexes but for those of constraints and those that a partition has from its parent.
fn indexes(major: u32) -> String {
    let no_nulls = if major >= 15 { "i.indnullsnotdistinct" } else { "false" };
    format!(
        "SELECT 'index', own.oid, pg_catalog.json_build_object('name', c.relname, 'unique', i.indisunique, \
         'method', am.amname, 'predicate', pg_catalog.pg_get_expr(i.indpred, i.indrelid, true), 'valid', i.indisvalid, \
         'nulls_not_distinct', {no_nulls}, 'with', c.reloptions, \
         'definition', pg_catalog.pg_get_indexdef(i.indexrelid, 0, true), \
         'include', (SELECT pg_catalog.json_agg(a.attname ORDER BY k.n) \
            FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY k(num, n) \
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num WHERE k.n > i.indnkeyatts), \
         'elements', (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('column', a.attname, \
            'text', pg_catalog.pg_get_indexdef(i.indexrelid, k.n::int, true), 'options', i.indoption[(k.n - 1)::int], \
            'operator_class', CASE WHEN NOT oc.opcdefault THEN oc.opcname END, \
            'collation', CASE WHEN a.attname IS NULL OR co.oid <> a.attcollation THEN co.collname END) ORDER BY k.n) \
            FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY k(num, n) \
            LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num AND k.num <> 0 \
            LEFT JOIN pg_catalog.pg_opclass oc ON oc.oid = i.indclass[(k.n - 1)::int] \
            LEFT JOIN pg_catalog.pg_collation co ON co.oid = i.indcollation[(k.n - 1)::int] \
            WHERE k.n <= i.indnkeyatts)) \
         FROM own JOIN pg_catalog.pg_index i ON i.indrelid = own.oid \
         JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_am am ON am.oid = c.relam \
         WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint r WHERE r.conindid = i.indexrelid \
            AND r.conrelid = i.indrelid AND r.contype IN ('p', 'u', 'x')) \
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhrelid = i.indexrelid)"
    )
}

/// The statement for a server of a major version.
pub(super) fn statement(major: u32, schemas: &Schemas) -> String {
    let condition = schema_condition(schemas);
    let default = "SELECT 'default_schema', NULL::pg_catalog.oid, pg_catalog.json_build_object('name', pg_catalog.current_schema())";
    let named = format!(
        "SELECT 'schema', n.oid, pg_catalog.json_build_object('name', n.nspname) FROM pg_catalog.pg_namespace n \
         WHERE {condition} AND {}",
        not_of_an_extension("pg_namespace", "n.oid")
    );
    let enums =
        format!("SELECT 'enum', t.oid, {ENUMS} AND {condition} AND {}", not_of_an_extension("pg_type", "t.oid"));
    let parts = [default, &named, RELATIONS, COLUMNS, &constraints(major), &indexes(major), &enums, SEQUENCES]
        .join(" UNION ALL ");
    format!("{} SELECT q.kind, q.oid::text, q.object::text FROM ({parts}) q(kind, oid, object)", relations(&condition))
}
