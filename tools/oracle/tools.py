"""The two tools that are compared: real Alembic and limbeck, behind one function `run(place, argv)`."""
import json
import os
import shlex
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
TIMEOUT = 300


@dataclass
class Result:
    """What a command left behind."""

    code: int
    stdout: str
    stderr: str

    def ok(self):
        return self.code == 0

    def everything(self):
        return self.stdout + self.stderr


class Alembic:
    """Real Alembic, through a server that forks for every command."""

    name = "alembic"
    link = None

    def __init__(self, python):
        self.scratch = tempfile.TemporaryDirectory(prefix="limbeck-oracle-")
        self.server = subprocess.Popen(
            [python, str(HERE / "alembic_server.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=base_environment(),
        )

    def ask(self, **request):
        out, err = os.path.join(self.scratch.name, "out"), os.path.join(self.scratch.name, "err")
        self.server.stdin.write(json.dumps({**request, "out": out, "err": err}) + "\n")
        self.server.stdin.flush()
        line = self.server.stdout.readline()
        if not line:
            raise RuntimeError("the oracle's server has ended; see its messages above")
        with open(out, encoding="utf-8", errors="replace") as stdout, open(err, encoding="utf-8", errors="replace") as stderr:
            return Result(json.loads(line)["code"], stdout.read(), stderr.read())

    def run(self, place, argv):
        return self.ask(argv=[*place.project.args, *argv], cwd=str(place.cwd), env=place.environment())

    def revisions(self, place):
        """All revisions of the project, bases first."""
        found = self.ask(argv=place.project.args, cwd=str(place.cwd), env=place.environment(), walk=True)
        if not found.ok():
            raise RuntimeError(f"the oracle cannot read {place.project.name}:\n{found.everything()}")
        return json.loads(found.stdout)

    def close(self):
        self.server.stdin.close()
        self.server.wait(10)
        self.scratch.cleanup()


class Limbeck:
    """The command under test: a path, or a command with arguments. `link`: the path under Alembic's name, if there is one."""

    name = "limbeck"

    def __init__(self, command, link=None):
        self.command = shlex.split(command)
        self.link = link

    def run(self, place, argv, user=None, link=False):
        """`user`: a numeric user id to run as, where root would be allowed too much. `link`: by Alembic's name."""
        options = {} if user is None else {"user": user, "group": user, "extra_groups": []}
        try:
            done = subprocess.run(
                [*([self.link] if link else self.command), *place.project.args, *argv],
                cwd=place.cwd,
                env=place.environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT,
                **options,
            )
        except subprocess.TimeoutExpired as late:
            return Result(124, text(late.stdout), text(late.stderr) + f"\nno end after {TIMEOUT} s")
        except OSError as error:
            return Result(126, "", f"{self.command[0]} cannot be run: {error}\n")
        return Result(done.returncode, text(done.stdout), text(done.stderr))


def text(data):
    return (data or b"").decode("utf-8", errors="replace")


def base_environment():
    """What both tools see of this machine: as little as possible, so that runs are alike everywhere."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH") if key in os.environ}
    return {
        **kept,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }
