"""The law of docs/architecture.md that no tool of its own executes: routes, events, settings."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from diff_match_patch import diff_match_patch

from bench.names import first_word, is_verb
from tests.template_logic import decisions_of
from workflow import config
from workflow.rules.notifications.audiences import AUDIENCES, Audience
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(
    path
    for package in ("workflow", "worker")
    for path in (ROOT / package).rglob("*.py")
    if "__pycache__" not in path.parts
)


def test_every_kind_of_event_has_an_audience() -> None:
    assert set(AUDIENCES) == set(EventKind)


@pytest.mark.parametrize("kind", [kind for kind in EventKind if AUDIENCES[kind] is not Audience.NOBODY])
def test_every_kind_that_somebody_is_told_of_has_one_source_of_its_mail(kind: EventKind) -> None:
    (source,) = (ROOT / "workflow" / "templates" / "emails").glob(f"{kind.value}.*")
    written = source.read_text("utf-8")
    if same := re.fullmatch(r'{% extends "emails/(\w+\.html)" %}\n', written):  # another act, told in the same words
        written = source.with_name(same[1]).read_text("utf-8")
    blocks = re.findall(r"{% block (\w+) %}", written)
    assert blocks == ["subject", "heading", "body", "link", "action"]


def test_the_readme_documents_every_setting_and_no_other() -> None:
    rows = [line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("| `COMMUNIQUE_")]
    table = [tuple(cell.strip().strip("`") for cell in row.strip("|").split(" | ")) for row in rows]
    assert table == [(each.name, each.default, each.meaning) for each in config.SETTINGS]


def test_every_setting_that_is_read_is_in_the_table_and_the_other_way_round() -> None:
    source = (ROOT / "workflow" / "config.py").read_text("utf-8")
    names = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    read = {name for name in names if isinstance(name, str) and name.startswith("COMMUNIQUE_") and " " not in name}
    documented = {each.name for each in config.SETTINGS}
    built = {"COMMUNIQUE_COALITION_", config.KEEPS_MAIL}  # + the language; said by a run to its children alone
    assert read - built == documented


def test_nothing_but_the_configuration_and_the_command_line_reads_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT)) for path in MODULES if re.search(r"os\.environ\b|getenv", path.read_text("utf-8"))
    }
    # The command line adds --data to it, and the supervisor hands it on to its children.
    assert {each for each in readers if not each.startswith("workflow/supervisor/")} == {
        "workflow/config.py",
        "workflow/cli.py",
    }


def test_from_outside_only_the_public_names_of_the_text_engine_are_imported() -> None:
    found = {
        (str(path.relative_to(ROOT)), f"{module}.{name}")
        for path in MODULES
        if "workflow/text/" not in path.as_posix()
        for module, name in _taken_from_text(path.read_text("utf-8"))
        if module.count(".") != 2 or name not in import_module(module).__all__
    }
    assert found == set()


@pytest.mark.parametrize("line", ["from workflow.text.diff.words import hunks", "from workflow.text import diff"])
def test_what_reaches_into_a_room_of_the_text_engine_is_found(line: str) -> None:
    ((module, name),) = _taken_from_text(line)
    assert module.count(".") != 2 or name not in import_module(module).__all__


def _taken_from_text(source: str) -> list[tuple[str, str]]:
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    return [
        (node.module, each.name)
        for node in nodes
        if node.module and f"{node.module}.".startswith("workflow.text.")
        for each in node.names
    ]


TEXT = ROOT / "workflow" / "text"
# Numbers that decide nothing: of a notation, of numerals, of places in a list, of what memory holds.
_COUNTED = {
    "amendments/carried.py": {"_PAIRS", "_MOST", "16", "4096"},
    "document/spreading.py": {"4"},  # signs
    "edits/credit.py": {"3"},
    "force/finder.py": {"5", "10", "50"},
    "force/vocabulary.py": {"10", "20", "100"},
    "unicode/graphemes.py": {"16", "28"},
}


def test_every_number_of_the_text_engine_that_decides_stands_in_the_levels_of_its_room() -> None:
    modules = {str(path.relative_to(TEXT)): path.read_text("utf-8") for path in TEXT.rglob("*.py")}
    found = {name: set(_deciding(source)) for name, source in modules.items() if not name.endswith("levels.py")}
    assert {name: left for name, each in found.items() if (left := each - _COUNTED.get(name, set()))} == {}


@pytest.mark.parametrize(
    "line",
    [
        "_SMALL = 1 << 20",
        "PIECES = 2",
        "_PIECES: int = 2",
        "FIRST = -1",
        "is_alike = share >= 0.5",
        "head = text[:400]",
        "near = max(0, at - 6)",
        "BESIDE = {kind: 40}",
        "def shortened(text, most=60): ...",
        "for _ in range(9): ...",
    ],
)
def test_a_number_that_decides_is_found(line: str) -> None:
    assert list(_deciding(line))


@pytest.mark.parametrize(
    "line",
    [
        "label = mark[3]",
        "last = done[-3]",
        "signs = range(0xAC00, 0xD7A4)",
        "middle = 2 * size",
        "NOTHING = (0, 0)",
        "stays = 0.0",
        "made = lru_cache(maxsize=2048)(f)",
    ],
)
def test_a_number_that_decides_nothing_is_not_found(line: str) -> None:
    assert not list(_deciding(line))


def _deciding(source: str) -> Iterator[str]:
    """The constants that are numbers, and shares and numbers above two that are no places, code points or caches."""
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and _is_reckoned(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (name for target in targets if (name := ast.unparse(target)).isupper())
    places = {id(each) for node in ast.walk(tree) if isinstance(node, ast.Subscript) for each in _within(node.slice)}
    sizes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "maxsize"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and id(node) not in places | sizes:
            written = ast.get_source_segment(source, node) or ""
            if node.value and (isinstance(node.value, float) or (node.value > 2 and not written.startswith("0x"))):
                yield written


def _is_reckoned(value: ast.expr) -> bool:
    """Whether a value is a number, or made of numbers alone."""
    parts = ast.Constant | ast.UnaryOp | ast.BinOp | ast.operator | ast.unaryop
    return all(
        isinstance(each, parts) and (not isinstance(each, ast.Constant) or type(each.value) in (int, float))
        for each in ast.walk(value)
    )


def _within(place: ast.expr) -> Iterator[ast.AST]:
    """A place in a list as it is counted, from its beginning or its end: no stretch."""
    yield from [] if isinstance(place, ast.Slice) else ast.walk(place)


def test_of_diff_match_patch_are_used_the_search_for_words_the_letters_inside_one_and_deltas() -> None:
    theirs = {name for name, each in vars(diff_match_patch).items() if callable(each) and not name.startswith("__")}
    used = {
        path.stem: theirs & {node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
        for path in MODULES
        if "diff_match_patch" in (text := path.read_text("utf-8"))
    }
    assert used == {
        "suggestions": {"match_main"},
        "letters": {"diff_main", "diff_cleanupSemantic"},
        "deltas": {"diff_main", "diff_toDelta", "diff_fromDelta", "diff_text2"},
    }


def test_an_enumeration_loads_no_text_engine() -> None:
    names = "import sys, workflow.text.values; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", names], capture_output=True, text=True, check=True).stdout.split()
    rooms = {name.split(".")[2] for name in loaded if name.startswith("workflow.text.")}
    assert rooms == {"values"}


def test_no_text_that_the_engine_was_asked_of_is_held_as_long_as_the_process() -> None:
    cached = {
        (path.stem, name)
        for path in (ROOT / "workflow" / "text").rglob("*.py")
        for name in _cached(path.read_text("utf-8"))
    }
    # Of tables of the program, by the name of a language and by two flags. What is of texts is `remembered`.
    assert cached == {("tokenizer", "_pattern"), ("vocabulary", "_made")}


@pytest.mark.parametrize(
    "source",
    [
        "@lru_cache(maxsize=16)\ndef words(text: str): ...",
        "@functools.cache\ndef words(text: str): ...",
        "words = lru_cache(maxsize=64)(word_count)",
        "from functools import cache as words",
    ],
)
def test_what_is_cached_for_ever_is_found(source: str) -> None:
    assert _cached(source) == {"words"}
    assert _cached(source.replace("lru_cache", "remembered").replace("cache", "cached_property")) == set()


def _cached(source: str) -> set[str]:
    """What `functools` caches: functions that are decorated, and names that are given to others."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            found |= {node.name} if any(map(_is_cache, node.decorator_list)) else set()
        elif isinstance(node, ast.Assign):
            found |= {ast.unparse(each) for each in node.targets} if _is_cache(node.value) else set()
        elif isinstance(node, ast.ImportFrom) and node.module == "functools":
            found |= {each.asname for each in node.names if each.asname and each.name in _CACHES}
    return found


