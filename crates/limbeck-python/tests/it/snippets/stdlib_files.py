#== os.path
import os
from os import path
print(os.path.join("a", "b", "c.txt"), path.join("/x", "/y"), path.join("a/", "b"), path.join("a", ""), os.path.dirname("/a/b/c"), os.path.basename("/a/b/c"), path.basename("/a/"), path.split("/a/b"), path.split("/"), path.splitext("a/b.tar.gz"), path.splitext(".bashrc"), path.splitext("a.b/c"))
print(path.normpath("a/./b/../c//d"), path.normpath("/../x"), path.normpath(""), path.isabs("/a"), path.isabs("a"), path.abspath("/a/../b"), path.abspath("x") == path.join(os.getcwd(), "x"), path.relpath("/a/b/c", "/a/d"), path.relpath("/a", "/a"), path.commonprefix(["/ab/c", "/ab/d"]), path.commonpath(["/a/b/c", "/a/b/d"]))
print(os.sep, os.linesep == "\n", os.name, os.curdir, os.pardir, os.pathsep, os.extsep, os.path.sep, os.devnull, os.fspath("x"))
import os.path
import os.path as p2
print(p2 is os.path, p2.join("q", "r"), path.splitdrive("/a"))
try:
    os.path.join(1)
except TypeError as e:
    print(e)
#== environ
import os
os.environ["LIMBECK_T"] = "1"
print(os.environ["LIMBECK_T"], os.getenv("LIMBECK_T"), os.environ.get("NOPE_X"), os.getenv("NOPE_X", "d"), "LIMBECK_T" in os.environ, "NOPE_X" in os.environ, os.environ.setdefault("LIMBECK_T", "2"), os.environ.pop("LIMBECK_T"), os.environ.get("LIMBECK_T"))
try:
    os.environ["NOPE_X"]
except KeyError as e:
    print("KeyError", e)
try:
    os.environ["X"] = 5
except TypeError as e:
    print(e)
print(isinstance(os.environ.copy(), dict), type(os.getcwd()).__name__, os.path.expandvars("a$NOPE_X") , bool(os.getenv("NOPE_X")))
os.environ["HOME"] = "/home/me"
print(os.path.expanduser("~/x"), os.path.expanduser("a"), os.path.expandvars("$HOME/y ${HOME}"))
del os.environ["HOME"]
#== pathlib pure
from pathlib import Path, PurePosixPath, PurePath
p = Path("/a/b/c.tar.gz")
print(p, repr(p), p.name, p.stem, p.suffix, p.suffixes, p.parent, p.parts, p.parents[0], p.parents[1], list(p.parents), p.anchor, p.root, p.is_absolute())
print(p / "x", p.with_suffix(".txt"), p.with_name("d"), p.with_stem("z"), p.relative_to("/a"), p.joinpath("e", "f"), p.as_posix(), "q" / Path("r"), Path("a") / Path("/b"), Path("a//b/./c"), Path(), Path("."), Path("a/..") , str(p), p == Path("/a/b/c.tar.gz"), p < Path("/b"), hash(p) == hash(Path("/a/b/c.tar.gz")))
print(Path("x").parent, Path("/").parent, Path("/").name == "", Path("a.b").suffix, Path(".x").suffix, Path("a.").suffix, Path("a", "b", "c"), p.match("*.gz"), p.match("b/*.gz"), p.is_relative_to("/a"), PurePosixPath("a/b").parts, isinstance(p, PurePath), repr(PurePath("a")), [str(x) for x in sorted([Path("b"), Path("a")])])
import os
print(os.fspath(p), os.path.join(p, "x"), f"{p}", p.as_uri(), Path("~").name, len(p.parents))
for f in [lambda: p.relative_to("/z"), lambda: Path("/").with_name("x"), lambda: p.with_suffix("x"), lambda: Path(5), lambda: p / 5, lambda: p.parents[9]]:
    try:
        f()
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)
#== StringIO
from io import StringIO, BytesIO
s = StringIO("a\nb\nc")
print(s.read(1), s.readline(), list(s), s.read(), s.seek(0), s.readlines(), s.tell(), s.getvalue())
o = StringIO()
print(o.write("hello"), o.write(" world"), o.getvalue(), o.tell(), o.seek(0), o.write("J"), o.getvalue(), o.truncate(3), o.getvalue())
print("x", 1, file=o)
o.writelines(["p", "q"])
print(repr(o.getvalue()))
with StringIO("z") as f:
    print(f.read(), f.closed)
