"""Rows, `tuple_(…)`: the type that they have, and what values become beside them and beside arrays."""


def selected(text):
    """One expression a line."""
    return [f"op.execute(select({line}))" for line in text.strip().split("\n")]


VALUES = selected(r"""
-sa.tuple_(t.c.id, 1)
sa.tuple_(t.c.id, 1) - t.c.id
sa.tuple_(t.c.id, 1) + t.c.id
sa.tuple_(t.c.id, 1) + 5
sa.tuple_(t.c.id, 1) + (1, 2)
sa.tuple_(t.c.id, 1) - sa.tuple_(t.c.id, 1)
t.c.id - sa.tuple_(t.c.id, 1)
sa.tuple_(t.c.id, 1)
sa.tuple_(t.c.id, 1).label('x')
sa.tuple_(t.c.id, 1) == (1, 2)
sa.tuple_(t.c.id, 1) == b'ab'
sa.tuple_(t.c.id, t.c.name) == b'\xff\x00'
sa.tuple_(t.c.id, t.c.name) == 'ab'
sa.tuple_(t.c.id, t.c.name) == 'abc'
sa.tuple_(t.c.id, t.c.name) == 'a'
sa.tuple_(t.c.id, t.c.name) == {1: 2, 3: 4}
sa.tuple_(t.c.id, t.c.name) == range(2)
sa.tuple_(t.c.id, t.c.name) == 5
sa.tuple_(t.c.id, t.c.name) == 5.5
sa.tuple_(t.c.id, t.c.name) == None
sa.tuple_(t.c.id, t.c.name) == True
sa.tuple_(t.c.id, t.c.name) == []
sa.tuple_(t.c.id, t.c.name) == [1, 2]
sa.tuple_(t.c.id, t.c.name) == [1, 2, 3]
sa.tuple_(t.c.id, t.c.name) == [None, 2]
sa.tuple_(t.c.id, t.c.name) == datetime.date(2020, 1, 1)
sa.tuple_(t.c.id, t.c.name) == Decimal('1')
sa.tuple_(t.c.id, t.c.name) == t.c.id
sa.tuple_(t.c.id, t.c.name) == sa.literal(1)
sa.tuple_(t.c.id, t.c.name) == sa.null()
sa.tuple_(t.c.id, t.c.name) == sa.tuple_(1, 'a')
sa.tuple_(t.c.id, t.c.name).in_(['a', "b'c"])
sa.tuple_(t.c.id, t.c.name).in_(['ab', "cd"])
sa.tuple_(t.c.id, t.c.name).in_(['abc', "cde"])
sa.tuple_(t.c.id, t.c.name).in_([b'ab', b"cd"])
sa.tuple_(t.c.id, t.c.name).in_([(1, 'x')])
sa.tuple_(t.c.id, t.c.name).in_([[1, 'x']])
sa.tuple_(t.c.id, t.c.name).in_([{1: 'x', 2: 'y'}])
sa.tuple_(t.c.id, t.c.name).in_([1, 2])
sa.tuple_(t.c.id, t.c.name).in_([None])
sa.tuple_(t.c.id, t.c.name).in_([(1, 2), None])
sa.tuple_(t.c.id, t.c.name).in_([(1, 2), 3])
sa.tuple_(t.c.id, t.c.name).in_([(1, 2, 3)])
sa.tuple_(t.c.id, t.c.name).in_([(1,)])
sa.tuple_(t.c.id, t.c.name).in_([(1, None)])
sa.tuple_(t.c.id, t.c.name).in_([])
sa.tuple_(t.c.id, t.c.name).in_([()])
sa.tuple_(t.c.id, t.c.name).in_([True])
sa.tuple_(t.c.id, t.c.name).in_([sa.tuple_(1, 2), 3])
sa.tuple_(t.c.id, t.c.name).in_(select(t.c.id, t.c.name))
sa.tuple_(t.c.id, t.c.name).in_(sa.bindparam('x', [(1, 2)], expanding=True))
sa.tuple_(t.c.id, t.c.name).in_(sa.bindparam('x', [(1, 2)]))
sa.tuple_(t.c.id, t.c.name).not_in([(1, 'x')])
sa.tuple_(t.c.id, t.c.name).not_in([])
sa.tuple_(t.c.id, t.c.name).not_in(['ab'])
~sa.tuple_(t.c.id, t.c.name).in_([(1, 'x')])
sa.tuple_(t.c.id).in_([(1,)])
sa.tuple_(t.c.id).in_([])
sa.tuple_(t.c.id).in_([1])
sa.tuple_(t.c.id).in_(['a'])
sa.tuple_().in_(['a'])
sa.tuple_() == ()
sa.tuple_(t.c.id, t.c.name) < (1, 'a')
sa.tuple_(t.c.id, t.c.name) <= b'\xff\x00'
sa.tuple_(t.c.id, t.c.name) > {'a': 1, 'b': 2}
sa.tuple_(t.c.id, t.c.name).is_(None)
sa.tuple_(t.c.id, t.c.name).is_((1, 2))
sa.tuple_(t.c.id, t.c.name).like('ab')
sa.tuple_(t.c.id, t.c.name).like((1, 2))
sa.tuple_(t.c.id, t.c.name).like(5)
sa.tuple_(t.c.id, t.c.name).startswith('ab')
sa.tuple_(t.c.id, t.c.name).contains('ab')
sa.tuple_(t.c.id, t.c.name).between((1, 2), (3, 4))
sa.tuple_(t.c.id, t.c.name).between('ab', b'cd')
sa.tuple_(t.c.id, t.c.name).between(1, 2)
sa.tuple_(t.c.id, t.c.name).concat('ab')
sa.tuple_(t.c.id, t.c.name).op('&&')('ab')
sa.tuple_(t.c.id, t.c.name).op('&&')((1, 2))
sa.tuple_(t.c.id, t.c.name).op('&&', is_comparison=True)((1, 2))
sa.tuple_(t.c.id, t.c.name).op('&&')(5)
sa.tuple_(t.c.id, t.c.name).collate('C')
sa.tuple_(t.c.id, t.c.name).desc()
sa.tuple_(t.c.id, t.c.name).distinct()
sa.tuple_(t.c.id, t.c.name).match('ab')
sa.tuple_(t.c.id, t.c.name).regexp_match('ab')
sa.cast(sa.tuple_(t.c.id, t.c.name), sa.Text)
sa.type_coerce(sa.tuple_(t.c.id, t.c.name), sa.Text)
sa.func.coalesce(sa.tuple_(t.c.id, t.c.name))
sa.func.foo(sa.tuple_(t.c.id, t.c.name)) == 1
sa.case((t.c.id == 1, sa.tuple_(t.c.id, t.c.name)))
sa.not_(sa.tuple_(t.c.id, t.c.name))
~sa.tuple_(t.c.id, t.c.name)
sa.and_(sa.tuple_(t.c.id, t.c.name), t.c.id == 1)
sa.tuple_(t.c.id, t.c.name)[0]
sa.tuple_(t.c.id, t.c.name) & (t.c.id == 1)
sa.tuple_(t.c.id, t.c.name) % 2
sa.tuple_(t.c.id, t.c.name) / 2
sa.tuple_(t.c.id, t.c.name) // 2
sa.tuple_(t.c.id, t.c.name) * 'ab'
'ab' + sa.tuple_(t.c.id, t.c.name)
5 - sa.tuple_(t.c.id, t.c.name)
(1, 2) < sa.tuple_(t.c.id, t.c.name)
sa.tuple_(t.c.id, t.c.name, types=[sa.Text, sa.Integer]) == (1, 2)
sa.tuple_('a', 1, types=[sa.Text, sa.String]) == (1, 2)
sa.tuple_(1, 2) == (3, 4)
sa.tuple_('a', 2).in_([(3, 4)])
sa.tuple_(sa.column('a', sa.Integer), sa.column('b', sa.Date)).in_([('x', 'y')])
sa.tuple_(sa.column('a', sa.Integer), sa.column('b', sa.Date)) == ('x', 'y')
sa.tuple_(sa.column('a', sa.JSON), sa.column('b', sa.Boolean)) == ('x', 1)
sa.tuple_(sa.column('a', sa.JSON), sa.column('b', sa.Boolean)).in_([('x', 1)])
sa.tuple_(sa.column('a', sa.Enum('a', 'b', name='e')), sa.column('b', sa.Uuid)).in_([('x', 'y')])
sa.tuple_(sa.column('a', sa.Enum('a', 'b', name='e')), sa.column('b', sa.Uuid)) == ('x', 'y')
sa.column('a') == sa.tuple_(1, 2)
sa.column('a') == (1, 2)
sa.column('a', sa.Integer) - sa.tuple_(1, 2)
sa.column('a', sa.Integer) + sa.tuple_(1, 2)
sa.column('a', sa.Text) + sa.tuple_(1, 2)
sa.column('a') + sa.tuple_(1, 2)
sa.column('a') - sa.tuple_(1, 2)
sa.literal('a') - sa.tuple_(1, 2)
sa.func.foo() - sa.tuple_(1, 2)
sa.func.foo() + sa.tuple_(1, 2)
sa.distinct(sa.tuple_(1, 2))
sa.exists().where(sa.tuple_(1, 2))
select(-sa.tuple_(t.c.id, 1)).scalar_subquery()
sa.exists(select(sa.tuple_(t.c.id, 1)))
t.c.id.in_(select(sa.tuple_(t.c.id, 1)))
sa.any_(sa.tuple_(1, 2))
sa.tuple_(1, 2).any_()
sa.func.max(sa.tuple_(1, 2))
sa.func.max(sa.tuple_(1, 2)).over()
sa.func.max(sa.tuple_(1, 2)).filter(t.c.id == 1)
(-sa.tuple_(1, 2)).in_([(1, 2)])
(-sa.tuple_(1, 2)).in_([])
(-sa.tuple_(1, 2)).not_in([])
(sa.tuple_(1, 2) + sa.tuple_(1, 2)).in_([(1, 2), 'ab'])
sa.tuple_(None, 1) == (1, 2)
sa.tuple_(None, True, 'a').in_([(1, 2, 3)])
sa.tuple_(1, 2, types=[sa.Text]) == (1, 2)
sa.tuple_('a', 2, types=[sa.Text, sa.Integer]).in_([('x', 'y')])
sa.tuple_(sa.column('a', sa.Text), sa.column('b', sa.Text)).in_([(1, 2), ('x', 'y')])
sa.tuple_(sa.column('a', sa.Text), sa.column('b', sa.Text)).in_([('x', 'y'), (1, 2)])
sa.tuple_(sa.column('a', sa.Text), sa.column('b', sa.Text)).in_([('x', 'y'), ('z',)])
sa.tuple_(sa.column('a', sa.Text), sa.column('b', sa.Text)).in_([('x',), ('z', 'y')])
sa.tuple_(sa.column('a', sa.Date), sa.column('b', sa.Text)).in_([(datetime.date(2020, 1, 1), "it's"), (None, 'x')])
sa.tuple_(sa.column('a', sa.Date), sa.column('b', sa.Boolean)).in_([(None, True), (None, None)])
postgresql.array([1, 2]) == b'ab'
postgresql.array([1, 2]) == {1: 2}
postgresql.array([1, 2]) == 5
postgresql.array([1, 2]) == range(2)
postgresql.array(['a', 'b']) == 'ab'
postgresql.array(['a', 'b']) == [1, 'b']
postgresql.array([1, 2]) + [3, 4]
postgresql.array([1, 2]) + 5
postgresql.array([1, 2]).contains([3])
postgresql.array([1, 2]).contains('ab')
postgresql.array([1, 2])[1] == 5
sa.cast(t.c.id, sa.TupleType(sa.Integer, sa.Text))
""")

