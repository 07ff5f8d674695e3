"""The main job in a real browser, with the real worker: from a torn text file to a published statement.

Five organisations of our own, one of them protected under names that cannot be mistaken for anything else: what left
the house is searched for them at the end.
"""

import hashlib
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.companies import Company, Kind, company
from tests.journeys.house import waited
from tests.journeys.saying import edits, shows_changes
from tests.journeys.visitors import Visitor

pytestmark = pytest.mark.journey

DATA = Path(__file__).resolve().parents[1] / "data"
SECRET = ("Kanariavox", "kanariavox", "Zwitscherlund", "Pieps Voxperson", "Pieps")
MEMBERS = """name,language,country,region,seat,protected,email,person
Heron Watch,en,KE,africa,yes,no,hanna@heron.example,Hanna
Collectif des Roseaux,fr,BJ,africa,yes,no,rene@roseaux.example,René
Marea Alta,es,CL,americas,yes,no,marta@marea.example,Marta
Kanariavox Zwitscherlund,en,NO,europe,yes,yes,pieps@kanariavox.example,Pieps Voxperson
Fenland Water Society,en,GB,europe,no,no,fred@fenland.example,Fred
"""
PEOPLE = {
    "hanna": "hanna@heron.example",
    "rene": "rene@roseaux.example",
    "marta": "marta@marea.example",
    "pieps": "pieps@kanariavox.example",
    "fred": "fred@fenland.example",
}


KINDS = {
    "sqlite-scripts-desk": Kind("sqlite", True, 1440),
    "postgresql-no-scripts-phone": Kind("postgresql", False, 390),
    "sqlite-scripts-phone-arabic": Kind("sqlite", True, 390, "ar"),
}


@pytest.fixture(params=KINDS.values(), ids=KINDS.keys())
def everybody(request: pytest.FixtureRequest, tmp_path: Path, chromium: Browser) -> Iterator[Company]:
    """An installation without a demo, its worker running, and a browser."""
    kind: Kind = request.param
    database = request.getfixturevalue("bare_postgres_url") if kind.backend == "postgresql" else ""
    with company(kind, tmp_path / "house", chromium, database, "Coalition for Open Rivers") as made:
        yield made


def test_a_torn_file_becomes_a_published_statement_and_everybody_is_told(everybody: Company) -> None:
    everybody.joins(MEMBERS, PEOPLE)
    key = a_statement_begins(everybody)
    members_speak(everybody, key)
    the_penholder_consolidates(everybody, key)
    the_committee_adopts(everybody, key)
    the_public_reads(everybody)
    everybody_was_told(everybody)
    nobody_was_exposed(everybody)


def a_statement_begins(everybody: Company) -> str:
    """The key of the statement, its first consultation open."""
    sara = everybody["sara"]
    sara.goes_to("/statements/new")
    sara.page.locator("main input[type=file]").set_input_files(DATA / "torn.md")
    sara.says(word_limit="200")
    sara.sends()
    boxes = sara.page.locator("main input[name=joins]")
    assert boxes.count() == 1
    assert boxes.first.is_checked(), "a torn sentence is proposed for joining"
    sara.sends()
    key = re.search(r"/statements/([a-z0-9]+)", sara.page.url).group(1)  # type: ignore[union-attr]
    assert "when their wells have gone dry" in sara.page.locator("main").inner_text()
    sara.goes_to(f"/statements/{key}/consultation")
    sara.sends()
    everybody.house.mail(PEOPLE["fred"], "Coalition for Open Rivers")
    return key


