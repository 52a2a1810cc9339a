"""What the inspector says of a database: SQLAlchemy's, and limbeck's.

`reflection/` is an Alembic project whose env.py prints it; both tools run it by `current`, on the same database.
"""
import shutil
from pathlib import Path

import tools

PROBE = Path(__file__).resolve().parent / "reflection"


class Looker:
    """A place from which the probe looks at another place's database."""

    def __init__(self, place):
        self.place = place
        self.project = Bare()
        self.cwd = place.folder.parent / "reflection"
        if not self.cwd.exists():
            shutil.copytree(PROBE, self.cwd)

    def environment(self):
        """The driver is the dialect's plain one: an inspector needs no event loop."""
        scheme, rest = self.place.url().split("://", 1)
        plain = {"postgresql": "postgresql", "sqlite": "sqlite", "mysql": "mysql+pymysql"}[self.place.kind]
        if scheme.startswith("mariadb"):
            plain = "mariadb+pymysql"
        return {**tools.base_environment(), "DATABASE_URL": f"{plain}://{rest}"}


class Bare:
    """No arguments of a project stand before the probe's."""

    args = []
    name = "reflection"
