"""`oslo_db.sqlalchemy.utils`."""
import sqlalchemy as _sa
from sqlalchemy import MetaData, Table


def get_table(engine, name):
    return Table(name, MetaData(), autoload_with=engine)


def column_exists(engine, table_name, column):
    return any(one["name"] == column for one in _sa.inspect(engine).get_columns(table_name))


def index_exists(migrate_engine, table_name, index_name):
    return any(one["name"] == index_name for one in _sa.inspect(migrate_engine).get_indexes(table_name))


def index_exists_on_columns(engine, table_name, columns):
    return any(one["column_names"] == list(columns) for one in _sa.inspect(engine).get_indexes(table_name))


def get_indexes(engine, table_name):
    return _sa.inspect(engine).get_indexes(table_name)


def get_foreign_key_constraint_name(engine, table_name, column_name):
    for key in _sa.inspect(engine).get_foreign_keys(table_name):
        if column_name in key["constrained_columns"]:
            return key["name"]
    return None


def get_non_innodb_tables(connectable, skip_tables=("migrate_version", "alembic_version")):
    return []


def model_query(model, session, args=None, **kw):
    return session.query(*(args or (model,)))