def members_speak(everybody: Company, key: str) -> None:
    hanna, rene, pieps, fred = (everybody[name] for name in ("hanna", "rene", "pieps", "fred"))
    amends(hanna, key, 2, "silent", "broken", "They were struck by lightning.")
    assert "A1" in hanna.page.content()
    amends(pieps, key, 2, "silent since March", "mute for nine months", "Count the months.")
    comments(rene, key, 3, "promlse", "Laquelle ? La deuxième session en a fait trois.")
    takes_the_words_offered(rene, "promise")
    comments(pieps, key, 3, "kept", "We were told so in May.")
    fred.goes_to(f"/statements/{key}?open=A1")
    fred.presses("main form[action*='/A1/support'] button")
    sara = everybody["sara"]
    sara.goes_to(f"/statements/{key}?open=C1")
    replies(sara, key, "C1", "The second of the three. We will name it.")
    everybody.house.mail(PEOPLE["rene"], "C1")


def opened(window: Visitor, key: str, paragraph: int, kind: str) -> None:
    """The form on a paragraph, reached as a reader reaches it."""
    page = window.goes_to(f"/statements/{key}")
    para = page.locator(f".para:has(> #p{paragraph}), .para#p{paragraph}").first
    with page.expect_navigation():
        page_of = "/amendments/new" if kind == "amendment" else f"/items/new?kind={kind}"
        para.locator(f"a[href*='{page_of}']").first.click()
    window.looks()


def amends(window: Visitor, key: str, paragraph: int, words: str, proposal: str, reason: str) -> None:
    opened(window, key, paragraph, "amendment")
    edits(window, words, proposal)
    window.says(reason=reason)
    shows_changes(window)
    if window.page.locator("main [name=division]").count():
        window.chooses("division", "together")
    window.sends()


def takes_the_words_offered(window: Visitor, words: str) -> None:
    """Have the words that may be meant in the form, by a button, and send it then."""
    page = window.presses("main button[name=use]")
    assert page.locator("#words").input_value() == words
    window.sends()


def comments(window: Visitor, key: str, paragraph: int, words: str, body: str) -> None:
    opened(window, key, paragraph, "comment")
    window.chooses("where", "words")
    window.says(words=words, body=body)
    window.sends()


def replies(window: Visitor, key: str, reference: str, body: str) -> None:
    window.goes_to(f"/statements/{key}/items/{reference}/replies")
    window.says(body=body)
    window.sends()


def the_penholder_consolidates(everybody: Company, key: str) -> None:
    sara = everybody["sara"]
    sara.goes_to(f"/statements/{key}/consultation/closing")
    sara.says(reason="All have written.")
    sara.presses("main button.primary, main button.danger")
    sara.goes_to(f"/statements/{key}/consolidation")
    sara.chooses("A1_kind", "accepted")
    sara.chooses("A2_kind", "accepted")
    sara.presses("main .stick button.primary")
    assert sara.page.locator("[role=alert]").count() == 1, "two that want the same words cannot both be accepted"
    sara.chooses("A2_kind", "not_accepted")
    if not sara.page.locator("[name=A2_reason]").is_visible():
        sara.page.locator("details:has([name=A2_reason]) > summary").click()
    sara.says(A2_reason="A1 says why they are silent.")
    sara.presses("main .stick button.primary")
    sara.chooses("C1_kind", "noted")
    sara.says(C1_reason="The second session's second promise.")
    sara.chooses("C2_kind", "noted")
    sara.presses("main .stick button:not(.primary)")
    sara.goes_to(f"/statements/{key}/versions")
    sara.sends()
    page = everybody["hanna"].goes_to(f"/statements/{key}/changes")
    changed = page.locator(".doc .para", has=page.locator("ins")).first
    assert "broken" in changed.locator("> .txt ins").inner_text()
    assert "silent" in changed.locator("> .txt del").inner_text()
    assert "A1" in changed.inner_text()
    everybody["hanna"].goes_to(f"/statements/{key}/changes?view=side")
    what_became = everybody.house.mail(PEOPLE["pieps"], "A2").text
    assert "A1 says why they are silent." in what_became


