#== string constants and capwords
import string
print(string.ascii_letters, string.digits, string.hexdigits, string.octdigits, string.punctuation, repr(string.whitespace), len(string.printable))
print(string.capwords("hello  wORLD foo"), string.capwords("a-b-c", "-"))
#== templates
from string import Template
t = Template("$who owes ${amount}€ and $$5 to $Who_2.")
print(t.substitute(who="Al", amount=3, Who_2="Bo"), t.substitute({"who": 1, "amount": 2, "Who_2": 3}, who="kw"))
print(t.safe_substitute(who="Al"), Template("$ 5 $").safe_substitute(), t.template, t.get_identifiers(), t.is_valid(), Template("$").is_valid())
for f in [lambda: t.substitute(who="x"), lambda: Template("a\nb $ c").substitute(), lambda: Template("$-").substitute()]:
    try:
        f()
    except (KeyError, ValueError) as e:
        print(type(e).__name__, e)
class P(Template):
    delimiter = "%"
print(P("%a %% $a %{b}").substitute(a=1, b=2))
#== html
import html
from html import escape, unescape
print(escape("<a href=\"x\">it's & </a>"), escape("\"'", quote=False), html.escape("plain"))
print(unescape("&lt;b&gt; &amp;amp; &quot;&#39;&#x27;&nbsp;|&copy &copyright; &notit; &eacute;&Eacute;&hellip;&rarr;&bogus; &bogus & &#0; &#128; &#xD800; &#x110000; &#1; &NotEqualTilde; &#65&#66;"))
print(unescape("no references"), unescape("&&&"), unescape("&;"), unescape("&ampx &ltgt"))
#== quote and unquote
from urllib.parse import quote, quote_plus, unquote, unquote_plus, unquote_to_bytes, quote_from_bytes
print(quote("a b/c?d=é&~_.-"), quote("a/b", safe=""), quote("é", encoding="latin-1"), quote(b"\xff a"), quote(""), quote_plus("a b&c/é+"), quote_plus("a b/c", safe="/"))
print(unquote("a%20b%2Fc%C3%A9"), unquote("100%"), unquote("%zz%4"), unquote("%  ;%+1% a"), unquote("é%20ü"), unquote("%ff"), unquote_plus("a+b%2B"), unquote_to_bytes("a%ffb"), quote_from_bytes(b"a b"), unquote(b"a%20b"))
p = "p@ss:w/rd%#"
print(f"postgresql://user:{quote_plus(p)}@host/db", unquote(quote_plus(p)) == p)
#== urlsplit and urlparse
from urllib.parse import *
for u in ["http://User:Pa%40ss@Host.Example:8080/a/b;p?q=1&r=2#frag", "postgresql+psycopg2://u:p@localhost/db", "//host/path", "path/only?x#y", "mailto:a@b.c", "sqlite:///file.db", "http://[::1]:80/x", "HTTP://X", "", "a:b:c", "http://h?q", "1http://x", "http://h/;p"]:
    s, p = urlsplit(u), urlparse(u)
    print(s, p, s.geturl(), p.geturl(), s.username, s.password, s.hostname, s.port)
u = urlparse("http://h:80/p?q=1")
print(u.scheme, u[1], u._replace(netloc="other", query="").geturl(), urlunparse(("https", "h", "/p", "", "a=b", "f")), urlunsplit(("", "h", "p", "", "")), isinstance(u, tuple), tuple(u))
for bad in ["http://h:99999", "http://h:x"]:
    try:
        urlsplit(bad).port
    except ValueError as e:
        print(e)
try:
    urlsplit("http://[::1/x")
except ValueError as e:
    print(e)
print(urldefrag("http://a/b#c"), urldefrag("http://a/b"))
#== query strings
import urllib.parse
print(urllib.parse.urlencode({"a": 1, "b": "x y", "é": "ü&"}), urllib.parse.urlencode([("a", [1, 2]), ("b", "c")], doseq=True), urllib.parse.urlencode({"a": [1]}), urllib.parse.urlencode({"q": "a b"}, quote_via=urllib.parse.quote))
print(urllib.parse.parse_qs("a=1&a=2&b=&c=x+y%21&d"), urllib.parse.parse_qsl("a=1&a=2&b=", keep_blank_values=True), urllib.parse.parse_qs(""), urllib.parse.parse_qs("a=1;b=2", separator=";"))
try:
    urllib.parse.parse_qs("a", strict_parsing=True)
except ValueError as e:
    print(e)
