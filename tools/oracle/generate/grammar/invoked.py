"""Operations as objects, given to op.invoke; keyword names of older versions; the same through an `Operations` of one's own."""
from chooser import call

from . import columns, constraints, expressions, names, types


def invoke(c):
    table = names.table(c)
    made = c.pick(
        [
            lambda c: call("ops.CreateTableOp", table, f"[{columns.column(c)}, {columns.column(c)}]", names.maybe_schema(c), c.keywords((0.1, "if_not_exists", ["True"]))), lambda c: call("ops.DropTableOp", table, names.maybe_schema(c), c.keywords((0.2, "if_exists", ["True"]))), lambda c: call("ops.AddColumnOp", table, columns.column(c), names.maybe_schema(c)),
            lambda c: call("ops.DropColumnOp", table, names.column(c), names.maybe_schema(c)), lambda c: call("ops.RenameTableOp", table, names.table(c), names.maybe_schema(c)), lambda c: call("ops.ExecuteSQLOp", "'SELECT 1'"),
            lambda c: call("ops.CreateIndexOp", names.constraint(c, "ix", 0.05), table, constraints.column_list(c), c.keywords((0.3, "unique", ["True"])), names.maybe_schema(c)), lambda c: call("ops.DropIndexOp", names.constraint(c, "ix", 0.05), table, names.maybe_schema(c)),
            lambda c: call("ops.AlterColumnOp", table, names.column(c), c.keywords((0.5, "modify_nullable", ["True", "False"]), (0.5, "existing_type", types.simple), (0.3, "modify_type", types.simple), (0.2, "modify_name", names.column), (0.2, "modify_server_default", ["'5'", "None"]), (0.1, "modify_comment", ["'c'"]))),
            lambda c: call("ops.CreateUniqueConstraintOp", names.constraint(c, "uq"), table, constraints.column_list(c)), lambda c: call("ops.CreateCheckConstraintOp", names.constraint(c, "ck"), table, constraints.condition(c)), lambda c: call("ops.CreatePrimaryKeyOp", names.constraint(c, "pk"), table, "['id']"),
            lambda c: call("ops.CreateForeignKeyOp", names.constraint(c, "fk"), table, names.table(c), "['a']", "['b']", c.keywords((0.2, "ondelete", columns.ACTIONS))), lambda c: call("ops.DropConstraintOp", names.constraint(c, "ck", 0.05), table, c.keywords((0.6, "type_", ["'unique'", "'check'", "'foreignkey'", "'primary'"]))),
            lambda c: call("ops.CreateTableCommentOp", table, names.words(c)), lambda c: call("ops.DropTableCommentOp", table), lambda c: call("ops.BulkInsertOp", "t", "[{'id': 1, 'name': 'x'}]"),
        ]
    )
    if c.chance(0.1):
        return f"({made}).reverse()"
    return f"op.invoke({made})"


