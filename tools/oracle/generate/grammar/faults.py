"""Statements with one fault or several: wrong arguments, missing columns, keys that lead nowhere, names that are too long."""
from chooser import call

from . import columns, constraints, indexes, names, types

LONG = ["'" + "n" * 64 + "'", "'" + "n" * 129 + "'", "'" + "ö" * 300 + "'", "op.f('" + "k" * 70 + "')"]
PHRASES = ["'no ;phrase'", "''", "'a('", "'--'", "'é ß'"]
UNKNOWN = ["nonsense=1", "postgresql_nonsense=1", "sqlite_nonsense='x'", "mysql_nonsense=True", "mariadb_nonsense=1", "mssql_clustered=True", "oracle_tablespace='x'", "nosuchdialect_x=1", "postgresql_=1"]
NO_COLUMN = ["''", "None", "5", "sa.text('')", "[]", "sa.column('')"]
NO_TYPE = ["sa.types.NullType", "None", "sa.types.NullType()", "sa.String", "sa.Enum()", "sa.Enum('a', 'a')", "postgresql.ENUM('a')", "sa.Numeric(2, 5)", "sa.DOUBLE_PRECISION(precision=7)", "mysql.DOUBLE(5)", "postgresql.ARRAY(postgresql.ARRAY(sa.Integer))", "postgresql.TSVECTOR()", "mysql.SET()", "sa.ARRAY(sa.Integer)"]
NO_DEFAULT = ["5", "1.5", "b'x'", "[]", "object", "len", "uuid.UUID(int=1)", "Colour.red", "datetime.date(2020, 1, 2)", "{}", "()", "sa.Integer()"]


def faulty_reference(c):
    return repr(c.choice(["x2", "pet", "a.b.c.d.e", ".id", "", "a b", "x2.no.such"]))


def faulty_column(c):
    """A column with something wrong about it."""
    name = repr(names.plain(c))
    return c.pick([
        call("sa.Column", c.choice(NO_COLUMN), types.simple(c)),
        call("sa.Column", name, c.choice(NO_TYPE), c.keywords((0.3, "primary_key", ["True"]), (0.3, "autoincrement", ["True"]))),
        call("sa.Column", name, types.simple(c), f"server_default={c.choice(NO_DEFAULT)}"),
        call("sa.Column", name, types.simple(c), f"sa.ForeignKey({faulty_reference(c)})"),
        call("sa.Column", name, types.simple(c), f"sa.ForeignKey('x2.id', {c.choice(['match', 'ondelete', 'onupdate', 'initially'])}={c.choice(PHRASES)})"),
        call("sa.Column", name, types.any_type(c), "primary_key=True", "autoincrement=True"),
        call("sa.Column", name, types.simple(c), c.choice(UNKNOWN)),
        call("sa.Column", name, types.simple(c), "sa.Identity()", c.choice(["sa.Identity()", "sa.Computed('a')", "sa.Sequence('q')", "server_default='5'"])),
        call("sa.Column", name, types.simple(c), "sa.Computed('a')", c.choice(["sa.Computed('b')", "server_default='5'", "sa.DefaultClause('5')"])),
        call("sa.Column", name, name, types.simple(c)),
        call("sa.Column", name, types.simple(c), f"sa.CheckConstraint('a > 5', name={c.choice(LONG)})"),
        call("sa.Column", name, f"name={name}"),
    ])


def faulty_constraint(c):
    """A constraint or index of a table, with something wrong about it."""
    missing = repr(c.choice(["no_such", "Id", "nope"]))
    return c.pick([
        call("sa.UniqueConstraint", missing), call("sa.PrimaryKeyConstraint", missing), call("sa.Index", "'ix'", missing), call("sa.Index", "None", missing),
        call("sa.ForeignKeyConstraint", f"[{missing}]", "['x2.id']"), call("sa.ForeignKeyConstraint", "['id']", f"[{faulty_reference(c)}]"),
        call("sa.ForeignKeyConstraint", "['id', 'id']", "['x2.id', 'x2.a']"), call("sa.ForeignKeyConstraint", "['id']", "['x2.id', 'x2.a']"),
        call("sa.ForeignKeyConstraint", "['id', 'a']", "['x2.id', 'owner.a']"), call("sa.ForeignKeyConstraint", "['id']", "['x2.id']", c.choice(UNKNOWN)),
        call("sa.ForeignKeyConstraint", "['id']", "['x2.id']", f"{c.choice(['match', 'ondelete', 'onupdate', 'initially', 'name'])}={c.choice(PHRASES)}"),
        call("sa.UniqueConstraint", "'id'", f"name={c.choice(LONG)}"), call("sa.CheckConstraint", "'a > 5'", f"name={c.choice(LONG)}"), call("sa.Index", c.choice(LONG), "'id'"),
        call("sa.UniqueConstraint", "'id'", c.choice(UNKNOWN)), call("sa.CheckConstraint", "'a > 5'", c.choice(UNKNOWN)), call("sa.Index", "'ix'", "'id'", c.choice(UNKNOWN)),
        call("sa.CheckConstraint", c.choice(["5", "None", "[]", "b'x'", "sa.cast(datetime.time(1, 2), postgresql.TSVECTOR) == 5", "sa.try_cast(sa.column('a'), sa.Integer) > 5"])),
        call("sa.UniqueConstraint", "'id'", "postgresql_include=['no_such']"), call("sa.UniqueConstraint", "5"), call("sa.Index", "'ix'"),
        call("sa.Index", "'ix'", "'id'", "postgresql_using='no method'"), call("postgresql.ExcludeConstraint", f"({missing}, '=')"), call("postgresql.ExcludeConstraint"),
        call("sa.UniqueConstraint", "'id'", f"initially={c.choice(PHRASES)}"), call("sa.PrimaryKeyConstraint", "'id'", f"name={c.choice(LONG)}"),
    ])


