QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = range(4)


class Error(Exception):
    pass


class Dialect:
    delimiter = ","
    quotechar = '"'
    escapechar = None
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = QUOTE_MINIMAL
    strict = False


class excel(Dialect):
    pass


class excel_tab(excel):
    delimiter = "\t"


class unix_dialect(Dialect):
    quoting = QUOTE_ALL
    lineterminator = "\n"


_dialects = {"excel": excel, "excel-tab": excel_tab, "unix": unix_dialect}


def register_dialect(name, dialect=excel, **fmtparams):
    _dialects[name] = type(name, (dialect,), fmtparams)


def unregister_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    del _dialects[name]


def get_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    return _dialects[name]


def list_dialects():
    return list(_dialects)


def field_size_limit(new_limit=None, /):
    return 131072


def _settings(dialect, given):
    if isinstance(dialect, str):
        dialect = get_dialect(dialect)
    settings = type("Dialect", (Dialect,), {})()
    for name in (
        "delimiter quotechar escapechar doublequote skipinitialspace lineterminator quoting strict"
    ).split():
        setattr(settings, name, given.pop(name, getattr(dialect, name)))
    if given:
        raise TypeError(f"{next(iter(given))!r} is an invalid keyword argument for this function")
    if not isinstance(settings.delimiter, str) or len(settings.delimiter) != 1:
        if isinstance(settings.delimiter, str):
            raise TypeError('"delimiter" must be a 1-character string')
        raise TypeError(f'"delimiter" must be string, not {type(settings.delimiter).__name__}')
    return settings


class reader:
    def __init__(self, iterable, /, dialect="excel", **fmtparams):
        self.dialect = _settings(dialect, fmtparams)
        self._lines = iter(iterable)
        self.line_num = 0

    def __iter__(self):
        return self

    def _next_line(self):
        line = next(self._lines)
        if not isinstance(line, str):
            raise Error(
                f"iterator should return strings, not {type(line).__name__} (the file should be opened in text mode)"
            )
        self.line_num += 1
        return line

    def __next__(self):
        d = self.dialect
        line = self._next_line()
        quoting = d.quoting != QUOTE_NONE and d.quotechar is not None
        numbers = d.quoting == QUOTE_NONNUMERIC
        if not d.escapechar and not d.skipinitialspace and not numbers and not (quoting and d.quotechar in line):
            line = line.rstrip("\r\n")
            return line.split(d.delimiter) if line else []
        fields = []
        field = []
        quoted = inside = started = False
        pending = False
        while True:
            at = 0
            while at < len(line):
                c = line[at]
                at += 1
                if pending:
                    field.append(c)
                    pending = False
                elif inside:
                    if c == d.escapechar:
                        pending = True
                    elif c == d.quotechar:
                        if d.doublequote and line[at:at + 1] == d.quotechar:
                            field.append(c)
                            at += 1
                        else:
                            inside = False
                    else:
                        field.append(c)
                elif c in "\r\n":
                    at = len(line)
                elif c == d.delimiter:
                    fields.append(_field(field, quoted, numbers))
                    field = []
                    quoted = started = False
                    if at == len(line):
                        started = True
                elif c == d.escapechar:
                    pending = True
                    started = True
                elif quoting and c == d.quotechar and not started:
                    inside = quoted = started = True
                elif c == " " and d.skipinitialspace and not started:
                    pass
                else:
                    started = True
                    field.append(c)
            if not inside and not pending:
                break
            try:
                line = self._next_line()
            except StopIteration:
                if d.strict:
                    raise Error("unexpected end of data") from None
                break
        if not fields and not field and not quoted and not started:
            return []
        fields.append(_field(field, quoted, numbers))
        return fields


def _field(parts, quoted, numbers):
    text = "".join(parts)
    return float(text) if numbers and not quoted else text


class writer:
    def __init__(self, csvfile, /, dialect="excel", **fmtparams):
        self.dialect = _settings(dialect, fmtparams)
        self._write = csvfile.write

    def _shown(self, value, alone):
        d = self.dialect
        if value is None:
            text = ""
        elif isinstance(value, float):
            text = repr(value)
        else:
            text = str(value)
        special = [d.delimiter, "\n", "\r"] + [c for c in (d.escapechar,) if c]
        quote = d.quoting == QUOTE_ALL or (
            d.quoting == QUOTE_NONNUMERIC and not (isinstance(value, (int, float)))
        )
        if d.quoting == QUOTE_NONE:
            for c in text:
                if c in special or c == d.quotechar:
                    if not d.escapechar:
                        raise Error("need to escape, but no escapechar set")
            if d.escapechar:
                text = "".join(d.escapechar + c if c in special or c == d.quotechar else c for c in text)
            return text
        if any(c in text for c in special) or d.quotechar in text or (alone and not text):
            quote = True
        if not quote:
            return text
        if d.doublequote:
            text = text.replace(d.quotechar, d.quotechar * 2)
        elif d.escapechar:
            text = text.replace(d.quotechar, d.escapechar + d.quotechar)
        return d.quotechar + text + d.quotechar

    def writerow(self, row, /):
        row = list(row)
        alone = len(row) == 1
        fields = [self._shown(value, alone) for value in row]
        return self._write(self.dialect.delimiter.join(fields) + self.dialect.lineterminator)

    def writerows(self, rows, /):
        for row in rows:
            self.writerow(row)


class DictReader:
    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        self._fieldnames = fieldnames
        self.restkey = restkey
        self.restval = restval
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect

    @property
    def line_num(self):
        return self.reader.line_num

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            self._fieldnames = next(self.reader, None)
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __iter__(self):
        return self

    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while row == []:
            row = next(self.reader)
        if names is None:
            names = []
        result = dict(zip(names, row))
        if len(row) > len(names):
            result[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            result[name] = self.restval
        return result


class DictWriter:
    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        self.fieldnames = fieldnames
        self.restval = restval
        self.extrasaction = extrasaction.lower()
        self.writer = writer(f, dialect, *args, **kwds)

    def _row(self, rowdict):
        if self.extrasaction == "raise":
            extra = [name for name in rowdict if name not in self.fieldnames]
            if extra:
                raise ValueError("dict contains fields not in fieldnames: " + ", ".join(repr(x) for x in extra))
        return [rowdict.get(name, self.restval) for name in self.fieldnames]

    def writeheader(self):
        return self.writer.writerow(self.fieldnames)

    def writerow(self, rowdict):
        return self.writer.writerow(self._row(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows(map(self._row, rowdicts))
