"""`sqlalchemy.event`: listeners, and the calls that reach them.

What happens to an engine, a connection, a table or a mapped object calls the listeners as SQLAlchemy does. Events that
only watch (`after_cursor_execute`, `checkin`, …) are never raised here; a listener that could change what runs, and that
nothing here raises, is refused once it would be due.
"""
import _limbeck_sa as _native
import sqlalchemy as _sa
import sqlalchemy.exc as _exc

_listeners = []
_first = set()


class _Listener:
    def __init__(self, target, identifier, function, retval=False, once=False, propagate=False, raw=False, named=False, insert=False, restore_load_context=False, active_history=False, include_removes=False, include_key=False, bulk=False, _once_unless_exception=False):
        self.target = target
        self.identifier = identifier
        self.function = function
        self.retval = retval
        self.once = once or _once_unless_exception
        self.propagate = propagate
        self.raw = raw
        self.named = named

    def __call__(self, names, *args, **kw):
        if self.once:
            _listeners.remove(self)
        function = self.function
        if self.named:
            return function(**dict(zip(names, args)), **kw)
        return function(*args, **kw)


def listen(target, identifier, fn, *args, **kw):
    if _native.is_unresolved(target):
        return
    if not callable(fn):
        _refuse_function(fn)
    insert = kw.get("insert", False)
    listener = _Listener(target, identifier, fn, *args, **kw)
    _listeners.insert(0, listener) if insert else _listeners.append(listener)
    _native.listening(_happened)


def listens_for(target, identifier, *args, **kw):
    def decorate(fn):
        listen(target, identifier, fn, *args, **kw)
        return fn
    return decorate


def remove(target, identifier, fn):
    for listener in _listeners:
        if listener.target is target and listener.identifier == identifier and listener.function is fn:
            _listeners.remove(listener)
            return
    raise _exc.InvalidRequestError(
        f"No listeners found for event {target!r} / {identifier!r} / {fn!r} "
    )


def contains(target, identifier, fn):
    return any(
        listener.target is target and listener.identifier == identifier and listener.function is fn
        for listener in _listeners
    )


def _refuse_function(fn):
    if _native.is_unresolved(fn):
        return
    raise TypeError(f"{fn!r} is not a callable object")


def _named(identifier):
    """Those of whole classes come first."""
    found = [listener for listener in _listeners if listener.identifier == identifier]
    return sorted(found, key=lambda listener: not isinstance(listener.target, type))


# Engines and connections.

def _is_of_engine(listener, engine):
    target = listener.target
    if isinstance(target, type):
        return target.__name__ in ("Engine", "AsyncEngine", "Pool", "Dialect") or issubclass(target, _sa.pool.Pool)
    return target is engine or target is engine.pool or getattr(target, "pool", None) is engine.pool


def _of_engine(identifier, engine):
    return [listener for listener in _named(identifier) if _is_of_engine(listener, engine)]


class ConnectionRecord:
    """The pool's entry of a connection."""

    def __init__(self, dbapi_connection):
        self.dbapi_connection = self.driver_connection = self.connection = dbapi_connection
        self.info = {}
        self.record_info = {}


def _to_connect(engine, url):
    """The URL that the engine's `do_connect` listeners leave."""
    from sqlalchemy.engine import make_url
    keys = {"username": "user", "password": "password", "host": "host", "port": "port", "database": "dbname"}
    for listener in _of_engine("do_connect", engine):
        parsed = make_url(url)
        if engine.dialect.name != "postgresql":
            keys["database"] = "database"
        before = {key: getattr(parsed, part) for part, key in keys.items() if getattr(parsed, part) is not None}
        given = dict(before)
        made = listener(("dialect", "conn_rec", "cargs", "cparams"), engine.dialect, None, [], given)
        if made is not None:
            _native.unsupported("a `do_connect` listener that makes the connection itself")
        changes = {part: given.get(key) for part, key in keys.items() if given.get(key) != before.get(key)}
        extra = [key for key in given if key not in keys.values()]
        if extra:
            _native.unsupported(f"`{extra[0]}` among the connection's arguments, set by a `do_connect` listener,")
        if changes:
            url = parsed.set(**changes).render_as_string(hide_password=False)
    return url


_OF_STATEMENTS = ("before_execute", "before_cursor_execute")
_UNRAISED = ("begin", "savepoint", "set_connection_execution_options", "set_engine_execution_options", "do_begin", "do_execute", "do_executemany", "do_execute_no_params")


