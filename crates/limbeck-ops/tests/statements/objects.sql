-- enums
CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s good');
ALTER TYPE mood ADD VALUE 'best';
ALTER TYPE mood ADD VALUE 'worst' BEFORE 'sad';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'fine' AFTER 'ok';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok';
CREATE TABLE t (a mood DEFAULT 'ok', b mood[] DEFAULT '{ok}', c text DEFAULT 'ok');
ALTER TYPE mood RENAME VALUE 'ok' TO 'okay';
ALTER TYPE mood RENAME TO "Mood";
CREATE TYPE empty AS ENUM ();
CREATE TYPE other AS ENUM ('a');
DROP TYPE other;
DROP TYPE "Mood" -- refused
;
CREATE SCHEMA s;
ALTER TYPE "Mood" SET SCHEMA s
-- an enum made anew
CREATE TYPE status AS ENUM ('a', 'b', 'c');
CREATE TABLE t (s status NOT NULL DEFAULT 'a');
ALTER TYPE status RENAME TO status_old;
CREATE TYPE status AS ENUM ('a', 'b');
ALTER TABLE t ALTER COLUMN s DROP DEFAULT;
ALTER TABLE t ALTER COLUMN s TYPE status USING s::text::status;
ALTER TABLE t ALTER COLUMN s SET DEFAULT 'b'::status;
DROP TYPE status_old
-- types of other kinds
CREATE DOMAIN short AS varchar(8) CHECK (VALUE ~ '^[A-Z]+$');
CREATE TYPE pair AS (a int, b text);
CREATE TABLE t (a short DEFAULT 'X', b pair, c short[]);
ALTER DOMAIN short RENAME TO "Short";
ALTER TYPE pair RENAME TO couple;
DROP DOMAIN "Short" CASCADE
-- sequences
CREATE SEQUENCE a;
CREATE SEQUENCE b AS smallint START WITH 5 INCREMENT BY -2 MAXVALUE 10 NO MINVALUE CACHE 4 CYCLE;
CREATE SEQUENCE IF NOT EXISTS a START 9;
ALTER SEQUENCE a INCREMENT BY 3 RESTART WITH 4 MAXVALUE 100;
CREATE SEQUENCE c;
CREATE SEQUENCE d;
CREATE SEQUENCE e;
CREATE TABLE t (id int DEFAULT nextval('c') NOT NULL, n int DEFAULT nextval('d'::regclass), m int, o serial);
ALTER SEQUENCE c OWNED BY t.id;
ALTER SEQUENCE e OWNED BY t.m;
ALTER TABLE t ALTER o DROP DEFAULT;
ALTER SEQUENCE d RENAME TO dd;
ALTER SEQUENCE dd OWNED BY NONE;
SELECT setval('a', 5), nextval('a');
DROP SEQUENCE b
-- serial columns that change
CREATE TABLE a (id serial, n bigserial);
ALTER TABLE a ALTER id TYPE bigint;
ALTER SEQUENCE a_n_seq OWNED BY NONE;
ALTER TABLE a DROP COLUMN id;
CREATE TABLE b (id serial PRIMARY KEY);
CREATE SCHEMA s;
ALTER TABLE b SET SCHEMA s;
DROP TABLE s.b
-- schemas
CREATE SCHEMA s;
CREATE SCHEMA "Stock Room" AUTHORIZATION CURRENT_USER;
CREATE TYPE s.mood AS ENUM ('a');
CREATE TABLE s.t (id serial PRIMARY KEY, m s.mood DEFAULT 'a');
CREATE TABLE t (id int REFERENCES s.t, m s.mood[]);
CREATE INDEX ix ON s.t (m);
CREATE TABLE "Stock Room".x (id int);
ALTER TABLE t SET SCHEMA "Stock Room";
SET search_path TO s, public;
CREATE TABLE inside (id int REFERENCES t);
ALTER TABLE t ADD COLUMN m2 mood;
SET search_path = 'public';
ALTER SCHEMA s RENAME TO z;
ALTER INDEX z.ix RENAME TO iy;
DROP SCHEMA "Stock Room" -- refused
;
DROP SCHEMA "Stock Room" CASCADE
-- temporary tables are not there
CREATE TEMPORARY TABLE t (id int);
CREATE TEMP TABLE u AS SELECT 1 AS a;
CREATE TABLE t (name text);
DROP TABLE t;
ALTER TABLE t ADD COLUMN n int
-- indexes
CREATE EXTENSION pg_trgm;
CREATE TABLE t (a text, b int, c jsonb, d varchar(9) COLLATE "C", e int[], f timestamp);
CREATE INDEX CONCURRENTLY i1 ON t USING btree (a text_pattern_ops DESC NULLS LAST, b ASC NULLS FIRST);
CREATE INDEX i2 ON ONLY t USING gin (c jsonb_path_ops);
CREATE INDEX i3 ON t USING gin (a gin_trgm_ops, e);
CREATE UNIQUE INDEX i4 ON t (lower(a) COLLATE "C", (b + 1)) INCLUDE (f) NULLS NOT DISTINCT WITH (fillfactor = 70) WHERE a IS NOT NULL AND b IN (1, 2);
CREATE INDEX i5 ON t USING brin (f) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX i6 ON t (d COLLATE "POSIX", a COLLATE "C");
CREATE INDEX i7 ON t (a text_ops, b int4_ops);
CREATE INDEX i8 ON t USING hash ((a));
CREATE INDEX i9 ON t ((c ->> 'k'), date_trunc('day', f), (CASE WHEN b > 0 THEN a END));
ALTER INDEX i8 SET (fillfactor = 50);
ALTER INDEX i4 RESET (fillfactor);
ALTER INDEX i5 RENAME TO "I 5";
DROP INDEX CONCURRENTLY IF EXISTS i6;
ALTER TABLE t DROP COLUMN e
-- views
CREATE TABLE a (id int, name text, n int);
CREATE VIEW v AS SELECT id, name FROM a WHERE n > 5;
CREATE OR REPLACE VIEW v AS SELECT id, name FROM a WHERE n > 6;
CREATE MATERIALIZED VIEW m AS SELECT id FROM a WITH NO DATA;
CREATE UNIQUE INDEX mi ON m (id);
CREATE VIEW w (x) AS SELECT name FROM v WITH LOCAL CHECK OPTION;
ALTER VIEW w RENAME TO ww;
COMMENT ON MATERIALIZED VIEW m IS 'mm';
ALTER MATERIALIZED VIEW m RENAME TO mm;
DROP VIEW ww;
CREATE VIEW x AS SELECT a.id, count(*) AS total, 'k' AS kind FROM a JOIN v ON v.id = a.id GROUP BY a.id ORDER BY 1
-- harmless
CREATE TABLE t (id int PRIMARY KEY, n text);
INSERT INTO t VALUES (1, 'a;b'), (2, $$drop table t$$);
UPDATE t SET n = 'x' WHERE id = 1;
WITH x AS (SELECT id FROM t) DELETE FROM t WHERE id IN (SELECT id FROM x);
GRANT SELECT ON t TO PUBLIC;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := 'y'; RETURN NEW; END $$;
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE FUNCTION g(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a + 1; SELECT a; END;
SELECT g(1), count(*), now() FROM t GROUP BY id;
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (id > 0);
ALTER TABLE t OWNER TO CURRENT_USER, SET (fillfactor = 90), REPLICA IDENTITY FULL, ALTER n SET STATISTICS 5, ALTER n SET STORAGE EXTERNAL, CLUSTER ON t_pkey;
ANALYZE t;
LOCK TABLE t -- refused
;
;
SET lock_timeout = '5s';
SET LOCAL statement_timeout TO 0;
CREATE STATISTICS st ON id, n FROM t;
ALTER TABLE t DISABLE TRIGGER ALL;
DROP TRIGGER tr ON t;
SELECT pg_catalog.set_config('search_path', 'public', false);
DROP FUNCTION f(), g(int);
COPY t TO STDOUT -- refused
-- quoting
CREATE TABLE "Table-With-Dashes" ("Id" serial PRIMARY KEY, "a""b" int, "select" int UNIQUE, CONSTRAINT "a check" CHECK ("a""b" > 0 AND "Id" <> 5));
CREATE INDEX "Ix 1" ON "Table-With-Dashes" ("a""b", lower("select"::text));
ALTER TABLE "Table-With-Dashes" RENAME COLUMN "a""b" TO c;
CREATE TABLE /* a comment; */ plain (Id INT, -- a line; with a semicolon
  NAME Text)
-- blocks that look first
CREATE TABLE t (id int PRIMARY KEY, n int);
DO $$ BEGIN CREATE TYPE mood AS ENUM ('a', 'b'); EXCEPTION WHEN duplicate_object THEN null; END $$;
DO $$ BEGIN CREATE TYPE mood AS ENUM ('c'); EXCEPTION WHEN duplicate_object THEN RAISE NOTICE 'there'; END $$;
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'ck') THEN ALTER TABLE t ADD CONSTRAINT ck CHECK (n > 0); END IF; END $$;
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'ck' AND conrelid = 't'::regclass) THEN ALTER TABLE t ADD CONSTRAINT ck CHECK (n > 9); END IF; END; $$ LANGUAGE plpgsql;
DO $$ BEGIN IF EXISTS (SELECT * FROM information_schema.columns c WHERE c.table_name = 't' AND c.column_name = 'm' AND table_schema = current_schema()) THEN ALTER TABLE t DROP COLUMN m; ELSIF EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = 't_pkey') THEN CREATE INDEX ix ON t (n); ELSE RAISE EXCEPTION 'no'; END IF; END $$;
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'nobody_of_this_name') THEN RAISE NOTICE 'no role'; RETURN; END IF; GRANT SELECT ON t TO nobody_of_this_name; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO nobody_of_this_name; END $$;
DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM t LOOP UPDATE t SET n = r.id; END LOOP; END $$;
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typname = 'kind' AND n.nspname = 'public') THEN EXECUTE 'CREATE TYPE kind AS ENUM (''x'')'; END IF; END $$;
DO $$ BEGIN ALTER TABLE t ADD COLUMN k kind; EXCEPTION WHEN duplicate_column THEN NULL; END $$;
DO $$ BEGIN BEGIN ALTER TABLE t ADD COLUMN k kind; EXCEPTION WHEN duplicate_table OR duplicate_column THEN NULL; END; ALTER TABLE t ADD UNIQUE (k); END $$;
DO $$ BEGIN EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA public ' 
'GRANT SELECT ON TABLES TO %I', current_user, current_user); END $$
-- sequences of columns that move
CREATE TABLE a (id serial, n int);
CREATE TABLE b (id int);
ALTER SEQUENCE a_id_seq OWNED BY b.id;
ALTER TABLE b ALTER id SET DEFAULT nextval('a_id_seq');
DROP TABLE a;
CREATE SEQUENCE "Odd Seq";
ALTER TABLE b ALTER id SET DEFAULT nextval('"Odd Seq"');
CREATE TABLE c (id int DEFAULT nextval('public."Odd Seq"'::regclass));
DROP SEQUENCE a_id_seq CASCADE;
ALTER TABLE c ADD COLUMN n bigserial PRIMARY KEY;
ALTER TABLE c RENAME COLUMN n TO m;
ALTER TABLE c RENAME TO d;
ALTER TABLE d ALTER m DROP DEFAULT, ALTER m SET DEFAULT nextval('c_n_seq'::regclass)
-- a path of several schemas
CREATE SCHEMA one;
CREATE SCHEMA two;
SET search_path TO one, two, public;
CREATE TABLE t (id serial PRIMARY KEY);
CREATE TYPE kind AS ENUM ('a');
CREATE TABLE two.u (t_id int REFERENCES t, k kind DEFAULT 'a', ks one.kind[]);
CREATE INDEX ON u (t_id);
ALTER TABLE u ADD COLUMN n int;
CREATE VIEW v AS SELECT 1 AS x;
SET SESSION search_path = public;
CREATE TABLE t (id int);
DROP INDEX two.u_t_id_idx;
COMMENT ON TABLE two.u IS 'u';
RESET search_path;
SELECT set_config('search_path', 'two', false);
CREATE TABLE w (id int)
