//! What is sent to a database.

use expect_test::{Expect, expect};
use limbeck_ops::{
    BinaryOp, Bind, Datum, Dialect, DialectName, Expr, Insert, InsertSource, Interval, Name, Params, Query, Select,
    TableName, TextClause, Type, TypeKind,
};
use limbeck_sql::{Mode, SqlError, Statement, query};

use crate::build::*;

fn send(name: DialectName, one: &Query, params: &Params) -> Result<Vec<Statement>, SqlError> {
    let dialect = Dialect { version: Some((15, 0, 0)), ..Dialect::offline(name) };
    query(&dialect, one, params, Mode::Online)
}

#[track_caller]
fn check(name: DialectName, one: &Query, params: &Params, expected: Expect) {
    let text = match send(name, one, params) {
        Ok(statements) => statements
            .iter()
            .map(|statement| match statement.binds.is_empty() {
                true => statement.sql.clone(),
                false => format!("{} {:?}", statement.sql, statement.binds),
            })
            .collect::<Vec<_>>()
            .join("\n"),
        Err(error) => error.to_string(),
    };
    expected.assert_eq(&text);
}

fn named(values: &[(&str, Datum)]) -> Vec<(String, Datum)> {
    values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

fn text_of(value: &str) -> Datum {
    Datum::Str(value.to_owned())
}

#[test]
fn values_are_written_as_psycopg2_writes_them() {
    let date = "2020-01-02".parse().unwrap();
    for (given, expected) in [
        (Datum::Null, "NULL"),
        (Datum::Int(-1), " -1"),
        (Datum::Float(f64::NAN), "'NaN'::float"),
        (Datum::Float(f64::NEG_INFINITY), "'-Infinity'::float"),
        (Datum::Float(1e300), "1e+300"),
        (Datum::Decimal("-1.10".parse().unwrap()), " -1.10"),
        (Datum::DecimalNan, "'NaN'::numeric"),
        (Datum::Bool(true), "true"),
        (text_of("it's \\ 100%"), "'it''s \\ 100%'"),
        (Datum::Bytes(vec![97, 0, 255]), "'\\x6100ff'::bytea"),
        (Datum::Date(date), "'2020-01-02'::date"),
        (Datum::DateTime(date.and_hms_micro_opt(3, 4, 5, 6).unwrap(), None), "'2020-01-02T03:04:05.000006'::timestamp"),
        (Datum::DateTime(date.and_hms_opt(0, 0, 0).unwrap(), Some(0)), "'2020-01-02T00:00:00+00:00'::timestamptz"),
        (Datum::Time(chrono_time(), Some(3600)), "'01:02:00+01:00'::timetz"),
        (Datum::Interval(Interval { months: 0, days: -1, micros: 2_000_003 }), "'-1 days 2.000003 seconds'::interval"),
        (
            Datum::Uuid("00000000-0000-0000-0000-000000000005".parse().unwrap()),
            "'00000000-0000-0000-0000-000000000005'::uuid",
        ),
        (Datum::List(vec![]), "'{}'"),
        (Datum::List(vec![Datum::Null]), "'{NULL}'"),
        (Datum::List(vec![text_of("a"), Datum::Null]), "ARRAY['a',NULL]"),
        (
            Datum::List(vec![Datum::List(vec![Datum::Null]), Datum::List(vec![Datum::Int(1)])]),
            "ARRAY['{NULL}',ARRAY[1]]",
        ),
    ] {
        let params = Params::One(named(&[("a", given)]));
        let statements = send(DialectName::Postgresql, &Query::Text(clause("SELECT :a")), &params).unwrap();
        assert_eq!(statements, [Statement::text(format!("SELECT {expected}"))]);
    }
}

fn chrono_time() -> chrono::NaiveTime {
    "01:02:00".parse().unwrap()
}

#[test]
fn typed_values_take_their_types_form() {
    let json = || Type::new(TypeKind::Json { none_as_null: false });
    let map = || Datum::Map(vec![("a".to_owned(), Datum::List(vec![Datum::Int(1), Datum::Null]))]);
    let date_time = Type::new(TypeKind::DateTime { timezone: false });
    let noon = Datum::DateTime("2020-01-02T12:00:00".parse().unwrap(), None);
    let uuid = Datum::Uuid("00000000-0000-0000-0000-000000000005".parse().unwrap());
    let columns = vec![
        value(map(), json()),
        value(Datum::Null, json()),
        value(noon, date_time),
        value(uuid, Type::new(TypeKind::Uuid { as_uuid: true, native: true })),
        value(Datum::Bool(true), boolean()),
        value(Datum::Decimal("1.5".parse().unwrap()), numeric()),
    ];
    let one = Query::Select(Box::new(Select { columns, ..Select::default() }));
    check(
        DialectName::Postgresql,
        &one,
        &Params::None,
        expect![[
            r#"SELECT '{"a": [1, null]}'::JSON AS anon_1, 'null'::JSON AS anon_2, '2020-01-02T12:00:00'::timestamp AS anon_3, '00000000-0000-0000-0000-000000000005'::uuid::UUID AS anon_4, true AS anon_5, 1.5 AS anon_6"#
        ]],
    );
    check(
        DialectName::Sqlite,
        &one,
        &Params::None,
        expect![[
            r#"SELECT ? AS anon_1, ? AS anon_2, ? AS anon_3, ? AS anon_4, ? AS anon_5, ? AS anon_6 [Str("{\"a\": [1, null]}"), Str("null"), Str("2020-01-02 12:00:00.000000"), Str("00000000000000000000000000000005"), Int(1), Float(1.5)]"#
        ]],
    );
}

#[test]
fn binds_of_a_cte_come_first_on_sqlite() {
    let inner = Select { columns: vec![id()], filters: vec![eq(id(), value(3, integer()))], ..Select::default() };
    let cte = limbeck_ops::Cte {
        name: Some(Name::from("c")),
        query: Query::Select(Box::new(inner)),
        recursive: false,
        nesting: false,
        prefixes: Vec::new(),
        suffixes: Vec::new(),
    };
    let cte = std::sync::Arc::new(limbeck_ops::From::Cte(std::sync::Arc::new(cte)));
    let outer = Select {
        columns: vec![value("first", any_string()), of(&cte, "id", integer())],
        filters: vec![eq(of(&cte, "id", integer()), value(4, integer()))],
        ..Select::default()
    };
    check(
        DialectName::Sqlite,
        &Query::Select(Box::new(outer)),
        &Params::None,
        expect![[r#"
            WITH c AS 
            (SELECT pet.id AS id 
            FROM pet 
            WHERE pet.id = ?)
             SELECT ? AS anon_1, c.id 
            FROM c 
            WHERE c.id = ? [Int(3), Str("first"), Int(4)]"#]],
    );
}

#[test]
fn many_rows_are_one_statement_on_postgresql() {
    let insert = Query::Insert(Box::new(Insert {
        table: TableName::new("pet"),
        columns: pet_columns(),
        source: InsertSource::Parameters,
        on_conflict: None,
        returning: Vec::new(),
        prefixes: Vec::new(),
        ctes: Vec::new(),
    }));
    let row = |number: i64, name: &str| named(&[("name", text_of(name)), ("id", Datum::Int(number))]);
    let params = Params::Many(vec![row(1, "a"), row(2, "b")]);
    check(DialectName::Postgresql, &insert, &params, expect!["INSERT INTO pet (id, name) VALUES (1, 'a'), (2, 'b')"]);
    check(
        DialectName::Sqlite,
        &insert,
        &params,
        expect![[r#"
            INSERT INTO pet (id, name) VALUES (?, ?) [Int(1), Str("a")]
            INSERT INTO pet (id, name) VALUES (?, ?) [Int(2), Str("b")]"#]],
    );
    let uneven = Params::Many(vec![row(1, "a"), named(&[("id", Datum::Int(2))])]);
    check(
        DialectName::Postgresql,
        &insert,
        &uneven,
        expect!["A value is required for bind parameter 'name', in parameter group 1"],
    );
    check(DialectName::Postgresql, &insert, &Params::None, expect!["INSERT INTO pet DEFAULT VALUES"]);
}

#[test]
fn driver_sql_has_the_drivers_placeholders() {
    let one = Query::Driver("SELECT %s, '%%' || %s".to_owned());
    let params = Params::Positional(vec![Datum::Int(1), text_of("x")]);
    check(DialectName::Postgresql, &one, &params, expect!["SELECT 1, '%' || 'x'"]);
    let one = Query::Driver("SELECT %(a)s".to_owned());
    check(DialectName::Postgresql, &one, &Params::One(named(&[("a", text_of("y"))])), expect!["SELECT 'y'"]);
    check(DialectName::Postgresql, &one, &Params::None, expect!["A value is required for bind parameter 'a'"]);
    let one = Query::Driver("SELECT ?, '?', :b -- ?".to_owned());
    check(
        DialectName::Sqlite,
        &one,
        &Params::Positional(vec![Datum::Int(1)]),
        expect!["SELECT ?, '?', :b -- ? [Int(1)]"],
    );
}

#[test]
fn expanding_binds_of_text() {
    let ids = Bind { name: "ids".to_owned(), value: None, ty: integer(), unique: false, expanding: true };
    let one = Query::Text(TextClause { text: "SELECT x IN :ids".to_owned(), binds: vec![ids], columns: Vec::new() });
    let params = |items: Vec<Datum>| Params::One(named(&[("ids", Datum::List(items))]));
    check(DialectName::Postgresql, &one, &params(vec![Datum::Int(1), Datum::Int(-2)]), expect!["SELECT x IN (1,  -2)"]);
    check(DialectName::Sqlite, &one, &params(vec![Datum::Int(1)]), expect!["SELECT x IN (?) [Int(1)]"]);
}

#[test]
fn functions_are_selected() {
    let one = Query::Expr(Box::new(call("now", vec![], untyped())));
    check(DialectName::Postgresql, &one, &Params::None, expect!["SELECT now() AS now_1"]);
    let json = Expr::Binary {
        op: BinaryOp::JsonItemText,
        left: Box::new(of(&pet(), "doc", Type::new(TypeKind::PgJsonb { none_as_null: false }))),
        right: Box::new(value("k", any_string())),
        ty: any_string(),
    };
    check(
        DialectName::Postgresql,
        &Query::Expr(Box::new(eq(json, value("x", any_string())))),
        &Params::None,
        expect!["SELECT (pet.doc ->> 'k') = 'x' AS anon_1 \nFROM pet"],
    );
}

#[test]
fn values_are_written_as_pymysql_writes_them() {
    let date = "2020-01-02".parse().unwrap();
    for (given, expected) in [
        (Datum::Null, "NULL"),
        (Datum::Int(-1), "-1"),
        (Datum::Float(1.5), "1.5e0"),
        (Datum::Float(1e300), "1e+300"),
        (Datum::Decimal("-1.10".parse().unwrap()), "-1.10"),
        (Datum::Bool(true), "1"),
        (text_of("it's \\ 100%\n\"\0\u{1a}"), "'it\\'s \\\\ 100%\\n\\\"\\0\\Z'"),
        (Datum::Bytes(vec![97, 0, 255]), "x'6100ff'"),
        (Datum::Bytes(Vec::new()), "''"),
        (Datum::Date(date), "'2020-01-02'"),
        (Datum::DateTime(date.and_hms_micro_opt(3, 4, 5, 6).unwrap(), None), "'2020-01-02 03:04:05.000006'"),
        (Datum::Time(chrono_time(), None), "'01:02:00'"),
        (Datum::Interval(Interval { months: 0, days: -1, micros: 2_000_003 }), "'-23:59:57.999997'"),
    ] {
        let clause = TextClause { text: ":x".to_owned(), binds: Vec::new(), columns: Vec::new() };
        let statements = send(DialectName::Mysql, &Query::Text(clause), &Params::One(named(&[("x", given)]))).unwrap();
        assert_eq!(statements[0].sql, expected);
    }
}

#[test]
fn spans_of_the_generic_interval_are_moments_after_1970() {
    let fields = limbeck_ops::IntervalFields::default;
    let day = || Datum::Interval(Interval { months: 0, days: 1, micros: 0 });
    let of =
        |kind| Query::Select(Box::new(Select { columns: vec![value(day(), Type::new(kind))], ..Select::default() }));
    let generic = of(TypeKind::Interval(fields()));
    check(
        DialectName::Sqlite,
        &generic,
        &Params::None,
        expect![[r#"SELECT ? AS anon_1 [Str("1970-01-02 00:00:00.000000")]"#]],
    );
    check(DialectName::Mysql, &generic, &Params::None, expect!["SELECT '1970-01-02 00:00:00' AS anon_1"]);
    // PostgreSQL's own type leaves them to the driver.
    let of_postgres = of(TypeKind::PgInterval(fields()));
    check(
        DialectName::Sqlite,
        &of_postgres,
        &Params::None,
        expect!["Error binding parameter: type 'datetime.timedelta' is not supported"],
    );
    check(DialectName::Mysql, &of_postgres, &Params::None, expect!["SELECT '24:00:00' AS anon_1"]);
}
