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
    r"""op.execute(select(getattr(func, 'ST_X')(1)))""",
    r"""op.execute(select(sa.func.foo(1, type_=sa.Integer), getattr(func, 'a.b')(1), getattr(func.Pkg, 'Foo')(2)))""",
]

# What a block makes of nullable columns and of names with quotes of their own.
KEPT = [
    r"""with op.batch_alter_table('verbose', copy_from=sa.Table('verbose', sa.MetaData(), sa.Column('id', sa.Integer(), primary_key=True), sa.Column('c', sa.String(50), nullable=True), sa.UniqueConstraint('id'), schema='app'), recreate='always') as batch_op:
    batch_op.alter_column('id', nullable=True, server_default=sa.func.now(), insert_before='doc', insert_after='order')""",
    r"""with op.batch_alter_table('verbose', copy_from=sa.Table('verbose', sa.MetaData(), sa.Column('id', sa.Integer(), primary_key=True, nullable=False), sa.Column('c', sa.String(50), nullable=True)), recreate='always') as batch_op:
    batch_op.alter_column('id', nullable=True)
    batch_op.alter_column('c', nullable=False)""",
    r"""with op.batch_alter_table('verbose', copy_from=sa.Table('verbose', sa.MetaData(), sa.Column('id', sa.Integer(), primary_key=True, nullable=True), sa.Column('c', sa.String(50))), recreate='always') as batch_op:
    batch_op.alter_column('id', nullable=True)
    batch_op.alter_column('c', nullable=True)
    batch_op.create_primary_key('pk', ['c'])""",
    r"""with op.batch_alter_table('verbose', copy_from=sa.Table('verbose', sa.MetaData(), sa.Column('id', sa.Integer(), primary_key=True), sa.Column('c', sa.String(50)), sa.PrimaryKeyConstraint('id', name='q')), recreate='always') as batch_op:
    batch_op.drop_constraint('q', type_='primary')
    batch_op.alter_column('id', nullable=True)""",
    r"""with op.batch_alter_table('verbose', copy_from=sa.Table('verbose', sa.MetaData(), sa.Column('id', sa.Integer()), sa.Column('c', sa.String(50)), sa.PrimaryKeyConstraint('id', name='q')), recreate='always') as batch_op:
    batch_op.drop_constraint('q', type_='primary')
    batch_op.create_primary_key('q2', ['c'])""",
    r"""with op.batch_alter_table('verbose', copy_from=sa.Table('verbose', sa.MetaData(), sa.Column('id', sa.Integer()), sa.Column('d', sa.Integer), sa.Column('e', sa.Integer, nullable=True), sa.Column('c', sa.String(50)), sa.PrimaryKeyConstraint('id', name='q')), recreate='always') as batch_op:
    batch_op.create_primary_key('q2', ['c'])
    batch_op.create_primary_key('q3', ['d', 'e'])
    batch_op.create_primary_key('q4', ['c', 'd'])""",
    r"""with op.batch_alter_table('verbose', copy_from=sa.Table('verbose', sa.MetaData(), sa.Column('id', sa.Integer(), sa.Identity()), sa.Column('d', sa.Integer, server_default=sa.Identity()), sa.Column('e', sa.Integer, sa.Identity(), nullable=True)), recreate='always') as batch_op:
    batch_op.alter_column('id', nullable=True)
    batch_op.alter_column('d', nullable=True)""",
    r"""op.create_table('x', sa.Column('id', sa.Integer(), sa.Identity()), sa.Column('d', sa.Integer, server_default=sa.Identity()), sa.Column('e', sa.Integer, sa.Identity(), nullable=True), sa.Column('f', sa.Integer, server_default=sa.Identity(), nullable=True, primary_key=True))""",
    r"""with op.batch_alter_table('verbose', copy_from=sa.Table('verbose', sa.MetaData(), sa.Column('tags', sa.Integer(), quote=True), sa.Column('Tags', sa.Integer(), quote=False)), recreate='always') as batch_op:
    batch_op.alter_column('tags', type_=sa.DateTime(), new_column_name='exists')
    batch_op.alter_column('Tags', type_=sa.DateTime())""",
    r"""c = sa.column(sa.quoted_name('a', True), sa.Boolean)
op.execute(select(sa.cast(c, sa.Integer), sa.type_coerce(c, sa.Integer), ~c))""",
    r"""c = sa.column(sa.quoted_name('a', True), sa.Boolean)
op.execute(select(~c, c, sa.cast(c, sa.Integer)))""",
    r"""c = sa.table('x', sa.column(sa.quoted_name('A', False), sa.Boolean)).c.A
op.execute(select(~c, c, sa.cast(c, sa.Integer), sa.type_coerce(c, sa.Integer)))""",
    r"""c = sa.table('x', sa.column(sa.quoted_name('A', False), sa.Boolean)).c.A
op.execute(select(~c))""",
    r"""c = sa.table('x', sa.column(sa.quoted_name('a', True), sa.Boolean)).c.a
op.execute(select(~c.label(sa.quoted_name('B', False)), sa.cast(c.label(sa.quoted_name('b', True)), sa.Integer)))""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('a', sa.String(length=20)), sa.Column('created_at', sa.Integer(), nullable=True), sa.CheckConstraint(sa.literal_column('created_at') == func.array_agg(postgresql.aggregate_order_by(sa.column('a', sa.Integer), sa.nullslast(t.c.id))), name='ck'))) as batch_op:
    batch_op.alter_column('a', nullable=True, existing_type=postgresql.TEXT())""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('a', sa.String(length=20)), sa.Column('created_at', sa.Integer(), nullable=True), sa.CheckConstraint(sa.literal_column('created_at') == func.array_agg(postgresql.aggregate_order_by(sa.column('a', sa.Integer), sa.nullslast(sa.column('a')))), name='ck'))) as batch_op:
    batch_op.alter_column('a', nullable=True, existing_type=postgresql.TEXT())""",
]

