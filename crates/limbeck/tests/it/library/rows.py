#== rows by what they are asked for
from sqlalchemy import exc
owner = op.create_table("owner", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(30)), sa.Column("extra", sa.JSON))
bind = op.get_bind()
made = bind.execute(owner.insert().values(name="ann"))
assert made.inserted_primary_key == (1,) and made.inserted_primary_key.id == 1
row = bind.execute(sa.select(owner.c.id, owner.c.name)).one()
assert row._mapping[owner.c.name] == "ann" and dict(row._mapping) == {"id": 1, "name": "ann"}
assert bind.execute(sa.select(owner.c.name, owner.c.id)).columns("id", owner.c.name).all() == [(1, "ann")]
try:
    row.nope
except AttributeError as error:
    assert str(error) == "Could not locate column in row for column 'nope'"
for ask in (lambda: row._mapping["nope"], lambda: bind.execute(sa.select(owner)).scalars("nope")):
    try:
        ask()
    except KeyError as error:
        assert isinstance(error, exc.NoSuchColumnError) and str(error) == "Could not locate column in row for column 'nope'"
    else:
        assert False
closed = bind.execute(sa.select(owner))
closed.close()
try:
    closed.all()
except exc.ResourceClosedError as error:
    assert str(error) == "This result object is closed."
else:
    assert False
#== a CTE that reads from itself
bind = op.get_bind()
numbers = sa.select(sa.literal(1).label("n")).cte("numbers", recursive=True)
numbers = numbers.union_all(sa.select(numbers.c.n + 1).where(numbers.c.n < 4))
assert bind.execute(sa.select(numbers.c.n).order_by(numbers.c.n)).scalars().all() == [1, 2, 3, 4]
#== rows of a text, with columns
import datetime
bind = op.get_bind()
text = sa.text("SELECT 1 AS id, '2024-01-02 03:04:05.000000' AS seen").columns(sa.column("id", sa.Integer), seen=sa.DateTime)
assert bind.execute(text).one().seen == datetime.datetime(2024, 1, 2, 3, 4, 5)
rows, again = text.subquery("rows"), text.cte("again")
assert bind.execute(sa.select(rows.c.id).where(rows.c.id > 0)).scalar() == 1
assert bind.execute(sa.select(again.c.seen)).scalar() == datetime.datetime(2024, 1, 2, 3, 4, 5)
#== tables read from the database
op.create_table("zoo", sa.Column("id", sa.Integer, primary_key=True))
op.create_table("pet", sa.Column("id", sa.Integer, primary_key=True), sa.Column("zoo_id", sa.Integer, sa.ForeignKey("zoo.id")), sa.Column("seen", sa.DateTime))
metadata = sa.MetaData()
metadata.reflect(op.get_bind(), only=["pet", "zoo"])
pet, zoo = metadata.tables["pet"], metadata.tables["zoo"]
assert [table.name for table in metadata.sorted_tables] == ["zoo", "pet"]
assert "pet" in metadata and pet in metadata and "nope" not in metadata
assert pet.c.zoo_id.references(zoo.c.id) and not pet.c.id.references(zoo.c.id) and len(pet.c.zoo_id.foreign_keys) == 1
assert str(pet.c.seen.type) == "DATETIME" and str(sa.inspect(op.get_bind()).get_columns("pet")[2]["type"]) == "DATETIME"
#== types as text
from sqlalchemy.dialects import postgresql
shown = [sa.DateTime(), sa.DateTime(timezone=True), sa.Time(), sa.Float(), sa.Float(53), sa.Double(), sa.LargeBinary(), sa.BLOB(), sa.Uuid(), sa.Interval(), sa.TIMESTAMP(timezone=True), sa.String(3), sa.Text(), sa.Numeric(3, 1), sa.JSON(), sa.BigInteger(), sa.Boolean(), sa.Date(), postgresql.UUID(), postgresql.JSONB(), postgresql.TIMESTAMP(precision=3), postgresql.BYTEA()]
assert [str(kind) for kind in shown] == ["DATETIME", "DATETIME", "TIME", "FLOAT", "FLOAT", "DOUBLE", "BLOB", "BLOB", "CHAR(32)", "DATETIME", "TIMESTAMP", "VARCHAR(3)", "TEXT", "NUMERIC(3, 1)", "JSON", "BIGINT", "BOOLEAN", "DATE", "UUID", "JSONB", "TIMESTAMP", "BYTEA"], [str(kind) for kind in shown]
#== the null of JSON
pet = op.create_table("pet", sa.Column("id", sa.Integer, primary_key=True), sa.Column("extra", sa.JSON))
bind = op.get_bind()
for value in (sa.JSON.NULL, None, sa.null()):
    bind.execute(pet.insert().values(extra=value))
assert bind.execute(sa.text("SELECT extra FROM pet ORDER BY id")).scalars().all() == ["null", "null", None]
#== bulk_insert writes values as the type of their column wants them
class Csv(sa.types.TypeDecorator):
    impl = sa.String
    cache_ok = True
    def process_bind_param(self, value, dialect):
        return None if value is None else ",".join(value)
    def process_result_value(self, value, dialect):
        return None if value is None else value.split(",")
