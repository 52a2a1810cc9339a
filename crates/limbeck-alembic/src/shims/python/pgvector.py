"""`pgvector.sqlalchemy`."""
from sqlalchemy import types


class _Sized(types.UserDefinedType):
    cache_ok = True
    sql_name = ""

    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim

    def get_col_spec(self, **kw):
        return self.sql_name if self.dim is None else f"{self.sql_name}({int(self.dim)})"


class Vector(_Sized):
    sql_name = "VECTOR"


VECTOR = Vector


class HALFVEC(_Sized):
    sql_name = "HALFVEC"


HalfVector = HALFVEC


class SPARSEVEC(_Sized):
    sql_name = "SPARSEVEC"


SparseVector = SPARSEVEC


class BIT(types.UserDefinedType):
    cache_ok = True

    def __init__(self, length=None):
        super().__init__()
        self.length = length

    def get_col_spec(self, **kw):
        return "BIT" if self.length is None else f"BIT({int(self.length)})"
