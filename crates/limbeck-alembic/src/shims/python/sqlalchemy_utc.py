"""`sqlalchemy_utc`: moments that always have their zone."""
import datetime as _datetime

from sqlalchemy.ext.compiler import compiles as _compiles
from sqlalchemy.sql.functions import FunctionElement as _FunctionElement
from sqlalchemy.types import DateTime as _DateTime, TypeDecorator as _TypeDecorator

utc = _datetime.timezone.utc


class UtcDateTime(_TypeDecorator):
    impl = _DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if not isinstance(value, _datetime.datetime):
            raise TypeError("expected datetime.datetime, not " + repr(value))
        if value.tzinfo is None:
            raise ValueError("naive datetime is disallowed")
        return value.astimezone(utc)

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=utc) if value.tzinfo is None else value.astimezone(utc)


class utcnow(_FunctionElement):
    type = UtcDateTime()


@_compiles(utcnow)
def _utcnow(element, compiler, **kw):
    return "CURRENT_TIMESTAMP"


@_compiles(utcnow, "mysql")
def _utcnow_mysql(element, compiler, **kw):
    return "CONVERT_TZ(CURRENT_TIMESTAMP, @@session.time_zone, '+00:00')"


@_compiles(utcnow, "sqlite")
def _utcnow_sqlite(element, compiler, **kw):
    return "(STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW'))"
