import re as _re

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace

_MISSING = object()


def capwords(s, sep=None):
    return (sep or " ").join([word.capitalize() for word in s.split(sep)])


class Template:
    delimiter = "$"
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None

    def __init__(self, template):
        self.template = template

    def _pattern(self):
        sign = _re.escape(self.delimiter)
        braced = self.braceidpattern or self.idpattern
        return _re.compile(
            sign + r"(?:(?P<escaped>" + sign + r")|(?P<named>" + self.idpattern + r")|\{(?P<braced>" + braced
            + r")\}|(?P<invalid>))",
            _re.IGNORECASE,
        )

    def _invalid(self, match):
        at = match.start("invalid")
        lines = self.template[:at].splitlines(keepends=True)
        if lines:
            column = at - len("".join(lines[:-1]))
            line = len(lines)
        else:
            column = line = 1
        raise ValueError("Invalid placeholder in string: line %d, col %d" % (line, column))

    def _values(self, mapping, kws):
        if mapping is _MISSING:
            return kws
        return {**mapping, **kws} if kws else mapping

    def substitute(self, mapping=_MISSING, /, **kws):
        values = self._values(mapping, kws)

        def convert(match):
            name = match.group("named") or match.group("braced")
            if name is not None:
                return str(values[name])
            if match.group("escaped") is not None:
                return self.delimiter
            self._invalid(match)

        return self._pattern().sub(convert, self.template)

    def safe_substitute(self, mapping=_MISSING, /, **kws):
        values = self._values(mapping, kws)

        def convert(match):
            name = match.group("named") or match.group("braced")
            if name is not None:
                try:
                    return str(values[name])
                except KeyError:
                    return match.group()
            if match.group("escaped") is not None:
                return self.delimiter
            return match.group()

        return self._pattern().sub(convert, self.template)

    def get_identifiers(self):
        names = []
        for match in self._pattern().finditer(self.template):
            name = match.group("named") or match.group("braced")
            if name is not None and name not in names:
                names.append(name)
            elif name is None and match.group("invalid") is not None:
                raise ValueError("Unrecognized named group in pattern")
        return names

    def is_valid(self):
        for match in self._pattern().finditer(self.template):
            if match.group("invalid") is not None:
                return False
        return True
