import sys as _sys

import _limbeck


def _current():
    return _limbeck.current_exception()


def format_exception_only(exc, value=None, /):
    value = exc if value is None else value
    kind = type(value)
    name = kind.__qualname__
    if kind.__module__ not in ("builtins", "__main__"):
        name = f"{kind.__module__}.{name}"
    text = str(value)
    return [f"{name}: {text}\n" if text else f"{name}\n"]


def format_exception(exc, /, value=None, tb=None, limit=None, chain=True):
    value = exc if value is None else value
    lines = []
    if chain and value.__cause__ is not None:
        lines += format_exception(value.__cause__)
        lines.append("\nThe above exception was the direct cause of the following exception:\n\n")
    elif chain and value.__context__ is not None and not value.__suppress_context__:
        lines += format_exception(value.__context__)
        lines.append("\nDuring handling of the above exception, another exception occurred:\n\n")
    lines.append("Traceback (most recent call last):\n")
    lines += format_exception_only(value)
    return lines


def format_exc(limit=None, chain=True):
    current = _current()
    if current is None:
        return "NoneType: None\n"
    return "".join(format_exception(current, chain=chain))


def print_exc(limit=None, file=None, chain=True):
    print(format_exc(limit, chain), end="", file=file or _sys.stderr)


def print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True):
    print("".join(format_exception(exc, value, tb, limit, chain)), end="", file=file or _sys.stderr)


def extract_tb(tb, limit=None):
    return []


def format_tb(tb, limit=None):
    return []


def format_stack(f=None, limit=None):
    return []


def extract_stack(f=None, limit=None):
    return []