def _is_cache(node: ast.AST) -> bool:
    names = {getattr(each, "id", getattr(each, "attr", "")) for each in ast.walk(node)}
    return not names.isdisjoint(_CACHES)


_CACHES = {"cache", "lru_cache"}


def test_no_function_has_more_than_eight_parameters() -> None:
    long = {
        (str(path.relative_to(ROOT)), function.name): count
        for path in MODULES
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        if (count := _parameters(function)) > 8
    }
    assert long == {}


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    taken = function.args
    named = [each.arg for each in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)]
    return len([name for name in named if name not in ("self", "cls")]) + bool(taken.vararg) + bool(taken.kwarg)


def test_no_line_of_a_template_is_longer_than_120_characters() -> None:
    for path in (ROOT / "workflow" / "templates").rglob("*.html"):
        long = [number for number, line in enumerate(path.read_text("utf-8").split("\n"), 1) if len(line) > 120]
        assert not long, (path, long)


def test_no_template_decides_what_its_values_could_tell() -> None:
    pages = {path: path.read_text("utf-8") for path in (ROOT / "workflow" / "templates").rglob("*.html")}
    assert {str(path.relative_to(ROOT)): found for path, page in pages.items() if (found := decisions_of(page))} == {}


@pytest.mark.parametrize(
    ("template", "wrong"),
    [
        ("{% if a %}{% for b in c %}{% if d %}{% endif %}{% endfor %}{% endif %}", "inside two others"),
        ("{% for b in c %}{% if a %}{% elif e %}{% if d %}{% endif %}{% endif %}{% endfor %}", "inside two others"),
        ("{% macro m(a) %}{% if a %}{% if a %}{% if a %}{% endif %}{% endif %}{% endif %}{% endmacro %}", "inside two"),
        ("{% if a and b or not c and d %}{% endif %}", "a condition of 4 parts"),
        ("{% if a %}{% elif a or b or c or d %}{% endif %}", "a condition of 4 parts"),
        ("{{ 1 if a else 2 if b else 3 }}", "a choice in a choice"),
        ("{% if standing.stage == 'draft' %}{% endif %}", "a stage or a role"),
        ("{{ a if stage in ('decision', 'adopted') }}", "a stage or a role"),
        ("{% for each in all if 'penholder' in each.roles %}{% endfor %}", "a stage or a role"),
        ("{{ all|length - some|length }}", "arithmetic"),
        ("{% set share = done / all %}", "arithmetic"),
        ("{% set all = [] %}{% for a in b %}{% set _done = all.append(a) %}{% endfor %}", "a list that is filled"),
    ],
)
def test_what_a_template_decides_is_found(template: str, wrong: str) -> None:
    assert [wrong in found for found in decisions_of(template)] == [True]


