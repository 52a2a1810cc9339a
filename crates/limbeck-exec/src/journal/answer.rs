//! The answer of a statement, kept for the script that will ask for it again.

use limbeck_ops::{Answer, AnswerColumn, Datum};
use serde_json::{Value, json};

/// Longer answers are not kept.
const MAX_LENGTH: usize = 16_000;

/// An answer that is kept until it is known whether it has to be written.
pub(super) enum KeptAnswer {
    /// Without rows: the count, and the key of the last row.
    Short(i64, Option<i64>),
    /// As it will be written.
    Written(String),
}

impl KeptAnswer {
    /// Keeps an answer.
    pub fn of(answer: &Answer) -> KeptAnswer {
        match answer.returns_rows {
            true => KeptAnswer::Written(write(answer)),
            false => KeptAnswer::Short(answer.row_count, answer.last_row_id),
        }
    }

    /// Its text.
    pub fn text(&self) -> String {
        match self {
            KeptAnswer::Written(text) => text.clone(),
            KeptAnswer::Short(row_count, last_row_id) => {
                write(&Answer { row_count: *row_count, last_row_id: *last_row_id, ..Answer::default() })
            }
        }
    }
}

/// Writes an answer. Rows are left out where they are many, or hold values that JSON has no form for.
pub(super) fn write(answer: &Answer) -> String {
    let short = json!({"count": answer.row_count, "id": answer.last_row_id, "returns": answer.returns_rows});
    if !answer.returns_rows {
        return short.to_string();
    }
    let rows: Option<Vec<Vec<Value>>> =
        answer.rows.iter().map(|row| row.iter().map(value).collect::<Option<Vec<Value>>>()).collect();
    let Some(rows) = rows else { return short.to_string() };
    let columns: Vec<&str> = answer.columns.iter().map(|column| column.name.as_str()).collect();
    let whole =
        json!({"count": answer.row_count, "id": answer.last_row_id, "returns": true, "columns": columns, "rows": rows});
    let text = whole.to_string();
    if text.len() > MAX_LENGTH { short.to_string() } else { text }
}

fn value(datum: &Datum) -> Option<Value> {
    match datum {
        Datum::Null => Some(Value::Null),
        Datum::Bool(value) => Some(json!(value)),
        Datum::Int(value) => Some(json!(value)),
        Datum::Str(value) => Some(json!(value)),
        Datum::Uuid(value) => Some(json!({"uuid": value.to_string()})),
        Datum::BigInt(_)
        | Datum::Float(_)
        | Datum::Decimal(_)
        | Datum::DecimalNan
        | Datum::DecimalInfinity { .. }
        | Datum::Bytes(_)
        | Datum::Date(_)
        | Datum::Time(..)
        | Datum::DateTime(..)
        | Datum::Interval(_)
        | Datum::List(_)
        | Datum::Map(_)
        | Datum::Enum(_)
        | Datum::Server { .. } => None,
    }
}

fn datum(value: &Value) -> Option<Datum> {
    match value {
        Value::Null => Some(Datum::Null),
        Value::Bool(value) => Some(Datum::Bool(*value)),
        Value::Number(number) => number.as_i64().map(Datum::Int),
        Value::String(text) => Some(Datum::Str(text.clone())),
        Value::Object(inner) => inner.get("uuid")?.as_str()?.parse().ok().map(Datum::Uuid),
        Value::Array(_) => None,
    }
}

/// Reads an answer; `None` where it had rows that were not kept.
pub(super) fn read(text: &str) -> Option<Answer> {
    let whole: Value = serde_json::from_str(text).ok()?;
    let returns_rows = whole.get("returns")?.as_bool()?;
    let mut answer = Answer {
        row_count: whole.get("count")?.as_i64()?,
        last_row_id: whole.get("id").and_then(Value::as_i64),
        returns_rows,
        ..Answer::default()
    };
    if returns_rows {
        for column in whole.get("columns")?.as_array()? {
            answer.columns.push(AnswerColumn { name: column.as_str()?.to_owned() });
        }
        for row in whole.get("rows")?.as_array()? {
            answer.rows.push(row.as_array()?.iter().map(datum).collect::<Option<_>>()?);
        }
    }
    Some(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_go_there_and_back() {
        let plain = Answer { row_count: 7, last_row_id: Some(3), ..Answer::default() };
        assert_eq!(read(&write(&plain)), Some(plain));
        let uuid = Datum::Uuid("6f1f2f5e-8f43-4b39-9f59-9ac8b1f2c3d4".parse().unwrap());
        let row = vec![Datum::Null, Datum::Int(-1), Datum::Str("é\"".into()), Datum::Bool(true), uuid];
        let columns = (0..row.len()).map(|n| AnswerColumn { name: n.to_string() }).collect();
        let rows = Answer { columns, returns_rows: true, row_count: 1, rows: vec![row], ..Answer::default() };
        assert_eq!(read(&write(&rows)), Some(rows.clone()));
        let odd = Answer { rows: vec![vec![Datum::Float(0.5)]], ..rows };
        assert_eq!(read(&write(&odd)), None, "rows that are not kept are not made up");
        assert_eq!(read("nonsense"), None);
    }
}
