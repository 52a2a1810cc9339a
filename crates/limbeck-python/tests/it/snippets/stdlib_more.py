#== urllib quote
from urllib.parse import quote, unquote, quote_plus, unquote_plus, urlencode, unquote_to_bytes
print(quote("a b/é?&="), quote("a/b", safe=""), quote_plus("a b&c/é"), unquote("a%20b%C3%A9%zz"), unquote_plus("a+b%2B"), quote(b"\xff"), unquote_to_bytes("%ff"), quote("p@ss:w/rd", safe=""), quote_plus("p@ss w"), unquote("é%C3%A9"), quote(""), quote("~_-."))
print(urlencode({"a": 1, "b": "x y", "é": "&"}), urlencode([("a", [1, 2])], doseq=True), urlencode({"a": [1, 2]}), urlencode({"q": None}), urlencode({"a": "x y"}, quote_via=quote))
#== urllib parse
from urllib.parse import urlparse, urlsplit, urlunparse, urlunsplit, parse_qs, parse_qsl, urljoin, urldefrag
u = urlparse("postgresql://us%40er:p%3Aw@db.example.COM:5432/name;x?sslmode=require&a=1#frag")
print(u, u.scheme, u.netloc, u.username, u.password, u.hostname, u.port, u.path, u.query, u.geturl())
print(urlsplit("//h/p?q"), urlparse("path/only"), urlparse("mailto:x@y"), urlparse("http://[::1]:80/x").hostname, urlparse("http://h").port, urlparse("http://u@h").password, urlunparse(("http", "h", "/p", "", "q=1", "")), urlunsplit(("", "", "p", "", "")), u._replace(netloc="h").geturl())
print(parse_qs("a=1&a=2&b=&c"), parse_qs("b=", keep_blank_values=True), parse_qsl("x=1+2&y=%20"), urldefrag("http://a/b#c"))
for base, url in [("http://a/b/c/d", "e"), ("http://a/b/c/d", "../e"), ("http://a/b/c/d", "/e"), ("http://a/b", "//h/x"), ("http://a/b", "?q"), ("http://a/b", "#f"), ("http://a", "x"), ("http://a/b/", "./c/../d"), ("", "x"), ("http://a/b", "ftp://z/")]:
    print(urljoin(base, url))
try:
    urlparse("http://h:x").port
except ValueError as e:
    print(e)
#== heapq and bisect
import heapq, bisect
h = [5, 3, 8, 1]
heapq.heapify(h)
heapq.heappush(h, 2)
print(h, heapq.heappop(h), h, heapq.nsmallest(2, h), heapq.nlargest(2, h), heapq.heappushpop(h, 0), heapq.heapreplace(h, 9), h, list(heapq.merge([1, 4], [2, 3])))
a = [1, 3, 3, 5]
print(bisect.bisect(a, 3), bisect.bisect_left(a, 3), bisect.bisect_right(a, 9), bisect.bisect_left(["a", "bb"], 2, key=len))
bisect.insort(a, 4)
print(a)
#== pprint
from pprint import pformat, pprint
pprint({"b": 1, "a": [1, 2, {"x": None}]})
data = {"name": "x" * 30, "items": [{"id": i, "label": "item number %d" % i} for i in range(4)], "tuple": (1, 2, 3), "empty": {}, "set": {3}}
pprint(data)
print(pformat(list(range(40)), width=40, compact=True))
print(pformat(["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbb", "cccccccccc"], width=30, indent=4))
print(pformat({"z": 1, "a": 2}, sort_dicts=False), pformat({"a": {"b": {"c": 1}}}, depth=1))
pprint("a long string with many words in it that goes on and on until it is longer than one line can be")
pprint(("one" * 20, "two" * 20))
#== ipaddress
import ipaddress
a = ipaddress.ip_address("192.168.0.1")
print(a, repr(a), int(a), a.version, a + 1, a < ipaddress.ip_address("192.168.0.2"), a.packed, ipaddress.ip_address("::1"), repr(ipaddress.ip_address("2001:db8::ff00:42:8329")), ipaddress.ip_address("2001:0db8:0000:0000:0000:ff00:0042:8329"), ipaddress.ip_address("::"), ipaddress.ip_address("1::"), a.is_loopback)
n = ipaddress.ip_network("10.0.0.0/30")
print(n, repr(n), n.num_addresses, n.netmask, n.broadcast_address, n.prefixlen, list(n.hosts()), ipaddress.ip_address("10.0.0.2") in n, list(n)[0], ipaddress.ip_network("10.0.0.5/24", strict=False), ipaddress.ip_network("2001:db8::/32").prefixlen, n.subnet_of(ipaddress.ip_network("10.0.0.0/8")), n == ipaddress.ip_network("10.0.0.0/255.255.255.252"))
for f in [lambda: ipaddress.ip_address("1.2.3"), lambda: ipaddress.ip_network("10.0.0.1/8"), lambda: ipaddress.IPv4Address("1.2.3.400"), lambda: ipaddress.ip_network("x"), lambda: a < ipaddress.ip_address("::1"), lambda: ipaddress.IPv6Address("1:2")]:
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
#== fractions
from fractions import Fraction
from decimal import Decimal
a, b = Fraction(1, 3), Fraction("0.25")
print(a + b, a - b, a * b, a / b, a ** 2, -a, abs(-a), a < b, a == Fraction(2, 6), a + 1, 1 - a, a * 1.5, float(b), int(Fraction(7, 2)), round(Fraction(7, 2)), Fraction(0.5), Fraction(Decimal("1.1")), Fraction("3/4"), repr(a), hash(Fraction(2)) == hash(2), Fraction(7, 2) // 1, Fraction(7, 2) % 1, Fraction(3.14159).limit_denominator(100), a.numerator, a.denominator, sum([a, b]), Fraction(1, -2), Fraction("1e3"), round(Fraction(355, 113), 2), 2 ** Fraction(2))
for f in [lambda: Fraction(1, 0), lambda: Fraction("x"), lambda: Fraction(1.5, 2), lambda: a + "x"]:
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
#== traceback and platform
import traceback, platform
try:
    1 / 0
except ZeroDivisionError as e:
    text = traceback.format_exc()
    print(text.splitlines()[0], text.splitlines()[-1], traceback.format_exception_only(type(e), e))
print(traceback.format_exc() == "NoneType: None\n", type(platform.system()).__name__, platform.python_version().split(".")[0], platform.python_implementation())
#== importlib
import importlib
m = importlib.import_module("json")
import json
print(m is json, importlib.import_module("os.path").join("a", "b"))
try:
    importlib.import_module(".x")
except TypeError as e:
    print(e)
#== typed dictionaries made by a call
import typing
Point = typing.TypedDict("Point", {"x": int, "y": int})
print(Point(x=1, y=2), isinstance(Point(), dict))
#== literals in text
import ast
print(ast.literal_eval("[1, -2.5, {'a': (None, True), 'b': b'x'}, {3}, 0x10, 12345678901234567890]"))
print(ast.literal_eval("  'it''s'"), ast.literal_eval("()"), ast.literal_eval("{}"))
for wrong in ("f(1)", "a", "[x for x in y]", "1 if 2 else 3"):
    try:
        ast.literal_eval(wrong)
    except ValueError as error:
        print(type(error).__name__)
try:
    ast.literal_eval("1 +")
except SyntaxError:
    print("syntax")
