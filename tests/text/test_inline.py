"""The marks inside a block, shown as HTML and taken away; whatever is typed, nothing but the subset comes out."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given

from tests.text import texts
from workflow.text.document.inline import html, line, plain
from workflow.text.document.marks import pieces

REL = 'rel="nofollow noopener noreferrer"'
ALLOWED = {"strong", "em", "a", "sup", "mark", "ins", "del", "span", "bdi"}


class Reader(HTMLParser):
    """Reads HTML strictly: every tag allowed, closed in order, links only to where they may lead."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(source)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert tag not in self.open or tag == "sup"
        assert tag != "a" or "a" not in self.open
        for name, value in attrs:
            assert name in {"href", "rel", "class"}
            assert name != "href" or re.match(r"https?://|mailto:|#", value or "", re.IGNORECASE)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a **b** c", "a <strong>b</strong> c"),
        ("a __b__ c", "a <strong>b</strong> c"),
        ("a *b* c", "a <em>b</em> c"),
        ("a _b_ c", "a <em>b</em> c"),
        ("***a***", "<strong><em>a</em></strong>"),
        ("***a** b*", "<strong><em>a</em></strong><em> b</em>"),
        ("***a* b**", "<strong><em>a</em></strong><strong> b</strong>"),
        ("**a *b* c**", "<strong>a </strong><strong><em>b</em></strong><strong> c</strong>"),
        ("*a **b** c*", "<em>a </em><strong><em>b</em></strong><em> c</em>"),
        ("*a*b*", "<em>a</em>b*"),
        ("**a** b**", "<strong>a</strong> b**"),
        ("un*believ*able", "un<em>believ</em>able"),
        ("snake_case_name", "snake_case_name"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("**open", "**open"),
        ("**a *b** c*", "<strong>a *b</strong> c*"),
        ("* a*", "* a*"),
        ("****", "****"),
        ("**", "**"),
        (r"\*a\* \_b\_ \\ \a", r"*a* _b_ \ \a"),
        ("[a](https://x.org/p?q=1&r=2)", f'<a href="https://x.org/p?q=1&amp;r=2" {REL}>a</a>'),
        ("[a](https://x.org/Rome_(1998))", f'<a href="https://x.org/Rome_(1998)" {REL}>a</a>'),
        ("[a **b**](mailto:a@b.org)", f'<a href="mailto:a@b.org" {REL}>a <strong>b</strong></a>'),
        ("[a](HTTP://x.org)", f'<a href="HTTP://x.org" {REL}>a</a>'),
        ("![a](https://x.org)", f'<a href="https://x.org" {REL}>a</a>'),
        (r"\![a](https://x.org)", f'!<a href="https://x.org" {REL}>a</a>'),
        ("![a](x.png) ![b] !", "![a](x.png) ![b] !"),
        ("![](https://x.org)", "![](https://x.org)"),
        ("Now![^1]", 'Now!<sup class="fn"><a href="#fn-1">1</a></sup>'),
        ("<https://x.org>", f'<a href="https://x.org" {REL}>https://x.org</a>'),
        ("a <b and <https://x.org>", f'a &lt;b and <a href="https://x.org" {REL}>https://x.org</a>'),
        ("**[a](https://x.org) b**", f'<a href="https://x.org" {REL}><strong>a</strong></a><strong> b</strong>'),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("[a](data:text/html,x)", "[a](data:text/html,x)"),
        ("[a](//x.org)", "[a](//x.org)"),
        ("[a](/x)", "[a](/x)"),
        ("[a](https:x)", "[a](https:x)"),
        ('[a](https://x.org"onclick="x)', f'<a href="https://x.org&#34;onclick=&#34;x" {REL}>a</a>'),
        ("[](https://x.org)", "[](https://x.org)"),
        ("[a] (https://x.org)", "[a] (https://x.org)"),
        ("[a [b](https://x.org)](https://y.org)", f'[a <a href="https://x.org" {REL}>b</a>](https://y.org)'),
        ("word[^1].", 'word<sup class="fn"><a href="#fn-1">1</a></sup>.'),
        ("word[^a-1] [^ b]", 'word<sup class="fn"><a href="#fn-a-1">a-1</a></sup> [^ b]'),
        ("[a[^1]](https://x.org)", f'<a href="https://x.org" {REL}>a<sup class="fn">1</sup></a>'),
        ("<script>alert('&')</script>", "&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;"),
        ("<b onclick=x>", "&lt;b onclick=x&gt;"),
        ("**المحكمة** الجنائية", "<strong>المحكمة</strong> الجنائية"),
        ("", ""),
    ],
)
def test_inline_marks_become_html(text: str, shown: str) -> None:
    assert html(text) == shown
    Reader(shown)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a **b** *c* [d](https://x.org)[^1] <https://y.org>", "a b c d https://y.org"),
        (r"\*a\* <b> [x](javascript:y)", "*a* <b> [x](javascript:y)"),
        ("**23rd Session**", "23rd Session"),
    ],
)
def test_plain_words_are_those_without_marks(text: str, words: str) -> None:
    assert plain(text) == words


@given(texts.raws)
@example("**a [b*](https://x.org) c** d*")
@example("***a** b*")
@example("_*_a*_*")
@example("[[[a](https://x.org)](https://x.org)](https://x.org)")
def test_whatever_is_typed_the_html_is_whole_and_shows_the_words(text: str) -> None:
    seen = Reader(html(text).replace("\0", "").replace("\r", ""))
    labels = "".join(p.style.note or text[p.start : p.end] for p in pieces(text))
    assert "".join(seen.text) == labels.replace("\0", "").replace("\r", "")


@given(texts.raws)
def test_every_shown_sign_has_its_place(text: str) -> None:
    seen = line(text)
    assert list(seen.places) == sorted(set(seen.places))
    noted = [style.note for start, end, style in seen.runs for _ in range(start, end)]
    assert all(note or text[place] == sign for place, sign, note in zip(seen.places, seen.text, noted, strict=True))
    assert seen.at(0) == 0
    assert seen.at(len(text)) == len(seen.text)


@given(texts.lines)
def test_letters_are_never_taken_for_marks(text: str) -> None:
    words = re.sub(r"\(https?://\S*?\)|\[\^[\w-]*\]", "", text)
    assert [char for char in plain(words) if char.isalnum()] == [char for char in words if char.isalnum()]
