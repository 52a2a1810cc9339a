"""Cases out of lists of lines."""


def lines(text):
    """One case a line; what begins with `#` is for people."""
    return [line for line in text.strip().split("\n") if line.strip() and not line.startswith("#")]


def executed(text):
    """One statement a line, to be executed."""
    return [f"op.execute({line})" for line in lines(text)]
