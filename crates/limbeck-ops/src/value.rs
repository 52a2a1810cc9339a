use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::BigInt;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use uuid::Uuid;

/// A value that crosses between a script and the database.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    /// SQL NULL, Python `None`.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer that fits 64 bits.
    Int(i64),
    /// Any larger integer.
    BigInt(BigInt),
    /// A float, NaN and the infinities included.
    Float(f64),
    /// `decimal.Decimal`; NaN is [`Datum::DecimalNan`], infinity [`Datum::DecimalInfinity`].
    Decimal(BigDecimal),
    /// `Decimal('NaN')`.
    DecimalNan,
    /// `Decimal('Infinity')`, or minus that.
    DecimalInfinity {
        /// Whether it is below all numbers.
        negative: bool,
    },
    /// Text.
    Str(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A date.
    Date(NaiveDate),
    /// A time of day, with an offset from UTC in seconds where it has a zone.
    Time(NaiveTime, Option<i32>),
    /// A timestamp in local time, with the offset of that local time from UTC in seconds where it has a zone.
    DateTime(NaiveDateTime, Option<i32>),
    /// `datetime.timedelta`, or an interval from the server.
    Interval(Interval),
    /// A UUID.
    Uuid(Uuid),
    /// A list or tuple: an SQL array, or JSON inside a JSON value.
    List(Vec<Datum>),
    /// A dictionary: JSON, or hstore.
    Map(Vec<(String, Datum)>),
    /// A member of a Python enum.
    Enum(EnumMember),
    /// A value of a server type that has no Python counterpart (inet, range…), as the server writes it.
    Server {
        /// The server's name of the type.
        type_name: String,
        /// The text form.
        text: String,
    },
}

impl Datum {
    /// `sa.JSON.NULL`, a symbol of SQLAlchemy: the null of JSON, where `None` is that of SQL.
    pub fn json_null() -> Datum {
        Datum::Server { type_name: "symbol('JSON_NULL')".to_owned(), text: "null".to_owned() }
    }

    /// Whether it is `sa.JSON.NULL`.
    pub fn is_json_null(&self) -> bool {
        *self == Datum::json_null()
    }
}

/// A member of a Python `enum.Enum` class.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumMember {
    /// The member's name, which `sa.Enum` stores by default.
    pub name: String,
    /// The member's value.
    pub value: Box<Datum>,
    /// The name of its class.
    pub class: String,
    /// Whether the member is its value as well: `class Kind(str, Enum)`, `StrEnum`, `IntEnum`.
    pub is_value: bool,
}

/// A span of time: months and days are kept apart because their length varies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Interval {
    /// Months.
    pub months: i32,
    /// Days.
    pub days: i32,
    /// Microseconds.
    pub micros: i64,
}
