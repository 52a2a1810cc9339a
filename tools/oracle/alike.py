"""When two texts count as the same: exactly, or after what Alembic itself leaves to chance is put in order.

Alembic keeps some things in Python sets, so their order changes from run to run: the revisions of `current`,
children in `branches` and `Branches into`, labels, the indexes of columns inside create_table, and which of two merged rows gets the UPDATE.
"""
import difflib
import re

LIST_LINE = re.compile(r"^(Branches into|Branch names|Also depends on): (.*)$", re.M)
LABELS = re.compile(r"\(([\w, -]+)\)")
COMMENTS = re.compile(r"((?:\s*--[^\n]*\n)*)(.*)", re.S)
VERSION_STATEMENT = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM) [\w.\"]*version\w*\"? ")
CONSTRAINTS = re.compile(r"(?:^\t(?:CONSTRAINT|UNIQUE|CHECK|FOREIGN KEY)\b[^\n]*\n)+", re.M)
QUOTED = re.compile(r"'([^']*)'")
SHOWN_LINES = 24


def stdout(text, argv):
    """Revisions as the command prints them."""
    def in_order(found):
        return f"{found.group(1)}: {', '.join(sorted(found.group(2).split(', ')))}"

    text = LIST_LINE.sub(in_order, text)
    text = LABELS.sub(lambda found: f"({', '.join(sorted(found.group(1).split(', ')))})", text)
    blocks = []
    for block in text.split("\n\n"):
        lines = block.split("\n")
        children = sorted(line for line in lines if re.match(r" +-> ", line))
        blocks.append("\n".join([line for line in lines if line not in children] + children))
    text = "\n\n".join(blocks)
    if "current" in argv:
        pieces = re.split(r"(?m)^(?=Rev: )", text) if "-v" in argv else text.splitlines()
        text = "\n".join(sorted(piece.strip("\n") for piece in pieces))
    return text


def sql(text, unordered):
    """Statements of offline mode. Only what the project says is `unordered` is put in order; all else stays to the byte."""
    pieces, indexes, versions = [], [], []

    def flush():
        pieces.extend(sorted(indexes))
        if versions:
            pieces.append(version_rows(versions))
        indexes.clear()
        versions.clear()

    for piece in text.split(";\n"):
        comments, statement = COMMENTS.match(piece).groups()
        if comments:
            flush()
            pieces.append(comments)
        if "indexes" in unordered and re.match(r"\s*CREATE (UNIQUE )?INDEX ", statement):
            indexes.append(statement)
        elif "versions" in unordered and VERSION_STATEMENT.match(statement):
            versions.append(statement)
        else:
            flush()
            pieces.append(statement)
    flush()
    return ";\n".join(pieces)


def constraints(text):
    """The constraints of each table in a fixed order: SQLAlchemy keeps those of a table that it reads in a set."""
    return CONSTRAINTS.sub(lambda found: "".join(sorted(f"{line.rstrip(', ')},\n" for line in found.group(0).splitlines())), text)


def version_rows(statements):
    """What several statements on the version table do together."""
    old, new = set(), set()
    for each in statements:
        values = QUOTED.findall(each)
        if "INSERT INTO" in each:
            new.update(values)
        elif "DELETE FROM" in each:
            old.update(values)
        else:
            new.add(values[0])
            old.update(values[1:])
    return f"version rows {sorted(old - new)} -> {sorted(new - old)}"


def difference(wanted, got):
    """A short unified diff."""
    lines = list(difflib.unified_diff(wanted.splitlines(), got.splitlines(), "alembic", "limbeck", lineterm="", n=2))
    if not lines and wanted != got:
        lines = [f"they differ in line ends only: {wanted[-40:]!r} and {got[-40:]!r}"]
    more = [f"… and {len(lines) - SHOWN_LINES} more lines"] if len(lines) > SHOWN_LINES else []
    return lines[:SHOWN_LINES] + more
