"""Records how PostgreSQL writes expressions back: tests/recorded/expressions.txt.

    python3 tests/record_expressions.py postgresql://postgres@127.0.0.1:5432/postgres

Each pair is the text that was given and the text that pg_get_expr or pg_get_constraintdef then shows, with the kind of
place it stood in. Nobody edits the recorded file by hand.
"""

import pathlib
import sys

import psycopg2

TABLE = """
CREATE TYPE mood AS ENUM ('happy', 'it''s bad', 'sad');
CREATE TABLE sample (
    id integer, big bigint, small smallint, weight numeric(10, 4), ratio double precision, quick real,
    name character varying(20), label text, code character(3), flag boolean, hidden boolean, born date,
    at timestamp without time zone, seen timestamp with time zone, clock time without time zone, span interval,
    doc jsonb, raw json, tags text[], names character varying(10)[], numbers integer[], key uuid, mood mood,
    "Mixed Case" integer, "order" integer, data bytea, address inet, tsv tsvector, period daterange
)
"""

CHECKS = r"""
weight > 0
weight >= 0 AND weight <= 100
weight BETWEEN 0 AND 100
weight NOT BETWEEN 0 AND 100
id BETWEEN 1 AND 10 OR big BETWEEN 1 AND 10
ratio > 0
ratio > 0.5
quick < 1e10
id > 0
id >= -5
id > -1
id <> 0
id != 0
big > 0
small > 0
id > small
big > id
weight > id
ratio > weight
name <> ''
name != ''
name = 'a'
name IN ('a', 'b', 'c')
name NOT IN ('a', 'b')
name IN ('a')
label IN ('a', 'b')
label NOT IN ('x')
label = 'it''s'
label = E'a\nb'
label = $$dollar$$
code IN ('abc', 'def')
code = 'ab'
id IN (1, 2, 3)
id IN (1)
id NOT IN (1, 2, 3)
big IN (1, 2)
weight IN (1, 2.5)
mood IN ('happy', 'sad')
mood = 'happy'
mood <> 'it''s bad'
mood::text = 'happy'
flag
NOT flag
flag = true
flag IS TRUE
flag IS NOT TRUE
flag IS FALSE
flag IS UNKNOWN
flag OR hidden
flag AND NOT hidden
NOT (flag AND hidden)
flag = 't'
flag <> hidden
id IS NULL
id IS NOT NULL
id ISNULL
name IS NULL OR name <> ''
(id IS NULL) = (name IS NULL)
id IS DISTINCT FROM 1
id IS NOT DISTINCT FROM big
length(name) > 3
LENGTH(name) > 3
char_length(name) >= 3 AND char_length(name) <= 20
length(trim(name)) > 0
trim(both ' ' from name) <> ''
trim(leading 'x' from label) <> ''
ltrim(name) = name
upper(name) = name
lower(label) = label
Lower(Label) = LABEL
coalesce(id, 0) > 0
COALESCE(name, label) IS NOT NULL
nullif(id, 0) IS NOT NULL
greatest(id, big) > 0
least(id, 5, big) < 10
name LIKE 'a%'
name NOT LIKE 'a%'
label LIKE 'a!%' ESCAPE '!'
name ILIKE 'A%'
label NOT ILIKE 'A%'
name ~ '^[a-z]+$'
name ~* '^[a-z]+$'
label !~ '[0-9]'
label !~* 'x'
name SIMILAR TO '(a|b)%'
label ~~ 'x%'
born > '2020-01-01'
born > '2020-01-01'::date
born > DATE '2020-01-01'
born >= CAST('2020-01-01' AS date)
at > '2020-01-01'
at > '2020-01-01 10:20'
at > timestamp '2020-01-01 10:20:30'
at < now()
at < CURRENT_TIMESTAMP
seen < current_timestamp
born <= current_date
born > at
span > '1 hour'
span > interval '90 minutes'
span < INTERVAL '1' DAY
at + interval '1 day' > born
at + span > at
clock > '08:00'
clock BETWEEN '08:00' AND '17:30'
extract(year from born) > 2000
EXTRACT(epoch FROM at) > 0
date_part('year', born) > 2000
date_trunc('month', at) = at
(at AT TIME ZONE 'UTC') < seen
seen at time zone 'utc' > at
doc ? 'key'
doc ->> 'kind' = 'a'
doc -> 'a' ->> 'b' IS NOT NULL
(doc ->> 'n')::int > 0
doc @> '{"a": 1}'
doc @> '{"a":1,"b":[1,2]}'::jsonb
doc #>> '{a,b}' = 'x'
jsonb_typeof(doc) = 'object'
raw ->> 'a' = 'b'
'x' = ANY (tags)
tags @> ARRAY['a']
tags && ARRAY['a', 'b']
tags <@ ARRAY['a', 'b']::text[]
names && ARRAY['a', 'b']::varchar[]
array_length(tags, 1) > 0
cardinality(numbers) < 5
numbers[1] > 0
id = ANY (ARRAY[1, 2, 3])
id = ANY ('{1,2,3}'::int[])
id <> ALL (ARRAY[1, 2])
name = ANY (ARRAY['a', 'b'])
label = ANY ('{a,b}')
key <> '00000000-0000-0000-0000-000000000000'
key = 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'
"Mixed Case" > 0
"order" > 0 AND "Mixed Case" < "order"
sample.id > 0
public.sample.id > 0
id + big > 0
id - 1 > 0
id * 2 + 1 > big
(id + 1) * 2 > big
id / 2 > 0
id % 2 = 0
-id < 0
- (id) < 0
+id > 0
id ^ 2 > 4
abs(id) > 0
|/ ratio > 1
@ id > 0
id & 1 = 1
id | 2 > 0
id # 3 > 0
id << 1 > 0
~id < 0
name || label <> ''
name || '-' || label <> 'x'
(flag AND hidden) OR (flag AND id > 0)
flag AND (hidden OR id > 0)
flag OR hidden OR id > 0 OR big > 0
flag AND hidden AND id > 0
CASE WHEN flag THEN id > 0 ELSE id < 0 END
CASE id WHEN 1 THEN flag WHEN 2 THEN hidden END
CASE WHEN id > 0 THEN 'a' ELSE 'b' END = 'a'
id::bigint > 0
id::text <> ''
CAST(id AS text) <> ''
name::text <> ''
label::text <> ''
ratio::numeric > 0
weight::integer > 0
round(weight, 2) = weight
round(ratio::numeric, 2) > 0
substring(name from 1 for 2) = 'ab'
substring(name, 1, 2) = 'ab'
substr(name, 1, 2) = 'ab'
substring(label from 'a.c') = 'abc'
position('@' in label) > 1
strpos(label, '@') > 1
overlay(label placing 'x' from 2 for 3) <> ''
left(name, 1) = 'a'
num_nonnulls(id, big) = 1
(id, big) <> (1, 2)
(born, born) OVERLAPS (born, born)
period @> born
lower(period) > '2020-01-01'
NOT name IN ('a', 'b')
NOT (id = 1)
NOT id IS NULL
NOT name LIKE 'a%'
name COLLATE "C" > 'a'
name > 'a' COLLATE "C"
md5(label) <> ''
octet_length(data) < 100
data <> '\xdeadbeef'
address << inet '10.0.0.0/8'
tsv @@ to_tsquery('simple', 'a')
to_tsvector('english', label) @@ 'x'
to_char(at, 'YYYY') = '2020'
1 = 1
true
id = 1 AND big = 1
((id = 1)) AND (((big = 1)))
id = '5'
weight = '1.50'
ratio = '1'
id > 1.5
weight > 1.50
name = 'a' AND label = 'b' OR flag
pg_catalog.length(name) > 1
id OPERATOR(pg_catalog.>) 0
name >= 'a' AND name < 'b'
char_length(label) = 2 AND upper(label) = label
label ~ '^\d+$'
label = 'ünïcode ☃'
"""

