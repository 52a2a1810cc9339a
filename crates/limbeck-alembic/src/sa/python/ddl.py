"""`DDL(…)`, a statement of its own or a listener of tables."""
import sqlalchemy as _sa


class DDL:
    dialect = None
    callable_ = None
    state = None

    def __init__(self, statement, context=None):
        self.statement = statement
        self.context = context or {}
        self.target = None

    def against(self, target):
        made = DDL(self.statement, self.context)
        made.dialect, made.callable_, made.state = self.dialect, self.callable_, self.state
        made.target = target
        return made

    def execute_if(self, dialect=None, callable_=None, state=None):
        made = self.against(self.target)
        if isinstance(dialect, (str, tuple, list, set)):
            made.dialect = dialect
        made.callable_ = callable_
        made.state = state
        return made

    def _should_execute(self, target, bind, **kw):
        if isinstance(self.dialect, str):
            if self.dialect != bind.dialect.name:
                return False
        elif self.dialect is not None and bind.dialect.name not in self.dialect:
            return False
        return self.callable_ is None or self.callable_(self, target, bind, state=self.state, dialect=bind.dialect, **kw)

    def __call__(self, target, bind, **kw):
        if self._should_execute(target, bind, **kw):
            bind.execute(self.against(target))

    def __clause_element__(self):
        context = dict(self.context)
        if isinstance(self.target, _sa.Table):
            context.setdefault("table", self.target.name)
            context.setdefault("schema", self.target.schema or "")
            context.setdefault("fullname", self.target.fullname)
        return _sa.text((self.statement % context).replace(":", "\\:"))

    def compile(self, *args, **kw):
        return self.__clause_element__().compile(*args, **kw)

    def __str__(self):
        return str(self.__clause_element__())


ExecutableDDLElement = DDLElement = DDL
