#== try 1
def f(x):
    try:
        print("try")
        if x == 1: raise ValueError("one")
        if x == 2: return "returned"
        if x == 3: {}["k"]
    except ValueError as e:
        print("value", e)
    except (KeyError, IndexError) as e:
        print("lookup", repr(e))
        return "from except"
    else:
        print("else")
    finally:
        print("finally")
    return "end"
for i in range(4): print(f(i))
#== try 2
try:
    raise ValueError("a")
except ValueError:
    try:
        raise KeyError("b")
    except KeyError as k:
        print(repr(k.__context__))
    print("still")
try:
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise RuntimeError("wrapped") from z
except RuntimeError as r:
    print(r, repr(r.__cause__), r.__suppress_context__)
#== try 3
def f():
    try:
        return 1
    finally:
        return 2
print(f())
def g():
    for i in range(3):
        try:
            continue
        finally:
            print("f", i)
    while True:
        try:
            break
        finally:
            print("brk")
    for i in range(2):
        try:
            if i == 0: continue
            return i
        finally:
            print("fin", i)
print(g())
#== try 4
try:
    raise ValueError
except ValueError as e:
    pass
try:
    e
except NameError as n:
    print(n)
#== try 5
try:
    try:
        raise ValueError("x")
    finally:
        print("cleanup")
except ValueError as e:
    print("outer", e)
#== try 6
def f():
    try:
        raise ValueError("x")
    except ValueError:
        raise
f()
#== try 7
raise
#== try 8
raise 5
#== try 9
raise "x"
#== try 10
raise ValueError
#== try 11
raise ValueError("a", 1)
#== try 12
raise KeyError("missing")
#== try 13
raise ValueError("x") from 5
#== try 14
class E(Exception):
    def __str__(self): return "custom"
raise E("ignored")
#== try 15
class E(Exception): pass
raise E
#== try 16
raise SystemExit(2)
#== try 17
try:
    pass
except 5:
    pass
print("ok")
#== try 18
try:
    1 / 0
except 5:
    pass
#== try 19
try:
    int("x")
except (TypeError, ValueError) as e:
    print(type(e).__name__, e)
try:
    [].x
except Exception as e:
    print(type(e).__name__, e, isinstance(e, LookupError))
#== try 20
print(issubclass(KeyError, LookupError), issubclass(FileNotFoundError, OSError), IOError is OSError, issubclass(bool, int), ArithmeticError.__mro__[1].__name__, UnicodeError.__bases__)
#== try 21
e = ValueError("a", "b")
print(e.args, str(e), repr(e), str(ValueError()), repr(ValueError()), str(KeyError("k")), repr(KeyError("k")), str(ValueError(5)), repr(OSError(2, "No such")), OSError(2, "No such", "f.txt"))
e.add_note("n")
print(e.__notes__)
#== try 22
try:
    raise StopIteration(5)
except StopIteration as s:
    print(s.value)
#== try 23
x = None
try:
    x.foo
except AttributeError as e:
    print(e)
try:
    x[0]
except TypeError as e:
    print(e)
try:
    x()
except TypeError as e:
    print(e)
try:
    for _ in x: pass
except TypeError as e:
    print(e)
try:
    x + 1
except TypeError as e:
    print(e)
try:
    x < 1
except TypeError as e:
    print(e)
try:
    len(x)
except TypeError as e:
    print(e)
try:
    a, b = x
except TypeError as e:
    print(e)
#== try 24
def nested():
    try:
        try:
            raise ValueError(1)
        except ValueError:
            try:
                raise TypeError(2)
            except TypeError:
                print("inner")
            raise
    except ValueError as e:
        print("re-raised", e)
    try:
        try:
            raise KeyError(1)
        finally:
            try:
                raise ValueError("in finally")
            except ValueError as v:
                print(v, repr(v.__context__))
    except KeyError as k:
        print("kept", k)
nested()
#== try 25
import sys
try:
    raise ValueError("v")
except ValueError:
    t, v, tb = sys.exc_info()
    print(t.__name__, v)
