#!/usr/bin/env python3
"""Run projects through real Alembic and through limbeck, on fresh databases, and compare everything they leave.

    compare.py --limbeck target/debug/limbeck                       all projects of the repository
    compare.py --limbeck PATH --project fixtures/indexes --db sqlite
    compare.py --limbeck alembic --good-only                        Alembic in both seats: a test of this tool

Compared are the SQL of offline mode, stdout and log lines of every command, the schema (pg_dump, sqlite_master, SHOW
CREATE TABLE), all rows and the version table after every step up and down; Alembic and limbeck take turns on one
database; and what is refused is refused clearly. Prints one line a check; ends with `N passed, N failed` and exit code 1 if any failed.

The oracle's Python (with requirements.txt installed) is --python, or LIMBECK_ORACLE_PYTHON, or this one. The
PostgreSQL server is --postgres or LIMBECK_TEST_PG, a URL of a superuser, the MariaDB server --mysql or
LIMBECK_TEST_MYSQL; without them, private ones are started.
"""
import argparse
import os
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True

import cluster
import mariadb
import refusals
import signatures
from checks import Pair
from places import open_place
from projects import Project, every_project
from report import Report, Totals
from tools import Alembic, Limbeck


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limbeck", required=True, help="the command to compare with Alembic")
    parser.add_argument("--project", nargs="+", metavar="DIR", action="extend", help="these projects only")
    parser.add_argument("--db", choices=["postgresql", "sqlite", "mysql"], help="on this kind of database only")
    parser.add_argument("--python", default=os.environ.get("LIMBECK_ORACLE_PYTHON", sys.executable), help="the oracle's Python")
    parser.add_argument("--postgres", default=os.environ.get("LIMBECK_TEST_PG"), metavar="URL", help="a server to use")
    parser.add_argument("--mysql", default=os.environ.get("LIMBECK_TEST_MYSQL"), metavar="URL", help="a MariaDB server to use")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2, help="how many at a time")
    parser.add_argument("--good-only", action="store_true", help="leave out what has to be refused")
    parser.add_argument("--quiet", action="store_true", help="tell failures and totals only")
    return parser.parse_args()


def command_under_test(command, work):
    """Limbeck, copied to where the user `nobody` can run it too (build folders are often private), with its link."""
    words = shlex.split(command)
    binary = shutil.which(words[0])
    if binary is None:
        raise SystemExit(f"error: there is no command {words[0]}")
    if len(words) > 1:
        return Limbeck(command)
    copy = work / "bin" / "limbeck"
    copy.parent.mkdir()
    shutil.copy(binary, copy)
    copy.chmod(copy.stat().st_mode | stat.S_IRWXU | 0o055)
    link = copy.with_name("alembic")
    link.symlink_to(copy.name)
    return Limbeck(shlex.quote(str(copy)), str(link))


def major_version(server, programs):
    """The major version of a PostgreSQL server."""
    command = [f"{programs}/psql", "-X", "-A", "-t", "-c", "SHOW server_version_num", server]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout) // 10000


def leave_out_younger(jobs, server, programs):
    """The jobs without those of projects that a PostgreSQL server is too old for, each of which is told."""
    major = major_version(server, programs)
    kept = []
    for project, kind in jobs:
        if kind == "postgresql" and project.since.get(kind, 0) > major:
            print(f"left out: {project.name} needs PostgreSQL {project.since[kind]}, the server has {major}")
        else:
            kept.append((project, kind))
    return kept


def compare(project, kind, options, limbeck, work, servers, programs, totals):
    """One project on one kind of database, with an oracle of its own."""
    report = Report(f"{project.name} {kind}")
    places = []

    def place(name):
        places.append(open_place(project, kind, name, work, servers, programs))
        return places[-1]

    alembic = Alembic(options.python)
    if limbeck is None:
        limbeck = alembic
    try:
        if project.refusal:
            refusals.check_all(project, alembic, limbeck, place, report)
        else:
            Pair(project, alembic, limbeck, place, report).compare_all()
    except Exception:
        report.check("the comparison itself runs to its end", False, traceback.format_exc().splitlines())
    finally:
        alembic.close()
        for each in places:
            each.close()
    totals.add(report)


def main():
    options = arguments()
    projects = [Project(each) for each in options.project] if options.project else every_project()
    if options.good_only:
        projects = [each for each in projects if not each.refusal]
    projects += [each.by_default() for each in projects if each.default_database]
    jobs = [(each, kind) for each in projects for kind in each.databases if options.db in (None, kind)]
    totals = Totals(options.quiet)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="limbeck-compare-") as folder:
        work = Path(folder)
        work.chmod(0o755)
        servers = {"postgresql": options.postgres, "mysql": options.mysql}
        own = []
        programs = ""
        try:
            if any(kind == "postgresql" for _, kind in jobs):
                programs = cluster.bin_folder()
            for kind, starter in (("postgresql", cluster), ("mysql", mariadb)):
                if any(kind == wanted for _, wanted in jobs) and not servers[kind]:
                    own.append(starter)
                    servers[kind] = starter.start(folder)
            if programs:
                jobs = leave_out_younger(jobs, servers["postgresql"], programs)
            limbeck = None if options.limbeck == "alembic" else command_under_test(options.limbeck, work)
            with ThreadPoolExecutor(options.jobs) as pool:
                running = [
                    pool.submit(compare, project, kind, options, limbeck, work, servers, programs, totals)
                    for project, kind in jobs
                ]
                for each in running:
                    each.result()
        except cluster.ClusterError as error:
            raise SystemExit(f"error: {error}")
        finally:
            for starter in own:
                starter.stop(folder)
    if not options.project and not options.db:
        report = Report("signatures")
        signatures.check_all(options.python, report)
        totals.add(report)
    print(f"compared {len(jobs)} projects with Alembic in {time.monotonic() - started:.0f} s")
    print(f"{totals.passed} passed, {totals.failed} failed")
    sys.exit(1 if totals.failed else 0)


if __name__ == "__main__":
    main()
