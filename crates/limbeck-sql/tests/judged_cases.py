"""Operations as their reader tries them out: each parameter by itself, values of columns without a type, conventions."""

from listing import lines

UNTYPED = "n = sa.table('n', sa.column('a'), sa.column('b', sa.String))\n"
OPERATIONS = [UNTYPED + line for line in lines(r"""
op.execute(n.update().values(a=3))
op.execute(n.update().values(a=None))
op.execute(n.update().values(a='x').where(n.c.a == 5))
op.execute(n.update().values(b='x').where(n.c.a == 5))
op.execute(n.update().values({n.c.a: True}))
op.execute(n.update().values(a=sa.literal(3)))
op.execute(n.update().values(a=sa.literal(3, sa.String).op('||')('x')))
op.execute(n.update().values(a=op.inline_literal(3)))
op.execute(n.update().values(a=n.c.a + 1))
op.execute(n.update().values(a=sa.func.now()))
op.execute(n.insert().values(a=3))
op.execute(n.insert().values([{'b': 'x'}, {'b': 'y'}]))
op.execute(n.insert().values([{'a': 3, 'b': 'x'}, {'a': 4, 'b': 'y'}]))
op.execute(n.insert().values(a=None, b='x'))
op.execute(n.delete().where(n.c.a.in_([1, 'x'])))
""")] + lines(r"""
op.alter_column('x', 'a', autoincrement='auto', existing_type=sa.Integer())
op.alter_column('x', 'a', existing_autoincrement='auto', new_column_name='b', existing_type=sa.Integer())
op.alter_column('x', 'a', type_=sa.Integer(), postgresql_using='a::integer')
op.alter_column('x', 'a', type_=sa.Integer(), postgresql_using='')
op.alter_column('x', 'a', type_=sa.Integer(), postgresql_using=sa.text('a::integer'))
""")

NAMED = {"paramstyle": "named", "literal_binds": True}
FILES = [("judged_operations", NAMED, OPERATIONS)]
