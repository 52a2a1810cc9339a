"""Real Alembic behind a pipe, run by the oracle's own Python.

Importing Alembic takes most of a second, running a command a few hundredths. So this process imports it once and forks
for every command: each runs in a process of its own, fresh and undisturbed, as if started from the shell.

One request a line, JSON: {"argv": [...], "cwd": ..., "env": {...}, "out": PATH, "err": PATH}, answered by one line
{"code": N}. With "walk": true the command is not run; the revisions that it would see are written to "out" instead,
as JSON, bases first.
"""
import json
import os
import sys
import traceback

# A script started from a file has that file's folder in front of its path; a console script of Alembic has not.
sys.path.pop(0)

import alembic.command
import alembic.config
import alembic.environment
import alembic.migration
import alembic.op
import alembic.script
import psycopg2.extensions
import pymysql
import sqlalchemy.dialects.mysql.pymysql
import sqlalchemy.dialects.postgresql
import sqlalchemy.dialects.sqlite
import sqlalchemy.engine
import sqlalchemy.orm


def walk(config, verbose=False, resolve_dependencies=False):
    """Stands in for `alembic heads` and prints what a comparison needs to know of the revisions."""
    script = alembic.script.ScriptDirectory.from_config(config)
    found = [
        {
            "revision": each.revision,
            "down": list(each._versioned_down_revisions),
            "depends": list(each._resolved_dependencies),
            "labels": sorted(each.branch_labels),
        }
        for each in script.walk_revisions()
    ]
    print(json.dumps(list(reversed(found))))


walk.__module__, walk.__name__ = "alembic.command", "heads"


def run(request):
    """In the child: become the process that the shell would have started. Returns the exit code."""
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    argv = request["argv"]
    if request.get("walk"):
        alembic.command.heads = walk
        argv = [*argv, "heads"]
    sys.argv = ["alembic", *argv]
    try:
        alembic.config.main(argv=argv, prog="alembic")
        return 0
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return (end.code or 0) & 0xFF
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1


def answer(request):
    child = os.fork()
    if child == 0:
        code = 70
        try:
            null = os.open(os.devnull, os.O_RDONLY)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            os.dup2(null, 0)
            os.dup2(os.open(request["out"], flags, 0o600), 1)
            os.dup2(os.open(request["err"], flags, 0o600), 2)
            code = run(request)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return {"code": os.waitstatus_to_exitcode(status)}


def main():
    # The pipe is kept away from the commands' standard output.
    pipe = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        pipe.write(json.dumps(answer(json.loads(line))) + "\n")
        pipe.flush()


main()
