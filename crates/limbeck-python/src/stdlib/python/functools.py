from _namedtuple import make as _make_namedtuple

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)

_missing = object()


def reduce(function, iterable, initial=_missing, /):
    items = iter(iterable)
    if initial is _missing:
        try:
            result = next(items)
        except StopIteration:
            raise TypeError("reduce() of empty iterable with no initial value") from None
    else:
        result = initial
    for item in items:
        result = function(result, item)
    return result


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        value = getattr(wrapped, name, _missing)
        if value is not _missing:
            setattr(wrapper, name, value)
    if "__dict__" in updated:
        for name, value in getattr(wrapped, "__dict__", {}).items():
            if not isinstance(wrapped, type):
                setattr(wrapper, name, value)
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    def decorate(wrapper):
        return update_wrapper(wrapper, wrapped, assigned, updated)

    return decorate


class partial:
    def __init__(self, func=_missing, /, *args, **keywords):
        if func is _missing:
            raise TypeError("type 'partial' takes at least one argument")
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __repr__(self):
        parts = [repr(self.func), *map(repr, self.args)]
        parts += ["%s=%r" % pair for pair in self.keywords.items()]
        return "functools.partial(%s)" % ", ".join(parts)


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords

    def __get__(self, obj, cls=None):
        func = self.func.__get__(obj, cls) if hasattr(type(self.func), "__get__") else self.func
        if obj is None:
            return partial(func, *self.args, **self.keywords)
        if func is self.func:
            return partial(func, obj, *self.args, **self.keywords)
        return partial(func, *self.args, **self.keywords)


_CacheInfo = _make_namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"])


def _make_key(args, kwargs, typed):
    key = args
    if kwargs:
        key = args + (_missing,) + tuple(kwargs.items())
    if typed:
        key = key + tuple(type(value) for value in args) + tuple(type(value) for value in kwargs.values())
    return key


def lru_cache(maxsize=128, typed=False):
    if callable(maxsize) and isinstance(typed, bool):
        return _cached(maxsize, 128, typed)
    if maxsize is not None and not isinstance(maxsize, int):
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorate(function):
        return _cached(function, maxsize, typed)

    return decorate


def cache(user_function, /):
    return _cached(user_function, None, False)


def _cached(function, maxsize, typed):
    if maxsize is not None and maxsize < 0:
        maxsize = 0
    results = {}
    counts = [0, 0]

    def wrapper(*args, **kwargs):
        key = _make_key(args, kwargs, typed)
        found = results.get(key, _missing)
        if found is not _missing:
            counts[0] += 1
            if maxsize is not None:
                # The newest use stands last.
                del results[key]
                results[key] = found
            return found
        counts[1] += 1
        value = function(*args, **kwargs)
        if maxsize != 0:
            results[key] = value
            if maxsize is not None and len(results) > maxsize:
                del results[next(iter(results))]
        return value

    def cache_info():
        return _CacheInfo(counts[0], counts[1], maxsize, len(results))

    def cache_clear():
        results.clear()
        counts[0] = counts[1] = 0

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, function)


class cached_property:
    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = getattr(func, "__doc__", None)

    def __set_name__(self, owner, name):
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        value = self.func(instance)
        object.__setattr__(instance, self.attrname, value)
        return value


def cmp_to_key(mycmp):
    class K:
        __hash__ = None

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

    return K


def _derived(root, name):
    def negate(value):
        return value if value is NotImplemented else not value

    def either(value, self, other):
        return value if value is NotImplemented else value or self == other

    def neither(value, self, other):
        return value if value is NotImplemented else not value and self != other

    if root == "__lt__":
        if name == "__gt__":
            return lambda self, other: neither(type(self).__lt__(self, other), self, other)
        if name == "__le__":
            return lambda self, other: either(type(self).__lt__(self, other), self, other)
        return lambda self, other: negate(type(self).__lt__(self, other))
    if root == "__le__":
        if name == "__ge__":
            return lambda self, other: (
                v if (v := type(self).__le__(self, other)) is NotImplemented else not v or self == other
            )
        if name == "__lt__":
            return lambda self, other: (
                v if (v := type(self).__le__(self, other)) is NotImplemented else v and self != other
            )
        return lambda self, other: negate(type(self).__le__(self, other))
    if root == "__gt__":
        if name == "__lt__":
            return lambda self, other: neither(type(self).__gt__(self, other), self, other)
        if name == "__ge__":
            return lambda self, other: either(type(self).__gt__(self, other), self, other)
        return lambda self, other: negate(type(self).__gt__(self, other))
    if name == "__le__":
        return lambda self, other: (
            v if (v := type(self).__ge__(self, other)) is NotImplemented else not v or self == other
        )
    if name == "__gt__":
        return lambda self, other: (
            v if (v := type(self).__ge__(self, other)) is NotImplemented else v and self != other
        )
    return lambda self, other: negate(type(self).__ge__(self, other))


def total_ordering(cls):
    own = [
        name
        for name in ("__lt__", "__le__", "__gt__", "__ge__")
        if any(name in vars(base) for base in cls.__mro__ if base is not object)
    ]
    if not own:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = own[0]
    for name in ("__lt__", "__le__", "__gt__", "__ge__"):
        if name not in own:
            function = _derived(root, name)
            function.__name__ = name
            setattr(cls, name, function)
    return cls


def singledispatch(func):
    registry = {object: func}

    def dispatch(cls):
        for base in cls.__mro__:
            if base in registry:
                return registry[base]
        return registry[object]

    def register(cls, func=None):
        if func is None:
            if isinstance(cls, type):
                return lambda function: register(cls, function)
            annotations = getattr(cls, "__annotations__", {})
            if not annotations:
                raise TypeError(
                    f"Invalid first argument to `register()`: {cls!r}. "
                    "Use either `@register(some_class)` or plain `@register` on an annotated function."
                )
            func = cls
            cls = next(iter(annotations.values()))
        registry[cls] = func
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{func.__name__} requires at least 1 positional argument")
        return dispatch(type(args[0]))(*args, **kw)

    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return update_wrapper(wrapper, func)
