use crate::{ConstraintName, Datum, DialectName, Expr, Name, Options};

/// A column type, with the variants that `with_variant` gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// The type.
    pub kind: TypeKind,
    /// `with_variant(type, dialect…)`, in the order given: as often for each dialect as the call had names. What the
    /// variant brings along comes so often too.
    pub variants: Vec<(DialectName, Type)>,
    /// The number that the script's side gave the `TypeDecorator` which values of this type pass through. Hosts pass it on.
    pub decorator: Option<u32>,
}

impl Type {
    /// A type without variants.
    pub fn new(kind: TypeKind) -> Self {
        Type { kind, variants: Vec::new(), decorator: None }
    }

    /// The type that a dialect sees.
    pub fn for_dialect(&self, dialect: DialectName) -> &Type {
        self.variants.iter().find(|(name, _)| *name == dialect).map_or(self, |(_, ty)| ty.for_dialect(dialect))
    }
}

impl From<TypeKind> for Type {
    fn from(kind: TypeKind) -> Self {
        Type::new(kind)
    }
}

/// Length and collation of a string type, and MySQL's extras.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StringOptions {
    /// Length in characters (bytes for binary types).
    pub length: Option<u64>,
    /// `COLLATE`.
    pub collation: Option<String>,
    /// MySQL: `CHARACTER SET`.
    pub charset: Option<String>,
    /// MySQL: `BINARY`, `ASCII`, `UNICODE`, `NATIONAL` as keywords, in this order.
    pub modifiers: Vec<String>,
}

/// Precision and scale of a numeric type, and MySQL's extras.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumberOptions {
    /// Total digits (bits for floats).
    pub precision: Option<u32>,
    /// Digits after the point.
    pub scale: Option<u32>,
    /// Whether values come back as `Decimal`; `None` is the type's default.
    pub asdecimal: Option<bool>,
    /// MySQL: display width of an integer type.
    pub display_width: Option<u32>,
    /// MySQL: `UNSIGNED`.
    pub unsigned: bool,
    /// MySQL: `ZEROFILL`.
    pub zerofill: bool,
}

/// `fields` and `precision` of a PostgreSQL INTERVAL, and of the generic one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IntervalFields {
    /// Such as `YEAR TO MONTH`.
    pub fields: Option<String>,
    /// Digits of the second.
    pub precision: Option<u32>,
    /// `native=False` of the generic one: a moment after 1970, where the server has intervals too.
    pub emulated: bool,
}

/// `sa.Enum`, `postgresql.ENUM`, `mysql.ENUM`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnumType {
    /// The labels as they are stored.
    pub labels: Vec<String>,
    /// Python's member names where the labels differ (`values_callable`), parallel to `labels`.
    pub member_names: Vec<String>,
    /// Values that are equal to a Python member (`class Kind(str, Enum)`) and so stand for it, with its label.
    pub equal_values: Vec<(Datum, String)>,
    /// The name of the Python class whose members these are.
    pub python_class: Option<String>,
    /// `validate_strings`: a string that is no label is refused.
    pub validate_strings: bool,
    /// The name of the type.
    pub name: Option<Name>,
    /// Its schema.
    pub schema: Option<Name>,
    /// `native_enum`: use the server's ENUM where it has one.
    pub native: bool,
    /// `create_type`: whether the type is created with the table (PostgreSQL).
    pub create_type: bool,
    /// `create_constraint`: a CHECK where there is no native ENUM.
    pub create_constraint: bool,
    /// The name of that CHECK, if it differs from the type's.
    pub constraint_name: Option<ConstraintName>,
    /// Length of the VARCHAR where there is no native ENUM; default the longest label.
    pub length: Option<u64>,
    /// `inherit_schema`: the type lives in the schema of the table that uses it.
    pub inherit_schema: bool,
    /// Whether the type is bound to a MetaData (`metadata=`), and then is not dropped or created with the table.
    pub has_metadata: bool,
    /// The schema of that MetaData: the type's once a table has a column of it, if it has none of its own.
    pub metadata_schema: Option<Name>,
    /// Whether it came from `postgresql.ENUM` rather than the generic `sa.Enum`.
    pub postgresql: bool,
    /// Whether it came from `mysql.ENUM`.
    pub mysql: bool,
    /// MySQL charset and collation.
    pub text: StringOptions,
}

