"""What projects write around their operations: names as strings, values of every kind, constructs of their own."""

from listing import lines


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

# A table with a column of each kind of value.
OF_ALL_KINDS = """v = sa.table('v', sa.column('id', sa.Integer), sa.column('name', sa.String(20)), sa.column('flag', sa.Boolean),
    sa.column('n', sa.Numeric(10, 2)), sa.column('f', sa.Float), sa.column('born', sa.Date), sa.column('at', sa.DateTime),
    sa.column('tz', sa.DateTime(timezone=True)), sa.column('tm', sa.Time), sa.column('iv', sa.Interval),
    sa.column('tags', postgresql.ARRAY(sa.String)), sa.column('doc', sa.JSON), sa.column('raw'),
    sa.column('blob', sa.LargeBinary), sa.column('uid', sa.Uuid), sa.column('col', sa.Enum(Color)))
"""

VALUES = [OF_ALL_KINDS + line for line in lines(r"""
op.execute(v.insert().values(doc=sa.JSON.NULL))
op.execute(v.update().values(doc=sa.JSON.NULL))
op.execute(v.update().values(doc=None))
op.execute(v.insert().values(doc=None))
op.execute(v.update().values({v.c.doc: sa.JSON.NULL}).where(v.c.doc == sa.JSON.NULL))
op.execute(v.update().where(v.c.doc == None).values(id=1))
op.execute(v.update().where(v.c.doc != sa.JSON.NULL).values(id=1))
op.execute(v.update().where(v.c.doc.is_(None)).values(id=1))
op.bulk_insert(v, [{'doc': sa.JSON.NULL}])
op.bulk_insert(sa.table('x', sa.column('j', sa.JSON(none_as_null=True))), [{'j': None}, {'j': sa.JSON.NULL}, {'j': {}}])
op.bulk_insert(sa.table('x', sa.column('j', postgresql.JSONB)), [{'j': None}, {'j': postgresql.JSONB.NULL}, {'j': 'null'}])
op.bulk_insert(sa.table('x', sa.column('j', postgresql.JSONB(none_as_null=True))), [{'j': None}, {'j': postgresql.JSONB.NULL}, {'j': []}])
op.bulk_insert(sa.table('x', sa.column('j', mysql.JSON)), [{'j': None}, {'j': sa.JSON.NULL}, {'j': []}])
op.add_column('x', sa.Column('j', sa.JSON, server_default=sa.text("'{}'")))
op.add_column('x', sa.Column('j', sa.JSON, server_default=sa.JSON.NULL))
op.add_column('x', sa.Column('j', sa.JSON, default=sa.JSON.NULL))
op.execute(v.update().values(doc=sa.cast(sa.JSON.NULL, sa.JSON)))
op.execute(v.update().values(doc=sa.literal(sa.JSON.NULL, sa.JSON)))
op.execute(v.update().values(doc=sa.literal(None, sa.JSON)))
op.execute(v.update().values(doc=sa.literal(None, sa.JSON())).where(v.c.doc == sa.literal(None, sa.JSON)))
op.execute(v.update().values(doc=op.inline_literal(sa.JSON.NULL, sa.JSON)))
op.execute(v.update().values(doc=op.inline_literal(None, sa.JSON)))
op.execute(v.update().values(doc=op.inline_literal(None)))
op.execute(v.update().values(doc=sa.case((v.c.id == 1, sa.JSON.NULL), else_=None)))
op.execute(v.update().values(doc=func.coalesce(v.c.doc, sa.JSON.NULL)))
op.execute(v.update().values(doc=func.coalesce(v.c.doc, None)))
op.execute(v.update().values(doc=func.coalesce(v.c.doc, sa.literal({}, sa.JSON))))
op.execute(v.update().where(v.c.raw.in_([None, 1])).values(id=1))
op.execute(v.update().where(v.c.raw.in_([None])).values(id=1))
op.execute(v.update().where(v.c.raw.in_([None, None])).values(id=1))
op.execute(v.update().where(v.c.id.in_([None, 1])).values(id=1))
op.execute(v.update().where(v.c.id.not_in([1, None])).values(id=1))
op.execute(v.update().where(v.c.name.in_([None, 'a'])).values(id=1))
op.execute(v.update().where(v.c.flag.in_([None, True])).values(id=1))
op.execute(v.update().where(v.c.born.in_([None, datetime.date(2020, 1, 2)])).values(id=1))
op.execute(v.update().where(v.c.n.in_([None, decimal.Decimal('1.50')])).values(id=1))
op.execute(v.update().where(v.c.uid.in_([None, uuid.UUID(int=5)])).values(id=1))
op.execute(v.update().where(v.c.col.in_([None, Color.red])).values(id=1))
op.execute(v.update().where(v.c.blob.in_([None, b'a'])).values(id=1))
op.execute(v.update().where(v.c.iv.in_([None, datetime.timedelta(1)])).values(id=1))
op.execute(v.update().where(v.c.raw.not_in([])).values(id=1))
op.execute(v.update().where(v.c.id.not_in([])).values(id=1))
op.execute(v.update().where(v.c.uid.not_in([])).values(id=1))
op.execute(v.update().where(v.c.col.not_in([])).values(id=1))
op.execute(v.update().where(v.c.tags.not_in([])).values(id=1))
op.execute(v.update().where(sa.tuple_(v.c.id, v.c.name).in_([(1, None), (2, 'b')])).values(id=1))
op.execute(v.update().where(v.c.name.like(None)).values(id=1))
op.execute(v.update().where(v.c.name.ilike(None)).values(id=1))
op.execute(v.update().where(v.c.name.not_like(None)).values(id=1))
op.execute(v.update().where(v.c.name.startswith(None)).values(id=1))
op.execute(v.update().where(v.c.name.contains(None)).values(id=1))
op.execute(v.update().where(v.c.name.like('a%', escape=None)).values(id=1))
op.execute(v.update().where(v.c.name.between(None, None)).values(id=1))
op.execute(v.update().where(v.c.id < None).values(id=1))
op.execute(v.update().where(v.c.name.concat(None) == 'x').values(id=1))
op.execute(v.update().where(v.c.flag == None).values(id=1))
op.execute(v.update().where(v.c.id.is_distinct_from(None)).values(id=1))
op.execute(v.update().values(name=func.cast(v.c.id, sa.String)))
op.execute(v.update().values(name=func.cast(v.c.id, sa.String(10))))
op.execute(v.update().values(name=func.cast(v.c.id)))
op.execute(v.update().values(name=func.cast('a', sa.Integer)))
op.execute(v.update().values(name=func.cast(text('id AS INTEGER'))))
op.execute(v.update().values(name=func.cast(v.c.id, type_=sa.String)))
op.bulk_insert(sa.table('x', sa.column('a', sa.ARRAY(sa.Boolean))), [{'a': [True, None, False]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.Boolean))), [{'a': [True, None, False]}, {'a': []}, {'a': None}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.Uuid))), [{'a': [uuid.UUID(int=5), None]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(postgresql.UUID))), [{'a': [uuid.UUID(int=5), None]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(postgresql.UUID(as_uuid=False)))), [{'a': ['12345678-1234-5678-1234-567812345678', None]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.Integer))), [{'a': [[1, 2], [3, None]]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.Integer, dimensions=2))), [{'a': [[1, 2], [3, None]]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.Integer, dimensions=1))), [{'a': [[1, 2], [3, None]]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.Integer, as_tuple=True))), [{'a': (1, 2)}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.Text))), [{'a': ["it's", 'a%b', None, 'b\\c', 'é', '{"a"}']}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.Numeric))), [{'a': [decimal.Decimal('1.50'), None, 2, 1.5]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.Float))), [{'a': [1.0, None, 2]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.Date))), [{'a': [datetime.date(2020, 1, 2), None]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.DateTime(timezone=True)))), [{'a': [datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc), None]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.Enum('a', 'b', name='e')))), [{'a': ['a', None]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.Enum(Color)))), [{'a': [Color.red, None]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(postgresql.JSONB))), [{'a': [{'a': 1}, None]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.LargeBinary))), [{'a': [b'x', None]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.Interval))), [{'a': [datetime.timedelta(1), None]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(postgresql.INET))), [{'a': ['127.0.0.1', None]}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.String))), [{'a': 'abc'}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.String))), [{'a': '{a,b}'}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.String))), [{'a': ('a', 'b')}])
op.bulk_insert(sa.table('x', sa.column('a', postgresql.ARRAY(sa.String))), [{'a': {'a'}}])
op.bulk_insert(sa.table('x', sa.column('a', sa.ARRAY(sa.String))), [{'a': op.inline_literal(['a', 'b'])}])
op.execute(v.update().values(tags=None))
op.execute(v.update().values(tags=sa.cast([], postgresql.ARRAY(sa.String))))
op.execute(v.update().values(tags=sa.cast(postgresql.array([]), postgresql.ARRAY(sa.String))))
op.execute(v.update().where(v.c.id == sa.any_(sa.literal([1, 2], postgresql.ARRAY(sa.Integer)))).values(id=1))
op.execute(v.update().values(n=decimal.Decimal('Infinity')))
op.execute(v.update().values(n=decimal.Decimal('NaN')))
op.execute(v.update().values(n=decimal.Decimal('1E+3')))
op.execute(v.update().values(n=decimal.Decimal('1E-10')))
op.execute(v.update().values(n=decimal.Decimal('-1.50')))
op.execute(v.update().values(n=float('inf')))
op.execute(v.update().values(n=float('nan')))
op.execute(v.update().values(n=float('-inf')))
op.execute(v.update().values(f=float('inf')))
op.execute(v.update().values(f=float('nan')))
op.execute(v.update().values(f=decimal.Decimal('Infinity')))
op.execute(v.update().values(f=decimal.Decimal('1E+3')))
op.execute(v.update().values(id=decimal.Decimal('1E+3')))
op.execute(v.update().values(raw=decimal.Decimal('Infinity')))
op.execute(v.update().values(raw=float('inf')))
op.execute(v.update().where(v.c.raw == decimal.Decimal('1E+3')).values(id=1))
op.execute(v.update().where(v.c.raw == float('inf')).values(id=1))
op.execute(v.update().where(v.c.raw == datetime.timedelta(1)).values(id=1))
op.execute(v.update().where(v.c.raw == datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc)).values(id=1))
op.execute(v.update().values(at=datetime.datetime(2020, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)))
op.execute(v.update().values(tz=datetime.datetime(2020, 1, 2, 3, 4, 5, 6, tzinfo=datetime.timezone(datetime.timedelta(hours=-5, minutes=-30)))))
op.execute(v.update().values(tm=datetime.time(1, 2, 3, tzinfo=datetime.timezone.utc)))
op.execute(v.update().values(iv=datetime.timedelta(days=1, seconds=2, microseconds=3)))
op.execute(v.update().values(iv=datetime.timedelta(days=-1)))
op.execute(v.update().values(iv=datetime.timedelta(0)))
op.execute(v.update().values(at=v.c.at + datetime.timedelta(days=1)))
op.execute(v.update().values(at=func.now() - datetime.timedelta(hours=36)))
op.execute(v.update().where(v.c.at < func.now() - sa.literal(datetime.timedelta(days=30))).values(id=1))
op.execute(v.update().where(v.c.at < datetime.datetime(2020, 1, 2) - datetime.timedelta(days=30)).values(id=1))
op.bulk_insert(sa.table('x', sa.column('a', postgresql.INTERVAL)), [{'a': datetime.timedelta(days=1, hours=3)}])
op.bulk_insert(sa.table('x', sa.column('a', sa.Interval)), [{'a': datetime.timedelta(days=1, hours=3)}, {'a': None}])
op.bulk_insert(sa.table('x', sa.column('a', sa.Interval(native=False))), [{'a': datetime.timedelta(days=1, hours=3)}])
op.bulk_insert(sa.table('x', sa.column('a', mysql.TIME(fsp=3))), [{'a': datetime.timedelta(hours=3)}, {'a': datetime.time(1, 2, 3, 4)}])
op.bulk_insert(sa.table('x', sa.column('a', mysql.DATETIME(fsp=3))), [{'a': datetime.datetime(2020, 1, 2, 3, 4, 5, 6789)}])
op.bulk_insert(sa.table('x', sa.column('a', mysql.TIMESTAMP(fsp=6))), [{'a': datetime.datetime(2020, 1, 2, 3, 4, 5, 6789)}])
op.bulk_insert(sa.table('x', sa.column('a', mysql.SET('a', 'b'))), [{'a': 'a,b'}])
op.bulk_insert(sa.table('x', sa.column('a', mysql.BIT(8))), [{'a': 5}, {'a': b'\x01'}])
op.bulk_insert(sa.table('x', sa.column('a', mysql.YEAR)), [{'a': 2020}])
op.bulk_insert(sa.table('x', sa.column('a', mysql.TINYINT(1))), [{'a': True}, {'a': 1}])
op.bulk_insert(sa.table('x', sa.column('a', mysql.LONGTEXT)), [{'a': "b\\s it's 100%"}])
op.bulk_insert(sa.table('x', sa.column('a', mysql.DOUBLE(8, 3))), [{'a': 1.5}, {'a': decimal.Decimal('1.50')}])
op.bulk_insert(sa.table('x', sa.column('a', mysql.DECIMAL(8, 3))), [{'a': 1.5}, {'a': decimal.Decimal('1.50')}])
op.create_table('x', sa.Column('a', mysql.SET('a', 'b'), server_default='a'))
op.execute(v.update().where(v.c.tags == sa.bindparam('x', ['a', 'b'], expanding=True)).values(id=1))
op.execute(v.update().where(v.c.id.in_(sa.bindparam('x', [1, 2], expanding=True))).values(id=1))
op.execute(v.update().where(v.c.id.in_(sa.bindparam('x', [1, 2]))).values(id=1))
op.execute(v.update().where(v.c.id.in_(sa.bindparam('x', expanding=True))).values(id=1))
op.execute(v.update().where(v.c.id.in_(sa.bindparam('x', [], expanding=True))).values(id=1))
op.execute(v.update().where(v.c.id == sa.bindparam('x')).values(id=1))
op.execute(v.update().where(v.c.id == sa.bindparam('x', 5)).values(id=1))
op.execute(v.update().where(v.c.id == sa.bindparam('x', value=5, type_=sa.String)).values(id=1))
op.execute(v.update().where(v.c.id == sa.bindparam('x', callable_=lambda: 5)).values(id=1))
op.execute(text('update x set a = :a where b in :b').bindparams(sa.bindparam('b', expanding=True), a=1, b=[1, 2]))
op.execute(text('update x set a = :a').bindparams(a=None))
op.execute(text('update x set a = :a').bindparams(a=datetime.date(2020, 1, 2)))
op.execute(text('update x set a = :a').bindparams(sa.bindparam('a', ['x', 'y'], postgresql.ARRAY(sa.Text))))
op.execute(text('update x set a = :a').bindparams(sa.bindparam('a', {'x': 1}, sa.JSON)))
op.execute(text('update x set a = :a').bindparams(sa.bindparam('a', {'x': 1}, postgresql.JSONB)))
op.execute(text('update x set a = :a').bindparams(a=uuid.UUID(int=5)))
op.execute(text('update x set a = :a').bindparams(a=b'abc'))
op.execute(text('update x set a = :a').bindparams(a=decimal.Decimal('1.50')))
op.execute(text('update x set a = :a').bindparams(a=True))
op.execute(v.insert().values())
op.execute(v.insert().values({}))
op.execute(v.update().values({}))
op.execute(v.update().values(()))
op.bulk_insert(v, [{'id': 1, 'name': func.now()}])
op.bulk_insert(v, [{'id': 1, 'name': func.lower('x')}])
op.bulk_insert(v, [{'id': 1, 'name': sa.cast(1, sa.String)}])
op.bulk_insert(v, [{'id': 1, 'name': sa.case((v.c.id == 1, 'x'))}])
op.bulk_insert(v, [{'id': 1, 'name': v.c.id + 1}])
""")]

