"""Statements in which random scripts came upon rules of SQLAlchemy's that no other case shows."""


def lines(text):
    """One case a line."""
    return [f"op.execute({line})" for line in text.strip().split("\n") if line.strip() and not line.startswith("#")]


CONDITIONS = lines(r"""
select(t.c.id).where(True)
select(t.c.id).where(True, t.c.id == 5)
select(t.c.id).where(False, t.c.flag)
select(t.c.id).where(t.c.flag).where(True, True)
select(t.c.id).having(True).having(t.c.id == 5)
sa.update(t).where(True).where(t.c.id == 5).values(name='x')
sa.delete(t).where(text('a') != True, text('b') == None, t.c.flag)
select(t.c.id).where(sa.not_(t.c.flag.op('?', return_type=sa.Boolean())(t.c.name)), t.c.id == 5)
select(t.c.id).where(sa.not_(t.c.flag.op('?', is_comparison=True)(t.c.name)))
select(sa.not_(sa.not_(t.c.flag.op('?', return_type=sa.Boolean())(t.c.name))), sa.not_(t.c.flag + t.c.flag))
select(sa.not_(t.c.flag.collate('C')).label('x'), sa.not_((t.c.id == 5).label('y')))
select(t.c.id).where(sa.not_(t.c.doc['a'].as_boolean()), sa.not_(select(t.c.flag).scalar_subquery()))
select(t.c.id).where(sa.not_(func.max(t.c.flag).filter(t.c.id == 5)) == True)
select(t.c.name.op('->>', return_type=sa.Integer)('a') == 5.5, t.c.id.op('&', precedence=10)(5) + 5)
select(t.c.id == sa.any_(sa.null()), t.c.id == sa.all_(sa.null().label('x')))
select(sa.any_(t.c.tags).like('x'), sa.any_(t.c.tags).is_(None), sa.any_(t.c.tags).op('@', is_comparison=True)(5))
select(sa.not_(sa.any_(t.c.tags)))
select(sa.any_(t.c.tags) + 5)
select(t.c.id.in_([text('1'), 5]))
select(t.c.id).where(sa.between(t.c.at, text(''), t.c.n))
select(t.c.id).where(sa.between(t.c.at, text('a'), text('')))
select(t.c.id).order_by(text(''), t.c.id).group_by(text(''), t.c.id).having(text(''))
select(t.c.id).order_by(text('')).group_by(text('')).distinct(text(''), t.c.id)
select(func.f(t.c.id).within_group(text(''), t.c.id))
select(t.c.id).where(t.c.name.concat('a').match('1'))
select(t.c.id).where((t.c.id == 5).match(t.c.name.concat('b')))
select(t.c.id).where(sa.tuple_(t.c.name, t.c.id).match('x'))
""")

# Words that are added to a statement.
WORDS = lines(r"""
sa.insert(t).from_select(['id'], select(u.c.id).suffix_with('Y', 'Z')).returning(t.c.id)
select(t.c.id).where(t.c.id.in_(select(u.c.pet_id).suffix_with('Y')))
select(t.c.id).suffix_with('Y').union(select(u.c.pet_id).suffix_with('Y'))
select(select(t.c.id).suffix_with('Y', dialect='oracle').subquery('q').c.id)
sa.update(t).where(t.c.id == u.c.pet_id).values(name='x').with_hint('FORCE INDEX (q)', dialect_name='mysql')
sa.update(t).where(t.c.id == u.c.pet_id).values(name='x').with_hint('ONLY', selectable=u, dialect_name='postgresql')
sa.update(t).values(name='x').with_hint('A %(name)s', dialect_name='*').with_hint('ONLY', dialect_name='postgresql').with_hint('B', dialect_name='mysql')
sa.delete(t).where(t.c.id == u.c.pet_id).with_hint('ONLY', selectable=u, dialect_name='postgresql').with_hint('A', selectable=u, dialect_name='mysql')
select(t.c.id).join_from(t, u, t.c.id == u.c.pet_id).with_hint(u, 'A', 'mysql').with_hint(u, 'B %(name)s', 'mysql')
select(t.c.id).with_hint(t, 'USE INDEX (x)', 'mysql').with_hint(t, 'ONLY', 'postgresql')
(lambda q: select(q.c.id).with_hint(q, 'USE INDEX (x)', 'mysql'))(select(t.c.id).cte('x'))
""")

