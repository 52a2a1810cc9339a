"""Definitions of tables and columns: how names are spelled, what batch mode keeps, the order in which faults are found."""

# A quoted_name is quoted as a whole.
WHOLE = [
    r"""op.add_column('from', sa.Column('owner_id', sa.Text(), sa.ForeignKey('x2.id', initially='é ß')), schema=sa.quoted_name('d.e.f', None))""",
    r"""op.rename_table('pet', 'café', schema=sa.quoted_name('db.owner', None))""",
    r"""op.alter_column('owner', 'order', schema=sa.quoted_name('s.x', None), nullable=True, server_default='x', existing_type=sa.Numeric(10, 2))""",
    r"""op.alter_column('owner', 'order', schema=op.f('s.x'), nullable=True, server_default='x', existing_type=sa.Numeric(10, 2))""",
    r"""op.alter_column('owner', 'order', schema=sa.sql.elements.conv('s.x'), new_column_name='b', existing_type=sa.Numeric(10, 2))""",
    r"""op.alter_column('owner', 'order', schema=sa.sql.elements.conv('s.x'), comment='b', existing_type=sa.Numeric(10, 2))""",
    r"""op.drop_column('owner', 'order', schema=sa.sql.elements.conv('s.x'))""",
    r"""op.drop_constraint('x', 'owner', schema=sa.sql.elements.conv('s.x'))""",
    r"""op.create_table('a', sa.Column('x', sa.Integer), schema=sa.quoted_name('s.x', None))""",
    r"""op.create_table('a', sa.Column('x', sa.Integer), schema='s.x')""",
    r"""op.create_table(sa.quoted_name('a.b', None), sa.Column(sa.quoted_name('x.y', None), sa.Integer, primary_key=True, index=True), schema='s.x')""",
    r"""op.create_index(op.f('a.b'), 't', [sa.quoted_name('x.y', None)], schema=sa.quoted_name('s.x', None))""",
    r"""op.create_foreign_key(op.f('a.b'), 't', 'u', ['a'], ['b'], source_schema=sa.quoted_name('s.x', None), referent_schema=sa.quoted_name('s.x', None))""",
    r"""op.create_foreign_key(op.f('a.b'), 't', 't', ['a'], ['b'], source_schema=sa.quoted_name('s.x', None), referent_schema='s.x')""",
    r"""op.create_foreign_key(op.f('a.b'), sa.quoted_name('t.x', None), 't.x', ['a'], ['b'])""",
    r"""op.create_unique_constraint(op.f('a.b'), 't', ['a'], schema=sa.quoted_name('s.x', None))""",
    r"""op.create_table_comment('t', 'a', schema=sa.quoted_name('s.x', None))""",
    r"""with op.batch_alter_table('t', schema=sa.quoted_name('s.x', None)) as b:
    b.add_column(sa.Column('x', sa.Integer))""",
    r"""with op.batch_alter_table('t', schema='s.x') as b:
    b.add_column(sa.Column('x', sa.Integer, comment='x'))
    b.alter_column('a', comment='b', existing_type=sa.Integer)
    b.alter_column('a', new_column_name='c', existing_type=sa.Integer)""",
    r"""op.execute(select(sa.column(sa.quoted_name('a.b', None))))""",
    r"""op.execute(select(sa.table(sa.quoted_name('a.b', None), sa.column('x'), schema=sa.quoted_name('a.b', None)).c.x))""",
    r"""op.execute(select(sa.column('x').label(sa.quoted_name('a.b', None))))""",
    r"""op.execute(select(func.coalesce(sa.column(sa.quoted_name('a.b', None)), 1)))""",
    r"""op.execute(select(sa.column(sa.quoted_name('a.b', None)), sa.column(sa.quoted_name('a.b', None))))""",
    r"""op.execute(select(sa.cast(sa.column(sa.quoted_name('a.b', None)),sa.Integer)))""",
    r"""op.add_column('t', sa.Column(sa.quoted_name('a.b', None), sa.Enum('a', 'b', name=sa.quoted_name('e.f', None)), index=True))""",
    r"""op.add_column('t', sa.Column(sa.quoted_name('a.b', None), sa.Enum('a', 'b', name='e', schema=sa.quoted_name('e.f', None)), index=True))""",
    r"""op.add_column('t', sa.Column(sa.quoted_name('a.b', None), sa.Integer, sa.ForeignKey('x.y.z'), index=True))""",
]

