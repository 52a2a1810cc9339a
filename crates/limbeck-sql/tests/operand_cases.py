"""Which operand of a comparison is asked first, what type a function has, what a subquery leaves to the query around it."""


def executed(text):
    """One statement a line."""
    return [f"op.execute({line})" for line in text.strip().split("\n")]


def selected(text):
    """One expression a line."""
    return [f"op.execute(select({line}))" for line in text.strip().split("\n")]


TABLE = "k = sa.Table('k', sa.MetaData(), sa.Column('b', sa.Integer), sa.Column('d', sa.Integer))\n"

COLUMNS = [TABLE + line for line in selected(r"""
sa.column('x') > k.c.b
sa.column('x') == k.c.b
t.c.n < k.c.b
k.c.b > sa.column('x')
sa.column('x') + k.c.b
sa.literal_column('q') > k.c.b
sa.literal_column('q') > sa.Column('b', sa.Integer)
sa.column('q') > sa.Column('b', sa.Integer)
sa.column('q') != sa.Column('b', sa.Boolean)
sa.column('q').is_(sa.Column('b', sa.Boolean))
sa.column('q').in_([sa.Column('b', sa.Boolean)])
sa.Column('b', sa.Integer) == sa.Column('c', sa.Integer)
""") + [
    "op.create_check_constraint('ck', 'x', sa.column('a') > sa.Column('b', sa.Integer))",
    "op.create_index('ix', 'x', ['a'], postgresql_where=sa.column('a') > sa.Column('b', sa.Integer))",
    "op.execute(sa.update(k).where(t.c.id == k.c.b).values(d=t.c.n))",
]]

CLASSES = selected(r"""
sa.column('h', postgresql.HSTORE).slice(postgresql.array(['k'])) > func.random()
sa.column('h', postgresql.HSTORE).keys() == func.lower('x')
func.lower('x') == sa.column('h', postgresql.HSTORE).vals()
func.lower('x') == func.max(t.c.n)
func.lower('x') >= func.now()
func.now() >= func.lower('x')
func.now() >= func.max(t.c.n)
func.max(t.c.n) < func.count()
sa.cast(1, sa.Integer) < sa.try_cast(2, sa.Integer)
sa.literal_column('a') < sa.column('b')
sa.literal_column('a') < sa.literal('b')
(t.c.id + 1) < (t.c.id + 2)
(-t.c.id) < sa.exists(select(t.c.id))
sa.not_(t.c.id) < sa.exists(select(t.c.id))
sa.and_(t.c.id, t.c.n) == postgresql.array([1,2])
postgresql.array([1,2]) == sa.and_(t.c.id, t.c.n)
sa.tuple_(1,2) < sa.tuple_(t.c.id, t.c.n)
sa.true() == sa.and_(t.c.id, t.c.n)
sa.literal(1) < sa.bindparam('x', 5)
sa.type_coerce(1, sa.Integer) < sa.cast(1, sa.Integer)
t.c.id.label('a') < t.c.n.label('b')
t.c.id.collate('C') < t.c.n.collate('D')
(t.c.id + 1) < t.c.n.collate('D')
(t.c.id + 1) < t.c.name.in_([1])
(t.c.id == 1) < sa.any_(postgresql.array([1]))
sa.extract('year', t.c.at) < sa.extract('month', t.c.at)
func.count(t.c.id).filter(t.c.n > 1) < func.max(t.c.n)
func.rank().over() < func.max(t.c.n)
select(t.c.id).scalar_subquery() < select(t.c.n).scalar_subquery()
(t.c.id == 1) < sa.all_(postgresql.array([1]))
t.c.id.is_(None) < sa.not_(t.c.id > 5)
func.foo() == func.sum(t.c.id)
func.foo() == func.coalesce(t.c.id, 1)
func.foo() != func.current_timestamp()
func.foo() + func.sum(t.c.id)
func.json_agg(t.c.id)
func.json_agg(t.c.id) + func.foo()
func.string_agg(t.c.name, ',') + 'x'
(t.c.id + t.c.id + t.c.id) == postgresql.array([1])
(t.c.id + t.c.id) == postgresql.array([1])
(t.c.id + t.c.id + t.c.id) < sa.and_(t.c.id, t.c.n)
(t.c.id * t.c.id * t.c.id) < sa.or_(t.c.id, t.c.n)
func.lower('x') == func.to_tsvector('a')
func.lower('x') < func.to_tsvector('english', 'a')
func.lower('x') < func.plainto_tsquery('a')
func.lower('x') < func.ts_headline('a', 'b')
func.lower('x') < postgresql.to_tsvector('a')
func.lower('x') < func.random()
func.lower('x') < func.pow(2, 3)
func.lower('x') < func.user()
func.lower('x') < func.rank()
func.lower('x') < func.mode()
func.lower('x') < func.hstore('a', 'b')
func.lower('x') < postgresql.hstore('a', 'b')
(t.c.id == 1) < mysql.match(t.c.name, against='x')
(t.c.id + 1) > mysql.match(t.c.name, against='x')
(~t.c.flag) == sa.exists(select(t.c.id))
t.c.id.distinct() == sa.exists(select(t.c.id))
~t.c.id.bitwise_not() == sa.exists(select(t.c.id))
t.c.id.bitwise_not() == sa.exists(select(t.c.id))
~sa.exists(select(t.c.id)) == sa.exists(select(t.c.id))
sa.exists(select(t.c.id)) == ~sa.exists(select(t.c.id))
sa.any_(postgresql.array([1])) == sa.exists(select(t.c.id))
(-t.c.id) == sa.any_(postgresql.array([1]))
(-t.c.id) == sa.exists(select(t.c.id)).correlate(t)
(-t.c.id) == t.c.id.is_(None)
(-t.c.id) == t.c.flag.is_(True)
t.c.id.desc() == sa.exists(select(t.c.id))
t.c.id.collate('C') == sa.exists(select(t.c.id))
(t.c.flag == True) == sa.exists(select(t.c.id))
sa.literal(1) == op.inline_literal(5)
op.inline_literal(5) == sa.literal(1)
sa.bindparam('x', 1) == op.inline_literal(5)
sa.literal(1) < t.c.id
select(t.c.id).scalar_subquery() == sa.exists(select(t.c.id))
sa.literal(1) == text('x')
(t.c.id == 5) == text('x')
t.c.id == text('x')
text('x') == t.c.id
sa.cast(False, sa.Text()) >= sa.try_cast(t.c.id, sa.Integer)
sa.cast(t.c.id, sa.Text()) >= sa.try_cast(t.c.id, sa.Integer)
sa.Sequence('s').next_value() < func.lower('x')
func.lower('x') < sa.Sequence('s').next_value()
""")