# Sequences beside identities, arrays in arrays, rows that cannot be written.
DEFAULTS = [
    r"""op.create_table('x', sa.Column('c', sa.DateTime(), sa.Sequence('old'), nullable=False, default=sa.text('now()'), server_default=sa.Identity(maxvalue=100, cycle=True)))""",
    r"""op.create_table('x', sa.Column('c', sa.DateTime(), sa.Sequence('old'), nullable=False, server_default=sa.Identity(maxvalue=100, cycle=True)))""",
    r"""op.create_table('x', sa.Column('c', sa.Integer, sa.Sequence('old'), sa.Identity(), default=5))""",
    r"""op.create_table('x', sa.Column('c', sa.Integer, sa.Sequence('old'), primary_key=True, default=5))""",
    r"""op.create_table('x', sa.Column('c', sa.Integer, sa.Sequence('old'), primary_key=True))""",
    r"""op.create_table('x', sa.Column('c', sa.Integer, sa.Identity(), default=sa.Sequence('old'), primary_key=True))""",
    r"""op.create_table('x', sa.Column('c', sa.Integer, sa.Identity(), onupdate=sa.Sequence('old'), primary_key=True))""",
    r"""op.bulk_insert(sa.Table('visit', sa.MetaData(), sa.Column('c', sa.Integer, sa.Sequence('old')), sa.Column('d', sa.Integer, sa.Sequence('old'), default=5), sa.Column('e', sa.Integer)), [{'e': 4}])""",
    r"""op.add_column('t1', sa.Column('c', postgresql.ARRAY(sa.ARRAY(sa.Integer, dimensions=1).with_variant(mysql.MEDIUMINT(unsigned=True), 'mysql'), dimensions=2, zero_indexes=True), nullable=False, server_default=sa.func.now()))""",
    r"""op.add_column('t1', sa.Column('c', postgresql.ARRAY(sa.ARRAY(sa.Integer))))""",
    r"""op.add_column('t1', sa.Column('c', postgresql.ARRAY(sa.ARRAY(sa.String(10, collation='C'), dimensions=2), dimensions=3)))""",
    r"""op.add_column('t1', sa.Column('c', sa.ARRAY(postgresql.ARRAY(sa.String(10, collation='C'), dimensions=2), dimensions=3)))""",
    r"""op.add_column('t1', sa.Column('c', sa.ARRAY(sa.ARRAY(sa.String(10)))))""",
    r"""op.add_column('t1', sa.Column('c', postgresql.ARRAY(postgresql.ARRAY(sa.String(10)))))""",
    r"""op.add_column('t1', sa.Column('c', postgresql.ARRAY(sa.Integer().with_variant(sa.ARRAY(sa.Integer), 'postgresql'))))""",
    r"""op.create_table('t1', sa.Column('c', postgresql.ARRAY(sa.ARRAY(sa.Enum('a', 'b', name='e')))))""",
    r"""op.execute(select(sa.literal([[1, 2], [3]], postgresql.ARRAY(sa.ARRAY(sa.Integer)))))""",
    r"""op.execute(select(sa.column('c', postgresql.ARRAY(sa.ARRAY(sa.Integer)))[1], sa.column('c', postgresql.ARRAY(sa.ARRAY(sa.Integer)))[1][2]))""",
    r"""op.execute(select(sa.cast(sa.column('c'), postgresql.ARRAY(sa.ARRAY(sa.Integer)))))""",
    r"""op.bulk_insert(sa.Table('visit', sa.MetaData(), sa.Column('owner_id', postgresql.INT4RANGE, key='k'), sa.Column('表', postgresql.INTERVAL, default=func.now())), [{'owner_id': op.inline_literal('[1,5)'), '表': op.inline_literal(datetime.timedelta(days=1, seconds=2))}, {'owner_id': '[1,5)', '表': datetime.timedelta(microseconds=5)}])""",
    r"""op.bulk_insert(sa.Table('x2', sa.MetaData(), sa.Column('name', mysql.YEAR, key='k'), sa.Column('tags', sa.ARRAY(sa.Text))), [{'name': op.inline_literal(2020), 'tags': [1, 2]}], multiinsert=True)""",
    r"""op.bulk_insert(sa.Table('x2', sa.MetaData(), sa.Column('name', sa.Integer, key='k'), sa.Column('tags', sa.Integer)), [{'name': op.inline_literal(2020), 'tags': 1}], multiinsert=True)""",
    r"""op.bulk_insert(sa.Table('x2', sa.MetaData(), sa.Column('name', sa.Integer, key='k'), sa.Column('tags', sa.JSON)), [{'k': op.inline_literal(2020), 'tags': 1}, {'name': 5}], multiinsert=True)""",
    r"""op.bulk_insert(sa.Table('x2', sa.MetaData(), sa.Column('name', sa.Integer, key='k'), sa.Column('tags', sa.ARRAY(sa.Text))), [{'k': op.inline_literal(2020), 'tags': [1]}, {'name': 5}], multiinsert=True)""",
    r"""op.bulk_insert(sa.Table('x2', sa.MetaData(), sa.Column('name', sa.Integer, key='k'), sa.Column('tags', sa.ARRAY(sa.Text))), [{'k': op.inline_literal(2020), 'tags': [1]}, {'k': uuid.UUID(int=5)}], multiinsert=True)""",
    r"""op.bulk_insert(sa.Table('x2', sa.MetaData(), sa.Column('name', sa.Integer), sa.Column('tags', sa.ARRAY(sa.Text))), [{'nme': op.inline_literal(2020), 'tags': [1]}], multiinsert=True)""",
    r"""op.bulk_insert(sa.Table('x2', sa.MetaData(), sa.Column('name', sa.Integer), sa.Column('tags', sa.ARRAY(sa.Text))), [{'nme': 2020, 'tags': [1]}], multiinsert=True)""",
    r"""op.bulk_insert(sa.table('x2', sa.column('name', sa.Integer), sa.column('tags', sa.ARRAY(sa.Text))), [{'nme': op.inline_literal(2020)}], multiinsert=True)""",
    r"""op.bulk_insert(sa.table('x2', sa.column('name', sa.Integer), sa.column('tags', sa.ARRAY(sa.Text))), [{'name': 5, 'tags': [1]}, {'nme': 2020}], multiinsert=True)""",
    r"""op.bulk_insert(sa.table('x2', sa.column('name', sa.Integer), sa.column('tags', sa.ARRAY(sa.Text))), [{'name': 5}, {'nme': 2020}], multiinsert=True)""",
    r"""op.execute(sa.insert(sa.table('x2', sa.column('name', sa.Integer), sa.column('tags', sa.ARRAY(sa.Text)))).values(nme=4, tags=[1]))""",
    r"""op.execute(sa.insert(sa.table('x2', sa.column('name', sa.Integer), sa.column('tags', sa.ARRAY(sa.Text)))).values([{'name': 4, 'tags': [1]}, {'nme': 5, 'name': 4}]))""",
    r"""op.execute(sa.update(sa.table('x2', sa.column('name', sa.Integer), sa.column('tags', sa.ARRAY(sa.Text)))).values({'nme': 4, 'tags': [1]}))""",
]

