"""What projects write around their operations: names as strings, values of every kind, constructs of their own."""


def lines(text):
    """A case a line."""
    return [line for line in text.strip().split("\n") if line and not line.startswith("#")]


def shown(text):
    """Expressions whose Python value becomes a statement."""
    return [f"op.execute('-- ' + repr({line}).replace(':', ' '))" for line in lines(text)]


NAMES = shown(r"""
(isinstance(op.f('x'), str), issubclass(type(op.f('x')), str), type(op.f('x')) is str, type(op.f('x')).__name__)
(str(op.f('ix')), op.f('ix').upper(), op.f('ix') + '_a', 'a_' + op.f('ix'), f"{op.f('ix')}", '%s' % op.f('ix'), '{}'.format(op.f('ix')))
('i' in op.f('ix'), len(op.f('ix')), op.f('ix') == 'ix', {op.f('ix') * 1}, {'ix'} & {op.f('ix')}, hash(op.f('ix')) == hash('ix'))
sorted([op.f('b'), 'a', op.f('A'), sa.quoted_name('c', True)])
(op.f('ix_a_b').split('_'), op.f('ix_a').replace('a', 'b'), op.f('ix')[0], op.f('ix')[:1], op.f('ix').startswith('i'), '_'.join([op.f('a'), op.f('b')]))
(op.f('ix') < 'iy', max(op.f('a'), op.f('b')), op.f('ix') * 2, list(op.f('ix')), op.f('ix').encode(), bool(op.f('')))
(sa.quoted_name('Ab', True).upper(), sa.quoted_name('Ab', True).lower(), sa.quoted_name('Ab', None).upper(), sa.quoted_name('Ab', False).lower())
(type(sa.quoted_name('Ab', True).upper()).__name__, type(sa.quoted_name('Ab', None).upper()).__name__, sa.quoted_name('Ab', True).quote, sa.quoted_name('Ab', None).quote)
(sa.quoted_name(sa.quoted_name('a', True), None).quote, sa.quoted_name(sa.quoted_name('a', True), False).quote, sa.quoted_name(op.f('x'), None).quote)
(sa.quoted_name('ab', True) == 'ab', sa.quoted_name('ab', True) + 'c', 'x%s' % sa.quoted_name('Ab', True), sa.quoted_name('Ab', True)[0], 'A' in sa.quoted_name('Ab', True))
(list(map(str.upper, [op.f('a'), sa.quoted_name('b', None)])), str.join('_', [op.f('a')]), ''.join(sorted(op.f('cab'))))
(isinstance(op.f('x'), sa.sql.elements.conv), isinstance(op.f('x'), sa.sql.elements.quoted_name), isinstance(sa.quoted_name('x', None), str))
__import__('json').dumps([op.f('x'), sa.quoted_name('y', True)])
(op.f(5), sa.quoted_name(5, True), sa.quoted_name.construct(None, True))
""") + lines(r"""
op.f(None)
sa.quoted_name(None, True)
sa.quoted_name('x')
op.create_index(op.f('ix').upper(), 'x', ['a'])
op.create_index(op.f('ix') + '_Upper', 'x', ['a'])
op.create_index(op.f(op.f('ix')), 'x', ['a'])
op.create_index(op.f(sa.quoted_name('ix', True)), 'x', ['a'])
op.create_index(sa.schema.conv('ix', True), 'x', ['a'])
op.create_unique_constraint('uq_{}_{}'.format(op.f('x'), op.f('a')), op.f('x'), [op.f('a')])
op.execute('ALTER TABLE x DROP CONSTRAINT ' + op.f('ck'))
op.execute(op.f('select 1'))
op.execute(sa.quoted_name('select 1', True))
op.create_table(sa.quoted_name('ab', True).upper(), sa.Column('a', sa.Integer, server_default=op.f('x')))
op.create_table('x' + sa.quoted_name('ab', True), sa.Column(op.f('a'), sa.Integer))
op.execute(t.update().values(name=op.f('x')).where(t.c.name == sa.quoted_name('y', True)))
op.bulk_insert(t, [{'name': op.f('x')}])
""")

NAMED = {"paramstyle": "named", "literal_binds": True}
FILES = [
    ("idiom_names", NAMED, NAMES),
]
