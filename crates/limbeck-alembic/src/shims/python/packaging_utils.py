"""`packaging.utils`."""
import re as _re

_VERSION = _re.compile(
    r"v?(?:(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*)([-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]+)?)?"
    r"((?:-([0-9]+))|(?:[-_.]?(post|rev|r)[-_.]?([0-9]+)?))?([-_.]?(dev)[-_.]?([0-9]+)?)?)(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?",
    _re.IGNORECASE,
)

_SHORT = {"alpha": "a", "beta": "b", "c": "rc", "pre": "rc", "preview": "rc"}


def canonicalize_name(name, *, validate=False):
    return _re.sub(r"[-_.]+", "-", name).lower()


def is_normalized_name(name):
    return canonicalize_name(name) == name


def canonicalize_version(version, *, strip_trailing_zero=True):
    text = str(version).strip()
    found = _VERSION.fullmatch(text)
    if found is None:
        return str(version)
    epoch, release, pre, pre_kind, pre_number, post, post_number1, post_kind, post_number2, dev, _, dev_number, local = found.groups()
    parts = [int(part) for part in release.split(".")]
    if strip_trailing_zero:
        while len(parts) > 1 and parts[-1] == 0:
            parts.pop()
    out = ""
    if epoch and int(epoch):
        out += f"{int(epoch)}!"
    out += ".".join(str(part) for part in parts)
    if pre:
        kind = pre_kind.lower()
        out += f"{_SHORT.get(kind, kind)}{int(pre_number or 0)}"
    if post:
        out += f".post{int(post_number1 or post_number2 or 0)}"
    if dev:
        out += f".dev{int(dev_number or 0)}"
    if local:
        out += "+" + ".".join(str(int(part)) if part.isdigit() else part.lower() for part in _re.split(r"[-_.]", local))
    return out
