#== list 1
a = [3, 1, 2]
a.append(4); a.extend([5, 6]); a.insert(0, 0); a.remove(3)
print(a, a.pop(), a.pop(0), a, a.index(2), a.count(1), len(a))
#== list 2
a = [3, 1, 2]
a.sort(); print(a); a.sort(reverse=True); print(a); a.reverse(); print(a)
print(sorted(["b", "A", "c"], key=str.lower), sorted([(1, "b"), (1, "a")]), sorted({3, 1}), sorted("bca", reverse=True))
#== list 3
a = [1, 2, 3, 4, 5]
print(a[1:3], a[::-1], a[-2:], a[::2], a[5:], a[3:1], a[-100:100])
a[1:3] = [9]
print(a)
a[::2] = [0, 0]
print(a)
del a[0]
print(a)
del a[1:]
print(a)
#== list 4
[1][5]
#== list 5
[][0] = 1
#== list 6
[1]["a"]
#== list 7
[].pop()
#== list 8
[1].remove(2)
#== list 9
[1].index(5)
#== list 10
[1, "a"].sort()
#== list 11
a = [1, 2]
b = a
b += [3]
print(a, a is b, a + [4], a * 2, [0] * 3, 2 * [1])
a *= 2
print(b)
#== list 12
a = [1, 2, 3]
a[0], a[2] = a[2], a[0]
print(a, a == [3, 2, 1], a < [3, 3], [1, 2] < [1, 2, 0], [] < [1], a != [1])
#== list 13
a = [1]
a.append(a)
print(a, len(a))
#== list 14
print(list("abc"), list(range(3)), list({"a": 1}), list((1, 2)), list(), [*range(2), *"ab"])
#== list 15
list(5)
#== list 16
a = [1, 2, 3, 4]
a[1::2] = [1]
#== list 17
print([1, 2, 3].copy(), [[]] * 2, [None] * 2, [1, [2, [3]]])
x = [1, 2, 3]
x.clear()
print(x)
#== list 18
[1] + (2,)
#== list 19
print(3 in [1, 2, 3], 4 not in [1], [1] in [[1]], any([0, 1]), all([]), any([]), all([1, 0]))
#== list 20
for i, (a, b) in enumerate([(1, 2), (3, 4)], start=5): print(i, a, b)
#== list 21
print(list(zip([1, 2], "ab", (True, False))), list(zip()), dict(zip("ab", [1, 2])), list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(filter(None, [0, 1, "", "a"])), list(reversed([1, 2])))
#== list 22
list(zip([1], [1, 2], strict=True))
#== list 23
print(list(filter(lambda x: x > 1, [1, 2, 3])), list(map(str, range(3))), list(reversed("abc")), list(reversed(range(3))), max([[1, 2], [1, 3]]))
#== list 24
[].sort(5)
#== list 25
sorted()
#== list 26
print([x for x in range(10) if x % 2 if x > 3], [(x, y) for x in range(2) for y in "ab"], [[j for j in range(i)] for i in range(3)], [y := 1, y])
#== tuple 1
t = (1, 2, 3)
print(t, t[0], t[1:], t + (4,), t * 2, len(t), 2 in t, (1,), (), t.index(2), t.count(1), t == (1, 2, 3), tuple([1]), tuple("ab"), hash(t) == hash((1, 2, 3)))
#== tuple 2
t = (1, 2)
t[0] = 5
#== tuple 3
(1,)[3]
#== tuple 4
a, b = 1, 2
(c, d), e = (3, 4), 5
*f, g = "xyz"
print(a, b, c, d, e, f, g)
a, b = b, a
print(a, b)
#== tuple 5
a, b = 1, 2, 3
#== tuple 6
a, b = [1]
#== tuple 7
a, *b, c = [1]
#== tuple 8
a, b = 5
#== tuple 9
x = 1,
print(x, type(x).__name__, (1, 2) < (1, 3), (1, "a") == (1, "a"), ((1, 2), 3))
#== tuple 10
(1, 2).append(3)
#== dict 1
d = {"a": 1, "b": 2}
d["c"] = 3
print(d, d["a"], d.get("z"), d.get("z", 0), "a" in d, len(d), list(d), list(d.values()), list(d.items()))
del d["a"]
print(d, d.pop("b"), d.pop("x", None), d, d.setdefault("q", []), d)
#== dict 2
{}["x"]
#== dict 3
{}[(1, 2)]
#== dict 4
del {}["x"]
#== dict 5
{}.pop("k")
#== dict 6
{}.popitem()
#== dict 7
{[]: 1}
#== dict 8
d = {"a": 1}
d.update({"b": 2}, c=3)
d.update([("d", 4)])
print(d, d | {"e": 5}, {**d, "a": 0}, dict(a=1, b=2), dict([(1, 2)]), dict({"x": 1}, y=2), dict.fromkeys("ab", 0), dict.fromkeys([1]))
d |= {"z": 1}
print(d.popitem(), d.copy() == d, d == {})
#== dict 9
d = {}
for i in range(3): d[i] = i * i
print(d, {k: v for k, v in d.items() if v}, {v: k for k, v in d.items()}, sum(d.values()), max(d, key=d.get), sorted(d, reverse=True))
#== dict 10
d = {"a": 1}
for k in d:
    d["b"] = 2
