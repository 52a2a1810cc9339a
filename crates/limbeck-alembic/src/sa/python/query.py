"""`session.query(…)` and `aliased(…)`."""
import _limbeck_sa as _native
import sqlalchemy as _sa
import sqlalchemy.exc as _exc
from _limbeck_declarative import is_mapped
from _limbeck_session import BoundRelationship, _column_value, _is_alias, _mapper_of, state_of


class AliasedClass:
    """`aliased(User)`: the attributes of the class, over an alias of its table."""

    __limbeck_alias__ = True

    def __init__(self, class_, alias, name):
        self.__limbeck_mapper__ = class_.__mapper__
        self.__table__ = alias
        self.__name__ = name or class_.__name__

    def limbeck_criterion(self, table):
        criterion = getattr(self.__limbeck_mapper__.class_, "limbeck_criterion", None)
        return None if criterion is None else criterion(table)

    def __getattr__(self, name):
        mapper = self.__limbeck_mapper__
        if name in mapper.columns:
            return self.__table__.c[mapper.columns[name].name]
        raise AttributeError(name)


def aliased(element, alias=None, name=None, flat=False, adapt_on_names=False):
    if not is_mapped(element):
        return element.alias(name)
    if alias is None:
        alias = element.__table__.alias(name)
    return AliasedClass(element, alias, name)


class Bundle:
    def __init__(self, name, *exprs, **kw):
        _native.unsupported("`sqlalchemy.orm.Bundle`")


