"""The body of `upgrade()`: a few statements of the subjects."""
from . import alters, batch, constraints, faults, indexes, invoked, queries, rows, tables

SUBJECTS = {
    "create_table": [(4, tables.create_table)],
    "types": [(3, tables.type_table)],
    "defaults": [(2, tables.default_table)],
    "tables": [(0.7, tables.drop_table), (0.7, tables.rename_table), (0.6, tables.create_table_comment), (0.4, tables.drop_table_comment)],
    "columns": [(3, tables.add_column), (0.7, tables.drop_column)],
    "alter_column": [(4, alters.alter_column)],
    "indexes": [(2.5, indexes.create_index), (0.7, indexes.drop_index)],
    "constraints": [(0.6, each) for each in constraints.ALL],
    "batch": [(4, batch.batch)],
    "rows": [(1.5, rows.bulk_insert)],
    "execute": [(4, queries.execute)],
    "faults": faults.ALL,
    "invoked": [(1, invoked.invoke), (0.6, invoked.old_names), (0.5, invoked.enum_types), (0.3, invoked.context)],
}


def body(c, subject=None, faults=None):
    """One statement mostly, so that a refusal does not hide what comes after it. `faults` of them are wrong on purpose, if
    it is given, and the others of the subjects that mean to be right."""
    options = SUBJECTS[subject] if subject else [each for subject in SUBJECTS.values() for each in subject]
    right = [each for each in options if each not in SUBJECTS["faults"]] or options
    found = []
    for _ in range(c.choice([1, 1, 1, 2])):
        if faults is None:
            found.append(c.weighted(options))
        else:
            found.append(c.weighted(SUBJECTS["faults"] if c.chance(faults) else right))
    return "\n".join(found)
