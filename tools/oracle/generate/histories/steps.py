"""The steps of a revision: each changes the schema that it is given, and says how to go forth and back.

A step is a pair of lists of lines, or None where there is nothing that it could be done to.
"""
from chooser import call

from . import schema as schemas
from .schema import WORDS, Column, default_of

ACTIONS = ["'CASCADE'", "'SET NULL'", "'RESTRICT'", "'NO ACTION'"]
COMMENTS = ["'a comment'", '"it\'s"', "'100%'", "'a:b'", "'back\\\\slash'", "'two\\nlines'"]


# Changes of one table, each written for `op` and for a batch.


class Change:
    """A call such as `add_column(table, …)`; within a batch the table goes without saying."""

    def __init__(self, name, table, *arguments, place=0):
        self.name, self.table, self.place = name, table, place
        self.arguments = []
        for each in arguments:
            self.arguments += each if isinstance(each, list) else [each] if each is not None else []

    def alone(self):
        arguments = list(self.arguments)
        arguments.insert(self.place, f"table_name={self.table!r}" if self.name == "drop_index" else repr(self.table))
        return call(f"op.{self.name}", arguments)

    def batched(self):
        return call(f"batch_op.{self.name}", self.arguments)


def column_text(column, *more):
    """sa.Column(…)."""
    return call(
        "sa.Column", repr(column.name), column.kind.text, f"sa.Computed({column.computed!r})" if column.computed else None, list(more),
        None if column.nullable is None else f"nullable={column.nullable}", f"server_default={column.default}" if column.default else None, f"comment={column.comment}" if column.comment else None,
    )


def existing(column):
    """What alter_column has to be told on MySQL."""
    found = [f"existing_type={column.kind.text}", f"existing_nullable={column.nullable is not False}"]
    if column.default:
        found.append(f"existing_server_default={column.default}")
    if column.comment:
        found.append(f"existing_comment={column.comment}")
    return found


def new_column(c, state, table, filled):
    """A column that can be added, where rows are there too."""
    name = state.fresh(c, WORDS)
    kind = state.kind(c)
    column = Column(name, kind, c.choice([None, True, False]))
    if kind.key or kind.family == "json" or state.dialect != "mysql":
        column.default = default_of(c, kind) if c.chance(0.4) else None
    if filled and column.nullable is False and not column.default:
        column.nullable = True
    if c.chance(0.12):
        column.comment = c.choice(COMMENTS)
    return column


def add_column(c, state, table):
    named = table.counting(state.dialect)
    if c.chance(0.08) and named and state.dialect != "sqlite":
        column = Column(state.fresh(c, WORDS), schemas.INTEGERS[0], computed=f"{named} + 1")
        table.checks[f" {column.name}"] = [named, column.name]
    else:
        column = new_column(c, state, table, table.rows > 0)
        if state.dialect == "sqlite" and column.default and "CURRENT" in column.default.upper().replace("NOW", "CURRENT"):
            column.default = None
            column.nullable = True
    table.columns[column.name] = column
    return Change("add_column", table.name, column_text(column), place=0), Change("drop_column", table.name, repr(column.name))


def drop_column(c, state, table):
    free = [each for each in table.free() if (table.name, each.name) not in state.referenced() and each.kind.named is None]
    if not free or len(table.columns) < 3:
        return None
    column = c.choice(free)
    del table.columns[column.name]
    again = Column(column.name, column.kind, True, column.default, column.comment)
    if state.dialect == "sqlite" and again.default and "'" not in again.default:
        again.default = None
    return Change("drop_column", table.name, repr(column.name)), Change("add_column", table.name, column_text(again))


WIDER = {
    "sa.SmallInteger()": "sa.Integer()", "sa.Integer()": "sa.BigInteger()", "sa.INTEGER()": "sa.BIGINT()", "sa.String(50)": "sa.String(length=120)", "sa.String(length=30)": "sa.Text()", "sa.Unicode(80)": "sa.Unicode(length=200)",
    "sa.VARCHAR(length=40)": "sa.String(255)", "sa.Numeric(10, 2)": "sa.Numeric(precision=14, scale=4)", "sa.Date()": "sa.DateTime()", "sa.DECIMAL(8, 3)": "sa.Numeric(12, 3)", "sa.Text()": "sa.UnicodeText()", "mysql.TINYINT(1)": "mysql.SMALLINT()", "mysql.LONGTEXT()": "sa.Text()",
    "sa.DateTime()": "sa.TIMESTAMP(timezone=True)", "sa.JSON()": "sa.Text()", "sa.TIMESTAMP()": "sa.DateTime()",
}


