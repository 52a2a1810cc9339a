"""Every type class of SQLAlchemy and of its PostgreSQL, MySQL and SQLite dialects, with their parameters."""
from chooser import call

from . import names

COLLATIONS = ["'C'", "'de_DE'", "'utf8mb4_bin'", "'NOCASE'", "'en-x-icu'", "'pg_catalog.default'"]
# No parameters.
BARE = [
    "sa.Integer", "sa.SmallInteger", "sa.BigInteger", "sa.INTEGER", "sa.INT", "sa.SMALLINT", "sa.BIGINT", "sa.Date", "sa.DATE", "postgresql.BIGINT",
    "postgresql.INTEGER", "postgresql.SMALLINT", "postgresql.DATE", "postgresql.INET", "postgresql.CIDR", "postgresql.MACADDR", "postgresql.MACADDR8",
    "postgresql.MONEY", "postgresql.OID", "postgresql.REGCLASS", "postgresql.REGCONFIG", "postgresql.TSVECTOR", "postgresql.TSQUERY", "postgresql.JSONPATH",
    "postgresql.INT4RANGE", "postgresql.INT8RANGE", "postgresql.NUMRANGE", "postgresql.DATERANGE", "postgresql.TSRANGE", "postgresql.TSTZRANGE",
    "postgresql.INT4MULTIRANGE", "postgresql.INT8MULTIRANGE", "postgresql.NUMMULTIRANGE", "postgresql.DATEMULTIRANGE", "postgresql.TSMULTIRANGE",
    "postgresql.TSTZMULTIRANGE", "mysql.DATE", "mysql.BOOLEAN", "mysql.INET4", "mysql.INET6", "sqlite.INTEGER", "sqlite.SMALLINT", "sqlite.BOOLEAN",
    "postgresql.BOOLEAN", "sa.types.NullType", "sa.types.MatchType",
]
# Strings: length and collation.
STRINGS = [
    "sa.String", "sa.Unicode", "sa.Text", "sa.UnicodeText", "sa.VARCHAR", "sa.CHAR", "sa.NCHAR", "sa.NVARCHAR", "sa.TEXT", "sa.CLOB", "postgresql.CHAR",
    "postgresql.VARCHAR", "postgresql.TEXT", "postgresql.CITEXT", "sqlite.CHAR", "sqlite.VARCHAR", "sqlite.TEXT",
]
BINARIES = ["sa.LargeBinary", "sa.BINARY", "sa.VARBINARY", "sa.BLOB", "postgresql.BYTEA", "mysql.BINARY", "mysql.VARBINARY", "mysql.BLOB", "mysql.TINYBLOB", "mysql.MEDIUMBLOB", "mysql.LONGBLOB", "sqlite.BLOB", "mysql.BIT"]
NUMERICS = ["sa.Numeric", "sa.NUMERIC", "sa.DECIMAL", "postgresql.NUMERIC", "sqlite.NUMERIC", "sqlite.DECIMAL"]
FLOATS = ["sa.Float", "sa.FLOAT", "sa.REAL", "sa.Double", "sa.DOUBLE", "sa.DOUBLE_PRECISION", "postgresql.DOUBLE_PRECISION", "postgresql.FLOAT", "postgresql.REAL", "sqlite.FLOAT", "sqlite.REAL"]
TIMES = ["sa.DateTime", "sa.DATETIME", "sa.TIMESTAMP", "sa.Time", "sa.TIME", "sqlite.TIMESTAMP"]
BOOLEANS = ["sa.Boolean", "sa.BOOLEAN", "sa.Boolean", "postgresql.BOOLEAN", "mysql.BOOLEAN"]
MYSQL_INTEGERS = ["mysql.INTEGER", "mysql.BIGINT", "mysql.SMALLINT", "mysql.MEDIUMINT", "mysql.TINYINT"]
MYSQL_DECIMALS = ["mysql.NUMERIC", "mysql.DECIMAL", "mysql.DOUBLE", "mysql.REAL", "mysql.FLOAT"]
MYSQL_STRINGS = ["mysql.VARCHAR", "mysql.CHAR", "mysql.NVARCHAR", "mysql.NCHAR", "mysql.TEXT"]
MYSQL_TEXTS = ["mysql.TINYTEXT", "mysql.MEDIUMTEXT", "mysql.LONGTEXT"]
LABELS = ["'a', 'b'", "'a'", "'new', 'in progress', 'done'", "\"it's\", 'x%y'", "'back\\\\slash', 'q\"q'", "'A', 'é', '😀'", "'', 'b'", "'a,b', ' c '", "'one', 'a much longer label'"]


