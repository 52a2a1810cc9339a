"""Batch blocks that make a table anew, and what they have to know of its columns."""


def block(columns, *calls, **options):
    """A block over a table with the given columns."""
    told = "".join(f"{key}={value}, " for key, value in {"recreate": "'always'", **options}.items())
    lines = [f"with op.batch_alter_table('t', {told}copy_from=sa.Table('t', sa.MetaData(), {columns})) as batch:"]
    return "\n".join([*lines, *(f"    batch.{call}" for call in calls)])


AUTO = {"recreate": "'auto'"}
CHECKED = "sa.Boolean(create_constraint=True, name='e')"
LABELS = "sa.Enum('a', 'b', native_enum=False, create_constraint=True, name='e')"
THREE = "sa.Column('a', sa.Integer), sa.Column('b', sa.Integer), sa.Column('c', sa.Integer)"
KEY = "sa.Column('id', sa.Integer, primary_key=True), sa.Column('b', sa.BigInteger), sa.Column('c', sa.Text)"
NUMBERED = {"table_kwargs": "{'sqlite_autoincrement': True}"}
VARIED = "sa.types.NullType().with_variant(sa.Integer(), 'sqlite', 'postgresql', 'mysql', 'mariadb')"
OF_METADATA = "sa.Enum('a', name='e', metadata=sa.MetaData(schema='m'))"

# Checks of types that columns have on other databases.
VARIANTS = [
    block("sa.Column('a', sa.Integer)", f"add_column(sa.Column('x', {ty}))", **AUTO)
    for ty in (
        f"sa.Integer().with_variant({CHECKED}, 'mysql')",
        f"{CHECKED}.with_variant(sa.Integer(), 'sqlite')",
        f"sa.JSON().with_variant(sa.ARRAY({LABELS}), 'postgresql')",
        "sa.String().with_variant(sa.Enum('a', name='e', create_constraint=True), 'sqlite')",
        "sa.Enum('a', name='e', create_constraint=True).with_variant(sa.Enum('b', name='f', create_constraint=True), 'sqlite')",
        f"sa.Boolean().with_variant({CHECKED}, 'sqlite', 'mysql')",
    )
] + [
    f"with op.batch_alter_table('t') as batch:\n    batch.add_column(sa.Column('x', sa.Integer().with_variant({CHECKED}, 'mysql')))",
    "with op.batch_alter_table('t') as batch:\n    batch.add_column(sa.Column('x', postgresql.ARRAY(sa.Enum('a', name='e', create_constraint=True))))",
    block("sa.Column('a', sa.Integer), sa.CheckConstraint('a > 1', name='e')", f"add_column(sa.Column('x', sa.Integer().with_variant({CHECKED}, 'mysql')))", **AUTO),
    block("sa.Column('a', sa.Integer)", "add_column(sa.Column('x', sa.String().with_variant(sa.Enum('a', name='e', create_constraint=True), 'postgresql')))", "drop_constraint('e')", **AUTO),
    block("sa.Column('a', sa.Integer), sa.Column('x', sa.Enum('a', name='e', create_constraint=True))", "add_column(sa.Column('x', sa.Text()))", partial_reordering="[('a', 'x')]"),
    f"op.create_table('t', sa.Column('x', sa.JSON().with_variant(sa.ARRAY({LABELS}), 'postgresql')))",
    f"op.create_table('t', sa.Column('x', sa.ARRAY({LABELS}).with_variant(sa.Enum('c', native_enum=False, create_constraint=True), 'postgresql')))",
    f"op.alter_column('t', 'x', type_=sa.ARRAY({LABELS}), existing_type=sa.Integer())",
    f"op.alter_column('t', 'x', existing_type=sa.ARRAY({LABELS}), type_=sa.Integer())",
]

