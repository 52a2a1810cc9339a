"""`redis`: a server that can't be reached, since scripts have no network. What a project does then is its own affair."""
import warnings as _warnings


class RedisError(Exception):
    pass


class ConnectionError(RedisError):
    pass


class TimeoutError(RedisError):
    pass


class AuthenticationError(ConnectionError):
    pass


class BusyLoadingError(ConnectionError):
    pass


class ResponseError(RedisError):
    pass


class DataError(RedisError):
    pass


class WatchError(RedisError):
    pass


class LockError(RedisError, ValueError):
    pass


class LockNotOwnedError(LockError):
    pass


class ConnectionPool:
    def __init__(self, *args, **kw):
        pass

    def __class_getitem__(cls, item):
        return cls

    @classmethod
    def from_url(cls, url, **kw):
        return cls()

    def disconnect(self, *args, **kw):
        pass


class BlockingConnectionPool(ConnectionPool):
    pass


class Connection:
    pass


class SSLConnection(Connection):
    pass


def _refuse(name):
    def command(*args, **kw):
        _warnings.warn(f"`redis.{name}` can't be carried out: a migration has no network here")
        raise ConnectionError("Error 111 connecting to the Redis server. Connection refused.")
    return command


class Redis:
    def __init__(self, *args, **kw):
        self.connection_pool = kw.get("connection_pool")

    def __class_getitem__(cls, item):
        return cls

    @classmethod
    def from_url(cls, url, **kw):
        return cls()

    @classmethod
    def from_pool(cls, pool):
        return cls()

    def register_script(self, script):
        return _refuse("register_script")

    def close(self):
        pass

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return _refuse(name)


StrictRedis = Redis


def from_url(url, **kw):
    return Redis()


class _Policy:
    def __init__(self, *args, **kw):
        pass


Retry = Sentinel = ExponentialBackoff = NoBackoff = ConstantBackoff = AbstractBackoff = _Policy


class Lock:
    def __init__(self, *args, **kw):
        pass

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return _refuse(name)
