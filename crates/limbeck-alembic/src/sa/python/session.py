"""Sessions: objects of mapped classes on their way to and from rows."""
import copy as _copy

import _limbeck_sa as _native
import sqlalchemy as _sa
import sqlalchemy.exc as _exc
from _limbeck_declarative import Mapper, is_mapped
from sqlalchemy import event as _event

_ABSENT = object()
MUTABLE_TYPES = []


class State:
    """What a session knows of an object."""

    def __init__(self, instance):
        self.object = instance
        self.session = None
        self.key = None
        self.committed = {}
        self.deleted = False
        self.modified = set()

    @property
    def persistent(self):
        return self.key is not None and self.session is not None and not self.deleted

    @property
    def transient(self):
        return self.key is None and self.session is None

    @property
    def pending(self):
        return self.key is None and self.session is not None

    @property
    def detached(self):
        return self.key is not None and self.session is None

    @property
    def identity(self):
        return self.key[1] if self.key else None

    @property
    def mapper(self):
        return type(self.object).__mapper__


def state_of(instance):
    state = _native.own(instance, "_sa_instance_state")
    if state is None:
        if not hasattr(type(instance), "__mapper__"):
            raise UnmappedInstanceError(f"Class '{type(instance).__module__}.{type(instance).__name__}' is not mapped")
        state = State(instance)
        object.__setattr__(instance, "_sa_instance_state", state)
    return state


class UnmappedInstanceError(_exc.InvalidRequestError):
    pass


class DetachedInstanceError(_exc.SQLAlchemyError):
    pass


class ObjectDeletedError(_exc.InvalidRequestError):
    pass


class StaleDataError(_exc.SQLAlchemyError):
    pass


def _put(instance, key, value):
    object.__setattr__(instance, key, value)


def _base_mapper(mapper):
    while mapper.inherits is not None:
        mapper = mapper.inherits
    return mapper


def _refuse_joined(mapper):
    if getattr(mapper, "joined", False):
        _native.unsupported(f"the joined-table inheritance of `{mapper.class_.__name__}`")


