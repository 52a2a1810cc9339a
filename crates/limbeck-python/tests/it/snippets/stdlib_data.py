#== json dumps
import json
print(json.dumps({"a": [1, 2.5, None, True, "x\n\"é"], "b": {"c": ()}, 1: 2, None: 3, True: 4, 1.5: 5}))
print(json.dumps({"é": "中文😀"}, ensure_ascii=False), json.dumps("中😀\x7f\x01"), json.dumps([]), json.dumps({}), json.dumps("a/b\\"))
print(json.dumps({"b": 1, "a": [1, {"z": []}]}, indent=2, sort_keys=True))
print(json.dumps([1, [2, []], {}], indent="\t"), json.dumps({"a": 1, "b": 2}, separators=(",", ":")), json.dumps([1, 2], indent=0))
print(json.dumps(float("nan")), json.dumps([float("inf"), -float("inf")]), json.dumps(1e100), json.dumps(10**20), json.dumps(0.1))
#== json dumps errors
import json
class A: pass
for f in [lambda: json.dumps(A()), lambda: json.dumps({1, 2}), lambda: json.dumps({(1, 2): 3}), lambda: json.dumps(float("nan"), allow_nan=False), lambda: json.dumps(b"x"), lambda: json.dumps({1: 1, "a": 2}, sort_keys=True)]:
    try:
        f()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
a = []
a.append(a)
try:
    json.dumps(a)
except ValueError as e:
    print(e)
print(json.dumps({(1,): 2, "a": 1}, skipkeys=True))
#== json default and cls
import json
from datetime import date
from enum import Enum, IntEnum
class E(str, Enum):
    A = "a"
class I(IntEnum):
    X = 3
class Enc(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, date):
            return o.isoformat()
        return super().default(o)
print(json.dumps({"d": date(2024, 1, 2)}, default=str), json.dumps([date(2024, 1, 2)], cls=Enc), json.dumps([E.A, I.X]), json.dumps({E.A: 1}))
try:
    json.dumps({1, 2}, cls=Enc)
except TypeError as e:
    print(e)
print(json.JSONEncoder(indent=1).encode([1]))
#== json loads
import json
print(json.loads('{"a": [1, -2.5e3, null, true, false, "\\u00e9\\n\\ud83d\\ude00"], "b": {}}'), json.loads(" 5 "), json.loads('"x"'), json.loads("[]"), json.loads(b'{"k": 1}'))
print(type(json.loads("1")).__name__, type(json.loads("1.0")).__name__, json.loads("123456789012345678901234567890"), json.loads("[NaN, Infinity, -Infinity]"), json.loads("1e5"), json.loads("-0"), json.loads("-0.0"))
print(json.loads('{"a": 1, "a": 2}'), json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d)), json.loads('{"b": 1, "a": 2}', object_pairs_hook=list), json.loads("[1.5, 2]", parse_float=str, parse_int=lambda s: s + "!"))
#== json errors
import json
for text in ["", "{", "[1,", "[1 2]", '{"a"}', '{"a":}', "{'a': 1}", "nul", '"abc', '"\\x"', '"\\u12"', "1 2", "[1,]", '{"a":1,}', "\n\n  x", "01", "-", "[1.]", '"a\nb"', "{1: 2}", "1.5.5"]:
    try:
        print(json.loads(text))
    except json.JSONDecodeError as e:
        print(repr(text), e, e.pos, e.lineno, e.colno, e.msg)
try:
    json.loads("x")
except ValueError as e:
    print(type(e).__name__)
try:
    json.loads(5)
except TypeError as e:
    print(e)
