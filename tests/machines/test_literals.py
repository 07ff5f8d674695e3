"""Every literal that a reader may read goes through the catalogues: a walk over the syntax trees of code and templates.

The pseudo-locale sees the pages that the town's people can reach; this one sees what no page has shown yet.
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2] / "workflow"
# How many of a call's arguments are text of the catalogue, and where they begin.
TEXTS = {
    "gettext": (0, 1), "_l": (0, 1), "lazy_gettext": (0, 1), "_": (0, 1), "ngettext": (0, 2), "lazy_ngettext": (0, 2),
    "N_": (0, 1), "N_n": (0, 2),
    "pgettext": (0, 2), "lazy_pgettext": (0, 2), "npgettext": (0, 3),
}  # fmt: skip
FACES = ("web", "emails", "queries", "rules", "services", "formats")
TWO_WORDS = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}")
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = ("title", "alt", "aria-label", "placeholder", "aria-description", "aria-valuetext")
# What looks like a sentence and is none for a reader: (file, a piece of it) -> why.
EXCUSED = {
    ("rules/items/sheet_words.py", ""): "words of comment sheets that are read, in each language",
    ("rules/items/sheet_changes.py", "replace change"): "the same",
    ("rules/items/sheet_changes.py", "cambiar insertar"): "the same",
    ("rules/people/membership.py", ""): "names that no member may take, in each language",
    (
        "services/people/joining.py",
        "takes the time of a hash",
    ): "a password that nobody has, hashed to take the same time",
    ("formats/word/odt.py", ""): "names of elements",
    ("formats/word/walking.py", ""): "the same",
    ("formats/word/odt_styles.py", ""): "names of styles, as office programs have them",
    ("formats/word/styles.py", ""): "the same",
    ("formats/word/values.py", "Communique version"): "the name of a property, which our export writes and reads",
    ("emails/plain_text.py", "NO-BREAK SPACE"): "a pattern with the names of its signs",
    ("services/people/passwords.py", "nobody has this password"): "the same",
    ("services/notifications/rechecking.py", "lease lost"): "kept on the record of a try, for the log",
    ("services/notifications/claiming.py", "worker ended"): "the same",
    ("services/publication/publishing.py", "worker ended"): "the same",
    ("web/shared/forms.py", "Not a valid"): "a library's message, replaced by a sentence of ours",
    ("web/shared/forms.py", "Invalid Choice"): "the same",
    ("web/shared/kept_words.py", "after again"): "names of fields",
    ("web/notifications/mailbox.py", "default-src"): "a header for browsers",
    ("web/notifications/mailbox.py", "<base target"): "mark-up",
    ("web/shared/moments.py", "<time datetime"): "mark-up",
    ("formats/word/elements.py", "<?xml"): "mark-up",
    ("formats/word/writing.py", "<"): "mark-up",
    ("formats/word/styles_part.py", ""): "names of styles, which office programs say in their reader's language",
}
CLASSES = re.compile(r"(?:btn|input|notice|tag)(?: [a-z]+)+")
ADDRESS = re.compile(r"\N{WHITE SQUARE}(?:[/?#][\w=\N{WHITE SQUARE}-]+)+")
COMMAND = re.compile(r"^communique .*$", re.MULTILINE)  # of the terminal, in a mail's plain text
FORMATS = {"XLSX", "CSV", "DOCX"}


def _sources() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(ROOT.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def _name(call: ast.Call) -> str:
    function = call.func
    return getattr(function, "id", "") or getattr(function, "attr", "")


def _texts(call: ast.Call) -> list[ast.expr]:
    first, many = TEXTS[_name(call)]
    return call.args[first : first + many]


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in TEXTS and node.args)


def test_no_sentence_is_asked_for_inside_a_formatted_string() -> None:
    # The extractor of Python 3.11 sees an f-string as one token and no call in it.
    within = [
        f"{place}:{call.lineno}"
        for place, tree in _sources()
        for formatted in ast.walk(tree)
        if isinstance(formatted, ast.JoinedStr)
        for call in _calls(formatted)
    ]
    assert not within


def test_every_sentence_that_the_code_asks_for_is_a_constant_and_in_every_catalogue() -> None:
    known = [_known(language) for language in ("fr", "es", "ar")]
    asked, wrong = 0, []
    for place, tree in _sources():
        for call in _calls(tree):
            texts = [text.value if isinstance(text, ast.Constant) else None for text in _texts(call)]
            said = texts[1] if "pgettext" in _name(call) else texts[0]
            asked += 1
            if None in texts or not all(said in each for each in known):
                wrong.append(f"{place}:{call.lineno}: {said}")
    assert asked > 400
    assert not wrong, "\n".join(wrong)


def test_every_sentence_that_a_template_asks_for_is_a_constant_and_in_every_catalogue() -> None:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    environment.policies["ext.i18n.trimmed"] = True  # as babel.cfg has it
    known = [_known(language) for language in ("fr", "es", "ar")]
    asked, wrong = 0, []
    for place, source in _templates():
        for call in environment.parse(source).find_all(nodes.Call):
            name = call.node.name if isinstance(call.node, nodes.Name) else ""
            # The demo's tasks stand in its cast, from where they are extracted.
            if name not in TEXTS or _is_task(call):
                continue
            first, many = TEXTS[name]
            texts = [text.value if isinstance(text, nodes.Const) else None for text in call.args[first : first + many]]
            said = texts[1] if "pgettext" in name else texts[0]
            asked += 1
            if None in texts or not all(said in each for each in known):
                wrong.append(f"{place}:{call.lineno}: {said}")
    assert asked > 1000
    assert not wrong, "\n".join(wrong)


def _is_task(call: nodes.Call) -> bool:
    return isinstance(call.args[0], nodes.Getattr) and call.args[0].attr == "task"


def _known(language: str) -> set[str]:
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {each.id if isinstance(each.id, str) else each.id[0] for each in read_po(file) if each.id}


def test_no_sentence_of_the_code_stands_outside_the_catalogues() -> None:
    found, used = [], set()
    for place, tree in _sources():
        if place.partition("/")[0] not in FACES:
            continue
        for line, said in _bare(tree):
            excuses = {key for key in EXCUSED if key[0] == place and key[1] in said}
            used |= excuses
            if not excuses:
                found.append(f"{place}:{line}: {said!r}")
    assert not found, "\n".join(found)
    assert used == EXCUSED.keys(), "an excuse that nothing needs any more"


def _is_line_of_log(node: ast.AST) -> bool:
    function = node.func if isinstance(node, ast.Call) else None
    return isinstance(function, ast.Attribute) and ast.unparse(function.value) in ("log", "current_app.logger")


def _bare(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The strings of two words or more that no catalogue is asked for, no docstring is and no exception carries."""
    inside = {id(leaf) for call in _calls(tree) for text in _texts(call) for leaf in ast.walk(text)}
    for node in ast.walk(tree):
        spoken_to_nobody = isinstance(node, ast.Raise) or _is_line_of_log(node)
        if spoken_to_nobody or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            inside |= {id(leaf) for leaf in ast.walk(node)}
    for node in ast.walk(tree):
        said = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if id(node) not in inside and _is_sentence(said):
            yield node.lineno, said


