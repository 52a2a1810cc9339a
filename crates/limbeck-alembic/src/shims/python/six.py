"""`six`, on Python 3."""
import io as _io

PY2 = False
PY3 = True
string_types = (str,)
integer_types = (int,)
class_types = (type,)
text_type = str
binary_type = bytes
StringIO = _io.StringIO
BytesIO = _io.BytesIO


def iteritems(d, **kw):
    return iter(d.items())


def iterkeys(d, **kw):
    return iter(d.keys())


def itervalues(d, **kw):
    return iter(d.values())


def u(text):
    return text


def b(text):
    return text.encode("latin-1")


def ensure_str(text, encoding="utf-8", errors="strict"):
    return text.decode(encoding, errors) if isinstance(text, bytes) else text


ensure_text = ensure_str


def ensure_binary(text, encoding="utf-8", errors="strict"):
    return text.encode(encoding, errors) if isinstance(text, str) else text


def python_2_unicode_compatible(class_):
    return class_


def with_metaclass(meta, *bases):
    return bases[0] if bases else object


def add_metaclass(metaclass):
    return lambda class_: class_


def raise_from(value, from_value):
    raise value from from_value


class _Moves:
    range = range
    zip = zip
    map = map
    filter = filter
    input = None

    def reduce(self, function, items, *initial):
        import functools
        return functools.reduce(function, items, *initial)


moves = _Moves()
