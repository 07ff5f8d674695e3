"""What happened to a statement, a line an event, as far as the viewer may know of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot
from workflow.models.event import Event
from workflow.models.item import NO_WORDS, Item, reference
from workflow.models.publication import EmbargoEnd
from workflow.models.version import Edition, Version
from workflow.queries.history.pens import Holder, holders, in_order
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.told_events import may_know_events
from workflow.queries.shared.values import value_of
from workflow.rules.decision.proposals import Means, ProposalEnd
from workflow.rules.items.kinds import ItemKind
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.names import Named
from workflow.rules.shared.permissions import Action
from workflow.rules.statements.voice import Voice
from workflow.text.document import plain

PAGE = 200
_MOVED = frozenset({EventKind.EMBARGO_SET, EventKind.EMBARGO_ENDED, EventKind.BALLOT_EXTENDED})
_REASONED = frozenset({EventKind.BALLOT_EXTENDED, EventKind.BALLOT_STOPPED, EventKind.STATEMENT_HELD})
_VOICES = frozenset({EventKind.VOICE_FELL_BACK, EventKind.VOICE_CHOSEN})


@dataclass(frozen=True)
class Happening:
    """One line. who: None where the worker did it at a deadline. count: saves of the draft one after the other.

    digest: of the version's original edition. reason: why a ballot closes soon. day_only: the hour could tell who a
    protected organisation is.
    """

    id: int
    kind: EventKind
    item_kind: ItemKind | None
    at: datetime
    who: Named | None
    reference: str
    number: int | None  # of the consultation
    version: int | None
    digest: str
    stance: str
    late: bool = False
    labelling: Labelling = Labelling.NUMBERS
    count: int = 1
    pens_before: tuple[Holder, ...] = ()  # who held the pen, and who from then on
    pens_after: tuple[Holder, ...] = ()
    ending: str = ""  # of a file that was taken
    is_replaced: bool = False  # pages that a person had put back made way for the record's own
    changed: bool = False  # what was shown before is another answer now
    before: datetime | None = None  # the embargo, or the deadline of the ballot, until then
    until: datetime | None = None  # and from then on
    why: str = ""  # an embargo was ended or moved to an earlier moment, a ballot extended or stopped, a text held
    voice: Voice | None = None  # the one that it had until then
    reason: str = ""
    words: str = ""  # of the text, that the penholder showed for an amendment
    is_nowhere: bool = False  # no words are shown any more
    is_given: bool = False  # a member agreed to be named
    needs_no_words: bool = False  # a comment, by the penholder's word
    refs: tuple[str, ...] = ()  # of the objections that were answered
    is_confirmed: bool = False  # a position that had been entered before
    means: Means | None = None  # how a member gave it to the secretariat
    proposal_end: ProposalEnd | None = None  # of one that was entered and not confirmed

    @property
    def day_only(self) -> bool:
        """Whether to show the day without the hour."""
        named = [*([self.who] if self.who else []), *(each.who for each in (*self.pens_before, *self.pens_after))]
        return any(each.code for each in named)


@dataclass(frozen=True)
class History:
    """happenings: the oldest first. before: where the earlier ones go on; None at the beginning."""

    happenings: tuple[Happening, ...]
    before: int | None


def history(session: Session, standing: Standing, before: int | None = None) -> History:
    """The newest PAGE events, or those before the event with the id `before`.

    Two SQL statements, a third where the pen was handed over.
    """
    wanted = _events(standing).where(*may_know_events(standing))
    if before is not None:
        wanted = wanted.where(Event.id < before)
    rows = session.execute(wanted.order_by(Event.id.desc()).limit(PAGE + 1)).all()
    digests, pens = _digests(session, standing), _holders(session, standing, rows[:PAGE])
    # An hour that is not shown must not be read off the neighbours' either: such lines stand at the end of their day.
    shown = sorted(
        (_happening(row, standing, digests, pens) for row in reversed(rows[:PAGE])),
        key=lambda each: (each.at.date(), each.day_only),
    )
    return History(tuple(_join_saves(shown)), rows[PAGE - 1].id if len(rows) > PAGE else None)


def happenings_since(
    session: Session, standing: Standing, kinds: Collection[EventKind], since: datetime
) -> tuple[Happening, ...]:
    """What happened of these kinds from that moment on, the oldest first; one SQL statement."""
    wanted = _events(standing).where(*may_know_events(standing), Event.kind.in_(kinds), Event.at >= since)
    return tuple(_happening(row, standing, {}, {}) for row in session.execute(wanted.order_by(Event.id)))


def _events(standing: Standing) -> Any:
    asked = (
        select(
            Event.id, Event.kind, Event.at, Event.data, Event.person_id, Item.kind.label("item_kind"),
            Item.number.label("item_number"), Item.late, EmbargoEnd.reason.label("why"), Ballot.short_notice,
        )
        .select_from(Event)
        .outerjoin(Item, Item.id == Event.item_id)
        .outerjoin(EmbargoEnd, EmbargoEnd.id == Event.data["embargo_end"].as_integer())
        .outerjoin(Ballot, Ballot.id == Event.data["ballot"].as_integer())
        .where(Event.statement_id == standing.id)
    )  # fmt: skip
    return with_organisation(asked, Event.organisation_id, standing.id)


def _digests(session: Session, standing: Standing) -> dict[int, str]:
    rows = session.execute(
        select(Version.number, Edition.digest)
        .join(Edition, Edition.version_id == Version.id)
        .where(Version.statement_id == standing.id, Edition.language == standing.language)
    )
    return {row.number: row.digest for row in rows}


def _holders(session: Session, standing: Standing, rows: Sequence[Any]) -> dict[int, Holder]:
    """Person's id -> the holder, of everybody from whom or to whom the pen was handed in these events."""
    handed = [row.data for row in rows if row.kind is EventKind.PEN_HANDED_OVER]
    people = {each for data in handed for each in (*data["from"], *data["to"])}
    return holders(session, standing.id, people, standing.viewer, standing.viewer)


