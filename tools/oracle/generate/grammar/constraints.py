"""Constraints: as parts of a table, and as operations."""
from chooser import call

from . import columns, expressions, names

ELEMENTS = ["'='", "'&&'", "'<>'", "'-|-'"]


def deferral(c, share=0.1):
    return c.keywords((share, "deferrable", ["True", "False"]), (share, "initially", ["'DEFERRED'", "'IMMEDIATE'", "'deferred'"]))


def condition(c):
    """The condition of a check."""
    return c.weighted(
        [
            (5, lambda c: repr(c.choice(["a > 5", "name LIKE '%x'", "a <> ':b'", "length(name) > 1", "a = 5 OR b", "name ~ '\\d'", "a % 2 = 0", "name <> 'it''s'", "a::int > 0", "x = :y", "col LIKE 'a\\:b'"]))),
            (2, lambda c: f"text({c.choice(['a > 5', 'a LIKE ' + repr('%x')])!r})"), (6, lambda c: expressions.condition(c, 2)),
        ]
    )


def conflict(c):
    return c.keywords((0.05, "sqlite_on_conflict", ["'FAIL'", "'ignore'", "'REPLACE'"]))


def check(c):
    return call("sa.CheckConstraint", condition(c), c.keywords((0.6, "name", lambda c: names.constraint(c, "ck", 0.05)), (0.02, "info", ["{'a': 1}"]), (0.04, "postgresql_not_valid", ["True", "False"])), deferral(c, 0.04), conflict(c))


def unique(c, available=None):
    return call(
        "sa.UniqueConstraint", available or names.columns(c), c.keywords((0.5, "name", lambda c: names.constraint(c, "uq", 0.05)), (0.08, "postgresql_include", ["['b']", "['Order', 'c']"]), (0.08, "postgresql_nulls_not_distinct", ["True", "False"]), (0.02, "info", ["{'a': 1}"])),
        deferral(c), conflict(c),
    )


def primary_key(c, available=None):
    return call(
        "sa.PrimaryKeyConstraint", available or names.columns(c, 1, 2),
        c.keywords((0.4, "name", lambda c: names.constraint(c, "pk", 0.05)), (0.06, "postgresql_include", ["['b']"]), (0.08, "mysql_using", ["'btree'", "'hash'"])), deferral(c, 0.06), conflict(c),
    )


def foreign_key(c, available=None):
    local = available or names.columns(c, 1, 2)
    table = names.text_of(c, names.TABLES)
    if c.chance(0.15):
        table = f"{c.choice(names.SCHEMAS)}.{table}"
    remote = [repr(f"{table}.{names.text_of(c, names.COLUMNS, 0)}") for _ in local]
    return call(
        "sa.ForeignKeyConstraint", f"[{', '.join(local)}]", f"[{', '.join(remote)}]",
        c.keywords(
            (0.5, "name", lambda c: names.constraint(c, "fk", 0.05)), (0.25, "ondelete", columns.ACTIONS), (0.2, "onupdate", columns.ACTIONS), (0.06, "match", ["'FULL'", "'SIMPLE'"]), (0.06, "use_alter", ["True", "False"]),
            (0.04, "link_to_name", ["True"]), (0.04, "comment", names.words), (0.05, "postgresql_not_valid", ["True"]),
        ),
        deferral(c),
    )


def exclude_elements(c):
    found = []
    for _ in range(c.randint(1, 2)):
        inner = c.weighted([(5, names.column), (2, lambda c: f"sa.column({names.column(c)})"), (1, lambda c: f"text({c.choice(['lower(a)', 'tsrange(a, b)'])!r})"), (2, lambda c: f"func.{c.choice(['lower', 'tsrange'])}({expressions.column(c)})"), (1, lambda c: expressions.expression(c, 1))])
        found.append(f"({inner}, {c.choice(ELEMENTS)})")
    return found


