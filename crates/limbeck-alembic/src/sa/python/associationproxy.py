"""`sqlalchemy.ext.associationproxy`."""


class association_proxy:
    def __class_getitem__(cls, item):
        return cls

    def __init__(self, target_collection, attr, *, creator=None, **kw):
        self.target_collection = target_collection
        self.attr = attr

    def __get__(self, instance, owner):
        if instance is None:
            return self
        target = getattr(instance, self.target_collection)
        if isinstance(target, (list, tuple, set)):
            return [getattr(one, self.attr) for one in target]
        return None if target is None else getattr(target, self.attr)


AssociationProxy = association_proxy