# What is found to be missing, and when; columns by themselves.
TABLES = [
    r"""op.create_table('USERS', sa.Column('id', sa.Integer, primary_key=True), sa.Column('b', sa.String(length=20), sa.ForeignKey('x2.id', ondelete='no ;phrase')), sa.ForeignKeyConstraint(['id'], ['x2']))""",
    r"""op.create_table('USERS', sa.Column('id', sa.Integer, primary_key=True), sa.Column('b', sa.String(length=20), sa.ForeignKey('x2.id')), sa.ForeignKeyConstraint(['id'], ['x2']))""",
    r"""op.create_table('USERS', sa.Column('id', sa.Integer, primary_key=True), sa.Column('b', sa.String(length=20), sa.ForeignKey('x2.b')), sa.ForeignKeyConstraint(['id'], ['x2']))""",
    r"""op.add_column('USERS', sa.Column('b', sa.String(length=20), sa.ForeignKey('x2.b'), sa.ForeignKey('x2')))""",
    r"""op.add_column('USERS', sa.Column('b', sa.String(length=20), sa.ForeignKey('x2', ondelete='a; b')))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('a', sa.MetaData(), sa.Column('x', sa.Integer, sa.ForeignKey('b.c')))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('a', sa.MetaData(), sa.Column('x', sa.Integer, sa.ForeignKey('b')))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('a', sa.MetaData(), sa.Column('x', sa.Integer, sa.ForeignKey('a')))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('a', sa.MetaData(), sa.Column('x', sa.Integer, sa.ForeignKey('a.y')))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('a', sa.MetaData(), sa.Column('x', sa.Integer), sa.ForeignKeyConstraint(['x'], ['b.c']))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('a', sa.MetaData(), sa.Column('x', sa.Integer), sa.ForeignKeyConstraint(['x'], ['b.c'], name='x'*70))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('a', sa.MetaData(), sa.Column('x', sa.Integer), sa.Column('y', sa.Integer), sa.ForeignKeyConstraint(['x', 'y'], ['b.c', 'b.d'], use_alter=True, name='k'))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('a', sa.MetaData(schema='S'), sa.Column('x', sa.Integer), sa.Column('y', sa.Integer), sa.ForeignKeyConstraint(['x', 'y'], ['b.c', 'b.d']))))""",
    r"""m = sa.MetaData(schema='S')
sa.Table('b', m, sa.Column('c', sa.Integer))
op.execute(sa.schema.CreateTable(sa.Table('a', m, sa.Column('x', sa.Integer), sa.Column('y', sa.Integer, sa.ForeignKey('b.c')))))""",
    r"""m = sa.MetaData()
sa.Table('b', m, sa.Column('c', sa.Integer))
op.execute(sa.schema.CreateTable(sa.Table('a', m, sa.Column('x', sa.Integer), sa.Column('y', sa.Integer, sa.ForeignKey('b.d')))))""",
    r"""m = sa.MetaData()
sa.Table('b', m, sa.Column('c', sa.Integer), sa.Column('y', sa.Integer))
op.execute(sa.schema.CreateTable(sa.Table('a', m, sa.Column('x', sa.Integer), sa.Column('y', sa.Integer, sa.ForeignKey('b')))))""",
    r"""m = sa.MetaData()
b = sa.Table('b', sa.MetaData(), sa.Column('c', sa.Integer), sa.Column('y', sa.Integer))
op.execute(sa.schema.CreateTable(sa.Table('a', m, sa.Column('x', sa.Integer, sa.ForeignKey(b.c.c)), sa.Column('y', sa.Integer), sa.ForeignKeyConstraint(['y'], [b.c.y]))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('with space', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True), sa.Column('a', postgresql.BOOLEAN().with_variant(postgresql.MACADDR(), 'sqlite'), sa.ForeignKey('index.a', comment='tab\there'), sa.Identity(), primary_key=False))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('a', sa.MetaData(), sa.Column('x', postgresql.DATERANGE, sa.ForeignKey('b.c')), sa.CheckConstraint('x > 1', name='x'*70))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('a', sa.MetaData(), sa.Column('x', sa.Integer, sa.ForeignKey('b.c')), sa.CheckConstraint('x > 1', name='x'*70))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('a', sa.MetaData(), sa.Column('x', sa.Integer, sa.ForeignKey('b.c'), sa.CheckConstraint('x > 1', name='x'*70)))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('a', sa.MetaData(), sa.Column('x', sa.Integer, sa.ForeignKey('s.b.c')))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('a', sa.MetaData(), sa.Column('x', sa.Integer, sa.ForeignKey('s.b.c')), schema='q')))""",
    r"""op.execute(str(sa.schema.CreateTable(sa.Table('pet', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True), sa.Column('doc', sa.Text(), nullable=True, server_default='a:b', comment='100%'), comment='x')).compile(dialect=mysql.dialect())))""",
    r"""op.execute(str(sa.schema.CreateTable(sa.Table('pet', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True), sa.Column('doc', sa.Text(), nullable=True, server_default='a:b', comment='100%'), comment='x')).compile(dialect=postgresql.dialect())))""",
    r"""op.execute(str(sa.schema.CreateTable(sa.Table('pet', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True), sa.Column('doc', sa.Text(), nullable=True, server_default='a:b', comment='100%'), comment='x'))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('pet', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True), sa.Column('doc', sa.Text(), nullable=True, server_default='a:b', comment='100%'), comment='x')))""",
    r"""op.execute(sa.schema.CreateColumn(sa.Column('doc', sa.Time(), sa.CheckConstraint(text("a LIKE '%x'"), name=op.f('ck')), sa.Sequence('pet_id_seq', schema='app'))))""",
    r"""op.execute(sa.schema.CreateColumn(sa.Column('name', sa.Integer, autoincrement=True, quote=True)))""",
    r"""op.execute(sa.schema.CreateColumn(sa.Table('x', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True)).c.id))""",
    r"""op.execute(sa.schema.CreateColumn(sa.Table('x', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True), sa.Column('di', sa.Integer, primary_key=True)).c.id))""",
    r"""op.execute(sa.schema.CreateColumn(sa.Table('x', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True, autoincrement=True), sa.Column('di', sa.Integer, primary_key=True)).c.id))""",
    r"""op.execute(sa.schema.CreateColumn(sa.Table('x', sa.MetaData(), sa.Column('id', sa.Integer, sa.ForeignKey('y.id'), primary_key=True)).c.id))""",
    r"""op.execute(sa.schema.CreateColumn(sa.Table('x', sa.MetaData(), sa.Column('id', sa.Integer, sa.CheckConstraint('id > 0', name='q'), sa.Identity(), primary_key=True)).c.id))""",
    r"""op.execute(sa.schema.SetColumnComment(sa.Table('x', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True, comment='a')).c.id))""",
    r"""op.execute(sa.schema.SetColumnComment(sa.Table('x', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True, comment='a'), sa.Column('di', sa.Integer, primary_key=True)).c.id))""",
    r"""m = sa.MetaData(schema='S')
op.execute(sa.schema.CreateTable(sa.Table('a', m, sa.Column('x', sa.Integer, sa.ForeignKey('a.y')), sa.Column('y', sa.Integer, sa.ForeignKey('S.a.x')))))""",
    r"""m = sa.MetaData(schema='S')
sa.Table('b', m, sa.Column('c', sa.Integer), schema='Q')
op.execute(sa.schema.CreateTable(sa.Table('a', m, sa.Column('x', sa.Integer, sa.ForeignKey('Q.b.c')), sa.Column('y', sa.Integer, sa.ForeignKey('b.c')))))""",
    r"""m = sa.MetaData(schema='S')
sa.Table('b', m, sa.Column('c', sa.Integer))
a = sa.Table('a', m, sa.Column('x', sa.Integer, sa.ForeignKey('b.c')))
m.create_all(op.get_bind(), checkfirst=False)""",
    r"""m = sa.MetaData()
sa.Table('b', m, sa.Column('c', sa.Integer))
a = sa.Table('a', m, sa.Column('x', sa.Integer, sa.ForeignKey('b2.c')))
m.create_all(op.get_bind(), checkfirst=False)""",
    r"""m = sa.MetaData()
sa.Table('b', m, sa.Column('c', sa.Integer))
a = sa.Table('a', m, sa.Column('x', sa.Integer, sa.ForeignKey('b2.c')))
m.drop_all(op.get_bind(), checkfirst=False)""",
]

