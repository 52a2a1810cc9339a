"""`iso8601`."""
import datetime as _datetime

UTC = _datetime.timezone.utc


class ParseError(ValueError):
    pass


def FixedOffset(offset_hours, offset_minutes, name):
    return _datetime.timezone(_datetime.timedelta(hours=offset_hours, minutes=offset_minutes), name)


def parse_date(datestring, default_timezone=UTC):
    try:
        moment = _datetime.datetime.fromisoformat(datestring)
    except (TypeError, ValueError):
        raise ParseError(f"Unable to parse date string {datestring!r}")
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=default_timezone)


def is_iso8601(datestring):
    try:
        parse_date(datestring)
    except ParseError:
        return False
    return True
