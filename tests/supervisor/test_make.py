"""`make` alone tells what there is, and what is missing in one sentence."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.supervisor.processes import ROOT


def _made(folder: Path, *arguments: str, path: str = os.environ["PATH"]) -> "subprocess.CompletedProcess[str]":
    for name in ("Makefile", "pyproject.toml", "requirements.txt", "requirements-dev.txt", "requirements-build.txt"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    command = ["/usr/bin/env", "make", *arguments]
    return subprocess.run(
        command, cwd=folder, env={**environ, "PATH": path}, capture_output=True, text=True, check=False
    )


def test_make_lists_the_targets() -> None:
    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for target in ("run", "test", "check", "bench", "bench-text", "drill", "lock", "catalogues", "clean"):
        assert f"  make {target} " in listed


def test_an_old_python_is_one_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")  # says no when asked whether it is 3.11 or newer
    old.chmod(0o755)
    made = _made(tmp_path, "run", f"PYTHON={old}")
    assert made.returncode != 0
    assert made.stderr.splitlines()[0] == f"Communiqué needs Python 3.11 or newer; {old} is older."
    assert not (tmp_path / ".venv").exists()


def test_no_python_is_one_sentence(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("make", "sh"):
        (tools / name).symlink_to(next(p for p in (Path("/usr/bin") / name, Path("/bin") / name) if p.exists()))
    made = _made(tmp_path, "run", path=str(tools))
    assert made.returncode != 0
    assert made.stderr.startswith("Communiqué needs Python 3.11 or newer; none was found on the PATH")


def test_the_locks_have_hashes_and_name_no_place() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-build.txt"):
        lines = (ROOT / name).read_text().splitlines()
        named = [line for line in lines if "==" in line and not line.startswith("#")]
        assert len(named) == sum(line.endswith("\\") and "==" in line for line in lines), "each one has its hashes"
        assert not [line for line in lines if "://" in line or line.startswith(("-", "file:")) or " @ " in line]


def test_the_run_time_lock_is_part_of_the_developers_lock() -> None:
    def pinned(name: str) -> set[str]:
        return {line.removesuffix(" \\") for line in (ROOT / name).read_text().splitlines() if "==" in line}

    assert pinned("requirements.txt") <= pinned("requirements-dev.txt")


def test_the_package_itself_says_so_to_an_old_python(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (ROOT / "workflow" / "__init__.py").read_text()
    ast.parse(source, feature_version=(3, 7))  # the old one must be able to read what refuses it
    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is Python 3\.10\."):
        exec(compile(source, "workflow", "exec"), {})  # noqa: S102
