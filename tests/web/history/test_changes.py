"""What changed and why: the redline with its references, the history with what each may know."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from sqlalchemy import event, select

from tests import calls, posting
from tests.consolidations import write
from tests.rooms import CLOSES, Room, furnished_open
from tests.web.items.test_points_file import head
from tests.web.site import Site, Visitor
from workflow import app as roof
from workflow import database as record
from workflow.config import Settings
from workflow.formats.word.reading import read_word
from workflow.formats.word.taking import taken
from workflow.formats.word.values import TakenAs
from workflow.models.label import Label
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.items.kinds import ItemKind
from workflow.services.consolidation import issuing
from workflow.services.consultation import consulting
from workflow.services.items import supporting
from workflow.services.statements import versions
from workflow.text.document import canonical, parse

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def room(database: Any) -> Any:
    """A statement with a consultation open."""
    with furnished_open() as here:
        yield here


@pytest.fixture
def visit(room: Room, settings: Settings) -> Callable[[str], Visitor]:
    """Sign somebody in to the room's application."""
    app = roof.create_app(settings)

    def signed_in(name: str) -> Visitor:
        house = "office" if name == "sara" else next(h for h, n in HOUSES.items() if name in n)
        return Site(app, None, settings.base_url).visitor().sign_in(name, house)  # type: ignore[arg-type]

    return signed_in


HOUSES = {"delta": ("dana", "dilip"), "lacs": ("lucie",), "estero": ("elena",), "nahr": ("nadia",), "fen": ("fred",)}


def amend(room: Room, who: str, kind: ItemKind, place: int, **facts: Any) -> Any:
    block = room.blocks()[place].id
    given = {"version": 1, "kind": kind, "block": block, "reason": "Because.", "language": "en", **facts}
    return room.do(who, posting.propose_amendment, **given)


def consolidated(room: Room) -> None:
    """Version 2: A1 of Delta and A2 of the protected member accepted, A3 moves, one word by the penholder's hand."""
    amend(room, "dana", ItemKind.REPLACE, 1, words="twice", proposal="three times")
    amend(room, "elena", ItemKind.REPLACE, 2, words="We thank those who did.", proposal="We thank nobody.")
    amend(room, "fred", ItemKind.MOVE, 3, after=room.blocks()[0].id)
    amend(room, "fred", ItemKind.REPLACE, 1, words="know it", proposal="fear it")
    room.do("nadia", posting.post_comment, version=1, block=None, body="Well said.", language="en")
    room.do("sara", consulting.close_consultation)
    for reference, kind in (
        ("A1", DispositionKind.ACCEPTED),
        ("A2", DispositionKind.ACCEPTED),
        ("A3", DispositionKind.ACCEPTED),
        ("A4", DispositionKind.NOT_ACCEPTED),
        ("C1", DispositionKind.NOTED),
    ):
        reason = "Fear is not our word." if kind is DispositionKind.NOT_ACCEPTED else ""
        room.do("sara", calls.dispose, item=reference, kind=kind, reason=reason)
    text = room.blocks()[1].text.replace("rise again", "rise once more")
    room.do("sara", calls.save_paragraph, language="en", serial=1, block=room.blocks()[1].id, text=text)
    room.do("sara", issuing.issue_version)


def test_a_redline_names_what_stands_behind_each_change(room: Room, visit: Callable[[str], Visitor]) -> None:
    consolidated(room)
    page = visit("fred").get(f"/statements/{room.key}/changes").text
    assert "Changes from Version 1 to Version 2" in page
    assert re.search(r"<del>.*?twice.*?</del>.*?<ins>.*?three times.*?</ins>.*?href=\"#a1\"", page, re.S)
    by_hand = re.search(
        r"<ins>[^A]*?once more</ins><sup class=\"ref\"><span class=\"vh\">\u00a0</span><bdi>([^<]*)</bdi></sup>", page
    )
    assert by_hand and by_hand[1] == "penholder"
    assert re.search(
        r'Moved here from paragraph \d</a><sup class="ref"><span class="vh">\u00a0</span><a href="#a3">', page
    )
    assert page.count('id="a1"') == page.count('id="a3"') == 1


def test_what_was_not_accepted_stands_beside_with_its_reason(room: Room, visit: Callable[[str], Visitor]) -> None:
    consolidated(room)
    page = visit("fred").get(f"/statements/{room.key}/changes").text
    note = page.split('id="a4"')[1].split("</details>")[0]
    assert "Not accepted" in note and "Fear is not our word." in note


