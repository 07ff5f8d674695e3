"""The mailbox is an SMTP server like any other, and what it said it kept is on disk as it was sent."""

import smtplib
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from tests.supervisor.processes import PATIENCE, ROOT
from workflow import mailbox


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, int]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        handle, port = listener.fileno(), listener.getsockname()[1]
        command = [sys.executable, "-m", "workflow.mailbox", str(tmp_path / "mailbox"), str(handle)]
        process = subprocess.Popen(command, pass_fds=(handle,), cwd=ROOT)
        yield "127.0.0.1", port
        process.terminate()
        assert process.wait(PATIENCE) == 0


def _mail(subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Secretariat <s@example.org>", "List <list@example.org>", subject
    mail.set_content("A line\n.\n..two dots\nبيان\n", cte="8bit")
    mail.add_alternative("<p>A line</p>", subtype="html", cte="8bit")
    return mail


def test_a_mail_is_kept_byte_for_byte_with_its_envelope_apart(server: tuple[str, int], tmp_path: Path) -> None:
    content = _mail("Déclaration").as_bytes(policy=SMTP)
    with smtplib.SMTP(*server) as line:
        line.sendmail("bounces@example.org", ["a@example.org", "b@example.org"], content, ["BODY=8BITMIME"])
    (stored,) = mailbox.page(tmp_path / "mailbox", 1).mails
    assert stored.sender == "bounces@example.org"
    assert stored.recipients == ("a@example.org", "b@example.org")
    assert stored.subject == "Déclaration"
    assert (tmp_path / "mailbox" / f"{stored.id}.eml").read_bytes() == content
    assert stat.S_IMODE((tmp_path / "mailbox").stat().st_mode) == 0o700


def test_a_mail_is_read_as_text_html_and_headers(server: tuple[str, int], tmp_path: Path) -> None:
    with smtplib.SMTP(*server) as line:
        line.send_message(_mail("Statement"))
    read = mailbox.message(tmp_path / "mailbox", mailbox.page(tmp_path / "mailbox", 1).mails[0].id)
    assert read.text == "A line\n.\n..two dots\nبيان\n"
    assert read.html.strip() == "<p>A line</p>"
    assert ("To", "List <list@example.org>") in read.headers


def test_the_newest_mail_comes_first(server: tuple[str, int], tmp_path: Path) -> None:
    with smtplib.SMTP(*server) as line:
        for subject in ("first", "second", "third"):
            line.send_message(_mail(subject))
    assert [mail.subject for mail in mailbox.page(tmp_path / "mailbox", 1).mails] == ["third", "second", "first"]


@pytest.mark.parametrize("name", ["../secret-key", "..", "", "20261124T125344.580000Z-00000000", "a\0b"])
def test_no_name_leads_out_of_the_mailbox(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret-key.eml").write_text("Subject: key")
    (tmp_path / "mailbox").mkdir()
    with pytest.raises(mailbox.NoSuchMessage):
        mailbox.message(tmp_path / "mailbox", name)


def test_a_mailbox_that_never_got_any_is_empty(tmp_path: Path) -> None:
    assert mailbox.page(tmp_path / "mailbox", 1).mails == ()


def test_a_mail_that_is_cut_off_is_not_kept(server: tuple[str, int], tmp_path: Path) -> None:
    with socket.create_connection(server) as line:
        line.sendall(
            b"HELO x\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\nSubject: half\r\n\r\nwor"
        )
    with smtplib.SMTP(*server) as line_after:
        line_after.send_message(_mail("whole"))
    assert [mail.subject for mail in mailbox.page(tmp_path / "mailbox", 1).mails] == ["whole"]


def test_only_a_true_end_of_mail_ends_it(server: tuple[str, int], tmp_path: Path) -> None:
    """A bare line feed before the dot must not smuggle a second mail in (as many servers once let it)."""
    smuggled = b"one\n.\nMAIL FROM:<evil@example.org>\r\n.\nstill one\r\n.\r\n"
    with socket.create_connection(server) as line:
        line.sendall(
            b"HELO x\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n" + smuggled + b"QUIT\r\n"
        )
        answers = line.makefile("rb").read()
    assert answers.endswith(b"221 good bye\r\n")
    assert [mail.sender for mail in mailbox.page(tmp_path / "mailbox", 1).mails] == ["a@example.org"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (b"RCPT TO:<b@example.org>", b"503"),
        (b"DATA", b"503"),
        (b"MAIL FROM:a@example.org", b"501"),
        (b"MAIL FROM:<a@example.org> SIZE=99999999", b"552"),
        (b"MAIL FROM:<>", b"250"),
        (b"MAIL FROM:<a@example.org>\r\nMAIL FROM:<b@example.org>", b"503"),
        (b"MAIL FROM:<a@example.org>\r\nRCPT TO:<>", b"501"),
        (b"AUTH PLAIN x", b"502"),
    ],
)
def test_a_command_out_of_order_or_form_is_refused(server: tuple[str, int], lines: bytes, code: bytes) -> None:
    with socket.create_connection(server) as line:
        line.sendall(b"EHLO x\r\n" + lines + b"\r\nQUIT\r\n")
        answers = line.makefile("rb").read().splitlines()
    assert answers[-2][:3] == code


def test_a_mail_that_cannot_be_kept_is_asked_for_again(server: tuple[str, int], tmp_path: Path) -> None:
    (tmp_path / "mailbox").write_text("a file where the folder should be")
    with smtplib.SMTP(*server) as line, pytest.raises(smtplib.SMTPDataError, match="452"):
        line.send_message(_mail("later"))
