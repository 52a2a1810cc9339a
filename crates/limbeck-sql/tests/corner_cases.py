"""Cases that random scripts came upon (`tools/oracle/generate`), made as small as they go."""


def lines(text):
    """One case a line."""
    return [line for line in text.strip().split("\n") if line.strip() and not line.startswith("#")]


EXPRESSIONS = lines(r"""
op.execute(sa.delete(t).where(sa.or_(sa.true(), t.c.id > 1) | t.c.flag))
op.execute(sa.delete(t).where(sa.and_(sa.true()) & t.c.flag))
op.execute(sa.delete(t).where(sa.not_(sa.or_(t.c.flag))))
op.create_check_constraint('c', 'x', sa.or_(sa.literal(-1).startswith('%s')))
op.create_index('i', 'x', [sa.column('a').self_group(), (sa.column('a') + 1).self_group(), sa.column('b').desc().self_group()])
op.create_check_constraint('c', 'x', t.c.id.self_group() > 5)
op.create_table('x', sa.Column('c', sa.Float(), server_default=sa.bindparam('p').self_group()))
op.execute(sa.delete(t).where(sa.column('a', postgresql.INET) == 'q'))
op.execute(sa.delete(t).where(sa.column('a', postgresql.CIDR) == 5))
op.execute(sa.delete(t).where(sa.column('a', postgresql.BYTEA) == 'q'))
op.execute(sa.delete(t).where(sa.column('a', sa.Interval) == True))
op.execute(sa.delete(t).where(sa.column('a', sa.Interval) >= False))
op.execute(sa.delete(t).where(sa.column('a', sa.Enum(Color)) == 5))
op.execute(sa.delete(t).where(sa.column('a', sa.Enum(Color)) == 'green'))
op.execute(sa.update(t).values(at=datetime.time(23, 59)))
op.create_check_constraint('c', 'x', sa.exists(select(u.c.id).where(u.c.name == 'x').group_by(u.c.id).order_by(u.c.id)))
op.create_check_constraint('c', 'x', sa.column('q') > select(func.max(u.c.id)).select_from(u.join(t, u.c.id == t.c.id)).scalar_subquery())
op.create_table('x', sa.Column('a', sa.Integer, server_default=select(func.max(u.c.id)).where(u.c.name == 'q').scalar_subquery()))
op.execute(select(t.c.id).order_by('id', sa.desc('pet_id')))
op.execute(select(t.c.id.label('q')).order_by('q', sa.desc('name').nulls_last()))
op.execute(select(t.c.id).join_from(t, u, t.c.id == u.c.pet_id).order_by('id'))
op.execute(select(t.c.id).order_by('zz'))
op.execute(select(t.c.id).union(select(u.c.id)).order_by('id'))
op.execute((lambda w: select(t.c.id).where(t.c.id.in_(select(w.c.id))))(select(t.c.id).cte('w', nesting=True)))
op.execute((lambda w: select(w.c.id))(select(t.c.id).cte('w', nesting=True)))
op.execute(sqlite.insert(t).values(id=1).on_conflict_do_nothing())
op.execute(mysql.insert(t).values(id=1).on_duplicate_key_update({'name': 'a'}))
op.create_check_constraint('c', 'x', sa.column('a', postgresql.JSONB)['k'].astext.cast(sa.Integer) == 5)
op.create_check_constraint('c', 'x', sa.and_(func.lower(sa.column('a', postgresql.JSONB)['k'].astext) == 'q', sa.case((sa.column('a', postgresql.JSONB)['k'].astext == 'q', 1), else_=2) > 5))
op.create_check_constraint('c', 'x', sa.and_(sa.column('a', postgresql.JSONB)['k'].astext.cast(sa.Boolean), sa.column('b') > 5))
op.create_check_constraint('c', 'x', func.lower(sa.column('a', postgresql.JSONB)['k'].astext).between(1, func.lower(sa.column('b', postgresql.JSONB)['k'].astext)))
op.execute(select(t.c.id).where(t.c.id.in_(select(sa.column('a', postgresql.JSONB)['k'].astext).where(sa.column('a', postgresql.JSONB)['k'].astext == 'z'))))
op.create_index('c', 'x', [func.lower(sa.column('a', postgresql.JSONB)['k'].astext), sa.column('a', postgresql.JSONB)['k'].astext.cast(sa.Integer)])
op.create_check_constraint('c', 'x', func.lower(sa.column('a')) > func.max(sa.column('b')))
op.create_check_constraint('c', 'x', func.lower(sa.column('a')) == func.now())
op.create_check_constraint('c', 'x', func.coalesce(1) <= func.lower(sa.column('a')))
op.create_index('c', 'x', [sa.desc(sa.quoted_name('a', None)), sa.asc('b')])
op.execute(select(t.c.id).with_for_update(of=[t.c.id, u.c.id], nowait=True))
op.execute(select(t.c.id).with_for_update(of=t, skip_locked=True, key_share=True))
op.execute(select(t.c.id).order_by(t.c.id).fetch(5, percent=True))
op.execute(select(t.c.id).fetch(5, with_ties=True).offset(2))
op.execute(select(t.c.id).limit(5).fetch(3))
op.execute(select(t.c.id).union(select(u.c.id).fetch(3)).fetch(sa.literal_column('5')))
op.execute(select(t.c.id).filter_by(name='x'))
op.execute(select(t.c.n, sa.column('n'), u.c.id, t.c.id, sa.column('id')))
op.execute(select(func.count().filter(t.c.flag), func.count().filter(t.c.flag, t.c.id > 5), func.count().filter(t.c.name.contains('x'))))
op.execute(str(sa.exists(select(t.c.id)).compile(dialect=op.get_context().dialect, compile_kwargs={'literal_binds': True})))
op.create_check_constraint('c', 'x', t.c.at.is_not_distinct_from(sa.column('b')))
op.create_check_constraint('c', 'x', sa.cast(t.c.at, sa.Enum('a')) == sa.cast(t.c.at, postgresql.ARRAY(sa.Integer)))
op.execute(select(func.count(), t.c.id.label('q')).select_from(t).group_by('name', 'q'))
op.create_index('i', 'x', [postgresql.to_tsvector(sa.column('a'))])
op.execute(sa.delete(t).where(func.lower(t.c.name) == postgresql.to_tsquery('x')))
op.bulk_insert(sa.table('y', sa.column('a', postgresql.BIT), sa.column('b', sa.Integer)), [{'b': func.now(), 'a': '101'}])
""")

