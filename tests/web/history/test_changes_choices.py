"""Changes: from where a reader reads on, of what kind each change is, who stands behind it, and what is folded away."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests.consolidations import CRITICAL, SALUTE, answer, consolidation, issue, write
from tests.rooms import Room
from tests.web.consolidation_site import without_tags
from tests.web.site import Visitor
from workflow import app as roof
from workflow import database as record
from workflow.config import Settings
from workflow.models.ballot import Ballot, Position
from workflow.models.item import CoProposer, Item
from workflow.models.version import Edition
from workflow.queries.history.changes import comparison
from workflow.queries.shared.standing import standing
from workflow.rules.decision.decision import Stance
from workflow.rules.items.kinds import ItemKind
from workflow.rules.shared.names import Viewer
from workflow.services.items import looking
from workflow.services.people.signins import start_sign_in

COMMENT: dict[str, Any] = {"paragraph": 1, "comment": "Between us.", "by": "lucie"}
WHOLE: dict[str, Any] = {"comment": "Well said.", "by": "nadia"}


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """Three versions: A1 and A2 went into the second, a word by hand into the third; C1 is private, C2 on the whole."""
    with consolidation(CRITICAL, SALUTE, COMMENT, WHOLE) as here:
        with record.transaction() as session:
            session.get_one(Item, here.item("C1").id).private = True
        for item, kind in (("A1", "accepted"), ("A2", "accepted"), ("C1", "noted"), ("C2", "noted")):
            answer(here, item, kind)
        issue(here)
        write(here, 2, here.blocks()[2].text.replace("We call on states to", "States must"))
        issue(here)
        yield here


@pytest.fixture
def visit(room: Room, settings: Settings) -> Callable[[str], Visitor]:
    """Sign somebody in to the room's application."""

    def signed_in(name: str) -> Visitor:
        with record.transaction() as session:
            token = start_sign_in(session, room.people[name])
        client = roof.create_app(settings).test_client()
        with client.session_transaction(base_url=settings.base_url) as kept:
            kept["sign_in"] = token
        return Visitor(client, settings.base_url)

    return signed_in


Visit = Callable[[str], Visitor]


def path(room: Room, rest: str = "") -> str:
    return f"/statements/{room.key}/changes{rest}"


def choices(page: str) -> dict[str, str]:
    """What stands for a choice -> the query of its address."""
    links = re.findall(r'<a\s+class="tapped"\s+href="[^"]*changes\?([^"]*)"[^>]*>(Since[^<]*)', page)
    return {said: unescape(query) for query, said in links}


def looked(room: Room, who: str, version: int) -> None:
    with record.transaction() as session:
        looking.look(session, room.people[who], room.version(version))


UNSAID = {"digests": {}, "mandate": {}, "mandate_digest": "", "rule": {}}


def approved(room: Room, organisation: str, version: int, stance: Stance) -> None:
    """A position on a ballot that was held on that version."""
    with record.transaction() as session:
        facts = {"statement_id": room.statement().id, "opened_by": room.people["sara"], **UNSAID}
        at = room.clock() + timedelta(hours=version)
        ballot = Ballot(version_id=room.version(version), number=version, opened_at=at, closes_at=at, **facts)
        session.add(ballot)
        session.flush()
        taken = {"person_id": room.people["dana"], "taken_at": at, "digests": {}}
        house = room.organisations[organisation]
        session.add(Position(ballot_id=ballot.id, organisation_id=house, stance=stance, **taken))


def test_since_you_last_looked_is_the_newest_version_before_this_one_that_the_person_had_opened(
    room: Room, visit: Visit
) -> None:
    fred = visit("fred")
    assert choices(fred.get(path(room)).text) == {}
    looked(room, "fred", 1)
    (said, query), *_ = choices(fred.get(path(room)).text).items()
    assert said == "Since you last looked: Version 1"
    assert "from=1" in query and "to=3" in query
    looked(room, "fred", 2)
    assert list(choices(fred.get(path(room)).text)) == ["Since you last looked: Version 2"]
    assert choices(visit("dilip").get(path(room)).text) == {}, "it is a person who looks"


def test_changes_of_a_version_opened_for_the_first_time_are_a_look_at_it(room: Room, visit: Visit) -> None:
    fred = visit("fred")
    fred.get(path(room, "?from=1&to=2"))
    assert list(choices(fred.get(path(room, "?from=2&to=3")).text)) == ["Since you last looked: Version 2"]


def test_since_your_organisation_approved_is_the_version_that_it_last_approved(room: Room, visit: Visit) -> None:
    approved(room, "delta", 1, Stance.EXPLANATION)
    approved(room, "lacs", 2, Stance.OBJECT)
    (said, query), *_ = choices(visit("dilip").get(path(room)).text).items()
    assert said == "Since your organisation approved: Version 1"
    assert "from=1" in query and "to=3" in query
    assert choices(visit("lucie").get(path(room)).text) == {}
    approved(room, "delta", 3, Stance.APPROVE)
    assert not [said for said in choices(visit("dana").get(path(room)).text) if "approved" in said]


