"""`geoalchemy2`: columns of PostGIS. Values and the indexes that it makes by itself are refused."""
import _limbeck_sa as _native
from sqlalchemy import types as _types


class _Spatial(_types.UserDefinedType):
    cache_ok = True
    sql_name = "geometry"

    def __init__(self, geometry_type="GEOMETRY", srid=-1, dimension=None, spatial_index=True, use_N_D_index=False, use_typmod=None, from_text=None, name=None, nullable=True, _spatial_index_reflected=None, management=None):
        super().__init__()
        self.geometry_type = geometry_type.upper() if geometry_type else geometry_type
        self.srid = int(srid)
        self.spatial_index = spatial_index
        self.name = name or self.sql_name

    def get_col_spec(self, **kw):
        if self.spatial_index:
            _native.unsupported(f"`{type(self).__name__}` with `spatial_index=True`, for which geoalchemy2 makes an index by itself,")
        if not self.geometry_type:
            return self.name
        return f"{self.name}({self.geometry_type},{self.srid})"

    def process_bind_param(self, value, dialect):
        if value is not None:
            _native.unsupported(f"a value for a `{type(self).__name__}` column")
        return None


class Geometry(_Spatial):
    sql_name = "geometry"


class Geography(_Spatial):
    sql_name = "geography"


class Raster(_types.UserDefinedType):
    cache_ok = True

    def __init__(self, spatial_index=True, from_text=None, name=None, nullable=True):
        super().__init__()
        self.spatial_index = spatial_index

    def get_col_spec(self, **kw):
        if self.spatial_index:
            _native.unsupported("`Raster` with `spatial_index=True`, for which geoalchemy2 makes an index by itself,")
        return "raster"
