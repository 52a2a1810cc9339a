"""Columns with all their parameters."""
from chooser import call

from . import constraints, expressions, literals, names, types

ACTIONS = ["'CASCADE'", "'SET NULL'", "'RESTRICT'", "'NO ACTION'", "'SET DEFAULT'", "'cascade'", "None"]


def default(c):
    """A server_default."""
    return c.weighted(
        [
            (5, literals.string), (3, lambda c: c.choice(["'0'", "'1'", "'false'", "'{}'"])), (5, lambda c: "sa.text(%r)" % c.choice(["0", "now()", "'x'", "CURRENT_TIMESTAMP", "(uuid())", "'{}'::jsonb", "NULL", "gen_random_uuid()", "(datetime('now'))", "true", "a%b", "':x'", "", "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP", "nextval('s')", "-1", "(1 + 2)"])),
            (2, lambda c: c.choice(["sa.true()", "sa.false()", "sa.null()", "sa.sql.expression.false()"])), (3, lambda c: c.choice(["sa.func.now()", "func.current_timestamp()", "func.current_date()", "func.CURRENT_TIMESTAMP()", "func.utcnow()", "func.gen_random_uuid()"])),
            (1, lambda c: f"sa.literal({literals.anything(c)})"), (1, lambda c: f"sa.literal_column({c.choice(['5', repr('x'), 'now()'])!r})"), (2, lambda c: expressions.expression(c, 1)), (0.5, "sa.FetchedValue()"), (0.5, "sa.DefaultClause('x')"), (0.4, lambda c: f"sa.DefaultClause({c.choice(['sa.text(' + repr('now()') + ')', 'sa.func.now()', repr('5')])})"),
            (0.5, lambda c: f"{sequence(c)}.next_value()"), (0.3, lambda c: c.choice(["1", "True", "1.5", "b'x'", "Colour.red", "datetime.date(2020, 1, 2)", "[]", "uuid.UUID(int=1)"])), (1, computed), (1, identity),
        ]
    )


def default_of_text(c):
    """A server_default as the database would tell it."""
    return c.pick([literals.string, "'0'", "'false'", "sa.text('now()')", "sa.text(\"'x'\")", "sa.text(\"nextval('s')\")", "sa.func.now()", "sa.true()"])


def numbers(c):
    """What an identity and a sequence share."""
    return c.keywords(
        (0.35, "start", ["1", "5", "0", "-5"]), (0.3, "increment", ["1", "2", "-1", "0"]), (0.15, "minvalue", ["1", "-1", "0"]), (0.15, "maxvalue", ["100", "0"]), (0.08, "nominvalue", ["True", "False"]), (0.08, "nomaxvalue", ["True", "False"]),
        (0.15, "cycle", ["True", "False"]), (0.15, "cache", ["3", "0", "1"]), (0.08, "order", ["True", "False"]),
    )


def identity(c):
    return call("sa.Identity", c.keywords((0.4, "always", ["True", "False"]), (0.1, "on_null", ["True", "False"])), numbers(c))


def computed(c):
    inner = c.weighted([(4, lambda c: repr(c.choice(["a + 1", "lower(name)", "a % 2", "a || ':x'", "price * 'x''y'"]))), (2, lambda c: f"text({c.choice(['a + 1', 'a % 2'])!r})"), (2, lambda c: expressions.expression(c, 1))])
    return call("sa.Computed", inner, c.keywords((0.5, "persisted", ["True", "False", "None"])))


def sequence(c):
    return call("sa.Sequence", repr(names.text_of(c, ["sq", "pet_id_seq"])), numbers(c), c.keywords((0.15, "schema", names.schema), (0.1, "data_type", ["sa.Integer", "sa.BigInteger()", "sa.SmallInteger()"]), (0.15, "optional", ["True", "False"]), (0.05, "metadata", ["sa.MetaData()"]), (0.03, "quote", ["True", "False"])))


