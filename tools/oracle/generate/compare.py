"""Runs scripts through both tools and tells their differences, one of a kind."""
import collections
from dataclasses import dataclass, replace

import oracle
import script as scripts
import shrink
from limbeck import Limbeck
from outcome import Outcome, kind, same


# How often the oracle is asked for what may change from run to run.
AGAIN = 40


class Filler:
    """Takes up room."""


@dataclass(frozen=True)
class Difference:
    """A script of which the tools make different things."""

    script: scripts.Script
    dialect: str
    oracle: Outcome
    limbeck: Outcome

    @property
    def is_none(self):
        """Whether the tools agree."""
        return same(self.oracle, self.limbeck, self.script.body)

    @property
    def kind(self):
        return kind(self.oracle, self.limbeck)


class Comparison:
    """What was asked for on the command line."""

    def __init__(self, options):
        self.options = options
        self.limbeck = Limbeck(options.limbeck, not options.uncaught)

    def chunk(self, numbers):
        """Differences in some scripts, and how often which error of the oracle came."""
        group = [scripts.generate(self.options, number) for number in numbers]
        found = [self.alone(each) for each in self.differences(group, self.options.dialect)]
        return [each for each in found if not each.is_none], [
            each.oracle.error for each in found if each.oracle.error is not None
        ]

    def alone(self, difference):
        """What differs among others may not differ alone: a type, say, is created by the first revision that needs it."""
        if difference.is_none:
            return difference
        return self.by_chance(self.differences([difference.script], [difference.dialect])[0])

    def by_chance(self, difference):
        """What the oracle takes out of a set comes in an order of the moment: it is asked again, and may agree then."""
        found = difference
        fillers = []
        for again in range(AGAIN):
            if found.is_none:
                return found
            # Sets of objects are ordered by where those lie.
            fillers.extend(Filler() for _ in range(37 * again))
            found = replace(difference, oracle=oracle.run(difference.script, difference.dialect))
        return difference

    def differences(self, group, dialects):
        """All outcomes, different or not, script by script."""
        ours = self.limbeck.run_all(group, dialects)
        return [
            Difference(script, dialect, oracle.run(script, dialect), ours[dialect][index])
            for index, script in enumerate(group)
            for dialect in dialects
        ]

    def report(self, differences):
        kinds = collections.defaultdict(list)
        for each in differences:
            kinds[each.kind].append(each)
        ordered = sorted(kinds.items(), key=lambda item: -len(item[1]))
        for name, members in ordered[: self.options.kinds]:
            smallest = min(members, key=lambda each: each.script.size())
            if not self.options.no_shrink:
                smallest = self.shrunk(smallest, name)
            self.show(name, members, smallest)
        for name, members in ordered[self.options.kinds :]:
            print(f"{len(members)} × {name}")

    def shrunk(self, difference, name):
        """The smallest script with a difference of the same kind."""

        def differs(group):
            return [
                not each.is_none and alike(each.kind, name)
                for each in map(self.alone, self.differences(group, [difference.dialect]))
            ]

        script = shrink.smallest(difference.script, differs)
        return self.differences([script], [difference.dialect])[0]

    def show(self, name, members, smallest):
        places = ", ".join(sorted({each.dialect for each in members}))
        print(f"=== {len(members)} × {name}  ({places}; script {members[0].script.number})")
        if smallest.script.environment.told():
            print(f"# {smallest.script.environment.told()}")
        print(smallest.script.body)
        print(f"--- {smallest.dialect}, Alembic\n{smallest.oracle.told()}")
        print(f"--- {smallest.dialect}, limbeck\n{smallest.limbeck.told()}\n", flush=True)


def alike(found, wanted):
    """Texts differ in another place once something is dropped before it; what is refused has to stay the same."""
    if wanted.startswith("text: "):
        return found.startswith("text: ")
    return found == wanted