# Names of indexes.
INDEXES = [
    r"""op.create_index('ix', 'pet', [select(u.c.id).scalar_subquery()])""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column(sa.quoted_name('nick', True), sa.String(20)), sa.Column('x', sa.Integer), sa.Index('ix2', func.lower(sa.column('nick')), 'x'))) as b:
    b.create_index('ix', [func.lower(sa.column('nick'))])
    b.alter_column('nick', new_column_name=sa.quoted_name('Nack', False))""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('nick', sa.String(20), index=True), sa.Column('x', sa.Integer), sa.Index('ix1', sa.text('nick')))) as b:
    b.create_index('ix', [func.lower(sa.quoted_name('nick', True)), 'x'])
    b.create_index('iy', [sa.quoted_name('nick', True), 'x'])
    b.alter_column('nick', new_column_name='nack')""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('nick', sa.String(20)), sa.Column('x', sa.Integer))) as b:
    b.create_index('ix', [select(sa.column('x')).scalar_subquery()])""",
    r"""op.execute(select(sa.cast(sa.column('x'), postgresql.CITEXT(collation='C'))))""",
    r"""op.create_table('x', sa.Column('c', postgresql.CITEXT(5)), sa.Column('d', postgresql.CITEXT))""",
    r"""op.create_table('x', sa.Column('d', postgresql.CITEXT))""",
    r"""op.create_table('x', sa.Column('d', postgresql.CITEXT(5, 'C')))""",
    r"""op.create_table('a_b', sa.Column('b', sa.Integer, quote=True), sa.Column('C', sa.Integer, quote=False), sa.Column('d', sa.Integer), sa.PrimaryKeyConstraint('d', postgresql_include=['b', 'C']), sa.UniqueConstraint('d', postgresql_include=['C']), sa.Index('ix', 'd', postgresql_include=['b']))""",
    r"""op.create_index('ix', 'x', ['d', sa.quoted_name('b', True)], postgresql_include=['b', 'C'])""",
    r"""op.create_unique_constraint('ix', 'x', ['d', sa.quoted_name('b', True)], postgresql_include=['b'])""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('x2', sa.MetaData(), sa.Column('flag', sa.Enum('x', 'y').with_variant(postgresql.ENUM("it's", 'x%y', name='Kind', inherit_schema=True), 'mysql'), sa.ForeignKey('users.created_at', name='fk1')))))""",
    r"""op.execute(sa.schema.CreateTable(sa.Table('x2', sa.MetaData(), sa.Column('flag', sa.Integer().with_variant(postgresql.ENUM('x', 'y', name='Kind', inherit_schema=True), 'postgresql')))))""",
]

