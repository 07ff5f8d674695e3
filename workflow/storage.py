"""Files that everybody may read: each appears whole or not at all, whatever happens meanwhile."""

import errno
import hashlib
import os
import secrets
import shutil
import stat
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath


def write(folder: Path, name: str, content: bytes) -> None:
    """Have `folder` hold `content` under `name`, on disk before this returns; raises OSError and leaves what was."""
    target = _inside(folder, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.{secrets.token_hex(4)}.half")
    try:
        _put_file(half, content)
        half.replace(target)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    _flush_names(target.parent)


def write_all(folder: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Have `folder` hold a sub-folder `name` with these files; readers see all of them at once, or none.

    Where the sub-folder is there already each file that differs is replaced by itself. Raises OSError, after which
    some may be replaced, and a new sub-folder may stand there as a whole: the disk can fail after names were changed.
    """
    target = _inside(folder, name)
    if target.is_dir():
        for each, content in files.items():
            if read_file(target, each) != content:
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


def read_file(folder: Path, name: str) -> bytes | None:
    """What is kept under `name`, or None."""
    try:
        return _inside(folder, name).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # no file can have that name
            return None
        raise


def digest_of(content: bytes) -> str:
    """The SHA-256 of a file's content, in hexadecimal: by which what is served is known as what was written."""
    return hashlib.sha256(content).hexdigest()


def holds(folder: Path, name: str, digest: str) -> bool:
    """Whether a file of its own, no link, is kept under `name` and its SHA-256 is `digest`."""
    try:
        content = read_file(folder, name) if stat.S_ISREG(os.lstat(_inside(folder, name)).st_mode) else None
    except OSError:
        return False
    return content is not None and digest_of(content) == digest


def sign_of(folder: Path) -> str:
    """A random sign that is kept in the folder itself: two machines that see one folder read the same one.

    The first who asks makes it, and the folder. Raises OSError.
    """
    kept = folder / ".sign"
    with suppress(FileNotFoundError):
        if sign := kept.read_text("ascii").strip():
            return sign
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f"{kept.name}.{secrets.token_hex(4)}.half"
    _put_file(half, secrets.token_hex(8).encode())
    half.replace(kept)
    return kept.read_text("ascii").strip()  # of two who made it at once each reads the later one, here or the next time


def delete(folder: Path, name: str) -> None:
    """Have nothing under `name`."""
    _inside(folder, name).unlink(missing_ok=True)


def entries(folder: Path) -> set[str]:
    """The names of what stands in `folder` and may be served: sub-folders, files and links."""
    if not folder.is_dir():
        return set()
    return {each.name for each in folder.iterdir() if not each.name.startswith(".")}


def files_of(folder: Path, name: str) -> dict[str, os.stat_result]:
    """Every file in the sub-folder `name` by its name in `folder`, with what the disk says of it; links are files.

    What is being written, under a name that begins with a dot, is left out.
    """
    found: dict[str, os.stat_result] = {}
    waiting = [name]
    while waiting:
        under = waiting.pop()
        try:
            with os.scandir(folder / under) as there:
                for each in (each for each in there if not each.name.startswith(".")):
                    inside = f"{under}/{each.name}"
                    if each.is_dir(follow_symlinks=False):
                        waiting.append(inside)
                    else:
                        found[inside] = each.stat(follow_symlinks=False)
        except (FileNotFoundError, NotADirectoryError):  # taken away meanwhile
            continue
    return found


def is_there(folder: Path, name: str) -> bool:
    """Whether anything stands under `name`, be it a link to nowhere."""
    return os.path.lexists(_inside(folder, name))


def move_out(folder: Path, name: str, aside: Path, called: str) -> str:
    """Have `folder` hold nothing under `name`, and `aside` hold it; the name under which, which begins with `called`.

    Nothing is lost and nothing written over: readers see all of it until they see none of it. Raises OSError.
    """
    kept = _name_with_moment(called)
    aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    source = _inside(folder, name)
    try:
        source.rename(aside / kept)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        hidden = source.with_name(f".{source.name}.{secrets.token_hex(4)}.aside")
        source.rename(hidden)  # at once, since a copy takes its time
        _copy(hidden, aside / kept)
        _remove(hidden)
    _flush_names(source.parent)
    _flush_names(aside)
    return kept


def move_back(aside: Path, kept: str, folder: Path, name: str) -> None:
    """Have `folder` hold under `name` what `aside` holds under `kept`; all at once. Raises OSError: it is taken."""
    target = _inside(folder, name)
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    folder.mkdir(parents=True, exist_ok=True)
    source = _inside(aside, kept)
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        half = folder / f".{name}.{secrets.token_hex(4)}.half"
        _copy(source, half)
        half.rename(target)
        _remove(source)
    _flush_names(folder)


def move_rest_out(folder: Path, aside: Path, after: float = 60.0) -> None:
    """End what a worker that was killed between two disks left half moved out, more than `after` seconds ago.

    Raises OSError: what could not be moved stays, and is served to nobody.
    """
    for hidden in folder.glob(".*.aside") if folder.is_dir() else ():
        if time.time() - os.lstat(hidden).st_ctime < after:  # another one may be at it
            continue
        aside.mkdir(mode=0o700, parents=True, exist_ok=True)
        called = hidden.name.removeprefix(".").rsplit(".", 2)[0]
        _copy(hidden, aside / _name_with_moment(called))
        _remove(hidden)


def _inside(folder: Path, name: str) -> Path:
    parts = PurePosixPath(name).parts
    if not parts or any(part.startswith((".", "/")) or "\0" in part for part in parts):
        raise ValueError(f"not a name inside the folder: {name!r}")
    return folder.joinpath(*parts)


def _name_with_moment(called: str) -> str:
    """A name that nothing has: what it is called, as far as every disk takes it, with the moment and some luck."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-.") else "_" for sign in called)
    return f"{plain.lstrip('.')[:80]}-{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"


def _copy(source: Path, target: Path) -> None:
    """A whole copy on another disk, which appears all at once; raises OSError and leaves nothing of it there."""
    half = target.with_name(f".{target.name}.{secrets.token_hex(4)}.half")
    try:
        if source.is_dir() and not source.is_symlink():
            shutil.copytree(source, half, symlinks=True)
        else:
            shutil.copy2(source, half, follow_symlinks=False)
        half.rename(target)
    except OSError:
        if half.is_dir() and not half.is_symlink():
            shutil.rmtree(half, ignore_errors=True)
        else:
            half.unlink(missing_ok=True)
        raise


def _remove(copied: Path) -> None:
    if copied.is_dir() and not copied.is_symlink():
        shutil.rmtree(copied)
    else:
        copied.unlink()


def _put_file(where: Path, content: bytes) -> None:
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
