#== enum basics
import enum
class Color(enum.Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
print(Color.RED, repr(Color.GREEN), Color.RED.name, Color.GREEN.value)
print(list(Color), len(Color), Color(2), Color['RED'], Color.CRIMSON is Color.RED)
print(Color.RED == Color.RED, Color.RED == 1, Color.RED in Color, isinstance(Color.RED, Color))
print([c.value for c in Color], {Color.RED: 1}[Color.RED])
print(Color, type(Color.RED), list(Color.__members__))
#== enum invalid value
from enum import Enum
class C(Enum):
    A = 1
C(5)
#== enum missing key
from enum import Enum
class C(Enum):
    A = 1
C['B']
#== str enum mixin
import enum
class S(str, enum.Enum):
    A = 'a'
    B = 'b'
print(S.A == 'a', S.A.upper(), str(S.A), f'{S.A}', S('b'), S.A.value, 'x' + S.A, repr(S.B))
print(', '.join(S), ','.join(s.value for s in S))
#== int enum
import enum
class N(enum.IntEnum):
    A = 1
    B = enum.auto()
print(N.A < N.B, N.B + 1, str(N.B), f'{N.A}', repr(N.A), N(2), sorted([N.B, N.A]))
#== str enum class
import enum
class S(enum.StrEnum):
    ONE = enum.auto()
    TWO = 'zwei'
print(S.ONE, S.TWO, repr(S.ONE), S('zwei') is S.TWO)
#== enum methods and auto
from enum import Enum, auto, unique
@unique
class P(Enum):
    X = auto()
    Y = auto()
    def describe(self):
        return f'{self.name}={self.value}'
    @classmethod
    def default(cls):
        return cls.X
    @property
    def low(self):
        return self.name.lower()
print(P.X.describe(), P.default(), P.Y.low)
#== enum unique violation
from enum import Enum, unique
@unique
class P(Enum):
    X = 1
    Y = 1
#== enum init with tuples
from enum import Enum
class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)
    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius
print(Planet.EARTH.mass, Planet.MARS.value, Planet((0.64, 3.39)))
#== enum functional
from enum import Enum
A = Enum('A', 'x y z')
print(list(A), A.y.value)
B = Enum('B', {'p': 'P', 'q': 'Q'})
print(B.q.value, B('P'))
#== flag
import enum
class F(enum.Flag):
    R = 1
    W = 2
    X = enum.auto()
print(F.R | F.W, F.X.value, F.R in (F.R | F.X), bool(F.R & F.W), (F.R | F.W).value)
print(repr(F.R | F.X), repr(F.R))
#== dataclass
from dataclasses import dataclass, field, asdict, astuple, replace, fields
@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list)
p = P(1)
p.tags.append('a')
print(p, P(1) == P(1), P(1) != P(2), P(3, y=4), asdict(p), astuple(p), replace(p, x=9))
print([f.name for f in fields(P)], P(1).tags)
#== dataclass missing argument
from dataclasses import dataclass
@dataclass
class P:
    x: int
    y: int
P(1)
#== dataclass unexpected keyword
from dataclasses import dataclass
@dataclass
class P:
    x: int
P(1, z=2)
#== dataclass too many
from dataclasses import dataclass
@dataclass
class P:
    x: int
P(1, 2, 3)
#== dataclass frozen and order
from dataclasses import dataclass
@dataclass(frozen=True, order=True)
class V:
    a: int
    b: str = 'z'
print(V(1) < V(2), sorted([V(2), V(1)]), hash(V(1)) == hash(V(1)), {V(1): 'ok'}[V(1)])
try:
    V(1).a = 5
except AttributeError as e:
    print(type(e).__name__, e)
#== dataclass post init and inheritance
from dataclasses import dataclass, field
@dataclass
class A:
    x: int
    total: int = field(init=False, default=0)
    def __post_init__(self):
        self.total = self.x * 2
@dataclass
class B(A):
    y: int = 5
print(A(3), B(1), B(1, 7))
#== dataclass mutable default
from dataclasses import dataclass
@dataclass
class A:
    x: list = []
#== contextmanager
from contextlib import contextmanager, suppress, nullcontext, closing, ExitStack
@contextmanager
def cm(x):
    print('in', x)
    try:
        yield x * 2
    except ValueError as e:
        print('swallowed', e)
    finally:
        print('out')
