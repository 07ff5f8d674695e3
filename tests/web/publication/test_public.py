"""What everybody may read: the same bytes from file and record, nothing before its time, no name that is protected."""

import gzip
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlalchemy import Engine, update
from werkzeug.test import TestResponse

from tests import calls
from tests.decisions import adopt, newest, on_the_table, position, publication_claim, put_as
from tests.publications import publish_copies
from tests.rooms import CLOSES, Room
from tests.web.house import House, house_of
from tests.web.house import words as words_of
from tests.worker.hands import forget_put_off, publish_all
from worker.printing import Press
from workflow import database as record
from workflow import storage
from workflow.config import Settings
from workflow.models.organisation import Organisation
from workflow.models.version import Draft, Edition
from workflow.rules.decision.decision import Stance
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.statements.voice import Voice
from workflow.services.publication import publishing
from workflow.text.document import parse
from workflow.web.shared import rate_limits

STYLES = Path(__file__).resolve().parents[3] / "workflow" / "static" / "app.css"
TRANSLATIONS = {"fr": "Des fleuves ouverts", "ar": "أنهار مفتوحة"}


@dataclass
class Site:
    """A statement in three editions of which two were adopted, and strangers who come to read."""

    house: House
    settings: Settings

    @property
    def room(self) -> Room:
        """The room that it was written in."""
        return self.house.room

    @property
    def address(self) -> str:
        """Its public address."""
        return f"/{self.room.statement().address}"

    def sweep(self) -> None:
        """What the worker does."""
        forget_put_off()
        publish_all(self.house.app, self.settings)

    def get(self, path: str, **more: str) -> TestResponse:
        """The answer to somebody without a cookie."""
        return self.house.app.test_client(use_cookies=False).get(path, base_url=self.house.base, headers=more)


def _translate(room: Room) -> None:
    for language, title in TRANSLATIONS.items():
        words = tuple(replace(block, text=f"{title}: {block.text}") for block in newest(Draft).blocks)
        room.do("sara", calls.save_draft, language=language, serial=0, title=title, occasion="", blocks=words)


@pytest.fixture
def site(database: Engine, settings: Settings) -> Iterator[Site]:
    """The site with the statement adopted and not yet out, on each database."""
    with house_of(settings, opened=False) as house:
        _translate(house.room)
        house.room.do("sara", calls.open_consultation, closes_at=CLOSES)
        on_the_table(house.room, ("en", "fr"))
        adopt(house.room)
        yield Site(house, settings)


def test_a_browser_finds_the_sign_for_its_tab(site: Site) -> None:
    answer = site.get("/favicon.ico")
    assert answer.status_code == 200 and answer.data.startswith(b"\0\0\1\0") and answer.mimetype.startswith("image/")
    for page in ("/", "/sign-in"):
        assert '<link rel="icon" href="/favicon.ico">' in site.get(page).text


def test_before_it_is_out_no_address_of_it_answers_and_no_list_has_it(site: Site) -> None:
    until = site.room.clock.at + timedelta(hours=1)
    site.room.do("sara", publishing.set_embargo, until=until)
    site.room.clock.at = until - timedelta(seconds=1)
    site.sweep()
    nothing = site.get("/JS-2026-999")
    for rest in ("", "/en", "/fr", "/ar", "/en.txt", "/fr.txt"):
        answer = site.get(site.address + rest)
        assert (answer.status_code, answer.data) == (404, nothing.data)
    for path in ("/", "/?q=river", "/?lang=fr", "/feed.atom", "/feed.atom?lang=fr"):
        assert b"open rivers" not in site.get(path).data
    site.room.clock.at = until
    site.sweep()
    assert site.get(site.address).status_code == 200


def test_files_that_the_record_does_not_call_published_are_not_served(site: Site) -> None:
    made = publication_claim()
    assert made is not None
    assert Press(site.house.app, site.settings)._put_out(made)[0] == Outcome(DeliveryVerdict.SENT)
    assert storage.read_file(site.settings.published, f"{site.address[1:]}/en/index.html")
    assert site.get(f"{site.address}/en").status_code == 404


