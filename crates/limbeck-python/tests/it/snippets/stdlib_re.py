#== match and search
import re
m = re.match(r"(\w+)-(\d+)", "abc-123 x")
print(m, m.group(), m.group(1), m.group(1, 2), m.groups(), m[2], m.start(2), m.end(), m.span(1), m.string, m.re.pattern, m.pos, m.endpos, m.lastindex)
print(re.match("b", "abc"), re.search("b", "abc").start(), bool(re.search("z", "abc")), re.fullmatch("a+", "aaa"), re.fullmatch("a", "aaa"))
print(re.search(r"(?P<y>\d{4})-(?P<m>\d\d)", "on 2024-05").groupdict(), re.search(r"(?P<y>\d{4})", "2024").group("y"), re.search(r"(?P<y>\d+)", "x7").lastgroup)
print(re.match("(a)|(b)", "b").groups(), re.match("(a)|(b)", "b").groups("-"), re.match("(a)|(b)", "b").start(1), re.match("(a)?b", "b").group(1))
try:
    m.group(3)
except IndexError as e:
    print(e)
try:
    m.group("x")
except IndexError as e:
    print(e)
#== findall
import re
print(re.findall(r"\d+", "a1b22c333"), re.findall(r"(\w)(\d)", "a1 b2"), re.findall(r"(\d)\w", "1a2b"), re.findall("x*", "axxb"), re.findall("", "ab"), re.findall(r"\b\w", "hello big world"))
print([m.group() for m in re.finditer(r"[a-z]+", "ab 12 cd")], [m.span() for m in re.finditer(r"", "ab")], re.findall("a|", "aba"), re.findall("|a", "aa"), re.findall(r"a*?", "aa"))
#== sub
import re
print(re.sub(r"\s+", " ", "a   b \n c"), re.sub("a", "b", "aaa", count=2), re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub(r"(?P<n>\d)", r"<\g<n>\g<1>>", "a1"))
print(re.sub("[aeiou]", lambda m: m.group().upper(), "education"), re.subn("a", "x", "banana"), re.sub("x*", "-", "abxd"), re.sub("", "-", "ab"), re.sub(r"\n", r"\\n", "a\nb"), re.sub("a", r"\t", "a"))
print(re.sub("(a)|b", r"[\1]", "ab"), re.sub(r"^", "> ", "a\nb", flags=re.M), re.sub("(.)", r"\g<0>\g<0>", "ab"), re.sub(r"\.", r"\.", "a.b"))
for repl in [r"\2", r"\q", r"\g<zz>", r"\g<1", "\\"]:
    try:
        re.sub("(a)", repl, "a")
    except (re.error, IndexError) as e:
        print(type(e).__name__, e)
