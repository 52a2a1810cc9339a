"""`structlog`, `loguru` and their kin, over `logging`."""
import logging as _logging


class _Logger:
    def __init__(self, name=None):
        self._logger = _logging.getLogger(name or "limbeck")

    def bind(self, **kw):
        return self

    new = unbind = opt = contextualize = bind

    def _text(self, event, args, kw):
        if kw:
            event = f"{event} " + " ".join(f"{key}={value}" for key, value in kw.items())
        return event

    def debug(self, event=None, *args, **kw):
        self._logger.debug(self._text(event, args, kw))

    def info(self, event=None, *args, **kw):
        self._logger.info(self._text(event, args, kw))

    success = trace = msg = info

    def warning(self, event=None, *args, **kw):
        self._logger.warning(self._text(event, args, kw))

    warn = warning

    def error(self, event=None, *args, **kw):
        self._logger.error(self._text(event, args, kw))

    exception = critical = fatal = error

    def add(self, *args, **kw):
        return 0

    def remove(self, *args, **kw):
        pass

    configure = level = enable = disable = remove


def get_logger(*args, **kw):
    return _Logger(args[0] if args and isinstance(args[0], str) else None)


getLogger = get_logger
logger = _Logger("loguru")


def configure(*args, **kw):
    pass


configure_once = configure
