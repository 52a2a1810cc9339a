#== columns and tables as they are attached
from sqlalchemy import event
seen = []
def column(column, table):
    seen.append((column.name, table.name, isinstance(table, sa.Table)))
def table(target, parent):
    seen.append(target.name)
event.listen(sa.Column, "after_parent_attach", column)
event.listen(sa.Table, "after_parent_attach", table)
try:
    op.create_table("pet", sa.Column("id", sa.Integer, primary_key=True))
    assert ("id", "pet", True) in seen and "pet" in seen
    seen.clear()
    op.add_column("pet", sa.Column("name", sa.Text))
    assert ("name", "pet", True) in seen
    seen.clear()
    made = sa.Table("bird", sa.MetaData(), sa.Column("id", sa.Integer))
    made.append_column(sa.Column("wing", sa.Text))
    assert ("id", "bird", True) in seen and ("wing", "bird", True) in seen
finally:
    event.remove(sa.Column, "after_parent_attach", column)
    event.remove(sa.Table, "after_parent_attach", table)
#== an index that a listener adds
@sa.event.listens_for(sa.Column, "after_parent_attach")
def add(column, table):
    if column.name == "place":
        table.append_constraint(sa.Index(f"idx_{table.name}_{column.name}", column))
try:
    op.create_table("pet", sa.Column("id", sa.Integer), sa.Column("place", sa.Text))
    op.create_table("bird", sa.Column("id", sa.Integer))
    op.add_column("bird", sa.Column("place", sa.Text))
finally:
    sa.event.remove(sa.Column, "after_parent_attach", add)
names = op.get_bind().execute(sa.text("SELECT name FROM sqlite_master WHERE name LIKE 'idx%' ORDER BY 1")).scalars().all()
assert names == ["idx_bird_place", "idx_pet_place"], names
#== arguments of a table that a listener sets
def set_engine(target, parent):
    target.kwargs["sqlite_strict"] = True
sa.event.listen(sa.Table, "after_parent_attach", set_engine)
try:
    op.create_table("pet", sa.Column("id", sa.Integer))
finally:
    sa.event.remove(sa.Table, "after_parent_attach", set_engine)
assert "STRICT" in op.get_bind().scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = 'pet'"))
#== creating and dropping
seen = []
metadata = sa.MetaData()
pet = sa.Table("pet", metadata, sa.Column("id", sa.Integer))
bird = sa.Table("bird", metadata, sa.Column("id", sa.Integer))
def tell(name):
    def listener(target, connection, **kw):
        seen.append((name, getattr(target, "name", None), sorted(one.name for one in kw["tables"]) if "tables" in kw else None))
        assert connection.dialect.name == "sqlite"
    return listener
for event in ("before_create", "after_create", "before_drop", "after_drop"):
    sa.event.listen(pet, event, tell(event))
    sa.event.listen(metadata, event, tell(event))
metadata.create_all(op.get_bind())
both = ["bird", "pet"]
assert [one for one in seen if one[1]] == [("before_create", "pet", None), ("after_create", "pet", None)], seen
assert seen[0] == ("before_create", None, both) and seen[-1] == ("after_create", None, both), seen
seen.clear()
pet.drop(op.get_bind())
assert seen == [("before_drop", "pet", None), ("after_drop", "pet", None)], seen
#== operations tell the listeners of all tables
seen = []
def tell(target, connection, **kw):
    connection.execute(sa.text("CREATE TABLE IF NOT EXISTS beside (id INTEGER)"))
    seen.append(target.name)
sa.event.listen(sa.Table, "after_create", tell)
sa.event.listen(sa.Table, "before_drop", tell)
try:
    op.create_table("pet", sa.Column("id", sa.Integer))
    op.drop_table("pet")
finally:
    sa.event.remove(sa.Table, "after_create", tell)
    sa.event.remove(sa.Table, "before_drop", tell)
assert seen == ["pet", "pet"] and "beside" in sa.inspect(op.get_bind()).get_table_names()
#== DDL as a listener
metadata = sa.MetaData()
pet = sa.Table("pet", metadata, sa.Column("id", sa.Integer))
sa.event.listen(pet, "after_create", sa.DDL("CREATE VIEW %(table)s_v AS SELECT id, '%%' AS mark FROM %(fullname)s"))
sa.event.listen(pet, "after_create", sa.DDL("CREATE NONSENSE").execute_if(dialect="postgresql"))
sa.event.listen(pet, "after_create", sa.DDL("CREATE NONSENSE").execute_if(dialect=("postgresql", "mysql")))
sa.event.listen(pet, "after_create", sa.DDL("CREATE VIEW w AS SELECT 1 AS one").execute_if(callable_=lambda ddl, target, bind, **kw: target is pet))
metadata.create_all(op.get_bind())
assert sa.inspect(op.get_bind()).get_view_names() == ["pet_v", "w"]
op.execute(sa.DDL("INSERT INTO pet VALUES (%(number)s)", context={"number": 5}))
assert op.get_bind().execute(sa.text("SELECT * FROM pet_v")).all() == [(5, "%")]
op.execute(sa.DDL("UPDATE pet SET id = 6 WHERE 'a:b' LIKE 'a%%'"))
assert op.get_bind().scalar(sa.text("SELECT id FROM pet")) == 6
#== mapped objects as they are written
from sqlalchemy import event
from sqlalchemy.orm import Mapper, Session, declarative_base
Base = declarative_base()
class Stamped:
    pass
