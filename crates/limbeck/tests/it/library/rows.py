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
