"""How a person stands to a statement: its terms, its stage and the person's roles, in one SQL statement."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, not_, select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.queries.shared.newest import newest_ballot_id, newest_version_id
from workflow.queries.shared.roles import (
    holds_seat,
    is_active,
    is_asked_to_be_named,
    is_elector,
    is_elector_since,
    is_penholder,
    takes_part,
    was_there,
)
from workflow.queries.shared.titles import occasion_columns, with_title
from workflow.queries.shared.values import value_of
from workflow.rules.decision import procedure
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.permissions import Action, Role, may
from workflow.rules.statements.handling import Handling
from workflow.rules.statements.limits import is_too_long, words_too_many
from workflow.rules.statements.paces import pace
from workflow.rules.statements.voice import Voice, is_offered

_PUT_TO_A_DECISION = frozenset({Stage.DECISION, Stage.ADOPTED, Stage.PUBLISHED})
_SEE_AT_ONCE = frozenset({Role.COMMITTEE, Role.ELECTOR, Role.NEWCOMER, Role.FORMER, Role.SECRETARIAT})
_UNDECIDED = frozenset({Stage.DRAFT, Stage.CONSULTATION, Stage.CONSOLIDATION, Stage.DECISION})


@dataclass(frozen=True)
class Standing:
    """One statement as the head of its pages shows it, and what this viewer may do to it.

    title, occasion and their languages: as the viewer reads them, whose language may have an edition; original_title:
    of the text.
    """

    id: int
    key: str
    reference: str
    address: str
    stage: Stage
    voice: Voice
    voice_before: Voice | None
    language: str
    title: str
    title_language: str
    original_title: str
    occasion: str
    occasion_language: str
    occasion_at: datetime | None
    occasion_zone: str
    procedure: dict[str, Any]
    word_limit: int | None
    minutes_limit: float | None
    words_a_minute: int
    paces: dict[str, Any]
    count_notes: bool
    embargo_at: datetime | None
    release: ReleaseKind
    created_at: datetime
    moved_at: datetime
    abandoned_reason: str | None
    version: int | None  # number of the newest version, None while there is only a draft
    version_id: int | None
    handling: Handling
    labelling: Labelling
    base_version_id: int | None
    viewer: Viewer
    roles: frozenset[Role]
    ballot_id: int | None = None  # of the newest ballot, None before the first

    def may(self, action: Action | str) -> bool:
        """Whether the viewer may do `action` to this statement now; templates give the action's word."""
        return may(Action(action), self.roles, self.stage)

    def sees_positions(self, *, settled: bool) -> bool:
        """Whether the viewer reads the positions of a ballot; a penholder alone, from when the procedure says.

        settled: the ballot has ended.
        """
        is_too_early = not settled and procedure.from_dict(self.procedure).penholders_see is procedure.WhenSeen.END
        is_penholder_alone = not self.roles & _SEE_AT_ONCE
        return self.may(Action.SEE_POSITIONS) and not (is_penholder_alone and is_too_early)

    @property
    def holds_pen(self) -> bool:
        """Whether the viewer is one of the penholders, in whatever stage."""
        return Role.PENHOLDER in self.roles

    @property
    def is_draft(self) -> bool:
        """Whether no consultation was opened yet."""
        return self.stage is Stage.DRAFT

    @property
    def is_in_consultation(self) -> bool:
        """Whether the newest consultation is not closed yet."""
        return self.stage is Stage.CONSULTATION

    @property
    def is_in_consolidation(self) -> bool:
        """Whether what members sent is being answered."""
        return self.stage is Stage.CONSOLIDATION

    @property
    def is_before_the_committee(self) -> bool:
        """Whether a ballot is open."""
        return self.stage is Stage.DECISION

    @property
    def is_abandoned(self) -> bool:
        """Whether it was given up."""
        return self.stage is Stage.ABANDONED

    @property
    def is_adopted(self) -> bool:
        """Whether its text is settled: adopted, published or not yet."""
        return self.stage in (Stage.ADOPTED, Stage.PUBLISHED)

    @property
    def is_held(self) -> bool:
        """Whether it is adopted and goes out once a person releases it."""
        return self.stage is Stage.ADOPTED and self.release is ReleaseKind.BY_HAND

    @property
    def is_published(self) -> bool:
        """Whether everybody may read it."""
        return self.stage is Stage.PUBLISHED

    @property
    def is_put_to_a_decision(self) -> bool:
        """Whether the page of the decision has something to show of this text: a ballot, open or carried."""
        return self.stage in _PUT_TO_A_DECISION

    @property
    def fell_back(self) -> Voice | None:
        """The voice that it was to have, where it is a draft or decided on with the coalition's instead."""
        return self.voice_before if self.stage in _UNDECIDED and is_offered(self.voice) else None

    @property
    def waits_for_voice(self) -> bool:
        """Whether a person would have to choose in whose name it goes out once it is adopted."""
        return self.stage in _UNDECIDED and not is_offered(self.voice)

    def words_in_time(self, pace: int) -> int:
        """How many words can be said in the minutes that it may take, at so many a minute; 0 without that limit."""
        return round((self.minutes_limit or 0) * pace)

    def is_too_long(self, words: int, pace: int) -> bool:
        """Whether so many words take longer than it may take."""
        return is_too_long(words, self.minutes_limit, pace)

    def words_too_many(self, words: int) -> int:
        """How many of so many words are more than it may have; 0 without that limit."""
        return words_too_many(words, self.word_limit)

    def is_over_limit(self, words: int) -> bool:
        """Whether so many words of the original are more than it may have, or take longer."""
        return bool(self.words_too_many(words)) or self.is_too_long(words, self.words_a_minute)

    def pace(self, language: str) -> int:
        """How many words a minute its text is read at in that language."""
        return pace(language, self.language, self.words_a_minute, self.paces)