def reference(c):
    """The target of a foreign key."""
    table, column = names.text_of(c, names.TABLES), names.text_of(c, names.COLUMNS)
    found = f"{table}.{column}"
    if c.chance(0.02):
        found = table
    elif c.chance(0.15):
        found = f"{c.choice(names.SCHEMAS)}.{found}"
    return repr(found)


def foreign_key(c):
    return call(
        "sa.ForeignKey", reference(c),
        c.keywords(
            (0.25, "name", lambda c: names.constraint(c, "fk", 0.05)), (0.25, "ondelete", ACTIONS), (0.2, "onupdate", ACTIONS), (0.1, "deferrable", ["True", "False"]), (0.1, "initially", ["'DEFERRED'", "'IMMEDIATE'", "'deferred'"]),
            (0.06, "match", ["'FULL'", "'SIMPLE'", "'partial'"]), (0.06, "use_alter", ["True", "False"]), (0.04, "link_to_name", ["True"]), (0.05, "comment", names.words), (0.03, "info", ["{'a': 1}"]), (0.05, "postgresql_not_valid", ["True", "False"]),
            (0.01, "ondelete", ["'SET NULL (c)'", "'x; y'"]) if c.chance(0.1) else (0, "info", []),
        ),
    )


def items(c):
    """Constraints and generators inside a column."""
    found = []
    if c.chance(0.15):
        found.append(foreign_key(c))
        if c.chance(0.1):
            found.append(foreign_key(c))
    if c.chance(0.06):
        found.append(constraints.check(c))
    at = c.random()
    if at < 0.06:
        found.append(identity(c))
    elif at < 0.12:
        found.append(computed(c))
    elif at < 0.15:
        found.append(sequence(c))
    elif at < 0.16:
        found.append(c.choice(["sa.FetchedValue()", "sa.DefaultClause('5')"]))
    return found


def options(c):
    """Keyword arguments of a column."""
    return c.keywords(
        (0.5, "nullable", ["True", "False", "False"]), (0.3, "server_default", default), (0.12, "comment", names.words), (0.1, "unique", ["True", "True", "False", "None"]), (0.1, "index", ["True", "True", "False", "None"]),
        (0.12, "primary_key", ["True", "True", "False"]), (0.12, "autoincrement", ["True", "False", "'auto'", "'ignore_fk'"]), (0.06, "default", ["5", "'x'", "lambda: 1", "sa.text('now()')", "func.now()", "None", "uuid.uuid4", "dict", sequence]), (0.03, "onupdate", ["func.now()", "5"]),
        (0.04, "server_onupdate", ["func.now()", "sa.FetchedValue()", "sa.text('x')"]), (0.03, "info", ["{'a': 1}"]), (0.02, "doc", ["'text'"]), (0.03, "quote", ["True", "False"]), (0.02, "system", ["True", "False"]), (0.01, "insert_sentinel", ["True"]),
        (0.01, "insert_default", ["5"]), (0.05, "sqlite_on_conflict_not_null", ["'FAIL'", "'ignore'"]), (0.04, "sqlite_on_conflict_primary_key", ["'ROLLBACK'"]), (0.04, "sqlite_on_conflict_unique", ["'REPLACE'"]),
    )


def column(c, name=None, type_=None):
    """sa.Column(…)."""
    name = name or names.column(c)
    if type_ is None:
        type_ = types.simple(c) if c.chance(0.45) else types.any_type(c)
    if c.chance(0.02):
        return call("sa.Column", f"name={name}", f"type_={type_}", options(c))
    return call("sa.Column", name, type_ if not c.chance(0.01) else None, items(c), options(c))


def plain(c, name):
    """A column without surprises."""
    return call("sa.Column", name, types.simple(c), c.keywords((0.4, "nullable", ["True", "False"]), (0.15, "server_default", default), (0.06, "comment", names.words)))