class Relationship:
    """`relationship(…)`: follows the foreign keys between two tables."""

    def __class_getitem__(cls, item):
        return cls

    def __init__(self, argument=None, secondary=None, *, uselist=None, primaryjoin=None, secondaryjoin=None, foreign_keys=None, remote_side=None, back_populates=None, backref=None, order_by=False, cascade=None, viewonly=False, lazy="select", passive_deletes=False, post_update=False, overlaps=None, **kw):
        self.argument = argument
        self.secondary = secondary
        self.uselist = uselist
        self.primaryjoin = primaryjoin
        self.secondaryjoin = secondaryjoin
        self.foreign_keys = foreign_keys
        self.remote_side = remote_side
        self.back_populates = back_populates
        self.backref = backref
        self.order_by = order_by
        self.cascade = cascade or "save-update, merge"
        self.viewonly = viewonly
        self.lazy = lazy
        self.passive_deletes = passive_deletes
        self.annotation = None
        self.owner = None
        self.key = None
        self._resolved = None

    def copy(self):
        made = Relationship(self.argument)
        for name, value in self.__dict__.items():
            setattr(made, name, value)
        made._resolved = None
        return made

    def attach(self, owner, key):
        self.owner = owner
        self.key = key

    def attach_backref(self):
        """Makes the relationship of the other side, once the class there is known."""
        try:
            target, _ = self._target()
        except _exc.InvalidRequestError:
            return False
        if not is_mapped(target):
            return False
        name, options = self.backref if isinstance(self.backref, tuple) else (self.backref, {})
        if name in target.__dict__:
            return True
        options = dict(options)
        if self.secondaryjoin is not None:
            options.setdefault("primaryjoin", self.secondaryjoin)
            options.setdefault("secondaryjoin", self.primaryjoin)
        elif self.primaryjoin is not None:
            options.setdefault("primaryjoin", self.primaryjoin)
        if self.foreign_keys is not None:
            options.setdefault("foreign_keys", self.foreign_keys)
        made = Relationship(self.owner, self.secondary, **options)
        made.attach(target, name)
        target.__mapper__._relationships[name] = made
        setattr(target, name, made)
        return True

    def _names(self):
        names = dict(_native.module_names(self.owner.__module__))
        names.update(self.owner.registry._class_registry)
        for name in ("and_", "or_", "not_", "func", "desc", "asc", "text", "cast"):
            names.setdefault(name, getattr(_sa, name))
        names["foreign"] = foreign
        names["remote"] = remote
        for table in self.owner.metadata.tables.values():
            names.setdefault(table.name, table)
        return names

    def _value(self, value):
        if isinstance(value, str):
            return _native.evaluate(value, self._names())
        if callable(value) and not isinstance(value, type):
            return value()
        return value

    @property
    def target(self):
        return self._resolve()["target"]

    @property
    def mapper(self):
        return self.target.__mapper__

    def _target(self):
        target = self.argument
        uselist = None
        if target is None:
            target, uselist = _annotated_target(self.annotation, self)
        elif self.annotation is not None:
            uselist = _annotated_target(self.annotation, self)[1]
        if isinstance(target, str):
            known = self.owner.registry._class_registry
            name = target.rsplit(".", 1)[-1]
            if name in known:
                target = known[name]
            else:
                try:
                    target = self._value(target)
                except NameError:
                    raise _exc.InvalidRequestError(
                        f"When initializing mapper Mapper[{self.owner.__name__}], expression {target!r} failed to locate a name ({target!r})."
                    )
        elif not isinstance(target, type):
            target = target()
        return target, uselist

    def _resolve(self):
        if self._resolved is not None:
            return self._resolved
        target, uselist = self._target()
        own, other = self.owner.__table__, target.__table__
        result = {"target": target, "join": None}
        secondary = self._value(self.secondary) if self.secondary is not None else None
        if isinstance(secondary, type):
            secondary = secondary.__table__
        result["secondary"] = secondary
        if secondary is not None:
            result["here"] = _pairs(secondary, own)
            result["there"] = _pairs(secondary, other)
            direction = "many-to-many"
            if self.primaryjoin is not None:
                result["here"] = None
        else:
            to_parent = _pairs(own, other)
            to_child = _pairs(other, own)
            if self.foreign_keys is not None:
                wanted = self._value(self.foreign_keys)
                if not isinstance(wanted, (list, tuple, set)):
                    wanted = [wanted]
                names = {(str(column.table.name), column.name) for column in wanted}
                to_parent = [pair for pair in to_parent if (own.name, pair[0]) in names]
                to_child = [pair for pair in to_child if (other.name, pair[0]) in names]
            join = self._value(self.primaryjoin) if self.primaryjoin is not None else None
            if own is other:
                remote = self._value(self.remote_side) if self.remote_side is not None else None
                if remote is not None:
                    remote = list(remote)[0] if isinstance(remote, (list, tuple, set)) else remote
                    many_to_one = any(remote.name == pair[1] for pair in to_parent)
                else:
                    many_to_one = False
                if many_to_one:
                    to_child = []
                else:
                    to_parent = []
            if to_parent and (not to_child or uselist is False or self.uselist is False):
                direction, result["pairs"] = "many-to-one", _single(to_parent, self)
            elif to_child:
                direction, result["pairs"] = "one-to-many", _single(to_child, self)
            elif to_parent:
                direction, result["pairs"] = "many-to-one", _single(to_parent, self)
            elif join is not None:
                direction, result["pairs"], result["join"] = "custom", [], join
            else:
                raise _exc.ArgumentError(
                    f"Could not determine join condition between parent/child tables on relationship {self.owner.__name__}.{self.key} - there are no foreign keys linking these tables."
                )
            if join is not None:
                result["join"] = join
        result["direction"] = direction
        many = direction in ("many-to-many", "one-to-many", "custom")
        if uselist is not None:
            many = uselist
        if self.uselist is not None:
            many = self.uselist
        result["many"] = many
        self._resolved = result
        return result

    def on(self):
        """The condition of a join along it."""
        found = self._resolve()
        own, other = self.owner.__table__, found["target"].__table__
        if found["join"] is not None:
            return found["join"]
        if found["direction"] == "many-to-one":
            return _sa.and_(*[own.c[here] == other.c[there] for here, there in found["pairs"]])
        return _sa.and_(*[own.c[there] == other.c[here] for here, there in found["pairs"]])

    def __get__(self, instance, owner):
        if instance is None:
            return BoundRelationship(self, owner)
        found = self._resolve()
        state = state_of(instance)
        value = [] if found["many"] else None
        if state.session is not None and state.key is not None:
            value = self._load(state.session, instance, found)
        _put(instance, self.key, value)
        state.committed[self.key] = list(value) if found["many"] else value
        return value

    def _load(self, session, instance, found):
        target = found["target"]
        other = target.__table__
        own = self.owner.__mapper__
        query = session.query(target)
        if found["direction"] == "many-to-many":
            if found["here"] is None:
                _native.unsupported(f"loading `{self.owner.__name__}.{self.key}`, a relationship with a primaryjoin of its own,")
            secondary = found["secondary"]
            conditions = [secondary.c[here] == _column_value(instance, own, there) for here, there in found["here"]]
            conditions += [secondary.c[here] == other.c[there] for here, there in found["there"]]
        elif found["direction"] == "custom" or found["join"] is not None and not found["pairs"]:
            _native.unsupported(f"loading `{self.owner.__name__}.{self.key}`, a relationship with a primaryjoin of its own,")
        elif found["direction"] == "many-to-one":
            values = [_column_value(instance, own, here) for here, _ in found["pairs"]]
            if any(value is None for value in values):
                return [] if found["many"] else None
            names = [there for _, there in found["pairs"]]
            if [other.c[name].name for name in names] == [column.name for column in target.__mapper__.primary_key]:
                one = session.get(target, tuple(values))
                return [one] if found["many"] else one
            conditions = [other.c[name] == value for name, value in zip(names, values)]
        else:
            conditions = [other.c[here] == _column_value(instance, own, there) for here, there in found["pairs"]]
        query = query.filter(*conditions)
        if self.order_by:
            order = self._value(self.order_by)
            query = query.order_by(*(order if isinstance(order, (list, tuple)) else [order]))
        if self.lazy == "dynamic":
            return query
        rows = query.all()
        return rows if found["many"] else (rows[0] if rows else None)