#== urljoin
from urllib.parse import urljoin
for b, u in [("http://a/b/c/d;p?q", x) for x in ["g", "./g", "g/", "/g", "//g", "?y", "g?y", "#s", ";x", "", ".", "..", "../g", "../../../g", "g:h", "http:g", "/../g"]] + [("", "x"), ("a/b", "c"), ("http://a", "b")]:
    print(b, u, urljoin(b, u))
#== shlex
import shlex
for s in ["a b  c", "a 'b c' \"d e\"", "x=\"a b\"c", r"a\ b \"q\"", "''", "a '' b", "\"a\\\"b\\n\"", "# no comment", "tab\tnew\nline", ""]:
    print(shlex.split(s))
print(shlex.split("a # b\nc", comments=True), shlex.split("a 'b c' d", posix=False))
for s in ["'open", "\"open", "back\\"]:
    try:
        shlex.split(s)
    except ValueError as e:
        print(e)
print(shlex.quote("a b"), shlex.quote("it's"), shlex.quote(""), shlex.quote("safe-1.x"), shlex.join(["echo", "a b", "c"]))
#== pprint
from pprint import pprint, pformat, pp, PrettyPrinter
pprint({"b": 1, "a": [1, 2, 3]})
pprint({"name": "a long name of something", "values": list(range(30)), "nested": {"deep": {"deeper": ["x" * 30, "y" * 30]}}})
pprint([("tuple", "of", "things"), {"set"}, frozenset(), (1,), "text " * 30], width=40)
pp({"z": 1, "a": 2}); print(pformat([1, [2, [3, [4]]]], depth=2), pformat({"k": "v" * 10}, width=5), pformat([1234567], underscore_numbers=True))
pprint(list(range(40)), width=30, compact=True, indent=2)
PrettyPrinter(indent=4, width=30).pprint({"key": ["one", "two", "three", "four"], "set": {1, 2, 3}})
pprint({2: "x", "a": 1}, width=4); pprint("short"); pprint([]); pprint({"x": ("a" * 20, "b" * 20)}, width=30)
#== pprint of deep and recursive things
from pprint import pformat, pprint
x = ({"": "word word word word ", "decf": {}}, None, (None, -188684), [], ())
for depth in [None, 1, 2, 3]:
    print(pformat(x, width=20, indent=2, depth=depth))
print(pformat([[None, (), (1,), [2, (3,)]]], width=10, indent=4, depth=3))
y = [1]; y.append(y)
print(pformat(y).replace(str(id(y)), "?"), pformat([y, y], width=5).replace(str(id(y)), "?"))
#== statistics
from statistics import *
from decimal import Decimal
print(mean([1, 2, 3, 4]), mean([1, 2]), mean([1, 3]), mean([0.1, 0.2, 0.3]), mean([Decimal("1.1"), Decimal("2.2")]), mean([1, 2.5]), fmean([1, 2, 4]))
print(median([3, 1, 2]), median([1, 2, 3, 4]), median_low([1, 2, 3, 4]), median_high([1, 2, 3, 4]), mode([1, 2, 2]), mode("aab"), multimode([1, 1, 2, 2, 3]))
print(variance([1, 2, 3, 4]), pvariance([1, 2, 3, 4]), stdev([1, 2, 3, 4]), pstdev([1.5, 2.5, 2.5, 2.75, 3.25, 4.75]), stdev([5, 5]), quantiles([1, 2, 3, 4, 5]), quantiles([1, 2, 3], n=3, method="inclusive"))
for f in [mean, median, mode, fmean]:
    try:
        f([])
    except StatisticsError as e:
        print(type(e).__name__, isinstance(e, ValueError))
#== traceback without places
import traceback
try:
    raise ValueError("bad thing")
except ValueError as e:
    print(traceback.format_exception_only(e), traceback.format_exception_only(type(e), e))
    print(traceback.format_exc().splitlines()[0], traceback.format_exc().splitlines()[-1])
    print(len(traceback.format_exc()) > 10, traceback.format_exc().endswith("ValueError: bad thing\n"))
class Own(Exception):
    pass
try:
    try:
        {}["x"]
    except KeyError as e:
        raise RuntimeError("outer") from e
except RuntimeError:
    text = traceback.format_exc()
    print("KeyError: 'x'" in text, "direct cause" in text, text.splitlines()[-1], traceback.format_exception_only(KeyError("k")), traceback.format_exception_only(ValueError()))
#== platform
import platform
print(isinstance(platform.system(), str), platform.python_implementation(), len(platform.python_version_tuple()))
