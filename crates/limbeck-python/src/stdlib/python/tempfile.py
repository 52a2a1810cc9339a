"""`tempfile`: files in memory; what needs a folder is refused."""
import _files
import io as _io

tempdir = None


def gettempdir():
    return "/tmp"


def _refused(name):
    def function(*args, **kwargs):
        _files.refuse(f"`tempfile.{name}`")

    function.__name__ = name
    return function


mkdtemp = _refused("mkdtemp")
mkstemp = _refused("mkstemp")
mktemp = _refused("mktemp")
TemporaryDirectory = _refused("TemporaryDirectory")
NamedTemporaryFile = _refused("NamedTemporaryFile")


def TemporaryFile(mode="w+b", *args, **kwargs):
    return _io.BytesIO() if "b" in mode else _io.StringIO()


def SpooledTemporaryFile(max_size=0, mode="w+b", *args, **kwargs):
    return TemporaryFile(mode)
