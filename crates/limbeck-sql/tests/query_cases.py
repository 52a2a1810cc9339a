"""Statements of SQLAlchemy's query language, and constructs of its DDL, as scripts execute them."""

from listing import executed as lines

QUERIES = lines(r"""
select(t.c.id).order_by(t.c.id).order_by(None).order_by(t.c.name)
select(t.c.id).group_by(t.c.id).group_by(None)
select(sa.exists(select(t.c.id)).label('e'))
select(t.c.id, select(func.max(u.c.id)).where(u.c.pet_id == t.c.id).correlate(None).scalar_subquery().label('m'))
select(t.c.id, select(func.max(u.c.id)).where(u.c.pet_id == t.c.id).correlate(t).scalar_subquery().label('m'))
select(t.c.id, select(func.max(u.c.id)).where(u.c.pet_id == t.c.id).correlate_except(u).scalar_subquery().label('m'))
select(t.c.id).where(sa.exists(select(u.c.id).where(sa.exists(select(sa.column('x')).select_from(t).where(t.c.id == u.c.id).correlate(t, u)))))
select(t.c.id).where(sa.and_())
select(t.c.id).where(sa.or_(), t.c.id > 5)
sa.insert(t).values(id=5).add_cte(select(u.c.id).cte('c'))
sa.delete(t).add_cte(sa.insert(u).values(id=1).cte('c'))
select(u.c.id).add_cte(sa.delete(t).where(t.c.id > 5).cte('d'))
sa.update(t).values({t.c.name: 'x', u.c.name: 'y'}).where(t.c.id == u.c.pet_id)
sa.update(t.join(u, t.c.id == u.c.pet_id)).values({t.c.name: 'x'})
sa.update(t).values()
(lambda a: select(t.c.id).join(a, a.c.id == t.c.id))(select(u.c.id).cte('c').prefix_with('MATERIALIZED', dialect='postgresql'))
(lambda a: select(t.c.id).join(a, a.c.id == t.c.id))(select(u.c.id).cte('c').suffix_with('CYCLE x'))
select(t.c.id).union(select(u.c.id), select(u.c.pet_id)).group_by('id')
select(sa.select(t.c.id, u.c.id).subquery('q'))
select(sa.select(t.c.id, func.lower(t.c.name), func.lower(t.c.name), t.c.id + 1).subquery('q'))
select(t.c.id, u.c.id).set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
select(t.c.id, u.c.id).set_label_style(sa.LABEL_STYLE_NONE)
select(t.c.id, u.c.id).set_label_style(sa.LABEL_STYLE_DISAMBIGUATE_ONLY)
select(t.c.id).join_from(t, u, t.c.id == u.c.pet_id).outerjoin_from(t, t.alias('z'), text('x = y'))
(lambda s: select(t.c.id, s).select_from(t, s))(func.unnest(t.c.tags).table_valued('v').render_derived())
select(func.jsonb_each(t.c.doc).scalar_table_valued('k'))
(lambda v: select(v.c.a))(sa.values(sa.column('a', sa.Integer), name='v').data([(1,), (2,)]).cte('c'))
(lambda v: select(v.c.a))(sa.values(sa.column('a', sa.Integer), name='v').data([(1,), (2,)]).cte())
select(t.c.id).where(t.c.id.in_(sa.values(sa.column('a', sa.Integer)).data([(1,), (2,)]).scalar_values()))
select(sa.column('a', postgresql.ARRAY(sa.Integer, dimensions=2))[1][2])
select(sa.column('a', postgresql.ARRAY(sa.Integer, zero_indexes=True))[1])
select(sa.column('a', postgresql.ARRAY(sa.Integer, zero_indexes=True))[1:2])
select(func.extract('year', t.c.at))
select(func.count(), func.count('*'), func.count(1), func.count(t.c.id), func.count(text('*')))
select('*').select_from(t)
sa.insert(t).from_select(['id', 'name'], text('SELECT 1, 2'))
""")

