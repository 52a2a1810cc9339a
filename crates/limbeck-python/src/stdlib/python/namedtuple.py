"""Named tuples, for `collections` and `typing`."""

import _limbeck


def _field_property(position):
    return property(lambda self: tuple.__getitem__(self, position))


def make(typename, field_names, defaults=(), module=None, rename=False):
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    field_names = [str(name) for name in field_names]
    if rename:
        seen = set()
        for at, name in enumerate(field_names):
            if not name.isidentifier() or name.startswith("_") or name in seen:
                field_names[at] = f"_{at}"
            seen.add(name)
    seen = set()
    for name in field_names:
        if not name.isidentifier():
            raise ValueError(f"Type names and field names must be valid identifiers: {name!r}")
        if name.startswith("_") and not rename:
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        if name in seen:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
        seen.add(name)
    defaults = tuple(defaults or ())
    if len(defaults) > len(field_names):
        raise TypeError("Got more default values than field names")
    return type(typename, (tuple,), members(typename, tuple(field_names), defaults, module))


def members(typename, fields, defaults, module=None):
    """The attributes of a named tuple class."""
    first_default = len(fields) - len(defaults)
    parameters = [(name, at >= first_default, False) for at, name in enumerate(fields)]
    by_name = dict(zip(fields[first_default:], defaults))
    qualname = f"{typename}.__new__"

    def __new__(cls, *args, **kwargs):
        given = _limbeck.bind(qualname, parameters, args, kwargs)
        return tuple.__new__(cls, [given[name] if name in given else by_name[name] for name in fields])

    def __repr__(self):
        return (
            type(self).__name__ + "(" + ", ".join([f"{name}={value!r}" for name, value in zip(fields, self)]) + ")"
        )

    def _asdict(self):
        return dict(zip(fields, self))

    def _replace(self, /, **kwds):
        values = [kwds.pop(name, value) for name, value in zip(fields, self)]
        if kwds:
            raise ValueError(f"Got unexpected field names: {list(kwds)!r}")
        return self._make(values)

    def _make(cls, iterable):
        values = tuple(iterable)
        if len(values) != len(fields):
            raise TypeError(f"Expected {len(fields)} arguments, got {len(values)}")
        return tuple.__new__(cls, values)

    attrs = {
        "__new__": __new__,
        "__repr__": __repr__,
        "_asdict": _asdict,
        "_replace": _replace,
        "_make": classmethod(_make),
        "_fields": fields,
        "_field_defaults": by_name,
        "__match_args__": fields,
    }
    if module:
        attrs["__module__"] = module
    for at, name in enumerate(fields):
        attrs[name] = _field_property(at)
    return attrs


class NamedTuple(tuple):
    """`typing.NamedTuple`: as a base class, or called with a name and fields."""

    def __init_subclass__(cls, **kwargs):
        if NamedTuple in cls.__bases__:
            fields = tuple(cls.__dict__.get("__annotations__", {}))
            defaults = []
            for name in fields:
                if name in cls.__dict__:
                    defaults.append(cls.__dict__[name])
                elif defaults:
                    raise TypeError(
                        f"Non-default namedtuple field {name} cannot follow default field"
                        f"{'s' if len(defaults) > 1 else ''} "
                        + ", ".join(known for known in fields if known in cls.__dict__)
                    )
            for name, value in members(cls.__name__, fields, tuple(defaults)).items():
                if name in fields or name not in cls.__dict__:
                    setattr(cls, name, staticmethod(value) if name == "__new__" else value)

    def __new__(cls, typename, fields=None, **kwargs):
        items = list(fields or kwargs.items())
        made = make(typename, [name for name, _ in items])
        made.__annotations__ = dict(items)
        return made
