"""`oslo_db.exception`: the names of SQLAlchemy's errors there."""
from sqlalchemy import exc as _exc


class DBError(_exc.DBAPIError):
    pass


DBDuplicateEntry = DBReferenceError = DBConstraintError = _exc.IntegrityError
DBNonExistentTable = DBNonExistentConstraint = DBNonExistentDatabase = _exc.ProgrammingError
DBDataError = _exc.DataError
DBDeadlock = DBConnectionError = _exc.OperationalError


class DBMigrationError(Exception):
    pass


class ColumnError(Exception):
    pass
