"""Every page on small screens, in every language; prints what sticks out sideways and what axe finds.

python -m bench.screens [--languages en fr es ar] [--all] [--only ENDPOINT] [--no-axe]
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from tests.machines.asking import moved_in
from tests.machines.screens import PHONE, SMALL, Pages, Screens, Sheet, thin
from tests.machines.weights import NAME, weigh
from tests.provide.chromium import browser


def main() -> int:
    """Look at everything; 1 where something was found."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--languages", nargs="+", default=["en", "fr", "es", "ar"])
    wanted.add_argument("--all", action="store_true", help="also the pages that show nothing new")
    wanted.add_argument("--only", default="", help="only pages whose endpoint has this in its name")
    wanted.add_argument("--no-axe", action="store_true")
    args = wanted.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, browser() as program:
        url = f"sqlite:///{folder}/town.sqlite3"
        ground = moved_in(Path(folder), url, COMMUNIQUE_COALITION=NAME[:80])
        pages = Pages(ground, weigh(ground.town))
        sheets = pages.collect()
        print(f"{len(sheets)} pages, {time.monotonic() - began:.0f} s", flush=True)
        chosen = [each for each in (sheets if args.all else thin(sheets)) if args.only in each.endpoint]
        print(f"{len(chosen)} shown, {time.monotonic() - began:.0f} s", flush=True)
        screens = Screens(program, ground.browsers.base)  # type: ignore[arg-type]
        for language in args.languages:
            _look(screens, pages.again(chosen, language), is_axed=not args.no_axe)
            print(f"{language}: {time.monotonic() - began:.0f} s", flush=True)
        print("\n".join(screens.faults), f"\n{screens.shown} times shown, {len(screens.faults)} faults")
    return bool(screens.faults)


def _look(screens: Screens, chosen: Iterable[Sheet], *, is_axed: bool) -> None:
    with screens.window(SMALL, scripts=False) as small, screens.window(PHONE) as twice, screens.window(PHONE) as phone:
        for sheet in chosen:
            screens.sticks_out(small, sheet, safest=True)
            screens.sticks_out(twice, sheet, twice=True)
            if is_axed:
                screens.axe(phone, sheet)


if __name__ == "__main__":
    sys.exit(main())
