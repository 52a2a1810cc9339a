"""`click`, as far as messages go; commands are the application's affair."""
import sys as _sys


def style(text, **styles):
    return str(text)


def echo(message=None, file=None, nl=True, err=False, color=None):
    if isinstance(message, (bytes, bytearray)):
        message = bytes(message).decode("utf-8", "replace")
    text = "" if message is None else str(message)
    (file or (_sys.stderr if err else _sys.stdout)).write(text + ("\n" if nl else ""))


def secho(message=None, file=None, nl=True, err=False, color=None, **styles):
    echo(message, file, nl, err, color)


def unstyle(text):
    return text
