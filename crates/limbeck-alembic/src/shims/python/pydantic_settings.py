# Settings from environment variables and `.env` files (`pydantic_settings`, and `BaseSettings` of pydantic 1).
import json as _json
import os as _os
import typing as _typing


class SettingsConfigDict(ConfigDict):
    """Projects add keys of their own to it."""


def _env_files(config):
    files = config.get("env_file")
    if files is None:
        return []
    return list(files) if isinstance(files, (list, tuple)) else [files]


def _from_files(config):
    import dotenv
    found = {}
    for path in _env_files(config):
        found.update(dotenv.dotenv_values(str(path)))
    return found


def _is_complex(annotation):
    if _native.is_unresolved(annotation):
        return False
    name = _kind(annotation)
    if name in ("Optional", "Union", "Annotated"):
        return any(_is_complex(one) for one in _typing.get_args(annotation))
    origin = _typing.get_origin(annotation)
    if origin in (list, set, tuple, dict, frozenset) or annotation in (list, set, tuple, dict, frozenset):
        return True
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _model_in(annotation):
    if _native.is_unresolved(annotation):
        return None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for one in _typing.get_args(annotation) or ():
        found = _model_in(one)
        if found is not None:
            return found
    return None


def _nested(variables, prefix, delimiter):
    out = {}
    for key, value in variables.items():
        if key.startswith(prefix):
            parts = key[len(prefix):].split(delimiter)
            place = out
            for part in parts[:-1]:
                place = place.setdefault(part, {})
                if not isinstance(place, dict):
                    break
            else:
                place[parts[-1]] = value
    return out


def _named(model, values, sensitive):
    """The keys of nested values as the fields of a model spell them."""
    if not isinstance(values, dict):
        return values
    known = {(name if sensitive else name.lower()): name for name in model.model_fields}
    out = {}
    for key, value in values.items():
        name = known.get(key, key)
        info = model.model_fields.get(name)
        inner = _model_in(_resolved(info.annotation, info.owner)) if info is not None else None
        out[name] = _named(inner, value, sensitive) if inner is not None else value
    return out


class BaseSettings(BaseModel):
    __limbeck_settings__ = True

    def __init__(self, _case_sensitive=None, _env_prefix=None, _env_file=None, _env_file_encoding=None, _env_nested_delimiter=None, _secrets_dir=None, **data):
        cls = type(self)
        config = dict(cls.model_config)
        if _env_file is not None:
            config["env_file"] = _env_file
        sensitive = bool(config.get("case_sensitive") if _case_sensitive is None else _case_sensitive)
        prefix = (config.get("env_prefix") if _env_prefix is None else _env_prefix) or ""
        delimiter = (config.get("env_nested_delimiter") if _env_nested_delimiter is None else _env_nested_delimiter)
        variables = dict(_from_files(config))
        variables.update(_os.environ)
        if not sensitive:
            variables = {key.lower(): value for key, value in variables.items()}
        fold = (lambda text: text) if sensitive else (lambda text: text.lower())
        values = {}
        for name, info in cls.model_fields.items():
            annotation = _resolved(info.annotation, info.owner)
            value = None
            for key in _env_names(info, name, prefix):
                if fold(key) in variables:
                    value = variables[fold(key)]
                    if value == "" and config.get("env_ignore_empty"):
                        value = None
                        continue
                    break
            if value is not None and _is_complex(annotation):
                try:
                    value = _json.loads(value)
                except ValueError:
                    pass
            model = _model_in(annotation)
            if delimiter and model is not None:
                inner = _nested(variables, fold(prefix + name + delimiter), fold(delimiter))
                if inner:
                    inner = _named(model, inner, sensitive)
                    value = {**value, **inner} if isinstance(value, dict) else inner
            if value is not None:
                values[name] = value
        for name, info in cls.model_fields.items():
            for key in _aliases(info, name):
                if key in data:
                    values[name] = data[key]
        super().__init__(**values)


def _env_names(info, name, prefix):
    if info.env is not None:
        return [info.env] if isinstance(info.env, str) else list(info.env)
    if info.validation_alias is not None or info.alias is not None:
        return _aliases(info, prefix + name)
    return [prefix + name]


class PydanticBaseSettingsSource:
    def __init__(self, settings_cls):
        self.settings_cls = settings_cls


class EnvSettingsSource(PydanticBaseSettingsSource):
    pass


DotEnvSettingsSource = InitSettingsSource = SecretsSettingsSource = TomlConfigSettingsSource = YamlConfigSettingsSource = JsonConfigSettingsSource = EnvSettingsSource
NoDecode = object()
