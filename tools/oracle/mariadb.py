#!/usr/bin/env python3
"""A private MariaDB server for tests: in a temporary folder, on a free port of 127.0.0.1, its user `root` without a password.

    mariadb.py start FOLDER     make and start one below FOLDER; prints the URL of its user
    mariadb.py stop FOLDER      stop it and remove FOLDER/mariadb

Its programs (mariadbd, mariadb-install-db, the client mariadb) are looked for in PATH and /usr/sbin; on Debian they are
in mariadb-server-core and mariadb-client-core.
"""
import os
import shutil
import signal
import subprocess
import sys
import time

import cluster

SETTINGS = (
    "--bind-address=127.0.0.1", "--skip-name-resolve", "--skip-log-bin", "--innodb-flush-log-at-trx-commit=0",
    "--innodb-flush-method=nosync", "--innodb-doublewrite=0", "--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M",
    "--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci", "--default-time-zone=+00:00",
    "--lc-messages=en_US", "--max-connections=100",
)


def program(name):
    """The path of one of the server's programs."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise cluster.ClusterError(
            f"{name} is not on this machine: install MariaDB, on Debian with "
            "`apt-get install mariadb-server-core mariadb-client-core`"
        )
    return found


def start(folder):
    """Start a server in FOLDER/mariadb and return its URL."""
    place = os.path.join(os.path.abspath(folder), "mariadb")
    os.makedirs(place)
    data, socket, log = (os.path.join(place, name) for name in ("data", "socket", "log"))
    # It does not run as root unless it is told to.
    user = ["--user=root"] if os.geteuid() == 0 else []
    made = subprocess.run(
        [program("mariadb-install-db"), "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal",
         "--skip-test-db", *user],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/",
    )
    if made.returncode != 0:
        raise cluster.ClusterError(f"mariadb-install-db failed:\n{made.stdout}")
    # A port that is free now may be taken a moment later: another one is tried then.
    for _ in range(5):
        port = cluster.free_port()
        with open(log, "ab") as output:
            server = subprocess.Popen(
                [program("mariadbd"), "--no-defaults", *user, *SETTINGS, f"--datadir={data}", f"--port={port}",
                 f"--socket={socket}"],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, cwd="/",
            )
        if answers(server, socket):
            with open(os.path.join(place, "pid"), "w") as file:
                file.write(str(server.pid))
            return f"mysql+pymysql://root@127.0.0.1:{port}/mysql"
    with open(log, errors="replace") as file:
        raise cluster.ClusterError(f"the MariaDB server did not start:\n{file.read()[-2000:]}")


def answers(server, socket):
    """Whether the server takes questions; waits until it does, or has ended."""
    for _ in range(600):
        if server.poll() is not None:
            return False
        asked = subprocess.run(
            [program("mariadb"), "--no-defaults", "-S", socket, "-u", "root", "-e", "SELECT 1"],
            stdin=subprocess.DEVNULL, capture_output=True,
        )
        if asked.returncode == 0:
            return True
        time.sleep(0.05)
    server.kill()
    return False


def stop(folder):
    """Stop the server below FOLDER, if there is one, and remove it."""
    place = os.path.join(os.path.abspath(folder), "mariadb")
    try:
        with open(os.path.join(place, "pid")) as file:
            pid = int(file.read())
        # Nothing of it is kept, so that it need not tidy up.
        os.kill(pid, signal.SIGKILL)
        for _ in range(100):
            os.kill(pid, 0)
            try:
                os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                pass
            time.sleep(0.02)
    except (FileNotFoundError, ProcessLookupError):
        pass
    shutil.rmtree(place, ignore_errors=True)


def main(arguments):
    try:
        match arguments:
            case ["start", folder]:
                print(start(folder))
            case ["stop", folder]:
                stop(folder)
            case _:
                sys.exit(__doc__)
    except cluster.ClusterError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
