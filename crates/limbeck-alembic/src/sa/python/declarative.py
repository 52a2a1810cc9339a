"""Declarative classes: from class bodies to tables."""
import datetime as _datetime
import decimal as _decimal
import enum as _enum
import typing as _typing
import uuid as _uuid

import _limbeck_sa as _native
import sqlalchemy as _sa
import sqlalchemy.exc as _exc

_ABSENT = object()


class registry:
    def __init__(self, *, metadata=None, class_registry=None, type_annotation_map=None, constructor=None):
        self.metadata = metadata if metadata is not None else _sa.MetaData()
        self._class_registry = class_registry if class_registry is not None else {}
        self.type_annotation_map = dict(type_annotation_map or {})
        self.mappers = []
        self.backrefs = []

    def generate_base(self, mapper=None, cls=object, name="Base", metaclass=None):
        return _make_base(self, cls, name)

    def mapped(self, cls):
        return _map_plain(self, cls)

    def map_imperatively(self, class_, local_table=None, properties=None, **kw):
        names = {}
        for key, value in (properties or {}).items():
            names[key] = value
        for key, value in names.items():
            setattr(class_, key, value)
        class_.__table__ = local_table
        class_.registry = self
        _map(class_)
        return class_.__mapper__

    def update_type_annotation_map(self, annotation_map):
        self.type_annotation_map.update(annotation_map)

    def configure(self, cascade=False):
        pass

    def dispose(self, cascade=False):
        pass


class Mapped:
    def __class_getitem__(cls, item):
        return MappedAnnotation(item)


class MappedAnnotation:
    """`Mapped[…]`, and the kinds of it that mean the same here."""

    def __init__(self, item):
        self.item = item

    def __or__(self, other):
        return self


class WriteOnlyMapped(Mapped):
    pass


class DynamicMapped(Mapped):
    pass


class declared_attr:
    def __class_getitem__(cls, item):
        return cls

    def __init__(self, function, cascading=False):
        self.function = function

    @staticmethod
    def cascading(function):
        return declared_attr(function, cascading=True)

    @staticmethod
    def directive(function):
        return declared_attr(function)

    def __get__(self, instance, owner):
        function = self.function
        if isinstance(function, classmethod):
            function = function.__func__
        return function(owner)


def mapped_column(*args, init=True, repr=True, default_factory=None, compare=True, kw_only=False, hash=None, deferred=False, deferred_group=None, deferred_raiseload=False, use_existing_column=False, active_history=False, sort_order=0, dataclass_metadata=None, **kw):
    if "insert_default" in kw:
        kw["default"] = kw.pop("insert_default")
    elif callable(default_factory):
        kw.setdefault("default", default_factory)
    return _sa.Column(*args, **kw)


class column_property:
    def __init__(self, column, *others, **kw):
        self.column = column
        self.columns = (column,) + others


class synonym:
    def __init__(self, name, map_column=None, descriptor=None, **kw):
        self.name = name

    def __get__(self, instance, owner):
        return getattr(owner if instance is None else instance, self.name)

    def __set__(self, instance, value):
        setattr(instance, self.name, value)


class composite:
    def __init__(self, class_, *attrs, **kw):
        self.class_ = class_

    def __get__(self, instance, owner):
        _native.unsupported("`sqlalchemy.orm.composite()`")


class Attribute:
    """A mapped column: of the class it is the column, of an object its value."""

    def __init__(self, key, column):
        self.key = key
        self.column = column

    def __get__(self, instance, owner):
        if instance is None:
            return self.column
        state = _native.own(instance, "_sa_instance_state")
        if state is None or state.session is None or state.key is None:
            return None
        state.session._load(instance)
        return _native.own(instance, self.key)


class Mapper:
    def __class_getitem__(cls, item):
        return cls

    def __init__(self, class_, table, columns, inherits):
        self.class_ = self.entity = class_
        self.local_table = self.persist_selectable = self.mapped_table = self.selectable = table
        self.columns = self.c = columns
        self.inherits = inherits
        self.key_names = []
        self._relationships = {}
        key_columns = list(table.primary_key) if hasattr(table, "primary_key") else []
        self.primary_key = tuple(key_columns)
        for column in key_columns:
            for key, known in columns.items():
                if known is column:
                    self.key_names.append(key)
        args = getattr(class_, "__mapper_args__", None) or {}
        self.polymorphic_identity = args.get("polymorphic_identity")
        on = args.get("polymorphic_on")
        if on is not None and not isinstance(on, str):
            on = [key for key, known in columns.items() if known is on or known.name == getattr(on, "name", None)]
            on = on[0] if on else None
        self.polymorphic_on = on if on is not None else (inherits.polymorphic_on if inherits else None)
        if "primary_key" in args:
            wanted = [getattr(column, "name", column) for column in args["primary_key"]]
            self.key_names = [key for key, column in columns.items() if column.name in wanted]

    def positions(self):
        """The key of each column of the table, None for one that is not mapped."""
        known = {column.name: key for key, column in self.columns.items()}
        return [known.get(column.name) for column in self.local_table.c]

    @property
    def column_attrs(self):
        return [_Property(key, column) for key, column in self.columns.items()]

    @property
    def attrs(self):
        return self.column_attrs

    @property
    def relationships(self):
        return list(self._relationships.values())

    @property
    def tables(self):
        return [self.local_table]

    def get_property(self, key):
        return _Property(key, self.columns[key])


