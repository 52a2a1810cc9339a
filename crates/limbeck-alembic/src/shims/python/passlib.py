"""`passlib`: the schemes that come up in migrations."""
import _limbeck_sa as _native
import bcrypt as _bcrypt


class _Bcrypt:
    name = "bcrypt"

    def __init__(self, rounds=12):
        self._rounds = rounds

    def using(self, rounds=12, **kw):
        return _Bcrypt(rounds)

    def hash(self, secret, **kw):
        secret = secret.encode("utf-8") if isinstance(secret, str) else secret
        return _bcrypt.hashpw(secret, _bcrypt.gensalt(self._rounds)).decode("ascii")

    encrypt = hash

    def verify(self, secret, hash, **kw):
        return _bcrypt.checkpw(secret, hash)


bcrypt = _Bcrypt()


class CryptContext:
    def __init__(self, schemes=None, default=None, deprecated="auto", **kw):
        self._schemes = list(schemes or ["bcrypt"])
        self._default = default or self._schemes[0]
        self._rounds = kw.get("bcrypt__rounds") or kw.get("bcrypt__default_rounds") or 12

    def hash(self, secret, scheme=None, **kw):
        scheme = scheme or self._default
        if scheme != "bcrypt":
            _native.unsupported(f"hashing passwords by passlib's scheme `{scheme}`")
        return _Bcrypt(self._rounds).hash(secret)

    encrypt = hash

    def verify(self, secret, hash, **kw):
        if not hash.startswith("$2"):
            _native.unsupported("checking a password that is not hashed by bcrypt")
        return bcrypt.verify(secret, hash)
