"""A place is where a command runs: one tool's own copy of the project, and one database that starts empty."""
import os
import re
import shutil
import sqlite3
import subprocess
import urllib.parse
from datetime import datetime, timedelta, timezone
from pathlib import Path

import mariadb
import tools

UUID = re.compile(r"'[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}'")
# `now()` as a default leaves another time in each database. A run may go past midnight.
TODAY = "|".join((datetime.now(timezone.utc) + timedelta(days=days)).strftime("%Y-%m-%d") for days in (0, 1))
NOW = re.compile(rf"'({TODAY})([ T]\d\d:\d\d:\d\d(\.\d+)?(\+00(:00)?)?)?'")

XML_NOW = re.compile(rf">({TODAY})( \d\d:\d\d:\d\d(\.\d+)?)?<")


class Place:
    """A copy of a project and its database. Use `open_place`."""

    def __init__(self, project, folder):
        self.project = project
        self.folder = folder
        # Symbolic links are kept: a project may be reached through one.
        shutil.copytree(project.folder, folder, symlinks=True)
        self.cwd = folder / project.cwd
        self.other_url = None

    def environment(self):
        """The environment of a command that runs here."""
        return {**tools.base_environment(), **self.url_variable(), **self.project.env}

    def url_variable(self):
        if self.project.url == "ini" and not self.other_url:
            return {}
        return {"DATABASE_URL": self.other_url or self.url()}

    def hide(self, text):
        """The text without what belongs to this place alone, so that two places can be compared."""
        return text.replace(str(self.folder), "PROJECT").replace(self.database, "DATABASE")

    def mask(self, text):
        """Rows without the values that differ from run to run."""
        text = NOW.sub("'NOW'", text)
        if "uuid" in self.project.mask:
            text = UUID.sub("'UUID'", text)
        return text


