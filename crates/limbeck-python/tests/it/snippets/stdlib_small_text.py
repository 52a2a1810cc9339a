#== 1
import re; print(re.sub(r"(?P<a>\w)(?P<b>\w)", r"\g<b>\g<a>", "abcd"), re.sub(r"\bcat\b", "dog", "cat concat cat"))
#== 2
import re; print(re.findall(r"CREATE TABLE (\w+)", "CREATE TABLE a (x); CREATE TABLE b (y)"), re.split(r";\s*\n?", "a;\nb; c"))
#== 3
import re; print(re.sub(r"--.*$", "", "select 1 -- x\nfrom t -- y", flags=re.MULTILINE), re.sub(r"/\*.*?\*/", "", "a /* x\n */ b", flags=re.S))
#== 4
import re; print(bool(re.match(r"^[a-z_][a-z0-9_]{0,62}$", "table_1")), bool(re.match(r"^[a-z]+$", "abc\n")), bool(re.fullmatch(r"[a-z]+", "abc\n")))
#== 5
import re; print([m.start() for m in re.finditer("aa", "aaaa")], re.findall("(?=(aa))", "aaaa"), re.findall(r"(?<=\$)\d+", "$5 $10"))
#== 6
import re; print(re.sub(r"(\d+)", lambda m: str(int(m[1]) * 2), "a1 b20"), re.sub("b", "x", "abcb", 1), re.subn("(?i)B", "x", "bB"))
#== 7
import re; print(re.compile(r"a|b").sub("", "cab"), re.compile(r"\s").split("a b\tc"), re.compile("(a)(b)?").match("a").groups(""))
#== 8
import re; m = re.search(r"(?P<k>\w+)=(?P<v>\w*)", "x key=val"); print(m["k"], m["v"], m.span("v"), m.groupdict(), m.lastgroup, m.start("k"))
#== 9
import re; print(re.match(r"([^@]+)@([^@]+)\.(com|org)", "me@site.org").groups(), re.search(r"[^\x00-\x7f]", "abcé").group())
#== 10
import re; print(re.sub(r"[^\w\s-]", "", "Hello, World! ok-go"), re.sub(r"[-\s]+", "-", "a  b--c"), re.escape("(a+b)*"))
#== 11
import re; print(re.findall(r"\w+|[^\w\s]", "a, b."), re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?=[A-Z]|$)", "camelCaseHTTPName"))
#== 12
import re; print(re.search("(?m)^b", "a\nb").start(), re.search(r"(?s)a.b", "a\nb") is not None, re.search(r"(?x) a \s b # c", "a b").group())
#== 13
import re; print(re.split(r"(?:,|;)", "a,b;c"), re.split(r"([,;])", "a,b;c", maxsplit=1), re.split(r"\s*", " a b "))
#== 14
import re; re.compile("(unclosed")
#== 15
import re; re.sub("a", 5, "a")
#== 16
import re; re.match("a")
#== 17
import textwrap; print(textwrap.dedent("    a\n      b\n    c"), textwrap.indent("x\ny", "--"), textwrap.shorten("hello world foo", 11))
#== 18
import textwrap; print(textwrap.fill("aaa bbb ccc ddd", 7), textwrap.wrap("one two three", 20), textwrap.dedent("   \n  x\n"))
#== 19
import textwrap; textwrap.wrap("x", 0)
#== 20
import json; print(json.dumps({"k": [1, {"n": None}]}, indent=2), json.dumps("é"), json.dumps({"b": 1, "a": 2}, sort_keys=True, separators=(",", ":")))
#== 21
import json; print(json.loads('[{"a": 1}, "x", 1.0, true]')[0]["a"], json.loads('{"a": {"b": [1, 2]}}')["a"]["b"][-1], json.dumps((1, 2)))
#== 22
import json; from collections import OrderedDict; print(json.dumps(OrderedDict(a=1)), json.loads('{"z":1,"y":2}', object_pairs_hook=OrderedDict).popitem())
#== 23
import json; from decimal import Decimal; print(json.loads("1.10", parse_float=Decimal), json.dumps({"d": str(Decimal("1.10"))}), json.dumps(Decimal("1"), default=float))
#== 24
import json; print(json.dumps([True, None, -0.0, 1e-7, 123456789.123]), json.dumps({"": ""}), json.dumps({"x": {}}, indent=1), json.dumps([[]], indent=2))
#== 25
import json; json.loads("{bad}")
#== 26
import json; json.dumps(object)
#== 27
import json; json.loads(None)
#== 28
import json; print(json.dumps({"a": {1}}, default=list), json.dumps(b"x", default=lambda b: b.decode()), json.dumps("\u2028"), json.dumps(u"\x00"))
#== 29
import json; print(sorted(json.loads('{"b": [], "a": {}}')), json.dumps({2: "x", 1: "y"}, sort_keys=True), json.dumps({True: 1, None: 2}))
#== 30
import uuid; print(uuid.UUID("00000000000000000000000000000001"), uuid.UUID(int=255).hex[-2:], uuid.uuid5(uuid.NAMESPACE_URL, "a").version, str(uuid.NAMESPACE_DNS)[:8])
#== 31
import uuid; print(uuid.uuid3(uuid.NAMESPACE_DNS, "é"), uuid.UUID("{" + "a" * 32 + "}"), {uuid.UUID(int=1): 1}[uuid.UUID(int=1)], sorted([uuid.UUID(int=2), uuid.UUID(int=1)])[0].int)
#== 32
import uuid; uuid.UUID("not-a-uuid")
#== 33
import uuid; uuid.UUID(None)
#== 34
import base64; print(base64.b64encode("é".encode()).decode(), base64.b64decode("w6k=").decode(), base64.urlsafe_b64encode(bytes(range(250, 256))))
#== 35
import hashlib; print(hashlib.md5(b"").hexdigest(), hashlib.sha256("abc".encode("utf-8")).hexdigest()[:12], hashlib.sha1(b"a" * 1000).hexdigest())
#== 36
import hashlib; h = hashlib.md5(); [h.update(x) for x in (b"a", b"b")]; print(h.hexdigest() == hashlib.md5(b"ab").hexdigest(), h.digest_size, len(h.digest()))
#== 37
import secrets, string; print(all(c in string.ascii_letters for c in "".join(secrets.choice(string.ascii_letters) for _ in range(8))), len(secrets.token_urlsafe(8)) >= 10)
#== 38
import csv, io; print([row for row in csv.reader(io.StringIO('x,"a ""q"" b"\n'))], list(csv.reader(["a|b"], delimiter="|")))
#== 39
import csv; csv.reader(["a"], delimiter="ab")
#== 40
import io; s = io.StringIO(); print("a", "b", sep="-", end="!", file=s); print(s.getvalue(), s.tell())
