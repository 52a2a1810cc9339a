import _files

DEFAULT_BUFFER_SIZE = 8192
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2


class UnsupportedOperation(OSError, ValueError):
    pass


class IOBase:
    closed = False

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file" + ("." if self._dot else ""))

    _dot = True

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *exc):
        self.close()

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def close(self):
        self.closed = True

    def flush(self):
        self._check()

    def readable(self):
        self._check()
        return True

    def writable(self):
        self._check()
        return True

    def seekable(self):
        self._check()
        return True

    def isatty(self):
        self._check()
        return False

    def fileno(self):
        raise UnsupportedOperation("fileno")

    def tell(self):
        self._check()
        return self._at

    def seek(self, offset, whence=0, /):
        self._check()
        if whence == 0 and offset < 0:
            raise ValueError(f"Negative seek position {offset}" if self._text else f"negative seek value {offset}")
        if self._text and whence != 0 and offset != 0:
            raise OSError("Can't do nonzero cur-relative seeks")
        base = (0, self._at, len(self._data))[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size=-1, /):
        self._check()
        end = len(self._data) if size is None or size < 0 else self._at + size
        part = self._data[self._at:end]
        self._at = max(self._at, min(end, len(self._data)))
        return part

    # The rest as lines, and where in what data it begins: to find each line anew would take the square of their number.
    _lines = _lines_of = None
    _lines_at = -1

    def readline(self, size=-1, /):
        self._check()
        if self._lines_of is not self._data or self._lines_at != self._at:
            self._lines = self._data[self._at:].split("\n" if self._text else b"\n")
            self._lines.reverse()
            self._lines_of = self._data
        if not self._lines:
            part = "" if self._text else b""
        else:
            part = self._lines.pop()
            if self._lines:
                part += "\n" if self._text else b"\n"
        if size is not None and 0 <= size < len(part):
            part = part[:size]
            self._lines_of = None
        self._at = self._lines_at = self._at + len(part)
        return part

    def readlines(self, hint=-1, /):
        lines = []
        size = 0
        while line := self.readline():
            lines.append(line)
            size += len(line)
            if hint is not None and 0 < hint <= size:
                break
        return lines

    def write(self, s, /):
        self._check()
        kind = str if self._text else bytes
        if not isinstance(s, kind):
            if self._text:
                raise TypeError(f"string argument expected, got {type(s).__name__!r}")
            raise TypeError(f"a bytes-like object is required, not {type(s).__name__!r}")
        if self._text and self._newline in ("\r", "\r\n"):
            s = s.replace("\n", self._newline)
        if self._at > len(self._data):
            self._data += ("\0" if self._text else b"\0") * (self._at - len(self._data))
        self._data = self._data[:self._at] + s + self._data[self._at + len(s):]
        self._at += len(s)
        return len(s)

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)

    def truncate(self, size=None, /):
        self._check()
        size = self._at if size is None else size
        self._data = self._data[:size]
        return size


class TextIOBase(IOBase):
    pass


class RawIOBase(IOBase):
    pass


class BufferedIOBase(IOBase):
    pass


class StringIO(TextIOBase):
    _text = True
    _dot = False

    def __init__(self, initial_value="", newline="\n"):
        if initial_value is None:
            initial_value = ""
        if not isinstance(initial_value, str):
            raise TypeError(f"initial_value must be str or None, not {type(initial_value).__name__}")
        self._newline = newline
        if newline is None:
            initial_value = initial_value.replace("\r\n", "\n").replace("\r", "\n")
        self._data = initial_value
        self._at = 0

    def getvalue(self):
        self._check()
        return self._data


class BytesIO(BufferedIOBase):
    _text = False

    def __init__(self, initial_bytes=b""):
        if not isinstance(initial_bytes, bytes):
            raise TypeError(f"a bytes-like object is required, not {type(initial_bytes).__name__!r}")
        self._data = initial_bytes
        self._newline = None
        self._at = 0

    def getvalue(self):
        self._check()
        return self._data

    def read1(self, size=-1, /):
        return self.read(size)


class _ReadOnly:
    def write(self, s, /):
        self._check()
        raise UnsupportedOperation("not writable" if self._text else "write")

    def truncate(self, size=None, /):
        raise UnsupportedOperation("truncate")

    def writable(self):
        self._check()
        return False


class TextIOWrapper(_ReadOnly, TextIOBase):
    _text = True

    def __init__(self, data, name, mode, encoding, errors, newline):
        text = data.decode(encoding, errors)
        if newline is None:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._data = text
        self._newline = newline
        self._at = 0
        self.name = name
        self.mode = mode
        self.encoding = encoding
        self.errors = errors

    def __repr__(self):
        return f"<_io.TextIOWrapper name={self.name!r} mode={self.mode!r} encoding={self.encoding!r}>"


class BufferedReader(_ReadOnly, BufferedIOBase):
    _text = False
    _dot = False

    def __init__(self, data, name):
        self._data = data
        self._newline = None
        self._at = 0
        self.name = name
        self.mode = "rb"

    def __repr__(self):
        return f"<_io.BufferedReader name={self.name!r}>"


class _Kept(StringIO):
    """What is open for writing. What is written stays here; `limbeck_path` tells where it would have gone."""

    def __init__(self, path, mode):
        super().__init__()
        self.name = self.limbeck_path = path
        self.mode = mode


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    if hasattr(file, "__fspath__"):
        file = file.__fspath__()
    if isinstance(file, int):
        _files.refuse(f"opening the file descriptor {file}")
    if not isinstance(file, (str, bytes)):
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(file).__name__}")
    if isinstance(file, bytes):
        file = file.decode("utf-8")
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    letters = set(mode)
    if letters - set("axrwbt+U") or len(mode) > len(letters):
        raise ValueError(f"invalid mode: {mode!r}")
    if "t" in letters and "b" in letters:
        raise ValueError("can't have text and binary mode at once")
    if not letters & set("xrwa"):
        raise ValueError("Must have exactly one of create/read/write/append mode and at most one plus")
    if len(letters & set("xrwa")) != 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if "+" in letters:
        _files.refuse(f"opening `{file}` for writing")
    if letters & set("xwa"):
        # What an application writes when it is imported stays in memory.
        _files.refuse_in_revision(f"opening `{file}` for writing")
        return BytesIO() if "b" in letters else _Kept(file, mode)
    if "b" in letters:
        if encoding is not None:
            raise ValueError("binary mode doesn't take an encoding argument")
        return BufferedReader(_files.read(file), file)
    encoding = "utf-8" if encoding in (None, "locale") else encoding
    return TextIOWrapper(_files.read(file), file, mode, encoding, errors or "strict", newline)
