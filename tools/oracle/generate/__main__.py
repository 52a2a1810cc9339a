"""Generate random revision scripts, run each through Alembic and through limbeck, and compare the SQL to the byte.

    python tools/oracle/generate --limbeck target/debug/limbeck                      200 scripts of a fixed seed
    python tools/oracle/generate --limbeck PATH --seed 7 --count 10000               as many as wanted
    python tools/oracle/generate --limbeck PATH --seed 7 --only 4711                 one script, shown with both outputs
    python tools/oracle/generate --limbeck PATH --subject types --count 1000         one kind of statement
    python tools/oracle/generate --limbeck PATH --faults 0 --count 1000              nothing that is wrong on purpose
    python tools/oracle/generate --limbeck PATH --online --dialect sqlite --count 300    on real servers
    python tools/oracle/generate --limbeck PATH --histories --count 100              chains of revisions that work, up and back
    python tools/oracle/generate --limbeck PATH --refusals                           the scripts of refusals.txt
    python tools/oracle/generate --show 20                                           scripts only

A script in which Alembic refuses has to be refused, in Alembic's words. Differences are put together by kind; of each
kind the smallest script is searched for and shown. Ends with `N passed, N failed`, and exit code 1 if any failed.
It runs in the oracle's own Python (requirements.txt installed).
"""
import argparse
import collections
import multiprocessing
import os
import sys
import time

sys.dont_write_bytecode = True

import script as scripts
from grammar import statements

DIALECTS = ("postgresql", "sqlite", "mysql", "mariadb")


def share(text):
    """A number from 0 to 1."""
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not from 0 to 1")
    return number


def arguments():
    parser = argparse.ArgumentParser(prog="generate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limbeck", help="the command to compare with Alembic")
    parser.add_argument("--seed", default="38")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, metavar="N", help="begin with script N")
    parser.add_argument("--only", type=int, metavar="N", help="script N alone, with what both make of it")
    parser.add_argument("--refusals", action="store_true", help="the scripts of refusals.txt instead, which are to be refused")
    parser.add_argument("--show", type=int, metavar="COUNT", help="print scripts, run nothing")
    parser.add_argument("--subject", choices=sorted(statements.SUBJECTS), help="one kind of statement")
    parser.add_argument("--faults", type=share, metavar="SHARE", help="how many statements are wrong on purpose, 0 to 1")
    parser.add_argument("--dialect", nargs="+", choices=DIALECTS, default=list(DIALECTS))
    parser.add_argument("--kinds", type=int, default=40, metavar="N", help="show so many kinds of differences at most")
    parser.add_argument("--no-shrink", action="store_true", help="show the shortest script of each kind as it is")
    parser.add_argument("--online", action="store_true", help="apply them on private servers, and compare what is left")
    parser.add_argument("--histories", action="store_true", help="chains of revisions that work, on private servers: up, back, up again")
    parser.add_argument("--kill", action="store_true", help="with --histories: limbeck is killed now and then, and run again")
    parser.add_argument("--uncaught", action="store_true", help="let refusals end the runs, as they do in life; slower")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    options = parser.parse_args()
    if options.limbeck is None and options.show is None:
        parser.error("--limbeck is missing")
    return options


def show(options):
    for number in range(options.first, options.first + options.show):
        print(f"# script {number}")
        print(scripts.generate(options, number).body, end="\n\n")


def show_one(options):
    import oracle
    from limbeck import Limbeck

    script = scripts.generate(options, options.only)
    print(script.environment)
    print(script.body)
    found = Limbeck(options.limbeck, not options.uncaught).run_all([script], options.dialect)
    for dialect in options.dialect:
        print(f"--- {dialect}, Alembic\n{oracle.run(script, dialect).told()}")
        print(f"--- {dialect}, limbeck\n{found[dialect][0].told()}")


def main():
    options = arguments()
    if options.show is not None:
        return show(options)
    if options.refusals:
        import refusals

        passed, failed = refusals.compare(options)
        print(f"{passed} passed, {failed} failed")
        sys.exit(1 if failed else 0)
    if options.histories:
        from histories import apply

        sys.exit(1 if apply.main(options) else 0)
    if options.only is not None:
        return show_one(options)
    if options.online:
        import online

        sys.exit(1 if online.main(options) else 0)
    from compare import Comparison

    started = time.monotonic()
    comparison = Comparison(options)
    last = options.first + options.count
    chunks = [
        range(max(start, options.first), min(start + scripts.CHUNK, last))
        for start in range(options.first - options.first % scripts.CHUNK, last, scripts.CHUNK)
    ]
    differences, refused = [], collections.Counter()
    with multiprocessing.get_context("fork").Pool(options.jobs) as pool:
        for found, errors in pool.imap_unordered(comparison.chunk, chunks):
            differences += found
            refused.update(errors)
    comparison.report(differences)
    runs = options.count * len(options.dialect)
    wrongly = sum(each.oracle.error is not None for each in differences)
    print(
        f"compared {options.count} scripts of seed {options.seed} on {', '.join(options.dialect)} "
        f"in {time.monotonic() - started:.0f} s; {sum(refused.values())} of {runs} runs were refused by Alembic"
        f" ({wrongly} of these differ, and {len(differences) - wrongly} of the others)"
    )
    print(f"{runs - len(differences)} passed, {len(differences)} failed")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
