"""Cases found by going through every type, value, function and name that SQLAlchemy exports, on each dialect."""

from listing import lines

TYPES = lines(r"""
op.create_table('x', sa.Column('c', postgresql.ENUM('', 'x')))
op.create_table('x', sa.Column('c', sa.Enum('a')), schema='s')
op.create_table('x', sa.Column('c', postgresql.ARRAY(sa.Enum('a'))))
op.create_table('x', sa.Column('c', sa.String(5, collation=sa.sql.quoted_name('C', True))), sa.Column('d', sa.Text(collation='C')))
op.create_table('x', sa.Column('c', sa.Enum(enum.Enum('E', [('a', 1), ('b', 1)]), omit_aliases=False)))
""") + [
    """
with op.batch_alter_table('x', recreate='always', copy_from=sa.Table('x', sa.MetaData(), sa.Column('a', sa.Text), sa.Column('b', sa.Text), sa.Column('c', sa.Enum('a', name='e')))) as b:
    b.alter_column('a', type_=postgresql.ENUM('a', name='pe'))
    b.alter_column('c', type_=sa.String(5))
""",
] + [
    f"""
class Own(sa.types.TypeDecorator):
    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor({given})
op.create_table('x', sa.Column('c', Own()), sa.Column('d', Own))
"""
    for given in (
        "sa.DECIMAL(5, 2)", "sa.REAL()", "sa.Double()", "sa.DOUBLE_PRECISION()", "sa.TIMESTAMP(timezone=True)", "postgresql.JSONB()",
        "postgresql.UUID()", "sa.CHAR(32)", "sa.Boolean(create_constraint=True)", "sa.Enum('a', name='e', create_constraint=True)",
        "mysql.DECIMAL(5, 2)", "mysql.TIMESTAMP(fsp=3)", "postgresql.ENUM('a', name='e')",
    )
]

MYSQL = lines(r"""
op.create_table('x', sa.Column('c', mysql.ENUM('a', 'b', charset='latin1').with_variant(sa.Text(), 'postgresql')))
""") + [
    """
with op.batch_alter_table('x', recreate='always', copy_from=sa.Table('x', sa.MetaData(), sa.Column('c', mysql.ENUM('a', 'b', charset='latin1')))) as b:
    b.add_column(sa.Column('d', mysql.ENUM('a', 'b', collation='c', national=True)))
    b.alter_column('c', type_=mysql.ENUM('a', 'b', 'c', charset='utf8'))
""",
    """
with op.batch_alter_table('x', recreate='always', copy_from=sa.Table('x', sa.MetaData(), sa.Column('a', sa.Text), sa.Column('b', sa.Enum('a')), sa.Column('c', mysql.ENUM('a')))) as b:
    b.alter_column('a', type_=mysql.ENUM('a', 'b'))
    b.alter_column('b', type_=mysql.ENUM('a', 'b'))
    b.alter_column('c', type_=mysql.ENUM('a', 'b'))
""",
]

