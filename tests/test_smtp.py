"""One mail to one person: what the server's answers mean, and what never goes over the line."""

import email
import socket
import threading
from email import policy
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.provide.smtp import CUT, HANG, LATER, NEVER, SmtpSink
from workflow import smtp
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome

SENDER, READER = "statements@example.org", "reader@example.org"


def _mail(text: str = "Two lines\n.and a dot\n..and two\n") -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = SENDER, READER, "Café"
    mail.set_content(text)
    return mail


def _send(sink: SmtpSink, mail: EmailMessage | None = None, to: str = READER) -> Outcome:
    with smtp.line(sink.url, "example.org") as line:
        return line.send(mail or _mail(), SENDER, to)


def test_a_mail_arrives_as_it_was_written_for_one_reader(smtp_sink: SmtpSink) -> None:
    assert _send(smtp_sink) == Outcome(DeliveryVerdict.SENT)
    (mail,) = smtp_sink.wait(1)
    assert (mail.sender, mail.recipients) == (SENDER, (READER,))
    body = mail.message.get_content()
    assert body.replace("\r\n", "\n") == "Two lines\n.and a dot\n..and two\n"


def test_a_line_is_kept_for_a_batch_and_survives_a_refusal(smtp_sink: SmtpSink) -> None:
    smtp_sink.by_recipient["nobody@example.org"] = "550 5.1.1 no such reader"
    with smtp.line(smtp_sink.url, "example.org") as line:
        verdicts = [line.send(_mail(), SENDER, to).verdict for to in (READER, "nobody@example.org", READER)]
        assert line.alive
    assert verdicts == [DeliveryVerdict.SENT, DeliveryVerdict.REFUSED, DeliveryVerdict.SENT]
    assert smtp_sink.connections == 1


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (LATER, DeliveryVerdict.LATER),
        (NEVER, DeliveryVerdict.REFUSED),
        ("554 policy", DeliveryVerdict.REFUSED),
        ("421 closing", DeliveryVerdict.LATER),
    ],
)
def test_what_the_answer_after_the_last_dot_means(smtp_sink: SmtpSink, answer: str, verdict: DeliveryVerdict) -> None:
    smtp_sink.answer(answer)
    outcome = _send(smtp_sink)
    assert outcome == Outcome(verdict, answer)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("450 greylisted", DeliveryVerdict.LATER),
        ("550 no such reader", DeliveryVerdict.REFUSED),
        ("530 who are you", DeliveryVerdict.CHANNEL),
        ("421 closing", DeliveryVerdict.LATER),
    ],
)
def test_what_the_answer_to_an_address_means(smtp_sink: SmtpSink, answer: str, verdict: DeliveryVerdict) -> None:
    smtp_sink.by_recipient[READER] = answer
    assert _send(smtp_sink) == Outcome(verdict, answer)


def test_a_line_cut_after_the_last_dot_leaves_doubt(smtp_sink: SmtpSink) -> None:
    smtp_sink.answer(CUT)
    with smtp.line(smtp_sink.url, "example.org") as line:
        outcome = line.send(_mail(), SENDER, READER)
        assert not line.alive
    assert (outcome.verdict, outcome.in_doubt) == (DeliveryVerdict.LATER, True)