class BoundRelationship:
    """`User.addresses`, as queries use it."""

    def __init__(self, relationship, owner):
        self.property = relationship
        self.prop = relationship
        self.key = relationship.key
        self.parent = owner
        self.class_ = owner

    @property
    def entity(self):
        return self.property.target

    def limbeck_join(self, target):
        """The steps of a join along it, each with its condition; `target` may be an alias of the other class."""
        relation = self.property
        found = relation._resolve()
        other = found["target"] if target is self else target
        there = getattr(other, "__table__", other)
        if found["direction"] == "many-to-many":
            if found["here"] is None:
                _native.unsupported("a join along a relationship with a primaryjoin of its own")
            own, secondary = self.parent.__table__, found["secondary"]
            return [
                (secondary, _sa.and_(*[own.c[theirs] == secondary.c[ours] for ours, theirs in found["here"]])),
                (other, _sa.and_(*[secondary.c[ours] == there.c[theirs] for ours, theirs in found["there"]])),
            ]
        if found["join"] is not None and other is not found["target"]:
            _native.unsupported("a join with an alias along a relationship with a primaryjoin of its own")
        if found["join"] is not None:
            return [(other, found["join"])]
        own = self.parent.__table__
        if found["direction"] == "many-to-one":
            return [(other, _sa.and_(*[own.c[ours] == there.c[theirs] for ours, theirs in found["pairs"]]))]
        return [(other, _sa.and_(*[own.c[theirs] == there.c[ours] for ours, theirs in found["pairs"]]))]

    def _exists(self, criterion):
        found = self.property._resolve()
        target = found["target"]
        if found["direction"] == "many-to-many":
            secondary = found["secondary"]
            own, other = self.property.owner.__table__, target.__table__
            conditions = [own.c[there] == secondary.c[here] for here, there in found["here"]]
            conditions += [secondary.c[here] == other.c[there] for here, there in found["there"]]
            statement = _sa.exists(_sa.literal_column("1")).select_from(secondary, other)
        else:
            conditions = [self.property.on()]
            statement = _sa.exists(_sa.literal_column("1")).select_from(target.__table__)
        return statement.where(*conditions, *criterion)

    def any(self, criterion=None, **kw):
        return self._exists(_criteria(self.property.target, criterion, kw))

    def has(self, criterion=None, **kw):
        return self._exists(_criteria(self.property.target, criterion, kw))

    def __eq__(self, other):
        found = self.property._resolve()
        own = self.property.owner.__table__
        if found["direction"] != "many-to-one":
            _native.unsupported("the comparison of a collection with `==`")
        if other is None:
            return _sa.and_(*[own.c[here].is_(None) for here, _ in found["pairs"]])
        mapper = found["target"].__mapper__
        return _sa.and_(*[own.c[here] == _column_value(other, mapper, there) for here, there in found["pairs"]])

    def __ne__(self, other):
        return _sa.not_(self.__eq__(other))

    def __hash__(self):
        return id(self.property)

    def is_(self, other):
        return self.__eq__(other)

    def is_not(self, other):
        return self.__ne__(other)

    def in_(self, others):
        return _sa.or_(*[self.__eq__(other) for other in others])

    def and_(self, *criteria):
        return self

    def of_type(self, entity):
        return self


def _alike(rows):
    groups = []
    for row in rows:
        if groups and list(groups[-1][0]) == list(row):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _criteria(target, criterion, keywords):
    out = [] if criterion is None else [criterion]
    for key, value in keywords.items():
        out.append(getattr(target, key) == value)
    return out


def _annotated_target(annotation, relationship):
    import typing
    if annotation is None:
        return None, None
    if isinstance(annotation, str):
        text = annotation.strip()
        for wrapper in ("List[", "list[", "Set[", "set[", "Sequence[", "Iterable["):
            if text.startswith(wrapper):
                return text[len(wrapper):-1].strip("\"' "), True
        if text.startswith("Optional["):
            text = text[len("Optional["):-1]
        return text.split("|")[0].strip().strip("\"' "), False
    name = getattr(annotation, "_name", None)
    arguments = typing.get_args(annotation)
    if name in ("Optional", "Union"):
        rest = [one for one in arguments if one is not None and one is not type(None)]
        return _annotated_target(rest[0], relationship)[0], False
    if arguments:
        return _annotated_target(arguments[-1], relationship)[0], True
    return annotation, False


def _pairs(table, referred):
    """The columns of foreign keys from one table to another: (here, there)."""
    out = []
    name = referred.fullname
    for here, target, there in _native.foreign_keys(table):
        if target == name or target == referred.name:
            out += [(a, b) for a, b in zip(here, there)]
    return out


def _single(pairs, relationship):
    if len({there for _, there in pairs}) < len(pairs):
        raise _exc.AmbiguousForeignKeysError(
            f"Could not determine join condition between parent/child tables on relationship {relationship.owner.__name__}.{relationship.key} - there are multiple foreign key paths linking the tables.  Specify the 'foreign_keys' argument, providing a list of those columns which should be counted as containing a foreign key reference to the parent table."
        )
    return pairs


def _key_of(mapper, name):
    for key, column in mapper.columns.items():
        if column.name == name:
            return key
    return name


def _column_value(instance, mapper, name):
    return getattr(instance, _key_of(mapper, name))


def relationship(argument=None, secondary=None, **kw):
    return Relationship(argument, secondary, **kw)


def backref(name, **kw):
    return (name, kw)


def foreign(expression):
    return expression


def remote(expression):
    return expression


class _Probe:
    pass


def _references_of_a_lone_object():
    held = {0: _Probe()}
    for key in list(held):
        instance = held[key]
        return _native.references(instance)


_ALONE = _references_of_a_lone_object()


class SessionTransaction:
    def __init__(self, session, inner=None, nested=False):
        self.session = session
        self.inner = inner
        self.nested = nested
        self.is_active = True

    def __enter__(self):
        return self if self.nested else self.session

    def __exit__(self, kind, value, trace):
        if not self.is_active:
            return False
        if kind is None:
            self.commit()
        else:
            self.rollback()
        return False

    def commit(self):
        self.is_active = False
        if self.nested:
            self.session.flush()
            self.inner.commit()
        else:
            self.session.commit()

    def rollback(self):
        self.is_active = False
        if self.nested:
            self.inner.rollback()
            self.session._forget_pending()
            self.session.expire_all()
        else:
            self.session.rollback()

    def close(self):
        if self.is_active:
            self.rollback()


class _NoAutoflush:
    def __init__(self, session):
        self.session = session

    def __enter__(self):
        self.before = self.session.autoflush
        self.session.autoflush = False
        return self.session

    def __exit__(self, kind, value, trace):
        self.session.autoflush = self.before
        return False


