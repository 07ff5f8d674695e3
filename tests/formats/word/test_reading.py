"""A `.docx` read as its reader sees it, and taken as if its changes were accepted or refused."""

import io
import zipfile
from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.word.building import (
    DELETED,
    INSERTED,
    STYLES,
    Parts,
    code,
    dele,
    document,
    gone,
    ins,
    level,
    lists,
    numbered,
    p,
    r,
    sign,
    who,
)
from workflow.formats.word.reading import read_word
from workflow.formats.word.taking import taken, with_kept_marks
from workflow.formats.word.values import LeftOutKind, RevisionKind, TakenAs, WordText
from workflow.text.document import Unreadable, one_line, plain, to_markdown
from workflow.text.values import Reason

pytestmark = pytest.mark.unit


def read(body: str, **parts: str) -> WordText:
    return read_word(document(body, **{"styles": STYLES, **parts}))


def shown(text: WordText, how: TakenAs) -> list[str]:
    """The blocks as kind, level where it says something, mark and text."""
    return [
        " ".join(filter(None, (block.kind.value, str(block.level or ""), block.mark, block.text)))
        for block in taken(text, how)
    ]


def accepted(text: WordText) -> list[str]:
    return shown(text, TakenAs.ACCEPTED)


def refused(text: WordText) -> list[str]:
    return shown(text, TakenAs.REFUSED)


def left(text: WordText) -> list[tuple[str, str]]:
    return [(each.kind.value, each.words) for each in text.left_out]


def changes(text: WordText) -> list[tuple[str, str]]:
    assert len(text.revisions) == text.raw_revisions
    assert [each.number for each in text.revisions] == list(range(1, text.raw_revisions + 1))
    return [(each.kind.value, each.words) for each in text.revisions]


# -- words


def test_words_and_signs_of_all_kinds_come_in() -> None:
    body = p(
        r("one"), "<w:r><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t><w:cr/><w:t>four</w:t></w:r>",
        r(" e"), "<w:r><w:noBreakHyphen/></w:r>", r("mail co"), "<w:r><w:softHyphen/></w:r>", r("operate "),
        '<w:r><w:sym w:font="Symbol" w:char="F0A3"/><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
        '<w:r><w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/></w:r>', r("end"),
    )  # fmt: skip
    text = read(body)
    assert text.paragraphs[0].text == "one\ttwo three four e\u2011mail co\u00adoperate ≤✓\tend"
    assert accepted(text) == ["paragraph one two three four e\u2011mail cooperate ≤✓ end"]


