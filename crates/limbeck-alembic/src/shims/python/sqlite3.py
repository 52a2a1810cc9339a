"""`sqlite3`, as far as env.py, models and revisions name its classes."""
import _limbeck_sa as _native

apilevel = "2.0"
paramstyle = "qmark"
threadsafety = 1
version = "2.6.0"
sqlite_version = "3.50.2"
sqlite_version_info = (3, 50, 2)
PARSE_DECLTYPES = 1
PARSE_COLNAMES = 2


class Warning(Exception):
    pass


class Error(Exception):
    pass


class InterfaceError(Error):
    pass


class DatabaseError(Error):
    pass


class DataError(DatabaseError):
    pass


class OperationalError(DatabaseError):
    pass


class IntegrityError(DatabaseError):
    pass


class InternalError(DatabaseError):
    pass


class ProgrammingError(DatabaseError):
    pass


class NotSupportedError(DatabaseError):
    pass


class Connection:
    pass


class Cursor:
    pass


class Row:
    pass


Binary = memoryview


def connect(*args, **kw):
    _native.unsupported("`sqlite3.connect()`, a connection beside the migration's,")


def register_adapter(type_, adapter):
    pass


def register_converter(name, converter):
    pass
