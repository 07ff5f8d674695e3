"""Nobody protected is exposed: a name is reached through `organisation_names.named`, and in no other way."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[3]
SOURCES = sorted(path for package in ("workflow", "worker") for path in (ROOT / package).rglob("*.py"))
TEMPLATES = sorted(path for path in (ROOT / "workflow" / "templates").rglob("*") if path.suffix in (".html", ".txt"))
HOME = "workflow/queries/shared/organisation_names.py"
READS_CODES = {
    HOME,
    "workflow/queries/people/exposure.py",  # which label stands where, for the page that ends it
    "workflow/services/shared/choosing.py",  # whom a form meant by a label
    "workflow/services/shared/record.py",  # which are taken
}
READS_NAMES = {
    HOME,
    "workflow/services/decision/tabling.py",  # of a mandate, as its members agreed to it; shown by mandate_names alone
}
BUILDS_NAMES = {
    "workflow/rules/shared/names.py",
    "workflow/queries/publication/published.py",  # in the words in which it was printed
    "workflow/emails/alike.py",  # a sign that is nobody's name
}
ONES_OWN = {  # before somebody of that organisation, who was mailed a link
    "workflow/services/people/joining.py",
    "workflow/templates/people/invitation.html",
    "workflow/templates/emails/base.html",  # the recipient's own, said to nobody else
}
CHAIN = re.compile(r"\borganisation\.name\b")


def other_ways(path: str, source: str) -> Iterator[str]:
    """Each place of a module where a name or a label is reached without `named`."""
    tree = ast.parse(source)
    organisations, labels = ({name, *_aliases(tree, name)} for name in ("Organisation", "Label"))
    for node in ast.walk(tree):
        at = f"{path}:{getattr(node, 'lineno', 0)}"
        match node:
            case ast.ImportFrom(names=names) if path != HOME and "name_before" in {each.name for each in names}:
                yield f"{at} imports name_before"
            case ast.Attribute(value=ast.Name(id=name), attr="name") if (
                name in organisations and path not in READS_NAMES
            ):
                yield f"{at} reads {name}.name"
            case ast.Attribute(value=ast.Name(id=name), attr="code") if name in labels and path not in READS_CODES:
                yield f"{at} reads {name}.code"
            case ast.Call(func=ast.Name(id="Named"), args=args, keywords=words) if args or words:
                if path not in BUILDS_NAMES:
                    yield f"{at} makes a name"
            case ast.Call(func=func, args=args) if path.startswith("workflow/queries/") and _is_asking(func):
                if any(isinstance(each, ast.Name) and each.id in organisations | labels for each in args):
                    yield f"{at} fetches the organisation whole"
    if path not in ONES_OWN and CHAIN.search(source):
        yield f"{path} reads organisation.name"


def _aliases(tree: ast.AST, model: str) -> Iterator[str]:
    """The names of what is assigned from aliased(model), alone or among others."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            target, values = node.targets[0], node.value
            pairs = zip(target.elts, values.elts, strict=False) if isinstance(target, ast.Tuple) and isinstance(
                values, ast.Tuple
            ) else [(target, values)]  # fmt: skip
            for one, value in pairs:
                if isinstance(one, ast.Name) and ast.unparse(value) == f"aliased({model})":
                    yield one.id


def _is_asking(func: ast.expr) -> bool:
    named = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
    return named in ("select", "add_columns", "columns_of", "get", "get_one")


def test_no_module_has_another_way_to_a_name() -> None:
    found = [each for path in SOURCES for each in other_ways(str(path.relative_to(ROOT)), path.read_text("utf-8"))]
    assert found == []


def test_no_template_walks_from_a_person_to_the_name_of_an_organisation() -> None:
    found = {str(path.relative_to(ROOT)) for path in TEMPLATES if CHAIN.search(path.read_text("utf-8"))}
    assert found <= ONES_OWN


@pytest.mark.parametrize(
    "line",
    [
        "from workflow.rules.shared.names import Viewer, name_before",
        "asked = select(Organisation.id, Organisation.name)",
        "asked = select(Item.id, Label.code)",
        "house, item = aliased(Organisation), aliased(Item)\nasked = select(item.id, house.name)",
        "sign = aliased(Label)\nasked = select(sign.code)",
        "who = Named(name=row.name, language=row.language)",
        "asked = select(Reply, Organisation)",
        "columns = columns_of(Member, Organisation)",
        "organisation = session.get(Organisation, 1)",
        "said = person.organisation.name",
    ],
)
def test_another_way_to_a_name_is_seen(line: str) -> None:
    assert list(other_ways("workflow/queries/items/new.py", line))
