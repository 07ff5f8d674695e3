"""The settings of one installation, read from the environment alone; nothing else in the product reads it."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

LANGUAGES = ("en", "fr", "es", "ar")
POOLS = ("threads", "prefork")
MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
KEEPS_MAIL = "COMMUNIQUE_KEEPS_MAIL"
"""Said by `communique run` to its children alone, and so none of SETTINGS: whether the mail server is its mailbox."""


SECRET = frozenset({"COMMUNIQUE_SECRET_KEY", "COMMUNIQUE_DATABASE_URL"})
"""Settings that are told to nobody."""


@dataclass(frozen=True)
class Setting:
    """One line of the README's table: the variable, what holds without it, and what it decides."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("COMMUNIQUE_DATA", "data", "folder of the database, the mailbox, the published pages and the secret key"),
    Setting("COMMUNIQUE_DATABASE_URL", "SQLite in the data folder", "address of a PostgreSQL database"),
    Setting("COMMUNIQUE_BROKER_URL", "a Valkey started beside the web server", "address of RabbitMQ, Redis or Valkey"),
    Setting("COMMUNIQUE_SMTP_URL", "a mailbox kept in the data folder", "smtp://, smtp+starttls:// or smtps:// server"),
    Setting("COMMUNIQUE_BASE_URL", "http://127.0.0.1:8000", "address under which readers reach the service"),
    Setting("COMMUNIQUE_SECRET_KEY", "made at the first start, kept in the data folder", "signs forms and links"),
    Setting("COMMUNIQUE_DEMO", "0", "1 fills an empty database with a fictional coalition; loopback addresses only"),
    Setting("COMMUNIQUE_SERVICE_NAME", "Communiqué", "name over the members' pages"),
    Setting("COMMUNIQUE_COALITION", "Our coalition", "name of the coalition over every page"),
    Setting("COMMUNIQUE_COALITION_FR", "the name above", "the coalition's name in French"),
    Setting("COMMUNIQUE_COALITION_ES", "the name above", "the coalition's name in Spanish"),
    Setting("COMMUNIQUE_COALITION_AR", "the name above", "the coalition's name in Arabic"),
    Setting("COMMUNIQUE_TIME_ZONE", "Europe/Amsterdam", "time zone of deadlines"),
    Setting("COMMUNIQUE_LANGUAGE", "en", "language of pages for a reader who asks for none: en, fr, es or ar"),
    Setting("COMMUNIQUE_MAIL_FROM", "statements@localhost.localdomain", "sender's address of every mail"),
    Setting("COMMUNIQUE_REFERENCE_PREFIX", "JS", "letters before a statement's number, as in JS 2024/17"),
    Setting("COMMUNIQUE_WORKER_LINES", "4", "how many tasks a worker does at once"),
    Setting("COMMUNIQUE_WORKER_POOL", "threads", "what its lines are: threads, or processes (prefork)"),
    Setting("COMMUNIQUE_WORKER_SEEN", "0", "1 lets Celery's tools look at workers and command them"),
    Setting("COMMUNIQUE_PROXIES", "0", "how many reverse proxies stand in front and set X-Forwarded headers"),
)


class SettingRefused(ValueError):
    """A setting is missing or has a value that cannot be used; the sentence names it."""


@dataclass(frozen=True)
class Settings:
    """Every setting of one process, checked.

    broker_url and smtp_url are None where the embedded broker and the local mailbox stand in;
    `communique run` fills them in for its children.
    """

    data: Path
    database_url: str = field(repr=False)
    broker_url: str | None = field(repr=False)
    smtp_url: str | None = field(repr=False)
    base_url: str
    secret_key: str = field(repr=False)
    demo: bool
    service_name: str
    coalition: Mapping[str, str]
    time_zone: ZoneInfo
    language: str
    mail_from: str
    reference_prefix: str
    proxies: int
    worker_lines: int = 4
    worker_pool: str = "threads"
    worker_seen: bool = False
    given: frozenset[str] = frozenset()  # names of the variables that were set
    keeps_mail: bool = False  # the server at smtp_url is the local mailbox, says `communique run` to its children

    @property
    def published(self) -> Path:
        """The folder of the pages that everybody may read; a reverse proxy may serve it as it is."""
        return self.data / "published"

    @property
    def set_aside(self) -> Path:
        """The folder of pages that were taken out of what is served; nobody but the operator reads it."""
        return self.data / "set-aside"

    @property
    def mailbox(self) -> Path:
        """The folder in which the local mailbox keeps what was sent."""
        return self.data / "mailbox"

    def coalition_in(self, language: str) -> str:
        """The coalition's name in `language`, else its first name."""
        return self.coalition.get(language) or self.coalition["en"]

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """The settings that `environ` holds; raises SettingRefused naming the first that cannot be used."""
        data = Path(environ.get("COMMUNIQUE_DATA") or "data").absolute()
        return cls(
            data=data,
            database_url=environ.get("COMMUNIQUE_DATABASE_URL") or f"sqlite:///{data / 'communique.sqlite3'}",
            broker_url=_broker_url(environ.get("COMMUNIQUE_BROKER_URL") or ""),
            smtp_url=_smtp_url(environ.get("COMMUNIQUE_SMTP_URL") or ""),
            base_url=(environ.get("COMMUNIQUE_BASE_URL") or "http://127.0.0.1:8000").rstrip("/"),
            secret_key=_secret_key(environ, data),
            demo=_demo(environ),
            service_name=environ.get("COMMUNIQUE_SERVICE_NAME") or "Communiqué",
            coalition=_coalition(environ),
            time_zone=_time_zone(environ.get("COMMUNIQUE_TIME_ZONE") or "Europe/Amsterdam"),
            language=_language(environ.get("COMMUNIQUE_LANGUAGE") or "en"),
            mail_from=environ.get("COMMUNIQUE_MAIL_FROM") or "statements@localhost.localdomain",
            reference_prefix=environ.get("COMMUNIQUE_REFERENCE_PREFIX") or "JS",
            proxies=_count("COMMUNIQUE_PROXIES", environ.get("COMMUNIQUE_PROXIES") or "0"),
            worker_lines=_lines(environ.get("COMMUNIQUE_WORKER_LINES") or "4"),
            worker_pool=_pool(environ.get("COMMUNIQUE_WORKER_POOL") or "threads"),
            worker_seen=_switch("COMMUNIQUE_WORKER_SEEN", environ),
            given=frozenset(each.name for each in SETTINGS if environ.get(each.name)),
            keeps_mail=environ.get(KEEPS_MAIL) == "1",
        )


