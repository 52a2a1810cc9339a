#== dates
from datetime import date
d = date(2024, 2, 29)
print(d, repr(d), d.year, d.month, d.day, d.weekday(), d.isoweekday(), d.toordinal())
print(d.isoformat(), str(d), d.isocalendar(), d.isocalendar().week, d.ctime())
print(d.replace(year=2023, day=28), date.fromordinal(738945), date.fromisoformat("2024-12-31"))
print(date.min, date.max, date.resolution, repr(date.min))
print(d.timetuple())
#== date errors
from datetime import date
for args in [(2023, 2, 29), (0, 1, 1), (2023, 13, 1), (2023, 1, 0), (10000, 1, 1)]:
    try:
        date(*args)
    except ValueError as e:
        print(e)
for f in [lambda: date(2023), lambda: date("2023", 1, 1), lambda: date(2023, 1.5, 1), lambda: date()]:
    try:
        f()
    except TypeError as e:
        print(e)
try:
    date.fromisoformat("2024-1-1")
except ValueError as e:
    print(e)
#== date arithmetic
from datetime import date, timedelta
a, b = date(2024, 3, 1), date(2024, 2, 1)
print(a - b, (a - b).days, a - timedelta(days=1), b + timedelta(days=30), timedelta(weeks=1) + a)
print(a > b, a == b, a != b, a <= date(2024, 3, 1), max(a, b), sorted([a, b]))
print(a + timedelta(hours=25), a - timedelta(hours=1), hash(a) == hash(date(2024, 3, 1)), {a: 1}[date(2024, 3, 1)])
#== date overflow
from datetime import date, timedelta
try:
    date.max + timedelta(days=1)
except OverflowError as e:
    print(e)
try:
    date.min - timedelta(days=1)
except OverflowError as e:
    print(e)
#== date type errors
from datetime import date
for f in [lambda: date(2024, 1, 1) + 1, lambda: date(2024, 1, 1) - "x", lambda: date(2024, 1, 1) < 1, lambda: date(2024,1,1) + date(2024,1,1)]:
    try:
        f()
    except TypeError as e:
        print(e)
print(date(2024, 1, 1) == 1, date(2024, 1, 1) != "2024-01-01")
#== datetimes
from datetime import datetime
d = datetime(2024, 1, 2, 3, 4, 5, 678)
print(d, repr(d), d.isoformat(), d.isoformat(" "), d.date(), d.time(), repr(d.time()))
print(d.year, d.month, d.day, d.hour, d.minute, d.second, d.microsecond, d.tzinfo, d.fold)
print(repr(datetime(2024, 1, 2)), repr(datetime(2024, 1, 2, 3)), repr(datetime(2024, 1, 2, 0, 0, 5)))
print(datetime.min, datetime.max, repr(datetime.max), datetime.resolution)
print(d.replace(hour=23, microsecond=0), d.weekday(), d.toordinal(), d.isocalendar())
print(d.timetuple(), d.ctime())
#== isoformat timespec
from datetime import datetime, time
d = datetime(2024, 1, 2, 3, 4, 5, 678901)
for spec in ["auto", "hours", "minutes", "seconds", "milliseconds", "microseconds"]:
    print(d.isoformat(timespec=spec), d.isoformat("_", spec), time(1, 2, 3, 4).isoformat(spec))
try:
    d.isoformat(timespec="x")
except ValueError as e:
    print(e)
#== strftime
from datetime import datetime, date, time
d = datetime(2024, 7, 4, 16, 5, 9, 12345)
for spec in ["%Y-%m-%d %H:%M:%S", "%a %A %b %B", "%d/%m/%y", "%I:%M %p", "%f", "%j", "%U %W %V %G %u %w", "%c", "%x", "%X", "%%", "%z|%Z", "%D %F %T %R", "%e %k %l", "%-d %-m %-H", "%s" if False else "", "%y%C", "%h %n %t|", "%^a"]:
    print(repr(d.strftime(spec)))
print(date(2024, 1, 5).strftime("%d.%m.%Y %H:%M"), time(4, 5).strftime("%H-%M-%S"))
print(f"{d:%Y%m%d_%H%M%S}", format(d, "%d %b"), f"{d}", f"{d!s:>30}", f"{date(2024, 1, 2):%y}", "{:%H}".format(d))
#== strptime
from datetime import datetime
for text, spec in [
    ("2024-01-31", "%Y-%m-%d"), ("31/12/99 23:59", "%d/%m/%y %H:%M"), ("Jan 5 2024 3PM", "%b %d %Y %I%p"),
    ("2024-01-31T10:20:30.5", "%Y-%m-%dT%H:%M:%S.%f"), ("20240131102030", "%Y%m%d%H%M%S"),
    ("2024-01-31 10:20 +0230", "%Y-%m-%d %H:%M %z"), ("2024-01-31Z", "%Y-%m-%d%z"), ("2024 045", "%Y %j"),
    ("Monday 03 June 2024", "%A %d %B %Y"), ("12 am", "%I %p"), ("12 pm", "%I %p"), ("2024 10 1", "%Y %W %w"),
    ("2024-W05-3", "%G-W%V-%u"), ("  5 7", " %d %m"), ("29 feb", "%d %b"), ("2024-01-31 10:20 UTC", "%Y-%m-%d %H:%M %Z"),
    ("100%", "100%%"),
]:
    print(repr(datetime.strptime(text, spec)))