FUNCTIONS = selected(r"""
postgresql.aggregate_order_by(t.c.id, t.c.n) < func.max(t.c.n)
func.concat('a') == func.array_agg(t.c.id)
func.array_agg(postgresql.aggregate_order_by(sa.column('id'), sa.column('n').asc())) + func.lower('x')
func.array_agg(postgresql.aggregate_order_by(t.c.id, sa.column('n').asc())) + func.lower('x')
func.array_agg(t.c.id) + func.lower('x')
func.array_agg(t.c.id) + 5
func.array_agg(t.c.id) + [5]
func.array_agg(sa.column('x')) + func.lower('x')
func.array_agg(sa.column('x')) + sa.column('y')
func.array_agg(sa.column('x')) == sa.column('y')
func.array_agg(sa.column('x')).contains([1])
postgresql.array_agg(sa.column('x')).contains([1])
postgresql.array_agg(sa.column('x', sa.ARRAY(sa.Integer))).contains([1])
postgresql.array_agg(sa.column('x', postgresql.ARRAY(sa.Integer))).contains([1])
func.array_agg(sa.column('x', postgresql.ARRAY(sa.Integer))).contains([1])
func.array_agg(sa.column('x', sa.Integer))[1]
func.array_agg(sa.column('x', sa.Integer)).any(5)
func.array_agg(sa.column('x', sa.Integer), type_=postgresql.ARRAY(sa.Integer)).contains([1])
func.array_agg(sa.distinct(t.c.id))
func.array_agg(sa.distinct(t.c.id)) + func.foo()
func.array_agg(sa.cast(t.c.id, sa.String)) + ['a']
func.array_cat(func.array_agg(t.c.id), [1])
func.json_agg(t.c.id)
func.json_agg(t.c.id) + func.foo()
func.lower(t.c.name) + 'x'
func.upper(t.c.name) + t.c.name
t.c.name + func.lower(t.c.name)
'x' + func.lower(t.c.name)
func.lower(t.c.name) == 5
func.length(t.c.name) + 5
func.length(t.c.name) + 'a'
func.length(t.c.name) == True
func.length(t.c.name) / 2
func.length(t.c.name) // 2
func.lower(t.c.name).like('x%')
func.lower(t.c.name).contains('x%')
func.lower(t.c.name).in_(['x', 1])
func.lower(t.c.born) - datetime.timedelta(days=1)
func.localtime() - datetime.timedelta(days=1)
func.localtime() - func.now()
func.localtime() == datetime.datetime(2020,1,2)
func.localtime() == datetime.time(1,2)
func.current_time() == datetime.time(1,2)
func.current_date() == datetime.date(2020,1,2)
func.current_date() == '2020'
func.row_number().over() + 1
func.upper(t.c.doc)['a']
func.lower(t.c.name).desc()
func.lower(True) == True
sa.case((func.lower(t.c.flag), 1))
sa.and_(func.lower(t.c.flag), t.c.id)
sa.not_(func.lower(t.c.flag))
sa.not_(func.coalesce(t.c.flag, True))
func.akeys(t.c.doc) + ['a']
func.defined(t.c.doc, 'x')
sa.not_(func.defined(t.c.doc, 'x'))
func.delete(t.c.doc, 'x') + func.slice(t.c.doc, ['a'])
func.Lower(t.c.name) + 'x'
func.coalesce(func.lower(t.c.name), 'x') + 'x'
func.coalesce(None, t.c.name) + 'x'
func.max(func.lower(t.c.name)) + 'x'
func.sum(t.c.n) + 1
func.sum(t.c.name) + 'a'
func.concat(t.c.name, 'x') + 'a'
func.char_length(t.c.name) + 'a'
func.user() + 'a'
""")