class _Property:
    def __init__(self, key, column):
        self.key = key
        self.columns = [column]
        self.expression = column


def is_mapped(value):
    return isinstance(value, type) and _native.own(value, "__mapper__") is not None


_SCALARS = [
    (bool, lambda: _sa.Boolean()),
    (int, lambda: _sa.Integer()),
    (float, lambda: _sa.Float()),
    (str, lambda: _sa.String()),
    (bytes, lambda: _sa.LargeBinary()),
    (_datetime.datetime, lambda: _sa.DateTime()),
    (_datetime.date, lambda: _sa.Date()),
    (_datetime.time, lambda: _sa.Time()),
    (_datetime.timedelta, lambda: _sa.Interval()),
    (_decimal.Decimal, lambda: _sa.Numeric()),
    (_uuid.UUID, lambda: _sa.Uuid()),
]


def _evaluated(annotation, cls):
    """An annotation that is a string, as a value; None where its names are not known."""
    if not isinstance(annotation, str):
        return annotation
    names = dict(_native.module_names(cls.__module__))
    names.setdefault("Mapped", Mapped)
    for name, value in getattr(cls, "registry", registry())._class_registry.items():
        names.setdefault(name, value)
    names.setdefault(cls.__name__, cls)
    try:
        return _native.evaluate(annotation, names)
    except NameError:
        return None


def _without_none(python_type):
    """The type inside Optional, and whether None may stand there."""
    if _native.is_unresolved(python_type):
        return python_type, False
    arguments = _typing.get_args(python_type)
    name = getattr(python_type, "_name", None)
    if name in ("Optional", "Union") and arguments:
        rest = [one for one in arguments if one is not None and one is not type(None)]
        optional = name == "Optional" or len(rest) < len(arguments)
        return (rest[0] if len(rest) == 1 else python_type), optional
    return python_type, False


def _type_of(python_type, cls, column):
    if _native.is_unresolved(python_type):
        return python_type
    known = {}
    for base in reversed(cls.__mro__):
        known.update(_native.own(base, "type_annotation_map") or {})
    known.update(cls.registry.type_annotation_map)
    for wanted, made in known.items():
        if wanted is python_type or wanted == python_type:
            return made
    if getattr(python_type, "_name", None) == "Annotated":
        arguments = _typing.get_args(python_type)
        for extra in arguments[1:]:
            if isinstance(extra, _sa.Column):
                return extra
        return _type_of(arguments[0], cls, column)
    if getattr(python_type, "_name", None) == "Literal":
        return _sa.Enum(*_typing.get_args(python_type), native_enum=False, name=None)
    if isinstance(python_type, type) and issubclass(python_type, _enum.Enum):
        return _sa.Enum(python_type)
    for wanted, make in _SCALARS:
        if python_type is wanted:
            return make()
    if isinstance(python_type, type):
        for wanted, make in _SCALARS:
            if issubclass(python_type, wanted):
                return make()
    return None


def _annotated_column(cls, name, annotation, column):
    """The column that `name: Mapped[…] = mapped_column(…)` stands for."""
    python_type, optional = _without_none(annotation.item)
    if isinstance(python_type, str):
        python_type, optional = _without_none(_evaluated(python_type, cls))
    given_nullable, untyped, _ = _native.column_flags(column) if column is not None else (False, True, "")
    made = None
    if untyped:
        made = _type_of(python_type, cls, column)
        if isinstance(made, _sa.Column):
            template = made
            if column is None:
                column = template.copy()
                return column
            made = template.type
    if column is None:
        if made is None:
            return None
        column = _sa.Column(made, nullable=optional)
        return column
    if made is not None and not column.foreign_keys:
        _native.set_type(column, made)
    elif made is not None:
        _native.set_type(column, made)
    if not given_nullable and not column.primary_key:
        _native.set_nullable(column, optional)
    return column


def _is_mapped_annotation(annotation):
    return isinstance(annotation, MappedAnnotation)


