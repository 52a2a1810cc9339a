"""The checks of a project that works: what Alembic does and prints, limbeck does and prints."""
import re

import alike
from reflected import Looker

LOG_LINE = re.compile(r"^.*\[alembic\..*$", re.M)


class Pair:
    """One project on one kind of database, with a place for each tool."""

    def __init__(self, project, alembic, limbeck, open_place, report):
        self.project = project
        self.alembic = alembic
        self.limbeck = limbeck
        self.open_place = open_place
        self.report = report
        self.one = open_place("alembic")
        self.other = open_place("limbeck")
        self.revisions = alembic.revisions(self.one)

    def compare_all(self):
        self.offline()
        self.listings()
        self.under_the_name_alembic()
        self.steps_up()
        self.steps_down()
        self.whole_way()
        for scenario in self.project.scenarios:
            self.scenario(scenario["name"], scenario["commands"])
        self.turns(self.alembic, self.limbeck)
        self.turns(self.limbeck, self.alembic)
        self.files_unchanged()

    def order(self):
        return [each["revision"] for each in self.revisions]

    def linear(self):
        """Whether every revision stands on the one before."""
        order = self.order()
        above = [[], *([each] for each in order[:-1])]
        return all(each["down"] == down and not each["depends"] for each, down in zip(self.revisions, above))

    def heads(self):
        below = {down for each in self.revisions for down in each["down"]}
        return [each for each in self.order() if each not in below]

    # Results

    def same(self, argv, state=False, is_sql=False, must=False):
        """Run a command in both places and compare everything it left. Returns whether they agree.

        `must`: Alembic has to succeed, or the project itself is at fault.
        """
        wanted, got = self.alembic.run(self.one, argv), self.limbeck.run(self.other, argv)
        name = " ".join(argv)
        if must and not wanted.ok():
            return self.report.check(name, False, ["real Alembic itself fails here", *tail("alembic", wanted)])
        problems = self.differences(wanted, got, argv, is_sql)
        if state and not problems:
            before, after = self.one.snapshot(), self.other.snapshot()
            if not wanted.ok() and "alembic_version" not in after:
                # Alembic makes the version table before it refuses a target; limbeck leaves the database alone.
                before = EMPTY_VERSION_TABLE.sub("", before)
            problems = self.state_differences(before.strip(), after.strip())
        return self.report.check(name, not problems, problems)

    def differences(self, wanted, got, argv, is_sql):
        if wanted.ok() != got.ok():
            return [
                f"alembic ended with {wanted.code}, limbeck with {got.code}",
                *tail("alembic", wanted),
                *tail("limbeck", got),
            ]
        if not wanted.ok():
            return self.refusal_differences(wanted, got)
        one, other = self.one.hide(wanted.stdout), self.other.hide(got.stdout)
        if one != other:
            if is_sql:
                put_in_order = lambda text: alike.sql(text, self.project.unordered)
            else:
                put_in_order = lambda text: alike.stdout(text, argv)
            if put_in_order(one) != put_in_order(other):
                return ["stdout:", *alike.difference(one, other)]
        one, other = log_lines(self.one.hide(wanted.stderr)), log_lines(self.other.hide(got.stderr))
        if one != other:
            return ["log lines on stderr:", *alike.difference(one, other)]
        return []

    def state_differences(self, wanted, got):
        if "constraints" in self.project.unordered:
            wanted, got = alike.constraints(wanted), alike.constraints(got)
        return state_differences(wanted, got)

    def refusal_differences(self, wanted, got):
        """Both refuse: limbeck says it in Alembic's words, on stderr or stdout."""
        told = re.search(r"^ *FAILED: (.+)$", wanted.stdout, re.M)
        message = told.group(1) if told else ""
        if message and squeeze(message) not in squeeze(got.everything()):
            return ["the refusal is not in Alembic's words:", f"alembic: {message}", *tail("limbeck", got)]
        return []

    def verified(self, when):
        """limbeck finds nothing wrong with a database that its own revisions made."""
        if self.limbeck.link:
            told = self.limbeck.run(self.other, ["verify"])
            self.report.check(f"verify {when}", told.ok(), tail("limbeck", told))

    def inspected(self):
        """Both inspectors say the same of one database."""
        looker = Looker(self.other)
        wanted, got = self.alembic.run(looker, ["current"]), self.limbeck.run(looker, ["current"])
        problems = alike.difference(wanted.stdout, got.stdout)
        if not (wanted.ok() and got.ok()):
            problems += [*tail("alembic", wanted), *tail("limbeck", got)]
        self.report.check("what the inspector says", not problems, problems)

    # Checks

    def offline(self):
        if "upgrade" in self.project.offline:
            self.same(["upgrade", "heads", "--sql"], is_sql=True, must=True)
            self.same(["upgrade", "base:heads", "--sql"], is_sql=True, must=True)
            if self.linear() and len(self.revisions) > 1:
                first, last = self.order()[0], self.order()[-1]
                self.same(["upgrade", f"{first}:{last}", "--sql"], is_sql=True, must=True)
        if "downgrade" in self.project.offline and self.project.downgrade:
            # Real Alembic does not take several heads here.
            heads = self.heads()
            for head in ["heads"] if len(heads) == 1 else heads:
                self.same(["downgrade", f"{head}:base", "--sql"], is_sql=True, must=True)
            if self.linear() and len(self.revisions) > 1:
                first, last = self.order()[0], self.order()[-1]
                self.same(["downgrade", f"{last}:{first}", "--sql"], is_sql=True, must=True)

    def listings(self):
        """What needs no database."""
        for argv in (["history"], ["history", "-v"], ["heads"], ["heads", "-v"], ["branches"], ["branches", "-v"]):
            self.same(argv)
        for revision in self.order():
            self.same(["show", revision])

    def under_the_name_alembic(self):
        """A link by Alembic's name behaves the same."""
        if self.limbeck.link:
            one, other = self.alembic.run(self.one, ["heads"]), self.limbeck.run(self.other, ["heads"], link=True)
            problems = self.differences(one, other, ["heads"], is_sql=False)
            self.report.check("heads, called as `alembic`", not problems, problems)

    def where(self):
        for argv in (["current"], ["current", "-v"], ["history", "-i"], ["current", "--check-heads"]):
            self.same(argv)

    def steps_up(self):
        """One revision at a time, comparing the databases after each."""
        self.where()
        linear = self.linear()
        middle = len(self.revisions) // 2
        for index, revision in enumerate(self.order()):
            if not self.same(["upgrade", "+1" if linear else revision], state=True, must=True):
                return self.start_over()
            self.verified(f"at {revision}")
            if index + 1 == middle:
                self.where()
        self.same(["upgrade", "heads"], state=True, must=True)
        self.where()
        self.inspected()

    def steps_down(self):
        if not self.project.downgrade:
            return
        if self.linear():
            for revision in reversed(self.order()[:-1]):
                if not self.same(["downgrade", revision], state=True, must=True):
                    return self.start_over()
                self.verified(f"back at {revision}")
        self.same(["downgrade", "base"], state=True, must=True)
        self.same(["current"])

    def start_over(self):
        """The databases differ now, and all that follows would differ as well."""
        self.one.reset()
        self.other.reset()

    def whole_way(self):
        """All at once on a fresh database, and back: not the same code path as step by step."""
        self.start_over()
        self.same(["upgrade", "heads"], state=True, must=True)
        if self.project.downgrade:
            self.same(["downgrade", "base"], state=True, must=True)
            self.same(["upgrade", "heads"], state=True, must=True)

    def scenario(self, name, commands):
        self.start_over()
        title, self.report.title = self.report.title, f"{self.report.title}: {name}"
        for argv in commands:
            self.same(argv, state="--sql" not in argv, is_sql="--sql" in argv)
        self.report.title = title

    def turns(self, first, second):
        """One tool goes half way, the other finishes, and the first agrees with where it stands."""
        name = f"{first.name} half way, {second.name} to the heads, {first.name} current"
        order = self.order()
        place, reference = self.other, self.one
        place.reset()
        reference.reset()
        middle = order[(len(order) - 1) // 2]
        for tool, argv in ((first, ["upgrade", middle]), (second, ["upgrade", "heads"])):
            done = tool.run(place, argv)
            if not done.ok():
                return self.report.check(name, False, [f"{' '.join(argv)} failed", *tail(tool.name, done)])
        for argv in (["upgrade", middle], ["upgrade", "heads"]):
            self.alembic.run(reference, argv)
        wanted = alike.stdout(self.alembic.run(reference, ["current"]).stdout, ["current"])
        got = alike.stdout(first.run(place, ["current"]).stdout, ["current"])
        problems = alike.difference(wanted, got) or self.state_differences(reference.snapshot(), place.snapshot())
        if not problems and self.project.downgrade:
            back = first.run(place, ["downgrade", "base"])
            if not back.ok():
                problems = [f"downgrade base failed", *tail(first.name, back)]
        return self.report.check(name, not problems, problems)

    def files_unchanged(self):
        """limbeck only reads a project (Alembic leaves byte code behind, so its copy proves nothing)."""
        wanted, got = files(self.project.folder), files(self.other.folder)
        changed = sorted(path for path in got if got[path] != wanted.get(path) and path != self.project.database)
        self.report.check("the project's files are as before", not changed, changed)


EMPTY_VERSION_TABLE = re.compile(
    r"^index sqlite_autoindex_alembic_version_1 .*\n|^table alembic_version on alembic_version: .*\n(?:\t.*\n)*\)\n"
    r"|^<resultset statement=\"SHOW CREATE TABLE `alembic_version`(?:.*\n)+?.*</field>\n  </row>\s*"
    r"<resultset statement=\"SELECT \* FROM `alembic_version`\n\" .*>\s*",
    re.M,
)


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".db"
    }


def log_lines(text):
    return "".join(line + "\n" for line in LOG_LINE.findall(text))


def squeeze(text):
    return " ".join(text.split())


def tail(name, result):
    lines = result.everything().strip().splitlines() or ["(nothing printed)"]
    return [f"{name}: {line}" for line in lines[-8:]]


def state_differences(wanted, got):
    lines = alike.difference(wanted, got)
    return ["the databases differ:", *lines] if lines else []
