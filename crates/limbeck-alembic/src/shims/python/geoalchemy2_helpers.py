"""`geoalchemy2.alembic_helpers`: its operations, which on PostgreSQL are those of Alembic without the indexes that a
spatial column would bring along."""
from _limbeck_operations import register_block_operation as _block, register_operation as _operation

_INTERNAL = ("geometry_columns", "spatial_ref_sys", "spatialite_history", "sqlite_sequence", "views_geometry_columns", "virts_geometry_columns", "idx_", "gpkg_", "vgpkg_")


def render_item(obj_type, obj, autogen_context):
    return False


def include_object(obj, name, obj_type, reflected, compare_to):
    return not (obj_type == "table" and name.startswith(_INTERNAL))


class _Writer:
    """Of autogenerate."""

    def __call__(self, context, revision, directives):
        return None

    def rewrites(self, operator):
        return lambda function: function

    def chain(self, other):
        return other


writer = _Writer()


def _without_index(column):
    type_ = getattr(column, "type", None)
    if getattr(type_, "spatial_index", False):
        type_.spatial_index = False
    return column


@_operation("add_geospatial_column")
class AddGeospatialColumnOp:
    @classmethod
    def add_geospatial_column(cls, operations, table_name, column, schema=None):
        return operations.add_column(table_name, _without_index(column), schema=schema)


@_block("add_geospatial_column", "batch_add_geospatial_column")
class _BatchAdd:
    @classmethod
    def batch_add_geospatial_column(cls, operations, column, insert_before=None, insert_after=None):
        return operations.add_column(_without_index(column), insert_before=insert_before, insert_after=insert_after)


@_operation("drop_geospatial_column")
class DropGeospatialColumnOp:
    @classmethod
    def drop_geospatial_column(cls, operations, table_name, column_name, schema=None, **kw):
        return operations.drop_column(table_name, column_name, schema=schema, **kw)


@_block("drop_geospatial_column", "batch_drop_geospatial_column")
class _BatchDrop:
    @classmethod
    def batch_drop_geospatial_column(cls, operations, column_name, **kw):
        return operations.drop_column(column_name, **kw)


@_operation("create_geospatial_constraints")
class CreateGeospatialConstraintsOp:
    @classmethod
    def create_geospatial_constraints(cls, operations, table_name, column, schema=None):
        return None


@_operation("drop_geospatial_constraints")
class DropGeospatialConstraintsOp:
    @classmethod
    def drop_geospatial_constraints(cls, operations, table_name, column_name, schema=None):
        return None


@_operation("create_geospatial_table")
class CreateGeospatialTableOp:
    @classmethod
    def create_geospatial_table(cls, operations, table_name, *columns, **kw):
        operations.create_table(table_name, *columns, **kw)


@_operation("drop_geospatial_table")
class DropGeospatialTableOp:
    @classmethod
    def drop_geospatial_table(cls, operations, table_name, schema=None, **kw):
        operations.drop_table(table_name, schema=schema, **kw)


@_operation("create_geospatial_index")
class CreateGeospatialIndexOp:
    @classmethod
    def create_geospatial_index(cls, operations, index_name, table_name, columns, schema=None, unique=False, **kw):
        operations.create_index(index_name, table_name, columns, schema=schema, unique=unique, **kw)


@_block("create_geospatial_index", "batch_create_geospatial_index")
class _BatchCreateIndex:
    @classmethod
    def batch_create_geospatial_index(cls, operations, index_name, columns, **kw):
        operations.create_index(index_name, columns, **kw)


@_operation("drop_geospatial_index")
class DropGeospatialIndexOp:
    @classmethod
    def drop_geospatial_index(cls, operations, index_name, table_name, column_name, schema=None, unique=False, **kw):
        kw.pop("postgresql_using", None)
        operations.drop_index(index_name, table_name=table_name, schema=schema, **kw)


@_block("drop_geospatial_index", "batch_drop_geospatial_index")
class _BatchDropIndex:
    @classmethod
    def batch_drop_geospatial_index(cls, operations, index_name, **kw):
        kw.pop("column_name", None)
        operations.drop_index(index_name, **kw)
