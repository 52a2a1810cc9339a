"""`pydantic`: models with defaults, coercion of plain types, and validators; as settings of applications use them."""
import datetime as _datetime
import decimal as _decimal
import enum as _enum
import json as _json
import pathlib as _pathlib
import typing as _typing
import uuid as _uuid

import _limbeck_sa as _native

_UNSET = object()


class PydanticUndefinedType:
    pass


PydanticUndefined = PydanticUndefinedType()


class ValidationError(ValueError):
    def errors(self):
        return [{"msg": str(self)}]


class PydanticUserError(TypeError):
    pass


class FieldInfo:
    def __init__(self, default, **kw):
        self.default = default
        self.default_factory = kw.pop("default_factory", None)
        self.alias = kw.get("alias")
        self.validation_alias = kw.get("validation_alias")
        self.env = kw.get("env")
        self.options = kw
        self.annotation = None

    def is_required(self):
        return self.default in (_UNSET, ...) and self.default_factory is None


def Field(default=_UNSET, **kw):
    return FieldInfo(default, **kw)


def PrivateAttr(default=None, *, default_factory=None, **kw):
    return default_factory() if default_factory is not None else default


class AliasChoices:
    def __init__(self, *choices):
        self.choices = list(choices)


class AliasPath:
    def __init__(self, *path):
        self.path = path


class ConfigDict(dict):
    def __init_subclass__(cls, total=True, **kw):
        pass


def _validator(kind, names, mode):
    def decorate(function):
        inner = function.__func__ if isinstance(function, (classmethod, staticmethod)) else function
        made = _Validator(kind, names, mode, inner, isinstance(function, staticmethod))
        made.is_class = isinstance(function, classmethod)
        return made
    return decorate


class _Validator:
    def __init__(self, kind, names, mode, function, static=False):
        self.kind = kind
        self.names = names
        self.mode = mode
        self.function = function
        self.static = static

    def __get__(self, instance, owner):
        return lambda *args, **kw: self.function(*(() if self.static else (owner if instance is None else instance,)), *args, **kw)


def field_validator(*names, mode="after", check_fields=None, json_schema_input_type=None):
    return _validator("field", names, mode)


def validator(*names, pre=False, always=False, each_item=False, check_fields=True, allow_reuse=False):
    made = _validator("old", names, "before" if pre else "after")

    def decorate(function):
        found = made(function)
        found.always = always
        return found
    return decorate


def model_validator(*, mode):
    return _validator("model", (), mode)


def root_validator(*args, pre=False, allow_reuse=False, skip_on_failure=False):
    if args:
        return _validator("root", (), "after")(args[0])
    return _validator("root", (), "before" if pre else "after")


def computed_field(*args, **kw):
    if args:
        return args[0]
    return lambda function: function


def field_serializer(*args, **kw):
    return lambda function: function


model_serializer = field_serializer


def validate_call(*args, **kw):
    return args[0] if args else lambda function: function


class BeforeValidator:
    def __init__(self, func):
        self.func = func


class AfterValidator:
    def __init__(self, func):
        self.func = func


class PlainValidator(BeforeValidator):
    pass


class WrapValidator:
    def __init__(self, func):
        self.func = func


class PlainSerializer:
    def __init__(self, *args, **kw):
        pass


class WithJsonSchema(PlainSerializer):
    pass


class GetCoreSchemaHandler:
    pass


class ValidationInfo:
    def __init__(self, data, field_name=None):
        self.data = data
        self.field_name = field_name
        self.context = None


FieldValidationInfo = ValidationInfo


class SecretStr:
    def __init__(self, value):
        self._secret_value = getattr(value, "_secret_value", value)

    def get_secret_value(self):
        return self._secret_value

    def __str__(self):
        return "**********" if self._secret_value else ""

    def __repr__(self):
        return f"SecretStr('{self}')"

    def __eq__(self, other):
        return isinstance(other, SecretStr) and self._secret_value == other._secret_value

    def __len__(self):
        return len(self._secret_value)

    def __hash__(self):
        return hash(self._secret_value)


