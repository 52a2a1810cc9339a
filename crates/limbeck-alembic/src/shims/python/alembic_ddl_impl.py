"""`alembic.ddl.impl` and the implementations of the dialects, as far as projects change what the version table is made of."""
import _files
import _limbeck_sa as _native

_impls = {}


class DefaultImpl:
    __dialect__ = "default"
    transactional_ddl = False
    command_terminator = ";"
    type_synonyms = ({"NUMERIC", "DECIMAL"},)
    type_arg_extract = ()
    identity_attrs_ignore = frozenset()

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        _impls[cls.__dialect__] = cls

    def __init__(self, *args, **kw):
        pass

    def version_table_impl(self, *, version_table, version_table_schema, version_table_pk, **kw):
        from sqlalchemy import Column, MetaData, PrimaryKeyConstraint, String, Table
        made = Table(version_table, MetaData(), Column("version_num", String(32), nullable=False),
                     schema=version_table_schema)
        if version_table_pk:
            made.append_constraint(PrimaryKeyConstraint("version_num", name=f"{version_table}_pkc"))
        return made


_built_in = DefaultImpl.version_table_impl


class PostgresqlImpl(DefaultImpl):
    __dialect__ = "postgresql"
    transactional_ddl = True


class SQLiteImpl(DefaultImpl):
    __dialect__ = "sqlite"


class MySQLImpl(DefaultImpl):
    __dialect__ = "mysql"


class MariaDBImpl(MySQLImpl):
    __dialect__ = "mariadb"


def limbeck_implementation(dialect, name, schema, pk):
    """The name of the dialect's implementation, its `transactional_ddl`, and the type of `version_num` in a table of the
    project's own; None where it is Alembic's."""
    impl = _impls[dialect]
    return impl.__name__, bool(impl.transactional_ddl), _version_type(impl, name, schema, pk)


def _version_type(impl, name, schema, pk):
    if impl.version_table_impl is _built_in:
        return None
    made = impl().version_table_impl(version_table=name, version_table_schema=schema, version_table_pk=pk)
    columns = list(made.columns)
    if len(columns) != 1 or columns[0].name != "version_num" or columns[0].nullable or made.name != name:
        raise NotImplementedError("a version table of the project's own that has more than another type of version_num")
    return columns[0].type


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'alembic.ddl' has no attribute '{name}'")
    return _files.unresolved(f"alembic.ddl.{name}")


_native.own_implementations()
