import re as _re


def translate(pat):
    out = []
    at = 0
    while at < len(pat):
        c = pat[at]
        at += 1
        if c == "*":
            if not out or out[-1] != ".*":
                out.append(".*")
        elif c == "?":
            out.append(".")
        elif c == "[":
            end = at
            if end < len(pat) and pat[end] == "!":
                end += 1
            if end < len(pat) and pat[end] == "]":
                end += 1
            while end < len(pat) and pat[end] != "]":
                end += 1
            if end >= len(pat):
                out.append("\\[")
            else:
                inner = pat[at:end].replace("\\", "\\\\")
                at = end + 1
                negated = inner.startswith("!")
                inner = inner[1:] if negated else inner
                inner = inner.replace("[", "\\[").replace("^", "\\^")
                out.append("[" + ("^" if negated else "") + inner + "]")
        else:
            out.append(_re.escape(c))
    return "(?s:" + "".join(out) + ")\\Z"


def fnmatchcase(name, pat):
    return _re.match(translate(pat), name) is not None


fnmatch = fnmatchcase


def filter(names, pat):
    return [name for name in names if fnmatchcase(name, pat)]
