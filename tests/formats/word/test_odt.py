"""An `.odt` read as its reader sees it; one with tracked changes is refused by name."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.word.building import STYLES, document, level, lists, numbered, p, packed, r
from workflow.formats.word.reading import read_word
from workflow.formats.word.taking import taken
from workflow.formats.word.values import TakenAs, WordText
from workflow.text.document import Unreadable, one_line, plain
from workflow.text.values import Reason

pytestmark = pytest.mark.unit

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = (
    " ".join(f'xmlns:{name}="{_URN}{name}:1.0"' for name in ("office", "style", "text", "table", "meta", "manifest"))
    + f' xmlns:draw="{_URN}drawing:1.0" xmlns:svg="{_URN}svg-compatible:1.0" xmlns:fo="{_URN}xsl-fo-compatible:1.0"'
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:far="urn:far"'
    + ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    + ' xmlns:math="http://www.w3.org/1998/Math/MathML"'
)
_STYLES = """
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T2" style:family="text" style:parent-style-name="T1"/>
<style:style style:name="T3" style:family="text"><style:text-properties fo:font-weight="normal" fo:font-style="italic"/>
</style:style>
<style:style style:name="T4" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="T5" style:family="text"><style:text-properties style:text-line-through-style="solid"/>
</style:style>
<style:style style:name="T6" style:family="text"><style:text-properties style:font-weight-complex="bold"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Head"/>
<style:style style:name="P2" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="P3" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="P4" style:family="paragraph" style:parent-style-name="Title"/>
<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
<text:list-level-style-number text:level="3" style:num-format="I" text:display-levels="3"/>
<text:list-level-style-bullet text:level="4" text:bullet-char="•"/></text:list-style>
"""
_NAMED = """
<style:style style:name="Head" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Quotations" style:family="paragraph"><style:text-properties fo:font-style="italic"/>
</style:style>
<style:style style:name="Title" style:family="paragraph"/>
<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>
<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>
"""


ENCRYPTED = f"<manifest:manifest {_SPACES}><manifest:encryption-data/></manifest:manifest>"


def odt(body: str, *, named: str = _NAMED, margins: str = "", **more: bytes | str) -> bytes:
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{_STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    styles = (
        f"<office:document-styles {_SPACES}><office:styles>{named}</office:styles>"
        f"<office:master-styles>{margins}</office:master-styles></office:document-styles>"
    )
    parts = {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in more.items()}
    kind = "application/vnd.oasis.opendocument.text"
    return packed({"mimetype": kind, "content.xml": content, "styles.xml": styles, **parts})


def shown(text: WordText) -> list[str]:
    return [
        " ".join(filter(None, (block.kind.value, str(block.level or ""), block.mark, block.text)))
        for block in taken(text, TakenAs.ACCEPTED)
    ]


def tp(inside: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def span(words: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{words}</text:span>'


def left(text: WordText) -> list[tuple[str, str]]:
    return [(each.kind.value, each.words) for each in text.left_out]


def test_words_and_white_space_come_in_as_they_are_seen() -> None:
    body = tp("\n  one   two\n three<text:s text:c='2'/> four<text:tab/>five<text:line-break/>six ") + tp(
        "seven<text:soft-page-break/> <text:date>1 May</text:date>"
    )
    text = read_word(odt(body))
    assert text.paragraphs[0].text == "one two three   four\tfive six "
    assert shown(text) == ["paragraph one two three four five six", "paragraph seven 1 May"]


def test_headings_titles_quotations_and_emphasis_come_from_styles() -> None:
    body = (
        tp("The title", "P4")
        + '<text:h text:style-name="P1" text:outline-level="1">First '
        + span("word", "T1")
        + "</text:h>"
        + '<text:h text:outline-level="2">Second</text:h>'
        + '<text:h text:outline-level="1" text:is-list-header="true">x</text:h>'
        + tp("a " + span("b", "T2") + " " + span("c " + span("d", "T3"), "T1"))
        + tp("whole " + span("slanted", "T3"), "P2")
        + tp("said", "P3")
        + tp("كلمة " + span("مهمة", "T6") + span(" x", "T6"))
    )
    assert shown(read_word(odt(body))) == [
        "heading 1 The title",
        "heading 1 1. First word",
        "heading 2 1.1 Second",
        "heading 1 x",
        "paragraph a **b c** *d*",
        "paragraph **whole** *slanted*",
        "quotation said",
        "paragraph كلمة **مهمة** x",
    ]


def test_items_have_the_marks_that_a_reader_sees() -> None:
    def item(*inside: str, more: str = "") -> str:
        return f"<text:list-item {more}>{''.join(inside)}</text:list-item>"

    def inner(*items: str) -> str:
        return f"<text:list>{''.join(items)}</text:list>"

    seventh = item(tp("h"), more='text:start-value="7"')
    deep = inner(item(tp("d")), item(inner(item(tp("dot")))))
    body = (
        f'<text:list text:style-name="L1">{item(tp("a"), tp("goes on"), inner(item(tp("b")), item(tp("c"), deep)))}'
        f"{item(tp('e'))}</text:list>"
        + tp("between")
        + f'<text:list text:style-name="L1" text:continue-numbering="true">{item(tp("f"))}</text:list>'
        + f'<text:list text:style-name="L1">{item(tp("g"))}{seventh}</text:list>'
    )
    assert shown(read_word(odt(body))) == [
        "item 1. a",
        "paragraph goes on",
        "item 1 (a) b",
        "item 1 (b) c",
        "item 2 1.b.I d",
        "item 3 - dot",
        "item 2. e",
        "paragraph between",
        "item 3. f",
        "item 1. g",
        "item 7. h",
    ]


def test_notes_links_comments_and_bookmarks_come_in() -> None:
    note = (
        '<text:note text:note-class="{0}"><text:note-citation>1</text:note-citation>'
        "<text:note-body>{1}</text:note-body></text:note>"
    ).format
    said = (
        '<office:annotation office:name="{0}" {2}><dc:creator>Ada</dc:creator>'
        "<dc:date>2026-11-30T10:00:00.5</dc:date>{1}</office:annotation>"
    ).format
    reply = 'loext:parent-name="c1" loext:resolved="true"'
    body = (
        tp(
            '<text:bookmark-start text:name="communique_abc2345"/>a' + note("footnote", tp("one") + tp("more"))
            + '<text:a xlink:href="https://example.org">link</text:a><text:a xlink:href="#inside">in</text:a>'
            + note("endnote", tp("two"))
        )
        + tp("We " + said("c1", tp("Why?"), "") + "must" + said("c2", tp("So."), reply)
             + ' pay<office:annotation-end office:name="c1"/> now')
    )  # fmt: skip
    text = read_word(odt(body))
    assert shown(text) == [
        "paragraph a[^1][link](https://example.org)in[^2]",
        "paragraph We must pay now",
        "footnote 1 one more",
        "footnote 2 two",
    ]
    assert [(each.author, each.body, each.paragraph, each.start, each.end, each.words) for each in text.comments] == [
        ("Ada", "Why?", 1, 3, 11, "must pay"),
        ("Ada", "So.", 1, 7, 7, ""),
    ]
    assert [(each.answers, each.resolved) for each in text.comments] == [("", False), ("c1", True)]
    assert text.paragraphs[0].bookmark == "abc2345"


def test_what_has_no_place_is_listed() -> None:
    cell = "<table:table-cell>{}</table:table-cell>"
    row = f"<table:table-row>{cell}{cell}</table:table-row>".format
    table = f"<table:table><table:table-column/>{row(tp('a'), tp('b'))}{row(tp('c') + tp('d'), tp('e'))}</table:table>"
    picture = '<draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:desc>A river</svg:desc></draw:frame>'
    box = f"<draw:frame><draw:text-box>{tp('in a box')}</draw:text-box></draw:frame>"
    shape = f"<draw:custom-shape>{tp('on a shape')}</draw:custom-shape>"
    said = "<math:mi>x</math:mi><math:mo>=</math:mo><math:mn>1</math:mn>"
    maths = f"<draw:frame><draw:object><math:math>{said}</math:math></draw:object></draw:frame>"
    body = (
        tp("one" + span("hidden", "T4") + span("not", "T5"))
        + table
        + tp(picture + box + shape + maths + "<far:thing>odd</far:thing><draw:frame><draw:object-ole/></draw:frame>two")
        + f'<text:section text:display="none">{tp("away")}</text:section>'
        + "<text:sequence-decls/>"
    )
    foot = f"<style:footer>{tp('Page <text:page-number>1</text:page-number>')}</style:footer>"
    margins = f"<style:master-page><style:header>{tp('Draft')}</style:header>{foot}</style:master-page>"
    text = read_word(odt(body, margins=margins, Basic__script_xml="<x/>"))
    assert shown(text) == ["paragraph onenot", "paragraph two"]
    assert left(text) == [
        ("hidden", "hidden"),
        ("struck", "not"),
        ("table", "a\tb\nc\nd\te"),
        ("picture", "A river"),
        ("text_box", "in a box"),
        ("text_box", "on a shape"),
        ("equation", "x=1"),
        ("unknown", "odd"),
        ("embedded", ""),
        ("hidden", "away"),
        ("header", "Draft"),
        ("footer", "Page 1"),
        ("macro", ""),
    ]


def test_the_language_of_words_comes_from_their_style_and_their_script() -> None:
    tongues = 'fo:language="en" fo:country="US" style:language-complex="ar" style:country-complex="none"'
    named = (
        f'<style:default-style style:family="paragraph"><style:text-properties {tongues} fo:font-weight="bold"/>'
        '</style:default-style><style:style style:name="Standard" style:family="paragraph"><style:text-properties '
        'fo:language="es" fo:country="ES"/></style:style>'
    )
    texts = [
        read_word(odt(tp(words, style), named=named)) for words, style in (("a", "Standard"), ("a", ""), ("كل", ""))
    ]
    assert [text.language for text in texts] == ["es-ES", "en-US", "ar"]
    assert shown(texts[1]) == ["paragraph a"]


def test_what_our_export_wrote_is_found() -> None:
    meta = (
        f'<office:document-meta {_SPACES}><office:meta><meta:user-defined meta:name="Communique version">JS 1'
        "</meta:user-defined></office:meta></office:document-meta>"
    )
    assert read_word(odt(tp("a"), meta_xml=meta)).version_mark == "JS 1"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (odt("<text:tracked-changes><text:changed-region/></text:tracked-changes>" + tp("a")), Reason.TRACKED_ODT),
        (odt(tp(" ")), Reason.NO_TEXT),
        (odt(tp("a"), **{"META-INF__manifest_xml": ENCRYPTED}), Reason.PASSWORD),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), Reason.DAMAGED),
        (odt(tp("<text:span>" * 130 + "a" + "</text:span>" * 130)), Reason.BOMB),
    ],
    ids=["tracked", "empty", "password", "no content", "too deep"],
)
def test_what_is_not_to_be_read_is_refused_by_its_reason(data: bytes, why: Reason) -> None:
    with pytest.raises(Unreadable) as refused:
        read_word(data)
    assert refused.value.reason is why


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12),
            st.sampled_from(["T1", "T3", "", "T2"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_words_in_any_spans_come_back(runs: list[tuple[str, str]]) -> None:
    escaped = [(words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), style) for words, style in runs]
    wanted = one_line(" ".join(words for words, _ in runs))
    text = read_word(odt(tp(" ".join(span(*each) for each in escaped))))
    (block,) = taken(text, TakenAs.ACCEPTED)
    assert one_line(plain(block.text)) == wanted


OFFICE = shutil.which("soffice")


@pytest.mark.skipif(not OFFICE, reason="no LibreOffice here: what it writes is not read back")
def test_what_libreoffice_makes_of_a_docx_reads_the_same(tmp_path: Path) -> None:
    made = lists(level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"), level(2, "bullet", "•"))
    body = (
        p(r("Head"), style="berschrift1")
        + p(r("plain "), r("bold", "<w:b/><w:bCs/>"), r(" and "), r("slanted", "<w:i/><w:iCs/>"))
        + "".join(p(r(f"item {deep}"), inside=numbered(1, deep)) for deep in (0, 1, 1, 2, 0))
        + p(r("Between."))
        + p(r("last"), inside=numbered(1))
        + p(r("Said."), style="Zitat")
    )
    written = document(body, styles=STYLES, numbering=made)
    (tmp_path / "a.docx").write_bytes(written)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "odt", "--outdir", str(tmp_path), "a.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert shown(read_word((tmp_path / "a.odt").read_bytes())) == shown(read_word(written))