def _happening(row: Any, standing: Standing, digests: dict[int, str], pens: dict[int, Holder]) -> Happening:
    version = row.data.get("version")
    handed = row.data if row.kind is EventKind.PEN_HANDED_OVER else {}
    return value_of(
        Happening,
        row,
        who=named(row, standing.viewer) if row.person_id is not None else None,
        reference=reference(row.item_kind, row.item_number),
        number=row.data.get("number"),
        version=version,
        digest=digests.get(version, "") if row.kind is EventKind.VERSION_ISSUED else "",
        stance=row.data.get("stance", ""),
        late=bool(row.late),
        labelling=standing.labelling,
        count=1,
        pens_before=in_order(handed.get("from", ()), pens),
        pens_after=in_order(handed.get("to", ()), pens),
        ending=row.data.get("ending", ""),
        is_replaced=bool(row.data.get("replaced")),
        changed="changed" in row.data,
        before=_moment(row.data.get("from")) if row.kind in _MOVED else None,
        until=_moment(row.data.get("until")) if row.kind in _MOVED else None,
        why=row.why or (row.data.get("reason", "") if row.kind in _REASONED else ""),
        voice=Voice(row.data["from"]) if row.kind in _VOICES else None,
        # Words of the draft, which may be in no version.
        words=plain(row.data.get("words", "")) if standing.may(Action.SEE_DRAFT) else "",
        is_nowhere=row.kind is EventKind.WORDS_SHOWN and row.data["block"] is None,
        is_given=bool(row.data.get("is_given")),
        needs_no_words=row.kind is EventKind.WORDS_SHOWN and (row.data["block"], row.data.get("words")) == NO_WORDS,
        refs=tuple(row.data["refs"]) if row.kind is EventKind.OBJECTION_ANSWERED else (),
        reason=(row.short_notice or "") if row.kind is EventKind.BALLOT_OPENED else "",
        is_confirmed=row.kind is EventKind.POSITION_TAKEN and "proposed" in row.data,
        means=Means(row.data["means"]) if "means" in row.data else None,
        proposal_end=ProposalEnd(row.data["end"]) if row.kind is EventKind.PROPOSED_POSITION_ENDED else None,
    )


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _join_saves(happenings: Sequence[Happening]) -> list[Happening]:
    """Saves of one writer that follow one another as one line, with the moment of the last."""
    lines: list[Happening] = []
    for each in happenings:
        last = lines[-1] if lines else None
        if each.kind is EventKind.DRAFT_SAVED and last and (last.kind, last.who) == (each.kind, each.who):
            lines[-1] = replace(each, count=last.count + 1)
        else:
            lines.append(each)
    return lines
