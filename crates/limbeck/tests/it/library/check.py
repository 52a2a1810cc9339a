"""Runs every snippet of this folder under real Alembic: python check.py [FILE…]. Says which assertions do not hold."""

import pathlib
import sys
import traceback
import warnings

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

warnings.simplefilter("ignore")
here = pathlib.Path(__file__).parent
wrong = 0
for path in [pathlib.Path(name) for name in sys.argv[1:]] or sorted(here.glob("*.py")):
    if path.name == "check.py":
        continue
    for part in path.read_text().split("#== ")[1:]:
        name, _, body = part.partition("\n")
        source = "def upgrade():\n" + "".join(f"    {line}\n" for line in body.splitlines()) + "    pass\n"
        with sa.create_engine("sqlite://").connect() as connection:
            with Operations.context(MigrationContext.configure(connection)) as op:
                names = {"op": op, "sa": sa, "__name__": "r1"}
                try:
                    exec(compile(source, f"{path.name}: {name}", "exec"), names)
                    names["upgrade"]()
                except Exception:
                    wrong += 1
                    print(f"=== {path.name}: {name}")
                    traceback.print_exc(limit=-2, file=sys.stdout)
sys.exit(1 if wrong else 0)
