#== 1
from collections import Counter; print(Counter(["a", "b", "a"]).most_common(1), Counter("hello")["l"], sum(Counter(a=2, b=3).values()), sorted(Counter("aab").items()))
#== 2
from collections import defaultdict; d = defaultdict(set); d["x"].add(1); d["x"].add(1); print(dict(d), list(d), d.pop("x"), len(d))
#== 3
from collections import defaultdict; d = defaultdict(lambda: [0, 0]); d["a"][1] += 5; print(d["a"], {**d}, [k for k in d], d.keys(), list(d.values()))
#== 4
from collections import OrderedDict; o = OrderedDict(); o["b"] = 1; o["a"] = 2; print(list(o), o["a"], list(o.items()), o.pop("b"), len(o), "a" in o)
#== 5
from collections import namedtuple; Row = namedtuple("Row", ["id", "name"]); print([Row(*r) for r in [(1, "a"), (2, "b")]], Row(1, "x")._asdict()["name"], sorted([Row(2, "a"), Row(1, "z")])[0].id)
#== 6
from collections import deque; d = deque(maxlen=2); [d.append(i) for i in range(5)]; print(list(d), d[0], len(d)); d.clear(); print(d, not d)
#== 7
from collections import ChainMap; print(dict(ChainMap({"a": 1}, {"a": 2, "b": 3})), ChainMap({}, {"x": 1})["x"], list(ChainMap({"b": 1}, {"a": 2})))
#== 8
from itertools import chain, product, islice; print(list(chain([1], [2, 3])), len(list(product(range(3), repeat=2))), list(islice(range(100), 5, 20, 5)))
#== 9
from itertools import groupby; print({k: len(list(g)) for k, g in groupby(sorted("banana"))}, [list(g) for _, g in groupby([1, 1, 2, 3, 3])])
#== 10
from itertools import zip_longest, count, repeat; print(list(zip_longest([1, 2, 3], "ab")), list(zip(count(1), "ab")), list(map(pow, [2, 3], repeat(2))))
#== 11
from itertools import islice; it = iter(range(7)); print([list(islice(it, 3)) for _ in range(3)])
#== 12
from itertools import accumulate; import operator; print(list(accumulate([1, 2, 3, 4], operator.mul)), list(accumulate("abc")))
#== 13
from functools import partial, reduce; print(partial(int, base=16)("ff"), reduce(lambda a, b: a * b, [1, 2, 3, 4]), partial(print, "a", sep="-")("b"))
#== 14
from functools import lru_cache; f = lru_cache(maxsize=None)(lambda x: x * 2); print(f(2), f(2), f.cache_info().hits, f.cache_info())
#== 15
from functools import cached_property; A = type("A", (), {"v": 1}); print(hasattr(A, "v"), isinstance(cached_property(lambda s: 1), cached_property))
#== 16
from functools import total_ordering, cmp_to_key; print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)), max(["a", "ccc", "bb"], key=cmp_to_key(lambda a, b: len(a) - len(b))))
#== 17
from operator import itemgetter, attrgetter; print(max([(1, "b"), (2, "a")], key=itemgetter(1)), list(map(itemgetter("id"), [{"id": 3}])), itemgetter(slice(1, 3))([0, 1, 2, 3]))
#== 18
import math; print(math.ceil(7 / 2), math.floor(-0.5), math.sqrt(16), round(math.pi, 4), math.isclose(1.0, 1.0 + 1e-10), math.log(math.e), math.inf > 10**400)
#== 19
import math; print(math.gcd(0, 5), math.factorial(0), math.comb(10, 3), math.prod([]), math.trunc(2.9), math.fsum([1e16, 1.0, -1e16]), math.copysign(3, -1))
#== 20
import math; math.sqrt(-4)
#== 21
import math; math.floor("x")
#== 22
import random; random.seed(1); print([random.randint(0, 9) for _ in range(10)], random.random())
#== 23
import random; random.seed("abc"); print(random.choices(range(10), k=5), random.sample(range(50), 6), random.uniform(0, 1))
#== 24
import random; r = random.Random(99); l = list("abcdef"); r.shuffle(l); print(l, r.choice(l), r.randrange(10, 20, 3), r.getrandbits(16))
#== 25
import random; random.seed(0); print(random.gauss(10, 2), random.betavariate(1, 1) if False else "", random.choice(range(10**6)), random.randint(-5, 5))
#== 26
import copy; a = {"x": [1, {"y": 2}]}; b = copy.deepcopy(a); b["x"][1]["y"] = 3; print(a, b, copy.copy(a)["x"] is a["x"])
#== 27
import copy; from enum import Enum; E = Enum("E", "A B"); print(copy.deepcopy([E.A])[0] is E.A, copy.copy(E.B) is E.B)
#== 28
import copy; from datetime import datetime; from decimal import Decimal; x = [datetime(2024, 1, 1), Decimal("1.5"), {1, 2}, (1, [2])]; print(copy.deepcopy(x) == x)
#== 29
import os; print(os.path.join("a", "b"), os.path.splitext("x.py")[1], os.path.basename("/q/w.e"), os.getenv("LIMBECK_SURELY_UNSET"), os.environ.get("LIMBECK_SURELY_UNSET", 1))
#== 30
import os; os.environ["LIMBECK_SURELY_UNSET"]
#== 31
from pathlib import Path; print(Path("a") / "b" / "c.txt", Path("a/b.txt").stem, Path("/x/y").parent.name, Path("a.tar.gz").suffixes, Path("q").with_suffix(".py"))
#== 32
from pathlib import Path; print(sorted([Path("b"), Path("a/c"), Path("a")]), Path("a") in {Path("a")}, Path("a/b/../c").parts, str(Path("/")), Path("x") == "x")
#== 33
from pathlib import Path; Path("a").relative_to("b")
#== 34
from contextlib import suppress; import json; print([json.loads(x) if x else None for x in ("1", "", "[]")])
#== 35
from fractions import Fraction; print(Fraction(1, 3) + Fraction(1, 6), Fraction("0.125"), float(Fraction(1, 4)), Fraction(3, 6) == Fraction(1, 2), str(Fraction(4, 2)))
#== 36
from heapq import heappush, heappop; h = []; [heappush(h, x) for x in [3, 1, 2]]; print([heappop(h) for _ in range(3)], h)
#== 37
from bisect import bisect_left, insort; a = [1, 3, 5]; insort(a, 4); print(a, bisect_left(a, 3), bisect_left(a, 10))
#== 38
from urllib.parse import urlparse, quote_plus; print(urlparse("postgresql+psycopg2://u:p%40@h:5432/db?x=1").password, quote_plus("p@ss/w ord"), urlparse("sqlite:///a.db").path)
#== 39
from urllib.parse import urlencode, parse_qs; print(parse_qs(urlencode({"a": [1, 2], "b": "x&y"}, doseq=True)), urlparse("x") if False else "")
#== 40
import ipaddress; print(ipaddress.ip_network("192.168.0.0/24").num_addresses, ipaddress.ip_address("10.0.0.1") in ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_address("10.0.0.2") > ipaddress.ip_address("10.0.0.1"))
#== 41
import importlib; print(importlib.import_module("math").floor(2.5), importlib.import_module("collections.abc").__name__)
#== 42
import pprint; pprint.pprint([{"a": 1, "b": [1, 2, 3]}]); print(pprint.pformat({"b": 2, "a": 1}), pprint.pformat("x"))
#== 43
import string, itertools; print("".join(itertools.islice(itertools.cycle(string.digits), 12)), string.ascii_lowercase[:3], string.punctuation[:5])
#== 44
import time; t = time.perf_counter(); print(time.perf_counter() >= t, time.time() > 0, isinstance(time.time_ns(), int), time.monotonic() > 0)
#== 45
from operator import add, mul; from functools import reduce; print(reduce(add, [[1], [2]]), list(map(mul, [1, 2], [3, 4])), sorted({"a": 2, "b": 1}.items(), key=lambda kv: kv[1]))
#== 46
from zoneinfo import ZoneInfo; from datetime import datetime; print(datetime(2024, 1, 1, tzinfo=ZoneInfo("UTC")).isoformat(), ZoneInfo("UTC").key)
#== 47
from collections import Counter, defaultdict, OrderedDict; print(isinstance(Counter(), dict), issubclass(defaultdict, dict), type(OrderedDict()).__name__, bool(Counter()), Counter(a=1) + Counter(a=2))
#== 48
from collections import UserDict, UserList; print(UserDict({"a": 1})["a"], len(UserDict(a=1, b=2)), list(UserList([1, 2])))
#== 49
import hmac, hashlib; print(hmac.new(b"secret", b"data", hashlib.sha1).hexdigest(), hmac.compare_digest(b"a", b"a"))
#== 50
from base64 import b64decode; b64decode("abcde")
#== 51
from collections import deque; deque().popleft()
#== 52
from itertools import islice; list(islice([1], -1))
#== 53
from functools import reduce; reduce(lambda a, b: a, [])
#== 54
from collections import namedtuple; namedtuple("P", "x y")(1)
#== 55
import random; random.choice([])
#== 56
import copy; copy.deepcopy(x for x in [])
#== 57
import uuid, json; json.dumps({"id": uuid.UUID(int=1)})
