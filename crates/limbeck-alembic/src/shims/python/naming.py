"""What the functions of a naming convention's own tokens are given: a constraint and its table, as far as names go."""


class _Column:
    def __init__(self, name, table):
        self.name = name
        self.key = name
        self.table = table

    def __str__(self):
        return f"{self.table.name}.{self.name}" if self.table is not None else self.name


class _Columns:
    def __init__(self, columns):
        self._columns = columns

    def __iter__(self):
        return iter(self._columns)

    def __len__(self):
        return len(self._columns)

    def __contains__(self, name):
        return name in self.keys()

    def __getitem__(self, key):
        if isinstance(key, str):
            for column in self._columns:
                if column.key == key:
                    return column
            raise KeyError(key)
        return self._columns[key]

    def __getattr__(self, name):
        for column in self._columns:
            if column.key == name:
                return column
        raise AttributeError(name)

    def keys(self):
        return [column.key for column in self._columns]

    def values(self):
        return list(self._columns)

    def items(self):
        return [(column.key, column) for column in self._columns]


class _Table:
    def __init__(self, name, schema):
        self.name = name
        self.schema = schema
        self.fullname = f"{schema}.{name}" if schema else name
        self.key = self.fullname
        self.description = name
        self.columns = self.c = _Columns([])

    def __str__(self):
        return self.fullname


class _Key:
    def __init__(self, parent, column, target):
        self.parent = parent
        self.column = column
        self.target_fullname = target


class _Constraint:
    def __init__(self, kind, name, table, columns):
        self.__visit_name__ = kind
        self.name = name
        self.table = table
        self.columns = self.c = _Columns([_Column(each, table) for each in columns])
        self.column_keys = list(columns)
        self.expressions = list(self.columns)
        self.elements = []


def value(function, kind, name, table, schema, columns, referred=None, referred_schema=None, referred_columns=()):
    """What a token of a convention stands for."""
    table = _Table(table, schema)
    constraint = _Constraint(kind, name, table, columns)
    if referred is not None:
        there = _Table(referred, referred_schema)
        constraint.referred_table = there
        constraint.elements = [
            _Key(own, _Column(other, there), f"{there.fullname}.{other}")
            for own, other in zip(constraint.columns, referred_columns)
        ]
    found = function(constraint, table)
    return found if isinstance(found, str) else str(found)
