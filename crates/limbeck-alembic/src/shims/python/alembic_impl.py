"""What `operations.impl` and `op.get_context().impl` have beyond statements: Alembic's `DefaultImpl`, over the functions of
`alembic.op` as they are without a project's own implementations."""
import _limbeck_sa as _native

_KINDS = {
    "PrimaryKeyConstraint": "primary",
    "UniqueConstraint": "unique",
    "ForeignKeyConstraint": "foreignkey",
    "CheckConstraint": "check",
}


def _op(function, *args, **kw):
    import alembic.op as op
    return _native.built_in(lambda: getattr(op, function)(*args, **kw))


def _final(name):
    import alembic.op as op
    return None if name is None else op.f(name)


def _bind():
    import alembic.op as op
    return op.get_bind()


def create_table(table, **kw):
    if kw:
        from sqlalchemy.schema import CreateTable
        _op("execute", CreateTable(table, **kw))
        for index in table.indexes:
            create_index(index)
    else:
        table.create(_bind(), checkfirst=False)


def drop_table(table, **kw):
    _op("drop_table", table.name, schema=table.schema, **kw)


def add_column(table_name, column, *, schema=None, if_not_exists=None, inline_references=None, inline_primary_key=None):
    _op("add_column", table_name, column, schema=schema, if_not_exists=if_not_exists,
        inline_references=inline_references, inline_primary_key=inline_primary_key)


def drop_column(table_name, column, *, schema=None, if_exists=None, **kw):
    _op("drop_column", table_name, column.name, schema=schema, if_exists=if_exists, **kw)


def alter_column(table_name, column_name, *, name=None, **kw):
    _op("alter_column", table_name, column_name, new_column_name=name, **kw)


def rename_table(old_table_name, new_table_name, schema=None):
    _op("rename_table", old_table_name, new_table_name, schema=schema)


def add_constraint(const, **kw):
    _native.add_constraint(const)


def drop_constraint(const, **kw):
    _op("drop_constraint", _final(const.name), const.table.name, _KINDS.get(type(const).__name__),
        schema=const.table.schema, **kw)


def create_index(index, **kw):
    from sqlalchemy.schema import CreateIndex
    _op("execute", CreateIndex(index, **kw))


def drop_index(index, **kw):
    _op("drop_index", _final(index.name), index.table.name, schema=index.table.schema, **kw)


def create_table_comment(table):
    _op("create_table_comment", table.name, table.comment, schema=table.schema)


def drop_table_comment(table):
    _op("drop_table_comment", table.name, schema=table.schema)


def create_column_comment(column):
    from sqlalchemy.schema import SetColumnComment
    _op("execute", SetColumnComment(column))


def bulk_insert(table, rows, multiinsert=True):
    _op("bulk_insert", table, rows, multiinsert=multiinsert)
