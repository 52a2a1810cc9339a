#== parameters 1
def f(a, /, b, c=3, *args, d, e=5, **kw): return (a, b, c, args, d, e, kw)
print(f(1, 2, d=4), f(1, b=2, d=0), f(1, 2, 3, 4, 5, d=6, z=7), f(*[1, 2], **{"d": 3}), f(1, *(2, 3), *[4], d=1, **{"q": 1}, **{"r": 2}))
#== parameters 2
def f(a, b): pass
f(1)
#== parameters 3
def f(a, b): pass
f(1, 2, 3)
#== parameters 4
def f(a, b): pass
f(1, b=2, c=3)
#== parameters 5
def f(a, b): pass
f(1, a=2, b=3)
#== parameters 6
def f(a, *, b): pass
f(1)
#== parameters 7
def f(a, *, b): pass
f(1, 2)
#== parameters 8
def f(a, /, b): pass
f(a=1, b=2)
#== parameters 9
def f(): pass
f(1)
#== parameters 10
def f(a, b=1): pass
f(1, 2, 3)
#== parameters 11
def f(a, b, c): pass
f()
#== parameters 12
def f(*, a, b): pass
f()
#== parameters 13
def f(a, *, k=1): pass
f(1, 2, k=3)
#== parameters 14
def f(**kw): pass
f(**{1: 2})
#== parameters 15
def f(**kw): pass
f(**{"a": 1}, **{"a": 2})
#== parameters 16
def f(*a): pass
f(*5)
#== parameters 17
def f(**k): pass
f(**5)
#== parameters 18
class A:
    def m(self, x): pass
A().m()
#== parameters 19
class A:
    def m(): pass
A().m()
#== parameters 20
(lambda x: x)()
#== parameters 21
len()
#== parameters 22
len(1, 2)
#== parameters 23
len(5)
#== parameters 24
isinstance(1)
#== parameters 25
print(1, foo=2)
#== parameters 26
int(1, 2, 3)
#== parameters 27
"x".split(1, 2, 3)
#== parameters 28
[].append()
#== parameters 29
{}.get()
#== parameters 30
max()
#== parameters 31
5()
#== parameters 32
None()
#== parameters 33
"a"()
#== parameters 34
[1]()
#== parameters 35
def f(a, b=[]):
    b.append(a)
    return b
print(f(1), f(2), f(3, []))
#== closures 1
def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    return inc, lambda: n
a, b = counter()
a(); a(5)
print(b())
fs = [lambda i=i: i for i in range(3)]
gs = [lambda: i for i in range(3)]
print([f() for f in fs], [g() for g in gs])
#== closures 2
x = 1
def f():
    global x
    x += 1
    return x
print(f(), x)
#== closures 3
x = 1
def f():
    print(x)
    x = 2
f()
#== closures 4
def f():
    def g():
        return y
    g()
    y = 1
f()
#== closures 5
def f():
    del x
    x = 1
f()
#== closures 6
def f():
    x = 1
    del x
    return x
f()
#== closures 7
def make(n):
    if n == 0:
        return lambda: 0
    inner = make(n - 1)
    return lambda: inner() + n
print(make(10)())
#== closures 8
x = "global"
class A:
    x = "class"
    def f(self): return x
    y = [x for _ in range(1)]
    z = x
print(A().f(), A.y, A.z)
#== closures 9
def f():
    x = 5
    class A:
        x = x if 0 else 7
        def g(self): return x
    return A().g(), A.x
print(f())
#== closures 10
def f():
    x = 1
    def g():
        nonlocal x
        def h():
            nonlocal x
            x += 1
        h()
        return x
    return g(), x
print(f())
#== closures 11
total = 0
def add(n):
    global total, fresh
    total += n
    fresh = n
add(3)
print(total, fresh)
#== closures 12
print([y := 5, y ** 2], y)
if (n := len("abc")) > 2: print(n)
print([last := i for i in range(3)], last)
def f():
    r = [z := i for i in range(3)]
    return r, z
print(f())
#== closures 13
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(15))
#== closures 14
def f(): f()
f()
#== attributes 1
def f(a, b=2, *, c: int = 3) -> str:
    "doc"