CORRELATED = executed(r"""
select(func.max(1)).select_from(sa.tablesample(t, 5)).filter_by(id=5)
select(t.c.name).select_from(sa.tablesample(t, func.system(5), name='ts')).filter_by(id=5)
select(t.c.id).where(sa.exists(select(u.c.id).where(u.c.pet_id == t.c.id)))
select(t.c.id).where(sa.exists(select(u.c.id).where(u.c.pet_id == t.c.id)).correlate(t))
select(t.c.id).where(sa.exists(select(u.c.id).where(u.c.pet_id == t.c.id).correlate(t)))
select(t.c.id).where(sa.exists(select(u.c.id).where(u.c.pet_id == t.c.id).correlate(None)))
select(t.c.id).where(sa.exists(select(u.c.id).where(u.c.pet_id == t.c.id).correlate_except(u)))
select(t.c.id).where(sa.exists(select(u.c.id).where(u.c.pet_id == t.c.id)).correlate_except(u))
select(t.c.id).where(sa.exists().where(u.c.pet_id == t.c.id).correlate(t))
select(t.c.id).where(sa.exists().where(u.c.pet_id == t.c.id))
select(t.c.id).where(~sa.exists(select(u.c.id).where(u.c.pet_id == t.c.id)).correlate(t))
select(t.c.id, select(u.c.name).where(u.c.pet_id == t.c.id).correlate(t).scalar_subquery())
select(t.c.id, select(u.c.name).where(u.c.pet_id == t.c.id).scalar_subquery().correlate(t))
select(t.c.id, select(u.c.name).where(u.c.pet_id == t.c.id).scalar_subquery().correlate(t).label('x'))
select(t.c.id, select(u.c.name).where(u.c.pet_id == t.c.id).scalar_subquery().correlate_except(u))
select(t.c.id, select(u.c.name).where(u.c.pet_id == t.c.id).scalar_subquery().correlate(None))
select(t.c.id, select(t.c.name).correlate(t).scalar_subquery())
select(t.c.id, select(t.c.name).scalar_subquery().correlate(t))
select(t.c.id, select(t.c.name).correlate(None).scalar_subquery())
select(t.c.id).where(t.c.id == select(t.c.name).correlate(t).scalar_subquery())
select(t.c.id).where(t.c.id.in_(select(u.c.pet_id).where(u.c.name == t.c.name).correlate(t)))
sa.update(t).values(name=select(u.c.name).where(u.c.pet_id == t.c.id).scalar_subquery())
sa.update(t).values(name=select(u.c.name).where(u.c.pet_id == t.c.id).correlate(t).scalar_subquery())
sa.update(t).values(name=select(u.c.name).where(u.c.pet_id == t.c.id).scalar_subquery().correlate(t))
sa.update(t).values(name=select(t.c.name).limit(1).scalar_subquery())
sa.update(t).values(name=select(t.c.name).correlate(None).limit(1).scalar_subquery())
sa.delete(t).where(sa.exists(select(u.c.id).where(u.c.pet_id == t.c.id)))
sa.delete(t).where(~sa.exists().where(u.c.pet_id == t.c.id))
sa.delete(t).where(t.c.id.not_in(select(u.c.pet_id)))
sa.delete(t).where(t.c.id == select(func.max(t.c.id)).scalar_subquery())
sa.delete(t).where(t.c.id == select(func.max(t.c.id)).correlate(None).scalar_subquery())
sa.insert(t).from_select(['id'], select(u.c.id).where(~sa.exists(select(t.c.id).where(t.c.id == u.c.id))))
sa.insert(t).from_select(['id'], select(u.c.id).where(~sa.exists(select(t.c.id).where(t.c.id == u.c.id)).correlate(u)))
sa.insert(t).values(id=select(func.max(t.c.id)).scalar_subquery())
sa.insert(t).values(id=select(func.max(u.c.id)).where(u.c.id == t.c.id).correlate(t).scalar_subquery())
""")

