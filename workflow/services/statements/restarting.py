"""A new statement's form that arrives again: it began the very statement that it asks for, or nothing is done."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.person import Person
from workflow.models.statement import NamedMember, Statement
from workflow.models.version import Draft
from workflow.rules.shared.refusals import FormSpent
from workflow.rules.statements.voice import Voice
from workflow.services.shared import choosing
from workflow.services.statements.changing_settings import holding
from workflow.text.blocks import Block


def require_same(
    session: Session,
    person: Person,
    statement: Statement,
    terms: Mapping[str, Any],
    blocks: Sequence[Block],
    named: Sequence[str],
    penholders: Sequence[str],
) -> None:
    """Nothing where the form asks for the statement as it began; raises FormSpent for other words or other terms."""
    first = select(Draft).where(Draft.statement_id == statement.id).order_by(Draft.id).limit(1)
    draft = session.scalars(first).one()
    began = {"title": draft.title, "occasion": draft.occasion, "language": draft.language}
    there = {name: began.get(name, getattr(statement, name)) for name in terms}
    if there != dict(terms) or _without_ids(draft.blocks) != _without_ids(blocks):
        raise FormSpent
    people = choosing.penholders(session, person, penholders) if penholders else [person]
    members = choosing.members_to_name(session, named) if statement.voice is Voice.NAMED else []
    if {each.id for each in people} != set(holding(session, statement)):
        raise FormSpent
    if {each.id for each in members} != _speakers(session, statement):
        raise FormSpent


def _without_ids(blocks: Sequence[Block]) -> list[Block]:
    return [replace(block, id="") for block in blocks]


def _speakers(session: Session, statement: Statement) -> set[int]:
    return set(session.scalars(select(NamedMember.organisation_id).where(NamedMember.statement_id == statement.id)))