# What a join is made onto: found when the statement is written.
JOINS = lines(r"""
select(sa.literal(5).label('n')).outerjoin(u, sa.and_(t.c.id == u.c.pet_id, t.c.flag)).where(t.c.n != 1.5)
select(sa.literal(5)).join(u, t.c.id == u.c.pet_id)
select(func.count()).join(u, t.c.id == u.c.pet_id).select_from(t)
select(t.c.id).join(u)
select(t.c.id).join_from(t, u)
select(t.c.id, u.c.id).join(u.alias('z'), sa.true())
select(t.c.id).select_from(t, u).join(u.alias('z'), u.c.id == t.c.id)
select(t.c.id).select_from(t, u).join(u.alias('z'), u.c.id == 5)
select(t.c.id).select_from(t.alias('q'), t).join_from(t, u, t.c.id == u.c.pet_id)
select(t.c.id).select_from(t.alias('q'), t.alias('w')).join_from(t, u, t.c.id == u.c.pet_id)
select(t.c.id).select_from(select(t.c.id).subquery('q')).join_from(t, u, t.c.id == u.c.pet_id)
select(t.c.id).join(u, t.c.id == u.c.pet_id).with_only_columns(u.c.id).join(t.alias('q'), sa.true()).filter_by(name='x')
select(t.c).join_from(t, u, t.c.id == u.c.pet_id).filter_by(pet_id=5)
select(t.c).select_from(u).filter_by(pet_id=5)
select(t.c.id).where(sa.exists(select(sa.literal(1)).join(t, t.c.id == u.c.pet_id)).where(u.c.id == 5))
select(t.c.id).join(u, 'x')
select(t.c.id).join(5)
select(t.c.id).join_from('x', u)
""") + [
    "m = sa.MetaData()\n"
    "n = sa.Table('n', m, sa.Column('id', sa.Integer, primary_key=True), sa.Column('p', sa.ForeignKey('n.id')))\n"
    "b = sa.Table('b', m, sa.Column('id', sa.Integer), sa.Column('x', sa.ForeignKey('n.id')), sa.Column('y', sa.ForeignKey('n.id')))\n"
    "c = sa.Table('c', m, sa.Column('id', sa.Integer, primary_key=True), sa.Column('x', sa.ForeignKey('n.id')))\n"
    "d = sa.Table('d', m, sa.Column('id', sa.Integer), sa.Column('y', sa.ForeignKey('n.id')), sa.Column('cx', sa.Integer),\n"
    "    sa.ForeignKeyConstraint(['cx', 'id'], ['c.id', 'c.x']))\n" + line
    for line in lines(r"""
select(n.c.id).join(n.alias('a'))
select(n).join(c).join(d)
select(d.c.id).join(c).join(n)
select(n, c).join(d)
select(n.c.id).join(select(c).subquery('s'))
select(func.count()).join(n).where(c.c.id == 5)
select(n.c.id).join(b)
n.join(b).select()
select(n.c.id).join_from(n, u)
""")
]

# What selected columns are called.
LABELS = lines(r"""
select(t.c.id, t.c.id, t.c.id).set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
select(t.c.id, u.c.id, t.c.id, t.c.id.label('pet_id'), sa.column('x')).set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
select(t.c.id + 1, sa.cast(t.c.id, sa.Text), sa.cast(t.c.id, sa.Text), t.c.id).set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
select(sa.null(), sa.null(), t.c.flag, sa.not_(t.c.flag)).set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
(lambda a: select(t.c.id, a.c.id, a.c.id).set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL))(t.alias())
(lambda x: select(x.c.a, x.c.x_a).set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL))(sa.table('x', sa.column('a'), sa.column('x_a')))
select(t.c.id.label(None), t.c.id.label(None), (t.c.id + 1).label(None), func.lower('x').label(None))
select(sa.cast(t.c.id, sa.Text).label(None), sa.column('a b').label(None), sa.column('a(b%').label(None))
select(t.c.id.label(None)).order_by(t.c.id.label(None))
(lambda x: select(x, x).order_by(x))(t.c.id.label(None))
select(sa.column('n' * 130).label(None), sa.column('m' * 56).label(None))
select(getattr(func, 'f' * 80)(1), getattr(func, 'f' * 80)(2))
select(sa.table('x' * 60, sa.column('a')).alias().c.a, t.c.id.label('n' * 80))
select(sa.table('x' * 40, sa.column('a' * 40)).c['a' * 40]).set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
select(select(sa.table('x', sa.column('a' * 80))).subquery('z' * 80))
select(func.id(), t.c.id, u.c.id)
select(t.c.id, u.c.id).union(select(u.c.id, t.c.id))
select(t.c.id, t.c.id).union(select(t.c.id, t.c.id))
select(t.c.id, select(u.c.id, u.c.id, t.c.id).correlate(None).scalar_subquery().label('w'))
select(t.c.id).where(sa.exists(select(t.c.id, t.c.id, u.c.id)), t.c.id.in_(select(u.c.id, u.c.id)))
""")