@pytest.mark.parametrize(
    "template",
    [
        "{% if a %}{% for b in c %}{{ d if e }}{% endfor %}{% elif f %}{% for g in h %}{% endfor %}{% endif %}",
        "{% for a in b if c %}{% if d %}{% elif e and f and not g %}{% else %}{% endif %}{% endfor %}",
        "{% for a in b %}{% if c %}{% macro m(a) %}{% for d in a %}{% if d %}{% endif %}{% endfor %}{% endmacro %}"
        "{% endif %}{% endfor %}",
        "{{ loop.index + 1 }}{{ standing.may('dispose') }}{{ stage_tag(standing.stage) }}",
        "{% trans name=who|upper %}To {{ name }}{% endtrans %}",
    ],
)
def test_what_a_template_may_decide_is_not_found(template: str) -> None:
    assert decisions_of(template) == []


def test_no_template_asks_for_a_role_or_carries_a_style_or_a_script() -> None:
    for path in (ROOT / "workflow" / "templates").rglob("*.html"):
        page = path.read_text("utf-8")
        assert ".roles" not in page, path
        if path.parent.name != "emails":
            assert "style=" not in page, path
            assert "<style" not in page, path
            assert "onclick" not in page, path


_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def test_no_condition_on_an_attribute_swallows_the_space_before_the_next_one() -> None:
    """A line that ends with a block and one that begins with a block are joined: `checked` and `disabled` were one."""
    joined = []
    for path in (ROOT / "workflow" / "templates").rglob("*.html"):
        text = path.read_text()
        tags = _JINJA.sub(lambda found: " " * len(found[0]), text)
        for found in re.finditer(r"[^}\s]\{% endif %\}\n *\{% if [^%]*%\}\S", text):
            before = tags[: found.start() + 1]
            if before.rfind("<") > before.rfind(">"):
                joined.append(f"{path.name}:{text.count(chr(10), 0, found.start()) + 1}")
    assert not joined


