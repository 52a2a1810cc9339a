"""`alembic_utils`: functions, triggers, views and the like as entities that are created, replaced and dropped."""
import re as _re

import _limbeck_sa as _native
from sqlalchemy import text as _text


class SQLParseFailure(Exception):
    pass


def _spaced(text):
    return " ".join(text.split()).strip()


def _bare(sql):
    return sql.strip().rstrip(";").strip()


def _unquoted(text):
    return text.replace('"', "")


def _quoted(text):
    schema, dot, name = text.partition(".")
    if dot:
        return f'"{schema.strip().strip(chr(34))}"."{name.strip().strip(chr(34))}"'
    return f'"{text.strip().strip(chr(34))}"'


def _escaped(sql, plpgsql=False):
    """Colons that are no cast (and in PL/pgSQL no assignment) must not become parameters."""
    kept = ["::"] + ([":=", "\\:"] if plpgsql else [])
    out = []
    at = 0
    while at < len(sql):
        for mark in kept:
            if sql.startswith(mark, at):
                out.append(mark)
                at += len(mark)
                break
        else:
            out.append("\\:" if sql[at] == ":" else sql[at])
            at += 1
    return "".join(out)


class ReplaceableEntity:
    type_ = "entity"

    def __init__(self, schema, signature, definition):
        self.schema = _unquoted(_spaced(schema))
        self.signature = _unquoted(_spaced(signature))
        self.definition = _escaped(_bare(definition))

    @property
    def literal_schema(self):
        return _quoted(self.schema)

    @property
    def identity(self):
        return f"{type(self).__name__}: {self.schema}.{self.signature}"

    @classmethod
    def from_path(cls, path):
        with open(path) as file:
            return cls.from_sql(file.read())

    @classmethod
    def from_sql(cls, sql):
        _native.unsupported(f"`{cls.__name__}.from_sql()`")


class PGFunction(ReplaceableEntity):
    type_ = "function"

    def __init__(self, schema, signature, definition):
        super().__init__(schema, signature, definition)
        plpgsql = "language plpgsql" in _spaced(definition).lower().replace("'", "")
        self.definition = _escaped(_bare(definition), plpgsql)

    @classmethod
    def from_sql(cls, sql):
        found = _re.match(r"(?is)create.*?function\s+(?:\"?([\w]+)\"?\.)(.+?)\s+returns\s+(.+)$", sql.strip())
        if found is None:
            raise SQLParseFailure(f'Failed to parse SQL into PGFunction """{sql}"""')
        return cls(schema=found.group(1), signature=found.group(2).replace('"', "", 2), definition="returns " + found.group(3))

    @property
    def literal_signature(self):
        name, rest = self.signature.split("(", 1)
        return f'"{name.strip()}"({rest}'

    def to_sql_statement_create(self):
        return _text(f"CREATE FUNCTION {self.literal_schema}.{self.literal_signature} {self.definition}")

    def to_sql_statement_drop(self, cascade=False):
        name, rest = self.signature.split("(", 1)
        parameters = rest.rsplit(")", 1)[0].strip()
        parts = [one[: len(one.lower().split("default")[0])].strip() for one in parameters.split(",")]
        return _text(f'DROP FUNCTION {self.literal_schema}."{name.strip()}"({", ".join(parts)}) {"cascade" if cascade else ""}')

    def to_sql_statement_create_or_replace(self):
        return [_text(f"CREATE OR REPLACE FUNCTION {self.literal_schema}.{self.literal_signature} {self.definition}")]


class _OnEntity(ReplaceableEntity):
    def __init__(self, schema, signature, definition, on_entity):
        super().__init__(schema, signature, definition)
        self.on_entity = _unquoted(on_entity if "." in on_entity else "public." + on_entity)


