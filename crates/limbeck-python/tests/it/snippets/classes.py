#== basics 1
class A:
    """Doc."""
    count = 0
    def __init__(self, x, *, y=2):
        self.x, self.y = x, y
        A.count += 1
    def __repr__(self): return f"A({self.x}, {self.y})"
    def method(self): return self.x + self.y
    @classmethod
    def make(cls, x): return cls(x)
    @staticmethod
    def util(a): return a * 2
a = A(1)
print(a, a.method(), A.method(a), A.make(5), A.util(3), a.util(4), A.count, a.count, A.__doc__, A.__name__, type(a).__name__, a.__class__ is A, isinstance(a, A))
a.z = 5
print(a.__dict__, vars(a), hasattr(a, "z"), getattr(a, "q", "none"))
del a.z
print(hasattr(a, "z"))
setattr(a, "w", 1)
print(a.w)
#== basics 2
class A: pass
A().x
#== basics 3
class A: pass
A.x
#== basics 4
class A: pass
A(1)
#== basics 5
class A:
    def __init__(self, x): pass
A()
#== basics 6
class A:
    def __init__(self): return 5
A()
#== basics 7
class A: pass
del A().x
#== basics 8
class A: pass
print(A() == A(), A() != A(), A, A.__mro__, A.__bases__, A.__module__, A.__qualname__)
#== basics 9
class A:
    x = []
a, b = A(), A()
a.x.append(1)
b.y = 2
print(A.x, b.x, A.__dict__["x"])
#== basics 10
class A:
    def f(self): pass
A.f()
#== basics 11
object().x = 1
#== basics 12
class A(int, str): pass
#== basics 13
print(object.__mro__, type.__name__, type(type) is type)
#== inheritance 1
class A:
    def f(self): return "A.f"
    def g(self): return self.f() + "!"
class B(A):
    def f(self): return "B" + super().f()
class C(A):
    def f(self): return "C" + super().f()
class D(B, C):
    def f(self): return "D" + super().f()
print(D().f(), D().g(), [c.__name__ for c in D.__mro__], issubclass(D, A), isinstance(D(), C), issubclass(A, (int, D)), D.__bases__)
print(super(B, D()).f(), D.mro()[0].__name__)
#== inheritance 2
class Base:
    def __init__(self, **kw): self.kw = kw
class Mixin:
    def __init__(self, a=1, **kw):
        super().__init__(**kw)
        self.a = a
class E(Mixin, Base): pass
e = E(a=5, b=6)
print(e.a, e.kw)
#== inheritance 3
class A: pass
class B(A): pass
class C(A, B): pass
#== inheritance 4
class A:
    @classmethod
    def make(cls): return cls.__name__
class B(A):
    @classmethod
    def make(cls): return "sub " + super().make()
print(B.make(), B().make())
#== inheritance 5
class A:
    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag
class B(A, tag="t"): pass
print(B.tag)
#== inheritance 6
class A: pass
class B(A, x=1): pass
#== inheritance 7
class A:
    def f(self): return 1
A.f = lambda self: 2
print(A().f())
A.g = 3
print(A().g)
a = A()
a.f = lambda: 9
print(a.f())
#== inheritance 8
class L(list):
    def total(self): return sum(self)
l = L([1, 2, 3])
l.append(4)
print(l, l.total(), len(l), l[0], isinstance(l, list), l == [1, 2, 3, 4], l + [5], list(l), type(l).__name__, sorted(l, reverse=True), 2 in l, bool(L()))
class D(dict):
    def __missing__(self, k): return k * 2
    def __getattr__(self, n): return self[n]
d = D(a=1)
print(d["a"], d["zz"], d.a, d, len(d), dict(d), d.get("x"))
class S(str):
    def shout(self): return self.upper() + "!"
s = S("hi")
print(s, s.shout(), len(s), s + "x", isinstance(s, str), s == "hi", {s: 1}["hi"], f"{s:>5}", "".join([s, s]))
class I(int):
    def double(self): return self * 2
print(I(5).double(), I(5) + 1, I("7"), range(I(2)), [1, 2, 3][I(1)], I(3) == 3, repr(I(3)))
class T(tuple): pass
print(T([1, 2]), T([1, 2]) == (1, 2), len(T()), T([1])[0])
#== inheritance 9
class E(Exception): pass
class F(E):
    def __init__(self, a, b):
        super().__init__(f"{a}-{b}")
        self.a = a
try:
    raise F(1, 2)
except E as e:
    print(e, e.a, e.args, repr(e), type(e).__mro__[1].__name__)
