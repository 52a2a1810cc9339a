"""Prints what the inspector says of everything in a database. Run by real Alembic and by limbeck: `current` is enough."""
import os

import sqlalchemy as sa
from alembic import context
from sqlalchemy import create_engine, inspect, pool
from sqlalchemy.engine.reflection import ObjectKind, ObjectScope


def shown(value):
    """The value as text, the keys of a dictionary in its own order."""
    if isinstance(value, dict):
        if "sqltext" in value and connection.dialect.name == "sqlite" and "persisted" in value:
            # Its pattern for what is generated goes too far where several such columns are on one line.
            value = {"persisted": value["persisted"]}
        return "{" + ", ".join(f"{key!r}: {shown(value[key])}" for key in value) + "}"
    if isinstance(value, sa.sql.elements.TextClause):
        return f"text {value.text!r}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(shown(each) for each in value) + "]"
    if isinstance(value, sa.types.TypeEngine):
        return f"{value!r} = {compiled(value)}"
    # SQLAlchemy leaves backticks doubled in the names that it reads from MySQL.
    return repr(value).replace("``", "`")


def compiled(ty):
    if isinstance(ty, sa.types.NullType):
        return "NULL"
    return ty.compile(dialect=connection.dialect)


def tell(name, function, *args, **kw):
    try:
        result = function(*args, **kw)
    except Exception as error:
        print(f"  {name}: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")
        return None
    if isinstance(result, list) and result:
        print(f"  {name}:")
        for each in result:
            print(f"    {shown(each)}")
    else:
        print(f"  {name}: {shown(result)}")
    return result


METHODS = (
    "get_columns",
    "get_pk_constraint",
    "get_foreign_keys",
    "get_indexes",
    "get_unique_constraints",
    "get_check_constraints",
    "get_table_comment",
    "get_table_options",
)


def table(inspector, name, schema):
    print(f"table {schema}.{name}")
    for method in METHODS:
        tell(method, getattr(inspector, method), name, schema=schema)
    tell("has_table", inspector.has_table, name, schema=schema)
    for index in inspector.get_indexes(name, schema=schema)[:1]:
        tell("has_index", inspector.has_index, name, index["name"], schema=schema)
    tell("has_index of no index", inspector.has_index, name, "no_such_index", schema=schema)
    tell("loaded", loaded, name, schema)


def loaded(name, schema):
    """The table as Table(autoload_with=...) makes it."""
    made = sa.Table(name, sa.MetaData(), schema=schema, autoload_with=connection)
    lines = []
    for column in made.columns:
        keys = sorted(str(key.target_fullname) for key in column.foreign_keys)
        default = column.server_default
        if default is not None and isinstance(default, sa.DefaultClause):
            default = str(default.arg)
        elif default is not None:
            default = None
        lines.append(
            f"{shown(column.name)} {column.type!r} nullable={column.nullable} key={column.primary_key} "
            f"auto={column.autoincrement} default={default!r} to={keys} comment={column.comment!r}"
        )
    lines.append(f"comment {made.comment!r}")
    lines.append("key " + ", ".join(column.name for column in made.primary_key.columns))
    lines += sorted(f"{type(each).__name__} {each.name}" for each in made.constraints if "PrimaryKey" not in type(each).__name__)
    lines += sorted(f"index {each.name} unique={bool(each.unique)}" for each in made.indexes)
    return lines


def view(inspector, name, schema):
    print(f"view {schema}.{name}")
    for method in ("get_columns", "get_pk_constraint", "get_foreign_keys", "get_indexes", "get_table_comment"):
        tell(method, getattr(inspector, method), name, schema=schema)
    tell("get_view_definition", inspector.get_view_definition, name, schema=schema)
    tell("has_table", inspector.has_table, name, schema=schema)


MANY = (
    "get_multi_columns",
    "get_multi_pk_constraint",
    "get_multi_foreign_keys",
    "get_multi_indexes",
    "get_multi_unique_constraints",
    "get_multi_check_constraints",
    "get_multi_table_comment",
    "get_multi_table_options",
)


def many(inspector, method, **kw):
    """What a method says of all tables at once, as lines in the order of the tables."""
    found = getattr(inspector, method)(**kw)
    return [f"{key}: {shown(found[key])}" for key in sorted(found, key=str)]