VALUES = lines(r"""
select(sa.column('a', sa.ARRAY(sa.Integer)).contains([1]))
select(sa.column('a', sa.ARRAY(sa.Integer)).overlap([1]))
select(sa.literal([1, 2], sa.ARRAY(sa.Integer)), sa.literal([1, 2], postgresql.ARRAY(sa.Integer)))
sa.insert(sa.table('x', sa.column('a', sa.ARRAY(sa.Text)))).values(a=['x', "y'"])
select(postgresql.array_agg(t.c.id).contains([1]))
select(func.array_agg(t.c.id).contains([1]))
select(postgresql.array(['x']) == 'ab', postgresql.array([1]) == [2, 3])
select(sa.cast(func.lower(t.c.name), sa.Text), sa.cast(func.lower(t.c.name), sa.Text))
select(sa.cast(sa.cast(func.round(), sa.DateTime()), sa.Integer), sa.type_coerce(t.c.id + 1, sa.Integer), sa.cast(text('x'), sa.Integer))
select(sa.type_coerce(func.mode(), sa.Integer))
select(select(sa.cast(func.lower(t.c.name), sa.Text), sa.cast(t.c.id, sa.Text)).subquery('q'))
sa.insert(sa.table('z', sa.column('a'), sa.column('b'))).values(a=1, b='x')
sa.insert(sa.table('z', sa.column('a'))).values(a=None)
sa.insert(sa.table('z', sa.column('a'))).values(a=sa.literal('x'))
sa.insert(sa.table('z', sa.column('a'))).values(a=op.inline_literal('x'))
sa.update(sa.table('z', sa.column('a'))).where(sa.column('a') == 'x').values(a='y')
sa.update(sa.table('z', sa.column('a'))).where(sa.column('a') == 'x').values(a=func.now())
sa.update(sa.table('z')).values(a=5)
sa.insert(sa.table('z')).values(a=5)
sa.insert(t).values(dict(id=1), name='x')
sa.update(t).values(dict(id=1), name='x')
sa.update(t).values([{'id': 1}, {'id': 2, 'name': 'x'}])
sa.insert(t).values([{'id': 1}, {'id': 2, 'name': 'x'}])
sa.insert(t).values([{'id': 1, 'name': 'y'}, {'id': 2}])
""") + [
    "op.create_index(None, 'a', [sa.literal_column('a'), 'b'])",
    "op.create_check_constraint('a', 'x', sa.tuple_().endswith('a'))",
    "op.create_table('a', sa.Column('a', postgresql.ARRAY(sa.Enum('x', native_enum=False, create_constraint=True))))",
    "op.add_column('a', sa.Column('a', sa.ARRAY(sa.Enum('x', native_enum=False, create_constraint=True))))",
]

OBJECTS = lines(r"""
select(t.c).where(t.c.id == 5)
select(t.c.id).where(t.c.id == 5).exists().select()
(lambda j: select(j.c.pet_id, j.c.owner_id))(sa.join(t, u, t.c.id == u.c.pet_id))
select(t.c.id.label(None), (t.c.id + 1).label(None), t.c.id + 2)
select(func.foo().label('bar')).select_from(func.baz('x'))
select(func.row_to_json(t.table_valued()))
select(func.row_to_json(t.alias('x').table_valued()))
select(func.count()).select_from(t.alias('al')).with_hint(t, 'USE INDEX (q)', 'mysql')
select(sa.distinct(sa.literal_column('a')), -sa.literal_column('b'), (t.c.id + 1).distinct())
select(u.c.name, t.c.name, t.c.name, u.c.name, t.alias('z').c.name)
""") + [
    "op.create_table('p', sa.Column('a', sa.INTEGER().with_variant(sa.BOOLEAN(create_constraint=True), 'mysql', 'sqlite')))",
    "op.create_table('p', sa.Column('a', sa.INTEGER().with_variant(sa.BOOLEAN(create_constraint=True), 'oracle', 'sqlite')))",
    "op.add_column('p', sa.Column('a', sa.INTEGER().with_variant(sa.BOOLEAN(create_constraint=True), 'mysql', 'sqlite')))",
    "op.create_table('x', sa.Column('a', sa.Integer, primary_key=True), sa.Column('b', sa.Integer), sa.PrimaryKeyConstraint('b', name='k'), sqlite_autoincrement=True)",
    """p = sa.Table('p', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.Integer, onupdate=6), sa.Column('at', sa.DateTime, onupdate=func.now()),
    sa.Column('by', sa.String(5), onupdate=lambda: 'x'))
op.execute(p.update().values(id=1))
op.execute(p.update().values(n=5, by='y').where(p.c.id == 2))
op.execute(p.update().values())""",
    """class Lower(sa.types.TypeDecorator):
    impl = sa.String
    cache_ok = True
    def column_expression(self, col):
        return func.lower(col)
    def bind_expression(self, bindvalue):
        return func.upper(bindvalue)
z = sa.table('z', sa.column('a', Lower()), sa.column('b'))
op.execute(select(z.c.a, z.c.b).where(z.c.a == 'x'))
op.execute(select(z, z.c.a.label('q')))
op.execute(z.insert().values(a='q').returning(z.c.a))
op.execute(z.update().values(a='q').where(z.c.a.in_(['x', 'y'])))
op.execute(select(select(z.c.a).subquery('s').c.a))""",
]