VALUES = [
    f"""
class Size(str, enum.Enum):
    small = "S"
    large = "L"
class Count(enum.IntEnum):
    one = 1
op.bulk_insert(sa.table('x', sa.column('c', {kind})), [{{'c': {value}}}])
"""
    for kind, value in (
        ("sa.Enum(Size)", "'S'"), ("sa.Enum(Size)", "'small'"), ("sa.Enum(Size)", "Size.small"), ("sa.Enum(Size)", "'nope'"),
        ("sa.Enum(Size, validate_strings=True)", "'nope'"), ("sa.Enum(Size, validate_strings=True)", "'L'"),
        ("sa.Enum(Size, values_callable=lambda e: [m.value for m in e])", "Size.large"),
        ("sa.Enum(Count)", "1"), ("sa.Enum(Count)", "Count.one"), ("sa.Enum('S', 'T', name='e')", "Size.small"), ("sa.String", "Size.small"),
        ("sa.Text", "Size.small"), ("sa.Integer", "Count.one"), ("sa.Numeric", "Count.one"), ("sa.Boolean", "Count.one"),
        ("mysql.SET('S')", "Size.small"), ("postgresql.ARRAY(sa.String)", "[Size.small]"),
        ("postgresql.ARRAY(sa.String)", "'abc'"), ("postgresql.ARRAY(sa.Integer)", "'1a'"), ("postgresql.ARRAY(sa.String)", "{'k': 1}"),
        ("postgresql.ARRAY(sa.Integer)", "[[1, 2], [3]]"), ("postgresql.ARRAY(sa.Integer)", "[[1, 2], 3]"),
        ("postgresql.ARRAY(sa.Integer, dimensions=2)", "[1, 2]"), ("postgresql.ARRAY(sa.Integer, dimensions=2)", "[[1], [2]]"),
        ("postgresql.ARRAY(sa.Integer, dimensions=1)", "[[1], [2]]"), ("postgresql.ARRAY(postgresql.JSONB)", "[]"),
        ("postgresql.ARRAY(sa.String)", "[]"), ("postgresql.ARRAY(sa.String)", "['it\\\\'s', '\\\\\\\\']"), ("sa.Integer", "-0.0"), ("sa.Integer", "2.7"),
        ("postgresql.ENUM('S', 'T', name='e')", "Size.small"), ("sa.Enum('small', 'S', name='e')", "Size.small"), ("sa.Enum(Size)", "Count.one"),
        ("sa.Enum('small', name='e')", "Size.small"), ("sa.Enum(Color)", "Size.small"), ("sa.Enum('red', name='e')", "Color.red"),
        ("sa.Enum('one', name='e')", "Count.one"),
    )
] + lines(r"""
op.execute(sa.insert(sa.table('x', sa.column('c', sa.Enum('one', 'two', 'three', 'four', 'a long label indeed', name='e', validate_strings=True)))).values(c='zz'))
""") + [
    f"op.execute(sa.delete(sa.table('x')).where(sa.column('c', {kind}).{listed}))"
    for kind, listed in (
        ("postgresql.ARRAY(sa.Integer)", "in_([[1, 2], [3]])"), ("postgresql.ARRAY(sa.Text)", "in_([['a', \"it's\"], []])"),
        ("sa.ARRAY(sa.Text)", "not_in([('a',)])"), ("postgresql.ARRAY(sa.Integer)", "in_([[[1, 2], [3, 4]]])"),
        ("sa.JSON", "in_([[1]])"), ("sa.String", "in_([['a']])"),
        ("sa.ARRAY(sa.Boolean)", "any_() == True"), ("sa.ARRAY(sa.Boolean)", "all_() != False"), ("sa.ARRAY(sa.Integer)", "any_() > 5"),
    )
]

ATTRIBUTES = (
    "length", "precision", "scale", "collation", "timezone", "asdecimal", "unsigned", "zerofill", "display_width", "fsp", "charset", "name",
    "schema", "enums", "as_uuid", "none_as_null", "dimensions", "native_enum", "create_constraint", "values", "fields", "create_type",
)
BASES = (
    "String", "Text", "Unicode", "Integer", "SmallInteger", "BigInteger", "Numeric", "Float", "DateTime", "Date", "Time", "Enum",
    "LargeBinary", "JSON", "ARRAY", "Interval", "Uuid", "Boolean", "UUID",
)

