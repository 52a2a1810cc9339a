"""The small questions scripts ask about objects."""

import _limbeck
import types


def isclass(object):
    return isinstance(object, type)


def isfunction(object):
    return isinstance(object, types.FunctionType)


def ismethod(object):
    return isinstance(object, types.MethodType)


def ismodule(object):
    return isinstance(object, types.ModuleType)


def isbuiltin(object):
    return isinstance(object, types.BuiltinFunctionType)


def isroutine(object):
    return isfunction(object) or ismethod(object) or isbuiltin(object)


def isgenerator(object):
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    return _limbeck.is_coroutine(object)


def iscoroutinefunction(object):
    return _limbeck.is_coroutine_function(object)


def isawaitable(object):
    return _limbeck.is_awaitable(object)


def getmembers(object, predicate=None):
    members = [(name, getattr(object, name)) for name in dir(object)]
    if predicate is not None:
        members = [(name, value) for name, value in members if predicate(value)]
    return sorted(members, key=lambda member: member[0])


def cleandoc(doc):
    lines = doc.expandtabs().split("\n")
    margin = None
    for line in lines[1:]:
        content = line.lstrip()
        if content:
            indent = len(line) - len(content)
            margin = indent if margin is None else min(margin, indent)
    lines[0] = lines[0].lstrip()
    if margin is not None:
        lines[1:] = [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getdoc(object):
    doc = object.__doc__
    return cleandoc(doc) if isinstance(doc, str) else None


def getmro(cls):
    return cls.__mro__