print(sys.exc_info())
#== try 26
class A(Exception):
    def __init__(self, code): self.code = code
try:
    raise A(7)
except A as a:
    print(a.code, a.args, str(a), repr(a))
#== try 27
for i in range(3):
    try:
        if i == 1: raise ValueError(i)
    except ValueError:
        print("skip", i)
        continue
    print(i)
#== try 28
def f():
    with open_it() as x:
        pass
f()
#== try 29
try:
    assert 0, "msg"
except AssertionError as e:
    print(repr(e), e)
#== try 30
[1, 2, 3].index(9) if False else {"a": 1}["b"]
#== try 31
def f(n):
    if n == 0: raise ValueError("deep")
    try:
        f(n - 1)
    finally:
        print(n)
f(3)
#== try 32
try:
    try:
        raise ValueError
    except ValueError as e:
        raise TypeError from None
except TypeError as t:
    print(t.__cause__, t.__suppress_context__, repr(t.__context__))
#== with 1
class M:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self):
        print("enter", self.n)
        return self.n
    def __exit__(self, t, v, tb):
        print("exit", self.n, t and t.__name__, v)
        return self.swallow
with M(1) as a, M(2) as b: print(a, b)
with (M(3) as c, M(4, True)):
    raise ValueError("x")
def f():
    with M(5):
        return "ret"
print(f())
for i in range(2):
    with M(i):
        if i == 0: continue
        break
try:
    with M(6): raise KeyError("k")
except KeyError as e: print("caught", e)
with M(7) as (x): print(x)
#== with 2
class M:
    def __enter__(self): return (1, 2)
    def __exit__(self, *a): raise ValueError("from exit")
with M() as (a, b):
    print(a, b)
#== with 3
class M:
    def __enter__(self): raise ValueError("enter")
    def __exit__(self, *a): print("never")
with M(): pass
#== with 4
class M:
    def __enter__(self): return 1
with M(): pass
#== with 5
class M:
    def __enter__(self): return self
    def __exit__(self, t, v, tb):
        print(t is None)
        return 1
with M():
    raise ValueError
print("swallowed")
with M(): pass
#== generators 1
def g():
    x = yield 1
    print("got", x)
    y = yield x
    return y
it = g()
print(next(it), it.send("a"))
try:
    it.send("end")
except StopIteration as s:
    print(s.value)
print(list(i for i in range(3)), next(iter([]), "default"))
def inf():
    n = 0
    while True:
        yield n
        n += 1
for x in inf():
    if x > 3: break
    print(x)
#== generators 2
def inner():
    r = yield 1
    print("inner got", r)
    yield 2
    return "result"
def outer():
    v = yield from inner()
    print("v", v)
    yield from [10, 20]
    yield from "ab"
    return 5
o = outer()
print(next(o), o.send("s"), list(o))
#== generators 3
def g():
    try:
        yield 1
        yield 2
    except ValueError as e:
        print("caught", e)
        yield 99
    finally:
        print("fin")
a = g()
print(next(a), a.throw(ValueError("t")))
print(next(a, "done"))
b = g()
next(b)
b.close()
c = g()
c.close()
print(next(c, "closed"))
#== generators 4
def g():
    yield 1
x = g()
next(x)
next(x)
#== generators 5
def g():
    yield
x = g()
x.send(5)
#== generators 6
def g():
    raise ValueError("in gen")
    yield
list(g())
#== generators 7
def g():
    raise StopIteration
    yield
list(g())
#== generators 8
def g():
    yield 1
    x.__next__()
x = g()
next(x)
next(x)
#== generators 9
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(list(tree(3)))
def chunks(l, n):
    for i in range(0, len(l), n):
        yield l[i:i + n]
print(list(chunks(list(range(7)), 3)))
a, b, *c = (x * x for x in range(5))
print(a, b, c)
print(sum(x for x in range(10) if x % 2), max(x for x in [1, 5, 2]), any(x > 2 for x in [1, 3]), ",".join(str(x) for x in range(3)), sorted(x for x in "cab"), set(x for x in "aab") == {"a", "b"})
#== generators 10
def g():
    x = [(yield i) for i in range(2)]