def exclude_options(c):
    return c.keywords(
        (0.6, "using", ["'gist'", "'GIST'", "'btree'"]), (0.25, "where", ["'a > 5'", "text('a > 5')", lambda c: expressions.condition(c, 1)]), (0.15, "ops", ["{'a': 'int4_ops'}", "{'name': 'text_ops'}"]),
    ) + deferral(c, 0.08)


def exclude(c):
    return call("postgresql.ExcludeConstraint", exclude_elements(c), c.keywords((0.5, "name", lambda c: names.constraint(c, "ex", 0.05))), exclude_options(c))


# Operations.


def table_or_block(c, block):
    """The table's argument; inside a batch block there is none."""
    return None if block else names.table(c)


def schema_or_block(c, block):
    return [] if block else names.maybe_schema(c)


def column_list(c, low=1, high=3):
    return f"[{', '.join(names.columns(c, low, high))}]"


def create_primary_key(c, on="op", block=False):
    return call(f"{on}.create_primary_key", names.constraint(c, "pk"), table_or_block(c, block), column_list(c, 1, 2), schema_or_block(c, block))


def create_foreign_key(c, on="op", block=False):
    count = c.choice([1, 1, 2])
    local, remote = names.columns(c, count, count), names.columns(c, count, count)
    schemas = [] if block else names.maybe_schema(c, 0.12, "source_schema")
    return call(
        f"{on}.create_foreign_key", names.constraint(c, "fk"), table_or_block(c, block), names.table(c), f"[{', '.join(local)}]", f"[{', '.join(remote)}]", schemas, names.maybe_schema(c, 0.12, "referent_schema"),
        c.keywords((0.3, "ondelete", columns.ACTIONS), (0.25, "onupdate", columns.ACTIONS), (0.08, "match", ["'FULL'", "'SIMPLE'", "'partial'"]), (0.1, "postgresql_not_valid", ["True", "False"]), (0.02, "use_alter", ["True"]), (0.02, "info", ["{'a': 1}"]), (0.02, "ondelete_", ["1"])[:0] or (0, "info", [])),
        deferral(c, 0.12),
    )


def create_unique_constraint(c, on="op", block=False):
    return call(
        f"{on}.create_unique_constraint", names.constraint(c, "uq"), table_or_block(c, block), column_list(c), schema_or_block(c, block), deferral(c, 0.12),
        c.keywords((0.1, "postgresql_include", ["['b']"]), (0.1, "postgresql_nulls_not_distinct", ["True", "False"]), (0.03, "info", ["{'a': 1}"]), (0.03, "sqlite_on_conflict", ["'FAIL'"])),
    )


def create_check_constraint(c, on="op", block=False):
    return call(f"{on}.create_check_constraint", names.constraint(c, "ck"), table_or_block(c, block), condition(c), schema_or_block(c, block), deferral(c, 0.05), c.keywords((0.1, "postgresql_not_valid", ["True", "False"]), (0.02, "info", ["{'a': 1}"])))


def create_exclude_constraint(c, on="op", block=False):
    return call(f"{on}.create_exclude_constraint", names.constraint(c, "ex", 0.05), table_or_block(c, block), exclude_elements(c), schema_or_block(c, block), exclude_options(c))


def drop_constraint(c, on="op", block=False):
    kinds = ["'foreignkey'", "'primary'", "'unique'", "'check'", "'foreignkey'", "None", "'exclude'" if c.chance(0.2) else "'check'", "'nonsense'" if c.chance(0.1) else "'unique'"]
    return call(
        f"{on}.drop_constraint", names.constraint(c, c.choice(["ck", "fk", "uq", "pk"]), 0.03), table_or_block(c, block), c.keywords((0.7, "type_", kinds)) if c.chance(0.8) else [c.choice(kinds)],
        schema_or_block(c, block), [] if block else c.keywords((0.08, "if_exists", ["True", "False"])),
    )


ALL = [create_primary_key, create_foreign_key, create_unique_constraint, create_check_constraint, create_exclude_constraint, drop_constraint, drop_constraint]