class Session:
    def __init__(self, bind=None, autoflush=True, future=True, expire_on_commit=True, autobegin=True, twophase=False, binds=None, enable_baked_queries=True, info=None, query_cls=None, autocommit=False, join_transaction_mode=None, close_resets_only=True):
        self.bind = bind
        self.autoflush = autoflush
        self.expire_on_commit = expire_on_commit
        self.info = info or {}
        self._query_cls = query_cls
        self._connection = None
        self._owns_transaction = False
        self._owns_connection = False
        self._identities = {}
        self._new = []
        self._deleted = []
        self._flushing = False
        self._inserting = set()
        self.is_active = True

    # -- the connection ---------------------------------------------------------------------------------------------

    def connection(self, bind_arguments=None, execution_options=None, **kw):
        if self._connection is None:
            bind = self.bind
            if bind is None:
                raise _exc.UnboundExecutionError("This session is not bound to a single Engine or Connection, and no context was provided to locate a binding.")
            if isinstance(bind, _sa.engine.Engine):
                self._connection = bind.connect()
                self._owns_connection = True
            else:
                self._connection = bind
                self._owns_connection = False
            self._owns_transaction = not self._connection.in_transaction()
            _event.begun(self, self._connection)
        return self._connection

    def get_bind(self, mapper=None, **kw):
        return self.bind

    def in_transaction(self):
        return self._connection is not None

    def in_nested_transaction(self):
        return False

    def get_transaction(self):
        return SessionTransaction(self)

    def begin(self, nested=False, subtransactions=False):
        if nested:
            return self.begin_nested()
        self.connection()
        return SessionTransaction(self)

    def begin_nested(self):
        self.flush()
        return SessionTransaction(self, self.connection().begin_nested(), nested=True)

    def commit(self):
        _event.of_session("before_commit", self)
        self.flush()
        if self._connection is not None and self._owns_transaction:
            self._connection.commit()
        _event.of_session("after_commit", self)
        if self.expire_on_commit:
            self.expire_all()
        self._release()

    def rollback(self):
        self._forget_pending()
        if self._connection is not None:
            self._connection.rollback()
        self.expire_all()
        self._release()

    def prepare(self):
        self.flush()

    def _release(self):
        if self._owns_connection and self._connection is not None:
            self._connection.close()
        self._connection = None

    def _forget_pending(self):
        for instance in self._new:
            state_of(instance).session = None
        self._new = []
        self._deleted = []

    def close(self):
        if self._connection is not None and self._owns_transaction and self._connection.in_transaction():
            self._connection.rollback()
        self.expunge_all()
        self._release()

    def reset(self):
        self.close()

    @classmethod
    def close_all(cls):
        pass

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.close()
        return False

    # -- objects ----------------------------------------------------------------------------------------------------

    def add(self, instance, _warn=True):
        self._add(instance)

    def _add(self, instance):
        state = state_of(instance)
        if state.session is self:
            if instance in self._deleted:
                self._deleted.remove(instance)
            return
        if state.session is not None:
            raise _exc.InvalidRequestError(f"Object '<{type(instance).__name__}>' is already attached to another session")
        state.session = self
        if state.key is None:
            self._new.append(instance)
        else:
            self._identities[state.key] = instance
        self._cascade(instance)

    def _cascade(self, instance):
        for key, relation in type(instance).__mapper__._relationships.items():
            if relation.viewonly:
                continue
            value = _native.own(instance, key)
            if value is None:
                continue
            for one in value if isinstance(value, (list, set, tuple)) else [value]:
                if hasattr(type(one), "__mapper__") and state_of(one).session is None:
                    self._add(one)

    def add_all(self, instances):
        for instance in instances:
            self.add(instance)

    def delete(self, instance):
        state = state_of(instance)
        if state.key is None:
            if state.session is self:
                self._new = [one for one in self._new if one is not instance]
                state.session = None
                return
            raise _exc.InvalidRequestError(f"Instance '<{type(instance).__name__}>' is not persisted")
        if not any(one is instance for one in self._deleted):
            self._deleted.append(instance)

    def expunge(self, instance):
        state = state_of(instance)
        self._new = [one for one in self._new if one is not instance]
        self._identities.pop(state.key, None)
        state.session = None

    def expunge_all(self):
        for instance in list(self._identities.values()) + self._new:
            state_of(instance).session = None
        self._identities = {}
        self._new = []
        self._deleted = []

    def expire(self, instance, attribute_names=None):
        mapper = type(instance).__mapper__
        own = instance.__dict__
        state = state_of(instance)
        for key in list(mapper.columns) + list(mapper._relationships):
            if key in own and (attribute_names is None or key in attribute_names):
                object.__delattr__(instance, key)
                state.committed.pop(key, None)

    def expire_all(self):
        for instance in list(self._identities.values()):
            self.expire(instance)

    def refresh(self, instance, attribute_names=None, with_for_update=None):
        self._autoflush()
        self.expire(instance, attribute_names)
        self._load(instance)

    def merge(self, instance, load=True, options=None):
        mapper = type(instance).__mapper__
        identity = tuple(_native.own(instance, key) for key in mapper.key_names)
        known = None
        if all(value is not None for value in identity):
            known = self.get(type(instance), identity)
        if known is None:
            known = type(instance)()
            self.add(known)
        for key in mapper.columns:
            value = _native.own(instance, key, _ABSENT)
            if value is not _ABSENT:
                setattr(known, key, value)
        return known

    def flag_modified(self, instance, key):
        state_of(instance).modified.add(key)

    @property
    def new(self):
        return list(self._new)

    @property
    def dirty(self):
        return [instance for instance in self._identities.values() if self._changes(instance)]

    @property
    def deleted(self):
        return list(self._deleted)

    @property
    def identity_map(self):
        return self._identities

    @property
    def no_autoflush(self):
        return _NoAutoflush(self)

    def is_modified(self, instance, include_collections=True):
        return bool(self._changes(instance))

    def __contains__(self, instance):
        return state_of(instance).session is self

    def __iter__(self):
        return iter(list(self._new) + list(self._identities.values()))

    # -- reading ----------------------------------------------------------------------------------------------------

    def _autoflush(self):
        if self.autoflush and not self._flushing:
            self.flush()

    def query(self, *entities, **kw):
        from _limbeck_query import Query
        return (self._query_cls or Query)(list(entities), session=self)

    def get(self, entity, ident, options=None, populate_existing=False, with_for_update=None, identity_token=None, execution_options=None, bind_arguments=None):
        mapper = entity.__mapper__
        if isinstance(ident, dict):
            ident = tuple(ident[key] for key in mapper.key_names)
        elif not isinstance(ident, (tuple, list)):
            ident = (ident,)
        ident = tuple(ident)
        known = self._identities.get((_base_mapper(mapper).class_, ident))
        if known is not None and not populate_existing:
            return known
        statement = _sa.select(entity)
        for key, value in zip(mapper.key_names, ident):
            statement = statement.where(mapper.columns[key] == value)
        return self.scalars(statement).first()

    def get_one(self, entity, ident, **kw):
        found = self.get(entity, ident, **kw)
        if found is None:
            raise _exc.NoResultFound("No row was found when one was required")
        return found

    def execute(self, statement, params=None, execution_options=None, bind_arguments=None, **kw):
        _event.refuse_session("do_orm_execute", self)
        self._autoflush()
        element = getattr(statement, "__clause_element__", None)
        if element is not None and hasattr(statement, "session"):
            statement = element()
        arguments = () if params is None else (params,)
        if isinstance(params, (list, tuple)) and len(params) > 1 and isinstance(statement, _sa.sql.Insert):
            # Rows with the same columns go together; the others have their defaults.
            for group in _alike(params):
                result = self.connection().execute(statement, group)
            return result
        result = self.connection().execute(statement, *arguments)
        return self._present(statement, result)

    def scalar(self, statement, params=None, **kw):
        return self.execute(statement, params, **kw).scalar()

    def scalars(self, statement, params=None, **kw):
        return self.execute(statement, params, **kw).scalars()

    def stream(self, statement, params=None, **kw):
        return self.execute(statement, params, **kw)

    def _present(self, statement, result):
        entities = _native.entities(statement)
        if not any(_mapper_of(entity) is not None for entity, _ in entities):
            return result
        return self._rows(entities, result.fetchall(), list(result.keys()))

    def _rows(self, entities, rows, names):
        keys = []
        plan = []
        at = 0
        for entity, width in entities:
            columns = None
            if isinstance(entity, tuple):
                # Only some of the columns of a class (`load_only`, `defer`).
                entity, columns = entity
            mapper = _mapper_of(entity)
            if mapper is not None:
                keys.append(getattr(entity, "__name__", None) or mapper.class_.__name__)
                if columns is not None:
                    columns = [_key_of(mapper, name) for name in columns]
                plan.append((mapper, at, width, columns))
            else:
                for one in range(at, at + width):
                    keys.append(names[one])
                    plan.append((None, one, 1, None))
            at += width
        out = []
        for row in rows:
            values = tuple(row)
            item = []
            for mapper, start, width, columns in plan:
                if mapper is None:
                    item.append(values[start])
                else:
                    item.append(self._instance(mapper, values[start:start + width], columns))
            out.append(item)
        return _native.result(keys, out)

    def _instance(self, mapper, values, keys=None):
        _refuse_joined(mapper)
        row = {key: value for key, value in zip(keys or mapper.positions(), values) if key is not None}
        identity = tuple(row[key] for key in mapper.key_names)
        if mapper.key_names and all(value is None for value in identity):
            return None
        base = _base_mapper(mapper)
        key = (base.class_, identity) if mapper.key_names else (base.class_, id(values))
        known = self._identities.get(key)
        if known is not None:
            self._fill(known, row, only_missing=True)
            return known
        class_ = mapper.class_
        if mapper.polymorphic_on is not None:
            wanted = row.get(mapper.polymorphic_on)
            for other in class_.registry.mappers:
                if other.polymorphic_identity is not None and other.polymorphic_identity == wanted and _base_mapper(other) is base:
                    class_ = other.class_
        instance = object.__new__(class_)
        state = state_of(instance)
        state.session = self
        state.key = key
        self._identities[key] = instance
        self._fill(instance, row, only_missing=False)
        return instance

    def _fill(self, instance, row, only_missing):
        state = state_of(instance)
        for key, value in row.items():
            if only_missing and _native.own(instance, key, _ABSENT) is not _ABSENT:
                continue
            _put(instance, key, value)
            state.committed[key] = _frozen(instance, key, value)

    def _load(self, instance):
        """Reads again what has expired."""
        state = state_of(instance)
        mapper = type(instance).__mapper__
        missing = [column for key, column in mapper.columns.items() if _native.own(instance, key, _ABSENT) is _ABSENT]
        statement = _sa.select(*missing)
        for key, value in zip(mapper.key_names, state.key[1]):
            statement = statement.where(mapper.columns[key] == value)
        row = self.connection().execute(statement).first()
        if row is None:
            raise ObjectDeletedError(f"Instance '<{type(instance).__name__}>' has been deleted, or its row is otherwise not present.")
        values = dict(zip([column.name for column in missing], tuple(row)))
        self._fill(instance, {key: values[column.name] for key, column in mapper.columns.items() if column.name in values}, only_missing=True)

    # -- writing ----------------------------------------------------------------------------------------------------

    def _changes(self, instance):
        state = state_of(instance)
        changed = {}
        for key in type(instance).__mapper__.columns:
            value = _native.own(instance, key, _ABSENT)
            if value is _ABSENT:
                continue
            if key in state.modified:
                changed[key] = value
                continue
            before = state.committed.get(key, _ABSENT)
            if before is _ABSENT or (value is not before and not _same(value, before)):
                changed[key] = value
        return changed

    def flush(self, objects=None):
        if self._flushing:
            return
        for instance in list(self._new) + list(self._identities.values()):
            self._cascade(instance)
        if not self._new and not self._deleted and not self._identities:
            return
        self._flushing = True
        try:
            _event.of_session("before_flush", self, None, None)
            self._flush()
            _event.of_session("after_flush", self, None)
        finally:
            self._flushing = False
        _event.of_session("after_flush_postexec", self, None)
        self._forget_unused()

    def _forget_unused(self):
        """Objects that nothing but the session knows are let go once they are written, as SQLAlchemy's weak identity map does."""
        for key in list(self._identities):
            instance = self._identities[key]
            # Its own state refers to it too.
            if _native.references(instance) <= _ALONE + 1:
                state = state_of(instance)
                state.object = state.session = None
                del self._identities[key]

    def _flush(self):
        deleted = self._deleted
        self._deleted = []
        for instance in list(deleted):
            deleted += [one for one in self._orphans(instance) if not any(one is known for known in deleted)]
        gone = {id(one) for one in deleted}
        for instance in deleted:
            self._release_children(instance, gone)
        order = _table_order(self._new + deleted)
        new = sorted(self._new, key=lambda one: order[type(one).__table__.fullname])
        self._new = []
        self._inserting = {id(instance) for instance in new}
        for instance in new:
            if state_of(instance).key is None:
                self._sync_parents(instance)
                _event.refuse_unraised(type(instance))
                _event.mapped("before_insert", instance, self.connection())
                self._insert(instance)
                _event.mapped("after_insert", instance, self.connection())
            # Those that refer to it come later in the list, and need its key.
            self._sync_children(instance)
        self._inserting = set()
        for instance in list(self._identities.values()):
            if id(instance) in gone:
                continue
            self._sync_parents(instance)
            self._sync_children(instance)
        updates = {}
        for instance in list(self._identities.values()):
            if id(instance) in gone:
                continue
            if self._changes(instance):
                updates.setdefault(type(instance).__table__.fullname, []).append(instance)
        for instances in updates.values():
            for instance in sorted(instances, key=lambda one: _sortable(state_of(one).key[1])):
                _event.refuse_unraised(type(instance))
                _event.mapped("before_update", instance, self.connection())
                changed = self._changes(instance)
                if changed:
                    self._update(instance, changed)
                _event.mapped("after_update", instance, self.connection())
        for instance in sorted(deleted, key=lambda one: -order[type(one).__table__.fullname]):
            _event.mapped("before_delete", instance, self.connection())
            self._delete(instance)
            _event.mapped("after_delete", instance, self.connection())

    def _orphans(self, instance):
        """Children that go with their parent (`cascade="all, delete-orphan"`)."""
        out = []
        for key, relation in type(instance).__mapper__._relationships.items():
            if "delete" in relation.cascade or relation.cascade.startswith("all"):
                value = getattr(instance, key)
                for one in value if isinstance(value, (list, set, tuple)) else [value]:
                    if one is not None:
                        out.append(one)
        return out

    def _release_children(self, instance, gone):
        """Children that stay when their parent goes refer to nothing then."""
        for key, relation in type(instance).__mapper__._relationships.items():
            found = relation._resolve()
            if relation.viewonly or found["direction"] != "one-to-many" or relation.passive_deletes == "all":
                continue
            value = _native.own(instance, key, _ABSENT)
            if value is _ABSENT and (relation.passive_deletes or relation.lazy == "dynamic"):
                continue
            value = getattr(instance, key)
            children = list(value) if found["many"] else ([] if value is None else [value])
            target = found["target"].__mapper__
            for child in children:
                if id(child) not in gone:
                    for here, _ in found["pairs"]:
                        setattr(child, _key_of(target, here), None)

    def _sync_parents(self, instance):
        mapper = type(instance).__mapper__
        for key, relation in mapper._relationships.items():
            value = _native.own(instance, key, _ABSENT)
            if value is _ABSENT or relation.viewonly:
                continue
            found = relation._resolve()
            if found["direction"] != "many-to-one":
                continue
            state = state_of(instance)
            if key in state.committed and state.committed[key] is value:
                continue
            for here, there in found["pairs"]:
                number = None if value is None else _column_value(value, found["target"].__mapper__, there)
                setattr(instance, _key_of(mapper, here), number)
            state.committed[key] = value

    def _sync_children(self, instance):
        mapper = type(instance).__mapper__
        state = state_of(instance)
        for key, relation in mapper._relationships.items():
            value = _native.own(instance, key, _ABSENT)
            if value is _ABSENT or relation.viewonly:
                continue
            found = relation._resolve()
            if found["direction"] == "many-to-one" or relation.lazy == "dynamic":
                continue
            children = list(value) if found["many"] else ([] if value is None else [value])
            before = state.committed.get(key) or []
            before = list(before) if isinstance(before, (list, tuple, set)) else [before]
            added = [one for one in children if not any(one is known for known in before)]
            removed = [one for one in before if not any(one is known for known in children)]
            if not added and not removed:
                continue
            if found["direction"] == "many-to-many":
                self._link(instance, found, added, removed)
            else:
                target = found["target"].__mapper__
                for child in added:
                    for here, there in found["pairs"]:
                        setattr(child, _key_of(target, here), _column_value(instance, mapper, there))
                    if state_of(child).key is None and state_of(child).session is None:
                        self._add(child)
                for child in removed:
                    if "delete-orphan" in relation.cascade:
                        self._delete(child)
                    else:
                        for here, _ in found["pairs"]:
                            setattr(child, _key_of(target, here), None)
                pending = [child for child in added if state_of(child).key is None and id(child) not in self._inserting]
                for child in pending:
                    self._new = [one for one in self._new if one is not child]
                    self._insert(child)
            state.committed[key] = list(children) if found["many"] else value

    def _link(self, instance, found, added, removed):
        own = type(instance).__mapper__
        other = found["target"].__mapper__
        secondary = found["secondary"]
        for child in added:
            if state_of(child).key is None:
                self._new = [one for one in self._new if one is not child]
                self._insert(child)
            row = {here: _column_value(instance, own, there) for here, there in found["here"]}
            row.update({here: _column_value(child, other, there) for here, there in found["there"]})
            self.connection().execute(secondary.insert().values(**row))
        for child in removed:
            conditions = [secondary.c[here] == _column_value(instance, own, there) for here, there in found["here"]]
            conditions += [secondary.c[here] == _column_value(child, other, there) for here, there in found["there"]]
            self.connection().execute(secondary.delete().where(*conditions))

    def _insert(self, instance):
        mapper = type(instance).__mapper__
        _refuse_joined(mapper)
        state = state_of(instance)
        if mapper.polymorphic_identity is not None and mapper.polymorphic_on is not None:
            if _native.own(instance, mapper.polymorphic_on) is None:
                _put(instance, mapper.polymorphic_on, mapper.polymorphic_identity)
        for key in mapper.key_names:
            default = mapper.columns[key].default
            if _native.own(instance, key) is None and default is not None and isinstance(mapper.columns[key], _sa.Column):
                _put(instance, key, _default_value(default.arg))
        row = {}
        for key, column in mapper.columns.items():
            value = _native.own(instance, key, _ABSENT)
            if value is _ABSENT or (value is None and not _keeps_none(column)):
                if column.default is None and column.server_default is None and not column.primary_key and not _generated(column):
                    row[column.name] = None
                continue
            row[column.name] = value
        result = self.connection().execute(mapper.local_table.insert().values(**row))
        made = list(result.inserted_primary_key or ())
        for column, value in zip(list(mapper.primary_key), made):
            key = _key_of(mapper, column.name)
            if value is not None and _native.own(instance, key) is None:
                _put(instance, key, value)
        identity = tuple(_native.own(instance, key) for key in mapper.key_names)
        if mapper.key_names and any(value is None for value in identity):
            raise FlushError(f"Instance <{type(instance).__name__}> has a NULL identity key.  If this is an auto-generated value, check that the database table allows generation of new primary key values, and that the mapped Column object is configured to expect these generated values.")
        state.session = self
        state.key = (_base_mapper(mapper).class_, identity)
        self._identities[state.key] = instance
        # What the server or a default has filled in is read when it is asked for.
        for key, column in mapper.columns.items():
            if column.name not in row and key not in mapper.key_names:
                if _native.own(instance, key, _ABSENT) is not _ABSENT:
                    object.__delattr__(instance, key)
                state.committed.pop(key, None)
            else:
                state.committed[key] = _native.own(instance, key)
                if _native.own(instance, key, _ABSENT) is _ABSENT:
                    _put(instance, key, None)
        state.modified = set()

    def _update(self, instance, changed):
        mapper = type(instance).__mapper__
        _refuse_joined(mapper)
        state = state_of(instance)
        statement = mapper.local_table.update()
        for key, value in zip(mapper.key_names, state.key[1]):
            statement = statement.where(mapper.columns[key] == value)
        values = {mapper.columns[key].name: value for key, value in changed.items()}
        result = self.connection().execute(statement.values(**values))
        if result.rowcount == 0:
            raise StaleDataError(f"UPDATE statement on table '{mapper.local_table.name}' expected to update 1 row(s); 0 were matched.")
        for key, value in changed.items():
            state.committed[key] = value
            if not isinstance(value, _PLAIN):
                # An expression of SQL: the value is read when it is asked for.
                object.__delattr__(instance, key)
                state.committed.pop(key, None)
        for key, column in mapper.columns.items():
            if key not in changed and getattr(column, "onupdate", None) is not None:
                self.expire(instance, [key])
        state.modified = set()
        identity = tuple(_native.own(instance, key) for key in mapper.key_names)
        if identity != state.key[1] and all(value is not None for value in identity):
            self._identities.pop(state.key, None)
            state.key = (state.key[0], identity)
            self._identities[state.key] = instance

    def _delete(self, instance):
        mapper = type(instance).__mapper__
        _refuse_joined(mapper)
        state = state_of(instance)
        for key, relation in mapper._relationships.items():
            if relation.viewonly or relation.lazy == "dynamic":
                continue
            found = relation._resolve()
            if found["direction"] == "many-to-many" and found["here"] is not None:
                secondary = found["secondary"]
                conditions = [secondary.c[here] == _column_value(instance, mapper, there) for here, there in found["here"]]
                self.connection().execute(secondary.delete().where(*conditions))
        statement = mapper.local_table.delete()
        for key, value in zip(mapper.key_names, state.key[1]):
            statement = statement.where(mapper.columns[key] == value)
        self.connection().execute(statement)
        self._identities.pop(state.key, None)
        state.deleted = True
        state.session = None

    # -- in bulk ----------------------------------------------------------------------------------------------------

    def bulk_save_objects(self, objects, return_defaults=False, update_changed_only=True, preserve_order=True):
        for instance in objects:
            state = state_of(instance)
            if state.key is None:
                self._insert(instance)
                self.expunge(instance)
            else:
                changed = self._changes(instance)
                if changed:
                    self._update(instance, changed)

    def bulk_insert_mappings(self, mapper, mappings, return_defaults=False, render_nulls=False):
        mapper = getattr(mapper, "__mapper__", mapper)
        rows = [{mapper.columns[key].name: value for key, value in row.items() if key in mapper.columns} for row in mappings]
        if rows:
            self.connection().execute(mapper.local_table.insert(), rows)

    def bulk_update_mappings(self, mapper, mappings):
        mapper = getattr(mapper, "__mapper__", mapper)
        for row in mappings:
            statement = mapper.local_table.update()
            for key in mapper.key_names:
                statement = statement.where(mapper.columns[key] == row[key])
            values = {mapper.columns[key].name: value for key, value in row.items() if key in mapper.columns and key not in mapper.key_names}
            if values:
                self.connection().execute(statement.values(**values))


