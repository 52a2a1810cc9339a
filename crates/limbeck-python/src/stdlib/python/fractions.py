import math as _math
import operator as _operator
import re as _re
from decimal import Decimal as _Decimal

_FORM = _re.compile(
    r"\A\s*(?P<sign>[-+]?)(?=\d|\.\d)(?P<num>\d*|\d+(_\d+)*)"
    r"(?:(?:/(?P<denom>\d+(_\d+)*))?|(?:\.(?P<decimal>\d*|\d+(_\d+)*))?(?:E(?P<exp>[-+]?\d+(_\d+)*))?)\s*\Z",
    _re.IGNORECASE,
)


def _of_float(value):
    if _math.isnan(value):
        raise ValueError("cannot convert NaN to integer ratio")
    if _math.isinf(value):
        raise OverflowError("cannot convert Infinity to integer ratio")
    mantissa, exponent = _math.frexp(value)
    exponent -= 53
    mantissa = int(_math.ldexp(mantissa, 53))
    return (mantissa << exponent, 1) if exponent >= 0 else (mantissa, 1 << -exponent)


class Fraction:
    def __init__(self, numerator=0, denominator=None):
        if denominator is None:
            if isinstance(numerator, int):
                top, bottom = int(numerator), 1
            elif isinstance(numerator, Fraction):
                top, bottom = numerator._top, numerator._bottom
            elif isinstance(numerator, float):
                top, bottom = _of_float(numerator)
            elif isinstance(numerator, _Decimal):
                top, bottom = numerator.as_integer_ratio()
            elif isinstance(numerator, str):
                match = _FORM.match(numerator)
                if match is None:
                    raise ValueError(f"Invalid literal for Fraction: {numerator!r}")
                top = int(match["num"] or "0")
                bottom = int(match["denom"] or "1")
                if match["decimal"]:
                    digits = match["decimal"].replace("_", "")
                    scale = 10 ** len(digits)
                    top = top * scale + int(digits)
                    bottom *= scale
                if match["exp"]:
                    exponent = int(match["exp"])
                    if exponent >= 0:
                        top *= 10 ** exponent
                    else:
                        bottom *= 10 ** -exponent
                if match["sign"] == "-":
                    top = -top
            else:
                raise TypeError("argument should be a string or a Rational instance")
        else:
            for value in (numerator, denominator):
                if not isinstance(value, (int, Fraction)):
                    raise TypeError("both arguments should be Rational instances")
            a, b = Fraction(numerator), Fraction(denominator)
            top, bottom = a._top * b._bottom, a._bottom * b._top
        if bottom == 0:
            raise ZeroDivisionError(f"Fraction({top}, 0)")
        common = _math.gcd(top, bottom)
        if bottom < 0:
            common = -common
        self._top = top // common
        self._bottom = bottom // common

    @classmethod
    def from_float(cls, f):
        return cls(f)

    @classmethod
    def from_decimal(cls, dec):
        return cls(dec)

    @property
    def numerator(self):
        return self._top

    @property
    def denominator(self):
        return self._bottom

    def as_integer_ratio(self):
        return self._top, self._bottom

    def is_integer(self):
        return self._bottom == 1

    def limit_denominator(self, max_denominator=1000000):
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._bottom <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._top, self._bottom
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        if 2 * d * (q0 + k * q1) <= self._bottom:
            return Fraction(p1, q1)
        return Fraction(p0 + k * p1, q0 + k * q1)

    def __repr__(self):
        return f"Fraction({self._top}, {self._bottom})"

    def __str__(self):
        return str(self._top) if self._bottom == 1 else f"{self._top}/{self._bottom}"

    def __hash__(self):
        return hash(self._top) if self._bottom == 1 else hash((self._top, self._bottom))

    def __bool__(self):
        return self._top != 0

    def __int__(self):
        return self.__trunc__()

    def __float__(self):
        return self._top / self._bottom

    def __trunc__(self):
        return -(-self._top // self._bottom) if self._top < 0 else self._top // self._bottom

    def __floor__(self):
        return self._top // self._bottom

    def __ceil__(self):
        return -(-self._top // self._bottom)

    def __round__(self, ndigits=None):
        if ndigits is not None:
            shift = 10 ** abs(ndigits)
            if ndigits > 0:
                return Fraction(round(self * shift), shift)
            return Fraction(round(self / shift) * shift)
        low, rest = divmod(self._top, self._bottom)
        twice = rest * 2
        if twice < self._bottom or (twice == self._bottom and low % 2 == 0):
            return low
        return low + 1

    def __neg__(self):
        return Fraction(-self._top, self._bottom)

    def __pos__(self):
        return Fraction(self)

    def __abs__(self):
        return Fraction(abs(self._top), self._bottom)

    def _with(self, other, exact, operation, swapped):
        if isinstance(other, int):
            other = Fraction(other)
        if isinstance(other, Fraction):
            return exact(other, self) if swapped else exact(self, other)
        if isinstance(other, float):
            own = float(self)
            return operation(other, own) if swapped else operation(own, other)
        return NotImplemented

    def __add__(self, other):
        return self._with(other, _sum, _operator.add, False)

    def __radd__(self, other):
        return self._with(other, _sum, _operator.add, True)

    def __sub__(self, other):
        return self._with(other, _difference, _operator.sub, False)

    def __rsub__(self, other):
        return self._with(other, _difference, _operator.sub, True)

    def __mul__(self, other):
        return self._with(other, _product, _operator.mul, False)

    def __rmul__(self, other):
        return self._with(other, _product, _operator.mul, True)

    def __truediv__(self, other):
        return self._with(other, _quotient, _operator.truediv, False)

    def __rtruediv__(self, other):
        return self._with(other, _quotient, _operator.truediv, True)

    def __floordiv__(self, other):
        return self._with(other, _floor, _operator.floordiv, False)

    def __rfloordiv__(self, other):
        return self._with(other, _floor, _operator.floordiv, True)

    def __mod__(self, other):
        return self._with(other, _rest, _operator.mod, False)

    def __rmod__(self, other):
        return self._with(other, _rest, _operator.mod, True)

    def __pow__(self, other):
        if isinstance(other, Fraction) and other._bottom == 1:
            other = other._top
        if isinstance(other, int):
            if other >= 0:
                return Fraction(self._top ** other, self._bottom ** other)
            if self._top == 0:
                raise ZeroDivisionError(f"Fraction({self._bottom ** -other}, 0)")
            return Fraction(self._bottom ** -other, self._top ** -other)
        if isinstance(other, (float, Fraction)):
            return float(self) ** float(other)
        return NotImplemented

    def __rpow__(self, other):
        return other ** self._top if self._bottom == 1 and self._top >= 0 else other ** float(self)

    def _order(self, other, operation):
        if isinstance(other, (int, Fraction)):
            other = Fraction(other)
            return operation(self._top * other._bottom, other._top * self._bottom)
        if isinstance(other, float):
            if _math.isnan(other) or _math.isinf(other):
                return operation(0.0, other)
            return self._order(Fraction(other), operation)
        return NotImplemented

    def __eq__(self, other):
        return self._order(other, _operator.eq)

    def __lt__(self, other):
        return self._order(other, _operator.lt)

    def __le__(self, other):
        return self._order(other, _operator.le)

    def __gt__(self, other):
        return self._order(other, _operator.gt)

    def __ge__(self, other):
        return self._order(other, _operator.ge)


def _sum(a, b):
    return Fraction(a._top * b._bottom + b._top * a._bottom, a._bottom * b._bottom)


def _difference(a, b):
    return Fraction(a._top * b._bottom - b._top * a._bottom, a._bottom * b._bottom)


def _product(a, b):
    return Fraction(a._top * b._top, a._bottom * b._bottom)


def _quotient(a, b):
    return Fraction(a._top * b._bottom, a._bottom * b._top)


def _floor(a, b):
    return (a._top * b._bottom) // (a._bottom * b._top)


def _rest(a, b):
    return a - b * _floor(a, b)
