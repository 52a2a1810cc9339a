"""Steps that make, rename and drop tables, and those that change rows."""
from chooser import call

from . import steps
from .schema import INTEGERS, NOUNS, STRINGS, Column, Table, value


def create_table(c, state):
    table = Table(state.fresh(c, NOUNS))
    parts, after, back = [], [], []
    key = c.choice(INTEGERS)
    at = c.random()
    if at < 0.75:
        table.columns["id"] = Column("id", key, False if c.chance(0.6) else None, counted=True)
        table.key = ["id"]
        inline = c.chance(0.5)
        parts.append(steps.column_text(table.columns["id"], *(["primary_key=True"] if inline else []), *c.keywords((0.3, "autoincrement", ["True"]))))
        if not inline:
            after.append(call("sa.PrimaryKeyConstraint", "'id'", c.keywords((0.4, "name", f"op.f('pk_{table.name}')"))))
    else:
        other = Column(state.fresh(c, ["code", "lang"]), c.choice(STRINGS), False)
        table.columns = {"id": Column("id", key, False), other.name: other}
        table.key = ["id", other.name]
        parts += [steps.column_text(each, *(["autoincrement=False"] if each.name == "id" else [])) for each in table.columns.values()]
        after.append(call("sa.PrimaryKeyConstraint", "'id'", repr(other.name), c.keywords((0.4, "name", f"'pk_{table.name}'"))))
    for _ in range(c.randint(1, 5)):
        column = steps.new_column(c, state, table, False)
        if c.chance(0.1):
            column = Column(column.name, state.enum(c), column.nullable)
            if column.kind.named:
                back.append(f"{column.kind.text}.drop(op.get_bind(), checkfirst=True)")
        more = []
        if column.kind.key and c.chance(0.08) and column.kind.family in ("string", "uuid"):
            more.append("unique=True")
            # The database gives the name: nothing drops it.
            table.uniques[f" {column.name}"] = [column.name]
        elif column.kind.key and not table.indexes and c.chance(0.15):
            # One: of several, the order is a set's.
            more.append("index=True")
            table.indexes[f"ix_{table.name}_{column.name}"] = [column.name]
            state.taken.add(f"ix_{table.name}_{column.name}".lower())
        table.columns[column.name] = column
        parts.append(steps.column_text(column, *more))
    targets = [each for each in state.tables.values() if each.key == ["id"]] + ([table] if table.key == ["id"] else [])
    for _ in range(c.choice([0, 0, 1, 1, 2])):
        if not targets:
            break
        target = c.choice(targets)
        column = Column(state.fresh(c, [f"{target.name.lower()}_id"]), target.columns["id"].kind, c.choice([None, True]))
        table.columns[column.name] = column
        name = state.fresh(c, [f"fk_{table.name}_{column.name}"])
        table.references[name] = ([column.name], target.name, ["id"])
        more = c.keywords((0.4, "ondelete", steps.ACTIONS))
        if c.chance(0.5):
            parts.append(steps.column_text(column, call("sa.ForeignKey", repr(f"{target.name}.id"), f"name={name!r}", more)))
        else:
            parts.append(steps.column_text(column))
            after.append(call("sa.ForeignKeyConstraint", repr([column.name]), repr([f"{target.name}.id"]), f"name={name!r}", more))
    for make, kind in ((steps.create_unique, "sa.UniqueConstraint"), (steps.create_check, "sa.CheckConstraint")):
        if c.chance(0.25):
            made = make(c, state, table)
            if made:
                name, what = made[0].arguments[:2]
                after.append(call(kind, *(map(repr, table.uniques[list(table.uniques)[-1]]) if kind.endswith("UniqueConstraint") else [what]), f"name={name}"))
    options = c.keywords((0.1, "comment", steps.COMMENTS), (0.05, "sqlite_autoincrement", ["True"]), (0.1, "mysql_engine", ["'InnoDB'"]), (0.1, "mysql_default_charset", ["'utf8mb4'"]), (0.03, "schema", ["None"]), (0.05, "if_not_exists", ["True"]))
    table.comment = next((each[8:] for each in options if each.startswith("comment=")), None)
    state.tables[table.name] = table
    return [call("op.create_table", repr(table.name), parts, after, options)], [f"op.drop_table({table.name!r})"] + back


def drop_table(c, state):
    tables = [each for each in state.tables.values() if not state.leads_to(each.name) and not any(column.kind.named for column in each.columns.values())]
    if len(tables) < 3:
        return None
    table = c.choice(tables)
    del state.tables[table.name]
    return [f"op.drop_table({table.name!r})"], None


