"""batch_alter_table, offline: directly, or with copy_from by making a new table."""
from chooser import call

from . import alters, columns, constraints, indexes, names, queries, tables, types

CALLS = [
    (4, tables.add_column), (3, tables.drop_column), (5, alters.alter_column), (1.5, indexes.create_index), (1, indexes.drop_index), (1, constraints.create_primary_key), (1.5, constraints.create_foreign_key), (1.5, constraints.create_unique_constraint),
    (1.5, constraints.create_check_constraint), (0.3, constraints.create_exclude_constraint), (1.5, constraints.drop_constraint), (0.6, tables.create_table_comment), (0.4, tables.drop_table_comment), (0.3, queries.execute),
]


def calls(c, own):
    found = []
    for _ in range(c.choice([1, 1, 2, 3])):
        text = c.weighted([(weight, lambda c, make=make: make(c, on="batch_op", block=True)) for weight, make in CALLS])
        found.append(text)
    return found


def copy_from(c, table):
    """A table that stands for the one in the database, with the columns that the calls name most."""
    listed = []
    for name in c.several(names.COLUMNS, 3, 12) + (["order"] if c.chance(0.2) else []):
        if name == "id":
            listed.append(call("sa.Column", "'id'", "sa.Integer()", c.keywords((0.7, "primary_key", ["True"]), (0.2, "nullable", ["False"]))))
        else:
            listed.append(columns.plain(c, repr(name)) if c.chance(0.8) else columns.column(c, repr(name)))
    for share, make in ((0.15, constraints.unique), (0.15, constraints.foreign_key), (0.1, indexes.index)):
        if c.chance(share):
            listed.append(make(c, [repr(c.choice(["a", "b", "id", "name"]))]))
    if c.chance(0.15):
        listed.append(constraints.check(c))
    return call("sa.Table", table, "sa.MetaData()", listed, names.maybe_schema(c, 0.06), tables.table_options(c) if c.chance(0.1) else [])


def batch(c):
    table = names.table(c)
    keywords = c.keywords(
        (0.12, "schema", names.schema), (0.5, "recreate", ["'auto'", "'always'", "'never'"]), (0.08, "naming_convention", ["{'uq': 'uq_%(table_name)s_%(column_0_name)s', 'ck': 'ck_%(table_name)s_%(constraint_name)s', 'fk': 'fk_%(table_name)s_%(column_0_name)s', 'ix': 'ix_%(column_0_label)s', 'pk': 'pk_%(table_name)s'}"]),
        (0.06, "table_args", ["(sa.CheckConstraint('a > 1', name='ck_arg'),)", "(sa.UniqueConstraint('a', 'b', name='uq_arg'),)", "[sa.ForeignKeyConstraint(['a'], ['o.id'])]"]), (0.06, "table_kwargs", ["{'sqlite_autoincrement': True}", "{'mysql_engine': 'InnoDB'}", "{'comment': 'c'}"]),
        (0.04, "reflect_args", ["[sa.Column('a', sa.Boolean())]"]), (0.02, "reflect_kwargs", ["{}"]), (0.06, "partial_reordering", ["[('a', 'b')]", "[('b', 'id'), ('name', 'a')]"]),
    )
    if c.chance(0.7):
        keywords.append(f"copy_from={copy_from(c, table)}")
    body = "\n    ".join(calls(c, None))
    return f"with {call('op.batch_alter_table', table, keywords)} as batch_op:\n    {body}"
