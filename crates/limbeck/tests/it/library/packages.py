#== settings whose annotations come from packages that are not there
from typing import ClassVar, Optional
from pydantic_settings import BaseSettings
try:
    from package_that_is_not_there import Cache
except ImportError:
    class Cache:
        pass
class Settings(BaseSettings):
    model_config = {"arbitrary_types_allowed": True}
    kind: ClassVar[str] = "own"
    cache: Optional[Cache] = None
    size: int = 3
settings = Settings()
assert settings.size == 3 and settings.kind == "own"
#== a server that can't be reached
import redis
client = redis.Redis(host="127.0.0.1", port=1)
try:
    client.get("key")
except redis.exceptions.RedisError as error:
    assert isinstance(error, redis.ConnectionError)
else:
    assert False
#== json by another name
import datetime, orjson, uuid
value = {"b": [1, None, "ü"], "a": datetime.datetime(2024, 1, 2, 3, 4, 5), "c": uuid.UUID(int=1)}
assert orjson.dumps(value) == '{"b":[1,null,"ü"],"a":"2024-01-02T03:04:05","c":"00000000-0000-0000-0000-000000000001"}'.encode()
assert orjson.loads(b'{"a": 1}') == {"a": 1}
assert orjson.dumps({"b": 1, "a": 2}, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) == b'{\n  "a": 2,\n  "b": 1\n}'
#== an operation of another package
import alembic_postgresql_enum
assert op.sync_enum_values("public", "kind", ["a"], [("pet", "kind")], enum_values_to_rename=[]) is None
#== objects that stand for another one
import lazy_object_proxy, pathlib, wrapt
class Path(wrapt.ObjectProxy):
    def __getattr__(self, name):
        return getattr(self.__wrapped__, name)
path = Path(pathlib.PurePosixPath("/a/b"))
assert path.name == "b" and str(path) == "/a/b" and str(path / "c") == "/a/b/c"
made = []
lazy = lazy_object_proxy.Proxy(lambda: made.append(1) or (lambda length: sa.String(length)))
assert made == [] and lazy(5).length == 5 and made == [1]
#== tables of another package
from fastapi_users_db_sqlalchemy import SQLAlchemyBaseOAuthAccountTableUUID, SQLAlchemyBaseUserTableUUID
from sqlalchemy.orm import DeclarativeBase
class Base(DeclarativeBase):
    pass
class User(SQLAlchemyBaseUserTableUUID, Base):
    pass
class Account(SQLAlchemyBaseOAuthAccountTableUUID, Base):
    pass
Base.metadata.create_all(op.get_bind())
assert sa.inspect(op.get_bind()).get_foreign_keys("oauth_account")[0]["referred_table"] == "user"
#== validators of models as class methods
from pydantic import BaseModel, model_validator
class Home(BaseModel):
    path: str = "a"
    @model_validator(mode="after")
    @classmethod
    def extend(cls, instance):
        instance.path += "b"
        return instance
assert Home().path == "ab"
#== generic adapters, and types that an application teaches a dialect
from pydantic import TypeAdapter
Adapter = TypeAdapter[int](int) if False else TypeAdapter
assert Adapter(int).validate_python("3") == 3
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
SQLiteDialect.ischema_names["GEOMETRY"] = sa.Text
#== a dictionary of settings with keys of the project's own
from pydantic_settings import BaseSettings, SettingsConfigDict
class OwnConfig(SettingsConfigDict, total=False):
    own_file: str
class Settings(BaseSettings):
    model_config = OwnConfig(env_prefix="SOME_PREFIX_", own_file="x", extra="ignore")
    size: int = 3
assert Settings().size == 3 and Settings.model_config["env_prefix"] == "SOME_PREFIX_"
#== vectors
import pgvector.sqlalchemy
from pgvector.sqlalchemy import Vector
from pgvector.sqlalchemy.vector import VECTOR
from sqlalchemy.dialects import postgresql
assert Vector(3).compile(dialect=postgresql.dialect()) == "VECTOR(3)" and pgvector.sqlalchemy.HALFVEC(2).dim == 2
assert VECTOR().get_col_spec() == "VECTOR"
#== differences in months, and dates of ISO 8601
from datetime import date, datetime, timezone
from dateutil import parser, tz
from dateutil.relativedelta import relativedelta
import iso8601
moment = datetime(2024, 1, 31, 5, 6, tzinfo=tz.tzutc())
assert str(moment + relativedelta(months=1)) == "2024-02-29 05:06:00+00:00"
assert str(moment - relativedelta(months=14)) == "2022-11-30 05:06:00+00:00"
assert str(moment + relativedelta(years=1, day=31, hour=1)) == "2025-01-31 01:06:00+00:00"
assert str(moment + relativedelta(weeks=2, days=-1, hours=30)) == "2024-02-14 11:06:00+00:00"
assert date(2020, 2, 29) + relativedelta(years=1) == date(2021, 2, 28)
assert parser.parse("2020-01-02 03:04:05") == datetime(2020, 1, 2, 3, 4, 5)
assert iso8601.parse_date("2020-01-02T03:04:05Z") == datetime(2020, 1, 2, 3, 4, 5, tzinfo=iso8601.iso8601.UTC)
#== rows with a bar, and messages on the terminal
import click
from tqdm import tqdm, trange
from tqdm.auto import tqdm as other
assert list(tqdm([1, 2], desc="rows", disable=True)) == [1, 2] and list(trange(2, disable=True)) == [0, 1]
with other(total=3, disable=False) as bar:
    bar.update(2)
    assert bar.n == 2 and bar.total == 3
