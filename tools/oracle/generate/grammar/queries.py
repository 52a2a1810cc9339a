"""op.execute: text, INSERT, UPDATE, DELETE, SELECT, and constructs of DDL."""
from chooser import call

from . import columns, expressions, indexes, literals, names, tables, types

RAW = [
    "UPDATE pet SET a = 5", "INSERT INTO t (a) VALUES ('100%')", "SELECT ':x'", "SELECT a::int", "SELECT '\\:x'", "SELECT 1; SELECT 2", "CREATE TYPE e AS ENUM ('a', 'b')", "DO $$ BEGIN RAISE NOTICE '%', 1; END $$", "", "  SELECT 1  ", "SELECT 1;",
    "SELECT\n  1\nFROM x", "UPDATE t SET a = E'\\\\n'", "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN NEW.a := 5; RETURN NEW; END $$ LANGUAGE plpgsql", "SELECT 'é😀'", "-- only a comment", "SELECT %s", "SELECT '%%'", "SELECT %(a)s", "ALTER TABLE x ADD y int\t",
    "SELECT a ->> 'k' FROM t WHERE b = ':c' AND d = '12:30:45'", "UPDATE t SET a = :missing", "PRAGMA foreign_keys=ON", "SELECT '{\"a\": 1}'::jsonb", "SELECT x[1:2]", "SET @a := 1",
]
SET = ["name", "Flag", "n", "born", "at", "order", "id"]
VALUES = {"name": literals.string, "Flag": literals.boolean, "n": literals.decimal, "born": literals.date, "at": literals.moment, "order": literals.integer, "id": literals.integer, "doc": literals.document}


def raw(c):
    sql = repr(c.choice(RAW))
    at = c.random()
    if at < 0.5:
        return sql
    if at < 0.8:
        return f"text({sql})"
    return expressions.text(c)


def assigned(c, name):
    at = c.random()
    if at < 0.6:
        return VALUES[name](c)
    if at < 0.7:
        return literals.anything(c)
    if at < 0.8:
        return f"op.inline_literal({VALUES[name](c)})"
    return expressions.expression(c, 1)


def assignments(c):
    chosen = c.several(SET, 1, 3)
    if c.chance(0.5):
        return ", ".join(f"{name}={assigned(c, name)}" for name in chosen)
    if c.chance(0.2):
        return "{" + ", ".join(f"t.c.{name}: {assigned(c, name)}" for name in chosen) + "}"
    return "{" + ", ".join(f"{name!r}: {assigned(c, name)}" for name in chosen) + "}"


def insert(c):
    at = c.random()
    found = c.choice(["t.insert()", "sa.insert(t)", "sa.insert(t)"])
    dialect = None
    if at < 0.2:
        dialect = c.choice(["postgresql", "mysql", "sqlite"])
        found = f"{dialect}.insert(t)"
    at = c.random()
    if at < 0.65:
        found += f".values({assignments(c)})"
    elif at < 0.75:
        found += f".values([{{'id': {literals.integer(c)}, 'name': {literals.string(c)}}}, {{'id': 2, 'name': {literals.string(c)}}}])"
    elif at < 0.85:
        found += f".from_select(['id', 'name'], {select(c, two=True)}{c.choice(['', '', ', include_defaults=False'])})"
    elif at < 0.88:
        found += ".values((1, 'x'))"
    if dialect == "mysql" and c.chance(0.3):
        found += c.choice([".on_duplicate_key_update(name=func.lower('x'))", ".on_duplicate_key_update({'name': text('name')})"])
    elif dialect and dialect != "mysql" and c.chance(0.8):
        conflict = c.choice([[], ["index_elements=['id']"], ["index_elements=[t.c.id]", "index_where=t.c.id > 5"], ["index_elements=['id']"], ["index_elements=['id', 'name']", "index_where=text('x = 1')"], ["constraint='uq'"] if dialect == "postgresql" else ["index_elements=['id']"]])
        if c.chance(0.4):
            found += call(".on_conflict_do_nothing", conflict)
        else:
            found += call(".on_conflict_do_update", conflict or ["index_elements=['id']"], f"set_={{'name': {assigned(c, 'name')}}}", c.keywords((0.3, "where", lambda c: expressions.condition(c, 1))))
    if c.chance(0.08):
        found += f".returning({c.choice(['t.c.id', 't', 't.c.id, t.c.name', 'func.lower(t.c.name)'])})"
    return found + extras(c)