CASES = selected(r"""
sa.case({1:'a',2:'b'}, value=sa.column('n',postgresql.MACADDR), else_=sa.column('x'))
sa.case({1:'a',2:'b'}, value=sa.column('n',sa.String), else_=sa.column('x'))
sa.case({'1':'a','2':'b'}, value=sa.column('n',sa.Integer), else_=sa.column('x'))
sa.case({'1':'a','2':'b'}, value=sa.column('n',sa.Date), else_=5)
sa.case({True:'a',None:'b'}, value=sa.column('n',sa.Date), else_=5)
sa.case({datetime.date(2020,1,2):'a'}, value=sa.column('n',sa.Enum('a','b')), else_=5)
sa.case({'c':'a'}, value=sa.column('n',sa.Enum('a','b')), else_=5)
sa.case({'a':1}, value='x', else_=5)
sa.case({1:'a'}, value=func.max(t.c.id))
sa.case((sa.column('a',sa.Boolean),1),(True,2))
sa.case((sa.column('a',sa.Boolean),1),(sa.column('a')==1,sa.column('b',postgresql.MACADDR)),else_=7)
sa.case({(1,2):'a'}, value=sa.tuple_(t.c.id,t.c.n))
sa.case({b'x':'a'}, value=sa.column('n',sa.LargeBinary))
sa.case({sa.literal(1):'a', sa.column('z'):2}, value=sa.column('n',sa.LargeBinary))
sa.case({1:None}, value=sa.column('n',postgresql.JSONB))
sa.case({1:[1]}, value=sa.column('n',postgresql.JSONB))
sa.case({1.5:Decimal('1')}, value=sa.column('n',postgresql.UUID), else_=sa.null())
sa.case({1:1}, value=sa.column('n',postgresql.INET)) == 5
sa.case({1:sa.column('q',postgresql.INET)}, value=sa.column('n',postgresql.INET)) == 5
sa.case((t.c.id==1, 1),(t.c.id==2,'x')) + 'q'
sa.case((t.c.id==1, 'x'),(t.c.id==2,1)) + 'q'
sa.case((t.c.id==1, 'x'),(t.c.id==2,1)) + 2
sa.case((t.c.id==1, sa.null()),(t.c.id==2,t.c.name),(t.c.id==2,sa.null())) + 'q'
sa.case((t.c.id==1, t.c.at),(t.c.id==2,t.c.id)) + 'q'
sa.case((t.c.id==1, t.c.id),(t.c.id==2,t.c.at)) - t.c.at
sa.case((t.c.id==1, t.c.id),(t.c.id==2,t.c.n),else_=t.c.name) / 2
sa.case(((t.c.id==1), t.c.id),else_='5').concat('x')
sa.case({uuid.UUID('12345678-1234-5678-1234-567812345678'):Decimal('1.0')}, value=t.c.name, else_='5')
sa.case({datetime.timedelta(1):datetime.time(1,2)}, value=t.c.name, else_='5')
""")

DOCUMENTS = {
    "text": "sa.column('j', postgresql.JSONB)['a'].astext",
    "cast": "sa.column('j', sa.JSON)['a'].as_string()",
    "path": "sa.column('j', sa.JSON)[('a', 'b')]",
    "key": "sa.column('j', postgresql.JSONB)['a'].has_key('x')",
}

