"""`psycopg2.errors`: a class for each SQLSTATE, as `error.orig` is in a `except` clause of SQLAlchemy's errors."""


class Error(Exception):
    pgcode = None
    pgerror = None


class Warning(Exception):
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


_BASES = {"22": DataError, "23": IntegrityError, "0A": NotSupportedError, "25": InternalError, "26": ProgrammingError, "2B": InternalError, "40": OperationalError, "42": ProgrammingError, "53": OperationalError, "54": OperationalError, "55": OperationalError, "57": OperationalError, "58": OperationalError, "08": OperationalError, "28": OperationalError, "3D": ProgrammingError, "3F": ProgrammingError, "P0": InternalError, "XX": InternalError}

_CODES = {
    "FeatureNotSupported": "0A000", "InvalidTextRepresentation": "22P02", "StringDataRightTruncation": "22001",
    "NumericValueOutOfRange": "22003", "InvalidDatetimeFormat": "22007", "DatetimeFieldOverflow": "22008",
    "DivisionByZero": "22012", "IntegrityConstraintViolation": "23000", "RestrictViolation": "23001",
    "NotNullViolation": "23502", "ForeignKeyViolation": "23503", "UniqueViolation": "23505", "CheckViolation": "23514",
    "ExclusionViolation": "23P01", "ActiveSqlTransaction": "25001", "ReadOnlySqlTransaction": "25006",
    "InFailedSqlTransaction": "25P02", "DependentObjectsStillExist": "2BP01", "InvalidCatalogName": "3D000",
    "InvalidSchemaName": "3F000", "SerializationFailure": "40001", "DeadlockDetected": "40P01", "SyntaxError": "42601",
    "InsufficientPrivilege": "42501", "CannotCoerce": "42846", "GroupingError": "42803", "InvalidForeignKey": "42830",
    "DatatypeMismatch": "42804", "WrongObjectType": "42809", "UndefinedColumn": "42703", "UndefinedFunction": "42883",
    "UndefinedTable": "42P01", "UndefinedParameter": "42P02", "UndefinedObject": "42704", "DuplicateColumn": "42701",
    "DuplicateDatabase": "42P04", "DuplicateFunction": "42723", "DuplicatePreparedStatement": "42P05",
    "DuplicateSchema": "42P06", "DuplicateTable": "42P07", "DuplicateAlias": "42712", "DuplicateObject": "42710",
    "AmbiguousColumn": "42702", "InvalidColumnReference": "42P10", "InvalidTableDefinition": "42P16",
    "InvalidObjectDefinition": "42P17", "TooManyConnections": "53300", "ObjectNotInPrerequisiteState": "55000",
    "ObjectInUse": "55006", "LockNotAvailable": "55P03", "UnsafeNewEnumValueUsage": "55P04", "QueryCanceled": "57014",
    "AdminShutdown": "57P01", "RaiseException": "P0001", "NoDataFound": "P0002",
}

_made = {}


def lookup(code):
    if code not in _made:
        name = {known: name for name, known in _CODES.items()}.get(code, f"Error{code}")
        _made[code] = type(name, (_BASES.get(code[:2], DatabaseError),), {"pgcode": code, "sqlstate": code})
    return _made[code]


def _upper(name):
    return "".join(("_" if letter.isupper() and at else "") + letter.upper() for at, letter in enumerate(name))


_NAMES = {_upper(name): code for name, code in _CODES.items()}


def __getattr__(name):
    """The classes by name, and the codes as `psycopg2.errorcodes` names them."""
    if name in _CODES:
        return lookup(_CODES[name])
    if name in _NAMES:
        return _NAMES[name]
    raise AttributeError(name)


class _Diagnostics:
    def __init__(self, **kw):
        for name, value in kw.items():
            setattr(self, name, value)


def make(code, text, message, detail, hint, constraint):
    """The driver's error for what the server said."""
    made = (lookup(code) if code else DatabaseError)(text)
    made.pgcode = made.sqlstate = code
    made.pgerror = text
    made.diag = _Diagnostics(sqlstate=code, message_primary=message, message_detail=detail, message_hint=hint, constraint_name=constraint)
    return made
