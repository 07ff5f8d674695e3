"""What a filled form makes: one comment or amendment, however often it is sent; no words are dropped for a form sent
before.

A browser that goes back after a lost answer brings the same words in a form of another token: they are the same item.
Comments that arrive after their consultation has closed are taken, marked as late, and dealt with like the others.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Item, ItemState
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.rules.consultation.refusals import StillOpen
from workflow.rules.items.kinds import KINDS, ItemKind, Subject
from workflow.rules.items.proposals import Late, Proposal
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import FormSpent, NotAllowed, Refusal
from workflow.services.items.placing import (
    WORDS_LIMIT,
    Place,
    Writing,
    check_writing,
    find_place,
    place_writing,
    require_whole,
)
from workflow.services.items.sending import (
    OnTheTable,
    drop_draft,
    earlier_item,
    enter_statement,
    finish,
    insert_draft,
    is_open,
    newest_consultation,
    on_the_table,
    original,
    place_of,
    put_item,
    require_seen,
    write_item,
    writing_of,
)
from workflow.services.shared.checking import REASON_LIMIT
from workflow.services.shared.record import lock_statement, require
from workflow.services.statements.placements import place_late

LATE_LIMIT = REASON_LIMIT + WORDS_LIMIT + 200
"""Characters: an amendment that came late brings its reason and the words that it proposes, and says which is which."""
SAME_WITHIN = timedelta(hours=1)
"""How long after an item the same words at the same place are that item, whatever form brings them."""


def post_item(
    session: Session,
    person: Person,
    key: str,
    proposal: Proposal,
    *,
    keep: bool = False,
    form_token: str | None = None,
    late: Late | None = None,
) -> Item:
    """The comment or amendment that this form makes, sent or, with `keep`, inside the organisation for now.

    The same form again with the same words answers with its first item, and so do the same words of the organisation in
    another form within the hour; `is_made_by` tells. A draft of those words goes on from there when the form says send.
    late: the form is taken after the newest consultation has closed, as a comment on the version that it was on.

    Raises NotAllowed, ConsultationClosed, StaleVersion, FormSpent (sent before with other words), what `check_writing`,
    `place_writing` and `finish` raise; StillOpen and StaleItem where it is late. The caller commits.
    """
    statement = enter_statement(session, person, key) if late is None else _enter_late(session, person, key)
    writing = check_writing(proposal) if late is None else _check_late(proposal)
    opened = _find_opened(session, statement, person, late, writing)
    earlier = opened or earlier_item(session, statement, person, form_token)
    if earlier is not None and late is not None and _is_late_already(earlier, writing):
        return earlier
    table = None if late is None else _closed_table(session, statement)
    text = _text_of_form(session, statement, proposal.version) if table is None else table.edition
    place, writing = _find_place(session, statement, text, proposal, writing, late)
    if earlier is not None and late is None and _is_same(earlier, text, place, writing, keep):
        return earlier
    same = same_words_before(session, person, text.version_id, place, writing) if earlier is opened else None
    if same is not None and (keep or same.state is ItemState.SENT):
        if opened is not None and opened.state is ItemState.KEPT:
            drop_draft(session, person, statement, opened)
        return same
    table = table or on_the_table(session, statement, proposal.version)
    if opened is not None and late is not None:
        require_seen(opened, late.seen)
    elif earlier is not None:
        _require_unspent(earlier, keep)
    if earlier is not None:
        item = _rewrite(session, earlier, table, place, writing)
    elif same is not None:
        item = _take_over(same, table, place, writing, form_token)
    else:
        item = insert_draft(session, person, table, place, writing, form_token)
    if late is not None:
        item.late, item.edited_at = True, None
    finish(session, person, statement, table, item, keep)
    if late is not None:
        place_late(session, statement, item)
    return item


def post_items(
    session: Session,
    person: Person,
    key: str,
    proposals: Sequence[Proposal],
    *,
    keep: bool = False,
    form_token: str | None = None,
) -> list[Item]:
    """The items of one form, each as `post_item` makes it, in the order of `proposals`: all of them or none.

    A form of one item is the same form as where it is sent alone. Where the form comes again with other items, each is
    what the form made of its words before, wherever it stands now: of three drafts the two are sent that it still has,
    and the third stays one. Raises what `post_item` raises. The caller commits.
    """
    tokens = _tokens(session, person, key, proposals, form_token) if form_token else [None] * len(proposals)
    return [
        post_item(session, person, key, each, keep=keep, form_token=token)
        for each, token in zip(proposals, tokens, strict=True)
    ]


def _tokens(
    session: Session, person: Person, key: str, proposals: Sequence[Proposal], form_token: str
) -> Sequence[str | None]:
    """A token for each, by which its item is found when the form comes again."""
    statement = enter_statement(session, person, key)
    usual = [_token(form_token, at) for at in range(len(proposals))]
    made = _made_by(session, statement, person, form_token)
    if len(made) <= 1 >= len(proposals):
        return usual
    found = _found_again(session, statement, proposals, made)
    if any(item.state is ItemState.SENT and item not in found for item in made):
        return usual  # it was sent with more: `post_item` says so
    again, there = ({item.form_token for item in each if item} for each in (found, made))
    free = (token for at in count() if (token := _token(form_token, at)) not in there.union(usual))
    return [
        item.form_token if item else token if token not in again else next(free)
        for item, token in zip(found, usual, strict=True)
    ]


def _token(form_token: str, at: int) -> str:
    return f"{form_token}.{at}" if at else form_token


def _made_by(session: Session, statement: Statement, person: Person, form_token: str) -> list[Item]:
    of_it = or_(Item.form_token == form_token, Item.form_token.startswith(f"{form_token}.", autoescape=True))
    ours: ColumnElement[bool] = Item.organisation_id.is_not_distinct_from(person.organisation_id)
    return list(session.scalars(select(Item).where(Item.statement_id == statement.id, ours, of_it)))


def _found_again(
    session: Session, statement: Statement, proposals: Sequence[Proposal], made: Sequence[Item]
) -> list[Item | None]:
    """For each proposal the item that asks for the same in the same place, whatever its reason; None for another."""
    try:
        asked = [_asked(session, statement, each) for each in proposals]
    except Refusal:  # `post_item` raises it in its turn
        return [None] * len(proposals)
    there = {(item.version_id, *_wish(place_of(item), writing_of(item))): item for item in made}
    return [there.pop(each, None) for each in asked]


def _asked(session: Session, statement: Statement, proposal: Proposal) -> tuple[object, ...]:
    text = _text_of_form(session, statement, proposal.version)
    place, writing = _find_place(session, statement, text, proposal, check_writing(proposal), None)
    return text.version_id, *_wish(place, writing)


def _wish(place: Place, writing: Writing) -> tuple[object, ...]:
    return place, writing.kind, writing.after, writing.proposal


def is_made_by(item: Item, form_token: str | None) -> bool:
    """Whether the form of that token made the item; it says the same as another one did where not."""
    made_by, _, _ = (item.form_token or "").partition(".")
    return made_by == (form_token or "")


def same_words_before(session: Session, person: Person, version_id: int, place: Place, writing: Writing) -> Item | None:
    """What the organisation said within the hour in the same words at that place; sent, rather than a draft.

    Ask under the statement's lock: of two that arrive at once the second then finds the first.
    """
    recent = _recent(session, person, writing.kind, version_id)
    same = [item for item in recent if _says(item, place, writing)]
    return min(same, key=lambda item: (item.state is not ItemState.SENT, item.id), default=None)


def _recent(session: Session, person: Person, kind: ItemKind, version_id: int) -> list[Item]:
    ours: ColumnElement[bool] = Item.organisation_id.is_not_distinct_from(person.organisation_id)
    since = now(session) - SAME_WITHIN
    draft = (Item.state == ItemState.KEPT) & (func.coalesce(Item.edited_at, Item.made_at) > since)
    sent = (Item.state == ItemState.SENT) & (Item.sent_at > since)
    of_it = select(Item).where(Item.version_id == version_id, Item.kind == kind, ours, or_(draft, sent))
    return list(session.scalars(of_it.execution_options(populate_existing=True)))


def _says(item: Item, place: Place, writing: Writing) -> bool:
    """Whether it stands there and says that; in which language its writer said the words to be is no other point."""
    return (place_of(item), replace(writing_of(item), language="")) == (place, replace(writing, language=""))


def _text_of_form(session: Session, statement: Statement, version: int) -> Edition:
    """The text that the form was written on, which need not be on the table any more; raises StaleVersion for none."""
    found = session.scalar(select(Version.id).where(Version.statement_id == statement.id, Version.number == version))
    return on_the_table(session, statement, version).edition if found is None else original(session, statement, found)


def _find_place(
    session: Session, statement: Statement, text: Edition, proposal: Proposal, writing: Writing, late: Late | None
) -> tuple[Place, Writing]:
    if late is not None:
        return _find_place_late(text, proposal), writing
    try:
        return place_writing(text, proposal, writing)
    except Refusal:
        # That the consultation is closed, or on another text by now, says more than that the words are not there.
        on_the_table(session, statement, proposal.version)
        raise


def _find_place_late(text: Edition, proposal: Proposal) -> Place:
    """The place of a comment that says what the proposal asked for; raises WordsCut like an amendment in time."""
    kind = KINDS[proposal.kind]
    block = proposal.after or None if kind.subject is Subject.NEW else proposal.block
    words = proposal.words or "" if kind.singles_out_words else ""
    place = find_place(text.blocks, block, words, proposal.prefix, proposal.suffix)
    if kind.subject is Subject.WORDS:
        require_whole(place)
    return place


def _is_same(item: Item, text: Edition, place: Place, writing: Writing, keep: bool) -> bool:
    """Whether the item is what the form asks for now, word for word, and kept or sent as it asks."""
    asked = (text.version_id, ItemState.KEPT if keep else ItemState.SENT, place, writing)
    return (item.version_id, item.state, place_of(item), writing_of(item)) == asked


def _require_unspent(earlier: Item, keep: bool) -> None:
    """Nothing where the form sends other words than it kept, and nobody changed those: a colleague's words are not
    written over; raises FormSpent.
    """
    if keep or earlier.state is not ItemState.KEPT or earlier.edited_at is not None:
        raise FormSpent


def _rewrite(session: Session, draft: Item, table: OnTheTable, place: Place, writing: Writing) -> Item:
    """The draft with other words in their place."""
    draft.edited_at = now(session)
    put_item(draft, table, place)
    write_item(draft, writing)
    return draft


def _take_over(draft: Item, table: OnTheTable, place: Place, writing: Writing, form_token: str | None) -> Item:
    """The draft as one of the form that brings the same words once more, and now sends them."""
    draft.form_token = form_token or draft.form_token
    put_item(draft, table, place)
    write_item(draft, writing)
    return draft


def _enter_late(session: Session, person: Person, key: str) -> Statement:
    """The locked statement, for someone who may comment after the consultation; raises NotFound, NotAllowed."""
    statement = lock_statement(session, key)
    require(session, person, Action.POST_LATE, statement)
    return statement


def _check_late(proposal: Proposal) -> Writing:
    """What is said late: a comment where the form would amend, whose body says in words what was asked for."""
    kind = ItemKind.COMMENT if KINDS[proposal.kind].amends else proposal.kind
    said = Proposal(
        version=proposal.version, language=proposal.language, body=proposal.body, kind=kind, private=proposal.private
    )
    return check_writing(said, limit=LATE_LIMIT)


def _find_opened(
    session: Session, statement: Statement, person: Person, late: Late | None, writing: Writing
) -> Item | None:
    """The draft of the own organisation that a late form was opened on, or the late comment that the form made of it;
    None where it is something else by now: the words of the form stand for themselves then.
    """
    found = session.get(Item, late.draft, populate_existing=True) if late and late.draft is not None else None
    if found is None or (found.statement_id, found.organisation_id) != (statement.id, person.organisation_id):
        return None
    return found if found.state is ItemState.KEPT or _is_late_already(found, writing) else None


def _is_late_already(item: Item, writing: Writing) -> bool:
    return item.late and item.body == writing.body


def _closed_table(session: Session, statement: Statement) -> OnTheTable:
    """The text of the newest consultation, which takes no more; raises StillOpen where it does."""
    consultation = newest_consultation(session, statement)
    if consultation is None:
        raise NotAllowed
    if is_open(session, consultation):
        raise StillOpen
    version = session.get_one(Version, consultation.version_id)
    return OnTheTable(consultation, version, original(session, statement, version.id))
