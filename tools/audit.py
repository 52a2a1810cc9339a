#!/usr/bin/env python3
"""The dependency audit: every crate of Cargo.lock comes from crates.io, under a permissive licence.

Crates that are there in several versions are told, since they make the binary larger, but pass: which versions other
crates ask for is not ours to decide. Ends with `N passed, N failed`.
"""
import json
import re
import subprocess
import sys
from collections import defaultdict

PERMISSIVE = {
    "MIT", "MIT-0", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "Zlib",
    "Unicode-3.0", "Unicode-DFS-2016", "CC0-1.0", "CDLA-Permissive-2.0", "Unlicense", "BSL-1.0",
}

# Licences that a crate tells in a file only: name and version, and what the file is.
TOLD_IN_A_FILE = {("webpki", "0.22.4"): "ISC"}


def permissive(expression):
    """Whether an SPDX expression can be met by permissive licences alone. `/` is the old way to write OR."""
    tokens = re.findall(r"[()]|[\w.+-]+(?: WITH [\w.+-]+)?", expression.replace("/", " OR "))

    def either():
        met = both()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            met = both() or met
        return met

    def both():
        met = one()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            met = one() and met
        return met

    def one():
        token = tokens.pop(0)
        if token != "(":
            return token in PERMISSIVE
        met = either()
        tokens.pop(0)
        return met

    try:
        return either() and not tokens
    except IndexError:
        return False


def main():
    command = ["cargo", "metadata", "--locked", "--format-version", "1"]
    told = subprocess.run(command, stdout=subprocess.PIPE)
    if told.returncode != 0:
        sys.exit(f"error: `{' '.join(command)}` failed, see above")
    packages = json.loads(told.stdout)["packages"]
    passed, problems, versions = 0, [], defaultdict(list)
    for package in packages:
        name = f"{package['name']} {package['version']}"
        if package["source"] is None:
            continue
        versions[package["name"]].append(package["version"])
        wrong = []
        if not package["source"].startswith("registry+https://github.com/rust-lang/crates.io-index"):
            wrong.append(f"comes from {package['source']}")
        licence = package["license"] or TOLD_IN_A_FILE.get((package["name"], package["version"]), "")
        if not permissive(licence):
            wrong.append(f"has the licence {licence or '(none told)'}")
        passed += not wrong
        problems += [f"FAIL  {name} {each}" for each in wrong]
    several = sorted(name for name, found in versions.items() if len(found) > 1)
    if several:
        print(f"note: in several versions: {', '.join(several)}")
    for problem in problems:
        print(problem)
    print(f"{passed} passed, {len(problems)} failed")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