def alter_column(c, state, table):
    """One thing or several at once of a column without constraints."""
    free = [each for each in table.free() if (table.name, each.name) not in state.referenced() and each.kind.named is None]
    if not free:
        return None
    column = c.choice(free)
    before = Column(column.name, column.kind, column.nullable, column.default, column.comment)
    forth, back = [], []
    if c.chance(0.35) and column.kind.text in WIDER and not column.default:
        wider = WIDER[column.kind.text]
        forth.append(f"type_={wider}")
        back.append(f"type_={column.kind.text}")
        if state.dialect == "postgresql" and "JSON" in column.kind.text:
            back.append(f"postgresql_using='{column.name}::json'")
        column.kind = schemas.Kind(wider, {"Date": "moment", "JSON": "string"}.get(wider.split("(")[0][3:], before.kind.family), before.kind.key)
        if before.kind.family == "date":
            column.kind.family = "moment"
        if before.kind.family == "json":
            column.kind = schemas.Kind(wider, "string", False)
    if c.chance(0.35):
        column.nullable = column.nullable is False or not table.rows
        if column.nullable and c.chance(0.5) and not table.rows:
            column.nullable = False
        forth.append(f"nullable={column.nullable}")
        back.append(f"nullable={before.nullable is not False}")
    if c.chance(0.35):
        default = default_of(c, column.kind) if not column.default or c.chance(0.5) else None
        if default != column.default and (column.kind.key or state.dialect != "mysql"):
            column.default = default
            forth.append(f"server_default={default}")
            back.append(f"server_default={before.default}")
    if c.chance(0.25):
        column.comment = None if column.comment else c.choice(COMMENTS)
        forth.append(f"comment={column.comment}")
        back.append(f"comment={before.comment}")
    if c.chance(0.25) or not forth:
        del table.columns[column.name]
        column.name = state.fresh(c, WORDS)
        table.columns[column.name] = column
        forth.append(f"new_column_name={column.name!r}")
        back.append(f"new_column_name={before.name!r}")
    return Change("alter_column", table.name, repr(before.name), forth + existing(before)), Change("alter_column", table.name, repr(column.name), back + existing(column))


def create_index(c, state, table):
    names = [each.name for each in table.columns.values() if each.kind.key and not each.computed]
    if not names:
        return None
    chosen = c.several(names, 1, 2)
    name = state.fresh(c, [f"ix_{table.name}_{'_'.join(chosen)}"])
    table.indexes[name] = chosen
    elements = [f"sa.text('lower({each})')" if state.dialect == "postgresql" and c.chance(0.1) and table.columns[each].kind.family == "string" and each.isascii() and each.islower() and each not in ("order", "user") else f"sa.text('{each} DESC')" if c.chance(0.08) and each not in ("order", "user", "Label", "café", "rank") else repr(each) for each in chosen]
    where = f"{state.dialect}_where=sa.text('id > 0')" if state.dialect != "mysql" and c.chance(0.1) and "id" in table.columns else None
    using = c.choice([None, None, None, "postgresql_using='btree'", "mysql_using='btree'"])
    made = repr(name) if c.chance(0.5) else f"op.f({name!r})"
    return Change("create_index", table.name, made, f"[{', '.join(elements)}]", c.choice([None, "unique=False"]), where, using, place=1), Change("drop_index", table.name, repr(name), place=1)


def drop_index(c, state, table):
    names = [name for name, columns in table.indexes.items() if not any(columns[0] == each[0] for each, _, _ in table.references.values())]
    if not names or state.dialect == "mysql" and any(each == table.name for each, _ in state.referenced()):
        return None
    name = c.choice(names)
    chosen = table.indexes.pop(name)
    return Change("drop_index", table.name, repr(name), place=1), Change("create_index", table.name, repr(name), f"[{', '.join(map(repr, chosen))}]", place=1)


def create_unique(c, state, table):
    names = [each.name for each in table.columns.values() if each.kind.key and not each.computed and each.kind.family in ("integer", "string", "uuid", "moment", "date")]
    if len(names) < 2:
        return None
    chosen = [names[0]] if names[0] == "id" and c.chance(0.3) else ["id", c.choice(names[1:])] if "id" in names else names[:2]
    if table.rows and "id" not in chosen:
        return None
    name = state.fresh(c, [f"uq_{table.name}_{'_'.join(chosen)}"])
    table.uniques[name] = chosen
    return Change("create_unique_constraint", table.name, f"op.f({name!r})" if c.chance(0.3) else repr(name), repr(chosen), place=1), Change("drop_constraint", table.name, repr(name), "type_='unique'", place=1)


