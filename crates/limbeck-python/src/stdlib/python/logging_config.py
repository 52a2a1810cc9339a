"""Logging is configured by the host, which reads the file itself."""

import _limbeck


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    _limbeck.configure_logging(str(fname))


def dictConfig(config):
    pass
