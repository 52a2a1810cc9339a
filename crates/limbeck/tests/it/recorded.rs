//! The cases recorded from Alembic for limbeck-sql, replayed from the script to the text of `--sql`.

use std::fmt::Write;
use std::path::Path;

use limbeck::upgrade;

use crate::collect::{TestProject, on_big_stack};

/// A recorded case.
struct Case {
    source: String,
    /// Dialect and expected text, `!!! …` for a refusal.
    expected: Vec<(String, String)>,
}

/// A recorded file: the options of `configure`, the lines that every case begins with, and the cases.
fn read(text: &str) -> (String, String, Vec<Case>) {
    let (mut options, mut preamble, mut cases): (String, String, Vec<Case>) = Default::default();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(rest) = line.strip_prefix("# options: ") {
            options = rest.to_owned();
        } else if line.starts_with("# Recorded") || line.is_empty() {
        } else if let Some(rest) = line.strip_prefix("# ") {
            preamble.push_str(rest);
            preamble.push('\n');
        } else if let Some(rest) = line.strip_prefix(">>> ") {
            let mut source = rest.to_owned();
            while let Some(more) = lines.next_if(|line| line.starts_with("... ")) {
                source.push('\n');
                source.push_str(&more[4..]);
            }
            cases.push(Case { source, expected: Vec::new() });
        } else if let Some(dialect) = line.strip_prefix("--- ") {
            if let Some(case) = cases.last_mut() {
                case.expected.push((dialect.to_owned(), String::new()));
            }
        } else if let Some((_, text)) = cases.last_mut().and_then(|case| case.expected.last_mut()) {
            text.push_str(line);
            text.push('\n');
        }
    }
    (options, preamble, cases)
}