tags = op.create_table("tags", sa.Column("id", sa.Integer), sa.Column("words", Csv(50)))
op.bulk_insert(tags, [{"id": 1, "words": None}, {"id": 2, "words": ["x", "y"]}])
op.bulk_insert(tags, [{"id": 3, "words": ["z"]}], multiinsert=False)
found = op.get_bind().execute(sa.text("SELECT words FROM tags ORDER BY id")).scalars().all()
assert found == [None, "x,y", "z"], found
assert op.get_bind().execute(sa.select(tags.c.words).where(tags.c.words == ["x", "y"])).scalars().all() == [["x", "y"]]
#== what errors tell
op.execute("CREATE TABLE pet (id INTEGER PRIMARY KEY)")
import sqlite3
bind = op.get_bind()
try:
    bind.execute(sa.text("INSERT INTO pet VALUES (:one), (:one)"), {"one": 1})
except sa.exc.IntegrityError as error:
    assert error.params == (1, 1) or error.params == (1,), error.params
    assert isinstance(error.orig, sqlite3.IntegrityError) and str(error).startswith("(sqlite3.IntegrityError) UNIQUE")
else:
    raise AssertionError("two rows of one key")
#== keys of inserted rows
pet = sa.Table("pet", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("stay", sa.Interval))
bind = op.get_bind()
pet.create(bind)
from datetime import timedelta
result = bind.execute(pet.insert().values(id=5, stay=timedelta(days=2, hours=3)))
assert result.is_insert and result.inserted_primary_key.id == 5
assert bind.execute(pet.insert()).inserted_primary_key == (6,)
assert bind.execute(sa.select(pet.c.stay).order_by(pet.c.id)).scalars().all() == [timedelta(days=2, hours=3), None]
for statement, rows in ((pet.update().values(stay=None), None), (pet.insert(), [{"id": 7}, {"id": 8}])):
    result = bind.execute(statement, rows)
    try:
        result.inserted_primary_key
    except sa.exc.InvalidRequestError:
        pass
    else:
        raise AssertionError(statement)
assert bind.get_transaction().is_active and bind.get_nested_transaction() is None
#== a join along a relationship
from sqlalchemy.orm import Session, aliased, declarative_base, relationship
Base = declarative_base()
link = sa.Table("link", Base.metadata, sa.Column("pet_id", sa.ForeignKey("pet.id")), sa.Column("tag_id", sa.ForeignKey("tag.id")))
class Owner(Base):
    __tablename__ = "owner"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Text)
    pets = relationship("Pet", back_populates="owner")
class Tag(Base):
    __tablename__ = "tag"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Text)
class Pet(Base):
    __tablename__ = "pet"
    id = sa.Column(sa.Integer, primary_key=True)
    owner_id = sa.Column(sa.ForeignKey("owner.id"))
    owner = relationship(Owner, back_populates="pets")
    tags = relationship(Tag, secondary=link)
Base.metadata.create_all(op.get_bind())
session = Session(op.get_bind())
session.add(Owner(id=1, name="Ann", pets=[Pet(id=1, tags=[Tag(id=7, name="old")]), Pet(id=2)]))
session.flush()
other = aliased(Owner)
for statement, expected in (
    (sa.select(Pet.id, Owner.name).join(Pet.owner).order_by(Pet.id), [(1, "Ann"), (2, "Ann")]),
    (sa.select(Owner.name, Pet.id).outerjoin(Owner.pets).order_by(Pet.id), [("Ann", 1), ("Ann", 2)]),
    (sa.select(Pet.id, Tag.name).join(Pet.tags), [(1, "old")]),
    (sa.select(Pet.id, Tag.name).join(Pet.tags, isouter=True).order_by(Pet.id), [(1, "old"), (2, None)]),
    (sa.select(Pet.id, other.name).join(other, Pet.owner).order_by(Pet.id), [(1, "Ann"), (2, "Ann")]),
):
    assert session.execute(statement).all() == expected, str(statement)
#== functions of SQLite
bind = op.get_bind()
ask = lambda text: bind.execute(sa.text("SELECT " + text)).scalar()
assert ask("floor(2.7)") == 2 and ask("floor(-2.2)") == -3 and isinstance(ask("floor(2.0)"), int)
assert ask("'abcd' REGEXP '^a.c'") == 1 and ask("'x' REGEXP '[0-9]+'") == 0 and ask("NULL REGEXP 'a'") is None
assert ask("ceil(2.1)") == 3.0 and ask("ceil(2)") == 2 and ask("trunc(-2.7)") == -2.0 and ask("power(2, 10)") == 1024.0
assert ask("sqrt(16)") == 4.0 and ask("sqrt(-1)") is None and ask("ln(0)") is None and ask("log(100)") == 2.0 and ask("log(2, 8)") == 3.0
assert ask("mod(7, 3)") == 1.0 and ask("mod(7, 0)") is None and round(ask("degrees(pi())")) == 180 and ask("exp(NULL)") is None
assert bind.execute(sa.select(sa.literal("abc").regexp_match("b+"))).scalar() in (1, True)
try:
    ask("floor(NULL)")
except sa.exc.OperationalError as error:
    assert "user-defined function raised exception" in str(error)
else:
    assert False
#== values of a table as the database has it
import datetime
op.execute("CREATE TABLE vals (id INTEGER PRIMARY KEY, d DATE, dt DATETIME, t TIME, j JSON)")
vals = sa.Table("vals", sa.MetaData(), autoload_with=op.get_bind())
row = (1, datetime.date(2020, 1, 2), datetime.datetime(2020, 1, 2, 3, 4, 5), datetime.time(1, 2, 3), {"a": [1, "x"]})
op.get_bind().execute(vals.insert().values(**dict(zip(vals.c.keys(), row))))
assert op.get_bind().execute(sa.select(vals)).one() == row
assert op.get_bind().execute(sa.select(vals.c.j["a"], vals.c.j["a"][1])).one() == ([1, "x"], "x")
