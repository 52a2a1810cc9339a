"""Identifiers: plain, reserved, mixed case, quoted_name, with odd characters, over-long; schemas."""

TABLES = ["pet", "owner", "visit", "users", "t1", "a_b", "café", "x2"]
COLUMNS = ["id", "name", "a", "b", "c", "nick", "owner_id", "created_at", "doc", "n", "flag", "tags"]
RESERVED = [
    "user", "order", "group", "select", "table", "index", "from", "limit", "desc", "check", "default", "key", "rank", "end", "row",
    "rows", "groups", "window", "system", "analyze", "array", "offset", "current_user", "primary", "to", "values", "with", "exists",
    "when", "trigger", "if", "condition", "lateral", "type", "timestamp", "date", "level", "value", "comment", "zone", "localtime",
    "ilike", "isnull", "notnull", "verbose", "freeze", "binary", "interval", "character", "int", "float", "schema", "usage", "lead",
    "recursive", "returning", "vector", "rename", "match", "using", "natural", "temp", "glob", "pragma", "autoincrement", "xor", "year_month",
    "except", "intersect", "fulltext", "spatial", "change", "column", "constraint", "release", "read", "signal", "over", "of", "cume_dist",
    "bernoulli", "page_checksum", "slow", "general", "master_heartbeat_period", "authorization", "cross", "tablesample", "do", "only",
    "asymmetric", "variadic", "none", "all", "both", "off", "session_user", "new", "old", "between", "setof", "null", "true", "false",
]
ODD = [
    "Pet", "createdAt", "UPPER", "with space", "da-sh", "do.t", "qu\"ote", "back`tick", "per%cent", "%(x)s", "col:on", ":x", "1st", "$dollar",
    "a$b", "_under", "naïve", "Ünï", "表", "😀", "semi;colon", "pa(ren", "br[ack]et", "sl/ash", "back\\slash", "ap'ostrophe", "%%", "tab\tx",
    "trailing ", "a__b", "é", "ß", "ID",
]
SCHEMAS = ["s", "app", "public", "My Schema", "s.x", "db.owner", "order", "Mixed", "a b.c", "tenant-1", "sch%ma", "q\"s", "d.e.f"]


# Names of the pool, then reserved words, then odd ones, as shares that add up; over-long ones and other cases are the rest.
SHARES = [0.70, 0.82, 0.93]


def keep_to(schemas):
    """Harmless names and these schemas alone: for scripts that have to work on a database."""
    SHARES[:] = [0.97, 0.985, 1.0]
    SCHEMAS[:] = schemas
    for pool in (TABLES, COLUMNS):
        pool += [each for each in ("new_1", "new_2", "new_3", "New") if each not in pool]


def plain(c):
    return c.choice(COLUMNS)


def text_of(c, pool, limit=0.02):
    """A name's characters, mostly harmless."""
    at = c.random()
    harmless, reserved, odd = SHARES
    if at < harmless:
        return c.choice(pool)
    if at < reserved:
        return c.choice(RESERVED)
    if at < odd:
        return c.choice(ODD)
    if at < odd + limit:
        return c.choice("nöN") * c.choice([30, 31, 32, 63, 64, 65, 128, 129, 255, 256, 300])
    return c.choice(pool).upper() if c.chance(0.3) else c.choice(pool).capitalize()


def table(c):
    return written(c, text_of(c, TABLES))


def column(c):
    return written(c, text_of(c, COLUMNS))


def columns(c, low=1, high=3):
    """Names of columns, without one twice: a list of texts."""
    found = []
    for _ in range(c.randint(low, high)):
        name = text_of(c, COLUMNS)
        if name not in found:
            found.append(name)
    return [written(c, each) for each in found]


def written(c, name, share=0.04):
    """A name's literal, or a quoted_name."""
    if c.chance(share):
        return f"sa.quoted_name({name!r}, {c.choice(['True', 'False', 'None', 'quote=True', 'quote=False'])})"
    return repr(name)


def constraint(c, prefix, none=0.15):
    """The name of a constraint or an index."""
    at = c.random()
    if at < none:
        return "None"
    name = c.choice([f"{prefix}_{c.choice(TABLES)}_{c.choice(COLUMNS)}", f"{prefix}1", prefix, text_of(c, [f"{prefix}_x"], 0.12)])
    if c.chance(0.04):
        name = name + "_" + "long" * c.choice([14, 15, 16, 17, 30, 70])
    if c.chance(0.2):
        return f"op.f({name!r})"
    if c.chance(0.03):
        return f"conv({name!r})"
    return written(c, name, 0.03)


def schema(c):
    return written(c, c.choice(SCHEMAS[:3]) if c.chance(0.6) else c.choice(SCHEMAS), 0.05)


def maybe_schema(c, share=0.15, name="schema"):
    return c.keywords((share, name, schema), (0.01, name, "None"), (0.005, name, "''"))


def words(c):
    """Text for a comment or the like, as Python text."""
    return repr(
        c.choice(
            ["a comment", "it's", "100%", "%(x)s %s", "back\\slash", "two\nlines", "", "a:b :c", "é😀", '"double"', "semi; colon", "tab\there", "nul\\0", "''", "$1"]
        )
    )