def _defined(kind: type[ast.AST], modules: list[Path]) -> Iterator[tuple[str, ast.AST]]:
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, kind):
                yield str(path.relative_to(ROOT)), node


def _classes_of_one_name(modules: list[Path]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for path, node in _defined(ast.ClassDef, modules):
        assert isinstance(node, ast.ClassDef)
        places.setdefault(node.name, []).append(path)
    return {name: there for name, there in places.items() if len(there) > 1}


def test_no_two_classes_have_one_name() -> None:
    assert not _classes_of_one_name(MODULES)


def test_two_classes_of_one_name_are_found(tmp_path: Path) -> None:
    twin = ROOT / "workflow" / "models" / "item.py"
    assert "Item" in _classes_of_one_name([*MODULES, twin])


_WRITES = frozenset({"add", "add_all", "delete", "merge"})
_RECORDS = frozenset({"insert", "update", "delete", "record_event", "record_item_event"})


def _writes(function: ast.FunctionDef) -> bool:
    """Whether the function itself adds rows, changes them by a statement, or records an event."""
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        match call.func:
            case ast.Attribute(value=ast.Name(id="session" | "record"), attr=attr) if attr in _WRITES:
                return True
            case ast.Name(id=name) if name in _RECORDS:
                return True
    return False


def _writers_that_name_no_act(modules: list[Path]) -> list[str]:
    functions = ((path, node) for path, node in _defined(ast.FunctionDef, modules) if isinstance(node, ast.FunctionDef))
    return [f"{path}: {node.name}" for path, node in functions if _writes(node) and not is_verb(first_word(node.name))]


SERVICES = [path for path in MODULES if "services" in path.parts]


def test_a_use_case_that_writes_begins_with_what_it_does() -> None:
    assert _writers_that_name_no_act(SERVICES) == []


def test_a_writer_called_by_a_noun_or_a_participle_is_found(tmp_path: Path) -> None:
    module = ROOT / "tests" / "data" / "writers.txt"
    found = _writers_that_name_no_act([module])
    assert [each.rpartition(" ")[2] for each in found] == ["kept", "_label"]


def test_every_act_of_the_table_of_permissions_is_asked_for() -> None:
    faces = [path for path in MODULES if {"web", "services"} & set(path.parts)]
    asked = {name for path in faces for name in re.findall(r"Action\.([A-Z_]+)", path.read_text("utf-8"))}
    assert {action.name for action in Action} <= asked
