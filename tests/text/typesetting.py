"""A text set on pages and copied out of them again, as a reader of PDF files does it: lines, heads, hyphens, marks.

`python -m tests.text.typesetting` writes the files of `tests/data/copied` anew, each with its truth: the paragraphs as
they were written, and the lines that belong to no paragraph.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parents[1] / "data" / "copied"
DEMO = Path(__file__).parents[2] / "workflow" / "demo" / "statements"
_NARROW, _WIDE = frozenset("iljtfI.,;:’'!|ıا1 ل"), frozenset("mwMWQOGشصضسـ—%")
_BREAK = re.compile(r"(?<=[^\W\d_]{3})(?=[bcdfgklmnprstvz][aeiouáéíóúèêîôy][^\W\d_]{1,})")


@dataclass(frozen=True)
class Page:
    """How a text is set. width: of a line, in signs of middle width; head, foot: of each page, with {n} and {of}.

    gap: a blank line between paragraphs; indent: spaces before a first line; form_feed: pages end with one.
    """

    width: int = 84
    lines: int = 38
    head: str = ""
    foot: str = ""
    gap: bool = True
    indent: int = 0
    form_feed: bool = False
    hyphens: bool = False
    digits: str = "0123456789"


@dataclass
class Set:
    """What came out. pieces: (kind, words): `paragraph` or `head`, in the order of the page."""

    text: str = ""
    pieces: list[tuple[str, str]] = field(default_factory=list)


def _width(text: str) -> float:
    return sum(0.55 if sign in _NARROW else 1.45 if sign in _WIDE else 1.0 for sign in text)


def broken(paragraph: str, page: Page, chance: random.Random) -> list[str]:
    """The lines of one paragraph."""
    lines: list[str] = []
    line = " " * page.indent
    for word in paragraph.split(" "):
        longer = f"{line} {word}" if line.strip() else line + word
        if _width(longer) <= page.width or not line.strip():
            line = longer
            continue
        cuts = [cut.start() for cut in _BREAK.finditer(word) if word[: cut.start()].isalpha()] if page.hyphens else []
        fits = [cut for cut in cuts if _width(f"{line} {word[:cut]}-") <= page.width and len(word) - cut > 2]
        if fits and chance.random() < 0.8:
            lines.append(f"{line} {word[: fits[-1]]}-")
            line = word[fits[-1] :]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def typeset(paragraphs: Sequence[str], page: Page, seed: int) -> Set:
    """The paragraphs set, page by page."""
    chance = random.Random(seed)
    rows: list[str] = []
    for paragraph in paragraphs:
        rows += broken(paragraph, page, chance)
        rows += [""] if page.gap else []
    made = Set(pieces=[("paragraph", each) for each in paragraphs])
    pages = [rows[at : at + page.lines] for at in range(0, len(rows), page.lines)]
    made.text = "".join(_page(made, body, page, number, len(pages)) for number, body in enumerate(pages, start=1))
    return made


def _page(made: Set, body: Sequence[str], page: Page, number: int, of: int) -> str:
    ours = str.maketrans("0123456789", page.digits)
    head, foot = (
        each.format(n=str(number).translate(ours), of=str(of).translate(ours)) for each in (page.head, page.foot)
    )
    made.pieces += [("head", each) for each in (head, foot) if each]
    rows = [*([head, ""] if head else []), *body]
    while rows and not rows[-1]:
        rows.pop()
    rows += ["", foot] if foot else []
    return "\n".join(rows) + ("\n\f" if page.form_feed else "\n")


def paragraphs_of(name: str) -> list[str]:
    """The paragraphs of a statement of the demo, without its marks."""
    source = (DEMO / name).read_text("utf-8")
    return [
        re.sub(r"^#+ |\*|^> |^- ", "", part.replace("\n", " ")).strip() for part in source.split("\n\n") if part.strip()
    ]


def _numbered(paragraphs: Sequence[str], first: int) -> Iterator[str]:
    number = first
    for each in paragraphs:
        long = len(each) > 120
        yield f"{number}. {each}" if long else each
        number += long


def _noted(paragraphs: Sequence[str], notes: Sequence[str], raised: bool) -> list[str]:
    sup = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    made, number = [], 0
    for each in paragraphs:
        if number < len(notes) and len(each) > 150 and each.endswith("."):
            number += 1
            made.append(each + (str(number).translate(sup) if raised else str(number)))
        else:
            made.append(each)
    return [*made, *(f"{at} {note}" for at, note in enumerate(notes[:number], start=1))]


EN, FR, ES, AR = "closing-tenth.2.en.md", "closing-tenth.2.fr.md", "closing-tenth.2.es.md", "closing-tenth.2.ar.md"
_HEADING = {
    "en": "What the members of the Coalition ask of the resumed session in the spring of the coming year",
    "fr": "Ce que les membres de la Coalition demandent à la reprise de la session, au printemps prochain",
}
_ARTICLES = [
    "Article 1", "States Parties shall give notice of every planned measure at least six months before work begins.",
    "Article 2", "Notice is given in the languages of those who live by the water, and read aloud where few read.",
    "Article 3", "The Registrar keeps every notice, and anybody may ask to read it without giving a reason for asking.",
    "Article 4", "A notice that was not given does not count as given, whatever was published in the meantime.",
]  # fmt: skip
_LIST = [
    "We call on States Parties to do what they promised when they joined the Convention, namely to:",
    "protect those who measure the water and publish what they find",
    "release those who are held for having done so in the last year",
    "answer within thirty days every letter that speaks of a threat",
    "We will ask again in the spring, and we will bring the same list with us, with the dates beside it.",
]
_NOTES = [
    "Report of the Registrar on participation, paragraph 12.",
    "Rules of the Tribunal, rule 9, as amended at the ninth session.",
    "Letter to the Bureau of 3 June, on file with the Secretariat.",
]

CASES: dict[str, tuple[list[str], Page]] = {
    "en-plain": (paragraphs_of(EN), Page()),
    "en-no-gap": (paragraphs_of(EN), Page(gap=False)),
    "en-hyphens": (paragraphs_of("cooperation.1.en.md"), Page(width=58, hyphens=True, lines=30)),
    "en-heads": (
        paragraphs_of(EN),
        Page(head="Coalition for the Convention on Shared Waters", foot="{n}", lines=22, form_feed=True),
    ),
    "en-heads-no-feed": (
        paragraphs_of("closing-tenth.1.en.md") + paragraphs_of("budget.1.en.md"),
        Page(head="CSW/10/NGO/4", foot="Page {n} of {of}", lines=20),
    ),
    "en-numbered": (list(_numbered(paragraphs_of(EN), 14)), Page(foot="- {n} -", lines=24)),
    "en-notes": (_noted(paragraphs_of("guardians.2.en.md"), _NOTES, raised=False), Page(foot="{n}", lines=22)),
    "en-list": ([*paragraphs_of("budget.1.en.md")[:3], *_LIST], Page(gap=False)),
    "en-articles": ([*_ARTICLES, *paragraphs_of("budget.1.en.md")], Page(width=70)),
    "en-heading-full": (
        [*paragraphs_of(EN)[:3], _HEADING["en"], *paragraphs_of(EN)[3:]],
        Page(width=88, gap=False),
    ),
    "fr-plain": (paragraphs_of(FR), Page(width=76)),
    "fr-heads": (
        paragraphs_of(FR) + paragraphs_of("budget.2.fr.md"),
        Page(head="Coalition pour la Convention sur les eaux partagées {n}", lines=26, form_feed=True),
    ),
    "fr-hyphens": (paragraphs_of("guardians.1.fr.md"), Page(width=52, hyphens=True, lines=40, gap=False, indent=4)),
    "fr-notes": (
        _noted(paragraphs_of("budget.2.fr.md"), _NOTES, raised=True),
        Page(foot="Page {n} sur {of}", lines=28),
    ),
    "fr-no-gap": ([*paragraphs_of(FR)[:2], _HEADING["fr"], *paragraphs_of(FR)[2:]], Page(width=90, gap=False)),
    "es-plain": (paragraphs_of(ES), Page(width=92)),
    "es-heads": (
        paragraphs_of(ES) + paragraphs_of("participation.1.es.md"),
        Page(head="Coalición por las Aguas Compartidas", foot="Página {n} de {of}", lines=24),
    ),
    "es-hyphens": (paragraphs_of("participation.1.es.md"), Page(width=60, hyphens=True, foot="{n}", lines=30)),
    "es-no-gap": (paragraphs_of(ES), Page(width=66, gap=False, lines=200)),
    "ar-plain": (paragraphs_of(AR), Page(width=80)),
    "ar-heads": (
        paragraphs_of(AR) + paragraphs_of("cooperation.1.ar.md"),
        Page(head="التحالف من أجل اتفاقية المياه المشتركة", foot="{n}", lines=24, digits="٠١٢٣٤٥٦٧٨٩"),
    ),
    "ar-no-gap": (paragraphs_of("cooperation.1.ar.md"), Page(width=70, gap=False, foot="صفحة {n} من {of}", lines=26)),
}


def main() -> None:
    """Write the files; what was copied out of real pages stands beside them and is left."""
    for at, (name, (paragraphs, page)) in enumerate(CASES.items()):
        made = typeset(paragraphs, page, at)
        truth = {
            "paragraphs": [words for kind, words in made.pieces if kind == "paragraph"],
            "heads": [words for kind, words in made.pieces if kind == "head"],
        }
        HERE.joinpath(f"{name}.txt").write_text(made.text, "utf-8", newline="")
        HERE.joinpath(f"{name}.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
