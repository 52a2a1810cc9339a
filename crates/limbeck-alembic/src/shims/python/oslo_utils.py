"""The functions of `oslo_utils`, `oslo_serialization` and `oslo_log` that revisions use."""
import datetime as _datetime
import json as _json
import logging as _logging
import uuid as _uuid


def generate_uuid(dashed=True):
    made = _uuid.uuid4()
    return str(made) if dashed else made.hex


def is_uuid_like(value):
    try:
        return str(_uuid.UUID(value)).replace("-", "") == str(value).replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "").lower()
    except (TypeError, ValueError, AttributeError):
        return False


def utcnow(with_timezone=False):
    if with_timezone:
        return _datetime.datetime.now(_datetime.timezone.utc)
    return _datetime.datetime.utcnow()


def utcnow_ts(microsecond=False):
    return utcnow(True).timestamp() if microsecond else int(utcnow(True).timestamp())


def parse_isotime(text):
    return _datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def normalize_time(timestamp):
    offset = timestamp.utcoffset()
    return timestamp if offset is None else timestamp.replace(tzinfo=None) - offset


def bool_from_string(subject, strict=False, default=False):
    if isinstance(subject, bool):
        return subject
    text = str(subject).strip().lower()
    if text in ("1", "t", "true", "on", "y", "yes"):
        return True
    if text in ("0", "f", "false", "off", "n", "no"):
        return False
    if strict:
        raise ValueError(f"Unrecognized value '{text}', acceptable values are: '0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', 'y', 'yes'")
    return default


def safe_decode(text, incoming=None, errors="strict"):
    return text.decode(incoming or "utf-8", errors) if isinstance(text, bytes) else text


def safe_encode(text, incoming=None, encoding="utf-8", errors="strict"):
    return text.encode(encoding, errors) if isinstance(text, str) else text


to_utf8 = safe_encode


def import_module(name):
    import importlib
    return importlib.import_module(name)


def import_class(name):
    module, _, class_ = name.rpartition(".")
    return getattr(import_module(module), class_)


def import_object(name, *args, **kw):
    return import_class(name)(*args, **kw)


def try_import(name, default=None):
    """What is neither part of the project nor known here counts as not installed."""
    import _limbeck_sa
    found = import_module(name)
    return default if _limbeck_sa.is_unresolved(found) else found


dumps = _json.dumps
loads = _json.loads


def dump_as_bytes(value, **kw):
    return _json.dumps(value, **kw).encode("utf-8")


def getLogger(name=None, project="unknown", version="unknown"):
    return _logging.getLogger(name)


def setup(*args, **kw):
    pass


register_options = set_defaults = setup
DEBUG, INFO, WARNING, WARN, ERROR, CRITICAL = 10, 20, 30, 30, 40, 50


class TranslatorFactory:
    def __init__(self, domain=None, localedir=None):
        pass

    @property
    def primary(self):
        return lambda text: text

    contextual_form = plural_form = primary

    def log_info(self, text):
        return text

    log_warning = log_error = log_critical = log_info


def enable_lazy(enable=True):
    pass


def install(domain):
    pass
