"""Puts out what is due: the pages of an adopted statement first, then the record, then index and feeds from it.

It also sees to it that what is served is what was written: worker/proof.py.
"""

import hashlib
import json
import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from importlib.metadata import version

from flask import Flask
from sqlalchemy.orm import Session

from worker.faults import fault_place
from worker.leases import keep_renewed
from worker.proof import Proof
from workflow import storage
from workflow.config import Settings
from workflow.database import reading, transaction
from workflow.queries.publication import printed, published, published_list
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome
from workflow.rules.publication.refusals import DigestMismatch
from workflow.rules.shared.refusals import Refusal
from workflow.services.publication import imprint, publishing, setting_aside
from workflow.services.shared import errands
from workflow.web.publication import printing

STATE = "state.json"  # of which list, by which press, the index on disk was made
AGAIN_AFTER = timedelta(minutes=1)  # until what could not be printed is tried once more
SOON = timedelta(seconds=2)  # until what was due and could not be done, though nothing failed, is looked at again
CHECKED_EVERY = timedelta(seconds=20)  # what differs is away within a minute
TEXTS_AT_ONCE = 10  # statements whose stored words are compared with their digests at a check

log = logging.getLogger(__name__)


class Press:
    """Every step can be repeated: killed between two of them, the next sweep does them again with the same end."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app, self._settings = app, settings
        made = [version("communique"), settings.base_url]
        self._press = _sign(made)
        self._lists = _sign([*made, dict(settings.coalition), str(settings.time_zone)])
        self._proof = Proof(settings)
        self._texts_after = 0
        self._checking = threading.Lock()

    @property
    def sign(self) -> str:
        """What stands for all that pages and lists are made with: release, address, names, zone."""
        return self._lists

    def publish(self, publication_id: int) -> bool:
        """Put out a publication that is due; whether it was this worker's to do."""
        with transaction() as session:
            claim = publishing.claim(session, publication_id)
        if claim is None:
            return False
        with keep_renewed(lambda session: publishing.renew(session, claim)):
            outcome, made = self._put_out(claim)
        with transaction() as session:
            publishing.record(session, claim, outcome, made)
        return True

    def _put_out(self, claim: publishing.PublicationClaim) -> tuple[Outcome, imprint.Imprint | None]:
        made = None
        try:
            with reading() as session:
                going = replace(publishing.check_digests(session, claim), published_at=claim.at)
            made, files = self._files_of(going)
            with reading() as session:  # that took its time, in which another one may have put out newer pages
                publishing.require_ours(session, claim)
            self._make_way(going.address)
            storage.write_all(self._settings.published, going.address, files)
        except DigestMismatch as mismatch:
            log.error("publication %s: the stored text is not the adopted one", claim.publication_id)
            return Outcome(DeliveryVerdict.MISMATCH, f"digest mismatch: {mismatch.language}"), made
        except Refusal as refusal:  # another worker has it
            return Outcome(DeliveryVerdict.LATER, type(refusal).__name__), made
        except OSError as error:  # a full disk passes
            log.error("publication %s: %s", claim.publication_id, fault_place(error))
            return Outcome(DeliveryVerdict.LATER, error.strerror or type(error).__name__), made
        except Exception as error:
            log.error("publication %s: %s", claim.publication_id, fault_place(error))
            return Outcome(DeliveryVerdict.FAILED, fault_place(error)), made
        return Outcome(DeliveryVerdict.SENT), made

    def _files_of(self, statement: published.Published) -> tuple[imprint.Imprint, dict[str, bytes]]:
        """The files of a statement by their names in its folder, and what is kept of them."""
        whole = printing.with_printed_names(statement, self._settings)
        with self._app.app_context():
            files = printing.statement_files(whole, self._settings)
        digests = {f"{whole.address}/{name}": storage.digest_of(content) for name, content in files.items()}
        return imprint.Imprint(whole.facts, digests, self._press), files

    def _make_way(self, address: str) -> None:
        """Move pages out of the way that a person put back under this address: nothing is written over them."""
        with reading() as session:
            if address not in printed.addresses_put_back(session):
                return
        with transaction() as session:
            imprint.lock_files(session, "")
            if storage.is_there(self._settings.published, address):
                setting_aside.make_way(session, address, self._move_out(address))

    def check_files(self) -> timedelta:
        """See to it that what is served is what was written; for how long it need not be looked at again.

        What was put there by nobody is moved out, what differs is moved out and is to be printed anew, and the stored
        words of the next few statements are compared with the adopted ones, all in turn. One check at a time: where a
        disk hangs no second one waits for it.
        """
        if not self._checking.acquire(blocking=False):
            return CHECKED_EVERY
        try:
            self._clear_strays()
            if "" in self._proof.look():
                with transaction() as session:
                    imprint.have_lists_printed_anew(session, STATE)
            self._compare_some_texts()
        finally:
            self._checking.release()
        return CHECKED_EVERY

    def _compare_some_texts(self) -> None:
        with reading() as session:
            some = published_list.after(session, self._texts_after, TEXTS_AT_ONCE)
            found = [published.statement(session, address) for _, address in some]
        self._texts_after = some[-1][0] if len(some) == TEXTS_AT_ONCE else 0
        for statement in found:
            if statement is not None and statement.untrue:
                self._call_untrue(statement.publication_id, statement.key)

    def to_print(self, session: Session, most: int) -> list[int]:
        """The publications whose pages this press has not printed as they are to be now, the newest first."""
        if not errands.is_press_in_use(session, self.sign):
            return []
        return [each for each, _ in published_list.to_print(session, self._press, most)]

    def print_statement(self, publication_id: int) -> timedelta | None:
        """Print the pages of what is out; where that cannot be, until when it is left alone.

        A statement that cannot be printed, or whose words are not the adopted ones, holds up none of the others.
        """
        try:
            with reading() as session:
                if not errands.is_press_in_use(session, self.sign):
                    return SOON  # another worker is to do it
                address = published_list.address_of(session, publication_id)
                found = published.statement(session, address) if address else None
            if found is not None and self._print_again(found):
                return None
        except Exception as error:
            log.error("publication %s was not printed: %s", publication_id, fault_place(error))
        return AGAIN_AFTER

    def _print_again(self, statement: published.Published) -> bool:
        if statement.untrue:
            self._call_untrue(statement.publication_id, statement.key)
            return False
        made, files = self._files_of(statement)
        with transaction() as session:
            if not imprint.is_as_read(session, statement.publication_id, statement.printed):
                return False  # a name was taken off meanwhile
            imprint.gather_words(session, statement.publication_id)
            storage.write_all(self._settings.published, statement.address, files)
            imprint.keep(session, statement.publication_id, made)
        return True

    def _call_untrue(self, publication_id: int, key: str) -> None:
        log.error("statement %s: the stored text is not the adopted one", key)
        with transaction() as session:
            imprint.call_untrue(session, publication_id)

    def are_lists_due(self, session: Session) -> bool:
        """Whether index and feeds were not made of what the record lists now; no disk is asked."""
        state = self._state_of(published_list.state(session))
        if printed.digest_of(session, STATE) == storage.digest_of(state):
            return False
        return errands.is_press_in_use(session, self.sign)

    def print_lists(self) -> None:
        """Print index and feeds where those on disk are not of the record; it reads the newest texts alone.

        They are made before the record is locked, and written if it still lists the same: nobody waits for the making.
        """
        self._call_untrue_of_newest()
        with reading() as session:
            if not self.are_lists_due(session):
                return
            state, shown = self._list_state(session)
            texts = published_list.full_texts(session, shown.rows)
        with self._app.app_context():
            files = printing.index_files(shown, texts, self._settings)
        with transaction() as session:
            imprint.lock_files(session, "")
            if self._list_state(session) != (state, shown):
                return  # to be made anew
            for name, content in {**files, STATE: state}.items():
                storage.write(self._settings.published, name, content)
            digests = {name: storage.digest_of(content) for name, content in files.items()}
            imprint.keep_lists(session, {**digests, STATE: storage.digest_of(state)})

    def _call_untrue_of_newest(self) -> None:
        """Take statements out of the lists whose stored words are no longer true, before the feeds print them."""
        while True:
            with reading() as session:
                listed = published_list.list_published(session)
                texts = published_list.full_texts(session, listed)
            untrue = [each for each in listed if not published_list.are_true(each, texts)]
            for each in untrue:
                self._call_untrue(each.publication_id, each.key)
            if not untrue:
                return

    def _list_state(self, session: Session) -> tuple[bytes, published_list.ListPage]:
        """What index and feeds are made of, besides the texts: these stay as adopted, or are called untrue."""
        return self._state_of(published_list.state(session)), published_list.page(session, 1)

    def _state_of(self, listed: str) -> bytes:
        return json.dumps({"press": self._lists, "listed": listed}).encode()

    def _clear_strays(self) -> None:
        """Move out of what is served the pages of what is not published; nothing is deleted, and it is told."""
        self._move_rest_out()
        self._note_found()
        there = {name for name in storage.entries(self._settings.published) if published.is_address(name)}
        if not there:
            return
        with reading() as session:
            strays = there - published_list.addresses(session) - printed.addresses_put_back(session)
        for address in sorted(strays):
            try:
                with transaction() as session:
                    imprint.lock_files(session, "")  # another worker must not find the folder before it is noted
                    if setting_aside.is_stray(session, address):
                        setting_aside.note_pages(session, address, self._move_out(address))
                        log.error("%s is not published: its pages were moved to set-aside", ascii(address))
            except Exception as error:
                log.error("the pages of %s were not moved out: %s", ascii(address), fault_place(error))

    def _move_rest_out(self) -> None:
        """End what was left between two disks; while that fails it holds up nothing."""
        try:
            storage.move_rest_out(self._settings.published, self._settings.set_aside)
        except OSError as error:
            log.error("what was left half moved out was not moved to set-aside: %s", fault_place(error))

    def _note_found(self) -> None:
        """Note pages in set-aside of which no note was kept: the worker died after it moved them."""
        aside = {name: name.rsplit("-", 2)[0] for name in storage.entries(self._settings.set_aside)}
        aside = {name: address for name, address in aside.items() if published.is_address(address)}
        if not aside:
            return
        with reading() as session:
            waiting = setting_aside.folders_without_note(session, aside)
        for name in waiting:
            try:
                with transaction() as session:
                    imprint.lock_files(session, "")
                    lies = storage.is_there(self._settings.set_aside, name)
                    if not lies or not setting_aside.folders_without_note(session, [name]):
                        continue  # put back meanwhile, or noted by another worker
                    stands = storage.is_there(self._settings.published, aside[name])
                    setting_aside.note_found(session, aside[name], name, stands=stands)
                    log.error("%s was found in set-aside without a note: it is noted now", ascii(name))
            except Exception as error:
                log.error("%s in set-aside was not noted: %s", ascii(name), fault_place(error))

    def _move_out(self, address: str) -> str:
        return storage.move_out(self._settings.published, address, self._settings.set_aside, address)


def _sign(facts: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]
