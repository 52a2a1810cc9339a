"""`sqlalchemy.ext.hybrid`: attributes that are Python on an object and SQL on its class."""


class hybrid_property:
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

    def inplace(self):
        return self

    def comparator(self, comparator):
        return self

    def update_expression(self, meth):
        return self


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