# Names that a convention gives, or does not.
NAMED_INDEXES = [
    r"""op.create_index(None, 'pet', [select(u.c.id).where(u.c.pet_id == sa.column('n')).scalar_subquery(), 'a'])""",
    r"""op.create_index(None, 'pet', [select(u.c.id).where(u.c.pet_id == sa.column('n')).scalar_subquery(), 'a'])""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('nick', sa.String(20)), sa.Column('x', sa.Integer))) as b:
    b.create_index(None, [func.lower(sa.column(sa.quoted_name('nick', True)))])
    b.alter_column('nick', new_column_name='nack')""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column(sa.quoted_name('nick', True), sa.String(20)), sa.Column('x', sa.Integer))) as b:
    b.create_index(None, [func.lower(sa.column('nick'))])
    b.alter_column('nick', new_column_name='nack')""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('nick', sa.String(20)), sa.Column('x', sa.Integer))) as b:
    b.create_index(None, [func.lower(sa.quoted_name('nick', True))])
    b.alter_column('nick', new_column_name='nack')""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('nick', sa.String(20)), sa.Column('x', sa.Integer))) as b:
    b.create_index(None, [select(u.c.id).scalar_subquery()])""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('nick', sa.String(20)), sa.Column('x', sa.Integer), sa.Index('q', 'x'))) as b:
    b.create_index('a', ['nick'])
    b.create_index(op.f('b'), ['nick'])
    b.drop_index('q')""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('nick', sa.String(20)), sa.Column('x', sa.Integer), schema='s')) as b:
    b.create_index(None, ['nick'])
    b.create_index(None, ['x', 'nick'])
    b.alter_column('nick', new_column_name='nack')""",
    r"""with op.batch_alter_table('pet') as b:
    b.create_index(None, ['nick'])
    b.create_index(None, ['x', 'nick'])""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('nick', sa.String(20)), sa.Column('x', sa.Integer))) as b:
    b.create_index('a', ['nick'])
    b.create_index(op.f('b'), ['nick'])
    b.create_index('c', [text('nick')])
    b.create_index('d', [func.lower(sa.column('nick'))])
    b.create_index('e', [func.lower(sa.column('nick')), 'x'])""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('nick', sa.String(20)), sa.Column('x', sa.Integer))) as b:
    b.create_index(None, ['nick'])
    b.create_index(None, [func.lower(sa.column('nick'))])
    b.create_index(None, [func.lower(sa.column('x'))])""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('nick', sa.String(20)), sa.Column('x', sa.Integer), schema='s')) as b:
    b.create_index(None, [sa.column('nick').desc()])
    b.alter_column('nick', new_column_name=sa.quoted_name('Nack', True))""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('id', sa.Integer), sa.Column('x', sa.Integer), schema='s')) as b:
    b.create_index(None, [t.c.id])
    b.create_index('q', [t.c.id, 'x'])""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('id', sa.Integer), sa.Column('x', sa.Integer), schema='s')) as b:
    b.create_index(None, [sa.column('id')])
    b.alter_column('id', new_column_name='di')""",
]

