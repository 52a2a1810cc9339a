//! PostgreSQL's `format_type` to types: SQLAlchemy's `_reflect_type`.

use limbeck_ops::{
    ConstraintName, Datum, EnumType, Expr, IntervalFields, Name, NumberOptions, ReflectedDomain, ReflectedEnum,
    StringOptions, TextClause, Type, TypeKind,
};

/// The types that a database defines itself.
pub(crate) struct OwnTypes {
    pub enums: Vec<ReflectedEnum>,
    pub domains: Vec<ReflectedDomain>,
}

impl OwnTypes {
    /// The domain of a type that was read.
    pub(super) fn domain_of(&self, ty: &Type) -> Option<&ReflectedDomain> {
        let TypeKind::PgDomain { name, schema, .. } = &ty.kind else { return None };
        self.domains.iter().find(|domain| {
            domain.name == name.text
                && match schema {
                    Some(schema) => domain.schema == schema.text,
                    None => domain.visible,
                }
        })
    }
}

/// Reads a type; `NullType` where SQLAlchemy would not recognise it.
pub(crate) fn parse(text: &str, collation: Option<&str>, own: &OwnTypes) -> Type {
    parse_nested(text, collation, own, 0)
}

fn parse_nested(text: &str, collation: Option<&str>, own: &OwnTypes, depth: u32) -> Type {
    let base = text.trim_end_matches("[]");
    if base.len() < text.len() {
        let item = Box::new(parse_nested(base, collation, own, depth));
        return TypeKind::Array { item, dimensions: None, generic: false, zero_indexes: false }.into();
    }
    let (name, args) = split_args(base);
    let number = |position: usize| args.get(position).and_then(|arg: &&str| arg.trim().parse::<u32>().ok());
    let string = || StringOptions {
        length: number(0).map(u64::from),
        collation: collation.map(str::to_owned),
        ..StringOptions::default()
    };
    let simple = |name: &str| TypeKind::PgSimple(name.to_owned());
    let kind = match name.as_str() {
        "integer" => TypeKind::Integer,
        "smallint" => TypeKind::SmallInteger,
        "bigint" => TypeKind::BigInteger,
        "character varying" => TypeKind::Varchar(string()),
        "character" => TypeKind::Char(string()),
        "\"char\"" | "name" => TypeKind::String(string()),
        "text" => TypeKind::Text(string()),
        "numeric" => {
            TypeKind::Numeric(NumberOptions { precision: number(0), scale: number(1), ..NumberOptions::default() })
        }
        "real" => TypeKind::Real(NumberOptions::default()),
        "float" => TypeKind::UpperFloat(NumberOptions::default()),
        "double precision" => {
            TypeKind::DoublePrecision(NumberOptions { precision: Some(53), ..NumberOptions::default() })
        }
        "boolean" => {
            TypeKind::Boolean { create_constraint: false, name: limbeck_ops::ConstraintName::Unnamed, is_match: false }
        }
        "date" => TypeKind::Date,
        "timestamp" => TypeKind::Timestamp { timezone: false, precision: None },
        "timestamp without time zone" => TypeKind::Timestamp { timezone: false, precision: number(0) },
        "timestamp with time zone" => TypeKind::Timestamp { timezone: true, precision: number(0) },
        "time" | "time without time zone" => TypeKind::Time { timezone: false, precision: number(0) },
        "time with time zone" => TypeKind::Time { timezone: true, precision: number(0) },
        "bytea" => simple("BYTEA"),
        "citext" => TypeKind::Citext(StringOptions::default()),
        "json" => TypeKind::PgJson { none_as_null: false },
        "jsonb" => TypeKind::PgJsonb { none_as_null: false },
        "uuid" => TypeKind::UpperUuid { as_uuid: true },
        "bit" => TypeKind::PgBit { length: Some(number(0).unwrap_or(1)), varying: false },
        "bit varying" => TypeKind::PgBit { length: number(0), varying: true },
        "inet" | "cidr" | "macaddr" | "macaddr8" | "money" | "oid" | "regclass" | "regconfig" | "tsvector"
        | "tsquery" | "hstore" | "int4range" | "int8range" | "numrange" | "daterange" | "tsrange" | "tstzrange"
        | "int4multirange" | "int8multirange" | "nummultirange" | "datemultirange" | "tsmultirange"
        | "tstzmultirange" => simple(&name.to_ascii_uppercase()),
        interval if interval == "interval" || interval.starts_with("interval ") => {
            let fields = interval.strip_prefix("interval ").map(|fields| fields.trim().to_owned());
            TypeKind::PgInterval(IntervalFields { fields, precision: number(0), emulated: false })
        }
        other => own_type(other, own, depth),
    };
    kind.into()
}

