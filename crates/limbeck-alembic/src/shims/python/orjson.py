"""`orjson`, over `json`."""
import dataclasses as _dataclasses
import datetime as _datetime
import enum as _enum
import json as _json
import uuid as _uuid

OPT_APPEND_NEWLINE = 1 << 10
OPT_INDENT_2 = 1 << 0
OPT_NAIVE_UTC = 1 << 1
OPT_NON_STR_KEYS = 1 << 2
OPT_OMIT_MICROSECONDS = 1 << 3
OPT_PASSTHROUGH_DATACLASS = 1 << 11
OPT_PASSTHROUGH_DATETIME = 1 << 9
OPT_PASSTHROUGH_SUBCLASS = 1 << 8
OPT_SERIALIZE_DATACLASS = 0
OPT_SERIALIZE_NUMPY = 1 << 4
OPT_SERIALIZE_UUID = 0
OPT_SORT_KEYS = 1 << 5
OPT_STRICT_INTEGER = 1 << 6
OPT_UTC_Z = 1 << 7

JSONDecodeError = _json.JSONDecodeError


class JSONEncodeError(TypeError):
    pass


def loads(data):
    return _json.loads(data)


def _moment(value, option):
    if option & OPT_OMIT_MICROSECONDS:
        value = value.replace(microsecond=0)
    if isinstance(value, _datetime.datetime) and value.tzinfo is None and option & OPT_NAIVE_UTC:
        value = value.replace(tzinfo=_datetime.timezone.utc)
    text = value.isoformat()
    return text[:-6] + "Z" if option & OPT_UTC_Z and text.endswith("+00:00") else text


def dumps(data, default=None, option=0):
    option = option or 0

    def other(value):
        if isinstance(value, _enum.Enum):
            return value.value
        if isinstance(value, (_datetime.datetime, _datetime.time)) and not option & OPT_PASSTHROUGH_DATETIME:
            return _moment(value, option)
        if isinstance(value, _datetime.date) and not option & OPT_PASSTHROUGH_DATETIME:
            return value.isoformat()
        if isinstance(value, _uuid.UUID):
            return str(value)
        if _dataclasses.is_dataclass(value) and not option & OPT_PASSTHROUGH_DATACLASS:
            return _dataclasses.asdict(value)
        if default is None:
            raise JSONEncodeError(f"Type is not JSON serializable: {type(value).__name__}")
        return default(value)

    indent = 2 if option & OPT_INDENT_2 else None
    separators = (",", ": ") if indent else (",", ":")
    text = _json.dumps(data, default=other, indent=indent, separators=separators, sort_keys=bool(option & OPT_SORT_KEYS), ensure_ascii=False)
    return (text + ("\n" if option & OPT_APPEND_NEWLINE else "")).encode()