/// Every type of SQLAlchemy that scripts name.
///
/// Lower-case SQLAlchemy classes (`Integer`, `String`) and upper-case ones (`INTEGER`, `VARCHAR`) are kept apart
/// where any dialect compiles them differently.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// `NullType`: no type was given.
    Null,
    /// `Integer`, `INTEGER`, `INT`.
    Integer,
    /// `SmallInteger`, `SMALLINT`.
    SmallInteger,
    /// `BigInteger`, `BIGINT`.
    BigInteger,
    /// `Numeric`, `NUMERIC`.
    Numeric(NumberOptions),
    /// `DECIMAL`.
    Decimal(NumberOptions),
    /// `Float` (generic).
    Float(NumberOptions),
    /// `FLOAT`.
    UpperFloat(NumberOptions),
    /// `REAL`.
    Real(NumberOptions),
    /// `Double` (generic).
    Double(NumberOptions),
    /// `DOUBLE`.
    UpperDouble(NumberOptions),
    /// `DOUBLE_PRECISION`.
    DoublePrecision(NumberOptions),
    /// `Boolean`, `BOOLEAN`.
    Boolean {
        /// A CHECK (x IN (0, 1)) where there is no native boolean.
        create_constraint: bool,
        /// Its name.
        name: ConstraintName,
        /// `MatchType`, what `match()` yields: a number on MySQL.
        is_match: bool,
    },
    /// `Date`, `DATE`.
    Date,
    /// `DateTime` (generic).
    DateTime {
        /// With time zone.
        timezone: bool,
    },
    /// `DATETIME`.
    UpperDateTime {
        /// With time zone (no dialect here renders it).
        timezone: bool,
    },
    /// `TIMESTAMP`; `precision` only from `postgresql.TIMESTAMP`, `mysql.TIMESTAMP(fsp=…)`.
    Timestamp {
        /// With time zone.
        timezone: bool,
        /// Fractional digits.
        precision: Option<u32>,
    },
    /// `Time`, `TIME`.
    Time {
        /// With time zone.
        timezone: bool,
        /// Fractional digits.
        precision: Option<u32>,
    },
    /// `Interval` (generic): native where the server has it, else a timestamp since the epoch.
    Interval(IntervalFields),
    /// `String` (generic).
    String(StringOptions),
    /// `Unicode` (generic).
    Unicode(StringOptions),
    /// `Text` (generic), `TEXT`.
    Text(StringOptions),
    /// `UnicodeText` (generic).
    UnicodeText(StringOptions),
    /// `VARCHAR`.
    Varchar(StringOptions),
    /// `CHAR`.
    Char(StringOptions),
    /// `NCHAR`.
    Nchar(StringOptions),
    /// `NVARCHAR`.
    Nvarchar(StringOptions),
    /// `CLOB`.
    Clob(StringOptions),
    /// `LargeBinary` (generic).
    LargeBinary(StringOptions),
    /// `BLOB`.
    Blob(StringOptions),
    /// `BINARY`.
    Binary(StringOptions),
    /// `VARBINARY`.
    Varbinary(StringOptions),
    /// `PickleType`: rendered as its implementation, a large binary.
    Pickle,
    /// `JSON` (generic and upper-case).
    Json {
        /// Whether Python `None` is stored as SQL NULL rather than JSON null.
        none_as_null: bool,
    },
    /// `Uuid` (generic).
    Uuid {
        /// Whether values come back as `uuid.UUID`.
        as_uuid: bool,
        /// Native type where there is one, else CHAR(32).
        native: bool,
    },
    /// `UUID` (upper-case, generic or PostgreSQL).
    UpperUuid {
        /// Whether values come back as `uuid.UUID`.
        as_uuid: bool,
    },
    /// `Enum`, `postgresql.ENUM`.
    Enum(EnumType),
    /// `ARRAY`.
    Array {
        /// The element.
        item: Box<Type>,
        /// Number of `[]`; `None` is one.
        dimensions: Option<u32>,
        /// Whether it is that of any database, `sa.ARRAY`, rather than PostgreSQL's.
        generic: bool,
        /// Whether scripts count its elements from zero.
        zero_indexes: bool,
    },
    /// `postgresql.JSON`.
    PgJson {
        /// Whether Python `None` is stored as SQL NULL rather than JSON null.
        none_as_null: bool,
    },
    /// `postgresql.JSONB`.
    PgJsonb {
        /// Whether Python `None` is stored as SQL NULL rather than JSON null.
        none_as_null: bool,
    },
    /// `postgresql.INTERVAL`.
    PgInterval(IntervalFields),
    /// `postgresql.BIT`.
    PgBit {
        /// Number of bits.
        length: Option<u32>,
        /// `BIT VARYING`.
        varying: bool,
    },
    /// `postgresql.DOMAIN`.
    PgDomain {
        /// The domain.
        name: Name,
        /// Its schema.
        schema: Option<Name>,
        /// The type below.
        data_type: Box<Type>,
        /// `COLLATE`.
        collation: Option<String>,
        /// `DEFAULT`.
        default: Option<Box<Expr>>,
        /// `NOT NULL`.
        not_null: Option<bool>,
        /// `CHECK`.
        check: Option<Box<Expr>>,
        /// Name of the CHECK.
        constraint_name: ConstraintName,
        /// Whether the domain is created with the table.
        create_type: bool,
        /// `inherit_schema`: it lives in the schema of the table that uses it.
        inherit_schema: bool,
    },
    /// A PostgreSQL type that is its own name: BYTEA, INET, CIDR, MACADDR, MACADDR8, MONEY, OID, REGCLASS,
    /// REGCONFIG, TSVECTOR, TSQUERY, HSTORE, the ranges and multiranges.
    PgSimple(String),
    /// `postgresql.CITEXT`: what it is told counts on other databases alone.
    Citext(StringOptions),
    /// A MySQL type that is its own name with options in brackets: TINYINT, MEDIUMINT, YEAR, SET, LONGTEXT…
    Mysql {
        /// Upper-case name.
        name: String,
        /// Integer and decimal options.
        number: NumberOptions,
        /// String options.
        text: StringOptions,
        /// Values of SET and ENUM.
        values: Vec<String>,
        /// Fractional seconds (`fsp`).
        fsp: Option<u32>,
        /// TIMESTAMP and TIME: with time zone, which databases other than MySQL may have.
        timezone: bool,
        /// SET: read as a number, a bit for each value.
        bitwise: bool,
    },
    /// `sqlite.DATE`, `sqlite.DATETIME`, `sqlite.TIME`, `sqlite.JSON` by their name.
    Sqlite(String),
    /// `sqlite.DATETIME`, `DATE` and `TIME` with a form of their own to store values in.
    SqliteMoment {
        /// DATETIME, DATE or TIME.
        name: String,
        /// `storage_format`: Python's `%` with `year` … `microsecond`.
        format: Option<String>,
        /// Whether the format has nothing but digits, and the column therefore another name.
        as_text: bool,
        /// `timezone`
        timezone: bool,
    },
    /// `TupleType`, which rows of `tuple_()` have and what is made of them: no column can have it.
    Tuple {
        /// The types of what is in a row.
        parts: Vec<Type>,
        /// How Python shows it, for messages about values that have it.
        shown: String,
    },
    /// A type given as the text that it renders to on every dialect: `UserDefinedType.get_col_spec()`.
    Raw {
        /// The text.
        text: String,
        /// Options a library's type had, for what else is done with it.
        options: Options,
    },
}