def size(c):
    return c.choice(["1", "5", "20", "36", "50", "100", "255", "1000", "0"])


def string(c):
    name = c.choice(STRINGS)
    return call(name, [size(c)] if c.chance(0.5) else c.keywords((0.2, "length", size)), c.keywords((0.12, "collation", COLLATIONS)))


def binary(c):
    return call(c.choice(BINARIES), c.keywords((0.15, "length", size)) or ([size(c)] if c.chance(0.4) else []))


def numeric(c):
    arguments = c.choice([[], ["10"], ["10", "2"], ["5", "0"], ["precision=8"], ["precision=8", "scale=3"], ["scale=2"]])
    return call(c.choice(NUMERICS), arguments, c.keywords((0.1, "asdecimal", ["True", "False"]), (0.06, "decimal_return_scale", ["3"])))


def floating(c):
    arguments = c.choice([[], [], ["10"], ["53"], ["precision=24"]])
    return call(c.choice(FLOATS), arguments, c.keywords((0.1, "asdecimal", ["True", "False"]), (0.06, "decimal_return_scale", ["3"])))


def moment(c):
    return call(c.choice(TIMES), c.keywords((0.4, "timezone", ["True", "False"])))


def precise_moment(c):
    dialect = c.choice(["postgresql", "mysql"])
    name = c.choice({"postgresql": ["TIMESTAMP", "TIME"], "mysql": ["TIMESTAMP", "TIME", "DATETIME"]}[dialect])
    key = "precision" if dialect == "postgresql" else "fsp"
    if c.chance(0.1):
        return call(f"{dialect}.{name}", "True", c.choice(["3", "0"]))
    return call(f"{dialect}.{name}", c.keywords((0.4, "timezone", ["True", "False"]), (0.6, key, ["0", "3", "6"])))


def boolean(c):
    return call(c.choice(BOOLEANS), c.keywords((0.3, "create_constraint", ["True", "False"]), (0.2, "name", lambda c: names.constraint(c, "ck", 0.1))))


def interval(c):
    return c.pick(
        [
            lambda c: call("sa.Interval", c.keywords((0.2, "native", ["True", "False"]), (0.3, "second_precision", ["0", "3"]), (0.2, "day_precision", ["2"]))),
            lambda c: call("postgresql.INTERVAL", c.keywords((0.4, "precision", ["0", "3"]), (0.4, "fields", ["'YEAR TO MONTH'", "'DAY'", "'day to second'"]))),
        ]
    )


def bit(c):
    return call("postgresql.BIT", c.choice([[], ["5"], ["length=8"]]), c.keywords((0.4, "varying", ["True", "False"])))


def labels(c):
    at = c.random()
    if at < 0.65:
        return c.choice(LABELS)
    if at < 0.85:
        return "Colour"
    if at < 0.95:
        return "Size"
    return "*['x', 'y']"


def enum_name(c):
    return repr(names.text_of(c, ["colour", "status", "e", "Kind"]))


