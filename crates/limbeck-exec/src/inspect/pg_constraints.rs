//! Constraints and indexes of a PostgreSQL table.

use limbeck_ops::{
    ElementOrder, Name, ReflectedCheck, ReflectedForeignKey, ReflectedIndex, ReflectedKey, ReflectedTable, TableName,
};
use serde_json::Value;

/// A row of a catalog query: one JSON object.
pub(crate) struct Entry(pub Value);

impl Entry {
    pub fn text(&self, key: &str) -> Option<String> {
        self.0.get(key)?.as_str().map(str::to_owned)
    }

    pub fn required(&self, key: &str) -> String {
        self.text(key).unwrap_or_default()
    }

    pub fn is(&self, key: &str) -> bool {
        self.0.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    pub fn number(&self, key: &str) -> Option<i64> {
        self.0.get(key)?.as_i64()
    }

    pub fn texts(&self, key: &str) -> Vec<String> {
        self.optional_texts(key).into_iter().flatten().collect()
    }

    pub fn numbers(&self, key: &str) -> Vec<i64> {
        let items = self.0.get(key).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_i64).collect()
    }

    pub fn optional_texts(&self, key: &str) -> Vec<Option<String>> {
        let items = self.0.get(key).and_then(Value::as_array);
        items.into_iter().flatten().map(|item| item.as_str().map(str::to_owned)).collect()
    }
}

/// One object a constraint. The order is SQLAlchemy's: by name.
pub(super) fn constraints_sql(table: &str) -> String {
    format!(
        "SELECT pg_catalog.json_build_object('name', r.conname, 'type', r.contype, \
         'columns', (SELECT pg_catalog.json_agg(a.attname ORDER BY k.n) FROM pg_catalog.unnest(r.conkey) WITH ORDINALITY k(num, n) \
            JOIN pg_catalog.pg_attribute a ON a.attrelid = r.conrelid AND a.attnum = k.num), \
         'comment', pg_catalog.obj_description(r.oid, 'pg_constraint'), \
         'definition', CASE WHEN r.contype = 'c' THEN pg_catalog.pg_get_constraintdef(r.oid, true) END, \
         'referred_schema', fn.nspname, 'referred_visible', pg_catalog.pg_table_is_visible(f.oid), 'referred_table', f.relname, \
         'referred_columns', (SELECT pg_catalog.json_agg(a.attname ORDER BY k.n) \
            FROM pg_catalog.unnest(r.confkey) WITH ORDINALITY k(num, n) \
            JOIN pg_catalog.pg_attribute a ON a.attrelid = r.confrelid AND a.attnum = k.num), \
         'on_update', r.confupdtype, 'on_delete', r.confdeltype, 'match', r.confmatchtype, \
         'deferrable', r.condeferrable, 'deferred', r.condeferred, 'valid', r.convalidated, 'no_inherit', r.connoinherit, \
         'include', CASE WHEN r.contype IN ('p', 'u') THEN (SELECT pg_catalog.json_agg(a.attname ORDER BY k.n) \
            FROM pg_catalog.pg_index i, pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY k(num, n), pg_catalog.pg_attribute a \
            WHERE i.indexrelid = r.conindid AND k.n > i.indnkeyatts AND a.attrelid = r.conrelid AND a.attnum = k.num) END, \
         'nulls_not_distinct', CASE WHEN r.contype = 'u' THEN (SELECT pg_catalog.to_jsonb(i) -> 'indnullsnotdistinct' \
            FROM pg_catalog.pg_index i WHERE i.indexrelid = r.conindid) END) \
         FROM pg_catalog.pg_constraint r LEFT JOIN pg_catalog.pg_class f ON f.oid = r.confrelid \
         LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace \
         WHERE r.conrelid = {table} AND r.contype IN ('p', 'u', 'f', 'c') ORDER BY r.conname"
    )
}

/// One object an index, primary keys left out.
pub(super) fn indexes_sql(table: &str) -> String {
    format!(
        "SELECT pg_catalog.json_build_object('name', c.relname, 'unique', i.indisunique, 'keys', i.indnkeyatts, \
         'method', am.amname, 'predicate', pg_catalog.pg_get_expr(i.indpred, i.indrelid), \
         'definition', pg_catalog.pg_get_indexdef(i.indexrelid), 'constraint', r.conname, \
         'orders', pg_catalog.to_json(i.indoption::int2[]), 'with', pg_catalog.to_json(c.reloptions), \
         'nulls_not_distinct', pg_catalog.to_jsonb(i) -> 'indnullsnotdistinct', \
         'classes', (SELECT pg_catalog.json_agg(CASE WHEN NOT o.opcdefault THEN o.opcname END ORDER BY k.n) \
            FROM pg_catalog.unnest(i.indclass::oid[]) WITH ORDINALITY k(id, n) JOIN pg_catalog.pg_opclass o ON o.oid = k.id), \
         'columns', (SELECT pg_catalog.json_agg(a.attname ORDER BY k.n) \
            FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY k(num, n) \
            LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num AND k.num <> 0), \
         'texts', (SELECT pg_catalog.json_agg(pg_catalog.pg_get_indexdef(i.indexrelid, n, true) ORDER BY n) \
            FROM pg_catalog.generate_series(1, i.indnatts::int) n)) \
         FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid \
         JOIN pg_catalog.pg_am am ON am.oid = c.relam \
         LEFT JOIN pg_catalog.pg_constraint r ON r.conindid = i.indexrelid AND r.conrelid = i.indrelid \
            AND r.contype IN ('p', 'u', 'x') \
         WHERE i.indrelid = {table} AND NOT i.indisprimary ORDER BY c.relname"
    )
}