class SecretBytes(SecretStr):
    pass


class Secret(SecretStr):
    def __class_getitem__(cls, item):
        return cls


class AnyUrl(str):
    @classmethod
    def build(cls, *, scheme, host=None, username=None, user=None, password=None, port=None, path=None, query=None, fragment=None, **kw):
        user = username or user
        text = f"{scheme}://"
        if user:
            text += str(user)
        if password:
            text += f":{password}"
        if user or password:
            text += "@"
        text += host or ""
        if port:
            text += f":{port}"
        if path:
            text += path if path.startswith("/") else f"/{path}"
        if query:
            text += f"?{query}"
        if fragment:
            text += f"#{fragment}"
        return cls(text)

    def _parts(self):
        import urllib.parse
        return urllib.parse.urlsplit(str(self))

    @property
    def scheme(self):
        return self._parts().scheme

    @property
    def host(self):
        return self._parts().hostname

    @property
    def port(self):
        return self._parts().port

    @property
    def path(self):
        return self._parts().path or None

    @property
    def username(self):
        return self._parts().username

    user = username

    @property
    def password(self):
        return self._parts().password

    @property
    def query(self):
        return self._parts().query or None

    def unicode_string(self):
        return str(self)

    def hosts(self):
        return [{"username": self.username, "password": self.password, "host": self.host, "port": self.port}]


class PostgresDsn(AnyUrl):
    pass


class MultiHostUrl(AnyUrl):
    pass


Url = AnyUrl


class HttpUrl(AnyUrl):
    pass


AnyHttpUrl = AnyWebsocketUrl = FileUrl = FtpUrl = HttpUrl
RedisDsn = MySQLDsn = MariaDBDsn = MongoDsn = AmqpDsn = KafkaDsn = CockroachDsn = NatsDsn = ClickHouseDsn = WebsocketUrl = AnyUrl


class EmailStr(str):
    pass


class NameEmail(str):
    pass


UUID1 = UUID3 = UUID4 = UUID5 = UUID6 = UUID7 = _uuid.UUID
StrictStr = str
StrictInt = PositiveInt = NonNegativeInt = NegativeInt = NonPositiveInt = int
StrictFloat = PositiveFloat = NonNegativeFloat = NegativeFloat = NonPositiveFloat = float
StrictBool = bool
FilePath = DirectoryPath = NewPath = _pathlib.Path
AwareDatetime = NaiveDatetime = PastDatetime = FutureDatetime = _datetime.datetime
PastDate = FutureDate = _datetime.date
ByteSize = int
Base64Str = Base64UrlStr = str
IPvAnyAddress = str
Json = _typing.Any
Extra = type("Extra", (), {"allow": "allow", "forbid": "forbid", "ignore": "ignore"})


def constr(**kw):
    return str


def conint(**kw):
    return int


def confloat(**kw):
    return float


def conlist(item_type, **kw):
    return list


class StringConstraints:
    def __init__(self, **kw):
        for name, value in kw.items():
            setattr(self, name, value)


class ImportString:
    def __class_getitem__(cls, item):
        return str


def _names_of(cls):
    return dict(_native.module_names(cls.__module__))


def _resolved(annotation, cls):
    if not _is_text(annotation):
        return annotation
    try:
        return _native.evaluate(annotation, _names_of(cls))
    except NameError:
        return _typing.Any


_TRUE = ("1", "true", "t", "yes", "y", "on")
_FALSE = ("0", "false", "f", "no", "n", "off")


def _fail(what, value):
    raise ValidationError(f"Input should be {what}, got {value!r}")


def _parse_json(value):
    try:
        return _json.loads(value)
    except ValueError:
        return value


def _kind(annotation):
    """`Optional`, `Union`, `Annotated`…; none of what comes from a package that is not there."""
    return None if _native.is_unresolved(annotation) else getattr(annotation, "_name", None)


def _is(value, class_):
    return not _native.is_unresolved(value) and isinstance(value, class_)


def _is_text(annotation):
    return not _native.is_unresolved(annotation) and isinstance(annotation, str)


