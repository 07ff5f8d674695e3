"""Home: what needs this person now, in five SQL statements whatever the number of statements and items."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Row, Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from workflow.models.ballot import Ballot, Elector, Position, ProposedPosition
from workflow.models.consultation import Consultation, NoComment
from workflow.models.item import Disposition, Item, ItemState, Reply
from workflow.models.objection import Objection
from workflow.models.person import Person
from workflow.models.publication import Progress, Publication
from workflow.models.statement import Statement
from workflow.queries.consultation.silent import has_answered, supports
from workflow.queries.items.newness import is_new
from workflow.queries.publication.publication import due_by_itself
from workflow.queries.shared.disclosure import OWN, is_disclosed_when, of_organisation, of_reader
from workflow.queries.shared.newest import newest_version_id, newest_version_number
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.roles import holds_seat, is_elector, is_penholder, takes_part, was_there
from workflow.queries.shared.titles import with_title
from workflow.queries.shared.values import value_of
from workflow.rules.decision.decision import BallotOutcome, Stance
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.lifecycle import ENDS, Stage
from workflow.rules.shared.names import Named, Viewer
from workflow.rules.statements.voice import is_offered

_REPLIES = 5
_PUBLISHED = 3


@dataclass(frozen=True)
class Work:
    """One statement on Home. at: the deadline of its present stage. waiting: items not dealt with yet.

    title, language: as the viewer reads it, as everywhere on Home: queries/titles.

    items: sent, and not answered in a version. is_past: a version was issued since its last consultation.
    own, kept: the viewer's organisation's items sent, alone or with others, and kept as drafts. fresh: others' items
    that are new to the viewer or have changed since. taken: its position on the open ballot; short_notice: why it ends
    so soon. entered: a position that waits for the viewer's organisation to confirm it; entered_by: who entered it.
    release, embargo_at, waits_for_voice: when the text goes out once it is adopted, as rules.publication.release says.
    """

    key: str
    reference: str
    title: str
    language: str
    stage: Stage
    version: int | None
    at: datetime | None
    items: int
    waiting: int
    own: int
    kept: int
    pen: bool
    part: bool
    elector: bool
    seats: int
    positions: int
    taken: Stance | None
    short_notice: str
    labelling: Labelling = Labelling.NUMBERS
    fresh: int = 0
    no_comment: bool = False  # the viewer's organisation has nothing more to add in the open consultation
    has_answered: bool = False  # it has written in it, supports what others wrote, or has nothing more to add
    supports: bool = False
    is_past: bool = False
    objections: int = 0  # without an answer, for who drafts it
    entered: Stance | None = None
    entered_by: str = ""
    ballot: int | None = None  # the number of the open one
    release: ReleaseKind = ReleaseKind.ON_ADOPTION
    embargo_at: datetime | None = None
    waits_for_voice: bool = False

    @property
    def answered(self) -> int:
        """How many items have an answer."""
        return self.items - self.waiting

    @property
    def waits_for_pen(self) -> bool:
        """Whether it is the turn of whoever drafts it: a consultation, a ballot and a release take their time."""
        return self.stage in (Stage.DRAFT, Stage.CONSOLIDATION)

    @property
    def is_in_consultation(self) -> bool:
        """Whether its newest consultation is not closed yet."""
        return self.stage is Stage.CONSULTATION

    @property
    def is_before_the_committee(self) -> bool:
        """Whether a ballot is open."""
        return self.stage is Stage.DECISION

    @property
    def is_in_consolidation(self) -> bool:
        """Whether its comments and amendments are being answered."""
        return self.stage is Stage.CONSOLIDATION


@dataclass(frozen=True)
class ReplyToPoint:
    """A reply to an item of the viewer's organisation, alone or with others."""

    key: str
    title: str
    language: str
    reference: str
    who: Named
    at: datetime
    body: str
    body_language: str


@dataclass(frozen=True)
class Out:
    """A statement that is published."""

    key: str
    address: str
    title: str
    language: str
    at: datetime


