"""Records what Alembic writes in offline mode for every case in `cases.py`, on PostgreSQL, SQLite, MySQL and MariaDB.

Run by hand with a Python that has alembic 1.20.1, SQLAlchemy 2.0.58 and psycopg2:

    python record.py

The files in `recorded/` are made by this script only. Each begins with the prelude that the cases share and the
options of the context, then come blocks:

    >>> source
    ... more source
    --- postgresql
    SQL, as written to the output
    --- sqlite
    SQL, or
    !!! ErrorClass: message
    --- mysql
    …
    --- mariadb
    only where it is not what MySQL has

An error follows what was written before it. Addresses of objects are left out of messages.
"""

import io
import pathlib
import re
import warnings

import sqlalchemy

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

import cases


def target_metadata(options):
    """The MetaData whose naming convention also applies to op.*, if the file asks for one."""
    convention = options.get("naming_convention")
    return sqlalchemy.MetaData(naming_convention=convention) if convention else None


def run(source, dialect, options):
    """The output of a case, and the error that ended it."""
    namespace = {}
    buffer = io.StringIO()
    dialect_opts = {"paramstyle": options["paramstyle"]} if options.get("paramstyle") else {}
    context = MigrationContext.configure(
        dialect_name=dialect,
        dialect_opts=dialect_opts,
        opts={
            "as_sql": True,
            "output_buffer": buffer,
            "literal_binds": options.get("literal_binds", True),
            "target_metadata": target_metadata(options),
        },
    )
    error = None
    with Operations.context(context) as op, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(cases.PRELUDE, namespace)
        namespace["op"] = op
        try:
            exec(source, namespace)
        except Exception as raised:
            message = raised.args[0] if raised.args else ""
            message = re.sub(r" at 0x[0-9a-f]+", "", str(message))
            if isinstance(raised, KeyError):
                message = repr(raised.args[0])
            error = f"!!! {type(raised).__name__}: {message}"
    return buffer.getvalue(), error


def block(source, options):
    lines = source.strip().split("\n")
    out = [">>> " + lines[0]] + ["... " + line for line in lines[1:]]
    results = {}
    for dialect in options.get("dialects", ("postgresql", "sqlite", "mysql", "mariadb")):
        text, error = results[dialect] = run(source, dialect, options)
        if dialect == "mariadb" and results.get("mysql") == (text, error):
            continue
        out.append(f"--- {dialect}")
        if text:
            out.append(text.rstrip("\n"))
        if error:
            out.append(error)
    return "\n".join(out) + "\n"


def main():
    folder = pathlib.Path(__file__).parent / "recorded"
    total = 0
    for name, options, sources in cases.FILES:
        head = ["# Recorded by record.py; not to be edited.", "# options: " + repr(options)]
        head += ["# " + line for line in cases.PRELUDE.strip().split("\n")]
        blocks = [block(source, options) for source in sources]
        total += len(blocks)
        (folder / f"{name}.txt").write_text("\n".join(head) + "\n\n" + "\n".join(blocks), encoding="utf-8")
    print(f"{total} cases")


if __name__ == "__main__":
    main()
