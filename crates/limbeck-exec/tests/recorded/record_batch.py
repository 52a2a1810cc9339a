"""Records what real Alembic makes of tables in batch mode on SQLite: python record_batch.py > batch.txt

Needs alembic and sqlalchemy. A test of the same name builds the operations of each script.
"""

import re
import sqlite3

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

SETUP = [
    "CREATE TABLE owner (id INTEGER NOT NULL PRIMARY KEY, name TEXT)",
    "CREATE TABLE pet (id INTEGER NOT NULL, nick VARCHAR(20) DEFAULT 'x', age TEXT DEFAULT '10' NOT NULL, owner_id INTEGER REFERENCES owner (id), born DATETIME DEFAULT CURRENT_TIMESTAMP, flag BOOLEAN, PRIMARY KEY (id), UNIQUE (born), CONSTRAINT uq_nick UNIQUE (nick), CONSTRAINT ck_flag CHECK (flag IN (0, 1)))",
    "CREATE INDEX ix_pet_age ON pet (age)",
    "CREATE UNIQUE INDEX ix_part ON pet (owner_id, age) WHERE age > '3'",
    "INSERT INTO owner VALUES (1, 'ann')",
    "INSERT INTO pet VALUES (1, 'rex', '5', 1, '2020-01-01 00:00:00', 1), (2, 'tom', '2', NULL, NULL, 0)",
]
CONVENTION = {"uq": "uq_%(table_name)s_%(column_0_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s"}


def drop_column(op):
    with op.batch_alter_table("pet") as batch:
        batch.drop_column("born")


def change_type(op):
    with op.batch_alter_table("pet") as batch:
        batch.alter_column("age", existing_type=sa.Text(), type_=sa.Integer(), nullable=True, server_default=None)


def rename(op):
    with op.batch_alter_table("pet") as batch:
        batch.alter_column("nick", new_column_name="alias")
        batch.alter_column("owner_id", new_column_name="keeper_id")


def add_and_constrain(op):
    with op.batch_alter_table("pet", recreate="always") as batch:
        batch.add_column(sa.Column("seen", sa.DateTime(), server_default=sa.func.now()), insert_after="id")
        batch.create_foreign_key("fk_id", "owner", ["id"], ["id"], ondelete="CASCADE")
        batch.create_index("ix_seen", ["seen", "nick"])


def drop_named_by_convention(op):
    with op.batch_alter_table("pet", naming_convention=CONVENTION) as batch:
        batch.drop_constraint("uq_pet_born", type_="unique")
        batch.drop_constraint("fk_pet_owner_id", type_="foreignkey")


def drop_check_and_key(op):
    with op.batch_alter_table("pet") as batch:
        batch.drop_constraint("ck_flag", type_="check")
        batch.create_primary_key("pk_pet", ["id", "age"])
        batch.drop_index("ix_pet_age")


def squeezed(sql):
    """One line, the constraints of a table sorted: Alembic keeps them in a set."""
    text = " ".join(sql.split())
    found = re.match(r"(CREATE TABLE [^(]*\()(.*)\)$", text)
    if not found:
        return text
    parts = re.split(r", (?=CONSTRAINT |UNIQUE |CHECK |FOREIGN |PRIMARY )", found.group(2))
    parts = [part.strip() for part in parts]
    return f"{found.group(1)}{', '.join(parts[:1] + sorted(parts[1:]))})"


def main():
    print("# Recorded by record_batch.py; not to be edited.")
    print("\n== setup")
    print("\n".join(SETUP))
    for script in [drop_column, change_type, rename, add_and_constrain, drop_named_by_convention, drop_check_and_key]:
        engine = sa.create_engine("sqlite://")
        with engine.connect() as connection:
            for statement in SETUP:
                connection.exec_driver_sql(statement)
            script(Operations(MigrationContext.configure(connection)))
            print(f"\n== {script.__name__}")
            rows = "SELECT sql FROM sqlite_master WHERE tbl_name = 'pet' AND sql IS NOT NULL ORDER BY type, name"
            for (sql,) in connection.exec_driver_sql(rows):
                print(squeezed(sql))
            for row in connection.exec_driver_sql("SELECT * FROM pet ORDER BY 1"):
                print("|".join("now" if re.match(r"20(2[1-9]|[3-9])", str(value)) else repr(value) for value in row))


main()