def faulty_table(c):
    """A table with one to three faults, among what is right."""
    members = [call("sa.Column", "'id'", "sa.Integer", c.keywords((0.5, "primary_key", ["True"]))), call("sa.Column", "'a'", types.simple(c))]
    for _ in range(c.choice([1, 1, 2, 3])):
        members.append((faulty_column if c.chance(0.5) else faulty_constraint)(c))
    if c.chance(0.3):
        members.append(columns.column(c, "'b'"))
    if c.chance(0.1):
        members.append(c.choice(["5", "'x'", "None", "sa.Integer", "sa.column('z')"]))
    return call("op.create_table", names.table(c), members, [c.choice(UNKNOWN)] if c.chance(0.1) else [])


def faulty_added(c):
    return call("op.add_column", names.table(c), faulty_column(c), names.maybe_schema(c))


def faulty_constraint_operation(c):
    table = repr(c.choice(names.TABLES))
    name = c.choice(LONG) if c.chance(0.4) else names.constraint(c, "xx", 0.1)
    phrase = f"{c.choice(['match', 'ondelete', 'onupdate', 'initially'])}={c.choice(PHRASES)}"
    return c.pick([
        call("op.create_foreign_key", name, table, "'x2'", c.choice(["['a']", "['a', 'a']", "['a', 'b']", "[]", "[None]", "'a'"]), c.choice(["['id']", "['id', 'b']"]), phrase if c.chance(0.6) else []),
        call("op.create_foreign_key", names.constraint(c, "fk", 0.1), table, "'x2'", c.choice(["['a']", "['a', 'b']"]), c.choice(["['d.e']", "['id', 'd.e']"])),
        call("op.create_unique_constraint", name, table, c.choice(["['a']", "[]", "['']", "[None]", "[5]", "'a'", "None"]), c.choice(UNKNOWN) if c.chance(0.4) else [f"initially={c.choice(PHRASES)}"]),
        call("op.create_check_constraint", name, table, c.choice(["'a > 5'", "5", "None", "sa.cast(datetime.time(1, 2), postgresql.TSVECTOR) == 5"]), c.choice(UNKNOWN) if c.chance(0.3) else []),
        call("op.create_primary_key", name, table, c.choice(["['a']", "[]", "['']", "[None]", "'ab'"])),
        call("op.create_exclude_constraint", name, table, f"({constraints.condition(c)}, '=')", c.keywords((0.4, "using", ["'no method'"]), (0.3, "initially", PHRASES), (0.3, "where", ["5", "sa.cast(datetime.time(1, 2), postgresql.TSVECTOR) == 5"]))),
        call("op.drop_constraint", name, table, c.choice(["'no_kind'", "5", "'exclude'", "None", "'unique'"])),
        call("op.create_index", name, table, c.choice(["['a']", "[]", "[None]", "[5]", "[sa.text('')]", "'ab'", "[sa.try_cast(sa.column('a'), sa.Integer)]", "[sa.literal(datetime.time(1, 2), sa.String)]"]), c.choice(UNKNOWN) if c.chance(0.3) else indexes.dialect_options(c)),
        call("op.drop_index", name, table, c.choice(UNKNOWN) if c.chance(0.4) else []),
    ])


def faulty_alter(c):
    return call(
        "op.alter_column", names.table(c), names.column(c),
        c.keywords(
            (0.4, "server_default", NO_DEFAULT), (0.4, "type_", NO_TYPE), (0.3, "existing_type", NO_TYPE), (0.3, "existing_server_default", ["sa.Computed('a')", "sa.Identity()"]), (0.3, "nullable", ["True"]), (0.2, "comment", ["'x'"]),
            (0.2, "new_column_name", LONG), (0.2, "postgresql_using", ["'x'"]), (0.1, "autoincrement", ["True"]),
        ),
    )


ALL = [(4, faulty_table), (2, faulty_added), (3, faulty_constraint_operation), (1.5, faulty_alter)]