print(json.JSONDecoder().raw_decode('{"a": 1} tail'))
#== json round trip
import json
data = {"name": "x", "items": [{"id": i, "v": i / 3} for i in range(3)], "n": None}
print(json.loads(json.dumps(data)) == data, json.loads(json.dumps(data, indent=4)) == data)
#== uuid
import uuid
u = uuid.UUID("12345678-1234-5678-1234-567812345678")
print(u, repr(u), u.hex, u.int, u.bytes, u.urn, u.version, u.variant, u.fields, u.node, u.time_low, u.bytes_le, u.clock_seq, u.time)
print(uuid.UUID("{12345678123456781234567812345678}") == u, uuid.UUID(hex=u.hex) == u, uuid.UUID(bytes=u.bytes) == u, uuid.UUID(int=u.int) == u, uuid.UUID(bytes_le=u.bytes_le) == u, uuid.UUID(fields=u.fields) == u, uuid.UUID("urn:uuid:" + str(u)) == u)
print(uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid3(uuid.NAMESPACE_URL, "http://x"), uuid.NAMESPACE_OID, uuid.UUID(int=5, version=4), uuid.UUID(int=0))
a, b = uuid.uuid4(), uuid.uuid4()
print(a != b, a.version, len(str(a)), type(a) is uuid.UUID, isinstance(a, uuid.UUID), len({a, b, a}), uuid.uuid1().version, hash(u) == hash(uuid.UUID(str(u))), u < uuid.UUID(int=2**128 - 1), int(uuid.UUID(int=7)), f"{u}", "%s" % u)
for f in [lambda: uuid.UUID("x"), lambda: uuid.UUID(), lambda: uuid.UUID(bytes=b"x"), lambda: uuid.UUID(int=-1), lambda: uuid.UUID(5), lambda: u < 5, lambda: uuid.UUID(fields=(1,)), lambda: uuid.UUID(int=1, version=9)]:
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(u == str(u), str(u) == "12345678-1234-5678-1234-567812345678")
#== itertools
from itertools import *
print(list(islice(count(10), 3)), list(islice(count(1, 0.5), 3)), list(islice(cycle("ab"), 5)), list(repeat(7, 3)), list(accumulate([1, 2, 3])), list(accumulate([3, 1, 2], max)), list(accumulate([1, 2], initial=100)), list(accumulate([])))
print(list(chain([1], "ab", (2,))), list(chain.from_iterable([[1, 2], [3]])), list(compress("abcd", [1, 0, 1, 0])), list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(filterfalse(lambda x: x % 2, range(5))), list(filterfalse(None, [0, 1, ""])))
print(list(starmap(pow, [(2, 3), (3, 2)])), list(pairwise("abcd")), list(islice("abcdef", 1, None, 2)), list(islice("abc", 2)), list(islice("abcdef", 2, 4)), list(zip_longest("ab", "c", fillvalue="-")), list(zip_longest()), [list(t) for t in tee([1, 2])])
print(list(product("ab", [1, 2])), list(product([0, 1], repeat=2)), list(product()), list(permutations("abc", 2)), list(permutations([1, 2])), list(combinations("abcd", 2)), list(combinations_with_replacement("ab", 2)), list(combinations("ab", 3)), list(combinations("ab", 0)))
print([(k, list(g)) for k, g in groupby("aabbbc")], [(k, len(list(g))) for k, g in groupby(sorted(["b", "aa", "c"], key=len), key=len)], [k for k, _ in groupby([1, 1, 2])])
#== itertools groups
from itertools import groupby, islice, tee, chain
rows = [("a", 1), ("a", 2), ("b", 3)]
print({k: [v for _, v in g] for k, g in groupby(rows, key=lambda r: r[0])})
it = iter(range(10))
print(list(islice(it, 3)), list(islice(it, 2)), next(it))
a, b = tee(x * x for x in range(3))
print(next(a), list(b), list(a), next(chain([], [5])), sum(chain([1], [2])))
for args in [(-1,), (1, -1), (0, 5, 0)]:
    try:
        islice([], *args)
    except ValueError as e:
        print(e)
#== math
import math
print(math.pi, math.e, math.tau, math.inf, math.nan, math.ceil(1.2), math.floor(-1.2), math.trunc(-1.7), math.sqrt(2), math.pow(2, 0.5), math.exp(1), math.log(10), math.log(8, 2), math.log2(8), math.log10(1000), math.log1p(0.5))
print(math.sin(1), math.cos(1), math.tan(1), math.asin(1), math.acos(0), math.atan(1), math.atan2(1, -1), math.degrees(math.pi), math.radians(180), math.hypot(3, 4), math.fabs(-2), math.fmod(-7, 3), math.modf(-2.5), math.frexp(8.0), math.ldexp(0.5, 4))
print(math.gcd(12, 18), math.lcm(4, 6), math.factorial(20), math.comb(5, 2), math.perm(5, 2), math.perm(4), math.isqrt(17), math.prod([1, 2, 3]), math.fsum([0.1] * 10), math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1), math.isclose(0.1 + 0.2, 0.3), math.copysign(1, -0.0), math.dist([0, 0], [3, 4]))
print(math.ceil(5), math.floor(True), math.gcd(), math.log(10**400), math.floor(1e20), math.exp2(3))
for f in [lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.exp(1000), lambda: math.factorial(-1), lambda: math.sqrt("x"), lambda: math.floor(math.inf), lambda: math.ceil(math.nan), lambda: math.gcd(1.5), lambda: math.acos(2), lambda: math.pow(0, -1), lambda: math.isqrt(-1), lambda: math.comb(-1, 2), lambda: math.factorial(1.5)]:
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
#== copy
import copy
a = [1, [2, 3], {"k": [4]}]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append(9)
a[2]["k"].append(8)
print(b, c, b[1] is a[1], c[1] is a[1])
class P:
    def __init__(self):
        self.items = [1]
        self.me = self
p = P()
q, r = copy.copy(p), copy.deepcopy(p)
p.items.append(2)
print(q.items, r.items, r.me is r, q.me is p, type(r).__name__)
class C:
    def __copy__(self):
        return "copied"
    def __deepcopy__(self, memo):
        return "deep"
