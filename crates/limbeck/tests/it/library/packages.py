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