DEFINITIONS = lines(r"""
op.create_table('x', sa.Column('c', mysql.TIMESTAMP(timezone=True)), sa.Column('d', mysql.TIME(timezone=True, fsp=3)))
op.create_table('x', sa.Column('c', sqlite.DATETIME(storage_format='%(year)04d')), sa.Column('d', sqlite.DATE(storage_format='%(year)04d-')))
op.create_table('x', sa.Column('c', sa.Integer, quote=True), sa.PrimaryKeyConstraint('c'), sa.UniqueConstraint('c'))
op.create_table('x', sa.Column('intersect', sa.Integer, quote=False), sa.UniqueConstraint('intersect', name='u'))
op.create_table('x', sa.Column('n', sa.Integer, key='k'), sa.UniqueConstraint('k'), sa.Index('i', 'k'))
op.create_table('x', sa.Column('a', sa.Integer), schema='s', quote_schema=True)
op.create_table('x', sa.Column('a', sa.Integer, sa.DefaultClause('5'), server_default=text('now()')))
op.create_table('x', sa.Column('a', sa.Integer, sa.FetchedValue(), server_default='5'))
op.create_table('x', sa.Column('a', sa.Integer, server_default=uuid.UUID(int=1)))
op.create_table('x', sa.Column('a', sa.Integer, server_default=Color.red))
op.create_table('x', sa.Column('a', sa.Integer), sa.Index('i', sa.column('other')))
op.create_table('x', postgresql.ExcludeConstraint(('n', '=')))
op.create_table('x', sa.Column('id', sa.Integer, primary_key=True, default=uuid.uuid4))
op.create_table('y', sa.Column('id', sa.Uuid(), primary_key=True, autoincrement=True), sa.Column('n', sa.Boolean()), sa.PrimaryKeyConstraint('n'))
op.execute(sa.update(sa.table('o', sa.column('a', sa.Integer), schema='s')).values(a=t.c.id))
op.bulk_insert(sa.table('a', sa.column('b', postgresql.INTERVAL)), [{'b': datetime.timedelta(1)}])
op.create_table('x', sa.Column('a', sa.Integer), sa.UniqueConstraint('a', 'a'))
op.create_table('x', sa.Column('a', sa.Integer), sa.Column('b', sa.Integer, sa.ForeignKey('x')))
op.create_table('x', sa.Column('a', sa.Integer), sa.Column('b', sa.Integer, sa.ForeignKey('y')))
op.create_table('x', sa.Column('a', sa.Integer), sa.ForeignKeyConstraint(['a'], ['x']))
op.add_column('x', sa.Column('b', sa.Integer, sa.ForeignKey('x')))
sa.Table('x', sa.MetaData(), sa.Column('a', sa.Integer, sa.ForeignKey('y'))).create(op.get_bind())
op.create_table('x', sa.Column('a', sa.Integer), sa.Column('b', sa.Integer, sa.ForeignKey('x.q')), sa.Column('c', mysql.YEAR))
op.create_foreign_key('a', 'o', 'a', ['a'], ['b'], referent_schema='')
op.create_table('x', sa.Column('n', sa.Integer, quote=True), postgresql.ExcludeConstraint(('n', '=')))
op.create_table('x', sa.Column('a', sa.NUMERIC().with_variant(sa.ARRAY(sa.Integer), 'postgresql'), primary_key=True))
op.create_index('i', 'x', [sa.desc('a')], mysql_length={'a': 5})
op.create_index('i', 'x', [func.lower(sa.column('a'))], mysql_length={'a': 5, 'lower': 7})
op.create_table('x', sa.Column('c', sa.Enum('a', name='e', metadata=sa.MetaData(schema='m'))))
op.alter_column('x', 'c', type_=sa.Enum('a', name='e', metadata=sa.MetaData(schema='m')))
op.execute(select(sa.cast(t.c.name, sa.Enum('a', name='e', metadata=sa.MetaData(schema='m')))))
with op.batch_alter_table('x', copy_from=sa.Table('x', sa.MetaData(), sa.Column('a', sa.Integer))) as batch_op: batch_op.create_check_constraint('c', sa.column('a') > sa.literal_column('5'))
with op.batch_alter_table('x', recreate='always', copy_from=sa.Table('x', sa.MetaData(), sa.Column('a', sa.Integer))) as batch_op: batch_op.create_index('i', [sa.literal_column('a')])
with op.batch_alter_table('x', recreate='always', copy_from=sa.Table('x', sa.MetaData(), sa.Column('a', sa.Integer))) as batch_op: batch_op.create_index('i', [sa.literal(5)])
""")

