"""A procedure is data with a version: how many consultations, which rule decides, who steers a ballot.

In use it is pinned to its statement.
"""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from workflow.rules.decision.decision import DecisionRule
from workflow.rules.shared.permissions import Role


class WhenSeen(StrEnum):
    """From when on the penholders of a text read the positions on it."""

    DURING = "during"  # the ballot
    END = "end"


STEERERS = frozenset({Role.PENHOLDER, Role.SECRETARIAT})
MINIMUM_BALLOT = timedelta(hours=24)


@dataclass(frozen=True)
class Procedure:
    """One way of making a statement, as the coalition's rules have it.

    name: the key that settings and forms use. title: language -> what a reader sees. consultations: at least so many of
    them before a ballot. minimum_ballot: a ballot that is open for less is at short notice and needs a reason. steers:
    who reminds, extends and stops. penholders_see: from when on they read positions and their reasons.
    """

    name: str
    version: int
    title: dict[str, str]
    consultations: int
    rule: DecisionRule
    minimum_ballot: timedelta = MINIMUM_BALLOT
    steers: frozenset[Role] = STEERERS
    penholders_see: WhenSeen = WhenSeen.DURING

    def title_in(self, language: str) -> str:
        """The title in `language`, else in English."""
        return self.title.get(language) or self.title["en"]


def parse(source: str) -> Procedure:
    """The procedure that a TOML text describes; raises ValueError where it says too little or nonsense."""
    return from_dict(tomllib.loads(source))


def from_dict(data: dict[str, Any]) -> Procedure:
    """The procedure that was pinned as `data`; raises ValueError.

    One that says nothing of its ballots was pinned before they were steered: it reads as the Ordinary one.
    """
    try:
        decision, ballot = data["decision"], data.get("ballot", {})
        made = Procedure(
            data["name"],
            int(data["version"]),
            dict(data["title"]),
            int(data["consultations"]),
            DecisionRule(Fraction(decision["threshold"]), Fraction(decision["quorum"])),
            _hours(ballot["minimum_ballot"]) if "minimum_ballot" in ballot else MINIMUM_BALLOT,
            frozenset(Role(each) for each in ballot["steers"]) if "steers" in ballot else STEERERS,
            WhenSeen(ballot.get("penholders_see", WhenSeen.DURING)),
        )
    except (KeyError, TypeError, ZeroDivisionError) as error:
        raise ValueError(f"not a procedure: {error}") from error
    rule = made.rule
    if not (0 < rule.threshold <= 1 and 0 < rule.quorum <= 1 and made.consultations >= 0 and made.title.get("en")):
        raise ValueError(
            f"procedure {made.name}: shares lie between 0 and 1, consultations is not negative, a title is given"
        )
    if not (made.minimum_ballot >= timedelta(0) and made.steers and made.steers <= STEERERS):
        raise ValueError(f"procedure {made.name}: a ballot lasts some hours, penholders or the secretariat steer it")
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
        "ballot": {
            "minimum_ballot": f"{procedure.minimum_ballot / timedelta(hours=1):g}h",
            "steers": sorted(role.value for role in procedure.steers),
            "penholders_see": procedure.penholders_see.value,
        },
    }


def _hours(said: str) -> timedelta:
    """What `24h` says; raises ValueError."""
    if not said.endswith("h"):
        raise ValueError(f"hours are written as 24h, not {said}")
    return timedelta(hours=float(said[:-1]))
