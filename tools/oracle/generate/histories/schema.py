"""What a history knows of its database: tables, columns, constraints, rows."""
import copy
import datetime
import decimal
import re
import uuid
from dataclasses import dataclass, field

WORDS = ["name", "title", "code", "email", "note", "amount", "status", "kind", "born", "updated_at", "doc", "rank", "Label", "order", "user", "total", "flag", "parent", "weight", "café"]
NOUNS = ["person", "account", "invoice", "visit", "order", "user", "Item", "tag", "node", "version", "audit_log", "group", "station", "käufer"]

# What no database wants in quotes.
PLAIN = re.compile(r"(?!order|user|rank|kind)[a-z_0-9]+")


@dataclass
class Kind:
    """A type: how it is written, and what can be done with a column of it."""

    text: str
    family: str
    # Whether the column can be in a key or an index on every database.
    key: bool = True
    # A type of the database's own that has to be created and dropped.
    named: str | None = None


INTEGERS = [Kind(text, "integer") for text in ("sa.Integer()", "sa.Integer()", "sa.BigInteger()", "sa.SmallInteger()", "sa.INTEGER()")]
STRINGS = [Kind(text, "string") for text in ("sa.String(50)", "sa.String(length=30)", "sa.Unicode(80)", "sa.VARCHAR(length=40)", "sa.CHAR(20)")]
OTHERS = [
    Kind("sa.Text()", "string", key=False), Kind("sa.UnicodeText()", "string", key=False), Kind("sa.Numeric(10, 2)", "number"), Kind("sa.Numeric(precision=12, scale=4)", "number"), Kind("sa.DECIMAL(8, 3)", "number"),
    Kind("sa.Float()", "float"), Kind("sa.Float(53)", "float"), Kind("sa.Double()", "float"), Kind("sa.Boolean()", "boolean"), Kind("sa.Boolean()", "boolean"), Kind("sa.Date()", "date"), Kind("sa.DateTime()", "moment"),
    Kind("sa.DateTime(timezone=True)", "moment"), Kind("sa.Time()", "time"), Kind("sa.LargeBinary()", "bytes", key=False), Kind("sa.JSON()", "json", key=False), Kind("sa.Uuid()", "uuid"), Kind("sa.Interval()", "interval"),
]
OWN = {
    "postgresql": [
        Kind("postgresql.ARRAY(sa.Integer())", "integers", key=False), Kind("postgresql.ARRAY(sa.String(10))", "strings", key=False), Kind("postgresql.JSONB()", "json", key=False), Kind("postgresql.JSONB(astext_type=sa.Text())", "json", key=False), Kind("postgresql.UUID()", "uuid"),
        Kind("postgresql.UUID(as_uuid=True)", "uuid"), Kind("postgresql.INET()", "address"), Kind("postgresql.TIMESTAMP(timezone=True, precision=3)", "moment"), Kind("postgresql.BYTEA()", "bytes", key=False), Kind("postgresql.DOUBLE_PRECISION(precision=53)", "float"),
        Kind("postgresql.INT4RANGE()", "nothing", key=False), Kind("postgresql.TSVECTOR()", "nothing", key=False), Kind("postgresql.BIT(4)", "nothing", key=False), Kind("sa.ARRAY(sa.Text())", "strings", key=False),
    ],
    "mysql": [
        Kind("mysql.TINYINT(1)", "integer"), Kind("mysql.TINYINT(display_width=1)", "integer"), Kind("mysql.INTEGER(unsigned=True)", "integer"), Kind("mysql.BIGINT(display_width=20, unsigned=True)", "integer"), Kind("mysql.VARCHAR(60, collation='utf8mb4_bin')", "string"), Kind("mysql.LONGTEXT()", "string", key=False),
        Kind("mysql.DATETIME(fsp=6)", "moment"), Kind("mysql.ENUM('new', 'in progress', 'done')", "label"), Kind("mysql.SET('new', 'done')", "label"), Kind("mysql.DOUBLE(asdecimal=True)", "number"), Kind("mysql.MEDIUMBLOB()", "bytes", key=False), Kind("mysql.YEAR()", "year"), Kind("mysql.DECIMAL(10, 2, unsigned=True)", "number"),
    ],
    "sqlite": [Kind("sa.TIMESTAMP()", "moment"), Kind("sa.NVARCHAR(20)", "string"), Kind("sa.REAL()", "float")],
}
DEFAULTS = {
    "integer": ["'0'", "'7'", "sa.text('0')", "sa.text('-1')"], "string": ["'x'", "\"it's\"", "''", "'100%'", "sa.text(\"'new'\")"], "number": ["'0'", "sa.text('1.50')"], "float": ["'0'", "sa.text('0.5')"],
    "boolean": ["sa.false()", "sa.true()", "sa.text('true')", "sa.sql.expression.false()", "'0'", "'1'"], "date": ["'2020-01-02'"], "moment": ["sa.func.now()", "sa.text('CURRENT_TIMESTAMP')", "sa.func.current_timestamp()", "'2020-01-02 03:04:05'"],
    "json": ["'{}'", "sa.text(\"'[]'\")"], "label": ["'new'"],
}