def rename_table(c, state):
    if not state.tables:
        return None
    table = c.choice(list(state.tables.values()))
    before = table.name
    table.name = state.fresh(c, NOUNS)
    state.tables = {each.name: each for each in state.tables.values()}
    for each in state.tables.values():
        each.references = {name: (columns, table.name if target == before else target, leads) for name, (columns, target, leads) in each.references.items()}
    return [f"op.rename_table({before!r}, {table.name!r})"], [f"op.rename_table({table.name!r}, {before!r})"]


def row(c, state, table, number):
    """One row's values by the names of columns, or None where a column can't be filled."""
    found = {}
    for column in table.columns.values():
        leads = next((target for names, target, _ in table.references.values() if names == [column.name]), None)
        if column.computed:
            continue
        if leads is not None:
            there = state.tables[leads].rows
            if there and c.chance(0.7):
                found[column.name] = repr(c.randint(1, there))
            elif column.nullable is False:
                return None
            else:
                found[column.name] = "None"
        elif column.kind.family == "nothing":
            if column.nullable is False:
                return None
        elif column.name == "id":
            found["id"] = repr(number)
        elif column.nullable is False or column.name in table.key or c.chance(0.7):
            found[column.name] = value(c, column.kind.family, number)
        else:
            found[column.name] = "None"
    return found


def insert_rows(c, state):
    """bulk_insert, insert() or text; keys are counted up from 1."""
    tables = [each for each in state.tables.values() if "id" in each.columns]
    if not tables:
        return None
    table = c.choice(tables)
    if table.rows:
        return None
    rows = [row(c, state, table, number) for number in range(1, c.randint(2, 4))]
    if not all(rows):
        return None
    same = {name for each in rows for name in each}
    rows = [each for each in rows if set(each) == same]
    table.rows = len(rows)
    listed = [f"sa.column({name!r}, {table.columns[name].kind.text})" for name in rows[0]]
    target = call("sa.table", repr(table.name), listed)
    texts = ["{" + ", ".join(f"{name!r}: {text}" for name, text in each.items()) + "}" for each in rows]
    at = c.random()
    if at < 0.6:
        lines = [call("op.bulk_insert", target, f"[{', '.join(texts)}]", c.keywords((0.1, "multiinsert", ["False"])))]
    elif at < 0.8:
        lines = [f"op.execute({target}.insert().values({each}))" for each in texts]
    else:
        lines = [f"rows = {target}", f"op.get_bind().execute(sa.insert(rows), [{', '.join(texts)}])"]
    quoted = f"sa.table({table.name!r}, sa.column('id'))"
    return lines, [f"op.execute(sa.delete({quoted}))"]


def update_rows(c, state):
    """UPDATE by expression, or row by row from what a query gives."""
    tables = [each for each in state.tables.values() if each.rows and any(column.kind.family in ("string", "integer", "boolean") for column in each.free())]
    if not tables:
        return None
    table = c.choice(tables)
    column = c.choice([each for each in table.free() if each.kind.family in ("string", "integer", "boolean")])
    target = f"t = sa.table({table.name!r}, sa.column('id', sa.Integer), sa.column({column.name!r}, {column.kind.text}))"
    new = value(c, column.kind.family, 3)
    at = c.random()
    if at < 0.4:
        lines = [target, f"op.execute(t.update().where(t.c.id == 1).values({{{column.name!r}: {new}}}))"]
    elif at < 0.7:
        lines = [target, "for row in op.get_bind().execute(sa.select(t).order_by(t.c.id)):", f"    op.get_bind().execute(sa.update(t).where(t.c.id == row.id).values({{t.c[{column.name!r}]: {new}}}))"]
    else:
        lines = [target, f"found = op.get_bind().execute(sa.select(sa.func.count()).select_from(t).where(t.c[{column.name!r}].is_(None))).scalar()", "if found:", f"    op.execute(sa.update(t).where(t.c[{column.name!r}].is_(None)).values({{{column.name!r}: {new}}}))"]
    return lines, []


def inspected(c, state):
    """What is done only where the inspector tells that it is missing."""
    if not state.tables:
        return None
    table = c.choice(list(state.tables.values()))
    column = Column(state.fresh(c, ["extra", "later"]), STRINGS[0], True)
    table.columns[column.name] = column
    forth = ["found = [each['name'] for each in sa.inspect(op.get_bind()).get_columns(%r)]" % table.name, f"if {column.name!r} not in found:", f"    op.add_column({table.name!r}, {steps.column_text(column)})"]
    return forth, [f"op.drop_column({table.name!r}, {column.name!r})"]


STEPS = [(3.5, create_table), (9, steps.change), (0.3, drop_table), (0.5, rename_table), (2.5, insert_rows), (1.2, update_rows), (0.6, inspected)]
