"""bulk_insert."""
from chooser import call

from . import literals, names


def fields(c):
    """Names of columns with their types and a function for their values."""
    found = {}
    for _ in range(c.randint(1, 4)):
        type_, value = c.choice(literals.TYPED)
        found[names.text_of(c, names.COLUMNS, 0)] = (type_, value)
    return found


def cell(c, value):
    at = c.random()
    if at < 0.06:
        return "None"
    found = value(c) if callable(value) else value
    if at < 0.1:
        return f"op.inline_literal({found})"
    if at < 0.13:
        return c.choice(["func.now()", "text('5')", "sa.null()", "sa.literal_column('7')"])
    return found


def bulk_insert(c):
    own = fields(c)
    at = c.random()
    listed = ", ".join(f"sa.column({name!r}, {type_})" if not (c.chance(0.05)) else f"sa.column({name!r})" for name, (type_, _) in own.items())
    if at < 0.7:
        table = call("sa.table", names.table(c), listed, names.maybe_schema(c, 0.1))
    else:
        listed = ", ".join(call("sa.Column", repr(name), type_, c.keywords((0.05, "default", ["5", "'x'", "func.now()"]), (0.05, "server_default", ["'5'"]), (0.05, "primary_key", ["True"]), (0.02, "key", ["'k'"]))) for name, (type_, _) in own.items())
        table = call("sa.Table", names.table(c), "sa.MetaData()", listed, names.maybe_schema(c, 0.1)) if at < 0.85 else call("op.create_table", names.table(c), listed, names.maybe_schema(c, 0.1))
    rows = []
    for _ in range(c.choice([1, 1, 2, 3, 0])):
        cells = [f"{name!r}: {cell(c, value)}" for name, (_, value) in own.items() if not c.chance(0.04)]
        rows.append("{" + ", ".join(cells) + "}")
    return call("op.bulk_insert", table, f"[{', '.join(rows)}]", c.keywords((0.3, "multiinsert", ["True", "False"])))