def test_a_sign_of_newer_programs_is_read_and_what_a_run_holds_that_is_unknown_is_listed() -> None:
    space = 'xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex"'
    newer = '<w16se:symEx w16se:font="Segoe UI Emoji" w16se:char="1F642"/>'
    choice = f'<mc:Choice {space} Requires="w16se">{newer}</mc:Choice><mc:Fallback><w:t>old</w:t></mc:Fallback>'
    text = read(p(r("a "), f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent><far:sign/></w:r>"))
    assert accepted(text) == ["paragraph a 🙂"]
    assert left(text) == [("unknown", "")]


def test_a_sign_that_nobody_knows_is_listed() -> None:
    assert left(read(p(r("a"), '<w:r><w:sym w:font="Odd" w:char="F041"/></w:r>'))) == [("unknown", "Odd F041")]


def test_spaces_at_the_ends_of_words_that_do_not_keep_them_are_none() -> None:
    assert accepted(read("<w:p><w:r><w:t> a </w:t></w:r><w:r><w:t>b\nc</w:t></w:r></w:p>")) == ["paragraph ab c"]


def test_emphasis_comes_from_styles_that_switch_one_another_and_from_the_words_themselves() -> None:
    bold, thin = "<w:b/>", '<w:b w:val="0"/>'
    body = (
        p(r("a "), r("b", bold), r(" c "), r("d", '<w:rStyle w:val="Fetter"/>'), r(" e", thin))
        + p(r("title "), r("word", bold), style="berschrift1")
        + p(r("whole "), r("thin", thin), r(" switched", '<w:rStyle w:val="Fett"/>'), style="Stark")
        + p(r("said "), r("so", "<w:i/>"), r(" upright", '<w:rStyle w:val="Kursiv"/>'), style="Zitat")
    )
    assert accepted(read(body)) == [
        "paragraph a **b** c **d** e",
        "heading 1 title word",
        "paragraph **whole** thin **switched**",
        "quotation said so *upright*",
    ]


def test_bold_of_words_from_right_to_left_is_the_other_bold() -> None:
    body = p(r("كلمة ", "<w:b/><w:rtl/>"), r("مهمة", "<w:bCs/><w:rtl/>"))
    assert accepted(read(body)) == ["paragraph كلمة **مهمة**"]


def test_hidden_words_are_listed_and_struck_ones_stay_and_are_listed() -> None:
    text = read(p(r("a "), r("hid", "<w:vanish/>"), r("den", "<w:vanish/>"), r("not ", "<w:strike/>"), r("b")))
    assert accepted(text) == ["paragraph a not b"]
    assert left(text) == [("hidden", "hidden"), ("struck", "not")]


def test_a_large_first_letter_is_one_with_its_word() -> None:
    frame = '<w:framePr w:dropCap="drop" w:lines="3"/>'
    assert accepted(read(p(r("T"), inside=frame) + p(r("he river")))) == ["paragraph The river"]


def test_words_with_marks_of_ours_are_shown_as_they_are() -> None:
    for words in (
        "a *b* c",
        "[x](https://a.example)",
        "\\*",
        "**",
        "a_b_c _d_",
        "1. x",
        "![x](y)",
        "[^1]",
        "<https://a.b>",
    ):
        text = read(p(r(words.replace("<", "&lt;").replace(">", "&gt;")), r(" z", "<w:b/>")))
        (block,) = taken(text, TakenAs.ACCEPTED)
        assert plain(block.text) == words + " z"


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12),
            st.sampled_from(["", "<w:b/>", "<w:i/>", "<w:b/><w:i/>"]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_words_in_any_runs_come_back(runs: list[tuple[str, str]]) -> None:
    escaped = [(words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), look) for words, look in runs]
    wanted = one_line("".join(words for words, _ in runs))
    if not wanted:
        return
    text = read(p(*(r(words, look) for words, look in escaped)))
    for how in TakenAs:
        (block,) = taken(text, how)
        assert one_line(plain(block.text)) == wanted


# -- what paragraphs are


def test_headings_come_from_outline_levels_and_styles_whatever_these_are_called() -> None:
    body = (
        p(r("T"), style="Titel")
        + p(r("One"), style="berschrift1")
        + p(r("Two"), style="Own")
        + p(r("Direct"), inside='<w:outlineLvl w:val="2"/>')
        + p(r("Contents"), style="Contents")
        + p(r("None"), style="berschrift1", inside='<w:outlineLvl w:val="9"/>')
        + p(r("Lost"), style="Circle")
    )
    assert accepted(read(body)) == [
        "heading 1 T",
        "heading 1 One",
        "heading 2 Two",
        "heading 3 Direct",
        "paragraph **Contents**",
        "paragraph **None**",
        "paragraph Lost",
    ]


def test_items_have_the_marks_that_a_reader_sees() -> None:
    made = lists(
        level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"), level(2, "upperRoman", "%1.%3"),
        level(3, "bullet", "\uf0b7"), level(4, "decimal", "%1.%3.%5", "<w:isLgl/>"), level(5, "none", ""),
        more='<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/>'
        "</w:lvlOverride></w:num>",
    )  # fmt: skip
    steps = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 4), (2, 0), (1, 1), (1, 3), (3, 0), (3, 0), (1, 5), (0, 0), (99, 0)]
    body = "".join(p(r("x"), inside=numbered(*step)) for step in steps) + p(r("x"), style="Liste")
    assert accepted(read(body, numbering=made)) == [
        "item 1. x",
        "item 1 (a) x",
        "item 1 (b) x",
        "item 2 1.I x",
        "item 4 1.1.1 x",
        "item 2. x",
        "item 1 (a) x",
        "item 3 - x",
        "item 4. x",
        "item 5. x",
        "paragraph x",
        "paragraph x",
        "paragraph x",
        "item 6. x",
    ]


