#== a dialect is of its class
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.dialects.mysql.base import MySQLDialect
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
dialect = op.get_bind().dialect
assert isinstance(dialect, SQLiteDialect) and isinstance(dialect, sqlite.dialect)
assert not isinstance(dialect, (PGDialect, MySQLDialect, postgresql.dialect, mysql.dialect))
assert postgresql.dialect.name == "postgresql" and isinstance(postgresql.dialect(), PGDialect)
#== a dialect describes itself
dialect = op.get_bind().dialect
assert (dialect.name, dialect.driver, dialect.dialect_description) == ("sqlite", "pysqlite", "sqlite+pysqlite")
assert dialect.paramstyle == "qmark" and not dialect.supports_alter and not dialect.supports_sequences
#== a dialect reflects
op.create_table("pet", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text, index=True))
bind = op.get_bind()
assert bind.dialect.has_table(bind, "pet")
assert bind.dialect.has_index(bind, "pet", "ix_pet_name") and not bind.dialect.has_index(bind, "pet", "other")
assert [column["name"] for column in bind.dialect.get_columns(bind, "pet")] == ["id", "name"]
assert bind.dialect.get_pk_constraint(bind, table_name="pet")["constrained_columns"] == ["id"]
#== a dialect quotes
preparer = op.get_bind().dialect.identifier_preparer
assert preparer.quote("order") == '"order"' and preparer.quote("pet") == "pet"
assert preparer.quote_identifier('a"b') == '"a""b"' and preparer.quote_schema("Own") == '"Own"'
table = sa.Table("Pet", sa.MetaData(), sa.Column("nameOf", sa.Text), schema="own")
assert preparer.format_table(table) == 'own."Pet"' and preparer.format_table(table, use_schema=False) == '"Pet"'
assert preparer.format_column(table.c.nameOf) == '"nameOf"'
from sqlalchemy.dialects import mysql
from sqlalchemy.sql.compiler import IdentifierPreparer
assert mysql.dialect().identifier_preparer.quote("order") == "`order`"
assert IdentifierPreparer(op.get_bind().dialect).quote("order") == '"order"'
#== names of one dialect from any of its modules
from sqlalchemy.dialects.postgresql.base import UUID
from sqlalchemy.dialects.postgresql.json import JSONB
from sqlalchemy.dialects.postgresql.array import ARRAY, array
from sqlalchemy.dialects.postgresql import array as again
from sqlalchemy.dialects.mysql.types import LONGTEXT
assert str(JSONB()) == "JSONB" and callable(again)
#== generic classes in annotations
def typed(a: sa.ColumnElement[bool], b: sa.Sequence[str], c: sa.Select[int]) -> None:
    pass
assert sa.Sequence[str] is sa.Sequence
#== a variant of a dialect that is not there
from sqlalchemy.dialects import mssql, oracle
wide = sa.String(8).with_variant(mssql.NVARCHAR(8), "mssql").with_variant(oracle.NVARCHAR2(8), "oracle")
op.create_table("pet", sa.Column("name", wide))
assert str(sa.inspect(op.get_bind()).get_columns("pet")[0]["type"]) == "VARCHAR(8)"
#== options of a dialect that is not there, and keywords of alter_column
op.create_table("pet", sa.Column("tags", sa.JSON, default_factory=list), sa.Column("name", sa.Text))
with op.batch_alter_table("pet") as batch_op:
    batch_op.alter_column("name", nullable=False, default="asset")
