"""`sqlalchemy.ext.compiler`."""
import _limbeck_sa as _native


def compiles(class_, *specs):
    def decorate(function):
        known = _native.own(class_, "__limbeck_compilers__")
        if known is None:
            known = {}
            class_.__limbeck_compilers__ = known
        for spec in specs or ("default",):
            known[spec] = function
        return function
    return decorate


def deregister(class_):
    class_.__limbeck_compilers__ = {}