def test_numbers_are_written_in_the_form_of_their_list() -> None:
    forms = [
        "decimalZero",
        "ordinal",
        "arabicAlpha",
        "chineseCounting",
        "decimalEnclosedCircle",
        "russianUpper",
        "numberInDash",
    ]
    custom = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, ..."/></mc:Choice>'
    )
    custom += '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    levels = [level(deep, form, f"%{deep + 1}") for deep, form in enumerate(forms)]
    levels += [
        level(7, "decimal", "%8").replace('<w:numFmt w:val="decimal"/>', custom),
        level(8, "koreanCounting", "%9"),
    ]
    body = "".join(p(r("x"), inside=numbered(1, deep)) * 2 for deep in range(9))
    text = read(body, numbering=lists(*levels))
    marks = [each.mark for each in text.paragraphs[1::2]]
    assert marks == ["02", "2nd", "ب", "二", "②", "Б", "- 2 -", "002", "2"]
    assert left(text) == [("unknown", "koreanCounting")]


def test_the_level_of_a_style_is_the_one_that_names_it_and_numbers_of_headings_are_words() -> None:
    styles = STYLES.replace(
        '<w:outlineLvl w:val="1"/>', '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/>'
    )
    made = lists(level(0, "decimal", "Part %1"), level(1, "decimal", "%1.%2", '<w:pStyle w:val="berschrift2"/>'))
    body = p(r("A"), style="berschrift1", inside=numbered(1)) + p(r("B"), style="berschrift2")
    assert accepted(read(body, styles=styles, numbering=made)) == ["heading 1 Part 1 A", "heading 2 1.1 B"]


def test_marks_that_a_statement_cannot_keep_become_words() -> None:
    made = lists(level(0, "lowerLetter", "%1)"), level(1, "decimal", "%2."))
    text = read(p(r("x"), inside=numbered(1)) + p(r("y"), inside=numbered(1, 1)), numbering=made)
    assert to_markdown(with_kept_marks(taken(text, TakenAs.ACCEPTED))) == "- a) x\n\n    1. y\n"


def test_items_are_numbered_as_they_stand_with_changes_accepted_and_with_changes_refused() -> None:
    made = lists(level(0, "decimal", "%1."))
    here = numbered(1)
    body = (
        p(r("a"), inside=here)
        + p(dele(gone("b")), inside=here, mark=DELETED)
        + p(ins(r("c")), inside=here, mark=INSERTED)
        + p(r("d"), inside=here)
    )
    text = read(body, numbering=made)
    assert accepted(text) == ["item 1. a", "item 2. c", "item 3. d"]
    assert refused(text) == ["item 1. a", "item 2. b", "item 3. d"]
    assert [each.mark for each in text.paragraphs] == ["1.", "2.", "2.", "3."]


# -- tracked changes


def test_insertions_and_deletions_one_in_the_other_are_each_counted() -> None:
    body = p(
        r("We "),
        ins(r("shall "), dele(gone("perhaps "), author="Ben")),
        dele(gone("must "), gone("not ", "<w:b/>")),
        r("pay."),
    )
    text = read(body)
    assert accepted(text) == ["paragraph We shall pay."]
    assert refused(text) == ["paragraph We must **not** pay."]
    assert changes(text) == [("insertion", "shall perhaps "), ("deletion", "perhaps "), ("deletion", "must not ")]
    first = text.revisions[0]
    assert (first.author, first.at, first.paragraph) == ("Ada", datetime(2026, 11, 30, 10, tzinfo=UTC), 0)
    assert [(each.text, each.inserted, each.deleted) for each in text.paragraphs[0].pieces] == [
        ("We ", 0, 0), ("shall ", 1, 0), ("perhaps ", 1, 2), ("must ", 0, 3), ("not ", 0, 3), ("pay.", 0, 0),
    ]  # fmt: skip