click.echo("done", err=True)
#== types that functions make, and operators of a type's own
class Lower(sa.types.TypeDecorator):
    impl = sa.String
    class comparator_factory(sa.String.Comparator):
        pass
op.create_table("kind", sa.Column("a", sa.Text().with_variant(lambda: sa.String(7), "sqlite")), sa.Column("b", Lower(3)))
assert [str(column["type"]) for column in sa.inspect(op.get_bind()).get_columns("kind")] == ["VARCHAR(7)", "VARCHAR(3)"]
result = op.get_bind().execute(sa.text("SELECT 1 AS a UNION SELECT 2")).yield_per(1)
assert [row.a for row in result] == [1, 2] and op.get_bind().engine.driver == "pysqlite"
#== an application of Flask that a script can do without
from flask import current_app
try:
    url = current_app.config["SQLALCHEMY_DATABASE_URI"]
except RuntimeError as error:
    assert "Working outside of application context." in str(error)
    url = "of the ini"
assert url == "of the ini"
#== spatial columns and the indexes that they bring along
from geoalchemy2 import Geography, Geometry, Raster
from sqlalchemy.types import TypeDecorator
class Spot(TypeDecorator):
    impl = Geometry
    cache_ok = True
    def __init__(self):
        super().__init__(geometry_type="POINT", srid=4326)
lake = sa.Table(
    "lake",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("shape", Geometry("polygon", srid=4326)),
    sa.Column("spot", Spot()),
    sa.Column("place", Geography(geometry_type="POINTZ"), nullable=False),
    sa.Column("depth", Geometry("POINT", use_N_D_index=True)),
    sa.Column("shore", Geometry("LINESTRING", spatial_index=False)),
    sa.Column("must", Geometry(geometry_type=None, nullable=False)),
    sa.Column("photo", Raster(spatial_index=False)),
)
indexes = {index.name: index for index in lake.indexes}
assert sorted(indexes) == ["idx_lake_depth", "idx_lake_must", "idx_lake_place", "idx_lake_shape", "idx_lake_spot"]
assert {index.kwargs["postgresql_using"] for index in indexes.values()} == {"gist"}
assert indexes["idx_lake_depth"].kwargs["postgresql_ops"] == {"depth": "gist_geometry_ops_nd"}
assert [column.name for column in indexes["idx_lake_shape"].columns] == ["shape"]
assert lake.c.must.nullable is False and lake.c.place.type.dimension == 3
assert [lake.c[name].type.get_col_spec() for name in ("shape", "place", "must")] == ["geometry(POLYGON,4326)", "geography(POINTZ,-1)", "geometry"]
for wrong in ({"dimension": 5}, {"geometry_type": "POINTZ", "dimension": 2}):
    try:
        Geometry(**wrong)
    except ValueError as error:
        assert "dimension must be" in str(error)
    else:
        raise AssertionError(wrong)
#== moments with their zone
import datetime
import sqlalchemy_utc
from sqlalchemy_utc.sqltypes import UtcDateTime
class Sub(UtcDateTime):
    cache_ok = True
op.create_table("a", sa.Column("id", sa.Integer), sa.Column("at", sqlalchemy_utc.sqltypes.UtcDateTime(timezone=True)), sa.Column("b", Sub()))
a = sa.table("a", sa.column("id"), sa.column("at", UtcDateTime()))
zone = datetime.timezone(datetime.timedelta(hours=2))
op.get_bind().execute(a.insert().values(id=1, at=datetime.datetime(2024, 1, 2, 3, tzinfo=zone)))
assert op.get_bind().execute(sa.select(a.c.at)).scalar() == datetime.datetime(2024, 1, 2, 1, tzinfo=sqlalchemy_utc.utc)
assert "STRFTIME" in str(sa.select(sqlalchemy_utc.utcnow()).compile(op.get_bind()))
#== applications of packages that build on Flask
from apiflask import APIBlueprint, APIFlask
from flask import current_app
app = APIFlask("pets", title="Pets", version="1")
pets = APIBlueprint("pets", "pets")
@app.spec_processor
def spec(found):
    return found
@pets.get("/")
@pets.doc(summary="all")
def index():
    return {}
app.register_blueprint(pets)
app.config["SIZE"] = 3
with app.app_context():
    assert current_app.config["SIZE"] == 3 and current_app.name == "pets"
