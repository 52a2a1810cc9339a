#== int arithmetic 1
print(7 // 2, -7 // 2, 7 % -3, -7 % 3, 7 / 2, 2 ** 10, 2 ** -1, -2 ** 2)
#== int arithmetic 2
print(10 ** 30, 2 ** 100 // 3, (2 ** 100) % 97, -(2 ** 70) // 7, (1 << 65) >> 3, ~(2**65))
#== int arithmetic 3
print(9223372036854775807 + 1, -9223372036854775808 - 1, 9223372036854775807 * 2, abs(-9223372036854775808))
#== int arithmetic 4
print(5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 4, -16 >> 2, True + True, True & False, True | 2)
#== int arithmetic 5
print(divmod(7, 3), divmod(-7, 3), divmod(7.5, 2), pow(2, 10, 1000), round(2.5), round(3.5), round(-2.5))
#== int arithmetic 6
print(int("42"), int(" -7 "), int("ff", 16), int("0x1f", 16), int("1_000"), int(3.9), int(-3.9), int("0b11", 0), int(True))
#== int arithmetic 7
print(0x1F, 0o17, 0b101, 1_000_000, 123456789012345678901234567890)
#== int arithmetic 8
print((255).bit_length(), (10).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "big"), (5).bit_count())
#== int arithmetic 9
print(hex(255), oct(8), bin(5), hex(-255), bin(-2))
#== int arithmetic 10
print(max(1, 2.5), min([3, 1, 2]), sum([1, 2, 3], 10), max("abc"), min([], default=0), max([1, 5, 3], key=lambda x: -x))
#== int arithmetic 11
print(7 / 0)
#== int arithmetic 12
print(7 // 0)
#== int arithmetic 13
print(7 % 0)
#== int arithmetic 14
print(7.0 / 0)
#== int arithmetic 15
print(7.0 // 0)
#== int arithmetic 16
print(7.5 % 0)
#== int arithmetic 17
int("x")
#== int arithmetic 18
int("12", 99)
#== int arithmetic 19
int([])
#== int arithmetic 20
int("")
#== int arithmetic 21
1 << -1
#== int arithmetic 22
print(2 ** 0.5, 4 ** 0.5, 0 ** 0)
#== int arithmetic 23
print(1 == 1.0, 1 < 1.5, 2**53 == float(2**53), 2**53 + 1 == float(2**53), hash(1) == hash(1.0) == hash(True))
#== int arithmetic 24
print({1: "a", 1.0: "b", True: "c"})
#== int arithmetic 25
print(10**400 / 10**399, 10**23 / 7, 1/3)
#== int arithmetic 26
float(10**400)
#== int arithmetic 27
print(5 .real, (3).numerator, isinstance(True, int))
#== int arithmetic 28
-"x"
#== int arithmetic 29
~1.5
#== int arithmetic 30
+[]
#== int arithmetic 31
1 + None
#== int arithmetic 32
None + 1
#== int arithmetic 33
"a" - 1
#== int arithmetic 34
[] * "x"
#== int arithmetic 35
{} + {}
#== int arithmetic 36
print(1 if 0 else 2, not 0, not [1])
#== int arithmetic 37
print(int.from_bytes(b"\xff\xfe", "little", signed=True), (-2).to_bytes(2, "little", signed=True))
#== int arithmetic 38
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1 != 2, 3 > 2 >= 2)
#== int arithmetic 39
pow(2, 3, 0)
#== int arithmetic 40
round("x")
#== int arithmetic 41
print(round(1234, -2), round(1250, -2), round(1.005, 2), round(2.675, 2), round(1e20, 2), round(-1.5), round(0.5), round(5.015, 2))
#== float 1
print(1.0, 0.1 + 0.2, 1e16, 1e15, 123456789.123, 1e-5, 0.0001, -0.0, 1e100, 5e-324, 1.7976931348623157e308)
#== float 2
print(float("inf"), float("-inf"), float("nan"), float("1e3"), float(" 2.5 "), float("1_0.5"), float(3))
#== float 3
print(1.5.is_integer(), 2.0.is_integer(), (0.5).as_integer_ratio())
#== float 4
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2)
#== float 5
print(float("nan") == float("nan"), float("inf") > 10**400)
#== float 6
float("abc")
#== float 7
print(1e308 * 10, -1e308 * 10)
#== float 8
print(3.0 == 3, 3.5 > 3, 2 < 2.5 < 3)
#== float 9
print(abs(-2.5), round(2.567, 1), int(2.9), 1e3, repr(0.1), str(1e22), 1e21)
#== float 10
2.0 ** 10000
#== float 11
print(2.5 * 2, 5 - 0.5, 1 / 4, 2 ** 0.5 * 2 ** 0.5)
#== float 12
print(float.__name__, type(1.0).__name__)
#== format 1
print(f"{42:5d}|{42:<5}|{42:^5}|{42:>5}|{42:05}|{42:+}|{42: }|{-42:05}|{42:x}|{42:X}|{42:#x}|{42:b}|{42:o}|{42:#b}")
#== format 2
print(f"{1234567:,}|{1234567:_}|{1234567.891:,.2f}|{0.5:.0%}|{0.1234:.1%}|{12345.678:.3e}|{12345.678:g}|{1e10:g}|{0.00001:g}|{123456789:g}")
#== format 3
print(f"{3.14159:.2f}|{3.14159:8.3f}|{3.14159:<8.3f}|{3.14159:08.2f}|{-3.14159:08.2f}|{3.0:.1f}|{2.5:.0f}|{3.5:.0f}|{1e20:f}")
#== format 4
print(f"{'abc':>6}|{'abc':*^7}|{'abc':.2}|{'abc':6.2}|{True:d}|{65:c}|{255:08b}|{-255:#06x}|{1000000:012,}")
#== format 5
print(f"{3.0}|{1e16}|{1.5:10}|{123.456:10.2f}|{123.456:.4}|{0.0:.2e}|{1234.5:.2}|{100.0:.3}|{1e5:.3}")
#== format 6
w, p = 10, 3
print(f"{3.14159:{w}.{p}f}|{'x':{'>'}{w}}|{42!r:>{w}}")
#== format 7
x = 5
print(f"{x=} {x = } {x=:03d} {x!r=}" if False else f"{x=} {x = } {x=:03d}")
#== format 8
print(f"{{}} {{{1}}} {'a' 'b'}", f"{[i for i in range(3)]}", f"{ {1: 2}[1] }", f"{(lambda: 3)()}")
#== format 9
print("{} {} {}".format(1, 2, 3), "{0} {1} {0}".format("a", "b"), "{a} {b}".format(a=1, b=2), "{0[1]} {1.real}".format([1, 2], 5), "{:>5}|{:<5}|{:^5}".format(1, 2, 3))
#== format 10
print("{!r} {!s}".format("a", "b"), "{:{}}".format("x", 5), "{0:{1}.{2}f}".format(3.14159, 8, 2), "{{}}".format())
#== format 11
print("%s %d %5.2f %x %r %%" % ("a", 42, 3.14159, 255, "q"), "%(a)s-%(b)05d" % {"a": 1, "b": 2}, "%-5s|%5s|%05d|%+d" % ("x", "y", 42, 7), "%s" % (1,), "%s" % [1, 2], "%c%c" % (65, "b"), "%.3s" % "abcdef", "%*d" % (5, 42), "%e" % 12345.678, "%g" % 0.0001, "%o" % 8, "%#x" % 255, "%i" % 3.9)
#== format 12
"%s %s" % (1,)
#== format 13
"%s" % (1, 2)
#== format 14
"%d" % "x"
#== format 15
"%y" % 1
#== format 16
"{} {}".format(1)
#== format 17
"{x}".format()
#== format 18
"{".format()
#== format 19
"}".format()
#== format 20
"{0} {}".format(1)
#== format 21
f"{3:z}"
#== format 22
f"{'x':d}"
#== format 23
f"{3.5:d}"
#== format 24
f"{[1]:>5}"
#== format 25
format(3, "x<")
#== format 26
print(format(3.14159, ".2f"), format("x", ">3"), format(5), format(True), format(None), f"{None}", f"{True:>5}")
#== format 27
class A:
    def __format__(self, spec): return f"<{spec}>"
print(f"{A()}|{A():abc}|{A()!r}"[:8])
#== format 28
print(f"{1:>{2+3}}", f"{'a':-^9}", f"{12:e}", f"{7:%}", f"{10**20:,}", f"{-1234567:,}", f"{1234:06,}", f"{0:,}")
#== format 29
print(f"nested {f'inner {1 + 1}'} done", f"""multi
{1}
line""", rf"\d{1}")
#== format 30
print("{:,}".format(1234567), "{:.2%}".format(0.25), "{:e}".format(1234.5), "{:+.1f}".format(2), "{:#o}".format(8), "{:>+5}".format(3), "{:=+5}".format(3))
#== format 31
print("{a[key]} {b.real}".format(a={"key": 1}, b=2), "{0}{0}".format("ab"), "{:5}|{:5}".format("a", 1), "{}".format_map({}) if 0 else "{q}".format_map({"q": 7}))
