"""Coroutines run to their end as soon as they are awaited: there is one task, and nothing to wait for."""

import _limbeck

CancelledError = type("CancelledError", (BaseException,), {"__module__": "asyncio.exceptions"})
TimeoutError = TimeoutError
_running = []


def run(main, *, debug=None, loop_factory=None):
    if _running:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    if not _limbeck.is_awaitable(main):
        raise ValueError(f"a coroutine was expected, got {main!r}")
    return AbstractEventLoop().run_until_complete(main)


class AbstractEventLoop:
    def __init__(self):
        self._closed = False

    def run_until_complete(self, future):
        _running.append(self)
        try:
            return _limbeck.await_value(future)
        finally:
            _running.pop()

    def create_task(self, coro, *, name=None):
        return coro

    def is_running(self):
        return self in _running

    def is_closed(self):
        return self._closed

    def close(self):
        self._closed = True


class Runner:
    def __init__(self, *, debug=None, loop_factory=None):
        self._loop = AbstractEventLoop()

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self._loop.close()

    def run(self, coro, *, context=None):
        return self._loop.run_until_complete(coro)

    def get_loop(self):
        return self._loop


_current = []


def new_event_loop():
    return AbstractEventLoop()


def set_event_loop(loop):
    _current[:] = [loop] if loop is not None else []


def get_event_loop():
    if _running:
        return _running[-1]
    if not _current:
        _current.append(AbstractEventLoop())
    return _current[0]


def get_running_loop():
    if not _running:
        raise RuntimeError("no running event loop")
    return _running[-1]


def set_event_loop_policy(policy):
    pass


class DefaultEventLoopPolicy:
    pass


WindowsSelectorEventLoopPolicy = DefaultEventLoopPolicy
WindowsProactorEventLoopPolicy = DefaultEventLoopPolicy


async def sleep(delay, result=None):
    return result


async def gather(*aws, return_exceptions=False):
    results = []
    for aw in aws:
        try:
            results.append(await aw)
        except Exception as error:
            if not return_exceptions:
                raise
            results.append(error)
    return results


async def wait_for(aw, timeout):
    return await aw


async def shield(aw):
    return await aw


async def to_thread(func, /, *args, **kwargs):
    return func(*args, **kwargs)


def create_task(coro, *, name=None):
    return coro


def ensure_future(coro, *, loop=None):
    return coro


def iscoroutine(obj):
    return _limbeck.is_coroutine(obj)


def iscoroutinefunction(func):
    return _limbeck.is_coroutine_function(func)
