#!/usr/bin/env python3
"""Whether the fixtures exercise every function of `alembic.op` with every parameter.

    signatures.py             prints what no script of fixtures/ and examples/ calls or gives; compare.py asks too

What there is comes from the installed Alembic itself, by `inspect`; what is exercised, from the scripts' syntax trees: a
call `op.f(…)`, or `block.f(…)` where `block` is the name of a `with op.batch_alter_table(…) as block:`, with the
parameter by name or by position. A further parameter taken by `*args` or `**kw` counts as one that is called so.
"""
import ast
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# What is no operation: `alembic/op.py` itself makes its names with the first, the second takes the proxy behind `op` away
# when its block ends, so that nothing of `op` works after it, and the others are inherited by blocks, where they are of no
# use.
NOT_FOR_SCRIPTS = {
    "op.create_module_class_proxy", "op.context",
    "batch.create_module_class_proxy", "batch.batch_alter_table", "batch.context",
}

OWNERS = {"op": "op", "Operations": "op", "BatchOperations": "batch"}

# Runs in the oracle's Python.
LISTING = """
import inspect, json
import alembic.op
from alembic.operations.base import BatchOperations, Operations

def parameters(function):
    return [
        [each.name, each.kind.name]
        for each in inspect.signature(function).parameters.values()
        if each.name != "self"
    ]

def functions(names, holder):
    return {
        name: parameters(getattr(holder, name))
        for name in names
        if not name.startswith("_") and callable(getattr(holder, name)) and not inspect.isclass(getattr(holder, name))
    }

print(json.dumps({
    "op": functions([name for name in dir(alembic.op) if hasattr(Operations, name)], Operations),
    "batch": functions(dir(BatchOperations), BatchOperations),
}))
"""


def wanted(python):
    """`{"op": {function: [[parameter, kind], …]}, "batch": …}` of the Alembic that `python` has."""
    done = subprocess.run([python, "-c", LISTING], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


class Calls(ast.NodeVisitor):
    """The calls of a script on `op` and on batch blocks, as (where, function, positional arguments, keywords)."""

    def __init__(self):
        self.found = []
        self.blocks = set()

    def visit_With(self, node):
        for item in node.items:
            call = item.context_expr
            is_block = isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "batch_alter_table"
            if is_block and isinstance(item.optional_vars, ast.Name):
                self.blocks.add(item.optional_vars.id)
        self.generic_visit(node)

    def visit_Call(self, node):
        function = node.func
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            name = function.value.id
            where = OWNERS.get(name, "batch" if name in self.blocks else None)
            if where:
                keywords = {each.arg for each in node.keywords if each.arg}
                self.found.append((where, function.attr, len(node.args), keywords))
        self.generic_visit(node)


def scripts():
    """The revision files of every project that both tools run."""
    for folder in ("fixtures", "examples"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "versions" in path.parts and "broken" not in path.parts:
                yield path


def exercised():
    """`{(where, function): {parameter or number}}`: numbers are positions."""
    given = {}
    for path in scripts():
        calls = Calls()
        calls.visit(ast.parse(path.read_text(encoding="utf-8"), str(path)))
        for where, function, count, keywords in calls.found:
            seen = given.setdefault((where, function), set())
            seen.update(range(count), keywords)
    return given


def missing(parameters, given):
    """The parameters that no call gives."""
    named = {name for name, kind in parameters if kind in ("POSITIONAL_OR_KEYWORD", "KEYWORD_ONLY")}
    places = [name for name, kind in parameters if kind in ("POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD")]
    positions = {each for each in given if isinstance(each, int)}
    keywords = given - positions
    for name, kind in parameters:
        if kind == "VAR_POSITIONAL":
            met = any(at >= len(places) for at in positions)
        elif kind == "VAR_KEYWORD":
            met = bool(keywords - named)
        else:
            met = name in keywords or (name in places and places.index(name) in positions)
        if not met:
            yield {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}.get(kind, "") + name


def check_all(python, report):
    """A check a function."""
    given = exercised()
    for where, functions in wanted(python).items():
        for function, parameters in sorted(functions.items()):
            name = f"{where}.{function}"
            if name in NOT_FOR_SCRIPTS:
                continue
            if (where, function) not in given:
                report.check(f"{name} has a fixture", False, ["no fixture calls it"])
                continue
            without = list(missing(parameters, given[where, function]))
            report.check(f"{name} has a fixture with every parameter", not without, [f"no call gives {', '.join(without)}"])


def main():
    from report import Report

    report = Report("signatures")
    check_all(sys.argv[1] if len(sys.argv) > 1 else sys.executable, report)
    for good, line in report.told:
        if not good:
            print(line)
    print(f"{report.passed} passed, {report.failed} failed")
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