CONSTRUCTS = [
    "tt = sa.Table('tt', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True), sa.Column('a', sa.String(5), server_default='x', comment=\"it's\"),\n"
    "    sa.UniqueConstraint('a', name='uq'), sa.CheckConstraint('id > 5', name='ck'), sa.Index('ix', 'a'), comment='about', schema='s')\n" + line
    for line in r"""
[op.execute(sa.schema.AddConstraint(c)) for c in sorted(tt.constraints, key=lambda c: str(c.name))]
[op.execute(sa.schema.DropConstraint(c)) for c in sorted(tt.constraints, key=lambda c: str(c.name)) if c.name]
[op.execute(sa.schema.DropConstraint(c, cascade=True, if_exists=True)) for c in tt.constraints if c.name == 'uq']
op.execute(sa.schema.AddConstraint(sa.UniqueConstraint(tt.c.a, tt.c.id, name='uu')))
op.execute(sa.schema.AddConstraint(sa.CheckConstraint(tt.c.id > 5, name='uu')))
op.execute(sa.schema.AddConstraint(sa.PrimaryKeyConstraint(tt.c.id, name='pk')))
op.execute(sa.schema.DropConstraint(sa.ForeignKeyConstraint([tt.c.id], [tt.c.id], name='fk')))
op.execute(sa.schema.SetTableComment(tt))
op.execute(sa.schema.DropTableComment(tt))
op.execute(sa.schema.SetColumnComment(tt.c.a))
op.execute(sa.schema.DropColumnComment(tt.c.a))
op.execute(sa.schema.SetColumnComment(tt.c.id))
op.execute(sa.schema.SetTableComment(sa.Table('z', sa.MetaData(), sa.Column('id', sa.Integer))))
op.execute(sa.schema.SetConstraintComment(sa.UniqueConstraint(tt.c.a, name='uu', comment='hm')))
op.execute(sa.schema.DropConstraintComment(sa.UniqueConstraint(tt.c.a, name='uu')))
op.execute(sa.schema.CreateColumn(sa.Column('b', sa.Integer, nullable=False)))
op.execute(sa.schema.CreateTable(tt, if_not_exists=True, include_foreign_key_constraints=[]))
op.execute(str(sa.schema.CreateTable(tt)))
op.execute(str(sa.schema.CreateTable(tt).compile(dialect=postgresql.dialect())))
op.execute(str(sa.schema.CreateIndex(list(tt.indexes)[0])) + ' /* x */')
op.execute(str(sa.schema.DropTable(tt)))
op.execute(sa.schema.CreateSchema('s', authorization='x'))
op.execute(sa.schema.CreateSequence(sa.Sequence('sq', metadata=sa.MetaData(schema='m'))))
""".strip().split("\n")
]

NAMED = {"paramstyle": "named", "literal_binds": True}

FILES = [
    ("query_statements", NAMED, QUERIES),
    ("query_constructs", NAMED, CONSTRUCTS),
    ("query_values", NAMED, VALUES),
    ("query_objects", NAMED, OBJECTS),
]