def test_a_deleted_paragraph_mark_joins_when_accepted_and_an_inserted_one_when_refused() -> None:
    text = read(p(r("One"), mark=DELETED) + p(r("two"), mark=INSERTED) + p(r("three")))
    assert accepted(text) == ["paragraph Onetwo", "paragraph three"]
    assert refused(text) == ["paragraph One", "paragraph twothree"]
    assert changes(text) == [("paragraph_deleted", ""), ("paragraph_inserted", "")]
    assert [(each.mark_inserted, each.mark_deleted) for each in text.paragraphs] == [(0, 1), (2, 0), (0, 0)]


def test_a_paragraph_is_not_joined_over_a_table_or_the_end() -> None:
    table = "<w:tbl><w:tr><w:tc>" + p(r("cell")) + "</w:tc></w:tr></w:tbl>"
    text = read(p(r("One"), mark=DELETED) + table + p(r("two"), mark=DELETED))
    assert accepted(text) == ["paragraph One", "paragraph two"]


def test_what_was_moved_stands_in_one_of_its_places() -> None:
    moved = f"<w:moveFrom {who()}>{r('moved')}</w:moveFrom>"
    to = f"<w:moveTo {who()}>{r('moved')}</w:moveTo>"
    around = '<w:moveFromRangeStart w:id="5" w:name="m"/>', '<w:moveFromRangeEnd w:id="5"/>'
    body = (
        p(around[0], moved, around[1], mark=f"<w:moveFrom {who()}/>")
        + p(r("stays"))
        + p(to, mark=f"<w:moveTo {who()}/>")
        + p(r("end"))
    )  # fmt: skip
    text = read(body)
    assert accepted(text) == ["paragraph stays", "paragraph moved", "paragraph end"]
    assert refused(text) == ["paragraph moved", "paragraph stays", "paragraph end"]
    assert [kind for kind, _ in changes(text)] == ["moved_from", "moved_from", "moved_to", "moved_to"]


def test_changes_of_format_are_taken_back_when_refused() -> None:
    was = f"<w:b/><w:rPrChange {who()}><w:rPr><w:i/></w:rPr></w:rPrChange>"
    raised = f"<w:pPrChange {who()}><w:pPr/></w:pPrChange>"
    text = read(p(r("word", was)) + p(r("Head"), style="berschrift1", inside=raised))
    assert accepted(text) == ["paragraph **word**", "heading 1 Head"]
    assert refused(text) == ["paragraph *word*", "paragraph Head"]
    assert changes(text) == [("format", "word"), ("format", "Head")]


def test_changes_in_tables_headers_notes_and_comments_are_counted() -> None:
    cell = f"<w:tc><w:tcPr><w:cellIns {who()}/></w:tcPr>{p(ins(r('cell')))}</w:tc>"
    row = f"<w:tr><w:trPr><w:ins {who()}/></w:trPr>{cell}</w:tr>"
    properties = f"<w:tblPr><w:tblPrChange {who()}><w:tblPr/></w:tblPrChange></w:tblPr>"
    section = f"<w:sectPr><w:sectPrChange {who()}><w:sectPr/></w:sectPrChange></w:sectPr>"
    note = f'<w:footnote w:id="2">{p(ins(r("noted")))}</w:footnote>'
    text = read(
        p(r("a"), '<w:r><w:footnoteReference w:id="2"/></w:r>') + f"<w:tbl>{properties}{row}</w:tbl>" + section,
        footnotes=note,
        header=p(dele(gone("head"))),
        comments=f"<w:comment {who()}>{p(ins(r('said')))}</w:comment>",
    )
    assert sorted(changes(text)) == sorted(
        [
            ("table", ""),
            ("table", ""),
            ("table", ""),
            ("insertion", "cell"),
            ("format", ""),
            ("insertion", "noted"),
            ("deletion", "head"),
            ("insertion", "said"),
        ]
    )
    assert {each.words: each.paragraph for each in text.revisions if each.words} == {
        "cell": -1, "noted": 1, "head": -1, "said": -1,
    }  # fmt: skip