class Pet(Stamped, Base):
    __tablename__ = "pet"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Text)
    slug = sa.Column(sa.Text)
class Log(Base):
    __tablename__ = "log"
    id = sa.Column(sa.Integer, primary_key=True)
    text = sa.Column(sa.Text)
@event.listens_for(Pet, "before_insert")
def before_insert(mapper, connection, target):
    assert mapper.class_ is Pet
    target.slug = target.name.lower()
@event.listens_for(Stamped, "before_update", propagate=True)
def before_update(mapper, connection, target):
    target.slug += "!"
@event.listens_for(Pet, "after_insert")
@event.listens_for(Pet, "after_delete")
def write(mapper, connection, target):
    connection.execute(Log.__table__.insert().values(text=target.name))
seen = []
def all_classes(mapper, connection, target):
    seen.append(type(target).__name__)
event.listen(Mapper, "after_insert", all_classes)
try:
    Base.metadata.create_all(op.get_bind())
    session = Session(bind=op.get_bind())
    session.add_all([Pet(name="Max"), Pet(name="Ida")])
    session.flush()
    first = session.get(Pet, 1)
    assert first.slug == "max"
    first.name = "Mux"
    session.flush()
    session.refresh(first)
    assert first.slug == "max!"
    session.delete(first)
    session.commit()
    assert session.query(Log.text).order_by(Log.id).all() == [("Max",), ("Ida",), ("Mux",)]
    assert seen == ["Pet", "Pet"]
finally:
    event.remove(Mapper, "after_insert", all_classes)
#== sessions
from sqlalchemy import event
from sqlalchemy.orm import Session, declarative_base, sessionmaker
Base = declarative_base()
class Pet(Base):
    __tablename__ = "pet"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Text)
Base.metadata.create_all(op.get_bind())
seen = []
make = sessionmaker(bind=op.get_bind())
@event.listens_for(make, "before_flush")
def before_flush(session, context, instances):
    for one in session.new:
        one.name = one.name.upper()
    seen.append("flush")
session = make()
event.listen(session, "after_flush", lambda session, context: seen.append("flushed"))
event.listen(session, "before_commit", lambda session: seen.append("commit"))
event.listen(session, "after_commit", lambda session: seen.append("committed"))
session.add(Pet(name="ida"))
session.commit()
assert seen == ["commit", "flush", "flushed", "committed"], seen
assert session.query(Pet.name).scalar() == "IDA"
other = Session(bind=op.get_bind())
other.add(Pet(name="max"))
other.flush()
assert other.query(Pet.name).order_by(Pet.id).all() == [("IDA",), ("max",)]
#== what connections are told
from sqlalchemy import event
from sqlalchemy.engine import Engine
import sqlite3
seen = []
engine = sa.create_engine("sqlite://")
@event.listens_for(engine, "connect")
def connect(dbapi_connection, connection_record):
    assert isinstance(dbapi_connection, sqlite3.Connection)
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA foreign_keys")
    seen.append(cursor.fetchone())
    cursor.close()
    seen.append(dbapi_connection.execute("SELECT ?, 2", (1,)).fetchall())
@event.listens_for(engine, "engine_connect")
def engine_connect(connection):
    seen.append(connection.dialect.name)
event.listen(sa.create_engine("sqlite://"), "connect", lambda *args: seen.append("another"))
@event.listens_for(Engine, "connect", named=True)
def every(**kw):
    seen.append(sorted(kw))
try:
    with engine.connect() as connection:
        assert connection.scalar(sa.text("PRAGMA foreign_keys")) == 1
finally:
    event.remove(Engine, "connect", every)
assert seen == [["connection_record", "dbapi_connection"], (1,), [(1, 2)], "sqlite"], seen
#== what is registered
from sqlalchemy import event
def one(*args):
    pass
event.listen(sa.Table, "after_create", one)
assert event.contains(sa.Table, "after_create", one) and not event.contains(sa.Table, "before_create", one)
event.remove(sa.Table, "after_create", one)
assert not event.contains(sa.Table, "after_create", one)
seen = []
pet = sa.Table("pet", sa.MetaData(), sa.Column("id", sa.Integer))
event.listen(pet, "before_create", lambda *args, **kw: seen.append("second"))
event.listen(pet, "before_create", lambda *args, **kw: seen.append("first"), insert=True)
event.listen(pet, "before_create", lambda *args, **kw: seen.append("once"), once=True)
pet.create(op.get_bind())
pet.drop(op.get_bind())
pet.create(op.get_bind())
assert seen == ["first", "second", "once", "first", "second"], seen
#== the version of SQLite
import sqlite3
assert op.get_bind().scalar(sa.text("SELECT sqlite_version()")) == sqlite3.sqlite_version
assert sqlite3.sqlite_version == ".".join(str(part) for part in sqlite3.sqlite_version_info)
assert sqlite3.sqlite_version_info >= (3, 35) and issubclass(sqlite3.IntegrityError, sqlite3.DatabaseError)
