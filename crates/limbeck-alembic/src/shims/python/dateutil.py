"""`dateutil`: zones, differences in months and years, and dates in ISO 8601."""
import calendar as _calendar
import datetime as _datetime
import zoneinfo as _zoneinfo

UTC = _datetime.timezone.utc


def tzutc():
    return UTC


def tzoffset(name, offset):
    delta = offset if isinstance(offset, _datetime.timedelta) else _datetime.timedelta(seconds=offset)
    return _datetime.timezone(delta) if name is None else _datetime.timezone(delta, name)


def gettz(name=None):
    if name in (None, "UTC", "Etc/UTC"):
        return UTC
    try:
        return _zoneinfo.ZoneInfo(name)
    except (_zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None


class ParserError(ValueError):
    pass


def isoparse(dt_str):
    return _datetime.datetime.fromisoformat(dt_str)


def parse(timestr, *args, **kwargs):
    """Of the many forms that the original reads, those of ISO 8601."""
    if args or kwargs:
        raise NotImplementedError("dateutil.parser.parse() with more than the text is not supported")
    text = timestr.strip()
    for ending in (" UTC", " GMT"):
        if text.endswith(ending):
            text = text[:-len(ending)] + "+00:00"
    try:
        return _datetime.datetime.fromisoformat(text)
    except ValueError:
        raise NotImplementedError(f"dateutil.parser.parse({timestr!r}): only dates in ISO 8601 are supported")


class relativedelta:
    def __init__(self, dt1=None, dt2=None, years=0, months=0, days=0, leapdays=0, weeks=0, hours=0, minutes=0,
                 seconds=0, microseconds=0, year=None, month=None, day=None, weekday=None, yearday=None,
                 nlyearday=None, hour=None, minute=None, second=None, microsecond=None):
        if dt1 is not None or dt2 is not None:
            raise NotImplementedError("relativedelta(dt1, dt2) is not supported")
        if weekday is not None or yearday is not None or nlyearday is not None or leapdays:
            raise NotImplementedError("relativedelta() with days of a week or year is not supported")
        self.days = days + weeks * 7
        self.hours, self.minutes, self.seconds, self.microseconds = hours, minutes, seconds, microseconds
        total = years * 12 + months
        sign = -1 if total < 0 else 1
        self.years, self.months = sign * (abs(total) // 12), sign * (abs(total) % 12)
        given = dict(year=year, month=month, day=day, hour=hour, minute=minute, second=second, microsecond=microsecond)
        self._absolute = {name: value for name, value in given.items() if value is not None}

    def __radd__(self, moment):
        if not isinstance(moment, _datetime.date):
            return NotImplemented
        replaced = dict(self._absolute)
        day = replaced.pop("day", moment.day)
        count = replaced.pop("year", moment.year) * 12 + replaced.pop("month", moment.month) - 1
        year, month = divmod(count + self.years * 12 + self.months, 12)
        day = min(_calendar.monthrange(year, month + 1)[1], day)
        return moment.replace(year=year, month=month + 1, day=day, **replaced) + _datetime.timedelta(
            days=self.days, hours=self.hours, minutes=self.minutes, seconds=self.seconds,
            microseconds=self.microseconds)

    def __neg__(self):
        return relativedelta(years=-self.years, months=-self.months, days=-self.days, hours=-self.hours,
                             minutes=-self.minutes, seconds=-self.seconds, microseconds=-self.microseconds,
                             **self._absolute)

    def __rsub__(self, moment):
        return (-self).__radd__(moment)

    def __add__(self, other):
        if not isinstance(other, relativedelta):
            return self.__radd__(other)
        return relativedelta(years=self.years + other.years, months=self.months + other.months,
                             days=self.days + other.days, hours=self.hours + other.hours,
                             minutes=self.minutes + other.minutes, seconds=self.seconds + other.seconds,
                             microseconds=self.microseconds + other.microseconds,
                             **{**self._absolute, **other._absolute})
