#!/usr/bin/env python3
"""replay.py --limbeck PATH --ini FILE [--target heads] [--runs N] [--alembic PATH] [--setup FILE.sql]

Times bringing an empty PostgreSQL database to a project's heads: by limbeck, by psql which replays what limbeck sent over
one connection, and by real Alembic (`--alembic`) if that is given. A private server is started and stopped; each run has
a database of its own; the tools take turns. Prints medians and the ratios.

What psql replays is what the server itself wrote down while limbeck ran: every statement on the connection that migrates,
with BEGIN, COMMIT and the version rows, parameters put in as literals. psql stops at the first error, so nothing is
skipped silently.

The ini must take its URL from --url or DATABASE_URL (for Alembic: env.py must read DATABASE_URL, or `sqlalchemy.url` be
given in the ini as %(DATABASE_URL)s).
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "tools", "oracle")
sys.path.insert(0, TOOLS)
import cluster  # noqa: E402

# A line of the server's log: the process, then what kind of message it is.
ENTRY = re.compile(r"^@(\d+)@(\S*)@ (\w+):  (.*)$")
EXECUTE = re.compile(r"^execute [^:]*: (.*)$", re.DOTALL)
PARAMETER = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')", re.DOTALL)


def run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"error: {' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def entries(log, database):
    """(process, kind, text) of each message that the server wrote for this database."""
    found = []
    for line in log.splitlines():
        start = ENTRY.match(line)
        if start:
            found.append([start[1], start[3], start[4], start[2]])
        elif found and line.startswith("\t"):
            found[-1][2] += "\n" + line[1:]
    return [(process, kind, text) for process, kind, text, where in found if where == database]


def statements(log, database):
    """What the busiest connection of the database executed, in its order."""
    by_process = {}
    for process, kind, text in entries(log, database):
        sent = by_process.setdefault(process, [])
        executed = EXECUTE.match(text)
        if kind == "LOG" and text.startswith("statement: "):
            sent.append(text.removeprefix("statement: "))
        elif kind == "LOG" and executed:
            sent.append(executed[1])
        elif kind == "DETAIL" and text.lower().startswith("parameters: ") and sent:
            values = dict(PARAMETER.findall(text))
            sent[-1] = re.sub(r"\$(\d+)", lambda number: values[number[1]], sent[-1])
    return max(by_process.values(), key=len, default=[])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limbeck", required=True)
    parser.add_argument("--ini", required=True)
    parser.add_argument("--alembic")
    parser.add_argument("--setup", help="SQL that each empty database starts with")
    parser.add_argument("--target", default="heads")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", help="keep what psql replays in this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        os.chmod(work, 0o755)
        server = cluster.start(work).rsplit("/", 1)[0]
        try:
            compare(options, server, work)
        finally:
            cluster.stop(work)


def compare(options, server, work):
    folder = os.path.dirname(os.path.abspath(options.ini))
    psql = [os.path.join(cluster.bin_folder(), "psql"), "-qX", "-v", "ON_ERROR_STOP=1"]

    def fresh(name, *settings):
        run([*psql, f"{server}/postgres", "-c", f"DROP DATABASE IF EXISTS {name}", "-c", f"CREATE DATABASE {name}"])
        for setting in settings:
            run([*psql, f"{server}/postgres", "-c", f"ALTER DATABASE {name} SET {setting}"])
        if options.setup:
            run([*psql, f"{server}/{name}", "-f", options.setup])
        return f"{server}/{name}"

    def timed(command, **more):
        started = time.perf_counter()
        run(command, cwd=folder, **more)
        return time.perf_counter() - started

    limbeck = [os.path.abspath(options.limbeck), "-c", os.path.abspath(options.ini), "-q", "--url"]
    run([*psql, f"{server}/postgres", "-c", "ALTER SYSTEM SET log_line_prefix = '@%p@%d@ '", "-c", "SELECT pg_reload_conf()"])
    url = fresh("bench_log", "log_statement = 'all'", "log_parameter_max_length = -1")
    run([*limbeck, url, "upgrade", options.target], cwd=folder)
    with open(os.path.join(work, "cluster", "log"), encoding="utf-8", errors="replace") as log:
        sent = statements(log.read(), "bench_log")
    script = options.keep or os.path.join(work, "replay.sql")
    with open(script, "w", encoding="utf-8") as file:
        file.writelines(sql.rstrip().rstrip(";") + "\n;\n" for sql in sent)
    times = {"limbeck": [], "psql": [], "alembic": []}
    for _ in range(options.runs):
        times["limbeck"].append(timed([*limbeck, fresh("bench_limbeck"), "upgrade", options.target]))
        times["psql"].append(timed([*psql, fresh("bench_psql"), "-o", os.devnull, "-f", script]))
        if options.alembic:
            environment = dict(os.environ, DATABASE_URL=fresh("bench_alembic"))
            command = [options.alembic, "-c", os.path.abspath(options.ini), "upgrade", options.target]
            times["alembic"].append(timed(command, env=environment))
    medians = {name: statistics.median(taken) for name, taken in times.items() if taken}
    print(f"{len(sent)} statements, {options.runs} runs")
    for name, median in medians.items():
        print(f"{name:8} {median * 1000:8.0f} ms  limbeck is {medians['limbeck'] / median:.2f} of it")


main()