def test_changes_that_are_not_read_make_another_count() -> None:
    odd = f"<far:thing>{ins(r('lost'))}</far:thing>"
    text = read(p(r("a"), odd))
    assert (len(text.revisions), text.raw_revisions) == (0, 1)
    assert left(text) == [("unknown", "lost")]


def test_a_number_that_was_changed_is_counted() -> None:
    change = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins {who()}/></w:numPr>'
    text = read(p(r("a"), inside=change), numbering=lists(level(0, "decimal", "%1.")))
    assert changes(text) == [("format", "")]


# -- fields and links


def test_the_words_of_a_field_are_its_result_and_a_link_leads_where_its_code_says() -> None:
    body = p(
        sign("begin"), code(' HYPERLINK "https://example.org/b" \\l "top" \\o "Tip" '), sign("separate"),
        r("here"), sign("end"), r(" and "),
        f'<w:fldSimple w:instr=" REF x ">{r("there")}</w:fldSimple>', r(" "),
        f'<w:hyperlink r:id="rLink" w:anchor="a">{r("a link")}</w:hyperlink>', r(" "),
        f'<w:hyperlink w:anchor="inside">{r("inside")}</w:hyperlink>',
    )  # fmt: skip
    assert accepted(read(body)) == [
        "paragraph [here](https://example.org/b#top) and there [a link](https://example.org/a#a) inside"
    ]


def test_fields_in_fields_and_over_paragraphs() -> None:
    inner = sign("begin") + code("REF y") + sign("separate") + r("7") + sign("end")
    body = p(r("a "), sign("begin"), code("IF "), inner, code(' = 7 "x" "y"'), sign("separate"), r("x")) + p(
        r("b"), sign("end"), r(" c")
    )
    assert accepted(read(body)) == ["paragraph a x", "paragraph b c"]
    spread = p(r("a "), sign("begin"), code("IF 1 = 1")) + p(code('"x"'), sign("separate"), r("x"), sign("end"))
    assert accepted(read(spread)) == ["paragraph a x"]


def test_a_deleted_field_is_deleted_with_its_code() -> None:
    deleted = '<w:r><w:delInstrText>HYPERLINK "https://example.org"</w:delInstrText></w:r>'
    body = p(r("a"), dele(sign("begin"), deleted, sign("separate"), gone(" old"), sign("end")), r(" b"))
    text = read(body)
    assert accepted(text) == ["paragraph a b"]
    assert refused(text) == ["paragraph a [old](https://example.org) b"]
    assert changes(text) == [("deletion", " old")]


def test_a_field_without_an_end_swallows_no_words() -> None:
    assert accepted(read(p(r("a "), sign("begin"), code("PAGE"), r("b")) + p(r("c")))) == [
        "paragraph a b",
        "paragraph c",
    ]


def test_boxes_lists_to_choose_from_and_buttons_are_seen() -> None:
    box = '<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>'
    entries = '<w:listEntry w:val="no"/><w:listEntry w:val="yes"/>'
    choice = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
    body = p(
        sign("begin", box), code("FORMCHECKBOX"), sign("end"), r(" "),
        sign("begin", choice), code("FORMDROPDOWN"), sign("end"), r(" "),
        sign("begin"), code("MACROBUTTON Go Press here"), sign("end"),
        sign("begin"), code("XE term"), sign("end"), sign("begin"), code("AUTONUM"), sign("end"),
    )  # fmt: skip
    text = read(body)
    assert accepted(text) == ["paragraph ☒ yes Press here"]
    assert left(text) == [("field", "")]


def test_the_address_of_a_link_that_leads_to_no_page_is_listed() -> None:
    text = read(p(f'<w:hyperlink r:id="rFile">{r("the file")}</w:hyperlink>'))
    assert accepted(text) == ["paragraph the file"]
    assert left(text) == [("link", "file:///c:/a.txt")]


# -- what holds words