impl TypeKind {
    /// Whether the type is an integer type that can be a SERIAL or AUTO_INCREMENT (SQLAlchemy's integer affinity).
    pub fn is_integer(&self) -> bool {
        if let TypeKind::Mysql { name, .. } = self {
            return matches!(name.as_str(), "INTEGER" | "BIGINT" | "SMALLINT" | "TINYINT" | "MEDIUMINT");
        }
        matches!(self, TypeKind::Integer | TypeKind::SmallInteger | TypeKind::BigInteger)
    }

    /// Length and collation of the types of text and bytes.
    pub fn string_options(&self) -> Option<&StringOptions> {
        match self {
            TypeKind::String(options)
            | TypeKind::Unicode(options)
            | TypeKind::Text(options)
            | TypeKind::UnicodeText(options)
            | TypeKind::Varchar(options)
            | TypeKind::Char(options)
            | TypeKind::Nchar(options)
            | TypeKind::Nvarchar(options)
            | TypeKind::Clob(options)
            | TypeKind::Citext(options)
            | TypeKind::LargeBinary(options)
            | TypeKind::Blob(options)
            | TypeKind::Binary(options)
            | TypeKind::Varbinary(options) => Some(options),
            _ => None,
        }
    }

    /// The same, to change them.
    pub fn string_options_mut(&mut self) -> Option<&mut StringOptions> {
        match self {
            TypeKind::String(options)
            | TypeKind::Unicode(options)
            | TypeKind::Text(options)
            | TypeKind::UnicodeText(options)
            | TypeKind::Varchar(options)
            | TypeKind::Char(options)
            | TypeKind::Nchar(options)
            | TypeKind::Nvarchar(options)
            | TypeKind::Clob(options)
            | TypeKind::Citext(options)
            | TypeKind::LargeBinary(options)
            | TypeKind::Blob(options)
            | TypeKind::Binary(options)
            | TypeKind::Varbinary(options) => Some(options),
            _ => None,
        }
    }

    /// Takes back that the type itself is made with a table that has a column of it.
    pub fn make_apart(&mut self) {
        match self {
            TypeKind::Enum(own) => own.create_type = false,
            TypeKind::PgDomain { create_type, .. } => *create_type = false,
            TypeKind::Array { item, .. } => item.kind.make_apart(),
            _ => {}
        }
    }
}

impl Type {
    /// The same of a type with its variants.
    pub fn make_apart(&mut self) {
        self.kind.make_apart();
        self.variants.iter_mut().for_each(|(_, variant)| variant.make_apart());
    }
}
