"""`wrapt` and `lazy_object_proxy`: objects that stand for another one."""


class ObjectProxy:
    def __init__(self, wrapped):
        object.__setattr__(self, "__wrapped__", wrapped)

    def __getattr__(self, name):
        if name == "__wrapped__":
            raise ValueError("wrapper has not been initialized")
        return getattr(self.__wrapped__, name)

    def __setattr__(self, name, value):
        if name.startswith("_self_") or name == "__wrapped__":
            object.__setattr__(self, name, value)
        else:
            setattr(self.__wrapped__, name, value)

    def __call__(self, *args, **kw):
        return self.__wrapped__(*args, **kw)

    def __str__(self):
        return str(self.__wrapped__)

    def __repr__(self):
        return repr(self.__wrapped__)

    def __bool__(self):
        return bool(self.__wrapped__)

    def __eq__(self, other):
        return self.__wrapped__ == other

    def __hash__(self):
        return hash(self.__wrapped__)

    def __len__(self):
        return len(self.__wrapped__)

    def __iter__(self):
        return iter(self.__wrapped__)

    def __contains__(self, item):
        return item in self.__wrapped__

    def __getitem__(self, key):
        return self.__wrapped__[key]

    def __setitem__(self, key, value):
        self.__wrapped__[key] = value

    def __truediv__(self, other):
        return self.__wrapped__ / other

    def __fspath__(self):
        return self.__wrapped__.__fspath__()

    def __enter__(self):
        return self.__wrapped__.__enter__()

    def __exit__(self, *args):
        return self.__wrapped__.__exit__(*args)


CallableObjectProxy = ObjectProxy


class Proxy(ObjectProxy):
    """`lazy_object_proxy.Proxy(factory)`: the object is made when it is first needed."""

    def __init__(self, factory):
        object.__setattr__(self, "__factory__", factory)

    def __getattr__(self, name):
        if name == "__wrapped__":
            made = self.__factory__()
            object.__setattr__(self, "__wrapped__", made)
            return made
        return getattr(self.__wrapped__, name)


def decorator(wrapper):
    def decorate(wrapped):
        def call(*args, **kw):
            return wrapper(wrapped, None, args, kw)
        return call
    return decorate
