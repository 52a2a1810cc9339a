"""A history's files: an environment, and a revision for every few steps."""
import textwrap
from dataclasses import dataclass

from chooser import Chooser

from .schema import Schema
from .tables import STEPS, create_table

ENV_PY = """\
import os

import sqlalchemy as sa
from alembic import context

target_metadata = {metadata}


def run(connection=None):
    context.configure(
        connection=connection,
        url=None if connection is not None else os.environ["HISTORY_URL"],
        target_metadata=target_metadata,
        literal_binds=connection is None,
        {options}
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run()
else:
    with sa.create_engine(os.environ["HISTORY_URL"]).connect() as connection:
        run(connection)
"""
INI = "[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n"
CONVENTION = (
    "{'ix': 'ix_%(column_0_label)s', 'uq': 'uq_%(table_name)s_%(column_0_name)s', 'ck': 'ck_%(table_name)s_%(constraint_name)s', "
    "'fk': 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s', 'pk': 'pk_%(table_name)s'}"
)
REVISION = '''\
"""{message}"""
import datetime
import uuid
from decimal import Decimal

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql, postgresql

revision = {revision!r}
down_revision = {down!r}


def upgrade():
{forth}


def downgrade():
{back}
'''


@dataclass
class History:
    """Files by their paths; `down` is the oldest revision that the way back leads to, `before_head` the one before the last."""

    number: int
    files: dict
    down: str
    before_head: str


def history(seed, number, dialect):
    """History `number` of a seed, for a dialect."""
    c = Chooser(f"{seed} history {number} {dialect}")
    state = Schema(dialect)
    options = c.keywords((0.2, "render_as_batch", ["True"]), (0.2, "transaction_per_migration", ["True"]), (0.1, "compare_type", ["True"]))
    # Names that a convention would make again are op.f() ones: half of the steps write them so, and the others are named anew by both tools.
    metadata = f"sa.MetaData(naming_convention={CONVENTION})" if c.chance(0.25) else c.choice(["None", "sa.MetaData()"])
    files = {"alembic.ini": INI, "migrations/env.py": ENV_PY.format(metadata=metadata, options="".join(f"{each}, " for each in options))}
    before = last = None
    floor = "base"
    for place in range(c.randint(2, 6)):
        revision = f"r{place:03}"
        forth, back = [], []
        for _ in range(c.randint(1, 3)):
            made = create_table(c, state) if place == 0 and not forth else c.weighted([(weight, lambda c, step=step: step(c, state)) for weight, step in STEPS])
            if made is None:
                continue
            forth += made[0]
            if made[1] is None:
                floor, back = revision, None
            elif back is not None:
                back = made[1] + back
        files[f"migrations/versions/{revision}.py"] = REVISION.format(
            message=f"step {place}", revision=revision, down=before, forth=indented(forth), back=indented(back or [])
        )
        before, last = revision, before
    return History(number, files, floor, max(floor, last) if floor != "base" else last)


def indented(lines):
    return textwrap.indent("\n".join(lines) or "pass", "    ")
