"""What the tests stand on is real: databases, broker, SMTP server, browser."""

import os
import smtplib
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest
import redis
from kombu import Connection
from playwright.sync_api import Browser
from sqlalchemy import create_engine, text

from tests.provide import broker, own_postgres, postgres
from tests.provide.smtp import CUT, LATER, NEVER, SmtpSink
from tests.supervisor.processes import until
from workflow.supervisor import services
from workflow.supervisor.service import Child


def _letter(to: str = "reader@example.org") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "statements@example.org", to, "Café"
    mail.set_content("Two lines\n.and a dot\n")
    return mail


def _send(sink: SmtpSink, mail: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", int(sink.url.rpartition(":")[2]), timeout=20) as line:
        line.send_message(mail)


@pytest.mark.parametrize("own", [False, True], ids=["found", "own"])
def test_a_postgresql_database_is_fresh_and_gone_afterwards(own: bool) -> None:
    with own_postgres.own_server() if own else postgres.server_url() as server:
        with postgres.fresh_database(server) as url:
            engine = create_engine(url)
            with engine.begin() as connection:
                assert connection.execute(text("select count(*) from pg_stat_user_tables")).scalar() == 0
                connection.execute(text("create table held (id int)"))
                # The block ends while this connection still stands.
            name = engine.url.database
        left = create_engine(server).connect()
        assert (
            left.execute(text("select count(*) from pg_database where datname = :name"), {"name": name}).scalar() == 0
        )
        left.close()


def test_a_broker_found_is_private_and_emptied() -> None:
    with broker.private_broker() as first, broker.private_broker() as second:
        assert first != second
        redis.Redis.from_url(first).set("left", "over")
    assert redis.Redis.from_url(first).dbsize() == 0


def test_our_own_broker_answers() -> None:
    with broker.own_broker() as url:
        path = url.removeprefix("redis+socket://").partition("?")[0]
        assert redis.Redis(unix_socket_path=path).ping()


def test_the_sink_keeps_the_mail_as_sent(smtp_sink: SmtpSink) -> None:
    _send(smtp_sink, _letter())
    (mail,) = smtp_sink.wait(1)
    assert mail.recipients == ("reader@example.org",)
    assert mail.message["Subject"] == "Café"
    assert mail.content.endswith(b"Two lines\r\n.and a dot\r\n")


def test_the_sink_answers_as_its_script_says(smtp_sink: SmtpSink) -> None:
    smtp_sink.answer(LATER, CUT)
    smtp_sink.by_recipient["gone@example.org"] = NEVER
    with pytest.raises(smtplib.SMTPDataError, match="451"):
        _send(smtp_sink, _letter())
    with pytest.raises(smtplib.SMTPServerDisconnected):
        _send(smtp_sink, _letter())
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        _send(smtp_sink, _letter("gone@example.org"))
    _send(smtp_sink, _letter())
    assert [mail.answer for mail in smtp_sink.received] == [LATER, CUT, "250 taken"]


def test_the_sink_goes_and_comes_back_on_its_port(smtp_sink: SmtpSink) -> None:
    smtp_sink.stop()
    with pytest.raises(ConnectionRefusedError):
        _send(smtp_sink, _letter())
    smtp_sink.start()
    _send(smtp_sink, _letter())
    assert len(smtp_sink.wait(1)) == 1


def test_the_browser_shows_a_page(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<h1>العربية</h1>")
    assert page.inner_text("h1") == "العربية"
    page.close()


@pytest.mark.parametrize("name", ["with space, é and %41", "long" * 30])
def test_a_broker_is_found_whatever_the_data_folder_is_called(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    service, url = services.broker(folder, os.environ, 2)
    again, _ = services.broker(folder, os.environ, 2)
    assert service.command == again.command
    child = Child(service)
    child.start()
    try:
        until(service.ready)
        with closing(Connection(url)) as connection:
            connection.ensure_connection(max_retries=1, timeout=20)
    finally:
        child.kill()
