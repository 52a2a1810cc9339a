"""What became of a script: SQL, or a refusal; and whether two of them are alike."""
import re
from dataclasses import dataclass

import explained

# Errors of these are told in their words; of others (TypeError, KeyError, …) the fact alone counts.
WORDED = {
    "CommandError", "CompileError", "ArgumentError", "InvalidRequestError", "IdentifierError", "NoReferencedTableError",
    "NoReferencedColumnError", "DuplicateColumnError", "UnsupportedCompilationError", "NoSuchTableError", "LookupError",
    "AmbiguousForeignKeysError", "NoForeignKeysError", "UnboundExecutionError", "NotImplementedError", "StatementError",
}


# These say that the oracle broke, not that the script is wrong: limbeck may do as it likes.
BUGS = {"bug", "AssertionError", "RecursionError"}


@dataclass(frozen=True)
class Outcome:
    """`text` is the SQL; `error` the class and message of a refusal, if it was one."""

    text: str
    error: str = None
    message: str = ""

    def told(self):
        """For people."""
        if self.error is not None:
            return f"refused: {self.error}: {self.message.split(chr(10) + '  -->')[0]}"
        return self.text.rstrip("\n") or "(no SQL)"


def plain(message):
    """A message without what differs from run to run: addresses, links, line breaks."""
    message = re.sub(r" at 0x[0-9a-f]+", "", message)
    message = re.sub(r"\(Background on this error at: \S+\)", "", message)
    message = re.sub(r"<sqlalchemy[^<>]*>", "<…>", message)
    message = re.sub(r"for constraint \w*Constraint\(.*\); it has no name", "for constraint; it has no name", message)
    # The names of a cycle are a set.
    message = re.sub(r"(?<=Circular dependency detected\. \().*(?=\))", lambda names: ", ".join(sorted(names[0].split(", "))), message)
    return " ".join(message.split())


def parts(text):
    """The statements of a text. The constraints that batch mode copies into a new table come in no order of their own."""
    found = []
    for statement in text.split(";\n\n"):
        if statement.lstrip().startswith("CREATE TABLE") and "_alembic_tmp_" in statement.split("(")[0]:
            statement = "\n".join(sorted(line.rstrip(", ") for line in statement.split("\n")))
        found.append(statement)
    return sorted(found)


def same(oracle, limbeck, body=""):
    """Whether limbeck did what the oracle did with a script's body."""
    if oracle.error in BUGS or explained.reason(oracle, limbeck, body) is not None:
        return True
    if oracle.error is not None:
        if limbeck.error is None:
            return False
        return oracle.error not in WORDED or plain(oracle.message) in plain(limbeck.message.split("\n  -->")[0])
    if limbeck.error is not None:
        return False
    # Constraints of an added column and members of a set come in an order that changes from run to run.
    return oracle.text == limbeck.text or parts(oracle.text) == parts(limbeck.text)


def kind(oracle, limbeck):
    """A short name for a difference: alike for differences that are likely one bug."""
    if oracle.error is not None and limbeck.error is None:
        return f"not refused: {oracle.error}: {skeleton(oracle.message)}"
    if oracle.error is not None:
        return f"other words: {oracle.error}: {skeleton(oracle.message)} | {skeleton(limbeck.message)}"
    if limbeck.error is not None:
        return f"refused: {skeleton(limbeck.message)}"
    ours, theirs = words(limbeck.text), words(oracle.text)
    at = next((index for index, pair in enumerate(zip(ours, theirs)) if pair[0] != pair[1]), min(len(ours), len(theirs)))
    return "text: {} → {}".format(*(general(" ".join(each[max(0, at - 1) : at + 2])) for each in (theirs, ours)))


def words(text):
    return re.findall(r"'(?:[^']|'')*'|\w+|\S", text)


def general(text):
    """Without names, numbers and strings."""
    text = re.sub(r"'(?:[^']|'')*'", "'…'", text)
    return re.sub(r"\b[a-z_][\w]*\b|\d+", "_", text)


def skeleton(message):
    """A message without the names in it: its first line, as far as the script's place."""
    message = plain(message.split("\n  -->")[0])
    message = re.sub(r"\(in revision \w+\)|^error: ", "", message)
    if "no attribute" in message or "unsupported operand" in message or "not implemented" in message:
        return message[:160]
    message = re.sub(r"(?<!\w)'[^']*'(?!\w)|\"[^\"]*\"", "…", message)
    message = re.sub(r"\w+(?: \w+)*\((?:[^()]|\([^()]*\))*\)(?=$| \|)", "(…)", message)
    return re.sub(r"\d+", "N", message)[:160].strip()
