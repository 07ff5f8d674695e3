"""Alternatives in square brackets: one is kept, or the passage is left out, by a save of the draft."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Draft, Edition
from workflow.queries.consolidation.known_brackets import passages_left_open, passages_of_versions
from workflow.rules.decision.refusals import OpenBrackets
from workflow.rules.drafts.refusals import PassageChanged
from workflow.rules.shared.refusals import NotFound, UnknownChoice
from workflow.rules.shared.sentences import Language
from workflow.services.consolidation.next_text import text_to_issue
from workflow.services.consolidation.unbracketing import answer_open, refused_refs
from workflow.services.drafts.opened import OpenedDraft
from workflow.services.drafts.saving import insert_save, open_draft, text_of
from workflow.services.shared.checking import check_blocks, check_title, check_words
from workflow.services.shared.record import lock_statement
from workflow.text.amendments import settled
from workflow.text.document import TITLE, Bracket, numbers, open_brackets, titled
from workflow.text.values import Block

LEFT_OUT = -1
"""The choice of nothing in the place of the alternatives: the last of all that may stand there."""


@dataclass(frozen=True)
class SettledPassage:
    """The save in which a passage is settled. answered: the amendments that this answered."""

    draft: Draft
    answered: tuple[str, ...] = ()


def settle_passage(
    session: Session, person: Person, key: str, *, serial: int, block: str, start: int, choice: int, reason: str = ""
) -> SettledPassage:
    """A save of the original in which the passage reads one of its alternatives; the rest of the text stays.

    serial: of the save that the page showed; block, start: the passage in it, TITLE: in the title. choice: the place of
    the alternative among those of the passage, LEFT_OUT for none. Sent twice it makes one save. The amendments that are
    to stand open there and nowhere else are answered: those of the words kept accepted, the others not, for the reason.
    Those that were not accepted and whose words are kept are answered anew: they are accepted.
    Raises NotAllowed, NotFound, UnknownChoice, ReasonNeeded, PassageChanged (somebody saved since), TextRefused (it
    leaves no title). The caller commits.
    """
    statement = lock_statement(session, key)
    opened = open_draft(session, person, key, statement.language, serial)
    shown = _text_of(session, statement, serial, block)
    passage = next((each for each in open_brackets([shown]) if each.start == start), None)
    if passage is None:
        raise NotFound
    if not LEFT_OUT <= choice < len(passage.alternatives):
        raise UnknownChoice
    wanted = settled(shown.text, passage, passage.every[choice].words)
    if opened.newest is None or not opened.is_stale:
        named, refs = _find_passage(session, statement, opened, passage)
        kept = named.every[choice]
        anew = set() if choice == LEFT_OUT else refused_refs(session, statement, shown, kept)
        told = check_words(reason, field="reason")
        answered = answer_open(session, person, statement, refs | anew, {*kept.refs, *anew}, told)
        return SettledPassage(_save_block(opened, block, wanted), answered)
    if _reads(opened, block, wanted):
        return SettledPassage(opened.newest)
    raise PassageChanged


def require_no_brackets(edition: Edition, *, original: bool) -> None:
    """Nothing where an edition that goes on the table leaves nothing open; raises OpenBrackets."""
    if found := open_brackets(titled(edition.title, edition.blocks)):
        number_of = numbers(edition.blocks)
        places = list(dict.fromkeys(number_of.get(each.block, 0) for each in found if each.block != TITLE))
        in_title = any(each.block == TITLE for each in found)
        raise OpenBrackets(
            language=Language(edition.language), count=len(found), places=places, title=in_title, original=original
        )


def _text_of(session: Session, statement: Statement, serial: int, block: str) -> Block:
    of_it = {"statement_id": statement.id, "language": statement.language, "serial": serial}
    shown = session.execute(select(Draft.title, Draft.blocks).filter_by(**of_it)).first()
    for each in titled(*shown) if shown else ():
        if each.id == block:
            return each
    raise NotFound


def _find_passage(
    session: Session, statement: Statement, opened: OpenedDraft, passage: Bracket
) -> tuple[Bracket, set[str]]:
    """The passage of the draft with the amendments behind it, and which of these are behind no other one."""
    draft = titled(opened.newest.title if opened.newest else "", opened.blocks)
    text = text_to_issue(session, statement)
    known = passages_of_versions(session, statement.id, statement.language)
    found = passages_left_open(known, draft, titled(text.title, text.blocks), text.sources)
    former = next(each for each in known.found(draft, open_brackets(draft)) if each.passage == passage)
    at = (passage.block, passage.start)
    there = next((each for each in found if each.was and (each.was.block, each.was.start) == at), None)
    named = there.was if there and there.was else former.named
    further = {ref for each in found if each is not there for ref in each.bracket.refs}
    return named, set(named.refs) - further - known.besides(former.was)


def _save_block(opened: OpenedDraft, block: str, text: str) -> Draft:
    if opened.newest is None:
        raise NotFound
    if block == TITLE:
        return insert_save(opened, replace(text_of(opened.newest), title=check_title(text)))
    changed = [replace(each, text=text) if each.id == block else each for each in opened.blocks]
    kept = check_blocks([each for each in changed if each.text.strip()], before=len(opened.blocks))
    return insert_save(opened, replace(text_of(opened.newest), blocks=kept))


def _reads(opened: OpenedDraft, block: str, text: str) -> bool:
    """Whether the paragraph reads so already; "" where it is gone."""
    there = titled(opened.newest.title if opened.newest else "", opened.blocks)
    return next((each.text for each in there if each.id == block), "") == text