print(copy.copy(C()), copy.deepcopy([C()]), copy.copy({1}), copy.deepcopy((1, [2])), copy.deepcopy("x"), copy.copy(None))
t = (1, 2)
print(copy.deepcopy(t) is t, copy.copy({"a": 1}))
from collections import defaultdict, OrderedDict, Counter, namedtuple
d = defaultdict(list, {"a": [1]})
e = copy.deepcopy(d)
e["a"].append(2)
e["b"].append(1)
print(d, e, copy.copy(Counter("ab")) == Counter("ab"), copy.deepcopy(namedtuple("N", "a")([1])))
x = [1]
y = copy.deepcopy([x, x])
print(y[0] is y[1])
#== base64
import base64
print(base64.b64encode(b"hello"), base64.b64decode("aGVsbG8="), base64.b64decode(b"aGVs bG8="), base64.urlsafe_b64encode(b"\xff\xfe\xfd"), base64.urlsafe_b64decode("__79"), base64.b64encode(b""), base64.b64encode(b"\xfb\xff", altchars=b"-_"), base64.standard_b64encode(b"a"))
print(base64.b32encode(b"hello"), base64.b32decode("NBSWY3DP"), base64.b32decode("nbswy3dp", casefold=True), base64.b32encode(b"a"), base64.b32decode("ME======"), base64.b16encode(b"\xab"), base64.b16decode("AB"), base64.encodebytes(b"x" * 60))
for f in [lambda: base64.b64decode("a"), lambda: base64.b64decode("abc"), lambda: base64.b64encode("x"), lambda: base64.b32decode("A"), lambda: base64.b16decode("ab"), lambda: base64.b64decode("é"), lambda: base64.b64decode(5)]:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
#== binascii
import binascii, zlib
print(binascii.hexlify(b"\x00\xff"), binascii.unhexlify("00ff"), binascii.crc32(b"hello"), binascii.b2a_base64(b"x"), binascii.a2b_base64(b"eA=="), zlib.crc32(b"hello"), zlib.adler32(b"hello"))
for v in ["0", "zz"]:
    try:
        binascii.unhexlify(v)
    except binascii.Error as e:
        print(e)
#== hashlib
import hashlib
for name in ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s"]:
    h = hashlib.new(name, b"abc")
    print(name, h.hexdigest(), h.digest_size, h.block_size, h.name, getattr(hashlib, name)().hexdigest()[:8])
h = hashlib.sha256()
h.update(b"a")
g = h.copy()
h.update(b"b")
print(h.hexdigest()[:16], g.hexdigest()[:16], h.digest()[:4], hashlib.md5("é".encode()).hexdigest(), hashlib.blake2b(b"x", digest_size=8).hexdigest(), hashlib.md5(b"x", usedforsecurity=False).hexdigest())
print(hashlib.pbkdf2_hmac("sha256", b"pw", b"salt", 10).hex(), hashlib.pbkdf2_hmac("sha1", b"pw", b"salt", 2, 30).hex())
for f in [lambda: hashlib.md5("x"), lambda: hashlib.new("nope"), lambda: hashlib.md5(5)]:
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
#== hmac
import hmac, hashlib
print(hmac.new(b"k", b"msg", hashlib.sha256).hexdigest(), hmac.new(b"k", b"msg", "md5").hexdigest(), hmac.digest(b"k", b"m", "sha1").hex(), hmac.compare_digest("a", "a"), hmac.compare_digest(b"a", b"b"))
h = hmac.new(b"key", digestmod="sha512")
h.update(b"x")
print(h.hexdigest()[:20], h.name, h.digest_size)
#== random
import random
random.seed(42)
print(random.random(), random.randint(1, 100), random.choice("abcdef"), random.uniform(1, 2), random.randrange(0, 100, 7), random.getrandbits(70))
x = list(range(10))
random.shuffle(x)
print(x, random.sample(range(100), 5), random.sample("abcdef", 3), random.sample(range(10**6), 4), random.choices("abc", k=5), random.choices([1, 2], weights=[1, 9], k=4), random.gauss(0, 1), random.gauss(0, 1), random.normalvariate(0, 1), random.triangular(), random.expovariate(2), random.randbytes(5))
for s in ["hello", b"bytes", 0, -5, 10**30, 3.7, 0.5]:
    random.seed(s)
    print(random.random(), random.getrandbits(8))
r = random.Random(7)
state = r.getstate()
a = r.random()
r.setstate(state)
print(a == r.random(), random.Random(1).randint(0, 10**12), random.Random("x").sample([1, 2, 3], k=2, counts=[2, 2, 2]))
for f in [lambda: random.choice([]), lambda: random.randint(2, 1), lambda: random.sample([1], 2), lambda: random.randrange(0), lambda: random.choices([1], [0]), lambda: random.sample({1}, 1)]:
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
#== random unseeded and secrets
import random, secrets
print(0 <= random.random() < 1, len(secrets.token_hex(8)), len(secrets.token_bytes(5)), len(secrets.token_urlsafe(16)), secrets.choice([3]), secrets.randbelow(1), secrets.randbits(8) < 256, secrets.compare_digest("a", "a"), random.SystemRandom().randint(4, 4), len(secrets.token_hex()))
