"""Loggers whose records go to the host."""

import _limbeck

NOTSET = 0
DEBUG = 10
INFO = 20
WARNING = WARN = 30
ERROR = 40
CRITICAL = FATAL = 50

_names = {0: "NOTSET", 10: "DEBUG", 20: "INFO", 30: "WARNING", 40: "ERROR", 50: "CRITICAL"}
_levels = {"NOTSET": 0, "DEBUG": 10, "INFO": 20, "WARNING": 30, "WARN": 30, "ERROR": 40, "CRITICAL": 50, "FATAL": 50}


def getLevelName(level):
    if isinstance(level, str):
        return _levels.get(level, f"Level {level}")
    return _names.get(level, f"Level {level}")


def addLevelName(level, name):
    _names[level] = name
    _levels[name] = level


def getLevelNamesMapping():
    return dict(_levels)


def _check_level(level):
    if isinstance(level, int):
        return level
    if isinstance(level, str):
        if level not in _levels:
            raise ValueError(f"Unknown level: {level!r}")
        return _levels[level]
    raise TypeError(f"Level not an integer or a valid string: {level!r}")


class Formatter:
    def __init__(self, fmt=None, datefmt=None, style="%", validate=True, *, defaults=None):
        self.fmt = fmt
        self.datefmt = datefmt


class Filter:
    def __init__(self, name=""):
        self.name = name


class Handler:
    """Kept, but never called: the host shows what is logged."""

    def __init__(self, level=NOTSET):
        self.level = _check_level(level)
        self.formatter = None
        self.filters = []

    def setLevel(self, level):
        self.level = _check_level(level)

    def setFormatter(self, formatter):
        self.formatter = formatter

    def addFilter(self, filter):
        self.filters.append(filter)

    def flush(self):
        pass

    def close(self):
        pass


class StreamHandler(Handler):
    def __init__(self, stream=None):
        super().__init__()
        self.stream = stream


class NullHandler(Handler):
    pass


class Logger:
    def __init__(self, name, level=NOTSET):
        self.name = name
        self.level = _check_level(level)
        self.parent = None
        self.propagate = True
        self.disabled = False
        self.handlers = []
        self.filters = []

    def __repr__(self):
        return f"<Logger {self.name} ({getLevelName(self.getEffectiveLevel())})>"

    def setLevel(self, level):
        self.level = _check_level(level)

    def getEffectiveLevel(self):
        logger = self
        while logger is not None:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        return not self.disabled and level > _disabled[0] and level >= self.getEffectiveLevel()

    def getChild(self, suffix):
        return getLogger(suffix if self.name == "root" else f"{self.name}.{suffix}")

    def addHandler(self, handler):
        if handler not in self.handlers:
            self.handlers.append(handler)

    def removeHandler(self, handler):
        if handler in self.handlers:
            self.handlers.remove(handler)

    def hasHandlers(self):
        return bool(self.handlers)

    def addFilter(self, filter):
        self.filters.append(filter)

    def _log(self, level, msg, args, exc_info=None):
        if self.disabled or level <= _disabled[0]:
            return
        if self._own_level() and level < self.getEffectiveLevel():
            return
        text = str(msg)
        if args:
            if len(args) == 1 and isinstance(args[0], dict) and args[0]:
                args = args[0]
            text = text % args
        if exc_info:
            current = _limbeck.current_exception()
            error = exc_info if isinstance(exc_info, BaseException) else current
            if error is not None:
                text += f"\n{type(error).__name__}: {error}"
        _limbeck.log(self.name, level, getLevelName(level), text)

    def _own_level(self):
        """Whether the script has set a level; otherwise the host decides what to show."""
        logger = self
        while logger is not None:
            if logger.level:
                return logger is not root or _configured[0]
            logger = logger.parent
        return False

    def log(self, level, msg, *args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        if not isinstance(level, int):
            raise TypeError("level must be an integer")
        self._log(level, msg, args, exc_info)

    def debug(self, msg, *args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        self._log(DEBUG, msg, args, exc_info)

    def info(self, msg, *args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        self._log(INFO, msg, args, exc_info)

    def warning(self, msg, *args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        self._log(WARNING, msg, args, exc_info)

    warn = warning

    def error(self, msg, *args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        self._log(ERROR, msg, args, exc_info)

    def exception(self, msg, *args, exc_info=True, extra=None, stack_info=False, stacklevel=1):
        self._log(ERROR, msg, args, exc_info)

    def critical(self, msg, *args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        self._log(CRITICAL, msg, args, exc_info)

    fatal = critical


class LoggerAdapter:
    def __init__(self, logger, extra=None):
        self.logger = logger
        self.extra = extra

    def __getattr__(self, name):
        return getattr(self.logger, name)


_disabled = [-1]
_configured = [False]
root = Logger("root", WARNING)
_loggers = {}


def getLogger(name=None):
    if not name or name == "root":
        return root
    if not isinstance(name, str):
        raise TypeError("A logger name must be a string")
    if name not in _loggers:
        logger = Logger(name)
        parent, _, _ = name.rpartition(".")
        logger.parent = getLogger(parent) if parent else root
        _loggers[name] = logger
    return _loggers[name]


def basicConfig(**kwargs):
    if "level" in kwargs and kwargs["level"] is not None:
        root.setLevel(kwargs["level"])
        _configured[0] = True


def disable(level=CRITICAL):
    _disabled[0] = _check_level(level)


def captureWarnings(capture):
    pass


def debug(msg, *args, **kwargs):
    root.debug(msg, *args, **kwargs)


def info(msg, *args, **kwargs):
    root.info(msg, *args, **kwargs)


def warning(msg, *args, **kwargs):
    root.warning(msg, *args, **kwargs)


warn = warning


def error(msg, *args, **kwargs):
    root.error(msg, *args, **kwargs)


def exception(msg, *args, exc_info=True, **kwargs):
    root.error(msg, *args, exc_info=exc_info, **kwargs)


def critical(msg, *args, **kwargs):
    root.critical(msg, *args, **kwargs)


def log(level, msg, *args, **kwargs):
    root.log(level, msg, *args, **kwargs)
