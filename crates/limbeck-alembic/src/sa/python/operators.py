"""`sqlalchemy.sql.operators`: operators as functions of their operands."""
from operator import (  # noqa: F401
    add, and_, contains, eq, floordiv, ge, getitem, gt, inv, le, lshift, lt, mod, mul, ne, neg, or_, rshift, sub, truediv,
)


class custom_op:
    def __init__(
        self,
        opstring,
        precedence=0,
        is_comparison=False,
        return_type=None,
        natural_self_precedent=False,
        eager_grouping=False,
        python_impl=None,
    ):
        self.opstring = opstring
        self.precedence = precedence
        self.is_comparison = is_comparison
        self.return_type = return_type
        self.natural_self_precedent = natural_self_precedent
        self.eager_grouping = eager_grouping
        self.python_impl = python_impl

    def __call__(self, left, right, *other, **kw):
        return left.op(self.opstring, self.precedence, self.is_comparison, self.return_type)(right)


def _method(name, after=None):
    """The function that calls a method of its first operand, and another one of what that gives."""

    def function(a, *other, **kw):
        made = getattr(a, name)(*other, **kw)
        return ~made if after == "not" else made

    function.__name__ = name
    return function


def op(a, opstring, b):
    return a.op(opstring)(b)


def any_op(a):
    return a.any_()


def all_op(a):
    return a.all_()


is_distinct_from = _method("is_distinct_from")
is_not_distinct_from = _method("is_not_distinct_from")
is_ = _method("is_")
is_not = _method("is_not")
collate = _method("collate")
like_op = _method("like")
not_like_op = _method("not_like")
ilike_op = _method("ilike")
not_ilike_op = _method("not_ilike")
in_op = _method("in_")
not_in_op = _method("not_in")
startswith_op = _method("startswith")
istartswith_op = _method("istartswith")
endswith_op = _method("endswith")
iendswith_op = _method("iendswith")
contains_op = _method("contains")
icontains_op = _method("icontains")
match_op = _method("match")
regexp_match_op = _method("regexp_match")
regexp_replace_op = _method("regexp_replace")
concat_op = _method("concat")
desc_op = _method("desc")
asc_op = _method("asc")
nulls_first_op = _method("nulls_first")
nulls_last_op = _method("nulls_last")
between_op = _method("between")
distinct_op = _method("distinct")
bitwise_xor_op = _method("bitwise_xor")
bitwise_or_op = _method("bitwise_or")
bitwise_and_op = _method("bitwise_and")
bitwise_not_op = _method("bitwise_not")
bitwise_lshift_op = _method("bitwise_lshift")
bitwise_rshift_op = _method("bitwise_rshift")
not_startswith_op = _method("startswith", "not")
not_istartswith_op = _method("istartswith", "not")
not_endswith_op = _method("endswith", "not")
not_iendswith_op = _method("iendswith", "not")
not_contains_op = _method("contains", "not")
not_icontains_op = _method("icontains", "not")
not_match_op = _method("match", "not")
not_regexp_match_op = _method("regexp_match", "not")
not_between_op = _method("between", "not")
isnot = is_not
isnot_distinct_from = is_not_distinct_from
notlike_op = not_like_op
notilike_op = not_ilike_op
notin_op = not_in_op
notbetween_op = not_between_op
nullsfirst_op = nulls_first_op
nullslast_op = nulls_last_op
