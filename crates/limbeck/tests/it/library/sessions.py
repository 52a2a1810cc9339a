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
#== the other side of a relationship, and children whose parent goes
from sqlalchemy.orm import Session, backref, declarative_base, joinedload, relationship
Base = declarative_base()
class Owner(Base):
    __tablename__ = "owner"
    id = sa.Column(sa.Integer, primary_key=True)
    pets = relationship("Pet", backref=backref("owner", lazy="joined"))
class Pet(Base):
    __tablename__ = "pet"
    id = sa.Column(sa.Integer, primary_key=True)
    owner_id = sa.Column(sa.ForeignKey("owner.id"))
class Node(Base):
    __tablename__ = "node"
    id = sa.Column(sa.Integer, primary_key=True)
    parent_id = sa.Column(sa.ForeignKey("node.id"))
    children = relationship("Node", backref=backref("parent", remote_side=[id]))
Base.metadata.create_all(op.get_bind())
session = Session(op.get_bind())
session.add(Owner(id=1, pets=[Pet(id=1), Pet(id=2)]))
session.add(Node(id=1, children=[Node(id=2, children=[Node(id=3)])]))
session.commit()
assert session.get(Pet, 1).owner.id == 1 and session.query(Pet).filter(Pet.owner.has(id=1)).count() == 2
assert session.query(Pet).options(joinedload(Pet.owner)).join(Pet.owner).filter(Owner.id == 1).count() == 2
assert session.get(Node, 3).parent.parent.id == 1 and session.get(Node, 1).parent is None
pet = Pet(id=3, owner=Owner(id=2))
session.add(pet)
session.flush()
assert pet.owner_id == 2
session.delete(session.get(Owner, 1))
session.commit()
assert session.query(Pet.id, Pet.owner_id).order_by(Pet.id).all() == [(1, None), (2, None), (3, 2)]
#== several classes in one table
from sqlalchemy.orm import Session, aliased, declarative_base
Base = declarative_base()
class Animal(Base):
    __tablename__ = "animal"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.String(5))
    size = sa.Column(sa.Integer)
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "any"}
class Bird(Animal):
    __mapper_args__ = {"polymorphic_identity": "bird"}
class Owl(Bird):
    __mapper_args__ = {"polymorphic_identity": "owl"}
Base.metadata.create_all(op.get_bind())
session = Session(op.get_bind())
session.add_all([Animal(size=1), Bird(size=2), Owl(size=3)])
session.flush()
assert [session.query(one).count() for one in (Animal, Bird, Owl, aliased(Bird))] == [3, 2, 1, 2]
assert [type(one).__name__ for one in session.query(Bird).order_by(Bird.id)] == ["Bird", "Owl"]
assert session.query(Owl).update({"size": 9}) == 1
assert session.execute(sa.update(Bird).values(size=Bird.size + 100)).rowcount == 2
assert session.scalars(sa.select(Animal.size).order_by(Animal.id)).all() == [1, 102, 109]
assert session.scalar(sa.select(sa.func.count()).select_from(Owl)) == 1
assert session.query(Owl).delete() == 1 and session.query(Animal).count() == 2
#== names that a convention gives the constraints of a table
pet = sa.Table(
    "pet",
    sa.MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s"}),
    sa.Column("id", sa.Integer, sa.ForeignKey("owner.id")),
    sa.UniqueConstraint("id"),
)
assert sorted(one.name for one in pet.constraints if one.name) == ["fk_pet_id", "uq_pet_id"]
#== generic classes in annotations
import sqlalchemy.ext.asyncio as aio
from sqlalchemy.ext.associationproxy import AssociationProxy
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapper, Query, Relationship, as_declarative, declared_attr, scoped_session, sessionmaker
from typing import Union
for generic in (AssociationProxy, hybrid_property, Mapper, Query, Relationship, declared_attr, scoped_session, sessionmaker, aio.async_sessionmaker, aio.async_scoped_session):
    assert generic[int]
@as_declarative(class_registry={})
class Base:
    __name__: str
    __tablename__: Union[declared_attr[str], str] = declared_attr(lambda cls: cls.__name__.lower())
class Pet(Base):
    id = sa.Column(sa.Integer, primary_key=True)
class Other(Base):
    __tablename__ = "another"
    id = sa.Column(sa.Integer, primary_key=True)
assert Pet.__table__.name == "pet" and Other.__table__.name == "another"
#== a URL is a tuple of its parts
url = sa.URL.create("sqlite", database="a.db")
assert "sqlite" in url and "postgresql" not in url and list(url)[5] == "a.db" and url.query == {}