#== split
import re
print(re.split(r"[,;]\s*", "a, b;c"), re.split(r"(,)", "a,b"), re.split(",", "a,b,c", 1), re.split(r"\b", "a b"), re.split("", "ab"), re.split("x", "abc"), re.split(r"(a)|b", "cabd"), re.split(r"\W+", "Words, words, words."))
#== compile
import re
p = re.compile(r"^(?P<name>[a-z]+)\s*=\s*(?P<value>.*)$", re.I | re.M)
print(p.findall("A = 1\nb=2"), p.groups, dict(p.groupindex), p.pattern, p, p.flags)
print(p.sub(r"\g<value>=\g<name>", "k = v"), p.search("x=1\nQ = 9", 3).group("name"), p.match("  "), p.fullmatch("a=b").span(), p.split("z\na=1"))
print(re.compile("a") == re.compile("a"), re.compile("a") is re.compile("a"), isinstance(p, re.Pattern), isinstance(p.match("a=1"), re.Match), re.compile(p) is p, type(p), repr(re.compile("x", re.S | re.X)))
q = re.compile("b")
print(q.search("abcb", 2).span(), q.search("abc", 0, 1), q.match("ab", 1).span(), q.match("ab"), re.compile("^b").search("ab", 1))
#== flags
import re
print(re.findall("a.c", "a\nc", re.S), re.findall("a.c", "a\nc"), re.findall("^a$", "a\na", re.M), re.findall("^a$", "a\na"), re.findall("a$", "a\n"), re.findall("A", "aA", re.I))
print(re.findall(r"""
  (\d+)   # digits
  \s*     # blanks
  [#]     # hash
""", "12 #", re.VERBOSE), re.findall(r"(?i)ab", "AB ab"), re.findall(r"(?i:a)b", "Ab AB"), re.findall(r"(?s).", "\n"), re.findall(r"\w+", "héllo wörld"), re.findall(r"\w+", "héllo", re.A), re.findall(r"\d", "1٣"), re.findall(r"\d", "1٣", re.ASCII))
#== syntax
import re
for p, s in [(r"a{2}", "aaa"), (r"a{2,}", "aaaa"), (r"a{,2}", "aaa"), (r"a{1,2}?", "aaa"), (r"a{x}", "a{x}"), (r"[]a]+", "]a]"), (r"[^]a]", "]ab"), (r"[a\-z]+", "a-z"), (r"[\w.]+", "a.b"),
             (r"(?<=a)b", "ab"), (r"(?<!a)b", "cb"), (r"a(?=b)", "ab"), (r"a(?!b)", "ac"), (r"(a)\1", "aa"), (r"(?P<q>['\"]).*?(?P=q)", "say 'hi'"), (r"(?:ab)+", "abab"), (r"\Aab\Z", "ab"), (r"[[]", "["), (r"[a&&b]+", "a&&b"), (r"[a~~b-]+", "~-"),
             (r"\x41\u0042", "AB"), (r"a++b", "aab"), (r"(?>a+)b", "aab"), (r"(a)?(?(1)b|c)", "ab"), (r"(a)?(?(1)b|c)", "c"), (r"\.", "."), (r"\/", "/"), (r"#", "#"), (r" ", " "), (r"(?#c)a", "a"), (r"\bfoo\b", "a foo b"), (r"\Boo", "foo"), (r"{", "{"), (r"}", "}"), (r"[\d\s]+", "1 2"), (r"[^\W\d]+", "ab1"), (r"[\S\n]+", "ab\nc"), (r"\0", "\0"), ("é+", "éé"), (r"(|a)+", "aa"), (r"x|", "y"), (r"\$\{(\w+)\}", "${abc}"), (r"a|b|c", "c")]:
    m = re.search(p, s)
    print(repr(p), m and (m.span(), m.groups()))
#== errors
import re
for p in ["(", ")", "[a", "*", "a**", "(?P<1>a)", "(?P<a>x)(?P<a>y)", r"\q", "a{3,2}", "[z-a]", r"\1", "(?P=x)", "(?z)", "(?", "\\", "a\n(", "(?P<", "(?<x)", "[\\d-z]", "+a", "(?P>x)", "a(?i)b", r"\x1", r"(\1)", "(?(2)a)", "x{2}{3}", "(?<=a"]:
    try:
        re.compile(p)
        print(repr(p), "fine")
    except re.error as e:
        print(repr(p), e, e.pos)
#== escape
import re
print(re.escape("a.b*c[d]"), re.escape("a_b-c d/é"), re.escape("$5 (x)"), re.escape(""), re.match(re.escape("1+1=2"), "1+1=2").group())
#== bytes
import re
print(re.findall(rb"\d+", b"a1b22"), re.sub(rb"a", b"\xff", b"banana"), re.match(rb"(.)", b"\xe9").group(1), re.compile(b"a"), re.split(b",", b"a,b"))
try:
    re.match(b"a", "a")
except TypeError as e:
    print(e)
try:
    re.match("a", b"a")
except TypeError as e:
    print(e)
try:
    re.match("a", 5)
except TypeError as e:
    print(e)
try:
    re.compile(5)
except TypeError as e:
    print(e)
#== expand and unicode positions
import re
m = re.search("(é)(x)?", "aéb")
print(m.span(), m.start(1), m.expand(r"<\1>"), m.span(2), m.lastindex, "aéb"[m.start():m.end()], m.regs)
print(re.search("((a)(b))", "ab").lastindex, re.search("(a)(b)", "ab").lastindex, re.search("(?P<o>(a))", "a").lastgroup)
#== snake case
import re
def snake(name):
    s = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", s).lower()
print(snake("CamelCaseName"), snake("HTTPResponse"), snake("userID2Name"))
print(re.sub(r"'([^']*)'::character varying", r"\1", "'abc'::character varying"), re.match(r"^nextval\('(.+)'::regclass\)$", "nextval('t_id_seq'::regclass)").group(1))
if m := re.match(r"(\w+)\((\d+),\s*(\d+)\)", "NUMERIC(10, 2)"):
    name, *nums = m.groups()
    print(name, [int(n) for n in nums])
