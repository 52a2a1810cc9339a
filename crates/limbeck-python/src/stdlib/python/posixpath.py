import _files

curdir = "."
pardir = ".."
extsep = "."
sep = "/"
pathsep = ":"
altsep = None
devnull = "/dev/null"
defpath = "/bin:/usr/bin"


def _text(path):
    if isinstance(path, (str, bytes)):
        return path
    if hasattr(path, "__fspath__"):
        return path.__fspath__()
    raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")


def normcase(s):
    return _text(s)


def isabs(s):
    return _text(s).startswith("/")


def join(a, *p):
    path = _text(a)
    if not isinstance(path, str):
        raise TypeError(f"join() argument must be str, bytes, or os.PathLike object, not {type(a).__name__!r}")
    for part in p:
        part = _text(part)
        if part.startswith("/"):
            path = part
        elif not path or path.endswith("/"):
            path += part
        else:
            path += "/" + part
    return path


def split(p):
    p = _text(p)
    at = p.rfind("/") + 1
    head, tail = p[:at], p[at:]
    if head.strip("/"):
        head = head.rstrip("/")
    return head, tail


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def splitext(p):
    p = _text(p)
    start = p.rfind("/") + 1
    dot = p.rfind(".")
    if dot > start and p[start:dot].strip("."):
        return p[:dot], p[dot:]
    return p, ""


def splitdrive(p):
    return "", _text(p)


def normpath(path):
    path = _text(path)
    if not path:
        return "."
    lead = 0
    if path.startswith("/"):
        lead = 2 if path.startswith("//") and not path.startswith("///") else 1
    parts = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != ".." or (not lead and not parts) or (parts and parts[-1] == ".."):
            parts.append(part)
        elif parts:
            parts.pop()
    return "/" * lead + "/".join(parts) or "."


def abspath(path):
    path = _text(path)
    return normpath(path if path.startswith("/") else join(_files.current(), path))


def realpath(filename, *, strict=False):
    filename = _text(filename)
    if strict and _files.kind(filename) is None:
        _files.stat(filename)
    return _files.real(filename)


def relpath(path, start="."):
    path = _text(path)
    if not path:
        raise ValueError("no path specified")
    base = [part for part in abspath(_text(start)).split("/") if part]
    goal = [part for part in abspath(path).split("/") if part]
    same = 0
    while same < len(base) and same < len(goal) and base[same] == goal[same]:
        same += 1
    return "/".join([".."] * (len(base) - same) + goal[same:]) or "."


def commonprefix(m):
    m = list(m)
    if not m:
        return ""
    low, high = min(m), max(m)
    for at, c in enumerate(low):
        if c != high[at]:
            return low[:at]
    return low


def commonpath(paths):
    paths = [_text(path) for path in paths]
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    absolute = {path.startswith("/") for path in paths}
    if len(absolute) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    split_paths = [[part for part in path.split("/") if part and part != "."] for path in paths]
    low, high = min(split_paths), max(split_paths)
    same = 0
    while same < len(low) and same < len(high) and low[same] == high[same]:
        same += 1
    return ("/" if absolute.pop() else "") + "/".join(low[:same])


def exists(path):
    return _files.kind(_text(path)) is not None


lexists = exists


def isfile(path):
    return _files.kind(_text(path)) == "file"


def isdir(s):
    return _files.kind(_text(s)) == "dir"


def islink(path):
    return _files.is_link(_text(path))


def getsize(filename):
    return _files.stat(_text(filename))[0]


def getmtime(filename):
    return _files.stat(_text(filename))[1]


def samefile(f1, f2):
    return realpath(f1) == realpath(f2)


def expanduser(path):
    path = _text(path)
    if not path.startswith("~"):
        return path
    user, slash, rest = path.partition("/")
    if user != "~":
        _files.refuse(f"looking up the home folder of `{user[1:]}`")
    import os

    home = os.environ.get("HOME")
    if home is None:
        return path
    return (home.rstrip("/") + slash + rest) or "/"


def expandvars(path):
    import os
    import re

    def value(match):
        name = match.group(1) or match.group(2)
        return os.environ.get(name, match.group())

    return re.sub(r"\$(?:(\w+)|\{([^}]*)\})", value, _text(path))
