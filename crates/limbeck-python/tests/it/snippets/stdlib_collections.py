#== namedtuple
from collections import namedtuple
P = namedtuple("P", "x y")
p = P(1, y=2)
print(p, p.x, p[1], p._asdict(), p._replace(x=5), P._fields, P._make([3, 4]), len(p), p == (1, 2), isinstance(p, tuple), hash(p) == hash((1, 2)))
x, y = p
print(x, y, P.__name__, [*p], P(y=1, x=2))
Q = namedtuple("Q", ["a", "b"], defaults=[7])
print(Q(1), Q._field_defaults)
R = namedtuple("R", "a, class, a, _b", rename=True)
print(R._fields)
for f in [lambda: P(1), lambda: P(1, 2, 3), lambda: P(1, 2, z=3), lambda: namedtuple("A", "x x"), lambda: namedtuple("A", "def"), lambda: namedtuple("A", "_x"), lambda: P(1, x=2), lambda: P._make([1]), lambda: p._replace(q=1)]:
    try:
        f()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
#== namedtuple attributes
from collections import namedtuple
class V(namedtuple("V", "a b")):
    @property
    def total(self):
        return self.a + self.b
v = V(1, 2)
print(v, v.total, v._replace(a=9), type(v._replace(a=1)).__name__)
try:
    v.a = 3
except AttributeError as e:
    print("AttributeError")
#== defaultdict
from collections import defaultdict
d = defaultdict(list)
d["a"].append(1)
d["b"]
print(d, dict(d), d["a"], "c" in d, d.get("c"), len(d), d.default_factory, list(d.items()))
n = defaultdict(int, {"x": 1}, y=2)
n["x"] += 5
n["z"] += 1
print(n, sorted(n), sum(n.values()), n.copy() == n, isinstance(n, dict))
nested = defaultdict(lambda: defaultdict(int))
nested["a"]["b"] += 1
print(nested["a"]["b"], {k: dict(v) for k, v in nested.items()})
try:
    defaultdict()["x"]
except KeyError as e:
    print(e)
try:
    defaultdict(3)
except TypeError as e:
    print(e)
#== Counter
from collections import Counter
c = Counter("abracadabra")
print(c, c["a"], c["zz"], c.most_common(2), sorted(c.elements())[:4], c.total(), len(c), list(c))
c.update("aaa")
c.subtract(["b", "b", "b"])
print(c, +c, -c, c + Counter(a=1), c - Counter(a=5), c & Counter(a=2, r=9), c | Counter(a=2, r=9))
print(Counter(), Counter({"x": 2}), Counter(x=1) == Counter(x=1), Counter([1, 1, 2]).most_common(), dict(Counter("aab")))
del c["nope"]
c["q"] += 1
print(c["q"], Counter(a=1) <= Counter(a=2))
#== OrderedDict
from collections import OrderedDict
o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
o.move_to_end("a")
print(list(o), o.popitem(), o.popitem(last=False), list(o.items()), o == {"c": 3}, isinstance(o, dict))
o["z"] = 1
o.move_to_end("z", last=False)
print(list(o.keys()), OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1), list(reversed(o)))
try:
    OrderedDict().popitem()
except KeyError as e:
    print(e)
#== deque
from collections import deque
d = deque([1, 2, 3], maxlen=4)
d.append(4)
d.append(5)
d.appendleft(0)
print(d, len(d), d[0], d[-1], d.maxlen, d.pop(), d.popleft(), list(d))
d.rotate(1)
d.extend([7, 8])
d.extendleft([9])
print(d, 7 in d, d.count(7), list(reversed(d)), deque("abc") == deque("abc"), deque([1]) + deque([2]), bool(deque()))
for f in [lambda: deque().pop(), lambda: deque().popleft(), lambda: deque([1])[3], lambda: deque([1]).remove(2), lambda: deque(maxlen=-1)]:
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
q = deque([("a", 0)])
while q:
    name, depth = q.popleft()
    print(name, depth)
    if depth < 2:
        q.append((name + "x", depth + 1))
#== ChainMap
from collections import ChainMap
c = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(c["a"], c["b"], len(c), sorted(c), "b" in c, c.get("z", 9), c, dict(c), c.new_child({"b": 0})["b"], c.parents)
c["b"] = 7
print(c.maps, c["b"])
try:
    c["zz"]
except KeyError as e:
    print(e)
#== UserDict
from collections import UserDict
class U(UserDict):
    def __setitem__(self, k, v):
        super().__setitem__(k.upper(), v)
u = U(a=1)
u["b"] = 2
u.update({"c": 3})
print(u, u.data, "A" in u, len(u), sorted(u.items()), u.get("z"))
#== partial
from functools import partial
def f(a, b, c=3, **kw):
    return a, b, c, kw
g = partial(f, 1, c=9)
print(g(2), g(2, c=1, d=4), g.args, g.keywords, partial(g, 5)(), partial(int, base=2)("101"), g.func is f)
try:
    partial(3)
except TypeError as e:
    print(e)