def enum(c):
    label = labels(c)
    keywords = c.keywords(
        (0.75, "name", enum_name), (0.25, "native_enum", ["True", "False", "False"]), (0.25, "create_constraint", ["True", "True", "False"]), (0.06, "length", ["40", "5", "10", "2"]),
        (0.1, "schema", names.schema), (0.06, "metadata", ["sa.MetaData()", "sa.MetaData(schema='m')"]), (0.06, "inherit_schema", ["True", "False"]), (0.06, "validate_strings", ["True"]),
        (0.05, "omit_aliases", ["True"]), (0.03, "quote", ["True", "False"]), (0.02, "sort_key_function", ["None"]), (0.02, "collation", COLLATIONS),
    )
    if label in ("Colour", "Size"):
        keywords += c.keywords((0.3, "values_callable", ["lambda e: [str(m.value) for m in e]", "lambda e: [m.name.lower() for m in e]"]))
    return call("sa.Enum", label, keywords)


def pg_enum(c):
    label = labels(c)
    keywords = c.keywords(
        (0.93, "name", enum_name), (0.3, "create_type", ["True", "False"]), (0.15, "schema", names.schema), (0.06, "metadata", ["sa.MetaData()", "sa.MetaData(schema='m')"]),
        (0.03, "inherit_schema", ["True", "False"]), (0.03, "native_enum", ["True", "False"]), (0.03, "create_constraint", ["True"]), (0.03, "validate_strings", ["True"]), (0.02, "quote", ["True"]),
    )
    if label in ("Colour", "Size"):
        keywords += c.keywords((0.3, "values_callable", ["lambda e: [str(m.value) for m in e]"]))
    return call("postgresql.ENUM", label, keywords)


def mysql_choice(c):
    if c.chance(0.5):
        return call("mysql.ENUM", labels(c), c.keywords((0.3, "name", enum_name), (0.15, "charset", ["'latin1'"]), (0.15, "collation", COLLATIONS), (0.04, "ascii", ["True"]), (0.04, "unicode", ["True"]), (0.04, "binary", ["True"]), (0.03, "national", ["True"])))
    return call("mysql.SET", c.choice(LABELS), c.keywords((0.15, "charset", ["'latin1'"]), (0.15, "collation", COLLATIONS), (0.1, "retrieve_as_bitwise", ["True"]), (0.03, "ascii", ["True"]), (0.03, "unicode", ["True"])))


def mysql_integer(c):
    return call(c.choice(MYSQL_INTEGERS), c.choice([[], [], ["1"], ["11"], ["display_width=5"]]), c.keywords((0.3, "unsigned", ["True", "False"]), (0.15, "zerofill", ["True", "False"])))


def mysql_decimal(c):
    arguments = c.choice([[], ["10", "2"], ["8"], ["precision=8", "scale=3"], ["scale=3"]])
    return call(c.choice(MYSQL_DECIMALS), arguments, c.keywords((0.2, "unsigned", ["True"]), (0.15, "zerofill", ["True"]), (0.1, "asdecimal", ["True", "False"])))


def mysql_string(c):
    keywords = c.keywords(
        (0.2, "charset", ["'utf8mb4'", "'latin1'"]), (0.2, "collation", COLLATIONS), (0.05, "collate", COLLATIONS), (0.06, "ascii", ["True"]), (0.06, "unicode", ["True"]), (0.08, "binary", ["True"]), (0.06, "national", ["True"])
    )
    if c.chance(0.6):
        return call(c.choice(MYSQL_STRINGS), [] if c.chance(0.15) else [size(c)], keywords)
    return call(c.choice(MYSQL_TEXTS), keywords)


def json(c):
    return c.pick(
        [
            lambda c: call(c.choice(["sa.JSON", "mysql.JSON", "sqlite.JSON"]), c.keywords((0.2, "none_as_null", ["True"]))),
            lambda c: call(c.choice(["postgresql.JSON", "postgresql.JSONB"]), c.keywords((0.2, "none_as_null", ["True"]), (0.4, "astext_type", ["sa.Text()", "sa.String(5)"]))),
        ]
    )