@dataclass
class Column:
    """`nullable`: None where the key decides."""

    name: str
    kind: Kind
    nullable: bool | None = None
    default: str | None = None
    comment: str | None = None
    computed: str | None = None
    # Whether the database counts it up, where no value is given.
    counted: bool = False


@dataclass
class Table:
    """The parts by their names; `rows` are the integer keys that are in it, 1 and up."""

    name: str
    columns: dict = field(default_factory=dict)
    key: list = field(default_factory=list)
    uniques: dict = field(default_factory=dict)
    checks: dict = field(default_factory=dict)
    references: dict = field(default_factory=dict)
    indexes: dict = field(default_factory=dict)
    comment: str | None = None
    rows: int = 0

    def used(self):
        """Columns that something else names."""
        found = set(self.key)
        for each in (self.uniques, self.indexes, self.checks):
            for names in each.values():
                found.update(names)
        for names, _, _ in self.references.values():
            found.update(names)
        return found

    def counting(self, dialect):
        """A column of whole numbers that a CHECK or a computed column can name: MySQL allows none that it counts up."""
        for each in self.columns.values():
            if each.kind.family == "integer" and not each.computed and not (dialect == "mysql" and each.counted) and PLAIN.fullmatch(each.name):
                return each.name
        return None

    def free(self):
        """Columns that nothing else names."""
        used = self.used()
        return [each for each in self.columns.values() if each.name not in used]


class Schema:
    """All tables, and the names that were given away: each is used once."""

    def __init__(self, dialect):
        self.dialect = dialect
        self.tables = {}
        self.taken = set()

    def copy(self):
        return copy.deepcopy(self)

    def fresh(self, c, words):
        """A name that nothing has or had."""
        name = c.choice(words)
        count = 1
        while (made := name if count == 1 else f"{name}_{count}").lower() in self.taken:
            count += 1
        self.taken.add(made.lower())
        return made

    def referenced(self):
        """Pairs of table and column that foreign keys lead to."""
        return {(table, name) for each in self.tables.values() for _, table, names in each.references.values() for name in names}

    def leads_to(self, name):
        """Whether another table's key leads to this one."""
        return any(table == name and each.name != name for each in self.tables.values() for _, table, _ in each.references.values())

    def kind(self, c, key=False):
        """A type; one that can be in a key, where asked."""
        while True:
            found = c.weighted([(3, lambda c: c.choice(INTEGERS)), (3, lambda c: c.choice(STRINGS)), (4, lambda c: c.choice(OTHERS)), (2, lambda c: c.choice(OWN[self.dialect]))])
            if not key or found.key:
                return found

    def enum(self, c):
        """An Enum with a name of its own."""
        name = self.fresh(c, ["mood", "state", "level"])
        return Kind(f"sa.Enum('new', 'in progress', 'done', name={name!r})", "label", named=name if self.dialect == "postgresql" else None)


def value(c, family, number):
    """A value's literal; another for another `number` wherever the family has enough of them."""
    made = {
        "integer": number, "number": decimal.Decimal(number) / 4, "float": number / 2, "boolean": number % 2 == 0, "date": datetime.date(2020, 1, 1) + datetime.timedelta(number),
        "moment": datetime.datetime(2021, 2, 3, 4, 5, 6) + datetime.timedelta(hours=number), "time": datetime.time(number % 24, number % 60), "bytes": b"\x00'%" + bytes([number % 256]),
        "json": c.choice([{"a": [number, None, "it's"]}, [], "text", number, {"p": "50%", "ü": True}]), "uuid": uuid.UUID(int=number), "interval": datetime.timedelta(seconds=number * 61), "integers": [number, 2], "strings": ["a", "it's", f"{number}"],
        "address": f"10.0.0.{number % 250}", "label": c.choice(["new", "done"]), "nothing": None, "year": 2000 + number % 50,
    }
    if family == "string":
        made["string"] = c.choice(["v", "it's ", "50% ", "a:b ", "back\\", "é😀 ", 'q"']) + str(number)
    return f"uuid.{made[family]!r}" if family == "uuid" else repr(made[family])


def default_of(c, kind):
    """A server default for a type, or None."""
    found = DEFAULTS.get(kind.family)
    return c.choice(found) if found else None
