"""How a file of ours looks: its styles and its lists, as the parts of a Word file that hold them."""

from collections.abc import Iterator, Sequence

from workflow.formats.word.body import BULLETS_LIST, FIRST_LIST, PARAGRAPHS_LIST
from workflow.formats.word.elements import attribute, part
from workflow.formats.word.numbered_lists import NumberedList
from workflow.formats.word.own_names import NUMBERED
from workflow.text.tokens import is_right_to_left

_MARGIN = 567  # twentieths of a point: room for the numbers of paragraphs
_STEP = 397
_LEVELS = 9
_FONTS = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Arial"/>'
# Neither bold nor slanted are headings and quotations: words of theirs that are must be seen, and read back.
_STRONG = '<w:color w:val="1F3864"/>'
_PALE = '<w:color w:val="5F6368"/>'
_INDENT = f'<w:ind w:left="{_MARGIN}"/>'


def styles_part(language: str) -> str:
    """The styles: built-in ones by their names, so that a program shows each in its reader's language."""
    spoken = "w:bidi" if is_right_to_left(language) else "w:val"
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}"
        f'<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang {spoken}={attribute(language)}/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )
    return part("styles", (defaults, *_paragraph_styles(), *_character_styles()))


def _paragraph_styles() -> Iterator[str]:
    yield (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{_INDENT}</w:pPr></w:style>"
    )
    yield _style("Title", "Title", '<w:keepNext/><w:spacing w:after="240"/>', f"{_STRONG}{_size(36)}")
    for level, size in enumerate((30, 26, 24, 22, 22, 22), 1):
        shape = f'<w:keepNext/><w:spacing w:before="240" w:after="100"/><w:outlineLvl w:val="{level - 1}"/>'
        yield _style(f"Heading{level}", f"heading {level}", shape, f"{_STRONG}{_size(size)}")
    yield _style(NUMBERED, "Communique Paragraph")
    yield _style("ListParagraph", "List Paragraph", '<w:spacing w:after="80"/>')
    yield _style("Quote", "Quote", f'<w:ind w:left="{_MARGIN + 2 * _STEP}" w:right="{2 * _STEP}"/>')
    yield _style("Salutation", "Salutation")
    yield _style("Closing", "Closing")
    yield _style("FootnoteText", "footnote text", '<w:spacing w:after="60"/><w:ind w:left="0"/>', _size(18))
    yield _style("CommentText", "annotation text", '<w:spacing w:after="60"/><w:ind w:left="0"/>', _size(20))
    yield _style("Header", "header", '<w:spacing w:after="40"/><w:ind w:left="0"/>', f"{_PALE}{_size(18)}")
    yield _style("Footer", "footer", '<w:spacing w:after="0"/><w:ind w:left="0"/>', f"{_PALE}{_size(18)}")


def _style(id_: str, name: str, paragraph: str = "", words: str = "") -> str:
    shape = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    look = f"<w:rPr>{words}</w:rPr>" if words else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/>{shape}{look}</w:style>"
    )


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _character_styles() -> Iterator[str]:
    for id_, name, look in (
        ("FootnoteReference", "footnote reference", '<w:vertAlign w:val="superscript"/>'),
        ("CommentReference", "annotation reference", '<w:sz w:val="16"/><w:szCs w:val="16"/>'),
        ("Hyperlink", "Hyperlink", '<w:color w:val="0B57D0"/><w:u w:val="single"/>'),
    ):
        yield (f'<w:style w:type="character" w:styleId="{id_}"><w:name w:val="{name}"/><w:rPr>{look}</w:rPr></w:style>')


def numbering_part(lists: Sequence[NumberedList]) -> str:
    """The lists: of the numbers of paragraphs, of bullets, and a list of its own for each run of numbered items."""
    shapes = [
        _abstract(PARAGRAPHS_LIST, [_paragraph_level(1)]),
        _abstract(BULLETS_LIST, [_item_level(level, 1, "bullet", "•") for level in range(_LEVELS)]),
    ]
    for place, each in enumerate(lists):
        level = min(max(each.level, 0), _LEVELS - 1)
        of_items = [_item_level(at, *_counted(each, at, level)) for at in range(_LEVELS)]
        shapes.append(_abstract(FIRST_LIST + place, of_items if each.sign else [_paragraph_level(each.start)]))
    names = range(1, FIRST_LIST + len(lists))
    named = (f'<w:num w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>' for name in names)
    return part("numbering", (*shapes, *named))


def _counted(given: NumberedList, at: int, level: int) -> tuple[int, str, str]:
    """How a level of the list is numbered; whoever changes the depth of an item finds numbers there too."""
    return given.start if at == level else 1, "decimal", f"%{at + 1}{given.sign}"


def _abstract(name: int, levels: Sequence[str]) -> str:
    kind = "singleLevel" if len(levels) == 1 else "hybridMultilevel"
    return (
        f'<w:abstractNum w:abstractNumId="{name}"><w:multiLevelType w:val="{kind}"/>{"".join(levels)}</w:abstractNum>'
    )


def _paragraph_level(start: int) -> str:
    return _level(0, start, "decimal", "%1", _MARGIN, _MARGIN, _PALE)


def _item_level(level: int, start: int, kind: str, text: str) -> str:
    return _level(level, start, kind, text, _MARGIN + _STEP * (level + 1), _STEP)


def _level(level: int, start: int, kind: str, text: str, left: int, hanging: int, look: str = "") -> str:
    words = f"<w:rPr>{look}</w:rPr>" if look else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>{words}</w:lvl>'
    )
