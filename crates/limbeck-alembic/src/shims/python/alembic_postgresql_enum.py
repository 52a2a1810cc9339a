"""`alembic_postgresql_enum`: the values of an enum set anew, column by column."""
import enum
import re

import sqlalchemy as _sa


class ColumnType(enum.Enum):
    COMMON = 0
    ARRAY = 1


class TableReference:
    def __init__(self, table_name, column_name, table_schema=None, column_type=ColumnType.COMMON, existing_server_default=None):
        self.table_name = table_name
        self.column_name = column_name
        self.table_schema = table_schema
        self.column_type = column_type
        self.existing_server_default = existing_server_default

    @property
    def table_name_with_schema(self):
        prefix = f'"{self.table_schema}".' if self.table_schema else ""
        return f'{prefix}"{self.table_name}"'

    @property
    def escaped_column_name(self):
        return f'"{self.column_name}"'


class TableIndex:
    def __init__(self, name, definition):
        self.name = name
        self.definition = definition


class Config:
    def __init__(self, **kw):
        for name, value in kw.items():
            setattr(self, name, value)


def set_configuration(config):
    pass


def get_configuration():
    return Config()


def _default_in(connection, schema, reference):
    return connection.execute(
        _sa.text("SELECT column_default FROM information_schema.columns WHERE table_schema = :s AND table_name = :t AND column_name = :c"),
        {"s": reference.table_schema or schema, "t": reference.table_name, "c": reference.column_name},
    ).scalar()


def _renamed_default(schema, default, name, renames):
    new_type = f"{schema}.{name}" if schema else name

    def rename(text):
        for old, new in renames:
            text = text.replace(f"'{old}'", f"'{new}'").replace(f'"{old}"', f'"{new}"')
        return text

    if default.startswith("ARRAY["):
        return re.sub(r"::[.\w]+", f"::{new_type}", rename(default))
    value = rename(default[: default.find("::")])
    return f"{value}::{new_type}[]" if default.endswith("[]") else f"{value}::{new_type}"


def _cast(connection, reference, new_type, renames):
    column = reference.escaped_column_name
    if reference.column_type == ColumnType.ARRAY:
        value = f"{column}::text[]"
        for old, new in renames:
            value = f"array_replace({value}, '{old}', '{new}')"
        using, target = f"{value}::{new_type}[]", f"{new_type}[]"
    elif renames:
        cases = " ".join(f"WHEN {column}::text = '{old}' THEN '{new}'::{new_type}" for old, new in renames)
        using, target = f"CASE {cases} ELSE {column}::text::{new_type} END", new_type
    else:
        using, target = f"{column}::text::{new_type}", new_type
    connection.execute(_sa.text(f"ALTER TABLE {reference.table_name_with_schema} ALTER COLUMN {column} TYPE {target} USING {using}"))


_OPERATORS = (("!=", "new_old_not_equals"), ("=", "new_old_equals"))


def _create_operators(connection, schema, new_type, old_type, renames):
    for operator, name in _OPERATORS:
        old = "old_enum_val::text"
        if renames:
            cases = " ".join(f"WHEN old_enum_val::text = '{before}' THEN '{after}'" for before, after in renames)
            old = f"CASE {cases} ELSE old_enum_val::text END"
        connection.execute(_sa.text(
            f'CREATE FUNCTION "{schema}".{name}(new_enum_val {new_type}, old_enum_val {old_type}) RETURNS boolean AS $$ '
            f"SELECT new_enum_val::text {operator} {old}; $$ LANGUAGE SQL IMMUTABLE"
        ))
        connection.execute(_sa.text(
            f'CREATE OPERATOR "{schema}".{operator} (leftarg = {new_type}, rightarg = {old_type}, procedure = "{schema}".{name})'
        ))


def _drop_operators(connection, schema, new_type, old_type):
    for operator, name in _OPERATORS:
        connection.execute(_sa.text(f'DROP OPERATOR IF EXISTS "{schema}".{operator} ({new_type}, {old_type})'))
        connection.execute(_sa.text(f'DROP FUNCTION "{schema}".{name}(new_enum_val {new_type}, old_enum_val {old_type})'))


def sync_enum_values(enum_schema, enum_name, new_values, affected_columns, enum_values_to_rename=(), indexes_to_recreate=None):
    import alembic.op as op
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    renames = [tuple(pair) for pair in enum_values_to_rename]
    references = []
    for one in affected_columns:
        if not isinstance(one, TableReference):
            table, column = one[0], one[1]
            one = TableReference(table_name=table, column_name=column)
        if one.table_schema is None:
            one.table_schema = enum_schema
        if one.existing_server_default is None:
            one.existing_server_default = _default_in(connection, enum_schema, one)
        references.append(one)
    new_type = f'"{enum_schema}"."{enum_name}"'
    old_type = f'"{enum_schema}"."{enum_name}_old"'
    if indexes_to_recreate and renames:
        changed = []
        for index in indexes_to_recreate:
            text = index.definition
            for old, new in renames:
                text = text.replace(f"'{old}'::{enum_name}", f"'{new}'::{enum_name}").replace(f"'{old}'", f"'{new}'")
            changed.append(TableIndex(index.name, text))
        indexes_to_recreate = changed
    connection.execute(_sa.text(f'ALTER TYPE {new_type} RENAME TO "{enum_name}_old"'))
    values = ", ".join(f"'{value}'" for value in new_values)
    connection.execute(_sa.text(f"CREATE TYPE {new_type} AS ENUM({values})"))
    _create_operators(connection, enum_schema, new_type, old_type, renames)
    for index in indexes_to_recreate or ():
        connection.execute(_sa.text(f'DROP INDEX IF EXISTS "{index.name}"'))
    for reference in references:
        default = reference.existing_server_default
        table = f"ALTER TABLE {reference.table_name_with_schema} ALTER COLUMN {reference.escaped_column_name}"
        if default is not None:
            connection.execute(_sa.text(f"{table} DROP DEFAULT"))
        try:
            _cast(connection, reference, new_type, renames)
        except _sa.exc.DataError as error:
            raise ValueError(
                "New enum values can not be set due to some row containing reference to old enum value. "
                "Please consider using enum_values_to_rename parameter or updating/deleting these row before calling sync_enum_values."
            ) from error
        if default is not None:
            connection.execute(_sa.text(f"{table} SET DEFAULT {_renamed_default(enum_schema, default, enum_name, renames)}"))
    _drop_operators(connection, enum_schema, new_type, old_type)
    connection.execute(_sa.text(f"DROP TYPE {old_type}"))
    for index in indexes_to_recreate or ():
        connection.execute(_sa.text(index.definition))
