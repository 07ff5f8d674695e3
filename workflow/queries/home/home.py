"""Home: what needs this person now, in five SQL statements whatever the number of statements and items."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Row, Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot, Elector, Position
from workflow.models.consultation import Consultation, NoComment
from workflow.models.item import Disposition, Item, ItemState, Reply
from workflow.models.organisation import Label, Organisation
from workflow.models.person import Person
from workflow.models.publication import Progress, Publication
from workflow.models.statement import Statement, TakingPart
from workflow.models.version import Edition, Version
from workflow.queries.consultation.silent import has_answered, supports
from workflow.queries.items.newness import is_new
from workflow.queries.shared.disclosure import OWN, holds_its_pen, is_disclosed_when, of_organisation, of_reader
from workflow.queries.shared.titles import TITLE, TITLE_LANGUAGE, edition_for_person
from workflow.rules.decision.decision import Outcome, Stance
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.lifecycle import ENDS, Stage
from workflow.rules.shared.names import Named, Viewer, name_before

_REPLIES = 5
_PUBLISHED = 3


@dataclass(frozen=True)
class Work:
    """One statement on Home. at: the deadline of its present stage. waiting: items not dealt with yet.

    title, language: as the viewer reads it, as everywhere on Home: queries/titles.

    own, kept: the viewer's organisation's items sent, alone or with others, and kept as drafts. fresh: others' items
    that are new to the viewer or have changed since. taken: its position on the open ballot.
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
    labelling: Labelling = Labelling.NUMBERS
    fresh: int = 0
    no_comment: bool = False  # the viewer's organisation has nothing more to add in the open consultation
    has_answered: bool = False  # it has written in it, supports what others wrote, or has nothing more to add
    supports: bool = False

    @property
    def answered(self) -> int:
        """How many items have an answer."""
        return self.items - self.waiting

    @property
    def is_in_consultation(self) -> bool:
        """Whether its newest consultation is not closed yet."""
        return self.stage is Stage.CONSULTATION

    @property
    def is_in_consolidation(self) -> bool:
        """Whether its comments and amendments are being answered."""
        return self.stage is Stage.CONSOLIDATION


@dataclass(frozen=True)
class Answer:
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

    address: str
    title: str
    language: str
    at: datetime


@dataclass(frozen=True)
class Home:
    """Everything on one Home; the first three are ordered by their deadline.

    unsent: with drafts of the viewer's organisation that were not sent before their consultation closed. closed: the
    others whose consultation has closed, which take a late comment.
    """

    to_decide: tuple[Work, ...]
    to_comment: tuple[Work, ...]
    to_write: tuple[Work, ...]
    answers: tuple[Answer, ...]
    coming: tuple[Work, ...]
    published: tuple[Out, ...]
    unsent: tuple[Work, ...] = ()
    closed: tuple[Work, ...] = ()

    @property
    def count(self) -> int:
        """How many things need the person."""
        undecided = sum(work.taken is None for work in self.to_decide)
        unsaid = sum(not work.has_answered or work.kept > 0 for work in self.to_comment)
        return undecided + unsaid + len(self.to_write) + len(self.unsent)


def home(session: Session, viewer: Viewer) -> Home:
    """Home of `viewer`."""
    works = sorted((_work(row) for row in session.execute(_works(), _asking_values(viewer))), key=_deadline)
    return Home(
        to_decide=tuple(w for w in works if w.stage is Stage.DECISION and w.elector),
        to_comment=tuple(w for w in works if w.stage is Stage.CONSULTATION and w.part and not w.pen),
        to_write=tuple(w for w in works if w.pen),
        answers=tuple(_answer(row, viewer) for row in session.execute(_answers(viewer))),
        unsent=tuple(w for w in works if w.stage is Stage.CONSOLIDATION and w.part and w.kept),
        closed=tuple(w for w in works if w.stage is Stage.CONSOLIDATION and w.part and not w.pen and not w.kept),
        coming=tuple(w for w in works if w.at is not None),
        published=tuple(_out(row) for row in session.execute(_out_there(viewer))),
    )


def _deadline(work: Work) -> tuple[bool, float, str]:
    return (work.at is None, work.at.timestamp() if work.at else 0.0, work.key)


def _count(*where: Any) -> Any:
    return select(func.count()).select_from(Item).where(Item.statement_id == Statement.id, *where).scalar_subquery()


def _of_ballot(row: type[Elector] | type[Position]) -> Any:
    # The outer select joins the viewer's own position: without correlate() its table would be taken for this one.
    return select(func.count()).where(row.ballot_id == Ballot.id).correlate(Ballot).scalar_subquery()


def _asking_values(viewer: Viewer) -> dict[str, Any]:
    everything = viewer.secretariat or viewer.has_seat
    return {"person": viewer.person_id, "own": viewer.organisation_id, "everything": everything}


