import math as _math
from collections import Counter as _Counter
from decimal import Decimal as _Decimal


class StatisticsError(ValueError):
    pass


def _ratio(x):
    """An exact fraction."""
    if isinstance(x, (int, float, _Decimal)):
        return x.as_integer_ratio()
    raise TypeError("can't convert type '%s' to numerator/denominator" % type(x).__name__)


def _sum(data):
    """The common type of the data, and their exact sum as a fraction, and how many there are."""
    kind = int
    top, bottom, count = 0, 1, 0
    for x in data:
        own = type(x)
        if own is bool:
            own = int
        if own is not kind:
            if kind is int:
                kind = own
            elif own is not int:
                raise TypeError("don't know how to coerce %s and %s" % (kind.__name__, own.__name__))
        a, b = _ratio(x)
        top, bottom = top * b + a * bottom, bottom * b
        common = _math.gcd(top, bottom)
        top, bottom = top // common, bottom // common
        count += 1
    return kind, top, bottom, count


def _converted(kind, top, bottom):
    if bottom < 0:
        top, bottom = -top, -bottom
    common = _math.gcd(top, bottom)
    top, bottom = top // common, bottom // common
    if kind is int and bottom == 1:
        return top
    if kind is _Decimal:
        return _Decimal(top) / _Decimal(bottom)
    return top / bottom


def mean(data):
    kind, top, bottom, count = _sum(data)
    if count < 1:
        raise StatisticsError("mean requires at least one data point")
    return _converted(kind, top, bottom * count)


def fmean(data, weights=None):
    if weights is None:
        data = list(data)
        if not data:
            raise StatisticsError("fmean requires at least one data point")
        return _math.fsum(data) / len(data)
    data, weights = list(data), list(weights)
    if len(data) != len(weights):
        raise StatisticsError("data and weights must be the same length")
    total = _math.fsum(weights)
    if not total:
        raise StatisticsError("sum of weights must be non-zero")
    return _math.fsum([x * w for x, w in zip(data, weights)]) / total


def median(data):
    data = sorted(data)
    n = len(data)
    if n == 0:
        raise StatisticsError("no median for empty data")
    if n % 2 == 1:
        return data[n // 2]
    i = n // 2
    return (data[i - 1] + data[i]) / 2


def median_low(data):
    data = sorted(data)
    n = len(data)
    if n == 0:
        raise StatisticsError("no median for empty data")
    return data[n // 2] if n % 2 == 1 else data[n // 2 - 1]


def median_high(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[len(data) // 2]


def mode(data):
    pairs = _Counter(iter(data)).most_common(1)
    if not pairs:
        raise StatisticsError("no mode for empty data")
    return pairs[0][0]


def multimode(data):
    counts = _Counter(iter(data))
    if not counts:
        return []
    most = max(counts.values())
    return [value for value, count in counts.items() if count == most]


def _squares(data, center):
    """The exact sum of squared deviations, as a fraction."""
    kind, top, bottom, count = _sum(data)
    if not count:
        return kind, 0, 1, 0
    if center is None:
        a, b = top, bottom * count
    else:
        a, b = _ratio(center)
    total, under = 0, 1
    for x in data:
        c, d = _ratio(x)
        e, f = c * b - a * d, b * d
        total, under = total * f * f + e * e * under, under * f * f
        common = _math.gcd(total, under)
        total, under = total // common, under // common
    return kind, total, under, count


def variance(data, xbar=None):
    data = list(data)
    kind, top, bottom, count = _squares(data, xbar)
    if count < 2:
        raise StatisticsError("variance requires at least two data points")
    return _converted(kind, top, bottom * (count - 1))


def pvariance(data, mu=None):
    data = list(data)
    kind, top, bottom, count = _squares(data, mu)
    if count < 1:
        raise StatisticsError("pvariance requires at least one data point")
    return _converted(kind, top, bottom * count)


def _root(kind, top, bottom):
    if kind is _Decimal:
        return (_Decimal(top) / _Decimal(bottom)).sqrt()
    # One rounding: the root of a fraction scaled so that its integer root has digits to spare.
    if top == 0:
        return 0.0
    shift = 120 + max(0, bottom.bit_length() - top.bit_length())
    shift += shift % 2
    return _math.isqrt((top << (2 * shift)) // bottom) / (1 << shift)


def stdev(data, xbar=None):
    data = list(data)
    kind, top, bottom, count = _squares(data, xbar)
    if count < 2:
        raise StatisticsError("stdev requires at least two data points")
    return _root(kind, top, bottom * (count - 1))


def pstdev(data, mu=None):
    data = list(data)
    kind, top, bottom, count = _squares(data, mu)
    if count < 1:
        raise StatisticsError("pstdev requires at least one data point")
    return _root(kind, top, bottom * count)


def quantiles(data, *, n=4, method="exclusive"):
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    size = len(data)
    if size < 2:
        raise StatisticsError("must have at least two data points")
    result = []
    if method == "inclusive":
        m = size - 1
        for i in range(1, n):
            j, delta = divmod(i * m, n)
            result.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        return result
    if method == "exclusive":
        m = size + 1
        for i in range(1, n):
            j = i * m // n
            j = 1 if j < 1 else size - 1 if j > size - 1 else j
            delta = i * m - j * n
            result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
        return result
    raise ValueError("Unknown method: %r" % (method,))
