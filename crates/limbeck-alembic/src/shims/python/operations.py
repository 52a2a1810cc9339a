"""Operations that a project registers itself, and `Operations` objects."""
import _limbeck_sa as _native

_registered = {}
_implementations = {}


def register_operation(name, sourcename=None):
    def decorate(class_):
        def call(*args, **kw):
            return getattr(class_, sourcename or name)(make(), *args, **kw)
        _registered[name] = call
        return class_
    return decorate


def add(name, function):
    _registered[name] = lambda *args, **kw: function(make(), *args, **kw)


def implementation_for(class_, replace=False):
    def decorate(function):
        _implementations[class_] = function
        return function
    return decorate


def find(name):
    if name == "sync_enum_values" and name not in _registered:
        import alembic_postgresql_enum
        _registered[name] = alembic_postgresql_enum.sync_enum_values
    if name in _ENTITIES and name not in _registered:
        import alembic_utils.replaceable_entity
    return _registered.get(name)


_ENTITIES = ("create_entity", "drop_entity", "replace_entity", "revert_entity")


def invoke(operation):
    for class_ in type(operation).__mro__:
        if class_ in _implementations:
            return _implementations[class_](make(), operation)
    run = getattr(operation, "__limbeck_run__", None)
    if run is not None:
        return run()
    _native.unsupported(f"`op.invoke()` of a `{type(operation).__name__}`, for which there is no implementation,")


class _Impl:
    @property
    def dialect(self):
        return make().get_context().dialect

    def execute(self, sql, execution_options=None):
        make().execute(sql)

    def _exec(self, construct, *args, **kw):
        return make().execute(construct)

    @property
    def connection(self):
        return make().get_bind()

    bind = connection


class OperationsProxy:
    """`operations` as implementations get it: the functions of `alembic.op`."""

    def __init__(self, migration_context=None):
        self.migration_context = migration_context
        self.impl = _Impl()

    @staticmethod
    def context(migration_context):
        return _Context()

    def invoke(self, operation):
        return invoke(operation)

    def get_context(self):
        import alembic.op as op
        return op.get_context()

    def __getattr__(self, name):
        import alembic.op as op
        return getattr(op, name)


class _Context:
    def __enter__(self):
        return make()

    def __exit__(self, *args):
        return False


_made = None


def make(*args, **kw):
    global _made
    if _made is None:
        import alembic.op as op
        _made = OperationsProxy(op.get_context())
    return _made
