//! Statements folded against what PostgreSQL's catalogs said after them.

use limbeck_ops::catalog::{
    Catalog, CheckEntry, ColumnEntry, ComputedEntry, EnumEntry, ExcludeEntry, Fold, ForeignKeyEntry, IdentityEntry,
    IndexElementEntry, IndexEntry, KeyEntry, ObjectName, SequenceEntry, Sql, TableEntry, ViewEntry, diff,
};
use limbeck_ops::{DialectName, Origin};
use serde_json::Value;

const RECORDED: &str = include_str!("../recorded/catalogs.txt");

/// A recorded case: its name, its statements and what was there afterwards.
pub struct Case {
    pub name: String,
    pub statements: Vec<String>,
    pub actual: Catalog,
}

pub fn cases() -> Vec<Case> {
    RECORDED.split("\n>>> ").skip(1).map(case).collect()
}

pub fn case(block: &str) -> Case {
    let (name, rest) = block.split_once('\n').expect("a name");
    let (sql, lines) = rest.split_once("\n---\n").expect("a catalog");
    let statements = sql.split(";\n").filter(|one| !one.contains("-- refused")).map(str::to_owned).collect();
    let mut actual = Catalog::new(DialectName::Postgresql, "public");
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let value: Value = serde_json::from_str(line).expect("JSON");
        let list = |key: &str| value[key].as_array().cloned().unwrap_or_default();
        actual.schemas.extend(list("schemas").iter().filter_map(text));
        for one in list("tables") {
            actual.tables.insert(object(&one), table(&one));
        }
        for one in list("views") {
            let view = ViewEntry {
                query: Sql(text(&one["query"]).expect("a query")),
                columns: texts(&one["columns"]),
                materialized: one["materialized"] == true,
                indexes: indexes(&one),
                comment: text(&one["comment"]),
                doubts: Vec::new(),
            };
            actual.views.insert(object(&one), view);
        }
        for one in list("enums") {
            actual.enums.insert(object(&one), EnumEntry { labels: texts(&one["labels"]), doubts: Vec::new() });
        }
        for one in list("sequences") {
            actual.sequences.insert(object(&one), sequence(&one));
        }
    }
    Case { name: name.to_owned(), statements, actual }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(text).collect()
}

fn sql(value: &Value) -> Option<Sql> {
    text(value).map(Sql)
}

fn object(value: &Value) -> ObjectName {
    ObjectName::new(text(&value["schema"]).expect("a schema"), text(&value["name"]).expect("a name"))
}

fn sequence(value: &Value) -> SequenceEntry {
    SequenceEntry {
        type_text: text(&value["type_text"]).unwrap_or_default(),
        start: value["start"].as_i64(),
        increment: value["increment"].as_i64(),
        min_value: value["min_value"].as_i64(),
        max_value: value["max_value"].as_i64(),
        cache: value["cache"].as_i64(),
        cycle: value["cycle"] == true,
        doubts: Vec::new(),
    }
}

fn indexes(value: &Value) -> Vec<IndexEntry> {
    let element = |value: &Value| {
        let options = value["options"].as_u64().unwrap_or_default();
        IndexElementEntry {
            is_column: value["column"].is_string(),
            expression: sql(&value["column"]).or_else(|| sql(&value["text"])).expect("an expression"),
            descending: options & 1 != 0,
            nulls_first: options & 2 != 0,
            operator_class: text(&value["operator_class"]),
            collation: text(&value["collation"]),
        }
    };
    let index = |value: &Value| IndexEntry {
        name: text(&value["name"]).expect("a name"),
        elements: value["elements"].as_array().into_iter().flatten().map(element).collect(),
        unique: value["unique"] == true,
        method: text(&value["method"]).expect("a method"),
        predicate: sql(&value["predicate"]),
        include: texts(&value["include"]),
        nulls_not_distinct: value["nulls_not_distinct"] == true,
        with: texts(&value["with"]),
        valid: value["valid"] == true,
    };
    value["indexes"].as_array().into_iter().flatten().map(index).collect()
}

fn column(value: &Value) -> ColumnEntry {
    let identity = &value["identity"];
    ColumnEntry {
        name: text(&value["name"]).expect("a name"),
        type_text: text(&value["type"]).expect("a type"),
        ty: None,
        nullable: value["nullable"] == true,
        default: sql(&value["default"]),
        is_serial: value["serial"] == true,
        comment: text(&value["comment"]),
        identity: identity
            .is_object()
            .then(|| IdentityEntry { always: identity["always"] == true, sequence: sequence(&identity["sequence"]) }),
        computed: sql(&value["computed"]).map(|expression| ComputedEntry { expression, stored: true }),
        collation: text(&value["collation"]),
    }
}

