"""Differences that are meant: each with the place in docs/differences.md that tells of it."""
import re

PLACEHOLDER = re.compile(r"(?<![:\w]):\w+_\d+\b|%\(\w+\)s")


def reason(oracle, limbeck):
    """The heading in docs/differences.md, or None."""
    if limbeck.error is None and oracle.error is None and PLACEHOLDER.search(oracle.text):
        return "Values that SQLAlchemy leaves as placeholders"
    if limbeck.error is None and oracle.error == "UnsupportedCompilationError" and re.search(r"(Create|Drop)(Enum|Domain)Type", oracle.message):
        return "Named types on databases that have none"
    if limbeck.error is not None and oracle.error is not None and "is already present in the mapping for this" in oracle.message:
        return "Types in messages"
    if limbeck.error is None and oracle.error is not None and "render element of type ENUM" in oracle.message:
        return "MySQL's ENUM on other databases"
    if oracle.error == "NoReferencedTableError" and "_alembic_tmp_" in oracle.message:
        return "Where SQLAlchemy breaks down"
    if limbeck.error is None and oracle.error == "DuplicateColumnError":
        return "A column listed twice"
    if limbeck.error is None and oracle.error == "TypeError" and "TextClause" in oracle.message:
        return "Operators on text()"
    return None
