"""A version is what was issued: it never changes, and its digests are those of its words."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.services.writing import TEXT, Written, written
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.errors import NotFound
from workflow.services.drafts import drafting
from workflow.services.shared.record import lock_statement
from workflow.services.statements import versions
from workflow.text.amendments import Source
from workflow.text.blocks import digest, parse, with_ids

pytestmark = pytest.mark.usefixtures("database")


def issue(desk: Written, **facts: Any) -> Version:
    def use_case(session: Session, person: Person, key: str) -> Version:
        return versions.issue(session, person, lock_statement(session, key), **facts)

    made: Version = desk.do("sara", use_case)
    return made


def ask(desk: Written, question: Any, *args: Any) -> Any:
    def use_case(session: Session, person: Person, key: str) -> Any:
        return question(session, *args)

    return desk.do("sara", use_case)


def editions(desk: Written, version: Version) -> dict[str, Edition]:
    found: dict[str, Edition] = ask(desk, versions.editions, version.id)
    return found


def test_the_first_version_is_the_draft_word_for_word_with_its_digest() -> None:
    desk = written(occasion="Assembly")
    version = issue(desk)
    edition = editions(desk, version)["en"]
    assert version.number == 1
    assert (edition.title, edition.occasion, edition.blocks) == ("On the river", "Assembly", desk.blocks())
    assert edition.digest == digest("On the river", desk.blocks())
    (event,) = desk.events(EventKind.VERSION_ISSUED)
    assert event == {"version": 1, "digests": {"en": edition.digest}}


def test_a_version_stays_as_it_was_when_the_draft_goes_on() -> None:
    desk = written()
    version = issue(desk)
    before = editions(desk, version)["en"]
    desk.save("sara", "Other words.", 1)
    after = editions(desk, version)["en"]
    assert (after.digest, after.blocks) == (before.digest, before.blocks)


def test_the_consolidated_text_becomes_the_edition_and_the_drafts_next_save() -> None:
    desk = written()
    issue(desk)
    blocks = [*desk.blocks()[:3], *with_ids(parse("A last word."), lambda: "bnew")]
    sources = [Source("bnew", 0, 12, ("A1",)).as_list()]
    version = issue(desk, blocks=blocks, sources=sources)
    edition = editions(desk, version)["en"]
    assert version.number == 2
    assert edition.blocks == tuple(blocks) == desk.blocks()
    assert edition.sources == sources
    assert len(desk.saves()) == 2


def test_a_consolidated_text_that_is_the_draft_makes_no_save() -> None:
    desk = written()
    issue(desk, blocks=desk.blocks())
    assert len(desk.saves()) == 1


def test_translations_go_in_as_they_stand_in_the_originals_order() -> None:
    desk = written()
    whole = "Excellences,\n\nLe fleuve est monté.\n\nNous demandons.\n\nMerci."
    desk.save("sara", whole, 0, language="fr", title="Du fleuve")
    first, second, third, last = desk.blocks()
    desk.do("sara", drafting.save_paragraph, language="en", serial=1, block=third.id, text=third.text, after=first.id)
    desk.do("sara", drafting.save_paragraph, language="en", serial=2, block=last.id, text="")
    found = editions(desk, issue(desk))
    assert [block.id for block in found["fr"].blocks] == [first.id, third.id, second.id]
    assert (found["fr"].title, list(found)) == ("Du fleuve", ["en", "fr"])
    assert found["fr"].digest == digest("Du fleuve", found["fr"].blocks) != found["en"].digest


def test_a_translation_without_a_title_bears_the_originals() -> None:
    desk = written()
    desk.do("sara", drafting.save_paragraph, language="ar", serial=0, block=desk.blocks()[1].id, text="ارتفع النهر.")
    assert editions(desk, issue(desk))["ar"].title == "On the river"


def test_the_draft_is_newer_only_while_a_version_issued_now_would_be_another() -> None:
    desk = written()

    def newer() -> bool:
        return bool(ask(desk, lambda session: versions.is_draft_newer(session, lock_statement(session, desk.key))))

    assert newer()
    issue(desk)
    assert not newer()
    desk.save("sara", TEXT.replace("twice", "often"), 1)
    assert newer()
    desk.save("sara", TEXT, 2)
    assert not newer(), "the words are the issued ones again"
    desk.do("sara", drafting.save_paragraph, language="fr", serial=0, block=desk.blocks()[1].id, text="Le fleuve.")
    assert newer()


def test_the_current_version_and_its_editions_are_found_by_number_and_language() -> None:
    desk = written()

    def current(session: Session) -> Version | None:
        return versions.current(session, lock_statement(session, desk.key))

    assert ask(desk, current) is None
    issue(desk)
    version = issue(desk)
    assert ask(desk, current).number == 2
    assert ask(desk, versions.edition, version.id, "en").language == "en"
    with pytest.raises(NotFound):
        ask(desk, versions.edition, version.id, "fr")


def test_a_statement_without_a_text_has_nothing_to_issue() -> None:
    desk = written()

    def emptied(session: Session) -> None:
        versions.original(session, Statement(id=0, language="en"))

    with pytest.raises(NotFound):
        ask(desk, emptied)