# Types that columns take from others, rows and indexes of several columns.
TAKEN = [
    r"""op.bulk_insert(sa.table('x2', sa.column('_under', sa.Interval), sa.column('doc', sa.Integer)), [{'_under': op.inline_literal(datetime.timedelta(days=1, seconds=2)), 'doc': sa.null()}])""",
    r"""op.bulk_insert(sa.table('t1', sa.column('owner_id', sa.Interval(native=False)), sa.column('a', postgresql.ARRAY(sa.String))), [{'owner_id': op.inline_literal(datetime.timedelta(microseconds=5)), 'a': sa.null()}])""",
    r"""op.bulk_insert(sa.table('t1', sa.column('a', sa.Integer), sa.column('b', sa.String)), [{'b': sa.null(), 'a': op.inline_literal(5)}])""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('b', sa.String(20)), sa.Column('c', sa.Integer))) as b:
    b.create_index('ix1', [func.lower(sa.column('b')), 'b', 'c'], unique=True)""",
    r"""op.create_table('x', sa.Column('c', sa.ARRAY(postgresql.UUID(as_uuid=True).with_variant(postgresql.ENUM('', 'b', name='e', metadata=sa.MetaData(schema='m')), 'postgresql', 'sqlite'))))""",
    r"""op.create_table('x', sa.Column('c', sa.ARRAY(postgresql.ENUM('', 'b', name='e', metadata=sa.MetaData(schema='m')))), sa.Column('d', postgresql.ENUM('', 'b', name='f', metadata=sa.MetaData(schema='m'))))""",
    r"""op.create_table('x', sa.Column('c', sa.ARRAY(sa.Integer().with_variant(postgresql.ENUM('', 'b', name='f', inherit_schema=True), 'postgresql'))), schema='q')""",
    r"""op.create_table('visit', sa.Column('owner_id', sa.types.NullType().with_variant(sa.Integer, 'postgresql', 'sqlite', 'mysql'), sa.ForeignKey('a.b')))""",
    r"""op.create_table('visit', sa.Column('owner_id', sa.types.NullType().with_variant(sa.Integer, 'postgresql', 'sqlite', 'mysql')))""",
    r"""op.create_table('visit', sa.Column('owner_id', sa.types.NullType().with_variant(sa.Integer, 'postgresql', 'sqlite', 'mysql')), sa.ForeignKeyConstraint(['owner_id'], ['a.b']))""",
    r"""op.add_column('visit', sa.Column('owner_id', sa.types.NullType().with_variant(sa.Integer, 'postgresql', 'sqlite', 'mysql'), sa.ForeignKey('a.b')))""",
    r"""op.create_table('visit', sa.Column('x', sa.Integer), sa.Column('owner_id', sa.types.NullType().with_variant(sa.String, 'postgresql', 'sqlite', 'mysql'), sa.ForeignKey('visit.x')))""",
    r"""op.create_table('visit', sa.Column('x', sa.Integer), sa.Column('owner_id', sa.ForeignKey('visit.x')), sa.Column('other', sa.ForeignKey('visit.owner_id')))""",
    r"""op.create_table('node', sa.Column('id', sa.BigInteger, primary_key=True), sa.Column('parent_id', sa.ForeignKey('node.id')), schema='s')""",
    r"""op.create_table('node', sa.Column('id', sa.BigInteger, primary_key=True), sa.Column('parent_id', sa.ForeignKey('s.node.id')), schema='s')""",
    r"""op.create_table('node', sa.Column('id', sa.BigInteger, primary_key=True), sa.Column('id2', sa.String(5), primary_key=True), sa.Column('p'), sa.Column('q'), sa.ForeignKeyConstraint(['p', 'q'], ['node.id', 'node.id2']))""",
    r"""op.create_table('node', sa.Column('id', sa.Enum('a', 'b', name='e'), primary_key=True), sa.Column('p', sa.ForeignKey('node.id')))""",
    r"""op.create_table('node', sa.Column('c', sa.ARRAY(sa.Enum('a', 'b', name='e').with_variant(sa.Text, 'postgresql'))))""",
    r"""m = sa.MetaData()
sa.Table('b', m, sa.Column('c', sa.BigInteger), sa.Column('d', sa.String(4)))
op.execute(sa.schema.CreateTable(sa.Table('a', m, sa.Column('x'), sa.Column('y'), sa.ForeignKeyConstraint(['x', 'y'], ['b.c', 'b.d']))))""",
]

