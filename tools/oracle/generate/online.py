"""Runs scripts on real servers: both tools apply each to a database of their own, and what they leave is compared.

A script that the database or Alembic refuses has to be refused by limbeck, and to leave the same behind.
"""
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse
import warnings
from pathlib import Path

import sqlalchemy
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

import explained
import oracle
import outcome
import script as scripts
from grammar import names
from grammar.names import TABLES
from limbeck import FILES

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cluster  # noqa: E402
import mariadb  # noqa: E402
from alike import constraints  # noqa: E402

ENV_PY = """\
import sqlalchemy as sa
from alembic import context

{metadata}
engine = sa.create_engine({url!r})
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=target_metadata)
    with context.begin_transaction():
        context.run_migrations()
"""
# docs/differences.md, "Where SQLAlchemy breaks down": what it raises then.
BROKEN = ("AttributeError", "AssertionError")
# What the tools keep for themselves.
OWN = ("alembic_version", "limbeck_journal")
# Tables that scripts can change; the others of the grammar's names are free to be made.
KNOWN = list(TABLES)
COLUMNS = (
    "id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20), a INTEGER, b INTEGER, c INTEGER, nick VARCHAR(50), owner_id INTEGER, "
    "created_at {moment}, doc {text}, n NUMERIC(10, 2), flag BOOLEAN, tags VARCHAR(50)"
)
OF_PRELUDE = {"pet": ", born DATE, {q}at{q} {moment}, {q}order{q} INTEGER", "owner": ", pet_id INTEGER"}


def base(quote, moment, text):
    """The statements that make what is there before a script runs. `Flag` is a column of its own where case counts."""
    for table in KNOWN:
        more = OF_PRELUDE.get(table, "").replace("{q}", quote)
        yield f"CREATE TABLE {quote}{table}{quote} ({COLUMNS}{more})".replace("{moment}", moment).replace("{text}", text)
        for row in (1, 2):
            yield f"INSERT INTO {quote}{table}{quote} (id, name, a, nick, n) VALUES ({row}, 'n{row}', {row}, 'x%', 1.5)"


class Sqlite:
    """Two files."""

    def __init__(self, folder):
        self.folder = folder

    def fresh(self, name, empty=False):
        file = self.folder / f"{name}.db"
        file.unlink(missing_ok=True)
        with sqlite3.connect(file) as connection:
            for statement in [] if empty else base('"', "TIMESTAMP", "TEXT"):
                connection.execute(statement)
        connection.close()
        return f"sqlite:///{file}"

    def dump(self, name):
        connection = sqlite3.connect(self.folder / f"{name}.db")
        lines = []
        for kind, item, table, sql in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"):
            if table not in OWN:
                lines.append(f"{kind} {item}: {sql}")
                if kind == "table":
                    quoted = item.replace('"', '""')
                    lines += sorted(map(repr, connection.execute(f'SELECT * FROM "{quoted}"')))
        connection.close()
        return "\n".join(lines)

    def prepare(self):
        pass

    def close(self):
        pass


class Postgresql:
    """Two databases of a private cluster, copied from a third."""

    def __init__(self, folder):
        self.folder = folder
        self.server = cluster.start(str(folder))

    def prepare(self):
        self.engine = sqlalchemy.create_engine(self.server, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.NullPool)
        self.run("CREATE DATABASE base")
        with sqlalchemy.create_engine(self.url("base"), poolclass=sqlalchemy.NullPool).begin() as connection:
            for statement in base('"', "TIMESTAMP", "TEXT"):
                connection.exec_driver_sql(statement.replace("%", "%%"))
            connection.exec_driver_sql('ALTER TABLE pet ADD COLUMN "Flag" BOOLEAN')
            connection.exec_driver_sql("CREATE SCHEMA s")
            connection.exec_driver_sql("CREATE TABLE s.owner AS SELECT * FROM owner")
            connection.exec_driver_sql("CREATE SEQUENCE s.seq")

    def run(self, statement):
        with self.engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def url(self, name):
        return urllib.parse.urlsplit(self.server)._replace(path=f"/{name}").geturl()

    def fresh(self, name, empty=False):
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.run(f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else 'base'} STRATEGY file_copy")
        return self.url(name)

    def dump(self, name):
        without = [f"--exclude-table={each}" for each in OWN]
        done = subprocess.run(
            [f"{cluster.bin_folder()}/pg_dump", "--no-owner", "--inserts", *without, self.url(name)],
            check=True, stdout=subprocess.PIPE, text=True,
        )
        kept = [line for line in done.stdout.splitlines() if not re.match(r"--|\\(un)?restrict|SET \w|SELECT pg_catalog\.set_config|$", line)]
        return "\n".join(kept)

    def close(self):
        cluster.stop(str(self.folder))


