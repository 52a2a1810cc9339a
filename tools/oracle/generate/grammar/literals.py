"""Values of every Python type."""

STRINGS = [
    "x", "", "it's", "a%b", "%s", "%(a)s", "a\\b", "a:b", ":a", "\\:a", "é😀", "two\nlines", "tab\tx", "NULL", "1", "''", "a;b", "--x", "/* c */",
    "$$", "{\"a\": 1}", "back`tick", "\"q\"", " padded ", "\r\n", "\\", "\\\\", "?", "0x1", "CURRENT_TIMESTAMP", "nul\x00",
]


def string(c):
    return repr(c.choice(STRINGS[:8]) if c.chance(0.5) else c.choice(STRINGS))


def integer(c):
    return c.choice(["0", "1", "-1", "5", "42", "2 ** 31", "-2 ** 63", "10 ** 20", "7"])


def floating(c):
    return c.choice(["1.5", "-0.25", "0.0", "1e20", "1e-7", "3.14159265358979", "1e16", "123456789.125", "100.0"])


def number(c):
    return c.pick([integer, floating, decimal])


def decimal(c):
    return c.choice(["Decimal('1.10')", "Decimal('-0.001')", "Decimal('1E+3')", "Decimal(5)", "Decimal('0')", "Decimal('1e-10')", "Decimal('NaN')"])


def boolean(c):
    return c.choice(["True", "False"])


def date(c):
    return c.choice(["datetime.date(2020, 1, 2)", "datetime.date(1, 1, 1)", "datetime.date(9999, 12, 31)"])


def moment(c):
    return c.choice(
        [
            "datetime.datetime(2020, 1, 2, 3, 4, 5)", "datetime.datetime(2020, 1, 2, 3, 4, 5, 678)", "datetime.datetime(2020, 1, 2)",
            "datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc)", "datetime.datetime(1999, 12, 31, 23, 59, 59, 999999)",
            "datetime.datetime(2020, 1, 2, 3, tzinfo=datetime.timezone(datetime.timedelta(hours=-5, minutes=-30)))",
        ]
    )


def time(c):
    return c.choice(["datetime.time(3, 4, 5)", "datetime.time(0, 0)", "datetime.time(23, 59, 59, 123456)", "datetime.time(1, 2, tzinfo=datetime.timezone.utc)"])


def interval(c):
    return c.choice(["datetime.timedelta(days=1, seconds=2)", "datetime.timedelta(0)", "datetime.timedelta(hours=-3)", "datetime.timedelta(microseconds=5)"])


def unique_id(c):
    return c.choice(["uuid.UUID(int=5)", "uuid.UUID('12345678-1234-5678-1234-567812345678')"])


def binary(c):
    return c.choice(["b'abc'", "b\"a'b\"", "b''", "b'a%b'", "b'back\\\\slash'", "b'\\xff\\x00'"])


def member(c):
    return c.choice(["Colour.red", "Colour.green", "Colour.BLUE", "'red'", "'blue'"])


def document(c):
    return c.choice(
        ["{'a': 1}", "[1, 2]", "{}", "[]", "'text'", "5", "1.5", "True", "None", "{'a': [1, {'b': None}], 'é': \"it's 5%\"}", "{'b': 'x\\\\y'}"]
    )


def items(c):
    return c.choice(["[1, 2]", "['a', \"b'c\"]", "[]", "[[1, 2], [3, 4]]", "(1, 2)", "[None, 'x']", "['a%b', 'c\\\\d', 'e,f', '{g}', '\"h\"']"])


def anything(c):
    """A value of any type; None too."""
    return c.weighted(
        [
            (5, string), (4, integer), (2, floating), (2, decimal), (2, boolean), (1, date), (1, moment), (1, time), (1, interval), (1, unique_id),
            (1, binary), (2, "None"),
        ]
    )