# Columns of queries that others read from.
OUTPUTS = lines(r"""
select(select(t.c.id + 1).subquery())
select(select(t.c.id + 1, func.lower(t.c.name), func.lower(t.c.name)).subquery('q'))
select(select(t.c.id, t.c.id + 1, func.lower(t.c.name)).cte())
select(select(t.c.id, u.c.id).subquery())
select(select(t.c.id, u.c.id).set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL).subquery('s').c.pet_id)
(lambda s: select(s.c.count, s.c.id).where(s.c.count > 5).order_by(s.c.count.desc()))(select(func.count(), t.c.id).group_by(t.c.id).subquery())
(lambda s: select(s.c.max, s.c.max_1))(select(func.max(t.c.id), func.max(t.c.n)).subquery('x'))
(lambda s: select(s.c[0].label('q'), func.max(s.c[0])).where(s.c[0].in_([1, 2]), s.c[0] == 5))(select(t.c.id + 1, t.c.id).subquery())
(lambda s: select(s.c.id, s.c[1]).where(s.c[1] == 1))(select(t.c.id, func.row_number().over(order_by=t.c.id)).subquery())
(lambda s: select(select(s, s.c[0] + 1).subquery()))(select(t.c.id + 1).subquery())
(lambda s: select(s.union_all(select(s.c[0] + 1).where(s.c[0] < 5))))(select(t.c.id + 1).cte('c', recursive=True))
select(select(t.c.id + 1, t.c.id + 2).union(select(u.c.id + 1, u.c.id + 3)).subquery())
select(select(sa.not_(t.c.flag), t.c.flag, t.c.name.contains('x')).subquery())
select(select(sa.null(), sa.true(), sa.literal(5), t.c.id.label(None)).subquery())
select(select(text('x'), t.c.id).subquery())
select(select(t.c.id + 1).subquery().alias('q'))
select(t.alias('a').alias('b').c.id, t.alias().alias().c.id)
select(-t.c.id.label('a'), t.c.id.label('b').desc().nulls_last())
select(t.c.flag).order_by(sa.nullslast(-t.c.id), sa.nullslast(t.c.id.distinct()), sa.desc(t.c.id + 1))
select(func.coalesce(None, sa.true()).label('n') + func.any(t.c.id, 42, type_=sa.String(length=20)))
select(select(func.max(u.c.id)).where(u.c.pet_id == t.c.id).correlate(u).scalar_subquery()).filter_by(id=5)
select(t.c.id).select_from(t.alias('x')).filter_by(nope=5)
select(t.c.id).select_from(select(t.c.id).subquery('x')).filter_by(nope=5)
""")