def _coerced(annotation, value):
    """A value as its annotation wants it; what is not understood stays as it is."""
    if _native.is_unresolved(annotation) or _native.is_unresolved(value):
        return value
    name = _kind(annotation)
    arguments = _typing.get_args(annotation)
    if name == "Annotated" and arguments:
        for extra in arguments[1:]:
            if isinstance(extra, BeforeValidator):
                value = extra.func(value)
        value = _coerced(arguments[0], value)
        for extra in arguments[1:]:
            if isinstance(extra, AfterValidator):
                value = extra.func(value)
        return value
    if name in ("Optional", "Union"):
        if value is None:
            return None
        rest = [one for one in arguments if one is not None and one is not type(None)]
        for one in rest:
            if isinstance(one, type) and type(value) is one:
                return value
        for one in rest:
            try:
                return _coerced(one, value)
            except (ValueError, TypeError):
                continue
        return value
    origin = _typing.get_origin(annotation)
    if origin in (list, set, tuple, frozenset) or annotation in (list, set, tuple, frozenset):
        container = origin or annotation
        if isinstance(value, str):
            value = _parse_json(value)
            if isinstance(value, str):
                _fail(f"a valid {container.__name__}", value)
        inner = arguments[0] if arguments and container is not tuple else None
        items = [_coerced(inner, one) if inner is not None else one for one in value]
        return container(items)
    if origin is dict or annotation is dict:
        if isinstance(value, str):
            value = _parse_json(value)
        return value
    if not isinstance(annotation, type):
        return value
    if annotation is bool:
        if isinstance(value, str):
            if value.lower() in _TRUE:
                return True
            if value.lower() in _FALSE:
                return False
            _fail("a valid boolean, unable to interpret input", value)
        return bool(value) if isinstance(value, int) else value
    if annotation is int:
        return int(value) if isinstance(value, (str, float, bool)) else value
    if annotation is float:
        return float(value) if isinstance(value, (str, int)) else value
    if annotation is str:
        return value
    if isinstance(value, annotation):
        return value
    if issubclass(annotation, BaseModel):
        if isinstance(value, str):
            value = _parse_json(value)
        return annotation(**value) if isinstance(value, dict) else value
    if issubclass(annotation, _enum.Enum):
        return annotation(value)
    if annotation is _pathlib.Path or annotation is _pathlib.PurePath:
        return _pathlib.Path(value)
    if annotation is _uuid.UUID:
        return _uuid.UUID(str(value))
    if annotation is _decimal.Decimal:
        return _decimal.Decimal(str(value))
    if annotation is _datetime.timedelta:
        return _datetime.timedelta(seconds=float(value))
    if annotation is _datetime.datetime:
        return _datetime.datetime.fromisoformat(value)
    if annotation is _datetime.date:
        return _datetime.date.fromisoformat(value)
    if issubclass(annotation, (SecretStr, str)):
        return annotation(value)
    return value