# A value for a column of a type: pairs of the type's text and a function for the value.
TYPED = [
    ("sa.Integer", integer), ("sa.Integer()", boolean), ("sa.BigInteger", integer), ("sa.SmallInteger()", integer), ("sa.Numeric(10, 2)", decimal),
    ("sa.Numeric", number), ("sa.Float", floating), ("sa.Double()", floating), ("sa.Float(asdecimal=True)", decimal), ("sa.String(20)", string), ("sa.String", string),
    ("sa.Text()", string), ("sa.Unicode(5)", string), ("sa.UnicodeText()", string), ("sa.CHAR(3)", string), ("sa.VARCHAR(20)", string), ("sa.NVARCHAR(5)", string),
    ("sa.Boolean", boolean), ("sa.Boolean()", "None"), ("sa.Boolean", integer), ("sa.Date", date), ("sa.DateTime", moment), ("sa.DateTime(timezone=True)", moment), ("sa.TIMESTAMP", moment),
    ("sa.Time", time), ("sa.Interval", interval), ("sa.Interval(native=False)", interval), ("sa.LargeBinary", binary), ("sa.Uuid", unique_id),
    ("sa.Uuid(as_uuid=False)", "'12345678-1234-5678-1234-567812345678'"), ("sa.Uuid(native_uuid=False)", unique_id), ("sa.UUID", unique_id), ("postgresql.UUID(as_uuid=True)", unique_id),
    ("postgresql.UUID(as_uuid=False)", "'12345678-1234-5678-1234-567812345678'"), ("sa.Enum(Colour)", member), ("sa.Enum('a', 'b', name='e')", "'a'"), ("sa.Enum(Colour, values_callable=lambda e: [str(m.value) for m in e])", member),
    ("sa.Enum(Size)", "Size.small"), ("sa.Enum(Colour, native_enum=False)", member), ("postgresql.ENUM('a', 'b', name='e')", "'b'"), ("mysql.ENUM('a', 'b')", "'b'"), ("mysql.SET('a', 'b')", "'a'"),
    ("sa.JSON", document), ("sa.JSON(none_as_null=True)", document), ("postgresql.JSON", document), ("postgresql.JSONB", document), ("postgresql.ARRAY(sa.Integer)", "[1, 2]"),
    ("postgresql.ARRAY(sa.String)", items), ("sa.ARRAY(sa.Text)", items), ("postgresql.ARRAY(sa.Integer, dimensions=2)", "[[1], [2]]"), ("postgresql.ARRAY(sa.Date)", "[datetime.date(2020, 1, 2)]"),
    ("postgresql.ARRAY(sa.Enum('a', name='e'))", "['a']"), ("postgresql.ARRAY(sa.Uuid)", "[uuid.UUID(int=1)]"),
    ("postgresql.INET", "'127.0.0.1'"), ("postgresql.INTERVAL", interval), ("postgresql.HSTORE", "{'a': 'b'}"), ("postgresql.INT4RANGE", "'[1,5)'"), ("postgresql.BYTEA", binary),
    ("postgresql.BIT(3)", "'101'"), ("postgresql.TSVECTOR", "'a b'"), ("postgresql.MONEY", "'5'"), ("postgresql.CITEXT", string), ("postgresql.OID", integer),
    ("mysql.TINYINT(1)", boolean), ("mysql.BIT(1)", integer), ("mysql.YEAR", "2020"), ("mysql.LONGTEXT", string), ("mysql.VARCHAR(9)", string), ("mysql.DATETIME(fsp=6)", moment), ("mysql.JSON", document), ("mysql.DOUBLE", floating),
    ("sqlite.DATE", date),
    ("sa.PickleType", document), ("sa.types.NullType", anything), ("sa.String", integer), ("sa.Date", string), ("sa.Integer", string), ("sa.Numeric", string),
    ("sa.String(5).with_variant(sa.Text(), 'mysql')", string), ("sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')", document), ("sa.DOUBLE_PRECISION", floating), ("sa.REAL", floating), ("sa.VARBINARY(5)", binary),
]


def typed(c):
    """A type's text and a value's text, mostly of that type."""
    type_, value = c.choice(TYPED)
    if c.chance(0.08):
        return type_, "None"
    return type_, value(c) if callable(value) else value
