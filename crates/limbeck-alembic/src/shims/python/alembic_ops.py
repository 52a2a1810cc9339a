"""`alembic.operations.ops`: operations as objects, as far as projects make them themselves."""


class MigrateOperation:
    def reverse(self):
        raise NotImplementedError()

    def to_diff_tuple(self):
        return ()

    @property
    def info(self):
        return {}


class AddConstraintOp(MigrateOperation):
    pass


class _Call(MigrateOperation):
    function = ""

    def __init__(self, *args, **kw):
        self.args = args
        self.kw = kw

    def __limbeck_run__(self):
        import alembic.op as op
        return getattr(op, self.function)(*self.args, **self.kw)


class CreateTableOp(_Call):
    function = "create_table"

    def __limbeck_run__(self):
        import alembic.op as op
        name, columns, *rest = self.args
        return op.create_table(name, *columns, *rest, **self.kw)


class DropTableOp(_Call):
    function = "drop_table"


class RenameTableOp(_Call):
    function = "rename_table"


class AddColumnOp(_Call):
    function = "add_column"


class DropColumnOp(_Call):
    function = "drop_column"


class AlterColumnOp(_Call):
    function = "alter_column"


class CreateIndexOp(_Call):
    function = "create_index"


class DropIndexOp(_Call):
    function = "drop_index"


class CreateUniqueConstraintOp(_Call):
    function = "create_unique_constraint"


class CreateForeignKeyOp(_Call):
    function = "create_foreign_key"


class CreateCheckConstraintOp(_Call):
    function = "create_check_constraint"


class CreatePrimaryKeyOp(_Call):
    function = "create_primary_key"


class DropConstraintOp(_Call):
    function = "drop_constraint"


class ExecuteSQLOp(_Call):
    function = "execute"


class BulkInsertOp(_Call):
    function = "bulk_insert"


class OpContainer(MigrateOperation):
    def __init__(self, ops=()):
        self.ops = list(ops)


class ModifyTableOps(OpContainer):
    def __init__(self, table_name, ops, schema=None):
        super().__init__(ops)
        self.table_name = table_name
        self.schema = schema


class UpgradeOps(OpContainer):
    pass


class DowngradeOps(OpContainer):
    pass


class MigrationScript(MigrateOperation):
    pass


class AlterTableOp(MigrateOperation):
    pass
