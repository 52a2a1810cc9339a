"""`locale`: that of C."""

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)


class Error(Exception):
    pass


def setlocale(category, locale=None):
    return "C"


def getlocale(category=LC_CTYPE):
    return (None, None)


getdefaultlocale = getlocale


def getpreferredencoding(do_setlocale=True):
    return "UTF-8"


def strcoll(a, b):
    return (a > b) - (a < b)


def strxfrm(text):
    return text


def localeconv():
    return {"decimal_point": ".", "thousands_sep": "", "grouping": []}


def format_string(f, val, grouping=False, monetary=False):
    return f % val


def atof(text, func=float):
    return func(text)


def atoi(text):
    return int(text)
