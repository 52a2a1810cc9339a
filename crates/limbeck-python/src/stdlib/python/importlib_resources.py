"""`importlib.resources`: files inside the packages of the project."""
import contextlib
import pathlib

import _files
import _limbeck_import


def files(anchor=None, *, package=None):
    anchor = anchor if anchor is not None else package
    module = _limbeck_import.load(anchor) if isinstance(anchor, str) else anchor
    place = getattr(module, "__file__", None)
    if not isinstance(place, str):
        return _files.unresolved(f"importlib.resources.files({anchor!r})")
    folder = pathlib.Path(place)
    # A namespace package is a folder without a file.
    return folder if folder.is_dir() else folder.parent


@contextlib.contextmanager
def as_file(path):
    yield path


def path(anchor, *names):
    return as_file(files(anchor).joinpath(*names))


def read_text(anchor, *names, encoding="utf-8", errors="strict"):
    return files(anchor).joinpath(*names).read_text(encoding=encoding)


def read_binary(anchor, *names):
    return files(anchor).joinpath(*names).read_bytes()


def open_text(anchor, *names, encoding="utf-8", errors="strict"):
    return files(anchor).joinpath(*names).open("r", encoding=encoding)


def open_binary(anchor, *names):
    return files(anchor).joinpath(*names).open("rb")


def is_resource(anchor, *names):
    return files(anchor).joinpath(*names).is_file()


def contents(anchor, *names):
    return (entry.name for entry in files(anchor).joinpath(*names).iterdir())
