"""`decouple`, `environs` and `starlette.config`: settings from environment variables."""
import json as _json
import os as _os

_MISSING = object()
_TRUE = ("y", "yes", "t", "true", "on", "1")
_FALSE = ("n", "no", "f", "false", "off", "0", "")


class UndefinedValueError(Exception):
    pass


def _bool(value):
    text = str(value).lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise ValueError(f"Not a boolean: {value}")


class _Decouple:
    def __call__(self, option, default=_MISSING, cast=_MISSING):
        value = _os.environ.get(option, _MISSING)
        if value is _MISSING:
            import dotenv
            value = dotenv.dotenv_values().get(option, _MISSING)
        if value is _MISSING:
            if default is _MISSING:
                raise UndefinedValueError(f"{option} not found. Declare it as envvar or define a default value.")
            value = default
        if cast is _MISSING:
            return value
        return _bool(value) if cast is bool else cast(value)

    get = __call__


config = AutoConfig = _Decouple()


def AutoConfig(search_path=None):
    return config


def RepositoryEnv(*args, **kw):
    return None


def Csv(cast=str, delimiter=",", strip=" %s", post_process=list):
    return lambda value: post_process([cast(one.strip()) for one in value.split(delimiter) if one.strip()])


class EnvError(ValueError):
    pass


class Env:
    def __init__(self, *args, prefix="", **kw):
        self._prefix = prefix

    def read_env(self, path=None, recurse=True, verbose=False, override=False, **kw):
        import dotenv
        return dotenv.load_dotenv(path, override=override)

    def _get(self, name, default, parse):
        value = _os.environ.get(self._prefix + name)
        if value is None:
            if default is _MISSING:
                raise EnvError(f'Environment variable "{self._prefix + name}" not set')
            return default
        return parse(value)

    def __call__(self, name, default=_MISSING, **kw):
        return self._get(name, default, str)

    def str(self, name, default=_MISSING, **kw):
        return self._get(name, default, lambda value: value)

    def int(self, name, default=_MISSING, **kw):
        return self._get(name, default, int)

    def float(self, name, default=_MISSING, **kw):
        return self._get(name, default, float)

    def bool(self, name, default=_MISSING, **kw):
        return self._get(name, default, _bool)

    def list(self, name, default=_MISSING, **kw):
        return self._get(name, default, lambda value: value.split(",") if value else [])

    def json(self, name, default=_MISSING, **kw):
        return self._get(name, default, _json.loads)


env = Env()


class Secret:
    def __init__(self, value):
        self._value = value

    def __str__(self):
        return self._value

    def __repr__(self):
        return "Secret('**********')"

    def __bool__(self):
        return bool(self._value)


class CommaSeparatedStrings(list):
    def __init__(self, value=""):
        super().__init__([one.strip() for one in value.split(",") if one.strip()] if isinstance(value, str) else value)


class Config:
    def __init__(self, env_file=None, environ=None, env_prefix="", encoding="utf-8"):
        self._values = {}
        self._prefix = env_prefix
        if env_file is not None:
            import dotenv
            self._values = dict(dotenv.dotenv_values(str(env_file)))

    def __call__(self, key, cast=None, default=_MISSING):
        key = self._prefix + key
        value = _os.environ.get(key, self._values.get(key, default))
        if value is _MISSING:
            raise KeyError(f"Config '{key}' is missing, and has no default.")
        if cast is None or value is None:
            return value
        if cast is bool and isinstance(value, str):
            return _bool(value)
        return cast(value)

    get = __call__
