//! Whole runs on SQLite: what a failing script leaves behind, and what env.py decides.

use limbeck::{FailureKind, current, upgrade};

use crate::collect::{TestProject, on_big_stack};

const ENV_PY: &str = "\
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'src'))
from alembic import context
from sqlalchemy import create_engine
from shop.models import metadata

with create_engine('sqlite:///' + os.path.join(os.path.dirname(__file__), '..', 'shop.db')).connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
";

const MODELS: &str = "\
import unknown_package
from sqlalchemy import MetaData
metadata = MetaData(naming_convention={'uq': 'uq_%(table_name)s_%(column_0_name)s'})
engine = unknown_package.make_engine()
";

fn project(revisions: &[(&str, &str)]) -> TestProject {
    let project = TestProject::new(ENV_PY);
    project.write("src/shop/__init__.py", "");
    project.write("src/shop/models.py", MODELS);
    let mut parent = "None".to_owned();
    for (id, body) in revisions {
        project.write(
            &format!("migrations/versions/{id}.py"),
            &format!(
                "revision = '{id}'\ndown_revision = {parent}\nfrom alembic import op\nimport sqlalchemy as sa\n\ndef upgrade():\n{body}\n"
            ),
        );
        parent = format!("'{id}'");
    }
    project
}

/// Where the database stands, by `current`.
fn standing(project: &TestProject) -> String {
    let (settings, collected) = project.settings();
    current(&settings, false, false).expect("current");
    collected.out.take()
}

const GOOD: &str = "    op.create_table('pet', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.Text, unique=True))";

#[test]
fn a_naming_convention_comes_from_modules_that_env_py_finds_through_sys_path() {
    on_big_stack(|| {
        let project = project(&[("r1", GOOD)]);
        let (settings, collected) = project.settings();
        upgrade(&settings, "r1", true, None).expect("text");
        assert!(collected.out.borrow().contains("CONSTRAINT uq_pet_name UNIQUE (name)"), "{}", collected.out.borrow());
    });
}

#[test]
fn a_script_that_raises_leaves_the_revisions_before_it() {
    on_big_stack(|| {
        let project =
            project(&[("r1", GOOD), ("r2", "    op.add_column('pet', sa.Column('age', sa.Integer))\n    {}['x']")]);
        let (settings, _) = project.settings();
        let failure = upgrade(&settings, "head", false, None).expect_err("raises");
        assert_eq!(failure.kind, FailureKind::Script);
        assert_eq!(failure.message.to_string(), "KeyError: 'x' (in revision r2)");
        assert_eq!(failure.place().map(|place| (place.line, place.function.as_str())), Some((8, "upgrade")));
        assert_eq!(
            failure.database.as_ref().map(ToString::to_string).as_deref(),
            Some("at r1 (1 revision applied and kept)")
        );
        assert_eq!(standing(&project), "r1\n");
    });
}

#[test]
fn a_syntax_error_in_a_later_revision_runs_nothing() {
    on_big_stack(|| {
        let project = project(&[("r1", GOOD), ("r2", "    op.add_column('pet', )) # too many")]);
        let (settings, _) = project.settings();
        let failure = upgrade(&settings, "head", false, None).expect_err("no Python");
        assert!(failure.message.to_string().starts_with("syntax error: "), "{}", failure.message);
        assert_eq!(failure.place().map(|place| place.line), Some(7));
        assert_eq!(failure.database.as_ref().map(ToString::to_string).as_deref(), Some("unchanged, at base"));
        assert_eq!(standing(&project), "");
    });
}

