"""Files that everybody may read: each appears whole or not at all, whatever happens meanwhile."""

import errno
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath


def write(folder: Path, name: str, content: bytes) -> None:
    """Have `folder` hold `content` under `name`, on disk before this returns; raises OSError and leaves what was."""
    target = _inside(folder, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.{secrets.token_hex(4)}.half")
    try:
        _put(half, content)
        half.replace(target)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    _flush_names(target.parent)


def write_all(folder: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Have `folder` hold a sub-folder `name` with these files; readers see all of them at once, or none.

    Where the sub-folder is there already each file is replaced by itself. Raises OSError, after which some may be
    replaced, and a new sub-folder may stand there as a whole: the disk can fail after the names were changed.
    """
    target = _inside(folder, name)
    if target.is_dir():
        for each, content in files.items():
            write(target, each, content)
        return
    _clear_half_made(folder, name)
    half = folder / f".{name}.{secrets.token_hex(4)}.half"
    try:
        for each, content in files.items():
            write(half, each, content)
        half.replace(target)
    except OSError:
        shutil.rmtree(half, ignore_errors=True)
        raise
    _flush_names(folder)


def read(folder: Path, name: str) -> bytes | None:
    """What is kept under `name`, or None."""
    try:
        return _inside(folder, name).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # no file can have that name
            return None
        raise


def delete(folder: Path, name: str) -> None:
    """Have nothing under `name`."""
    _inside(folder, name).unlink(missing_ok=True)


def folders(folder: Path) -> set[str]:
    """The names of the sub-folders that readers see."""
    if not folder.is_dir():
        return set()
    return {each.name for each in folder.iterdir() if each.is_dir() and not each.name.startswith(".")}


def delete_all(folder: Path, name: str) -> None:
    """Have no sub-folder `name`; readers see all of it until they see none of it. Raises OSError."""
    half = folder / f".{name}.{secrets.token_hex(4)}.half"
    _inside(folder, name).replace(half)
    _flush_names(folder)
    shutil.rmtree(half)


def _inside(folder: Path, name: str) -> Path:
    parts = PurePosixPath(name).parts
    if not parts or any(part.startswith((".", "/")) or "\0" in part for part in parts):
        raise ValueError(f"not a name inside the folder: {name!r}")
    return folder.joinpath(*parts)


def _put(where: Path, content: bytes) -> None:
    with where.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _clear_half_made(folder: Path, name: str) -> None:
    for left in folder.glob(f".{name}.*.half"):
        shutil.rmtree(left, ignore_errors=True)


def _flush_names(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