class _Read(HTMLParser):
    """The words of a template's own mark-up."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.deaf = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.deaf += tag in ("script", "style", "code", "kbd")
        self.words += [value for name, value in attrs if name in SPOKEN and value and WORD.search(value)]

    def handle_endtag(self, tag: str) -> None:
        self.deaf -= tag in ("script", "style", "code", "kbd")

    def handle_data(self, data: str) -> None:
        said = ADDRESS.sub("", data).strip()
        if not self.deaf and WORD.search(said) and said not in FORMATS:
            self.words.append(said)


def _templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def test_no_word_of_a_template_stands_outside_the_catalogues() -> None:
    found = {}
    for place, source in _templates():
        spoken = COMMAND.sub("", source)
        bare = re.sub(r"{#.*?#}|{%-?\s*trans\b.*?endtrans\s*-?%}|{%.*?%}", "", spoken, flags=re.DOTALL)
        reader = _Read()
        reader.feed(re.sub(r"{{.*?}}", "\N{WHITE SQUARE}", bare, flags=re.DOTALL))
        reader.close()
        if reader.words:
            found[place] = reader.words
    assert not found


def test_no_sentence_inside_a_templates_expressions_stands_outside_the_catalogues() -> None:
    environment, found = Environment(extensions=["jinja2.ext.i18n"], autoescape=True), []
    for place, source in _templates():
        for line, said in _written(environment.parse(source)):
            found.append(f"{place}:{line}: {said!r}")
    assert not found, "\n".join(found)


def _is_sentence(said: str) -> bool:
    return bool(TWO_WORDS.search(said)) and not CLASSES.fullmatch(said)


def _written(node: nodes.Node) -> Iterator[tuple[int, str]]:
    """The sentences in expressions that go through no catalogue; names of classes are none."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in TEXTS:
        return
    if isinstance(node, nodes.Keyword) and node.key == "class":
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and _is_sentence(node.value):
        yield node.lineno, node.value
    for child in node.iter_child_nodes():
        yield from _written(child)


def test_every_part_beside_the_main_one_has_a_name() -> None:
    """Who goes from part to part by ear hears which one it is."""
    parts = {
        (path.name, tag)
        for path in (ROOT / "templates").rglob("*.html")
        if "emails" not in path.parts
        for tag in re.findall(r"<(?:aside|nav)\b[^>]*>", path.read_text())
    }
    assert len(parts) > 20
    assert [each for each in sorted(parts) if "aria-label" not in each[1]] == []
