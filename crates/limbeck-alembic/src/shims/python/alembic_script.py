"""`alembic.script`: the revisions of the project, to read."""
import os as _os

import _limbeck_sa as _native
import _limbeck_scripts as _scripts
from alembic.util import CommandError as _CommandError


def _shape(names):
    """None, one name, or a tuple of several, as revision files write them."""
    return None if not names else names[0] if len(names) == 1 else tuple(names)


class Script:
    def __init__(self, known):
        self.revision = known["revision"]
        self.down_revision = self._down = _shape(known["down"])
        self.dependencies = _shape(known["depends"])
        self.branch_labels = set(known["labels"])
        self.nextrev = frozenset(known["next"])
        self.doc = known["doc"]
        self.longdoc = known["longdoc"]
        self.path = known["path"]

    @property
    def module(self):
        return _scripts.module(self.revision)

    @property
    def is_head(self):
        return not self.nextrev

    @property
    def is_base(self):
        return self.down_revision is None

    @property
    def is_branch_point(self):
        return len(self.nextrev) > 1

    @property
    def is_merge_point(self):
        return isinstance(self.down_revision, tuple)

    @property
    def log_entry(self):
        marks = [(self.is_head, "head"), (self.is_branch_point, "branchpoint"), (self.is_merge_point, "mergepoint")]
        lines = [f"Rev: {self.revision}" + "".join(f" ({mark})" for is_it, mark in marks if is_it)]
        lines.append(f"{'Merges' if self.is_merge_point else 'Parent'}: {self._text(self.down_revision)}")
        if self.dependencies:
            lines.append(f"Also depends on: {self._text(self.dependencies)}")
        if self.is_branch_point:
            lines.append(f"Branches into: {', '.join(sorted(self.nextrev))}")
        if self.branch_labels:
            lines.append(f"Branch names: {', '.join(sorted(self.branch_labels))}")
        lines.append(f"Path: {self.path}")
        text = "\n".join(f"    {line}" for line in self.longdoc.splitlines())
        return "\n".join(lines) + f"\n\n{text}\n"

    def __str__(self):
        return f"{self._text(self.down_revision)} -> {self.revision}{' (head)' if self.is_head else ''}, {self.doc}"

    def _text(self, down):
        return "<base>" if down is None else ", ".join(down) if isinstance(down, tuple) else down


class ScriptDirectory:
    version_locations = None

    def __init__(self, dir=None, *args, **kw):
        self._dir = dir

    @property
    def dir(self):
        return self._dir or _scripts.location()

    @property
    def versions(self):
        return _os.path.join(self.dir, "versions")

    @classmethod
    def from_config(cls, config):
        return cls()

    def get_heads(self):
        return list(_scripts.heads())

    def get_current_head(self):
        heads = self.get_heads()
        if len(heads) > 1:
            raise _CommandError(
                "The script directory has multiple heads (due to branching).Please use get_heads(), or merge the branches using alembic merge."
            )
        return heads[0] if heads else None

    def get_bases(self):
        return [one["revision"] for one in _scripts.bases()]

    def get_base(self):
        bases = self.get_bases()
        if len(bases) > 1:
            raise _CommandError("The script directory has multiple bases. Please use get_bases().")
        return bases[0] if bases else None

    def get_revisions(self, id_):
        names = [id_] if isinstance(id_, str) or id_ is None else list(id_)
        return tuple(Script(one) for name in names if name is not None for one in _scripts.resolve(name))

    def get_revision(self, id_):
        if id_ is None:
            return None
        found = _scripts.resolve(id_)
        return Script(found[0]) if found else None

    def walk_revisions(self, base="base", head="heads"):
        for one in _scripts.walk(base, head):
            yield Script(one)

    def iterate_revisions(self, upper, lower, **kw):
        """From `upper` down to `lower`, which is not among them."""
        for one in _scripts.walk(lower or "base", upper):
            if one["revision"] != lower:
                yield Script(one)

    def as_revision_number(self, id_):
        found = [one.revision for one in self.get_revisions(id_)]
        return found[0] if len(found) == 1 else tuple(found)

    def generate_revision(self, *args, **kw):
        _native.unsupported("`ScriptDirectory.generate_revision()`, which makes a file,")


# `context.script`
script = ScriptDirectory()
