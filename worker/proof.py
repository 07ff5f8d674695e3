"""Proves the published files: each is what was written, and none is there that was not.

What differs is moved out of what is served, deleted by nobody, and made again from the record. Most looks ask the disk
alone whether a file was touched since it was proved; some files are read again each time whatever the disk says.
"""

import logging
import os
import stat
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy.orm import Session

from worker.faults import fault_place
from workflow import storage
from workflow.config import Settings
from workflow.database import reading, transaction
from workflow.queries.publication import printed
from workflow.queries.publication.published import is_address
from workflow.services.publication import imprint, setting_aside

READ_AGAIN = 200  # files of a look, whatever the disk says of them

Mark = tuple[int, int, int, int]
Written = Mapping[str, tuple[str, int | None]]

log = logging.getLogger(__name__)


class Proof:
    """One worker's memory of which files it has read, and as what."""

    def __init__(self, settings: Settings) -> None:
        self._folder, self._aside = settings.published, settings.set_aside
        self._marks: dict[str, Mark] = {}
        self._turn = 0

    def look(self) -> set[str]:
        """The addresses at which something was wrong and is away now; empty for index and feeds."""
        with reading() as session:
            written = printed.all_files(session)
        self._forget_some(sorted(written))
        found = self._files_on_disk(written)
        suspects: dict[str, set[str]] = defaultdict(set)
        for name in found.keys() | written.keys():
            if name not in written or name not in found or not self._is_proved(name, written[name][0], found[name]):
                suspects[_address(name)].add(name)
        return {address for address, names in sorted(suspects.items()) if self._is_mended(address, names)}

    def _files_on_disk(self, written: Written) -> dict[str, os.stat_result]:
        """The files under the addresses that have any in the record, and the lists beside them."""
        found: dict[str, os.stat_result] = {}
        for top in {name.partition("/")[0] for name in written}:
            try:
                at = os.lstat(self._folder / top)
            except FileNotFoundError:
                continue
            if stat.S_ISDIR(at.st_mode):
                found |= storage.files_of(self._folder, top)
            else:  # a list, or what somebody put in the place of a folder
                found[top] = at
        return found

    def _forget_some(self, names: list[str]) -> None:
        for name in names[self._turn : self._turn + READ_AGAIN]:
            self._marks.pop(name, None)
        self._turn = self._turn + READ_AGAIN if self._turn + READ_AGAIN < len(names) else 0

    def _is_proved(self, name: str, digest: str, at: os.stat_result) -> bool:
        mark = (at.st_ino, at.st_size, at.st_mtime_ns, at.st_ctime_ns)
        if self._marks.get(name) == mark:
            return True
        if not storage.holds(self._folder, name, digest):
            self._marks.pop(name, None)
            return False
        self._marks[name] = mark
        return True

    def _is_mended(self, address: str, names: set[str]) -> bool:
        """Look again under the lock, since another worker may just have printed it; take away what is wrong still."""
        try:
            with transaction() as session:
                imprint.lock_files(session, address)
                written = printed.all_files(session, address)
                wrong = sorted(name for name in names if not self._is_right(name, written))
                for name in wrong:
                    self._take_away(session, address, name)
                if wrong:
                    ours = {publication for _, publication in written.values() if publication is not None}
                    imprint.have_printed_anew(session, ours)
            return bool(wrong)
        except Exception as error:
            log.error(
                "the files of %s were not mended: %s", ascii(address) if address else "the lists", fault_place(error)
            )
            return False

    def _is_right(self, name: str, written: Written) -> bool:
        if name not in written:
            return not storage.is_there(self._folder, name)
        return storage.holds(self._folder, name, written[name][0])

    def _take_away(self, session: Session, address: str, name: str) -> None:
        if not storage.is_there(self._folder, name):
            return
        log.error("%s is not what was written: it was moved to set-aside", ascii(name))
        folder = storage.move_out(self._folder, name, self._aside, name)
        setting_aside.note_file(session, address, name, folder)


def _address(name: str) -> str:
    """The address to which a file belongs; empty for index and feeds."""
    top, inside, _ = name.partition("/")
    return top if inside or is_address(top) else ""
