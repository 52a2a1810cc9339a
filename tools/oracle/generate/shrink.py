"""Makes a script smaller as long as the difference stays: without statements, arguments, elements; with shorter names."""
import ast
import copy

# How many smaller scripts are tried at once.
WIDTH = 40


def smallest(script, differs, rounds=60):
    """The smallest script found for which `differs` is true. `differs` takes a list of scripts and answers for each."""
    for _ in range(rounds):
        candidates = [script.with_body(body) for body in sorted(bodies(script.body), key=len) if len(body) < script.size()]
        for start in range(0, len(candidates), WIDTH):
            group = candidates[start : start + WIDTH]
            smaller = next((each for each, stays in zip(group, differs(group)) if stays), None)
            if smaller is not None:
                script = smaller
                break
        else:
            return script
    return script


def bodies(body):
    """Bodies with one thing less."""
    tree = ast.parse(body)
    places = list(ast.walk(tree))
    found = set()
    for index, node in enumerate(places):
        for edit in edits(node):
            changed = copy.deepcopy(tree)
            target = list(ast.walk(changed))[index]
            edit(target)
            try:
                text = ast.unparse(ast.fix_missing_locations(changed))
                compile(text, "smaller", "exec")
            except (SyntaxError, ValueError, TypeError):
                continue
            found.add(text)
    found.discard(body)
    return found


def edits(node):
    """Changes of a node, each a function of its copy."""
    match node:
        case ast.Module(body=statements):
            yield from (dropping("body", index) for index in range(len(statements)) if len(statements) > 1)
        case ast.With(body=statements):
            yield from (dropping("body", index) for index in range(len(statements)) if len(statements) > 1)
        case ast.Call(func=function, args=arguments, keywords=words):
            yield from (dropping("keywords", index) for index in range(len(words)))
            yield from (dropping("args", index) for index in range(len(arguments)))
            if isinstance(function, ast.Attribute) and isinstance(function.value, (ast.Call, ast.Attribute, ast.Subscript)):
                yield replacing(lambda copied: copied.func.value)
            for index in range(len(arguments)):
                yield replacing(lambda copied, index=index: copied.args[index])
        case ast.BinOp() | ast.Compare():
            yield replacing(lambda copied: copied.left)
            yield replacing(lambda copied: copied.right if isinstance(copied, ast.BinOp) else copied.comparators[0])
        case ast.UnaryOp():
            yield replacing(lambda copied: copied.operand)
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            yield from (dropping("elts", index) for index in range(len(elements)) if len(elements) > 1)
        case ast.Dict(keys=keys):
            for index in range(len(keys)):
                yield lambda copied, index=index: (copied.keys.pop(index), copied.values.pop(index))
        case ast.Constant(value=str(text)) if len(text) > 1:
            yield setting("value", "a")
            yield setting("value", text[: len(text) // 2])
            yield setting("value", text[len(text) // 2 :])
        case ast.Constant(value=int(number)) if number > 9:
            yield setting("value", 1)


def dropping(field, index):
    return lambda copied: getattr(copied, field).pop(index)


def setting(field, value):
    return lambda copied: setattr(copied, field, value)


def replacing(part):
    """The node becomes a part of itself."""

    def edit(copied):
        inner = part(copied)
        copied.__class__ = inner.__class__
        copied.__dict__ = inner.__dict__

    return edit
