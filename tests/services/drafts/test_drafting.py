"""Writing: nothing that was saved is lost, nobody writes over another, and a paragraph keeps its id."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests import calls
from tests.races import at_once
from tests.services.writing import TEXT, Written, created, gathered, written
from workflow import database
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.rules.drafts.refusals import StaleDraft
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import MomentPast, NotAllowed, NotFound, OverLength, TextRefused, UnknownChoice
from workflow.rules.statements.translation import behind, missing, words_digest
from workflow.services.drafts import drafting
from workflow.services.shared.checking import TITLE_LIMIT
from workflow.text.document import parse
from workflow.text.values import BlockKind

pytestmark = pytest.mark.usefixtures("database")


def texts(opened: Written, language: str = "en") -> list[str]:
    return [block.text for block in opened.blocks(language)]


# -- a statement begins


def test_a_new_statement_has_a_number_a_key_its_text_and_its_penholder() -> None:
    opened = written("dana", occasion="Assembly")
    statement, (save,) = opened.statement(), opened.saves()
    assert (statement.reference, statement.address) == (f"JS {statement.year}/1", f"JS-{statement.year}-1")
    assert len(statement.key) == 10
    assert (save.serial, save.title, save.occasion) == (1, "On the river", "Assembly")
    assert [block.kind for block in save.blocks] == [
        BlockKind.SALUTATION,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.CLOSING,
    ]
    assert len({block.id for block in save.blocks if block.id}) == 4
    assert opened.events(EventKind.STATEMENT_CREATED)[0]["penholders"] == [opened.people["dana"].id]


def test_numbers_go_up_by_one_and_twenty_at_once_get_twenty() -> None:
    people = gathered()
    made = at_once(*[lambda: created(people) for _ in range(20)])
    assert sorted(each.number for each in made) == list(range(1, 21))
    assert len({each.key for each in made}) == 20


def test_each_year_begins_at_one() -> None:
    people = gathered()
    with database.clock(lambda: datetime(2030, 12, 31, 12, tzinfo=UTC)):
        assert created(people).reference == "JS 2030/1"
    with database.clock(lambda: datetime(2031, 1, 1, 12, tzinfo=UTC)):
        assert created(people).reference == "JS 2031/1"


def test_a_refused_statement_leaves_no_row_and_uses_no_number() -> None:
    people = gathered()
    with pytest.raises(TextRefused):
        created(people, text="")
    with pytest.raises(UnknownChoice):
        created(people, penholders=["no one"])
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Statement)) == 0
    assert created(people).number == 1


def test_a_form_sent_twice_makes_one_statement() -> None:
    people = gathered()
    one, other = (created(people, form_token="t1") for _ in range(2))
    assert one.id == other.id
    assert created(people, form_token="t2").number == 2
    assert created(people, "dana", form_token="t1").number == 3, "another person's form is another form"


def test_a_form_sent_twice_at_once_makes_one_statement() -> None:
    people = gathered()
    made = at_once(*[lambda: created(people, form_token="same") for _ in range(6)])
    assert len({each.id for each in made}) == 1
    assert created(people).number == 2


@pytest.mark.parametrize(
    ("facts", "refusal", "field"),
    [
        ({"title": "  "}, TextRefused, "title"),
        ({"title": "x" * (TITLE_LIMIT + 1)}, OverLength, "title"),
        ({"occasion": "x" * (TITLE_LIMIT + 1)}, OverLength, "occasion"),
        ({"title": "a\u202eb"}, TextRefused, "title"),
        ({"text": "All is well.\u202e"}, TextRefused, "text"),
        ({"text": "One\x00two"}, TextRefused, "text"),
        ({"text": " \n\n"}, TextRefused, "text"),
        ({"language": "../x"}, UnknownChoice, "language"),
        ({"procedure": "by lot"}, UnknownChoice, "procedure"),
        ({"embargo_at": datetime(2020, 1, 1, tzinfo=UTC)}, MomentPast, "embargo_at"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_field(facts: dict[str, object], refusal: type, field: str) -> None:
    people = gathered()
    with pytest.raises(refusal) as raised:
        created(people, **facts)  # type: ignore[arg-type]
    assert raised.value.field == field


def test_forbidden_characters_are_named() -> None:
    people = gathered()
    with pytest.raises(TextRefused) as raised:
        created(people, text="Fine.\n\nNot \u202dfine.")
    assert raised.value.reason == "forbidden"
    assert raised.value.codes == "U+202D"


def test_a_removed_person_begins_nothing() -> None:
    people = gathered()
    with database.transaction() as session:
        session.get_one(type(people["dana"]), people["dana"].id).removed_at = database.now(session)
    with pytest.raises(NotAllowed):
        created(people, "dana")


# -- the whole text


def test_a_save_keeps_the_ids_of_paragraphs_that_were_edited_or_moved() -> None:
    opened = written()
    before = {block.text: block.id for block in opened.blocks()}
    moved = TEXT.replace("twice", "three times").split("\n\n")
    opened.save("sara", "\n\n".join([moved[0], moved[2], "A new paragraph of the text.", moved[1], moved[3]]), 1)
    after = {block.text: block.id for block in opened.blocks()}
    assert after["We call on states to keep the gates open."] == before["We call on states to keep the gates open."]
    assert after["The river has risen three times this year."] == before["The river has risen twice this year."]
    assert after["A new paragraph of the text."] not in before.values()


def test_every_save_is_kept_and_lists_show_the_newest_title() -> None:
    opened = written()
    opened.save("sara", TEXT + "\nMore.\n", 1, title="On two rivers", occasion="Second session")
    assert [(save.serial, save.title) for save in opened.saves()] == [(1, "On the river"), (2, "On two rivers")]
    assert (opened.statement().title, opened.statement().occasion) == ("On two rivers", "Second session")


def test_a_save_that_changes_nothing_makes_no_row() -> None:
    opened = written()
    assert opened.save("sara", TEXT, 1).serial == 1
    assert len(opened.saves()) == 1 and opened.events(EventKind.DRAFT_SAVED) == []


def test_the_second_of_two_saves_is_refused_and_told_which_is_newest() -> None:
    opened = written(penholders=["secretariat"])
    opened.save("sara", TEXT + "\nSara was here.\n", 1)
    with pytest.raises(StaleDraft) as raised:
        opened.save("sol", TEXT + "\nSol was here.\n", 1)
    assert raised.value.serial == 2
    assert "Sara was here." in texts(opened) and "Sol was here." not in texts(opened)


def test_of_two_saves_at_the_same_moment_one_is_kept_and_one_is_refused() -> None:
    opened = written(penholders=["secretariat"])
    for serial in range(1, 6):
        outcomes = at_once(
            lambda serial=serial: opened.save("sara", f"{TEXT}\nSara {serial}.\n", serial),
            lambda serial=serial: opened.save("sol", f"{TEXT}\nSol {serial}.\n", serial),
        )
        assert sorted(type(each).__name__ for each in outcomes) == ["Draft", "StaleDraft"]
        assert len(opened.saves()) == serial + 1


def test_a_form_sent_twice_is_saved_once_and_not_refused() -> None:
    opened = written()
    first = opened.save("sara", TEXT.replace("twice", "often"), 1)
    second = opened.save("sara", TEXT.replace("twice", "often"), 1)
    assert (first.serial, second.serial) == (2, 2)


def test_only_penholders_write() -> None:
    opened = written("sara")
    with pytest.raises(NotAllowed):
        opened.save("sol", TEXT + "x", 1)
    with pytest.raises(NotFound):
        opened.save("fred", TEXT + "x", 1)


def test_restoring_makes_a_further_save() -> None:
    opened = written()
    opened.save("sara", "All gone.", 1, title="Other")
    restored = opened.do("sara", drafting.restore, language="en", serial=2, from_serial=1)
    assert (restored.serial, restored.restored_from, restored.title) == (3, 1, "On the river")
    assert opened.saves()[0].blocks == opened.saves()[2].blocks
    with pytest.raises(NotFound):
        opened.do("sara", drafting.restore, language="en", serial=3, from_serial=9)
    with pytest.raises(StaleDraft):
        opened.do("sara", drafting.restore, language="en", serial=2, from_serial=2)


# -- by paragraph


def paragraph(opened: Written, serial: int, block: str, text: str, **facts: object) -> Draft:
    given = {"language": "en", "serial": serial, "block": block, "text": text, **facts}
    saved: Draft = opened.do("sara", calls.save_paragraph, **given)
    return saved


def test_one_paragraph_is_changed_and_the_others_stay_as_they_are() -> None:
    opened = written()
    before = opened.blocks()
    paragraph(opened, 1, before[1].id, "The river has risen once.")
    after = opened.blocks()
    assert after[1].id == before[1].id and after[1].text == "The river has risen once."
    assert (after[0], *after[2:]) == (before[0], *before[2:])


def test_a_paragraph_is_added_moved_and_taken_out() -> None:
    opened = written()
    first, second, third, last = opened.blocks()
    paragraph(opened, 1, "", "A new one.", after=second.id)
    assert texts(opened)[2] == "A new one." and opened.blocks()[2].id
    paragraph(opened, 2, third.id, third.text, after=first.id)
    assert [block.id for block in opened.blocks()][:3] == [first.id, third.id, second.id]
    paragraph(opened, 3, last.id, "  ")
    assert last.id not in [block.id for block in opened.blocks()]
    paragraph(opened, 4, "", "# A heading first", after="")
    assert opened.blocks()[0].kind is BlockKind.HEADING


def test_a_blank_line_in_a_paragraph_makes_two_of_which_the_first_keeps_the_id() -> None:
    opened = written()
    block = opened.blocks()[1]
    paragraph(opened, 1, block.id, "The river has risen.\n\nTwice this year.")
    assert texts(opened)[1:3] == ["The river has risen.", "Twice this year."]
    assert opened.blocks()[1].id == block.id and opened.blocks()[2].id not in ("", block.id)


def test_a_salutation_that_is_edited_by_itself_stays_one() -> None:
    opened = written()
    paragraph(opened, 1, opened.blocks()[0].id, "To all who live by the river, and to you, Madam President.")
    assert opened.blocks()[0].kind is BlockKind.SALUTATION


def test_an_unknown_paragraph_is_not_found_and_one_that_was_taken_out_meanwhile_is_stale() -> None:
    opened = written()
    block = opened.blocks()[1].id
    with pytest.raises(NotFound):
        paragraph(opened, 1, "nowhere", "Words.")
    paragraph(opened, 1, block, "")
    with pytest.raises(StaleDraft):
        paragraph(opened, 1, block, "Words.")


def test_the_last_paragraph_cannot_be_taken_out() -> None:
    opened = written(text="Alone.")
    with pytest.raises(TextRefused):
        paragraph(opened, 1, opened.blocks()[0].id, "")


# -- another language


def translate(opened: Written, serial: int, block: str, text: str, **facts: object) -> Draft:
    return paragraph(opened, serial, block, text, language="fr", **facts)


def test_a_translation_grows_paragraph_by_paragraph_on_the_originals_ids_and_in_its_order() -> None:
    opened = written()
    original = opened.blocks()
    translate(opened, 0, original[2].id, "Nous demandons aux États de laisser les vannes ouvertes.")
    translate(opened, 1, original[0].id, "Excellences,")
    assert [block.id for block in opened.blocks("fr")] == [original[0].id, original[2].id]
    assert [block.kind for block in opened.blocks("fr")] == [BlockKind.SALUTATION, BlockKind.PARAGRAPH]
    assert missing(original, opened.blocks("fr")) == (original[1].id, original[3].id)
    assert len(opened.saves("en")) == 1, "the original is another draft"


def test_a_translation_is_behind_when_the_originals_words_change() -> None:
    opened = written()
    block = opened.blocks()[1]
    translate(opened, 0, block.id, "Le fleuve est monté deux fois.")
    assert behind(opened.blocks(), opened.saves("fr")[-1].translated) == frozenset()
    paragraph(opened, 1, block.id, "The river has risen three times.")
    assert behind(opened.blocks(), opened.saves("fr")[-1].translated) == {block.id}
    translate(opened, 1, block.id, "Le fleuve est monté trois fois.")
    assert behind(opened.blocks(), opened.saves("fr")[-1].translated) == frozenset()


def test_a_translation_that_is_still_right_is_saved_as_such_without_another_word() -> None:
    opened = written()
    block = opened.blocks()[1]
    translate(opened, 0, block.id, "Le fleuve est monté.")
    paragraph(opened, 1, block.id, "The river has  risen, twice.")
    assert translate(opened, 1, block.id, "Le fleuve est monté.").serial == 2
    assert behind(opened.blocks(), opened.saves("fr")[-1].translated) == frozenset()


def test_a_translation_of_words_that_changed_meanwhile_is_behind_from_its_first_save() -> None:
    opened = written()
    block = opened.blocks()[1]
    seen = words_digest(block)
    paragraph(opened, 1, block.id, "The river has fallen.")
    translate(opened, 0, block.id, "Le fleuve est monté.", seen=seen)
    assert behind(opened.blocks(), opened.saves("fr")[-1].translated) == {block.id}


def test_a_whole_translation_takes_the_originals_ids_one_for_one_or_is_refused() -> None:
    opened = written()
    with pytest.raises(TextRefused) as raised:
        opened.save("sara", "Excellences,\n\nLe fleuve est monté.", 0, language="fr", title="Du fleuve")
    assert (raised.value.reason, raised.value.wanted, raised.value.given) == ("paragraphs_differ", 4, 2)
    whole = "Excellences,\n\nLe fleuve est monté.\n\nNous demandons.\n\nMerci."
    opened.save("sara", whole, 0, language="fr", title="Du fleuve")
    assert [block.id for block in opened.blocks("fr")] == [block.id for block in opened.blocks()]
    assert opened.statement().title == "On the river", "lists show the original's title"


def test_saving_a_whole_translation_leaves_what_was_behind_behind_where_it_did_not_change() -> None:
    opened = written()
    whole = "Excellences,\n\nLe fleuve est monté.\n\nNous demandons.\n\nMerci."
    opened.save("sara", whole, 0, language="fr")
    first, second = (opened.blocks()[place].id for place in (1, 2))
    paragraph(opened, 1, first, "The river has fallen.")
    paragraph(opened, 2, second, "We urge states.")
    opened.save("sara", whole.replace("demandons", "exhortons"), 1, language="fr")
    assert behind(opened.blocks(), opened.saves("fr")[-1].translated) == {first}


def test_two_paragraphs_are_no_translation_of_one() -> None:
    opened = written()
    with pytest.raises(TextRefused) as raised:
        translate(opened, 0, opened.blocks()[1].id, "Un.\n\nDeux.")
    assert raised.value.reason == "one_paragraph"


def test_two_translators_of_one_language_are_told_of_each_other() -> None:
    opened = written(penholders=["secretariat"])
    block = opened.blocks()[1].id
    translate(opened, 0, block, "Le fleuve.")
    with pytest.raises(StaleDraft):
        translate(opened, 0, block, "La rivière.")


def test_an_embargo_may_lie_ahead() -> None:
    people = gathered()
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
    assert created(people, embargo_at=until).embargo_at == until


def test_blocks_that_come_with_ids_keep_them() -> None:
    opened = written()
    blocks = [*opened.blocks(), *parse("One more.")]
    opened.do("sara", calls.save_draft, language="en", serial=1, title="T", occasion="", blocks=blocks)
    assert [block.id for block in opened.blocks()][:4] == [block.id for block in blocks][:4]