class FlushError(_exc.SQLAlchemyError):
    pass


import datetime as _datetime
import decimal as _decimal
import enum as _enum
import uuid as _uuid

_PLAIN = (type(None), bool, int, float, str, bytes, list, tuple, dict, set, frozenset, _datetime.date, _datetime.time, _datetime.timedelta, _decimal.Decimal, _uuid.UUID, _enum.Enum)


def _frozen(instance, key, value):
    """What the value is compared with later: a copy, where changes inside it count (`MutableDict.as_mutable`)."""
    if isinstance(value, (dict, list, set)):
        column = type(instance).__mapper__.columns.get(key)
        if column is not None and any(column.type is known for known in MUTABLE_TYPES):
            return _copy.deepcopy(value)
    return value


def _same(value, before):
    if not isinstance(value, _PLAIN) or not isinstance(before, _PLAIN):
        return False
    return type(value) is type(before) and value == before


def _default_value(default):
    """What the default of a primary key gives, None where the database has to say it."""
    if isinstance(default, _PLAIN):
        return default
    if not callable(default):
        return None
    return default(None) if len(_native.parameters(default) or ()) == 1 else default()


def _sortable(identity):
    return tuple(str(part).zfill(20) if isinstance(part, int) else str(part) for part in identity)


def _keeps_none(column):
    return isinstance(column.type, _sa.JSON)


