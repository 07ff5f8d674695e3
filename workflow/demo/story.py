"""One statement of the demo, told as steps: (moment, what somebody does then)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from workflow.demo.cast import text
from workflow.demo.editing import keep_translation, rewrite_towards
from workflow.demo.talk import item_steps
from workflow.demo.telling import Telling
from workflow.rules.decision.decision import Stance
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome
from workflow.rules.statements.voice import Voice
from workflow.services.consolidation import issuing, standard_replies
from workflow.services.consultation import consulting
from workflow.services.decision import deciding
from workflow.services.publication import publishing
from workflow.services.statements import versions
from workflow.services.statements.changing_settings import Limits, OccasionTime, StatementTerms
from workflow.services.statements.starting import NewStatement, create_statement
from workflow.services.statements.versions import DraftText
from workflow.text.document import parse
from workflow.text.values import Block

Step = Callable[[], object]
_STANCES = {
    "approve": Stance.APPROVE,
    "approve-with-explanation": Stance.EXPLANATION,
    "object": Stance.OBJECT,
    "abstain": Stance.ABSTAIN,
    "reserve": Stance.RESERVE,
    "not-participating": Stance.NOT_PARTICIPATING,
    "recused": Stance.RECUSED,
}


def steps(telling: Telling) -> Iterator[tuple[datetime, Step]]:
    """The whole story, in its own order."""
    shape = telling.shape
    yield telling.at(shape["created"]), partial(_create, telling)
    if "consultation" not in shape:
        return
    yield telling.at(shape["consultation"]["opened"]), partial(_open_consultation, telling)
    yield from item_steps(telling)
    if "closed" in shape["consultation"]:
        closed = telling.at(shape["consultation"]["closed"])
        yield closed, partial(_close_consultation, telling)
        for told in shape.get("reasons", ()):
            yield closed + timedelta(minutes=20), partial(_save_standard_reply, telling, told)
    for version in shape["versions"][1:]:
        yield telling.at(version["issued"]), partial(_issue, telling, version)
    yield from _decision(telling)


def _decision(telling: Telling) -> Iterator[tuple[datetime, Step]]:
    if "ballot" in telling.shape:
        yield telling.at(telling.shape["ballot"]["opened"]), partial(_open_ballot, telling)
    for told in telling.shape.get("positions", ()):
        yield telling.at(told["at"]), partial(_take_position, telling, told)
    if "ballot" in telling.shape and (closes := telling.at(telling.shape["ballot"]["closes"])) <= telling.start:
        yield closes, partial(_settle, telling)
    if "publication" in telling.shape:
        yield telling.at(telling.shape["publication"]["published"]), partial(_publish, telling)


def _create(telling: Telling) -> None:
    shape, language = telling.shape, telling.shape["language"]
    head, limit = shape["editions"][language], shape.get("speaking_limit")
    # Penholders of several organisations are chosen by the secretariat, which alone may choose among all.
    maker = telling.pen if len(shape["penholders"]) == 1 else telling.speaker("secretariat")
    limits = Limits(shape.get("word_limit"), limit / 60 if limit else None, shape["words_a_minute"])
    telling.statement = create_statement(
        telling.session,
        maker,
        NewStatement(
            DraftText(head["title"], head["occasion"], parse(text(shape["versions"][0]["texts"][language]))),
            language,
            StatementTerms(Voice(shape["in_name_of"]), limits=limits, occasion_time=_occasion_time(telling)),
            penholders=[telling.people[email].key for email in shape["penholders"]],
            embargo_at=telling.at(shape["embargo"]) if "embargo" in shape else None,
        ),
    )
    _translate(telling, shape["versions"][0], versions.original(telling.session, telling.made).blocks)


def _occasion_time(telling: Telling) -> OccasionTime | None:
    said = telling.shape.get("occasion_at")
    return OccasionTime(telling.at(said)) if said else None


def _translate(telling: Telling, version: dict[str, Any], original: Sequence[Block]) -> None:
    for language, file in version["texts"].items():
        if language != telling.shape["language"]:
            head = telling.shape["editions"][language]
            keep_translation(telling, language, head["title"], head["occasion"], parse(text(file)), original)


def _open_consultation(telling: Telling) -> None:
    told = telling.shape["consultation"]
    closes = telling.at(told.get("closes") or told["closed"])
    consulting.open_consultation(telling.session, telling.pen, telling.key, consulting.ConsultationTerms(closes))


def _close_consultation(telling: Telling) -> None:
    consulting.close_consultation(telling.session, None, telling.key)


def _save_standard_reply(telling: Telling, told: dict[str, Any]) -> None:
    standard_replies.save_standard_reply(
        telling.session, telling.pen, telling.key, body=told["text"], language=told["language"]
    )


def _issue(telling: Telling, version: dict[str, Any]) -> None:
    if file := version["texts"].get(telling.shape["language"]):
        rewrite_towards(telling, parse(text(file)))
    made = issuing.text_to_issue(telling.session, telling.made)
    _translate(telling, version, made.blocks)
    issuing.issue_version(telling.session, telling.pen, telling.key)


def _open_ballot(telling: Telling) -> None:
    newest = versions.current(telling.session, telling.made)
    assert newest is not None  # noqa: S101
    deciding.open_ballot(
        telling.session,
        telling.pen,
        telling.key,
        deciding.BallotTerms(
            version=newest.number,
            languages=list(versions.editions(telling.session, newest.id)),
            closes_at=telling.at(telling.shape["ballot"]["closes"]),
        ),
    )


def _take_position(telling: Telling, told: dict[str, Any]) -> None:
    person = telling.speaker(told["by"])
    deciding.take_position(
        telling.session,
        person,
        telling.key,
        mandate=deciding.mandate_before(telling.session, telling.made),
        stance=_STANCES[told["stance"]],
        reason=told.get("reason", ""),
    )


def _settle(telling: Telling) -> None:
    """What the worker does at the deadline; nothing where the last position was quicker."""
    deciding.settle(telling.session, telling.key)


def _publish(telling: Telling) -> None:
    for publication_id in publishing.due_publications(telling.session):
        claim = publishing.claim(telling.session, publication_id)
        assert claim is not None  # noqa: S101  (nobody else is at it)
        publishing.record(telling.session, claim, Outcome(DeliveryVerdict.SENT))