def extras(c):
    return c.weighted([(30, ""), (1, ".prefix_with('LOW_PRIORITY')"), (0.5, ".prefix_with('IGNORE', dialect='mysql')"), (0.5, ".execution_options(a=1)")])


def update(c):
    found = c.choice(["t.update()", "sa.update(t)", "u.update()", "sa.update(t)"])
    if found.startswith("u"):
        return f"{found}.values(name={assigned(c, 'name')}).where(u.c.id == {literals.integer(c)})"
    if c.chance(0.8):
        found += f".where({where(c)})"
    if c.chance(0.1):
        found += ".where(t.c.id == u.c.pet_id)"
    if c.chance(0.95):
        found += f".values({assignments(c)})"
    else:
        found += f".ordered_values((t.c.name, {assigned(c, 'name')}), (t.c.id, 5))"
    if c.chance(0.06):
        found += ".returning(t.c.id)"
    if c.chance(0.06):
        found += c.choice([".filter_by(id=5)", ".filter_by(name='x', id=None)", ".with_hint('FORCE INDEX (q)', dialect_name='mysql')", ".with_hint('ONLY', dialect_name='postgresql')"])
    if c.chance(0.04):
        found += ".with_dialect_options(mysql_limit=5)"
    return found + extras(c)


def where(c):
    at = c.random()
    if at < 0.4:
        name = c.choice(list(VALUES))
        return f"t.c.{name} {c.choice(['==', '!=', '<', '>='])} {VALUES[name](c) if c.chance(0.8) else 'None'}"
    return expressions.condition(c, 2)


def delete(c):
    found = c.choice(["t.delete()", "sa.delete(t)"])
    if c.chance(0.85):
        found += f".where({where(c)})"
    if c.chance(0.08):
        found += ".where(t.c.id == u.c.pet_id)"
    if c.chance(0.06):
        found += ".returning(t.c.id, t.c.name)"
    if c.chance(0.06):
        found += c.choice([".filter_by(id=5)", ".with_hint('ONLY', dialect_name='postgresql')"])
    return found + extras(c)


def source(c):
    return c.weighted(
        [
            (6, ""), (1, ".select_from(t)"), (2, lambda c: f".select_from(t.join(u, t.c.id == u.c.pet_id{c.choice(['', ', isouter=True', ', full=True'])}))"), (1, ".select_from(sa.outerjoin(t, u, t.c.id == u.c.pet_id))"), (1, ".join_from(t, u, t.c.id == u.c.pet_id)"),
            (0.5, ".select_from(t.outerjoin(u, sa.and_(t.c.id == u.c.pet_id, u.c.id > 5)))"), (0.5, ".select_from(t.alias('al'))"), (0.4, ".select_from(sa.func.unnest(sa.literal_column('x')).alias('q'))"), (0.4, ".select_from(sa.text('x'))"), 
            (0.4, ".select_from(select(u.c.id).subquery('sq'))"), (0.3, ".select_from(func.generate_series(1, 5).table_valued('n'))"), (0.3, ".select_from(select(u.c.id).lateral('la'))"),
            (0.4, lambda c: f".select_from(sa.values(sa.column('a', sa.Integer), sa.column('B', sa.String), name={names.table(c)}).data([({literals.integer(c)}, {literals.string(c)}), (2, 'y')]))"),
            (0.3, lambda c: f".select_from(sa.tablesample(t, {c.choice(['5', 'func.bernoulli(5)', 'func.system(5), seed=func.random()'])}, name='ts'))"),
        ]
    )