def test_side_by_side_and_only_what_changed(room: Room, visit: Callable[[str], Visitor]) -> None:
    consolidated(room)
    fred = visit("fred")
    side = fred.get(f"/statements/{room.key}/changes?from=1&to=2&view=side").text
    assert re.search(r'<div class="sides".*?<del>.*?twice.*?</div>.*?<ins>.*?three times', side, re.S)
    everything = fred.get(f"/statements/{room.key}/changes?from=1&to=2").text
    changed = fred.get(f"/statements/{room.key}/changes?from=1&to=2&only=changed").text
    assert "Excellencies" in everything.split('class="doc margin"')[1]
    # A note names the paragraph after which a move goes: the text itself is without it.
    beside = re.sub(r"<details.*?</details>", "", changed.split('class="doc margin"')[1], flags=re.S)
    assert "Excellencies" not in beside and "once more" in beside


def test_a_paragraph_that_was_taken_out_is_among_those_in_which_changes_are_counted(
    room: Room, visit: Callable[[str], Visitor]
) -> None:
    room.do("sara", consulting.close_consultation)
    blocks = parse("Dear friends,\n\nThe river fell twice this year.\n\nThis is a good moment for the Court of Waters.")
    room.do("sara", calls.save_draft, language="en", serial=1, title="Another", occasion="", blocks=blocks)
    page = visit("sara").get(f"/statements/{room.key}/changes?from=s1&to=s2").text
    said = re.search(r"(\d+) changes in (\d+) of (\d+) paragraphs", page)
    assert said and 3 < int(said[2]) <= int(said[3])


def test_a_protected_member_stands_behind_its_change_under_its_label(
    room: Room, visit: Callable[[str], Visitor]
) -> None:
    consolidated(room)
    with record.reading() as session:
        (label,) = session.scalars(select(Label.code))
    for path in ("changes", "changes?view=side", "history"):
        page = visit("fred").get(f"/statements/{room.key}/{path}").text
        assert label in page and "Vigías" not in page and "estero" not in page.lower()
    assert "Vigías del Estero" in visit("elena").get(f"/statements/{room.key}/changes").text


def test_a_draft_and_its_saves_are_compared_only_by_those_who_may_see_them(
    room: Room, visit: Callable[[str], Visitor]
) -> None:
    consolidated(room)
    sara, fred = visit("sara"), visit("fred")
    for pair in ("from=2&to=draft", "from=s1&to=s2", "from=s1&to=2"):
        assert sara.get(f"/statements/{room.key}/changes?{pair}").status_code == 200
        assert fred.get(f"/statements/{room.key}/changes?{pair}").status_code == 404
    assert 'value="draft"' not in fred.get(f"/statements/{room.key}/changes").text


@pytest.mark.parametrize("pair", ["from=1&to=9", "from=0&to=2", "from=x&to=2", "from=-1&to=s", "from=²&to=2"])
def test_texts_that_are_not_there_are_not_found(room: Room, visit: Callable[[str], Visitor], pair: str) -> None:
    assert visit("sara").get(f"/statements/{room.key}/changes?{pair}").status_code == 404


def test_with_one_version_there_is_nothing_to_compare_yet(room: Room, visit: Callable[[str], Visitor]) -> None:
    assert "There is one text so far" in visit("fred").get(f"/statements/{room.key}/changes").text


def test_a_change_of_force_is_told_first(room: Room, visit: Callable[[str], Visitor]) -> None:
    consolidated(room)
    page = visit("fred").get(f"/statements/{room.key}/changes").text
    assert "alters a number" in page or "alter a number" in page


def test_the_page_takes_as_many_sql_statements_for_many_items_as_for_few(
    room: Room, visit: Callable[[str], Visitor]
) -> None:
    for number in range(30):
        facts = {"version": 1, "block": room.blocks()[1].id, "body": f"Hm {number}.", "language": "en"}
        room.do("nadia", posting.post_comment, **facts)
    consolidated_with(room, 30)
    fred, made = visit("fred"), []

    def heard(_c: Any, _cu: Any, statement: str, *_more: Any) -> None:
        if statement != "BEGIN":
            made.append(statement)

    event.listen(record.engine(), "before_cursor_execute", heard)
    # The first time, when it is kept as well that the reader has looked.
    assert fred.get(f"/statements/{room.key}/changes").status_code == 200
    event.remove(record.engine(), "before_cursor_execute", heard)
    assert len(made) <= 10, "as many as with one item"


