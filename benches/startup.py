#!/usr/bin/env python3
"""startup.py --limbeck PATH --python PATH --postgres URL [--runs N]

Times limbeck and real Alembic side by side on generated projects: `current` and `upgrade head` of 300 revisions on
PostgreSQL, `history` of 1,000 revisions. Prints a Markdown table of medians. Needs psql in PATH.
"""
import argparse
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ENV_PY = """\
from alembic import context
from sqlalchemy import engine_from_config, pool

config = context.config


def run_migrations_online():
    connectable = engine_from_config(
        config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool
    )
    with connectable.connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()


run_migrations_online()
"""

REVISION = '''\
"""add table {number}

Revision ID: {id}
Revises: {parent}
Create Date: 2024-01-01 00:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = "{id}"
down_revision = {parent!r}
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "bench_{number}",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_bench_{number}_name"), "bench_{number}", ["name"], unique=False)


def downgrade():
    op.drop_index(op.f("ix_bench_{number}_name"), table_name="bench_{number}")
    op.drop_table("bench_{number}")
'''


def make_project(folder, count, url):
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "migrations" / "env.py").write_text(ENV_PY)
    (folder / "alembic.ini").write_text(
        f"[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\nsqlalchemy.url = {url}\n"
    )
    parent = None
    for number in range(count):
        ident = f"{number:012x}"
        (versions / f"{ident}_add_table_{number}.py").write_text(
            REVISION.format(number=number, id=ident, parent=parent)
        )
        parent = ident


def timed(command, cwd):
    """wall and CPU seconds of a command, which must succeed"""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    result = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if result.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {result.stderr[-2000:]}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def median(samples):
    return [statistics.median(column) for column in zip(*samples)]


def sql(url, statement):
    subprocess.run(["psql", "-qX", "-d", url, "-c", statement], check=True, capture_output=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limbeck", required=True)
    parser.add_argument("--python", required=True)
    parser.add_argument("--postgres", required=True)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    limbeck = [os.path.abspath(options.limbeck)]
    alembic = [options.python, "-m", "alembic"]
    rows = []
    base = options.postgres.rsplit("/", 1)[0]
    with tempfile.TemporaryDirectory() as root:
        small, large = pathlib.Path(root, "small"), pathlib.Path(root, "large")
        make_project(small, 300, f"{base}/limbeck_bench")
        make_project(large, 1000, f"{base}/limbeck_bench")

        def fresh():
            sql(options.postgres, "drop database if exists limbeck_bench with (force)")
            sql(options.postgres, "create database limbeck_bench")

        def compare(name, folder, arguments, before=lambda: None, runs=options.runs):
            ours, theirs = [], []
            for _ in range(runs):
                before()
                ours.append(timed(limbeck + arguments, folder))
                before()
                theirs.append(timed(alembic + arguments, folder))
            rows.append((name, *median(ours), *median(theirs)))

        compare("`upgrade head`, 300 revisions, PostgreSQL", small, ["upgrade", "head"], fresh, runs=3)
        compare("`current`, 300 revisions, PostgreSQL", small, ["current"])
        compare("`history`, 1,000 revisions", large, ["history"])
        sql(options.postgres, "drop database if exists limbeck_bench with (force)")
    print("| command | limbeck wall | limbeck CPU | Alembic wall | Alembic CPU | wall ratio |")
    print("|---|---|---|---|---|---|")
    for name, wall, cpu, their_wall, their_cpu in rows:
        print(
            f"| {name} | {wall * 1000:.1f} ms | {cpu * 1000:.1f} ms | {their_wall * 1000:.0f} ms"
            f" | {their_cpu * 1000:.0f} ms | 1/{their_wall / wall:.0f} |"
        )
    size = os.path.getsize(limbeck[0]) / 1e6
    print(f"\nThe binary has {size:.1f} MB.")


main()