with cm(2) as v:
    print(v)
with cm(3):
    raise ValueError('boom')
with suppress(KeyError):
    {}['x']
with nullcontext(5) as n:
    print(n)
with ExitStack() as stack:
    stack.enter_context(cm(1))
    stack.callback(print, 'callback')
    print('body')
#== contextmanager exception passes
from contextlib import contextmanager
@contextmanager
def cm():
    try:
        yield
    finally:
        print('cleanup')
with cm():
    raise KeyError('k')
#== typing names
from typing import Any, Dict, List, Optional, Union, TypeVar, Generic, Callable, NamedTuple, cast, TYPE_CHECKING
import typing as t
T = TypeVar('T')
class Box(Generic[T]):
    def __init__(self, v: T) -> None:
        self.v = v
    def get(self) -> Optional[T]:
        return self.v
x: Dict[str, List[int]] = {}
def f(a: Union[str, None], b: 'int | None' = None, *c: t.Any) -> Callable[..., int]:
    return a
print(Box(3).get(), Box[int](4).get(), f('q'), TYPE_CHECKING, cast(int, 'x'))
def g(a: int | None, b: list[int] | dict[str, Any]): return a
print(g(1, 2), isinstance(3, int | str), isinstance('x', (int, str)))
#== named tuple classes
from typing import NamedTuple
class P(NamedTuple):
    x: int
    y: str = 'd'
p = P(1)
print(p, p.x, p[1], p == (1, 'd'), p._replace(x=3), p._asdict(), P._fields, len(p))
a, b = p
print(a, b)
P()
#== abc
from abc import ABC, abstractmethod
class Base(ABC):
    @abstractmethod
    def run(self): ...
    @property
    @abstractmethod
    def name(self): ...
class Ok(Base):
    def run(self): return 1
    name = 'n'
print(Ok().run(), Ok().name)
Base()
#== collections abc
from collections.abc import Iterable, Mapping, Sequence, Callable, Iterator, Hashable
print(isinstance([], Iterable), isinstance({}, Mapping), isinstance('', Sequence), isinstance(5, Iterable))
print(isinstance(len, Callable), isinstance(iter([]), Iterator), isinstance([], Hashable), isinstance({}, Sequence))
#== asyncio
import asyncio
async def work(n):
    await asyncio.sleep(0)
    return n * 2
async def main():
    a = await work(1)
    b, c = await asyncio.gather(work(2), work(3))
    return a, b, c
print(asyncio.run(main()))
#== async with and for
import asyncio
class M:
    async def __aenter__(self):
        print('enter')
        return 5
    async def __aexit__(self, *a):
        print('exit')
async def gen():
    for i in range(3):
        yield i
async def main():
    async with M() as m:
        print(m)
    async for x in gen():
        print(x)
    print([x async for x in gen()])
asyncio.run(main())
#== types
import types
ns = types.SimpleNamespace(a=1, b='x')
print(ns, ns.a, isinstance(lambda: 1, types.FunctionType))
#== warnings
import warnings
with warnings.catch_warnings():
    warnings.simplefilter('error')
    try:
        warnings.warn('careful', DeprecationWarning)
    except DeprecationWarning as w:
        print('raised', w)
#== logging is quiet
import logging
log = logging.getLogger('x.y')
log.debug('nothing')
print(log.name, logging.getLevelName(20), log is logging.getLogger('x.y'), log.isEnabledFor(10))
#== inspect
import inspect
class A: pass
def f(): pass
print(inspect.isclass(A), inspect.isfunction(f), inspect.cleandoc('  a\n    b\n    c'))
#== sys
import sys
print(sys.version_info >= (3, 8), sys.version_info[0], sys.maxsize)
sys.stdout.write('text\n')
sys.exit(3)
#== future annotations
from __future__ import annotations
class A:
    x: Undefined = 1
    def f(self, a: AlsoUndefined) -> Missing: return a
print(A().f(2), A.__annotations__)
#== enum members whose values are tuples go through the type
import enum
class Kind(enum.StrEnum):
    A = ("A",)
    B = "b"
print(Kind.A, Kind.A.value, Kind("A") is Kind.A)
class Old(str, enum.Enum):
    A = ("a",)
print(Old.A.value, repr(Old.A), Old("a") is Old.A)
class Bad(enum.StrEnum):
    A = (1,)