def kinds(inspector, method, schema):
    """The names of what a method tells of, kind by kind."""
    lines = []
    for kind in (ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.TABLE | ObjectKind.VIEW, ObjectKind.ANY):
        for scope in ObjectScope.DEFAULT, ObjectScope.TEMPORARY, ObjectScope.ANY:
            found = getattr(inspector, method)(schema=schema, kind=kind, scope=scope)
            lines.append(f"{kind} {scope}: {sorted(found, key=str)}")
    return lines


def in_order(found):
    """Tables with their foreign keys, which come in any order."""
    return [f"{table}: {sorted(keys, key=str)}" for table, keys in found]


def read_all(schema):
    """The tables that a MetaData reads, with those that they refer to, in its order."""
    made = sa.MetaData()
    made.reflect(connection, schema=schema)
    return [f"{key}: {', '.join(column.name for column in table.columns)}" for key, table in made.tables.items()]


def schema_of(inspector, schema):
    print(f"schema {schema}")
    names = inspector.get_table_names(schema=schema)
    tell("get_table_names", sorted, names)
    tell("get_view_names", lambda: sorted(inspector.get_view_names(schema=schema)))
    tell("get_materialized_view_names", lambda: sorted(inspector.get_materialized_view_names(schema=schema)))
    tell("get_sequence_names", lambda: sorted(inspector.get_sequence_names(schema=schema)))
    tell("get_temp_table_names", inspector.get_temp_table_names)
    tell("get_temp_view_names", inspector.get_temp_view_names)
    tell("has_table", inspector.has_table, "no such table", schema=schema)
    tell("has_sequence", inspector.has_sequence, "no_such_sequence", schema=schema)
    tell("has_schema", inspector.has_schema, schema or "no such schema")
    if connection.dialect.name == "postgresql":
        tell("get_enums", inspector.get_enums, schema=schema)
        tell("get_domains", inspector.get_domains, schema=schema)
        tell("get_foreign_table_names", inspector.get_foreign_table_names, schema=schema)
        for name in sorted(names)[:1]:
            tell("get_table_oid", inspector.get_table_oid, name, schema=schema)
            tell("has_type", inspector.has_type, name, schema=schema)
        tell("has_type of no type", inspector.has_type, "no_such_type", schema=schema)
    for name in sorted(names):
        table(inspector, name, schema)
    views = inspector.get_view_names(schema=schema)
    if connection.dialect.name == "postgresql":
        views += inspector.get_materialized_view_names(schema=schema)
    for name in sorted(views):
        view(inspector, name, schema)
    for method in MANY:
        tell(method, many, inspector, method, schema=schema)
    for method in "get_multi_columns", "get_multi_indexes":
        tell(f"{method} by kind", kinds, inspector, method, schema)
    tell("get_multi_columns of two", many, inspector, "get_multi_columns", schema=schema, filter_names=sorted(names)[:2])
    tell("sorted", in_order, inspector.get_sorted_table_and_fkc_names(schema=schema))
    tell("read in order", read_all, schema)
    tell("get_columns of nothing", inspector.get_columns, "no such table", schema=schema)
    for method in METHODS[1:]:
        tell(f"{method} of nothing", getattr(inspector, method), "no such table", schema=schema)


def everything():
    inspector = inspect(connection)
    tell("default_schema_name", lambda: inspector.default_schema_name)
    own = ("information_schema", "mysql", "performance_schema", "sys")
    schemas = inspector.get_schema_names()
    if connection.dialect.name == "mysql" or connection.dialect.name == "mariadb":
        # Other databases of the server are none of this one's business.
        schema_of(inspector, None)
        schema_of(inspector, inspector.default_schema_name)
    elif connection.dialect.name == "sqlite":
        tell("get_schema_names", lambda: schemas)
        schema_of(inspector, None)
        schema_of(inspector, "main")
    else:
        tell("get_schema_names", lambda: sorted(schemas))
        schema_of(inspector, None)
        for schema in sorted(set(schemas) - set(own)):
            schema_of(inspector, schema)


connectable = create_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool)
with connectable.connect() as connection:
    everything()
    context.configure(connection=connection, version_table="limbeck_reflection")
    with context.begin_transaction():
        context.run_migrations()