def test_controls_tags_and_directions_are_looked_into() -> None:
    body = (
        f'<w:sdt><w:sdtPr><w:alias w:val="Name"/></w:sdtPr><w:sdtContent>{p(r("block"))}</w:sdtContent></w:sdt>'
        + p(
            f"<w:sdt><w:sdtPr/><w:sdtContent>{r('inline ')}</w:sdtContent></w:sdt>",
            f'<w:smartTag w:element="x"><w:smartTagPr/>{r("tag ")}</w:smartTag>',
            f'<w:customXml w:element="x"><w:customXmlPr/>{r("custom ")}</w:customXml>',
            f'<w:bdo w:val="rtl">{r("bdo ")}</w:bdo><w:dir w:val="rtl">{r("dir")}</w:dir>',
        )
        + f'<w:customXml w:element="y">{p(r("more"))}</w:customXml>'
    )
    assert accepted(read(body)) == ["paragraph block", "paragraph inline tag custom bdo dir", "paragraph more"]


def test_words_that_stand_twice_come_in_once_and_a_text_box_is_listed_whole() -> None:
    box = f"<w:txbxContent>{p(r('in a '), ins(r('box')))}</w:txbxContent>"
    shape = f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
    drawn = f"<w:drawing><wp:inline>{shape}</wp:inline></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    branches = f'<mc:Choice Requires="wps">{drawn}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
    both = f"<mc:AlternateContent>{branches}</mc:AlternateContent>"
    text = read(p(r("a"), f"<w:r>{both}</w:r>", r("b")))
    assert accepted(text) == ["paragraph ab"]
    assert left(text) == [("text_box", "in a box")]
    assert text.left_out[0].paragraph == 0
    assert changes(text) == [("insertion", "box")]
    unknown = both.replace('Requires="wps"', 'Requires="far"')
    assert left(read(p(f"<w:r>{unknown}</w:r>"))) == [("text_box", "in a box")]


def test_tables_pictures_equations_objects_and_macros_are_listed() -> None:
    cells = f"<w:tc>{p(r('a'))}{p(r('b'))}</w:tc><w:tc>{p(r('c'))}</w:tc>"
    inner = f"<w:tbl><w:tr><w:tc>{p(r('deep'))}</w:tc></w:tr></w:tbl>"
    table = f"<w:tbl><w:tr>{cells}</w:tr><w:tr><w:tc>{inner}{p()}</w:tc></w:tr></w:tbl>"
    said = '<wp:docPr id="1" name="P" descr="A river"/>'
    picture = f'<w:drawing><wp:inline>{said}<a:blip r:embed="rImg"/></wp:inline></w:drawing>'
    equation = "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
    chart = '<w:drawing><wp:inline><c:chart r:id="rChart"/></wp:inline></w:drawing>'
    ole = '<w:object><v:shape><v:imagedata r:id="rImg"/></v:shape><o:OLEObject/></w:object>'
    art = '<w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict>'
    body = p(r("one")) + table + p(
        f"<w:r>{picture}</w:r>", equation, f"<w:r>{chart}{ole}{art}</w:r>", r("two")
    ) + '<w:altChunk r:id="rPage"/>'  # fmt: skip
    more = {
        "word/charts/chart1.xml": '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:t>Floods</a:t><c:numCache><c:v>5</c:v>'
        "</c:numCache></c:chartSpace>",
        "word/page.html": "<html><head><title>no</title></head><p>A page</p></html>",
        "word/vbaProject.bin": b"x",
    }
    text = read_word(Parts(body, {"styles": STYLES}, more).packed())
    assert left(text) == [
        ("table", "a\nb\tc\ndeep"),
        ("picture", "A river"),
        ("equation", "x=1"),
        ("embedded", "Floods"),
        ("embedded", ""),
        ("text_box", "DRAFT"),
        ("embedded", "A page"),
        ("macro", ""),
    ]
    assert [each.paragraph for each in text.left_out] == [0, 1, 1, 1, 1, 1, 1, -1]
    assert accepted(text) == ["paragraph one", "paragraph two"]


def test_headers_and_footers_are_listed_once() -> None:
    text = read(
        p(r("a")), header=p(r("Draft")), footer=p(r("Page "), f'<w:fldSimple w:instr="PAGE">{r("1")}</w:fldSimple>')
    )
    assert left(text) == [("header", "Draft"), ("footer", "Page 1")]


