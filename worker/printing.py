"""Puts out what is due: the pages of an adopted statement first, then the record, then index and feeds from it."""

import hashlib
import json
import logging
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

STATE = "state.json"  # of which list, by which press, the index on disk was made

log = logging.getLogger(__name__)


class Press:
    """Every step can be repeated: killed between two of them, the next sweep does them again with the same end."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app, self._settings = app, settings
        names = json.dumps(
            [version("communique"), settings.base_url, dict(settings.coalition), str(settings.time_zone)]
        )
        self._press = hashlib.sha256(names.encode()).hexdigest()[:16]

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
        """Make index and feeds, and after a change of names all pages, where those on disk are not of the record."""
        with reading() as session:
            press = f"{self._press} {published_list.names(session)}"
            state = {"press": press, "listed": published_list.state(session)}
        held = self._held()
        if held == state:
            return False
        with reading() as session:
            listed = published_list.published(session)
            again = [each for each in listed if held.get("press") != press or not self._is_there(each)]
            statements = [found for each in again if (found := published.statement(session, each.address))]
        with self._app.app_context():
            for each in statements:
                self._print_again(each)
            for name, content in printing.index_files(listed, self._settings).items():
                storage.write(self._settings.published, name, content)
        storage.write(self._settings.published, STATE, json.dumps(state).encode())
        return True

    def _print_again(self, statement: published.Published) -> None:
        if statement.untrue:
            log.error("statement %s: the stored text is not the adopted one", statement.statement_id)
            return
        files = printing.statement_files(statement, self._settings)
        storage.write_all(self._settings.published, statement.address, files)

    def _is_there(self, listed: published_list.Listed) -> bool:
        return storage.read(self._settings.published, f"{listed.address}/index.html") is not None

    def _held(self) -> dict[str, str]:
        kept = storage.read(self._settings.published, STATE)
        try:
            found = json.loads(kept or b"{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}
