"""`sqlalchemy.ext.compiler`."""
import _limbeck_sa as _native


def compiles(class_, *specs):
    def decorate(function):
        _native.register_compiler(class_, list(specs), function)
        return function
    return decorate


def deregister(class_):
    pass


class _Preparer:
    def __init__(self, compiler):
        self._compiler = compiler

    def quote(self, name, force=None):
        return _native.render(_native.quoted_identifier(name))

    quote_identifier = quote_schema = format_column = quote

    def format_table(self, table, use_schema=True, name=None):
        schema = getattr(table, "schema", None) if use_schema else None
        text = self.quote(name or table.name)
        return f"{self.quote(schema)}.{text}" if schema else text


class Compiler:
    """What `@compiles` functions get: it writes other elements."""

    def __init__(self, dialect):
        self.dialect = dialect
        self.preparer = _Preparer(self)

    @property
    def sql_compiler(self):
        return self

    def process(self, element, literal_binds=False, **kw):
        # The arguments of a function: `element.clauses`.
        if isinstance(element, (list, tuple)):
            return ", ".join(self.process(item, literal_binds, **kw) for item in element)
        if hasattr(element, "fullname") and hasattr(element, "c"):
            return self.preparer.format_table(element)
        return _native.render(element, literal_binds)

    def visit_function(self, element, literal_binds=False, **kw):
        return _native.render(element, literal_binds, True)

    def __getattr__(self, name):
        if name.startswith("visit_"):
            return lambda element, *args, **kw: _native.type_text(element, self.dialect, name[len("visit_"):])
        raise AttributeError(name)


class _Statement:
    def __init__(self, element):
        self.element = element
        self.target = element


class _DdlCompiler(Compiler):
    """A compiler that knows one statement: the one that a function of the project is about."""

    def __init__(self, dialect, text):
        super().__init__(dialect)
        self._text = text

    def visit_drop_table(self, drop, **kw):
        return self._text


def drop_table(function, dialect, name, schema, text):
    """What a function over DropTable writes."""
    import sqlalchemy as sa
    return function(_Statement(sa.Table(name, sa.MetaData(), schema=schema)), _DdlCompiler(dialect, text))
