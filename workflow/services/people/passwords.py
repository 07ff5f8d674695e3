"""Passwords as they are kept: Argon2id. Source: OWASP password storage, 2026: m = 32 MiB, t = 3, p = 1."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

# 30 sign-ins at once must fit into a small machine: eight threads take 256 MiB.
_HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The hash of a password, with its salt and costs."""
    return _HASHER.hash(_normalise_password(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` gives the hash that is kept; takes as long where none is kept (None)."""
    try:
        _HASHER.verify(kept or _nobodys(), _normalise_password(password))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None


def _normalise_password(password: str) -> str:
    # One keyboard writes é as one sign, another as two.
    return unicodedata.normalize("NFC", password)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")
