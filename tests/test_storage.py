"""Files appear whole or not at all."""

import os
import threading
from pathlib import Path
from typing import Any

import pytest

from workflow import storage

pytestmark = pytest.mark.unit


def test_a_file_is_kept_replaced_read_and_deleted(tmp_path: Path) -> None:
    assert storage.read_file(tmp_path, "a/b.txt") is None
    storage.write(tmp_path, "a/b.txt", b"one")
    storage.write(tmp_path, "a/b.txt", b"two")
    assert storage.read_file(tmp_path, "a/b.txt") == b"two"
    storage.delete(tmp_path, "a/b.txt")
    storage.delete(tmp_path, "a/b.txt")
    assert storage.read_file(tmp_path, "a/b.txt") is None


def test_a_folder_has_one_sign_that_nobody_is_served_and_another_folder_another(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    sign = storage.sign_of(here)
    assert len(sign) == 16 and storage.sign_of(here) == sign != storage.sign_of(there)
    assert not storage.entries(here)
    (here / ".sign").write_text("")  # a disk was full
    assert len(storage.sign_of(here)) == 16
    assert [each.name for each in here.iterdir()] == [".sign"]


def test_a_folder_of_files_appears_all_at_once(tmp_path: Path) -> None:
    storage.write_all(tmp_path, "JS-2026-1", {"index.html": b"page", "en/index.html": b"page", "en.txt": b"text"})
    assert sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()) == [
        "JS-2026-1/en.txt",
        "JS-2026-1/en/index.html",
        "JS-2026-1/index.html",
    ]


def test_nothing_of_a_new_folder_can_be_read_before_all_of_it_is_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    real = os.fsync

    def looks(descriptor: int) -> None:
        seen.append((tmp_path / "JS-2026-1").exists())
        real(descriptor)

    monkeypatch.setattr(os, "fsync", looks)
    storage.write_all(tmp_path, "JS-2026-1", {f"{n}.txt": b"text" for n in range(3)})
    assert seen == [False] * 6 + [True]  # each file and its folder; last the name of the whole


def test_written_again_it_holds_the_new_files(tmp_path: Path) -> None:
    storage.write_all(tmp_path, "JS-2026-1", {"index.html": b"one"})
    storage.write_all(tmp_path, "JS-2026-1", {"index.html": b"two", "en.txt": b"text"})
    assert storage.read_file(tmp_path, "JS-2026-1/index.html") == b"two"
    assert storage.read_file(tmp_path, "JS-2026-1/en.txt") == b"text"


def test_a_disk_that_fills_up_leaves_nothing_of_a_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) > 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        storage.write_all(tmp_path, "JS-2026-1", {f"{n}.txt": b"text" for n in range(9)})
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage.write(tmp_path, "index.html", b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        storage.write(tmp_path, "index.html", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert storage.read_file(tmp_path, "index.html") == b"old"


def test_what_a_killed_worker_left_half_made_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".JS-2026-1.dead.half").mkdir()
    storage.write_all(tmp_path, "JS-2026-1", {"index.html": b"page"})
    assert [path.name for path in tmp_path.iterdir()] == ["JS-2026-1"]


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    whole = {b"a" * 100_000, b"b" * 100_000}
    storage.write(tmp_path, "page", b"a" * 100_000)
    seen: set[Any] = set()
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            seen.add(storage.read_file(tmp_path, "page"))

    reader = threading.Thread(target=look)
    reader.start()
    for turn in range(60):
        storage.write(tmp_path, "page", (b"a" if turn % 2 else b"b") * 100_000)
    over.set()
    reader.join()
    assert seen <= whole


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../x", ".hidden", "a/.hidden", "", "a\0b"])
def test_a_name_stays_inside_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="inside"):
        storage.read_file(tmp_path, name)


def test_a_name_that_no_file_can_have_is_nothing(tmp_path: Path) -> None:
    assert storage.read_file(tmp_path, "JS-2026-1/" + "x" * 300 + ".txt") is None
