"""How long a sign-in lasts, and what is kept of its token."""

import hashlib
from datetime import timedelta

IDLE = timedelta(hours=12)  # a sign-in that nobody used for so long is over
LIFE = timedelta(days=14)  # and this one is, used or not


def digest(token: str) -> str:
    """What the record keeps of a token: nobody who reads the record can sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()