def standing(session: Session, viewer: Viewer, key: str) -> Standing | None:
    """The statement with `key` as `viewer` stands to it; None where there is none or the viewer may not see it."""
    row = session.execute(_by_key(), {"person": viewer.person_id, "key": key}).one_or_none()
    if row is None or not may(Action.SEE_STATEMENT, roles := _roles(row), row.Statement.stage):
        return None
    return _standing(row, viewer, roles)


def roles_of(session: Session, person_id: int, statement_id: int) -> frozenset[Role]:
    """The roles of a person towards a statement, as the services ask for them; a removed person has none."""
    row = session.execute(_by_id(), {"person": person_id, "statement": statement_id}).one_or_none()
    return _roles(row) if row is not None else frozenset()


def roles_by_person(session: Session, statement_id: int, chosen: ColumnElement[bool]) -> dict[int, frozenset[Role]]:
    """A person's id -> its roles, of everybody whom `chosen` (a condition on Person) chooses.

    Removed and suspended ones are absent.
    """
    rows: Any = session.execute(
        select(Person.id, *_role_columns())
        .select_from(Statement)
        .join(Person, chosen)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Statement.id == statement_id, is_active())
    )
    return {row.id: _roles(row) for row in rows}


@cache  # every page asks it: to put it together takes longer than to answer it
def _by_key() -> Select[*tuple[Any, ...]]:
    return _standing_of().where(Statement.key == bindparam("key"))


@cache
def _by_id() -> Select[*tuple[Any, ...]]:
    return _standing_of().where(Statement.id == bindparam("statement"))


def _standing_of() -> Select[*tuple[Any, ...]]:
    version = (Version.number.label("version"), Version.id.label("version_id"), newest_ballot_id().label("ballot_id"))
    asked = (
        select(Statement, *version, *occasion_columns(), *_role_columns())
        .select_from(Statement)
        .join(Person, Person.id == bindparam("person"))
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Version, Version.id == newest_version_id())
        .where(is_active())
    )
    return with_title(asked, language=Person.language)


def _role_columns() -> tuple[Any, ...]:
    """What `_roles` wants of a Person, its Organisation and the Statement."""
    seat = (Person.organisation_id, newest_ballot_id())
    held = holds_seat(Person.organisation_id)
    return (
        Person.organisation_id,
        held.label("has_seat"),
        is_penholder(Person.id).label("pen"),
        takes_part(Person.organisation_id).label("part"),
        and_(held, is_elector_since(*seat, was_there(Ballot.opened_at))).label("elector"),
        # invited to act for such an organisation after the ballot opened
        and_(held, is_elector_since(*seat, not_(was_there(Ballot.opened_at)))).label("newcomer"),
        and_(not_(held), is_elector(*seat)).label("former"),
        is_asked_to_be_named(Person.organisation_id).label("named"),
    )


def _roles(row: Row[Any]) -> frozenset[Role]:
    held = {
        Role.PENHOLDER: row.pen,
        Role.PARTICIPANT: row.part,
        Role.ELECTOR: row.elector,
        Role.NEWCOMER: row.newcomer,
        Role.FORMER: row.former,
        Role.NAMED: row.named,
        Role.COMMITTEE: row.has_seat,
        Role.SECRETARIAT: row.organisation_id is None,
        Role.MEMBER: row.organisation_id is not None,
    }
    return frozenset(role for role, held_now in held.items() if held_now)


def _standing(row: Row[Any], viewer: Viewer, roles: frozenset[Role]) -> Standing:
    return value_of(
        Standing,
        row.Statement,
        title=row.title,
        title_language=row.title_language,
        original_title=row.Statement.title,
        occasion=row.occasion,
        occasion_language=row.occasion_language,
        version=row.version,
        version_id=row.version_id,
        ballot_id=row.ballot_id,
        viewer=viewer,
        roles=roles,
    )