def select(c, two=False):
    """sa.select(…)."""
    if two:
        listed = c.choice(["u.c.id, u.c.name", "t.c.id, t.c.name", f"u.c.id, {expressions.value(c)}"])
    else:
        listed = ", ".join(c.weighted([(5, lambda c: c.choice(["t.c.id", "t.c.name", "t.c.order", "u.c.name", "t.c.Flag"])), (4, lambda c: expressions.expression(c, 2)), (1, lambda c: f"({expressions.expression(c, 1)}).label({names.column(c)})"), (0.5, "t"), (0.3, "func.count()"), (0.3, "sa.literal_column('*')")]) for _ in range(c.choice([1, 1, 2, 3])))
    found = f"select({listed})" + (source(c) if not two else "")
    if c.chance(0.6):
        found += f".where({where(c)})"
    if c.chance(0.15):
        found += f".group_by({expressions.column(c) if c.chance(0.85) else names.column(c)})"
        if c.chance(0.5):
            found += f".having({c.choice(['func.count() > 1', 'func.max(t.c.id) < 5'])})"
    if c.chance(0.2):
        found += f".order_by({expressions.ordered(c)})"
    if c.chance(0.12):
        found += c.choice([".limit(5)", ".limit(5).offset(2)", ".offset(2)", ".limit(0)", ".slice(1, 5)", ".limit(sa.literal_column('5'))", ".fetch(5)", ".fetch(2, with_ties=True).offset(1)"])
    if c.chance(0.08):
        found += c.choice([".distinct()", ".distinct(t.c.id)", ".with_for_update()", ".with_for_update(nowait=True)", ".with_for_update(skip_locked=True, read=True)", ".with_for_update(key_share=True)", ".with_for_update(of=t)", ".with_for_update(of=[t.c.id, u.c.id], nowait=True)", ".filter_by(id=5)", ".correlate(u)", ".with_hint(t, 'USE INDEX (q)', 'mysql')", ".with_hint(t, 'ONLY', 'postgresql')", ".with_statement_hint('-- %q', 'sqlite')"])
    return found


def selecting(c):
    at = c.random()
    if at < 0.75:
        return select(c)
    if at < 0.88:
        combine = c.choice(["union", "union_all", "except_", "intersect", "except_all", "intersect_all"])
        found = f"select(t.c.id).where({where(c)}).{combine}(select(u.c.id))" if c.chance(0.5) else f"sa.{combine}(select(t.c.id), select(u.c.id).where({expressions.condition(c, 1)}))"
        return found + c.choice(["", "", ".order_by('id')", ".limit(5)"])
    if at < 0.96:
        cte = f"select(t.c.id).where({where(c)}).cte({c.choice(['', repr('w'), repr('W x'), repr('w') + ', recursive=True', repr('w') + ', nesting=True'])})"
        return f"(lambda w: {c.choice(['select(w.c.id)', 'sa.delete(t).where(t.c.id.in_(select(w.c.id)))', 'sa.update(t).where(t.c.id == w.c.id).values(name=' + repr('x') + ')', 'sa.insert(t).from_select([' + repr('id') + '], select(w.c.id))', 'select(t).where(t.c.id.in_(select(w.c.id))).order_by(t.c.id)'])})({cte})"
    return f"(lambda a: select(a.c.id, t.c.id).where(a.c.id < t.c.id))(t.alias({c.choice(['', repr('a'), repr('Al')])}))"


def construct(c):
    """DDL constructs."""
    own = f"sa.Table({names.table(c)}, sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True), {columns.column(c)}{', schema=' + names.schema(c) if c.chance(0.2) else ''})"
    return c.weighted(
        [
            (2, lambda c: call("sa.schema.CreateSequence", columns.sequence(c), c.keywords((0.2, "if_not_exists", ["True"])))), (1, lambda c: call("sa.schema.DropSequence", columns.sequence(c), c.keywords((0.2, "if_exists", ["True"])))),
            (1, lambda c: call("sa.schema.CreateTable", own, c.keywords((0.2, "if_not_exists", ["True"])))), (1, lambda c: call("sa.schema.DropTable", own, c.keywords((0.2, "if_exists", ["True"])))),
            (1, lambda c: call("sa.schema.CreateSchema", names.schema(c), c.keywords((0.3, "if_not_exists", ["True"])))), (1, lambda c: call("sa.schema.DropSchema", names.schema(c), c.keywords((0.3, "if_exists", ["True"]), (0.3, "cascade", ["True"])))),
            (1, lambda c: f"sa.DDL({c.choice(queries_ddl)!r})"), (0.5, lambda c: f"sa.schema.CreateIndex(sa.Index('ix', {own}.c.id))"),
        ]
    )


queries_ddl = ["CREATE EXTENSION x", "SELECT '%%'", "DROP TABLE %(table)s", "CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1; END"]


def execute(c, on="op", block=False):
    statement = c.weighted([(4, raw), (3, insert), (3, update), (2, delete), (4, selecting), (1, construct)])
    return call(f"{on}.execute", statement, c.keywords((0.06, "execution_options", ["{'a': 1}", "None", "{'autocommit': True}"])))