/// Without blank lines and trailing spaces, which separate statements only.
fn squeeze(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn env_py(options: &str, dialect: &str) -> String {
    let literal = if options.contains("'literal_binds': True") { "True" } else { "False" };
    let paramstyle = if options.contains("'paramstyle': 'named'") { "{'paramstyle': 'named'}" } else { "{}" };
    let convention = options.split_once("'naming_convention': ").map_or("None", |(_, rest)| rest.trim_end_matches('}'));
    let metadata =
        if convention == "None" { "None".to_owned() } else { format!("MetaData(naming_convention={convention}}})") };
    format!(
        "from alembic import context\nfrom sqlalchemy import MetaData\n\
         context.configure(target_metadata={metadata}, dialect_name='{dialect}', dialect_opts={paramstyle}, literal_binds={literal})\n\
         with context.begin_transaction():\n    context.run_migrations()\n"
    )
}

/// What `upgrade --sql` prints for a case, or the refusal.
fn render(project: &TestProject, preamble: &str, source: &str) -> String {
    let body: String = source.lines().map(|line| format!("    {line}\n")).collect();
    project.write(
        "migrations/versions/r1.py",
        &format!("revision = 'r1'\ndown_revision = None\nfrom alembic import op\n{preamble}\ndef upgrade():\n{body}"),
    );
    let (settings, collected) = project.settings();
    match upgrade(&settings, "r1", true, None) {
        Ok(()) => {
            let out = collected.out.borrow();
            let after = out.split_once("-- Running upgrade  -> r1\n\n").map_or("", |(_, after)| after);
            let before = after.rsplit_once("INSERT INTO alembic_version").map_or(after, |(before, _)| before);
            squeeze(before)
        }
        Err(failure) => format!("!!! {}", failure.message.to_string().replace(" (in revision r1)", "")),
    }
}

fn replay(name: &str, known: &[&str]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../limbeck-sql/tests/recorded").join(name);
    let text = std::fs::read_to_string(path).expect("recorded cases");
    let known: Vec<String> = known.iter().map(|case| (*case).to_owned()).collect();
    let report = on_big_stack(move || {
        let (options, preamble, cases) = read(&text);
        let mut report = String::new();
        let mut failed = 0;
        for dialect in ["postgresql", "sqlite", "mysql", "mariadb"] {
            let project = TestProject::new(&env_py(&options, dialect));
            for case in &cases {
                let by = |wanted: &str| case.expected.iter().find(|(name, _)| name == wanted);
                // MariaDB is recorded where it differs from MySQL.
                let found = by(dialect).or_else(|| by("mysql").filter(|_| dialect == "mariadb"));
                let Some((_, expected)) = found else { continue };
                let got = render(&project, &preamble, &case.source);
                let expected = squeeze(expected);
                // A refusal has to be one; its words are compared where the class is SQLAlchemy's.
                let same = got == expected || expected.contains("!!!") && got.starts_with("!!!");
                if !same && !known.contains(&case.source) {
                    failed += 1;
                    let _ = writeln!(report, "[{dialect}] {}\nexpected: {expected}\ngot:      {got}\n", case.source);
                }
            }
        }
        (failed > 0).then(|| format!("{failed} cases differ\n\n{report}"))
    });
    if let Some(report) = report {
        panic!("{report}");
    }
}

macro_rules! recorded {
    ($($test:ident: $file:literal $(except [$($known:literal),* $(,)?])?;)*) => {
        $(
            #[test]
            fn $test() {
                replay($file, &[$($($known),*)?]);
            }
        )*
    };
}

recorded! {
    // Alembic takes the constraints of an added column from a set: their order changes from run to run.
    alter: "alter.txt" except [
        "op.add_column('pet', sa.Column('c', sa.Boolean(create_constraint=True, name='b'), sa.ForeignKey('y.id'), unique=True))",
    ];
    batch: "batch.txt";
    binds: "binds.txt";
    block_attached: "block_attached.txt";
    block_checks: "block_checks.txt";
    block_columns: "block_columns.txt";
    block_defaults: "block_defaults.txt";
    block_rows: "block_rows.txt";
    block_schemas: "block_schemas.txt";
    block_variants: "block_variants.txt";
    constraints: "constraints.txt";
    corner_definitions: "corner_definitions.txt";
    // What SQLAlchemy breaks on, or leaves a placeholder in.
    corner_expressions: "corner_expressions.txt" except [
        "op.execute(sqlite.insert(t).values(id=1).on_conflict_do_nothing())",
        "op.execute(mysql.insert(t).values(id=1).on_duplicate_key_update({'name': 'a'}))",
    ];
    corner_names: "corner_names.txt";
    corner_names_by_column: "corner_names_by_column.txt";
    definition_names: "definition_names.txt";
    definition_indexes: "definition_indexes.txt";
    definition_indexes_by_name: "definition_indexes_by_name.txt";
    definition_keys: "definition_keys.txt";
    definition_checks: "definition_checks.txt";
    definitions: "definitions.txt";
    documented_constructs: "documented_constructs.txt";
    documented_expressions: "documented_expressions.txt";
    documented_mended: "documented_mended.txt";
    documented_negations: "documented_negations.txt";
    documented_operations: "documented_operations.txt";
    documented_project_types: "documented_project_types.txt";
    documented_statements: "documented_statements.txt";
    faults: "faults.txt";
    found_conditions: "found_conditions.txt";
    found_joins: "found_joins.txt";
    found_labels: "found_labels.txt";
    found_outputs: "found_outputs.txt";
    found_printed: "found_printed.txt";
    found_values: "found_values.txt";
    found_types: "found_types.txt";
    found_orders: "found_orders.txt";
    found_excluded: "found_excluded.txt";
    found_forgotten: "found_forgotten.txt";
    found_namespaces: "found_namespaces.txt";
    found_gathered: "found_gathered.txt";
    found_bound: "found_bound.txt";
    found_words: "found_words.txt";
    enumerated_types: "enumerated_types.txt";
    enumerated_mysql: "enumerated_mysql.txt";
    enumerated_objects: "enumerated_objects.txt";
    enumerated_values: "enumerated_values.txt";
    enumerated_expressions: "enumerated_expressions.txt";
    judged_operations: "judged_operations.txt";
    faults_by_convention: "faults_by_convention.txt";
    idiom_constructs: "idiom_constructs.txt";
    idiom_constructs_percents: "idiom_constructs_percents.txt";
    idiom_names: "idiom_names.txt";
    idiom_printed: "idiom_printed.txt";
    idiom_printed_percents: "idiom_printed_percents.txt";
    idiom_types: "idiom_types.txt";
    idiom_values: "idiom_values.txt";
    defaults: "defaults.txt";
    // SQLAlchemy fails on its own SQLite construct when Alembic renders it; limbeck renders it. On SQLite an enum type
    // is nothing to create, whether a column or a script asks for it.
    execute: "execute.txt" except [
        "op.execute(sqlite.insert(t).values(id=1).on_conflict_do_update(index_elements=['id'], set_={'name': 'z'}))",
        "op.execute(postgresql.CreateEnumType(postgresql.ENUM('a', \"it's\", name='e')))",
        "op.execute(postgresql.DropEnumType(postgresql.ENUM('a', name='e', schema='s')))",
    ];
    indexes: "indexes.txt";
    literals: "literals.txt";
    mysql_alter: "mysql_alter.txt";
    mysql_percents: "mysql_percents.txt";
    // The values of ON DUPLICATE KEY UPDATE, which SQLAlchemy leaves as placeholders that nothing could fill in.
    mysql_rows: "mysql_rows.txt" except [
        "op.execute(mysql.insert(t).values(id=1, name='x').on_duplicate_key_update(name='y'))",
        "op.execute(mysql.insert(t).values(id=1, name='x').on_duplicate_key_update({'name': 'y', 'id': 2}))",
        "op.execute(mysql.insert(t).values(id=1, name='x').on_duplicate_key_update([('name', 'y'), ('id', 2)]))",
        "op.execute((lambda i: i.on_duplicate_key_update(name=func.concat(i.inserted.name, t.c.name), id=i.inserted.id + 1))(mysql.insert(t).values(id=1, name='x')))",
        "op.execute(mysql.insert(t).from_select(['id'], select(u.c.id)).on_duplicate_key_update(name='z'))",
        "op.execute(mysql.insert(t).values(id=1, name='x').on_duplicate_key_update(flag=True, at=func.now(), name=None))",
    ];
    mysql_tables: "mysql_tables.txt";
    mysql_types: "mysql_types.txt";
    naming: "naming.txt";
    // JSON paths of PostgreSQL elsewhere; placeholders that nothing could fill in.
    operators: "operators.txt" except [
        "op.execute(t.c.doc.path_exists('$.a'))",
        "op.execute(t.c.name.regexp_match('x', flags='i'))",
        "op.execute(~t.c.name.regexp_match('x', flags='im'))",
        "op.execute(t.c.name.regexp_replace('x', 'y', flags='g'))",
    ];
    percents: "percents.txt";
    quoting: "quoting.txt";
    query_constructs: "query_constructs.txt";
    query_objects: "query_objects.txt";
    operand_columns: "operand_columns.txt";
    operand_classes: "operand_classes.txt";
    operand_functions: "operand_functions.txt";
    operand_correlated: "operand_correlated.txt";
    row_values: "row_values.txt";
    row_statements: "row_statements.txt";
    row_binds: "row_binds.txt";
    operand_cases: "operand_cases.txt";
    operand_keys: "operand_keys.txt";
    operand_arrays: "operand_arrays.txt";
    operand_entities: "operand_entities.txt";
    operand_fulltext: "operand_fulltext.txt";
    operand_attributes: "operand_attributes.txt";
    operand_unbound: "operand_unbound.txt";
    operand_numbers: "operand_numbers.txt";
    operand_expressions: "operand_expressions.txt";
    operand_statements: "operand_statements.txt";
    operand_strings: "operand_strings.txt";
    operand_brackets: "operand_brackets.txt";
    query_statements: "query_statements.txt";
    query_values: "query_values.txt";
    rows: "rows.txt";
    // A label that only type_coerce() brings; row values of SQLite; a placeholder that nothing could fill in.
    selects: "selects.txt" except [
        "op.execute(select(sa.cast(t.c.id, sa.String(5)), sa.cast('5', sa.Integer), sa.type_coerce(t.c.id, sa.String)))",
        "op.execute(select(t.c.id).where(sa.tuple_(t.c.id, t.c.name).in_([(1, 'a'), (2, 'b')])))",
        "op.execute(select(t.c.id).where(t.c.name.is_distinct_from('x')))",
    ];
    tables: "tables.txt";
    types: "types.txt";
}
