_missing = object()


def count(start=0, step=1):
    n = start
    while True:
        yield n
        n = n + step


def cycle(iterable, /):
    saved = []
    for item in iterable:
        yield item
        saved.append(item)
    while saved:
        yield from saved


def repeat(object, times=None):
    if times is None:
        while True:
            yield object
    for _ in range(times):
        yield object


def accumulate(iterable, func=None, *, initial=None):
    items = iter(iterable)
    total = initial
    if initial is None:
        for total in items:
            break
        else:
            return
    yield total
    for item in items:
        total = total + item if func is None else func(total, item)
        yield total


def batched(iterable, n):
    if n < 1:
        raise ValueError("n must be at least one")

    def batches():
        items = iter(iterable)
        while batch := tuple(islice(items, n)):
            yield batch

    return batches()


def chain(*iterables):
    for iterable in iterables:
        yield from iterable


def _from_iterable(iterable):
    for inner in iterable:
        yield from inner


chain.from_iterable = _from_iterable


def compress(data, selectors):
    return (item for item, wanted in zip(data, selectors) if wanted)


def dropwhile(predicate, iterable, /):
    items = iter(iterable)
    for item in items:
        if not predicate(item):
            yield item
            break
    yield from items


def takewhile(predicate, iterable, /):
    for item in iterable:
        if not predicate(item):
            break
        yield item


def filterfalse(predicate, iterable, /):
    for item in iterable:
        if not (bool(item) if predicate is None else predicate(item)):
            yield item


def starmap(function, iterable, /):
    for args in iterable:
        yield function(*args)


def pairwise(iterable, /):
    previous = _missing
    for item in iterable:
        if previous is not _missing:
            yield previous, item
        previous = item


def islice(iterable, *args):
    bounds = slice(*args)
    start, stop, step = bounds.start, bounds.stop, bounds.step
    for name, value, least in (("Indices", start, 0), ("Stop argument", stop, 0), ("Step", step, 1)):
        if value is not None and (not isinstance(value, int) or value < least):
            if name == "Step":
                raise ValueError("Step for islice() must be a positive integer or None.")
            if name == "Stop argument":
                raise ValueError("Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
            raise ValueError("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    items = iter(iterable)
    return _slice(items, start or 0, stop, step or 1)


def _slice(items, start, stop, step):
    at = 0
    wanted = start
    while stop is None or at < stop:
        try:
            item = next(items)
        except StopIteration:
            return
        if at == wanted:
            yield item
            wanted += step
            if stop is not None and wanted >= stop:
                # CPython takes no more than it gives, but for the last stretch.
                for _ in range(at + 1, stop):
                    try:
                        next(items)
                    except StopIteration:
                        return
                return
        at += 1


def tee(iterable, n=2, /):
    if n < 0:
        raise ValueError("n must be >= 0")
    items = iter(iterable)
    queues = [[] for _ in range(n)]

    def one(queue):
        while True:
            if not queue:
                try:
                    item = next(items)
                except StopIteration:
                    return
                for other in queues:
                    other.append(item)
            yield queue.pop(0)

    return tuple(one(queue) for queue in queues)


def zip_longest(*iterables, fillvalue=None):
    iterators = [iter(iterable) for iterable in iterables]
    active = len(iterators)
    while active:
        row = []
        for at, items in enumerate(iterators):
            item = fillvalue
            if items is not None:
                item = next(items, _missing)
                if item is _missing:
                    active -= 1
                    if not active:
                        return
                    iterators[at] = None
                    item = fillvalue
            row.append(item)
        yield tuple(row)


def product(*iterables, repeat=1):
    pools = [tuple(iterable) for iterable in iterables] * repeat

    def rows(at):
        if at == len(pools):
            yield ()
            return
        if at == len(pools) - 1:
            for item in pools[at]:
                yield (item,)
            return
        for item in pools[at]:
            for rest in rows(at + 1):
                yield (item, *rest)

    return rows(0)


def permutations(iterable, r=None):
    pool = tuple(iterable)
    r = len(pool) if r is None else r
    if r < 0:
        raise ValueError("r must be non-negative")

    def rows(left, size):
        if size == 0:
            yield ()
            return
        for at, index in enumerate(left):
            for rest in rows(left[:at] + left[at + 1:], size - 1):
                yield (pool[index], *rest)

    return rows(tuple(range(len(pool))), r)


def combinations(iterable, r):
    pool = tuple(iterable)
    if r < 0:
        raise ValueError("r must be non-negative")

    def rows(start, size):
        if size == 0:
            yield ()
            return
        for at in range(start, len(pool) - size + 1):
            for rest in rows(at + 1, size - 1):
                yield (pool[at], *rest)

    return rows(0, r)


def combinations_with_replacement(iterable, r):
    pool = tuple(iterable)
    if r < 0:
        raise ValueError("r must be non-negative")

    def rows(start, size):
        if size == 0:
            yield ()
            return
        for at in range(start, len(pool)):
            for rest in rows(at, size - 1):
                yield (pool[at], *rest)

    return rows(0, r)


def groupby(iterable, key=None):
    items = iter(iterable)
    current = [_missing, None]

    def advance():
        item = next(items, _missing)
        current[0] = item
        if item is not _missing:
            current[1] = item if key is None else key(item)

    def group(wanted, number):
        while current[0] is not _missing and current[1] == wanted and turn[0] == number:
            item = current[0]
            advance()
            yield item

    turn = [0]
    advance()
    while current[0] is not _missing:
        turn[0] += 1
        wanted = current[1]
        yield wanted, group(wanted, turn[0])
        while current[0] is not _missing and current[1] == wanted:
            advance()
