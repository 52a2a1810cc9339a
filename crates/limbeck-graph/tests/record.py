"""Records what Alembic does with a set of revision graphs, for tests/it/recorded.rs to replay.

Run by hand with a Python that has Alembic 1.20.1:

    python tests/record.py tests/it/recorded.json [all]

There are some 140,000 answers. With `all` the file has every one of them; without, one in ten and fewer of the refusals,
always the same ones: enough to notice a change, and small enough to keep.

Where Alembic's answer hangs on the order of a Python set, several runs with different hash seeds give several answers;
all of them are recorded, and any of them is right.

An answer is one line of text:
  plan      ID[CHANGES] ID[CHANGES] …   stamps: FROM>TO[CHANGES]
  changes   +ID insert, -ID delete, A>B update, with commas; "!" where writing the rows fails
  refusal   ! message;   "!!" where Alembic ends in a traceback
  warning   ~ message ~ before the plan
"""

import json
import os
import random
import subprocess
import sys
import types
import warnings
import zlib

SEEDS = [str(seed) for seed in range(20)]


def rev(id_, down=None, deps=None, labels=None, doc=None):
    def listed(value):
        return [] if value is None else [value] if isinstance(value, str) else list(value)

    return {
        "id": id_,
        "down": listed(down),
        "deps": listed(deps),
        "labels": listed(labels),
        "doc": "do %s\n\nRevision ID: %s\n" % (id_, id_) if doc is None else doc,
    }


def random_graph(seed, size):
    dice = random.Random(seed)
    revisions, ids = [], []
    # The random module's sequence is fixed for random() and getrandbits(), so the graphs stay the same.
    pick = lambda items: items[int(dice.random() * len(items))]
    for number in range(size):
        id_ = "r%02d%03d" % (number, int(dice.random() * 1000))
        down, deps, labels = [], [], []
        if ids and dice.random() > 0.12:
            down = [pick(ids[-5:])]
            if dice.random() < 0.2:
                other = pick(ids)
                down += [other] if other not in down else []
        if ids and dice.random() < 0.2:
            other = pick(ids)
            deps = [other] if other not in down else []
        if dice.random() < 0.15:
            labels = ["label%d" % number]
        ids.append(id_)
        revisions.append(rev(id_, down, deps, labels))
    return sorted(revisions, key=lambda one: one["id"][3:])


GRAPHS = {
    "empty": [],
    "single": [rev("aaaa")],
    "linear": [rev("a111"), rev("b222", "a111"), rev("c333", "b222", doc=""), rev("d444", "c333", doc="\n  two\nlines\n\n more "), rev("e555", "d444")],
    "linear loaded backwards": [rev("e5", "d4"), rev("d4", "c3"), rev("c3", "b2"), rev("b2", "a1"), rev("a1")],
    "two bases": [rev("a1"), rev("a2", "a1"), rev("b1"), rev("b2", "b1"), rev("b3", "b2")],
    "two labelled bases": [rev("x111", labels="shop"), rev("x222", "x111"), rev("y111", labels=["stock", "depot"]), rev("y222", "y111")],
    "fork": [rev("base1"), rev("left1", "base1", labels="left"), rev("left2", "left1"), rev("right1", "base1", labels="right"), rev("right2", "right1"), rev("right3", "right2")],
    "unlabelled fork": [rev("f0"), rev("f1", "f0"), rev("g1", "f0"), rev("g2", "g1")],
    "diamond": [rev("d0"), rev("l1", "d0"), rev("r1", "d0"), rev("r2", "r1"), rev("m1", ("l1", "r2")), rev("n1", "m1")],
    "merge of two bases": [rev("p1", labels="pp"), rev("p2", "p1"), rev("q1", labels="qq"), rev("q2", "q1"), rev("pq", ("p2", "q2")), rev("pq2", "pq")],
    "three heads": [rev("t0"), rev("t1", "t0"), rev("ta", "t1"), rev("tb", "t1"), rev("tc", "t0"), rev("tc2", "tc")],
    "merge of three": [rev("t0"), rev("ta", "t0"), rev("tb", "t0"), rev("tc", "t0"), rev("tm", ("ta", "tb", "tc")), rev("tn", "tm")],
    "dependency on an identifier": [rev("a1", labels="a"), rev("a2", "a1"), rev("a3", "a2"), rev("b1", labels="b"), rev("b2", "b1", deps="a2"), rev("b3", "b2")],
    "dependency on a label": [rev("m1", labels="main"), rev("m2", "m1"), rev("n1", deps="main", labels="next"), rev("n2", "n1", deps=["m2"])],
    "dependency on a head": [rev("u1"), rev("u2", "u1"), rev("v1"), rev("v2", "v1", deps="u2"), rev("v3", "v2")],
    "repeated dependency": [rev("w1"), rev("w2", "w1"), rev("z1", deps="w1"), rev("z2", "z1", deps=["w1", "w2"]), rev("z3", "z2", deps=["w2", "w1"])],
    "many dependencies": [rev("k1"), rev("k2"), rev("k3"), rev("j1", deps=["k3", "k1", "k2"]), rev("j2", "j1"), rev("k4", "k3")],
    "prefixes": [rev("abc"), rev("abcd12", "abc"), rev("abcd34", "abcd12", labels="abcdlab"), rev("abcdef99", "abcd34"), rev("xyzw01", "abc", labels="xyzw"), rev("xyzw02", "xyzw01")],
    "numbers": [rev("1"), rev("22", "1"), rev("333", "22"), rev("4444", "333"), rev("55555", "4444"), rev("0006", "4444", labels="7")],
    "unicode": [rev("größe"), rev("größe2", "größe"), rev("修订版一", "größe2", labels="分支"), rev("修订版二", "修订版一"), rev("a'b c", "größe2")],
    "nested labels": [rev("n0", labels="outer"), rev("n1", "n0"), rev("n2", "n1", labels="inner"), rev("n3", "n2"), rev("o1", "n1", labels="other"), rev("o2", "o1")],
    "label below a merge": [rev("s0"), rev("s1", "s0"), rev("s2", "s0"), rev("s3", ("s1", "s2")), rev("s4", "s3", labels="late"), rev("s5", "s4")],
    "merge with an implied parent": [rev("c1"), rev("h1"), rev("h2", "h1", deps="c1"), rev("i1", "h1"), rev("mm", ("h2", "i1", "c1"))],
    "crossed dependencies": [rev("e1", labels="ee"), rev("e2", "e1"), rev("e3", "e2", deps="g2"), rev("g1", labels="gg"), rev("g2", "g1", deps="e1"), rev("g3", "g2"), rev("g4", "g3", deps="e2")],
    "random 1": random_graph(1, 9),
    "random 2": random_graph(2, 12),
    "random 3": random_graph(3, 14),
    "random 4": random_graph(11, 10),
    "random 5": random_graph(23, 16),
}


