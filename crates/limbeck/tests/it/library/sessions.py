#== objects that nothing else knows are let go
from sqlalchemy.orm import Session, declarative_base
Base = declarative_base()
class Pet(Base):
    __tablename__ = "pet"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Text)
Base.metadata.create_all(op.get_bind())
session = Session(bind=op.get_bind())
kept = Pet(name="kept")
session.add(kept)
for number in range(30):
    session.add(Pet(name=str(number)))
session.flush()
assert kept in session.identity_map.values() and len(session.identity_map) <= 2
kept.name = "changed"
found = session.query(Pet).order_by(Pet.id).all()
assert found[0] is kept and len(found) == 31 and len(session.identity_map) == 31
found[5].name = "five"
del found
session.flush()
assert session.execute(sa.text("SELECT name FROM pet WHERE id IN (1, 6) ORDER BY id")).scalars().all() == ["changed", "five"]
#== an object that is only changed is not forgotten before it is written
from sqlalchemy.orm import Session, declarative_base
Base = declarative_base()
class Pet(Base):
    __tablename__ = "pet"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Text)
Base.metadata.create_all(op.get_bind())
op.execute("INSERT INTO pet VALUES (1, 'a'), (2, 'b')")
session = Session(bind=op.get_bind())
for pet in session.query(Pet):
    pet.name = pet.name * 2
session.commit()
assert session.query(Pet.name).order_by(Pet.id).all() == [("aa",), ("bb",)]
#== columns that the database computes are left to it
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, Session
from sqlalchemy.ext.asyncio import AsyncAttrs
class Base(DeclarativeBase, MappedAsDataclass, AsyncAttrs):
    metadata = sa.MetaData()
class Base2(AsyncAttrs, DeclarativeBase):
    pass
class Tile(Base2):
    __tablename__ = "tile"
    id = sa.Column(sa.Integer, primary_key=True)
    width = sa.Column(sa.Integer)
    area = sa.Column(sa.Integer, sa.Computed("width * width"))
Base2.metadata.create_all(op.get_bind())
session = Session(op.get_bind())
tile = Tile(width=4)
session.add(tile)
session.flush()
assert tile.area == 16
assert Tile.__table__.c.area.computed.persisted is None and Tile.__table__.c.width.computed is None
mapper = sa.inspect(Tile)
assert mapper.class_ is Tile and mapper.local_table is Tile.__table__
assert sa.inspect(tile).session is session
class Plain:
    pass
assert sa.inspect(Plain, raiseerr=False) is None
try:
    sa.inspect(Plain)
except sa.exc.NoInspectionAvailable:
    pass
else:
    assert False