class BaseModel:
    model_config = {}
    __limbeck_settings__ = False

    def __init_subclass__(cls, **kw):
        fields = {}
        validators = []
        for base in reversed(cls.__mro__):
            if base is object or base is BaseModel:
                continue
            names = base.__dict__
            for name, annotation in (_native.own(base, "__annotations__") or {}).items():
                if name.startswith("_") or name == "model_config":
                    continue
                if _kind(annotation) == "ClassVar" or _is_text(annotation) and annotation.startswith(("ClassVar", "typing.ClassVar")):
                    continue
                value = names.get(name, _UNSET)
                info = value if _is(value, FieldInfo) else FieldInfo(value)
                if _kind(annotation) == "Annotated":
                    for extra in _typing.get_args(annotation)[1:]:
                        if _is(extra, FieldInfo):
                            if not _is(value, FieldInfo):
                                extra.default = value if value is not _UNSET else extra.default
                            info = extra
                info.annotation = annotation
                info.owner = base
                fields[name] = info
            for name, value in names.items():
                if _is(value, _Validator):
                    validators = [known for known in validators if known[0] != name] + [(name, value)]
                elif name in fields and name not in (_native.own(base, "__annotations__") or {}) and not _is(value, (property, classmethod, staticmethod)) and not _native.is_unresolved(value) and not callable(value):
                    made = FieldInfo(value)
                    made.annotation = fields[name].annotation
                    made.owner = fields[name].owner
                    fields[name] = made
        cls.model_fields = cls.__fields__ = fields
        cls.__limbeck_validators__ = [value for _, value in validators]
        cls.model_config = {**_inherited_config(cls), **{key: value for key, value in kw.items()}}

    def __init__(self, /, **data):
        _fill(self, data)

    @classmethod
    def model_validate(cls, value, **kw):
        if isinstance(value, cls):
            return value
        if not isinstance(value, dict):
            value = {name: getattr(value, name) for name in cls.model_fields if hasattr(value, name)}
        return cls(**value)

    parse_obj = model_validate
    from_orm = model_validate

    @classmethod
    def model_validate_json(cls, text, **kw):
        return cls(**_json.loads(text))

    parse_raw = model_validate_json

    @classmethod
    def model_construct(cls, _fields_set=None, **values):
        made = cls.__new__(cls)
        for name, info in cls.model_fields.items():
            if name in values:
                setattr(made, name, values[name])
            elif not info.is_required():
                setattr(made, name, info.default_factory() if info.default_factory else info.default)
        return made

    construct = model_construct

    @classmethod
    def model_rebuild(cls, **kw):
        return None

    update_forward_refs = model_rebuild

    def model_dump(self, *, mode="python", include=None, exclude=None, by_alias=False, exclude_unset=False, exclude_none=False, exclude_defaults=False, **kw):
        out = {}
        for name, info in type(self).model_fields.items():
            if include is not None and name not in include or exclude is not None and name in exclude:
                continue
            value = getattr(self, name)
            if exclude_none and value is None or exclude_unset and name not in self.model_fields_set:
                continue
            key = info.alias if by_alias and info.alias else name
            out[key] = _dumped(value, mode)
        return out

    def dict(self, **kw):
        return self.model_dump(**kw)

    def model_dump_json(self, *, indent=None, **kw):
        if indent is None:
            return _json.dumps(self.model_dump(mode="json", **kw), separators=(",", ":"), ensure_ascii=False)
        return _json.dumps(self.model_dump(mode="json", **kw), indent=indent, ensure_ascii=False)

    def json(self, **kw):
        return _json.dumps(self.model_dump(mode="json"), **{key: value for key, value in kw.items() if key in ("indent",)})

    def model_copy(self, *, update=None, deep=False):
        return type(self).model_construct(**{**{name: getattr(self, name) for name in type(self).model_fields}, **(update or {})})

    def copy(self, **kw):
        return self.model_copy(update=kw.get("update"))

    def __eq__(self, other):
        return type(self) is type(other) and self.model_dump() == other.model_dump()

    def __repr__(self):
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self).model_fields)
        return f"{type(self).__name__}({fields})"

    def __iter__(self):
        return iter([(name, getattr(self, name)) for name in type(self).model_fields])


def _inherited_config(cls):
    config = {}
    for base in reversed(cls.__mro__):
        own = base.__dict__.get("model_config")
        if isinstance(own, dict):
            config.update(own)
        old = base.__dict__.get("Config")
        if isinstance(old, type):
            config.update({key: value for key, value in old.__dict__.items() if not key.startswith("__")})
    return config


def _dumped(value, mode):
    if isinstance(value, BaseModel):
        return value.model_dump(mode=mode)
    if isinstance(value, list):
        return [_dumped(one, mode) for one in value]
    if isinstance(value, dict):
        return {key: _dumped(one, mode) for key, one in value.items()}
    if mode == "json":
        if isinstance(value, _enum.Enum):
            return value.value
        if isinstance(value, (_datetime.datetime, _datetime.date, _datetime.time)):
            return value.isoformat()
        if isinstance(value, (_uuid.UUID, _pathlib.Path, _decimal.Decimal, SecretStr)):
            return str(value)
    return value