def load(revisions):
    from alembic.script.base import Script, ScriptDirectory

    class Recorded(ScriptDirectory):
        def _load_revisions(self):
            for one in revisions:
                def upgrade(): pass
                def downgrade(): pass
                tuple_ = lambda items: None if not items else items[0] if len(items) == 1 else tuple(items)
                module = types.SimpleNamespace(
                    __doc__=one["doc"],
                    down_revision=tuple_(one["down"]),
                    depends_on=tuple_(one["deps"]),
                    branch_labels=tuple_(one["labels"]),
                    upgrade=upgrade,
                    downgrade=downgrade,
                )
                yield Script(module, one["id"], "versions/%s.py" % one["id"])

        def _ensure_directory(self, path):
            pass

        def _generate_template(self, src, dest, **kw):
            raise Written(kw["down_revision"], kw["depends_on"])

    return Recorded(os.curdir)


class Written(Exception):
    pass


def maintainer(script, rows):
    from alembic.runtime.migration import HeadMaintainer

    class Recorder(HeadMaintainer):
        def _insert_version(self, version):
            super()._insert_version(version)
            self.changes.append("+" + version)

        def _delete_version(self, version):
            super()._delete_version(version)
            self.changes.append("-" + version)

        def _update_version(self, from_, to_):
            super()._update_version(from_, to_)
            self.changes.append("%s>%s" % (from_, to_))

    from sqlalchemy import Column, MetaData, String, Table

    table = Table("alembic_version", MetaData(), Column("version_num", String(32)))
    context = types.SimpleNamespace(
        impl=types.SimpleNamespace(_exec=lambda statement: None), _version=table, as_sql=True
    )
    return Recorder(context, rows)


def answer(function):
    """The answer of a function that gives text."""
    from alembic.util import CommandError

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            text = function()
        except CommandError as error:
            return "! %s" % error
        except Exception:
            return "!!"
    return "".join("~ %s ~ " % warning.message for warning in caught) + text


def applied(script, rows, steps):
    """The text of a plan, and the states it goes through."""
    heads = maintainer(script, rows)
    parts, states = [], []
    for step in steps:
        name = (
            step.revision.revision
            if hasattr(step, "revision")
            else "%s>%s" % (",".join(step.from_), ",".join(step.to_))
        )
        heads.changes = []
        try:
            heads.update_to_step(step)
        except Exception:
            parts.append("%s[!]" % name)
            break
        parts.append("%s[%s]" % (name, ",".join(heads.changes)))
        states.append(sorted(heads.heads))
    return " ".join(parts), states