# Recipes of SQLAlchemy's documentation and wiki: constructs that the project writes itself.
CONSTRUCTS = [
    r'''from sqlalchemy.sql import expression
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import DateTime
class utcnow(expression.FunctionElement):
    type = DateTime()
    inherit_cache = True
@compiles(utcnow, 'postgresql')
def pg_utcnow(element, compiler, **kw):
    return "TIMEZONE('utc', CURRENT_TIMESTAMP)"
@compiles(utcnow, 'mssql')
def ms_utcnow(element, compiler, **kw):
    return "GETUTCDATE()"
@compiles(utcnow, 'sqlite')
def sq(element, compiler, **kw):
    return "CURRENT_TIMESTAMP"
@compiles(utcnow, 'mysql')
@compiles(utcnow, 'mariadb')
def my(element, compiler, **kw):
    return "UTC_TIMESTAMP()"
op.create_table('x', sa.Column('a', sa.DateTime, server_default=utcnow(), nullable=False))
op.add_column('x', sa.Column('b', sa.DateTime, server_default=utcnow()))
op.alter_column('x', 'b', server_default=utcnow(), existing_type=sa.DateTime())
op.execute(t.update().values(at=utcnow()))
op.execute(t.insert().values(at=utcnow()))
op.execute(t.update().where(t.c.at < utcnow()).values(id=1))
op.execute(select(utcnow()))
op.create_check_constraint('ck', 'pet', t.c.at > utcnow())
op.create_index('ix', 'pet', [utcnow()])''',
    r'''from sqlalchemy.sql import expression
from sqlalchemy.ext.compiler import compiles
class utcnow(expression.FunctionElement):
    type = sa.DateTime()
    name = 'utcnow'
@compiles(utcnow, 'postgresql')
def pg_utcnow(element, compiler, **kw):
    return "TIMEZONE('utc', CURRENT_TIMESTAMP)"
op.create_table('x', sa.Column('a', sa.DateTime, server_default=utcnow(), nullable=False))''',
    r'''from sqlalchemy.sql import expression
from sqlalchemy.ext.compiler import compiles
class greatest(expression.FunctionElement):
    type = sa.Numeric()
    name = 'greatest'
    inherit_cache = True
@compiles(greatest)
def default_greatest(element, compiler, **kw):
    return compiler.visit_function(element)
@compiles(greatest, 'sqlite')
def case_greatest(element, compiler, **kw):
    arg1, arg2 = list(element.clauses)
    return compiler.process(sa.case((arg1 > arg2, arg1), else_=arg2), **kw)
op.execute(select(t.c.id).where(greatest(t.c.id, t.c.n) > 5))
op.execute(t.update().values(n=greatest(t.c.n, t.c.id)))
op.create_check_constraint('ck', 'pet', greatest(t.c.n, t.c.id) > 3)''',
    r'''from sqlalchemy.sql import expression
from sqlalchemy.ext.compiler import compiles
class sql_false(expression.ColumnElement):
    inherit_cache = True
@compiles(sql_false)
def default_false(element, compiler, **kw):
    return "false"
@compiles(sql_false, 'mysql')
@compiles(sql_false, 'mariadb')
@compiles(sql_false, 'sqlite')
def int_false(element, compiler, **kw):
    return "0"
op.execute(select(t.c.id).where(sql_false()))
op.execute(select(t.c.id).where(sa.or_(t.c.id == 1, sql_false())))
op.create_table('x', sa.Column('a', sa.Boolean, server_default=sql_false()))
op.execute(t.update().values(flag=sql_false()))''',
    r'''from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import Executable, ClauseElement
class InsertFromSelect(Executable, ClauseElement):
    inherit_cache = False
    def __init__(self, table, select):
        self.table = table
        self.select = select
@compiles(InsertFromSelect)
def visit_insert_from_select(element, compiler, **kw):
    return "INSERT INTO %s (%s)" % (
        compiler.process(element.table, asfrom=True, **kw),
        compiler.process(element.select, **kw)
    )
op.execute(InsertFromSelect(t, select(u).where(u.c.id > 5)))''',
    r'''from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnClause
class MyColumn(ColumnClause):
    inherit_cache = True
@compiles(MyColumn)
def compile_mycolumn(element, compiler, **kw):
    return "[%s]" % element.name
op.execute(select(MyColumn('x'), MyColumn('y')))
op.execute(select(MyColumn('x', sa.Integer)).where(MyColumn('x', sa.Integer) == 5))''',
    r'''from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import DDLElement
class AlterColumn(DDLElement):
    inherit_cache = False
    def __init__(self, column, cmd):
        self.column = column
        self.cmd = cmd
@compiles(AlterColumn)
def visit_alter_column(element, compiler, **kw):
    return "ALTER COLUMN %s ..." % element.column.name
@compiles(AlterColumn, 'postgresql')
def visit_alter_column_pg(element, compiler, **kw):
    return "ALTER TABLE %s ALTER COLUMN %s %s ..." % (element.column.table.name, element.column.name, element.cmd)
op.execute(AlterColumn(t.c.id, 'x'))''',
    r'''from sqlalchemy.schema import DDLElement
from sqlalchemy.ext import compiler
class CreateView(DDLElement):
    def __init__(self, name, selectable):
        self.name = name
        self.selectable = selectable
class DropView(DDLElement):
    def __init__(self, name):
        self.name = name
@compiler.compiles(CreateView)
def _create_view(element, compiler, **kw):
    return "CREATE VIEW %s AS %s" % (
        element.name,
        compiler.sql_compiler.process(element.selectable, literal_binds=True),
    )
@compiler.compiles(DropView)
def _drop_view(element, compiler, **kw):
    return "DROP VIEW %s" % (element.name)
op.execute(CreateView('v', select(t.c.id, t.c.name.label('n')).where(t.c.id > 5, t.c.name == "it's 5%")))
op.execute(DropView('v'))''',
    r'''from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import Executable, ClauseElement
class CreateView(Executable, ClauseElement):
    def __init__(self, name, select):
        self.name = name
        self.select = select
@compiles(CreateView)
def visit_create_view(element, compiler, **kw):
    return "CREATE VIEW %s AS %s" % (
         element.name,
         compiler.process(element.select, literal_binds=True)
    )
class DropView(Executable, ClauseElement):
    def __init__(self, name):
        self.name = name
@compiles(DropView)
def d(element, compiler, **kw):
    return "DROP VIEW IF EXISTS %s" % compiler.preparer.quote(element.name)
op.execute(CreateView('v', select(t.c.id).join(u, u.c.pet_id == t.c.id).where(u.c.name.like('a%'))))
op.execute(DropView('Order'))''',
    r'''from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import UserDefinedType
class Geometry(UserDefinedType):
    cache_ok = True
    def __init__(self, kind, srid=4326):
        self.kind = kind
        self.srid = srid
    def get_col_spec(self, **kw):
        return 'geometry(%s, %d)' % (self.kind, self.srid)
    def bind_expression(self, bindvalue):
        return func.ST_GeomFromText(bindvalue, type_=self)
    def column_expression(self, col):
        return func.ST_AsText(col, type_=self)
op.create_table('x', sa.Column('a', Geometry('POINT')))
g = sa.table('x', sa.column('a', Geometry('POINT')))
op.execute(g.update().values(a=sa.literal('POINT(1 1)', sa.String)))
op.execute(select(g.c.a))
op.execute(g.insert().values(a=None))''',
    r'''from sqlalchemy.sql.functions import GenericFunction
class as_utc(GenericFunction):
    type = sa.DateTime()
    inherit_cache = True
class GeoBuffer(GenericFunction):
    type = sa.Text()
    package = "geo"
    name = "ST_Buffer"
    identifier = "buffer"
    inherit_cache = True
class quoted(GenericFunction):
    type = sa.Integer()
    name = sa.quoted_name("ST_Q", True)
    identifier = "q"
    inherit_cache = True
class twice(GenericFunction):
    type = sa.Integer
    inherit_cache = True
    def __init__(self, arg, **kw):
        super().__init__(arg, 2, **kw)
op.execute(select(func.as_utc(t.c.at)))
op.execute(select(as_utc(t.c.at)))
op.execute(select(func.geo.buffer(t.c.id, 5)))
op.execute(select(func.q(1)))
op.execute(select(func.twice(t.c.id)))
op.execute(t.update().values(at=func.as_utc()))
op.create_table('x', sa.Column('a', sa.DateTime, server_default=func.as_utc()))''',
    r'''from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.ext.compiler import compiles
class uuid4(GenericFunction):
    type = sa.Uuid()
    inherit_cache = True
@compiles(uuid4, 'postgresql')
def p(element, compiler, **kw):
    return 'gen_random_uuid()'
@compiles(uuid4, 'sqlite')
def s(element, compiler, **kw):
    return 'lower(hex(randomblob(16)))'
op.create_table('x', sa.Column('a', sa.Uuid, server_default=func.uuid4(), primary_key=True))
op.execute(t.update().values(uid=func.uuid4()))''',
    r'''from sqlalchemy.sql.operators import custom_op, desc_op, asc_op, eq, ne, like_op, ilike_op, in_op, is_, and_, or_, add, contains_op, op as gen_op
from sqlalchemy.sql import operators
op.execute(select(t.c.id).where(t.c.name.operate(custom_op('@@'), 'x')))
op.execute(select(t.c.id).where(custom_op('~')(t.c.name, 'x')))
op.execute(select(t.c.id).where(t.c.name.operate(operators.ilike_op, 'x')))
op.execute(select(t.c.id).where(operators.eq(t.c.name, 'x'), like_op(t.c.name, 'a%'), in_op(t.c.id, [1, 2]), is_(t.c.name, None)))
op.execute(select(t.c.id).order_by(desc_op(t.c.id), asc_op(t.c.name), operators.nulls_last_op(t.c.id)))
op.execute(select(t.c.id).where(t.c.name.op('~*', precedence=5, is_comparison=True)('x')))
op.execute(select(t.c.id).where(t.c.name.bool_op('~')('x')))
op.execute(select(add(t.c.id, 5), operators.mul(t.c.id, 2), operators.concat_op(t.c.name, 'x')))
op.execute(select(t.c.id).where(contains_op(t.c.name, 'x')))
op.execute(select(t.c.id).where(operators.between_op(t.c.id, 1, 2), operators.startswith_op(t.c.name, 'x'), operators.inv(t.c.flag), operators.ne(t.c.id, 3), operators.not_in_op(t.c.id, [1])))''',
]

