//! What a stand-in for MySQL answers to SQL about the schema is what the server answers.

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_exec::rehearsal::{Deed, StandIn};
use limbeck_ops::Datum;

use crate::database::{ask, open, run};
use crate::mariadb::server;

const MADE: &[&str] = &[
    "CREATE TABLE owner (id INTEGER NOT NULL AUTO_INCREMENT, name VARCHAR(50) NOT NULL, PRIMARY KEY (id), UNIQUE (name))",
    "CREATE TABLE pet (id BIGINT UNSIGNED NOT NULL, owner_id INTEGER, kind ENUM('cat','it''s') NOT NULL, price NUMERIC(10, 2), \
     tags SET('a','bc'), notes TEXT, made DATETIME(6), born DATE, weight FLOAT, flag BOOL, data JSON, raw VARBINARY(9), \
     CONSTRAINT fk_owner FOREIGN KEY (owner_id) REFERENCES owner (id) ON DELETE CASCADE, CONSTRAINT ck_price CHECK (price > 0), \
     PRIMARY KEY (id, kind)) COMMENT='pets'",
    "CREATE INDEX ix_made ON pet (made, born)",
    "CREATE UNIQUE INDEX uq_price ON pet (price)",
    "CREATE FULLTEXT INDEX ft_notes ON pet (notes)",
    "ALTER TABLE pet ADD COLUMN nick VARCHAR(20) DEFAULT 'x' COMMENT 'its nick'",
    "ALTER TABLE pet DROP COLUMN weight",
    "CREATE VIEW cheap AS SELECT id FROM pet WHERE price < 5",
    "CREATE TABLE keyless (a INTEGER NOT NULL, b INTEGER, UNIQUE (a))",
];

/// Questions, in the words of scripts; `{db}` is the database's name. The rows are compared in any order.
const QUESTIONS: &[&str] = &[
    "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'pet' AND column_name = 'nick'",
    "SELECT 1 FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = SCHEMA() AND TABLE_NAME = 'pet' AND COLUMN_NAME = 'WEIGHT' LIMIT 1",
    "SELECT column_name, is_nullable, data_type, character_maximum_length, numeric_precision, numeric_scale, datetime_precision, \
     column_key, column_comment FROM information_schema.columns WHERE table_schema = '{db}' AND table_name = 'pet' ORDER BY column_name",
    "SELECT column_name, column_key FROM information_schema.columns WHERE table_schema = '{db}' AND table_name='keyless'",
    "SELECT TABLE_NAME, TABLE_TYPE, TABLE_COMMENT FROM information_schema.tables WHERE table_schema = DATABASE()",
    "SELECT table_name FROM information_schema.tables WHERE table_schema = \"{db}\" AND table_name = 'PET'",
    "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name LIKE 'k%'",
    "SELECT table_name FROM information_schema.views WHERE table_schema = DATABASE()",
    "SELECT table_name, index_name, seq_in_index, column_name, non_unique, collation, nullable, index_type \
     FROM information_schema.statistics WHERE table_schema = DATABASE()",
    "SELECT COUNT(1) > 0 FROM `information_schema`.`statistics` WHERE `table_schema` = DATABASE() AND `index_name` = 'IX_made'",
    "SELECT EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE constraint_schema = DATABASE() AND constraint_name = 'fk_owner')",
    "SELECT table_name, constraint_name, constraint_type FROM information_schema.table_constraints WHERE table_schema = DATABASE()",
    "SELECT constraint_name, table_name, column_name, ordinal_position, referenced_table_schema, referenced_table_name, referenced_column_name \
     FROM information_schema.key_column_usage WHERE table_schema = DATABASE()",
    "SELECT CONSTRAINT_NAME FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = '{db}' AND TABLE_NAME = 'pet' \
     AND COLUMN_NAME = 'owner_id' AND REFERENCED_TABLE_NAME IS NOT NULL",
    "SELECT constraint_name, update_rule, delete_rule, table_name, referenced_table_name FROM information_schema.referential_constraints \
     WHERE constraint_schema = DATABASE()",
    "SELECT k.column_name FROM information_schema.table_constraints t JOIN information_schema.key_column_usage k \
     ON k.constraint_name = t.constraint_name AND k.table_schema = t.table_schema AND k.table_name = t.table_name \
     WHERE t.table_schema = DATABASE() AND t.constraint_type = 'PRIMARY KEY' AND t.table_name = 'pet'",
    "SHOW TABLES",
    "SHOW TABLES LIKE 'p%'",
    "SHOW TABLES LIKE 'none'",
];

fn sorted(mut rows: Vec<Vec<Datum>>) -> Vec<String> {
    let mut lines: Vec<String> = rows.drain(..).map(|row| format!("{row:?}")).collect();
    lines.sort();
    lines
}

#[test]
fn questions_about_the_schema_have_the_answers_of_the_server() {
    let url = server().fresh_url();
    let real = open(&url);
    let questions = Rc::new(RefCell::new(Vec::new()));
    let told = Rc::clone(&questions);
    let handler = Rc::new(move |deed: Deed| {
        if let Deed::Question { sql, .. } = deed {
            told.borrow_mut().push(sql);
        }
    });
    let stand_in = StandIn::of(&real, handler).unwrap();
    for statement in MADE {
        run(&real, statement).unwrap();
        run(stand_in.host(), statement).unwrap();
    }
    let database = match &ask(&real, "SELECT DATABASE()").unwrap().rows[0][0] {
        Datum::Str(name) => name.clone(),
        other => panic!("{other:?}"),
    };
    for question in QUESTIONS {
        let question = question.replace("{db}", &database);
        let expected = sorted(ask(&real, &question).unwrap().rows);
        let found = sorted(ask(stand_in.host(), &question).unwrap().rows);
        assert_eq!(questions.borrow().as_slice(), &[] as &[String], "{question}");
        assert_eq!(found, expected, "{question}");
    }
    let column = |rows: Vec<Vec<Datum>>, at: usize| sorted(rows.into_iter().map(|row| vec![row[at].clone()]).collect());
    let shown = "SHOW INDEX FROM pet WHERE Key_name = 'ix_made'";
    let (one, other) = (ask(&real, shown).unwrap().rows, ask(stand_in.host(), shown).unwrap().rows);
    for at in 0..12 {
        assert_eq!(column(other.clone(), at), column(one.clone(), at), "{at}");
    }
    // What it does not hold, or what is other people's, stays a question.
    for question in [
        "SELECT column_type FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'pet'",
        "SELECT COUNT(*) FROM information_schema.columns WHERE table_name = 'pet'",
        "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = 'another' AND table_name = 'pet'",
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema <> DATABASE()",
        "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE()",
        "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'cheap'",
        "SELECT engine FROM information_schema.tables WHERE table_schema = DATABASE()",
        "SHOW CREATE TABLE pet",
        "SHOW INDEX FROM none",
    ] {
        ask(stand_in.host(), question).unwrap();
        assert_eq!(questions.borrow_mut().drain(..).count(), 1, "{question}");
    }
}
