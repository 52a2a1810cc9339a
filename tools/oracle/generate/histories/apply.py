"""Both tools run a history on databases of their own: up, back, up again. After each command the same has to be there."""
import collections
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grammar import names
from online import BROKEN, SERVERS, alike

from .history import history

ALEMBIC = Path(__file__).resolve().parent.parent.parent / "alembic_server.py"
# docs/differences.md, "Values that SQLAlchemy leaves as placeholders": those beside a statement.
BESIDE = "SQL parameters not allowed with as_sql"
TIMEOUT = 120


class Alembic:
    """One process that forks for every command."""

    def __init__(self):
        self.process = subprocess.Popen([sys.executable, str(ALEMBIC)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, place, arguments, env):
        out, err = place / "out", place / "err"
        request = {"argv": arguments, "cwd": str(place), "env": env, "out": str(out), "err": str(err)}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        code = json.loads(self.process.stdout.readline())["code"]
        return code, out.read_text(errors="replace"), err.read_text(errors="replace")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Limbeck:
    """A process for every command. `kills`: chooses after how many seconds one is killed, to be run again; or None."""

    def __init__(self, command, kills):
        self.command = command
        self.kills = kills

    def run(self, place, arguments, env):
        for _ in range(self.kills.randint(1, 5) if self.kills and "--sql" not in arguments else 0):
            process = subprocess.Popen([*self.command, *arguments], cwd=place, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(self.kills.uniform(0.02, 0.25))
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        done = subprocess.run([*self.command, *arguments], cwd=place, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT)
        return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def commands(made):
    """What is run one after the other, as long as Alembic goes along. No target is relative: a killed command can be run again."""
    return [["upgrade", "head", "--sql"], ["upgrade", "head"], ["downgrade", made.down], ["upgrade", "head"], ["downgrade", made.before_head]]


def main(options):
    """Compares; prints each difference and totals, and returns how many histories differ."""
    command = options.limbeck.split()
    command[0] = os.path.abspath(command[0]) if os.path.exists(command[0]) else command[0]
    started = time.monotonic()
    alembic, limbeck = Alembic(), Limbeck(command, random.Random(options.seed) if options.kill else None)
    failed = runs = whole = 0
    refusals = collections.Counter()
    numbers = [options.only] if options.only is not None else range(options.first, options.first + options.count)
    try:
        for dialect in options.dialect:
            names.keep_to(["main"])
            with tempfile.TemporaryDirectory(prefix="limbeck-histories-") as folder:
                folder = Path(folder)
                server = SERVERS[dialect](folder)
                try:
                    server.prepare()
                    for number in numbers:
                        made = history(options.seed, number, "mysql" if dialect == "mariadb" else dialect)
                        difference, reached, refusal = compare(made, server, folder / "project", alembic, limbeck)
                        runs += 1
                        whole += reached
                        if refusal:
                            refusals[refusal] += 1
                        if difference:
                            failed += 1
                            tell(dialect, made, difference)
                        elif options.only is not None:
                            tell(dialect, made, reached or "Alembic refused")
                finally:
                    server.close()
    finally:
        alembic.close()
    print(f"{runs} histories of seed {options.seed} on {', '.join(options.dialect)} in {time.monotonic() - started:.0f} s; Alembic went up with {whole} of them")
    for refusal, count in refusals.most_common(8):
        print(f"    {count} x {refusal}")
    print(f"{runs - failed} passed, {failed} failed")
    return failed


def compare(made, server, place, alembic, limbeck):
    """What differs, as text or None; whether Alembic reached the head; and what it refused."""
    shutil.rmtree(place, ignore_errors=True)
    for name, text in made.files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    urls = server.fresh("alembic_db", empty=True), server.fresh("limbeck_db", empty=True)
    reached = False
    for arguments in commands(made):
        env = [{"HISTORY_URL": url, "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} for url in urls]
        code, out, err = alembic.run(place, arguments, env[0])
        ours, our_out, our_err = limbeck.run(place, arguments, env[1])
        said = f"{' '.join(arguments)}\n--- Alembic ends with {code}: {(out + err).strip()[-400:]}\n--- limbeck ends with {ours}: {our_err.strip()[-1200:]}"
        if "--sql" in arguments and code == 0 and BESIDE in our_err:
            continue
        if code != 0 and ours == 0 and reason(err).split(":")[0] in BROKEN:
            return None, reached, f"{arguments[0]}: {reason(err)}"
        if (code == 0) != (ours == 0):
            return said, reached, None
        if "--sql" in arguments:
            if code == 0 and out != our_out:
                return f"{said}\n{lines_apart(out, our_out)}", reached, None
            continue
        dumps = server.dump("alembic_db"), server.dump("limbeck_db")
        # limbeck takes back what Alembic leaves half done, on SQLite; elsewhere the two end at the same place.
        if not alike(*dumps) and (code == 0 or not isinstance(server, SERVERS["sqlite"])):
            return f"{said}\n{lines_apart(*dumps)}", reached, None
        if code != 0:
            return None, reached, f"{arguments[0]}: {reason(err)}"
        if not reached:
            # What Alembic made is what the revisions make, to limbeck too.
            ours, our_out, our_err = limbeck.run(place, ["verify"], env[0])
            if ours != 0:
                return f"verify\n--- limbeck ends with {ours}: {(our_out + our_err).strip()[-3000:]}", True, None
        reached = True
    return None, reached, None


def reason(err):
    """The line of a traceback that tells what went wrong."""
    told = [line for line in err.splitlines() if re.match(r"[\w.]+(Error|Exception)\b", line)]
    return re.sub(r"\d+|['\"`][^'\"`]*['\"`]", "_", told[-1])[:150] if told else err.strip()[-150:]


def lines_apart(theirs, ours):
    lines = theirs.splitlines(), ours.splitlines()
    found = [f"{mark} {line}" for mark, own, other in (("-", *lines), ("+", *reversed(lines))) for line in own if line not in other]
    return "\n".join(found) or "the same lines in another order"


def tell(dialect, made, difference):
    print(f"=== {dialect}, history {made.number}")
    for name, text in made.files.items():
        if name.endswith(".py"):
            print(f"# {name}\n{text.split('down_revision', 1)[-1] if 'versions' in name else text.split('def run')[0]}")
    print(difference, flush=True)
