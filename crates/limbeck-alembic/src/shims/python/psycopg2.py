"""`psycopg2`, as far as revisions name its errors and values."""
from _limbeck_psycopg2_errors import (
    DatabaseError, DataError, Error, IntegrityError, InterfaceError, InternalError, NotSupportedError,
    OperationalError, ProgrammingError, Warning,
)

apilevel = "2.0"
paramstyle = "pyformat"
__version__ = "2.9.13"


def Json(adapted, dumps=None):
    return adapted


Binary = bytes

ISOLATION_LEVEL_AUTOCOMMIT = 0
ISOLATION_LEVEL_READ_COMMITTED = 1
ISOLATION_LEVEL_REPEATABLE_READ = 2
ISOLATION_LEVEL_SERIALIZABLE = 3


def _adapts(*args, **kw):
    """How the driver writes and reads values is settled here."""


register_adapter = register_type = register_uuid = register_inet = register_hstore = register_vector = _adapts
register_default_json = register_default_jsonb = register_json = register_vector_async = _adapts
