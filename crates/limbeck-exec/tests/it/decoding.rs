use bigdecimal::BigDecimal;
use chrono::{NaiveDate, NaiveTime};
use limbeck_ops::{Datum, Interval};

use crate::database::{fresh_postgres, open, run, value};

fn text(text: &str) -> Datum {
    Datum::Str(text.into())
}

fn ints(values: &[i64]) -> Datum {
    Datum::List(values.iter().map(|value| Datum::Int(*value)).collect())
}

/// The values that psycopg2 gives under SQLAlchemy 2.0.58.
#[test]
fn values_are_those_of_psycopg2() {
    let host = open(&fresh_postgres());
    run(&host, "SET timezone TO 'Asia/Kolkata'").unwrap();
    run(&host, "CREATE TYPE mood AS ENUM ('ok')").unwrap();
    let check = |sql: &str, expected: Datum| assert_eq!(value(&host, &format!("SELECT {sql}")), expected, "{sql}");
    let day = NaiveDate::from_ymd_opt(2020, 1, 2).unwrap();
    let time = NaiveTime::from_hms_micro_opt(3, 4, 5, 678_000).unwrap();
    let uuid = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11".parse().unwrap();
    check("NULL::int", Datum::Null);
    check("true", Datum::Bool(true));
    check("1::int2", Datum::Int(1));
    check("9223372036854775807", Datum::Int(i64::MAX));
    check("12::oid", Datum::Int(12));
    check("1.5::float4", Datum::Float(1.5));
    check("'-infinity'::float8", Datum::Float(f64::NEG_INFINITY));
    check("1.50::numeric", Datum::Decimal("1.50".parse::<BigDecimal>().unwrap()));
    check("'NaN'::numeric", Datum::DecimalNan);
    check("'ab'::char(4)", text("ab  "));
    check("'c'::\"char\"", text("c"));
    check("'x'::name", text("x"));
    check("'\\xdead'::bytea", Datum::Bytes(vec![0xde, 0xad]));
    check("date '2020-01-02'", Datum::Date(day));
    check("'infinity'::date", Datum::Date(NaiveDate::from_ymd_opt(9999, 12, 31).unwrap()));
    check("time '03:04:05.678'", Datum::Time(time, None));
    check("time '24:00'", Datum::Time(NaiveTime::MIN, None));
    check("timetz '03:04:05.678-05:30'", Datum::Time(time, Some(-19800)));
    check("timestamp '2020-01-02 03:04:05.678'", Datum::DateTime(day.and_time(time), None));
    check("timestamptz '2020-01-01 21:34:05.678+00'", Datum::DateTime(day.and_time(time), Some(19800)));
    check(
        "interval '1 year 2 mons -3 days +04:05:06.789'",
        Datum::Interval(Interval { months: 14, days: -3, micros: 14_706_789_000 }),
    );
    check("interval '-00:00:01'", Datum::Interval(Interval { months: 0, days: 0, micros: -1_000_000 }));
    check("interval '0'", Datum::Interval(Interval::default()));
    check("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", Datum::Uuid(uuid));
    check("'{\"a\": [1, null]}'::json", Datum::Map(vec![("a".into(), Datum::List(vec![Datum::Int(1), Datum::Null]))]));
    check("'\"x\"'::jsonb", text("x"));
    check("array[1, 2]", ints(&[1, 2]));
    check("array[[1, 2], [3, 4]]", Datum::List(vec![ints(&[1, 2]), ints(&[3, 4])]));
    check("'[2:3]={1,2}'::int[]", ints(&[1, 2]));
    check("'{}'::int[]", ints(&[]));
    let strings = vec![text("a"), text("b,\"c"), text("NULL"), Datum::Null, text("")];
    check("array['a', 'b,\"c', 'NULL', null, '']", Datum::List(strings));
    check("array['{\"a\": 1}'::jsonb]", Datum::List(vec![Datum::Map(vec![("a".into(), Datum::Int(1))])]));
    check("array[date '2020-01-02']", Datum::List(vec![Datum::Date(day)]));
    check("'1.2.3.4'::inet", text("1.2.3.4"));
    check("'(1,2)'::point", text("(1,2)"));
    check("'ok'::mood", text("ok"));
    check("array['ok'::mood]", text("{ok}"));
    check("row(1, 'a b')", text("(1,\"a b\")"));
    check("'pg_class'::regclass", text("pg_class"));
    check("int4range(1, 5)", Datum::Server { type_name: "int4range".into(), text: "[1,5)".into() });
    check("pg_sleep(0)", text(""));
    check("'é'::text", text("é"));
}

#[test]
fn styles_of_the_session_do_not_matter() {
    let url = fresh_postgres();
    let host =
        open(&format!("{url}?options=-cdatestyle%3Dgerman%20-cintervalstyle%3Diso_8601%20-cbytea_output%3Descape"));
    let day = NaiveDate::from_ymd_opt(2020, 1, 2).unwrap();
    assert_eq!(value(&host, "SELECT date '2020-01-02'"), Datum::Date(day));
    let month = Interval { months: 1, days: 0, micros: 0 };
    assert_eq!(value(&host, "SELECT interval '1 month'"), Datum::Interval(month));
    assert_eq!(value(&host, "SELECT '\\x5c00ff'::bytea"), Datum::Bytes(vec![0x5c, 0, 0xff]));
}
