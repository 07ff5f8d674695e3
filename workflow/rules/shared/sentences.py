"""Sentences of the catalogues as plain values: which one is said, and which facts fill it; the faces say them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Sentence:
    """A sentence as the catalogues have it. facts: a place in it -> the name of the fact that fills the place.

    many: the same of several. number: the name of the fact that counts, a number or what has a length.
    """

    one: str
    facts: Mapping[str, str]
    many: str = ""
    number: str = ""


def N_(words: str, **facts: str) -> Sentence:  # the name by which extractors know a sentence that is said later
    """A sentence; facts: a place -> the fact that fills it, where its name is another one."""
    return Sentence(words, _facts_by_place(words, facts))


def N_n(one: str, many: str, number: str, **facts: str) -> Sentence:
    """A sentence that depends on the fact `number`, which also fills the place `num`."""
    by_place = _facts_by_place(many, facts)
    by_place.pop("num", None)
    return Sentence(one, by_place, many, number)


def _facts_by_place(words: str, named: Mapping[str, str]) -> dict[str, str]:
    return {place: named.get(place, place) for place in _PLACE.findall(words)}


@dataclass(frozen=True)
class Deadline:
    """A moment that is told by the coalition's clock."""

    at: datetime


class Language(str):
    """The code of a language, which a sentence calls by its name."""

    __slots__ = ()
