import sys as _sys

_NAMES = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}


def system():
    return _NAMES.get(_sys.platform, "")


def python_version():
    return ".".join(map(str, _sys.version_info[:3]))


def python_version_tuple():
    return tuple(map(str, _sys.version_info[:3]))


def python_implementation():
    return "CPython"