# Where columns go, keys of their own, keys of others.
ORDERS = [
    block(THREE, "add_column(sa.Column('b', sa.Text()), insert_before='c', insert_after='a')"),
    block(THREE, "drop_column('b')", "add_column(sa.Column('b', sa.Text()), insert_before='a')"),
]
KEYS = [block(KEY, f"create_primary_key('pk', {columns})", **NUMBERED) for columns in ("['b']", "['c']", "['id']", "['id', 'b']", "['b', 'c']")] + [
    block(KEY, "create_primary_key('pk', ['b'])"),
    block(KEY, "add_column(sa.Column('d', sa.Integer, primary_key=True))", **NUMBERED),
    block(KEY, "add_column(sa.Column('d', sa.Integer))", table_args="[sa.PrimaryKeyConstraint('b', name='p')]", **NUMBERED),
    block("sa.Column('id', sa.Integer, primary_key=True, sqlite_on_conflict_primary_key='FAIL'), sa.Column('c', sa.Text)", "create_primary_key('pk', ['c'])", **NUMBERED),
    block(THREE, "add_column(sa.Column('d', sa.Integer, sa.ForeignKey('o.id', name='x')), inline_references=True)"),
    block("sa.Column('b', sa.Integer)", f"add_column(sa.Column('c', {VARIED}, sa.ForeignKey('o.id', name='x')))"),
    block(f"sa.Column('b', {VARIED}, sa.ForeignKey('o.id'))", "alter_column('b', nullable=False)"),
    f"op.create_table('t', sa.Column('b', {VARIED}, sa.ForeignKey('t.id')), sa.Column('id', {VARIED}))",
    block("sa.Column('a', sa.Integer), sa.Column('b', sa.Integer, system=True)", "alter_column('a', nullable=False)"),
]

# Checks that look into other tables, of which Alembic keeps those over columns that the table has.
CHECKS = [
    block("sa.Column('a', sa.Integer), sa.Column('b', sa.Integer), sa.CheckConstraint(%s, name='ck')" % condition, "alter_column('b', nullable=False)")
    for condition in (
        "sa.exists(select(t.c.id))",
        "sa.exists(select(sa.column('a')))",
        "sa.exists(select(sa.column('a')).where(sa.column('q') > 1))",
        "sa.exists(select(sa.column('a')).select_from(t))",
        "sa.exists(select(sa.column('a')).select_from(t.join(u, t.c.id == u.c.pet_id)))",
        "sa.exists(select(select(sa.column('q').label('a')).subquery().c.a))",
        "sa.exists(select(sa.column('a')).limit(sa.column('q')))",
        "sa.exists(select(sa.column('a')).distinct(sa.column('q')))",
        "sa.column('a') == sa.any_(postgresql.array([1])) | sa.exists().where(sa.true() >= sa.column('row'))",
        "sa.column('a') > select(func.count()).select_from(t).scalar_subquery()",
        "sa.column('a').in_(select(sa.column('a')).union(select(sa.column('q'))))",
    )
]

# Checks that are written with columns.
WRITTEN = "sa.Column('a', sa.Integer, sa.CheckConstraint('a > 1', name='ck'))"
CHECKS += [
    block("sa.Column('a', sa.Integer), sa.CheckConstraint('a > 1', name='ck')", "add_column(sa.Column('c', sa.Integer, sa.CheckConstraint('c > 1', name='ck')))", "drop_constraint('ck')"),
    block(WRITTEN + ", sa.Column('b', sa.Integer, sa.CheckConstraint('b > 1', name='ck'))", "drop_constraint('ck')"),
    block(WRITTEN + ", sa.Column('b', sa.Integer)", "add_column(sa.Column('a', sa.Text, sa.CheckConstraint('a > 2', name='ck')))", "drop_constraint('ck')", partial_reordering="[('a',)]"),
    block(WRITTEN + ", sa.Column('b', sa.Integer)", "drop_column('a')", "drop_constraint('ck')"),
    block("sa.Column('a', sa.Integer)", "add_column(sa.Column('c', sa.Integer, sa.CheckConstraint('c > 1', name='ck')))", "drop_constraint('ck')"),
]

CHECKS.append(block(WRITTEN, "drop_column('a')", "add_column(sa.Column('c', sa.Integer))"))

