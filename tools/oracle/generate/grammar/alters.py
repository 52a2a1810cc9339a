"""alter_column with all its parameters."""
from chooser import call

from . import columns, constraints, names, types


def some_type(c):
    return types.simple(c) if c.chance(0.5) else types.any_type(c)


def default(c):
    return c.weighted([(6, columns.default), (2, "None"), (0.4, "False"), (1, columns.identity), (1, columns.computed)])


def existing_default(c):
    """What a column has already: nothing that no column could have."""
    return c.weighted([(3, columns.default_of_text), (2, "None"), (0.4, "False"), (1, columns.identity), (1, columns.computed)])


def alter_column(c, on="op", block=False):
    keywords = c.keywords(
        (0.3, "nullable", ["True", "False"]), (0.25, "server_default", default), (0.3, "type_", some_type), (0.2, "new_column_name", names.column), (0.12, "comment", ["None", names.words, names.words]), (0.6, "existing_type", some_type),
        (0.25, "existing_nullable", ["True", "False"]), (0.25, "existing_server_default", existing_default), (0.12, "existing_comment", names.words), (0.08, "autoincrement", ["True", "False"]), (0.05, "existing_autoincrement", ["True", "False"]),
        (0.12, "postgresql_using", ["'a::integer'", "\"x || ':y'\"", "'a % 2'"]), (0.02, "mssql_drop_default", ["True"]), (0.01, "nonsense", ["1"]),
        *([(0.08, "insert_before", names.column), (0.08, "insert_after", names.column)] if block else []),
    )
    if c.chance(0.3):
        # One change that goes through on every dialect.
        keywords = c.choice([["nullable=True"], ["nullable=False"], [f"server_default={default(c)}"], [f"comment={names.words(c)}"], [f"new_column_name={names.column(c)}"]]) + [f"existing_type={some_type(c)}"]
    return call(f"{on}.alter_column", constraints.table_or_block(c, block), names.column(c), constraints.schema_or_block(c, block), keywords)
