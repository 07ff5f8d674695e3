"""The wheel is the whole product: installed alone into an empty environment it starts, and speaks French."""

import os
import re
import secrets
import shutil
import subprocess
import sys
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from tests.deploy.compose import ROOT
from tests.supervisor.processes import MARK, PATIENCE, Started, living, until

LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.mo", "messages.pot", "compiled")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a fresh checkout: nothing of it was compiled before. Nothing is fetched."""
    checkout = tmp_path_factory.mktemp("checkout")
    for folder in ("workflow", "worker", "migrations"):
        shutil.copytree(ROOT / folder, checkout / folder, ignore=LEFT_OUT)
    for file in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / file, checkout / file)
    made = ("wheel", "-q", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", "dist", ".")
    subprocess.run([sys.executable, "-m", "pip", *made], cwd=checkout, check=True, capture_output=True)
    return next((checkout / "dist").glob("communique-*.whl"))


def test_the_wheel_holds_what_is_read_at_run_time_and_nothing_that_tools_left(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"workflow/migrations/{each.relative_to(ROOT / 'migrations')}" for each in _files("migrations")}
    wanted |= {str(each.relative_to(ROOT)) for each in _files("workflow") if each.suffix != ".mo"}
    wanted |= {f"workflow/translations/{code}/LC_MESSAGES/messages.mo" for code in ("fr", "es", "ar")}
    assert wanted - held == set()
    assert not [name for name in held if "__pycache__" in name or name.endswith((".pyc", ".pot"))]
    assert {name.partition("/")[0] for name in held if ".dist-info" not in name} == {"workflow", "worker"}


def _files(folder: str) -> list[Path]:
    left = re.compile(r"__pycache__|\.pyc$|messages\.pot$|translations/compiled$")
    return [each for each in (ROOT / folder).rglob("*") if each.is_file() and not left.search(str(each))]


def test_the_wheel_alone_starts_and_opens_a_page_in_french(wheel: Path, tmp_path: Path) -> None:
    there = tmp_path / "environment"
    venv.create(there, symlinks=True)
    python = there / "bin" / "python"
    # What it depends on comes from here, and nothing of this checkout: a .pth's folder has no .pth read of its own.
    (site,) = there.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text("\n".join(each for each in sys.path if each.endswith("site-packages")))
    install = ("install", "-q", "--no-deps", "--no-index", str(wheel))
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *install], check=True, capture_output=True)
    mark, data, log = secrets.token_hex(8), tmp_path / "data", tmp_path / "said"
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("COMMUNIQUE_", "PYTHON"))}
    with log.open("w") as said:
        process = subprocess.Popen(
            [str(there / "bin" / "communique"), "--data", str(data), "run", "--no-demo", "--port", "0"],
            cwd=tmp_path,
            env={**bare, MARK: mark},
            stdout=said,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
        )
    run = Started(process, data, mark, log)
    try:
        until(lambda: "Ctrl-C ends it" in run.said() or process.poll() is not None)
        assert process.poll() is None, run.said()
        french = {"Accept-Language": "fr"}
        asked = urllib.request.Request(f"{run.told().address}/sign-in", headers=french)  # noqa: S310
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
            page = answer.read().decode()
        assert '<html lang="fr"' in page and "Se connecter" in page
        assert str(there) in next(line for line in run.processes().values() if "gunicorn" in line)
        assert run.end()[0] == 0
    finally:
        for pid in living(mark):
            os.kill(pid, 9)
