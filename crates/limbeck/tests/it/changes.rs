//! Random changes of a PostgreSQL schema, each of which is a difference.

use limbeck_ops::{Datum, SharedHost};

use crate::database::ask;

/// What there is to change.
pub struct Shape {
    /// Table, column, type, whether NOT NULL, whether of the primary key.
    columns: Vec<(String, String, String, bool, bool)>,
    /// Index and whether it is unique; those of constraints left out.
    indexes: Vec<(String, bool, String)>,
    /// Table, constraint, kind (`p`, `u`, `f`, `c`), definition.
    constraints: Vec<(String, String, String, String)>,
}

fn rows(host: &SharedHost, sql: &str) -> Vec<Vec<String>> {
    let text = |datum: &Datum| match datum {
        Datum::Str(text) => text.clone(),
        other => panic!("not text: {other:?}"),
    };
    ask(host, sql).expect(sql).rows.iter().map(|row| row.iter().map(text).collect()).collect()
}

impl Shape {
    /// Reads the tables of the schema `public`, but for the version table.
    pub fn read(host: &SharedHost) -> Shape {
        let columns = rows(
            host,
            "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull::text, \
             EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p' AND a.attnum = ANY (k.conkey))::text \
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace \
             AND c.relkind = 'r' AND c.relname <> 'alembic_version' AND a.attnum > 0 ORDER BY 1, a.attnum",
        );
        let indexes = rows(
            host,
            "SELECT i.relname::text, x.indisunique::text, pg_get_indexdef(i.oid) FROM pg_index x \
             JOIN pg_class i ON i.oid = x.indexrelid WHERE i.relnamespace = 'public'::regnamespace \
             AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.oid) ORDER BY 1",
        );
        let constraints = rows(
            host,
            "SELECT c.relname::text, k.conname::text, k.contype::text, pg_get_constraintdef(k.oid) FROM pg_constraint k \
             JOIN pg_class c ON c.oid = k.conrelid WHERE k.connamespace = 'public'::regnamespace \
             AND c.relname <> 'alembic_version' ORDER BY 1, 2",
        );
        let flag = |text: &str| text == "true";
        Shape {
            columns: columns
                .into_iter()
                .map(|row| (row[0].clone(), row[1].clone(), row[2].clone(), flag(&row[3]), flag(&row[4])))
                .collect(),
            indexes: indexes.into_iter().map(|row| (row[0].clone(), flag(&row[1]), row[2].clone())).collect(),
            constraints: constraints
                .into_iter()
                .map(|row| (row[0].clone(), row[1].clone(), row[2].clone(), row[3].clone()))
                .collect(),
        }
    }
}

/// Gives changes, the same for the same seed.
pub struct Changes {
    state: u64,
}

impl Changes {
    pub fn new(seed: u64) -> Changes {
        Changes { state: seed }
    }

    fn below(&mut self, bound: usize) -> usize {
        // SplitMix64.
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(bound).expect("a small number")).expect("a small number")
    }

    /// The statements of the next change.
    pub fn next(&mut self, shape: &Shape) -> String {
        loop {
            let column = &shape.columns[self.below(shape.columns.len())];
            let (table, name, ty, not_null, in_key) = column;
            let index = &shape.indexes[self.below(shape.indexes.len())];
            let constraint = &shape.constraints[self.below(shape.constraints.len())];
            let number = self.below(100_000);
            let alter = format!("ALTER TABLE {table}");
            let sql = match self.below(22) {
                0 => format!("DROP INDEX {}", index.0),
                1 if !index.1 => {
                    let unique = index.2.replace("CREATE INDEX", "CREATE UNIQUE INDEX");
                    format!("DROP INDEX {}; {unique}", index.0)
                }
                1 => format!("DROP INDEX {}; {}", index.0, index.2.replace("CREATE UNIQUE INDEX", "CREATE INDEX")),
                2 => format!("ALTER INDEX {} RENAME TO renamed_{number}", index.0),
                3 => format!("DROP INDEX {}; {}", index.0, index.2.replace("btree (", "btree ((1), ")),
                4 => format!("DROP INDEX {}; {} WHERE 1 = {number}", index.0, index.2),
                5 => format!("ALTER TABLE {} DROP CONSTRAINT {} CASCADE", constraint.0, constraint.1),
                6 => format!("ALTER TABLE {} RENAME CONSTRAINT {} TO renamed_{number}", constraint.0, constraint.1),
                7 if constraint.2 == "f" => {
                    let definition = match constraint.3.contains(" ON DELETE CASCADE") {
                        true => constraint.3.replace(" ON DELETE CASCADE", " ON DELETE RESTRICT"),
                        false => format!("{} ON UPDATE CASCADE", constraint.3),
                    };
                    format!(
                        "ALTER TABLE {0} DROP CONSTRAINT {1}, ADD CONSTRAINT {1} {definition}",
                        constraint.0, constraint.1
                    )
                }
                8 if constraint.2 == "f" => format!(
                    "ALTER TABLE {0} DROP CONSTRAINT {1}, ADD CONSTRAINT {1} {2} DEFERRABLE INITIALLY DEFERRED",
                    constraint.0, constraint.1, constraint.3
                ),
                9 if constraint.2 == "f" => format!(
                    "ALTER TABLE {0} DROP CONSTRAINT {1}, ADD CONSTRAINT {1} {2} NOT VALID",
                    constraint.0, constraint.1, constraint.3
                ),
                10 if !in_key => format!("{alter} DROP COLUMN {name} CASCADE"),
                11 => format!("{alter} ADD COLUMN added_{number} integer"),
                12 => format!("{alter} RENAME COLUMN {name} TO renamed_{number}"),
                13 if !in_key && *not_null => format!("{alter} ALTER {name} DROP NOT NULL"),
                13 if !in_key => format!("{alter} ALTER {name} SET NOT NULL"),
                14 if ty.starts_with("character varying") => {
                    format!("{alter} ALTER {name} TYPE character varying({})", 256 + number % 1000)
                }
                14 if ty == "integer" => format!("{alter} ALTER {name} TYPE bigint"),
                14 if ty == "text" => format!("{alter} ALTER {name} TYPE character varying"),
                14 if ty.starts_with("timestamp") => format!("{alter} ALTER {name} TYPE timestamp with time zone"),
                15 if ty.starts_with("character") || ty == "text" => {
                    format!("{alter} ALTER {name} SET DEFAULT 'changed {number}'")
                }
                15 if ty == "integer" && !in_key => format!("{alter} ALTER {name} SET DEFAULT {number}"),
                16 => format!("COMMENT ON COLUMN {table}.{name} IS 'changed {number}'"),
                17 => format!("COMMENT ON TABLE {table} IS 'changed {number}'"),
                18 => format!("{alter} ADD CONSTRAINT added_{number} CHECK ({name} IS NOT NULL OR {number} > 0)"),
                19 => format!("{alter} ADD CONSTRAINT added_{number} UNIQUE ({name})"),
                20 => format!("CREATE INDEX added_{number} ON {table} ({name} DESC)"),
                21 => format!("DROP TABLE {table} CASCADE"),
                _ => continue,
            };
            return sql;
        }
    }
}