# Types that the project decorates, and types with variants.
TYPES = [
    r'''import json
from decimal import Decimal
class JsonText(sa.types.TypeDecorator):
    impl = sa.Text
    cache_ok = True
    def process_bind_param(self, value, dialect):
        return json.dumps(value) if value is not None else None
    def process_result_value(self, value, dialect):
        return json.loads(value) if value is not None else None
class Lower(sa.types.TypeDecorator):
    impl = sa.Unicode(20)
    cache_ok = True
    def process_bind_param(self, value, dialect):
        return value.lower()
class Ints(sa.types.TypeDecorator):
    impl = sa.String
    cache_ok = True
    def __init__(self, length=None, sep=',', **kw):
        super().__init__(length, **kw)
        self.sep = sep
    def process_bind_param(self, value, dialect):
        return self.sep.join(map(str, value))
class Utc(sa.types.TypeDecorator):
    impl = sa.DateTime(timezone=True)
    cache_ok = True
    def process_bind_param(self, value, dialect):
        return value.astimezone(datetime.timezone.utc) if value else value
class Money(sa.types.TypeDecorator):
    impl = sa.Integer
    cache_ok = True
    def process_bind_param(self, value, dialect):
        return int(value * 100)
    def coerce_compared_value(self, op, value):
        return self
class E(sa.types.TypeDecorator):
    impl = sa.Enum(Color)
    cache_ok = True
class Jb(sa.types.TypeDecorator):
    impl = sa.JSON
    cache_ok = True
    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(postgresql.JSONB()) if dialect.name == 'postgresql' else dialect.type_descriptor(sa.JSON())
x = sa.table('x', sa.column('a', JsonText), sa.column('b', Lower), sa.column('c', Ints(20, sep=';')), sa.column('d', Utc()), sa.column('e', Money), sa.column('f', E), sa.column('g', Jb))
op.create_table('x', sa.Column('a', JsonText), sa.Column('b', Lower()), sa.Column('c', Ints(20, sep=';')), sa.Column('d', Utc), sa.Column('e', Money), sa.Column('f', E), sa.Column('g', Jb))
op.bulk_insert(x, [{'a': {'x': "it's"}, 'b': 'ABC', 'c': [1, 2], 'd': datetime.datetime(2020, 1, 2, 3, tzinfo=datetime.timezone(datetime.timedelta(hours=2))), 'e': Decimal('1.50'), 'f': Color.red}])
op.execute(x.update().where(x.c.b == 'XYZ').values(a=[1], e=Decimal('2.5')))
op.execute(x.update().where(x.c.e > 3, x.c.b.in_(['A', 'B']), x.c.b.like('A%')).values(f='green'))
op.execute(x.insert().values(a=None, c=[5]))
op.execute(x.update().values(b=x.c.b + 'QQ', e=x.c.e + 5))
op.add_column('x', sa.Column('h', Ints(5), server_default='1,2'))''',
    r'''import json
from decimal import Decimal
class Lower(sa.types.TypeDecorator):
    impl = sa.String
    cache_ok = True
    def process_bind_param(self, value, dialect):
        return 'none' if value is None else value.lower()
x = sa.table('x', sa.column('b', Lower))
op.execute(x.update().values(b=None))
op.bulk_insert(x, [{'b': None}])
op.execute(x.update().where(x.c.b == None).values(b='A'))
op.execute(x.update().where(x.c.b.is_(None)).values(b='A'))''',
    r'''import json
from decimal import Decimal
E1 = sa.Enum(Color, values_callable=lambda e: [str(m.value) for m in e], name='e1')
E2 = sa.Enum('x', 'y', name='e2', native_enum=False, length=10, create_constraint=True, validate_strings=True)
x = sa.table('x', sa.column('a', E1), sa.column('b', E2))
op.create_table('x', sa.Column('a', E1, server_default='1'), sa.Column('b', E2, server_default=sa.text("'x'"), nullable=False), sa.Column('c', sa.Enum(Color), server_default=Color.red.name))
op.bulk_insert(x, [{'a': Color.red, 'b': 'x'}, {'a': Color.green, 'b': 'y'}])
op.execute(x.update().where(x.c.a == Color.red).values(a=Color.green, b='y'))
op.execute(x.update().values(a='1'))
op.execute(x.update().values(b='z'))''',
    r'''import json
from decimal import Decimal
J = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql').with_variant(mysql.LONGTEXT(), 'mysql', 'mariadb')
B = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
T = sa.Text().with_variant(mysql.LONGTEXT(), 'mysql').with_variant(mysql.MEDIUMTEXT(), 'mariadb')
D = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), 'mysql', 'mariadb').with_variant(sqlite.DATETIME(truncate_microseconds=True), 'sqlite')
U = sa.Uuid(as_uuid=False)
x = sa.table('x', sa.column('t', T), sa.column('d', D), sa.column('u', U), sa.column('b', B))
op.create_table('x', sa.Column('id', B, primary_key=True, autoincrement=True), sa.Column('j', J), sa.Column('t', T), sa.Column('d', D), sa.Column('u', U))
op.bulk_insert(x, [{'t': "it's 100%", 'd': datetime.datetime(2020, 1, 2, 3, 4, 5, 678), 'u': '12345678-1234-5678-1234-567812345678', 'b': 2**40}])
op.execute(x.update().where(x.c.u == '12345678-1234-5678-1234-567812345678').values(d=datetime.datetime(2020, 1, 2)))
op.alter_column('x', 't', type_=sa.String(5).with_variant(mysql.VARCHAR(5, charset='latin1'), 'mysql'), existing_type=T) if op.get_context().dialect.name != 'sqlite' else None''',
]

