"""What `row._mapping` and `mappings()` give."""
from sqlalchemy.exc import NoSuchColumnError


class RowMapping(dict):
    def __missing__(self, key):
        name = getattr(key, "key", None) or getattr(key, "name", None) or key
        if isinstance(name, str) and name in self:
            return self[name]
        raise NoSuchColumnError(f"Could not locate column in row for column '{key}'")
