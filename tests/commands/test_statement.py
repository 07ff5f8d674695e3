"""`communique statement import`."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from tests.cast import cast
from tests.services.drafts.test_import_notices import COPIED
from tests.web.statements.test_word_files import made
from workflow import database as record
from workflow import schema
from workflow.commands.statement import _UNREADABLE, statement
from workflow.config import Settings
from workflow.models.event import Event
from workflow.models.import_notice import ImportNotice
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.rules.drafts.import_notices import NoticeKind
from workflow.text.values import Reason

TORN = Path(__file__).parents[1] / "data" / "torn.md"
SEED = Path(__file__).parents[3] / "shared" / "seed" / "closing-statement.md"


@pytest.fixture
def installed(empty_database_url: str, settings: Settings) -> Settings:
    """An installation with the cast in its record."""
    schema.upgrade(record.connect(empty_database_url))
    with record.transaction() as session:
        cast(session)
    return replace(settings, database_url=empty_database_url, reference_prefix="CR")


def run(settings: Settings, *words: object) -> Result:
    return CliRunner().invoke(statement, ["import", *map(str, words)], obj=settings)


def begun(settings: Settings) -> list[tuple[Statement, Draft, str]]:
    """Each statement with its first save and the address of who began it."""
    record.connect(settings.database_url)
    with record.reading() as session:
        rows = session.execute(select(Statement, Draft).join(Draft, Draft.statement_id == Statement.id)).all()
        return [(each, draft, session.get_one(Person, each.created_by).email) for each, draft in rows]


def test_a_file_becomes_a_statement_and_its_reference_and_key_are_printed(installed: Settings) -> None:
    said = run(installed, TORN, "--as", "Dana@delta.example")
    assert said.exit_code == 0, said.output
    ((made, draft, who),) = begun(installed)
    assert said.output.splitlines()[:2] == [f"reference CR {made.year}/1", f"key {made.key}"]
    assert who == "dana@delta.example"
    assert (made.title, made.occasion) == (
        "Statement of the Coalition for Open Rivers",
        "Fourth Session of the Conference on Shared Waters",
    )
    assert len(draft.blocks) == 6, "nothing is joined unasked"
    assert "seems to be cut: … " in said.output and "when their wells | have gone dry" in said.output


def test_torn_sentences_are_joined_when_it_is_said(installed: Settings) -> None:
    said = run(installed, TORN, "--join", "--json")
    told = json.loads(said.output)
    ((made, draft, who),) = begun(installed)
    assert who == "sara@office.example", "without --as the secretariat's first person"
    assert told["reference"] == made.reference and told["key"] == made.key and told["joined"] is True
    assert len(told["torn"]) == 1 and len(draft.blocks) == 5


def test_a_title_of_ones_own_leaves_the_texts_heading_in_the_text(installed: Settings) -> None:
    run(installed, TORN, "--title", "New title")
    ((made, draft, _),) = begun(installed)
    assert (made.title, draft.blocks[0].text) == ("New title", "Statement of the Coalition for Open Rivers")
    with record.reading() as session:
        (heading,) = session.query(ImportNotice).filter_by(kind=NoticeKind.HEADING)
        assert (heading.block, heading.words) == (draft.blocks[0].id, draft.blocks[0].text)


def test_the_import_is_in_the_record_with_who_did_it(installed: Settings) -> None:
    run(installed, TORN, "--as", "sol@office.example")
    ((made, _, who),) = begun(installed)
    with record.reading() as session:
        event = session.scalars(select(Event).filter_by(statement_id=made.id)).one()
    assert (event.person_id, who) == (made.created_by, "sol@office.example")


def test_every_reason_why_a_file_cannot_be_read_has_its_words() -> None:
    assert _UNREADABLE.keys() == set(Reason)


def test_what_cannot_be_taken_is_refused_with_the_reason_and_leaves_nothing(
    installed: Settings, tmp_path: Path
) -> None:
    def refused(data: bytes, *words: str) -> str:
        (tmp_path / "text.md").write_bytes(data)
        said = run(installed, tmp_path / "text.md", *words)
        assert said.exit_code == 1 and said.output.startswith("Error: ")
        return said.output

    assert "not a text" in refused(b"\x89PNG")
    for data in (b"%PDF-1.7", b"{\\rtf1", b"\xd0\xcf\x11\xe0"):
        assert "saved as plain text, deleted words would come back" in refused(data)
    assert "not in UTF-8" in refused("Déclaration".encode("latin-1"))
    assert "empty" in refused(b"")
    assert "larger than 1 MB" in refused(b"x" * 1_000_001)
    assert "no words" in refused(b"---")
    assert "U+202E" in refused("A\u202eb".encode())
    assert "give one with --title" in refused(b"A text that is without a heading and of the usual length.")
    assert "Nobody has the address x@y.z" in refused(b"# T\n\nWords.", "--as", "x@y.z")
    assert begun(installed) == []


@pytest.mark.skipif(not SEED.exists(), reason="the real closing statement is not beside this checkout")
def test_the_real_closing_statement_comes_in(installed: Settings) -> None:
    told = json.loads(run(installed, SEED, "--join", "--json").output)
    assert told["title"] == "Closing Statement of the Coalition for the International Criminal Court"
    assert [each["after"].split()[0] for each in told["torn"]] == ["there"]
    assert len(begun(installed)[0][1].blocks) == 6


def test_a_file_of_too_many_paragraphs_begins_nothing_and_says_how_many(installed: Settings, tmp_path: Path) -> None:
    file = tmp_path / "long.md"
    file.write_text("\n\n".join("Z" * 2001))
    said = run(installed, file, "--title", "Long", "--language", "en")
    assert said.exit_code == 1
    assert "The text has 2001 paragraphs, with headings and list items; it may have at most 2000." in said.output
    assert begun(installed) == []


def test_what_was_noticed_is_printed_and_waits_beside_the_draft(installed: Settings, tmp_path: Path) -> None:
    file = tmp_path / "copied.txt"
    file.write_text(COPIED, "utf-8")
    said = run(installed, file, "--title", "On the river", "--json")
    noticed = [(each["kind"], each["words"]) for each in json.loads(said.output)["noticed"]]
    assert noticed.count(("running_head", "Coalition for Open Rivers")) == 3
    assert ("glued_note", "guidance.1") in noticed
    with record.reading() as session:
        assert session.query(ImportNotice).count() == len(noticed)
    told = run(installed, file, "--title", "On the river again")
    assert "seems to have stood on every page: Coalition for Open Rivers" in told.output
    assert f"{len(noticed)} noticed, to be answered beside the draft" in told.output


def test_an_encoding_is_offered_and_taken(installed: Settings, tmp_path: Path) -> None:
    file = tmp_path / "french.txt"
    file.write_bytes(
        "Nous remercions la présidence du siècle, et nous rappelons que les promesses sont dites.".encode("cp1252")
    )
    refused = run(installed, file, "--title", "Déclaration")
    assert refused.exit_code and "--encoding windows-1252: Nous remercions la présidence du siècle" in refused.output
    assert begun(installed) == []
    run(installed, file, "--title", "Déclaration", "--encoding", "windows-1252")
    ((made, draft, _),) = begun(installed)
    assert made.language == "fr" and "siècle" in draft.blocks[0].text


def test_a_persian_text_is_a_persian_statement(installed: Settings, tmp_path: Path) -> None:
    file = tmp_path / "persian.txt"
    file.write_text(
        "این رودخانه امسال دو بار طغیان کرده است و کسانی که در کنار آن زندگی می‌کنند این را می‌دانند.", "utf-8"
    )
    said = run(installed, file, "--title", "دربارهٔ رودخانه", "--json")
    assert json.loads(said.output)["language"] == "fa"


def test_tracked_changes_of_a_word_file_are_taken_as_it_is_said_and_never_unasked(
    installed: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "crossing.docx"
    file.write_bytes(made())
    refused = run(installed, file)
    assert refused.exit_code and "2 tracked changes" in refused.output and "--tracked accepted" in refused.output
    assert begun(installed) == []
    said = json.loads(run(installed, file, "--tracked", "refused", "--json").output)
    assert said["title"] == "On the crossing"
    assert {each["kind"] for each in said["noticed"]} >= {"comment", "left_out"}
    ((_, draft, _),) = begun(installed)
    assert draft.blocks[0].text == "States must not close the crossing at the river."


def test_a_damaged_word_file_is_refused_in_a_sentence(installed: Settings, tmp_path: Path) -> None:
    file = tmp_path / "crossing.docx"
    file.write_bytes(made()[:3000])
    refused = run(installed, file)
    assert refused.exit_code and "damaged" in refused.output
    assert begun(installed) == []