@dataclass(frozen=True)
class Home:
    """Everything on one Home; the first three are ordered by their deadline.

    unsent: with drafts of the viewer's organisation that were not sent before their consultation closed. closed: the
    others whose consultation has closed, and of which no version was issued since.
    """

    to_decide: tuple[Work, ...]
    to_comment: tuple[Work, ...]
    to_write: tuple[Work, ...]
    answers: tuple[ReplyToPoint, ...]
    coming: tuple[Work, ...]
    published: tuple[Out, ...]
    unsent: tuple[Work, ...] = ()
    closed: tuple[Work, ...] = ()

    @property
    def count(self) -> int:
        """How many things need the person."""
        undecided = sum(work.taken is None or work.entered is not None for work in self.to_decide)
        unsaid = sum(not work.has_answered or work.kept > 0 for work in self.to_comment)
        return undecided + unsaid + self.drafts_waiting + len(self.unsent)

    @property
    def drafts_waiting(self) -> int:
        """How many of what the person drafts is the person's turn."""
        return sum(work.waits_for_pen for work in self.to_write)


def home(session: Session, viewer: Viewer) -> Home:
    """Home of `viewer`."""
    works = sorted((_work(row) for row in session.execute(_works(), _asking_values(viewer))), key=_deadline)
    return Home(
        to_decide=tuple(w for w in works if w.stage is Stage.DECISION and w.elector),
        to_comment=tuple(w for w in works if w.stage is Stage.CONSULTATION and w.part and not w.pen),
        to_write=tuple(w for w in works if w.pen),
        answers=tuple(_answer(row, viewer) for row in session.execute(_answers(viewer))),
        unsent=tuple(w for w in works if w.stage is Stage.CONSOLIDATION and w.part and w.kept),
        closed=tuple(w for w in works if _takes_late_comments(w)),
        coming=tuple(w for w in works if w.at is not None),
        published=tuple(_out(row) for row in session.execute(_out_there(viewer))),
    )


def _takes_late_comments(work: Work) -> bool:
    is_closed = work.stage is Stage.CONSOLIDATION and not work.is_past
    return is_closed and work.part and not work.pen and not work.kept


def _deadline(work: Work) -> tuple[bool, float, str]:
    return (work.at is None, work.at.timestamp() if work.at else 0.0, work.key)


def _count(*where: Any) -> Any:
    return select(func.count()).select_from(Item).where(Item.statement_id == Statement.id, *where).scalar_subquery()


def _open_objections() -> Any:
    waiting = (Objection.number.is_not(None), Objection.answer.is_(None))
    asked = select(func.count()).select_from(Objection).where(Objection.statement_id == Statement.id, *waiting)
    return asked.correlate(Statement).scalar_subquery()


def _of_ballot(row: type[Elector] | type[Position]) -> Any:
    # The outer select joins the viewer's own position: without correlate() its table would be taken for this one.
    return select(func.count()).where(row.ballot_id == Ballot.id).correlate(Ballot).scalar_subquery()


def _asking_values(viewer: Viewer) -> dict[str, Any]:
    everything = viewer.secretariat or viewer.has_seat
    return {"person": viewer.person_id, "own": viewer.organisation_id, "everything": everything}


