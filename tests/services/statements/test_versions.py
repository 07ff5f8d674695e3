"""A version is what was issued: it never changes, and its digests are those of its words."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import calls
from tests.services.writing import TEXT, Written, written
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import NotFound
from workflow.services.shared.record import lock_statement
from workflow.services.statements import versions
from workflow.text.document import digest, parse, with_ids
from workflow.text.values import Source

pytestmark = pytest.mark.usefixtures("database")


def issue(consolidation: Written, **facts: Any) -> Version:
    def use_case(session: Session, person: Person, key: str) -> Version:
        return versions.issue(session, person, lock_statement(session, key), **facts)

    made: Version = consolidation.do("sara", use_case)
    return made


def ask(consolidation: Written, question: Any, *args: Any) -> Any:
    def use_case(session: Session, person: Person, key: str) -> Any:
        return question(session, *args)

    return consolidation.do("sara", use_case)


def editions(consolidation: Written, version: Version) -> dict[str, Edition]:
    found: dict[str, Edition] = ask(consolidation, versions.editions, version.id)
    return found


def test_the_first_version_is_the_draft_word_for_word_with_its_digest() -> None:
    consolidation = written(occasion="Assembly")
    version = issue(consolidation)
    edition = editions(consolidation, version)["en"]
    assert version.number == 1
    assert (edition.title, edition.occasion, edition.blocks) == ("On the river", "Assembly", consolidation.blocks())
    assert edition.digest == digest("On the river", consolidation.blocks())
    (event,) = consolidation.events(EventKind.VERSION_ISSUED)
    assert event == {"version": 1, "digests": {"en": edition.digest}}


def test_a_version_stays_as_it_was_when_the_draft_goes_on() -> None:
    consolidation = written()
    version = issue(consolidation)
    before = editions(consolidation, version)["en"]
    consolidation.save("sara", "Other words.", 1)
    after = editions(consolidation, version)["en"]
    assert (after.digest, after.blocks) == (before.digest, before.blocks)


def test_the_consolidated_text_becomes_the_edition_and_the_drafts_next_save() -> None:
    consolidation = written()
    issue(consolidation)
    blocks = [*consolidation.blocks()[:3], *with_ids(parse("A last word."), lambda: "bnew")]
    sources = [Source("bnew", 0, 12, ("A1",)).as_list()]
    version = issue(consolidation, blocks=blocks, sources=sources)
    edition = editions(consolidation, version)["en"]
    assert version.number == 2
    assert edition.blocks == tuple(blocks) == consolidation.blocks()
    assert edition.sources == sources
    assert len(consolidation.saves()) == 2


def test_a_consolidated_text_that_is_the_draft_makes_no_save() -> None:
    consolidation = written()
    issue(consolidation, blocks=consolidation.blocks())
    assert len(consolidation.saves()) == 1


def test_translations_go_in_as_they_stand_in_the_originals_order() -> None:
    consolidation = written()
    whole = "Excellences,\n\nLe fleuve est monté.\n\nNous demandons.\n\nMerci."
    consolidation.save("sara", whole, 0, language="fr", title="Du fleuve")
    first, second, third, last = consolidation.blocks()
    consolidation.do(
        "sara", calls.save_paragraph, language="en", serial=1, block=third.id, text=third.text, after=first.id
    )
    consolidation.do("sara", calls.save_paragraph, language="en", serial=2, block=last.id, text="")
    found = editions(consolidation, issue(consolidation))
    assert [block.id for block in found["fr"].blocks] == [first.id, third.id, second.id]
    assert (found["fr"].title, list(found)) == ("Du fleuve", ["en", "fr"])
    assert found["fr"].digest == digest("Du fleuve", found["fr"].blocks) != found["en"].digest


def test_a_translation_without_a_title_bears_the_originals() -> None:
    consolidation = written()
    consolidation.do(
        "sara",
        calls.save_paragraph,
        language="ar",
        serial=0,
        block=consolidation.blocks()[1].id,
        text="ارتفع النهر.",
    )
    assert editions(consolidation, issue(consolidation))["ar"].title == "On the river"


def test_the_draft_is_newer_only_while_a_version_issued_now_would_be_another() -> None:
    consolidation = written()

    def newer() -> bool:
        return bool(
            ask(
                consolidation,
                lambda session: versions.is_draft_newer(session, lock_statement(session, consolidation.key)),
            )
        )

    assert newer()
    issue(consolidation)
    assert not newer()
    consolidation.save("sara", TEXT.replace("twice", "often"), 1)
    assert newer()
    consolidation.save("sara", TEXT, 2)
    assert not newer(), "the words are the issued ones again"
    consolidation.do(
        "sara", calls.save_paragraph, language="fr", serial=0, block=consolidation.blocks()[1].id, text="Le fleuve."
    )
    assert newer()


def test_the_current_version_and_its_editions_are_found_by_number_and_language() -> None:
    consolidation = written()

    def current(session: Session) -> Version | None:
        return versions.current(session, lock_statement(session, consolidation.key))

    assert ask(consolidation, current) is None
    issue(consolidation)
    version = issue(consolidation)
    assert ask(consolidation, current).number == 2
    assert ask(consolidation, versions.edition, version.id, "en").language == "en"
    with pytest.raises(NotFound):
        ask(consolidation, versions.edition, version.id, "fr")


def test_a_statement_without_a_text_has_nothing_to_issue() -> None:
    consolidation = written()

    def emptied(session: Session) -> None:
        versions.original(session, Statement(id=0, language="en"))

    with pytest.raises(NotFound):
        ask(consolidation, emptied)