def states_of(script, ids):
    """States of a version table that come up, and a few that should not."""
    found = [[]]

    def note(states):
        for state in states:
            if state not in found:
                found.append(state)

    for target in ids:
        try:
            note(applied(script, [], script._upgrade_revs(target, ()))[1])
        except Exception:
            pass
    try:
        full = applied(script, [], script._upgrade_revs("heads", ()))[1]
        note(full)
        for target in ids + ["base"]:
            note(applied(script, full[-1], script._downgrade_revs(target, tuple(full[-1])))[1])
    except Exception:
        pass
    several = [state for state in found if len(state) > 1]
    one = [state for state in found if len(state) == 1]
    chosen = [[]] + one[:: max(1, len(one) // 3)][:3] + several[:2] + several[-2:] + [["zzzz"]]
    if ids:
        chosen += [[ids[-1], ids[-1]], [ids[0], ids[-1]], ["zzzz", ids[0]]]
    return [state for number, state in enumerate(chosen) if state not in chosen[:number]]


def targets_of(revisions):
    ids = [one["id"] for one in revisions]
    labels = [label for one in revisions for label in one["labels"]]
    few = ids[:2] + ids[len(ids) // 2 : len(ids) // 2 + 1] + ids[-1:]
    targets = list(ids)
    targets += ["head", "heads", "base", "+1", "+2", "+12", "-1", "-2", "-12", "+0", "-0"]
    targets += ["head-1", "heads-1", "base+1", "base+2", "base-1", "heads@head", "head@base"]
    for id_ in few:
        targets += [id_ + "+1", id_ + "-1", id_ + "+9", id_ + "-9", id_[:4], id_[:2], id_ + "@head", id_ + "@heads"]
        targets += [id_ + "@+1", id_ + "@-1", id_ + "@" + ids[0], id_ + "@base", id_ + "+0"]
    for label in labels[:3]:
        targets += [label, label[:4]] + [label + "@" + end for end in ["head", "heads", "base", "+1", "+2", "+9", "-1", "-2", "-9"]]
        targets += [label + "@" + end for id_ in few[1:3] for end in [id_, id_ + "+1", id_ + "-1", id_[:4]]]
    targets += ["nope", "nope@head", "nope@heads", "nope@base", "nope@+1", "nope@-1", "nope+1", "nope-1", "", "@", "@head", "@-1", "nope@", "a b"]
    targets += ["+", "-", "+1x", "-1 x", "+99999999999999999999", "-99999999999999999999", "x@y@z", "é", "current", " -1 ", "-1_0"]
    return [target for number, target in enumerate(targets) if target not in targets[:number]]


def record_graph(revisions, states):
    script = load(revisions)
    ids = [one["id"] for one in revisions]
    by_id = {id_: script.get_revision(id_) for id_ in ids}
    names = lambda found: " ".join(one.revision for one in found)
    targets = targets_of(revisions)
    up = lambda state, target: applied(script, state, script._upgrade_revs(target, tuple(state)))[0]
    down = lambda state, target: applied(script, state, script._downgrade_revs(target, tuple(state)))[0]
    stamp = lambda state, goals: applied(script, state, script._stamp_revs(tuple(goals), tuple(state)))[0]
    pairs = [[target] for target in targets] + [[]] + [ids[:2], ids[-2:], ["heads", "base"], ["base", "base"], ids[:1] + ["nope"]]
    ends = ["", "base", "head", "heads", "-1", "-2", "-9", "+1", "+2", "+9", "nope"] + ids[:: max(1, len(ids) // 5)]
    for one in revisions:
        ends += [label + "@" + end for label in one["labels"][:1] for end in ["head", "base", "-1", "+1"]] + one["labels"]
    ends += [id_ + end for id_ in ids[1:2] for end in ["@head", "+1", "-1", "-9", "+9"]]
    ends = [end for number, end in enumerate(ends[:26]) if end not in ends[:number]]
    history = lambda start, end: names(script.walk_revisions(base=start or "base", head=end or "heads"))

    def new_revision(goals, splice):
        try:
            script.generate_revision("0new", "text", head=goals, splice=splice)
        except Written as written:
            down = written.args[0]
            return " ".join([down] if isinstance(down, str) else down or [])
        return "!!"

    def line(one, **options):
        # The order of labels is the order of a set: put it in order here.
        one.branch_labels = sorted(one.branch_labels)
        one.nextrev = sorted(one.nextrev)
        return one.cmd_format(**options)

    record = {
        "heads": script.get_heads(),
        "effective heads": script.get_heads(consider_depends_on=True),
        "bases": script.get_bases(),
        "labels": {id_: answer(lambda: " ".join(sorted(one.branch_labels))) for id_, one in by_id.items()},
        "upgrade log": {id_: answer(lambda: str(step(script, one, True))) for id_, one in by_id.items()},
        "downgrade log": {id_: answer(lambda: str(step(script, one, False))) for id_, one in by_id.items()},
        "resolve": {t: answer(lambda: names(script.get_revisions(t))) for t in targets},
        "resolve one": {t: answer(lambda: names([one] if (one := script.get_revision(t)) else [])) for t in targets},
        "current head": answer(lambda: script.get_current_head() or ""),
        "walk": answer(lambda: names(script.walk_revisions())),
        "current": {",".join(s): answer(lambda: " ".join(sorted(one.revision for one in script.get_all_current(tuple(s))))) for s in states},
        "upgrade": {",".join(s): {t: answer(lambda: up(s, t)) for t in targets} for s in states},
        "downgrade": {",".join(s): {t: answer(lambda: down(s, t)) for t in targets} for s in states},
        "stamp": {",".join(s): {"|".join(t): answer(lambda: stamp(s, t)) for t in pairs} for s in states},
        "history": {"%s:%s" % (a, b): answer(lambda: history(a, b)) for a in ends for b in ends},
        "history to current": {",".join(s): {a: answer(lambda: history(a, tuple(s))) for a in ends} for s in states},
        "history from current": {",".join(s): {b: answer(lambda: history(tuple(s), b)) for b in ends} for s in states},
        "new revision": {t: answer(lambda: new_revision([t], False)) for t in targets},
        "new spliced revision": {"|".join(t): answer(lambda: new_revision(t, True)) for t in [ids[:2], ids[:1] * 2, ["heads"]]},
    }
    # The last ones, since they put labels and children in order.
    record["history lines"] = {
        id_: line(one, verbose=False, include_branches=True, include_doc=True, include_parents=True) for id_, one in by_id.items()
    }
    record["head lines"] = {id_: line(one, verbose=False, include_branches=True, tree_indicators=False) for id_, one in by_id.items()}
    record["blocks"] = {id_: line(one, verbose=True) for id_, one in by_id.items()}
    return record


def step(script, one, is_upgrade):
    from alembic.runtime.migration import RevisionStep

    return RevisionStep(script.revision_map, one, is_upgrade)


def united(records):
    """One record in which an answer that differs between runs is the list of all answers."""
    first = records[0]
    if isinstance(first, dict):
        return {key: united([record[key] for record in records]) for key in first}
    answers = [first]
    for record in records[1:]:
        if record not in answers:
            answers.append(record)
    if len(answers) == 1:
        return first
    assert all(isinstance(one, str) for one in answers), answers
    return sorted(answers)


def thinned(name, part, record):
    """A part of the record with some of the answers to each kind of question."""
    if part in ("revisions", "heads", "effective heads", "bases", "walk", "current head", "labels"):
        return record
    if part.endswith((" log", " lines", "blocks")):
        return record

    def stays(key, answer):
        refused = answer[0] == "!" if isinstance(answer, str) and answer else False
        # A short refusal tells little that others don't.
        rarity = 60 if refused else 10
        return zlib.crc32(("%s/%s/%s" % (name, part, key)).encode()) % rarity == 0

    def thin(prefix, table):
        thinner = {}
        for key, value in table.items():
            if isinstance(value, dict):
                thinner[key] = thin(prefix + key + "/", value)
            elif stays(prefix + key, value):
                thinner[key] = value
        return thinner

    return thin("", record)


def main():
    if sys.argv[1] == "--states":
        ids = lambda revisions: [one["id"] for one in revisions]
        print(json.dumps({name: states_of(load(revisions), ids(revisions)) for name, revisions in GRAPHS.items()}))
        return
    if sys.argv[1] == "--answers":
        states = json.load(sys.stdin)
        print(json.dumps({name: record_graph(revisions, states[name]) for name, revisions in GRAPHS.items()}))
        return

    def run(mode, seed, given):
        return subprocess.run(
            [sys.executable, __file__, mode],
            env={**os.environ, "PYTHONHASHSEED": seed},
            input=given,
            stdout=subprocess.PIPE,
            check=True,
        ).stdout

    # The states themselves hang on hashes too, so that all runs have to be given the same.
    states = run("--states", SEEDS[0], b"")
    runs = [json.loads(run("--answers", seed, states)) for seed in SEEDS]
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write("{\n")
        for number, (name, revisions) in enumerate(GRAPHS.items()):
            file.write("%s%s: {\n" % (",\n" if number else "", json.dumps(name)))
            file.write('"revisions": %s' % json.dumps(revisions, ensure_ascii=False))
            for part, record in united([run[name] for run in runs]).items():
                record = record if "all" in sys.argv[2:] else thinned(name, part, record)
                file.write(",\n%s: %s" % (json.dumps(part), json.dumps(record, ensure_ascii=False, separators=(",", ":"))))
            file.write("\n}")
        file.write("\n}\n")


if __name__ == "__main__":
    main()
