"""Every refusal of the house: a status, a sentence in all catalogues, and words for whatever facts it carries."""

import ast
import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from enum import Enum
from importlib import import_module
from itertools import product
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale

import workflow
from workflow.config import LANGUAGES, Settings
from workflow.rules.consolidation.refusals import AmendmentsConflict
from workflow.rules.items.refusals import AlreadySent, DraftsNotReady
from workflow.rules.people.refusals import NameTaken
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.refusals import NotFound, Refusal, StaleVersion
from workflow.rules.shared.sentences import Deadline, Language, Sentence
from workflow.text.values import ConflictKind
from workflow.web.shared import locale
from workflow.web.shared.refusals import sentence_of

ROOT = Path(workflow.__file__).parent
MODULES = [import_module(f"workflow.rules.{path.parent.name}.refusals") for path in ROOT.glob("rules/*/refusals.py")]
REFUSALS = sorted(
    {
        each
        for module in MODULES
        for each in vars(module).values()
        if inspect.isclass(each) and issubclass(each, Refusal)
    }
    - {Refusal},
    key=lambda each: each.__name__,
)
AT = datetime(2024, 12, 4, 17, 0, tzinfo=UTC)
PLAIN: dict[Any, Sequence[Any]] = {
    NoneType: (None,),
    bool: (True, False),
    int: (1, 3),
    float: (0.25, 600),
    str: ("A1", ""),
    datetime: (AT,),
    Deadline: (Deadline(AT),),
    Language: (Language("fr"),),
    Sequence[str]: (["A1"], ["A1", "A2", "A3"], []),
    Sequence[int]: ([2], [2, 3], [0], []),
    Mapping[str, Refusal]: ({"A1": NameTaken()}, {"A1": NameTaken(), "C2": NameTaken()}),
    Sequence[tuple[int, Refusal]]: ([(3, NameTaken())], [(3, NameTaken()), (4, NameTaken())]),
}
"""What a fact of each type may be; a fact of a new type is to be said too."""


def values(hint: Any) -> list[Any]:
    """What a fact with that type may be."""
    if get_origin(hint) in (Union, UnionType):
        return [value for each in get_args(hint) for value in values(each)]
    if get_origin(hint) is Literal:
        return list(get_args(hint))
    if inspect.isclass(hint) and issubclass(hint, Enum):
        return list(hint)
    return list(PLAIN[hint])


def samples(kind: type[Refusal]) -> Iterator[Refusal]:
    """The refusal with all facts that it may carry."""
    if kind is AmendmentsConflict:
        yield from conflicts()
        return
    if kind is DraftsNotReady:
        sent = AlreadySent("A1", by_oneself=False)
        yield from (DraftsNotReady({"A1": sent}), DraftsNotReady({"A1": sent, "C2": sent}))
    hints = get_type_hints(kind)
    names = [each.name for each in fields(kind) if each.name != "field"]
    for facts in product(*(values(hints[name]) for name in names)):
        yield kind(**dict(zip(names, facts, strict=True)))


def conflicts() -> Iterator[Refusal]:
    """Those that the text engine finds: not every reason goes with every group."""
    led = ConflictKind.DELETE_EDIT, ConflictKind.MOVED_ANCHOR
    words = ConflictKind.SAME_WORDS, ConflictKind.SAME_POINT
    groups: list[tuple[tuple[ConflictKind, ...], dict[str, Any]]] = [
        ((*words, ConflictKind.TWO_PLACES), {}),
        (led, {"against": ("A2", "A3")}),
        (words, {"open": ("A2", "A3"), "may_be_open": True}),
        (led, {"open": ("A2", "A3")}),
    ]
    for reasons, facts in groups:
        for why in reasons:
            yield AmendmentsConflict(why, "A1", refs=("A1", "A2", "A3"), **facts)


def sentences(refusal: Refusal) -> tuple[Sentence, ...]:
    """What it says, one by one."""
    said = refusal.sentence
    return said if isinstance(said, tuple) else (said,)


@pytest.fixture(scope="module")
def app() -> Flask:
    """An application that speaks, and does nothing else."""
    environ = {"COMMUNIQUE_SECRET_KEY": "tests-only-" * 4, "COMMUNIQUE_COALITION": "Coalition for Open Rivers"}
    settings = Settings.from_environment({**environ, "COMMUNIQUE_TIME_ZONE": "UTC"})
    app = Flask(workflow.__name__)
    app.config["COMMUNIQUE"] = settings
    locale.init(app, settings)
    return app


def test_the_house_has_refusals_and_what_is_not_there_is_none_of_them() -> None:
    assert len(REFUSALS) > 90
    assert not issubclass(NotFound, Refusal)


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)
def test_every_refusal_has_a_status_and_can_be_said_in_four_languages(kind: type[Refusal], app: Flask) -> None:
    assert 400 <= kind.status < 600
    said = {language: [] for language in LANGUAGES}
    with app.test_request_context():
        for language in LANGUAGES:
            with force_locale(language):
                said[language] = [sentence_of(each) for each in samples(kind) if sentences(each)]
    assert all(words and "%(" not in words for spoken in said.values() for words in spoken)
    assert len(LANGUAGES) == len({tuple(spoken) for spoken in said.values()}), "a language says what another says"


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_sentence_of_a_refusal_is_in_every_catalogue_and_is_said_of_some_facts(language: str) -> None:
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        known = {each.id if isinstance(each.id, str) else tuple(each.id): each for each in read_po(file) if each.id}
    said = {(each.one, each.many) if each.many else each.one for kind in REFUSALS for every in samples(kind)
            for each in sentences(every)}  # fmt: skip
    assert not said - known.keys()
    assert said == marked()


def marked() -> set[Any]:
    """The sentences that the rules mark."""
    found: set[Any] = set()
    for path in ROOT.glob("rules/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("N_", "N_n"):
                words = [ast.literal_eval(each) for each in node.args]
                found.add(words[0] if node.func.id == "N_" else (words[0], words[1]))
    return found


def test_a_version_is_called_by_its_label_and_a_number_counts(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert sentence_of(StaleVersion(1, 2, Labelling.NUMBERS)).startswith("Version 2 was issued")
        assert sentence_of(StaleVersion(1, 2, Labelling.ZERO_DRAFT)).startswith("Version “Rev. 1” was issued")


def handlers(tree: ast.AST) -> Iterator[str]:
    """The names of what is caught."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            yield from (leaf.id for leaf in ast.walk(node.type) if isinstance(leaf, ast.Name))


def told_apart(tree: ast.AST) -> Iterator[int]:
    """Where a refusal is told from others by something else than its class or its field."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for leaf in ast.walk(node):
                named = isinstance(leaf, ast.Attribute) and isinstance(leaf.value, ast.Name)
                if named and leaf.value.id in ("refusal", "refused") and leaf.attr not in ("field", "start"):
                    yield node.lineno


@pytest.mark.parametrize("path", sorted(ROOT.glob("web/**/*.py")), ids=lambda path: path.stem)
def test_no_view_catches_what_is_not_there_or_tells_refusals_apart_by_codes(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert "NotFound" not in set(handlers(tree))
    assert not list(told_apart(tree))