#== strptime errors
from datetime import datetime
for text, spec in [("x", "%Y"), ("2024-01-31 x", "%Y-%m-%d"), ("2024", "%Q"), ("2023-02-30", "%Y-%m-%d"), ("13", "%m"), ("2024", "%Y%"), ("", "%Y")]:
    try:
        print(datetime.strptime(text, spec))
    except ValueError as e:
        print(e)
#== fromisoformat
from datetime import datetime, date, time
for text in ["2024-01-02", "2024-01-02T03:04", "2024-01-02 03:04:05", "2024-01-02T03:04:05.123", "2024-01-02T03:04:05.123456+02:00",
             "2024-01-02T03:04:05Z", "20240102T030405", "2024-W01-2", "2024-01-02T03", "2024-01-02 03:04:05-0130", "2024W012T0304"]:
    print(repr(datetime.fromisoformat(text)))
print(repr(time.fromisoformat("03:04")), repr(time.fromisoformat("T030405.5")), repr(time.fromisoformat("03:04:05+01:00")), repr(date.fromisoformat("20240102")), date.fromisoformat("2024-W10"))
for text in ["", "2024", "2024-13-01", "2024-01-02T", "2024-01-02T25:00", "garbage", "2024-01-02 3:4"]:
    try:
        print(datetime.fromisoformat(text))
    except ValueError as e:
        print(e)
#== datetime arithmetic
from datetime import datetime, timedelta
a = datetime(2024, 1, 31, 23, 59, 59)
b = a + timedelta(seconds=1, microseconds=5)
print(b, b - a, a - b, repr(a - b), (b - a).total_seconds(), b > a, a == a.replace())
print(a - timedelta(days=365), timedelta(hours=1) + a)
d = {a: 1}
print(d[datetime(2024, 1, 31, 23, 59, 59)])
#== timezones
from datetime import datetime, timezone, timedelta
utc = datetime(2024, 1, 2, 12, tzinfo=timezone.utc)
cet = timezone(timedelta(hours=1))
print(utc, repr(utc), utc.tzname(), utc.utcoffset(), utc.dst(), utc.astimezone(cet), repr(utc.astimezone(cet)))
print(cet, repr(cet), timezone.utc, repr(timezone.utc), timezone(timedelta(hours=-5, minutes=-30)), repr(timezone(timedelta(hours=2), "X")), timezone(timedelta(hours=2), "X"))
print(utc.astimezone(cet) == utc, utc.astimezone(cet) - utc, utc.strftime("%z %Z"), utc.astimezone(cet).strftime("%z %Z"))
print(utc.timestamp(), datetime.fromtimestamp(0, timezone.utc), datetime.fromtimestamp(1700000000.5, tz=cet), datetime.utcfromtimestamp(86400))
print(timezone(timedelta(0)) is timezone.utc, timezone(timedelta(0)) == timezone.utc, cet == timezone(timedelta(hours=1)), timezone.min, timezone.max)
print(utc.replace(tzinfo=None), utc.timetz(), repr(utc.timetz()), utc.isoformat(), timezone.utc.utcoffset(None), cet.tzname(None))
print(hash(utc) == hash(utc.astimezone(cet)), utc.utctimetuple().tm_hour)
#== naive and aware
from datetime import datetime, timezone
naive, aware = datetime(2024, 1, 1), datetime(2024, 1, 1, tzinfo=timezone.utc)
for f in [lambda: naive < aware, lambda: naive - aware, lambda: aware >= naive]:
    try:
        f()
    except TypeError as e:
        print(e)
print(naive == aware, naive != aware)
#== datetime and date
from datetime import datetime, date
d, t = date(2024, 1, 1), datetime(2024, 1, 1)
print(d == t, t == d, isinstance(t, date), isinstance(d, datetime), issubclass(datetime, date))
for f in [lambda: d < t, lambda: t < d, lambda: t - d, lambda: d - t]:
    try:
        print(f())
    except TypeError as e:
        print(e)
#== timezone errors
from datetime import timezone, timedelta, datetime
for f in [lambda: timezone(timedelta(hours=24)), lambda: timezone(5), lambda: datetime(2024, 1, 1, tzinfo=5), lambda: datetime.now(5), lambda: timezone()]:
    try:
        f()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
#== tzinfo subclass
from datetime import tzinfo, timedelta, datetime, timezone
class Fixed(tzinfo):
    def __init__(self, hours):
        self.hours = hours
    def utcoffset(self, dt):
        return timedelta(hours=self.hours)
    def dst(self, dt):
        return timedelta(0)
    def tzname(self, dt):
        return "F%d" % self.hours
