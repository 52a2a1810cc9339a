"""`pytz`: zones by name."""
import datetime as _datetime
import zoneinfo as _zoneinfo


class UnknownTimeZoneError(KeyError):
    pass


class AmbiguousTimeError(Exception):
    pass


class NonExistentTimeError(Exception):
    pass


class _Zone(_datetime.tzinfo):
    def __init__(self, name):
        try:
            self._zone = _zoneinfo.ZoneInfo(name)
        except (_zoneinfo.ZoneInfoNotFoundError, ValueError):
            raise UnknownTimeZoneError(name)
        self.zone = name

    def utcoffset(self, moment):
        return self._zone.utcoffset(moment)

    def dst(self, moment):
        return self._zone.dst(moment)

    def tzname(self, moment):
        return self._zone.tzname(moment)

    def localize(self, moment, is_dst=False):
        if moment.tzinfo is not None:
            raise ValueError("Not naive datetime (tzinfo is already set)")
        return moment.replace(tzinfo=self)

    def normalize(self, moment):
        return moment.astimezone(self)

    def fromutc(self, moment):
        return moment.replace(tzinfo=_datetime.timezone.utc).astimezone(self._zone).replace(tzinfo=self)

    def __str__(self):
        return self.zone

    def __repr__(self):
        return f"<DstTzInfo '{self.zone}'>"

    def __eq__(self, other):
        return isinstance(other, _Zone) and self.zone == other.zone

    def __hash__(self):
        return hash(self.zone)


class _Utc(_datetime.tzinfo):
    zone = "UTC"

    def utcoffset(self, moment):
        return _datetime.timedelta(0)

    def dst(self, moment):
        return _datetime.timedelta(0)

    def tzname(self, moment):
        return "UTC"

    def localize(self, moment, is_dst=False):
        return moment.replace(tzinfo=self)

    def normalize(self, moment, is_dst=False):
        return moment.astimezone(self)

    def fromutc(self, moment):
        return moment.replace(tzinfo=self)

    def __str__(self):
        return "UTC"

    def __repr__(self):
        return "<UTC>"


UTC = utc = _Utc()


def timezone(name):
    return UTC if name.upper() == "UTC" else _Zone(name)


def FixedOffset(minutes):
    return _datetime.timezone(_datetime.timedelta(minutes=minutes))


BaseTzInfo = _Zone
