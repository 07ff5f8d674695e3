"""The list of statements: only those that the viewer may see, in one SQL statement however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, true
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot
from workflow.models.consultation import Consultation
from workflow.models.item import Item
from workflow.models.publication import Publication
from workflow.models.statement import Statement
from workflow.queries.items.items import own
from workflow.queries.items.newness import is_new
from workflow.queries.publication.publication import due_by_itself
from workflow.queries.shared.disclosure import is_disclosed_when
from workflow.queries.shared.newest import newest_ballot_id, newest_version_number
from workflow.queries.shared.roles import is_asked_to_be_named, is_elector, is_penholder, takes_part
from workflow.queries.shared.titles import OCCASION, TITLE, occasion_columns, with_title
from workflow.queries.shared.values import values_of
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.lifecycle import ENDS, Stage
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.permissions import TABLE, Action, Role

PAGE = 40


@dataclass(frozen=True)
class StatementLine:
    """One statement in a list. deadline: when the open consultation or ballot closes, or the adopted text goes out.

    title, occasion and their languages: as the viewer reads them.
    """

    key: str
    reference: str
    title: str
    title_language: str
    occasion: str
    occasion_language: str
    stage: Stage
    version: int | None
    deadline: datetime | None
    moved_at: datetime
    labelling: Labelling
    fresh: int = 0  # items of others that are new to the viewer, or have changed


@dataclass(frozen=True)
class StatementPage:
    """One page of the list; total: how many match on all pages."""

    lines: tuple[StatementLine, ...]
    total: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """The place of the first line shown, from 1."""
        return (self.page - 1) * PAGE + 1 if self.lines else 0

    @property
    def last(self) -> int:
        """The place of the last line shown."""
        return self.first + len(self.lines) - 1 if self.lines else 0


def list_statements(
    session: Session, viewer: Viewer, *, words: str = "", stage: Stage | None = None, page: int = 1
) -> StatementPage:
    """The statements that `viewer` may see, with all of `words` in title, occasion or number: next deadline first."""
    deadline = _deadline()
    asked = (
        select(
            Statement.key,
            Statement.reference,
            Statement.stage,
            Statement.moved_at,
            Statement.labelling,
            *occasion_columns(),
            newest_version_number().label("version"),
            deadline.label("deadline"),
            _fresh(viewer).label("fresh"),
            func.count().over().label("total"),
        )
        .where(visible(viewer), *_matching(words), Statement.stage == stage if stage else true())
        .order_by(Statement.stage.in_(ENDS), deadline.is_(None), deadline, Statement.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    rows = session.execute(with_title(asked, viewer.person_id)).all()
    total = rows[0].total if rows else 0
    return StatementPage(values_of(StatementLine, rows), total, page, max(1, -(-total // PAGE)))


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which `viewer` may see a statement: the permission table's own lines, as SQL."""
    grants = TABLE[Action.SEE_STATEMENT]
    return or_(*(and_(_in_role(viewer, grant.roles), Statement.stage.in_(grant.stages)) for grant in grants))


def _fresh(viewer: Viewer) -> ColumnElement[Any]:
    """How many items of others are new to the viewer, while the statement is worked on."""
    pen = is_penholder(viewer.person_id)
    ours = own(viewer)
    known = and_(~ours, is_disclosed_when(ours, sees_unseen=pen, sees_private=pen), is_new(viewer.person_id))
    counted = select(func.count()).select_from(Item).where(Item.statement_id == Statement.id, known)
    # Members read what is published; what was said about it on the way is for those who took part.
    is_over = Statement.stage.in_({*ENDS, Stage.PUBLISHED})
    return case((is_over, 0), else_=counted.correlate(Statement).scalar_subquery())


def _in_role(viewer: Viewer, roles: Iterable[Role]) -> ColumnElement[bool]:
    organisation = viewer.organisation_id
    holds_seat = is_elector(organisation, newest_ballot_id())
    conditions: dict[Role, ColumnElement[bool]] = {
        Role.PENHOLDER: is_penholder(viewer.person_id),
        Role.PARTICIPANT: takes_part(organisation),
        Role.ELECTOR: holds_seat,
        Role.NEWCOMER: holds_seat,  # here it is only asked who may see
        Role.FORMER: holds_seat,
        Role.NAMED: is_asked_to_be_named(organisation),
        Role.COMMITTEE: _constant(viewer.has_seat),
        Role.SECRETARIAT: _constant(viewer.secretariat),
        Role.MEMBER: _constant(organisation is not None),
    }
    return or_(*(conditions[role] for role in sorted(roles)))


def _constant(value: bool) -> ColumnElement[bool]:
    return true() if value else false()


def _deadline() -> ColumnElement[Any]:
    of_it = Statement.id
    consultation_closes = select(func.max(Consultation.closes_at)).where(
        Consultation.statement_id == of_it, Consultation.closed_at.is_(None)
    )
    ballot_closes = select(func.max(Ballot.closes_at)).where(Ballot.statement_id == of_it, Ballot.settled_at.is_(None))
    goes_out = select(due_by_itself()).where(Publication.statement_id == of_it).correlate(Statement)
    return case(
        (Statement.stage == Stage.CONSULTATION, consultation_closes.scalar_subquery()),
        (Statement.stage == Stage.DECISION, ballot_closes.scalar_subquery()),
        (Statement.stage == Stage.ADOPTED, goes_out.scalar_subquery()),
    )


def _matching(words: str) -> list[ColumnElement[bool]]:
    text = Statement.title + " " + TITLE + " " + Statement.occasion + " " + OCCASION + " " + Statement.reference
    return [text.icontains(word, autoescape=True) for word in words.split()[:10]]