print(list(g()))
#== generators 11
def g():
    yield (yield 1)
x = g()
print(next(x), x.send("s"))
def h():
    print((yield) + 1)
    f = lambda: (yield)
    a = (yield 5) or 7
    yield a
y = h()
next(y)
print(y.send(1), y.send(None))
#== generators 12
def g():
    with_result = yield from h()
    print(with_result)
def h():
    try:
        yield 1
    except KeyError:
        print("delegated")
        yield 2
    return 3
x = g()
next(x)
print(x.throw(KeyError("k")))
print(next(x, "end"))
#== generators 13
def pipeline(items):
    def double(it):
        for x in it: yield x * 2
    def only(it):
        for x in it:
            if x > 2: yield x
    return list(only(double(items)))
print(pipeline([1, 2, 3]))
def countdown(n):
    while n > 0:
        got = yield n
        n = got if got is not None else n - 1
c = countdown(10)
print(next(c), c.send(3), list(c))
g = (i for i in [1, 2, 3])
print(2 in g, list(g))
gen = (print("lazy") or i for i in range(1))
print("before")
print(next(gen), type(gen).__name__)
#== generators 14
def f():
    try:
        yield 1
    except GeneratorExit:
        print("exit")
        raise
x = f()
next(x)
x.close()
x.close()
print(list(x))
#== generators 15
def f():
    while True:
        try:
            yield 1
        except GeneratorExit:
            pass
x = f()
next(x)
try:
    x.close()
except RuntimeError as e:
    print(e)
def q():
    for i in range(3):
        with_ = yield i
        if with_: break
    else:
        print("full")
print(list(q()))
#== match 1
from dataclasses import dataclass
@dataclass
class P:
    x: int
    y: int
def m(v):
    match v:
        case None: return "none"
        case True | False: return "bool"
        case 0 | 1: return "01"
        case -1: return "minus"
        case "a" | "b" as s: return "ab " + s
        case P(0, y): return f"P0 {y}"
        case P(x=x, y=0): return f"Py0 {x}"
        case P(): return "P"
        case []: return "empty"
        case [x]: return f"one {x}"
        case [1, *rest, 9]: return f"1..9 {rest}"
        case (a, b) if a == b: return "pair equal"
        case (a, b): return f"pair {a} {b}"
        case {"type": "t", "v": [x, *_]}: return f"typed {x}"
        case {"k": k, **rest}: return f"k {k} {rest}"
        case {}: return "dict"
        case int() | float() as n: return f"num {n}"
        case str(s): return f"str {s}"
        case [_, _, *_]: return "long"
        case _: return "other"
for v in [None, True, 0, 1, -1, "a", "zz", P(0, 5), P(5, 0), P(1, 1), [], [3], [1, 2, 3, 9], (2, 2), (2, 3), {"type": "t", "v": [7, 8]}, {"k": 1, "z": 2}, {"q": 1}, 5, 2.5, [1, 2, 3], {1}, b"x"]:
    print(m(v))
#== match 2
class K:
    A = 1
    B = "b"
def f(x):
    match x:
        case K.A: return "A"
        case K.B: return "B"
        case [K.A, y]: return y
        case {"a": {"b": [first, *_]}}: return first
        case str() if len(x) > 3: return "long"
        case str(): return "short"
    return "none"
print(f(1), f("b"), f([1, 5]), f({"a": {"b": [9]}}), f("abcd"), f("q"), f(3.5))
match = 5
case = 6
print(match + case)
match (1, 2, 3):
    case (1, x, 3) | (x, 2, 4): print(x)
#== match 3
class A:
    __match_args__ = ("a",)
    def __init__(self): self.a = 1
match A():
    case A(1): print("yes")
match A():
    case A(1, 2): print("no")
#== match 4
class A: pass
match A():
    case A(1): print("no")
