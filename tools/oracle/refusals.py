"""The checks of a project that can't work: a clear error, the documented exit code, and nothing changed.

    [[refusal]]
    name = "the table is already there"
    databases = ["sqlite"]                  by default those of the project
    command = ["upgrade", "head"]
    exit = 5                                or a list of codes, any of which will do
    stderr = ["already exists", "a|b"]      all of these are on stderr, in any case of letters; | parts alternatives
    never = ["secret"]                      none of these is on stdout or stderr
    url = "postgresql://x@{server}/{database}"   in place of DATABASE_URL; {server} is host and port of the test server
    before = [["upgrade", "abc"]]           commands that real Alembic runs first
    sql = { postgresql = "...", sqlite = "..." }     then this, as the superuser
    reached = [["upgrade", "abc"]]          the database ends as after these commands of Alembic (failed ones included),
                                            not unchanged; or a table with one list for each database
    journal = true                          limbeck notes what is done in its journal, which Alembic has not
    read_only = true                        the database file cannot be written (SQLite)
"""
import os
import urllib.parse

from checks import state_differences, tail

NOBODY = 65534
PANIC = ("panicked at", "RUST_BACKTRACE", "has overflowed its stack")


def check_all(project, alembic, limbeck, open_place, report):
    """All refusals of one project on one kind of database."""
    place, reference = open_place("limbeck"), open_place("alembic")
    for told in project.refusal:
        if place.kind in told.get("databases", project.databases):
            place.reset()
            reference.reset()
            check(told, alembic, limbeck, place, reference, report)


def check(told, alembic, limbeck, place, reference, report):
    name = told["name"]
    for each in (place, reference):
        for argv in told.get("before", []):
            done = alembic.run(each, argv)
            if not done.ok():
                raise RuntimeError(f"{name}: the oracle failed at {argv}:\n{done.everything()}")
        each.prepare(told.get("sql", {}).get(each.kind))
    wanted = before = place.snapshot()
    reached = told.get("reached", [])
    reached = reached.get(place.kind, []) if isinstance(reached, dict) else reached
    for argv in reached:
        alembic.run(reference, argv)
    if reached:
        wanted = reference.snapshot()

    user = take_away_writing(place) if told.get("read_only") else None
    place.other_url = told["url"].format(server=server(place), database=place.database) if "url" in told else None
    got = limbeck.run(place, told["command"], user=user)
    place.other_url = None

    code = told["exit"].get(place.kind) if isinstance(told["exit"], dict) else told["exit"]
    allowed = code if isinstance(code, list) else [code]
    details = tail("limbeck", got)
    report.check(f"{name}: exit code {' or '.join(map(str, allowed))}", got.code in allowed, [f"it is {got.code}", *details])
    for fragment in told.get("stderr", []):
        said = any(part.lower() in got.stderr.lower() for part in fragment.split("|"))
        report.check(f"{name}: stderr says `{fragment}`", said, details)
    for fragment in (*told.get("never", []), *PANIC):
        if fragment in told.get("never", []) or fragment in got.everything():
            report.check(f"{name}: nothing printed says `{fragment}`", fragment not in got.everything(), details)
    if told.get("journal"):
        report.check(f"{name}: what is done is noted in limbeck_journal", "limbeck_journal" in place.snapshot())
        place.prepare("DROP TABLE IF EXISTS limbeck_journal")
    problems = state_differences(wanted, place.snapshot())
    what = "unchanged" if wanted == before else f"as after {' '.join(reached[-1])}"
    report.check(f"{name}: the database is {what}", not problems, problems)


def server(place):
    return urllib.parse.urlsplit(place.server).netloc.split("@")[-1] if place.kind == "postgresql" else ""


def take_away_writing(place):
    """Nobody may write the database now. Root still may, so that the command has to run as somebody else: returned."""
    for path in (place.folder, *place.folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    place.file.chmod(0o444)
    place.file.parent.chmod(0o555)
    for folder in place.file.parents:
        state = folder.stat()
        if state.st_uid == os.geteuid() and not state.st_mode & 0o001 and len(folder.parts) > 2:
            folder.chmod(state.st_mode | 0o011)
    return NOBODY if os.geteuid() == 0 else None
