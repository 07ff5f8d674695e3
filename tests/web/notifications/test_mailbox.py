"""The local mailbox: who reads it, and that a mail in it can do nothing."""

import re
from contextlib import ExitStack
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from tests.decisions import fan_out_all
from tests.web.site import Site, open_site, site
from workflow.config import Settings
from workflow.database import transaction
from workflow.emails import message_for
from workflow.mailbox import keep
from workflow.mailbox import message as mailbox_message
from workflow.models.event import Delivery
from workflow.models.person import LinkPurpose, Person
from workflow.rules.notifications.events import EventKind
from workflow.services.shared.record import record_event
from workflow.supervisor import parent

__all__ = ["site"]

HTML = '<!doctype html><html><head><title>x</title></head><body><a href="http://127.0.0.1:8000/home">Home</a></body></html>'


def _keep(folder: Path, html: bool = True) -> str:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "office@coalition.example",
        "dana@delta.example",
        "A consultation <b>opened</b>",
    )
    mail.set_content("Dear Dana,\n\nread http://127.0.0.1:8000/home <script>alert(1)</script>\n")
    if html:
        mail.add_alternative(HTML, subtype="html")
    return keep(folder, "office@coalition.example", ["dana@delta.example"], mail.as_bytes())


def test_the_secretariat_reads_every_mail_as_text_and_as_html(site: Site, settings: Settings) -> None:
    name, sara = _keep(settings.mailbox), site.signed_in("sara")
    listed = sara.get("/mailbox").text
    assert f'href="/mailbox/{name}"' in listed and "A consultation &lt;b&gt;opened&lt;/b&gt;" in listed
    page = sara.get(f"/mailbox/{name}").text
    assert "Dear Dana," in page and "&lt;script&gt;" in page and f'src="/mailbox/{name}/html"' in page
    assert '<a href="http://127.0.0.1:8000/home"' in page
    assert "office@coalition.example" in page
    assert HTML.replace("<head>", '<head><base target="_top">') == sara.get(f"/mailbox/{name}/html").text.strip()


def test_a_mail_in_its_frame_runs_nothing_and_fetches_nothing(site: Site, settings: Settings) -> None:
    name, sara = _keep(settings.mailbox), site.signed_in("sara")
    assert re.search(r'<iframe\s+src="/mailbox[^>]*\ssandbox="', sara.get(f"/mailbox/{name}").text)
    answer = sara.get(f"/mailbox/{name}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "allow-scripts" not in policy
    assert "frame-ancestors 'self'" in policy and answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["dana", "elena", "fred"])
def test_outside_the_demo_nobody_else_has_a_mailbox(site: Site, settings: Settings, name: str) -> None:
    kept, visitor = _keep(settings.mailbox), site.signed_in(name)
    for path in ("/mailbox", f"/mailbox/{kept}", f"/mailbox/{kept}/html"):
        assert visitor.get(path).status_code == 404
    assert "/mailbox" not in visitor.get("/settings").text


def test_in_the_demo_everybody_reads_their_own_mail_and_no_stranger_any(database: Engine, settings: Settings) -> None:
    site = open_site(database, settings, demo=True)
    name = _keep(settings.mailbox)
    dana, fred = site.signed_in("dana"), site.signed_in("fred")
    assert dana.get(f"/mailbox/{name}").status_code == 200
    assert name in dana.get("/mailbox").text
    assert fred.get(f"/mailbox/{name}").status_code == 404, "it may say whom a label stands for"
    assert name not in fred.get("/mailbox").text
    assert site.visitor().get(f"/mailbox/{name}").status_code == 303


def test_the_mailbox_comes_in_pages_of_fifty_the_newest_first(database: Engine, settings: Settings) -> None:
    site = open_site(database, settings, demo=True)
    for number in range(1, 54):
        to = "dana@delta.example" if number != 2 else "fred@fen.example"
        keep(settings.mailbox, "office@coalition.example", [to], f"Subject: Mail {number}.\r\n\r\nSo.".encode())
    dana = site.signed_in("dana")
    first, second, far = (dana.get(f"/mailbox{rest}").text for rest in ("", "?page=2", "?page=99"))
    assert "52 emails" in first and "1 to 50 shown" in first and first.index("Mail 53.") < first.index("Mail 4.")
    assert "Mail 3." not in first and "Mail 3." in second and "Mail 1." in second and "51 to 52 shown" in second
    assert "Mail 2." not in first + second, "another's mail is on no page"
    assert "Mail 1." in far


@pytest.mark.parametrize(
    "server", ["smtp://mail.example", "smtps://127.0.0.1:465", "smtp://192.0.2.1:25", "smtp://127.0.0.1:2525"]
)
def test_with_a_mail_server_outside_there_is_no_mailbox(database: Engine, settings: Settings, server: str) -> None:
    sara = open_site(database, settings, smtp_url=server).signed_in("sara")
    assert sara.get("/mailbox").status_code == 404 and "/mailbox" not in sara.get("/settings").text