STATEMENTS = [f"op.execute({line})" for line in r"""
select(t.c.id).where(sa.tuple_(t.c.id, t.c.name))
select(t.c.id).where(-sa.tuple_(t.c.id, t.c.name))
select(t.c.id).where(sa.tuple_(t.c.id, t.c.name) - 'ab' == 1)
select(t.c.id).where(sa.tuple_(t.c.id, t.c.name).in_(['a', "b'c"]))
select(t.c.id).order_by(sa.tuple_(t.c.id, t.c.name))
select(t.c.id).order_by(-sa.tuple_(t.c.id, t.c.name))
t.update().values(id=sa.tuple_(1, 2))
select(t.c.id).union(select(sa.tuple_(t.c.id, 1)))
select(sa.tuple_(t.c.id, 1)).union(select(t.c.id))
t.insert().from_select(['id'], select(sa.tuple_(t.c.id, 1)))
select(t.c.id, select(t.c.id).union(select(sa.tuple_(1, 2))).scalar_subquery())
select(sa.text('x')).select_from(select(sa.tuple_(t.c.id, 1).label('y')).cte('c'))
t.insert().values(id=1).returning(-sa.tuple_(t.c.id, 1))
""".strip().split("\n")] + [
    "op.add_column('x', sa.Column('a', sa.TupleType(sa.Integer)))",
    "op.add_column('x', sa.Column('a', sa.types.TupleType(sa.Integer, sa.String(20))))",
]

BOUND = selected(r"""
sa.tuple_(t.c.id, t.c.name) == (1, 'x')
sa.tuple_(t.c.id, t.c.name).in_([(1, 'x'), (2, 'y')])
sa.tuple_(t.c.id, t.c.name).in_([])
sa.tuple_(t.c.id, t.c.name).not_in(['ab'])
(-sa.tuple_(t.c.id, t.c.name)).in_([(1, 'x')])
-sa.tuple_(t.c.id, t.c.name) == (1, 'x')
""")

NAMED = {"paramstyle": "named", "literal_binds": True}

FILES = [
    ("row_values", NAMED, VALUES),
    ("row_statements", NAMED, STATEMENTS),
    ("row_binds", {"paramstyle": None, "literal_binds": False}, BOUND),
]