# The check that goes with a dropped column.
CHECKS += [
    block("sa.Column('id', sa.Integer), sa.CheckConstraint('id > 1', name='bb'), sa.Column('x', sa.Boolean)", f"drop_column('x', existing_type={ty})")
    for ty in ("sa.Boolean(name='bb')", "sa.Enum('a', name='bb')", "sa.Boolean", "sa.Text().with_variant(sa.Boolean(name='bb'), 'sqlite')")
]

# Elements of exclude constraints: names are columns of the table, expressions stand for themselves.
QUOTED = "sa.Column(sa.quoted_name('doc', True), sa.Integer)"
EXCLUDED = [
    f"op.create_table('x', {QUOTED}, postgresql.ExcludeConstraint((sa.column('doc'), '='), ('doc', '&&'), ops={{'doc': 'o'}}))",
    "op.create_table('x', sa.Column('Doc', sa.Integer, key='k'), postgresql.ExcludeConstraint((sa.column('k'), '='), ('k', '&&'), ops={'k': 'o'}))",
    "op.create_exclude_constraint('e', 'x', ('doc', '='), (sa.column(sa.quoted_name('order', False)), '&&'), where=text('a > 1'))",
    f"x = sa.Table('x', sa.MetaData(), {QUOTED})\ne = postgresql.ExcludeConstraint(('doc', '='), name='n')\nx.append_constraint(e)\nop.execute(sa.schema.AddConstraint(e))",
    block(f"{QUOTED}, postgresql.ExcludeConstraint(('doc', '='), (sa.column('doc'), '='))", "alter_column('doc', nullable=False)"),
    block("sa.Column('doc', sa.Integer), postgresql.ExcludeConstraint(('doc', '='), (sa.column('doc'), '='))", "alter_column('doc', new_column_name='Z')"),
]

# Schemas of named types.
SCHEMAS = [
    f"with op.batch_alter_table('t') as batch:\n    batch.alter_column('a', type_={OF_METADATA})",
    "with op.batch_alter_table('t', schema='s') as batch:\n    batch.alter_column('a', type_=sa.Enum('a', name='e', inherit_schema=True))",
    "with op.batch_alter_table('t', schema='s') as batch:\n    batch.alter_column('a', type_=postgresql.DOMAIN('a', sa.Integer, inherit_schema=True))",
    block("sa.Column('a', sa.Integer)", f"alter_column('a', type_=sa.ARRAY({OF_METADATA}))"),
    f"with op.batch_alter_table('t') as batch:\n    batch.alter_column('a', type_=sa.Text().with_variant({OF_METADATA}, 'postgresql'))",
    f"op.alter_column('t', 'a', type_={OF_METADATA})",
]

# Defaults that Python computes.
COMPUTED = "sa.Table('x', sa.MetaData(), sa.Column('b', sa.Integer, default=lambda: 5), sa.Column('a', sa.Integer), sa.Column('c', sa.Integer, default=6), sa.Column('d', sa.DateTime, default=func.now()))"
DEFAULTS = [
    f"op.bulk_insert({COMPUTED}, [{{'a': 1}}, {{'b': 5}}])",
    f"op.execute(sa.insert({COMPUTED}).values(a=1))",
    f"op.execute(sa.insert({COMPUTED}).values([{{'a': 1}}, {{'a': 2}}]))",
    f"op.execute(str(sa.insert({COMPUTED}).values(a=1)))",
    f"op.execute(str(sa.insert({COMPUTED}).values(a=1).compile(compile_kwargs={{'literal_binds': True}})))",
    "op.bulk_insert(op.create_table('x', sa.Column('id', sa.Uuid, primary_key=True, default=uuid.uuid4), sa.Column('a', sa.Integer)), [{'a': 1}, {'a': 2, 'id': uuid.UUID(int=3)}])",
    "op.bulk_insert(sa.Table('x', sa.MetaData(), sa.Column('a', sa.Integer), sa.Column('b', sa.Enum(Color), default=Color.red)), [{'a': 1}])",
]