def old_names(c):
    table = names.table(c)
    return c.pick(
        [
            lambda c: call("op.create_unique_constraint", "'uq'", table, "local_cols=['a']"), lambda c: call("op.create_unique_constraint", "name='uq'", f"source={table}", "local_cols=['a', 'b']"), lambda c: call("op.create_foreign_key", "name='fk'", f"source={table}", "referent='y'", "local_cols=['a']", "remote_cols=['b']"),
            lambda c: call("op.create_primary_key", "name='pk'", f"table_name={table}", "cols=['a']"), lambda c: call("op.create_check_constraint", "name='ck'", f"source={table}", "condition='a > 5'"), lambda c: call("op.drop_constraint", "name='ck'", f"tablename={table}", "type='check'"),
            lambda c: call("op.create_index", "name='ix'", f"tablename={table}", "columns=['a']"), lambda c: call("op.drop_index", "name='ix'", f"tablename={table}"), lambda c: call("op.alter_column", f"table_name={table}", "column_name='a'", "name='b'", "existing_type=sa.Integer()"),
            lambda c: call("op.create_table", f"name={table}"), lambda c: call("op.drop_table", f"name={table}"), lambda c: call("op.rename_table", f"old_table_name={table}", "new_table_name='z'"), lambda c: call("op.add_column", f"table_name={table}", "column=sa.Column('a', sa.Integer)"),
            lambda c: call("op.create_index", "index_name='ix'", f"table_name={table}", "columns=['a']"), lambda c: call("op.create_primary_key", "constraint_name='pk'", f"table_name={table}", "columns=['a']"), lambda c: call("op.drop_column", f"table_name={table}", "column_name='a'"),
            lambda c: call("op.create_foreign_key", "constraint_name='fk'", f"source_table={table}", "referent_table='y'", "local_cols=['a']", "remote_cols=['b']"), lambda c: call("op.drop_constraint", "constraint_name='ck'", f"table_name={table}", "type_='check'"), lambda c: call("op.execute", "sqltext='SELECT 1'"),
            lambda c: call("op.execute", "sql='SELECT 1'"), lambda c: call("op.bulk_insert", "table=t", "rows=[{'id': 1}]"), lambda c: call("op.create_table_comment", f"table_name={table}", "comment='c'"), lambda c: call("op.alter_column", table, "'a'", "type=sa.Integer()"), lambda c: call("op.create_exclude_constraint", "'ex'", table, "('a', '=')"),
            lambda c: call("op.create_unique_constraint", "'uq'", table, "'a'"), lambda c: call("op.create_index", "'ix'", table, "'abc'"), lambda c: call("op.create_foreign_key", "'fk'", table, "'y'", "'a'", "'b'"), lambda c: call("op.create_primary_key", "'pk'", table, "'id'"),
            lambda c: call("op.create_check_constraint", "constraint_name='ck'", f"table_name={table}", f"condition={constraints.condition(c)}"), lambda c: call("op.create_unique_constraint", "constraint_name='uq'", f"table_name={table}", "columns=['a']"),
        ]
    )


def enum_types(c):
    """Types created and dropped by themselves."""
    return c.pick(
        [
            lambda c: f"{types.pg_enum(c)}.create(op.get_bind(){c.choice(['', ', checkfirst=False', ', checkfirst=True'])})", lambda c: f"{types.enum(c)}.create(op.get_bind(){c.choice(['', ', checkfirst=False'])})", lambda c: f"{types.pg_enum(c)}.drop(op.get_bind(){c.choice(['', ', checkfirst=False'])})",
            lambda c: f"{types.domain(c)}.create(op.get_bind(), checkfirst=False)", lambda c: f"op.execute(postgresql.CreateEnumType({types.pg_enum(c)}))", lambda c: f"op.execute(postgresql.DropEnumType({types.pg_enum(c)}))", lambda c: f"op.execute(postgresql.CreateDomainType({types.domain(c)}))",
        ]
    )


def context(c):
    """What a script asks of its context."""
    return c.pick(
        [
            "with op.get_context().autocommit_block():\n    op.execute('SELECT 1')", "with op.get_context().autocommit_block():\n    op.create_index('ix', 'pet', ['a'], postgresql_concurrently=True)", "if op.get_context().dialect.name == 'mysql':\n    op.execute('SELECT 1')", "op.execute('-- ' + op.get_bind().dialect.name) if op.get_context().as_sql else None",
            "op.get_bind().execute(sa.text('SELECT :a').bindparams(a=5))", "op.get_bind().execute(sa.insert(t).values(id=1))", "op.get_bind().execute(sa.text('SELECT 1'))", "op.get_bind().execute(t.update().values(name='x').where(t.c.id == 5))",
            lambda c: f"op.execute(str(({expressions.condition(c, 1)}).compile(dialect=op.get_context().dialect)))", lambda c: f"op.execute(str(({expressions.expression(c, 1)}).compile(dialect=op.get_context().dialect, compile_kwargs={{'literal_binds': True}})))",
        ]
    )
