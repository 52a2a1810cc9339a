"""`fastapi_users_db_sqlalchemy`: its column types and the columns of its tables."""
import uuid as _uuid

import sqlalchemy as _sa
from _limbeck_declarative import declared_attr as _declared_attr
from sqlalchemy import types as _types
from sqlalchemy.dialects.postgresql import UUID


class GUID(_types.TypeDecorator):
    impl = _types.CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return UUID() if dialect.name == "postgresql" else _types.CHAR(36)

    def process_bind_param(self, value, dialect):
        if value is None:
            return value
        if dialect.name == "postgresql" or isinstance(value, _uuid.UUID):
            return str(value)
        return str(_uuid.UUID(value))

    def process_result_value(self, value, dialect):
        if value is None or isinstance(value, _uuid.UUID):
            return value
        return _uuid.UUID(value)


class TIMESTAMPAware(_types.TypeDecorator):
    impl = _types.TIMESTAMP
    cache_ok = True

    def process_result_value(self, value, dialect):
        if value is not None and dialect.name != "postgresql":
            import datetime
            return value.replace(tzinfo=datetime.timezone.utc)
        return value


def now_utc():
    import datetime
    return datetime.datetime.now(datetime.timezone.utc)


class SQLAlchemyBaseUserTable:
    __tablename__ = "user"
    email = _sa.Column(_sa.String(length=320), unique=True, index=True, nullable=False)
    hashed_password = _sa.Column(_sa.String(length=1024), nullable=False)
    is_active = _sa.Column(_sa.Boolean, default=True, nullable=False)
    is_superuser = _sa.Column(_sa.Boolean, default=False, nullable=False)
    is_verified = _sa.Column(_sa.Boolean, default=False, nullable=False)

    def __class_getitem__(cls, item):
        return cls


class SQLAlchemyBaseUserTableUUID(SQLAlchemyBaseUserTable):
    id = _sa.Column(GUID, primary_key=True, default=_uuid.uuid4)


class SQLAlchemyBaseOAuthAccountTable:
    __tablename__ = "oauth_account"
    oauth_name = _sa.Column(_sa.String(length=100), index=True, nullable=False)
    access_token = _sa.Column(_sa.String(length=1024), nullable=False)
    expires_at = _sa.Column(_sa.Integer, nullable=True)
    refresh_token = _sa.Column(_sa.String(length=1024), nullable=True)
    account_id = _sa.Column(_sa.String(length=320), index=True, nullable=False)
    account_email = _sa.Column(_sa.String(length=320), nullable=False)

    def __class_getitem__(cls, item):
        return cls


class _OfUser:
    @_declared_attr
    def user_id(cls):
        return _sa.Column(GUID, _sa.ForeignKey("user.id", ondelete="cascade"), nullable=False)


class SQLAlchemyBaseOAuthAccountTableUUID(_OfUser, SQLAlchemyBaseOAuthAccountTable):
    id = _sa.Column(GUID, primary_key=True, default=_uuid.uuid4)


class SQLAlchemyBaseAccessTokenTable:
    __tablename__ = "accesstoken"
    token = _sa.Column(_sa.String(length=43), primary_key=True)
    created_at = _sa.Column(TIMESTAMPAware(timezone=True), index=True, nullable=False, default=now_utc)

    def __class_getitem__(cls, item):
        return cls


class SQLAlchemyBaseAccessTokenTableUUID(_OfUser, SQLAlchemyBaseAccessTokenTable):
    pass


class SQLAlchemyUserDatabase:
    def __init__(self, *args, **kw):
        pass

    def __class_getitem__(cls, item):
        return cls


class SQLAlchemyAccessTokenDatabase(SQLAlchemyUserDatabase):
    pass
