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
            (0.4, ".select_from(func.generate_series(1, 5))"), (0.4, ".outerjoin_from(t, u, t.c.id == u.c.pet_id)"), (0.4, ".outerjoin(u, sa.and_(t.c.id == u.c.pet_id, t.c.Flag))"), (0.3, ".select_from(func.unnest(sa.literal_column('x')).table_valued('v', with_ordinality='o').render_derived())"),
            (0.3, lambda c: f".select_from(sa.tablesample(t, {c.choice(['5', 'func.bernoulli(5)', 'func.system(5), seed=func.random()'])}, name='ts'))"),
        ]
    )


def window(c):
    """A function over a window."""
    name = c.choice(["row_number", "rank", "lag", "sum", "count", "first_value"])
    arguments = [] if name in ("row_number", "rank") else [expressions.column(c)]
    parts = c.keywords((0.6, "partition_by", ["t.c.name", "[t.c.name, t.c.born]", "'name'", "['name', t.c.born]", "'q'"]), (0.8, "order_by", ["t.c.id", "[t.c.id.desc(), t.c.name]", "t.c.id.desc().nulls_last()", "'id'", "sa.desc('name')"]), (0.15, "rows", ["(None, 0)", "(-3, 3)", "(1, None)"]))
    found = f"{call(f'func.{name}', arguments)}{call('.over', parts)}"
    return found + c.choice(["", ".label('rn')", " + 1"])


def correlated(c):
    """A subquery of one value, which reads from the statement around it."""
    ending = c.choice(["", ".correlate(t)", ".correlate_except(u)", ".correlate(None)", ".correlate(u)"])
    return f"select({c.choice(['func.max(u.c.id)', 'func.count()', 'u.c.name'])}).where(u.c.pet_id == t.c.id){ending}.scalar_subquery(){c.choice(['', '.label(' + repr('m') + ')'])}"


def select(c, two=False):
    """sa.select(…)."""
    if two:
        listed = c.choice(["u.c.id, u.c.name", "t.c.id, t.c.name", f"u.c.id, {expressions.value(c)}"])
    else:
        listed = ", ".join(c.weighted([(5, lambda c: c.choice(["t.c.id", "t.c.name", "t.c.order", "u.c.name", "t.c.Flag"])), (4, lambda c: expressions.expression(c, 2)), (1, lambda c: f"({expressions.expression(c, 1)}).label({names.column(c)})"), (0.5, "t"), (0.3, "func.count()"), (0.3, "sa.literal_column('*')"), (0.4, window), (0.3, correlated), (0.2, "t.c"), (0.2, "'*'"), (0.2, "sa.exists(select(t.c.id)).label('e')"), (0.2, "func.jsonb_each(t.c.doc).scalar_table_valued('k')"), (0.2, lambda c: f"({expressions.column(c)}).label(None)")]) for _ in range(c.choice([1, 1, 2, 3])))
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
        found += c.choice([".distinct()", ".distinct(t.c.id)", ".distinct('name')", ".distinct('id', 'q')", ".distinct(t.c.id).distinct()", ".with_for_update()", ".with_for_update(nowait=True)", ".with_for_update(skip_locked=True, read=True)", ".with_for_update(key_share=True)", ".with_for_update(of=t)", ".with_for_update(of=[t.c.id, u.c.id], nowait=True)", ".filter_by(id=5)", ".correlate(u)", ".with_hint(t, 'USE INDEX (q)', 'mysql')", ".with_hint(t, 'ONLY', 'postgresql')", ".with_statement_hint('-- %q', 'sqlite')", ".order_by(None)", ".group_by(None)", ".set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)", ".set_label_style(sa.LABEL_STYLE_NONE)", ".add_cte(sa.delete(t).where(t.c.id > 5).cte('gone'))", ".prefix_with('X', dialect='mysql')", ".suffix_with('Y')"])
    return found


# Statements that read from what is made for them alone.
READERS = [
    "(lambda v: select(v.c.a))(sa.values(sa.column('a', sa.Integer), name='v').data([(1,), (2,)]).cte('c'))",
    "(lambda a: (lambda b: select(b.c.id))(a.union_all(select(t.c.id).join(a, t.c.order == a.c.id))))(select(t.c.id).where(t.c.order == None).cte('tree', recursive=True))",
    "(lambda a: select(t.c.id).join(a, a.c.id == t.c.id))(select(u.c.id).cte('c').prefix_with('MATERIALIZED', dialect='postgresql'))",
    "(lambda s: select(t.c.id, s.c.m).join(s, sa.true()))(select(func.max(u.c.id).label('m')).where(u.c.pet_id == t.c.id).lateral('s'))",
    "(lambda d: select(d.c.id))(sa.delete(t).returning(t.c.id).cte('d'))", "(lambda d: sa.insert(u).from_select(['id'], select(d.c.id)))(sa.update(t).values(name='x').returning(t.c.id).cte('d'))",
    "(lambda s: sa.delete(t).where(t.c.id.in_(select(s.c.id).where(s.c.rn > 1))))(select(t.c.id, func.row_number().over(partition_by=t.c.name, order_by=t.c.id).label('rn')).subquery())",
    "(lambda s: sa.update(t).values(order=s.c.rn).where(t.c.id == s.c.id))(select(t.c.id, func.row_number().over(order_by=t.c.id).label('rn')).subquery('n'))",
    "(lambda a: sa.update(t).values(name=a.c.name).where(t.c.id == a.c.id, a.c.born != None))(t.alias('a'))", "(lambda a: sa.delete(a).where(a.c.id == t.c.id, a.c.name > t.c.name))(t.alias('a'))",
    "select(select(t.c.id, u.c.id, func.lower(t.c.name), func.lower(u.c.name)).subquery('q'))", "select(sa.union(select(t.c.id), select(u.c.id)).subquery('q'))",
    "sa.update(t).values({t.c.name: 'x', u.c.name: 'y'}).where(t.c.id == u.c.pet_id)", "sa.update(t.join(u, t.c.id == u.c.pet_id)).values({t.c.name: 'x'})", "sa.update(t).values()",
    "(lambda j: select(j.c.pet_id).where(j.c.pet_name == 'x'))(t.join(t.alias('o'), sa.true()))", "sa.insert(sa.table('z', sa.column('a'))).values(a=sa.literal('x'))", "sa.insert(sa.table('z', sa.column('a'))).values(a='x')",
    "sa.insert(t).values([{'id': 1, 'name': func.lower('X')}, {'id': 2, 'name': None}])", "select(t.c.id).where(t.c.id.in_(sa.values(sa.column('a', sa.Integer)).data([(1,), (2,)]).scalar_values()))",
]


