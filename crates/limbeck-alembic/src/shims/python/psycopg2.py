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
