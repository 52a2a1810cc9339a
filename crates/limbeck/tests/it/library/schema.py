#== what belongs to a table
table = sa.Table("pet", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("mate", sa.Integer, sa.ForeignKey("pet.id", name="fk_mate", ondelete="CASCADE")), sa.UniqueConstraint("id", "mate", name="uq"), sa.Index("ix", "mate", unique=True))
assert table.primary_key.columns.keys() == ["id"] and list(table.primary_key) == [table.c.id] and table.primary_key.name is None
kinds = sorted(type(constraint).__name__ for constraint in table.constraints)
assert kinds == ["ForeignKeyConstraint", "PrimaryKeyConstraint", "UniqueConstraint"]
(key,) = table.foreign_keys
assert (key.name, key.target_fullname, key.ondelete, key.constraint.name) == ("fk_mate", "pet.id", "CASCADE", "fk_mate")
assert key.parent is table.c.mate and key.column is table.c.id
(constraint,) = table.foreign_key_constraints
assert constraint.column_keys == ["mate"] and constraint.referred_table is table and constraint.columns.keys() == ["mate"]
assert [element.target_fullname for element in constraint.elements] == ["pet.id"]
(unique,) = [one for one in table.constraints if isinstance(one, sa.UniqueConstraint)]
assert unique.columns.keys() == ["id", "mate"] and unique.contains_column(table.c.id) and unique.table is table
(index,) = table.indexes
assert index.name == "ix" and index.unique and index.columns.keys() == ["mate"] and list(index.expressions) == [table.c.mate]
#== reflected tables have their constraints and indexes
op.create_table("pet", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text), sa.UniqueConstraint("name", name="uq"))
op.create_index("ix", "pet", ["name"])
table = sa.Table("pet", sa.MetaData(), autoload_with=op.get_bind())
assert [index.name for index in table.indexes] == ["ix"]
assert [one.name for one in table.constraints if isinstance(one, sa.UniqueConstraint)] == ["uq"]
assert sa.Table("other", sa.MetaData(), sa.Column("x", sa.Integer)).primary_key.columns.keys() == []
#== a foreign key to a column of the same class body
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class Spec(Base):
    __tablename__ = "spec"
    id = sa.Column(sa.Integer, primary_key=True)
    parent_id = sa.Column(sa.Integer, sa.ForeignKey(id))
(key,) = Spec.__table__.foreign_keys
assert key.target_fullname == "spec.id"
Base.metadata.create_all(op.get_bind())
assert sa.inspect(op.get_bind()).get_foreign_keys("spec")[0]["referred_table"] == "spec"
#== a bind set on a MetaData, and a Table in place of its name
metadata = sa.MetaData()
metadata.bind = op.get_bind()
assert metadata.bind is op.get_bind()
op.create_table("pet", sa.Column("id", sa.Integer))
op.drop_table(sa.Table("pet", metadata, sa.Column("id", sa.Integer)))
assert "pet" not in sa.inspect(op.get_bind()).get_table_names()
#== a Column in place of the name of one, where nothing changes
op.create_table("pet", sa.Column("id", sa.Integer))
with op.batch_alter_table("pet") as batch_op:
    batch_op.alter_column("id", nullable=False)
op.alter_column("pet", sa.Column("id", sa.Integer, nullable=False))
#== members of enums that are their values
import enum
class Kind(str, enum.Enum):
    CAT = "cat"
class Size(enum.IntEnum):
    BIG = 3
op.create_table("pet", sa.Column("kind", sa.Text), sa.Column("size", sa.Integer))
bind = op.get_bind()
bind.execute(sa.text("INSERT INTO pet VALUES (:kind, :size)"), {"kind": Kind.CAT, "size": Size.BIG})
assert bind.execute(sa.text("SELECT kind, size FROM pet")).one() == ("cat", 3)
class Plain(enum.Enum):
    CAT = "cat"
try:
    bind.execute(sa.text("INSERT INTO pet VALUES (:kind, 1)"), {"kind": Plain.CAT})
except sa.exc.ProgrammingError as error:
    assert "Plain" in str(error)
except sa.exc.InterfaceError as error:
    assert "Plain" in str(error)
else:
    assert False
#== functions by their classes
from sqlalchemy.sql.functions import coalesce, count
assert op.get_bind().execute(sa.select(count(), coalesce(None, 2))).one() == (1, 2)
#== functions in FROM
from sqlalchemy.dialects import postgresql
user = sa.table("user", sa.column("id", sa.Integer), sa.column("p", postgresql.JSONB))
call = sa.func.jsonb_array_elements_text(user.c.p)
def text(statement):
    return " ".join(str(statement.compile(dialect=postgresql.dialect())).split())