/// `numeric(10,2)` and `timestamp(3) without time zone` to the name without brackets and what is in them.
fn split_args(text: &str) -> (String, Vec<&str>) {
    let quoted = text.starts_with('"');
    match (text.find('('), text.find(')')) {
        (Some(open), Some(close)) if open < close && !quoted => {
            let args = text.get(open + 1..close).unwrap_or_default().split(',').collect();
            let (head, tail) = (text.get(..open).unwrap_or_default(), text.get(close + 1..).unwrap_or_default());
            (format!("{head}{tail}"), args)
        }
        (_, _) => (text.to_owned(), Vec::new()),
    }
}

/// Cuts `schema."name"` into its parts, quotes taken off.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => push(&mut parts, '"'),
            '"' => quoted = !quoted,
            '.' if !quoted => parts.push(String::new()),
            c => push(&mut parts, c),
        }
    }
    parts
}

fn push(parts: &mut [String], c: char) {
    if let Some(part) = parts.last_mut() {
        part.push(c);
    }
}

fn own_type(text: &str, own: &OwnTypes, depth: u32) -> TypeKind {
    let parts = parts(text);
    let is = |name: &str, schema: &str, visible: bool| match parts.as_slice() {
        [only] => visible && only == name,
        [first, second] => first == schema && second == name,
        _ => false,
    };
    let schema_of = |schema: &str, visible: bool| (!visible).then(|| Name::new(schema));
    if let Some(found) = own.enums.iter().find(|found| is(&found.name, &found.schema, found.visible)) {
        return TypeKind::Enum(EnumType {
            labels: found.labels.clone(),
            name: Some(Name::new(found.name.clone())),
            schema: schema_of(&found.schema, found.visible),
            native: true,
            create_type: true,
            postgresql: true,
            ..EnumType::default()
        });
    }
    let domain = own.domains.iter().find(|found| is(&found.name, &found.schema, found.visible));
    match domain.filter(|_| depth < 16) {
        Some(domain) => TypeKind::PgDomain {
            name: Name::new(domain.name.clone()),
            schema: schema_of(&domain.schema, domain.visible),
            // SQLAlchemy takes the type below without its length, and its collation even where it is the default one.
            data_type: Box::new(parse_nested(&domain.type_text, domain.collation.as_deref(), own, depth + 1)),
            collation: domain.collation.clone(),
            default: domain.default.as_ref().map(|text| {
                let ty = TypeKind::String(StringOptions::default()).into();
                Box::new(Expr::Literal { value: Datum::Str(text.clone()), ty })
            }),
            not_null: Some(!domain.nullable),
            check: domain.checks.first().map(|(_, condition)| {
                let text = condition.clone();
                Box::new(Expr::Text(TextClause { text, binds: Vec::new(), columns: Vec::new() }))
            }),
            constraint_name: match domain.checks.first() {
                Some((name, _)) => ConstraintName::Given(Name::new(name.as_str())),
                None => ConstraintName::Unnamed,
            },
            create_type: false,
            inherit_schema: false,
        },
        None => TypeKind::Null,
    }
}
