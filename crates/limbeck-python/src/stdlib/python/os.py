import _files
import _system_random
import posixpath as path
from _namedtuple import make as _make_namedtuple
from posixpath import curdir, pardir, extsep, sep, pathsep, altsep, devnull, defpath

name = "posix"
linesep = "\n"
error = OSError
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1


class PathLike:
    __abc__ = True

    def __class_getitem__(cls, item):
        return cls


def fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    if hasattr(path, "__fspath__"):
        return path.__fspath__()
    raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")


def fsencode(filename):
    filename = fspath(filename)
    return filename.encode("utf-8") if isinstance(filename, str) else filename


def fsdecode(filename):
    filename = fspath(filename)
    return filename.decode("utf-8") if isinstance(filename, bytes) else filename


def _checked(value):
    if not isinstance(value, str):
        raise TypeError("str expected, not %s" % type(value).__name__)
    return value


class _Environ(dict):
    """The environment as it was at the start; changes hold for this run of the scripts only."""

    def __getitem__(self, key):
        return dict.__getitem__(self, _checked(key))

    def __setitem__(self, key, value):
        dict.__setitem__(self, _checked(key), _checked(value))

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def copy(self):
        return dict(self)

    def __repr__(self):
        return "environ({%s})" % ", ".join(f"{key!r}: {value!r}" for key, value in self.items())


environ = _Environ(_files.environment())


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(name, value, /):
    environ[name] = value


def unsetenv(name, /):
    environ.pop(name, None)


def getcwd():
    return _files.current()


def getcwdb():
    return _files.current().encode("utf-8")


def getpid():
    return _files.process()


def cpu_count():
    return _files.processors()


def urandom(size, /):
    return _system_random.bytes(size)


def strerror(code, /):
    known = {1: "Operation not permitted", 2: "No such file or directory", 13: "Permission denied", 17: "File exists"}
    return known.get(code, f"Unknown error {code}")


def listdir(path="."):
    return _files.list(fspath(path))


class DirEntry:
    def __init__(self, folder, name):
        self.name = name
        self.path = path.join(folder, name)

    def is_file(self, *, follow_symlinks=True):
        return path.isfile(self.path)

    def is_dir(self, *, follow_symlinks=True):
        return path.isdir(self.path)

    def is_symlink(self):
        return path.islink(self.path)

    def stat(self, *, follow_symlinks=True):
        return stat(self.path)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


class _Scan:
    def __init__(self, entries):
        self._entries = iter(entries)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None

    def close(self):
        pass


def scandir(path="."):
    folder = fspath(path)
    return _Scan([DirEntry(folder, name) for name in _files.list(folder)])


def walk(top, topdown=True, onerror=None, followlinks=False):
    top = fspath(top)
    try:
        names = _files.list(top)
    except OSError as exception:
        if onerror is not None:
            onerror(exception)
        return
    folders = [name for name in names if path.isdir(path.join(top, name))]
    others = [name for name in names if name not in folders]
    if topdown:
        yield top, folders, others
    for name in folders:
        inner = path.join(top, name)
        if followlinks or not path.islink(inner):
            yield from walk(inner, topdown, onerror, followlinks)
    if not topdown:
        yield top, folders, others


stat_result = _make_namedtuple("stat_result", "st_mode st_size st_mtime")


def stat(path, *, dir_fd=None, follow_symlinks=True):
    size, changed, is_folder = _files.stat(fspath(path))
    return stat_result(0o40755 if is_folder else 0o100644, size, changed)


lstat = stat


def access(path, mode, **kwargs):
    if mode not in (F_OK, R_OK):
        _files.refuse(f"asking `os.access({fspath(path)!r}, {mode})`")
    return _files.kind(fspath(path)) is not None


def _refused_in_revision(name):
    def function(*args, **kwargs):
        _files.refuse_in_revision(f"`os.{name}`")

    function.__name__ = name
    return function


def _refused(name):
    def function(*args, **kwargs):
        _files.refuse(f"`os.{name}`")

    function.__name__ = name
    return function


abort = _refused("abort")
chdir = _refused("chdir")
chmod = _refused_in_revision("chmod")
chown = _refused("chown")
close = _refused("close")
dup = _refused("dup")
execl = _refused("execl")
execle = _refused("execle")
execlp = _refused("execlp")
execv = _refused("execv")
execve = _refused("execve")
execvp = _refused("execvp")
execvpe = _refused("execvpe")
fdopen = _refused("fdopen")
fork = _refused("fork")
forkpty = _refused("forkpty")
kill = _refused("kill")
killpg = _refused("killpg")
lchown = _refused("lchown")
link = _refused("link")
makedirs = _refused_in_revision("makedirs")
mkdir = _refused_in_revision("mkdir")
mkfifo = _refused("mkfifo")
mknod = _refused("mknod")
open = _refused("open")
pipe = _refused("pipe")
popen = _refused("popen")
posix_spawn = _refused("posix_spawn")
remove = _refused("remove")
removedirs = _refused("removedirs")
rename = _refused("rename")
renames = _refused("renames")
replace = _refused("replace")
rmdir = _refused("rmdir")
setuid = _refused("setuid")
setgid = _refused("setgid")
spawnl = _refused("spawnl")
spawnle = _refused("spawnle")
spawnlp = _refused("spawnlp")
spawnv = _refused("spawnv")
spawnve = _refused("spawnve")
spawnvp = _refused("spawnvp")
startfile = _refused("startfile")
symlink = _refused("symlink")
sync = _refused("sync")
system = _refused("system")
truncate = _refused("truncate")
umask = _refused_in_revision("umask")
unlink = _refused("unlink")
utime = _refused("utime")
wait = _refused("wait")
waitpid = _refused("waitpid")
write = _refused("write")
_exit = _refused("_exit")