class PGTrigger(_OnEntity):
    type_ = "trigger"

    def __init__(self, schema, signature, definition, on_entity, is_constraint=False):
        super().__init__(schema, signature, definition, on_entity)
        self.is_constraint = is_constraint

    def to_sql_statement_create(self):
        found = _re.match(r"(?is)(.+?)\sON\s(.+?)\s(.+)$", self.definition)
        if found is None:
            raise SQLParseFailure(f'Failed to parse SQL into PGTrigger.definition """{self.definition}"""')
        event, table, action = (part.strip() for part in found.groups())
        table = f"{self.schema}.{table.partition('.')[2] if '.' in table else table}"
        kind = " CONSTRAINT " if self.is_constraint else " "
        return _text(f'CREATE{kind}TRIGGER "{self.signature}" {event} ON {table} {action}')

    def to_sql_statement_drop(self, cascade=False):
        return _text(f'DROP TRIGGER "{self.signature}" ON {self.on_entity} {"cascade" if cascade else ""}')

    def to_sql_statement_create_or_replace(self):
        return [_text(f'DROP TRIGGER IF EXISTS "{self.signature}" ON {self.on_entity};'), self.to_sql_statement_create()]


class PGView(ReplaceableEntity):
    type_ = "view"

    def __init__(self, schema, signature, definition):
        super().__init__(schema, signature, definition)
        self.definition = _bare(definition)

    @property
    def _name(self):
        return f'{self.literal_schema}."{self.signature}"'

    def to_sql_statement_create(self):
        return _text(f"CREATE VIEW {self._name} AS {self.definition};")

    def to_sql_statement_drop(self, cascade=False):
        return _text(f'DROP VIEW {self._name} {"cascade" if cascade else ""}')

    def to_sql_statement_create_or_replace(self):
        return [_text(
            f"do $$ begin CREATE OR REPLACE VIEW {self._name} AS {self.definition}; exception when others then "
            f"DROP VIEW IF EXISTS {self._name}; CREATE VIEW {self._name} AS {self.definition}; end; $$ language 'plpgsql'"
        )]


class PGMaterializedView(PGView):
    type_ = "materialized_view"

    def __init__(self, schema, signature, definition, with_data=True):
        super().__init__(schema, signature, definition)
        self.with_data = with_data

    def to_sql_statement_create(self):
        data = "" if self.with_data else "NO"
        return _text(f"CREATE MATERIALIZED VIEW {self._name} AS {self.definition} WITH {data} DATA;")

    def to_sql_statement_drop(self, cascade=False):
        return _text(f'DROP MATERIALIZED VIEW {self._name} {"cascade" if cascade else ""}')

    def to_sql_statement_create_or_replace(self):
        return [_text(f"DROP MATERIALIZED VIEW IF EXISTS {self._name}; "), self.to_sql_statement_create()]


class PGExtension(ReplaceableEntity):
    type_ = "extension"

    def __init__(self, schema, signature):
        super().__init__(schema, signature, "")

    def to_sql_statement_create(self):
        return _text(f'CREATE EXTENSION "{self.signature}" WITH SCHEMA {self.literal_schema};')

    def to_sql_statement_drop(self, cascade=False):
        return _text(f'DROP EXTENSION "{self.signature}" {"CASCADE" if cascade else ""}')

    def to_sql_statement_create_or_replace(self):
        raise NotImplementedError("Extensions can not be replaced")


class PGPolicy(_OnEntity):
    type_ = "policy"

    def to_sql_statement_create(self):
        return _text(f"CREATE POLICY {self.signature} on {self.on_entity} {self.definition}")

    def to_sql_statement_drop(self, cascade=False):
        return _text(f'DROP POLICY {self.signature} on {self.on_entity} {"cascade" if cascade else ""}')

    def to_sql_statement_create_or_replace(self):
        return [
            _text(f"DROP POLICY IF EXISTS {self.signature} on {self.on_entity};"),
            _text(f"CREATE POLICY {self.signature} on {self.on_entity} {self.definition};"),
        ]


class PGGrantTable(ReplaceableEntity):
    def __init__(self, *args, **kw):
        _native.unsupported("`alembic_utils.pg_grant_table.PGGrantTable`")


def register_entities(entities, schemas=None, exclude_schemas=None, entity_types=None):
    pass


def create_entity(operations, entity):
    operations.execute(entity.to_sql_statement_create())


def drop_entity(operations, entity, cascade=False):
    operations.execute(entity.to_sql_statement_drop(cascade=cascade))


def replace_entity(operations, entity):
    for statement in entity.to_sql_statement_create_or_replace():
        operations.execute(statement)


def _register():
    import _limbeck_operations as operations
    for function in (create_entity, drop_entity, replace_entity):
        operations.add(function.__name__, function)
    operations.add("revert_entity", replace_entity)


_register()
