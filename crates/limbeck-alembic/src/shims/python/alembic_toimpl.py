"""`alembic.operations.toimpl`: what is done about each operation unless a project has its own implementation."""
import _limbeck_sa as _native


def alter_column(operations, operation):
    return _native.built_in(lambda: operation.__limbeck_run__(operations))


drop_table = drop_column = create_index = drop_index = create_table = rename_table = alter_column
create_table_comment = drop_table_comment = add_column = create_constraint = drop_constraint = alter_column
bulk_insert = execute_sql = alter_column
