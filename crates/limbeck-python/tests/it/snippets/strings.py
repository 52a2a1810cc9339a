#== case 1
print("aBc".upper(), "aBc".lower(), "hello world".title(), "hello".capitalize(), "aBc".swapcase(), "they're".title(), "Straße".upper(), "ß".casefold(), "éa".upper())
#== strip 1
print("  a ".strip() + "|", "xxaxx".strip("x"), " a ".lstrip() + "|", " a ".rstrip() + "|", "abcba".strip("ab"), "\t\na\r".strip(), "www.x.com".strip("w.mo"))
#== split 1
print("a,b,,c".split(","), " a  b ".split(), "a b c".split(None, 1), "a,b,c".rsplit(",", 1), "a\nb\r\nc\n".splitlines(), "a\nb".splitlines(True), "".split(), "".split(","), "a b c d".rsplit(None, 2), "abc".split("b", 0))
#== split 2
"a".split("")
#== split 3
print("k=v=w".partition("="), "k=v=w".rpartition("="), "x".partition("="), "x".rpartition("="))
#== search 1
print("hello".find("l"), "hello".rfind("l"), "hello".find("z"), "hello".index("e"), "hello".count("l"), "héllo".find("l"), "hello".find("l", 3), "hello".find("", 2), "aaa".count("aa"), "abc".count(""), "hello".find("h", 1, 3))
#== search 2
"abc".index("z")
#== search 3
print("hello".startswith("he"), "hello".endswith(("x", "lo")), "hello".startswith("l", 2), "a" in "abc", "" in "x", "hello".startswith(""), "x".endswith("xx"))
#== search 4
1 in "a"
#== search 5
"a".startswith(1)
#== search 6
"a".find(1)
#== replace join 1
print("aaa".replace("a", "b"), "aaa".replace("a", "b", 2), "ab".replace("", "-"), ",".join(["a", "b"]), "".join([]), "-".join("abc"), ", ".join(str(i) for i in range(3)))
#== replace join 2
",".join([1, 2])
#== replace join 3
",".join(5)
#== replace join 4
"a".replace(1, 2)
#== tests 1
print("12".isdigit(), "1a".isalnum(), "ab".isalpha(), " ".isspace(), "AB".isupper(), "ab".islower(), "Ab C".istitle(), "a_1".isidentifier(), "".isdigit(), "²".isdigit(), "½".isnumeric(), "a\n".isprintable(), "abc".isascii(), "1.5".isdigit(), "x1".isidentifier(), "1x".isidentifier())
#== pad 1
print("a".ljust(3) + "|", "a".rjust(3, "*"), "ab".center(5, "-"), "abc".center(6, "-"), "5".zfill(3), "-5".zfill(4), "+5".zfill(4), "a\tb".expandtabs(4), "abcd".center(3))
#== affix 1
print("prefix_x".removeprefix("prefix_"), "x.py".removesuffix(".py"), "abc".removeprefix("z"))
#== affix 2
print("abc".translate({97: "A", ord("b"): None}), "abc".translate(str.maketrans("ab", "xy", "c")), str.maketrans({"a": 1}))
#== index 1
s = "hello"
print(s[0], s[-1], s[1:3], s[::-1], s[::2], s[-3:], s[10:], s[1:-1], s[:], s[5:2], "héllo"[1], "héllo"[::-1])
#== index 2
"abc"[5]
#== index 3
"abc"["x"]
#== index 4
s = "abc"
s[0] = "x"
#== index 5
del "abc"[0]
#== index 6
print(len("héllo"), len(""), "a" * 3, 3 * "ab", "a" * -1, "a" "b")
#== index 7
print("abc" < "abd", "a" < "B", "Z" < "a", "" < "a", "é" > "z")
#== repr 1
print(repr("a'b"), repr('a"b'), repr("a\nb\t\\"), repr("\x00\x7f"), repr("é中"), repr("'\""), ascii("é"), repr("\u200b"), repr(""))
#== repr 2
print(["x"], ("a",), {"k": 'v"'})
#== repr 3
print(r"\n", "\x41", "\u00e9", "\N{BULLET}", "a\
b", '''q
"w"''', b"\x00a".decode() )
#== encode 1
print("é".encode(), "é".encode("latin-1"), b"\xc3\xa9".decode("utf-8"), "a".encode("ascii"), b"abc".hex(), bytes.fromhex("616263"), b"abc"[0], b"abc"[1:], list(b"ab"), bytes([65, 66]), bytes(2), b"a" + b"b", b"a" * 2, b"a" in b"abc", len(b"abc"))
#== encode 2
"é".encode("ascii")
#== encode 3
b"\xff".decode()
#== encode 4
print(repr(b"a\n\x00\xff'"), str(b"a"), str(b"a", "utf-8"), b"a,b".split(b","), b",".join([b"a", b"b"]), b" a ".strip(), b"abc".replace(b"b", b"x"), b"x".startswith(b"x"), b"ab".upper())
#== encode 5
b"a" + "b"
#== encode 6
bytes([300])
#== encode 7
bytes("x")
#== str constructor 1
print(str(), str(1), str(None), str([1, "a"]), str(b"x", "ascii"), str("a"), str(1.0), str(True), str(object)[:7], str(type))
#== str constructor 2
class A:
    def __str__(self): return 5
str(A())
#== str constructor 3
class A:
    def __repr__(self): return "R"
print(str(A()), f"{A()}", [A()], "%s" % A())
#== ord chr 1
print(ord("a"), chr(97), ord("€"), chr(8364))
#== ord chr 2
ord("ab")
#== ord chr 3
chr(-1)
#== ord chr 4
ord(5)
#== compare 1
"a" < 1
#== compare 2
print("a" == 1, "a" != 1)
#== string methods errors 1
"a".nothing
#== string methods errors 2
"a".join()
#== string methods errors 3
"a".upper(1)
#== string methods errors 4
"abc".foo = 1
#== string methods errors 5
print("a,b;c".replace(",", ";").split(";"), "Hello World".swapcase().split(), " x ".strip().upper().center(5, "*"))
#== string methods errors 6
print("one two".split(maxsplit=1), "a-b-c".rsplit("-", maxsplit=1), "abc".split(sep="b"))
#== bytes methods like those of str
b = b'a b\xe9'
print(b.title(), b.center(6, b'*'), b.isalpha(), b'ab'.isalpha(), b.partition(b' '), b.index(b'b'), b.rsplit(), b'1'.zfill(3), b'a\nb'.splitlines(), b.swapcase(), b.rfind(b'z'), b.removeprefix(b'a'))
#== bytes methods want bytes
b'abc'.index('a')