def test_with_the_mailbox_of_a_run_there_is_one(database: Engine, settings: Settings) -> None:
    sara = open_site(database, settings, smtp_url="smtp://127.0.0.1:40125", keeps_mail=True).signed_in("sara")
    assert "No email has been sent yet" in sara.get("/mailbox").text


@pytest.mark.parametrize("given", ["", "smtp://127.0.0.1:2525"])
def test_a_run_tells_the_web_server_whether_the_mailbox_is_its_own(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("COMMUNIQUE_SMTP_URL", given)
    monkeypatch.setenv("COMMUNIQUE_DATA", str(tmp_path / "run"))
    monkeypatch.setenv("COMMUNIQUE_KEEPS_MAIL", "1")  # left over in somebody's environment
    with ExitStack() as stack:
        ground = parent._ground(Settings.from_environment(), "127.0.0.1", 0, stack)
        assert Settings.from_environment(ground.environment).keeps_mail is (not given)


def test_outside_the_demo_the_mailbox_says_of_which_mails_it_hides_the_words(
    database: Engine, settings: Settings
) -> None:
    said = "shows only that the email was sent, and to whom"
    assert said in open_site(database, settings).signed_in("sara").get("/mailbox").text


def test_in_the_demo_the_mailbox_hides_nothing_and_says_nothing_of_it(database: Engine, settings: Settings) -> None:
    page = open_site(database, settings, demo=True).signed_in("sara").get("/mailbox").text
    assert "as its recipient would see it" in page and "and to whom" not in page


@pytest.mark.parametrize(
    "name", ["../secret-key", "%2e%2e%2fsecret-key", "nothing", "20260101T000000.000000Z-00000000"]
)
def test_a_mail_that_is_not_there_is_a_missing_page(site: Site, settings: Settings, name: str) -> None:
    _keep(settings.mailbox)
    sara = site.signed_in("sara")
    assert sara.get(f"/mailbox/{name}").status_code == 404
    assert sara.get(f"/mailbox/{name}/html").status_code == 404


def test_a_mail_without_html_has_no_frame(site: Site, settings: Settings) -> None:
    name, sara = _keep(settings.mailbox, html=False), site.signed_in("sara")
    assert "<iframe" not in sara.get(f"/mailbox/{name}").text
    assert sara.get(f"/mailbox/{name}/html").status_code == 404


@pytest.mark.parametrize("purpose", LinkPurpose)
def test_outside_the_demo_a_mail_that_lets_its_bearer_in_shows_neither_link_nor_words(
    database: Engine, settings: Settings, purpose: LinkPurpose
) -> None:
    site = open_site(database, settings)
    name = _keep_access_mail(site, settings, purpose)
    token = re.search(rf"/{purpose.value}/([\w-]+)", mailbox_message(settings.mailbox, name).text)
    assert token
    sara = site.signed_in("sara")
    page = sara.get(f"/mailbox/{name}").text
    assert "neither the link nor the words are shown" in page and f"mailbox/{name}.eml" in page
    assert "dana@delta.example" in page, "that it was sent, and to whom"
    assert token[1] not in page and f"/mailbox/{name}/html" not in page
    assert sara.get(f"/mailbox/{name}/html").status_code == 404
    assert token[1] not in sara.get("/mailbox").text


@pytest.mark.parametrize("purpose", LinkPurpose)
def test_in_the_demo_such_a_mail_is_read_by_the_cast(
    database: Engine, settings: Settings, purpose: LinkPurpose
) -> None:
    site = open_site(database, settings, demo=True)
    name = _keep_access_mail(site, settings, purpose)
    dana = site.signed_in("dana")
    assert f"/{purpose.value}/" in dana.get(f"/mailbox/{name}").text
    assert dana.get(f"/mailbox/{name}/html").status_code == 200


def _keep_access_mail(site: Site, settings: Settings, purpose: LinkPurpose) -> str:
    """The mail as it is really sent, in the mailbox."""
    kind = {LinkPurpose.INVITATION: EventKind.PERSON_INVITED, LinkPurpose.RESET: EventKind.PASSWORD_FORGOTTEN}[purpose]
    with transaction() as session:
        dana = session.get_one(Person, site.cast["dana"].id)
        record_event(session, kind, person=dana, data={"person": dana.id})
    fan_out_all()
    with site.app.app_context(), transaction() as session:
        owed = session.scalars(select(Delivery.id).where(Delivery.person_id == site.cast["dana"].id)).one()
        letter = message_for(session, owed, settings)
    return keep(settings.mailbox, settings.mail_from, [letter.recipient], letter.message.as_bytes())
