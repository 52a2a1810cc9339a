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

NAMED = {"paramstyle": "named", "literal_binds": True}

FILES = [
    ("found_conditions", NAMED, CONDITIONS),
    ("found_words", NAMED, WORDS),
]
