"""`oslo_db.sqlalchemy.types` and what revisions take from `oslo_db`."""
import json

from sqlalchemy import types


class _Json(types.TypeDecorator):
    cache_ok = True
    impl = types.Text
    _type = None

    def __init__(self, mysql_as_long=False, mysql_as_medium=False):
        super().__init__()
        self._as = "LONGTEXT" if mysql_as_long else "MEDIUMTEXT" if mysql_as_medium else None

    def load_dialect_impl(self, dialect):
        if self._as and dialect.name == "mysql":
            from sqlalchemy.dialects import mysql
            return getattr(mysql, self._as)()
        return types.Text()

    def process_bind_param(self, value, dialect):
        if not value:
            value = self._type()
        elif not isinstance(value, self._type):
            raise TypeError(f"{type(self).__name__} requires {self._type.__name__}")
        return json.dumps(value)

    def process_result_value(self, value, dialect):
        return json.loads(value) if value is not None else self._type()


class JsonEncodedDict(_Json):
    _type = dict


class JsonEncodedList(_Json):
    _type = list


class SoftDeleteInteger(types.TypeDecorator):
    impl = types.Integer
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else int(value)


class String(types.String):
    def __init__(self, length, mysql_ndb_length=None, mysql_ndb_type=None, **kw):
        super().__init__(length=length, **kw)
