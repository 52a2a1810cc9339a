import re as _re


class PrettyPrinter:
    def __init__(
        self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True, underscore_numbers=False
    ):
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._indent = indent
        self._width = width
        self._depth = depth
        self._stream = stream
        self._compact = compact
        self._sort = sort_dicts
        self._underscores = underscore_numbers
        self._open = []

    def pformat(self, object):
        out = []
        self._write(object, out, 0, 0, 0)
        return "".join(out)

    def pprint(self, object):
        print(self.pformat(object), file=self._stream)

    def _pairs(self, object):
        pairs = list(object.items())
        if self._sort:
            try:
                pairs.sort(key=lambda pair: pair[0])
            except TypeError:
                pairs.sort(key=lambda pair: (str(type(pair[0])), id(pair[0])))
        return pairs

    def _members(self, object):
        try:
            return sorted(object)
        except TypeError:
            return sorted(object, key=lambda item: (str(type(item)), id(item)))

    def _repr(self, object, level):
        kind = type(object)
        if kind in (dict, list, tuple) and object:
            if self._depth is not None and level >= self._depth:
                return "{...}" if kind is dict else "[...]" if kind is list else "(...,)" if len(object) == 1 else "(...)"
            if id(object) in self._open:
                return f"<Recursion on {kind.__name__} with id={id(object)}>"
            self._open.append(id(object))
            text = self._nested(object, kind, level + 1)
            self._open.pop()
            return text
        if kind is int and self._underscores:
            return f"{object:_d}"
        return repr(object)

    def _nested(self, object, kind, level):
        if kind is dict:
            shown = (self._repr(key, level) + ": " + self._repr(value, level) for key, value in self._pairs(object))
            return "{" + ", ".join(shown) + "}"
        shown = ", ".join(self._repr(item, level) for item in object)
        if kind is list:
            return f"[{shown}]"
        return f"({shown},)" if len(object) == 1 else f"({shown})"

    def _write(self, object, out, column, allowance, level):
        text = self._repr(object, level)
        room = self._width - column - allowance
        if len(text) <= room or id(object) in self._open:
            out.append(text)
            return
        self._open.append(id(object))
        self._write_long(object, text, out, column, allowance, level)
        self._open.pop()

    def _write_long(self, object, text, out, column, allowance, level):
        kind = type(object)
        if kind is dict:
            self._write_dict(object, out, column, allowance, level)
        elif kind is list:
            self._write_items(object, out, column, allowance, level, "[", "]")
        elif kind is tuple:
            self._write_items(object, out, column, allowance, level, "(", ",)" if len(object) == 1 else ")")
        elif kind in (set, frozenset) and object:
            start, end = ("{", "}") if kind is set else ("frozenset({", "})")
            self._write_items(self._members(object), out, column + len(start) - 1, allowance, level, start, end)
        elif kind is str and object:
            self._write_str(object, out, column, allowance, level)
        else:
            out.append(text)

    def _write_dict(self, object, out, column, allowance, level):
        out.append("{" + " " * (self._indent - 1))
        column += self._indent
        pairs = self._pairs(object)
        for at, (key, value) in enumerate(pairs):
            shown = self._repr(key, level + 1)
            out.append(shown + ": ")
            last = at == len(pairs) - 1
            self._write(value, out, column + len(shown) + 2, allowance + 1 if last else 1, level + 1)
            if not last:
                out.append(",\n" + " " * column)
        out.append("}")

    def _write_items(self, items, out, column, allowance, level, start, end):
        out.append(start)
        if self._indent > 1:
            out.append(" " * (self._indent - 1))
        column += self._indent
        allowance += len(end)
        room = width = self._width - column + 1
        between = ",\n" + " " * column
        separator = ""
        items = list(items)
        for at, item in enumerate(items):
            last = at == len(items) - 1
            if last:
                width -= allowance
                room -= allowance
            if self._compact:
                text = self._repr(item, level + 1)
                size = len(text) + 2
                if room < size:
                    room = width
                    if separator:
                        separator = between
                if room >= size:
                    room -= size
                    out.append(separator)
                    separator = ", "
                    out.append(text)
                    continue
            out.append(separator)
            separator = between
            self._write(item, out, column, allowance if last else 1, level + 1)
        out.append(end)

    def _write_str(self, object, out, column, allowance, level):
        lines = object.splitlines(True)
        chunks = []
        if level == 0:
            column += 1
            allowance += 1
        most = most_here = self._width - column
        text = ""
        for at, line in enumerate(lines):
            shown = repr(line)
            if at == len(lines) - 1:
                most_here -= allowance
            if len(shown) <= most_here:
                chunks.append(shown)
                continue
            parts = _re.findall(r"\S*\s*", line)
            parts.pop()
            most_now = most
            current = ""
            for where, part in enumerate(parts):
                candidate = current + part
                if where == len(parts) - 1 and at == len(lines) - 1:
                    most_now -= allowance
                if len(repr(candidate)) > most_now:
                    if current:
                        chunks.append(repr(current))
                    current = part
                else:
                    current = candidate
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            out.append(repr(object))
            return
        if level == 0:
            out.append("(")
        out.append(("\n" + " " * column).join(chunks))
        if level == 0:
            out.append(")")


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    return PrettyPrinter(
        indent, width, depth, compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers
    ).pformat(object)


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, **kwargs):
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts, **kwargs).pprint(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    return PrettyPrinter()._repr(object, 0)
