"""`sqlalchemy_utils`: its column types, and what modules of models use of it."""
import datetime as _datetime
import json as _json
import uuid as _uuid

import _limbeck_sa as _native
import sqlalchemy as _sa
from sqlalchemy import types as _types
from sqlalchemy.dialects import postgresql as _postgresql


class ScalarCoercible:
    pass


class UUIDType(_types.TypeDecorator):
    impl = _types.BINARY(16)
    cache_ok = True
    python_type = _uuid.UUID

    def __init__(self, binary=True, native=True):
        super().__init__()
        self.binary = binary
        self.native = native

    def load_dialect_impl(self, dialect):
        if self.native and dialect.name in ("postgresql", "cockroachdb"):
            return _postgresql.UUID()
        return _types.BINARY(16) if self.binary else _types.CHAR(32)

    @staticmethod
    def _coerce(value):
        if value and not isinstance(value, _uuid.UUID):
            try:
                value = _uuid.UUID(value)
            except (TypeError, ValueError):
                value = _uuid.UUID(bytes=value)
        return value

    def process_bind_param(self, value, dialect):
        if value is None:
            return value
        value = self._coerce(value)
        if self.native and dialect.name in ("postgresql", "cockroachdb"):
            return str(value)
        return value.bytes if self.binary else value.hex

    def process_result_value(self, value, dialect):
        if value is None or isinstance(value, _uuid.UUID):
            return value
        if self.native and dialect.name in ("postgresql", "cockroachdb"):
            return _uuid.UUID(value)
        return _uuid.UUID(bytes=value) if self.binary else _uuid.UUID(value)


class Choice:
    def __init__(self, code, value):
        self.code = code
        self.value = value

    def __eq__(self, other):
        return self.code == getattr(other, "code", other)

    def __hash__(self):
        return hash(self.code)

    def __str__(self):
        return str(self.value)

    def __repr__(self):
        return f"Choice(code={self.code}, value={self.value})"


class ChoiceType(_types.TypeDecorator):
    impl = _types.Unicode(255)
    cache_ok = True

    def __init__(self, choices=(), impl=None):
        super().__init__()
        self.choices = tuple(choices) if isinstance(choices, list) else choices
        if impl is not None:
            self.own_impl = impl() if isinstance(impl, type) else impl
        else:
            self.own_impl = _types.Unicode(255)

    def load_dialect_impl(self, dialect):
        return self.own_impl

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if isinstance(self.choices, type):
            return self.choices(value).value
        code = getattr(value, "code", value)
        if code not in dict(self.choices):
            raise KeyError(code)
        return code

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        if isinstance(self.choices, type):
            return self.choices(value)
        return Choice(value, dict(self.choices)[value])


class EmailType(_types.TypeDecorator):
    impl = _types.Unicode
    cache_ok = True

    def __init__(self, length=255, *args, **kwargs):
        super().__init__(length=length, *args, **kwargs)

    def process_bind_param(self, value, dialect):
        return value.lower() if value is not None else value


class URLType(_types.TypeDecorator):
    impl = _types.UnicodeText
    cache_ok = True


class JSONType(_types.TypeDecorator):
    impl = _types.UnicodeText
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return _postgresql.JSON() if dialect.name == "postgresql" else _types.UnicodeText()

    def process_bind_param(self, value, dialect):
        if dialect.name == "postgresql" or value is None:
            return value
        return _json.dumps(value)

    def process_result_value(self, value, dialect):
        if dialect.name == "postgresql" or value is None:
            return value
        return _json.loads(value)


class LocaleType(_types.TypeDecorator):
    impl = _types.Unicode(10)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else str(value)

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        from babel import Locale
        return Locale.parse(value)


class TimezoneType(_types.TypeDecorator):
    impl = _types.Unicode(50)
    cache_ok = True

    def __init__(self, backend="dateutil"):
        super().__init__()
        self.backend = backend

    def process_bind_param(self, value, dialect):
        return str(value) if value else None

    def process_result_value(self, value, dialect):
        if not value:
            return None
        if self.backend == "pytz":
            import pytz
            return pytz.timezone(value)
        import zoneinfo
        return zoneinfo.ZoneInfo(value)


class IPAddressType(_types.TypeDecorator):
    impl = _types.Unicode(50)
    cache_ok = True

    def __init__(self, max_length=50, *args, **kwargs):
        super().__init__(max_length)

    def process_bind_param(self, value, dialect):
        return str(value) if value else None

    def process_result_value(self, value, dialect):
        import ipaddress
        return ipaddress.ip_address(value) if value else None


class PasswordType(_types.TypeDecorator):
    impl = _types.VARBINARY(1024)
    cache_ok = True

    def __init__(self, max_length=None, **kwargs):
        super().__init__()
        self.length = max_length

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return _postgresql.BYTEA()
        if self.length is None:
            _native.unsupported("a `PasswordType` without `max_length`, whose length follows from hashing schemes,")
        if dialect.name == "sqlite":
            return _types.BLOB(self.length)
        return _types.VARBINARY(self.length)

    def process_bind_param(self, value, dialect):
        if isinstance(value, bytes) or value is None:
            return value
        _native.unsupported("hashing a value for a `PasswordType` column")


