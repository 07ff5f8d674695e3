"""Items as tests post them: the facts of a form as keywords, what is left out as a form leaves it."""

from typing import Any

from sqlalchemy.orm import Session

from workflow.models.item import Item
from workflow.models.person import Person
from workflow.rules.items.proposals import Late, Proposal
from workflow.services.items import posting, revising


def post_comment(
    session: Session, person: Person, key: str, *, keep: bool = False, form_token: str | None = None, **facts: Any
) -> Item:
    """A comment, sent or kept."""
    return posting.post_item(session, person, key, Proposal(**facts), keep=keep, form_token=form_token)


def propose_amendment(session: Session, person: Person, key: str, *, reason: str, **facts: Any) -> Item:
    """An amendment, sent or kept."""
    return post_comment(session, person, key, body=reason, **facts)


def post_late(
    session: Session,
    person: Person,
    key: str,
    *,
    form_token: str | None = None,
    draft: int | None = None,
    seen: str = "",
    **facts: Any,
) -> Item:
    """A comment after the consultation."""
    proposal, late = Proposal(version=1, **facts), Late(draft, seen)
    return posting.post_item(session, person, key, proposal, form_token=form_token, late=late)


def edit_item(
    session: Session, person: Person, key: str, *, item: str | int, seen: str, keep: bool = True, **facts: Any
) -> Item:
    """An item with other words; where none are given it stays where it stands."""
    proposal = Proposal(**{"words": None, **facts})
    return revising.edit_item(session, person, key, item, proposal, seen=seen, keep=keep)