def _generated(column):
    return getattr(column, "computed", None) is not None or getattr(column, "identity", None) is not None


def _mapper_of(entity):
    if isinstance(entity, tuple):
        entity = entity[0]
    if isinstance(entity, type):
        return _native.own(entity, "__mapper__")
    return getattr(entity, "__limbeck_mapper__", None) if _is_alias(entity) else None


def _is_alias(entity):
    return hasattr(type(entity), "__limbeck_alias__")


def _table_order(instances):
    """Tables in the order of their foreign keys, by full name."""
    tables = []
    for instance in instances:
        table = type(instance).__table__
        if not any(table is known for known in tables):
            tables.append(table)
    names = {table.fullname for table in tables}
    needs = {table.fullname: {target for _, target, _ in _native.foreign_keys(table) if target in names and target != table.fullname} for table in tables}
    order = {}
    while len(order) < len(names):
        ready = [name for name in needs if name not in order and all(one in order for one in needs[name])]
        if not ready:
            ready = [name for name in needs if name not in order][:1]
        for name in ready:
            order[name] = len(order)
    return order


class sessionmaker:
    def __init__(self, bind=None, *, class_=Session, autoflush=True, expire_on_commit=True, info=None, **kw):
        kw["bind"] = bind
        kw["autoflush"] = autoflush
        kw["expire_on_commit"] = expire_on_commit
        self.kw = kw
        self.class_ = class_

    def __class_getitem__(cls, item):
        return cls

    def __call__(self, **kw):
        made = self.class_(**{**self.kw, **kw})
        made.limbeck_factory = self
        return made

    def configure(self, **kw):
        self.kw.update(kw)

    def begin(self):
        return _Begun(self())


