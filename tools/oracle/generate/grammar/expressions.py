"""Expressions of columns, values, functions and operators."""
from chooser import call

from . import literals, names, types

FUNCTIONS = [
    "lower", "upper", "length", "coalesce", "concat", "abs", "round", "count", "max", "min", "sum", "now", "date_trunc", "to_tsvector", "char_length",
    "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "current_user", "session_user", "user", "random", "rank", "json_extract",
    "json_build_object", "string_agg", "group_concat", "array_agg", "my_function", "MixedCase", "pg_catalog.lower", "next_value", "char", "sysdate", "utc_timestamp",
    "cube", "rollup", "grouping_sets", "percentile_cont", "mode", "aggregate_strings", "any", "unnest", "ifnull", "strftime", "gen_random_uuid",
]
RANGE_METHODS = [
    "contains(5)", "overlaps(sa.column('r'))", "adjacent_to(sa.column('r'))", "contained_by('[1,2)')", "strictly_left_of('[1,2)')", "not_extend_right_of(sa.column('r'))",
    "union(sa.column('r'))", "difference(sa.column('r'))", "intersection(sa.column('r'))", "strictly_right_of('x')", "not_extend_left_of('[1,2)')",
]
NULLARY = {"now", "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "current_user", "session_user", "user", "random", "utc_timestamp", "gen_random_uuid", "rank"}


def column(c):
    """A column, with or without a type."""
    if c.chance(0.25):
        return c.choice(["t.c.id", "t.c.name", "t.c.Flag", "t.c.n", "t.c.born", "t.c.at", "t.c.order", "u.c.id", "u.c.name", "t.c.doc"])
    name = names.column(c)
    at = c.random()
    if at < 0.6:
        return f"sa.column({name})"
    if at < 0.9:
        return f"sa.column({name}, {types.simple(c) if c.chance(0.6) else types.any_type(c)})"
    return f"sa.literal_column({name})"


def text(c):
    """text(), and text with bind parameters."""
    return c.pick(
        [
            "text('a > 5')", "text(\"name LIKE '%x%'\")", "text('now()')", "text(\"a = 'x:y'\")", "text('a::int')", "text('a = :p').bindparams(p=5)", "text('a = :p AND b = :q').bindparams(p=1, q=\"it's\")",
            "text('a = :p').bindparams(sa.bindparam('p', 5, sa.Integer))", "text(\"'\\\\:x'\")", "sa.text('b % 2 = 0')", "text('a = :p').bindparams(sa.bindparam('p', None))", "text(\"doc ->> 'k' = ':v'\")",
            "text(\"x \\\\:= 5\")", "text('a = %s')", "text('')", "text('a IN :p').bindparams(sa.bindparam('p', [1, 2], expanding=True))", "text('a = :p').bindparams(p=datetime.date(2020, 1, 2))",
        ]
    )


def value(c):
    """A value as an element of its own."""
    at = c.random()
    if at < 0.35:
        return f"sa.literal({literals.anything(c)})"
    if at < 0.55:
        type_, found = literals.typed(c)
        return f"sa.literal({found}, {type_})"
    if at < 0.65:
        return f"sa.literal_column({c.pick([literals.integer, literals.string])!r})" if c.chance(0.7) else "sa.literal_column('5', sa.Integer)"
    if at < 0.75:
        return c.choice(["sa.true()", "sa.false()", "sa.null()"])
    if at < 0.85:
        return f"sa.bindparam('p{c.randint(1, 9)}', {literals.anything(c)})"
    if at < 0.9:
        return f"op.inline_literal({literals.anything(c)})"
    if at < 0.95:
        type_, found = literals.typed(c)
        return f"op.inline_literal({found}, {type_})"
    return f"sa.bindparam('p{c.randint(1, 9)}')"


def operand(c, depth):
    """The other side of an operator: a plain Python value often."""
    if c.chance(0.55):
        return literals.anything(c)
    return expression(c, depth - 1)


def function(c, depth):
    name = c.choice(FUNCTIONS)
    count = 0 if name in NULLARY else c.choice([1, 1, 2, 3])
    arguments = [operand(c, depth) if c.chance(0.4) else expression(c, depth - 1) for _ in range(count)]
    found = call(f"{'sa.' if c.chance(0.3) else ''}func.{name}", arguments, c.keywords((0.06, "type_", lambda c: types.simple(c))))
    if c.chance(0.06):
        found += f".filter({condition(c, depth - 1)})"
    if c.chance(0.08):
        found += call(
            ".over", c.keywords((0.5, "partition_by", lambda c: column(c)), (0.6, "order_by", lambda c: ordered(c, 0)), (0.15, "rows", ["(None, 0)", "(-5, 3)"]), (0.1, "range_", ["(None, None)", "(0, 5)"]), (0.05, "groups", ["(-1, 1)"]))
        )
    if c.chance(0.03):
        found += f".within_group({ordered(c, 0)})"
    if c.chance(0.03):
        found += f".label({names.column(c)})"
    return found


def arithmetic(c, depth):
    operator = c.choice(["+", "-", "*", "/", "%", "//", "+", "-", "*"])
    left, right = expression(c, depth - 1), operand(c, depth)
    if c.chance(0.15) and "func" not in right:
        return f"({literals.number(c)}) {operator} ({left})"
    return f"({left}) {operator} ({right})"


def comparison(c, depth):
    operator = c.choice(["==", "!=", "<", "<=", ">", ">=", "==", ">"])
    return f"({expression(c, depth - 1)}) {operator} ({operand(c, depth)})"


def predicate(c, depth):
    """A method that makes a condition."""
    left = f"({expression(c, depth - 1)})"
    return left + c.pick(
        [
            lambda c: f".in_({collection(c)})", lambda c: f".not_in({collection(c)})", lambda c: f".notin_({collection(c)})", lambda c: f".like({literals.string(c)}{escape(c)})", lambda c: f".ilike({literals.string(c)}{escape(c)})",
            lambda c: f".not_like({literals.string(c)})", lambda c: f".notilike({literals.string(c)}{escape(c)})", lambda c: f".between({operand(c, depth)}, {operand(c, depth)}{', symmetric=True' if c.chance(0.2) else ''})",
            ".is_(None)", ".is_not(None)", ".isnot(None)", lambda c: f".is_({c.choice(['True', 'False', 'sa.true()', 'sa.null()'])})", lambda c: f".is_distinct_from({expression(c, 0)})", lambda c: f".is_not_distinct_from({column(c)})",
            lambda c: f".contains({literals.string(c)}{c.choice(['', ', autoescape=True', escape(c)])})", lambda c: f".startswith({literals.string(c)}{c.choice(['', ', autoescape=True'])})", lambda c: f".endswith({literals.string(c)})", lambda c: f".icontains({literals.string(c)}{c.choice(['', ', autoescape=True'])})",
            lambda c: f".istartswith({literals.string(c)})", lambda c: f".iendswith({literals.string(c)})",
            lambda c: f".regexp_match({literals.string(c)}{c.choice(['', '', chr(44) + ' flags=' + repr('i')])})", lambda c: f".match({literals.string(c)})", lambda c: f".op({c.choice(['@>', '~', '&&', '||', '->>', '%', '%%', 'REGEXP', '?', ':='])!r}{c.choice(['', '', ', is_comparison=True', ', precedence=5', ', return_type=sa.Boolean()'])})({operand(c, depth)})",
            lambda c: f".bool_op('@@')({operand(c, depth)})", " == None", " != None", " == True", " != sa.false()", lambda c: f".any_() == {literals.integer(c)}", lambda c: f".in_(select({column(c)}))",
        ]
    )


def escape(c):
    return c.choice(["", "", "", ", escape='/'", ", escape='\\\\'", ", escape='%'"])


def collection(c):
    return c.choice(["[1, 2, 3]", "['a', \"b'c\"]", "[]", "(1,)", "[1, None]", "[datetime.date(2020, 1, 2)]", "{'x'}", "[1.5, True]", "['a%b']", "sa.bindparam('q', [1, 2], expanding=True)"])


def condition(c, depth):
    """Something true or false."""
    if depth <= 0:
        return c.pick([lambda c: comparison(c, 0), lambda c: predicate(c, 0), text])
    return c.weighted(
        [
            (5, lambda c: comparison(c, depth)), (5, lambda c: predicate(c, depth)), (2, text),
            (2, lambda c: call(c.choice(["sa.and_", "sa.or_"]), [condition(c, depth - 1) for _ in range(c.randint(1, 3))])),
            (1, lambda c: f"sa.not_({condition(c, depth - 1)})"), (1, lambda c: f"~({condition(c, depth - 1)})"), (0.3, lambda c: f"sa.not_(sa.not_({condition(c, depth - 1)}))"), (1, lambda c: f"({condition(c, depth - 1)}) & ({condition(c, depth - 1)})"),
            (1, lambda c: f"({condition(c, depth - 1)}) | ({condition(c, depth - 1)})"), (1, lambda c: f"sa.between({expression(c, 0)}, {operand(c, 1)}, {operand(c, 1)})"),
            (1, lambda c: f"sa.column({names.column(c)}, sa.Boolean)"), (0.5, lambda c: f"sa.exists().where({condition(c, 0)})"), (0.5, lambda c: f"sa.exists(select({column(c)}).where({condition(c, 0)}))"),
            (0.5, lambda c: f"sa.tuple_({column(c)}, {column(c)}).in_([(1, 'a'), (2, 'b')])"), (0.5, lambda c: f"{column(c)} == sa.any_({expression(c, 0)})"), (0.4, lambda c: f"{column(c)} > sa.all_(select({column(c)}).scalar_subquery())"),
            (0.4, lambda c: f"{column(c)} == sa.any_(postgresql.array([1, 2]))"), (0.3, lambda c: c.choice(["sa.and_(sa.true())", "sa.or_(sa.false())", "sa.true()", "sa.false()", "sa.not_(sa.true())", "sa.or_(sa.true(), sa.column('a') > 1)"])),
            (0.4, lambda c: f"sa.tuple_({column(c)}, {column(c)}) == sa.tuple_({literals.integer(c)}, {literals.string(c)})"), (0.3, lambda c: f"mysql.match({column(c)}, against={literals.string(c)}{c.choice(['', ', in_boolean_mode=True', ', in_natural_language_mode=True', ', with_query_expansion=True'])})"),
        ]
    )


def postgres(c, depth):
    """What only PostgreSQL has."""
    return c.pick(
        [
            lambda c: f"postgresql.array([{operand(c, 0)}, {operand(c, 0)}])", lambda c: f"postgresql.array([], type_={types.simple(c)})", lambda c: f"func.array_agg(postgresql.aggregate_order_by({column(c)}, {ordered(c, 0)}))",
            lambda c: f"sa.column({names.column(c)}, postgresql.JSONB)[{c.choice(['0', repr('k'), repr('it' + chr(39) + 's'), '(' + repr('a') + ', 1)'])}]{c.choice(['', '.astext', '.astext.cast(sa.Integer)', '.as_string()', '.as_integer()', '.as_boolean()', '.as_float()', '.as_json()', '.as_numeric(10, 2)'])}",
            lambda c: f"sa.column({names.column(c)}, sa.JSON)[{c.choice(['0', repr('k'), '(' + repr('a') + ', 1)'])}]{c.choice(['', '.as_string()', '.as_integer()', '.as_boolean()', '.as_float()'])}",
            lambda c: f"sa.column({names.column(c)}, postgresql.JSONB).{c.choice(['contains({}), has_key({})'.split(', ')[0].format(repr({'a': 1})), 'has_key(' + repr('k') + ')', 'has_all(postgresql.array([' + repr('k') + ']))', 'has_any(postgresql.array([' + repr('k') + ']))', 'contained_by(' + repr({'a': [1]}) + ')', 'path_exists(' + repr('$.a') + ')', 'path_match(' + repr('$.a == 1') + ')', 'delete_path(' + repr('{a,b}') + ')', 'concat(' + repr({'b': 2}) + ')'])}",
            lambda c: f"sa.column({names.column(c)}, postgresql.ARRAY(sa.Integer)){c.choice(['.contains([1])', '.overlap([1, 2])', '.contained_by([1])', '[1]', '[1:2]', '.any(5)', '.all(5)', '.contains(postgresql.array([1]))', ' + [3]'])}",
            lambda c: f"sa.column({names.column(c)}, postgresql.INT4RANGE).{c.choice(RANGE_METHODS)}",
            lambda c: f"sa.column({names.column(c)}, postgresql.HSTORE){c.choice(['[' + repr('k') + ']', '.has_key(' + repr('k') + ')', '.contains(' + repr({'a': 'b'}) + ')', '.keys()', '.vals()', '.defined(' + repr('k') + ')', '.delete(' + repr('k') + ')', '.slice(postgresql.array([' + repr('k') + ']))', '.array()', '.matrix()'])}",
            lambda c: f"postgresql.{c.choice(['to_tsvector', 'to_tsquery', 'plainto_tsquery', 'websearch_to_tsquery'])}({column(c)})",
            lambda c: f"func.to_tsvector('english', {column(c)}){c.choice(['', '.op(' + repr('@@') + ')(func.to_tsquery(' + repr('x') + '))', '.bool_op(' + repr('@@') + ')(func.plainto_tsquery(' + repr('english') + ', ' + repr('x') + '))', '.match(' + repr('x') + ')'])}",
            lambda c: f"{column(c)}.op('AT TIME ZONE')('UTC')",
            lambda c: f"postgresql.{c.choice(['Any', 'All'])}({literals.integer(c)}, sa.column({names.column(c)}, postgresql.ARRAY(sa.Integer)))",
            lambda c: f"postgresql.array_agg({column(c)}){c.choice(['', '[1]', '[1:2]', '.contains([1])'])}",
            lambda c: f"postgresql.hstore({literals.string(c)}, {literals.string(c)}){c.choice(['', '[' + repr('k') + ']'])}",
        ]
    )


def expression(c, depth=2):
    """Anything with a value."""
    if depth <= 0:
        return c.weighted([(6, column), (2, value), (1, text)])
    return c.weighted(
        [
            (5, column), (3, value), (0.6, text), (4, lambda c: function(c, depth)), (3, lambda c: arithmetic(c, depth)), (2, lambda c: f"sa.cast({operand(c, depth)}, {types.simple(c) if c.chance(0.5) else types.any_type(c)})"),
            (0.6, lambda c: f"({expression(c, depth - 1)}).cast({types.simple(c)})"), (0.4, lambda c: f"sa.try_cast({column(c)}, {types.simple(c)})"), (0.7, lambda c: f"sa.type_coerce({operand(c, depth)}, {types.any_type(c)})"),
            (0.8, lambda c: f"sa.collate({expression(c, depth - 1)}, {c.choice(types.COLLATIONS)})"), (0.5, lambda c: f"({expression(c, depth - 1)}).collate({c.choice(types.COLLATIONS)})"),
            (1.2, lambda c: case(c, depth)), (0.7, lambda c: f"sa.extract({c.choice(['year', 'month', 'epoch', 'dow', 'week', 'milliseconds', 'century', 'doy'])!r}, {expression(c, depth - 1)})"),
            (0.7, lambda c: f"-({expression(c, depth - 1)})"), (0.5, lambda c: f"({column(c)}).concat({operand(c, depth)})"), (0.4, lambda c: f"({column(c)}).{c.choice(['bitwise_and', 'bitwise_or', 'bitwise_xor', 'bitwise_lshift', 'bitwise_rshift'])}({literals.integer(c)})"),
            (0.2, lambda c: f"({column(c)}).bitwise_not()"), (0.4, lambda c: f"({column(c)}).regexp_replace({literals.string(c)}, {literals.string(c)}{c.choice(['', ', flags=' + repr('g')])})"), (0.4, lambda c: f"({column(c)}).distinct()"),
            (0.4, lambda c: f"sa.distinct({column(c)})"), (1.5, lambda c: postgres(c, depth)), (0.4, lambda c: f"select({expression(c, 0)}).where({condition(c, 0)}).scalar_subquery()"), (1, lambda c: condition(c, depth - 1)), (0.3, lambda c: f"sa.tuple_({column(c)}, {operand(c, depth)})"),
            (0.3, lambda c: f"({expression(c, depth - 1)}).label({names.column(c)})"), (0.2, lambda c: f"({expression(c, depth - 1)}).self_group()"),
        ]
    )


def case(c, depth):
    whens = ", ".join(f"({condition(c, depth - 1)}, {operand(c, depth)})" for _ in range(c.randint(1, 2)))
    other = c.keywords((0.6, "else_", lambda c: operand(c, depth)))
    if c.chance(0.25):
        return call("sa.case", "{1: 'a', 2: \"it's\"}", f"value={column(c)}", other)
    return call("sa.case", whens, other)


def ordered(c, depth=1):
    """Something to order by."""
    inner = column(c) if c.chance(0.6) else expression(c, depth)
    return c.pick(
        [
            f"({inner}).desc()", f"({inner}).asc()", f"sa.desc({inner})", f"sa.asc({inner})", f"({inner}).desc().nulls_last()", f"({inner}).nulls_first()", f"sa.nullslast({inner})", f"sa.nulls_first(sa.desc({inner}))",
            f"({inner}).desc().nullslast()", f"({inner}).asc().nullsfirst()", f"sa.desc({names.column(c)})", f"({inner}).collate({c.choice(types.COLLATIONS)}).desc()", inner,
        ]
    )