class Mariadb:
    """Two databases of a private server."""

    def __init__(self, folder):
        self.folder = folder
        self.server = mariadb.start(str(folder))

    def prepare(self):
        self.engine = sqlalchemy.create_engine(self.server, isolation_level="AUTOCOMMIT")

    def url(self, name):
        return urllib.parse.urlsplit(self.server)._replace(path=f"/{name}").geturl()

    def fresh(self, name, empty=False):
        with self.engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
            for statement in ("DROP DATABASE IF EXISTS s", "CREATE DATABASE s", "CREATE TABLE s.owner (id INT, pet_id INT, name TEXT)"):
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"USE {name}")
            for statement in [] if empty else base("`", "DATETIME", "TEXT"):
                connection.exec_driver_sql(statement.replace("%", "%%"))
        return self.url(name)

    def dump(self, name):
        lines = []
        with self.engine.connect() as connection:
            connection.exec_driver_sql(f"USE {name}")
            for table, kind in sorted(connection.exec_driver_sql("SHOW FULL TABLES").fetchall()):
                if table in OWN or kind != "BASE TABLE":
                    continue
                quoted = "`" + table.replace("`", "``").replace("%", "%%") + "`"
                lines.append(connection.exec_driver_sql(f"SHOW CREATE TABLE {quoted}").fetchone()[1].replace(f"`{name}`", "`here`"))
                lines += sorted(map(repr, connection.exec_driver_sql(f"SELECT * FROM {quoted}")))
        return "\n".join(lines)

    def close(self):
        mariadb.stop(str(self.folder))


SERVERS = {"sqlite": Sqlite, "postgresql": Postgresql, "mysql": Mariadb, "mariadb": Mariadb}


def by_alembic(script, url):
    """The error that Alembic ends with, or None."""
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    try:
        with engine.connect() as connection, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            context = MigrationContext.configure(connection, opts={"target_metadata": oracle.metadata(script.environment)})
            # One of the two begins a transaction: the outer one where schema changes can be taken back.
            with Operations.context(context), context.begin_transaction(), context.begin_transaction(_per_migration=True):
                namespace = {"__name__": "revision"}
                exec(compile(script.source(), "revision.py", "exec"), namespace)
                namespace["upgrade"]()
    except Exception as error:
        return f"{type(error).__name__}: {error}".split("\n[SQL")[0]
    return None


def by_limbeck(command, script, url, folder):
    """The same of the command under test."""
    place = folder / "project"
    shutil.rmtree(place, ignore_errors=True)
    (place / "migrations/versions").mkdir(parents=True)
    for name, text in FILES.items():
        (place / name).write_text(text)
    (place / "migrations/env.py").write_text(ENV_PY.format(metadata=script.environment.metadata, url=url), encoding="utf-8")
    (place / "migrations/versions/g.py").write_text(script.source("g", '"root"'), encoding="utf-8")
    done = subprocess.run([*command, "upgrade", "g"], cwd=place, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    return None if done.returncode == 0 else done.stderr.decode("utf-8", "replace")


def alike(theirs, ours):
    """Whether two dumps are the same, but for the moment at which rows were written and made-up identifiers."""
    def plain(text):
        text = re.sub(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(\+00(:00)?)?", "NOW", text)
        text = re.sub(r"datetime\.datetime\([^)]*\)", "NOW", text)
        return constraints(text).replace("limbeck_db", "DB").replace("alembic_db", "DB")

    return plain(theirs) == plain(ours)


def is_explained(theirs, ours):
    """Whether `docs/differences.md` tells of it."""
    if theirs is None:
        return False
    error, _, message = theirs.partition(": ")
    if ours is None and error in BROKEN:
        return True
    return explained.reason(outcome.Outcome("", error, message), outcome.Outcome("", ours and "refused", ours or "")) is not None


def main(options):
    """Compares; prints each difference and totals, and returns how many there were."""
    command = options.limbeck.split()
    command[0] = os.path.abspath(command[0]) if os.path.exists(command[0]) else command[0]
    failed = runs = refused = 0
    started = time.monotonic()
    for dialect in options.dialect:
        with tempfile.TemporaryDirectory(prefix="limbeck-online-") as folder:
            folder = Path(folder)
            server = SERVERS[dialect](folder)
            names.keep_to(["main"] if dialect == "sqlite" else ["s"])
            try:
                server.prepare()
                for number in range(options.first, options.first + options.count):
                    script = scripts.generate(options, number)
                    theirs = by_alembic(script, server.fresh("alembic_db"))
                    dumps = [server.dump("alembic_db")]
                    ours = by_limbeck(command, script, server.fresh("limbeck_db"), folder)
                    dumps.append(server.dump("limbeck_db"))
                    runs += 1
                    refused += theirs is not None
                    # On SQLite limbeck takes back what Alembic leaves half done.
                    kept = alike(*dumps) or dialect == "sqlite" and theirs is not None
                    if (theirs is None) == (ours is None) and kept or is_explained(theirs, ours):
                        continue
                    failed += 1
                    tell(dialect, script, theirs, ours, *dumps)
            finally:
                server.close()
    print(
        f"applied {options.count} scripts of seed {options.seed} on {', '.join(options.dialect)} in "
        f"{time.monotonic() - started:.0f} s; {refused} of {runs} runs were refused to Alembic"
    )
    print(f"{runs - failed} passed, {failed} failed")
    return failed


def tell(dialect, script, theirs, ours, their_dump, our_dump):
    print(f"=== {dialect}, script {script.number}")
    if script.environment.told():
        print(f"# {script.environment.told()}")
    print(script.body)
    print(f"--- Alembic: {theirs or 'done'}\n--- limbeck: {ours or 'done'}")
    lines = their_dump.splitlines(), our_dump.splitlines()
    for mark, own, other in (("-", *lines), ("+", *reversed(lines))):
        for line in own:
            if line not in other:
                print(f"{mark} {line}")
    print(flush=True)