DEFAULTS = r"""
label|'a'
label|'it''s 5%'
label|''
label|'a' || 'b'
label|md5('x')
label|CURRENT_USER
label|current_user
label|user
label|'x'::text
label|CAST('x' AS text)
label|E'tab\there'
label|concat('a', 'b')
label|upper('x')
name|'a'
name|'a'::varchar
name|'x'::character varying(20)
name|5
code|'ab'
code|'abc'
id|0
id|'0'
id|-1
id|(-1)
id|'-5'
id|1 + 2
id|(1)
id|5::integer
big|0
big|9223372036854775807
big|'7'
small|3
weight|0
weight|0.0
weight|1.5
weight|'1.5'
weight|-2.25
weight|'0'
ratio|0
ratio|0.5
ratio|1.0
ratio|'1.5'
quick|1
flag|true
flag|TRUE
flag|false
flag|'true'
flag|'t'
flag|'f'
flag|'0'
flag|'1'
flag|'no'
flag|NOT true
born|'2020-01-01'
born|'2020-01-01'::date
born|date '2020-01-01'
born|CURRENT_DATE
born|current_date
born|now()
born|CURRENT_DATE + 7
born|'20200101'
at|now()
at|NOW()
at|CURRENT_TIMESTAMP
at|current_timestamp
at|CURRENT_TIMESTAMP(3)
at|LOCALTIMESTAMP
at|'2020-01-01'
at|'2020-01-01 10:20'
at|timezone('utc', now())
at|timezone('utc'::text, now())
at|now() at time zone 'utc'
at|(now() AT TIME ZONE 'utc'::text)
at|clock_timestamp()
at|transaction_timestamp()
at|statement_timestamp()
at|now() + interval '1 hour'
at|now() + '30 days'
at|now() - INTERVAL '1 week'
seen|now()
seen|CURRENT_TIMESTAMP
seen|now() + interval '1 year 2 months'
clock|'08:00'
clock|LOCALTIME
span|'1 day'
span|'1 hour'
span|'90 minutes'
span|interval '1 week'
span|'1 year 2 months 3 days 04:05:06'
span|make_interval(days => 3)
doc|'{}'
doc|'{}'::jsonb
doc|'[]'
doc|'{"a":1,"b":[1,2]}'
doc|jsonb_build_object('a', 1)
raw|'{"a":1}'
tags|'{}'
tags|'{a,b}'
tags|'{}'::text[]
tags|ARRAY[]::text[]
tags|ARRAY['a', 'b']
names|'{}'
names|ARRAY['a']::varchar[]
numbers|'{1, 2}'
numbers|ARRAY[1, 2]
key|gen_random_uuid()
key|'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'
key|'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'
mood|'happy'
mood|'happy'::mood
mood|'it''s bad'
data|'\xdeadbeef'
address|'10.0.0.1'
label|NULL
name|NULL
"""

