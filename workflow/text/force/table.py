"""The shape of a language's table of force, and how its lists of words are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.text.unicode.signs import ARABIC


@dataclass(frozen=True, slots=True)
class ForceTable:
    """Words of one language, in lower case, parted by commas; several words with single spaces between.

    Entries between bars are one form and say the same, such as `don't` and `do not`, `doit` and `doivent`, `two` and
    `2` (`#2`; an ordinal is `#2.`), `March` and `Mar.` (`#3`).

    obligation: what binds, allows, forbids, negates or makes an exception. numbers: number words and their bounds.
    months; days: words that name a day. capital_months: whether a month has a capital. idioms: hold a number word that
    counts nothing; none differs from another by its number alone. unbinding: hold a word of obligation that binds
    nothing. names: proper names that a capital alone doesn't tell, since they begin a sentence or their script has
    none; states: more of them, which make an adjective. titles: what stands before a name. labels: what stands before a
    number that is no year, or a Roman one. binding: what binds by its place in a sentence, and prefixes: what may be
    written together with the word after it, as regular expressions. negating: beginnings that turn a word round.
    negations: a negated noun and its verb, expression -> the same with the verb negated. definite: words that say of
    whom something is said, as one expression; "none" is another than they are. thousands: the marks that part them.
    spellings: endings written in two ways, expression -> replacement.
    """

    obligation: str
    numbers: str
    months: str
    days: str
    idioms: str
    unbinding: str
    titles: str
    labels: str
    names: str
    definite: str
    negations: Mapping[str, str]
    states: str = ""
    binding: str = r"(?!)"
    prefixes: str = ""
    capital_months: bool = False
    negating: str = ""
    thousands: str = "."
    spellings: Mapping[str, str] = field(default_factory=dict)


def words(text: str) -> frozenset[str]:
    """The entries of a list with commas."""
    return frozenset(entry for part in text.split(",") if (entry := " ".join(part.split())))


def forms(text: str) -> dict[str, str]:
    """Entry -> form, the first of those between bars; one that begins with # is no entry itself."""
    found = {}
    for part in words(text):
        same = [entry.strip().translate(ARABIC) for entry in part.split("|")]
        found.update({entry: same[0] for entry in same if not entry.startswith("#")})
    return found
