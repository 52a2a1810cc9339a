"""`geoalchemy2`: columns of PostGIS and the indexes that they bring along. Values are refused."""
import warnings as _warnings

import _limbeck_sa as _native
from sqlalchemy import Column as _Column, Index as _Index, Table as _Table, event as _event, func as _func, types as _types


class ArgumentError(Exception):
    pass


def _arguments(geometry_type, srid, dimension, use_typmod, nullable):
    try:
        srid = int(srid if srid is not None else -1)
    except (ValueError, TypeError):
        raise ArgumentError("srid must be convertible to an integer") from None
    if geometry_type:
        geometry_type = geometry_type.upper()
    elif srid > 0:
        _warnings.warn("srid not enforced when geometry_type is None")
    if use_typmod is not None and not nullable:
        raise ArgumentError('The "nullable" and "use_typmod" arguments can not be used together')
    if dimension not in (None, 2, 3, 4):
        raise ValueError(f"dimension must be one of [None, 2, 3, 4] but got {dimension}")
    if geometry_type is not None:
        if geometry_type.endswith("ZM"):
            if dimension not in (None, 4):
                raise ValueError("dimension must be 4 when geometry_type ends with 'ZM'")
            dimension = 4
        elif geometry_type[-1] in ("Z", "M"):
            if dimension not in (None, 3):
                raise ValueError("dimension must be 3 when geometry_type ends with 'Z' or 'M'")
            dimension = 3
        else:
            dimension = 2
    return geometry_type, srid, dimension


class _Spatial(_types.UserDefinedType):
    cache_ok = True
    name = "geometry"

    def __init__(self, geometry_type="GEOMETRY", srid=-1, dimension=None, spatial_index=True, use_N_D_index=False, use_typmod=None, from_text=None, name=None, nullable=True, _spatial_index_reflected=None, management=None):
        super().__init__()
        self.geometry_type, self.srid, self.dimension = _arguments(geometry_type, srid, dimension, use_typmod, nullable)
        if name is not None:
            self.name = name
        self.spatial_index = spatial_index
        self.use_N_D_index = use_N_D_index
        self.use_typmod = use_typmod
        self.nullable = nullable
        self._spatial_index_reflected = _spatial_index_reflected
        if use_typmod is False or management:
            _native.unsupported(f"`{type(self).__name__}` with `use_typmod=False`, whose column PostGIS adds by `AddGeometryColumn()`,")

    def get_col_spec(self, **kw):
        if not self.geometry_type:
            return self.name
        return f"{self.name}({self.geometry_type},{self.srid})"

    def load_dialect_impl(self, dialect):
        if dialect.name != "postgresql":
            _native.unsupported(f"a `{type(self).__name__}` column on {dialect.name}")
        return self

    def process_bind_param(self, value, dialect):
        if value is not None:
            _native.unsupported(f"a value for a `{type(self).__name__}` column")
        return None


class Geometry(_Spatial):
    pass


class Geography(_Spatial):
    name = "geography"


class Raster(_Spatial):
    name = "raster"

    def __init__(self, spatial_index=True, from_text=None, name=None, nullable=True, _spatial_index_reflected=None):
        super().__init__(None, spatial_index=spatial_index, name=name, nullable=nullable, _spatial_index_reflected=_spatial_index_reflected)


def _spatial(type_):
    if isinstance(type_, _types.TypeDecorator):
        return type_.load_dialect_impl(None)
    return type_


@_event.listens_for(_Column, "after_parent_attach")
def _index_of(column, table):
    """A spatial column brings an index along."""
    type_ = _spatial(column.type)
    if not isinstance(table, _Table) or not isinstance(type_, _Spatial):
        return
    if not type_.nullable:
        _native.set_nullable(column, False)
    else:
        type_.nullable = column.nullable
    if not type_.spatial_index:
        if type_.use_N_D_index:
            raise ArgumentError("Arg Error(use_N_D_index): spatial_index must be True")
        return
    if type_._spatial_index_reflected:
        return
    options = {"postgresql_using": "gist"}
    indexed = column
    if isinstance(type_, Raster):
        indexed = _func.ST_ConvexHull(column)
    elif type_.use_N_D_index:
        options["postgresql_ops"] = {column.name: "gist_geometry_ops_nd"}
    table.append_constraint(_Index(f"idx_{table.name}_{column.name}", indexed, **options))