#== reduce
from functools import reduce
import operator
print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(operator.mul, range(1, 6), 10), reduce(max, [3, 9, 2]), reduce(lambda a, b: a, [], 5))
try:
    reduce(lambda a, b: a, [])
except TypeError as e:
    print(e)
#== lru_cache
from functools import lru_cache, cache
calls = []
@lru_cache(maxsize=2)
def sq(x):
    "square"
    calls.append(x)
    return x * x
print(sq(2), sq(2), sq(3), sq(4), sq(2), calls, sq.cache_info(), sq.__name__, sq.__doc__)
sq.cache_clear()
print(sq.cache_info())
@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(50), fib.cache_info().currsize)
@lru_cache
def k(a, *, b=1):
    return a, b
print(k(1), k(1, b=2), k.cache_info().misses)
class A:
    @lru_cache(None)
    def m(self, x):
        return x + 1
a = A()
print(a.m(1), a.m(1), A.m.cache_info().hits)
#== wraps
from functools import wraps
def deco(fn):
    @wraps(fn)
    def inner(*a, **k):
        return "<" + fn(*a, **k) + ">"
    return inner
@deco
def hello(name: str) -> str:
    "doc"
    return "hi " + name
print(hello("x"), hello.__name__, hello.__doc__, hello.__wrapped__("y"), sorted(hello.__annotations__))
#== cached_property
from functools import cached_property
class A:
    n = 0
    @cached_property
    def v(self):
        A.n += 1
        return 42
a = A()
print(a.v, a.v, A.n, "v" in a.__dict__)
a.v = 7
print(a.v, A().v)
del a.v
print(a.v, A.n)
#== total_ordering
from functools import total_ordering
@total_ordering
class V:
    def __init__(self, n):
        self.n = n
    def __eq__(self, o):
        return self.n == o.n
    def __lt__(self, o):
        return self.n < o.n
print(V(1) < V(2), V(1) > V(2), V(2) >= V(2), V(1) <= V(0), [v.n for v in sorted([V(3), V(1)])], max(V(1), V(5)).n)
#== cmp_to_key
from functools import cmp_to_key
print(sorted(["bb", "a", "ccc"], key=cmp_to_key(lambda a, b: len(b) - len(a))), sorted([3, 1, 2], key=cmp_to_key(lambda a, b: (a > b) - (a < b))))
#== singledispatch
from functools import singledispatch
@singledispatch
def show(x):
    return "object"
@show.register
def _(x: int):
    return "int"
@show.register(list)
def _(x):
    return "list"
print(show(1), show([1]), show("a"), show(True), show.dispatch(int)(3))
#== partialmethod
from functools import partialmethod
class C:
    def set(self, k, v):
        return (k, v)
    on = partialmethod(set, "state", True)
    k = partialmethod(set, v=3)
print(C().on(), C().k("z"))
#== operator
import operator as op
from operator import itemgetter, attrgetter, methodcaller
rows = [{"a": 2, "b": 1}, {"a": 1, "b": 5}]
print(sorted(rows, key=itemgetter("a")), itemgetter(1, 0)("xy"), itemgetter(1)([5, 6]), attrgetter("real")(5), attrgetter("real", "imag")(5))
print(methodcaller("upper")("a"), methodcaller("split", ",")("a,b"), op.add(1, 2), op.contains([1], 1), op.not_(0), op.concat([1], [2]), op.neg(3), op.truth([]))
print(op.eq(1, 1.0), op.lt(1, 2), op.mod(7, 3), op.floordiv(7, 2), op.truediv(7, 2), op.pow(2, 5), op.xor(5, 3), op.index(True), op.countOf([1, 1, 2], 1), op.indexOf("abc", "c"))
d = {}
op.setitem(d, "k", 1)
print(d, op.getitem(d, "k"), op.delitem(d, "k"), d, repr(itemgetter("a")), repr(attrgetter("a.b")))
#== textwrap dedent
import textwrap
print(textwrap.dedent("""
    CREATE TABLE x (
        id int
    );

    SELECT 1;
"""))
print(repr(textwrap.dedent("\ta\n\t  b\n")), repr(textwrap.dedent("  a\n b\n\n   \n")), repr(textwrap.dedent("a\n  b")), repr(textwrap.dedent("")), repr(textwrap.dedent("  x\n\ty")))
#== textwrap indent
import textwrap
print(repr(textwrap.indent("a\n\nb\n", "  ")), repr(textwrap.indent("a\n\nb", "> ", lambda line: True)))
#== textwrap wrap
import textwrap
s = "The quick brown fox jumped over the lazy dog, and it was well-known for its hyphen-ated-words -- really--long ones; supercalifragilisticexpialidocious!"
for w in (10, 20, 33, 70):
    print(textwrap.wrap(s, w))
print(textwrap.fill(s, 40, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten(s, 40), textwrap.shorten(s, 30, placeholder="..."), textwrap.wrap("", 10), textwrap.wrap("a b", 1), textwrap.wrap("aaa bbb", 2, break_long_words=False))
print(textwrap.wrap(s, 25, break_on_hyphens=False, max_lines=2), textwrap.TextWrapper(width=15).fill("hello  world\tfoo\nbar"))