def _merged(names, annotations):
    """The names of a class in the order of its body: those that are only annotated stand where they were written."""
    waiting = list(annotations)
    keys = []
    for key in names:
        if key in waiting:
            at = waiting.index(key)
            keys += [one for one in waiting[:at] if one not in names]
            waiting = waiting[at + 1:]
        keys.append(key)
    return keys + [one for one in waiting if one not in names]


def _collect(cls):
    """Columns and relationships of a class and its mixins: (key, value, from a mixin)."""
    found = {}
    order = []
    from _limbeck_session import Relationship
    for base in cls.__mro__:
        if base is object or (base is not cls and is_mapped(base)):
            continue
        names = dict(_native.own(base, "__dict__") or base.__dict__)
        annotations = names.get("__annotations__") or {}
        keys = _merged(names, annotations)
        for key in keys:
            if key in found or key.startswith("__"):
                continue
            value = names.get(key)
            if isinstance(value, declared_attr):
                value = value.__get__(None, cls)
                if isinstance(value, (_sa.Column, Relationship, column_property)):
                    found[key] = value
                    order.append(key)
                continue
            annotation = annotations.get(key)
            if isinstance(annotation, str) and "Mapped" in annotation:
                annotation = _evaluated(annotation, cls)
            if _is_mapped_annotation(annotation) and (value is None or isinstance(value, _sa.Column)):
                mixed_in = base is not cls
                column = value
                if column is not None and mixed_in:
                    column = column.copy()
                value = _annotated_column(cls, key, annotation, column)
                if value is None:
                    continue
            elif isinstance(value, _sa.Column):
                if base is not cls:
                    value = value.copy()
            elif isinstance(value, Relationship):
                if base is not cls:
                    value = value.copy()
                if _is_mapped_annotation(annotation):
                    value.annotation = annotation.item
            elif isinstance(value, column_property):
                pass
            else:
                continue
            found[key] = value
            order.append(key)
    return [(key, found[key]) for key in order]


def _table_args(cls):
    args = None
    for one in cls.__mro__:
        # Those of a mapped parent belong to its own table.
        if "__table_args__" in vars(one) and (one is cls or not is_mapped(one)):
            args = getattr(cls if one is cls or not isinstance(vars(one)["__table_args__"], (tuple, dict)) else one, "__table_args__")
            break
    if args is None:
        return (), {}
    if isinstance(args, dict):
        return (), args
    args = tuple(args)
    if args and isinstance(args[-1], dict):
        return args[:-1], args[-1]
    return args, {}


def _parent(cls):
    for base in cls.__mro__[1:]:
        if is_mapped(base):
            return base.__mapper__
    return None


def _map(cls):
    from _limbeck_session import Relationship
    parent = _parent(cls)
    items = _collect(cls)
    columns = {}
    relationships = {}
    for key, value in items:
        if isinstance(value, column_property):
            if not isinstance(value.column, _sa.Column):
                setattr(cls, key, _Expression(value.column))
                continue
            value = value.column
        if isinstance(value, Relationship):
            relationships[key] = value
            continue
        _native.name_column(value, key)
        columns[key] = value
    table = _native.own(cls, "__table__")
    if isinstance(table, declared_attr):
        table = table.__get__(None, cls)
    if table is None:
        name = getattr(cls, "__tablename__", None)
        if parent is not None and (name is None or name == parent.local_table.name):
            table = parent.local_table
            for key, column in columns.items():
                if column.name not in table.c:
                    table.append_column(column)
            columns = {**parent.columns, **{key: table.c[column.name] for key, column in columns.items()}}
        elif name is None:
            raise _exc.InvalidRequestError(
                f"Class {cls!r} does not have a __table__ or __tablename__ specified and does not inherit from an existing table-mapped class."
            )
        else:
            extra, options = _table_args(cls)
            options = dict(options)
            metadata = getattr(cls, "metadata", None) or cls.registry.metadata
            table = _sa.Table(name, metadata, *columns.values(), *extra, **options)
            columns = {key: table.c[column.key] for key, column in columns.items()}
    else:
        known = {column.name: key for key, column in columns.items()}
        columns = {}
        for column in table.c:
            columns[known.get(column.name, column.key)] = column
    setattr(cls, "__table__", table)
    mapper = Mapper(cls, table, columns, parent)
    if parent is not None:
        mapper._relationships.update(parent._relationships)
        if parent.local_table is not table:
            mapper.joined = True
    cls.__mapper__ = mapper
    for key, column in columns.items():
        setattr(cls, key, Attribute(key, column))
    for key, value in relationships.items():
        value.attach(cls, key)
        mapper._relationships[key] = value
        setattr(cls, key, value)
    validators = _validators(cls)
    if validators:
        cls.__setattr__ = _validating(validators)
    cls.registry._class_registry[cls.__name__] = cls
    cls.registry.mappers.append(mapper)
    if parent is not None and parent.local_table is table and mapper.polymorphic_on is not None:
        cls.limbeck_criterion = classmethod(_own_rows)
    for value in relationships.values():
        if value.backref is not None:
            cls.registry.backrefs.append(value)
    for value in list(cls.registry.backrefs):
        if value.attach_backref():
            cls.registry.backrefs.remove(value)