# Names of foreign keys.
NAMED_KEYS = [
    r"""op.create_foreign_key(None, 'a_b', 'do.t', ['CREATED_AT'], ['b'], onupdate=None)""",
    r"""op.create_foreign_key(None, 'do.t', 'do.t', ['CREATED_AT'], ['b'], onupdate=None)""",
    r"""with op.batch_alter_table('users', recreate='always', copy_from=sa.Table('users', sa.MetaData(), sa.Column('id', sa.Integer(), primary_key=True, nullable=False), sa.Column('n', sa.String(length=20), nullable=True), sa.Column('tags', sa.DateTime()))) as batch_op:
    batch_op.add_column(sa.Column('n', sa.Float(), index=True))""",
]

# Copies of enums, and keys that come about by themselves.
COPIES = [
    r"""op.alter_column('x', 'n', type_=mysql.ENUM(Color, name='é').with_variant(sa.Text(), 'sqlite'), existing_type=sa.Text())""",
    r"""op.alter_column('x', 'n', type_=mysql.ENUM(Color, name='é', schema='q').with_variant(sa.Text(), 'sqlite'), existing_type=sa.Text())""",
    r"""op.alter_column('x', 'n', type_=mysql.ENUM('a', 'b', name='é', schema='q').with_variant(sa.Text(), 'sqlite'), existing_type=sa.Text())""",
    r"""op.alter_column('x', 'n', type_=sa.Enum(Color, name='é', schema='q').with_variant(sa.Text(), 'sqlite'), existing_type=sa.Text())""",
    r"""op.alter_column('x', 'n', type_=postgresql.ENUM(Color, name='é', schema='q').with_variant(sa.Text(), 'sqlite'), existing_type=sa.Text())""",
    r"""with op.batch_alter_table('t', recreate='always', copy_from=sa.Table('t', sa.MetaData(), sa.Column('c', sa.Enum('a', 'b', name='é', create_constraint=True).with_variant(postgresql.TEXT(), 'sqlite', 'postgresql', 'mysql')))) as b:
    b.alter_column('c', nullable=False)""",
    r"""with op.batch_alter_table('t', recreate='always', copy_from=sa.Table('t', sa.MetaData(naming_convention={'ck': 'ck_%(table_name)s_%(constraint_name)s'}), sa.Column('c', sa.Enum('a', 'b', name='é', create_constraint=True, native_enum=False).with_variant(sa.Enum('c', name='d', create_constraint=True), 'sqlite', 'postgresql', 'mysql')))) as b:
    b.alter_column('c', nullable=False)""",
    r"""with op.batch_alter_table('t', recreate='always', copy_from=sa.Table('t', sa.MetaData(), sa.Column('c', sa.Boolean(create_constraint=True, name='b').with_variant(postgresql.TEXT(), 'sqlite', 'postgresql', 'mysql')))) as b:
    b.alter_column('c', nullable=False)""",
    r"""with op.batch_alter_table('t', recreate='always', copy_from=sa.Table('t', sa.MetaData(), sa.Column('c', sa.Text().with_variant(sa.Boolean(create_constraint=True, name='b'), 'sqlite', 'mysql')))) as b:
    b.alter_column('c', nullable=False)""",
    r"""with op.batch_alter_table('users', recreate='always', copy_from=sa.Table('users', sa.MetaData(), sa.Column('name', sa.Text()))) as batch_op:
    batch_op.add_column(sa.Column('level', sa.Date(), primary_key=True, autoincrement=True))
    batch_op.create_primary_key('pk1', ['1st'])""",
    r"""with op.batch_alter_table('users', recreate='always', copy_from=sa.Table('users', sa.MetaData(), sa.Column('name', sa.Integer, primary_key=True))) as batch_op:
    batch_op.add_column(sa.Column('level', sa.Integer, primary_key=True, autoincrement=True))
    batch_op.create_primary_key('pk1', ['1st'])""",
    r"""with op.batch_alter_table('users', recreate='always', copy_from=sa.Table('users', sa.MetaData(), sa.Column('name', sa.Integer, primary_key=True))) as batch_op:
    batch_op.add_column(sa.Column('level', sa.Integer, primary_key=True, autoincrement=True))""",
    r"""with op.batch_alter_table('users', recreate='always', copy_from=sa.Table('users', sa.MetaData(), sa.Column('name', sa.Integer))) as batch_op:
    batch_op.add_column(sa.Column('level', sa.Integer, primary_key=True))""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('a', sa.Integer, index=True), sa.Column('b', sa.Integer), sa.Index('ix_x', 'a', unique=True))) as b:
    b.alter_column('a', new_column_name='from')""",
    r"""with op.batch_alter_table('pet', recreate='always', copy_from=sa.Table('pet', sa.MetaData(), sa.Column('a', sa.Integer, index=True), sa.Column('b', sa.Integer))) as b:
    b.drop_index('ix_pet_a')""",
    r"""op.add_column('owner', sa.Column('c', postgresql.ENUM('a', 'b', name='e', create_type=False, native_enum=False, create_constraint=True), nullable=False))""",
    r"""op.add_column('owner', sa.Column('c', sa.Enum('a', 'b', name='e', native_enum=False, create_constraint=True), nullable=False))""",
]