#[test]
fn a_commit_in_a_script_keeps_what_ran_and_the_version_row() {
    on_big_stack(|| {
        let project = project(&[
            ("r1", GOOD),
            (
                "r2",
                "    op.get_bind().execute(sa.text(\"INSERT INTO pet (name) VALUES ('Rex')\"))\n    op.get_bind().commit()",
            ),
            ("r3", "    assert op.get_bind().execute(sa.text('SELECT count(*) FROM pet')).scalar() == 1"),
        ]);
        let (settings, collected) = project.settings();
        upgrade(&settings, "head", false, None).expect("three steps");
        assert_eq!(standing(&project), "r3 (head)\n");
        assert!(collected.log.borrow().contains("the script committed"), "{}", collected.log.borrow());
    });
}

#[test]
fn what_depends_on_an_unknown_package_is_refused_with_its_name() {
    on_big_stack(|| {
        let project = project(&[("r1", "    import unknown_package\n    op.execute(unknown_package.statement())")]);
        let (settings, _) = project.settings();
        let failure = upgrade(&settings, "head", false, None).expect_err("unresolved");
        assert_eq!(failure.kind, FailureKind::Script);
        assert!(
            failure.message.to_string().contains("`unknown_package.statement(…)` is a statement to execute"),
            "{}",
            failure.message
        );
        assert_eq!(standing(&project), "");
    });
}

#[test]
fn another_way_to_write_every_constraint_is_refused_by_name() {
    on_big_stack(|| {
        let project = project(&[(
            "r1",
            "    from sqlalchemy.ext.compiler import compiles\n    @compiles(sa.ForeignKeyConstraint)\n    def nameless(element, compiler, **kw):\n        return compiler.visit_foreign_key_constraint(element, **kw)",
        )]);
        let (settings, _) = project.settings();
        let failure = upgrade(&settings, "head", false, None).expect_err("refused");
        assert!(failure.message.to_string().contains("`@compiles` over `ForeignKeyConstraint`"), "{}", failure.message);
        assert_eq!(standing(&project), "");
    });
}

#[test]
fn the_database_keeps_a_refusal_to_itself() {
    on_big_stack(|| {
        let project = project(&[("r1", GOOD), ("r2", GOOD)]);
        let (settings, _) = project.settings();
        let failure = upgrade(&settings, "head", false, None).expect_err("already there");
        assert_eq!(failure.kind, FailureKind::Database);
        assert!(failure.message.to_string().contains("table pet already exists"), "{}", failure.message);
        assert!(failure.statement.as_deref().is_some_and(|sql| sql.contains("CREATE TABLE pet")));
        assert!(failure.help.as_ref().is_some_and(|help| help.to_string().contains("limbeck stamp")));
        assert_eq!(standing(&project), "r1\n");
    });
}

/// Raises where an inspector is not as SQLAlchemy's.
const INSPECTING: &str = r#"
    from sqlalchemy.engine.reflection import ObjectKind, ObjectScope
    bind = op.get_bind()
    op.create_table('pet', sa.Column('id', sa.Integer, primary_key=True))
    op.execute('CREATE VIEW named AS SELECT id FROM pet')
    op.execute('CREATE TEMPORARY TABLE passing (x INTEGER)')
    inspector = sa.inspect(bind)
    assert type(inspector).__name__ == 'Inspector' and not hasattr(inspector, 'get_enums')
    names = lambda **kw: sorted(name for _, name in inspector.get_multi_columns(**kw) if name != 'alembic_version')
    assert names() == ['pet'], names()
    assert names(kind=ObjectKind.VIEW) == ['named']
    assert names(kind=ObjectKind.ANY, scope=ObjectScope.ANY) == ['named', 'passing', 'pet']
    assert names(kind=ObjectKind.TABLE | ObjectKind.VIEW) == ['named', 'pet']
    assert names(scope=ObjectScope.TEMPORARY) == ['passing']
    assert names(kind=ObjectKind.MATERIALIZED_VIEW) == []
    assert names(filter_names=['named', 'none'], kind=ObjectKind.ANY) == ['named']
    assert ObjectKind.TABLE | ObjectKind.VIEW | ObjectKind.MATERIALIZED_VIEW is ObjectKind.ANY
    assert ObjectKind.VIEW in ObjectKind.ANY_VIEW and ObjectKind.TABLE not in ObjectKind.ANY_VIEW
    assert repr(ObjectKind.TABLE | ObjectKind.VIEW) == '<ObjectKind.TABLE|VIEW: 3>'
    assert ObjectScope(3) is ObjectScope.ANY and ~ObjectScope.DEFAULT is ObjectScope.TEMPORARY
    # What it was told it does not ask again.
    assert not inspector.has_table('toy') and len(inspector.get_columns('pet')) == 1
    op.create_table('toy', sa.Column('id', sa.Integer))
    op.add_column('pet', sa.Column('name', sa.Text))
    assert not inspector.has_table('toy') and len(inspector.get_columns('pet')) == 1
    assert sa.inspect(bind).has_table('toy') and len(sa.inspect(bind).get_columns('pet')) == 2
    inspector.clear_cache()
    assert len(inspector.info_cache) == 0
    assert inspector.has_table('toy') and len(inspector.get_columns('pet')) == 2
    assert sa.inspect(inspector) is inspector
    column = sa.Column('twice', sa.Integer, sa.Computed('id * 2'))
    assert column.server_default.sqltext is not None"#;