class _Begun:
    def __init__(self, session):
        self.session = session

    def __enter__(self):
        return self.session

    def __exit__(self, kind, value, trace):
        if kind is None:
            self.session.commit()
        self.session.close()
        return False


class scoped_session:
    def __class_getitem__(cls, item):
        return cls

    def __init__(self, session_factory, scopefunc=None):
        self.session_factory = session_factory
        self._session = None

    def __call__(self, **kw):
        if self._session is None:
            self._session = self.session_factory(**kw)
        return self._session

    @property
    def registry(self):
        return self

    def remove(self):
        if self._session is not None:
            self._session.close()
        self._session = None

    def configure(self, **kw):
        self.session_factory.configure(**kw)

    def query_property(self, query_cls=None):
        return _QueryProperty(self)

    def __getattr__(self, name):
        return getattr(self(), name)

    def __contains__(self, instance):
        return instance in self()

    def __iter__(self):
        return iter(self())


class _QueryProperty:
    def __init__(self, session):
        self.session = session

    def __get__(self, instance, owner):
        return self.session().query(owner)


class AsyncSession(Session):
    @property
    def sync_session(self):
        return self

    def run_sync(self, function, *args, **kw):
        return function(self, *args, **kw)


class async_sessionmaker(sessionmaker):
    def __init__(self, bind=None, *, class_=AsyncSession, **kw):
        super().__init__(bind, class_=class_, **kw)


class async_scoped_session(scoped_session):
    pass


class AsyncAttrs:
    """Attributes that are awaited: they are loaded as plain ones."""

    @property
    def awaitable_attrs(self):
        return self


def object_session(instance):
    return state_of(instance).session


def make_transient(instance):
    state = state_of(instance)
    if state.session is not None:
        state.session.expunge(instance)
    state.key = None


def close_all_sessions():
    pass


def flag_modified(instance, key):
    state_of(instance).modified.add(key)
    state = state_of(instance)
    state.committed.pop(key, None)


def set_attribute(instance, key, value, initiator=None):
    setattr(instance, key, value)


def get_attribute(instance, key):
    return getattr(instance, key)


def set_committed_value(instance, key, value):
    _put(instance, key, value)
    state_of(instance).committed[key] = value