def uuid(c):
    return c.pick(
        [
            lambda c: call("sa.Uuid", c.keywords((0.3, "as_uuid", ["True", "False"]), (0.3, "native_uuid", ["True", "False"]))),
            lambda c: call("sa.UUID", c.keywords((0.3, "as_uuid", ["True", "False"]))),
            lambda c: call("postgresql.UUID", c.keywords((0.6, "as_uuid", ["True", "False"]))),
        ]
    )


def array(c):
    return call(c.choice(["sa.ARRAY", "postgresql.ARRAY"]), element(c), c.keywords((0.3, "dimensions", ["1", "2", "3"]), (0.1, "as_tuple", ["True"]), (0.1, "zero_indexes", ["True"])))


def element(c):
    """What an array can hold."""
    return c.pick([string, numeric, moment, enum, pg_enum, bit, interval, uuid, "sa.Integer", "sa.Text()", "sa.Boolean", json, domain, any_type])


def domain(c):
    return call(
        "postgresql.DOMAIN",
        repr(names.text_of(c, ["dom", "posint"])),
        c.pick(["sa.Integer", "sa.String(5)", numeric, string, "sa.Date()"]),
        c.keywords(
            (0.15, "collation", COLLATIONS), (0.25, "default", ["'5'", "\"'x'\"", "sa.text('now()')", "sa.literal(1)", "sa.func.now()"]), (0.15, "constraint_name", ["'ck'", "'Ck Dom'"]),
            (0.2, "not_null", ["True", "False"]), (0.3, "check", ["'VALUE > 0'", "sa.text('VALUE > 0')", "sa.column('VALUE') > 5", "\"VALUE ~ '%x'\""]), (0.15, "create_type", ["True", "False"]),
            (0.15, "schema", names.schema),
        ),
    )


def hstore(c):
    return call("postgresql.HSTORE", c.keywords((0.3, "text_type", ["sa.Text()"])))


def pickled(c):
    return call("sa.PickleType", c.keywords((0.2, "protocol", ["2"]), (0.2, "impl", ["sa.LargeBinary(20)", "sa.Text"])))


def sqlite_moment(c):
    name = c.choice(["sqlite.DATETIME", "sqlite.DATE", "sqlite.TIME"])
    return call(name, c.keywords((0.15, "storage_format", ["'%(year)04d'"]), (0.1, "regexp", ["r'(\\d+)'"]), *([(0.1, "truncate_microseconds", ["True"])] if name != "sqlite.DATE" else [])))


def year(c):
    return call("mysql.YEAR", c.choice([[], ["4"], ["display_width=2"]]))


def bare(c):
    name = c.choice(BARE)
    return name if c.chance(0.4) else name + "()"


def simple(c):
    """What most columns are."""
    return c.pick(["sa.Integer()", "sa.Integer", "sa.String(50)", "sa.String(length=20)", "sa.Text()", "sa.DateTime()", "sa.Boolean()", "sa.BigInteger()", "sa.Numeric(10, 2)", "sa.Date()", "sa.Float()"])


def one(c):
    """A type without variants."""
    return c.weighted(
        [
            (6, bare), (4, string), (2, binary), (3, numeric), (3, floating), (3, moment), (2, precise_moment), (3, boolean), (1, interval), (1, bit), (4, enum),
            (2, pg_enum), (1, mysql_choice), (2, mysql_integer), (2, mysql_decimal), (2, mysql_string), (2, json), (1, uuid), (2, array), (1, domain), (0.5, hstore),
            (0.5, pickled), (0.5, sqlite_moment), (0.3, year),
        ]
    )


def any_type(c):
    if c.chance(0.1):
        found = one(c)
        if not found.endswith(")"):
            found += "()"
        for _ in range(c.randint(1, 2)):
            dialects = c.choice(["'postgresql'", "'mysql'", "'sqlite'", "'mariadb'", "'mysql', 'mariadb'", "'postgresql', 'sqlite'"])
            found += f".with_variant({one(c)}, {dialects})"
        return found
    return one(c)