class _Encrypted(_types.TypeDecorator):
    cache_ok = True

    def __init__(self, type_in=None, key=None, engine=None, padding=None, **kwargs):
        super().__init__(**kwargs)

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        _native.unsupported("encrypting a value for an `EncryptedType` column")

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        _native.unsupported("decrypting a value of an `EncryptedType` column")


class EncryptedType(_Encrypted):
    impl = _types.LargeBinary


class StringEncryptedType(_Encrypted):
    impl = _types.String


class EnrichedDateTimeType(_types.TypeDecorator):
    impl = _types.DateTime
    cache_ok = True

    def __init__(self, datetime_processor=None, *args, **kwargs):
        super().__init__(*args, **kwargs)


class ArrowType(_types.TypeDecorator):
    impl = _types.DateTime
    cache_ok = True

    def process_bind_param(self, value, dialect):
        value = getattr(value, "datetime", value)
        if isinstance(value, _datetime.datetime) and value.tzinfo is not None and not self.impl.timezone:
            value = value.astimezone(_datetime.timezone.utc).replace(tzinfo=None)
        return value


class TSVectorType(_types.TypeDecorator):
    impl = _postgresql.TSVECTOR
    cache_ok = True

    def __init__(self, *args, **kwargs):
        super().__init__()
        self.columns = args
        self.options = kwargs


class LtreeType(_types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw):
        return "ltree"


class Ltree(str):
    pass


class CurrencyType(_types.TypeDecorator):
    impl = _types.String(3)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return getattr(value, "code", value)


class CountryType(_types.TypeDecorator):
    impl = _types.String(2)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return getattr(value, "code", value)


class PhoneNumberType(_types.TypeDecorator):
    impl = _types.Unicode(20)
    cache_ok = True

    def __init__(self, region="US", max_length=20, *args, **kwargs):
        super().__init__(max_length)


class ColorType(_types.TypeDecorator):
    impl = _types.Unicode(20)
    cache_ok = True

    def __init__(self, max_length=20, *args, **kwargs):
        super().__init__(max_length)


class WeekDaysType(_types.TypeDecorator):
    impl = _types.String(7)
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return _postgresql.BIT(7) if dialect.name == "postgresql" else _types.String(7)


class ScalarListType(_types.TypeDecorator):
    impl = _types.UnicodeText()
    cache_ok = True

    def __init__(self, coerce_func=str, separator=","):
        super().__init__()
        self.separator = str(separator)
        self.coerce_func = coerce_func

    def process_bind_param(self, value, dialect):
        return None if value is None else self.separator.join(map(str, value))

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return [] if value == "" else [self.coerce_func(one) for one in value.split(self.separator)]


class _Range(_types.TypeDecorator):
    cache_ok = True

    def __init__(self, *args, step=None, **kw):
        super().__init__()


class IntRangeType(_Range):
    impl = _postgresql.INT4RANGE


class Int8RangeType(_Range):
    impl = _postgresql.INT8RANGE


class NumericRangeType(_Range):
    impl = _postgresql.NUMRANGE


class DateRangeType(_Range):
    impl = _postgresql.DATERANGE


class DateTimeRangeType(_Range):
    impl = _postgresql.TSRANGE


class CompositeType(_types.UserDefinedType):
    def __init__(self, name, columns, quote=None, **kwargs):
        super().__init__()
        self.name = name
        self.columns = columns

    def get_col_spec(self, **kw):
        return self.name


class Timestamp:
    created = _sa.Column(_sa.DateTime, default=lambda: _datetime.datetime.utcnow(), nullable=False)
    updated = _sa.Column(_sa.DateTime, default=lambda: _datetime.datetime.utcnow(), nullable=False)


def generic_repr(*attributes):
    if len(attributes) == 1 and isinstance(attributes[0], type):
        return attributes[0]
    return lambda class_: class_


def observes(*paths, **kw):
    return lambda function: function


def aggregated(relationship, column):
    return lambda function: column


def force_auto_coercion(mapper=None):
    pass


def force_instant_defaults(mapper=None):
    pass


def get_class_by_table(base, table, data=None):
    for mapper in base.registry.mappers:
        if mapper.local_table is table:
            return mapper.class_
    return None


def get_mapper(mixed):
    return mixed.__mapper__


def has_index(column_or_constraint):
    _native.unsupported("`sqlalchemy_utils.has_index()`")


def database_exists(url):
    return True


def create_database(url, encoding="utf8", template=None):
    _native.unsupported("`sqlalchemy_utils.create_database()`")


def drop_database(url):
    _native.unsupported("`sqlalchemy_utils.drop_database()`")


def create_view(name, selectable, metadata, cascade_on_drop=True, replace=False):
    return _sa.Table(name, metadata, *[_sa.Column(column.name, column.type) for column in selectable.c])
