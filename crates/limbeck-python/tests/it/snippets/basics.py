#== assignment and print
x = 1
y = x + 2
print(x, y, sep='-', end='!\n')
#== functions
def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw
print(f(1, c=3))
print(f(1, 2, 3, 4, c=5, d=6, e=7))
#== if and for
for i in range(5):
    if i == 3:
        break
    elif i == 1:
        continue
    else:
        print(i)
else:
    print('no')
#== for else
for i in []:
    pass
else:
    print('else')
#== while
n = 3
while n:
    n -= 1
    print(n)
else:
    print('done')
#== closures
def outer():
    n = 0
    def inner():
        nonlocal n
        n += 1
        return n
    return inner
g = outer()
g()
print(g(), g())
#== try
try:
    1 / 0
except ZeroDivisionError as e:
    print('caught', e)
else:
    print('no')
finally:
    print('finally')
#== classes
class A:
    x = 1
    def __init__(self, y):
        self.y = y
    def total(self):
        return self.x + self.y
class B(A):
    def __init__(self, y):
        super().__init__(y * 2)
    def total(self):
        return super().total() + 100
print(A(2).total(), B(2).total())
#== generators
def gen():
    x = yield 1
    print('got', x)
    try:
        yield 2
    finally:
        print('cleanup')
g = gen()
print(next(g))
print(g.send('hello'))
g.close()
#== comprehension
print([i * j for i in range(3) for j in range(3) if i != j])
print({i: i * i for i in range(3)}, {i % 2 for i in range(4)})
print(sum(i for i in range(10)))
#== fstring
name = 'x'
n = 3.14159
print(f'{name!r:>5} {n:.2f} {n=} {1 + 1}')
#== unpack
a, *b, c = range(5)
print(a, b, c)
#== name error
print(undefined_name)
#== type error
1 + 'a'
#== missing argument
def f(x): pass
f()
#== match
def m(v):
    match v:
        case 0: return 'zero'
        case [x, *rest]: return f'seq {x} {rest}'
        case {'a': a, **rest}: return f'map {a} {rest}'
        case str() as s: return 'str ' + s
        case int(n) if n > 5: return 'big'
        case _: return 'other'
print(m(0), m([1, 2, 3]), m({'a': 1, 'b': 2}), m('q'), m(7), m(2))
#== with
class M:
    def __enter__(self):
        print('enter')
        return 'value'
    def __exit__(self, t, v, tb):
        print('exit', t, v)
        return True
with M() as m:
    print(m)
    raise ValueError('x')
print('after')