def mail_server_parts(url: str) -> SplitResult:
    """The address of a mail server in its parts; raises SettingRefused, and says nothing of it."""
    with suppress(ValueError):  # which would quote a part of the password
        parts = urlsplit(url)
        if parts.scheme in MAIL_PORTS and parts.hostname and parts.port != 0:
            return parts
    raise SettingRefused(
        "COMMUNIQUE_SMTP_URL is no address of a mail server: it begins with smtp://, smtp+starttls:// or smtps:// and "
        "names a host; in a user name or password / @ : # ? and % are written %2F %40 %3A %23 %3F and %25."
    )


def _smtp_url(url: str) -> str | None:
    if url:
        mail_server_parts(url)
    return url or None


def _broker_url(url: str) -> str | None:
    """Valkey speaks as Redis does, and Kombu knows it by that name."""
    scheme, colon, rest = url.partition(":")
    return f"{_VALKEY.get(scheme, scheme)}{colon}{rest}" or None


_VALKEY = {"valkey": "redis", "valkeys": "rediss", "valkey+socket": "redis+socket"}


def _switch(name: str, environ: Mapping[str, str]) -> bool:
    value = environ.get(name) or "0"
    if value not in ("0", "1"):
        raise SettingRefused(f"{name} must be 0 or 1.")
    return value == "1"


def _secret_key(environ: Mapping[str, str], data: Path) -> str:
    given = environ.get("COMMUNIQUE_SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise SettingRefused("COMMUNIQUE_SECRET_KEY must have at least 32 characters.")
        return given
    if environ.get("COMMUNIQUE_DATABASE_URL"):
        # Two web processes with a key each would refuse one another's forms.
        raise SettingRefused("COMMUNIQUE_SECRET_KEY must be set where COMMUNIQUE_DATABASE_URL is.")
    kept = data / "secret-key"
    return kept.read_text("ascii").strip() if kept.exists() else ""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`."""
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    # Before Python 3.13 ::ffff:127.0.0.1, as a socket of both families calls it, is none.
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def _demo(environ: Mapping[str, str]) -> bool:
    wanted = _switch("COMMUNIQUE_DEMO", environ)
    # Whoever comes to the demo may sign in as anybody.
    if wanted and not is_here(environ.get("COMMUNIQUE_BASE_URL") or "http://127.0.0.1"):
        raise SettingRefused("COMMUNIQUE_DEMO runs on a loopback address only, and COMMUNIQUE_BASE_URL names another.")
    if wanted and _count("COMMUNIQUE_PROXIES", environ.get("COMMUNIQUE_PROXIES") or "0"):
        raise SettingRefused("COMMUNIQUE_DEMO runs for this machine alone, and COMMUNIQUE_PROXIES names a proxy.")
    return wanted


def is_here(address: str) -> bool:
    """Whether only this machine reaches the service at the URL `address`."""
    try:
        return is_loopback(urlsplit(address).hostname or "")
    except ValueError:
        return False


def _coalition(environ: Mapping[str, str]) -> dict[str, str]:
    names = {"en": environ.get("COMMUNIQUE_COALITION") or "Our coalition"}
    for language in LANGUAGES[1:]:
        if name := environ.get(f"COMMUNIQUE_COALITION_{language.upper()}"):
            names[language] = name
    return names


def _time_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise SettingRefused(f"COMMUNIQUE_TIME_ZONE names no time zone: {name}.") from error


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise SettingRefused(f"COMMUNIQUE_LANGUAGE must be one of {', '.join(LANGUAGES)}.")
    return code


def _lines(value: str) -> int:
    if not _count("COMMUNIQUE_WORKER_LINES", value):
        raise SettingRefused("COMMUNIQUE_WORKER_LINES must be one at least.")
    return int(value)


def _pool(value: str) -> str:
    if value not in POOLS:
        raise SettingRefused(f"COMMUNIQUE_WORKER_POOL must be {' or '.join(POOLS)}.")
    return value


def _count(name: str, value: str) -> int:
    if not value.isdecimal():
        raise SettingRefused(f"{name} must be a whole number.")
    return int(value)
