"""Indexes: as parts of a table, and as operations."""
from chooser import call

from . import constraints, expressions, names


def elements(c, available=None):
    found = []
    for _ in range(c.choice([1, 1, 1, 2, 3])):
        found.append(
            c.weighted(
                [
                    (8, lambda c: c.choice(available) if available else names.column(c)), (2, lambda c: f"text({c.choice(['lower(a)', 'a DESC', '(doc ->> ' + repr('k') + ')', 'name varchar_pattern_ops', 'a % 2', 'upper(name) COLLATE ' + chr(34) + 'C' + chr(34)])!r})"),
                    (1.5, lambda c: f"func.lower(sa.column({names.column(c)}))"), (1.5, expressions.ordered), (2.5, lambda c: expressions.expression(c, 1)), (0.5, lambda c: f"sa.literal_column({c.choice(['lower(a)', 'a'])!r})"),
                ]
            )
        )
    return found


def dialect_options(c):
    return c.keywords(
        (0.12, "postgresql_using", ["'gin'", "'GIST'", "'hash'", "'btree'", "'bad method'" if c.chance(0.1) else "'brin'"]), (0.15, "postgresql_where", lambda c: constraints.condition(c)), (0.08, "sqlite_where", lambda c: constraints.condition(c)),
        (0.08, "postgresql_concurrently", ["True", "False"]), (0.08, "postgresql_include", ["['b']", "['b', 'Order']", "[]", "['col:on']"]), (0.1, "postgresql_ops", ["{'a': 'text_pattern_ops'}", "{'name': 'gin_trgm_ops'}", "{'id': 'int4_ops', 'b': 'x'}"]),
        (0.08, "postgresql_with", ["{'fillfactor': 50}", "{'m': 16, 'ef': 'x'}", "{}"]), (0.05, "postgresql_tablespace", ["'ts'", "'Fast Disk'"]), (0.08, "postgresql_nulls_not_distinct", ["True", "False", "None"]),
        (0.08, "mysql_length", ["10", "{'a': 5}", "{'name': 5, 'a': 7}"]), (0.06, "mysql_using", ["'btree'", "'hash'"]), (0.06, "mysql_prefix", ["'FULLTEXT'", "'SPATIAL'"]), (0.05, "mysql_with_parser", ["'ngram'"]), (0.04, "mariadb_length", ["10"]),
        (0.04, "mariadb_using", ["'btree'"]), (0.03, "mariadb_prefix", ["'FULLTEXT'"]), (0.01, "postgresql_nonsense", ["1"]), (0.01, "mssql_include", ["['a']"]), (0.01, "oracle_compress", ["True"]),
    )


def index(c, available=None):
    """sa.Index(…) in a table."""
    return call("sa.Index", names.constraint(c, "ix", 0.06), elements(c, available), c.keywords((0.3, "unique", ["True", "False"]), (0.03, "quote", ["True", "False"]), (0.02, "info", ["{'a': 1}"])), dialect_options(c))


def create_index(c, on="op", block=False):
    name = names.constraint(c, "ix", 0.08)
    return call(
        f"{on}.create_index", name, constraints.table_or_block(c, block), f"[{', '.join(elements(c))}]", constraints.schema_or_block(c, block),
        c.keywords((0.4, "unique", ["True", "False"]), (0.1, "if_not_exists", ["True", "False"]), (0.02, "quote", ["True", "False"]), (0.02, "info", ["{'a': 1}"])), dialect_options(c),
    )


def drop_index(c, on="op", block=False):
    return call(
        f"{on}.drop_index", names.constraint(c, "ix", 0.02), [] if block or c.chance(0.2) else c.choice([[names.table(c)], [f"table_name={names.table(c)}"]]), constraints.schema_or_block(c, block),
        c.keywords((0.12, "if_exists", ["True", "False"]), (0.08, "postgresql_concurrently", ["True", "False"]), (0.04, "postgresql_using", ["'gin'"]), (0.04, "postgresql_where", ["text('a > 5')"]), (0.03, "mysql_length", ["5"]), (0.02, "mysql_prefix", ["'FULLTEXT'"])),
    )
