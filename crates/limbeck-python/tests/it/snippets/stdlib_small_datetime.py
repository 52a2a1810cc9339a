#== 1
from datetime import datetime; print(datetime(2024, 12, 31, 23, 59, 59, 999999) + (datetime(2024, 1, 2) - datetime(2024, 1, 1)))
#== 2
from datetime import date; print([date(2024, m, 1).strftime("%b %d, %Y") for m in range(1, 13)])
#== 3
from datetime import date, timedelta; d = date(2024, 1, 31); print([str(d + timedelta(days=30 * i)) for i in range(5)])
#== 4
from datetime import date; print(date(2020, 12, 31).isocalendar(), date(2021, 1, 1).isocalendar()[1], tuple(date(2021, 1, 4).isocalendar()))
#== 5
from datetime import datetime; print(datetime.strptime("2024-02-29 01:02:03", "%Y-%m-%d %H:%M:%S").timestamp() > 0)
#== 6
from datetime import datetime, timezone; print(int(datetime(1970, 1, 2, tzinfo=timezone.utc).timestamp()), datetime(2024, 1, 1, tzinfo=timezone.utc).timestamp())
#== 7
from datetime import datetime, timezone; print(datetime.fromtimestamp(-1.5, timezone.utc), datetime.fromtimestamp(1e9, tz=timezone.utc).isoformat())
#== 8
from datetime import timedelta; print(timedelta(days=-1), timedelta(days=-1, microseconds=1), repr(timedelta(seconds=-0.5)), str(timedelta(days=400, hours=5)))
#== 9
from datetime import timedelta; print(timedelta(hours=1) / timedelta(minutes=7), timedelta(days=3) // timedelta(hours=7), timedelta(1) % timedelta(hours=5))
#== 10
from datetime import timedelta; print(sorted([timedelta(2), timedelta(1)]), sum((timedelta(hours=h) for h in range(4)), timedelta(0)))
#== 11
from datetime import datetime; print(max(datetime(2024, 1, 1), datetime(2023, 5, 5)), min([datetime(2024, 1, 1), datetime(2023, 5, 5)]).year)
#== 12
from datetime import datetime; d = datetime(2024, 1, 2); print(d.replace(hour=5).isoformat(timespec="minutes"), d.date().isoformat(), d.time().isoformat())
#== 13
from datetime import date; print(date.today() >= date(2024, 1, 1), type(date.today()).__name__)
#== 14
import datetime; print(datetime.datetime.now().tzinfo, datetime.datetime.now(datetime.timezone.utc).tzname(), datetime.date.max - datetime.date.min)
#== 15
from datetime import datetime; print({datetime(2024, 1, 1): "a"}.get(datetime(2024, 1, 1)), datetime(2024, 1, 1) in [datetime(2024, 1, 1)])
#== 16
from datetime import date; print(f"{date(2024, 3, 5)!r:>30}|{date(2024, 3, 5):%d/%m}|{str(date(2024, 3, 5)):^14}|")
#== 17
from datetime import datetime; print("%s" % datetime(2024, 1, 1, 5), "{:%Y}-{:%j}".format(datetime(2024, 1, 1), datetime(2024, 2, 1)))
#== 18
from datetime import time; print(time(23, 59) > time(0), time.fromisoformat("12:30:45.000001"), time(1, 2).strftime("%H%M"), repr(time(0, 0, 0, 1)))
#== 19
from datetime import datetime; print(datetime.fromisoformat("2024-06-01T10:00:00.5+05:30").utcoffset(), datetime.fromisoformat("2024-06-01 10:00").minute)
#== 20
from datetime import datetime; print(datetime.strptime("01 Jan 2024", "%d %b %Y"), datetime.strptime("5/6/07", "%m/%d/%y").date())
#== 21
from datetime import datetime, timedelta, timezone; tz = timezone(timedelta(hours=-8), "PST"); print(datetime(2024, 1, 1, tzinfo=tz), datetime(2024, 1, 1, tzinfo=tz).strftime("%Z%z"), tz.tzname(None))
#== 22
from datetime import date; print(date(2024, 2, 1).replace(day=1, month=3), (date(2024, 3, 1) - date(2024, 2, 1)).days, date(1, 1, 1).toordinal())
#== 23
from datetime import date; print(date(2024, 1, 1).__class__.__name__, date.__name__, date.__module__, isinstance(date(2024, 1, 1), date))
#== 24
from datetime import datetime; class_ = type("D", (datetime,), {}); d = class_(2024, 1, 2, 3); print(d.year, d.hour, d.isoformat(), isinstance(d, datetime), d == datetime(2024, 1, 2, 3), str(d))
#== 25
from datetime import date; print(date.fromisocalendar(2024, 1, 1), date.fromordinal(1), date.fromtimestamp(86400 * 365).year)
#== 26
from datetime import datetime; print(datetime(2024, 1, 1).__format__(""), format(datetime(2024, 1, 1), "%A"), datetime(2024, 1, 1).strftime(""))
#== 27
from datetime import date; import copy; d = date(2024, 1, 1); print(copy.copy(d) == d, copy.deepcopy({"d": d}))
#== 28
import time; print(time.strftime("%Y", time.gmtime(1e9)), time.mktime(time.localtime(1000000)) == 1000000.0, len(time.localtime()))
#== 29
from datetime import datetime; datetime(2024, 1, 1) - 5
#== 30
from datetime import datetime; datetime.strptime(5, "%Y")
#== 31
from datetime import date; date(2024, 1, 1).foo
#== 32
from datetime import datetime; datetime(2024, 2, 30)
#== 33
from datetime import datetime; datetime.fromisoformat(None)
#== 34
from datetime import timedelta; timedelta(days="1")
#== 35
from datetime import date; date(2024, 1, 1) > "2024"
#== 36
from datetime import datetime; datetime(2024, 1, 1, 25)
#== the zones that there are
import zoneinfo
zones = zoneinfo.available_timezones()
print(type(zones), "Europe/London" in zones, "posixrules" in zones, sorted(zones)[:5], len(zones))