#== dict 11
print(d := {1: "x"}, d.keys(), d.values(), d.items(), d.keys() & {1, 2}, {1} | d.keys(), (1, "x") in d.items(), list(reversed({"a": 1, "b": 2})))
#== dict 12
print({"b": 1, "a": 2} == {"a": 2, "b": 1}, {1: {2: 3}}[1][2], {} == {}, bool({}), {"x": None}.get("x", 5))
#== dict 13
dict([1])
#== dict 14
dict([(1, 2, 3)])
#== dict 15
dict(5)
#== dict 16
d = {"a": {"b": 1}}
d["a"]["b"] += 5
d["a"].setdefault("c", 2)
print(d, repr(d), str(d))
#== dict 17
d = {1: 2}
d[d] = 1
#== dict 18
{"a": 1} < {"b": 2}
#== dict 19
d = dict(x=1)
d.clear()
print(d, {None: 1, True: 2, 1.5: 3, (1,): 4, "s": 5, b"b": 6, frozenset([1]): 7})
#== dict 20
print(dict(zip("abc", range(3))), {**{"a": 1}, **{"a": 2}}, [*{"a": 1}], {i: [] for i in "ab"})
#== set 1
s = {1, 2, 3}
s.add(4); s.discard(9); s.remove(1)
print(sorted(s), 2 in s, len(s), sorted(s | {9}), s & {2}, sorted(s - {2}), sorted(s ^ {2, 7}), {2} <= s, s >= {2, 3}, {1} < {1}, s == {2, 3, 4}, s.isdisjoint({0}))
#== set 2
{1}.remove(5)
#== set 3
set().pop()
#== set 4
{[]}
#== set 5
print(set(), {1}, set("a"), frozenset([1]), frozenset(), sorted(set("hello")), {1, 1.0, True}, type({1} | frozenset([2])).__name__, {1, 2}.union([3], (4,)) == {1, 2, 3, 4}, {1, 2}.intersection([2]), {1, 2}.difference([2]), {1}.issubset([1, 2]), {1, 2}.issuperset([1]), {1}.symmetric_difference([2]) == {1, 2})
#== set 6
s = {1}
s |= {2}
s -= {1}
s.update([5], [6])
print(sorted(s))
t = s
t &= {5}
print(s, s is t)
s ^= {5, 7}
print(s)
#== set 7
{1} | [2]
#== set 8
{1} < 5
#== set 9
print({frozenset([1]): "a"}[frozenset([1])], frozenset([1]) == {1}, {x % 3 for x in range(9)} == {0, 1, 2})
#== set 10
frozenset([1]).add(2)
#== range 1
print(range(3), range(1, 10, 2), list(range(5, 0, -2)), len(range(10)), 3 in range(5), range(10)[2], range(10)[-1], range(10)[2:5], range(3) == range(0, 3), list(range(0)), range(5).index(3), range(10)[::-1], sum(range(101)))
#== range 2
range(1, 2, 0)
#== range 3
range("a")
#== range 4
range(3)[5]
#== range 5
range(1.5)
#== range 6
r = range(2, 8, 2)
print(r.start, r.stop, r.step, bool(range(0)), reversed(r).__next__(), 3 in r, max(r))
#== slice objects 1
print(slice(1, 2), slice(5), [1, 2, 3][slice(1, None)], slice(1, 10, 2).indices(5))
#== slice objects 2
[1][::0]
#== slice objects 3
class A:
    def __getitem__(self, k): return k
print(A()[1], A()[1:2], A()[1, 2], A()[::3], A()[1:2, 3], A()["x"])
