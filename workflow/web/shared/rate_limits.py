"""How often something may be tried, by account and by network; the counters stand in the record.

Somebody else's tries do not shut a person out: the bound on an account from all networks together is high, and holds
only for networks from which that account was not signed in within KNOWN_FOR. Of forgotten passwords only the mails are
few: the answer is always the same, and while no more is mailed a link of the last hour lies in the mailbox.
"""

import hashlib
import math
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from flask import Flask, current_app, request
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage, Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workflow.config import Settings
from workflow.database import about_now, is_closed, is_passing, now, reading, transaction
from workflow.models.person import Limit
from workflow.rules.people.refusals import TooManyTries

# One account from one network waits longer with each window that it fills. All of an office may sit behind one address.
SIGN_IN = {"pair": "5/minute;20/hour;60/day", "account": "1000/hour", "network": "60/minute;600/hour"}
FORGOTTEN = {"network": "30/hour"}
MAILED = {"account": "3/hour"}  # no longer than such a link is good
PASSWORD = {"account": "10/hour"}
LINK_USED = {"network": "60/hour"}
SEARCHING = {"network": "60/minute"}  # by strangers; a newsroom behind one address asks no more often
INVITING = {"account": "5/day"}
KNOWN_FOR = timedelta(days=90)


class RecordStorage(Storage):
    """Counters in the table `limit_count`."""

    STORAGE_SCHEME = ["record"]  # noqa: RUF012  the base class names it so

    @property
    def base_exceptions(self) -> type[Exception]:
        """What is not wrapped: nothing is."""
        return Exception

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """The count after `amount` more; one statement, so that two at once cannot pass as one."""
        with transaction() as session:
            return int(session.scalars(_more(session, key, expiry, amount)).one())

    def get(self, key: str) -> int:
        """The count of the running window."""
        with reading() as session:
            return session.scalar(select(Limit.count).where(Limit.key == key, Limit.ends_at > now(session))) or 0

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds since 1970."""
        with reading() as session:
            ends_at = session.scalar(select(Limit.ends_at).where(Limit.key == key))
            return (ends_at or now(session)).timestamp()

    def check(self) -> bool:
        """Whether the record answers."""
        return self.get("") == 0

    def reset(self) -> int | None:
        """Forget every count."""
        with transaction() as session:
            session.execute(delete(Limit))
        return None

    def clear(self, key: str) -> None:
        """Forget one count."""
        with transaction() as session:
            session.execute(delete(Limit).where(Limit.key == key))


def _more(session: Session, key: str, expiry: int, amount: int) -> Any:
    at = now(session)
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = insert(Limit).values(key=key, count=amount, ends_at=at + timedelta(seconds=expiry))
    over = Limit.ends_at <= at
    return fresh.on_conflict_do_update(
        index_elements=[Limit.key],
        set_={
            "count": case((over, amount), else_=Limit.count + amount),
            "ends_at": case((over, fresh.excluded.ends_at), else_=Limit.ends_at),
        },
    ).returning(Limit.count)


def init(app: Flask, settings: Settings) -> None:
    """Have the application count its tries."""
    app.extensions["tries"] = FixedWindowRateLimiter(RecordStorage())
    app.extensions["tries_here"] = FixedWindowRateLimiter(MemoryStorage())


def spend(what: str, limits: dict[str, str], account: str = "") -> None:
    """Count one try of `what` for this account and this request's network; raises TooManyTries."""
    _spend(_limiter(), what, limits, account)


def spend_to_read(what: str, limits: dict[str, str]) -> None:
    """spend() for what only reads: where the record takes no count now, this process counts; raises TooManyTries."""
    try:
        spend(what, limits)
    except DBAPIError as error:
        if not (is_passing(error) or is_closed(error)):
            raise
        _spend(current_app.extensions["tries_here"], what, limits, "")


def _spend(limiter: FixedWindowRateLimiter, what: str, limits: dict[str, str], account: str) -> None:
    if "pair" in limits and limiter.storage.get(_key(what, "known", account)):
        limits = {by: windows for by, windows in limits.items() if by != "account"}
    tried = [(item, key) for item, key in _counters(what, limits, account) if not limiter.hit(item, key)]
    if tried:
        left = max(limiter.get_window_stats(item, key).reset_time for item, key in tried) - about_now().timestamp()
        raise TooManyTries(minutes=max(1, math.ceil(left / 60)))


def allows(what: str, limits: dict[str, str], account: str) -> bool:
    """Whether `what` may be done once more for this account, which is counted; nobody is told."""
    return all(_limiter().hit(item, key) for item, key in _counters(what, limits, account))


def forgive(what: str, limits: dict[str, str], account: str) -> None:
    """Forget the tries of this account from this network, and know it from now on: the right password came."""
    chosen = {"pair": limits["pair"]} if "pair" in limits else {}
    for item, key in _counters(what, chosen, account):
        _limiter().clear(item, key)
    _limiter().storage.incr(_key(what, "known", account), int(KNOWN_FOR.total_seconds()))


def _counters(what: str, limits: dict[str, str], account: str) -> Sequence[tuple[RateLimitItem, str]]:
    return [(item, _key(what, by, account)) for by, windows in limits.items() for item in parse_many(windows)]


def _key(what: str, by: str, account: str) -> str:
    # A hash: nobody who reads the table learns who tried to sign in from where.
    named = {"account": account.strip().lower(), "network": network(request.remote_addr)}
    named["pair"] = named["known"] = f"{named['account']} {named['network']}"
    return hashlib.sha256(f"{what} {by} {named[by]}".encode()).hexdigest()[:40]


def network(remote: str | None) -> str:
    """The network of an address: one IPv4 address, or the 64 bits that one IPv6 customer has."""
    address = ip_address(remote or "0.0.0.0")  # noqa: S104  a request without an address, as tests make them
    return str(ip_network((address, 64 if address.version == 6 else 32), strict=False))


def _limiter() -> FixedWindowRateLimiter:
    found: FixedWindowRateLimiter = current_app.extensions["tries"]
    return found
