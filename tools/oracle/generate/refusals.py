"""The scripts of refusals.txt through both tools: what Alembic refuses, limbeck refuses with the same exception in its words."""
import collections
from pathlib import Path

import explained
import oracle
import script as scripts
from grammar.environment import Environment
from limbeck import Limbeck
from outcome import BUGS, plain

FILE = Path(__file__).with_name("refusals.txt")


def listed():
    """The scripts: paragraphs, without comments."""
    paragraphs = FILE.read_text(encoding="utf-8").split("\n\n")
    bodies = ["\n".join(line for line in each.splitlines() if not line.startswith("#")).strip("\n") for each in paragraphs]
    return [scripts.Script(number, body, Environment()) for number, body in enumerate(filter(None, bodies))]


def wrong(wanted, got):
    """What is wrong with limbeck's outcome, or None."""
    if wanted.error in BUGS or explained.reason(wanted, got) is not None:
        return None
    if wanted.error is None:
        return None if got.error is None and got.text == wanted.text else "Alembic does not refuse"
    if got.error is None:
        return "not refused"
    if got.error != wanted.error:
        return "another exception"
    return None if plain(wanted.message) in plain(got.message) else "other words"


def compare(options):
    """Tells what differs; returns how many are alike and how many are not."""
    group = [each for each in listed() if options.only in (None, each.number)]
    ours = Limbeck(options.limbeck).run_all(group, options.dialect)
    passed, told = 0, collections.defaultdict(list)
    for index, each in enumerate(group):
        for dialect in options.dialect:
            wanted, got = oracle.run(each, dialect, calls=True), ours[dialect][index]
            problem = wrong(wanted, got)
            if problem is None:
                passed += 1
            else:
                told[each.number, each.body, problem, wanted.told(), got.told()].append(dialect)
    for (number, body, problem, wanted, got), dialects in told.items():
        print(f"=== {number}: {problem} ({', '.join(dialects)})\n{body}\n--- Alembic\n{wanted}\n--- limbeck\n{got}\n")
    return passed, sum(map(len, told.values()))
