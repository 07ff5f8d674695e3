"""A statement that was adopted, the press that prints it, and what everybody may read of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.decisions import adopt, on_the_table, put_as
from tests.rooms import Room, furnished_open
from tests.worker.hands import at_work, do_all_due, forget_put_off, refresh
from worker.printing import Press
from worker.workplace import workplace
from workflow.app import create_app
from workflow.config import Settings
from workflow.models.organisation import Organisation
from workflow.rules.shared.queues import Queue
from workflow.rules.statements.voice import Voice
from workflow.services.people import membership, protecting


@dataclass
class PrintingHouse:
    """An adopted statement in the name of two members, of whom one is protected, and whoever comes to read it."""

    room: Room
    settings: Settings
    app: Flask
    press: Press

    @property
    def address(self) -> str:
        """Its public short address."""
        return self.room.statement().address

    def fresh(self) -> Press:
        """A press as a worker has it that was just started."""
        return Press(self.app, self.settings)

    def later_release(self) -> Press:
        """The press of another release, which prints everything anew."""
        made = self.fresh()
        made._press = "another release"
        return made

    def sweep(self, press: Press | None = None) -> None:
        """What a worker does when it is time to look at all files once more."""
        workplace().press = press or self.press
        forget_put_off("check_files")
        with pytest.MonkeyPatch.context() as release:  # an earlier one, which offered all voices
            release.setattr("workflow.rules.statements.voice.OFFERED", frozenset(Voice))
            do_all_due([Queue.PUBLISHING])
        while self.refresh(press):
            pass

    def refresh(self, press: Press | None = None) -> bool:
        """See to the files; whether there was anything to do."""
        return refresh(press or self.press)

    def read(self, name: str) -> bytes:
        """A published file."""
        return (self.settings.published / name).read_bytes()

    def files(self) -> dict[str, bytes]:
        """Every published file."""
        folder = self.settings.published
        return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}

    def aside(self) -> list[bytes]:
        """What lies in the folder set-aside."""
        folder = self.settings.set_aside
        return [each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file() and not each.is_symlink()]

    def get(self, path: str) -> TestResponse:
        """The answer to a stranger."""
        return self.app.test_client(use_cookies=False).get(path, base_url=self.settings.base_url)

    def change(self, who: str, **changes: object) -> None:
        """An organisation changed by the secretariat."""
        with self.room.acting("sara") as (session, sara):
            key = session.get_one(Organisation, self.room.organisations[who]).key
            if changes.get("protected") is False:
                protecting.end_protection(session, sara, key, reason="They asked for it.")
            else:
                membership.change_organisation(session, sara, key, **changes)


@contextmanager
def printing_house(settings: Settings) -> Iterator[PrintingHouse]:
    """The house before anything is out: `lacs` and the protected `estero` are to be named."""
    with furnished_open() as room:
        on_the_table(room)
        adopt(room)
        put_as(room, Voice.NAMED, "lacs", "estero", agreed=True)
        app = create_app(settings)
        with at_work(app, settings) as place:
            yield PrintingHouse(room, settings, app, place.press)