fn table(value: &Value) -> TableEntry {
    let mut table = TableEntry {
        columns: value["columns"].as_array().into_iter().flatten().map(column).collect(),
        indexes: indexes(value),
        comment: text(&value["comment"]),
        partition_key: sql(&value["partition_key"]),
        parent: value["parent"].as_array().map(|_| {
            let names = texts(&value["parent"]);
            ObjectName::new(names[0].clone(), names[1].clone())
        }),
        ..TableEntry::default()
    };
    for one in value["constraints"].as_array().into_iter().flatten() {
        let is = |key: &str| one[key] == true;
        let name = text(&one["name"]);
        let key = || KeyEntry {
            name: name.clone(),
            columns: texts(&one["columns"]),
            include: texts(&one["include"]),
            nulls_not_distinct: is("nulls_not_distinct"),
            deferrable: is("deferrable"),
            deferred: is("deferred"),
            comment: text(&one["comment"]),
        };
        match one["type"].as_str() {
            Some("p") => table.primary_key = Some(key()),
            Some("u") => table.uniques.push(key()),
            Some("c") => table.checks.push(CheckEntry {
                name,
                condition: sql(&one["condition"]).expect("a condition"),
                validated: is("validated"),
                no_inherit: is("no_inherit"),
            }),
            Some("x") => table.excludes.push(ExcludeEntry {
                name,
                method: text(&one["method"]).expect("a method"),
                elements: one["elements"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|pair| (sql(&pair[0]).expect("an element"), text(&pair[1]).expect("an operator")))
                    .collect(),
                predicate: sql(&one["predicate"]),
                deferrable: is("deferrable"),
                deferred: is("deferred"),
            }),
            _ => {
                let there = texts(&one["referred"]);
                table.foreign_keys.push(ForeignKeyEntry {
                    name,
                    columns: texts(&one["columns"]),
                    referred_table: ObjectName::new(there[0].clone(), there[1].clone()),
                    referred_columns: texts(&one["referred_columns"]),
                    on_update: text(&one["on_update"]),
                    on_delete: text(&one["on_delete"]),
                    match_kind: text(&one["match"]),
                    deferrable: is("deferrable"),
                    deferred: is("deferred"),
                    validated: is("validated"),
                });
            }
        }
    }
    table
}

/// The catalog that the statements of a case fold to.
pub fn folded(case: &Case) -> Catalog {
    let mut fold = Fold::new(DialectName::Postgresql, "public");
    for (at, statement) in case.statements.iter().enumerate() {
        fold.statement(statement, &Origin::at("case.sql", u32::try_from(at).unwrap_or_default(), 1));
    }
    fold.into_catalog()
}

/// Everything that a catalog is in doubt of.
pub fn doubts(catalog: &Catalog) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |name: &str, doubts: &[limbeck_ops::catalog::Doubt]| {
        found.extend(doubts.iter().map(|doubt| format!("  doubt of {name}: {}\n", doubt_text(doubt))));
    };
    add("all", &catalog.doubts);
    catalog.tables.iter().for_each(|(name, entry)| add(&name.to_string(), &entry.doubts));
    catalog.views.iter().for_each(|(name, entry)| add(&name.to_string(), &entry.doubts));
    catalog.enums.iter().for_each(|(name, entry)| add(&name.to_string(), &entry.doubts));
    catalog.sequences.iter().for_each(|(name, entry)| add(&name.to_string(), &entry.doubts));
    found
}

fn doubt_text(doubt: &limbeck_ops::catalog::Doubt) -> String {
    match doubt {
        limbeck_ops::catalog::Doubt::Statement { sql, .. } => sql.split_whitespace().collect::<Vec<_>>().join(" "),
        other => format!("{other:?}"),
    }
}

/// Differences that are sure are listed first; doubts and what can't be told follow.
#[test]
fn statements_fold_to_what_the_server_has() {
    let mut wrong = String::new();
    for case in cases() {
        let expected = folded(&case);
        let differences = diff(&expected, &case.actual);
        let doubts = doubts(&expected);
        if differences.is_empty() && doubts.is_empty() {
            continue;
        }
        wrong.push_str(&format!("{}\n", case.name));
        for one in differences {
            let sureness = if one.is_sure { "" } else { "unsure: " };
            wrong.push_str(&format!("  {sureness}{:?}: {:?}\n", one.object, one.change));
        }
        wrong.push_str(&doubts.concat());
    }
    expect_test::expect![[r#"
        objects: views
          unsure: View(ObjectName { schema: "public", name: "x" }): ViewQuery(Sides { expected: Sql("SELECT a.id, count(*) AS total, 'k' AS kind FROM a JOIN v ON v.id = a.id GROUP BY a.id ORDER BY 1"), actual: Sql(" SELECT a.id,\n    count(*) AS total,\n    'k'::text AS kind\n   FROM a\n     JOIN v ON v.id = a.id\n  GROUP BY a.id\n  ORDER BY a.id;") })
    "#]].assert_eq(&wrong);
}