z = Fixed(3)
d = datetime(2024, 5, 6, 7, tzinfo=z)
print(d, d.tzname(), d.astimezone(timezone.utc), datetime(2024, 5, 6, tzinfo=timezone.utc).astimezone(z), d.utcoffset())
#== times
from datetime import time, timezone
t = time(13, 5, 0, 7)
print(t, repr(t), repr(time()), repr(time(1)), repr(time(1, 2, 3)), t.hour, t.minute, t.second, t.microsecond, t.replace(hour=1))
print(time(1) < time(2), time(1) == time(1, 0), time.min, time.max, repr(time(1, tzinfo=timezone.utc)), bool(time(0)))
for args in [(24,), (1, 60), (1, 2, 60), (1, 2, 3, 1000000)]:
    try:
        time(*args)
    except ValueError as e:
        print(e)
#== timedelta
from datetime import timedelta
for d in [timedelta(), timedelta(1), timedelta(days=-1, hours=3), timedelta(hours=30), timedelta(microseconds=1), timedelta(milliseconds=1500), timedelta(weeks=2, minutes=61), timedelta(days=1.5), timedelta(seconds=0.1), timedelta(seconds=-1)]:
    print(d, repr(d), d.days, d.seconds, d.microseconds, d.total_seconds(), bool(d))
print(timedelta.min, timedelta.max, timedelta.resolution)
#== timedelta arithmetic
from datetime import timedelta
a, b = timedelta(hours=5), timedelta(minutes=7)
print(a + b, a - b, -a, abs(-a), a * 3, 3 * a, a * 1.5, a / 2, a / b, a // b, a // 2, a % b, divmod(a, b), +a)
print(a > b, a == timedelta(minutes=300), a <= b, hash(a) == hash(timedelta(seconds=18000)), sum([a, b], timedelta()), max(a, b))
print(timedelta(microseconds=5) / 2, timedelta(microseconds=3) / 2, timedelta(microseconds=7) * 0.5)
for f in [lambda: a + 1, lambda: a < 1, lambda: a / 0, lambda: a // timedelta(0), lambda: a * a, lambda: timedelta("x"), lambda: timedelta(foo=1), lambda: timedelta(days=10**10)]:
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
#== combine
from datetime import datetime, date, time, timezone
print(datetime.combine(date(2024, 1, 2), time(3, 4)), repr(datetime.combine(date(2024, 1, 2), time.min, timezone.utc)), datetime.combine(date(2024,1,2), time.max))
try:
    datetime.combine(1, 2)
except TypeError as e:
    print(e)
#== now
import datetime
n = datetime.datetime.now()
u = datetime.datetime.utcnow()
a = datetime.datetime.now(datetime.timezone.utc)
print(type(n).__name__, n.tzinfo, u.tzinfo, a.tzinfo, abs((a.replace(tzinfo=None) - u).total_seconds()) < 5, datetime.date.today() == n.date(), datetime.UTC is datetime.timezone.utc)
print(datetime.datetime.now(tz=datetime.UTC).utcoffset(), n.year > 2020, datetime.MINYEAR, datetime.MAXYEAR)
print(abs(n.timestamp() - a.timestamp()) < 5, n.astimezone().utcoffset() is not None)
#== types
from datetime import date, datetime, time, timedelta, timezone
import datetime as dt
print(date, datetime, time, timedelta, timezone, dt.tzinfo, type(date(2024, 1, 1)), type(timedelta(1)).__name__, isinstance(timezone.utc, dt.tzinfo))
#== zoneinfo
from zoneinfo import ZoneInfo
from datetime import datetime, timezone
z = ZoneInfo("UTC")
print(z, repr(z), z.key, datetime(2024, 1, 1, tzinfo=z), datetime(2024, 1, 1, tzinfo=z).tzname(), ZoneInfo("UTC") is z)
for name in ["Nowhere/Nope"]:
    try:
        ZoneInfo(name)
    except KeyError as e:
        print(type(e).__name__, e)
#== time module
import time
g = time.gmtime(0)
print(g, g.tm_year, g[0], len(g), time.strftime("%Y-%m-%d", g), time.asctime(g), type(g).__name__, isinstance(g, tuple))
print(time.time() > 1e9, time.perf_counter() >= 0, time.monotonic() >= 0, type(time.time_ns()).__name__, time.sleep(0))
print(time.strptime("2024-01-02", "%Y-%m-%d"), time.strftime("%H:%M:%S", time.gmtime(3661)))
try:
    time.sleep(-1)
except ValueError as e:
    print(e)
#== sorting and containers
from datetime import date, datetime, timedelta
rows = [{"at": datetime(2024, 1, d)} for d in (3, 1, 2)]
print(sorted(rows, key=lambda r: r["at"]), min(r["at"] for r in rows))
print([date(2024, 1, 1) + timedelta(days=i) for i in range(3)], {date(2024, 1, 1), date(2024, 1, 1)}, (timedelta(1), datetime.min) == (timedelta(1), datetime.min))
print("%s %r" % (date(2024, 1, 1), timedelta(1)), f"{timedelta(1)}", "{0:>12}|".format(str(date(2024, 1, 1))))
