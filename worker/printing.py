"""Puts out what is due: the pages of an adopted statement first, then the record, then index and feeds from it."""

import hashlib
import json
import logging
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version

from flask import Flask

from worker.leases import claimed
from worker.sweep import described
from workflow import storage
from workflow.config import Settings
from workflow.database import reading, transaction
from workflow.queries import published, published_list
from workflow.rules.delivery import Outcome, Verdict
from workflow.rules.errors import DigestMismatch, Refusal
from workflow.services import publishing
from workflow.web import printing

STATE = "state.json"  # of which list, by which press, the index on disk was made, and what could not be printed
AGAIN_AFTER = 60.0  # seconds until what could not be printed is tried once more
_ADDRESS = re.compile(r".+-[0-9]{4}-[0-9]{1,8}")

log = logging.getLogger(__name__)


class Press:
    """Every step can be repeated: killed between two of them, the next sweep does them again with the same end."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app, self._settings = app, settings
        names = json.dumps(
            [version("communique"), settings.base_url, dict(settings.coalition), str(settings.time_zone)]
        )
        self._press = hashlib.sha256(names.encode()).hexdigest()[:16]
        self._again_at = 0.0

    def publish(self) -> bool:
        """Put out one publication that is due; whether there was one."""
        claim = claimed(publishing.claim_next)
        if claim is None:
            return False
        outcome = self._put_out(claim)
        with transaction() as session:
            publishing.record(session, claim, outcome)
        return True

    def _put_out(self, claim: publishing.Claim) -> Outcome:
        try:
            with reading() as session:
                going = replace(publishing.checked(session, claim), published_at=claim.at)
            with self._app.app_context():
                files = printing.statement_files(going, self._settings)
            storage.write_all(self._settings.published, going.address, files)
        except DigestMismatch as mismatch:
            log.error("publication %s: the stored text is not the adopted one", claim.publication_id)
            return Outcome(Verdict.MISMATCH, f"digest mismatch: {mismatch.facts.get('language', '')}")
        except Refusal as refusal:  # another worker has it
            return Outcome(Verdict.LATER, refusal.code)
        except OSError as error:  # a full disk passes
            log.error("publication %s: %s", claim.publication_id, described(error))
            return Outcome(Verdict.LATER, error.strerror or type(error).__name__)
        except Exception as error:
            log.error("publication %s: %s", claim.publication_id, described(error))
            return Outcome(Verdict.FAILED, described(error))
        return Outcome(Verdict.SENT)

    def refresh(self) -> bool:
        """Make index and feeds, and after a change of names all pages, where those on disk are not of the record.

        A statement that cannot be printed, or whose words are not the adopted ones, holds up none of the others.
        """
        self._clear_strays()
        with reading() as session:
            press = f"{self._press} {published_list.names(session)}"
            state = {"press": press, "listed": published_list.state(session)}
        held = self._held()
        missing = held.pop("missing", "").split()
        if held == state and (not missing or time.monotonic() < self._again_at):
            return False
        still = self._print_all(missing, anew=held.get("press") != press)
        storage.write(self._settings.published, STATE, json.dumps({**state, "missing": " ".join(still)}).encode())
        self._again_at = time.monotonic() + AGAIN_AFTER
        return True

    def _print_all(self, missing: Sequence[str], *, anew: bool) -> list[str]:
        """Print what is not there, and the lists of all that is true; the keys of the statements that failed."""
        with reading() as session:
            everything = published_list.everything(session)
        listed = [each for each in everything if not each.untrue]
        failed = [each.key for each in everything if each.untrue]
        for key in failed:
            log.error("statement %s: the stored text is not the adopted one", key)
        again = [each for each in listed if anew or each.key in missing or not self._is_there(each)]
        with self._app.app_context():
            failed += [each.key for each in again if not self._is_printed(each)]
            for name, content in printing.index_files(listed, self._settings).items():
                storage.write(self._settings.published, name, content)
        return failed

    def _is_printed(self, listed: published_list.Listed) -> bool:
        try:
            with reading() as session:
                found = published.statement(session, listed.address)
            return found is not None and self._print_again(found)
        except Exception as error:
            log.error("statement %s was not printed: %s", listed.key, described(error))
            return False

    def _print_again(self, statement: published.Published) -> bool:
        if statement.untrue:
            log.error("statement %s: the stored text is not the adopted one", statement.key)
            return False
        files = printing.statement_files(statement, self._settings)
        storage.write_all(self._settings.published, statement.address, files)
        return True

    def _clear_strays(self) -> None:
        """Take away the pages of what is not published: a worker that died, or a disk that failed, may leave some."""
        there = {name for name in storage.folders(self._settings.published) if _ADDRESS.fullmatch(name)}
        if not there:
            return
        with reading() as session:
            strays = there - published_list.addresses(session)
        for address in sorted(strays):
            try:
                with transaction() as session:
                    if publishing.is_stray(session, address):
                        storage.delete_all(self._settings.published, address)
            except Exception as error:
                log.error("the pages of %s were not taken away: %s", address, described(error))

    def _is_there(self, listed: published_list.Listed) -> bool:
        return storage.read(self._settings.published, f"{listed.address}/index.html") is not None

    def _held(self) -> dict[str, str]:
        kept = storage.read(self._settings.published, STATE)
        try:
            found = json.loads(kept or b"{}")
        except ValueError:
            return {}
        return {name: str(value) for name, value in found.items()} if isinstance(found, dict) else {}