def _given(info, name, data):
    for key in _aliases(info, name):
        if key in data:
            return data[key]
    return _UNSET


def _aliases(info, name):
    alias = info.validation_alias if info.validation_alias is not None else info.alias
    if isinstance(alias, AliasChoices):
        return [one for one in alias.choices if isinstance(one, str)] + [name]
    return [alias, name] if isinstance(alias, str) else [name]


def _fill(self, data):
    cls = type(self)
    validators = cls.__limbeck_validators__
    for one in validators:
        if one.mode == "before" and one.kind in ("model", "root"):
            data = one.function(cls, data)
    values = {}
    given = set()
    for name, info in cls.model_fields.items():
        value = _given(info, name, data)
        mine = [one for one in validators if one.kind in ("field", "old") and (name in one.names or "*" in one.names)]
        if value is _UNSET:
            if info.default_factory is not None:
                value = info.default_factory()
            elif info.default is _UNSET or info.default is ...:
                annotation = _resolved(info.annotation, info.owner)
                old_optional = _kind(annotation) == "Optional" and cls.__limbeck_settings__
                if not old_optional:
                    raise ValidationError(f"1 validation error for {cls.__name__}\n{name}\n  Field required")
                value = None
            else:
                value = info.default
            validate = cls.model_config.get("validate_default", cls.__limbeck_settings__)
            mine = [one for one in mine if one.kind == "old" and one.always or validate and one.kind == "field"]
            coerce = bool(mine) or validate
        else:
            given.add(name)
            coerce = True
        for one in mine:
            if one.mode == "before":
                value = _call(one, cls, value, values, name)
        if coerce and value is not None:
            try:
                value = _coerced(_resolved(info.annotation, info.owner), value)
            except ValueError as error:
                raise ValidationError(f"1 validation error for {cls.__name__}\n{name}\n  {error}")
        for one in mine:
            if one.mode in ("after", "plain"):
                value = _call(one, cls, value, values, name)
        values[name] = value
        object.__setattr__(self, name, value)
    if cls.model_config.get("extra") == "allow":
        for key, value in data.items():
            if key not in values:
                object.__setattr__(self, key, value)
    object.__setattr__(self, "model_fields_set", given)
    for one in validators:
        if one.mode == "after" and one.kind == "root":
            for name, value in (one.function(cls, dict(values)) or {}).items():
                object.__setattr__(self, name, value)
        elif one.mode == "after" and one.kind == "model":
            # Older code writes it as a class method that gets the object.
            many = len(_native.parameters(one.function) or ()) > 1 and not one.static
            one.function(cls, self) if many and one.is_class else one.function(self)
    hook = getattr(cls, "model_post_init", None)
    if hook is not None:
        hook(self, None)


def _call(one, cls, value, values, name):
    first = () if one.static else (cls,)
    count = len(_native.parameters(one.function) or (cls, value)) - len(first)
    if count <= 1:
        return one.function(*first, value)
    if one.kind == "old":
        return one.function(*first, value, values) if count == 2 else one.function(*first, value, values, None)
    return one.function(*first, value, ValidationInfo(values, name))


class TypeAdapter:
    def __class_getitem__(cls, item):
        return cls

    def __init__(self, annotation, **kw):
        self.annotation = annotation

    def validate_python(self, value, **kw):
        return _coerced(self.annotation, value)

    def validate_json(self, text, **kw):
        return _coerced(self.annotation, _json.loads(text))


def parse_obj_as(annotation, value):
    return _coerced(annotation, value)


def create_model(name, *, __base__=None, **fields):
    annotations = {key: value[0] for key, value in fields.items()}
    defaults = {key: value[1] for key, value in fields.items()}
    return type(name, (__base__ or BaseModel,), {"__annotations__": annotations, **defaults})


def dataclass(*args, **kw):
    import dataclasses
    return dataclasses.dataclass(*args)


class RootModel(BaseModel):
    def __class_getitem__(cls, item):
        return cls
