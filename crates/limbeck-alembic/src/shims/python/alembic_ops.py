"""`alembic.operations.ops`: operations as objects."""
import _limbeck_sa as _native


class MigrateOperation:
    def __init__(self):
        pass

    @property
    def info(self):
        if "_info" not in self.__dict__:
            self._info = {}
        return self._info

    def reverse(self):
        raise NotImplementedError

    def to_diff_tuple(self):
        raise NotImplementedError


def _in_block(operations):
    return type(operations).__name__ == "BatchOperations"


def _call(operations, function, table, *args, **kw):
    """The function of `op`, or that of a batch block, which knows its table."""
    if _in_block(operations):
        for known in ("schema", "source_schema"):
            kw.pop(known, None)
        return getattr(operations, function)(*args, **kw)
    import alembic.op as op
    return getattr(op, function)(table, *args, **kw)


def _given(**kw):
    return {key: value for key, value in kw.items() if value is not None}


def _block_table(operations):
    return operations.impl.table_name


def _block_schema(operations):
    return operations.impl.schema


class AddConstraintOp(MigrateOperation):
    limbeck_functions = (
        "create_primary_key", "create_unique_constraint", "create_foreign_key", "create_check_constraint",
        "create_exclude_constraint",
    )
    _original = None

    @property
    def constraint_type(self):
        raise NotImplementedError()

    @classmethod
    def from_constraint(cls, constraint):
        made = _CONSTRAINTS[type(constraint).__name__]._of(constraint)
        made._original = constraint
        return made

    def reverse(self):
        return DropConstraintOp.from_constraint(self.to_constraint())

    def to_diff_tuple(self):
        return ("add_constraint", self.to_constraint())

    def to_constraint(self, migration_context=None):
        if self._original is not None:
            return self._original
        return self._made()

    def __limbeck_run__(self, operations):
        if self._original is not None:
            return _native.add_constraint(self._original)
        return self._run(operations)


