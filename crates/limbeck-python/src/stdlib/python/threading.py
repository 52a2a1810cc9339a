"""`threading`: there is one thread; locks are always free."""


class Lock:
    def acquire(self, blocking=True, timeout=-1):
        return True

    def release(self):
        pass

    def locked(self):
        return False

    def __enter__(self):
        return True

    def __exit__(self, *args):
        return False


RLock = Semaphore = BoundedSemaphore = Condition = Lock


class local:
    pass


class Event:
    def __init__(self):
        self._set = False

    def set(self):
        self._set = True

    def clear(self):
        self._set = False

    def is_set(self):
        return self._set

    def wait(self, timeout=None):
        return self._set


class Thread:
    name = "MainThread"
    ident = 1
    daemon = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        self._target = target
        self._args = args
        self._kwargs = kwargs or {}

    def start(self):
        import _files
        _files.refuse("a thread")

    def join(self, timeout=None):
        pass

    def is_alive(self):
        return False


class Timer(Thread):
    pass


_main = Thread()


def current_thread():
    return _main


main_thread = currentThread = current_thread


def get_ident():
    return 1


def active_count():
    return 1


def enumerate():
    return [_main]