# What a type object says of itself.
OBJECTS = [
    f"""
made = {made}
said = [str(made), repr(made), {{name: getattr(made, name) for name in {ATTRIBUTES!r} if hasattr(made, name)}}]
op.execute('-- ' + repr(said + [name for name in {BASES!r} if isinstance(made, getattr(sa, name))]).replace(':', ' '))
"""
    for made in (
        "sa.Integer()", "sa.INT()", "sa.String(5)", "sa.Text(collation='C')", "sa.Numeric(10, 2)", "sa.Numeric(asdecimal=False)", "sa.Float(5)",
        "sa.Double()", "sa.Boolean(create_constraint=True, name='b')", "sa.Date()", "sa.DateTime(timezone=True)", "sa.TIMESTAMP()",
        "sa.Time()", "sa.LargeBinary(5)", "sa.BINARY(5)", "sa.JSON(none_as_null=True)", "sa.Uuid(as_uuid=False)", "sa.UUID()",
        "sa.Enum('a', 'bc', name='e', schema='s')", "sa.Enum('a', 'bc', length=10)", "sa.Enum(Color, native_enum=False)", "sa.PickleType()",
        "postgresql.JSONB()", "postgresql.ARRAY(sa.Integer, dimensions=2)", "postgresql.ENUM('a', name='e', create_type=False)",
        "postgresql.UUID()", "postgresql.BIT(3)", "postgresql.BIT(varying=True)", "postgresql.INTERVAL(fields='YEAR', precision=3)",
        "postgresql.TIMESTAMP(precision=3)", "postgresql.INET()", "postgresql.TSVECTOR()", "postgresql.CITEXT()", "postgresql.BYTEA()",
        "mysql.TINYINT(1, unsigned=True)", "mysql.MEDIUMINT()", "mysql.BIGINT(20)", "mysql.DECIMAL(10, 2, unsigned=True)",
        "mysql.SET('a', 'bc')", "mysql.ENUM('a', 'bc', charset='utf8')", "mysql.LONGTEXT(charset='utf8')", "mysql.TINYBLOB()",
        "mysql.DATETIME(fsp=3)", "mysql.TIMESTAMP()", "mysql.YEAR()", "mysql.VARCHAR(5, collation='c')", "sqlite.DATETIME()", "sqlite.TIME()",
    )
]

EXPRESSIONS = [
    text
    for name in (
        "NOW", "Max", "COUNT", "COALESCE", "CONCAT", "RANDOM", "Current_Timestamp", "CURRENT_DATE", "SYSDATE", "USER",
        "ARRAY_AGG", "Mode", "Rank", "CUME_DIST", "CUBE", "Rollup", "POW", "Lower",
    )
    for text in (
        f"op.execute(select(func.{name}(), func.{name}(sa.column('a'))))",
        f"op.create_table('x', sa.Column('a', sa.DateTime, server_default=func.{name}()))",
    )
] + [
    text.format(x=x)
    for x in (
        "sa.column('a', sa.JSON)['k']", "sa.column('a', postgresql.JSONB).has_key('k')", "sa.column('a').op('@>')(5)",
        "sa.column('a', postgresql.JSONB)['k'].astext", "sa.column('a', postgresql.INT4RANGE).contains(5)",
    )
    for text in (
        "op.execute(sa.delete(t).where({x}))", "op.execute(sa.delete(t).where({x}, t.c.id == 1))",
        "op.execute(sa.delete(t).where(sa.and_({x}, t.c.id == 1)))", "op.execute(sa.delete(t).where(sa.and_({x}, t.c.id == 1), {x}))",
        "op.execute(select(t.c.id).where({x} & (t.c.id == 1)).where(t.c.id > 5))", "op.create_check_constraint('k', 'x', sa.and_({x}, sa.column('z') == 1))",
    )
] + lines(r"""
op.create_index('i', 'x', [text('lower(q)'), 'z'], postgresql_ops={'lower(q)': 'text_pattern_ops', 'z': 'int4_ops'})
op.create_index('i', 'x', [text('q')], postgresql_ops={'q': 'text_pattern_ops'})
op.create_table('x', sa.Column('q', sa.Text), sa.Index('i', text('q'), postgresql_ops={'q': 'text_pattern_ops'}))
op.create_table('x', sa.Column('q', sa.Text), sa.Index('i', text('lower(q)'), 'q', postgresql_ops={'q': 'text_pattern_ops'}))
op.execute(select(sa.cast(func.now(), sa.Date), sa.cast(sa.cast(func.Lower('x'), sa.Text), sa.Date), sa.type_coerce(func.f(), sa.Date)))
op.execute(select(func.CHAR_LENGTH('x'), func.Next_Value(sa.Sequence('s'))))
op.execute(select(sa.literal(sa.null())))
op.execute(select(sa.literal(func.now(), sa.DateTime)))
""")

NAMED = {"paramstyle": "named", "literal_binds": True}

FILES = [
    ("enumerated_types", NAMED, TYPES),
    ("enumerated_objects", {**NAMED, "dialects": ("sqlite",)}, OBJECTS),
    ("enumerated_mysql", {**NAMED, "dialects": ("mysql", "mariadb")}, MYSQL),
    ("enumerated_values", NAMED, VALUES),
    ("enumerated_expressions", NAMED, EXPRESSIONS),
]