#== special methods 1
class V:
    def __init__(self, x, y): self.x, self.y = x, y
    def __repr__(self): return f"V({self.x}, {self.y})"
    def __add__(self, o): return V(self.x + o.x, self.y + o.y) if isinstance(o, V) else NotImplemented
    def __radd__(self, o): return V(self.x + o, self.y + o)
    def __mul__(self, n): return V(self.x * n, self.y * n)
    __rmul__ = __mul__
    def __neg__(self): return V(-self.x, -self.y)
    def __eq__(self, o): return isinstance(o, V) and (self.x, self.y) == (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
    def __lt__(self, o): return self.x < o.x
    def __bool__(self): return bool(self.x or self.y)
    def __len__(self): return 2
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __iter__(self): return iter((self.x, self.y))
    def __contains__(self, v): return v in (self.x, self.y)
    def __call__(self, n): return self.x * n
    def __abs__(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def __int__(self): return self.x
    def __float__(self): return float(self.y)
    def __index__(self): return self.x
    def __iadd__(self, o):
        self.x += o.x
        return self
    def __enter__(self): return self
    def __exit__(self, *a): print("exit", a[0])
v = V(3, 4)
print(v + V(1, 1), 1 + v, v * 2, 2 * v, -v, v == V(3, 4), v != V(3, 4), v < V(4, 0), v > V(1, 1), bool(V(0, 0)), len(v), v[0], v[-1], list(v), 4 in v, v(10), abs(v), int(v), float(v), [1, 2, 3, 4][v], {v: 1}[V(3, 4)])
a, b = v
print(a, b, max([V(1, 2), V(5, 0)]), sorted([V(2, 0), V(1, 0)]), sum([V(1, 1)], V(0, 0)), hex(v), v in [V(3, 4)])
w = v
w += V(1, 1)
print(v, w is v)
with v as q: print(q is v)
#== special methods 2
class A:
    def __add__(self, o): return NotImplemented
A() + 1
#== special methods 3
class A: pass
A() + A()
#== special methods 4
class A: pass
A() < A()
#== special methods 5
class A: pass
len(A())
#== special methods 6
class A: pass
A()[0]
#== special methods 7
class A: pass
A()[0] = 1
#== special methods 8
class A: pass
del A()[0]
#== special methods 9
class A: pass
for x in A(): pass
#== special methods 10
class A: pass
with A(): pass
#== special methods 11
class A: pass
-A()
#== special methods 12
class A: pass
A()()
#== special methods 13
class A:
    def __eq__(self, o): return True
{A(): 1}
#== special methods 14
class A:
    def __bool__(self): return 5
bool(A())
#== special methods 15
class A:
    def __len__(self): return -1
len(A())
#== special methods 16
class A:
    def __iter__(self): return 5
iter(A())
#== special methods 17
class A:
    def __getitem__(self, i):
        if i > 2: raise IndexError(i)
        return i * 10
print(list(A()), 20 in A(), [x for x in A()])
#== special methods 18
class A:
    def __getattr__(self, n):
        if n.startswith("x"): return n
        raise AttributeError(f"no {n}")
print(A().xyz, hasattr(A(), "q"), getattr(A(), "q", 1))
A().q
#== special methods 19
class A:
    def __setattr__(self, n, v): object.__setattr__(self, n, v * 2)
a = A()
a.x = 2
print(a.x)
class B:
    def __setattr__(self, n, v): super().__setattr__("_" + n, v)
b = B()
b.y = 1
print(b._y, b.__dict__)
#== special methods 20
class A:
    def __delattr__(self, n): print("del", n)
del A().x
#== special methods 21
class A:
    def __contains__(self, x): return x == 1
    def __iter__(self): return iter([5])
print(1 in A(), 5 in A())
#== special methods 22
class A:
    def __str__(self): return "str"
    def __repr__(self): return "repr"
print(A(), [A()], f"{A()!r} {A()!s} {A()}", str(A()), repr(A()))
#== special methods 23
class A:
    def __lt__(self, o): return "lt"
    def __gt__(self, o): return "gt"
    def __le__(self, o): return "le"
print(A() < 1, 1 < A(), A() > 1, 1 >= A())
#== special methods 24
class A:
    def __ne__(self, o): return "ne"
    def __eq__(self, o): return "eq"
print(A() == 1, 1 == A(), A() != 1, 1 != A())
#== special methods 25
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print(list(It()), sum(It()), next(It()), max(It()))
for a in It(): print(a)
#== special methods 26
class A:
    def __new__(cls, x):
        print("new", x)
        return super().__new__(cls)
    def __init__(self, x): self.x = x
print(A(3).x)
class S:
    _one = None
    def __new__(cls):
        if cls._one is None: cls._one = super().__new__(cls)
        return cls._one
print(S() is S())
#== special methods 27
class A:
    def __class_getitem__(cls, k): return f"{cls.__name__}[{k}]"
print(A[3])
#== special methods 28
class M(str):
    def __new__(cls, v): return super().__new__(cls, v.upper())
print(M("abc"), M("x") == "X")
#== special methods 29
class A:
    __slots__ = ("x",)
a = A()
a.x = 1
print(a.x)
a.y = 2
#== special methods 30
class A:
    def __hash__(self): return 42
    def __eq__(self, o): return isinstance(o, A)
print(len({A(), A()}), {A(): 1}[A()], hash(A()))
#== properties 1
class A:
    def __init__(self): self._x = 1
    @property
    def x(self):
        "the x"
        return self._x
    @x.setter
    def x(self, v): self._x = v * 2
    @x.deleter
    def x(self): print("deleted")
    y = property(lambda self: 7)
a = A()
a.x = 5
print(a.x, a.y, A.x.fget(a), isinstance(A.x, property))
del a.x
a.y = 1
#== properties 2
class A:
    @property
    def x(self): return self.missing
A().x
#== properties 3
class A:
    @property
    def x(self): return 1
del A().x
#== properties 4
class D:
    def __get__(self, obj, owner): return (obj is None, owner.__name__)
    def __set_name__(self, owner, name): print("name", name)
class A:
    d = D()
print(A().d, A.d)
#== properties 5
class D:
    def __init__(self): self.v = {}
    def __get__(self, obj, owner=None): return self.v.get(id(obj), "unset")
    def __set__(self, obj, v): self.v[id(obj)] = v
class A:
    d = D()
a = A()
print(a.d)
a.d = 3
print(a.d, a.__dict__)
#== properties 6
class A:
    @classmethod
    def make(cls): return cls()
    @staticmethod
    def s(x): return x
class B(A): pass
print(type(B.make()).__name__, B.s(1), B().s(2), A.make.__func__.__name__)
#== type 1
A = type("A", (), {"x": 1, "f": lambda self: self.x})
print(A().f(), A.__name__, type(A()) is A, type(5), type("x") is str, type(None), type(type), type([]).__name__)
B = type("B", (A,), {})
print(B().x, B.__bases__[0] is A)
#== type 2
class Meta(type):
    def __init__(cls, name, bases, ns):
        super().__init__(name, bases, ns)
        cls.registry = name.lower()
    def hello(cls): return "hello " + cls.__name__
class A(metaclass=Meta): pass
print(A.registry, A.hello(), type(A) is Meta, isinstance(A, Meta))
#== type 3
class A:
    class B:
        x = 1
    def f(self): return self.B.x
print(A().f(), A.B.__qualname__)
#== type 4
class A:
    x: int = 1
    y: str
print(A.__annotations__, A.x)
#== type 5
class A:
    __private = 1
    def get(self): return self.__private
    def __hidden(self): return 2
    def call(self): return self.__hidden()
print(A().get(), A()._A__private, A().call())
A().__private
#== type 6
def f():
    class Local:
        def g(self): return __class__.__name__
    return Local()
print(f().g(), type(f()).__qualname__)
#== type 7
print(isinstance(1, int), isinstance(True, int), isinstance("a", (int, str)), isinstance([], object), issubclass(bool, int), isinstance(None, type(None)), isinstance(int, type))
#== type 8
isinstance(1, "x")
#== type 9
issubclass(1, int)
#== type 10
class A:
    items = [1, 2]
    doubled = [i * 2 for i in items]
    total = 0
    for i in items: total += i
    if total > 2: big = True
print(A.doubled, A.total, A.big, A.i)
#== operators by their methods
print((1).__add__(2), (1).__add__('x'), 'a'.__mul__(3), [1].__eq__([1]), (2).__lt__(3), {1}.__or__({2}) == {1, 2}, (5).__neg__(), int.__add__(1, 2), (1).__radd__(5), hasattr({}, '__add__'), hasattr('', '__add__'))
class N(int):
    def __add__(self, o): return N(super().__add__(o) * 10)
print(N(1) + 2)
class D(dict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
    def __eq__(self, o): return super().__eq__(o)
d = D()
d['a'] = 1
print(d, d == {'A': 1})
#== isinstance with types that have no values
print(isinstance(b'x', (bytes, bytearray)), isinstance(1, complex))
#== docs of properties
class A:
    @property
    def x(self):
        "the x"
print(A.x.__doc__)