# Statements that a script prints, and puts into others as text.
PRINTED = [OF_ALL_KINDS + line for line in lines(r"""
op.execute('-- ' + str(select(v.c.id).where(v.c.name == 'x')).replace(':', '_'))
op.execute('-- ' + str(v.c.id == 5).replace(':', '_'))
op.execute('-- ' + str(v.c.flag.is_(True)).replace(':', '_'))
op.execute('-- ' + str(func.now()))
op.execute('-- ' + str(v.c.name.ilike('a')).replace(':', '_'))
op.execute('-- ' + str(sa.cast(v.c.id, sa.DateTime)))
op.execute('-- ' + str(sa.column('order')) + str(sa.column('Mixed')) + str(sa.column('user')) + str(sa.column('index')))
op.execute(str(v.update().values(flag=True, name='a%').where(v.c.id == 5).compile(compile_kwargs={'literal_binds': True})))
op.execute(str(v.insert().values(flag=True, name="it's", uid=uuid.UUID(int=5), born=datetime.date(2020, 1, 2), at=datetime.datetime(2020, 1, 2)).compile(compile_kwargs={'literal_binds': True})))
op.execute(str(select(v.c.id, func.count()).where(v.c.id.in_([1, 2])).group_by(v.c.id).limit(5).offset(3).compile(compile_kwargs={'literal_binds': True})))
op.execute(str(select(v.c.id).offset(3).with_for_update().compile(compile_kwargs={'literal_binds': True})))
op.execute(str(select(v.c.id).where(v.c.name.ilike('%a%'), v.c.flag, ~v.c.flag).compile(compile_kwargs={'literal_binds': True})))
op.execute(str(select(func.now(), func.current_timestamp(), sa.extract('year', v.c.born), v.c.id / 2, v.c.id // 2, v.c.name + 'x').compile(compile_kwargs={'literal_binds': True})))
op.execute(str(v.delete().where(v.c.id.notin_([1])).compile(compile_kwargs={'literal_binds': True})))
op.execute(str(select(u.c.id).select_from(v.join(u, v.c.id == u.c.pet_id)).distinct().compile(compile_kwargs={'literal_binds': True})))
op.execute('-- ' + str(sa.schema.CreateTable(sa.Table('x', sa.MetaData(), sa.Column('a', sa.Integer, primary_key=True), sa.Column('b', sa.DateTime, server_default=func.now()), sa.Column('c', sa.Boolean, server_default=sa.true()), sa.Column('d', sa.Uuid)))).replace('\n', ' '))
op.execute('-- ' + str(sa.and_(v.c.id == 1, sa.or_(v.c.id == 2, v.c.name.like('x')))).replace(':', '_'))
op.execute('-- ' + str(text('a = :b')).replace(':', '_'))
op.execute('-- ' + str(sa.true()) + str(sa.null()) + str(sa.literal(5)).replace(':', '_') + str(sa.literal_column('x')))
op.execute('-- ' + str(v.c.id.is_distinct_from(5)).replace(':', '_'))
op.execute('-- ' + str(v.c.id) + str(v) + repr(str(v.c.name)))
op.execute('-- ' + str(select(v.c.id).exists()).replace(':', '_'))
op.execute('-- ' + str(sa.case((v.c.id == 1, 'x'), else_='y')).replace(':', '_'))
op.execute('-- ' + str(func.coalesce(v.c.id, 0)).replace(':', '_') + str(func.foo.bar(1)).replace(':', '_'))
op.execute('-- ' + str(postgresql.insert(v).values(id=1).on_conflict_do_nothing().compile(dialect=postgresql.dialect())).replace(':', '_'))
op.execute('-- ' + repr(v.update().where(v.c.id == 5).values(name='x').compile().params).replace(':', '_'))
op.execute('-- ' + repr(select(v.c.id).where(v.c.id == 5, v.c.id.in_([1, 2]), v.c.name == None).compile(dialect=op.get_context().dialect).params).replace(':', '_'))
op.execute('-- ' + repr(v.insert().compile().params).replace(':', '_'))
op.execute('-- ' + repr(text('a = :x and b = :y').bindparams(x=5).compile().params).replace(':', '_'))
op.execute('-- ' + repr(v.insert().values([{'id': 1}, {'id': 2}]).compile().params).replace(':', '_'))
op.execute('-- ' + v.update().values(name='x').compile(dialect=op.get_context().dialect).string.replace(':', '_'))
op.execute('-- ' + str(sa.Integer()) + str(sa.String(5)) + str(sa.DateTime()) + str(postgresql.JSONB()) + str(sa.Boolean()) + str(sa.Numeric(10, 2)))
op.execute('-- ' + sa.String(5).compile(dialect=op.get_context().dialect) + sa.DateTime(timezone=True).compile(dialect=postgresql.dialect()) + sa.Boolean().compile(mysql.dialect()))
""")]

NAMED = {"paramstyle": "named", "literal_binds": True}
FILES = [
    ("idiom_names", NAMED, NAMES),
    ("idiom_types", NAMED, TYPES),
    ("idiom_values", NAMED, VALUES),
    ("idiom_printed", NAMED, PRINTED),
    ("idiom_printed_percents", {"paramstyle": None, "literal_binds": True}, PRINTED),
    ("idiom_constructs", NAMED, CONSTRUCTS),
    ("idiom_constructs_percents", {"paramstyle": None, "literal_binds": True}, CONSTRUCTS),
]
