"""`citext`: case-insensitive text of PostgreSQL."""
from sqlalchemy import types


class CIText(types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw):
        return "CITEXT"


def register_citext_array(cursor):
    pass