# In which operators what is taken out of a document has brackets.
BRACKETS = [f"doc = {document}\n{line}" for document in DOCUMENTS.values() for line in selected(r"""
doc.between(1, 2)
doc.in_([1])
doc.not_in([1])
doc + 'x'
doc - 1
doc * 1
doc == 'x'
doc.is_(None)
doc.contains('x')
doc.icontains('x')
doc.startswith(doc)
doc.istartswith(doc)
doc.ilike(doc)
doc.not_ilike(doc)
doc.regexp_match(doc)
doc.regexp_replace(doc, 'y')
doc.match('x')
doc.concat('x')
sa.literal('x').concat(doc)
doc.bitwise_xor(5)
doc.bitwise_and(5)
doc.bitwise_lshift(5)
~doc
-doc
doc.op('@@', is_comparison=True)(5)
doc.collate('C')
sa.not_(doc == 'x')
sa.and_(doc, doc)
sa.or_(doc == 'x', doc)
(doc % 5) % doc
(doc % 5) + 5
(doc / 5) % doc
(doc // 5) + doc
doc.distinct()
sa.distinct(doc)
doc.nulls_first()
func.lower(doc) + 'x'
func.lower(doc) == 'x'
sa.cast(doc, sa.Integer) == 5
sa.case((doc == 'x', doc), else_=doc) == doc
sa.extract('year', doc) + 1
doc.label('x')
sa.tuple_(doc, doc) == sa.tuple_(1, doc)
sa.tuple_(doc, doc).in_([(1, 2)])
sa.any_(doc)
doc == sa.any_(doc)
postgresql.array([doc, doc])
postgresql.array([doc, doc]) == doc
select(doc).scalar_subquery() == doc
sa.exists().where(doc)
func.max(doc).filter(doc == 'x')
func.max(doc).over(partition_by=doc, order_by=doc) + 5
func.max(doc).within_group(doc) == doc
sa.type_coerce(doc, sa.Integer) + 5
(doc.label('q') + 5)
doc[1]
doc.self_group() + 5
""")] + selected(r"""
sa.column('id', sa.JSON)['a', 1].as_string() % datetime.timedelta(days=1, seconds=2)
sa.column('id', sa.JSON)['a', 1].as_string() % 5
sa.column('id', sa.JSON)['a', 1].as_string() + 'x'
sa.column('id', sa.JSON)['a', 1].as_integer() % 5
sa.column('id', sa.JSON)['a'].as_string() % 5
sa.column('id', sa.JSON)['a'].as_string() % func.now()
sa.column('id', sa.JSON)['a'].as_string() / func.now()
sa.column('id', sa.JSON)['a'].as_string() // func.now()
sa.column('id', sa.JSON)['a'].as_string().op('@@')(func.now())
sa.column('id', sa.JSON)['a'].as_boolean() % 5
sa.column('id', sa.JSON)['a'].as_float() % 5
sa.column('id', sa.JSON)['a'].as_json() % 5
sa.column('id', postgresql.JSONB)['a'].astext % 5
sa.column('id', postgresql.JSONB)[('a','b')].astext % 5
sa.column('id', sa.JSON)['a'].as_string().collate('C')
sa.column('id', sa.JSON)['a'].as_string().desc()
func.lower(sa.column('id', sa.JSON)['a'].as_string())
sa.cast(sa.column('id', sa.JSON)['a'].as_string() ,sa.Integer)
sa.cast(sa.column('id', sa.JSON)['a'].as_string() % 5,sa.Integer)
-sa.column('id', sa.JSON)['a'].as_integer()
sa.column('id', sa.JSON)['a'].as_string().in_(['a'])
sa.column('id', sa.JSON)['a'].as_string().like('a')
sa.column('id', sa.JSON)['a'].as_string() == None
5 % sa.column('id', sa.JSON)['a'].as_string()
sa.extract('year', sa.column('id', sa.JSON)['a'].as_string() % 5)
sa.cast(sa.column('a')+1, sa.Integer) % 5
sa.cast(sa.column('a', sa.JSON)['b'], sa.Integer) % 5
sa.column('a', sa.String) % 5
sa.column('a', sa.String).label('q') % 5
(sa.column('a', sa.Integer)+5) % 5
(sa.column('a', sa.Integer)+5).label('q') % 5
sa.cast((sa.column('a', sa.Integer)+5).label('q'),sa.String) % 5
func.x(sa.column('a', sa.Integer)+5) % 5
sa.type_coerce(sa.column('a', sa.JSON)['b'], sa.String) % 5
sa.type_coerce(sa.column('a')+1, sa.String) % 5
sa.type_coerce(sa.column('a')+1, sa.String) + 'x'
sa.type_coerce(sa.column('a')+1, sa.Integer) * 5
sa.cast(sa.type_coerce(sa.column('a')+1, sa.Integer),sa.String)
sa.case((sa.column('a'),sa.column('a')+1)) % 5
sa.cast(sa.and_(sa.column('a'),sa.column('a')+1),sa.Text) % 5
""")