INDEXES = r"""
lower(name)
lower(label)
LOWER(name)
(id + 1)
(id)
(doc ->> 'kind')
((doc ->> 'n')::int)
coalesce(name, '')
COALESCE(label, 'x'::text)
(name || label)
(weight > 0)
date_trunc('day', at)
(at::date)
(CASE WHEN flag THEN id END)
to_tsvector('english', label)
(born + 1)
upper(name::text)
md5(label)
(lower(name))
"""

VIEWS = r"""
SELECT id, name FROM sample
SELECT * FROM sample
SELECT s.* FROM other s
SELECT id, name FROM sample WHERE weight > 0 AND name = 'a'
SELECT s.id, o.label FROM sample s JOIN other o ON o.sample_id = s.id
SELECT s.id AS sample_id, o.label AS other_label FROM sample AS s LEFT JOIN other AS o ON o.sample_id = s.id WHERE s.name IN ('a', 'b')
SELECT s.id, o.label FROM sample s INNER JOIN other o ON (o.sample_id = s.id) WHERE s.flag
SELECT sample.id, other.label FROM sample LEFT OUTER JOIN other ON other.sample_id = sample.id
SELECT count(*) FROM sample
SELECT count(*) AS total, name FROM sample GROUP BY name HAVING count(*) > 1 ORDER BY name DESC
SELECT name, sum(weight) total FROM sample GROUP BY 1 ORDER BY 2 DESC NULLS LAST LIMIT 10
SELECT DISTINCT name FROM sample
SELECT DISTINCT ON (name) name, id FROM sample ORDER BY name, id
SELECT id, CASE WHEN weight > 0 THEN 'heavy' ELSE 'light' END AS kind FROM sample
SELECT id, row_number() OVER (PARTITION BY name ORDER BY id) AS n FROM sample
SELECT id FROM sample UNION ALL SELECT sample_id FROM other
SELECT id FROM sample UNION SELECT sample_id FROM other WHERE label = 'x'
WITH x AS (SELECT id, name FROM sample WHERE id > 5) SELECT id, name FROM x WHERE name LIKE 'a%'
SELECT id FROM sample WHERE id IN (SELECT sample_id FROM other)
SELECT id FROM sample s WHERE EXISTS (SELECT 1 FROM other o WHERE o.sample_id = s.id)
SELECT id, (SELECT max(o.id) FROM other o WHERE o.sample_id = s.id) AS last FROM sample s
SELECT id, coalesce(name, 'none') AS name FROM sample WHERE born > '2020-01-01'
SELECT id, now() - at AS age FROM sample WHERE at > now() - interval '7 days'
SELECT id, name::text AS name, weight::int AS w FROM sample
SELECT id, lower(name) FROM sample
SELECT a.id FROM sample a, other b WHERE a.id = b.sample_id
SELECT id, date_trunc('month', at) AS month, EXTRACT(year FROM at) AS year FROM sample
SELECT id FROM public.sample
SELECT id, doc ->> 'kind' AS kind FROM sample WHERE doc @> '{"a": 1}'
SELECT s.id, t.tag FROM sample s CROSS JOIN LATERAL unnest(s.tags) AS t(tag)
SELECT id, name FROM sample WHERE name IS NOT NULL AND (flag OR hidden) AND NOT hidden
SELECT string_agg(name, ', ' ORDER BY name) AS names FROM sample
SELECT id, 1 AS one, TRUE AS yes, NULL::text AS nothing FROM sample
SELECT "Mixed Case" AS "Mixed", "order" FROM sample
SELECT id, weight BETWEEN 1 AND 5 AS fits FROM sample
"""