def create_check(c, state, table):
    named = table.counting(state.dialect)
    if named is None:
        return None
    name = state.fresh(c, [f"ck_{table.name}"])
    table.checks[name] = [named]
    condition = c.choice([f"'{named} > 0'", f"sa.text('{named} <> -5')", f"sa.column({named!r}) > -9", f"sa.and_(sa.column({named!r}) > 0, sa.column({named!r}) != -1)", f"sa.column({named!r}).isnot(None)"])
    return Change("create_check_constraint", table.name, f"op.f({name!r})", condition, place=1), Change("drop_constraint", table.name, f"op.f({name!r})", "type_='check'", place=1)


def create_foreign_key(c, state, table):
    """A column of integers that leads to a table with a key of integers: new, so that no row contradicts."""
    targets = [each for each in state.tables.values() if each.key == ["id"]]
    if not targets:
        return None
    target = c.choice(targets)
    column = Column(state.fresh(c, [f"{target.name.lower()}_id"]), target.columns["id"].kind, True)
    table.columns[column.name] = column
    name = state.fresh(c, [f"fk_{table.name}_{column.name}"])
    table.references[name] = ([column.name], target.name, ["id"])
    more = c.keywords((0.3, "ondelete", ACTIONS), (0.1, "onupdate", ["'CASCADE'"])) + (["deferrable=True", "initially='DEFERRED'"] if state.dialect == "postgresql" and c.chance(0.15) else [])
    forth = [Change("add_column", table.name, column_text(column)), Change("create_foreign_key", table.name, repr(name), repr(target.name), repr([column.name]), "['id']", more, place=1)]
    back = [Change("drop_constraint", table.name, repr(name), "type_='foreignkey'", place=1), Change("drop_column", table.name, repr(column.name))]
    return forth, back


def drop_constraint(c, state, table):
    """One that has a name, by its kind; made again as it was on the way back."""
    options = [("unique", name) for name in table.uniques if not name.startswith(" ")] + [("check", name) for name in table.checks if not name.startswith(" ")]
    if not options:
        return None
    kind, name = c.choice(options)
    if kind == "unique":
        chosen = table.uniques.pop(name)
        again = Change("create_unique_constraint", table.name, repr(name), repr(chosen), place=1)
    else:
        named = table.checks.pop(name)[0]
        again = Change("create_check_constraint", table.name, f"op.f({name!r})", f"sa.column({named!r}) > -5", place=1)
    return Change("drop_constraint", table.name, f"op.f({name!r})", f"type_={kind!r}", place=1), again


def table_comment(c, state, table):
    if table.comment:
        before, table.comment = table.comment, None
        return Change("drop_table_comment", table.name, f"existing_comment={before}"), Change("create_table_comment", table.name, before)
    table.comment = c.choice(COMMENTS)
    return Change("create_table_comment", table.name, table.comment), Change("drop_table_comment", table.name, f"existing_comment={table.comment}")


CHANGES = [(4, add_column), (2, drop_column), (5, alter_column), (3, create_index), (1, drop_index), (1.5, create_unique), (1.5, create_check), (2.5, create_foreign_key), (1.2, drop_constraint), (0.4, table_comment)]
# What SQLite can do without a new table.
SIMPLE = {"add_column", "create_index", "drop_index", "drop_column"}


def listed(found):
    return found if isinstance(found, list) else [found]


def change(c, state):
    """Changes of one table: in a batch, or one after the other."""
    if not state.tables:
        return None
    table = c.choice(list(state.tables.values()))
    forth, back = [], []
    untouched = set(table.columns)
    for _ in range(c.choice([1, 1, 2, 3])):
        # Within a batch the names are those from before it: a column is changed once.
        hidden = {name: table.columns.pop(name) for name in set(table.columns) - untouched}
        made = c.weighted([(weight, lambda c, make=make: make(c, state, table)) for weight, make in CHANGES])
        table.columns.update(hidden)
        if made is not None:
            done = listed(made[0])
            forth += done
            back = listed(made[1]) + back
            named = " ".join(argument for each in done for argument in each.arguments)
            untouched = {name for name in untouched & set(table.columns) if repr(name) not in named or name == "id"}
    if not forth:
        return None
    return written(c, state, table, forth), written(c, state, table, back)


def written(c, state, table, changes):
    if all(each.name in SIMPLE and "ForeignKey" not in str(each.arguments) for each in changes) and c.chance(0.5) or state.dialect != "sqlite" and c.chance(0.5):
        return [each.alone() for each in changes]
    options = c.keywords((0.3, "schema", "None"), (0.2, "recreate", ["'always'"] if state.dialect == "sqlite" else ["'auto'", "'never'"]))
    return [f"with {call('op.batch_alter_table', repr(table.name), options)} as batch_op:"] + ["    " + each.batched() for each in changes]
