"""`shutil`: what would change files is refused in a revision."""
import _files
import os as _os


class Error(OSError):
    pass


SameFileError = Error


def _in_revision(name):
    def function(*args, **kwargs):
        _files.refuse_in_revision(f"`shutil.{name}`")

    function.__name__ = name
    return function


def _refused(name):
    def function(*args, **kwargs):
        _files.refuse(f"`shutil.{name}`")

    function.__name__ = name
    return function


copy = _in_revision("copy")
copy2 = _in_revision("copy2")
copyfile = _in_revision("copyfile")
copytree = _in_revision("copytree")
copymode = _in_revision("copymode")
copystat = _in_revision("copystat")
rmtree = _refused("rmtree")
move = _refused("move")
make_archive = _refused("make_archive")
unpack_archive = _refused("unpack_archive")
chown = _refused("chown")
disk_usage = _refused("disk_usage")


def which(cmd, mode=1, path=None):
    return None


def get_terminal_size(fallback=(80, 24)):
    return _os.terminal_size(fallback) if hasattr(_os, "terminal_size") else fallback


def copyfileobj(source, target, length=0):
    target.write(source.read())
