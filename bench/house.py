"""`make house`: what is worth watching in the structure, beside the figures last committed. A person judges.

Six journeys are walked with the tests' own client over a small coalition on SQLite. A file is *entered* when a function
of `workflow` that is defined in it is called while the request is answered; a function is counted once, however often
it is called. Names are read off the syntax trees: participles end as they do in English or stand in a short list.
"""

import argparse
import ast
import html
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import create_engine

from bench.forms import fields
from bench.names import first_word, is_participle, is_verb
from bench.pages import publish
from tests.consolidations import DECISION, SALUTE, answer, consolidation
from tests.decisions import adopt, on_the_table
from tests.provide.tables import make_tables
from tests.web.house import House, house_of
from tests.web.site import Visitor
from workflow import app as roof
from workflow import database
from workflow.config import Settings

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "docs" / "house.json"
SOURCES = ("workflow", "worker")


def main() -> None:
    """Print the figures; with --write keep them as those to compare with."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--write", action="store_true", help="keep these figures in docs/house.json")
    args = wanted.parse_args()
    found = figures()
    before = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    _print(found, before)
    if args.write:
        KEPT.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")


def figures() -> dict[str, dict[str, float]]:
    """Heading -> what was counted -> its figure."""
    return {
        "entered (files, functions)": journeys(),
        "python files a folder": _files_in_folders(),
        "lines of Python": _lines(),
        "names of functions, % of all": _names(),
        "modules with one importer": {"all": _with_one_importer()},
        "template lines": _template_lines(),
    }


def _print(found: dict[str, dict[str, float]], before: dict[str, dict[str, float]]) -> None:
    for heading, rows in found.items():
        print(heading)
        old = before.get(heading, {})
        for name in [*rows, *(gone for gone in old if gone not in rows)]:
            now, then = rows.get(name), old.get(name)
            change = "" if now == then else f"   (committed: {then if then is not None else '–'})"
            print(f"  {name:<44} {now if now is not None else '–':>8}{change}")
        print()


# -- six journeys ------------------------------------------------------------------------------------------------------


def journeys() -> dict[str, float]:
    """Journey -> files entered, and the functions called in them."""
    entered: dict[str, float] = {}
    for name, walk in (
        ("comment", _comment),
        ("amendment", _amendment),
        ("consolidation page", _consolidation_page),
        ("issue", _issue),
        ("position", _position),
        ("published page", _published_page),
    ):
        with _fresh_record() as settings:
            called = walk(settings)
        entered[f"{name}: files"] = len({place for place, _ in called})
        entered[f"{name}: functions"] = len(called)
    return entered


@contextmanager
def _fresh_record() -> Iterator[Settings]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/record.sqlite"
        settings = Settings.from_environment(
            {
                "COMMUNIQUE_DATA": folder,
                "COMMUNIQUE_DATABASE_URL": url,
                "COMMUNIQUE_SECRET_KEY": "house-only-" * 4,
                "COMMUNIQUE_TIME_ZONE": "UTC",
            }
        )
        engine = create_engine(url)
        make_tables(engine)
        engine.dispose()
        database.connect(url)
        yield settings
        database.engine().dispose()


def _entered(act: Callable[[], Any], wanted: int) -> set[tuple[str, str]]:
    """(file, function) of all that `act` calls in the product; its answer must have the status `wanted`."""
    called: set[tuple[str, str]] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            code = frame.f_code
            if code.co_filename.startswith(str(ROOT / "workflow")) and not code.co_name.startswith("<"):
                called.add((code.co_filename, code.co_qualname))

    sys.setprofile(note)
    try:
        answer_ = act()
    finally:
        sys.setprofile(None)
    if answer_.status_code != wanted:
        raise SystemExit(f"a journey answered {answer_.status_code}, not {wanted}")
    return called


def _comment(settings: Settings) -> set[tuple[str, str]]:
    return _item(settings, "items", "body", kind="comment", where="words", body="Give a source.", words="twice")


def _amendment(settings: Settings) -> set[tuple[str, str]]:
    edited = (
        "The river has risen three times this year. The river will rise again, and those who live beside it know it."
    )
    return _item(settings, "amendments", "edited", edited=edited, reason="It says more.", division="each")


def _item(settings: Settings, page: str, field: str, **typed: str) -> set[tuple[str, str]]:
    with house_of(settings) as house:
        dana, block = house.visitor("dana"), house.room.blocks(1)[1].id
        path = f"{house.address}/{page}/new?paragraph={block}"
        return _posted(dana, path, field, {"language": "en", **typed})


def _consolidation_page(settings: Settings) -> set[tuple[str, str]]:
    with consolidation(DECISION, SALUTE) as room:
        house = House(room, roof.create_app(settings), settings.base_url)
        sara = house.visitor("sara")
        return _entered(lambda: sara.get(f"{house.address}/consolidation"), 200)


def _issue(settings: Settings) -> set[tuple[str, str]]:
    with consolidation(DECISION, SALUTE) as room:
        answer(room, "A1", "accepted")
        answer(room, "A2", "accepted")
        house = House(room, roof.create_app(settings), settings.base_url)
        return _posted(house.visitor("sara"), f"{house.address}/versions", "seen", {})


def _position(settings: Settings) -> set[tuple[str, str]]:
    with house_of(settings) as house:
        on_the_table(house.room)
        dana, page = house.visitor("dana"), f"{house.address}/decision"
        return _entered(lambda: dana.get(page), 200) | _posted(dana, page, "stance", {"stance": "approve"})


def _published_page(settings: Settings) -> set[tuple[str, str]]:
    with house_of(settings) as house:
        on_the_table(house.room)
        adopt(house.room)
        publish(house.app, settings)
        reader = house.app.test_client(use_cookies=False)
        path = f"/{house.room.statement().address}"
        return _entered(lambda: reader.get(path, base_url=house.base), 200)


def _posted(visitor: Visitor, path: str, field: str, typed: dict[str, str]) -> set[tuple[str, str]]:
    """What is entered when the form of the page at `path` that has `field` is sent, filled with what was typed."""
    visitor.get(path)
    forms = re.findall(r'<form\b([^>]*method="post"[^>]*)>(.*?)</form>', visitor.page, re.S)
    main = [each for each in forms if "sign-out" not in each[0] and f'name="{field}"' in each[1]]
    attributes, content = main[0]
    action = re.search(r'action="([^"]*)"', attributes)
    held = {name: value for name, value in fields(content.encode()).items() if name != "csrf_token"}
    where = html.unescape(action[1]) if action and action[1] else path
    return _entered(lambda: visitor.post(where, {**held, **typed}), 303)


# -- the tree ----------------------------------------------------------------------------------------------------------


def _modules() -> list[Path]:
    return sorted(
        path for source in SOURCES for path in (ROOT / source).rglob("*.py") if "__pycache__" not in path.parts
    )


def _files_in_folders() -> dict[str, float]:
    counted = Counter(str(path.parent.relative_to(ROOT)) for path in _modules() if path.name != "__init__.py")
    return dict(sorted(counted.items()))


def _lines() -> dict[str, float]:
    counted: Counter[str] = Counter()
    for path in _modules():
        inside = path.relative_to(ROOT).parts
        counted["workflow/text" if inside[:2] == ("workflow", "text") else inside[0]] += len(
            path.read_text("utf-8").splitlines()
        )
    return {"workflow without text": counted["workflow"], "workflow/text": counted["workflow/text"],
            "worker": counted["worker"]}  # fmt: skip


def _names() -> dict[str, float]:
    names = [
        (first_word(node.name), "text" in path.relative_to(ROOT).parts)
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("__")
    ]
    rest = [first for first, is_text in names if not is_text]
    return {
        "functions": len(names),
        "past participle": _share(is_participle, [first for first, _ in names]),
        "past participle, without text": _share(is_participle, rest),
        "verb": _share(is_verb, [first for first, _ in names]),
    }


def _share(is_so: Callable[[str], bool], words: Sequence[str]) -> float:
    return round(100 * sum(map(is_so, words)) / len(words), 1)


def _with_one_importer() -> int:
    importers: Counter[str] = Counter()
    known = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in _modules()}
    for path in _modules():
        mine: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                mine |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)} & known
        importers.update(mine)
    return sum(count == 1 for count in importers.values())


def _template_lines() -> dict[str, float]:
    lines = [
        len(line)
        for path in (ROOT / "workflow" / "templates").rglob("*")
        if path.suffix in (".html", ".txt")
        for line in path.read_text("utf-8").splitlines()
    ]
    return {
        "longest": max(lines),
        "over 120": sum(each > 120 for each in lines),
        "over 200": sum(each > 200 for each in lines),
    }


if __name__ == "__main__":
    main()