# Names that have to be made up.
NAMES = lines(r"""
op.create_index(None, 'x', [text('lower(a)'), 'b'])
op.create_index(None, 'x', [sa.column('a') + sa.column('c'), 'b'])
op.create_index(None, 'x', [t.c.id.desc(), 'b'])
op.create_index(None, 'x', [func.lower(sa.column('a')) + sa.column('c'), 'b'])
op.create_table('x', sa.Column('a', sa.Integer), sa.Index(None, sa.column('a')))
op.create_table('x', sa.Column('a', sa.Integer), sa.Index(None, text('lower(a)')))
op.create_table('x', sa.Column('a', sa.Boolean(create_constraint=True)))
op.create_table('x', sa.Column('a', sa.Enum('a', create_constraint=True, native_enum=False)))
op.add_column('x', sa.Column('a', sa.Boolean(create_constraint=True)))
op.create_check_constraint('q', 'x', t.c.id > 5)
op.create_check_constraint('q', 'x', func.lower('x').contains('y'))
op.create_check_constraint('q', 'x', func.max(sa.column('A')) > sa.column('b'))
op.create_check_constraint('q', 'x', 'a > 5')
""")

NAMED = {"paramstyle": "named", "literal_binds": True}
BY_CONSTRAINT = {"ix": "ix_%(column_0_label)s", "ck": "ck_%(table_name)s_%(constraint_name)s"}
BY_COLUMN = {"ix": "ix_%(table_name)s_%(column_0_N_name)s", "ck": "ck_%(table_name)s_%(column_0_name)s_%(column_0_label)s"}

FILES = [
    ("corner_expressions", NAMED, EXPRESSIONS),
    ("corner_definitions", NAMED, DEFINITIONS),
    ("corner_names", {**NAMED, "naming_convention": BY_CONSTRAINT}, NAMES),
    ("corner_names_by_column", {**NAMED, "naming_convention": BY_COLUMN}, NAMES),
]
