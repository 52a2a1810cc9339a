"""Cases with faults: which of several is found first, and values that a type can or cannot render."""


def lines(text):
    """A case a line."""
    return [line for line in text.strip().split("\n") if line]


LONG = "'" + "n" * 300 + "'"

FAULTS = [line.replace("LONG", LONG) for line in lines(r"""
op.create_table('x', sa.Column('a', sa.Integer), sa.Column('b', sa.Integer, autoincrement=True), sa.PrimaryKeyConstraint('a', 'b'), sqlite_autoincrement=True)
op.create_table('x', sa.Column('a', sa.Integer, primary_key=True, autoincrement=False), sa.Column('b', sa.Integer, primary_key=True, autoincrement=True), sa.PrimaryKeyConstraint(name='p'))
op.create_table('x', sa.Column('a', sa.Integer, primary_key=True), sa.Column('b', sa.BigInteger, primary_key=True, autoincrement=True))
op.create_table('x', sa.Column('a', sa.Date, autoincrement=True), sa.PrimaryKeyConstraint('a'))
op.create_table('x', sa.Column('a', sa.Date, primary_key=True, autoincrement=True))
op.create_table('x', sa.Column('a', sa.Date, primary_key=True, autoincrement=True), sa.Column('b', sa.Integer, primary_key=True))
op.create_table('x', sa.Column('a', sa.Integer, primary_key=True, autoincrement=True), sa.Column('b', sa.Integer, primary_key=True, autoincrement=True))
op.create_table('x', sa.Column('a', postgresql.TSRANGE, primary_key=True, autoincrement=True), sa.Column('b', sa.types.NullType))
op.create_table('x', sa.Column('a', sa.types.NullType, autoincrement=True), sa.PrimaryKeyConstraint('a'))
op.add_column('x', sa.Column('a', sa.Date, primary_key=True, autoincrement=True))
op.add_column('x', sa.Column('a', postgresql.TSRANGE, primary_key=True, autoincrement=True))
op.create_check_constraint(LONG, 'x', sa.column('a') == sa.literal(datetime.time(1, 2), sa.String))
op.create_foreign_key(LONG, 'x', 'y', ['a'], ['b'], match='f(', ondelete='d(', onupdate='u(', initially='i(')
op.create_foreign_key('f', 'x', 'y', ['a'], ['b'], match='f(', ondelete='d;', onupdate='u(')
op.create_foreign_key('f', 'x', 'y', ['a'], ['b'], ondelete='d;', onupdate='u(', initially='i(')
op.create_unique_constraint(LONG, 'x', ['a'], postgresql_include=['b'])
op.create_table('x', sa.Column('a', sa.Integer), sa.PrimaryKeyConstraint('a', name=LONG, postgresql_include=['b']))
op.create_exclude_constraint(LONG, 'x', (sa.column('a') == sa.literal(datetime.time(1, 2), sa.String), '='), using='no method')
op.create_exclude_constraint('e', 'x', (sa.column('a') == sa.literal(datetime.time(1, 2), sa.String), '='), using='no method')
op.create_exclude_constraint('e', 'x', ('a', '='), using='no method', initially='i(')
op.create_index(LONG, 'x', [sa.column('a') == sa.literal(datetime.time(1, 2), sa.String)])
op.create_index('i', 'x', [sa.column('a') + 1, sa.try_cast(sa.column('n'), sa.BigInteger)], mysql_length={'a': 5})
op.create_table('x', sa.Column('a', sa.Integer, sa.CheckConstraint(sa.column('a') == sa.literal(datetime.time(1, 2), sa.String), sqlite_on_conflict='FAIL')))
op.create_table('x', sa.Column('a', sa.Integer, sa.CheckConstraint('a > 5', sqlite_on_conflict='FAIL')))
op.execute(select(sa.cast(datetime.time(1, 2), postgresql.TSVECTOR)))
op.execute(select(sa.cast(True, mysql.TINYTEXT)))
op.execute(select(sa.literal(Color.red)))
op.bulk_insert(sa.table('x', sa.column('n')), [{'n': Color.red}])
op.execute(select(sa.literal(uuid.UUID(int=5), sa.Integer)))
op.execute(select(sa.literal(5, sa.Uuid)))
op.execute(select(sa.literal(datetime.date(2020, 1, 2), sa.Interval)))
op.execute(select(sa.literal(datetime.datetime(2020, 1, 2, 3, 4, 5), sa.Interval)))
op.execute(select(sa.literal(datetime.time(3, 4), sa.Interval)))
op.execute(select(sa.literal(datetime.timedelta(1), sa.Interval)))
op.execute(select(sa.literal("$.it's%", postgresql.JSONPATH)))
op.execute(select(sa.literal(['a', 1], postgresql.JSONPATH)))
op.execute(select(sa.literal({'a': 1}, postgresql.JSONPATH)))
op.execute(select(sa.literal(0, postgresql.JSONPATH)))
op.execute(select(sa.literal(7, postgresql.JSONPATH)))
op.alter_column('x', 'a', server_default=5, type_=sa.String(5), existing_type=sa.Integer, nullable=True)
op.alter_column('x', 'a', server_default=sa.Integer(), existing_server_default=sa.Computed('b'))
op.alter_column('x', 'a', server_default={}, existing_server_default=sa.Identity())
op.alter_column('x', 'a', server_default=5, postgresql_using='b')
op.create_unique_constraint('u', 'x', [])
op.create_primary_key('p', 'x', [])
op.create_primary_key('p', 'x', [''])
op.create_unique_constraint(LONG, 'x', [''], postgresql_nonsense=1)
op.create_foreign_key('f', 'x', 'y', ['a', 'a'], ['b'])
op.create_exclude_constraint('e', 'x', ('a', '='), where=5)
op.create_exclude_constraint('e', 'x', (sa.exists().where(sa.column('b') == 5), '='))
op.add_column('x', sa.Column('a', sa.Integer, server_default=sa.Integer()))
op.add_column('x', sa.Column('a', sa.Integer, sa.ForeignKey('y')))
op.create_table('x', sa.Column('a', sa.Integer, sa.ForeignKey('y')))
op.create_index('i', 'x', [t.c.id, sa.text('')])
op.execute(t.insert().values(flag=Decimal('1')))
""")]

FILES = [("faults", {"paramstyle": "named", "literal_binds": True}, FAULTS)]
