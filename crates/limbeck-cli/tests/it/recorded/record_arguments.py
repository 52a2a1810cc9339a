"""Records what argparse of real Alembic makes of command lines: python record_arguments.py > arguments.txt

Each line of the answer: the arguments as a JSON list, a tab, and `refused` or the command with what it was given.
"""
import contextlib
import io
import json

from alembic.config import CommandLine

LINES = """
upgrade head
upgrade +1
upgrade -1
upgrade shop@+2
upgrade ae10:head --sql
upgrade --sql ae10:head
upgrade head --tag deploy
upgrade head --tag=deploy
upgrade head --ta deploy
upgrade head --sql --sql
upgrade head --tag a --tag b
upgrade
upgrade a b
upgrade --tag
upgrade --nonsense head
upgrade head -c other.ini
upgrade head -n other
downgrade -1
downgrade -12
downgrade -- -1
downgrade -1 --sql
downgrade --sql -1
downgrade shop@-1
downgrade -x
downgrade base
downgrade -a
current
current -v
current --verb
current -c
current --check-heads
current --check
current -vc
current -cv
-c other.ini current -c
-cother.ini current
-c=other.ini current
--config other.ini current
--config=other.ini current
--conf other.ini current
-c a.ini -c pyproject.toml current
-n other current
-nother current
--name other current
-n a -n b current
-x a=b current
-x=a current
-xa=b current
-x a -x b=c current
-x a= current
--raiseerr current
--raise current
-q current
--quiet current
-qx a current
history
history -r a:b
history -ra:b
history -r-3:
history -r=-3:
history --rev-range=-3:current
history --rev-range -3
history --rev a:b
history -r
history -r -v
history -vi
history -ivr a:b
history --indicate
history a
heads
heads -v
heads --resolve
heads --resolve-dependencies --verbose
branches --verbose
show head
show -1
show
show a b
stamp head
stamp a b
stamp a b --purge
stamp --purge a b
stamp heads --sql --tag x
stamp
stamp -1
stamp --p head
ensure_version
ensure_version --sql
ensure-version
ensure_version x
nonsense
upg head
--nonsense current
--sql upgrade head
current --v
--ver
"""


def text(value):
    return json.dumps(value)


for line in LINES.strip().splitlines():
    argv = line.split()
    streams = io.StringIO()
    try:
        with contextlib.redirect_stderr(streams), contextlib.redirect_stdout(streams):
            got = CommandLine(prog="alembic").parser.parse_args(argv)
        function, positional, keywords = got.cmd
        given = {"c": got.config, "n": got.name, "x": got.x, "raiseerr": got.raiseerr, "quiet": got.quiet}
        given |= {name: getattr(got, name) for name in (*positional, *keywords)}
        default = {"n": "alembic"}
        shown = [f"{name}={text(value)}" for name, value in sorted(given.items()) if value and value != default.get(name)]
        answer = " ".join([function.__name__, *shown])
    except SystemExit as stop:
        answer = "refused" if stop.code else "answered"
    print(f"{line}\t{answer}")