class PostgresqlPlace(Place):
    """A database of its own on the test server."""

    kind = "postgresql"

    def __init__(self, project, folder, server, programs, database):
        super().__init__(project, folder)
        self.server = server
        self.programs = programs
        self.database = database
        self.reset()

    def url(self):
        scheme = self.project.drivers.get("postgresql", "postgresql")
        return urllib.parse.urlsplit(self.server)._replace(scheme=scheme, path="/" + self.database).geturl()

    def psql(self, statements, database=None):
        url = urllib.parse.urlsplit(self.server)._replace(path="/" + (database or "postgres")).geturl()
        arguments = [word for each in statements for word in ("-c", each)]
        subprocess.run(
            [f"{self.programs}/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**tools.base_environment(), "PGOPTIONS": "-c client_min_messages=error"},
        )

    def reset(self):
        drop = f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)'
        self.psql([drop, f'CREATE DATABASE "{self.database}"'])
        self.prepare(self.project.prepare.get("postgresql"))

    def prepare(self, sql):
        if sql:
            self.psql([sql], self.database)

    def snapshot(self):
        """Schema, sequences and rows, as pg_dump writes them; rows of a table in a fixed order."""
        url = urllib.parse.urlsplit(self.server)._replace(path="/" + self.database).geturl()
        dump = subprocess.run(
            [f"{self.programs}/pg_dump", "--no-owner", "--inserts", url],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env=tools.base_environment(),
        ).stdout
        kept = [line for line in dump.splitlines() if not re.match(r"--|\\(un)?restrict|SET \w|SELECT pg_catalog\.set_config|$", line)]
        statements, rows = [], []
        for statement in "\n".join(kept).split(";\n"):
            if statement.startswith("INSERT INTO "):
                rows.append(self.mask(statement))
                continue
            statements += sorted(rows) + [statement]
            rows = []
        return "\n".join(statements + sorted(rows)) + "\n"

    def close(self):
        self.psql([f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)'])


class SqlitePlace(Place):
    """A file beside the copy of the project, or the one in it that the ini names."""

    kind = "sqlite"

    def __init__(self, project, folder, file):
        super().__init__(project, folder)
        self.file = folder / project.database if project.database else file
        self.database = str(self.file)
        self.reset()

    def url(self):
        return f"{self.project.drivers.get('sqlite', 'sqlite')}:///{self.file}"

    def reset(self):
        # After a test that took it away.
        self.file.parent.chmod(0o755)
        for suffix in ("", "-journal", "-wal", "-shm"):
            Path(self.database + suffix).unlink(missing_ok=True)
        self.prepare(self.project.prepare.get("sqlite"))

    def prepare(self, sql):
        if sql:
            connection = sqlite3.connect(self.file)
            connection.executescript(sql)
            connection.close()

    def snapshot(self):
        """The statements that made the schema, and all rows."""
        # SQLite makes an empty file when it is only asked; nothing is in it.
        if not self.file.exists() or self.file.stat().st_size == 0:
            return ""
        connection = sqlite3.connect(f"file:{urllib.parse.quote(self.database)}?mode=ro", uri=True)
        connection.text_factory = lambda data: data.decode("utf-8", errors="replace")
        try:
            return self.contents(connection)
        except sqlite3.Error as error:
            return f"unreadable: {error}\n"
        finally:
            connection.close()

    def contents(self, connection):
        lines = []
        for kind, name, table, sql in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"):
            lines.append(f"{kind} {name} on {table}: {sql}")
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        for table in tables:
            quoted = table.replace('"', '""')
            rows = sorted(self.mask(repr(row)) for row in connection.execute(f'SELECT * FROM "{quoted}"'))
            lines += [f"{table}: {row}" for row in rows]
        return "\n".join(lines) + "\n"

    def close(self):
        pass


class MysqlPlace(Place):
    """A database of its own on the test server, which is a MariaDB."""

    kind = "mysql"

    def __init__(self, project, folder, server, database):
        super().__init__(project, folder)
        self.server = server
        self.database = database
        self.reset()

    def url(self):
        scheme = self.project.drivers.get("mysql", "mysql+pymysql")
        return urllib.parse.urlsplit(self.server)._replace(scheme=scheme, path="/" + self.database, query="charset=utf8mb4").geturl()

    def client(self, sql, database=None, *options):
        """What the server's own client prints."""
        server = urllib.parse.urlsplit(self.server)
        command = [
            mariadb.program("mariadb"), "--no-defaults", "--protocol=tcp", f"--host={server.hostname}", f"--port={server.port}",
            f"--user={server.username}", f"--password={server.password or ''}", "--default-character-set=utf8mb4", *options,
            *([database] if database else []),
        ]
        done = subprocess.run(command, input=sql.encode(), stdout=subprocess.PIPE, check=True, env=tools.base_environment())
        return done.stdout.decode("utf-8", errors="replace")

    def reset(self):
        self.client(f"DROP DATABASE IF EXISTS `{self.database}`; CREATE DATABASE `{self.database}`")
        self.prepare(self.project.prepare.get("mysql"))

    def prepare(self, sql):
        if sql:
            self.client(sql, self.database)

    def snapshot(self):
        """The statements that make the schema, as the server writes them, and all rows in a fixed order."""
        listed = self.client("SHOW FULL TABLES", self.database, "--batch", "--skip-column-names", "--raw")
        relations = [line.split("\t") for line in listed.splitlines()]
        questions = []
        for name, kind in relations:
            quoted = f"`{name.replace('`', '``')}`"
            questions.append(f"SHOW CREATE {'VIEW' if kind == 'VIEW' else 'TABLE'} {quoted}")
            if kind == "BASE TABLE":
                questions.append(f"SELECT * FROM {quoted}")
        if not questions:
            return ""
        # XML, because it tells NULL from a text that says so.
        answer = self.client(";\n".join(questions), self.database, "--xml", "--binary-as-hex")
        pieces = []
        for each in answer.split("</resultset>"):
            head, *rows = each.split("  <row>\n")
            pieces += [head.strip(), *sorted(self.mask(row.removesuffix("  </row>\n\n")) for row in rows)]
        return self.hide("\n".join(pieces).replace("<?xml version=\"1.0\"?>\n", "")) + "\n"

    def mask(self, text):
        return XML_NOW.sub(">NOW<", super().mask(text))

    def close(self):
        self.client(f"DROP DATABASE IF EXISTS `{self.database}`")


def open_place(project, kind, name, work, servers, programs):
    """A fresh place for `kind` (postgresql, sqlite or mysql), below the folder `work`; `servers` has a URL by kind."""
    folder = work / f"{project.slug}-{kind}" / name / project.folder.name
    folder.parent.mkdir(parents=True)
    database = f"{project.slug[:40]}_{name}_{os.getpid()}"
    if kind == "postgresql":
        return PostgresqlPlace(project, folder, servers[kind], programs, database)
    if kind == "mysql":
        return MysqlPlace(project, folder, servers[kind], database)
    return SqlitePlace(project, folder, folder.parent / "database.db")
