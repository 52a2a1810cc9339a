"""Warnings go to the host."""

import _limbeck

_filters = []


def warn(message, category=None, stacklevel=1, source=None):
    if isinstance(message, Warning):
        category = type(message)
    elif category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    for action, wanted in _filters:
        if issubclass(category, wanted):
            if action == "ignore":
                return
            if action == "error":
                raise message if isinstance(message, Warning) else category(message)
            break
    _limbeck.warn(category.__name__, str(message))


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    if not message and not module:
        simplefilter(action, category, lineno, append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    if append:
        _filters.append((action, category))
    else:
        _filters.insert(0, (action, category))


def resetwarnings():
    _filters.clear()


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._action = action
        self._category = category

    def __enter__(self):
        self._saved = list(_filters)
        if self._action is not None:
            simplefilter(self._action, self._category)
        return [] if self._record else None

    def __exit__(self, *exc_info):
        _filters[:] = self._saved


def deprecated(message, /, *, category=DeprecationWarning, stacklevel=1):
    def decorate(func):
        return func

    return decorate