def test_a_link_to_what_is_compared_opens_the_same_for_another_member(room: Room, visit: Visit) -> None:
    page = visit("dana").get(path(room, "?from=1&to=3&view=side&only=changed")).text
    field = re.search(r'id="link"\s+readonly[^>]*value="([^"]*)"', page)
    assert field is not None
    address = unescape(field[1])
    assert address.startswith(visit("dana").base + "/statements/")
    other = visit("nadia").get(address.removeprefix(visit("nadia").base)).text
    for words in ("Changes from Version 1 to Version 3", 'class="sides"', "All paragraphs"):
        assert words in page and words in other


def test_each_change_says_of_what_kind_it_is_words_of_force_first(room: Room, visit: Visit) -> None:
    page = visit("fred").get(path(room, "?from=1&to=3")).text
    said = without_tags(page)
    assert said.index("alters an obligation.") < said.index("other words.")
    paragraph = page.split(f'id="{room.blocks()[2].id}"')[1].split("</div>")[0]
    assert re.findall(r'<span class="tag[^"]*" data-g="[^"]*">([^<]*)</span>', paragraph) == ["Obligation", "Words"]
    link = page.split("alters an obligation.")[1].split("</li>")[0]
    assert f'href="#{room.blocks()[2].id}"' in link


def test_runs_of_unchanged_paragraphs_are_folded_and_lead_to_where_they_begin(room: Room, visit: Visit) -> None:
    page = visit("fred").get(path(room, "?from=2&to=3&only=changed")).text
    folds = re.findall(r'<p class="dim folded">\s*<a class="tapped" href="([^"]*)">([^<]*)<', page)
    assert [said for _, said in folds] == ["1 unchanged paragraph", "1 unchanged paragraph"]
    assert unescape(folds[0][0]).endswith(f"#{room.blocks()[0].id}")
    assert "only=" not in folds[0][0]


def test_those_behind_a_change_are_all_named(room: Room, visit: Visit) -> None:
    with record.transaction() as session:
        session.add(CoProposer(item_id=room.item("A1").id, organisation_id=room.organisations["fen"]))
    note = visit("nadia").get(path(room, "?from=1&to=2")).text.split('id="a1"')[1].split("</summary>")[0]
    assert "Delta Observatory" in note and "Fenland Water Society" in note


def test_items_on_the_whole_text_are_told_too(room: Room, visit: Visit) -> None:
    for view in ("inline", "side"):
        page = visit("fred").get(path(room, f"?from=1&to=2&view={view}")).text
        assert "1 point on the whole text" in page
        assert "Well said." in page.split('id="c2"')[1]


def test_a_new_paragraph_is_no_point_on_the_whole_text(database: Engine) -> None:
    new = {"kind": ItemKind.ADD, "paragraph": None, "proposal": "Nobody may dam the river alone."}
    asked = [{**new, "after": after, "proposal": f"{new['proposal']} {after}."} for after in (1, 2, -1)]
    with consolidation(*asked, WHOLE) as here:
        for item, kind in (("A1", "accepted"), ("A2", "not_accepted"), ("A3", "not_accepted"), ("C1", "noted")):
            answer(here, item, kind, reason="It is so.")
        issue(here)
        with here.acting("fred") as (session, person):
            stand = standing(session, Viewer(person.id, person.organisation_id), here.key)
            assert stand is not None
            found = comparison(session, stand, "en", "1", "2")
        assert found is not None
        assert [note.reference for note in found.whole] == ["C1"]
        beside = {note.reference: row.id for row in found.rows for note in row.notes}
        blocks = [block.id for block in here.blocks()]
        assert beside == {"A1": blocks[2], "A2": blocks[3], "A3": blocks[0]}


def test_a_private_item_is_beside_the_change_for_its_own_organisation_and_the_penholder(
    room: Room, visit: Visit
) -> None:
    seen = {who: "Between us." in visit(who).get(path(room, "?from=1&to=2")).text for who in ("fred", "lucie", "sara")}
    assert seen == {"fred": False, "lucie": True, "sara": True}


def test_only_languages_that_both_texts_are_in_are_offered_and_another_is_answered_with_what_there_is(
    room: Room, visit: Visit
) -> None:
    with record.transaction() as session:
        own = session.scalars(select(Edition).where(Edition.version_id == room.version(2))).one()
        session.add(
            Edition(
                version_id=own.version_id,
                language="fr",
                title="Ouvrez",
                occasion="",
                blocks=own.blocks,
                digest=own.digest,
                sources=(),
            )
        )
    fred = visit("fred")
    assert 'id="language"' not in fred.get(path(room, "?from=1&to=2")).text
    for query in ("?from=1&to=2&language=fr", "?language=fr"):
        answer = fred.get(path(room, query))
        said = without_tags(answer.text)
        assert answer.status_code == 404
        assert "One of these texts is not in French" in said and "In this language: Version 2." in said
        assert "Compare in English" in said
