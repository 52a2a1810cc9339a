"""`codecs`, as far as files and bytes need it."""

from io import open as _open

BOM_UTF8 = b"\xef\xbb\xbf"


def open(filename, mode="r", encoding=None, errors="strict", buffering=-1):
    if encoding is None or "b" in mode:
        return _open(filename, mode)
    # Line ends stay as they are in the file.
    return _open(filename, mode, encoding=encoding, errors=errors, newline="")


def encode(obj, encoding="utf-8", errors="strict"):
    return obj.encode(encoding, errors)


def decode(obj, encoding="utf-8", errors="strict"):
    return bytes(obj).decode(encoding, errors)
