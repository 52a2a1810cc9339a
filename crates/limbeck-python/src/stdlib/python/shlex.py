import re as _re

_UNSAFE = _re.compile(r"[^\w@%+=:,./-]", _re.ASCII)


def quote(s):
    if not s:
        return "''"
    if _UNSAFE.search(s) is None:
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    return " ".join(quote(arg) for arg in split_command)


def split(s, comments=False, posix=True):
    if s is None:
        raise ValueError("s argument must not be None")
    tokens = []
    token = None
    state = " "
    at = 0
    while at < len(s):
        c = s[at]
        at += 1
        if state in "'\"":
            if c == state:
                if posix:
                    state = "a"
                else:
                    tokens.append(token + c)
                    token = None
                    state = " "
            elif posix and c == "\\" and state == '"':
                if at >= len(s):
                    raise ValueError("No escaped character")
                after = s[at]
                at += 1
                token += after if after in '\\"' else c + after
            else:
                token += c
        elif c in " \t\r\n":
            if token is not None:
                tokens.append(token)
            token = None
            state = " "
        elif comments and c == "#":
            if token is not None:
                tokens.append(token)
                token = None
            state = " "
            while at < len(s) and s[at] != "\n":
                at += 1
            at += 1
        elif posix and c == "\\":
            if at >= len(s):
                raise ValueError("No escaped character")
            token = (token or "") + s[at]
            at += 1
            state = "a"
        elif c in "'\"" and (posix or token is None):
            state = c
            token = (token or "") + ("" if posix else c)
        else:
            token = (token or "") + c
            state = "a"
    if state in "'\"":
        raise ValueError("No closing quotation")
    if token is not None:
        tokens.append(token)
    return tokens
