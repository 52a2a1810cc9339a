import _files
import os
import posixpath as _posix
from fnmatch import fnmatchcase as _fnmatchcase


class PurePath:
    def __new__(cls, *args, **kwargs):
        if cls is PurePath:
            cls = PurePosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        texts = []
        for arg in args:
            if isinstance(arg, PurePath):
                texts.append(arg._path)
            elif isinstance(arg, str):
                texts.append(arg)
            elif hasattr(arg, "__fspath__"):
                texts.append(arg.__fspath__())
            else:
                raise TypeError(
                    "expected str, bytes or os.PathLike object, not " + type(arg).__name__
                )
        path = ""
        for text in texts:
            path = text if text.startswith("/") else (path + "/" + text if path else text)
        root = ""
        if path.startswith("/"):
            root = "//" if path.startswith("//") and not path.startswith("///") else "/"
        self._root = root
        self._tail = [part for part in path.split("/") if part and part != "."]
        self._path = root + "/".join(self._tail) or "."

    def _made(self, root, tail):
        made = object.__new__(type(self))
        made._root = root
        made._tail = tail
        made._path = root + "/".join(tail) or "."
        return made

    def __str__(self):
        return self._path

    def __fspath__(self):
        return self._path

    def as_posix(self):
        return self._path

    def __repr__(self):
        return f"{type(self).__name__}({self._path!r})"

    def __hash__(self):
        return hash(self._path)

    def __eq__(self, other):
        return self._path == other._path if isinstance(other, PurePath) else NotImplemented

    def __lt__(self, other):
        return self.parts < other.parts if isinstance(other, PurePath) else NotImplemented

    def __le__(self, other):
        return self.parts <= other.parts if isinstance(other, PurePath) else NotImplemented

    def __gt__(self, other):
        return self.parts > other.parts if isinstance(other, PurePath) else NotImplemented

    def __ge__(self, other):
        return self.parts >= other.parts if isinstance(other, PurePath) else NotImplemented

    def __truediv__(self, key):
        if not isinstance(key, (str, PurePath)) and not hasattr(key, "__fspath__"):
            return NotImplemented
        return type(self)(self, key)

    def __rtruediv__(self, key):
        if not isinstance(key, str):
            return NotImplemented
        return type(self)(key, self)

    def joinpath(self, *args):
        return type(self)(self, *args)

    drive = ""

    @property
    def root(self):
        return self._root

    @property
    def anchor(self):
        return self._root

    @property
    def parts(self):
        return ((self._root,) if self._root else ()) + tuple(self._tail)

    @property
    def name(self):
        return self._tail[-1] if self._tail else ""

    @property
    def suffix(self):
        name = self.name
        dot = name.rfind(".")
        return name[dot:] if 0 < dot < len(name) - 1 else ""

    @property
    def suffixes(self):
        name = self.name
        if name.endswith("."):
            return []
        return ["." + part for part in name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        name = self.name
        dot = name.rfind(".")
        return name[:dot] if 0 < dot < len(name) - 1 else name

    @property
    def parent(self):
        return self._made(self._root, self._tail[:-1]) if self._tail else self

    @property
    def parents(self):
        return _Parents(self)

    def _renamed(self, name):
        if not self._tail:
            raise ValueError(f"{self!r} has an empty name")
        return self._made(self._root, [*self._tail[:-1], name])

    def with_name(self, name):
        if not self._tail:
            raise ValueError(f"{self!r} has an empty name")
        if not name or "/" in name or name == ".":
            raise ValueError(f"Invalid name {name!r}")
        return self._renamed(name)

    def with_stem(self, stem):
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        if "/" in suffix or suffix and not suffix.startswith(".") or suffix == ".":
            raise ValueError(f"Invalid suffix {suffix!r}")
        if not self._tail:
            raise ValueError(f"{self!r} has an empty name")
        old = self.suffix
        return self._renamed((self.name[:-len(old)] if old else self.name) + suffix)

    def is_absolute(self):
        return bool(self._root)

    def is_relative_to(self, *other):
        other = type(self)(*other)
        return other == self or other in self.parents

    def relative_to(self, *other):
        other = type(self)(*other)
        parts = other._tail
        if self._root != other._root or self._tail[:len(parts)] != parts:
            raise ValueError(
                f"{self._path!r} is not in the subpath of {other._path!r}"
                " OR one path is relative and the other is absolute."
            )
        return self._made("", self._tail[len(parts):])

    def match(self, path_pattern):
        pattern = type(self)(path_pattern)
        parts = list(pattern.parts)
        if not parts:
            raise ValueError("empty pattern")
        own = list(self.parts)
        if pattern._root:
            if len(own) != len(parts):
                return False
        elif len(parts) > len(own):
            return False
        return all(_fnmatchcase(part, want) for part, want in zip(reversed(own), reversed(parts)))

    def as_uri(self):
        if not self._root:
            raise ValueError("relative path can't be expressed as a file URI")
        from urllib.parse import quote

        return "file://" + quote(self._path)


class _Parents:
    def __init__(self, path):
        self._of = path

    def __len__(self):
        return len(self._of._tail)

    def __getitem__(self, at):
        if isinstance(at, slice):
            return tuple(self[i] for i in range(*at.indices(len(self))))
        if at >= len(self) or at < -len(self):
            raise IndexError(at)
        if at < 0:
            at += len(self)
        return self._of._made(self._of._root, self._of._tail[:len(self) - at - 1])

    def __iter__(self):
        for at in range(len(self)):
            yield self[at]

    def __contains__(self, other):
        return any(parent == other for parent in self)

    def __repr__(self):
        return f"<{type(self._of).__name__}.parents>"


class PurePosixPath(PurePath):
    pass


class Path(PurePath):
    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = PosixPath
        return object.__new__(cls)

    @classmethod
    def cwd(cls):
        return cls(_files.current())

    @classmethod
    def home(cls):
        return cls(_posix.expanduser("~"))

    def expanduser(self):
        return type(self)(_posix.expanduser(self._path))

    def absolute(self):
        return self if self._root else type(self)(_files.current(), self)

    def resolve(self, strict=False):
        if strict:
            _files.stat(self._path)
        return type(self)(_files.real(self._path))

    def samefile(self, other_path):
        return _posix.samefile(self, other_path)

    def stat(self, *, follow_symlinks=True):
        return os.stat(self._path)

    def exists(self, *, follow_symlinks=True):
        return _files.kind(self._path) is not None

    def is_file(self):
        return _files.kind(self._path) == "file"

    def is_dir(self):
        return _files.kind(self._path) == "dir"

    def is_symlink(self):
        return _files.is_link(self._path)

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        import io

        return io.open(self._path, mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None):
        with self.open("r", encoding=encoding, errors=errors) as file:
            return file.read()

    def read_bytes(self):
        return _files.read(self._path)

    def iterdir(self):
        return (self / name for name in _files.list(self._path))

    def glob(self, pattern, *, case_sensitive=None):
        return self._matching(pattern, False)

    def rglob(self, pattern, *, case_sensitive=None):
        return self._matching(pattern, True)

    def _matching(self, pattern, deep):
        if not pattern:
            raise ValueError(f"Unacceptable pattern: {pattern!r}")
        if pattern.startswith("/"):
            raise NotImplementedError("Non-relative patterns are unsupported")
        parts = [part for part in pattern.split("/") if part and part != "."]
        return _select(self, ["**", *parts] if deep else parts)

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        for folder, folders, names in os.walk(self._path, top_down, on_error, follow_symlinks):
            yield type(self)(folder), folders, names


def _select(folder, parts):
    seen = set()
    for path in _found(folder, parts):
        if path._path not in seen:
            seen.add(path._path)
            yield path


def _found(folder, parts):
    first, rest = parts[0], parts[1:]
    if first == "**":
        if rest:
            yield from _found(folder, rest)
        elif folder.is_dir():
            yield folder
        for child in _children(folder):
            if child.is_dir() and not child.is_symlink():
                yield from _found(child, parts)
        return
    if not any(c in first for c in "*?["):
        child = folder / first
        if child.exists():
            if rest:
                yield from _found(child, rest)
            else:
                yield child
        return
    for child in _children(folder):
        if _fnmatchcase(child.name, first):
            if not rest:
                yield child
            elif child.is_dir():
                yield from _found(child, rest)


def _children(folder):
    return list(folder.iterdir()) if folder.is_dir() else []


class PosixPath(Path, PurePosixPath):
    pass


def _refused(name):
    def method(self, *args, **kwargs):
        _files.refuse(f"`Path.{name}` of `{self}`")

    method.__name__ = name
    return method


for _name in (
    "write_text write_bytes rmdir unlink rename replace symlink_to hardlink_to lchmod"
).split():
    setattr(Path, _name, _refused(_name))


def _refused_in_revision(name):
    def method(self, *args, **kwargs):
        _files.refuse_in_revision(f"`Path.{name}` of `{self}`")

    method.__name__ = name
    return method


for _name in ("mkdir", "touch", "chmod"):
    setattr(Path, _name, _refused_in_revision(_name))
