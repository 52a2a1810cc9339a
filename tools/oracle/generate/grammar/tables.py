"""Tables: created, renamed, dropped, commented; columns added and dropped."""
from chooser import call

from . import columns, constraints, indexes, names, types


def table_options(c):
    return c.keywords(
        (0.1, "comment", names.words), (0.03, "info", ["{'a': 1}"]), (0.05, "prefixes", ["['TEMPORARY']", "['UNLOGGED']", "['a', 'b']"]), (0.1, "if_not_exists", ["True", "False"]), (0.02, "quote", ["True", "False"]), (0.02, "quote_schema", ["True", "False"]), (0.02, "implicit_returning", ["False"]),
        (0.02, "keep_existing", ["True"]), (0.02, "listeners", ["[]"]), (0.06, "postgresql_partition_by", ["'RANGE (a)'", "'LIST (lower(b))'", "'HASH (a % 2)'"]), (0.05, "postgresql_inherits", ["'parent'", "('p1', 'P2')", "['p']"]), (0.05, "postgresql_with_oids", ["True", "False"]),
        (0.05, "postgresql_on_commit", ["'DROP'", "'PRESERVE ROWS'", "'delete_rows'"]), (0.05, "postgresql_tablespace", ["'ts'", "'Fast Disk'"]), (0.05, "postgresql_using", ["'heap'", "'Heap'"]), (0.04, "postgresql_ignore_search_path", ["True"]), (0.06, "sqlite_with_rowid", ["False", "True"]), (0.06, "sqlite_strict", ["True"]),
        (0.06, "sqlite_autoincrement", ["True", "False"]), (0.1, "mysql_engine", ["'InnoDB'", "'MyISAM'"]), (0.08, "mysql_charset", ["'utf8mb4'"]), (0.06, "mysql_collate", ["'utf8mb4_bin'"]), (0.03, "mysql_default_charset", ["'latin1'"]), (0.03, "mysql_row_format", ["'DYNAMIC'"]), (0.03, "mysql_auto_increment", ["100", "'5'"]),
        (0.03, "mysql_comment", names.words), (0.03, "mysql_partition_by", ["'HASH(id)'", "'RANGE (id) (PARTITION p0 VALUES LESS THAN (5))'"]), (0.03, "mysql_partitions", ["'4'"]), (0.02, "mysql_key_block_size", ["'8'"]), (0.02, "mysql_data_directory", ["'/x'"]), (0.02, "mysql_union", ["'(a, b)'"]), (0.02, "mysql_connection", ["\"it's\""]),
        (0.02, "mysql_subpartition_by", ["'KEY(id)'"]), (0.02, "mysql_subpartitions", ["2"]), (0.02, "mysql_stats_persistent", ["1"]), (0.02, "mysql_page_checksum", ["1"]), (0.02, "mysql_tablespace", ["'ts'"]), (0.02, "mysql_insert_method", ["'LAST'"]), (0.02, "mysql_pack_keys", ["1"]), (0.02, "mysql_with_system_versioning", ["True"]),
        (0.05, "mariadb_engine", ["'Aria'"]), (0.04, "mariadb_charset", ["'utf8'"]), (0.02, "mariadb_page_compressed", ["1"]), (0.02, "mariadb_transactional", ["0"]), (0.01, "oracle_on_commit", ["'x'"]), (0.01, "mssql_x", ["1"]), (0.005, "nonsense", ["1"]), (0.005, "postgresql_nonsense", ["1"]),
    )


def create_table(c, function="op.create_table"):
    own = names.columns(c, 1, 4)
    members = []
    if c.chance(0.4):
        members.append(call("sa.Column", "'id'", c.choice(["sa.Integer()", "sa.BigInteger()", "sa.Integer", "sa.Uuid()", "sa.SmallInteger()"]), c.keywords((0.8, "primary_key", ["True"]), (0.2, "nullable", ["False"]), (0.2, "autoincrement", ["True", "False", "'auto'"]))))
        own = [each for each in own if "'id'" not in each]
    members += [columns.column(c, each) for each in own]
    available = [each for each in own if "quoted_name" not in each] or ["'id'"]
    for share, make in ((0.25, constraints.primary_key), (0.15, constraints.foreign_key), (0.2, constraints.unique), (0.1, indexes.index)):
        if c.chance(share):
            chosen = c.several(available, 1, 2) if c.chance(0.95) else None
            members.append(make(c, chosen))
    if c.chance(0.2):
        members.append(constraints.check(c))
    if c.chance(0.03):
        members.append(constraints.exclude(c))
    return call(function, names.table(c), members, names.maybe_schema(c), table_options(c))


def type_table(c):
    """A table for the sake of a type."""
    return call("op.create_table", "'x'", call("sa.Column", "'c'", types.any_type(c)))


def default_table(c):
    """A table for the sake of a default."""
    return call("op.create_table", "'x'", call("sa.Column", "'c'", types.simple(c), columns.items(c), columns.options(c), f"server_default={columns.default(c)}") if c.chance(0.3) else call("sa.Column", "'c'", types.simple(c), f"server_default={columns.default(c)}"))


def drop_table(c):
    return call("op.drop_table", names.table(c), names.maybe_schema(c), c.keywords((0.2, "if_exists", ["True", "False"]), (0.03, "mysql_engine", ["'x'"]), (0.03, "info", ["{'a': 1}"]), (0.02, "comment", ["'c'"])))


def rename_table(c):
    return call("op.rename_table", names.table(c), names.table(c), names.maybe_schema(c, 0.25))


def create_table_comment(c, on="op", block=False):
    return call(f"{on}.create_table_comment", constraints.table_or_block(c, block), names.words(c), c.keywords((0.3, "existing_comment", names.words)), constraints.schema_or_block(c, block))


def drop_table_comment(c, on="op", block=False):
    return call(f"{on}.drop_table_comment", constraints.table_or_block(c, block), c.keywords((0.4, "existing_comment", names.words)), constraints.schema_or_block(c, block))


def add_column(c, on="op", block=False):
    return call(
        f"{on}.add_column", constraints.table_or_block(c, block), columns.column(c), constraints.schema_or_block(c, block),
        c.keywords((0.1, "if_not_exists", ["True", "False"]), (0.08, "inline_references", ["True", "False"]), (0.06, "inline_primary_key", ["True", "False"]), *([(0.1, "insert_before", names.column), (0.1, "insert_after", names.column)] if block else [])),
    )


def drop_column(c, on="op", block=False):
    return call(f"{on}.drop_column", constraints.table_or_block(c, block), names.column(c), constraints.schema_or_block(c, block), c.keywords((0.15, "if_exists", ["True", "False"]), (0.04, "mssql_drop_default", ["True"]), (0.03, "mssql_drop_check", ["True"])))
