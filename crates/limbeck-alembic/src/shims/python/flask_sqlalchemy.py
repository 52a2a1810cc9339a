"""`flask_sqlalchemy`: `db.Model` as a declarative base."""
import re as _re

import sqlalchemy as _sa
from sqlalchemy import orm as _orm

import _limbeck_declarative as _declarative
import _limbeck_sa as _native
from _limbeck_query import Query as _Query
from _limbeck_session import relationship, scoped_session, sessionmaker


def _snake(name):
    name = _re.sub(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))", r"_\1", name)
    return name.lower().lstrip("_")


class BaseQuery(_Query):
    def get_or_404(self, ident, description=None):
        return self.get(ident)

    def first_or_404(self, description=None):
        return self.first()


Query = BaseQuery


class _QueryProperty:
    def __init__(self, owner):
        self.owner = owner

    def __get__(self, instance, owner):
        return self.owner.session().query(owner)


class Model:
    query_class = BaseQuery

    def __repr__(self):
        return f"<{type(self).__name__}>"


DefaultMeta = _declarative.DeclarativeMeta


def _bind():
    return _native.bind(None)


_last = None


def last():
    """The instance made last; one of its own where the application made none."""
    return _last if _last is not None else SQLAlchemy()


class SQLAlchemy:
    def __init__(self, app=None, *, metadata=None, session_options=None, query_class=BaseQuery, model_class=None, engine_options=None, add_models_to_shell=True, disable_autonaming=False, **kw):
        known = _declarative.registry(metadata=metadata)
        bases = (model_class,) if isinstance(model_class, type) else (Model,)
        db = self

        class Base(*bases, _declarative.Declarative):
            __limbeck_base__ = True
            registry = known
            metadata = known.metadata
            query = _QueryProperty(db)

            def __init_subclass__(cls, **kw):
                names = cls.__dict__
                if not names.get("__abstract__") and "__tablename__" not in names and "__table__" not in names:
                    _name_table(cls)
                _declarative._setup(cls)

        self.Model = Base
        self.metadata = known.metadata
        self.metadatas = {None: known.metadata}
        self.session = scoped_session(lambda: _orm.Session(bind=_bind()))
        self.Query = query_class
        self._app = None
        global _last
        _last = self
        if app is not None:
            self.init_app(app)

    def init_app(self, app):
        self._app = app
        app.extensions["sqlalchemy"] = self

    @property
    def engine(self):
        import flask
        app = self._app or flask._discovered()
        return _native.bind(app.config.get("SQLALCHEMY_DATABASE_URI") if app is not None else None)

    @property
    def engines(self):
        return {None: self.engine}

    def get_engine(self, *args, **kw):
        return self.engine

    def create_all(self, *args, **kw):
        self.metadata.create_all(_bind())

    def relationship(self, *args, **kw):
        return relationship(*args, **kw)

    def dynamic_loader(self, *args, **kw):
        return relationship(*args, lazy="dynamic", **kw)

    def Table(self, name, *args, **kw):
        if args and isinstance(args[0], _sa.MetaData):
            return _sa.Table(name, *args, **kw)
        return _sa.Table(name, self.metadata, *args, **kw)

    def _make_scoped_session(self, options=None):
        return self.session

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(_sa, name)
        if _native.is_unresolved(found):
            found = getattr(_orm, name)
        return found


SQLALchemy = SQLAlchemy


def _name_table(cls):
    has_key = False
    for base in cls.__mro__:
        if base is not cls and _declarative.is_mapped(base):
            has_key = any(isinstance(value, _sa.Column) and value.primary_key for value in cls.__dict__.values())
            if not has_key:
                return
        if "__tablename__" in base.__dict__:
            return
    cls.__tablename__ = _snake(cls.__name__)