rows = call.table_valued("elem", with_ordinality="ord").render_derived(name="t").lateral()
assert text(sa.select(user.c.id, rows.c.elem, rows.c.ord).select_from(user).join(rows, sa.true())) == 'SELECT "user".id, t_1.elem, t_1.ord FROM "user" JOIN LATERAL jsonb_array_elements_text("user".p) WITH ORDINALITY AS t_1(elem, ord) ON true'
rows = call.table_valued("elem").render_derived()
assert text(sa.select(rows.c.elem).select_from(user, rows)) == 'SELECT anon_1.elem FROM "user", jsonb_array_elements_text("user".p) AS anon_1(elem)'
rows = call.table_valued(sa.column("elem", sa.Text), sa.column("n", sa.Integer)).render_derived(name="x", with_types=True)
assert text(sa.select(rows.c.elem)) == 'SELECT x.elem FROM jsonb_array_elements_text("user".p) AS x(elem TEXT, n INTEGER)'
rows = call.table_valued("a").lateral("lt")
assert text(sa.select(rows.c.a).select_from(user).join(rows, sa.true())) == 'SELECT lt.a FROM "user" JOIN LATERAL jsonb_array_elements_text("user".p) AS lt ON true'
#== indexes and constraints over columns of the same class body
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class Token(Base):
    __tablename__ = "token"
    id = sa.Column(sa.Integer, primary_key=True)
    owner = sa.Column(sa.Integer)
    kind = sa.Column(sa.Text)
    __table_args__ = (sa.Index("ix", owner, kind), sa.UniqueConstraint(kind, owner, name="uq"))
Base.metadata.create_all(op.get_bind())
inspector = sa.inspect(op.get_bind())
assert inspector.get_indexes("token")[0]["column_names"] == ["owner", "kind"]
assert inspector.get_unique_constraints("token")[0]["column_names"] == ["kind", "owner"]
#== a Column in place of a name is refused where something changes
try:
    op.drop_column("pet", sa.Column("id", sa.Integer))
except TypeError as error:
    assert "_set_parent" in str(error)
else:
    assert False
#== a column whose type is a word
assert sa.table("pet", sa.column("added", "source")).c.added.name == "added"
#== DDL with a context
op.execute("CREATE TABLE pet (id INTEGER)")
op.execute(sa.DDL('ALTER TABLE "%(table)s" ADD COLUMN "%(column)s" TEXT DEFAULT \'5%%:x\'', context={"table": "pet", "column": "name"}))
op.execute("INSERT INTO pet (id) VALUES (1)")
assert op.get_bind().execute(sa.text("SELECT name FROM pet")).scalar() == "5%:x"
#== where a column comes in its model
column = sa.Column("updated", sa.DateTime)
column._creation_order = 9999
assert sa.Table("t", sa.MetaData(), column).c.updated is column
#== a class of the driver's types
from sqlalchemy.dialects.postgresql.psycopg2 import _PGJSON
class Comparable(_PGJSON):
    pass
column = sa.column("subject", type_=Comparable)
assert isinstance(column.type, sa.JSON)
#== constraints and indexes are taken out of a table
op.execute("CREATE TABLE kind (id INTEGER PRIMARY KEY)")
op.execute("CREATE TABLE pet (id INTEGER PRIMARY KEY, kind_id INTEGER REFERENCES kind (id), name TEXT UNIQUE)")
op.execute("CREATE INDEX by_name ON pet (name)")
pet = sa.Table("pet", sa.MetaData(), autoload_with=op.get_bind())
for constraint in list(pet.constraints):
    if isinstance(constraint, sa.ForeignKeyConstraint) and constraint.name is None:
        pet.constraints.discard(constraint)
        for element in constraint.elements:
            element.parent.foreign_keys.discard(element)
assert not any(isinstance(one, sa.ForeignKeyConstraint) for one in pet.constraints) and len(pet.indexes) == 1
index = next(iter(pet.indexes))
assert index in pet.indexes
pet.indexes.remove(index)
assert not pet.indexes
with op.batch_alter_table("pet", copy_from=pet) as batch:
    batch.create_foreign_key("fk_kind", "kind", ["kind_id"], ["id"], ondelete="CASCADE")