# What strings mean by which is ordered, grouped, made distinct or divided into windows.
STRINGS = r"""
op.execute(select(t.c.id).select_from(func.generate_series(1, 5).table_valued('n')).group_by('n'))
op.execute(select(t.c.id).select_from(func.generate_series(1, 5).table_valued('n', name='q')).group_by('n'))
op.execute(select(t.c.id).select_from(func.generate_series(1, 5).table_valued('n').alias('q')).group_by('n'))
op.execute(select(t.c.id).select_from(func.generate_series(1, 5).table_valued('n').render_derived()).order_by('n'))
op.execute(select(t.c.id).select_from(func.generate_series(1, 5).alias('n')).group_by('n'))
op.execute(select(t.c.id).select_from(func.generate_series(1, 5).alias('n')).group_by('n.id'))
op.execute(select(t.c.id).select_from(sa.values(sa.column('v'), name='w').data([(1,)])).group_by('v'))
op.execute(select(t.c.id).select_from(select(u.c.name.label('zz')).subquery('w')).group_by('zz'))
op.execute(select(t.c.id).select_from(select(u.c.name.label('zz')).cte('w')).group_by('zz'))
op.execute(select(t.c.id).select_from(select(u.c.name.label('zz')).lateral('w')).group_by('zz'))
op.execute(select(t.c.id).select_from(u.tablesample(5, name='w')).group_by('pet_id'))
op.execute(select(t.c.id).select_from(u.alias('w')).group_by('pet_id'))
op.execute(select(t.c.id).select_from(t.join(u.alias('w'), sa.true())).group_by('pet_id'))
op.execute(select(t.c.id).select_from(t.join(u.alias('w'), sa.true())).group_by('name'))
op.execute(select(t.c.id).join(u, sa.true()).group_by('name'))
op.execute(select(t.c.id).join(u, sa.true()).group_by('pet_id'))
op.execute(select(t.c.id).where(u.c.id == t.c.id).group_by('pet_id'))
op.execute(select(t.c.id).where(u.c.id == t.c.id).order_by('pet_id'))
op.execute(select(t.c.id).where(u.c.id == t.c.id).order_by(sa.desc('pet_id')))
op.execute(select(t.c.id).where(sa.exists(select(u.c.id))).order_by(sa.desc('pet_id')))
op.execute(select(t.c.id, func.unnest(t.c.n).column_valued('cv')).order_by('cv'))
op.execute(select(t.c.id).select_from(func.unnest(t.c.n).column_valued('cv')).order_by('cv'))
op.execute(select(t.c.id).select_from(func.json_each(t.c.doc).table_valued('key', 'value', joins_implicitly=True)).order_by('key', 'value', 'id'))
op.execute(select(func.json_each(t.c.doc).table_valued('key', 'value').c.key).order_by('value'))
op.execute(select(t.c.id).select_from(select(text('q')).subquery('w')).group_by('q'))
op.execute(select(t.c.id).select_from(text('w')).group_by('name'))
op.execute(select(t.c.id).select_from(select(t.c.id, u.c.id).subquery('w')).order_by('id', 'id_1'))
op.execute(select(sa.literal(5)).select_from(select(t.c.id, u.c.id).subquery('w')).order_by('id', 'id_1'))
op.execute(select(t.c.id).distinct('name'))
op.execute(select(t.c.id).distinct('zzz'))
op.execute(select(t.c.id.label('zz')).distinct('zz'))
op.execute(select(sa.literal(5), sa.column('k', sa.DOUBLE_PRECISION(53))))
op.execute(select(sa.column('k', sa.DOUBLE_PRECISION(53)).label('x')))
op.execute(select(sa.column('k', sa.DOUBLE_PRECISION(53).with_variant(postgresql.INTERVAL(3),'postgresql')).label('x')))
op.execute(select(sa.column('k', sa.DOUBLE_PRECISION(53).with_variant(postgresql.INTERVAL(3),'postgresql'))))
op.execute(select(sa.column('k', sa.DOUBLE_PRECISION(53, asdecimal=True))))
op.execute(select(sa.column('k', sa.Double(53))))
op.execute(select(sa.column('k', sa.Float(53))))
op.execute(select(sa.column('k', sa.Double(53)) + 5))
op.execute(select(sa.type_coerce(5, sa.Double(53))))
op.execute(select(sa.literal(5.5, sa.Double(53))))
op.execute(select(sa.column('k')).order_by(sa.column('k', sa.Double(53))))
op.execute(select(sa.column('k')).where(sa.column('k', sa.Double(53)) == 5))
op.execute(select(sa.column('k')).where(sa.column('k', sa.Double(53)) == sa.column('z')))
op.execute(select(sa.column('k', sa.Double(53))).subquery().select())
op.execute(select(select(sa.column('k', sa.Double(53))).scalar_subquery()))
op.execute(sa.insert(sa.table('z', sa.column('k', sa.Double(53)))).values(k=5))
op.execute(sa.insert(sa.table('z', sa.column('k', sa.Double(53)))).values(k=sa.column('v')))
op.execute(sa.update(sa.table('z', sa.column('k', sa.Double(53)))).values(k=sa.column('v')))
op.execute(sa.update(sa.table('z', sa.column('k', sa.Double(53)))).values(k=sa.null()))
op.execute(sa.delete(sa.table('z', sa.column('k', sa.Double(53)))).returning(sa.column('k', sa.Double(53))))
op.execute(sa.delete(sa.table('z', sa.column('k', sa.Double(53)))))
op.execute(select(sa.literal(5)).select_from(func.generate_series(1, 5).table_valued('n')).group_by('n'))
op.execute(select(sa.literal_column('*')).select_from(func.generate_series(1, 5).table_valued('n')).group_by('n'))
op.execute(select(sa.literal(5).label('x')).select_from(func.generate_series(1, 5).table_valued('n')).group_by('n'))
op.execute(select(sa.distinct(sa.column('c', sa.Integer)) * 2).select_from(func.generate_series(1, 5).table_valued('n')).group_by('n'))
op.execute(select(sa.literal(5)).select_from(func.generate_series(1, 5).table_valued('n')).order_by('n'))
op.execute(select(sa.literal(5)).select_from(u).order_by('name'))
op.execute(select(t.c.id.label('x'), t.c.name.label('x')).order_by('x'))
op.execute(select(t.c.id.label('x'), t.c.name.label('x')).group_by('x'))
op.execute(select(t.c.id, u.c.id).order_by('id'))
op.execute(select(t.c.id, u.c.id).group_by('id'))
op.execute(select(u.c.id, t.c.id).group_by('id'))
op.execute(select(u.c.id).where(t.c.id == 5).group_by('id'))
op.execute(select(t.c.id.label('name'), t.c.name).group_by('name'))
op.execute(select(t.c.id.label('name'), t.c.name).order_by('name', sa.desc('name')))
op.execute(select(t.c.id.label('name'), t.c.name).distinct('name'))
op.execute(select(t.c.id.label('name')).distinct('name').order_by('name'))
op.execute(select(t.c.id.label('name')).distinct('name', t.c.n).order_by('name'))
op.execute(select(t.c.id.label('name')).distinct('name').distinct(t.c.n))
op.execute(select(t.c.id.label('name')).distinct('name').distinct())
op.execute(select(t.c.id.label('name')).distinct().distinct('name'))
op.execute(select((t.c.id + 5).label('q')).distinct((t.c.id + 5).label('q')))
op.execute(select((t.c.id + 5).label('q')).distinct(sa.text('q')))
op.execute(select((t.c.id + 5).label('q')).distinct(func.lower('q')))
op.execute(select((t.c.id + 5).label('q')).distinct(sa.desc('q')))
op.execute(select((t.c.id + 5).label('q')).distinct(5))
op.execute(select(t.c.id).distinct('pet_id'))
op.execute(select(t.c.id).order_by('pet_id'))
op.execute(select(t.c.id).order_by('pet.id'))
op.execute(select(func.count(t.c.id)).order_by('count_1'))
op.execute(select(func.count(t.c.id)).order_by('count'))
op.execute(select(sa.cast(t.c.id, sa.String)).order_by('id'))
op.execute(select(sa.cast(t.c.id, sa.String)).select_from(u).order_by('pet_id'))
op.execute(select(t.c.id).union(select(u.c.id)).order_by('id'))
op.execute(select(t.c.id).union(select(u.c.id)).order_by('pet_id'))
op.execute(select(t.c.id.label('q')).union(select(u.c.id)).order_by(sa.desc('q')))
op.execute(select(t.c.id).union(select(u.c.id)).group_by('id'))
op.execute(select(func.row_number().over(order_by='id', partition_by='name'), t.c.id))
op.execute(select(func.row_number().over(order_by=sa.desc('zz')), t.c.id.label('zz')))
op.execute(select(func.row_number().over(order_by=sa.desc('zzz')), t.c.id.label('zz')))
op.execute(select(func.array_agg(postgresql.aggregate_order_by(t.c.id, sa.desc('name')))))
op.execute(select(func.max(t.c.id).filter(t.c.n > 5).over(order_by='name')))
op.execute(sa.update(t).values(id=select(u.c.id).order_by('name').limit(1).scalar_subquery()))
op.execute(sa.insert(t).from_select(['id'], select(u.c.id).order_by('name')))
op.execute(sa.insert(t).from_select(['id'], select(u.c.id).distinct('name')))
op.execute(select(select(u.c.id).distinct('name').subquery('q')))
op.execute(select(t.c.id).where(t.c.id.in_(select(u.c.id).order_by('name'))))
op.execute(select(t.c.id).with_for_update(of='pet'))
op.execute(select(sa.literal(5)).select_from(func.now()))
op.execute(select(sa.literal(5)).select_from(text('a b')))
op.execute(select(sa.literal(5)).select_from(select(t.c.id)))
op.execute(select(sa.literal(5)).select_from(select(t.c.id).scalar_subquery()))
op.execute(select(sa.literal(5)).select_from(sa.exists(select(t.c.id))))
op.execute(select(sa.literal(5)).select_from(func.count().filter(t.c.id == 5)))
op.execute(select(sa.literal(5)).select_from(func.count().over()))
op.execute(select(sa.literal(5)).select_from(sa.func.next_value(sa.Sequence('s'))))
op.execute(select(sa.literal(5)).select_from(sa.Sequence('s').next_value()))
op.execute(select(sa.literal(5)).select_from(sa.literal_column('x')))
op.execute(select(sa.literal(5)).select_from(sa.cast(5, sa.Integer)))
op.execute(select(sa.literal(5)).select_from(None))
op.execute(select(sa.literal(5)).select_from(5))
op.execute(select(t.c.id).distinct(None))
op.execute(select(t.c.id).distinct(t.c.id, None))
op.execute(select(t.c.id).group_by(None))
op.execute(select(t.c.id).group_by(t.c.id, None))
op.execute(select(t.c.id).group_by(5))
op.execute(select(t.c.id).order_by(5))
op.execute(select(t.c.id).order_by(t.c.id, None))
op.execute(select(t.c.id).order_by(True))
op.execute(select(t.c.id).distinct(True))
op.execute(select(t.c.id).distinct(text('x')))
op.execute(select(t.c.id).distinct(select(u.c.id).scalar_subquery()))
op.execute(select(func.max(t.c.id).over(partition_by=5)))
op.execute(select(func.max(t.c.id).over(partition_by=['id', t.c.n])))
op.execute(select(func.max(t.c.id).over(partition_by=('id', 'n'), order_by=['at', sa.desc('name')])))
op.execute(select(func.max(t.c.id).over(partition_by='zz')))
op.execute(select(func.max(t.c.id).over(partition_by=t.c.id.label('zz')), t.c.id.label('zz')))
op.execute(select(func.max(t.c.id).over(order_by=t.c.id.label('zz')), t.c.id.label('zz')))
op.execute(select(t.c.id).where(func.max(t.c.id).over(partition_by='name') > 5))
op.execute(select(t.c.id).with_for_update(of=[t, u]))
op.execute(select(t.c.id).with_for_update(of=[t.c.id, t.c.name]))
op.create_index('ix', 'pet', [func.max(sa.column('a')).over(partition_by='name', order_by='b')])
op.create_check_constraint('ix', 'pet', func.max(sa.column('a')).over(partition_by='name', order_by='b') > 5)
op.execute(sa.update(t).values(id=func.max(t.c.id).over(partition_by='name')))
op.execute(sa.delete(t).where(func.max(t.c.id).over(order_by='name') > 5))
op.execute(sa.delete(t).where(func.max(t.c.id).over(partition_by='name') > 5))
op.execute(select(t.c.id).order_by(None, t.c.id))
op.execute(select(t.c.id).order_by(t.c.n).order_by(None).order_by(t.c.id))
op.execute(select(func.max(t.c.id).over(partition_by=[None, 'id'])))
op.execute(select(func.percentile_cont(0.5).within_group(t.c.n, None)))
op.execute(text(repr(sa.Column('a', sa.Integer, primary_key=True)).replace(':', ' ')))
op.execute(text(repr(sa.Column('a', sa.String(50), nullable=False, key='b', comment="it's"))))
op.execute(text(repr(sa.Table('x', sa.MetaData(), sa.Column("a'b", sa.String(50), nullable=False)).c["a'b"])))
op.execute(text(repr(sa.Table('x', sa.MetaData(), sa.Column("a", sa.String(50), nullable=False), schema='s').c.a)))
""".strip().split("\n")

NAMED = {"paramstyle": "named", "literal_binds": True}

FILES = [
    ("operand_columns", NAMED, COLUMNS),
    ("operand_classes", NAMED, CLASSES),
    ("operand_functions", NAMED, FUNCTIONS),
    ("operand_correlated", NAMED, CORRELATED),
    ("operand_cases", NAMED, CASES),
    ("operand_strings", NAMED, STRINGS),
    ("operand_brackets", NAMED, BRACKETS),
]
