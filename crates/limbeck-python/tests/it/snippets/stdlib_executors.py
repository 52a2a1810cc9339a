#== what is submitted to an executor is run, and its exception kept
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
import concurrent.futures
def work(n):
    if n == 3:
        raise ValueError('three')
    return n * n
with ThreadPoolExecutor(max_workers=2) as pool:
    futures = {pool.submit(work, n): n for n in range(5)}
    for future in sorted(as_completed(futures), key=futures.get):
        print(futures[future], future.exception() or future.result())
    print(list(pool.map(work, [1, 2])), list(pool.map(lambda a, b: a + b, 'ab', 'cd')))
    done, rest = wait(futures)
    print(len(done), len(rest), all(f.done() for f in done))
with concurrent.futures.ThreadPoolExecutor() as pool:
    pool.submit(work, 3).result()

#== codecs
import codecs
print(codecs.encode('é'), codecs.decode(b'\xc3\xa9', 'utf-8'), codecs.BOM_UTF8)

#== modules are found under their names in sys.modules
import sys
import json
print(sys.modules['json'] is json)
import shlex
print(sys.modules['shlex'] is shlex, 'no.such' in sys.modules)

#== enumerations over another type say what that type says
import enum
class Colour(str, enum.ReprEnum):
    RED = 'red'
print(str(Colour.RED), f'{Colour.RED}', repr(Colour.RED), Colour('red') is Colour.RED)
print(issubclass(enum.IntEnum, enum.ReprEnum), issubclass(enum.StrEnum, enum.ReprEnum), [c.__name__ for c in enum.IntEnum.__mro__])

#== tokens of context variables can be parametrized
from contextvars import ContextVar, Token
v: ContextVar[int] = ContextVar('v', default=1)
t: Token[int] = v.set(2)
print(v.get())
v.reset(t)
print(v.get(), Token[int] is not None)