keys = sa.inspect(op.get_bind()).get_foreign_keys("pet")
assert [(key["name"], key["options"]) for key in keys] == [("fk_kind", {"ondelete": "CASCADE"})], keys
#== an inspector tells again what it has told
bind = op.get_bind()
inspector = sa.inspect(bind)
assert not inspector.has_table("pet") and "pet" not in inspector.get_table_names()
op.execute("CREATE TABLE pet (id INTEGER PRIMARY KEY, name TEXT)")
assert not inspector.has_table("pet") and "pet" not in inspector.get_table_names()
assert [column["name"] for column in inspector.get_columns("pet")] == ["id", "name"]
assert inspector.get_indexes("pet") == [] and not inspector.has_index("pet", "by_name")
op.add_column("pet", sa.Column("age", sa.Integer))
op.create_index("by_name", "pet", ["name"])
assert len(inspector.get_columns(table_name="pet")) == 2 and inspector.get_columns("pet") is inspector.get_columns("pet")
assert inspector.get_indexes("pet") == [] and not inspector.has_index("pet", "by_name")
assert len(sa.inspect(bind).get_columns("pet")) == 3 and bind.dialect.has_table(bind, "pet")
inspector.clear_cache()
assert inspector.has_table("pet") and len(inspector.get_columns("pet")) == 3
assert [index["name"] for index in inspector.get_indexes("pet")] == ["by_name"] and inspector.has_index("pet", "by_name")
#== an inspector reads into a table that is there
bind = op.get_bind()
op.execute("CREATE TABLE owner (id INTEGER PRIMARY KEY)")
op.execute("CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(5), owner_id INTEGER REFERENCES owner (id))")
op.execute("CREATE INDEX by_name ON pet (name)")
op.execute("INSERT INTO pet (id, name) VALUES (1, 'Ida')")
inspector = sa.inspect(bind)
metadata = sa.MetaData()
pet = sa.Table("pet", metadata)
assert inspector.reflect_table(pet, None) is None
assert list(pet.columns.keys()) == ["id", "name", "owner_id"] and [column.name for column in pet.primary_key.columns] == ["id"]
assert metadata.tables["pet"] is pet and sorted(metadata.tables) == ["owner", "pet"] and [index.name for index in pet.indexes] == ["by_name"]
assert [tuple(row) for row in bind.execute(sa.select(pet))] == [(1, "Ida", None)]
some = sa.Table("pet", sa.MetaData(), sa.Column("id", sa.BigInteger, primary_key=True), sa.Column("more", sa.Text))
inspector.reflect_table(some, ["id", "name"], exclude_columns=["name"], resolve_fks=False)
assert [(column.name, repr(column.type)) for column in some.columns] == [("id", "INTEGER()"), ("more", "Text()")]
alone = sa.MetaData()
inspector.reflect_table(sa.Table("pet", alone), None, resolve_fks=False)
assert list(alone.tables) == ["pet"]
try:
    inspector.reflect_table(sa.Table("nothing", metadata), None)
except sa.exc.NoSuchTableError as error:
    assert str(error) == "nothing"
else:
    raise AssertionError("a table that is not there")
#== the classes of values
import datetime, decimal, uuid
from sqlalchemy.dialects import mysql, postgresql
for type_, expected in (
    (sa.String(), str), (sa.Integer(), int), (sa.Boolean(), bool), (sa.Float(), float), (sa.Numeric(), decimal.Decimal),
    (sa.Numeric(asdecimal=False), float), (sa.LargeBinary(), bytes), (sa.Date(), datetime.date), (sa.DateTime(), datetime.datetime),
    (sa.Time(), datetime.time), (sa.Interval(), datetime.timedelta), (sa.JSON(), dict), (sa.Uuid(), uuid.UUID),
    (sa.Uuid(as_uuid=False), str), (sa.Enum("a"), str), (sa.ARRAY(sa.Integer), list), (postgresql.JSONB(), dict),
    (postgresql.BYTEA(), bytes), (mysql.TINYINT(), int), (mysql.LONGTEXT(), str), (postgresql.CITEXT(), str),
):
    assert type_.python_type is expected, (type_, type_.python_type)
try:
    postgresql.INET().python_type
except NotImplementedError:
    pass
else:
    raise AssertionError("INET has a class")
#== text by its class
from sqlalchemy.sql.elements import TextClause
op.create_table("pet", sa.Column("id", sa.Integer), sa.Column("age", sa.Integer, server_default=TextClause("5")))
op.execute("INSERT INTO pet (id) VALUES (1)")
assert op.get_bind().execute(TextClause("SELECT age FROM pet")).scalar() == 5
assert isinstance(sa.text("x"), TextClause)
