"""Differences that are meant: each with the place in docs/differences.md that tells of it."""
import re

# What stands for a value where parameters go by their places, and the constructs that may have one.
# (`%%s` in a text that was made of a statement; there `:param_1` is a parameter without a value, NULL).
PLACE = re.compile(r"\?|%{1,2}s|(?<![:\w]):(?:[^\s,;()]*_\d+\b|[a-z]\w*)|\bNULL(?= IS\b| <=>)")
FORGETFUL_CALL = re.compile(r"\bis_(?:not_)?distinct_from\(|\.on_duplicate_key_update\(|\baggregate_strings\(")
FORGETFUL = re.compile(r"\bIS\b|<=>|ON DUPLICATE KEY UPDATE|\bMATCH\b|plainto_tsquery\(|\bLIMIT\b|_agg\(|group_concat\(|\blength\(.*(?:\?|:[a-z])", re.IGNORECASE)
NO_LITERAL = re.compile(r"Could not render literal value|No literal value renderer")
# A placeholder has the name of a column in it, whatever that is.
PLACEHOLDER = re.compile(r"(?<![:\w]):(?:[a-z]\w*\d|\w(?:[^\s,;:()'\"]| {4})*_\d+)\b|%\([^()]+\)s")
LIST = re.compile(r"__\[POSTCOMPILE_\w+\]")

NAMED_TYPE = re.compile(r"(Create|Drop)(Enum|Domain)Type")
NULL_TYPE = re.compile(r"\(in table '.*', column '.*'\): Can't generate DDL for NullType\(\)")


def reason(oracle, limbeck, body=""):
    """The heading in docs/differences.md, or None. `body`: what the script says."""
    if oracle.error is None and PLACEHOLDER.search(oracle.text) and limbeck.error in (None, "CompileError"):
        return "Values that SQLAlchemy leaves as placeholders"
    if oracle.error is None and limbeck.error is None and LIST.search(oracle.text) and fits(LIST, oracle.text, limbeck.text):
        return "Values that SQLAlchemy leaves as placeholders"
    if oracle.error is None and limbeck.error is None and fills_in(oracle.text, limbeck.text, body):
        return "Values that SQLAlchemy leaves as placeholders"
    # A value that has no literal is none of those that could be filled in.
    if oracle.error is None and limbeck.error == "CompileError" and NO_LITERAL.search(limbeck.message) and FORGETFUL.search(oracle.text) and PLACE.search(oracle.text):
        return "Values that SQLAlchemy leaves as placeholders"
    # limbeck stops at such a value, the oracle goes on and comes upon another fault.
    if None not in (oracle.error, limbeck.error) and NO_LITERAL.search(limbeck.message) and FORGETFUL_CALL.search(body):
        return "Values that SQLAlchemy leaves as placeholders"
    # limbeck goes on, and may come upon another fault.
    if oracle.error == "UnsupportedCompilationError" and named_type(oracle) not in (None, named_type(limbeck)):
        return "Named types on databases that have none"
    if oracle.error == "CompileError" and oracle.message == "PostgreSQL ENUM type requires a name." and oracle.message not in limbeck.message:
        return "Named types behind a variant"
    if limbeck.error is None and oracle.error is None and " IN (VALUES (" in limbeck.text and " IN ((" in oracle.text:
        return "Rows in IN on SQLite"
    if "GENERATED ALWAYS AS" in oracle.text and "INSERT INTO" in oracle.text and "_alembic_tmp_" in oracle.text:
        return "Computed columns that are copied"
    if limbeck.error is None and oracle.error is None and extra_types(oracle.text, limbeck.text, body):
        return "Named types behind a variant"
    if limbeck.error is not None and oracle.error is not None and "is already present in the mapping for this" in oracle.message:
        return "Types in messages"
    if limbeck.error is not None and oracle.error is not None and bare(oracle.message) == bare(limbeck.message):
        return "Types in messages"
    if oracle.error is not None and "render element of type ENUM" in oracle.message and "element of type ENUM" not in limbeck.message:
        return "MySQL's ENUM on other databases"
    if "<built-in method hex of " in oracle.text:
        return "Where SQLAlchemy breaks down"
    if oracle.error is None and limbeck.error is None and '\'$."$"' in oracle.text:
        return "Where SQLAlchemy breaks down"
    if oracle.error == "NoReferencedTableError" and "_alembic_tmp_" in oracle.message:
        return "Where SQLAlchemy breaks down"
    if oracle.error == "NoReferencedColumnError" and "has no column named 'None'" in oracle.message:
        return "Where SQLAlchemy breaks down"
    if None not in (oracle.error, limbeck.error) and NULL_TYPE.search(oracle.message) and NULL_TYPE.search(limbeck.message):
        return "Orders that change from run to run"
    if oracle.error == "DuplicateColumnError":
        return "A column listed twice"
    if limbeck.error is None and oracle.error == "TypeError" and "TextClause" in oracle.message:
        return "Operators on text()"
    return None


def fills_in(oracle, limbeck, body):
    """Whether limbeck has the same text with values in some of the places. Defaults that Python computes have none yet."""
    if not FORGETFUL.search(oracle) and "default=" not in body:
        return False
    return fits(PLACE, oracle, limbeck)


def fits(places, oracle, limbeck):
    """Whether limbeck has the same text but for what is in some places."""
    pattern = ".+?".join(re.escape(each) for each in places.split(oracle))
    return re.fullmatch(pattern, limbeck, re.DOTALL) is not None


def named_type(outcome):
    """The kind of type that could not be created or dropped, if that is what a message tells."""
    found = NAMED_TYPE.search(outcome.message)
    return found and found[0]


def bare(message):
    """A message about a value without brackets, which tell tuples from lists."""
    return re.sub(r"[\[\](),]", "", message.split("\n")[0].split(" (Background")[0]).strip()


def extra_types(oracle, limbeck, body):
    """Whether the oracle has all that limbeck has, and types that it creates besides or, by the same name, instead."""
    theirs, ours = oracle.split(";\n\n"), limbeck.split(";\n\n")
    instead = False
    for statement in ours:
        if statement not in theirs:
            head = re.match(r"CREATE (?:TYPE|DOMAIN) \S+ ", statement)
            same = [each for each in theirs if head and "with_variant(" in body and each.startswith(head[0])]
            if not same:
                return False
            instead, statement = True, same[0]
        theirs.remove(statement)
    return (instead or bool(theirs)) and all(re.match(r"CREATE (TYPE|DOMAIN) ", each) for each in theirs)
