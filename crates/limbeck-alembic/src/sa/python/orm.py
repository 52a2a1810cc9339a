"""`sqlalchemy.orm`."""
from sqlalchemy import inspect
from sqlalchemy.exc import MultipleResultsFound, NoResultFound

from _limbeck_declarative import (
    AbstractConcreteBase, ConcreteBase, DeclarativeBase, DeclarativeBaseNoMeta, DeclarativeMeta,
    DeferredReflection, DynamicMapped, Mapped, MappedAsDataclass, Mapper, WriteOnlyMapped, as_declarative, class_mapper,
    clear_mappers, column_property, composite, configure_mappers, declarative_base, declarative_mixin, declared_attr,
    has_inherited_table, mapped_as_dataclass, mapped_column, object_mapper, registry, synonym, validates,
)
from _limbeck_query import AliasedClass, Bundle, Query, aliased, with_parent
from _limbeck_session import (
    AsyncSession, BoundRelationship, DetachedInstanceError, FlushError, ObjectDeletedError, Relationship, Session,
    SessionTransaction, StaleDataError, UnmappedInstanceError, async_sessionmaker, backref, close_all_sessions,
    flag_modified, foreign, get_attribute, make_transient, object_session, relationship, remote, scoped_session,
    sessionmaker, set_attribute, set_committed_value,
)

RelationshipProperty = Relationship
InstrumentedAttribute = QueryableAttribute = MappedColumn = MapperProperty = ColumnProperty = Mapped
UnmappedClassError = UnmappedInstanceError
instance_state = None
mapper = Mapper
from _limbeck_session import state_of as instance_state


def dynamic_loader(argument, **kw):
    return Relationship(argument, lazy="dynamic", **kw)


def deferred(column, *others, **kw):
    return column


def query_expression(default_expr=None):
    return None


def _option(*args, **kw):
    """Loader options change when rows are read, not which."""
    return _Option()


class _Option:
    def __getattr__(self, name):
        return _option


def load_only(*attrs, raiseload=False):
    return _Columns(True, attrs)


def defer(*attrs, raiseload=False):
    return _Columns(False, attrs)


class _Columns(_Option):
    def __init__(self, only, attrs):
        self.__limbeck_columns__ = (only, list(attrs))


joinedload = selectinload = subqueryload = lazyload = immediateload = noload = raiseload = contains_eager = _option
undefer = undefer_group = defaultload = with_expression = with_loader_criteria = selectin_polymorphic = _option
Load = _option


def attribute_mapped_collection(name):
    return list


def attribute_keyed_dict(name):
    return list


def ordering_list(attr, count_from=None, **kw):
    return list


def reconstructor(function):
    return function


def join(left, right, onclause=None, isouter=False, full=False):
    left = getattr(left, "__table__", left)
    right = getattr(right, "__table__", right)
    return left.join(right, onclause, isouter=isouter, full=full)


def outerjoin(left, right, onclause=None, full=False):
    return join(left, right, onclause, isouter=True, full=full)


def with_polymorphic(base, classes, **kw):
    return base
