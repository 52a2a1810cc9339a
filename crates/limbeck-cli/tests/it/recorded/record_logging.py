"""Records what Python's logging makes of the inis in logging/: python record_logging.py

Beside each NAME.ini it writes NAME.txt: what the records below come to on standard output and error. RECORDS is also in
logging.rs. A name ending in `-` has no file: logging that was never configured.
"""
import pathlib
import subprocess
import sys

PROGRAM = r"""
import logging, logging.config, sys
import alembic.command, alembic.config, alembic.runtime.migration, sqlalchemy.engine, sqlalchemy.pool
RECORDS = [
    ("alembic.runtime.migration", "INFO", "Context impl SQLiteImpl."),
    ("alembic.runtime.migration", "DEBUG", "new branch insert 1a2b"),
    ("alembic.runtime.migration", "INFO", "Running upgrade  -> 1a2b, create pet"),
    ("alembic.util.messaging", "ERROR", "Can't locate revision identified by 'x%s'"),
    ("sqlalchemy.engine.Engine", "INFO", "BEGIN (implicit)"),
    ("sqlalchemy.pool", "WARNING", "of the pool"),
    ("pets.models", "INFO", "a model"),
    ("pets.models", "WARNING", "two\nlines"),
    ("alembic", "WARNING", "of alembic"),
    ("root", "WARNING", "of root"),
    ("pets", "ERROR", ""),
]
if sys.argv[1:]:
    logging.config.fileConfig(sys.argv[1])
for name, level, message in RECORDS:
    logging.getLogger(name).log(getattr(logging, level), "%s", message)
"""

folder = pathlib.Path(__file__).parent / "logging"
for ini in [*sorted(folder.glob("*.ini")), None]:
    argv = [sys.executable, "-I", "-c", PROGRAM, *([str(ini)] if ini else [])]
    done = subprocess.run(argv, timeout=60, capture_output=True, text=True, check=True)
    (ini or folder / "unconfigured.ini").with_suffix(".txt").write_text(f"{done.stdout}=== stderr\n{done.stderr}")
