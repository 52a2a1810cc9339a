"""A generated revision: what it says, and the environment that it runs in."""
import ast
import textwrap
from dataclasses import dataclass

from chooser import Chooser
from grammar import statements
from grammar.environment import Environment, environment

# How many scripts share an environment, and so a project.
CHUNK = 50

PRELUDE = '''\
import datetime
import decimal
import enum
import uuid
from decimal import Decimal

import sqlalchemy as sa
from alembic import op
from alembic.operations import ops
from sqlalchemy import func, select, text
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.schema import conv


class Colour(enum.Enum):
    red = 1
    green = "it's"
    BLUE = "b%l"


class Size(str, enum.Enum):
    small = "S"
    large = "L"


t = sa.table(
    "pet",
    sa.column("id", sa.Integer),
    sa.column("name", sa.String(20)),
    sa.column("Flag", sa.Boolean),
    sa.column("n", sa.Numeric(10, 2)),
    sa.column("born", sa.Date),
    sa.column("at", sa.DateTime),
    sa.column("doc", sa.JSON),
    sa.column("order", sa.Integer),
)
u = sa.table("owner", sa.column("id", sa.Integer), sa.column("pet_id", sa.Integer), sa.column("name", sa.String), schema="s")
'''


CATCHING = """\
    try:
{body}
    except Exception as error:
        op.execute("-- refused " + (type(error).__name__ + ": " + str(error)).encode().hex())"""


@dataclass(frozen=True)
class Script:
    """A body for `upgrade()`, and the environment's text."""

    number: int
    body: str
    environment: Environment

    def source(self, revision="r", down="None", catching=False):
        """The revision file. `catching`: a refusal becomes a comment in the output, and the next revision's turn comes."""
        body = textwrap.indent(self.body or "pass", "    ")
        if catching:
            body = CATCHING.format(body=textwrap.indent(body, "    "))
        return f'revision = "{revision}"\ndown_revision = {down}\n{PRELUDE}\n\ndef upgrade():\n{body}\n'

    def with_body(self, body):
        return Script(self.number, body, self.environment)

    def size(self):
        """What shrinking makes smaller."""
        return len(self.body)


def tidy(body):
    """The body as Python itself would write it."""
    return ast.unparse(ast.parse(body))


def generate(options, number):
    """Script `number` of a seed, of the command line's options; a `subject` keeps to one kind of statement."""
    seed = options.seed
    shared = environment(Chooser(f"{seed} environment {number // CHUNK}"))
    chooser = Chooser(f"{seed} script {number}")
    return Script(number, tidy(statements.body(chooser, options.subject, options.faults)), shared)
