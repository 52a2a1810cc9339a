"""The command under test. Scripts with one environment are the revisions of one project, and one run does them all. A
script catches its own refusal and writes it down; where a run stops all the same, another begins after that."""
import re
import shlex
import subprocess
import tempfile
from pathlib import Path

from outcome import Outcome

REFUSED = re.compile(r"^(.*)^-- refused ([0-9a-f]+);\n\n$", re.MULTILINE | re.DOTALL)
TIMEOUT = 300
FILES = {
    "alembic.ini": "[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n",
    "migrations/versions/root.py": 'revision = "root"\ndown_revision = None\n\n\ndef upgrade():\n    pass\n',
}
HEADING = re.compile(r"^-- Running upgrade (\w+) -> (\w+)\n\n", re.MULTILINE)


class Limbeck:
    """A command that takes Alembic's arguments."""

    def __init__(self, command, catching=True):
        self.command = shlex.split(command)
        self.catching = catching

    def run_all(self, scripts, dialects):
        """What it makes of the scripts, which share an environment: a list for each dialect."""
        with tempfile.TemporaryDirectory(prefix="limbeck-generate-") as folder:
            place = Path(folder)
            names = [f"g{index}" for index in range(len(scripts))]
            (place / "migrations/versions").mkdir(parents=True)
            for name, text in FILES.items():
                (place / name).write_text(text)
            before = "root"
            for name, script in zip(names, scripts):
                (place / f"migrations/versions/{name}.py").write_text(script.source(name, f'"{before}"', self.catching), encoding="utf-8")
                before = name
            found = {}
            for dialect in dialects:
                (place / "migrations/env.py").write_text(scripts[0].environment.env_py(dialect), encoding="utf-8")
                found[dialect] = self.chain(place, names)
            return found

    def chain(self, place, names):
        outcomes = []
        before = "root"
        while len(outcomes) < len(names):
            done = subprocess.run(
                [*self.command, "upgrade", f"{before}:{names[-1]}", "--sql"],
                cwd=place,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT,
            )
            out, err = (each.decode("utf-8", "replace") for each in (done.stdout, done.stderr))
            pieces = HEADING.split(out)
            # What is before the first heading, then for each heading: from, to, text.
            texts = {pieces[index + 1]: pieces[index + 2] for index in range(1, len(pieces) - 1, 3)}
            for name in names[len(outcomes) :]:
                ending = f"UPDATE alembic_version SET version_num='{name}' WHERE alembic_version.version_num = '{before}';\n\n"
                text, found, _ = texts.get(name, "").rpartition(ending)
                before = name
                if not found:
                    outcomes.append(Outcome("", f"exit {done.returncode}", err))
                    break
                refused = REFUSED.search(text)
                if refused:
                    error, _, message = bytes.fromhex(refused[2]).decode().partition(": ")
                    outcomes.append(Outcome(refused[1], error, message))
                else:
                    outcomes.append(Outcome(text))
        return outcomes
