//! `inspect` on both dialects.

use expect_test::{Expect, expect};
use limbeck::{Failure, FailureKind, Language, inspect, upgrade};

use crate::collect::{TestProject, on_big_stack};
use crate::database::fresh_postgres;
use crate::schema;

const ENV: &str = r#"
from alembic import context
from sqlalchemy import create_engine

with create_engine(context.config.get_main_option("sqlalchemy.url", "")).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"#;
const MODELS: &str = r#"
import sqlalchemy as sa
from alembic import op

revision = "a1"
down_revision = None


def upgrade():
    op.create_table(
        "model_versions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(50), nullable=False, server_default="v1", comment="版本名称"),
        sa.Column("is_active", sa.Boolean, server_default=sa.false()),
        sa.UniqueConstraint("name", name="uq_name"),
        comment="模型版本表",
    )
    op.create_table(
        "model_nodes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version_id", sa.Integer, sa.ForeignKey("model_versions.id", name="fk_version", ondelete="CASCADE")),
        sa.Column("weight", sa.Numeric(10, 4)),
        sa.CheckConstraint("weight > 0", name="ck_weight"),
    )
    op.create_index("ix_nodes", "model_nodes", ["version_id", sa.text("weight DESC")])
    op.execute("CREATE VIEW heavy AS SELECT id FROM model_nodes WHERE weight > 9")
"#;

/// What `inspect` prints of the project, or how it refuses.
fn inspected(url: String, language: Language, table: Option<&'static str>, json: bool) -> Result<String, Failure> {
    on_big_stack(move || {
        let project = TestProject::new(ENV);
        project.write("migrations/versions/a1.py", MODELS);
        let (mut settings, _) = project.settings();
        settings.url = Some(url.replace("FOLDER", &project.path("").display().to_string()));
        upgrade(&settings, "head", false, None)?;
        let (fresh, collected) = project.settings();
        settings.reporter = fresh.reporter;
        settings.language = language;
        inspect(&settings, table, json)?;
        let out = collected.out.borrow().clone();
        Ok(out)
    })
}

fn sqlite() -> String {
    "sqlite:///FOLDER/a.db".to_owned()
}

#[track_caller]
fn check(url: String, language: Language, table: Option<&'static str>, wanted: Expect) {
    wanted.assert_eq(&inspected(url, language, table, false).unwrap());
}

#[test]
fn the_tables_and_foreign_keys_of_postgresql() {
    check(
        fresh_postgres(),
        Language::English,
        None,
        expect![[r#"
        Tables
          Schema  Name             Columns  Comment
          public  alembic_version        1
          public  model_nodes            3
          public  model_versions         3  模型版本表

        Views
          Schema  Name   Columns
          public  heavy        1

        Foreign keys
          Table        Column      Foreign table   Foreign column  ON DELETE
          model_nodes  version_id  model_versions  id              CASCADE
    "#]],
    );
    check(
        fresh_postgres(),
        Language::Chinese,
        None,
        expect![[r#"
        表
          模式    名称             列数  注释
          public  alembic_version     1
          public  model_nodes         3
          public  model_versions      3  模型版本表

        视图
          模式    名称   列数
          public  heavy     1

        外键
          表           列          引用的表        引用的列  ON DELETE
          model_nodes  version_id  model_versions  id        CASCADE
    "#]],
    );
}

#[test]
fn a_table_of_postgresql() {
    check(
        fresh_postgres(),
        Language::English,
        Some("model_nodes"),
        expect![[r#"
        Table public.model_nodes
          Column      Type           Null  Default
          id          integer        no    nextval('model_nodes_id_seq'::regclass)
          version_id  integer        yes
          weight      numeric(10,4)  yes
        Primary key
          model_nodes_pkey  (id)
        Indexes
          ix_nodes  btree (version_id, weight DESC)
        Checks
          ck_weight  (weight > 0::numeric)
        Foreign keys
          fk_version  (version_id) → model_versions (id) ON DELETE CASCADE
    "#]],
    );
    check(
        fresh_postgres(),
        Language::Chinese,
        Some("public.model_versions"),
        expect![[r#"
        表 public.model_versions，注释：模型版本表
          列         类型                   可空  默认值                                      注释
          id         integer                否    nextval('model_versions_id_seq'::regclass)
          name       character varying(50)  否    'v1'::character varying                     版本名称
          is_active  boolean                是    false
        主键
          model_versions_pkey  (id)
        唯一约束
          uq_name  (name)
        被引用
          model_nodes  (version_id) → (id) ON DELETE CASCADE
    "#]],
    );
    check(
        fresh_postgres(),
        Language::English,
        Some("heavy"),
        expect![[r#"
        View public.heavy
          Column
          id
        Query
          SELECT model_nodes.id
             FROM model_nodes
            WHERE model_nodes.weight > 9::numeric
    "#]],
    );
}

#[test]
fn the_same_on_sqlite() {
    check(
        sqlite(),
        Language::English,
        None,
        expect![[r#"
        Tables
          Name             Columns
          alembic_version        1
          model_nodes            3
          model_versions         3

        Views
          Name   Columns
          heavy        1

        Foreign keys
          Table        Column      Foreign table   Foreign column  ON DELETE
          model_nodes  version_id  model_versions  id              CASCADE
    "#]],
    );
    check(
        sqlite(),
        Language::English,
        Some("model_nodes"),
        expect![[r#"
        Table model_nodes
          Column      Type            Null
          id          INTEGER         no
          version_id  INTEGER         yes
          weight      NUMERIC(10, 4)  yes
        Primary key
          (id)
        Indexes
          ix_nodes  (version_id, weight DESC)
        Checks
          ck_weight  (weight > 0)
        Foreign keys
          fk_version  (version_id) → model_versions (id) ON DELETE CASCADE
    "#]],
    );
}

#[test]
fn json_has_the_shape_that_is_documented() {
    for url in [fresh_postgres(), sqlite()] {
        for table in [None, Some("model_nodes"), Some("heavy")] {
            let document =
                inspected(url.clone(), Language::Chinese, table, true).unwrap_or_else(|failure| panic!("{failure}"));
            schema::check(&document, "inspect.schema.json");
            assert!(document.contains("\"heavy\"") || table == Some("model_nodes"), "{document}");
            assert_eq!(document.contains("\"alembic_version\""), table.is_none(), "{document}");
        }
        if url.starts_with("postgresql") {
            let everything = every_kind_of_object(&url);
            schema::check(&everything, "inspect.schema.json");
        }
    }
}

/// The document of a database that has all that a document can tell.
fn every_kind_of_object(url: &str) -> String {
    let host = crate::database::open(url);
    for statement in [
        "CREATE TYPE mood AS ENUM ('ok')",
        "CREATE SEQUENCE alone START 5",
        "CREATE TABLE day (at date GENERATED ALWAYS AS ('2026-01-01') STORED, n int GENERATED ALWAYS AS IDENTITY, \
         during int4range, EXCLUDE USING gist (during WITH &&)) ",
        "CREATE TABLE part (at date) PARTITION BY RANGE (at)",
        "CREATE TABLE part_1 PARTITION OF part DEFAULT",
        "CREATE MATERIALIZED VIEW m AS SELECT 1 AS one",
        "ANALYZE",
    ] {
        crate::database::run(&host, statement).unwrap();
    }
    let url = url.to_owned();
    on_big_stack(move || {
        let project = TestProject::new(ENV);
        let (mut settings, collected) = project.settings();
        settings.url = Some(url);
        inspect(&settings, None, true).unwrap();
        collected.out.take()
    })
}

#[test]
fn a_wrong_name_is_told_with_near_ones() {
    let failure = inspected(sqlite(), Language::English, Some("model_node"), false).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Usage);
    assert_eq!(failure.message.text(Language::English), "there is no table or view named \"model_node\"");
    assert_eq!(failure.help.unwrap().text(Language::Chinese), "是否指 model_nodes？");
}

#[test]
fn a_missing_file_is_not_made() {
    on_big_stack(|| {
        let project = TestProject::new(ENV);
        let (mut settings, _) = project.settings();
        settings.url = Some(format!("sqlite:///{}", project.path("none.db").display()));
        let failure = inspect(&settings, None, false).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Database);
        assert!(failure.message.to_string().ends_with("none.db does not exist"), "{failure}");
        assert!(!project.path("none.db").exists());
    });
}

/// env.py that runs several databases gives one after the other.
#[test]
fn several_databases_are_told_one_after_the_other() {
    on_big_stack(|| {
        let project = TestProject::new("");
        let (one, two) = (project.path("one.db"), project.path("two.db"));
        let env = format!(
            "from alembic import context\nfrom sqlalchemy import create_engine\n\nfor path in ['{}', '{}']:\n    \
             with create_engine('sqlite:///' + path).connect() as connection:\n        \
             context.configure(connection=connection)\n        with context.begin_transaction():\n            \
             context.run_migrations()\n",
            one.display(),
            two.display()
        );
        project.write("migrations/env.py", &env);
        project.write("migrations/versions/a1.py", MODELS);
        let (settings, _) = project.settings();
        upgrade(&settings, "head", false, None).unwrap();
        let run = |table, json| {
            let (settings, collected) = project.settings();
            inspect(&settings, table, json).unwrap();
            collected.out.take()
        };
        for table in [None, Some("model_nodes")] {
            let text = run(table, false);
            assert!(text.contains(&format!("sqlite:///{}\n", one.display())), "{text}");
            assert!(text.contains(&format!("sqlite:///{}\n", two.display())), "{text}");
            assert_eq!(text.matches("fk_version").count(), if table.is_some() { 2 } else { 0 }, "{text}");
            schema::check(&run(table, true), "inspect.schema.json");
        }
        let (settings, collected) = project.settings();
        limbeck::doctor(&settings, false).unwrap();
        let text = collected.out.take();
        assert_eq!((text.matches("\nDatabase ").count(), text.matches("✅ up to date").count()), (2, 2), "{text}");
    });
}
