"""Ranges of PostgreSQL: `sqlalchemy.dialects.postgresql.Range`, and psycopg2's under their names."""
import datetime as _datetime
import decimal as _decimal


class Range:
    def __init__(self, lower=None, upper=None, bounds="[)", empty=False):
        if bounds not in ("[)", "(]", "[]", "()"):
            raise ValueError(f"bound flags not valid: {bounds!r}")
        self.lower, self.upper, self.bounds, self.empty = lower, upper, bounds, empty

    @property
    def isempty(self):
        return self.empty

    is_empty = isempty

    @property
    def lower_inc(self):
        return self.bounds[0] == "["

    @property
    def upper_inc(self):
        return self.bounds[1] == "]"

    @property
    def lower_inf(self):
        return not self.empty and self.lower is None

    @property
    def upper_inf(self):
        return not self.empty and self.upper is None

    def contains(self, value):
        if self.empty:
            return False
        if self.lower is not None and (value < self.lower or (value == self.lower and not self.lower_inc)):
            return False
        return self.upper is None or value < self.upper or (value == self.upper and self.upper_inc)

    def _parts(self):
        return (True,) if self.empty else (False, self.lower, self.upper, self.bounds)

    def __contains__(self, value):
        return self.contains(value)

    def __bool__(self):
        return not self.empty

    def __eq__(self, other):
        return self._parts() == other._parts() if isinstance(other, Range) else NotImplemented

    def __hash__(self):
        return hash(self._parts())

    def __str__(self):
        if self.empty:
            return "empty"
        lower = "" if self.lower is None else self.lower
        upper = "" if self.upper is None else self.upper
        return f"{self.bounds[0]}{lower},{upper}{self.bounds[1]}"

    def __repr__(self):
        return f"{type(self).__name__}(lower={self.lower!r}, upper={self.upper!r}, bounds={self.bounds!r}, empty={self.empty!r})"

    # What stands for it in a statement.
    __limbeck_datum__ = __str__


class NumericRange(Range):
    pass


class DateRange(Range):
    pass


class DateTimeRange(Range):
    pass


class DateTimeTZRange(Range):
    pass


class MultiRange(list):
    pass


_BOUND = {
    "int4range": int, "int8range": int, "numrange": _decimal.Decimal, "daterange": _datetime.date.fromisoformat,
    "tsrange": _datetime.datetime.fromisoformat, "tstzrange": _datetime.datetime.fromisoformat,
}


def parse(name, text):
    """The range that the server writes so."""
    if text == "empty":
        return Range(empty=True)
    lower, _, upper = text[1:-1].partition(",")
    bounds = [_BOUND[name](bound.strip('"')) if bound else None for bound in (lower, upper)]
    return Range(bounds[0], bounds[1], bounds=text[0] + text[-1])