def the_committee_adopts(everybody: Company, key: str) -> None:
    sara = everybody["sara"]
    sara.goes_to(f"/statements/{key}/ballot")
    sara.chooses("settling", "certain")  # of the four seats three are enough
    sara.sends()
    for name in ("hanna", "rene", "pieps"):
        window = everybody[name]
        window.goes_to("/home")
        window.goes_to(f"/statements/{key}/decision")
        window.chooses("stance", "approve")
        window.sends()
    # In the middle of telling everybody and publishing: nothing may be lost, nothing done twice.
    os.kill(everybody.house.run.pid("worker.celery"), signal.SIGKILL)
    sara.goes_to(f"/statements/{key}/publication")
    sara.goes_to(f"/statements/{key}/history")
    everybody["marta"].goes_to(f"/statements/{key}/decision")


def the_public_reads(everybody: Company) -> None:
    stranger = everybody["a stranger"]
    address = everybody.house.address

    def text() -> bytes | None:
        answer = stranger.context.request.get(f"{address}{short}/en.txt")
        return answer.body() if answer.ok else None

    reference = everybody["sara"].page.locator("main .ident bdi").first.inner_text()  # JS 2026/1
    short = "/" + reference.replace(" ", "-").replace("/", "-")
    # The killed worker may have held the publication: its lease lasts 30 seconds.
    plain = waited(text, 90, "the worker never published the statement")
    page = stranger.goes_to(short)
    shown = page.locator(".digest").first.inner_text().replace(" ", "").replace("\n", "")
    assert shown == hashlib.sha256(plain).hexdigest()
    assert plain.decode().startswith("Statement of the Coalition for Open Rivers\n\nExcellencies")
    for paragraph in plain.decode().split("\n\n")[1:]:
        assert paragraph.strip() in page.locator("main").inner_text()
    assert "The gauges of the upper basin have been broken since March." in plain.decode()
    assert not stranger.context.cookies(), "no cookie for those who only read"
    stranger.goes_to("/")

    def in_the_feed() -> bool | None:
        feed = stranger.context.request.get(f"{address}/feed.atom").body()
        return b"Statement of the Coalition for Open Rivers" in feed or None

    waited(in_the_feed, 90, "the feed never named the statement")


def everybody_was_told(everybody: Company) -> None:
    for address in (*PEOPLE.values(), "sara@office.example"):
        everybody.house.mail(address, "JS-")
    mails = everybody.house.mails()
    told = [(mail.stored.subject, mail.stored.recipients, dict(mail.headers)["Message-ID"]) for mail in mails]
    # The worker was killed: the one that it was sending may have come twice, and mail programs show it once.
    assert len(told) - len(set(told)) <= 1
    assert len({each[:2] for each in told}) == len(set(told))
    for mail in mails:
        assert len(mail.stored.recipients) == 1, "one message each"
        assert mail.text.strip()
        assert "<html" in mail.html


def nobody_was_exposed(everybody: Company) -> None:
    """Every byte that left for somebody other than the protected organisation and the secretariat."""
    left: list[tuple[str, bytes]] = []
    for name, window in everybody.windows.items():
        if name not in ("sara", "pieps"):
            left += [(f"{name} at {url}", body) for url, body in window.received]
    for path in (everybody.house.data / "published").rglob("*"):
        if path.is_file():
            left.append((str(path), path.read_bytes()))
    left.append(("what the processes said", everybody.house.run.said().encode()))
    for file in sorted((everybody.house.data / "mailbox").rglob("*")):
        if file.is_file() and not to_those_who_know(file.read_bytes()):
            left.append((f"mail {file.name}", file.read_bytes()))
    assert len(left) > 100
    for where, what in left:
        for secret in SECRET:
            assert secret.encode() not in what, (where, secret)


def to_those_who_know(mail: bytes) -> bool:
    """Whether a stored mail is to the protected organisation or the secretariat."""
    head = mail[:4000]
    return b"pieps@kanariavox.example" in head or b"sara@office.example" in head
