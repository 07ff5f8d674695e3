"""The walk: every route, as everybody, by every method, in every stage, against one table.

TABLE says for each endpoint who may read and who may send. An endpoint without a line fails, as does a line without
an endpoint. Whoever may not see a thing gets the bytes of what is not there; whoever may not do it changes nothing.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.machines.asking import Kept, checksum, moved_in
from tests.machines.town import EVERYBODY, HELD, SHUT_OUT, STRANGER
from tests.machines.walking import IN, Case, Line, Walk, Who, any_of
from workflow import database
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action as A
from workflow.rules.shared.permissions import Role, may

PUBLIC = Case("strangers too", lambda _roles, _place: True)
SIGNED_IN = Case("everybody who is signed in", lambda roles, _place: bool(roles))
ONCE_OUT = Case("strangers too, once it is published", lambda _roles, place: place.stage is Stage.PUBLISHED)
NOBODY = Case("there is no cast to sign in as outside the demo", lambda _roles, _place: False)
WRITERS = Case(
    "the form stays there when the consultation is over: words typed before it come back in it",
    lambda roles, place: place.stage is not Stage.DRAFT and may(A.POST_ITEM, roles, Stage.CONSULTATION),
)
PEN = Case(
    "its penholder, who is told when the consolidation can be used", lambda roles, _place: Role.PENHOLDER in roles
)


VOICE = Case(
    "the secretariat; once it is out the page says that nothing is to be chosen",
    lambda roles, place: may(A.CHOOSE_VOICE, roles, Stage.ADOPTED) and place.stage in (Stage.ADOPTED, Stage.PUBLISHED),
)
NEWCOMER = Case(
    "who was invited after the ballot opened: of the town its elector, in the ballots of before it came",
    lambda roles, place: Role.ELECTOR in roles and place.stage is Stage.PUBLISHED,
)
SEATS = Case(
    "who has a seat; who lost it hears why it may not: as if it might at a stage that has no ballot and no such people",
    lambda roles, place: (
        may(A.TAKE_POSITION, roles, place.stage) or (Role.FORMER in roles and place.stage is Stage.DRAFT)
    ),
)
RELEASE = Case(
    "the secretariat; once it is out the page says that there is nothing to release",
    lambda roles, place: may(A.RELEASE, roles, Stage.ADOPTED) and place.stage in (Stage.ADOPTED, Stage.PUBLISHED),
)
NOW = f"{datetime.now(UTC):%Y-%m-%dT%H:%M}"
NEXT_YEAR = f"{datetime.now(UTC) + timedelta(days=300):%Y-%m-%dT%H:%M}"


def _issued(action: A) -> Case:
    """Whoever may do this, once there is a version."""
    return Case("of a version", lambda roles, place: place.stage is not Stage.DRAFT and may(action, roles, place.stage))


AUTHORS = Case("of the organisation whose item it is", lambda roles, _place: Role.PARTICIPANT in roles)
OF_SUBMISSION = Case(
    "of the organisation whose points they are, or who reads what is for the penholder",
    lambda roles, place: place.submission != "0" and bool(roles & {Role.PARTICIPANT, Role.PENHOLDER}),
)
OF_ROW = Case(
    "of the organisation whose sheet it is", lambda roles, place: place.line != "0" and Role.PARTICIPANT in roles
)
IN_CONFLICT = Case(
    "of an organisation whose amendment is in the conflict, or who drafts this statement",
    lambda roles, place: place.joint_wording != "0" and bool(roles & {Role.PARTICIPANT, Role.PENHOLDER}),
)
_WORDING = "/statements/<key>/joint-wordings/<joint_wording>"
NEW = {
    "text": "One.",
    "title": "T",
    "language": "en",
    "procedure": "ordinary",
    "words_a_minute": "130",
    "voice": "coalition",
}
COMMENT = {"kind": "comment", "where": "paragraph", "body": "A word.", "language": "en"}
AMENDMENT = {"edited": "Quite other words.", "reason": "A word.", "language": "en", "division": "each"}
PASSWORDS = {"password": "four tall herons", "again": "four tall herons"}
TABLE: dict[str, Line] = {
    "static": Line(PUBLIC),
    "public.icon": Line(PUBLIC),
    "public.index": Line(PUBLIC),
    "public.feed": Line(PUBLIC),
    "public.statement": Line(ONCE_OUT),
    "public.plain": Line(ONCE_OUT),
    "help.show": Line(PUBLIC),
    "account.sign_in": Line(PUBLIC, PUBLIC, fields={"email": "outsider@machine.example", "password": "x"}, works=False),
    "account.sign_in_as": Line(None, NOBODY, works=False),
    "account.sign_out": Line(None, SIGNED_IN, "/settings"),
    "account.exit_quietly": Line(None, SIGNED_IN, "/settings"),
    "account.quiet": Line(PUBLIC),
    "account.forgotten": Line(PUBLIC, PUBLIC, fields={"email": "outsider@machine.example"}),
    "account.reset": Line(PUBLIC, PUBLIC, fields=PASSWORDS),
    "account.invitation": Line(PUBLIC, PUBLIC, fields=PASSWORDS),
    "account.settings": Line(SIGNED_IN, SIGNED_IN),
    "account.language": Line(None, SIGNED_IN, "/settings", {"language": "fr"}),
    "account.password": Line(SIGNED_IN, SIGNED_IN, fields={"present": "x", **PASSWORDS}, works=False),
    "home.show": Line(SIGNED_IN),
    "mailbox.index": Line(A.SEE_MAILBOX),
    "mailbox.show": Line(A.SEE_MAILBOX),
    "mailbox.html": Line(A.SEE_MAILBOX),
    "deliveries.index": Line(A.SEE_DELIVERIES),
    "deliveries.again": Line(None, A.SEE_DELIVERIES, "/deliveries", works=False),  # all of the demo's have arrived
    "organisations.index": Line(A.SEE_ORGANISATIONS),
    "organisations.new": Line(A.MANAGE_ORGANISATIONS, A.MANAGE_ORGANISATIONS, fields={"name": "Newcomers"}),
    "organisations.import": Line(A.MANAGE_ORGANISATIONS, A.MANAGE_ORGANISATIONS, works=False),
    "organisations.show": Line(A.SEE_ORGANISATIONS, A.MANAGE_ORGANISATIONS, fields={"name": "Another name"}),
    "organisations.invite": Line(
        None,
        A.MANAGE_ORGANISATIONS,
        "/organisations/<key>",
        {"invite-email": "new@machine.example", "invite-again": ""},
    ),
    "organisations.exposing": Line(
        A.MANAGE_ORGANISATIONS, A.MANAGE_ORGANISATIONS, fields={"reason": "It asked for that.", "understood": "y"}
    ),
    "committee.show": Line(A.SEE_ROLL),
    "committee.new": Line(A.CHANGE_ROLL, A.CHANGE_ROLL, works=False),  # no organisation is chosen
    # One of a seat answers where nobody else of the secretariat may.
    "committee.answer": Line(None, A.CHANGE_ROLL, "/committee", {"answer": "confirm"}, empty=404),
    "organisations.removal": Line(A.MANAGE_ORGANISATIONS, A.MANAGE_ORGANISATIONS),
    "statements.index": Line(SIGNED_IN),
    "statements.new": Line(A.CREATE_STATEMENT, A.CREATE_STATEMENT, fields=NEW, works=False),  # shows the review
    "statements.create": Line(A.CREATE_STATEMENT, A.CREATE_STATEMENT, "/statements/new", NEW),
    "room.show": Line(A.SEE_STATEMENT),
    "room_files.text": Line(A.SEE_STATEMENT),
    "points_file.show": Line(_issued(A.SEE_ITEMS)),
    "items.index": Line(A.SEE_ITEMS),
    "item_page.new": Line(WRITERS, A.POST_ITEM, fields=COMMENT),
    "item_page.edit": Line(AUTHORS, AUTHORS, fields=COMMENT),
    "amending.new": Line(WRITERS, A.POST_ITEM, fields=AMENDMENT, query="?paragraph={block}"),
    "amending.edit": Line(AUTHORS, AUTHORS, fields=AMENDMENT),
    "amending.show_changes": Line(
        None, WRITERS, "/statements/<key>/amendments/new", AMENDMENT, works=False, query="?paragraph={block}"
    ),  # keeps nothing
    "submission.show": Line(WRITERS, WRITERS, works=False),  # nothing is chosen
    "submission.sent": Line(OF_SUBMISSION),
    "comment_sheets.download": Line(WRITERS),
    "comment_sheets.upload": Line(None, WRITERS, "/statements/<key>/our-points", works=False),  # no file is chosen
    "comment_sheets.choose_paragraph": Line(OF_ROW),
    "returned_texts.upload": Line(None, WRITERS, "/statements/<key>/our-points", works=False),  # no file is chosen
    "items.send": Line(None, AUTHORS, "/statements/<key>?show=all"),
    "items.withdraw": Line(AUTHORS, AUTHORS),
    "items.support": Line(None, A.SUPPORT, "/statements/<key>"),
    "items.end_support": Line(None, A.SUPPORT, "/statements/<key>"),
    "looking.note_items_seen": Line(None, A.SEE_ITEMS, "/statements/<key>", {"items": "1", "back": "1"}, empty=204),
    "pinning.show": Line(A.PLACE_ITEM, A.PLACE_ITEM),
    "threads.wordings": Line(_issued(A.SEE_ITEMS)),
    "threads.resolve": Line(None, A.RESOLVE, "/statements/<key>"),
    "threads.reopen": Line(None, A.RESOLVE, "/statements/<key>"),
    "replies.new": Line(A.REPLY, A.REPLY, fields={"body": "Yes."}),
    "consultations.show": Line(
        any_of(A.OPEN_CONSULTATION, A.EXTEND_CONSULTATION), any_of(A.OPEN_CONSULTATION, A.EXTEND_CONSULTATION)
    ),
    "consultations.extend": Line(
        None, A.EXTEND_CONSULTATION, "/statements/<key>/consultation", {"reason": "More time."}
    ),
    "consultations.close": Line(
        A.CLOSE_CONSULTATION, any_of(A.CLOSE_CONSULTATION, A.DISPOSE), fields={"reason": "All have written."}
    ),
    "consultations.reopen": Line(
        A.REOPEN_CONSULTATION,
        any_of(A.REOPEN_CONSULTATION, A.EXTEND_CONSULTATION),
        fields={"reason": "Two could not sign in."},
    ),
    "no_comment.say": Line(None, A.SAY_NO_COMMENT, "/statements/<key>"),
    "no_comment.take_back": Line(None, A.SAY_NO_COMMENT, "/statements/<key>"),
    "coverage.show": Line(A.SEE_COVERAGE),
    "coverage.remind": Line(None, A.REMIND, "/statements/<key>/coverage"),
    "changes.show": Line(A.SEE_ITEMS),
    "changes.file": Line(_issued(A.SEE_ITEMS), query="?from=1&to=1"),
    "response_table.show": Line(A.SEE_ITEMS),
    "response_table.print_page": Line(A.SEE_ITEMS),
    "response_table.file": Line(A.SEE_ITEMS),
    "response_table.names": Line(None, A.SEE_NAMES, works=False),  # answers with the file
    "consolidation.show": Line(PEN),
    "consolidation.save": Line(None, A.DISPOSE, "/statements/<key>/consolidation"),
    "consolidation.preview": Line(None, A.DISPOSE, "/statements/<key>/consolidation", works=False),  # keeps nothing
    "showing_where.show": Line(A.DISPOSE, A.DISPOSE, works=False),  # the demo has nothing accepted
    "comment_words.show": Line(A.DISPOSE, A.DISPOSE, works=False),  # as above
    "brackets.settle": Line(None, A.EDIT_DRAFT, works=False),  # the demo leaves nothing open
    "paragraph_orders.save": Line(None, A.DISPOSE, works=False),  # the demo has no two in one place
    "standard_replies.show": Line(A.SAVE_STANDARD_REPLY),
    "standard_replies.save": Line(
        None, A.SAVE_STANDARD_REPLY, "/statements/<key>/standard-replies", {"body": "Said better elsewhere."}
    ),
    "standard_replies.change": Line(None, A.SAVE_STANDARD_REPLY, works=False, empty=404),
    "standard_replies.retire": Line(None, A.SAVE_STANDARD_REPLY, works=False, empty=404),
    "consolidation.version": Line(A.ISSUE_VERSION, A.ISSUE_VERSION, fields={"carry_over": "y"}),
    "showing.show": Line(A.SHOW_DISPOSITIONS, A.SHOW_DISPOSITIONS),
    "showing.proposed_page": Line(AUTHORS),
    "showing.respond": Line(None, A.RESPOND, "/statements/<key>/proposed", {"C90_kind": "agrees"}),
    "joint_wording.new": Line(
        A.ASK_JOINT_WORDING, A.ASK_JOINT_WORDING, fields={"items": "A1"}, works=False
    ),  # no conflict of two
    "joint_wording.show": Line(IN_CONFLICT),
    "joint_wording.offer": Line(None, A.SUGGEST_WORDING, _WORDING, {"words": "Other words.", "reason": "Ours."}),
    "joint_wording.agree": Line(None, A.SUGGEST_WORDING, _WORDING),
    "joint_wording.find_none": Line(None, A.SUGGEST_WORDING, _WORDING, {"why": "Ours is a number."}),
    "joint_wording.take_back": Line(None, A.ASK_JOINT_WORDING, _WORDING),
    "decision.show": Line(A.SEE_HISTORY),
    "submitting.show": Line(A.OPEN_BALLOT, A.OPEN_BALLOT, works=False),  # the demo still has items to deal with
    "submitting.ask": Line(None, A.OPEN_BALLOT, "/statements/<key>/ballot", works=False),  # it names nobody
    "consents.show": Line(A.ANSWER_CONSENT, A.ANSWER_CONSENT, works=False),  # the demo asks nobody
    "decision.take": Line(None, SEATS, "/statements/<key>/decision", {"stance": "approve", "reason": "It is true."}),
    "decision.remind": Line(None, A.STEER_BALLOT, "/statements/<key>/decision"),
    "decision.extend": Line(
        None,
        A.STEER_BALLOT,
        "/statements/<key>/decision",
        {"extended_to": NEXT_YEAR, "extension_reason": "The plenary was moved."},
    ),
    "decision.stop": Line(None, A.STEER_BALLOT, "/statements/<key>/decision", {"stop_reason": "A page is missing."}),
    "objecting.show": Line(A.TAKE_POSITION, A.TAKE_POSITION, fields={"why1": "It is not true."}),
    "objections.answer": Line(None, A.DISPOSE, "/statements/<key>/consolidation"),
    "proposals.propose": Line(None, NEWCOMER, "/statements/<key>/decision", works=False),
    "proposals.enter": Line(
        None,
        A.ENTER_POSITION,
        "/statements/<key>/decision",
        {"seat": "", "given_stance": "approve", "means": "telephone", "given_at": NOW, "given_by": "Ada"},
        works=False,  # no seat is chosen
    ),
    # Nothing waits in the demo.
    "proposals.confirm": Line(None, A.TAKE_POSITION, "/statements/<key>/decision", works=False, empty=409),
    "proposals.withdraw": Line(
        None, any_of(A.TAKE_POSITION, A.ENTER_POSITION), "/statements/<key>/decision", works=False, empty=409
    ),
    "history.show": Line(A.SEE_HISTORY),
    "drafts.show": Line(A.SEE_DRAFT, A.EDIT_DRAFT, fields={"text": "Another paragraph."}),
    "drafts.paragraph": Line(A.EDIT_DRAFT, A.EDIT_DRAFT, fields={"text": "Another paragraph."}),
    "drafts.saves": Line(A.SEE_DRAFT),
    "import_notices.answer": Line(None, A.EDIT_DRAFT, "/statements/<key>/draft"),
    "draft_files.show": Line(A.EDIT_DRAFT, A.EDIT_DRAFT, works=False),  # no file is chosen
    "drafts.restore": Line(None, A.EDIT_DRAFT, "/statements/<key>/draft/saves", {"from_serial": 1}, empty=404),
    "opening.show": Line(A.OPEN_PARAGRAPH, A.OPEN_PARAGRAPH, fields={"reason": "The Court has ruled."}, works=False),
    "settings.show": Line(any_of(A.CHANGE_SETTINGS, A.HAND_OVER_PEN), A.CHANGE_SETTINGS),
    "naming.show": Line(A.CHANGE_SETTINGS, A.CHANGE_SETTINGS, fields={"voice": "coalition", "addressees": "States"}),
    "settings.hand_over": Line(None, A.HAND_OVER_PEN, "/statements/<key>/settings"),
    "settings.end": Line(A.ABANDON, A.ABANDON, fields={"reason": "Too late."}),
    "publication.show": Line(A.SEE_STATEMENT),
    "publication.embargo": Line(None, A.SET_EMBARGO, "/statements/<key>/publication", {"until": NEXT_YEAR}),
    # Where there is an embargo: it ends at once, with a reason; a form that does not say so ends nothing.
    "publication.early": Line(
        A.SET_EMBARGO, A.SET_EMBARGO, fields={"at": "now", "reason": "The session ended sooner."}, empty=404
    ),
    "publication.voice": Line(VOICE, A.CHOOSE_VOICE, works=False),  # the demo waits for no choice
    # Where it is adopted it is held with a reason; the demo has nothing that is held, so the release has nothing to do.
    "publication.release": Line(RELEASE, A.RELEASE, works=False),
    "publication.hold": Line(
        None, A.RELEASE, "/statements/<key>/publication", {"hold_reason": "The plenary was moved."}
    ),
    "publication.again": Line(None, A.SET_EMBARGO, "/statements/<key>/publication", works=False),
}
OPEN = {name for name, line in TABLE.items() if {line.get, line.post} & {PUBLIC, ONCE_OUT, NOBODY}}
# Addresses whose query names an older or an unissued text: the rights are those of what is named.
QUERIES: tuple[tuple[str, str, Who], ...] = (
    ("room.show", "?version=1&show=amendments", _issued(A.SEE_ITEMS)),
    ("item_page.new", "?paragraph={block}&kind=comment", WRITERS),
    ("changes.show", "?from=1&to=draft", _issued(A.SEE_DRAFT)),
    ("changes.file", "?from=1&to=draft", _issued(A.SEE_DRAFT)),
    ("room_files.text", "?version=1", _issued(A.SEE_ITEMS)),
    ("drafts.show", "?language=fr", A.SEE_DRAFT),
    ("drafts.show", "?view=paragraphs", A.SEE_DRAFT),
)


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """A walk through a town on SQLite that is put back after whatever was allowed."""
    folder = tmp_path_factory.mktemp("walk")
    made = _walk(folder, f"sqlite:///{folder / 'town.sqlite3'}")
    made.kept = Kept(folder / "town.sqlite3")
    yield made
    database.engine().dispose()


def _walk(folder: Path, url: str) -> Walk:
    ground = moved_in(folder, url)
    return Walk(ground.town, ground.browsers, TABLE, mail=ground.mail)


def test_every_endpoint_has_a_line_with_its_methods(walk: Walk) -> None:
    found: dict[str, set[str]] = {}
    for rule in walk.rules():
        found.setdefault(rule.endpoint, set()).update(rule.methods or set())
    assert {name: methods - {"OPTIONS"} for name, methods in found.items()} == {
        name: line.methods for name, line in TABLE.items()
    }


def test_a_page_is_there_for_whom_the_table_says_and_reading_changes_nothing(walk: Walk) -> None:
    for rule, line, place in walk.ways(TABLE):
        for who in EVERYBODY:
            if line.get is not None:
                walk.look(who, place, rule, line.get, public=rule.endpoint in OPEN)
    for endpoint, query, wanted in QUERIES:
        for rule, _, place in walk.ways({endpoint: TABLE[endpoint]}):
            for who in EVERYBODY:
                walk.look(who, place, rule, wanted, query.format(block=place.block))
    walk.found_nothing()
    assert min(walk.asked.values()) > 50, walk.asked


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
def test_a_form_works_for_whom_the_table_says_and_for_others_changes_nothing(walk: Walk, filled: bool) -> None:
    walk.worked.clear()
    for rule, line, place in walk.ways(TABLE):
        if line.post is None:
            continue
        fields = walk.typed(rule, line, place) if filled else {}
        for who in EVERYBODY[: -len(SHUT_OUT)] if filled else EVERYBODY:
            walk.send(who, place, rule, line.post, fields, public=rule.endpoint in OPEN)
    walk.found_nothing()
    if filled:
        assert walk.worked >= {name for name, line in TABLE.items() if line.post and line.works}


def test_a_form_without_its_token_or_from_another_site_is_refused(walk: Walk) -> None:
    for rule, line, place in walk.ways(TABLE):
        if line.post is None:
            continue
        fields = walk.typed(rule, line, place)
        may_send = [who for who in EVERYBODY if walk.expected(who, place, rule, line.post, rule.endpoint in OPEN) == IN]
        for who in may_send[:1]:
            walk.forge(who, place, rule, fields)
    walk.found_nothing()


def test_no_other_method_does_anything(walk: Walk) -> None:
    for rule, _, place in walk.ways(TABLE, once=True):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"):
            for who in (STRANGER, "participant", "penholder", "secretariat"):
                walk.misuse(who, method, walk.path(rule, place))
    walk.found_nothing()


def test_what_is_published_is_the_same_for_everybody(walk: Walk) -> None:
    for path in ("/", "/?lang=ar", "/feed.atom", f"/{walk.town.places[Stage.PUBLISHED].address}"):
        pages = {walk.browsers.ask(who, "GET", path).data for who in EVERYBODY}
        assert len(pages) == 1, path


def test_what_lies_inside_a_statement_is_hidden_as_if_it_were_not_there(walk: Walk) -> None:
    place = walk.town.places[Stage.CONSULTATION]
    for who in HELD:
        if who == "participant":
            continue  # it is hers
        for rest in (
            "items/{}/edit",
            "items/{}/withdrawal",
            "items/{}/replies",
            "items/{}/sending",
            "items/{}/support",
            "amendments/{}/edit",
        ):
            for method in ("GET", "POST"):
                for kept in (place.kept, place.amended):
                    walk.same(who, method, place, rest.format(kept), rest.format("987654"))


def test_lists_name_the_statements_that_one_may_see_and_no_other(walk: Walk) -> None:
    for who in HELD:
        listed = walk.browsers.ask(who, "GET", "/statements").text
        consolidation = walk.browsers.ask(who, "GET", "/home").text
        for place in walk.town.places.values():
            seen = may(A.SEE_STATEMENT, walk.town.roles(who, place), place.stage)
            assert (place.key in listed) == seen, (who, place.stage)
            assert seen or place.key not in consolidation, (who, place.stage)


def test_the_same_on_postgresql(bare_postgres_url: str, tmp_path: Path) -> None:
    walk = _walk(tmp_path, bare_postgres_url)
    before = checksum(database.engine())
    for rule, line, place in walk.ways(TABLE):
        if place.stage not in (Stage.DRAFT, Stage.DECISION):
            continue
        for who in EVERYBODY:
            if line.get is not None:
                walk.look(who, place, rule, line.get, public=rule.endpoint in OPEN)
            if line.post is not None and walk.expected(who, place, rule, line.post, rule.endpoint in OPEN) != IN:
                walk.send(who, place, rule, line.post, dict(line.fields))
    walk.found_nothing()
    assert checksum(database.engine()) == before
    database.engine().dispose()
