"""Modules whose functions reach beyond the sandbox: named when they are used."""
import _files


class _Refused:
    def __init__(self, name):
        self._name = name

    def __call__(self, *args, **kwargs):
        _files.refuse_in_revision(f"`{self._name}`")
        # To an application that is imported, what it gives is unknown: harmless until something depends on it.
        return _files.unresolved(f"{self._name}(…)")

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Refused(f"{self._name}.{name}")