# Which column of a check comes first.
CHECKS = [
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', f.startswith('x') & (sa.literal(True) != o))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(f.startswith('x'), sa.literal(True) != o))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(f.startswith('x', autoescape=True), sa.literal(True) != o))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.not_(f.startswith("it's", autoescape=True) & (sa.literal(True) != o)))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(f.like('x', escape='/'), sa.literal(True) != o))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(f.contains('x'), sa.literal(5) != o))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(f.contains('x'), f.contains('x') | (o == 5)))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.or_(sa.and_(f == 1, f == 2), o == 5))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(sa.or_(f == 1, f == 2), o == 5))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(f + 1 > o, o > 4))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(~f.in_([1]), o > 4))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(sa.not_(f.like('x')), o > 1))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(f.icontains('x'), o > 4))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(~f.icontains('x'), o > 4))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.or_(~f.contains('x'), o > 4))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(f.op('&')(4), o > 4))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(f.op('&', precedence=5)(4), o > 4))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(f.op('&', is_comparison=True)(4), o > 4))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', (f == 4) == (o == 5))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(f.collate('x') > 'y', o > 4))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(f.is_(True), o > 4))""",
    r"""f, o = sa.column('flag'), sa.column('owner_id')
op.create_check_constraint('q', 't', sa.and_(f.bool_op('@@')('x'), o > 4))""",
    r"""op.create_check_constraint('q', 't', sa.exists(select(u.c.id)))""",
    r"""op.create_check_constraint('q', 't', sa.column('z') == select(u.c.id).scalar_subquery())""",
    r"""op.create_check_constraint('q', 't', select(u.c.id).scalar_subquery() > 5)""",
    r"""op.create_check_constraint('q', 't', sa.column('z').in_(select(u.c.id)))""",
    r"""op.create_check_constraint('q', 't', sa.exists().where(u.c.id == 4))""",
]

BY_REFERRED = {"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}
BY_CHECKED = {"ck": "ck_%(column_0_name)s_%(constraint_name)s"}
BY_COLUMN = {"ix": "IX_%(table_name)s_%(column_0_label)s"}
BY_NAME = {"ix": "IX_%(table_name)s_%(constraint_name)s"}
NAMED = {"paramstyle": "named", "literal_binds": True}

FILES = [
    ("definition_names", NAMED, WHOLE + REFERRED),
    ("definitions", NAMED, KEPT + DEFAULTS + TABLES + INDEXES + TAKEN + COPIES),
    ("definition_indexes", {**NAMED, "naming_convention": BY_COLUMN}, NAMED_INDEXES),
    ("definition_indexes_by_name", {**NAMED, "naming_convention": BY_NAME}, NAMED_INDEXES),
    ("definition_keys", {**NAMED, "naming_convention": BY_REFERRED}, NAMED_KEYS),
    ("definition_checks", {**NAMED, "naming_convention": BY_CHECKED}, CHECKS),
]
