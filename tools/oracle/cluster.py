#!/usr/bin/env python3
"""A private PostgreSQL cluster for tests: in a temporary folder, on a free port of 127.0.0.1, trusting everyone.

    cluster.py start FOLDER     initdb and start below FOLDER; prints the URL of its superuser `postgres`
    cluster.py stop FOLDER      stop it and remove FOLDER/cluster
    cluster.py bin              print the folder with the server's programs

The server's programs are looked for in the folder LIMBECK_PG_BIN, in /usr/lib/postgresql/*/bin, by `pg_config --bindir` and in PATH. Where they are
missing and this runs as root on Debian, the package `postgresql` is installed. PostgreSQL refuses to run as root, so
root starts it as the user `postgres`, or `nobody`.

Everybody is trusted except the role `limbeck_password`, which has to give its password (`secret`): tests of refusals
need a server that can refuse.
"""
import glob
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import time

PASSWORD_ROLE = "limbeck_password"
PROGRAMS = ("initdb", "pg_ctl", "postgres", "pg_dump", "psql")
SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{socket}'
max_connections = 100
shared_buffers = 64MB
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
logging_collector = off
timezone = 'UTC'
lc_messages = 'C'
"""
ACCESS = """
host   all  {role}  127.0.0.1/32  scram-sha-256
local  all  all                   trust
host   all  all     127.0.0.1/32  trust
"""


class ClusterError(Exception):
    """The cluster could not be started; the text says why and what to do."""


def find_bin():
    """The folder that holds initdb, postgres and the others, or None."""
    found = []
    for folder in glob.glob("/usr/lib/postgresql/*/bin"):
        version = re.search(r"/(\d+)/bin$", folder)
        found.append((int(version.group(1)) if version else 0, folder))
    folders = [folder for _, folder in sorted(found, reverse=True)]
    if os.environ.get("LIMBECK_PG_BIN"):
        folders.insert(0, os.environ["LIMBECK_PG_BIN"])
    if shutil.which("pg_config"):
        folders.append(subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True).stdout.strip())
    if shutil.which("initdb"):
        folders.append(os.path.dirname(os.path.realpath(shutil.which("initdb"))))
    for folder in folders:
        if all(os.access(os.path.join(folder, program), os.X_OK) for program in PROGRAMS):
            return folder
    return None


def install():
    """Install Debian's package, without letting it start a server of its own."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise ClusterError(
            "the PostgreSQL server's programs (initdb, pg_ctl, …) are not on this machine: "
            "install them, on Debian with `apt-get install postgresql`"
        )
    apt("update", "-q")
    # Its settings first: otherwise installing the server creates and starts a cluster for the whole machine.
    apt("install", "-y", "-q", "--no-install-recommends", "postgresql-common")
    settings = "/etc/postgresql-common/createcluster.conf"
    with open(settings, "a") as file:
        file.write("\ncreate_main_cluster = false\n")
    apt("install", "-y", "-q", "--no-install-recommends", "postgresql")


def apt(*arguments):
    command = ["apt-get", *arguments]
    done = subprocess.run(command, env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"), stdout=sys.stderr)
    if done.returncode != 0:
        raise ClusterError(f"`{' '.join(command)}` failed with exit code {done.returncode}")


def bin_folder():
    """The folder with the server's programs, installed first where that is possible."""
    folder = find_bin()
    if folder is None:
        install()
        folder = find_bin()
    if folder is None:
        raise ClusterError("PostgreSQL was installed, but its programs are in none of the usual places")
    return folder


def server_user():
    """The account that runs the server when this is root; None for oneself."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ClusterError("PostgreSQL does not run as root, and this machine has neither a user `postgres` nor `nobody`")


def run_as(user, command):
    """Run a command of the server as its user; its output belongs into an error only."""
    options = {}
    if user is not None:
        options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    environment.update(LC_ALL="C", HOME="/tmp")
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        cwd="/", **options,
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder):
    """Start a cluster in FOLDER/cluster and return its URL."""
    programs, user = bin_folder(), server_user()
    place = os.path.join(os.path.abspath(folder), "cluster")
    os.makedirs(place)
    if user is not None:
        os.chown(place, user.pw_uid, user.pw_gid)
        open_the_way(os.path.dirname(place))
    data = os.path.join(place, "data")
    made = run_as(
        user,
        [f"{programs}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
    )
    if made.returncode != 0:
        raise ClusterError(f"initdb failed:\n{made.stdout}")
    with open(os.path.join(data, "pg_hba.conf"), "w") as file:
        file.write(ACCESS.format(role=PASSWORD_ROLE))
    with open(os.path.join(data, "postgresql.conf")) as file:
        defaults = file.read()
    # A port that is free now may be taken a moment later: another one is tried then.
    for attempt in range(5):
        port = free_port()
        with open(os.path.join(data, "postgresql.conf"), "w") as file:
            file.write(defaults + SETTINGS.format(port=port, socket=place))
        log = os.path.join(place, "log")
        up = run_as(user, [f"{programs}/pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "start"])
        if up.returncode == 0:
            break
        time.sleep(0.2 * (attempt + 1))
    else:
        detail = open(log).read()[-2000:] if os.path.exists(log) else ""
        raise ClusterError(f"the server did not start:\n{up.stdout}\n{detail}")
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    role = run_as(
        user,
        [f"{programs}/psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", url, "-c", f"CREATE ROLE {PASSWORD_ROLE} LOGIN PASSWORD 'secret'"],
    )
    if role.returncode != 0:
        stop(folder)
        raise ClusterError(f"the server does not answer:\n{role.stdout}")
    return url


def open_the_way(folder):
    """The server's user has to pass through the folders above its own, as far as they are ours."""
    while folder not in ("/", ""):
        state = os.stat(folder)
        if state.st_uid == os.geteuid() and not state.st_mode & 0o001 and folder.startswith("/tmp/"):
            os.chmod(folder, state.st_mode | 0o011)
        folder = os.path.dirname(folder)


def stop(folder):
    """Stop the cluster below FOLDER, if there is one, and remove it."""
    place = os.path.join(os.path.abspath(folder), "cluster")
    data = os.path.join(place, "data")
    if os.path.exists(os.path.join(data, "postmaster.pid")):
        run_as(server_user(), [f"{bin_folder()}/pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"])
    shutil.rmtree(place, ignore_errors=True)


def main(arguments):
    try:
        match arguments:
            case ["start", folder]:
                print(start(folder))
            case ["stop", folder]:
                stop(folder)
            case ["bin"]:
                print(bin_folder())
            case _:
                sys.exit(__doc__)
    except ClusterError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
