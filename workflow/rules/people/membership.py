"""What members and persons may be called, which addresses and passwords will do."""

import re

from workflow.rules.people.refusals import AddressRefused, NameRefused, PasswordRefused
from workflow.rules.shared.refusals import OverLength
from workflow.text.unicode import FindingKind, findings, normalise, skeleton

LANGUAGES = ("en", "fr", "es", "ar")
SECRETARIAT = "secretariat"  # stands in an address where an organisation's key would; keys have no vowels
NAME_LIMIT = 200
PERSON_LIMIT = 120
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200

# Under these names an item would seem to come from the office itself. Compared by their shape.
_RESERVED = (
    *("Secretariat", "The Secretariat", "Steering Committee", "The Steering Committee", "Penholder"),
    *("Secrétariat", "Le Secrétariat", "Comité directeur", "Comité de pilotage", "Le Comité directeur"),
    *("Secretaría", "La Secretaría", "Secretariado", "Comité Directivo", "El Comité Directivo"),
    *("أمانة", "الأمانة", "الأمانة العامة", "أمانة التحالف", "السكرتارية", "سكرتارية", "اللجنة التوجيهية"),
)
_RESERVED_SHAPES = frozenset(skeleton(name) for name in _RESERVED)
# Joiners that a script needs are no findings; soft hyphens and zero-width spaces are taken out with the rest.
_HIDING = frozenset(FindingKind) - {FindingKind.ZERO_WIDTH}
_ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)*")


def organisation_name(raw: str) -> str:
    """The name as it is kept, on one line; raises NameRefused or OverLength."""
    name = _one_line(raw, NAME_LIMIT)
    shape = skeleton(name)
    if not shape:
        raise NameRefused(reason="empty")
    if shape in _RESERVED_SHAPES:
        raise NameRefused(reason="reserved")
    return name


def person_name(raw: str) -> str:
    """A person's name as it is kept; may be empty until the person has joined. Raises NameRefused or OverLength."""
    return _one_line(raw, PERSON_LIMIT)


def _one_line(raw: str, limit: int) -> str:
    if any(finding.kind in _HIDING for finding in findings(raw)):
        raise NameRefused(reason="hidden")
    # A line break in a name would end a header of a mail.
    name = " ".join(normalise(raw).split())
    if len(name) > limit:
        raise OverLength(field="name", limit=limit)
    return name


def address(raw: str) -> str:
    """An e-mail address as it is compared and written to; raises AddressRefused.

    Letters of ASCII alone: a look-alike of another script would be another person's mailbox. Source: RFC 5321 4.5.3.
    """
    lowered = raw.strip().lower()
    if len(lowered) > 254 or len(lowered.partition("@")[0]) > 64 or not _ADDRESS.fullmatch(lowered):
        raise AddressRefused
    return lowered


def language_code(raw: str) -> str:
    """One of LANGUAGES, the first where nothing is said; raises NameRefused."""
    code = raw.strip().lower() or LANGUAGES[0]
    if code not in LANGUAGES:
        raise NameRefused(field="language", reason="language")
    return code


def check_password(password: str, *, about: tuple[str, ...] = ()) -> None:
    """Nothing, where the password will do; raises PasswordRefused.

    about: what others know of the person, such as name and address; a password made of it is easy.
    Source: NIST SP 800-63B 5.1.1.2: length, no rules of composition, nothing that is easily found.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordRefused(reason="short", limit=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise PasswordRefused(reason="long", limit=LONGEST_PASSWORD)
    if len(set(password)) < 5 or _is_made_of(password, about) or _is_a_walk(password):
        raise PasswordRefused(reason="easy")


def _is_made_of(password: str, about: tuple[str, ...]) -> bool:
    rest = password.casefold()
    for known in (*about, "communique", "password", "motdepasse", "contrasena", "contraseña"):
        for word in re.findall(r"\w{4,}", known.casefold()):
            rest = rest.replace(word, "")
    return len(rest) < 6


def _is_a_walk(password: str) -> bool:
    """Whether it only walks along the alphabet, the digits or a row of keys."""
    rows = (
        "abcdefghijklmnopqrstuvwxyz",
        "01234567890123456789",
        "qwertyuiopasdfghjklzxcvbnm",
        "azertyuiopqsdfghjklmwxcvbn",
    )
    steps = {row[at : at + 2] for row in rows for at in range(len(row) - 1)}
    steps |= {step[::-1] for step in steps}
    low = password.casefold()
    return sum(low[at : at + 2] in steps for at in range(len(low) - 1)) >= 0.7 * (len(low) - 1)