#[test]
fn an_inspector_remembers_and_tells_of_each_kind() {
    on_big_stack(|| {
        let project = project(&[("r1", INSPECTING)]);
        let (settings, _) = project.settings();
        upgrade(&settings, "head", false, None).expect("all as SQLAlchemy has it");
    });
}

#[test]
fn a_map_of_schemas_is_refused_unless_it_moves_nothing() {
    on_big_stack(|| {
        for (map, refused) in
            [("{None: 'shop'}", true), ("{'shop': None}", true), ("{None: None}", false), ("{}", false)]
        {
            let env = ENV_PY.replace(
                "context.configure(connection=connection",
                &format!("context.configure(connection=connection.execution_options(schema_translate_map={map})"),
            );
            let project = project(&[("r1", GOOD)]);
            project.write("migrations/env.py", &env);
            let (settings, _) = project.settings();
            let told = upgrade(&settings, "head", false, None).err().map(|failure| failure.message.to_string());
            let expected = refused.then(|| "`execution_options(schema_translate_map=…)` is not supported".to_owned());
            assert_eq!(told, expected, "{map}");
        }
    });
}

#[test]
fn a_map_of_schemas_is_refused_on_statements_and_engines() {
    on_big_stack(|| {
        let table = "sa.table('pet', sa.column('id'))";
        for made in [
            format!("op.execute(sa.select({table}).execution_options(schema_translate_map={{None: 'shop'}}))"),
            format!("op.execute(sa.delete({table}).execution_options(schema_translate_map={{None: 'shop'}}))"),
            "sa.create_engine('sqlite://', execution_options={'schema_translate_map': {None: 'shop'}})".to_owned(),
        ] {
            let project = project(&[("r1", &format!("    {made}"))]);
            let (settings, _) = project.settings();
            let told = upgrade(&settings, "head", false, None).err().map(|failure| failure.message.to_string());
            let expected = "`execution_options(schema_translate_map=…)` is not supported";
            assert!(told.as_deref().is_some_and(|told| told.contains(expected)), "{made}: {told:?}");
        }
    });
}

#[test]
fn a_transaction_of_the_offline_connection_ends() {
    on_big_stack(|| {
        let project = project(&[(
            "r1",
            "    with op.get_bind().begin():\n        op.execute('SELECT 1')\n    op.execute('SELECT 2')",
        )]);
        let env = "from alembic import context\ncontext.configure(dialect_name='sqlite')\ncontext.run_migrations()\n";
        project.write("migrations/env.py", env);
        let (settings, collected) = project.settings();
        upgrade(&settings, "r1", true, None).expect("text");
        assert!(collected.out.borrow().contains("SELECT 1;\n\nSELECT 2;"), "{}", collected.out.borrow());
    });
}
