"""`sqlmodel`: its column types; its models as declarative classes."""
import datetime as _datetime
import decimal as _decimal
import enum as _enum
import typing as _typing
import uuid as _uuid

import sqlalchemy as _sa
from sqlalchemy import *
from sqlalchemy import types
from sqlalchemy.dialects.postgresql import UUID as _PgUUID

import _limbeck_declarative as _declarative
import _limbeck_sa as _native
import pydantic as _pydantic
from _limbeck_session import Relationship as _Relationship, Session as _Session, sessionmaker


class Session(_Session):
    def exec(self, statement, *, params=None, **kw):
        """One entity's rows are the entities themselves, as those of `sqlmodel.select()` with one argument are."""
        result = self.execute(statement, params, **kw)
        return result.scalars() if len(_native.entities(statement)) == 1 else result


class AutoString(types.TypeDecorator):
    impl = types.String
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if self.impl.length is None and dialect.name in ("mysql", "mariadb"):
            return types.String(255)
        return self.impl


class GUID(types.TypeDecorator):
    """Of SQLModel before 0.0.12."""

    impl = types.CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return _PgUUID() if dialect.name == "postgresql" else types.CHAR(32)

    def process_bind_param(self, value, dialect):
        if value is None:
            return value
        if dialect.name == "postgresql":
            return str(value)
        return value.hex if isinstance(value, _uuid.UUID) else _uuid.UUID(value).hex

    def process_result_value(self, value, dialect):
        return _uuid.UUID(value) if value is not None and not isinstance(value, _uuid.UUID) else value


class UTCDateTime(types.TypeDecorator):
    impl = types.DateTime
    cache_ok = True

    def __init__(self):
        super().__init__(timezone=True)


class FieldInfo:
    def __init__(self, default, **kw):
        self.default = default
        self.options = kw


_UNSET = object()


def Field(default=_UNSET, *, default_factory=None, **kw):
    kw["default_factory"] = default_factory
    return FieldInfo(default, **kw)


def Relationship(*, back_populates=None, link_model=None, sa_relationship=None, sa_relationship_args=None, sa_relationship_kwargs=None, cascade_delete=False, passive_deletes=False):
    if sa_relationship is not None:
        return sa_relationship
    kw = dict(sa_relationship_kwargs or {})
    if link_model is not None:
        kw["secondary"] = link_model.__table__
    return _Relationship(None, back_populates=back_populates, **kw)


class default_registry:
    pass


_registry = _declarative.registry()


def _column(cls, name, annotation, field):
    python_type, optional = _declarative._without_none(annotation)
    options = field.options if isinstance(field, FieldInfo) else {}
    if options.get("sa_column") is not None:
        return options["sa_column"].copy()
    made = options.get("sa_type")
    if made is None:
        made = _type(python_type, options)
    if made is None:
        return None
    primary_key = options.get("primary_key") is True
    default = field.default if isinstance(field, FieldInfo) else field
    nullable = options.get("nullable")
    if nullable is None:
        nullable = not primary_key and optional
    args = list(options.get("sa_column_args") or ())
    if options.get("foreign_key"):
        args.append(_sa.ForeignKey(options["foreign_key"], ondelete=options.get("ondelete")))
    kw = {}
    if options.get("default_factory") is not None:
        kw["default"] = options["default_factory"]
    elif default is not _UNSET and default is not None and default is not ...:
        kw["default"] = default
    kw.update(options.get("sa_column_kwargs") or {})
    return _sa.Column(made, *args, primary_key=primary_key, nullable=nullable, index=bool(options.get("index")), unique=bool(options.get("unique")), **kw)


def _type(python_type, options):
    if isinstance(python_type, type):
        if issubclass(python_type, _enum.Enum):
            return _sa.Enum(python_type)
        if issubclass(python_type, str):
            return AutoString(length=options.get("max_length"))
        if issubclass(python_type, float):
            return _sa.Float()
        if issubclass(python_type, bool):
            return _sa.Boolean()
        if issubclass(python_type, int):
            return _sa.Integer()
        if issubclass(python_type, _datetime.datetime):
            return _sa.DateTime()
        if issubclass(python_type, _datetime.date):
            return _sa.Date()
        if issubclass(python_type, _datetime.timedelta):
            return _sa.Interval()
        if issubclass(python_type, _datetime.time):
            return _sa.Time()
        if issubclass(python_type, bytes):
            return _sa.LargeBinary()
        if issubclass(python_type, _decimal.Decimal):
            return _sa.Numeric(precision=options.get("max_digits"), scale=options.get("decimal_places"))
        if issubclass(python_type, _uuid.UUID):
            return _sa.Uuid()
    return None


class SQLModel(_declarative.Declarative):
    __limbeck_base__ = True
    metadata = _registry.metadata
    registry = _registry
    model_config = {}

    def __init_subclass__(cls, table=False, registry=None, **kw):
        names = dict(cls.__dict__)
        fields = {}
        for base in reversed(cls.__mro__):
            annotations = _native.own(base, "__annotations__") or {}
            values = base.__dict__
            for name, annotation in annotations.items():
                if not name.startswith("_") and name not in ("metadata", "model_config", "registry"):
                    fields[name] = (annotation, values.get(name, _UNSET), base)
        cls.__limbeck_fields__ = fields
        if not table:
            cls.__abstract__ = True
            return
        cls.__abstract__ = False
        if getattr(cls, "__tablename__", None) is None or "__tablename__" not in names and not any("__tablename__" in base.__dict__ for base in cls.__mro__[1:]):
            cls.__tablename__ = cls.__name__.lower()
        for name, (annotation, value, base) in fields.items():
            if isinstance(value, _Relationship):
                value.annotation = annotation
                setattr(cls, name, value)
                continue
            if isinstance(annotation, str):
                annotation = _declarative._evaluated(annotation, base)
            if isinstance(value, _sa.Column):
                column = value
            else:
                column = _column(cls, name, annotation, value)
            if column is not None:
                setattr(cls, name, column)
        cls.__annotations__ = {}
        _declarative._map(cls)

    def __init__(self, **kw):
        for name, (annotation, value, base) in type(self).__limbeck_fields__.items():
            if name in kw:
                continue
            if isinstance(value, FieldInfo):
                if value.options.get("default_factory") is not None:
                    setattr(self, name, value.options["default_factory"]())
                elif value.default is not _UNSET and value.default is not ...:
                    setattr(self, name, value.default)
            elif value is not _UNSET and not isinstance(value, (_Relationship, _sa.Column)):
                setattr(self, name, value)
        for name, value in kw.items():
            setattr(self, name, value)

    def model_dump(self, *, exclude=None, include=None, exclude_none=False, **kw):
        kept = {}
        for name, (annotation, value, base) in type(self).__limbeck_fields__.items():
            if isinstance(value, _Relationship) or exclude and name in exclude or include and name not in include:
                continue
            found = getattr(self, name, None)
            if found is not None or not exclude_none:
                kept[name] = found
        return kept

    dict = model_dump

    @classmethod
    def model_validate(cls, obj, **kw):
        if isinstance(obj, cls):
            return obj
        return cls(**(obj if hasattr(obj, "keys") else vars(obj)))


def col(expression):
    return expression


_make_engine = _sa.create_engine

# `sqlmodel.sql` is a package of its own, not the one that `from sqlalchemy import *` brought.
del sql