def _connected(engine, connection):
    for identifier in _OF_STATEMENTS:
        for listener in _of_engine(identifier, engine):
            if listener.retval:
                _native.unsupported(f"a `{identifier}` listener that changes statements (`retval=True`)")
    if engine.dialect.name != "sqlite":
        # On SQLite they begin the transaction that is always begun here.
        for identifier in _UNRAISED:
            if _of_engine(identifier, engine):
                _native.unsupported(f"a listener of the event `{identifier}` of an engine")
    raw = record = None
    for identifier in ("first_connect", "connect", "checkout"):
        listeners = _of_engine(identifier, engine)
        if identifier == "first_connect":
            listeners = [one for one in listeners if not any(one is known for known in _first)]
            _first.update(listeners)
        for listener in listeners:
            if raw is None:
                from _limbeck_dbapi import connection_of
                raw = connection_of(connection, engine.dialect)
                record = ConnectionRecord(raw)
            args = (raw, record, raw) if identifier == "checkout" else (raw, record)
            listener(("dbapi_connection", "connection_record", "connection_proxy"), *args)
    for listener in _of_engine("engine_connect", engine):
        listener(("conn",), connection)


# Tables.

def _attached(table, columns):
    for identifier in ("before_parent_attach", "after_parent_attach"):
        for listener in _named(identifier):
            if listener.target is _sa.Table and columns is None:
                listener(("target", "parent"), table, table.metadata)
    listeners = _named("before_parent_attach") + _named("after_parent_attach")
    for column in list(table.columns) if columns is None else columns:
        for listener in listeners:
            if listener.target is _sa.Column or listener.target is column:
                listener(("target", "parent"), column, table)


def _ddl(identifier, target, bind, tables=None):
    """`before_create` and its like, of a table, or of a MetaData with its tables."""
    class_ = _sa.Table if tables is None else _sa.MetaData
    for listener in _named(identifier):
        if listener.target is class_ or listener.target is target:
            kw = {"checkfirst": False}
            if tables is not None:
                kw["tables"] = tables
            listener(("target", "connection"), target, bind, **kw)


# Mapped objects and sessions.

_OF_ATTRIBUTES = ("set", "append", "remove", "bulk_replace", "append_wo_mutation", "dispose_collection", "init_scalar", "init_collection")
_OF_INSTANCES = ("init", "load", "refresh", "refresh_flush", "expire")


def _is_of_class(listener, class_):
    target = listener.target
    if target is class_ or target is getattr(class_, "__mapper__", None):
        return True
    if isinstance(target, type):
        if target.__name__ == "Mapper":
            return True
        return listener.propagate and issubclass(class_, target)
    return target is _sa.orm.mapper if hasattr(_sa.orm, "mapper") else False


def mapped(identifier, instance, connection):
    """A mapper event of one object, inside a flush."""
    for listener in _named(identifier):
        if _is_of_class(listener, type(instance)):
            target = instance._sa_instance_state if listener.raw else instance
            listener(("mapper", "connection", "target"), type(instance).__mapper__, connection, target)


def refuse_unraised(class_):
    """Refuses what listens to attributes and instances of a class that is about to be written."""
    for listener in _listeners:
        if listener.identifier in _OF_ATTRIBUTES:
            owner = getattr(listener.target, "class_", None) or getattr(listener.target, "parent", None)
            if isinstance(owner, type) and (owner is class_ or listener.propagate and issubclass(class_, owner)):
                _native.unsupported(f"a listener of the event `{listener.identifier}` of an attribute of `{class_.__name__}`")
        elif listener.identifier in _OF_INSTANCES and _is_of_class(listener, class_):
            _native.unsupported(f"a listener of the event `{listener.identifier}` of `{class_.__name__}`")


def of_session(identifier, session, *args):
    """An event of a session."""
    for listener in _of_session(identifier, session):
        listener(("session", "flush_context", "instances"), session, *args)


def begun(session, connection):
    """A session has got its connection."""
    for listener in _of_session("after_begin", session):
        listener(("session", "transaction", "connection"), session, session.get_transaction(), connection)


def refuse_session(identifier, session):
    if _of_session(identifier, session):
        _native.unsupported(f"a listener of the event `{identifier}` of a session")


def _of_session(identifier, session):
    return [listener for listener in _named(identifier) if _is_of_session(listener.target, session)]


def _is_of_session(target, session):
    if target is session or isinstance(target, type) and isinstance(session, target):
        return True
    made_by = getattr(session, "limbeck_factory", None)
    return made_by is not None and (target is made_by or getattr(target, "session_factory", None) is made_by)


_HAPPENINGS = {"to_connect": _to_connect, "connected": _connected, "attached": _attached, "ddl": _ddl}


def _happened(what, *args):
    return _HAPPENINGS[what](*args)
