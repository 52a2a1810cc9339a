#== digests
import hashlib
for name in ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s"]:
    h = hashlib.new(name)
    h.update(b"abc")
    c = h.copy()
    h.update(b"def")
    print(name, h.name, h.digest_size, h.block_size, h.hexdigest() == getattr(hashlib, name)(b"abcdef").hexdigest(), h.hexdigest(), c.hexdigest()[:16], len(c.digest()))
print(hashlib.md5("é".encode()).hexdigest(), hashlib.sha256().hexdigest(), hashlib.md5(b"x", usedforsecurity=False).hexdigest(), hashlib.blake2b(b"x", digest_size=16).hexdigest())
print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 10).hex(), hashlib.pbkdf2_hmac("sha1", b"p", b"s", 2, dklen=8).hex())
for f in [lambda: hashlib.md5("text"), lambda: hashlib.new("nope")]:
    try:
        f()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
#== hmac
import hmac, hashlib
h = hmac.new(b"key", b"message", hashlib.sha256)
print(h.hexdigest(), hmac.new(b"key", b"message", "sha1").hexdigest(), hmac.new(b"k" * 200, digestmod="md5").hexdigest(), hmac.compare_digest("a", "a"), hmac.compare_digest(b"a", b"b"))
h.update(b"!"); print(h.copy().digest() == h.digest(), h.digest_size, hmac.digest(b"k", b"m", "sha256").hex())
#== seeded random
import random
random.seed(42)
print(random.random(), random.randint(1, 100), random.randrange(10), random.randrange(5, 50, 5), random.choice("abcdef"), random.uniform(1, 2), random.getrandbits(40), random.getrandbits(128))
print(random.choices([1, 2, 3], k=5), random.choices("ab", weights=[1, 9], k=6), random.sample(range(100), 5), random.sample(["a", "b", "c"], 2))
l = list(range(10)); random.shuffle(l); print(l)
r = random.Random("seed"); print(r.random(), r.randint(0, 10**30), r.choice([1]), random.Random(-7).random(), random.Random(2**70).random(), random.Random(b"x").random(), random.Random(1.5).random())
print(random.Random(1).gauss(0, 1), random.Random(1).choice(range(1000)), random.Random(3).sample(range(10000), 3), random.Random(0).randbytes(4))
random.seed("x", version=2); print(random.random())
for f in [lambda: random.choice([]), lambda: random.randint(2, 1), lambda: random.sample([1], 2)]:
    try:
        f()
    except (IndexError, ValueError) as e:
        print(type(e).__name__, e)
#== unseeded
import random, secrets
print(0 <= random.random() < 1, len({random.getrandbits(64) for _ in range(4)}), len(secrets.token_hex(8)), len(secrets.token_bytes(5)), len(secrets.token_urlsafe(6)), secrets.choice([3]), 0 <= secrets.randbelow(3) < 3, secrets.compare_digest("a", "a"), len(secrets.token_hex()))
#== math
import math
print(math.pi, math.e, math.inf, math.nan, math.tau, math.sqrt(2), math.floor(-1.5), math.ceil(1.2), math.trunc(-1.7), math.gcd(12, 18), math.lcm(4, 6), math.factorial(20), math.comb(5, 2), math.perm(5, 2), math.isqrt(17))
print(math.log(8, 2), math.log2(8), math.log10(1000), math.log(10), math.exp(1), math.pow(2, 3), math.hypot(3, 4), math.fabs(-2), math.fmod(-7, 3), math.copysign(1, -2), math.isclose(0.1 + 0.2, 0.3), math.isnan(math.nan), math.isinf(math.inf), math.isfinite(1), math.prod([1, 2, 3]), math.fsum([0.1] * 10))
print(math.sin(1), math.cos(1), math.degrees(math.pi), math.radians(180), math.modf(1.5), math.frexp(8.0), math.ldexp(0.5, 4), math.dist((0, 0), (3, 4)))
for f in [lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.floor("x"), lambda: math.floor(math.inf)]:
    try:
        f()
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__, e)
#== copies
import copy
class A:
    def __init__(self):
        self.items = [1]
class B(A):
    def __copy__(self):
        return "copied"
    def __deepcopy__(self, memo):
        return "deeply"
a = A(); b = copy.copy(a); c = copy.deepcopy(a); a.items.append(2)
print(b.items, c.items, type(c).__name__, copy.copy(B()), copy.deepcopy([B()]), copy.deepcopy({"a": [1, (2, [3])]}), copy.copy({1, 2}))
x = [1]; x.append(x); y = copy.deepcopy(x); print(y[1] is y, y is x)
#== base64 and binascii
import base64, binascii
print(base64.b64encode(b"\xff\xfe?>"), base64.urlsafe_b64encode(b"\xff\xfe?>"), base64.b64decode("aGk="), base64.b64decode(b"aG k="), base64.urlsafe_b64decode("__4_Pg=="), base64.b32encode(b"hi"), base64.b32decode("NBUQ===="), base64.b16encode(b"hi"), base64.b16decode("6869"), base64.standard_b64encode(b"a"))
print(binascii.hexlify(b"\x01\xff"), binascii.unhexlify("01ff"), binascii.crc32(b"abc"), binascii.b2a_hex(b"a"), binascii.a2b_hex(b"61"))
for f in [lambda: base64.b64decode("a"), lambda: binascii.unhexlify("0"), lambda: binascii.unhexlify("zz"), lambda: base64.b64encode("x"), lambda: base64.b64decode("a!Gk=", validate=True)]:
    try:
        f()
    except (binascii.Error, TypeError) as e:
        print(type(e).__name__, e)
