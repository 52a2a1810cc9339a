"""env.py: what scripts run in. Naming conventions, custom tokens, how values are written."""
from dataclasses import dataclass

ENV_PY = """\
import sqlalchemy as sa
from alembic import context

{metadata}
context.configure(
    dialect_name="{dialect}",
    target_metadata=target_metadata,
    literal_binds={literal_binds},
    dialect_opts={dialect_opts},
)
with context.begin_transaction():
    context.run_migrations()
"""


@dataclass(frozen=True)
class Environment:
    """`metadata` is the Python text that sets `target_metadata`."""

    metadata: str = "target_metadata = None\n"
    literal_binds: bool = True
    paramstyle: str = "named"

    def env_py(self, dialect):
        opts = repr({"paramstyle": self.paramstyle} if self.paramstyle else {})
        return ENV_PY.format(metadata=self.metadata, dialect=dialect, literal_binds=self.literal_binds, dialect_opts=opts)

    def told(self):
        """What is not as usual."""
        found = [] if self.metadata == Environment.metadata else [self.metadata.strip().replace("\n", "\n# ")]
        if self.paramstyle != "named":
            found.append(f"paramstyle {self.paramstyle}")
        if not self.literal_binds:
            found.append("no literal_binds")
        return "; ".join(found)


TOKENS = (
    "table_name", "column_0_name", "column_0_label", "column_0_key", "column_0N_name", "column_0_N_name", "column_0N_label",
    "column_0_N_label", "column_0N_key", "column_0_N_key", "column_1_name", "constraint_name", "column_names", "guid_like",
)
FOREIGN = (
    "referred_table_name", "referred_column_0_name", "referred_column_0N_name", "referred_column_0_N_name", "referred_column_0_label",
    "referred_column_0_key",
)
CUSTOM = """\
def column_names(constraint, table):
    return "_and_".join(column.name for column in constraint.columns)


def guid_like(constraint, table):
    return "x%d" % (len(table.name) + len(constraint.columns))


"""


def template(c, prefix):
    """One entry of a naming convention."""
    tokens = [*TOKENS[:5], *TOKENS[:2], *TOKENS[:2]] + c.several(TOKENS, 1, 3)
    if prefix == "fk":
        tokens += FOREIGN
    if prefix != "ck":
        # Nothing could be created with it: Alembic's own tables have no names.
        tokens = [each for each in tokens if each != "constraint_name"]
    if prefix == "ck":
        tokens = ["table_name", "constraint_name", "constraint_name", "table_name", "column_0_name"]
    parts = [prefix] + [f"%({c.choice(tokens)})s" for _ in range(c.randint(1, 3))]
    return c.choice(["_", "_", "__", "-", " "]).join(parts) if c.chance(0.2) else "_".join(parts)


def environment(c):
    """Half of the projects are plain, a third have a naming convention."""
    metadata = Environment.metadata
    if c.chance(0.15):
        metadata = "target_metadata = sa.MetaData()\n"
    elif c.chance(0.2):
        convention = {
            "ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s",
        }
        metadata = f"target_metadata = sa.MetaData(naming_convention={convention!r})\n"
    elif c.chance(0.35):
        prefixes = c.several(["ix", "uq", "ck", "fk", "pk"], 1, 5)
        classes = {"ix": "sa.Index", "uq": "sa.UniqueConstraint", "ck": "sa.CheckConstraint", "fk": "sa.ForeignKeyConstraint", "pk": "sa.PrimaryKeyConstraint"}
        entries = []
        for prefix in prefixes:
            key = classes[prefix] if c.chance(0.15) else repr(prefix)
            entries.append(f"{key}: {template(c, prefix)!r}")
        custom = any("column_names" in each or "guid_like" in each for each in entries)
        if custom:
            entries += ["'column_names': column_names", "'guid_like': guid_like"]
        metadata = (CUSTOM if custom else "") + f"target_metadata = sa.MetaData(naming_convention={{{', '.join(entries)}}})\n"
    return Environment(
        metadata,
        literal_binds=not c.chance(0.06),
        paramstyle=None if c.chance(0.2) else "named",
    )
