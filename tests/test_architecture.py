"""The law of docs/architecture.md that no tool of its own executes: routes, events, settings."""

import ast
import re
from pathlib import Path

import pytest

from workflow import config
from workflow.rules.notifications.events import AUDIENCES, Audience, EventKind

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
def test_every_kind_that_somebody_is_told_of_has_a_mail_in_both_forms(kind: EventKind) -> None:
    folder = ROOT / "workflow" / "templates" / "emails"
    assert (folder / f"{kind.value}.txt").exists()
    assert (folder / f"{kind.value}.html").exists()


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


def test_no_line_of_a_template_is_longer_than_120_characters() -> None:
    for path in (ROOT / "workflow" / "templates").rglob("*.html"):
        long = [number for number, line in enumerate(path.read_text("utf-8").split("\n"), 1) if len(line) > 120]
        assert not long, (path, long)


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
