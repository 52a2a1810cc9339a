#!/usr/bin/env python3
"""replay.py --limbeck PATH --ini FILE --postgres URL [--alembic PATH] [--target heads] [--runs N]

Times bringing an empty PostgreSQL database to a project's heads: by limbeck, by psql which replays the statements that
`limbeck plan` tells over one connection, and by real Alembic (`--alembic`) if that is given. Each run has a database of its
own; the three take turns. Prints medians and the ratios. Needs psql in PATH.

The ini must take its URL from --url or DATABASE_URL (for Alembic: env.py must read DATABASE_URL, or `sqlalchemy.url` be
given in the ini as %(DATABASE_URL)s).
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time


def run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"error: {' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limbeck", required=True)
    parser.add_argument("--ini", required=True)
    parser.add_argument("--postgres", required=True, help="URL of the server up to the slash before the database")
    parser.add_argument("--alembic")
    parser.add_argument("--target", default="heads")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    server = options.postgres.rstrip("/")
    folder = os.path.dirname(os.path.abspath(options.ini))

    def fresh(name):
        admin = ["psql", f"{server}/postgres", "-qX", "-v", "ON_ERROR_STOP=1"]
        run([*admin, "-c", f"DROP DATABASE IF EXISTS {name}", "-c", f"CREATE DATABASE {name}"])
        return f"{server}/{name}"

    def timed(command, **more):
        started = time.perf_counter()
        run(command, cwd=folder, **more)
        return time.perf_counter() - started

    limbeck = [os.path.abspath(options.limbeck), "-c", os.path.abspath(options.ini)]
    plan = json.loads(run([*limbeck, "--json", "--url", fresh("bench_plan"), "plan", options.target], cwd=folder))
    statements = [one["sql"] for step in plan["databases"][0]["steps"] for one in step["statements"]]
    with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as script:
        script.write("BEGIN;\n" + "".join(f"{sql.rstrip(';')};\n" for sql in statements) + "COMMIT;\n")
        script.flush()
        times = {"limbeck": [], "psql": [], "alembic": []}
        for _ in range(options.runs):
            url = fresh("bench_limbeck")
            times["limbeck"].append(timed([*limbeck, "-q", "--url", url, "upgrade", options.target]))
            times["psql"].append(timed(["psql", fresh("bench_psql"), "-qX", "-o", os.devnull, "-f", script.name]))
            if options.alembic:
                environment = dict(os.environ, DATABASE_URL=fresh("bench_alembic"))
                command = [options.alembic, "-c", os.path.abspath(options.ini), "upgrade", options.target]
                times["alembic"].append(timed(command, env=environment))
    medians = {name: statistics.median(taken) for name, taken in times.items() if taken}
    print(f"{len(statements)} statements, {options.runs} runs")
    for name, median in medians.items():
        print(f"{name:8} {median * 1000:8.0f} ms  limbeck is {medians['limbeck'] / median:.2f} of it")


main()