print(f.__name__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__qualname__, f.__module__)
f.x = 1
print(f.x, hasattr(f, "y"), callable(f))
#== attributes 2
class A:
    def m(self): pass
    @staticmethod
    def s(): pass
print(A.m.__name__, A.m.__qualname__, A().m.__func__ is A.m, A.s.__qualname__, (lambda: 0).__name__)
def f():
    def g(): pass
    return g
print(f().__qualname__)
#== attributes 3
def f(): pass
f.missing
#== attributes 4
len.foo
#== decorators 1
def deco(f):
    def w(*a, **k):
        print("before", f.__name__)
        return f(*a, **k)
    return w
def arg(n):
    def d(f):
        return lambda *a: f(*a) * n
    return d
@deco
@arg(3)
def g(x): return x
print(g(2)) if 0 else None
@arg(2)
@arg(3)
def h(x): return x + 1
print(h(1))
@deco
def k(x, y=1): return x + y
print(k(1, y=5))
#== decorators 2
def register(cls):
    cls.extra = 1
    return cls
@register
class A: pass
print(A.extra)
class Call:
    def __init__(self, f): self.f = f; self.n = 0
    def __call__(self, *a):
        self.n += 1
        return self.f(*a)
@Call
def f(x): return x * 2
print(f(2), f(3), f.n)
#== comprehension 1
print([a for a in range(3)], {a: b for a, b in zip("ab", [1, 2])}, {a for a in "aa"}, list(a for a in range(3)), [a for b in [[1], [2, 3]] for a in b], [a if a else "z" for a in [0, 1]])
print([(i, j) for i in range(3) if i for j in range(i) if j < 2], sum(x * x for x in range(5)), dict((k, v) for k, v in [(1, 2)]), sorted((x for x in [3, 1]), reverse=True))
#== comprehension 2
print([[i * j for j in range(3)] for i in range(3)])
m = [[1, 2], [3, 4]]
print([row[0] for row in m], [list(r) for r in zip(*m)], [x for row in m for x in row])
#== comprehension 3
[x for x in 5]
#== comprehension 4
print(x for x in [1]) if 0 else print("ok")
[i for i in range(3)]
try:
    i
except NameError as e:
    print(e)
#== comprehension 5
def f(items): return {k: [v for v in vs if v] for k, vs in items.items()}
print(f({"a": [0, 1], "b": []}))
#== unpack 1
a, (b, *c), d = 1, (2, 3, 4), 5
print(a, b, c, d)
[x, y] = "ab"
print(x, y)
for i, (j, k) in [(1, (2, 3))]: print(i, j, k)
print([*range(3), *"ab"], (*[1], 2), {*[1], 2}, {**{"a": 1}, "b": 2})
#== unpack 2
a = b = c = []
a.append(1)
print(b, a is c)
i = 0
x = [0, 0]
i, x[i] = 1, 5
print(i, x)
#== unpack 3
*a, = range(3)
print(a)
a, *b = "x"
print(a, b)
(a, b), c = [1, 2], 3
print(a, b, c)
#== control 1
for i in range(3):
    for j in range(3):
        if j == 1: break
        if i == 1: continue
        print(i, j)
    else:
        print("inner else")
else:
    print("outer else")
n = 0
while True:
    n += 1
    if n > 3: break
else:
    print("never")
while n < 6: n += 1
else: print("while else", n)
#== control 2
def f(x):
    if x < 0: return "neg"
    elif x == 0: return "zero"
    elif x < 10:
        return "small"
    else:
        return "big"
print([f(x) for x in (-1, 0, 5, 50)], 1 if [] else 2, (1 and 0) or 3, 0 or "" or None, 1 and 2 and 3, not (1 or 0))
#== control 3
def f():
    for i in range(10):
        for j in range(10):
            if i * j == 42: return i, j
print(f())
assert True
assert 1 == 1, "no"
assert 1 == 2, "message"
#== control 4
assert False
#== control 5
assert (1, 2) == (1, 3), {"a": 1}
#== control 6
pass
...
x: int
y: int = 3
print(y, __annotations__)
x
#== control 7
del undefined
#== control 8
x = [1, 2]
del x[0], x
x
#== control 9
if True: x = 1; y = 2
print(x, y); print("semi")
