"""Records what PostgreSQL's catalogs say after statements: tests/recorded/catalogs.txt.

    python3 tests/record_catalogs.py postgresql://postgres@127.0.0.1:5432/postgres

Cases are the files of tests/statements/*.sql: blocks that begin with `-- name`. A statement with `-- refused` behind it
fails, as it should. Nobody edits the recorded file by hand.
"""

import json
import pathlib
import sys

import psycopg2

RELATIONS = """
SELECT c.oid, n.nspname, c.relname, c.relkind, obj_description(c.oid, 'pg_class'), pg_get_partkeydef(c.oid),
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, true) END, pn.nspname, pc.relname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_inherits h ON h.inhrelid = c.oid AND h.inhseqno = 1
LEFT JOIN pg_class pc ON pc.oid = h.inhparent LEFT JOIN pg_namespace pn ON pn.oid = pc.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY 2, 3
"""
COLUMNS = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, pg_get_expr(d.adbin, d.adrelid, true),
    col_description(a.attrelid, a.attnum), a.attgenerated, a.attidentity,
    CASE WHEN a.attcollation <> 0 AND a.attcollation <> t.typcollation THEN co.collname END,
    d.oid IS NOT NULL AND EXISTS (SELECT FROM pg_depend o JOIN pg_depend u
        ON u.classid = 'pg_attrdef'::regclass AND u.objid = d.oid AND u.refobjid = o.objid
        WHERE o.classid = 'pg_class'::regclass AND o.deptype = 'a' AND o.refobjid = a.attrelid
        AND o.refobjsubid = a.attnum),
    (SELECT row_to_json(q) FROM (SELECT format_type(s.seqtypid, NULL) AS type_text, s.seqstart AS start,
        s.seqincrement AS increment, s.seqmin AS min_value, s.seqmax AS max_value, s.seqcache AS cache,
        s.seqcycle AS cycle
        FROM pg_depend p JOIN pg_sequence s ON s.seqrelid = p.objid
        WHERE p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype = 'i'
        AND p.refclassid = 'pg_class'::regclass AND p.classid = 'pg_class'::regclass) q)
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation co ON co.oid = a.attcollation
WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
NAMES = (
    "(SELECT json_agg(a.attname ORDER BY k.n) FROM unnest({}) WITH ORDINALITY k(num, n)"
    " JOIN pg_attribute a ON a.attrelid = {} AND a.attnum = k.num)"
)
CONSTRAINTS = f"""
SELECT r.contype, r.conname, {NAMES.format('r.conkey', 'r.conrelid')},
    (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(num, n)
     JOIN pg_attribute a ON a.attrelid = r.conrelid AND a.attnum = k.num WHERE k.n > i.indnkeyatts),
    i.indnullsnotdistinct, obj_description(r.oid, 'pg_constraint'), pg_get_expr(r.conbin, r.conrelid, true),
    r.connoinherit, r.convalidated,
    CASE WHEN r.contype = 'x' THEN (SELECT json_agg(json_build_array(pg_get_indexdef(i.indexrelid, k.n::int, true),
        o.oprname) ORDER BY k.n) FROM unnest(r.conexclop) WITH ORDINALITY k(op, n)
        JOIN pg_operator o ON o.oid = k.op) END,
    am.amname, pg_get_expr(i.indpred, i.indrelid, true), fn.nspname, f.relname,
    {NAMES.format('r.confkey', 'r.confrelid')}, r.confupdtype, r.confdeltype,
    {NAMES.format('r.confdelsetcols', 'r.conrelid')}, r.confmatchtype, r.condeferrable, r.condeferred
FROM pg_constraint r LEFT JOIN pg_class f ON f.oid = r.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
LEFT JOIN pg_index i ON i.indexrelid = r.conindid AND r.contype IN ('p', 'u', 'x')
LEFT JOIN pg_class ic ON ic.oid = i.indexrelid LEFT JOIN pg_am am ON am.oid = ic.relam
JOIN pg_class own ON own.oid = r.conrelid
WHERE r.conrelid = %s AND r.contype IN ('p', 'u', 'c', 'f', 'x') AND r.conparentid = 0
AND (r.conislocal OR NOT own.relispartition) ORDER BY r.conname
"""
INDEXES = """
SELECT c.relname, i.indisunique, am.amname, pg_get_expr(i.indpred, i.indrelid, true), i.indisvalid,
    i.indnullsnotdistinct, c.reloptions,
    (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(num, n)
     JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num WHERE k.n > i.indnkeyatts),
    (SELECT json_agg(json_build_array(a.attname, pg_get_indexdef(i.indexrelid, k.n::int, true),
        i.indoption[(k.n - 1)::int], CASE WHEN NOT oc.opcdefault THEN oc.opcname END,
        CASE WHEN co.oid <> a.attcollation OR a.attname IS NULL AND pg_get_indexdef(i.indexrelid, 0, true) LIKE
            '%%' || pg_get_indexdef(i.indexrelid, k.n::int, true) || ' COLLATE %%' THEN co.collname END) ORDER BY k.n)
     FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(num, n)
     LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num AND k.num <> 0
     LEFT JOIN pg_opclass oc ON oc.oid = i.indclass[(k.n - 1)::int]
     LEFT JOIN pg_collation co ON co.oid = i.indcollation[(k.n - 1)::int] WHERE k.n <= i.indnkeyatts)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam
WHERE i.indrelid = %s AND NOT EXISTS (SELECT FROM pg_constraint r WHERE r.conindid = i.indexrelid
    AND r.conrelid = i.indrelid AND r.contype IN ('p', 'u', 'x'))
AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.indexrelid) ORDER BY c.relname
"""
SEQUENCES = """
SELECT n.nspname, c.relname, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
    s.seqcycle
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT EXISTS (SELECT FROM pg_depend o
    LEFT JOIN pg_attrdef d ON d.adrelid = o.refobjid AND d.adnum = o.refobjsubid
    WHERE o.classid = 'pg_class'::regclass AND o.objid = c.oid AND o.refobjsubid > 0
    AND (o.deptype = 'i' OR o.deptype = 'a' AND EXISTS (SELECT FROM pg_depend u
        WHERE u.classid = 'pg_attrdef'::regclass AND u.objid = d.oid AND u.refobjid = c.oid)))
AND c.relpersistence <> 't' ORDER BY 1, 2
"""
ENUMS = """
SELECT n.nspname, t.typname, (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e
    WHERE e.enumtypid = t.oid)
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' ORDER BY 1, 2
"""
ACTIONS = {"r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}


def read(cursor):
    """The catalog as limbeck_ops::catalog::Catalog has it."""

    def rows(sql, *arguments):
        cursor.execute(sql, arguments)
        return cursor.fetchall()

    def indexes(oid):
        return [
            {
                "name": name, "unique": unique, "method": method, "predicate": predicate, "valid": valid,
                "nulls_not_distinct": nulls, "with": sorted(with_ or []), "include": include or [],
                "elements": [
                    {"column": column, "text": text, "options": options, "operator_class": kind, "collation": collation}
                    for column, text, options, kind, collation in elements
                ],
            }
            for name, unique, method, predicate, valid, nulls, with_, include, elements in rows(INDEXES, oid)
        ]

    found = {"schemas": [], "tables": [], "views": [], "enums": [], "sequences": []}
    found["schemas"] = [
        name for name, in rows(
            "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'"
            " AND nspname NOT IN ('information_schema', 'public') ORDER BY 1"
        )
    ]
    for oid, schema, name, kind, comment, key, query, parent_schema, parent in rows(RELATIONS):
        columns = [
            {
                "name": column, "type": ty, "nullable": nullable, "default": None if generated else default,
                "computed": default if generated else None, "comment": remark, "serial": serial,
                "collation": collation, "identity": identity and {"always": identity == "a", "sequence": sequence},
            }
            for column, ty, nullable, default, remark, generated, identity, collation, serial, sequence
            in rows(COLUMNS, oid)
        ]
        common = {"schema": schema, "name": name, "comment": comment, "indexes": indexes(oid)}
        if query is not None:
            names = [column["name"] for column in columns]
            found["views"].append({**common, "query": query, "materialized": kind == "m", "columns": names})
            continue
        table = {
            **common, "columns": columns, "partition_key": key, "parent": parent and [parent_schema, parent],
            "constraints": [],
        }
        for (kind, name, names, include, nulls, remark, condition, no_inherit, validated, elements, method, predicate,
             there_schema, there, referred, update, delete, set_columns, match, deferrable, deferred) in rows(
                 CONSTRAINTS, oid):
            delete = ACTIONS.get(delete)
            if set_columns:
                delete += " (" + ", ".join(set_columns) + ")"
            table["constraints"].append({
                "type": kind, "name": name, "columns": names or [], "include": include or [],
                "nulls_not_distinct": bool(nulls), "comment": remark, "condition": condition,
                "no_inherit": no_inherit, "validated": validated, "elements": elements, "method": method,
                "predicate": predicate, "referred": [there_schema, there], "referred_columns": referred or [],
                "on_update": ACTIONS.get(update), "on_delete": delete, "match": "FULL" if match == "f" else None,
                "deferrable": deferrable, "deferred": deferred,
            })
        found["tables"].append(table)
    for schema, name, labels in rows(ENUMS):
        found["enums"].append({"schema": schema, "name": name, "labels": labels or []})
    for schema, name, ty, start, increment, low, high, cache, cycle in rows(SEQUENCES):
        found["sequences"].append({
            "schema": schema, "name": name, "type_text": ty, "start": start, "increment": increment,
            "min_value": low, "max_value": high, "cache": cache, "cycle": cycle,
        })
    return found


def cases(text):
    name, lines = None, []
    for line in text.splitlines():
        if line.startswith("-- ") and line != "-- refused":
            if name:
                yield name, "\n".join(lines).strip()
            name, lines = line[3:], []
        else:
            lines.append(line)
    yield name, "\n".join(lines).strip()


def main():
    here = pathlib.Path(__file__).parent
    connection = psycopg2.connect(sys.argv[1])
    connection.autocommit = True
    cursor = connection.cursor()
    parameters = connection.get_dsn_parameters()
    lines = ["# Recorded by record_catalogs.py; not to be edited."]
    for path in sorted((here / "statements").glob("*.sql")):
        for name, sql in cases(path.read_text()):
            cursor.execute("DROP DATABASE IF EXISTS record_catalogs")
            cursor.execute("CREATE DATABASE record_catalogs")
            other = psycopg2.connect(
                host=parameters["host"], port=parameters["port"], user=parameters["user"], dbname="record_catalogs"
            )
            other.autocommit = True
            inner = other.cursor()
            for statement in sql.split(";\n"):
                if not statement.strip():
                    continue
                try:
                    inner.execute(statement)
                except psycopg2.Error as error:
                    if "-- refused" not in statement:
                        raise SystemExit(f"{path.name}: {name}: {statement}: {error}")
                else:
                    if "-- refused" in statement:
                        raise SystemExit(f"{path.name}: {name}: {statement} is not refused")
            inner.execute("SET search_path TO public")
            lines += ["", f">>> {path.stem}: {name}", sql, "---"]
            found = read(inner)
            lines += [json.dumps({kind: found[kind]}, ensure_ascii=False) for kind in found]
            other.close()
    cursor.execute("DROP DATABASE record_catalogs")
    (here / "recorded" / "catalogs.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