def test_all_languages_of_the_site_are_offered_below_whatever_the_texts_are_in(
    room: Room, visit: Callable[[str], Visitor]
) -> None:
    consolidated_with(room, 0)
    page = visit("fred").get(f"/statements/{room.key}/changes").text
    assert re.findall(r'name="language"\s+value="(\w+)"', page) == ["en", "fr", "es", "ar"]


def consolidated_with(room: Room, comments: int) -> None:
    amend(room, "dana", ItemKind.REPLACE, 1, words="twice", proposal="three times")
    room.do("sara", consulting.close_consultation)
    room.do("sara", calls.dispose, item="A1", kind=DispositionKind.ACCEPTED)
    for number in range(1, comments + 1):
        room.do("sara", calls.dispose, item=f"C{number}", kind=DispositionKind.NOTED)
    room.do("sara", issuing.issue_version)


SIEGE = "We call on all parties to keep the gates of every river open."
THANKS = "We thank those who did so in the past and those who will do so again."
LONG = "The river has risen twice this year, and those who live beside it know that it will rise again and again."
NEXT = "This is a difficult moment for the Court of Waters and for all who come before it."
OTHER = "The Court must have the means that its work asks for, this year and in all years to come."
ENGLISH = [f"{SIEGE} {THANKS}", LONG, NEXT, OTHER]
ARABIC = [
    "ندعو الدول إلى إبقاء البوابات مفتوحة في كل الأنهار. ونشكر من فعلوا ذلك من قبل ومن سيفعلونه.",
    "لقد ارتفع النهر مرتين هذا العام، ومن يعيشون بجانبه يعرفون أنه سيرتفع مرة بعد مرة.",
    "هذه لحظة صعبة لمحكمة المياه ولكل من يأتون إليها.",
    "يجب أن تكون للمحكمة الموارد التي يتطلبها عملها هذا العام وفي كل الأعوام.",
]


def written(room: Room, language: str, paragraphs: list[str]) -> None:
    """Another statement in the room, with a consultation open."""
    with room.acting("sara") as (session, sara):
        text = parse("\n\n".join(paragraphs))
        made = calls.create_statement(session, sara, title="On waters", occasion="", blocks=text, language=language)
        room.key = made.key
    room.do("sara", calls.open_consultation, closes_at=CLOSES, guidance="Say what you want.")


def rewritten(room: Room, language: str, paragraphs: list[str], *accepted: str) -> None:
    """The next version, after the penholder saved these paragraphs by hand."""
    room.do("sara", consulting.close_consultation)
    for item in accepted:
        room.do("sara", calls.dispose, item=item, kind=DispositionKind.ACCEPTED)
    text = {"title": "On waters", "occasion": "", "blocks": parse("\n\n".join(paragraphs))}
    room.do("sara", calls.save_draft, language=language, serial=1, **text)


