"""The shape of a language's table of force."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Table:
    """Words of one language, in lower case; several words with single spaces between.

    obligation: what binds, allows, forbids, negates or makes an exception. numbers: number words and their bounds.
    months, weekdays, dates: words that name a day. idioms: hold a number word that counts nothing; none differs from
    another by its number alone. names: proper names that a capital alone doesn't tell, since they begin a sentence or
    their script has none. links: small words inside a name. prefixes: what may be written together with the word after
    it, as a regular expression. spellings: endings written in two ways, expression -> replacement.
    """

    obligation: frozenset[str]
    numbers: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]
    dates: frozenset[str]
    names: frozenset[str]
    idioms: frozenset[str]
    links: frozenset[str] = frozenset()
    prefixes: str = ""
    spellings: Mapping[str, str] = field(default_factory=dict)


def words(text: str) -> frozenset[str]:
    """The entries of a comma-separated table."""
    return frozenset(entry for part in text.split(",") if (entry := " ".join(part.split())))
