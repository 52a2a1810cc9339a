#== decimals from things
from decimal import Decimal
for x in ["1.50", "-0.001", " 12 ", "1e3", "1E-10", "0.0000001", "0.000001", "1_000.5", "Infinity", "-inf", "NaN", ".5", "5.", "0E+3", "123456789012345678901234567890.12", 7, True, -3, 0.1, 1.5, 1e22, (1, (1, 2, 3), -2), (0, (), 0), [0, (5,), 3], Decimal("2.50")]:
    d = Decimal(x)
    print(repr(d), str(d), d.as_tuple(), d.is_nan(), d.is_infinite(), bool(d), d.to_eng_string())
print(Decimal(), Decimal.from_float(0.25), type(Decimal(1)), isinstance(Decimal(1), Decimal))
#== decimal from nonsense
from decimal import Decimal, InvalidOperation
for x in ["abc", "", "1.2.3", "1e", "--1", None, {}, (1, 2), (2, (1,), 0), (0, (10,), 0), b"1"]:
    try:
        print(Decimal(x))
    except (InvalidOperation, TypeError, ValueError) as e:
        print(type(e).__name__, isinstance(e, ArithmeticError), str(e) if not isinstance(e, TypeError) else "")
#== decimal arithmetic
from decimal import Decimal as D
a, b = D("10.25"), D("-3.5")
print(a + b, a - b, a * b, a / b, a // b, a % b, -a, +a, abs(b), divmod(a, b), divmod(D(17), 5))
print(a + 1, 1 + a, 2 * a, a * 2, 1 - a, 100 / D(8), 7 // D(2), 7 % D(4), D(1) / 3, D(2) / D(3), D("1e30") + 1, D("1e30") + D("1e-30"))
print(D("1.10") ** 2, D(2) ** 10, D(2) ** -1, D("1.05") ** 12, D(10) ** -3, D(3) ** 100, 2 ** D(5), D("-2") ** 3, D(7) ** 0)
print(D("1.00") / D("0.5"), D("100") / 4, D("1000") / 10, D("0.00") / 3, D(0) * D("1.50"), D("1.5") - D("1.50"), D("0.1") + D("0.2"))
print(sum([D("1.1"), D("2.2")]), sum([D("0.10")] * 3, D(0)), max(D(1), 2, D("1.5")), min(D(1), 0.5), sorted([D(3), 1, D("2.5")]))
print(D(2).sqrt(), D("0.25").sqrt(), D(16).sqrt(), D("1e-7").sqrt(), D("100.00").sqrt())
print(D("12345678901234567890123456789012345") + 0, +D("0.12345678901234567890123456789012345"), D("1.5") // 1, D(-7) // 2, D(-7) % 3)
x = D("1.1"); x += 1; x *= 2; print(x)
#== decimal arithmetic errors
from decimal import *
D = Decimal
for f in [lambda: D(1) / 0, lambda: D(0) / 0, lambda: D(1) // 0, lambda: D(1) % 0, lambda: D("inf") - D("inf"), lambda: D("inf") * 0, lambda: D(0) ** 0,
          lambda: D(-1).sqrt(), lambda: D("NaN") < 1, lambda: D("1e40") // 1, lambda: D("1e999999") * 10, lambda: D("123456789012345678901234567.89").quantize(D("0.01")) + D("9e30").quantize(D("0.01")),
          lambda: D(1) + 1.5, lambda: D(1) + "1", lambda: D(1) < "1", lambda: int(D("nan")), lambda: int(D("inf")), lambda: round(D("inf")), lambda: D(1).quantize(D("inf"))]:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e, isinstance(e, ArithmeticError), isinstance(e, ZeroDivisionError))
#== decimal specials
from decimal import Decimal as D
i, n = D("Infinity"), D("nan")
print(i + 1, -i, i * -2, 1 / i, 5 // i, D(5) % i, n + 1, i == i, n == n, n != 1, i > 10**30, -i < 0, abs(-i), float(i), float("-inf") == -i, i.is_finite(), hash(i) == hash(float("inf")))
#== decimal comparisons and hashing
from decimal import Decimal as D
print(D("1.0") == 1, D("1.50") == D("1.5"), D("0.5") == 0.5, D("0.1") == 0.1, D("0.1") < 0.1, 1 < D("1.5") < 2, 1.5 >= D("1.5"), D(1) == "1", D(1) != None, D("1e10") == 10**10, D(10) > 9.99)
print(hash(D("1.0")) == hash(1), hash(D("0.5")) == hash(0.5), hash(D("1.50")) == hash(D("1.5")), {D("1.0"): "x"}[1], D("2.50") in {D("2.5")}, D("1").compare(2), D(2).compare(D(2)), D("1.2").same_quantum(D("3.4")))
print(D("-3").copy_abs(), D("3").copy_negate(), D("3").copy_sign(D(-1)), D(1).max(D(3)), D(1).min(3), D("123.45").adjusted(), D("5").scaleb(2), D("-1").is_signed(), D(0).is_zero())
#== quantize and rounding
from decimal import *
D = Decimal
for mode in [ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP]:
    print(mode, [str(D(x).quantize(D("0.1"), rounding=mode)) for x in ["1.25", "1.35", "-1.25", "1.21", "-1.29", "1.01", "9.96", "2"]], [str(D(x).to_integral_value(mode)) for x in ["2.5", "-2.5", "3.49"]])
print(D("1.2345").quantize(D("0.01")), D("10").quantize(D("0.00")), D("1234").quantize(D("1e2")), D("2.675").quantize(D(".01"), ROUND_HALF_UP), D("0").quantize(D("0.000")))
print(round(D("2.5")), round(D("3.5")), round(D("2.675"), 2), round(D("1234.5"), -2), type(round(D("1.2"))), int(D("-3.99")), int(D("1e5")), float(D("1.25")), float(D("1e-400")))
print(D("1.500").normalize(), D("100").normalize(), D("0.000").normalize(), D("12.30").to_integral(), D("1e3").to_integral_exact(), D("0.75").as_integer_ratio(), D("1e2").as_integer_ratio(), D("-0.5").as_integer_ratio())
try:
    D(1).quantize(D("0.1"), rounding="up")
except TypeError as e:
    print(e)
#== decimal texts
from decimal import Decimal as D
for spec in ["", "f", ".2f", "10.3f", "<10.1f", "+.1f", "e", ".3e", "E", "g", ".3g", "G", ",.2f", "015,.2f", "%", ".1%", "^12", "*>9", "=+8", "08.2f", " .0f", "n", ".0e"]:
    print(repr(spec), [format(D(x), spec) for x in ["1234567.891", "-0.00012345", "0", "1E+5", "12", "0.00", "1E-9", "NaN", "-Infinity"]])
print(f"{D('3.14159'):.2f} {D('1000')!r:>16} {D(5):>4}|", "%s %.2f %d" % (D("1.10"), D("2.345"), D("7.9")), "{:.3f}".format(D(1)), str(D("1E+2")), [D("1.0")])
try:
    format(D(1), "x")
except ValueError as e:
    print(e)
#== contexts
from decimal import *
c = getcontext()
print(c.prec, c.rounding, Decimal(1) / 7)
with localcontext() as ctx:
    ctx.prec = 5
    print(Decimal(1) / 7, getcontext().prec, +Decimal("123456789"), Decimal("1.23456789"), Decimal(2).sqrt(), Decimal("1.1") ** 9)
    ctx.rounding = ROUND_DOWN
    print(Decimal(2) / 3, f"{Decimal('1.999'):.1f}", round(Decimal("2.99"), 1))
print(Decimal(1) / 7)
getcontext().prec = 6
print(Decimal(22) / 7, Context(prec=3).create_decimal("3.14159"), Context(prec=3).divide(Decimal(2), Decimal(3)))
getcontext().prec = 28
with localcontext(Context(prec=4, rounding=ROUND_UP)):
    print(Decimal(1) / 3)
try:
    getcontext().prec = 0
except ValueError as e:
    print(e)
setcontext(Context(prec=7)); print(Decimal(1) / 3); setcontext(c)
with localcontext(Context(traps=[])):
    print(Decimal(1) / 0, Decimal(0) / 0, Decimal("x"))
#== subclasses of decimal
from decimal import Decimal
class Money(Decimal):
    def cents(self):
        return int(self * 100)
m = Money("1.25")
print(m, m + 1, type(m + 1).__name__, m.cents(), m == Decimal("1.25"), isinstance(m, Decimal), repr(m))
#== ratios and ties
from decimal import Decimal as D
print(D("0.375").as_integer_ratio(), D("-2.50").as_integer_ratio(), D("125e-3").as_integer_ratio(), D("3.14").as_integer_ratio(), D("0e-5").as_integer_ratio(), D("12e2").as_integer_ratio())
print(D("1.0").max(D(1)), D(1).max(D("1.0")), D("1.0").min(D(1)), D("-1.0").max(D(-1)), D("-1.0").min(D(-1)), D("nan").max(1), D(2).min(D("nan")))
#== decimals among other modules
from decimal import Decimal as D, DecimalException, InvalidOperation, DivisionByZero, Overflow
import copy, json, math
print(copy.deepcopy([D("1.50")]), copy.copy(D("1")), math.floor(D("1.5")), math.ceil(D("1.2")), math.sqrt(D(4)), isinstance(D(1), (int, float)))
print(json.loads("[1.10, 2]", parse_float=D), issubclass(Overflow, DecimalException), issubclass(DivisionByZero, ZeroDivisionError))
try:
    json.dumps(D(1))
except TypeError as e:
    print(e)
print(json.dumps({"x": D("1.5")}, default=str), D(1) in [1], D("1.10") in (D("1.1"),), D(3) * True, [1, 2, 3][int(D("1"))], sum([D("0.1")] * 10))
