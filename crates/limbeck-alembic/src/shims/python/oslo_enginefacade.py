"""`oslo_db.sqlalchemy.enginefacade`: sessions and connections over the one of the migration."""
import _limbeck_sa as _native
from sqlalchemy import orm as _orm


def _bind():
    return _native.bind(None)


class _Connection:
    def __enter__(self):
        return _bind()

    def __exit__(self, *args):
        return False


class _Using:
    def __init__(self, context=None):
        self.context = context

    def __enter__(self):
        self.session = _orm.Session(bind=_bind())
        return self.session

    def __exit__(self, kind, value, trace):
        if kind is None:
            self.session.commit()
        return False


class _Kind:
    using = _Using

    @property
    def connection(self):
        return self

    @property
    def independent(self):
        return self

    @property
    def savepoint(self):
        return self

    def get_engine(self):
        return _bind()

    def get_sessionmaker(self):
        return _orm.sessionmaker(bind=_bind())

    def __call__(self, function):
        return function


class _ConnectionKind(_Kind):
    def using(self, context=None):
        return _Connection()


reader = _Kind()
writer = _Kind()


class _TransactionContextManager:
    reader = reader
    writer = writer

    def configure(self, **kw):
        pass

    def get_legacy_facade(self):
        return LegacyEngineFacade()


class LegacyEngineFacade:
    @classmethod
    def from_config(cls, conf, **kw):
        return cls()

    def get_engine(self, **kw):
        return _bind()

    def get_session(self, **kw):
        return _orm.Session(bind=_bind())


def transaction_context():
    return _TransactionContextManager()


def configure(**kw):
    pass


def transaction_context_provider(class_):
    return class_


def get_legacy_facade():
    return LegacyEngineFacade()
