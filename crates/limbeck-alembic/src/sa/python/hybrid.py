"""`sqlalchemy.ext.hybrid`: attributes that are Python on an object and SQL on its class."""


class hybrid_property:
    def __class_getitem__(cls, item):
        return cls

    def __init__(self, fget, fset=None, fdel=None, expr=None, custom_comparator=None, update_expr=None):
        self.fget = fget
        self.fset = fset
        self.expr = expr
        self.__name__ = getattr(fget, "__name__", None)

    def __get__(self, instance, owner):
        if instance is None:
            function = self.expr or self.fget
            if isinstance(function, classmethod):
                function = function.__func__
            return function(owner)
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def _copy(self, **kw):
        made = hybrid_property(self.fget, self.fset, None, self.expr)
        for key, value in kw.items():
            setattr(made, key, value)
        return made

    def getter(self, fget):
        return self._copy(fget=fget)

    def setter(self, fset):
        return self._copy(fset=fset)

    def deleter(self, fdel):
        return self

    def expression(self, expr):
        return self._copy(expr=expr)

    @property
    def inplace(self):
        return _InPlace(self)

    def comparator(self, comparator):
        return self

    def update_expression(self, meth):
        return self


class _InPlace:
    """`@name.inplace.setter`: changes the attribute itself, whatever the function is called."""

    def __init__(self, attribute):
        self._attribute = attribute

    def setter(self, fset):
        self._attribute.fset = fset
        return self._attribute

    def expression(self, expr):
        self._attribute.expr = expr
        return self._attribute

    def getter(self, fget):
        self._attribute.fget = fget
        return self._attribute

    def deleter(self, fdel):
        return self._attribute

    update_expression = comparator = deleter


class hybrid_method:
    def __init__(self, func, expr=None):
        self.func = func
        self.expr = expr

    def __get__(self, instance, owner):
        function = self.func if instance is not None else (self.expr or self.func)
        bound = owner if instance is None else instance
        return lambda *args, **kw: function(bound, *args, **kw)

    def expression(self, expr):
        return hybrid_method(self.func, expr)


class Comparator:
    def __init__(self, expression):
        self.expression = expression

    def __clause_element__(self):
        return self.expression