# What is printed where nobody names a database.
PRINTED = lines(r"""
str(select(sa.column('order'), t.c.flag).where(t.c.at > datetime.datetime(2020, 1, 2), t.c.flag == True, t.c.name == "it's").compile(compile_kwargs={"literal_binds": True}))
str(sa.update(t).values(at=datetime.datetime(2020, 1, 2), flag=True, name="a\b").where(t.c.id.in_([1, 2])).compile(compile_kwargs={"literal_binds": True}))
str(sa.insert(t).values(born=datetime.date(2020, 1, 2), flag=None, name='x', n=decimal.Decimal('1.5')).compile(compile_kwargs={"literal_binds": True}))
str(sa.delete(t).where(t.c.name.like('a%')).compile(compile_kwargs={"literal_binds": True}))
str(select(t.c.id).limit(5).offset(6).compile(compile_kwargs={"literal_binds": True}))
str(select(t.c.id).where(t.c.id.in_([])).compile(compile_kwargs={"literal_binds": True}))
str(select(t.c.id).where(t.c.id == None, sa.not_(t.c.flag), sa.or_(t.c.flag, sa.false())))
str(select(sa.literal(uuid.UUID(int=5)), sa.literal(datetime.time(1, 2)), sa.literal(True)).compile(compile_kwargs={"literal_binds": True}))
str(select(sa.cast(t.c.id, sa.DateTime), sa.cast(t.c.id, postgresql.JSONB), sa.cast(t.c.id, mysql.TINYINT), sa.cast(t.c.id, sa.Uuid)))
str(select(t.c.id).distinct(t.c.id).with_for_update(nowait=True))
str(sa.update(t).values(name=u.c.name).where(t.c.id == u.c.id))
str(sa.delete(t).where(t.c.id == u.c.id))
str(t.c.name.is_distinct_from(t.c.raw))
str(t.c.name.concat(t.c.raw).regexp_match(t.c.name))
str(sa.extract('year', t.c.born) / t.c.id)
str(func.now())
str(sa.Sequence('x').next_value())
str(sa.exists(select(sa.column('order'))))
str(t.join(u, t.c.id == u.c.id)) + ' -- ' + str(t.alias('x')) + str(t) + str(sa.column('Order')) + str(u.c.id)
""") + [
    "x = sa.Table('X', sa.MetaData(), sa.Column('order', sa.Integer), schema='s')\nop.execute(str(x.c.order) + str(x) + str(select(x)))",
]

# Values, and types that can't have them.
VALUES = lines(r"""
select(sa.type_coerce(None, sa.Integer), sa.type_coerce(None, sa.JSON), sa.cast(None, sa.Integer), True)
select(sa.literal('x', sa.Integer().with_variant(sa.Text(), 'sqlite')))
select(sa.literal(datetime.date(2020, 1, 1), sa.Integer().with_variant(sa.Boolean(), 'sqlite', 'mysql')))
select(sa.type_coerce(datetime.time(23, 59, 59), postgresql.INTERVAL()))
select(sa.type_coerce(datetime.date(2020, 1, 1), postgresql.INTERVAL()) == t.c.id)
select(sa.type_coerce(datetime.timedelta(days=1), postgresql.INTERVAL()))
(lambda x: select(x, x.label('y'), func.max(x), x == 'a', t.c.id))(sa.column('x', mysql.SET('a', 'b', retrieve_as_bitwise=True)))
(lambda x: select(x, x.c.x).where(x.c.x.in_(select(x.c.x))))(sa.table('t', sa.column('x', mysql.SET('a', 'b', retrieve_as_bitwise=True))))
(lambda x: select(x).cte('c').select())(sa.column('x', sa.Text().with_variant(mysql.SET('a', retrieve_as_bitwise=True), 'mysql')))
select(t.c.doc['a'].astext.cast(sa.Integer) / 5, func.f(t.c.doc['a'].astext) // 5, func.f(t.c.doc['a'].astext) * 5)
select(sa.literal([], sa.Text().with_variant(sa.ARRAY(sa.Text), 'mysql', 'sqlite')), sa.literal([], sa.ARRAY(sa.Text)))
select(sa.column('a', sa.DOUBLE(10)))
select(sa.column('a', sa.DOUBLE(10)) + 5)
sa.delete(t).where(sa.column('a', sa.DOUBLE(10)) - None > t.c.id)
sa.insert(sa.table('q', sa.column('a', sa.DOUBLE(10)))).values(a=5)
""") + [
    f"op.bulk_insert(sa.table('o', sa.column('c', {ty})), [{{'c': {value}}}])"
    for ty in ("postgresql.UUID(as_uuid=True)", "sa.Uuid(as_uuid=False)", "sa.Text")
    for value in ("sa.null()", "sa.true()")
]

NAMED = {"paramstyle": "named", "literal_binds": True}

FILES = [
    ("found_conditions", NAMED, CONDITIONS),
    ("found_words", NAMED, WORDS),
    ("found_joins", NAMED, JOINS),
    ("found_labels", NAMED, LABELS),
    ("found_outputs", NAMED, OUTPUTS),
    ("found_printed", NAMED, PRINTED),
    ("found_values", NAMED, VALUES),
]
