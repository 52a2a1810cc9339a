"""The driver's connection, as listeners of `connect` and `raw_connection()` get it: statements go out at once, outside of
transactions."""
import _limbeck_sa as _native
import sqlite3 as _sqlite3


class Cursor:
    arraysize = 1

    def __init__(self, connection):
        self.connection = connection
        self._result = None
        self.closed = False

    def execute(self, statement, parameters=None, *args, **kw):
        self._result = _native.driver_statement(self.connection.limbeck_connection, statement, parameters)
        return self

    def executemany(self, statement, parameters):
        for one in parameters:
            self.execute(statement, one)
        return self

    def fetchone(self):
        row = self._result.fetchone()
        return None if row is None else tuple(row)

    def fetchall(self):
        return [tuple(row) for row in self._result.fetchall()]

    def fetchmany(self, size=None):
        return [tuple(row) for row in self._result.fetchmany(size or self.arraysize)]

    def __iter__(self):
        return iter(self.fetchall())

    @property
    def rowcount(self):
        return -1 if self._result is None else self._result.rowcount

    @property
    def description(self):
        if self._result is None or not self._result.returns_rows:
            return None
        return [(key, None, None, None, None, None, None) for key in self._result.keys()]

    def close(self):
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()
        return False


class _Driver:
    def __init__(self, connection):
        self.limbeck_connection = connection
        self.autocommit = False
        self.isolation_level = None
        self.closed = False

    def cursor(self, *args, **kw):
        return Cursor(self)

    def commit(self):
        pass

    def rollback(self):
        pass

    def close(self):
        self.closed = True

    def set_session(self, *args, **kw):
        if args or any(name != "autocommit" for name in kw):
            _native.unsupported("`set_session()` of a driver's connection")

    def set_isolation_level(self, level):
        pass

    def set_client_encoding(self, encoding):
        pass

    def run_async(self, function):
        return function(self)

    @property
    def driver_connection(self):
        return self

    dbapi_connection = _connection = driver_connection

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False


class connection(_Driver):
    """That of any driver but SQLite's."""


connection.__module__ = "psycopg2.extensions"


class SqliteConnection(_Driver, _sqlite3.Connection):
    def execute(self, statement, parameters=()):
        return self.cursor().execute(statement, parameters)

    def executescript(self, script):
        return self.cursor().execute(script)

    def create_function(self, name, *args, **kw):
        self._refuse_built_in(name)

    def create_aggregate(self, name, *args):
        self._refuse_built_in(name)

    def create_collation(self, name, function):
        pass

    def _refuse_built_in(self, name):
        """A function of Python's is unknown to the database here, which says so; one in place of SQLite's own would be missed."""
        found = self.execute("SELECT count(*) FROM pragma_function_list WHERE lower(name) = lower(?)", (name,))
        if found.fetchone()[0]:
            _native.unsupported(f"a Python function in place of SQLite's `{name}()`")

    def enable_load_extension(self, enabled):
        if enabled:
            _native.unsupported("an extension of SQLite (`enable_load_extension()`)")

    def load_extension(self, path, **kw):
        _native.unsupported("an extension of SQLite (`load_extension()`)")


SqliteConnection.__name__ = "Connection"
SqliteConnection.__module__ = "sqlite3"


def connection_of(made, dialect):
    return (SqliteConnection if dialect.name == "sqlite" else connection)(made)