def selecting(c):
    at = c.random()
    if at < 0.75:
        return select(c)
    if at < 0.88:
        combine = c.choice(["union", "union_all", "except_", "intersect", "except_all", "intersect_all"])
        found = f"select(t.c.id).where({where(c)}).{combine}(select(u.c.id))" if c.chance(0.5) else f"sa.{combine}(select(t.c.id), select(u.c.id).where({expressions.condition(c, 1)}))"
        return found + c.choice(["", "", ".order_by('id')", ".limit(5)", ".group_by('id')", ".offset(2)", ".fetch(3)"])
    if at < 0.96:
        if c.chance(0.3):
            return c.choice(READERS)
        cte = f"select(t.c.id).where({where(c)}).cte({c.choice(['', repr('w'), repr('W x'), repr('w') + ', recursive=True', repr('w') + ', nesting=True'])})"
        return f"(lambda w: {c.choice(['select(w.c.id)', 'sa.delete(t).where(t.c.id.in_(select(w.c.id)))', 'sa.update(t).where(t.c.id == w.c.id).values(name=' + repr('x') + ')', 'sa.insert(t).from_select([' + repr('id') + '], select(w.c.id))', 'select(t).where(t.c.id.in_(select(w.c.id))).order_by(t.c.id)'])})({cte})"
    return f"(lambda a: select(a.c.id, t.c.id).where(a.c.id < t.c.id))(t.alias({c.choice(['', repr('a'), repr('Al')])}))"


def constraint_of(c, own):
    """A constraint over a column of a table."""
    name = c.choice(["'k'", "'My K'", "op.f('k')"])
    made = c.choice([f"sa.UniqueConstraint(q.c.id, name={name})", f"sa.CheckConstraint(q.c.id > 5, name={name})", f"sa.PrimaryKeyConstraint(q.c.id, name={name})", f"sa.ForeignKeyConstraint([q.c.id], [q.c.id], name={name})"])
    return f"(lambda q: {made})({own})"


def construct(c):
    """DDL constructs."""
    own = f"sa.Table({names.table(c)}, sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True), {columns.column(c)}{', schema=' + names.schema(c) if c.chance(0.2) else ''})"
    return c.weighted(
        [
            (2, lambda c: call("sa.schema.CreateSequence", columns.sequence(c), c.keywords((0.2, "if_not_exists", ["True"])))), (1, lambda c: call("sa.schema.DropSequence", columns.sequence(c), c.keywords((0.2, "if_exists", ["True"])))),
            (1, lambda c: call("sa.schema.CreateTable", own, c.keywords((0.2, "if_not_exists", ["True"])))), (1, lambda c: call("sa.schema.DropTable", own, c.keywords((0.2, "if_exists", ["True"])))),
            (1, lambda c: call("sa.schema.CreateSchema", names.schema(c), c.keywords((0.3, "if_not_exists", ["True"])))), (1, lambda c: call("sa.schema.DropSchema", names.schema(c), c.keywords((0.3, "if_exists", ["True"]), (0.3, "cascade", ["True"])))),
            (1, lambda c: f"sa.schema.{c.choice(['AddConstraint', 'DropConstraint'])}({constraint_of(c, own)})"), (0.6, lambda c: f"sa.schema.{c.choice(['SetTableComment', 'DropTableComment', 'CreateTable', 'DropTable'])}({own})"),
            (0.6, lambda c: f"sa.schema.{c.choice(['SetColumnComment', 'DropColumnComment'])}({own}.c.id)"), (0.5, lambda c: f"sa.schema.CreateColumn({columns.column(c)})"), (0.4, lambda c: f"str(sa.schema.{c.choice(['CreateTable', 'DropTable'])}({own}).compile(dialect={c.choice(['postgresql', 'mysql', 'sqlite'])}.dialect()))"),
            (1, lambda c: f"sa.DDL({c.choice(queries_ddl)!r})"), (0.5, lambda c: f"sa.schema.CreateIndex(sa.Index('ix', {own}.c.id))"),
        ]
    )


queries_ddl = ["CREATE EXTENSION x", "SELECT '%%'", "DROP TABLE %(table)s", "CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1; END"]


def execute(c, on="op", block=False):
    statement = c.weighted([(4, raw), (3, insert), (3, update), (2, delete), (4, selecting), (1, construct)])
    return call(f"{on}.execute", statement, c.keywords((0.06, "execution_options", ["{'a': 1}", "None", "{'autocommit': True}"])))