# Which of several spellings a foreign key has.
REFERRED = [
    r"""op.create_foreign_key('fk', sa.quoted_name('t1', True), 't1', ['a'], ['b'])""",
    r"""op.create_foreign_key('fk', 't1', sa.quoted_name('t1', True), ['a'], ['b'])""",
    r"""op.create_foreign_key('fk', 't1', sa.quoted_name('t1', True), ['a', sa.quoted_name('b', True)], ['b', 'c'])""",
    r"""op.create_foreign_key('fk', 't1', 't1', ['a', 'b'], [sa.quoted_name('b', True), sa.quoted_name('c', True)])""",
    r"""op.create_foreign_key('fk', 't1', 't2', ['a', 'b'], [sa.quoted_name('b', True), sa.quoted_name('c', True)])""",
    r"""op.create_foreign_key('fk', 't1', sa.quoted_name('Tab', False), ['a', 'b'], [sa.quoted_name('b', True), sa.quoted_name('c', True)])""",
    r"""op.create_foreign_key('fk', 't1', 't1', ['a', 'b'], ['b', 'b'], source_schema=sa.quoted_name('s', True), referent_schema='s')""",
    r"""op.create_foreign_key('fk', 'do.t', 't', ['a'], ['b'], referent_schema='do')""",
    r"""op.create_foreign_key('fk', 'do.t', 't', ['a'], ['tags'])""",
    r"""op.create_table('do.t', sa.Column('a', sa.Integer), sa.Column(sa.quoted_name('tags', True), sa.Integer, sa.ForeignKey('do.t.a')), sa.Column('c', sa.Integer, sa.ForeignKey('do.t.tags')))""",
    r"""op.create_table(sa.quoted_name('t1', True), sa.Column('a', sa.Integer), sa.Column(sa.quoted_name('tags', True), sa.Integer, sa.ForeignKey('t1.a')), sa.Column('c', sa.Integer, sa.ForeignKey('t1.tags')))""",
    r"""op.create_table(sa.quoted_name('t1', True), sa.Column('a', sa.Integer), sa.Column(sa.quoted_name('tags', True), sa.Integer), sa.ForeignKeyConstraint(['tags'], ['t1.a']), sa.ForeignKeyConstraint(['tags'], [sa.quoted_name('t2.a', True)]), schema=sa.quoted_name('s', True))""",
    r"""op.create_table(sa.quoted_name('t1', True), sa.Column('a', sa.Integer), sa.Column(sa.quoted_name('tags', True), sa.Integer), sa.ForeignKeyConstraint(['tags'], ['s.t1.a']), sa.ForeignKeyConstraint(['tags'], [sa.quoted_name('t2.a', True)]), schema=sa.quoted_name('s', True))""",
    r"""op.add_column(sa.quoted_name('t1', True), sa.Column('a', sa.Integer, sa.ForeignKey('s.t1.a')), schema=sa.quoted_name('s', True))""",
    r"""op.add_column('t1', sa.Column(sa.quoted_name('a', True), sa.Integer, sa.ForeignKey('s.t1.a')), schema=sa.quoted_name('s', True))""",
    r"""op.add_column('do.t', sa.Column('b', sa.Integer, sa.ForeignKey('do.t.a')))""",
    r"""op.add_column('t', sa.Column('b', sa.Integer, sa.ForeignKey('do.t.a')), schema='do')""",
    r"""m = sa.MetaData()
a = sa.Table(sa.quoted_name('t1', True), m, sa.Column(sa.quoted_name('id', True), sa.Integer, primary_key=True))
b = sa.Table('t2', m, sa.Column('x', sa.Integer, sa.ForeignKey('t1.id')), sa.Column('y', sa.Integer, sa.ForeignKey(a.c.id)))
op.execute(sa.schema.CreateTable(b))""",
    r"""m = sa.MetaData()
a = sa.Table('t1', m, sa.Column(sa.quoted_name('id', True), sa.Integer, primary_key=True), schema=sa.quoted_name('s', True))
b = sa.Table('t2', m, sa.Column('x', sa.Integer, sa.ForeignKey('s.t1.id')), sa.Column('y', sa.Integer, sa.ForeignKey(a.c.id)))
op.execute(sa.schema.CreateTable(b))""",
    r"""with op.batch_alter_table('visit') as b:
    b.create_foreign_key('fk', sa.quoted_name('visit', True), ['a'], ['b'])""",
    r"""with op.batch_alter_table(sa.quoted_name('visit', True)) as b:
    b.create_foreign_key('fk', 'visit', ['a'], ['b'])""",
    r"""with op.batch_alter_table('Pet', recreate='always', copy_from=sa.Table('Pet', sa.MetaData(), sa.Column('c', sa.Boolean()), sa.Column(sa.quoted_name('n', True), sa.Integer, sa.ForeignKey('Pet.c')))) as b:
    b.create_foreign_key('fk', 'owner', ['c', 'n'], [sa.quoted_name('c', True), 'flag'])
    b.create_foreign_key('fk2', sa.quoted_name('owner', True), ['c', 'n'], [sa.quoted_name('c', True), 'flag'], referent_schema=sa.quoted_name('App', False))
    b.create_foreign_key('fk3', 'Pet', ['c'], [sa.quoted_name('n', True)])""",
    r"""with op.batch_alter_table('Pet', recreate='always', copy_from=sa.Table(sa.quoted_name('Pet', False), sa.MetaData(), sa.Column('c', sa.Boolean()), sa.Column(sa.quoted_name('n', True), sa.Integer, sa.ForeignKey('Pet.n')))) as b:
    b.create_foreign_key('fk3', 'Pet', ['c'], [sa.quoted_name('n', True)])""",
    r"""with op.batch_alter_table('do.t', recreate='never', copy_from=sa.Table('do.t', sa.MetaData(), sa.Column('tags', sa.Boolean(), nullable=True))) as batch_op:
    batch_op.add_column(sa.Column('lead', sa.DateTime(), sa.ForeignKey('do.t.tags', ondelete='SET DEFAULT')))""",
    r"""with op.batch_alter_table('do.t', recreate='always', copy_from=sa.Table('do.t', sa.MetaData(), sa.Column('tags', sa.Boolean(), nullable=True))) as batch_op:
    batch_op.add_column(sa.Column('lead', sa.DateTime(), sa.ForeignKey('do.t.tags', ondelete='SET DEFAULT', name='fk')))
    batch_op.create_foreign_key('fk2', 'x', ['tags'], ['y'])""",
    r"""with op.batch_alter_table('t', schema='do', recreate='always', copy_from=sa.Table('t', sa.MetaData(), sa.Column('tags', sa.Boolean(), sa.ForeignKey('u.x')), sa.Column('u', sa.Boolean(), sa.ForeignKey('do.t.tags')), schema='do')) as batch_op:
    batch_op.create_foreign_key('fk2', 'x', ['tags'], ['y'])
    batch_op.create_foreign_key('fk3', 't', ['u'], ['y'])""",
    r"""op.execute(select(getattr(func, 'ST_X')(1)))""",
    r"""op.execute(select(sa.func.foo(1, type_=sa.Integer), getattr(func, 'a.b')(1), getattr(func.Pkg, 'Foo')(2)))""",
]

NAMED = {"paramstyle": "named", "literal_binds": True}

FILES = [
    ("definition_names", NAMED, WHOLE + REFERRED),
]
