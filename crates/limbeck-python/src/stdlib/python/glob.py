from pathlib import Path as _Path


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    return list(iglob(pathname, root_dir=root_dir, recursive=recursive, include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    absolute = pathname.startswith("/")
    parts = [part for part in pathname.split("/") if part]
    fixed = []
    while parts and not has_magic(parts[0]):
        fixed.append(parts.pop(0))
    start = ("/" if absolute else "") + "/".join(fixed)
    base = _Path(root_dir or "", start) if root_dir else _Path(start)
    if not parts:
        if base.exists():
            yield pathname
        return
    if not recursive:
        parts = ["*" if part == "**" else part for part in parts]
    for found in base.glob("/".join(parts)):
        shown = found.relative_to(root_dir) if root_dir else found
        inner = found.relative_to(base).parts
        if include_hidden or not any(part.startswith(".") for part in inner):
            yield str(shown)


def has_magic(s):
    return any(c in s for c in "*?[")


def escape(pathname):
    return "".join(f"[{c}]" if c in "*?[" else c for c in pathname)