def test_pronunciation_is_listed_and_its_words_stay() -> None:
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('とうきょう')}</w:rt><w:rubyBase>{r('東京')}</w:rubyBase></w:ruby></w:r>"
    text = read(p(ruby))
    assert accepted(text) == ["paragraph 東京"]
    assert left(text) == [("unknown", "とうきょう")]


# -- notes


def test_notes_of_both_kinds_are_labelled_in_the_order_of_their_mention() -> None:
    mark = '<w:r><w:{}Reference w:id="{}"/></w:r>'.format
    body = (
        p(r("a"), mark("endnote", 1), r(" b"), dele(mark("footnote", 3)), r(" c"), ins(mark("footnote", 2)))
        + p(r("d"), '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="4"/><w:t>*</w:t></w:r>')
    )  # fmt: skip
    own = "<w:r><w:footnoteRef/></w:r>" + r(" ")
    footnotes = (
        f'<w:footnote w:type="separator" w:id="0">{p("<w:r><w:separator/></w:r>")}</w:footnote>'
        f'<w:footnote w:id="2">{p(own, r("two, "), ins(r("new")))}{p(r("more"))}</w:footnote>'
        f'<w:footnote w:id="3">{p(own, r("three"))}</w:footnote>'
        f'<w:footnote w:id="4">{p(r("*"), r(" star"))}</w:footnote>'
        f'<w:footnote w:id="5">{p(r("of a table"))}</w:footnote>'
    )
    text = read(body, footnotes=footnotes, endnotes=f'<w:endnote w:id="1">{p(own, r("one"))}</w:endnote>')
    assert [(each.kind.value, each.mark) for each in text.paragraphs][2:] == [
        ("footnote", "1"), ("footnote", "2"), ("footnote", "3"), ("footnote", "3"), ("footnote", "4"),
    ]  # fmt: skip
    assert accepted(text) == [
        "paragraph a[^1] b c[^2]",
        "paragraph d[^3]",
        "footnote 1 one",
        "footnote 2 two, new more",
        "footnote 3 star",
    ]
    assert refused(text) == [
        "paragraph a[^1] b[^2] c",
        "paragraph d[^3]",
        "footnote 1 one",
        "footnote 2 three",
        "footnote 3 star",
    ]
    assert left(text) == [("note", "of a table")]


# -- comments


def test_comments_stand_on_their_words_and_replies_know_what_they_answer() -> None:
    begin, end = '<w:commentRangeStart w:id="{}"/>'.format, '<w:commentRangeEnd w:id="{}"/>'.format
    point = '<w:r><w:commentReference w:id="{}"/></w:r>'.format
    body = (
        p(r("We "), begin(0), dele(gone("must not")), ins(r("shall")), end(0), point(0), r(" pay"), point(2), begin(3))
        + p(r("all"), end(3), point(3), begin(4), r(" now"))
        + p(r("and here"), end(4), point(4))
    )
    comment = (
        '<w:comment w:id="{0}" w:author="Ada" w:date="2026-11-30T10:00:00Z"><w:p w14:paraId="{0}A">'
        "<w:r><w:annotationRef/></w:r>{1}</w:p></w:comment>"
    ).format
    text = read(
        body,
        comments="".join(comment(each, r(f"said {each}")) for each in range(6)),
        commentsExtended='<w15:commentEx w15:paraId="0A" w15:done="1"/>'
        '<w15:commentEx w15:paraId="1A" w15:paraIdParent="0A"/>',
    )
    assert [(each.key, each.body, each.paragraph, each.start, each.end, each.words) for each in text.comments] == [
        ("0", "said 0", 0, 3, 16, "must notshall"),
        ("1", "said 1", 0, 3, 16, "must notshall"),
        ("2", "said 2", 0, 20, 20, ""),
        ("3", "said 3", 1, 0, 3, "all"),
        ("4", "said 4", 1, 3, 7, "now and here"),
        ("5", "said 5", -1, 0, 0, ""),
    ]
    assert [(each.answers, each.resolved) for each in text.comments][:3] == [("", True), ("0", False), ("", False)]
    assert text.comments[0].at == datetime(2026, 11, 30, 10, tzinfo=UTC)


