"""`sqlalchemy.ext.mutable`: here the types themselves; objects are compared when they are written."""


class Mutable:
    @classmethod
    def as_mutable(cls, sqltype):
        from _limbeck_session import MUTABLE_TYPES
        made = sqltype() if isinstance(sqltype, type) else sqltype
        MUTABLE_TYPES.append(made)
        return made

    @classmethod
    def associate_with(cls, sqltype):
        pass

    @classmethod
    def coerce(cls, key, value):
        return value

    def changed(self):
        pass


class MutableDict(Mutable, dict):
    pass


class MutableList(Mutable, list):
    pass


class MutableSet(Mutable, set):
    pass


class MutableComposite:
    pass