@cache  # to put it together takes longer than to answer it
def _works() -> Select[*tuple[Any, ...]]:
    own, ours = OWN, of_reader()
    newest = select(func.max(Version.number)).where(Version.statement_id == Statement.id).scalar_subquery()
    pen = holds_its_pen(bindparam("person"))
    part = exists().where(TakingPart.statement_id == Statement.id, TakingPart.organisation_id == own)
    elector = exists().where(Elector.ballot_id == Ballot.id, Elector.organisation_id == own)
    # Who was invited after the ballot opened takes no position in it: it does not need that person.
    was_there = exists().where(Person.id == bindparam("person"), Person.added_at <= Ballot.opened_at)
    no_comment = exists().where(NoComment.consultation_id == Consultation.id, NoComment.organisation_id == own)
    undealt = ~exists().where(Disposition.item_id == Item.id)
    sent = and_(Item.state == ItemState.SENT, is_disclosed_when(ours, sees_unseen=pen, sees_private=pen))
    seen = or_(pen, part, elector, bindparam("everything", type_=Boolean))
    return (
        select(
            Statement,
            TITLE.label("title"),
            TITLE_LANGUAGE.label("title_language"),
            newest.label("version"),
            Consultation.closes_at.label("consultation_closes"),
            Ballot.closes_at.label("ballot_closes"),
            Publication.due_at,
            _count(sent).label("items"),
            _count(sent, undealt).label("waiting"),
            _count(sent, ours).label("own"),
            _count(Item.state == ItemState.KEPT, ours).label("kept"),
            _count(sent, ~ours, is_new(bindparam("person"))).label("fresh"),
            case((no_comment, True), else_=False).label("no_comment"),
            case((has_answered(own, Consultation.id), True), else_=False).label("has_answered"),
            case((supports(own, Consultation.id), True), else_=False).label("supports"),
            case((pen, True), else_=False).label("pen"),
            case((part, True), else_=False).label("part"),
            case((and_(elector, was_there), True), else_=False).label("elector"),
            _of_ballot(Elector).label("seats"),
            _of_ballot(Position).label("positions"),
            Position.stance,
        )
        .outerjoin(Consultation, and_(Consultation.statement_id == Statement.id, Consultation.closed_at.is_(None)))
        .outerjoin(Ballot, and_(Ballot.statement_id == Statement.id, Ballot.outcome == Outcome.PENDING))
        .outerjoin(Position, and_(Position.ballot_id == Ballot.id, Position.organisation_id == own))
        .outerjoin(Publication, Publication.statement_id == Statement.id)
        .outerjoin(Edition, edition_for_person(bindparam("person")))
        .where(Statement.stage.not_in(ENDS), seen)
    )


def _work(row: Row[*tuple[Any, ...]]) -> Work:
    statement: Statement = row.Statement
    return Work(
        key=statement.key,
        reference=statement.reference,
        title=row.title,
        language=row.title_language,
        stage=statement.stage,
        version=row.version,
        labelling=statement.labelling,
        at=row.consultation_closes or row.ballot_closes or row.due_at,
        items=row.items,
        waiting=row.waiting,
        own=row.own,
        kept=row.kept,
        pen=row.pen,
        part=row.part,
        elector=row.elector,
        seats=row.seats,
        positions=row.positions,
        taken=row.stance,
        fresh=row.fresh,
        no_comment=row.no_comment,
        has_answered=row.has_answered,
        supports=row.supports,
    )


def _answers(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Statement.key,
            TITLE.label("title"),
            TITLE_LANGUAGE.label("language"),
            Item,
            Reply.sent_at,
            Reply.body,
            Reply.language.label("body_language"),
            Reply.organisation_id,
            Organisation.name,
            Organisation.language.label("name_language"),
            Organisation.protected,
            Label.code,
        )
        .join(Item, Item.id == Reply.item_id)
        .join(Statement, Statement.id == Item.statement_id)
        .outerjoin(Organisation, Organisation.id == Reply.organisation_id)
        .outerjoin(Label, and_(Label.organisation_id == Organisation.id, Label.statement_id == Statement.id))
        .outerjoin(Edition, edition_for_person(viewer.person_id))
        .where(
            of_organisation(viewer.organisation_id),
            Statement.stage.not_in(ENDS),
            Reply.organisation_id.is_distinct_from(viewer.organisation_id),
        )
        .order_by(Reply.sent_at.desc())
        .limit(_REPLIES)
    )


def _answer(row: Row[*tuple[Any, ...]], viewer: Viewer) -> Answer:
    who = name_before(row.organisation_id, row.name, row.name_language, row.protected, row.code, viewer)
    return Answer(
        key=row.key,
        title=row.title,
        language=row.language,
        reference=row.Item.reference,
        who=who,
        at=row.sent_at,
        body=row.body,
        body_language=row.body_language,
    )


def _out_there(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    return (
        select(Statement, TITLE.label("title"), TITLE_LANGUAGE.label("language"), Publication.published_at)
        .join(Publication, Publication.statement_id == Statement.id)
        .outerjoin(Edition, edition_for_person(viewer.person_id))
        .where(Publication.progress == Progress.DONE)
        .order_by(Publication.published_at.desc())
        .limit(_PUBLISHED)
    )


def _out(row: Row[*tuple[Any, ...]]) -> Out:
    return Out(row.Statement.address, row.title, row.language, row.published_at)