class CreatePrimaryKeyOp(AddConstraintOp):
    limbeck_functions = ("create_primary_key",)
    constraint_type = "primarykey"

    def __init__(self, constraint_name, table_name, columns, *, schema=None, **kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.kw = kw

    @classmethod
    def _of(cls, constraint):
        table = constraint.table
        return cls(constraint.name, table.name, list(constraint.column_keys), schema=table.schema)

    def _made(self):
        import sqlalchemy as sa
        return _native.of_table(sa.PrimaryKeyConstraint(*self.columns, name=self.constraint_name, **self.kw),
                                self.table_name, self.schema)

    def _run(self, operations):
        return _call(operations, "create_primary_key", *_named(operations, self), self.columns, schema=self.schema)

    @classmethod
    def create_primary_key(cls, operations, constraint_name, table_name, columns, *, schema=None):
        return operations.invoke(cls(constraint_name, table_name, columns, schema=schema))

    @classmethod
    def batch_create_primary_key(cls, operations, constraint_name, columns):
        return operations.invoke(
            cls(constraint_name, _block_table(operations), columns, schema=_block_schema(operations)))


def _named(operations, constraint, table=None):
    """The constraint's name and, outside a block, its table."""
    if _in_block(operations):
        return (None, constraint.constraint_name)
    return (constraint.constraint_name, table or constraint.table_name)


class CreateUniqueConstraintOp(AddConstraintOp):
    limbeck_functions = ("create_unique_constraint",)
    constraint_type = "unique"

    def __init__(self, constraint_name, table_name, columns, *, schema=None, **kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.kw = kw

    @classmethod
    def _of(cls, constraint):
        table = constraint.table
        return cls(constraint.name, table.name, list(constraint.column_keys), schema=table.schema)

    def _made(self):
        import sqlalchemy as sa
        return _native.of_table(sa.UniqueConstraint(*self.columns, name=self.constraint_name, **self.kw),
                                self.table_name, self.schema)

    def _run(self, operations):
        return _call(operations, "create_unique_constraint", *_named(operations, self), self.columns,
                     schema=self.schema, **self.kw)

    @classmethod
    def create_unique_constraint(cls, operations, constraint_name, table_name, columns, *, schema=None, **kw):
        return operations.invoke(cls(constraint_name, table_name, columns, schema=schema, **kw))

    @classmethod
    def batch_create_unique_constraint(cls, operations, constraint_name, columns, **kw):
        kw["schema"] = _block_schema(operations)
        return operations.invoke(cls(constraint_name, _block_table(operations), columns, **kw))


class CreateForeignKeyOp(AddConstraintOp):
    limbeck_functions = ("create_foreign_key",)
    constraint_type = "foreignkey"

    def __init__(self, constraint_name, source_table, referent_table, local_cols, remote_cols, **kw):
        self.constraint_name = constraint_name
        self.source_table = source_table
        self.referent_table = referent_table
        self.local_cols = local_cols
        self.remote_cols = remote_cols
        self.kw = kw

    @classmethod
    def _of(cls, constraint):
        table, referred = constraint.table, constraint.referred_table
        return cls(constraint.name, table.name, referred.name, list(constraint.column_keys),
                   list(constraint.referred_columns), source_schema=table.schema, referent_schema=referred.schema)

    def to_diff_tuple(self):
        return ("add_fk", self.to_constraint())

    def _made(self):
        import sqlalchemy as sa
        kw = dict(self.kw)
        source, referent = kw.pop("source_schema", None), kw.pop("referent_schema", None)
        prefix = self.referent_table if referent is None else f"{referent}.{self.referent_table}"
        key = sa.ForeignKeyConstraint(self.local_cols, [f"{prefix}.{name}" for name in self.remote_cols],
                                      name=self.constraint_name, **kw)
        return _native.of_table(key, self.source_table, source)

    def _run(self, operations):
        return _call(operations, "create_foreign_key", *_named(operations, self, getattr(self, "source_table", None)),
                     self.referent_table, self.local_cols, self.remote_cols, **self.kw)

    @classmethod
    def create_foreign_key(cls, operations, constraint_name, source_table, referent_table, local_cols, remote_cols, *,
                           onupdate=None, ondelete=None, deferrable=None, initially=None, match=None,
                           source_schema=None, referent_schema=None, **dialect_kw):
        return operations.invoke(cls(
            constraint_name, source_table, referent_table, local_cols, remote_cols, onupdate=onupdate,
            ondelete=ondelete, deferrable=deferrable, source_schema=source_schema, referent_schema=referent_schema,
            initially=initially, match=match, **dialect_kw))

    @classmethod
    def batch_create_foreign_key(cls, operations, constraint_name, referent_table, local_cols, remote_cols, *,
                                 referent_schema=None, onupdate=None, ondelete=None, deferrable=None, initially=None,
                                 match=None, **dialect_kw):
        return operations.invoke(cls(
            constraint_name, _block_table(operations), referent_table, local_cols, remote_cols, onupdate=onupdate,
            ondelete=ondelete, deferrable=deferrable, source_schema=_block_schema(operations),
            referent_schema=referent_schema, initially=initially, match=match, **dialect_kw))


class CreateCheckConstraintOp(AddConstraintOp):
    limbeck_functions = ("create_check_constraint",)
    constraint_type = "check"

    def __init__(self, constraint_name, table_name, condition, *, schema=None, **kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.condition = condition
        self.schema = schema
        self.kw = kw

    @classmethod
    def _of(cls, constraint):
        table = constraint.table
        return cls(constraint.name, table.name, constraint.sqltext, schema=table.schema)

    def _made(self):
        import sqlalchemy as sa
        return _native.of_table(sa.CheckConstraint(self.condition, name=self.constraint_name, **self.kw),
                                self.table_name, self.schema)

    def _run(self, operations):
        return _call(operations, "create_check_constraint", *_named(operations, self), self.condition,
                     schema=self.schema, **self.kw)

    @classmethod
    def create_check_constraint(cls, operations, constraint_name, table_name, condition, *, schema=None, **kw):
        return operations.invoke(cls(constraint_name, table_name, condition, schema=schema, **kw))

    @classmethod
    def batch_create_check_constraint(cls, operations, constraint_name, condition, **kw):
        return operations.invoke(cls(
            constraint_name, _block_table(operations), condition, schema=_block_schema(operations), **kw))


class CreateExcludeConstraintOp(AddConstraintOp):
    limbeck_functions = ("create_exclude_constraint",)
    constraint_type = "exclude"

    def __init__(self, constraint_name, table_name, elements, where=None, schema=None, _orig_constraint=None,
                 **kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.elements = elements
        self.where = where
        self.schema = schema
        self.kw = kw

    @classmethod
    def _of(cls, constraint):
        return cls(constraint.name, constraint.table.name, [], schema=constraint.table.schema)

    def _made(self):
        from sqlalchemy.dialects.postgresql import ExcludeConstraint
        made = ExcludeConstraint(*self.elements, name=self.constraint_name, where=self.where, **self.kw)
        return _native.of_table(made, self.table_name, self.schema)

    def _run(self, operations):
        return _call(operations, "create_exclude_constraint", *_named(operations, self), *self.elements,
                     where=self.where, schema=self.schema, **self.kw)

    @classmethod
    def create_exclude_constraint(cls, operations, constraint_name, table_name, *elements, **kw):
        return operations.invoke(cls(constraint_name, table_name, elements, **kw))

    @classmethod
    def batch_create_exclude_constraint(cls, operations, constraint_name, *elements, **kw):
        kw["schema"] = _block_schema(operations)
        return operations.invoke(cls(constraint_name, _block_table(operations), elements, **kw))


_CONSTRAINTS = {
    "PrimaryKeyConstraint": CreatePrimaryKeyOp,
    "UniqueConstraint": CreateUniqueConstraintOp,
    "ForeignKeyConstraint": CreateForeignKeyOp,
    "CheckConstraint": CreateCheckConstraintOp,
    "ExcludeConstraint": CreateExcludeConstraintOp,
}
_KINDS = {
    "PrimaryKeyConstraint": "primary",
    "UniqueConstraint": "unique",
    "ForeignKeyConstraint": "foreignkey",
    "CheckConstraint": "check",
}


class DropConstraintOp(MigrateOperation):
    limbeck_functions = ("drop_constraint",)

    def __init__(self, constraint_name, table_name, type_=None, *, schema=None, if_exists=None, _reverse=None):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.constraint_type = type_
        self.schema = schema
        self.if_exists = if_exists
        self._reverse = _reverse

    @classmethod
    def from_constraint(cls, constraint):
        table = constraint.table
        return cls(constraint.name, table.name, _KINDS.get(type(constraint).__name__), schema=table.schema,
                   _reverse=AddConstraintOp.from_constraint(constraint))

    def reverse(self):
        return AddConstraintOp.from_constraint(self.to_constraint())

    def to_constraint(self):
        if self._reverse is None:
            raise ValueError("constraint cannot be produced; original constraint is not present")
        return self._reverse.to_constraint()

    def to_diff_tuple(self):
        kind = "remove_fk" if self.constraint_type == "foreignkey" else "remove_constraint"
        return (kind, self.to_constraint())

    def __limbeck_run__(self, operations):
        kw = _given(if_exists=self.if_exists)
        return _call(operations, "drop_constraint", *_named(operations, self), type_=self.constraint_type,
                     schema=self.schema, **kw)

    @classmethod
    def drop_constraint(cls, operations, constraint_name, table_name, type_=None, *, schema=None, if_exists=None):
        return operations.invoke(cls(constraint_name, table_name, type_=type_, schema=schema, if_exists=if_exists))

    @classmethod
    def batch_drop_constraint(cls, operations, constraint_name, type_=None):
        return operations.invoke(
            cls(constraint_name, _block_table(operations), type_=type_, schema=_block_schema(operations)))


class CreateIndexOp(MigrateOperation):
    limbeck_functions = ("create_index",)

    def __init__(self, index_name, table_name, columns, *, schema=None, unique=False, if_not_exists=None, **kw):
        self.index_name = index_name
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.unique = unique
        self.if_not_exists = if_not_exists
        self.kw = kw

    @classmethod
    def from_index(cls, index):
        assert index.table is not None
        return cls(index.name, index.table.name, list(index.expressions), schema=index.table.schema,
                   unique=index.unique, **index.kwargs)

    def to_index(self, migration_context=None):
        import sqlalchemy as sa
        made = sa.Index(self.index_name, *self.columns, unique=self.unique, **self.kw)
        return _native.of_table(made, self.table_name, self.schema)

    def reverse(self):
        return DropIndexOp.from_index(self.to_index())

    def to_diff_tuple(self):
        return ("add_index", self.to_index())

    def __limbeck_run__(self, operations):
        kw = {**self.kw, **_given(if_not_exists=self.if_not_exists)}
        if _in_block(operations):
            return operations.create_index(self.index_name, self.columns, unique=self.unique, **kw)
        import alembic.op as op
        return op.create_index(self.index_name, self.table_name, self.columns, schema=self.schema,
                               unique=self.unique, **kw)

    @classmethod
    def create_index(cls, operations, index_name, table_name, columns, *, schema=None, unique=False,
                     if_not_exists=None, **kw):
        return operations.invoke(cls(index_name, table_name, columns, schema=schema, unique=unique,
                                     if_not_exists=if_not_exists, **kw))

    @classmethod
    def batch_create_index(cls, operations, index_name, columns, **kw):
        return operations.invoke(
            cls(index_name, _block_table(operations), columns, schema=_block_schema(operations), **kw))


class DropIndexOp(MigrateOperation):
    limbeck_functions = ("drop_index",)

    def __init__(self, index_name, table_name=None, *, schema=None, if_exists=None, _reverse=None, **kw):
        self.index_name = index_name
        self.table_name = table_name
        self.schema = schema
        self.if_exists = if_exists
        self._reverse = _reverse
        self.kw = kw

    @classmethod
    def from_index(cls, index):
        assert index.table is not None
        return cls(index.name, table_name=index.table.name, schema=index.table.schema,
                   _reverse=CreateIndexOp.from_index(index), unique=index.unique, **index.kwargs)

    def to_index(self, migration_context=None):
        import sqlalchemy as sa
        columns = self._reverse.columns if self._reverse else ["x"]
        made = sa.Index(self.index_name, *columns, **self.kw)
        return _native.of_table(made, self.table_name or "no_table", self.schema)

    def reverse(self):
        return CreateIndexOp.from_index(self.to_index())

    def to_diff_tuple(self):
        return ("remove_index", self.to_index())

    def __limbeck_run__(self, operations):
        kw = {**self.kw, **_given(if_exists=self.if_exists)}
        if _in_block(operations):
            return operations.drop_index(self.index_name, **kw)
        import alembic.op as op
        return op.drop_index(self.index_name, self.table_name, schema=self.schema, **kw)

    @classmethod
    def drop_index(cls, operations, index_name, table_name=None, *, schema=None, if_exists=None, **kw):
        return operations.invoke(cls(index_name, table_name=table_name, schema=schema, if_exists=if_exists, **kw))

    @classmethod
    def batch_drop_index(cls, operations, index_name, **kw):
        return operations.invoke(
            cls(index_name, table_name=_block_table(operations), schema=_block_schema(operations), **kw))


def _free(items):
    """Columns that a table has already are copied for the next one."""
    import sqlalchemy as sa
    taken = lambda item: isinstance(item, sa.Column) and item.table is not None
    return [item._copy() if taken(item) else item for item in items]


class CreateTableOp(MigrateOperation):
    limbeck_functions = ("create_table",)

    def __init__(self, table_name, columns, *, schema=None, if_not_exists=None, _namespace_metadata=None,
                 _constraints_included=False, **kw):
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.if_not_exists = if_not_exists
        self.comment = kw.pop("comment", None)
        self.prefixes = kw.pop("prefixes", None)
        self._info = kw.pop("info", {})
        self.kw = kw
        self._constraints_included = _constraints_included

    @classmethod
    def from_table(cls, table, *, _namespace_metadata=None):
        # Indexes of columns are operations of their own.
        columns = [column._copy() for column in table.c]
        for column in columns:
            column.index = False
        return cls(table.name, columns + list(table.constraints), schema=table.schema, _constraints_included=True,
                   comment=table.comment, prefixes=list(table._prefixes), **table.kwargs)

    def _keywords(self):
        return {**self.kw, **_given(schema=self.schema, comment=self.comment, prefixes=self.prefixes)}

    def to_table(self, migration_context=None):
        import sqlalchemy as sa
        return sa.Table(self.table_name, sa.MetaData(), *_free(self.columns), **self._keywords())

    def reverse(self):
        return DropTableOp.from_table(self.to_table())

    def to_diff_tuple(self):
        return ("add_table", self.to_table())

    def __limbeck_run__(self, operations):
        import alembic.op as op
        kw = {**self._keywords(), **_given(if_not_exists=self.if_not_exists)}
        return op.create_table(self.table_name, *_free(self.columns), **kw)

    @classmethod
    def create_table(cls, operations, table_name, *columns, if_not_exists=None, **kw):
        return operations.invoke(cls(table_name, columns, if_not_exists=if_not_exists, **kw))


class DropTableOp(MigrateOperation):
    limbeck_functions = ("drop_table",)

    def __init__(self, table_name, *, schema=None, if_exists=None, table_kw=None, _reverse=None):
        self.table_name = table_name
        self.schema = schema
        self.if_exists = if_exists
        self.table_kw = table_kw or {}
        self.comment = self.table_kw.pop("comment", None)
        self._info = self.table_kw.pop("info", None) or {}
        self.prefixes = self.table_kw.pop("prefixes", None)
        self._reverse = _reverse

    @classmethod
    def from_table(cls, table, *, _namespace_metadata=None):
        return cls(table.name, schema=table.schema,
                   table_kw={"comment": table.comment, "prefixes": list(table._prefixes), **table.kwargs},
                   _reverse=CreateTableOp.from_table(table))

    def to_table(self, migration_context=None):
        import sqlalchemy as sa
        columns = self._reverse.columns if self._reverse else []
        kw = _given(schema=self.schema, comment=self.comment, prefixes=self.prefixes)
        return sa.Table(self.table_name, sa.MetaData(), *columns, **{**self.table_kw, **kw})

    def reverse(self):
        return CreateTableOp.from_table(self.to_table())

    def to_diff_tuple(self):
        return ("remove_table", self.to_table())

    def __limbeck_run__(self, operations):
        import alembic.op as op
        kw = {**self.table_kw, **_given(schema=self.schema, if_exists=self.if_exists)}
        return op.drop_table(self.table_name, **kw)

    @classmethod
    def drop_table(cls, operations, table_name, *, schema=None, if_exists=None, **kw):
        return operations.invoke(cls(table_name, schema=schema, if_exists=if_exists, table_kw=kw))


class AlterTableOp(MigrateOperation):
    def __init__(self, table_name, *, schema=None):
        self.table_name = table_name
        self.schema = schema


class RenameTableOp(AlterTableOp):
    limbeck_functions = ("rename_table",)

    def __init__(self, old_table_name, new_table_name, *, schema=None):
        super().__init__(old_table_name, schema=schema)
        self.new_table_name = new_table_name

    def __limbeck_run__(self, operations):
        import alembic.op as op
        return op.rename_table(self.table_name, self.new_table_name, schema=self.schema)

    @classmethod
    def rename_table(cls, operations, old_table_name, new_table_name, *, schema=None):
        return operations.invoke(cls(old_table_name, new_table_name, schema=schema))


class CreateTableCommentOp(AlterTableOp):
    limbeck_functions = ("create_table_comment",)

    def __init__(self, table_name, comment, *, schema=None, existing_comment=None):
        super().__init__(table_name, schema=schema)
        self.comment = comment
        self.existing_comment = existing_comment

    def reverse(self):
        if self.existing_comment is None:
            return DropTableCommentOp(self.table_name, existing_comment=self.comment, schema=self.schema)
        return CreateTableCommentOp(self.table_name, self.existing_comment, existing_comment=self.comment,
                                    schema=self.schema)

    def to_diff_tuple(self):
        return ("add_table_comment", self.table_name, self.existing_comment)

    def __limbeck_run__(self, operations):
        return _call(operations, "create_table_comment", self.table_name, self.comment,
                     existing_comment=self.existing_comment, schema=self.schema)

    @classmethod
    def create_table_comment(cls, operations, table_name, comment, *, existing_comment=None, schema=None):
        return operations.invoke(cls(table_name, comment, existing_comment=existing_comment, schema=schema))

    @classmethod
    def batch_create_table_comment(cls, operations, comment, *, existing_comment=None):
        return operations.invoke(cls(_block_table(operations), comment, existing_comment=existing_comment,
                                     schema=_block_schema(operations)))


class DropTableCommentOp(AlterTableOp):
    limbeck_functions = ("drop_table_comment",)

    def __init__(self, table_name, *, schema=None, existing_comment=None):
        super().__init__(table_name, schema=schema)
        self.existing_comment = existing_comment

    def reverse(self):
        return CreateTableCommentOp(self.table_name, self.existing_comment, schema=self.schema)

    def to_diff_tuple(self):
        return ("remove_table_comment", self.table_name)

    def __limbeck_run__(self, operations):
        return _call(operations, "drop_table_comment", self.table_name, existing_comment=self.existing_comment,
                     schema=self.schema)

    @classmethod
    def drop_table_comment(cls, operations, table_name, *, existing_comment=None, schema=None):
        return operations.invoke(cls(table_name, existing_comment=existing_comment, schema=schema))

    @classmethod
    def batch_drop_table_comment(cls, operations, *, existing_comment=None):
        return operations.invoke(cls(_block_table(operations), existing_comment=existing_comment,
                                     schema=_block_schema(operations)))


class AlterColumnOp(AlterTableOp):
    limbeck_functions = ("alter_column",)

    def __init__(self, table_name, column_name, *, schema=None, existing_type=None, existing_server_default=False,
                 existing_nullable=None, existing_comment=None, modify_nullable=None, modify_comment=False,
                 modify_server_default=False, modify_name=None, modify_type=None, **kw):
        super().__init__(table_name, schema=schema)
        self.column_name = column_name
        self.existing_type = existing_type
        self.existing_server_default = existing_server_default
        self.existing_nullable = existing_nullable
        self.existing_comment = existing_comment
        self.modify_nullable = modify_nullable
        self.modify_comment = modify_comment
        self.modify_server_default = modify_server_default
        self.modify_name = modify_name
        self.modify_type = modify_type
        self.kw = kw

    def has_changes(self):
        changed = (
            self.modify_nullable is not None
            or self.modify_server_default is not False
            or self.modify_type is not None
            or self.modify_comment is not False
        )
        return changed or any(key.startswith("modify_") for key in self.kw)

    def reverse(self):
        kw = dict(self.kw)
        for what, nothing in (("type", None), ("nullable", None), ("server_default", False), ("comment", False)):
            existing, modified = getattr(self, f"existing_{what}"), getattr(self, f"modify_{what}")
            if modified is nothing:
                kw[f"existing_{what}"] = existing
            else:
                kw[f"existing_{what}"], kw[f"modify_{what}"] = modified, existing
        return self.__class__(self.table_name, self.column_name, schema=self.schema, **kw)

    def to_diff_tuple(self):
        existing = {
            "type": self.existing_type,
            "nullable": self.existing_nullable,
            "default": self.existing_server_default,
            "comment": self.existing_comment,
        }
        names = {"default": "existing_server_default"}
        order = ("nullable", "type", "default", "comment")
        diffs = []
        for what, nothing in (("type", None), ("nullable", None), ("default", False), ("comment", False)):
            modified = self.modify_server_default if what == "default" else getattr(self, f"modify_{what}")
            if modified is not nothing:
                others = {names.get(key, f"existing_{key}"): existing[key] for key in order if key != what}
                diffs.append((f"modify_{what}", self.schema, self.table_name, self.column_name, others,
                              existing[what], modified))
        return diffs

    def __limbeck_run__(self, operations):
        return _call(
            operations, "alter_column", self.table_name, self.column_name, schema=self.schema,
            existing_type=self.existing_type, existing_server_default=self.existing_server_default,
            existing_nullable=self.existing_nullable, existing_comment=self.existing_comment,
            nullable=self.modify_nullable, comment=self.modify_comment, server_default=self.modify_server_default,
            new_column_name=self.modify_name, type_=self.modify_type, **self.kw)

    @classmethod
    def alter_column(cls, operations, table_name, column_name, *, nullable=None, comment=False, server_default=False,
                     new_column_name=None, type_=None, existing_type=None, existing_server_default=False,
                     existing_nullable=None, existing_comment=None, schema=None, **kw):
        return operations.invoke(cls(
            table_name, column_name, schema=schema, existing_type=existing_type,
            existing_server_default=existing_server_default, existing_nullable=existing_nullable,
            existing_comment=existing_comment, modify_name=new_column_name, modify_type=type_,
            modify_server_default=server_default, modify_nullable=nullable, modify_comment=comment, **kw))

    @classmethod
    def batch_alter_column(cls, operations, column_name, *, insert_before=None, insert_after=None, **kw):
        kw.update(_given(insert_before=insert_before, insert_after=insert_after))
        return cls.alter_column(operations, _block_table(operations), column_name, schema=_block_schema(operations),
                                **kw)


class AddColumnOp(AlterTableOp):
    limbeck_functions = ("add_column",)

    def __init__(self, table_name, column, *, schema=None, if_not_exists=None, inline_references=None,
                 inline_primary_key=None, **kw):
        super().__init__(table_name, schema=schema)
        self.column = column
        self.if_not_exists = if_not_exists
        self.inline_references = inline_references
        self.inline_primary_key = inline_primary_key
        self.kw = kw

    @classmethod
    def from_column(cls, col):
        return cls(col.table.name, col, schema=col.table.schema)

    @classmethod
    def from_column_and_tablename(cls, schema, tname, col):
        return cls(tname, col, schema=schema)

    def to_column(self):
        return self.column

    def reverse(self):
        made = DropColumnOp.from_column_and_tablename(self.schema, self.table_name, self.column)
        made.if_exists = self.if_not_exists
        return made

    def to_diff_tuple(self):
        return ("add_column", self.schema, self.table_name, self.column)

    def __limbeck_run__(self, operations):
        kw = {**self.kw, **_given(if_not_exists=self.if_not_exists, inline_references=self.inline_references,
                                  inline_primary_key=self.inline_primary_key)}
        return _call(operations, "add_column", self.table_name, self.column, schema=self.schema, **kw)

    @classmethod
    def add_column(cls, operations, table_name, column, *, schema=None, if_not_exists=None, inline_references=None,
                   inline_primary_key=None):
        return operations.invoke(cls(
            table_name, column, schema=schema, if_not_exists=if_not_exists, inline_references=inline_references,
            inline_primary_key=inline_primary_key))

    @classmethod
    def batch_add_column(cls, operations, column, *, insert_before=None, insert_after=None, if_not_exists=None,
                         inline_references=None, inline_primary_key=None):
        kw = _given(insert_before=insert_before, insert_after=insert_after)
        return operations.invoke(cls(
            _block_table(operations), column, schema=_block_schema(operations), if_not_exists=if_not_exists,
            inline_references=inline_references, inline_primary_key=inline_primary_key, **kw))


class DropColumnOp(AlterTableOp):
    limbeck_functions = ("drop_column",)

    def __init__(self, table_name, column_name, *, schema=None, if_exists=None, _reverse=None, **kw):
        super().__init__(table_name, schema=schema)
        self.column_name = column_name
        self.kw = kw
        self.if_exists = if_exists
        self._reverse = _reverse

    @classmethod
    def from_column_and_tablename(cls, schema, tname, col):
        return cls(tname, col.name, schema=schema, _reverse=AddColumnOp.from_column_and_tablename(schema, tname, col))

    def to_column(self, migration_context=None):
        if self._reverse is not None:
            return self._reverse.column
        import sqlalchemy as sa
        return sa.Column(self.column_name)

    def reverse(self):
        if self._reverse is None:
            raise ValueError("operation is not reversible; original column is not present")
        made = AddColumnOp.from_column_and_tablename(self.schema, self.table_name, self._reverse.column)
        made.if_not_exists = self.if_exists
        return made

    def to_diff_tuple(self):
        return ("remove_column", self.schema, self.table_name, self.to_column())

    def __limbeck_run__(self, operations):
        kw = {**self.kw, **_given(if_exists=self.if_exists)}
        return _call(operations, "drop_column", self.table_name, self.column_name, schema=self.schema, **kw)

    @classmethod
    def drop_column(cls, operations, table_name, column_name, *, schema=None, if_exists=None, **kw):
        return operations.invoke(cls(table_name, column_name, schema=schema, if_exists=if_exists, **kw))

    @classmethod
    def batch_drop_column(cls, operations, column_name, **kw):
        return operations.invoke(
            cls(_block_table(operations), column_name, schema=_block_schema(operations), **kw))


class BulkInsertOp(MigrateOperation):
    limbeck_functions = ("bulk_insert",)

    def __init__(self, table, rows, *, multiinsert=True):
        self.table = table
        self.rows = rows
        self.multiinsert = multiinsert

    def __limbeck_run__(self, operations):
        import alembic.op as op
        return op.bulk_insert(self.table, self.rows, multiinsert=self.multiinsert)

    @classmethod
    def bulk_insert(cls, operations, table, rows, *, multiinsert=True):
        operations.invoke(cls(table, rows, multiinsert=multiinsert))


class ExecuteSQLOp(MigrateOperation):
    limbeck_functions = ("execute",)

    def __init__(self, sqltext, *, execution_options=None):
        self.sqltext = sqltext
        self.execution_options = execution_options

    def to_diff_tuple(self):
        return ("execute", self.sqltext)

    def __limbeck_run__(self, operations):
        import alembic.op as op
        return op.execute(self.sqltext, execution_options=self.execution_options)

    @classmethod
    def execute(cls, operations, sqltext, *, execution_options=None):
        return operations.invoke(cls(sqltext, execution_options=execution_options))

    batch_execute = execute


class OpContainer(MigrateOperation):
    def __init__(self, ops=()):
        self.ops = list(ops)

    def is_empty(self):
        return not self.ops

    def as_diffs(self):
        diffs = []
        for each in self.ops:
            if isinstance(each, OpContainer):
                diffs.extend(each.as_diffs())
            else:
                diffs.append(each.to_diff_tuple())
        return diffs


class ModifyTableOps(OpContainer):
    def __init__(self, table_name, ops, *, schema=None):
        super().__init__(ops)
        self.table_name = table_name
        self.schema = schema

    def reverse(self):
        return ModifyTableOps(self.table_name, ops=[each.reverse() for each in reversed(self.ops)],
                              schema=self.schema)


class UpgradeOps(OpContainer):
    def __init__(self, ops=(), upgrade_token="upgrades"):
        super().__init__(ops)
        self.upgrade_token = upgrade_token

    def reverse_into(self, downgrade_ops):
        downgrade_ops.ops[:] = [each.reverse() for each in reversed(self.ops)]
        return downgrade_ops

    def reverse(self):
        return self.reverse_into(DowngradeOps(ops=[]))


class DowngradeOps(OpContainer):
    def __init__(self, ops=(), downgrade_token="downgrades"):
        super().__init__(ops)
        self.downgrade_token = downgrade_token

    def reverse(self):
        return UpgradeOps(ops=[each.reverse() for each in reversed(self.ops)])


class MigrationScript(MigrateOperation):
    def __init__(self, rev_id, upgrade_ops, downgrade_ops, *, message=None, imports=(), head=None, splice=None,
                 branch_label=None, version_path=None, depends_on=None):
        self.rev_id = rev_id
        self.upgrade_ops = upgrade_ops
        self.downgrade_ops = downgrade_ops
        self.message = message
        self.imports = set(imports)
        self.head = head
        self.splice = splice
        self.branch_label = branch_label
        self.version_path = version_path
        self.depends_on = depends_on


_CLASSES = {
    "create_primary_key": CreatePrimaryKeyOp,
    "create_unique_constraint": CreateUniqueConstraintOp,
    "create_foreign_key": CreateForeignKeyOp,
    "create_check_constraint": CreateCheckConstraintOp,
    "create_exclude_constraint": CreateExcludeConstraintOp,
    "drop_constraint": DropConstraintOp,
    "create_index": CreateIndexOp,
    "drop_index": DropIndexOp,
    "create_table": CreateTableOp,
    "drop_table": DropTableOp,
    "rename_table": RenameTableOp,
    "create_table_comment": CreateTableCommentOp,
    "drop_table_comment": DropTableCommentOp,
    "alter_column": AlterColumnOp,
    "add_column": AddColumnOp,
    "drop_column": DropColumnOp,
    "bulk_insert": BulkInsertOp,
    "execute": ExecuteSQLOp,
}


def limbeck_class_of(function):
    """The class of the operations that a function of `op` makes."""
    return _CLASSES[function]