# Keys that are constraints of their own, and rows of their tables; what indexes include.
OF_KEY = "sa.Column('b', sa.Integer), sa.PrimaryKeyConstraint('id')"
ROWS = [
    f"x = {make} sa.Column('id', {ty}), {OF_KEY})\nop.execute(x.insert().values(b=1))\nop.execute(x.insert().values([{{'b': 1}}, {{'b': 2}}]))\nop.bulk_insert(x, [{{'b': 1}}])"
    for make in ("sa.Table('x', sa.MetaData(),", "op.create_table('x',")
    for ty in ("sa.Integer", "sa.Uuid", "sa.Uuid, server_default=sa.text('gen_random_uuid()')")
] + [
    "x = sa.Table('x', sa.MetaData(), sa.Column('a', sa.Integer), sa.Column('b', sa.Integer), sa.PrimaryKeyConstraint('a'))\nop.execute(str(x.c.a.primary_key) + str(x.c.a.nullable) + str(x.c.b.primary_key))\nop.execute(sa.schema.CreateColumn(x.c.a))",
    "x = sa.Table('x', sa.MetaData(), sa.Column('id', sa.Integer, key='k'), sa.Column('b', sa.Integer), sa.PrimaryKeyConstraint('k'))\nop.execute(x.insert().values(b=1))",
    "op.create_index('i', 'x', ['a', sa.column(sa.quoted_name('b', True))], postgresql_include=['b', 'c', 'Group'])",
    "op.execute(select(sa.column('x', sa.Enum(Color, name='e')).in_([1, None]), sa.column('x', sa.Enum(Color, name='e')).not_in([Color.red, None])))",
    "op.create_index('i', 'x', [func.char_length(u.c.name), func.length(u.c.name)])",
    "op.create_index('i', 'x', [sa.quoted_name('a', True), text('b')], postgresql_include=['a', 'b', sa.quoted_name('c', True)])",
]

# What is made over the columns of a table belongs to it.
TABLE = "m = sa.MetaData()\nx = sa.Table('p', m, sa.Column('name', sa.Integer), sa.Column('b', sa.Integer))\n"
ATTACHED = [
    TABLE + f"{made}\n{then}"
    for made in (
        "sa.Index('i', x.c.name, func.lower(x.c.b))",
        "sa.Index('i', func.lower(x.c.b))",
        "sa.UniqueConstraint(x.c.name)",
        "sa.CheckConstraint(x.c.name > 5, name='c')",
        "sa.PrimaryKeyConstraint(x.c.name)",
        "c = sa.CheckConstraint(x.c.name > 5, name='c')\nx.append_constraint(c)",
    )
    for then in ("x.create(op.get_bind())", "m.create_all(op.get_bind())")
]
# Renamed columns: those of the table that is copied follow, those of other tables do not.
RENAMED = [
    block("sa.Column('name', sa.Integer), sa.Column('b', sa.Integer)", "create_check_constraint('ck', u.c.name > 5)", "alter_column('name', new_column_name='z')"),
    TABLE + "x.append_constraint(sa.CheckConstraint(x.c.name > 5, name='c'))\nsa.Index('i', x.c.name, func.lower(x.c.name))\nwith op.batch_alter_table('p', recreate='always', copy_from=x) as batch:\n    batch.alter_column('name', new_column_name='z')",
    block("sa.Column('name', sa.Integer), sa.Column('b', sa.Integer)", "alter_column('name', new_column_name='z')", table_args="(sa.CheckConstraint(sa.column('name') > 1), sa.UniqueConstraint('b', name='u'))"),
]

NAMED = {"paramstyle": "named", "literal_binds": True}

FILES = [
    ("block_variants", NAMED, VARIANTS),
    ("block_attached", NAMED, ATTACHED + RENAMED),
    ("block_checks", NAMED, CHECKS + EXCLUDED),
    ("block_columns", NAMED, ORDERS + KEYS),
    ("block_rows", NAMED, ROWS),
    ("block_schemas", NAMED, SCHEMAS),
    ("block_defaults", NAMED, DEFAULTS),
]