/// Puts constraints into the table; `schema` is the one that was asked for.
pub(super) fn add_constraints(table: &mut ReflectedTable, entries: Vec<Entry>, schema: Option<&Name>) {
    for entry in entries {
        let name = entry.text("name");
        let (columns, comment) = (entry.texts("columns"), entry.text("comment"));
        let key = |name, columns, comment| ReflectedKey {
            name,
            columns,
            comment,
            include: entry.texts("include"),
            nulls_not_distinct: entry.is("nulls_not_distinct"),
        };
        match entry.required("type").as_str() {
            "p" => table.primary_key = Some(key(name, columns, comment)),
            "u" => table.unique_constraints.push(key(name, columns, comment)),
            "c" => table.checks.push(ReflectedCheck {
                name,
                condition: check_condition(&entry.required("definition")),
                comment,
                not_valid: !entry.is("valid"),
                no_inherit: entry.is("no_inherit"),
            }),
            _ => table.foreign_keys.push(foreign_key(&entry, name, columns, schema)),
        }
    }
}

fn foreign_key(entry: &Entry, name: Option<String>, columns: Vec<String>, asked: Option<&Name>) -> ReflectedForeignKey {
    let referred_schema = entry.required("referred_schema");
    let keeps = asked.is_some_and(|asked| asked.text == referred_schema) || !entry.is("referred_visible");
    let action = |key: &str| match entry.required(key).as_str() {
        "r" => Some("RESTRICT".to_owned()),
        "c" => Some("CASCADE".to_owned()),
        "n" => Some("SET NULL".to_owned()),
        "d" => Some("SET DEFAULT".to_owned()),
        _ => None,
    };
    ReflectedForeignKey {
        name,
        columns,
        referred_table: TableName::with_schema(
            keeps.then(|| Name::new(referred_schema)),
            Name::new(entry.required("referred_table")),
        ),
        referred_columns: entry.texts("referred_columns"),
        on_update: action("on_update"),
        on_delete: action("on_delete"),
        deferrable: entry.is("deferrable").then_some(true),
        initially: entry.is("deferred").then(|| "DEFERRED".to_owned()),
        match_kind: (entry.required("match") == "f").then(|| "FULL".to_owned()),
        comment: entry.text("comment"),
    }
}

/// `CHECK ((a > 0)) NOT VALID` to `a > 0`.
fn check_condition(definition: &str) -> String {
    let text = definition.strip_suffix(" NOT VALID").unwrap_or(definition);
    let text = text.strip_suffix(" NO INHERIT").unwrap_or(text);
    let inner = text.strip_prefix("CHECK").map(str::trim_start).and_then(unwrapped).unwrap_or(text);
    unwrapped(inner.trim()).unwrap_or(inner).to_owned()
}

/// The text inside brackets that hold all of it.
pub(crate) fn unwrapped(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 0_i32;
    let mut quote = None;
    for c in inner.chars() {
        match (c, quote) {
            ('\'' | '"', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            ('(', None) => depth += 1,
            (')', None) => depth -= 1,
            (_, _) => {}
        }
        if depth < 0 {
            return None;
        }
    }
    Some(inner)
}

/// `indoption` of PostgreSQL's `pg_index`.
fn order(flags: i64) -> ElementOrder {
    ElementOrder { descending: flags & 1 != 0, nulls_first: flags & 2 != 0 }
}

pub(super) fn index(entry: &Entry) -> ReflectedIndex {
    let keys = entry.number("keys").and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX);
    let mut columns = entry.optional_texts("columns");
    let mut expressions = entry.texts("texts");
    let include = columns.split_off(keys.min(columns.len())).into_iter().flatten().collect();
    expressions.truncate(keys);
    ReflectedIndex {
        name: entry.required("name"),
        columns,
        expressions,
        unique: entry.is("unique"),
        duplicates_constraint: entry.text("constraint"),
        method: entry.text("method"),
        predicate: entry.text("predicate"),
        include,
        definition: entry.text("definition"),
        orders: entry.numbers("orders").into_iter().map(order).collect(),
        operator_classes: entry.optional_texts("classes"),
        with: entry.texts("with"),
        nulls_not_distinct: entry.is("nulls_not_distinct"),
    }
}

#[cfg(test)]
mod tests {
    use super::check_condition;

    #[test]
    fn conditions_lose_their_outer_brackets() {
        assert_eq!(check_condition("CHECK ((a > 0))"), "a > 0");
        assert_eq!(check_condition("CHECK (((a > 0) AND (b > 0))) NOT VALID"), "(a > 0) AND (b > 0)");
        assert_eq!(check_condition("CHECK (f(a)) NO INHERIT"), "f(a)");
        assert_eq!(check_condition("CHECK ((a) = ')' OR (b))"), "(a) = ')' OR (b)");
    }
}
