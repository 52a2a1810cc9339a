"""Operations that a project registers itself, and `Operations` objects."""
import _limbeck_sa as _native

_registered = {}
_of_blocks = {}
_implementations = {}


def register_operation(name, sourcename=None, block=False):
    def decorate(class_):
        source = sourcename or name

        def call(operations, *args, **kw):
            return getattr(class_, source)(operations, *args, **kw)

        (_of_blocks if block else _registered)[name] = call
        return class_
    return decorate


def register_block_operation(name, sourcename=None):
    return register_operation(name, sourcename, block=True)


def add(name, function):
    _registered[name] = function


def _built_in(class_):
    return "limbeck_functions" in getattr(class_, "__dict__", {})


def implementation_for(op_cls, replace=False):
    def decorate(function):
        if not replace and (op_cls in _implementations or _built_in(op_cls)):
            raise ValueError(
                f"Can not set dispatch function for object {op_cls!r}: key already exists. "
                "To replace existing function, use replace=True."
            )
        _implementations[op_cls] = function
        if _built_in(op_cls):
            for name in op_cls.limbeck_functions:
                _native.replace_operation(name)
        return function
    return decorate


def find(name):
    if name == "sync_enum_values" and name not in _registered:
        import alembic_postgresql_enum
        add(name, lambda operations, *args, **kw: alembic_postgresql_enum.sync_enum_values(*args, **kw))
    if name in _ENTITIES and name not in _registered:
        import alembic_utils.replaceable_entity
    found = _registered.get(name)
    if found is None:
        return None
    return lambda *args, **kw: found(make(), *args, **kw)


def find_of_block(block, name):
    found = _of_blocks.get(name)
    if found is None:
        return None
    return lambda *args, **kw: found(block, *args, **kw)


_ENTITIES = ("create_entity", "drop_entity", "replace_entity", "revert_entity")


def invoke(operation, operations=None):
    if operations is None:
        operations = make()
    for class_ in type(operation).__mro__:
        if class_ in _implementations:
            return _implementations[class_](operations, operation)
    run = getattr(operation, "__limbeck_run__", None)
    if run is not None:
        return run(operations)
    raise ValueError(f"no dispatch function for object: {operation}")


def replaced(name, operations, args, kw):
    """A function of `op` whose operation a project has given an implementation of its own."""
    from alembic.operations import ops
    class_ = ops.limbeck_class_of(name)
    if type(operations).__name__ == "BatchOperations":
        return getattr(class_, f"batch_{name}")(operations, *args, **kw)
    return getattr(class_, name)(make(), *args, **kw)


class Operations:
    """`operations` as implementations get it: the functions of `alembic.op`."""

    def __init__(self, migration_context=None):
        self.migration_context = migration_context

    @property
    def impl(self):
        return self.get_context().impl

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
        try:
            return getattr(op, name)
        except AttributeError:
            raise AttributeError(f"'Operations' object has no attribute '{name}'") from None


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
        _made = Operations(op.get_context())
    return _made
