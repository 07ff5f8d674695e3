"""The commands that let the first people in."""

import re
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, func, select

from workflow import schema
from workflow.commands.people import organisations, secretariat
from workflow.config import Settings
from workflow.database import connect, reading, transaction
from workflow.formats.organisations_csv import COLUMNS, parse_lines
from workflow.models.event import Event
from workflow.models.organisation import Organisation
from workflow.models.person import LinkPurpose, Person
from workflow.rules.notifications.events import EventKind
from workflow.services.people import joining

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def installed(empty_database_url: str, settings: Settings) -> Settings:
    """Settings of an installation whose tables are there and empty."""
    from dataclasses import replace

    engine: Engine = connect(empty_database_url)
    schema.upgrade(engine)
    engine.dispose()
    return replace(settings, database_url=empty_database_url, base_url="https://statements.example")


def _run(command: object, settings: Settings, *words: str) -> Result:
    return CliRunner().invoke(command, list(words), obj=settings)  # type: ignore[arg-type]


def test_the_first_person_of_the_secretariat_gets_a_link_that_works_once_and_no_mail(installed: Settings) -> None:
    said = _run(secretariat, installed, "add", "Chief@Office.example", "--name", "Chief")
    assert said.exit_code == 0, said.output
    assert said.output.startswith("https://statements.example/invitation/") and said.output.count("\n") == 1
    token = said.output.strip().rpartition("/")[2]
    connect(installed.database_url)
    with transaction() as session:
        invited = session.scalars(select(Event).where(Event.kind == EventKind.PERSON_INVITED)).all()
        assert [event.fanned_at is not None for event in invited] == [True]
        joined = joining.accept_invitation(session, token, name="", password="seven heavy stones")
        assert (joined.email, joined.name, joined.organisation_id) == ("chief@office.example", "Chief", None)
    again = _run(secretariat, installed, "add", "chief@office.example")
    assert again.exit_code == 1 and "has already joined" in again.output


def test_who_has_not_joined_yet_gets_a_fresh_link(installed: Settings) -> None:
    first, second = (_run(secretariat, installed, "add", "chief@office.example").output.strip() for _ in range(2))
    assert first != second
    connect(installed.database_url)
    with reading() as session:
        for link in (first, second):
            assert joining.person_of_link(session, link.rpartition("/")[2], LinkPurpose.INVITATION)
        assert session.scalar(select(func.count()).select_from(Person)) == 1


@pytest.mark.parametrize("address", ["no one", "a@b@c", ""])
def test_an_address_that_is_none_is_refused_in_one_sentence(installed: Settings, address: str) -> None:
    said = _run(secretariat, installed, "add", address)
    assert said.exit_code == 1 and said.output == "Error: This is not an email address.\n"


def test_members_come_from_a_list(installed: Settings, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text("name,email\nMarsh Keepers,mia@marsh.example\nHill People,\n", "utf-8")
    said = _run(organisations, installed, "import", str(file))
    assert said.output == "2 organisations were added; 1 people are invited.\n"


def test_the_help_of_the_import_lists_every_column_and_the_readme_shows_a_list_that_is_taken() -> None:
    said = CliRunner().invoke(organisations, ["import", "--help"]).output
    assert [column for column in COLUMNS if f"\n    {column}" not in said] == []
    assert "Write the country as two letters, such as KE." in said
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = re.search(r"\n\n( {4}name,[^\n]*\n {4}[^\n]*\n)", readme)
    assert shown and parse_lines(dedent(shown[1]).encode())[0].words["name"] == "Heron Watch"


def test_a_list_with_faults_names_each_line_and_leaves_nothing(installed: Settings, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text("name,email\nMarsh Keepers,nowhere\nSecretariat,\n", "utf-8")
    said = _run(organisations, installed, "import", str(file))
    assert said.exit_code == 1
    assert f"{file}:2: email: This is not an email address." in said.output
    assert f"{file}:3: name: This name cannot be used." in said.output
    connect(installed.database_url)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 0
