"""A procedure is data with a version: how many consultations, which rule decides. In use it is pinned to its
statement.
"""

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from workflow.rules.decision.decision import DecisionRule


@dataclass(frozen=True)
class Procedure:
    """One way of making a statement, as the coalition's rules have it.

    name: the key that settings and forms use. title: language -> what a reader sees. consultations: at least so many of
    them before a ballot.
    """

    name: str
    version: int
    title: dict[str, str]
    consultations: int
    rule: DecisionRule

    def title_in(self, language: str) -> str:
        """The title in `language`, else in English."""
        return self.title.get(language) or self.title["en"]


def parse(source: str) -> Procedure:
    """The procedure that a TOML text describes; raises ValueError where it says too little or nonsense."""
    return from_dict(tomllib.loads(source))


def from_dict(data: dict[str, Any]) -> Procedure:
    """The procedure that was pinned as `data`; raises ValueError."""
    try:
        decision = data["decision"]
        rule = DecisionRule(Fraction(decision["threshold"]), Fraction(decision["quorum"]))
        made = Procedure(data["name"], int(data["version"]), dict(data["title"]), int(data["consultations"]), rule)
    except (KeyError, TypeError, ZeroDivisionError) as error:
        raise ValueError(f"not a procedure: {error}") from error
    if not (0 < rule.threshold <= 1 and 0 < rule.quorum <= 1 and made.consultations >= 0 and made.title.get("en")):
        raise ValueError(
            f"procedure {made.name}: shares lie between 0 and 1, consultations is not negative, a title is given"
        )
    return made


def as_dict(procedure: Procedure) -> dict[str, Any]:
    """The procedure as it is pinned to a statement; from_dict gives it back."""
    rule = procedure.rule
    return {
        "name": procedure.name,
        "version": procedure.version,
        "title": procedure.title,
        "consultations": procedure.consultations,
        "decision": {"threshold": str(rule.threshold), "quorum": str(rule.quorum)},
    }