def said(page: str) -> str:
    """What a page says to one who reads it: no elements, single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.mark.parametrize("place", [0, 1])
def test_of_two_neighbours_the_one_that_an_amendment_moved_is_told(
    room: Room, visit: Callable[[str], Visitor], place: int
) -> None:
    written(room, "en", [LONG, THANKS])
    after = room.blocks()[1].id if place == 0 else ""
    amend(room, "fred", ItemKind.MOVE, place, after=after)
    rewritten(room, "en", [LONG, THANKS], "A1")
    sara = visit("sara")
    preview = said(sara.get(f"/statements/{room.key}/versions").text)
    room.do("sara", issuing.issue_version)
    page = said(sara.get(f"/statements/{room.key}/changes").text)
    side = said(sara.get(f"/statements/{room.key}/changes?view=side").text)
    old, new = (1, 2) if place == 0 else (2, 1)
    assert f"Moved here from paragraph {old} A1" in page and f"Moved to paragraph {new} A1" in page
    assert f"Paragraph {new}, was {old} A1" in side
    assert f"Moved here from paragraph {old} A1" in preview


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), ("ar", ARABIC)])
def test_what_was_split_and_joined_by_hand_is_told_with_its_words(
    room: Room, visit: Callable[[str], Visitor], language: str, text: list[str]
) -> None:
    written(room, language, text)
    for place in (1, 2, 3):
        block, body = room.blocks()[place].id, f"Well said {place}."
        room.do("nadia", posting.post_comment, version=1, block=block, body=body, language="en")
    first, second = (f"{part}." for part in text[0].rstrip(".").split(". "))
    joined = " ".join(text[1:])
    rewritten(room, language, [first, second, joined])
    for item in ("C1", "C2", "C3"):
        room.do("sara", calls.dispose, item=item, kind=DispositionKind.NOTED)
    sara = visit("sara")
    preview = said(sara.get(f"/statements/{room.key}/versions").text)
    room.do("sara", issuing.issue_version)
    shown = sara.get(f"/statements/{room.key}/changes").text
    page = said(shown.split('class="doc margin"')[1])
    side = said(sara.get(f"/statements/{room.key}/changes?view=side").text.split('class="sides top"')[1])
    for told in (page, side, preview):
        assert f"Was part of paragraph 1 penholder {first}" in told
        assert f"Was part of paragraph 1 penholder {second}" in told
        assert f"Joined from paragraphs 2, 3, 4 penholder {joined}" in told
        assert "removed:" not in told.split("Behind")[0].split("Key added: added removed: removed moved")[-1]
    assert page.count("Joined into paragraph 3 penholder") == 2
    ids = re.findall(r' id="([^"]*)"', shown)
    assert len(ids) == len(set(ids))
    for place in (1, 2, 3):  # a comment on a paragraph that went into another is still there
        assert page.count(f"Well said {place}.") == 1


def test_a_split_paragraph_that_an_amendment_moved_names_it(room: Room, visit: Callable[[str], Visitor]) -> None:
    written(room, "en", ENGLISH)
    amend(room, "fred", ItemKind.MOVE, 0, after=room.blocks()[1].id)
    room.do("sara", consulting.close_consultation)
    room.do("sara", calls.dispose, item="A1", kind=DispositionKind.ACCEPTED)
    room.do("sara", issuing.issue_version)
    text = {"title": "On waters", "occasion": "", "blocks": parse("\n\n".join([LONG, SIEGE, THANKS, NEXT, OTHER]))}
    room.do("sara", calls.save_draft, language="en", serial=2, **text)
    room.do("sara", issuing.issue_version)
    page = visit("sara").get(f"/statements/{room.key}/changes?from=1&to=3").text
    assert "Moved here from paragraph 1 A1 Was part of paragraph 1 penholder" in said(page)
    for target in re.findall(r'class="flag[^>]*><a href="#(\w+)"', page):
        assert f'id="{target}"' in page


def test_words_of_an_amendment_and_of_the_penholder_in_one_place_have_each_their_mark(
    room: Room, visit: Callable[[str], Visitor]
) -> None:
    written(room, "en", [LONG, NEXT])
    amend(room, "dana", ItemKind.REPLACE, 1, words="difficult", proposal="critical")
    amend(room, "fred", ItemKind.REMOVE, 0)
    rewritten(room, "en", [LONG, NEXT.replace("moment for", "hour before")], "A1", "A2")
    sara = visit("sara")
    preview = said(sara.get(f"/statements/{room.key}/versions").text)
    room.do("sara", issuing.issue_version)
    page = said(sara.get(f"/statements/{room.key}/changes").text)
    side = said(sara.get(f"/statements/{room.key}/changes?view=side").text)
    for told in (preview, page):
        each = "removed: difficult added: critical A1 removed: moment for added: hour before penholder"
        assert f"This is a {each} the Court" in told
        assert re.search(rf"Removed A2 removed: {re.escape(LONG)} (?!penholder)", told)
    assert "This is a added: critical A1 added: hour before penholder the Court" in side
    assert "This is a removed: difficult removed: moment for the Court" in side


def test_a_sentence_that_only_went_to_another_paragraph_alters_no_obligation(
    room: Room, visit: Callable[[str], Visitor]
) -> None:
    written(room, "en", [f"{SIEGE} {THANKS} States must never close them.", NEXT])
    rewritten(room, "en", [f"{SIEGE} {THANKS}", f"{NEXT} States must never close them."])
    room.do("sara", issuing.issue_version)
    page = said(visit("sara").get(f"/statements/{room.key}/changes").text)
    assert "States must never close them." in page and "obligation" not in page


@pytest.mark.parametrize(("words", "told"), [("Court", False), ("court may", True)])
def test_a_sentence_that_was_edited_on_its_way_alters_what_was_edited(
    room: Room, visit: Callable[[str], Visitor], words: str, told: bool
) -> None:
    duty = "In five days the court must hear all states on this."
    written(room, "en", [f"{SIEGE} {THANKS} {duty}", NEXT, f"{LONG} {duty.replace('states', 'towns')}"])
    edited = duty.replace("court must" if told else "court", words)
    rewritten(room, "en", [f"{SIEGE} {THANKS}", f"{NEXT} {edited}", f"{LONG} {duty.replace('states', 'towns')}"])
    room.do("sara", issuing.issue_version)
    page = said(visit("sara").get(f"/statements/{room.key}/changes").text)
    assert edited in page and ("1 change alters an obligation. Paragraph 2" in page) is told
    assert ("obligation" in page) is told and "alters a number" not in page


# -- history


def test_history_tells_each_what_it_may_know(room: Room, visit: Callable[[str], Visitor]) -> None:
    consolidated(room)
    fred = visit("fred").get(f"/statements/{room.key}/history").text
    for said in ("Consultation 1 opened", "Amendment A1", "Comment C1", "Version 2 was issued", "A4 was answered"):
        assert said in fred
    assert "The draft was saved" not in fred
    assert "The draft was saved" in visit("sara").get(f"/statements/{room.key}/history").text


def test_a_version_stands_in_the_history_with_its_digest(room: Room, visit: Callable[[str], Visitor]) -> None:
    page = visit("fred").get(f"/statements/{room.key}/history").text
    line = page.split("Version 1 was issued")[1].split("</li>")[0]
    shown = re.search(r'class="digest" dir="ltr">([0-9a-f ]+)<', line)
    assert shown and len(shown[1].replace(" ", "")) == 64


def test_a_protected_members_support_and_hour_stay_out_of_the_history(
    room: Room, visit: Callable[[str], Visitor]
) -> None:
    amend(room, "dana", ItemKind.REPLACE, 1, words="twice", proposal="three times")
    room.do("elena", supporting.support, item="A1")
    room.do("fred", supporting.support, item="A1")
    room.do("elena", posting.post_comment, version=1, block=None, body="Careful.", language="es")
    page = visit("nadia").get(f"/statements/{room.key}/history").text
    assert page.count("Support for A1") == 1 and "Fenland Water Society" in page
    line = next(each for each in page.split("<li>") if "Comment C1" in each)
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\d">', line), "the day without the hour"
    assert visit("elena").get(f"/statements/{room.key}/history").text.count("Support for A1") == 2


def test_what_was_saved_as_a_draft_is_in_no_history_but_ones_own(room: Room, visit: Callable[[str], Visitor]) -> None:
    room.do("dana", posting.post_comment, version=1, block=None, body="Not yet.", language="en", keep=True)
    assert "saved as a draft" not in visit("fred").get(f"/statements/{room.key}/history").text
    assert "saved as a draft" in visit("dilip").get(f"/statements/{room.key}/history").text


def test_a_long_history_goes_back_page_by_page(room: Room, visit: Callable[[str], Visitor]) -> None:
    for number in range(205):
        room.do("nadia", posting.post_comment, version=1, block=None, body=f"{number}", language="en")
    fred = visit("fred")
    page = fred.get(f"/statements/{room.key}/history").text
    earlier = re.search(r'href="(/statements/\w+/history\?before=\d+)"', page)
    assert earlier and page.count("<li>") >= 200 and "Comment C205" in page and "Comment C1<" not in page
    assert "The statement began as a draft" in fred.get(earlier[1]).text


# -- translation in consolidation


def test_a_paragraph_that_an_amendment_adds_can_be_translated_before_the_version_is_issued(room: Room) -> None:
    first = room.blocks()[0].id
    amend(room, "dana", ItemKind.ADD, 0, block="", after=first, proposal="A new paragraph.")
    room.clock.at = CLOSES
    room.do("sara", consulting.close_consultation)
    room.do("sara", calls.dispose, item="A1", kind=DispositionKind.ACCEPTED)
    with record.reading() as session:
        added = issuing.text_to_issue(session, session.merge(room.statement(), load=False)).blocks[1]
    translated = {"language": "fr", "serial": 0, "block": added.id, "text": "Un nouveau paragraphe."}
    room.do("sara", calls.save_paragraph, **translated)
    version = room.do("sara", issuing.issue_version)
    with record.reading() as session:
        assert versions.edition(session, version.id, "en").blocks[1].id == added.id
        assert [block.text for block in versions.edition(session, version.id, "fr").blocks] == [
            "Un nouveau paragraphe."
        ]


def listed(room: Room, *items: dict[str, Any], second: str) -> None:
    """Version 2 is a text with a list, of which `items` ask something; version 3 has the list of `second`."""
    text = "Dear friends,\n\nWe call on states to\n\n- keep the gates open within two years\n- pay for the wells"
    room.do("sara", consulting.close_consultation)
    save(room, 1, text)
    room.do("sara", issuing.issue_version)
    room.do("sara", calls.open_consultation, closes_at=CLOSES)
    for item in items:
        place = {name: room.blocks()[item[name]].id for name in ("block", "after") if name in item}
        given = {"version": 2, "kind": ItemKind.MOVE, "reason": "Because.", "language": "en", **place}
        room.do("dana", posting.propose_amendment, **given)
    room.do("sara", consulting.close_consultation)
    for number in range(len(items)):
        room.do("sara", calls.dispose, item=f"A{number + 1}", kind=DispositionKind.NOT_ACCEPTED, reason="No.")
    write(room, 2, second)
    room.do("sara", issuing.issue_version)


def save(room: Room, serial: int, text: str) -> None:
    room.do("sara", calls.save_draft, language="en", serial=serial, title="The river", occasion="", blocks=parse(text))


@pytest.mark.parametrize("view", ["inline", "side"])
def test_a_list_item_that_changed_has_its_dash_as_the_others_have(
    room: Room, visit: Callable[[str], Visitor], view: str
) -> None:
    listed(room, second="- keep the gates open within one year")
    page = visit("sara").get(f"/statements/{room.key}/changes?from=2&to=3&view={view}").text
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "– keep the gates open within" in said and "– pay for the wells" in said
    assert said.count("– keep") == said.count("keep the gates open within") - said.count("List item: keep")


def test_the_summary_of_changes_names_a_list_item(room: Room, visit: Callable[[str], Visitor]) -> None:
    listed(room, second="- keep the gates open within one year")
    page = visit("sara").get(f"/statements/{room.key}/changes?from=2&to=3").text
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert re.search(r"alters? a number\. List item: keep the gates open within one year", said)
    assert "This passage" not in said


def test_a_move_that_was_asked_for_says_where(room: Room, visit: Callable[[str], Visitor]) -> None:
    moves: list[dict[str, Any]] = [{"block": 3, "after": 1}, {"block": 1, "after": 3}]
    listed(room, *moves, second="- keep the gates open within one year")
    page = visit("fred").get(f"/statements/{room.key}/changes?from=2&to=3").text
    said = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)))
    assert "Move this paragraph after paragraph 1" in said
    assert "Move this paragraph after “pay for the wells”" in said


def test_two_texts_are_one_file_whose_changes_make_the_one_of_the_other(
    room: Room, visit: Callable[[str], Visitor], settings: Settings
) -> None:
    consolidated(room)
    dana = visit("dana")
    page = dana.get(f"/statements/{room.key}/changes").text
    assert f"/statements/{room.key}/changes.docx?from=1&amp;to=2&amp;language=en" in page
    got = dana.get(f"/statements/{room.key}/changes.docx?from=1&to=2")
    text = read_word(got.data)
    for how, number in ((TakenAs.ACCEPTED, 2), (TakenAs.REFUSED, 1)):
        title, *blocks = taken(text, how)
        assert canonical(title.text, blocks) == canonical(title.text, room.blocks(number))
    assert {each.author for each in text.revisions} == {settings.coalition_in("en")}
    assert text.version_mark == "" and not text.comments
    assert got.headers["Content-Disposition"] == 'attachment; filename="JS-2026-1-v1-v2-changes-en.docx"'
    said = head(got.data)
    counted = re.search(r"\d+ changes in \d+ of \d+ paragraphs\.", " ".join(page.split()))
    assert counted and counted[0] in said
    assert "Changes from Version 1 to Version 2" in said and "Accept all changes for the newer text" in said


def test_a_draft_is_in_a_file_for_those_alone_who_may_see_it(room: Room, visit: Callable[[str], Visitor]) -> None:
    address = f"/statements/{room.key}/changes.docx?from=1&to=draft"
    assert visit("sara").get(address).status_code == 200
    assert visit("nadia").get(address).status_code == 404
    assert visit("sara").get(f"/statements/{room.key}/changes.docx?from=1&to=9").status_code == 404
