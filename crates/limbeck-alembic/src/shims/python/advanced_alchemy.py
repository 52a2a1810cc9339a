"""`advanced_alchemy.types`."""
import datetime as _datetime
import uuid as _uuid

import _limbeck_sa as _native
from sqlalchemy import types as _types
from sqlalchemy.dialects.postgresql import JSONB as _JSONB, UUID as _UUID


class GUID(_types.TypeDecorator):
    impl = _types.BINARY(16)
    cache_ok = True

    def __init__(self, *args, binary=True, **kwargs):
        super().__init__()
        self.binary = binary

    def load_dialect_impl(self, dialect):
        if dialect.name in ("postgresql", "cockroachdb"):
            return _UUID()
        return _types.BINARY(16) if self.binary else _types.CHAR(36)

    def process_bind_param(self, value, dialect):
        if value is None:
            return value
        if not isinstance(value, _uuid.UUID):
            value = _uuid.UUID(value)
        if dialect.name in ("postgresql", "cockroachdb"):
            return str(value)
        return value.bytes if self.binary else str(value)

    def process_result_value(self, value, dialect):
        if value is None or isinstance(value, _uuid.UUID):
            return value
        return _uuid.UUID(bytes=value) if isinstance(value, bytes) else _uuid.UUID(value)


class DateTimeUTC(_types.TypeDecorator):
    impl = _types.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return value
        if not value.tzinfo:
            raise TypeError("tzinfo is required")
        return value.astimezone(_datetime.timezone.utc)

    def process_result_value(self, value, dialect):
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=_datetime.timezone.utc)
        return value


class ORA_JSONB(_types.TypeDecorator):
    impl = _types.JSON

JsonB = _types.JSON().with_variant(_JSONB(), "postgresql")
BigIntIdentity = _types.BigInteger().with_variant(_types.Integer(), "sqlite")


class _Encrypted(_types.TypeDecorator):
    cache_ok = True

    def __init__(self, key=None, backend=None, length=None, **kw):
        super().__init__()

    def process_bind_param(self, value, dialect):
        if value is not None:
            _native.unsupported("encrypting a value for an encrypted column")

    def process_result_value(self, value, dialect):
        if value is not None:
            _native.unsupported("decrypting a value of an encrypted column")


class EncryptedString(_Encrypted):
    impl = _types.String


class EncryptedText(_Encrypted):
    impl = _types.Text


class StoredObject(_types.TypeDecorator):
    impl = _types.JSON

    def __init__(self, *args, **kw):
        super().__init__()