def test_the_text_that_is_served_is_the_text_that_was_adopted(site: Site) -> None:
    site.sweep()
    with record.reading() as session:
        digests = {each.language: each.digest for each in session.query(Edition)}
    for language in ("en", "fr"):
        plain = site.get(f"{site.address}/{language}.txt")
        assert hashlib.sha256(plain.data).hexdigest() == digests[language]
        assert plain.content_type == "text/plain; charset=utf-8"
        page = re.sub(r"<[^>]+>|\s", "", site.get(f"{site.address}/{language}").text)
        assert digests[language] in page
        assert "sha256sum" in page


def test_a_translation_that_was_not_on_the_table_says_so_and_has_no_seal(site: Site) -> None:
    site.sweep()
    page = site.get(f"{site.address}/ar").text
    assert 'dir="rtl"' in page
    assert 'class="notice care"' in page
    assert 'class="seal"' not in page
    assert site.get(f"{site.address}/ar.txt").status_code == 404
    assert "notice care" not in site.get(f"{site.address}/fr").text


def test_each_page_leads_to_the_others_and_its_own_address_to_the_original(site: Site) -> None:
    site.sweep()
    page = site.get(site.address)
    assert page.data == site.get(f"{site.address}/en").data
    for language in ("fr", "ar"):
        assert re.search(rf'href="{site.address}/{language}"\s+lang="{language}"', page.text)


def test_a_file_that_is_gone_is_made_again_from_the_record_with_the_same_bytes(site: Site) -> None:
    site.sweep()
    folder = site.settings.published
    files = {
        str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.suffix in (".html", ".txt", ".atom")
    }
    paths = {name: f"/{name.removesuffix('/index.html')}" for name in files if name.startswith("JS")}
    paths |= {f"index.{code}.html": f"/?lang={code}" for code in ("en", "fr", "es", "ar")}
    paths |= {f"feed.{code}.atom": f"/feed.atom?lang={code}" for code in ("en", "fr", "es", "ar")} | {
        "feed.atom": "/feed.atom"
    }
    assert set(paths) == set(files)
    for name, path in paths.items():
        storage.delete(folder, name)
        assert site.get(path).data == files[name]
        assert storage.read_file(folder, name) == files[name]


def test_a_full_disk_is_no_reason_to_show_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.sweep()
    storage.delete(site.settings.published, f"{site.address[1:]}/index.html")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "write", full)
    assert site.get(site.address).status_code == 200


def test_a_word_changed_by_another_hand_is_never_made_a_page(site: Site) -> None:
    site.sweep()
    storage.delete(site.settings.published, f"{site.address[1:]}/en/index.html")
    with record.transaction() as session:
        session.execute(update(Edition).where(Edition.language == "en").values(title="On closed rivers"))
    answer = site.get(f"{site.address}/en")
    assert answer.status_code == 409
    assert "closed rivers" not in answer.text


