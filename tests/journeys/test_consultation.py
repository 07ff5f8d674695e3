"""Six organisations, one of them protected, take a statement through two consultations: nobody's words are lost.

Every item that was sent is looked for, under its reference, in the mails of its organisation and in the table of
responses.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser

from tests.journeys.companies import Company, Kind, company
from tests.journeys.house import waited
from tests.journeys.saying import Consultation, answers, edits, shows

pytestmark = pytest.mark.journey

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "seed" / "closing-statement.md"  # where a coalition's own statement lies beside us
OURS = ROOT / "tests" / "data" / "rivers.md"
SECRET = "Kanariavox"
MEMBERS = f"""name,language,country,region,seat,protected,email,person
Heron Watch,en,KE,africa,yes,no,hanna@heron.example,Hanna
Collectif des Roseaux,fr,BJ,africa,yes,no,rene@roseaux.example,René
Marea Alta,es,CL,americas,yes,no,marta@marea.example,Marta
{SECRET} Zwitscherlund,en,NO,europe,yes,yes,pieps@kanariavox.example,Pieps Voxperson
Fenland Water Society,en,GB,europe,no,no,fred@fenland.example,Fred
Lagoon Keepers,ar,LB,mena,yes,no,lina@lagoon.example,Lina
Lagoon Keepers,ar,LB,mena,yes,no,omar@lagoon.example,Omar
"""
PEOPLE = {line.split(",")[6].partition("@")[0]: line.split(",")[6] for line in MEMBERS.splitlines()[1:]}
VOICES = {
    "hanna": "Heron Watch",
    "rene": "Collectif des Roseaux",
    "marta": "Marea Alta",
    "pieps": "",
    "fred": "Fenland Water Society",
    "omar": "Lagoon Keepers",
}
KINDS = {
    "sqlite-scripts-desk-and-arabic-phones": Kind(
        "sqlite", True, 1440, phones=frozenset({"marta", "pieps", "omar", "lina"})
    ),
    "postgresql-no-scripts-phone": Kind("postgresql", False, 390),
}


@pytest.fixture(params=KINDS.values(), ids=KINDS.keys())
def everybody(request: pytest.FixtureRequest, tmp_path: Path, chromium: Browser) -> Iterator[Company]:
    """An installation, its worker running, and a browser."""
    kind: Kind = request.param
    database = request.getfixturevalue("bare_postgres_url") if kind.backend == "postgresql" else ""
    with company(kind, tmp_path / "house", chromium, database, "Coalition of the Six") as made:
        yield made


def test_six_organisations_find_every_item_of_their_own_in_mails_and_register(everybody: Company) -> None:
    everybody.joins(MEMBERS, PEOPLE)
    talk = a_consultation_is_opened(everybody)
    the_first_consultation(talk)
    one_is_too_late(talk)
    the_consolidation_answers(talk)
    the_text_is_written_by_hand(talk)
    what_is_proposed_is_shown(talk)
    a_version_is_issued(talk, 2)
    the_changes_are_read(talk)
    the_second_consultation(talk)
    the_consolidation_answers_again(talk)
    a_version_is_issued(talk, 3)
    the_mails_are_read(talk)
    the_register_is_read(talk)


def a_consultation_is_opened(everybody: Company) -> Consultation:
    """The consultation on a statement made from the seed, its first paragraph closed to amendments."""
    sara = everybody["sara"]
    sara.goes_to("/statements/new")
    sara.page.locator("main input[type=file]").set_input_files(SEED if SEED.exists() else OURS)
    sara.sends()
    assert sara.page.locator("main input[name=joins]").count() == 1
    sara.sends()
    key = re.search(r"/statements/([a-z0-9]+)", sara.page.url).group(1)  # type: ignore[union-attr]
    talk = Consultation(everybody, key)
    talk.reads()
    assert len(talk.paragraphs) == 5
    sara.goes_to(f"{talk.base}/consultation")
    sara.says(guidance="Say it shortly.\n\nSay why.")
    sara.chooses("opened", "some")
    for block in talk.texts:
        if block != talk.paragraphs[0]:
            shows(sara.page.locator(f"main [name=open_blocks][value='{block}']")).check()
    sara.sends()
    for address in PEOPLE.values():
        everybody.house.mail(address, "Say it shortly.")
    talk.reads()
    return talk


def the_first_consultation(talk: Consultation) -> None:
    closed = talk.box("hanna", 1).page
    assert closed.locator("main [name=edited]").count() == 0, "the first paragraph is not open to amendments"
    assert "/items/new" in closed.url and closed.locator("main [name=kind][value=comment]").count() == 1
    talk.comments("hanna", "a greeting too long", 1)
    talk.replaces("hanna", "conflict one", 3, talk.words(3, 1, 4), "many rivers")
    talk.replaces("pieps", "conflict two", 3, talk.words(3, 2, 6), "no river")
    talk.replaces("rene", "same wish", 2, talk.words(2, 3, 6), "by far the widest")
    talk.replaces("marta", "same wish too", 2, talk.words(2, 3, 6), "by far the widest")
    talk.comments("hanna", "words that go", 2, talk.words(2, 3, 6))
    talk.comments("fred", "words that stay", 5, talk.words(5, 1, 4))
    moves(talk)
    removes(talk)
    keeps_a_draft(talk)
    talk.replaces("omar", "by hand", 4, talk.words(4, 2, 5), "listened all week to")
    talk.replaces("hanna", "overtaken", 4, talk.words(4, 3, 6), "noted")
    talk.replaces("pieps", "bracketed", 5, talk.words(5, 12, 15), "or else")
    talk.comments("marta", "a word in private", None, private=True)
    talk.comments("pieps", "a whole paragraph", 4)
    fred = talk.company["fred"]
    fred.goes_to(f"{talk.base}?open={talk.ref['conflict one']}")
    fred.presses(shows(fred.page.locator(f"main form[action*='/{talk.ref['conflict one']}/support'] button").first))
    marta = talk.company["marta"]
    marta.goes_to(talk.base)
    assert not marta.page.locator("main form[action$='/no-comment'] button").count(), "her organisation has commented"


def moves(talk: Consultation) -> None:
    fred = talk.form("fred", 5, "move")
    fred.page.locator("main [name=after]").select_option(talk.paragraphs[1])
    fred.says(body="Say first who we are.")
    talk.sent("fred", "move")


def removes(talk: Consultation) -> None:
    marta = talk.form("marta", 3, "remove")
    marta.says(body="It was said yesterday.")
    talk.sent("marta", "remove")


def proposes_a_title(talk: Consultation) -> None:
    rene = talk.form("rene", None, "title")
    rene.says(proposal="What we ask of you", body="A title that asks.")
    talk.sent("rene", "title")


def keeps_a_draft(talk: Consultation) -> None:
    """Lina begins a new paragraph, Omar finishes it and sends it."""
    lina, omar = talk.company["lina"], talk.company["omar"]
    lina.goes_to(f"{talk.base}/items/new?kind=addition&paragraph={talk.paragraphs[2]}&version=1")
    lina.says(proposal="The lagoons too", body="They are forgotten.")
    lina.presses("main button[name=draft]")
    hanna = talk.company["hanna"].goes_to(f"{talk.base}/comments")
    assert "The lagoons too" not in hanna.locator("main").inner_text()
    omar.goes_to(f"{talk.base}?show=ours")
    with omar.page.expect_navigation():
        shows(omar.page.locator("main a[href$='/edit']").first).click()
    omar.says(proposal="The lagoons too are dying, and nobody counts their birds.")
    talk.sent("omar", "added")


def one_is_too_late(talk: Consultation) -> None:
    """Omar has the form open when the consultation is closed: his words come back, and go as a late comment."""
    sara, omar = talk.company["sara"], talk.box("omar", 2)
    sara.goes_to(f"{talk.base}/consultation/closing")
    sara.says(reason="All have written.")
    sara.presses("main button.primary, main button.danger")
    edits(omar, talk.words(2, 0, 3), "Our own")
    omar.says(reason="Only just.")
    typed = omar.page.locator("main [name=edited]").input_value()
    omar.sends()
    assert omar.page.locator("main [name=edited]").input_value() == typed
    assert "Our own" in typed
    omar.presses("main button.primary[name=late]")
    found = re.search(r"open=(C\d+)", omar.page.url)
    assert found, omar.page.locator("main").inner_text()
    talk.ref["late"] = found.group(1)
    talk.own["omar"].append(found.group(1))


def on_the_consolidation(talk: Consultation, block: str) -> None:
    talk.company["sara"].goes_to(f"{talk.base}/consolidation?paragraph={block}")


def saves(talk: Consultation) -> str:
    """What the consolidation says of the answers to a paragraph."""
    page = talk.company["sara"].presses("main .stick button:not(.primary)")
    return page.locator("main").inner_text()


def the_consolidation_answers(talk: Consultation) -> None:
    sara, ref, [one, two, three, _, five] = talk.company["sara"], talk.ref, talk.paragraphs
    on_the_consolidation(talk, one)
    answers(sara, ref["a greeting too long"], "noted", reason="It stays polite.")
    saves(talk)
    on_the_consolidation(talk, two)
    answers(sara, f"G{ref['same wish']}", "accepted")
    answers(sara, ref["late"], "noted", reason="Too late, and heard.")
    saves(talk)
    on_the_consolidation(talk, three)
    answers(sara, ref["conflict one"], "accepted")
    answers(sara, ref["conflict two"], "accepted")
    saves(talk)
    assert sara.page.locator("main [role=alert], [role=alert]").count(), "a conflict cannot be accepted in full twice"
    answers(sara, ref["conflict two"], "not_accepted", reason="The other says it better.", keep="")
    saves(talk)
    on_the_consolidation(talk, three)
    answers(sara, ref["remove"], "not_accepted", house="The other says it better.")
    answers(sara, ref["added"], "part", taken="The lagoons too are dying.", reason="Their birds are counted.")
    saves(talk)
    on_the_consolidation(talk, five)
    answers(sara, ref["move"], "accepted")
    answers(sara, ref["bracketed"], "bracketed")
    saves(talk)
    on_the_consolidation(talk, "text")
    answers(sara, ref["a word in private"], "noted", reason="Between us: yes.")
    saves(talk)


def the_text_is_written_by_hand(talk: Consultation) -> None:
    """The penholder writes what Omar asked for; the consolidation says so, and answers nothing by itself."""
    sara, ref, four = talk.company["sara"], talk.ref, talk.paragraphs[3]
    sara.goes_to(f"{talk.base}/draft/{four}")
    text = sara.page.locator("main [name=text]")
    assert talk.words(4, 2, 5) in text.input_value()
    written = text.input_value().replace(talk.words(4, 2, 5), "listened all week to", 1)
    text.fill(written + " Thanks to those who listened.")
    sara.sends()
    on_the_consolidation(talk, four)
    link = sara.page.locator(f"main a[data-item='{ref['by hand']}'][data-kind=accepted]")
    assert not sara.page.locator(f"main [name={ref['by hand']}_kind]:checked").count()
    if sara.scripts:
        link.click()
    else:
        sara.presses(link)
    assert sara.page.locator(f"main [name={ref['by hand']}_kind][value=accepted]").is_checked()
    answers(sara, ref["overtaken"], "overtaken", other=ref["by hand"])
    answers(sara, ref["a whole paragraph"], "accepted", reason="Written by hand.")
    saves(talk)


def what_is_proposed_is_shown(talk: Consultation) -> None:
    sara, pieps, conflict = talk.company["sara"], talk.company["pieps"], talk.ref["conflict two"]
    sara.goes_to(f"{talk.base}/showing")
    if not sara.page.locator("main [name=closes_at]").input_value():
        sara.says(closes_at="2036-01-01T12:00")
    sara.sends()
    pieps.goes_to(talk.base)
    with pieps.page.expect_navigation():
        pieps.page.locator("main a[href$='/proposed']").first.click()
    pieps.looks()
    pieps.chooses(f"{conflict}_kind", "maintains")
    pieps.says(**{f"{conflict}_words": "It matters to us."})
    pieps.sends()
    page = sara.goes_to(f"{talk.base}/showing")
    assert "It matters to us." in page.locator("main").inner_text()


def a_version_is_issued(talk: Consultation, number: int) -> None:
    sara = talk.company["sara"]
    sara.goes_to(f"{talk.base}/versions")
    if sara.page.locator("main [name=carry_over]").count():
        sara.page.locator("main [name=carry_over]").check()
    sara.sends()
    talk.version = number
    talk.reads()


def the_changes_are_read(talk: Consultation) -> None:
    """Each change names what it comes from; the paragraph that moved says so, and the hand of the penholder."""
    ref = talk.ref
    page = talk.company["hanna"].goes_to(f"{talk.base}/changes?from=1&to=2")
    redline = page.locator("article, .doc").first
    for name in ("conflict one", "same wish", "same wish too", "move", "added", "bracketed"):
        assert redline.locator("sup.ref", has_text=re.compile(rf"\b{ref[name]}\b")).count(), (name, ref[name])
    assert redline.locator(".txt.moved").count() == 2
    assert "penholder" in redline.inner_text()
    talk.company["marta"].goes_to(f"{talk.base}/changes?from=1&to=2&view=side")


def the_second_consultation(talk: Consultation) -> None:
    """On the new version: what was carried over says what became of its words."""
    sara, ref = talk.company["sara"], talk.ref
    sara.goes_to(f"{talk.base}/consultation")
    sara.sends()
    hanna = talk.company["hanna"].goes_to(f"{talk.base}/comments")
    gone = hanna.locator(f"#{ref['words that go'].lower()}")
    assert gone.locator(".tag.warn, .tag").count()
    stays = hanna.locator(f"#{ref['words that stay'].lower()}")
    assert "version 1" in stays.inner_text()
    assert not stays.locator(".tag.warn").count()
    talk.replaces("hanna", "second thoughts", 1, talk.words(1, 1, 4), "is again")
    talk.replaces("pieps", "once more", 4, talk.words(4, 8, 11), "far too little")
    proposes_a_title(talk)
    talk.comments("marta", "the whole again", None)
    sara.goes_to(f"{talk.base}/consultation/closing")
    sara.says(reason="Time is short.")
    sara.presses("main button.primary, main button.danger")


def the_consolidation_answers_again(talk: Consultation) -> None:
    """Every item is dealt with, paragraph by paragraph, and the bracket is closed."""
    sara = talk.company["sara"]
    sara.goes_to(f"{talk.base}/consolidation")
    settle = sara.page.locator("main form[action$='/brackets'] button")
    assert settle.count() >= 2
    sara.presses(shows(settle.nth(1)))
    assert not sara.page.locator("main form[action$='/brackets']").count()
    taken = (talk.ref["second thoughts"], talk.ref["once more"], talk.ref["title"])
    sara.goes_to(f"{talk.base}/consolidation")
    while "/consolidation" in sara.page.url:
        names = sara.page.locator("main [name$=_kind][type=radio]").evaluate_all("all => all.map(one => one.name)")
        for name in dict.fromkeys(names):
            reference = name.removesuffix("_kind")
            if reference in taken:
                answers(sara, reference, "accepted")
            else:
                answers(sara, reference, "noted", reason="We have read it.")
        sara.presses("main .stick button.primary")


def the_mails_are_read(talk: Consultation) -> None:
    """Each organisation finds each item of its own in the two mails about versions, and no name covered: once, or in
    both where the first version carried it over or left it open in brackets.
    """
    for who, own in talk.own.items():
        told = waited(lambda who=who, own=own: complete(talk, who, own), 90, f"{who} was not told of each of {own}")
        assert {told[reference] for reference in own} <= {1, 2}, (who, told)
        assert told[talk.ref["bracketed"]] in (0, 2), "left open, then settled"
    assert talk.ref["added"] in complete(talk, "lina", []), "who kept the draft is told as well as who sent it"
    for mail in talk.company.house.mails():
        if PEOPLE["pieps"] not in mail.stored.recipients and "sara@office.example" not in mail.stored.recipients:
            assert SECRET not in mail.text + mail.html + mail.stored.subject


def complete(talk: Consultation, who: str, own: list[str]) -> Counter[str] | None:
    """How often the mails about versions tell `who` what became of each item; None while one of `own` is missing."""
    mails = [mail.text for mail in talk.company.house.mails(PEOPLE[who]) if "?version=" in mail.text]
    told = Counter(re.findall(r"^\u200f?([AC]\d+) · ", "\n".join(mails), re.MULTILINE))
    return told if set(own) <= set(told) else None


def the_register_is_read(talk: Consultation) -> None:
    """By organisation, on the page and in the files: every item but the private one, the protected name nowhere."""
    hanna, private = talk.company["hanna"], talk.ref["a word in private"]
    page = hanna.goes_to(f"{talk.base}/response-table?by=organisation")
    whole = page.locator("main").inner_text()
    for who, own in talk.own.items():
        part = page.locator("main section", has=page.locator("h2", has_text=VOICES[who] or "Member organisation"))
        for reference in set(own) - {private}:
            # What one version left open in brackets and the next settled has a line of each.
            assert part.locator("th", has_text=re.compile(rf"\b{reference}\b")).count() in (1, 2), (who, reference)
    assert not re.search(rf"\b{private}\b", whole)
    sent = {reference for own in talk.own.values() for reference in own} - {private}
    for rows in (in_csv(talk), in_workbook(talk)):
        listed = Counter(reference for row in rows for cell in row if (reference := cell) in sent | {private})
        assert set(listed) == sent
        assert SECRET not in str(rows)
    assert SECRET not in whole
    own_page = talk.company["marta"].goes_to(f"{talk.base}/response-table?by=organisation")
    assert re.search(rf"\b{private}\b", own_page.locator("main").inner_text())


def in_csv(talk: Consultation) -> list[list[str]]:
    answer = talk.company["hanna"].context.request.get(f"{talk.company.house.address}{talk.base}/response-table.csv")
    return list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig"))))


def in_workbook(talk: Consultation) -> list[list[str]]:
    answer = talk.company["hanna"].context.request.get(f"{talk.company.house.address}{talk.base}/response-table.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.body())).active
    return [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
