"""`werkzeug.security`."""
import hashlib as _hashlib
import hmac as _hmac
import random as _random
import secrets as _secrets

import _limbeck_sa as _native

_SALT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def gen_salt(length):
    return "".join(_secrets.choice(_SALT) for _ in range(length))


def _hashed(method, salt, password):
    kind, *args = method.split(":")
    if kind != "pbkdf2":
        _native.unsupported(f"hashing passwords by werkzeug's method `{kind}`")
    name = args[0] if args else "sha256"
    rounds = int(args[1]) if len(args) > 1 else 1000000
    made = _hashlib.pbkdf2_hmac(name, password.encode(), salt.encode(), rounds).hex()
    return made, f"pbkdf2:{name}:{rounds}"


def generate_password_hash(password, method="scrypt", salt_length=16):
    salt = gen_salt(salt_length)
    made, method = _hashed(method, salt, password)
    return f"{method}${salt}${made}"


def check_password_hash(pwhash, password):
    method, salt, known = pwhash.split("$", 2)
    return _hmac.compare_digest(_hashed(method, salt, password)[0], known)