def test_public_pages_set_no_cookie_and_may_be_kept(site: Site) -> None:
    site.sweep()
    for path in ("/", site.address, f"{site.address}/fr", f"{site.address}/en.txt", "/feed.atom"):
        answer = site.get(path)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        again = site.get(path, **{"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_who_is_signed_in_sees_the_same_bytes(site: Site) -> None:
    site.sweep()
    visitor = site.house.visitor("dana")
    for path in ("/?lang=en", site.address):
        assert visitor.get(path).data == site.get(path).data


def test_the_page_says_when_it_was_published_by_the_coalitions_clock(site: Site) -> None:
    site.sweep()
    page = site.get(site.address).text
    assert "Published Mon 2 Mar 2026, 09:00 (UTC)" in page
    assert "%(" not in page + site.get(f"{site.address}/ar").text + site.get("/?lang=en").text


def test_a_slash_at_the_end_of_a_public_address_leads_to_the_address_without_it(site: Site) -> None:
    site.sweep()
    for path in (site.address, f"{site.address}/en", f"{site.address}/ar", f"{site.address}/en.txt"):
        for method in ("GET", "HEAD"):
            answer = site.house.app.test_client().open(f"{path}/", method=method, base_url=site.house.base)
            assert (answer.status_code, answer.headers.get("Location")) == (301, path)
            assert site.house.app.test_client().open(path, method=method, base_url=site.house.base).status_code == 200
            assert "Set-Cookie" not in answer.headers
    for other in ("/help/", "/statements/", "/statements/open-rivers/", f"{site.address}/en/more/"):
        assert site.get(other).status_code == 404
    assert site.house.app.test_client().post(f"{site.address}/en/", base_url=site.house.base).status_code != 301


def test_head_answers_like_get_without_the_text(site: Site) -> None:
    site.sweep()
    answer = site.house.app.test_client().head(site.address, base_url=site.house.base)
    assert (answer.status_code, answer.data) == (200, b"")


def test_the_page_is_under_14_kb_with_its_stylesheet(site: Site) -> None:
    site.sweep()
    page = site.get(site.address).data
    assert len(gzip.compress(page)) + len(gzip.compress(STYLES.read_bytes())) < 14_000
    assert b"http://" not in page.replace(site.settings.base_url.encode(), b"")
    assert not re.search(rb"<script|<img|style=", page)


def _speaks(site: Site, voice: Voice, *names: str) -> str:
    put_as(site.room, voice, *names, agreed=True)
    with pytest.MonkeyPatch.context() as release:  # an earlier one, which offered all
        release.setattr("workflow.rules.statements.voice.OFFERED", frozenset(Voice))
        site.sweep()
    return site.get(site.address).text


ADOPTED = "Coalition for Open Rivers: statement adopted by its Steering Committee"


def test_who_adopted_it_is_said_and_not_that_the_whole_coalition_speaks(site: Site) -> None:
    page = words_of(_speaks(site, Voice.COALITION))
    assert ADOPTED in page.replace(" :", ":")
    assert "whole coalition" not in page


def test_over_a_text_with_an_objection_nothing_says_that_the_whole_coalition_speaks(
    database: Engine, settings: Settings
) -> None:
    with house_of(settings) as house:
        on_the_table(house.room)
        position(house.room, "dana", Stance.OBJECT, "Not these words.")
        for name in ("lucie", "elena"):
            position(house.room, name, Stance.APPROVE)
        assert house.room.statement().stage is Stage.ADOPTED
        made = Site(house, settings)
        made.sweep()
        page = words_of(made.get(made.address).text)
        assert ADOPTED in page.replace(" :", ":")
        assert "whole coalition" not in page


def test_members_that_sign_are_named_as_such(site: Site) -> None:
    assert "A joint statement of members of the coalition" in _speaks(site, Voice.UNDERSIGNED)


def test_members_that_are_named_are_no_signatories_and_protected_ones_a_number(site: Site) -> None:
    page = _speaks(site, Voice.NAMED, "lacs", "delta", "estero")
    assert "on behalf of these members" in page
    assert "Réseau des Lacs" in page
    assert "1 member not named here" in page
    assert "Estero" not in page
    assert "sign" not in re.sub(r"<[^>]+>", "", page[page.index("<main") :]).lower()
    assert 'class="sigs"' not in page


def test_no_public_byte_tells_who_decided_or_who_is_protected(site: Site) -> None:
    site.sweep()
    everything = b"".join(site.get(path).data for path in ("/", site.address, f"{site.address}/fr", "/feed.atom"))
    with record.reading() as session:
        names = [each.name for each in session.query(Organisation)]
    assert not [name for name in names if name.encode() in everything]
    assert site.room.key.encode() not in everything


def test_the_search_finds_words_of_titles_and_texts_in_any_edition(site: Site) -> None:
    site.sweep()
    for words in ("rivers", "OPEN rivers", "gates keep", "fleuves", "أنهار"):
        assert f'href="{site.address}/en"' in site.get(f"/?lang=en&q={words}").text, words
    for words in ("mountain", "rivers mountain", "<script>", "%"):
        page = site.house.app.test_client().get("/", query_string={"q": words, "lang": "en"}).text
        assert site.address not in page
        assert "<script>" not in page


def test_the_index_speaks_four_languages(site: Site) -> None:
    site.sweep()
    assert 'lang="fr"' in site.get("/", **{"Accept-Language": "fr"}).text.partition("<body>")[0]
    for path in ("/", "/?q=river"):
        assert set(site.get(path).headers["Vary"].split(", ")) == {"Accept-Language", "Accept-Encoding"}
    assert 'dir="rtl"' in site.get("/?lang=ar").text.partition("<body>")[0]


def test_the_feed_has_each_statement_once_and_its_editions(site: Site) -> None:
    site.sweep()
    ns = "{http://www.w3.org/2005/Atom}"
    answer = site.get("/feed.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    (entry,) = ElementTree.fromstring(answer.data).findall(f"{ns}entry")  # noqa: S314
    links = {link.get("hreflang"): link.get("href") for link in entry.findall(f"{ns}link")}
    assert links == {code: f"{site.settings.base_url}{site.address}/{code}" for code in ("en", "fr")}
    assert entry.findtext(f"{ns}content") == site.get(f"{site.address}/en.txt").text
    french = ElementTree.fromstring(site.get("/feed.atom?lang=fr").data)  # noqa: S314
    assert french.findtext(f"{ns}entry/{ns}title") == "Des fleuves ouverts"
    assert not ElementTree.fromstring(site.get("/feed.atom?lang=es").data).findall(f"{ns}entry")  # noqa: S314


@pytest.mark.parametrize(
    "path", ["/JS-2026-1/../en", "/JS-2026-1/.en", "/JS-2026-01", "/js-2026-1", "/-2026-1", "/JS-2026-1/de", "/x"]
)
def test_an_address_of_nothing_is_the_same_404(site: Site, path: str) -> None:
    site.sweep()
    answer = site.get(path)
    assert (answer.status_code, answer.data) == (404, site.get("/nothing").data)


def test_an_address_longer_than_a_files_name_may_be_is_the_same_404(site: Site) -> None:
    site.sweep()
    for name in ("x" * 300, "x" * 300 + ".txt"):
        assert site.get(f"{site.address}/{name}").status_code == 404


def _many(site: Site, count: int) -> None:
    site.sweep()
    text = tuple(parse("Of reeds and herons.\n"))
    with record.transaction() as session:
        publish_copies(session, [(f"Copy {each:03}", text) for each in range(count)])
    site.sweep()


def _titles(page: str) -> list[str]:
    return re.findall(r"<h3[^>]*>\s*<a\s[^>]*>([^<]*)</a>", page)


def test_the_index_and_a_search_have_fifty_a_page_and_links_to_the_others(site: Site) -> None:
    _many(site, 120)
    for query, count, found in (("", 3, 121), ("q=herons&", 3, 120)):
        pages = [site.get(f"/?lang=en&{query}page={number}").text for number in range(1, count + 1)]
        titles = [title for page in pages for title in _titles(page)]
        assert [len(_titles(page)) for page in pages] == [50, 50, found - 100]
        assert len(set(titles)) == found
        link = "/?lang=en&amp;" + query.replace("&", "&amp;") + "page="
        assert f'href="{link}2"' in pages[0] and f'href="{link}3" aria-current="page"' in pages[2]
        assert 'rel="next"' in pages[1] and 'rel="next"' not in pages[2]
    assert "Latest" in site.get("/?lang=en").text and "Latest" not in site.get("/?lang=en&page=2").text
    assert len(ElementTree.fromstring(site.get("/feed.atom").data).findall("{http://www.w3.org/2005/Atom}entry")) == 50  # noqa: S314


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x", ""])
def test_a_page_that_is_not_there_is_the_nearest(site: Site, number: str) -> None:
    _many(site, 60)
    page = site.get(f"/?lang=en&page={number}").text
    assert len(_titles(page)) in (50, 11)


def test_a_network_that_searches_too_often_is_told_when_it_may_again_and_reads_on(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "SEARCHING", {"network": "2/minute"})
    site.sweep()
    for _ in range(2):
        assert site.get("/?lang=en&q=rivers").status_code == 200
    refused = site.get("/?lang=en&q=gates+keep")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "Search again in 1 minute." in refused.text and 'value="gates keep"' in refused.text
    assert "no-store" in refused.headers["Cache-Control"]
    assert site.get("/?lang=en").status_code == site.get(site.address).status_code == 200
    client = site.house.app.test_client(use_cookies=False)
    elsewhere = client.get("/?q=rivers", base_url=site.house.base, environ_base={"REMOTE_ADDR": "198.51.100.9"})
    assert elsewhere.status_code == 200
    site.room.clock.pass_by(minutes=2)
    assert site.get("/?lang=en&q=gates+keep").status_code == 200


def test_a_search_says_nothing_of_what_is_not_out(site: Site) -> None:
    until = site.room.clock.at + timedelta(hours=1)
    site.room.do("sara", publishing.set_embargo, until=until)
    site.sweep()
    assert "0 statements contain these words" in site.get("/?lang=en&q=rivers").text