def main():
    connection = psycopg2.connect(sys.argv[1])
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute("DROP DATABASE IF EXISTS record_expressions")
    cursor.execute("CREATE DATABASE record_expressions")
    parameters = connection.get_dsn_parameters()
    other = psycopg2.connect(
        host=parameters["host"], port=parameters["port"], user=parameters["user"], dbname="record_expressions"
    )
    other.autocommit = True
    cursor = other.cursor()
    cursor.execute("SET timezone TO 'UTC'")
    cursor.execute(TABLE)
    lines = ["# Recorded by record_expressions.py; not to be edited."]

    def add(kind, column, written, shown):
        lines.extend(["", f">>> {kind} {column}".rstrip(), written, f"--- {shown is None and 'none' or 'shown'}"])
        if shown is not None:
            lines.append(shown.replace("\n", "\\n"))

    def lines_of(text):
        return [line for line in text.strip("\n").split("\n") if line]

    for written in lines_of(CHECKS):
        try:
            cursor.execute("ALTER TABLE sample ADD CONSTRAINT c CHECK (" + written + ")")
        except psycopg2.Error as error:
            raise SystemExit(f"{written}: {error}")
        for pretty in ("false", "true"):
            cursor.execute(f"SELECT pg_get_expr(conbin, conrelid, {pretty}) FROM pg_constraint WHERE conname = 'c'")
            add("check", "", written, cursor.fetchone()[0])
        cursor.execute("ALTER TABLE sample DROP CONSTRAINT c")
    for line in lines_of(DEFAULTS):
        column, written = line.split("|", 1)
        cursor.execute(f'ALTER TABLE sample ALTER COLUMN "{column}" SET DEFAULT {written}')
        cursor.execute(
            "SELECT pg_get_expr(adbin, adrelid), pg_get_expr(adbin, adrelid, true)"
            " FROM pg_attrdef JOIN pg_attribute"
            " ON attrelid = adrelid AND attnum = adnum WHERE attname = %s",
            (column,),
        )
        row = cursor.fetchone()
        for shown in sorted(set(row or [None])):
            add("default", column, written, shown)
        cursor.execute(f'ALTER TABLE sample ALTER COLUMN "{column}" DROP DEFAULT')
    for written in lines_of(INDEXES):
        try:
            cursor.execute("CREATE INDEX i ON sample (" + written + ")")
        except psycopg2.Error as error:
            raise SystemExit(f"{written}: {error}")
        for pretty in ("false", "true"):
            cursor.execute(f"SELECT pg_get_indexdef('i'::regclass, 1, {pretty})")
            add("index", "", written, cursor.fetchone()[0])
        cursor.execute("DROP INDEX i")
    path = pathlib.Path(__file__).parent / "recorded" / "views.txt"
    views = ["# Recorded by record_expressions.py; not to be edited."]
    cursor.execute("CREATE TABLE other (id integer, sample_id integer, label text)")
    for written in lines_of(VIEWS):
        cursor.execute("CREATE VIEW v AS " + written)
        cursor.execute("SELECT pg_get_viewdef('v'::regclass, true)")
        views += ["", ">>> " + written, cursor.fetchone()[0]]
        cursor.execute("DROP VIEW v")
    path.write_text("\n".join(views) + "\n")
    other.close()
    connection.cursor().execute("DROP DATABASE record_expressions")
    path = pathlib.Path(__file__).parent / "recorded" / "expressions.txt"
    path.write_text("\n".join(lines) + "\n")


main()
