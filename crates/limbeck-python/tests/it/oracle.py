"""Runs snippets under CPython: a JSON list of texts on stdin, a JSON list of results on stdout."""

import contextlib
import io
import json
import sys


def run(text):
    out = io.StringIO()
    error = None
    namespace = {"__name__": "snippet"}
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(text, "snippet.py", "exec"), namespace)
        except SyntaxError as exception:
            error = "SyntaxError"
        except BaseException as exception:
            error = type(exception).__name__
            if str(exception):
                error += ": " + str(exception)
    return {"out": out.getvalue(), "error": error}


sys.stdout.write(json.dumps([run(text) for text in json.load(sys.stdin)]))