class Query:
    def __class_getitem__(cls, item):
        return cls

    def __init__(self, entities, session=None):
        if not isinstance(entities, (list, tuple)):
            entities = [entities]
        self.session = session
        self._entities = list(entities)
        self._statement = None
        self._text = None
        self._left = None
        self._params = {}
        flat = []
        for entity in self._entities:
            flat.append(entity)
        self._statement = _sa.select(*flat) if flat else None

    def _with(self, statement):
        made = type(self).__new__(type(self))
        made.session = self.session
        made._entities = self._entities
        made._statement = statement
        made._text = self._text
        made._left = self._left
        made._params = self._params
        return made

    def with_session(self, session):
        made = self._with(self._statement)
        made.session = session
        return made

    # -- building ---------------------------------------------------------------------------------------------------

    def _entity(self):
        for entity in self._entities:
            if _mapper_of(entity) is not None:
                return entity
        for entity in self._entities:
            table = getattr(entity, "table", None)
            if table is not None:
                return table
        raise _exc.InvalidRequestError("Query has no entity to filter by")

    def filter(self, *criteria):
        return self._with(self._statement.where(*criteria))

    where = filter

    def filter_by(self, **kw):
        entity = self._left if self._left is not None else self._entity()
        criteria = []
        for key, value in kw.items():
            criteria.append(_attribute(entity, key) == value)
        return self.filter(*criteria)

    def join(self, target, *props, isouter=False, full=False, **kw):
        made = self._join(target, props[0] if props else None, isouter, full)
        for other in props[1:]:
            made = made._join(other, None, isouter, full)
        return made

    def outerjoin(self, target, *props, full=False, **kw):
        return self.join(target, *props, isouter=True, full=full)

    def _join(self, target, on, isouter, full):
        if isinstance(on, BoundRelationship):
            relation = on.property
            found = relation._resolve()
            if found["direction"] == "many-to-many":
                return self._join_secondary(found, isouter, full)
            on = relation.on()
        if isinstance(target, BoundRelationship):
            relation = target.property
            found = relation._resolve()
            if found["direction"] == "many-to-many":
                return self._join_secondary(found, isouter, full)
            made = self._with(self._statement.join(found["target"], relation.on(), isouter=isouter, full=full))
            made._left = found["target"]
            return made
        made = self._with(self._statement.join(target, on, isouter=isouter, full=full))
        made._left = target if _mapper_of(target) is not None else None
        return made

    def _join_secondary(self, found, isouter, full):
        secondary, target = found["secondary"], found["target"]
        own = None
        for entity in self._entities:
            if _mapper_of(entity) is not None:
                own = entity.__table__
                break
        if own is None or found["here"] is None:
            _native.unsupported("a join along this many-to-many relationship")
        first = _sa.and_(*[own.c[there] == secondary.c[here] for here, there in found["here"]])
        second = _sa.and_(*[target.__table__.c[there] == secondary.c[here] for here, there in found["there"]])
        statement = self._statement.join(secondary, first, isouter=isouter, full=full)
        made = self._with(statement.join(target, second, isouter=isouter, full=full))
        made._left = target
        return made

    def select_from(self, *froms):
        return self._with(self._statement.select_from(*froms))

    def order_by(self, *clauses):
        if clauses and (clauses[0] is None or clauses[0] is False):
            return self._with(self._statement.order_by(None))
        return self._with(self._statement.order_by(*clauses))

    def group_by(self, *clauses):
        return self._with(self._statement.group_by(*clauses))

    def having(self, *criteria):
        return self._with(self._statement.having(*criteria))

    def distinct(self, *expr):
        return self._with(self._statement.distinct(*expr))

    def limit(self, limit):
        return self._with(self._statement.limit(limit))

    def offset(self, offset):
        return self._with(self._statement.offset(offset))

    def slice(self, start, stop):
        made = self._statement
        if start:
            made = made.offset(start)
        if stop is not None:
            made = made.limit(stop - (start or 0))
        return self._with(made)

    def with_for_update(self, **kw):
        return self._with(self._statement.with_for_update(**kw))

    def add_columns(self, *columns):
        made = self._with(self._statement.add_columns(*columns))
        made._entities = self._entities + list(columns)
        return made

    def add_column(self, column):
        return self.add_columns(column)

    def add_entity(self, entity, alias=None):
        return self.add_columns(entity)

    def with_entities(self, *entities):
        statement = self._statement
        left = [entity.__table__ for entity in self._entities if _mapper_of(entity) is not None]
        made = self._with(statement.with_only_columns(*entities))
        made._entities = list(entities)
        return made

    def params(self, *args, **kw):
        made = self._with(self._statement)
        made._params = {**self._params, **(args[0] if args else {}), **kw}
        return made

    def from_statement(self, statement):
        made = self._with(self._statement)
        made._text = statement
        return made

    def options(self, *args):
        return self._with(self._statement.options(*args))

    def execution_options(self, **kw):
        return self

    def enable_eagerloads(self, value):
        return self

    def enable_assertions(self, value):
        return self

    def populate_existing(self):
        return self

    def autoflush(self, setting):
        return self

    def yield_per(self, count):
        return self

    def correlate(self, *froms):
        return self._with(self._statement.correlate(*froms))

    def reset_joinpoint(self):
        made = self._with(self._statement)
        made._left = None
        return made

    def prefix_with(self, *args, **kw):
        _native.unsupported("`Query.prefix_with()`")

    def union(self, *others):
        return self._with(self._statement.union(*[other.statement for other in others]))

    def union_all(self, *others):
        return self._with(self._statement.union_all(*[other.statement for other in others]))

    def except_(self, *others):
        return self._with(self._statement.except_(*[other.statement for other in others]))

    def intersect(self, *others):
        return self._with(self._statement.intersect(*[other.statement for other in others]))

    # -- as part of other statements --------------------------------------------------------------------------------

    @property
    def statement(self):
        return self._statement

    @property
    def selectable(self):
        return self._statement

    def __clause_element__(self):
        return self._statement

    def subquery(self, name=None, with_labels=False, reduce_columns=False):
        return self._statement.subquery(name)

    def cte(self, name=None, recursive=False, nesting=False):
        return self._statement.cte(name, recursive=recursive)

    def label(self, name):
        return self._statement.label(name)

    def as_scalar(self):
        return self._statement.scalar_subquery()

    def scalar_subquery(self):
        return self._statement.scalar_subquery()

    def exists(self):
        statement = self._statement.with_only_columns(_sa.literal_column("1"))
        for entity in self._entities:
            if _mapper_of(entity) is not None:
                statement = statement.select_from(entity)
                break
        return statement.exists()

    def __str__(self):
        return str(self._statement)

    # -- reading ----------------------------------------------------------------------------------------------------

    def _run(self):
        session = self.session
        session._autoflush()
        if self._text is not None:
            result = session.connection().execute(self._text, *([self._params] if self._params else []))
            return self._from_text(session, result)
        entities = _native.entities(self._statement) or self._widths()
        result = session.connection().execute(self._statement, *([self._params] if self._params else []))
        if any(_mapper_of(entity) is not None for entity, _ in entities):
            return session._rows(entities, result.fetchall(), list(result.keys()))
        return result

    def _widths(self):
        return [(entity, len(list(entity.__table__.c)) if _mapper_of(entity) is not None else 1) for entity in self._entities]

    def _from_text(self, session, result):
        names = list(result.keys())
        rows = result.fetchall()
        if len(self._entities) != 1 or _mapper_of(self._entities[0]) is None:
            return _native.result(names, rows)
        mapper = _mapper_of(self._entities[0])
        out = []
        for row in rows:
            values = dict(zip(names, tuple(row)))
            out.append([session._instance(mapper, tuple(values.get(column.name) for column in mapper.columns.values()))])
        return _native.result([mapper.class_.__name__], out)

    def _single(self):
        return len(self._entities) == 1 and _mapper_of(self._entities[0]) is not None

    def _result(self):
        result = self._run()
        if not self._single():
            return result
        seen = []
        known = set()
        for value in result.scalars():
            if id(value) not in known:
                known.add(id(value))
                seen.append([value])
        return _native.result([self._entities[0].__name__], seen).scalars()

    def __iter__(self):
        return iter(self._result().all())

    def all(self):
        return self._result().all()

    def first(self):
        if self._text is None:
            return self.limit(1)._result().first()
        return self._result().first()

    def one(self):
        return self._result().one()

    def one_or_none(self):
        return self._result().one_or_none()

    def scalar(self):
        result = self._run()
        rows = result.all()
        if not rows:
            return None
        if len(rows) > 1:
            raise _exc.MultipleResultsFound("Multiple rows were found when one or none was required")
        return rows[0][0]

    def get(self, ident):
        return self.session.get(self._entities[0], ident)

    def count(self):
        inner = self._statement.subquery()
        return self.session.execute(_sa.select(_sa.func.count()).select_from(inner)).scalar()

    def values(self, *columns):
        return iter(self.with_entities(*columns).all())

    def value(self, column):
        row = self.with_entities(column).limit(1)._run().first()
        return row[0] if row is not None else None

    def __getitem__(self, item):
        if isinstance(item, slice):
            return self.slice(item.start, item.stop).all()
        return self.slice(item, item + 1).all()[0]

    @property
    def column_descriptions(self):
        return [{"name": getattr(entity, "__name__", None) or getattr(entity, "name", None), "entity": entity, "type": entity, "expr": entity, "aliased": _is_alias(entity)} for entity in self._entities]

    # -- writing ----------------------------------------------------------------------------------------------------

    def _target(self):
        entity = self._entities[0]
        mapper = _mapper_of(entity)
        return mapper.class_ if mapper is not None else entity

    def update(self, values, synchronize_session="auto", update_args=None):
        self.session._autoflush()
        target = self._target()
        mapper = target.__mapper__
        statement = _native.restricted(_sa.update(target), self._statement)
        row = {}
        for key, value in (values.items() if isinstance(values, dict) else values):
            if isinstance(key, str):
                key = mapper.columns[key].name if key in mapper.columns else key
            else:
                key = key.name
            row[key] = value
        result = self.session.connection().execute(statement.values(**row))
        for instance in list(self.session._identities.values()):
            if isinstance(instance, target):
                self.session.expire(instance)
        return result.rowcount

    def delete(self, synchronize_session="auto"):
        self.session._autoflush()
        target = self._target()
        statement = _native.restricted(_sa.delete(target), self._statement)
        result = self.session.connection().execute(statement)
        for key, instance in list(self.session._identities.items()):
            if isinstance(instance, target):
                self.session._identities.pop(key, None)
        return result.rowcount


def _attribute(entity, key):
    if _mapper_of(entity) is not None:
        return getattr(entity, key)
    return entity.c[key]


def with_parent(instance, prop, from_entity=None):
    relation = prop.property
    found = relation._resolve()
    other = found["target"].__table__
    own = relation.owner.__mapper__
    return _sa.and_(*[other.c[here] == _column_value(instance, own, there) for here, there in found["pairs"]])
