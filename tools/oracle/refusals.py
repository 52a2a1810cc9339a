"""The checks of a project that can't work: a clear error, the documented exit code, and nothing changed.

    [refusal]
    command = ["upgrade", "head"]
    exit = [5]                              any of these codes
    stderr = ["already exists"]             all of these are on stderr, in any case of letters
    before = [["upgrade", "abc"]]           commands that real Alembic runs first
    sql = { postgresql = "...", sqlite = "..." }     then this, as the superuser
    reached = [["upgrade", "abc"]]          the database ends as after these commands of Alembic, not unchanged
    read_only = true                        the database file cannot be written (SQLite)

The project's `urls` replace DATABASE_URL; {server} stands for host and port of the test server, {database} for the
database of the test.
"""
import os
import urllib.parse

from checks import state_differences, tail

NOBODY = 65534
PANIC = ("panicked at", "RUST_BACKTRACE", "stack overflow")


class Refusal:
    """A broken project on one kind of database."""

    def __init__(self, project, alembic, limbeck, open_place, report):
        self.project = project
        self.alembic = alembic
        self.limbeck = limbeck
        self.open_place = open_place
        self.report = report
        self.told = project.refusal

    def check_all(self):
        told, report = self.told, self.report
        place = self.open_place("limbeck")
        url = self.project.urls.get(place.kind)
        self.prepare(place)
        wanted = before = place.snapshot()
        if "reached" in told:
            reference = self.open_place("alembic")
            for argv in told["reached"]:
                done = self.alembic.run(reference, argv)
                if not done.ok():
                    raise RuntimeError(f"{self.project.name}: the oracle failed at {argv}:\n{done.everything()}")
            wanted = reference.snapshot()
        user = self.take_away_writing(place) if told.get("read_only") else None
        if url:
            server = urllib.parse.urlsplit(place.server).netloc.split("@")[-1] if place.kind == "postgresql" else ""
            self.project.urls = {**self.project.urls, place.kind: url.format(server=server, database=place.database)}
        got = self.limbeck.run(place, told["command"], user=user)
        self.project.urls = {**self.project.urls, **({place.kind: url} if url else {})}

        name = " ".join(told["command"])
        allowed = told["exit"] if isinstance(told["exit"], list) else [told["exit"]]
        report.check(
            f"{name}: exit code {' or '.join(map(str, allowed))}", got.code in allowed, [f"it is {got.code}", *tail("limbeck", got)]
        )
        for fragment in told.get("stderr", []):
            report.check(f"{name}: stderr says `{fragment}`", fragment.lower() in got.stderr.lower(), tail("limbeck", got))
        report.check(f"{name}: no panic", not any(word in got.stderr for word in PANIC), tail("limbeck", got))
        problems = state_differences(wanted, place.snapshot())
        what = f"the database is as after {told['reached'][-1]}" if wanted != before else "the database is unchanged"
        report.check(f"{name}: {what}", not problems, problems)

    def prepare(self, place):
        # Alembic needs a project that it can read; a fixture that has none brings one in the folder `before`.
        for argv in self.told.get("before", []):
            done = self.alembic.run(place, argv)
            if not done.ok():
                raise RuntimeError(f"{self.project.name}: the oracle failed at {argv}:\n{done.everything()}")
        place.prepare(self.told.get("sql", {}).get(place.kind))

    def take_away_writing(self, place):
        """Root may write everything, so it goes on as somebody who may not. Returns that user, or None."""
        for path in (place.folder, *place.folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        place.file.chmod(0o444)
        place.file.parent.chmod(0o555)
        for folder in place.file.parents:
            if folder.stat().st_uid == os.geteuid() and not folder.stat().st_mode & 0o001:
                folder.chmod(folder.stat().st_mode | 0o011)
        return NOBODY if os.geteuid() == 0 else None
