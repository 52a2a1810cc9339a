"""What is known of a project: its folder, and what its fixture.toml (all keys optional) says.

    title = "..."                        one sentence
    databases = ["postgresql", "sqlite"] where it runs; "mysql" too
    since = { postgresql = 15 }          older servers do not have what it uses
    cwd = "backend"                      where commands run; by default the folder with the ini
    args = ["-n", "reporting"]           put before every command
    env = { NAME = "value" }             environment variables
    url = "ini"                          DATABASE_URL is not set: the project finds its database itself
    database = "app.db"                  ... namely this file in its folder
    default_database = "app.db"          compare once more without DATABASE_URL, on this file that the ini names
    drivers = { sqlite = "sqlite+aiosqlite" }
    prepare = { postgresql = "SQL" }     run in the empty database first
    mask = ["uuid"]                      random values in rows
    unordered = ["indexes", "versions"]  Alembic's own order changes from run to run here: indexes or version rows in the SQL
                                         of offline mode, "constraints" in the tables of a database
    offline = ["upgrade", "downgrade"]   the directions real Alembic can write as SQL; true or false for both or none
    downgrade = false                    real Alembic cannot take it back either
    [[scenario]]                         more commands, one after the other, on a fresh database
    name = "..."
    commands = [["upgrade", "head"], ["current"]]

A project in fixtures/broken/ has [[refusal]] tables instead; see refusals.py. A project of examples/ keeps such a file in
tools/oracle/examples/NAME.toml, since it should look like any project.
"""
import copy
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
KEYS = {
    "title", "notes", "databases", "since", "cwd", "args", "env", "url", "database", "default_database", "drivers", "prepare", "mask", "unordered",
    "offline", "downgrade", "scenario", "refusal",
}


class Project:
    """A project folder and how to compare it."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        told = self.folder / "fixture.toml"
        if not told.exists():
            told = HERE / "examples" / f"{self.folder.name}.toml"
        self.broken = self.folder.parent.name == "broken"
        self.name = f"{'broken/' if self.broken else ''}{self.folder.name}"
        self.slug = self.name.replace("/", "_").replace("-", "_").lower()
        table = tomllib.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
        unknown = set(table) - KEYS
        if unknown:
            raise SystemExit(f"error: {told}: unknown keys {', '.join(sorted(unknown))}")
        self.databases = table.get("databases", ["postgresql", "sqlite"])
        self.since = table.get("since", {})
        self.cwd = table.get("cwd") or self.ini_folder()
        self.args = table.get("args", [])
        self.env = table.get("env", {})
        self.url = table.get("url", "environment")
        self.database = table.get("database")
        self.default_database = table.get("default_database")
        self.drivers = table.get("drivers", {})
        self.prepare = table.get("prepare", {})
        self.mask = table.get("mask", [])
        self.unordered = table.get("unordered", [])
        offline = table.get("offline", True)
        self.offline = offline if isinstance(offline, list) else ["upgrade", "downgrade"] if offline else []
        self.downgrade = table.get("downgrade", True)
        self.scenarios = table.get("scenario", [])
        self.refusal = table.get("refusal", [])

    def by_default(self):
        """The same project on the database that it uses when nobody says another."""
        other = copy.copy(self)
        other.name, other.slug = f"{self.name} (default database)", f"{self.slug}_default"
        other.databases, other.url, other.database = ["sqlite"], "ini", self.default_database
        other.default_database = None
        return other

    def ini_folder(self):
        for folder in (".", "backend"):
            if any((self.folder / folder / name).exists() for name in ("alembic.ini", "pyproject.toml")):
                return folder
        return "."


def every_project():
    """All projects of the repository: examples, fixtures, broken fixtures."""
    folders = [*sorted((ROOT / "examples").iterdir()), *sorted((ROOT / "fixtures").iterdir())]
    folders = [each for each in folders if each.is_dir() and each.name != "broken"]
    broken = ROOT / "fixtures" / "broken"
    folders += sorted(each for each in broken.iterdir() if each.is_dir()) if broken.exists() else []
    return [Project(each) for each in folders]