# -- what our export wrote


def test_the_blocks_and_the_version_of_our_export_are_found_again() -> None:
    named = '<w:bookmarkStart w:id="1" w:name="communique_{0}"/>{1}<w:bookmarkEnd w:id="1"/>'.format
    body = p(named("abc2345", r("one"))) + named("bcd2345", p(r("two"))) + p(r("three"))
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="x">'
        '<property name="Communique version"><vt:lpwstr>JS 2026/1 2 abc</vt:lpwstr></property></Properties>'
    )
    text = read_word(Parts(body, {"styles": STYLES}, {"docProps/custom.xml": custom}).packed())
    assert [each.bookmark for each in text.paragraphs] == ["abc2345", "bcd2345", ""]
    assert text.version_mark == "JS 2026/1 2 abc"


def test_the_language_of_words_comes_from_their_style_and_their_script() -> None:
    tongues = '<w:lang w:val="en-US" w:bidi="ar-SA" w:eastAsia="zh-CN"/>'
    styles = f"<w:docDefaults><w:rPrDefault><w:rPr>{tongues}</w:rPr></w:rPrDefault></w:docDefaults>" + STYLES.replace(
        '<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:rPr><w:lang w:val="fr-FR"/></w:rPr>'
    )
    found = [read(p(r(words)), styles=styles).language for words in ("des mots", "كلمات", "文字", "12")]
    assert found == ["fr-FR", "ar-SA", "zh-CN", "fr-FR"]


def test_the_language_is_that_of_most_words() -> None:
    body = p(r("one", '<w:lang w:val="en-GB"/>'), r("beaucoup de mots", '<w:lang w:val="fr-FR"/>'))
    assert read(body).language == "fr-FR"


def test_kinds_of_values_are_what_the_file_names() -> None:
    assert {kind.value for kind in RevisionKind} >= {"insertion", "deletion", "format", "table"}
    assert LeftOutKind.TABLE == "table"


def test_comments_that_stand_on_more_words_than_a_machine_holds_are_refused() -> None:
    keys = range(1_100)
    begun = "".join(f'<w:commentRangeStart w:id="{key}"/>' for key in keys)
    ended = "".join(f'<w:commentRangeEnd w:id="{key}"/>' for key in keys)
    said = "".join(f'<w:comment w:id="{key}" w:author="A"><w:p/></w:comment>' for key in keys)
    words = "river " * 2_000
    body = f"<w:p>{begun}<w:r><w:t>{words}</w:t></w:r>{ended}</w:p>"
    with pytest.raises(Unreadable) as refused:
        read_word(document(body, comments=said))
    assert refused.value.reason is Reason.BOMB


def test_a_chain_of_very_many_styles_costs_no_more_than_one_of_a_hundred() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{at}"><w:name w:val="s{at}"/><w:basedOn w:val="s{at - 1}"/></w:style>'
        for at in range(5_000)
    )
    line = '<w:p><w:pPr><w:pStyle w:val="s4999"/></w:pPr><w:r><w:t>Words</w:t></w:r></w:p>'
    before = process_time()
    assert len(read_word(document(line * 500, styles=styles)).paragraphs) == 500
    assert process_time() - before < 5


def test_a_header_that_is_named_very_often_is_read_once() -> None:
    made = Parts("<w:p><w:r><w:t>Words</w:t></w:r></w:p>", {"header": "<w:p><w:r><w:t>Head</w:t></w:r></w:p>" * 50})
    files = made.files()
    name = "word/_rels/document.xml.rels"
    again = "".join(f'<Relationship Id="h{at}" Type="{LED}/header" Target="header.xml"/>' for at in range(5_000))
    files[name] = str(files[name]).replace("</Relationships>", f"{again}</Relationships>")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for each, words in files.items():
            archive.writestr(each, words)
    before = process_time()
    assert [each.kind for each in read_word(packed.getvalue()).left_out] == [LeftOutKind.HEADER]
    assert process_time() - before < 5


LED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
