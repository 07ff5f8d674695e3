"""`python -m tests.journeys.pictures`: the demo's rooms as pictures, into docs/pictures."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.provide.chromium import browser
from tests.supervisor.processes import free_port, started
from workflow.demo.cast import cast

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
# name -> (who looks, stage of the statement or None, page, width, height)
PICTURES = {
    "home": ("litiana.vakaloloma@island-lens.example", None, "/home", 1280, 900),
    "room": ("nirmala.weerakkody@tank-cascade.example", "consultation", "", 1280, 1150),
    "room-phone": ("nirmala.weerakkody@tank-cascade.example", "consultation", "", 390, 1100),
    "room-arabic": ("zainab.saadi@aswat-al-ahwar.example", "consultation", "?language=ar", 1280, 1100),
    "changes": ("litiana.vakaloloma@island-lens.example", "decision", "/changes", 1280, 1150),
    "consolidation": ("julian.etcheverry@cuenca-sur.example", "consolidation", "/consolidation", 1280, 1100),
    "decision": ("litiana.vakaloloma@island-lens.example", "decision", "/decision", 1280, 1150),
}


def main() -> None:
    """Start a demo, take the pictures, end it."""
    FOLDER.mkdir(exist_ok=True)
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "demo"
        command = ("workflow.cli", "--data", str(data), "run", "--port", str(port))
        with started(data, *command) as run, browser() as program:
            run.wait_for("runs at", within=60)
            for name in PICTURES:
                _take(program, f"http://127.0.0.1:{port}", name)  # type: ignore[arg-type]
            _take_public(program, f"http://127.0.0.1:{port}")  # type: ignore[arg-type]
            run.end()


def _take(program: Browser, address: str, name: str) -> None:
    who, stage, page, width, height = PICTURES[name]
    assert who in {one["email"] for one in cast()["cast"]}
    context = program.new_context(viewport={"width": width, "height": height}, color_scheme="light")
    window = context.new_page()
    window.goto(f"{address}/sign-in")
    window.locator(f"button[value='{who}']").click()
    if stage:
        window.goto(f"{address}/statements?stage={stage}")
        window.locator("main h3 a, main table a").first.click()
        window.goto(window.url.partition("?")[0].rstrip("/") + page)
    window.screenshot(path=FOLDER / f"{name}.png")
    context.close()


def _take_public(program: Browser, address: str) -> None:
    context = program.new_context(viewport={"width": 1280, "height": 1150}, color_scheme="light")
    window = context.new_page()
    window.goto(f"{address}/")
    window.locator("main h1 a").click()
    window.screenshot(path=FOLDER / "public.png")
    context.close()


if __name__ == "__main__":
    main()