@cache  # to put it together takes longer than to answer it
def _works() -> Select[*tuple[Any, ...]]:
    own, ours = OWN, of_reader()
    consulted = aliased(Consultation)  # the other one is open
    waiting, writer = aliased(ProposedPosition), aliased(Person)  # what who was removed entered waits no more
    unended = waiting.ended_at.is_(None)
    pen, part, elector = is_penholder(bindparam("person")), takes_part(own), is_elector(own, Ballot.id)
    # Who was invited after the ballot opened takes no position in it, nor does a seat that was vacated since.
    came_before = exists().where(Person.id == bindparam("person"), was_there(Ballot.opened_at))
    no_comment = exists().where(NoComment.consultation_id == Consultation.id, NoComment.organisation_id == own)
    undealt = ~exists().where(Disposition.item_id == Item.id)
    told = exists().where(Disposition.item_id == Item.id, Disposition.version_id.is_not(None))
    asked_about = exists().where(consulted.statement_id == Statement.id, consulted.version_id == newest_version_id())
    sent = and_(Item.state == ItemState.SENT, is_disclosed_when(ours, sees_unseen=pen, sees_private=pen))
    seen = or_(pen, part, elector, bindparam("everything", type_=Boolean))
    at = func.coalesce(Consultation.closes_at, Ballot.closes_at, due_by_itself())
    asked = (
        select(
            Statement,
            newest_version_number().label("version"),
            at.label("at"),
            _count(sent, ~told).label("items"),
            _count(sent, undealt).label("waiting"),
            _count(sent, ~told, ours).label("own"),
            _count(Item.state == ItemState.KEPT, ours).label("kept"),
            _count(sent, ~ours, is_new(bindparam("person"))).label("fresh"),
            case((no_comment, True), else_=False).label("no_comment"),
            case((has_answered(own, Consultation.id), True), else_=False).label("has_answered"),
            case((supports(own, Consultation.id), True), else_=False).label("supports"),
            case((asked_about, False), else_=True).label("is_past"),
            _open_objections().label("objections"),
            case((pen, True), else_=False).label("pen"),
            case((part, True), else_=False).label("part"),
            case((and_(elector, came_before, holds_seat(own)), True), else_=False).label("elector"),
            _of_ballot(Elector).label("seats"),
            _of_ballot(Position).label("positions"),
            Position.stance.label("taken"),
            case((writer.id.is_not(None), waiting.stance)).label("entered"),
            func.coalesce(func.nullif(writer.name, ""), writer.email, "").label("entered_by"),
            func.coalesce(Ballot.short_notice, "").label("short_notice"),
            Ballot.number.label("ballot"),
        )
        .outerjoin(Consultation, and_(Consultation.statement_id == Statement.id, Consultation.closed_at.is_(None)))
        .outerjoin(Ballot, and_(Ballot.statement_id == Statement.id, Ballot.outcome == BallotOutcome.PENDING))
        .outerjoin(Position, and_(Position.ballot_id == Ballot.id, Position.organisation_id == own))
        .outerjoin(waiting, and_(waiting.ballot_id == Ballot.id, waiting.organisation_id == own, unended))
        .outerjoin(writer, and_(writer.id == waiting.person_id, writer.removed_at.is_(None)))
        .outerjoin(Publication, Publication.statement_id == Statement.id)
        .where(Statement.stage.not_in(ENDS), seen)
    )
    return with_title(asked, bindparam("person"), called="language")


def _work(row: Row[*tuple[Any, ...]]) -> Work:
    at: Statement = row.Statement
    return value_of(
        Work,
        row,
        key=at.key,
        reference=at.reference,
        stage=at.stage,
        labelling=at.labelling,
        release=at.release,
        embargo_at=at.embargo_at,
        waits_for_voice=not is_offered(at.voice),
    )


def _answers(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    asked = (
        select(Statement.key, Item, Reply.sent_at.label("at"), Reply.body, Reply.language.label("body_language"))
        .join(Item, Item.id == Reply.item_id)
        .join(Statement, Statement.id == Item.statement_id)
        .where(
            of_organisation(viewer.organisation_id),
            Statement.stage.not_in(ENDS),
            Reply.organisation_id.is_distinct_from(viewer.organisation_id),
        )
        .order_by(Reply.sent_at.desc())
        .limit(_REPLIES)
    )
    asked = with_organisation(asked, Reply.organisation_id, Statement.id)
    return with_title(asked, viewer.person_id, called="language")


def _answer(row: Row[*tuple[Any, ...]], viewer: Viewer) -> ReplyToPoint:
    return value_of(ReplyToPoint, row, reference=row.Item.reference, who=named(row, viewer))


def _out_there(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    asked = (
        select(Statement, Publication.published_at.label("at"))
        .join(Publication, Publication.statement_id == Statement.id)
        .where(Publication.progress == Progress.DONE)
        .order_by(Publication.published_at.desc())
        .limit(_PUBLISHED)
    )
    return with_title(asked, viewer.person_id, called="language")


def _out(row: Row[*tuple[Any, ...]]) -> Out:
    return value_of(Out, row, key=row.Statement.key, address=row.Statement.address)