def _own_rows(cls, table):
    """What tells the rows of a class from those of others in one table."""
    mapper = cls.__mapper__
    identities = [
        other.polymorphic_identity
        for other in cls.registry.mappers
        if issubclass(other.class_, cls) and other.polymorphic_identity is not None
    ]
    return table.c[mapper.columns[mapper.polymorphic_on].key].in_(identities)


class _Expression:
    def __init__(self, expression):
        self.expression = expression

    def __get__(self, instance, owner):
        if instance is None:
            return self.expression
        _native.unsupported("`column_property()` with an expression, read from an object")


def _constructor(self, **kwargs):
    cls = type(self)
    for key, value in kwargs.items():
        if not hasattr(cls, key):
            raise TypeError(f"{key!r} is an invalid keyword argument for {cls.__name__}")
        setattr(self, key, value)


class Declarative:
    """What every mapped class inherits."""

    def __init_subclass__(cls, **kw):
        _setup(cls)

    def __init__(self, **kwargs):
        _constructor(self, **kwargs)


def _setup(cls):
    names = cls.__dict__
    if names.get("__limbeck_base__"):
        return
    if any(base in _BASES for base in cls.__bases__):
        given = names.get("registry")
        metadata = getattr(cls, "metadata", None)
        known = getattr(cls, "type_annotation_map", None)
        if not isinstance(given, registry):
            cls.registry = registry(metadata=metadata, type_annotation_map=known)
        elif known:
            cls.registry.type_annotation_map.update(known)
        if metadata is None:
            cls.metadata = cls.registry.metadata
        return
    if names.get("__abstract__"):
        return
    if getattr(cls, "registry", None) is None:
        return
    _map(cls)


class DeclarativeBase(Declarative):
    __limbeck_base__ = True


class DeclarativeBaseNoMeta(Declarative):
    __limbeck_base__ = True


class MappedAsDataclass:
    def __init_subclass__(cls, **kw):
        super().__init_subclass__()


_BASES = (DeclarativeBase, DeclarativeBaseNoMeta)


class DeferredReflection:
    @classmethod
    def prepare(cls, *args, **kw):
        _native.unsupported("`DeferredReflection.prepare()`")


class AbstractConcreteBase:
    pass


class ConcreteBase:
    pass


class DeclarativeMeta(type):
    pass


def _make_base(known, cls, name):
    bases = tuple(cls) if isinstance(cls, (tuple, list)) else (cls,)
    bases = tuple(base for base in bases if base is not object) + (Declarative,)
    names = {"__limbeck_base__": True, "registry": known, "metadata": known.metadata}
    made = type(name, bases, names)
    return made


def declarative_base(bind=None, metadata=None, mapper=None, cls=object, name="Base", class_registry=None, type_annotation_map=None, constructor=None, metaclass=None):
    known = registry(metadata=metadata, class_registry=class_registry, type_annotation_map=type_annotation_map)
    return _make_base(known, cls, name)


def as_declarative(**kw):
    def decorate(cls):
        return declarative_base(cls=cls, name=cls.__name__, **kw)
    return decorate


def declarative_mixin(cls):
    return cls


def _map_plain(known, cls):
    cls.registry = known
    cls.metadata = known.metadata
    if "__init__" not in cls.__dict__:
        cls.__init__ = _constructor
    _map(cls)
    return cls


def mapped_as_dataclass(known, **kw):
    def decorate(cls):
        return _map_plain(known, cls)
    return decorate


def validates(*names, include_removes=False, include_backrefs=True):
    def decorate(function):
        function.__limbeck_validates__ = names
        return function
    return decorate


def _validators(cls):
    found = {}
    for base in reversed(cls.__mro__):
        for value in list(base.__dict__.values()):
            for name in getattr(value, "__limbeck_validates__", None) or ():
                found[name] = value
    return found


def _validating(validators):
    def __setattr__(self, key, value):
        if key in validators:
            value = validators[key](self, key, value)
        object.__setattr__(self, key, value)
    return __setattr__


def class_mapper(class_, configure=True):
    return class_.__mapper__


def object_mapper(instance):
    return type(instance).__mapper__


def configure_mappers():
    pass


def clear_mappers():
    pass


def has_inherited_table(cls):
    return _parent(cls) is not None