def test_a_server_that_hangs_after_the_last_dot_leaves_doubt(
    smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TAKE_WITHIN", 0.3)
    smtp_sink.answer(HANG)
    assert _send(smtp_sink).in_doubt


def _scripted(*answers: bytes) -> tuple[str, list[bytes]]:
    """The address of a server that says these lines in turn, and what it hears."""
    listener, heard = socket.create_server(("127.0.0.1", 0)), []

    def talk() -> None:
        with listener, listener.accept()[0] as line, line.makefile("rb") as spoken:
            for answer in answers:
                line.sendall(answer)
                heard.append(spoken.readline())

    threading.Thread(target=talk, daemon=True).start()
    return f"smtp://127.0.0.1:{listener.getsockname()[1]}", heard


def test_a_line_cut_before_the_last_dot_leaves_none() -> None:
    url, _ = _scripted(b"220 hello\r\n", b"250 hello\r\n", b"250 go on\r\n")
    with smtp.line(url, "example.org") as line:
        outcome = line.send(_mail(), SENDER, READER)
        assert not line.alive
    assert (outcome.verdict, outcome.in_doubt) == (DeliveryVerdict.LATER, False)


def test_a_sender_that_is_refused_is_refused_for_all() -> None:
    url, _ = _scripted(
        b"220 hello\r\n", b"250 hello\r\n", b"550 not from you\r\n", b"250 forgotten\r\n", b"221 bye\r\n"
    )
    with smtp.line(url, "example.org") as line:
        assert line.send(_mail(), SENDER, READER).verdict is DeliveryVerdict.CHANNEL


def test_the_name_of_this_machine_is_not_told() -> None:
    url, heard = _scripted(b"220 hello\r\n", b"250 hello\r\n", b"221 bye\r\n")
    with smtp.line(url, "example.org"):
        pass
    assert heard[0] == b"ehlo example.org\r\n"


def test_a_login_that_is_refused_and_a_server_that_is_gone_are_the_lines_fault(smtp_sink: SmtpSink) -> None:
    with pytest.raises(smtp.LineDown), smtp.line(smtp_sink.url.replace("//", "//me:secret@"), "example.org"):
        pass
    smtp_sink.stop()
    with pytest.raises(smtp.LineDown, match="ConnectionRefused"), smtp.line(smtp_sink.url, "example.org"):
        pass
    smtp_sink.start()


@given(st.text(min_size=1), st.sampled_from(["\r", "\n", "\r\n", " ", "\0", "é", ">"]))
def test_an_address_that_would_add_a_command_is_not_sent(before: str, sign: str) -> None:
    line = smtp.ServerLine(None)  # type: ignore[arg-type]  (nothing may be said over it)
    outcome = line.send(_mail(), SENDER, f"{before}{sign}RCPT TO:<x>@example.org")
    assert outcome.verdict is DeliveryVerdict.FAILED


@given(st.text(alphabet="a.\r\n\x85\u2028é", max_size=60))
def test_line_ends_are_crlf_and_a_lone_dot_ends_the_mail_alone(text: str) -> None:
    content = smtp.wire(_mail(text))
    assert content.endswith(b"\r\n.\r\n")
    lines = content[: -len(b".\r\n")].split(b"\r\n")
    assert b"." not in lines
    assert not any(b"\r" in each or b"\n" in each for each in lines)


@pytest.mark.unit
@pytest.mark.parametrize("url", ["", "http://x", "smtp://", "mail.example.org"])
def test_an_address_of_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="begins with"):
        smtp.server(url)


@pytest.mark.unit
def test_a_servers_address_is_taken_apart_and_its_password_not_shown() -> None:
    found = smtp.server("smtp+starttls://me%40x:se%2Fcret@mail.example.org")
    assert (found.host, found.port, found.user, found.password) == ("mail.example.org", 587, "me@x", "se/cret")
    assert "se/cret" not in repr(found)


_WORD = st.text(alphabet="abcéàçœñüأبتجمن،’«»:=?_()٣漢", min_size=1, max_size=70)


def _headers(mail: EmailMessage) -> bytes:
    return smtp.wire(mail).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"


@given(st.lists(_WORD, min_size=1, max_size=14), st.sampled_from([" ", "\u00a0", "  "]))
def test_every_letter_and_every_blank_of_a_subject_arrives(words: list[str], blank: str) -> None:
    mail, subject = _mail(), blank.join(words)
    del mail["Subject"]
    mail["Subject"] = subject
    raw = _headers(mail)
    assert raw.isascii() and all(line.strip() and len(line) <= 78 for line in raw.strip().split(b"\r\n"))
    assert b"\r\nSubject: \r\n" not in raw
    assert email.message_from_bytes(raw, policy=policy.default)["Subject"] == subject
    old = email.message_from_bytes(raw)["Subject"].replace("\r\n", "")  # folds taken out as RFC 5322 2.2.3 says
    assert str(make_header(decode_header(old))) == subject


@given(st.lists(st.text(alphabet="abcéàçأبتجمن’«漢", min_size=1, max_size=30), min_size=1, max_size=8))
def test_every_letter_and_every_blank_of_a_senders_name_arrives(words: list[str]) -> None:
    mail, name = _mail(), " ".join(words)
    del mail["From"]
    mail["From"] = Address(name, addr_spec=SENDER)
    raw = _headers(mail)
    assert raw.isascii() and all(line.strip() and len(line) <= 78 for line in raw.strip().split(b"\r\n"))
    old = email.message_from_bytes(raw)["From"].replace("\r\n", "")
    assert str(make_header(decode_header(old))).replace('"', "").replace("  <", " <") == f"{name} <{SENDER}>"


def test_nothing_else_in_the_product_opens_a_line() -> None:
    root = Path(__file__).resolve().parent.parent
    users = {path.name for path in (root / "workflow").rglob("*.py") if "smtplib" in path.read_text("utf-8")}
    assert users == {"smtp.py"}
