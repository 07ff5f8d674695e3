"""What a template that others include gets is what it names in its first comment: the rest it is not to know of."""

import re
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from jinja2 import meta, nodes

from workflow.app import create_app
from workflow.config import Settings

EVERYWHERE = frozenset({"standing", "pieces"})
"""What every page about a statement has, beside the words and functions of all pages."""
_COMMENT = re.compile(r"\s*\{#(.*?)#\}", re.DOTALL)


def test_a_partial_names_what_it_wants_and_gets_nothing_else(settings: Settings) -> None:
    app = create_app(settings)
    for path in _partials():
        page = path.read_text("utf-8")
        comment = _COMMENT.match(page)
        assert comment, (path, "says not what it is")
        wants = set(re.findall(r"`(\w+)`", comment[1]))
        tree = app.jinja_env.parse(page)
        assert _read_by(app, tree) <= wants, (path, "reads what it does not name")
        assert wants <= {name.name for name in tree.find_all(nodes.Name)}, (path, "names what it does not read")


def _partials() -> Iterator[Path]:
    folder = Path(create_app.__code__.co_filename).parent / "templates"
    pages = [path for path in folder.rglob("*.html") if path.parent.name != "emails"]
    named = {name for path in pages for name in re.findall(r'include "([^"]+\.html)"', path.read_text("utf-8"))}
    for name in sorted(named | {"history/inline.html", "history/side.html"}):  # one of the two, by the reader's choice
        if not name.startswith("emails/"):
            yield folder / name


def _read_by(app: Flask, tree: nodes.Template) -> set[str]:
    """The names that it reads of its page, without those that it sets itself or that all pages have."""
    with app.test_request_context():
        everywhere: dict[str, object] = {}
        app.update_template_context(everywhere)
    own = {
        name.name
        for each in tree.find_all((nodes.Assign, nodes.AssignBlock, nodes.For))
        for name in (each.target, *each.target.find_all(nodes.Name))
        if isinstance(name, nodes.Name)
    }
    return meta.find_undeclared_variables(tree) - own - everywhere.keys() - app.jinja_env.globals.keys() - EVERYWHERE