print(f.closed)
try:
    f.read()
except ValueError as e:
    print(e)
try:
    o.write(5)
except TypeError as e:
    print(e)
b = BytesIO(b"ab\ncd")
print(b.read(2), b.readline(), b.read(), b.getvalue(), [line for line in BytesIO(b"1\n2")], b.seek(-1, 2), b.read())
#== csv
import csv, io
rows = list(csv.reader(io.StringIO('a,b,c\r\n1,"x, y","say ""hi"""\r\n\r\n,,\r\n"multi\nline",2,3\r\n')))
print(rows, list(csv.reader(["a;b", "1;2"], delimiter=";")), list(csv.reader(["a, b"], skipinitialspace=True)), list(csv.reader(["'a,b',c"], quotechar="'")), list(csv.reader(["a\tb"], dialect="excel-tab")), list(csv.reader(["1,\"a\""], quoting=csv.QUOTE_NONNUMERIC)), list(csv.reader(['a"b,c'])), list(csv.reader(['"a"b,c'])), list(csv.reader(["a\\,b,c"], escapechar="\\")), list(csv.reader([""])), list(csv.reader(["a,"])), list(csv.reader(['"a",'])))
print(list(csv.DictReader(io.StringIO("id,name\n1,x\n2,y,z\n3\n"))), csv.DictReader(io.StringIO("a,b\n")).fieldnames, list(csv.DictReader(["1,2"], fieldnames=["p", "q"])))
o = io.StringIO()
w = csv.writer(o)
w.writerow(["a", 1, None, 2.5, 'q"r', "x,y", "n\nl", ""])
w.writerows([[""], [1, 2]])
print(repr(o.getvalue()))
o = io.StringIO()
w = csv.DictWriter(o, ["a", "b"], quoting=csv.QUOTE_ALL, lineterminator="\n")
w.writeheader()
w.writerow({"a": 1})
print(o.getvalue())
try:
    w.writerow({"z": 1})
except ValueError as e:
    print(e)
#== json and files
import json, io
out = io.StringIO()
json.dump({"a": [1]}, out, indent=1)
print(out.getvalue(), json.load(io.StringIO('[1]')), json.load(io.BytesIO(b'{"k": null}')))
#== fnmatch
import fnmatch
print(fnmatch.fnmatch("a.py", "*.py"), fnmatch.fnmatch("a.py", "?.txt"), fnmatch.filter(["a1", "b2", "a3"], "a*"), fnmatch.fnmatchcase("x[1]", "x[[]1]"), fnmatch.fnmatch("b", "[!a]"))
#== open modes
for mode in ["q", "rb+w", "rw", "bt", ""]:
    try:
        open("x", mode)
    except ValueError as e:
        print(repr(mode), e)
try:
    open(1.5)
except TypeError as e:
    print(e)
#== lines between other ways of reading
import io
f = io.StringIO("é1\nzwei\n\nvier")
print(repr(f.readline()), f.tell(), repr(f.readline(2)), repr(f.readline()), repr(f.readline()), repr(f.readline()), repr(f.readline()), f.tell())
f.seek(0)
print(next(f), f.read(2), repr(f.readline()), list(f), f.readlines())
f.seek(3)
f.write("ZW")
f.seek(0)
print(f.readlines(), f.getvalue())
f.seek(0, 2)
f.write("\nfünf\n")
f.seek(3)
for line in f:
    print(repr(line))
b = io.BytesIO(b"a\nbc\n")
print(b.readline(), b.readline(1), b.readline(), b.readline(), b.read())
many = io.StringIO("zeile ü\n" * 20000)
print(sum(len(line) for line in many))
