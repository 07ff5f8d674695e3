"""How the walk asks: an address for each endpoint, what a table's line promises for each person, and what came back."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.machines.asking import Browsers, Kept, without
from tests.machines.forms import forms_of
from tests.machines.town import HELD, STRANGER, Place, Town
from workflow.models.person import LinkPurpose
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action, Role, may

ABSENT = "bcdfghjkmn"  # as long as a key, and nobody's
IN, LATE, BARRED, ABSENT_TO, DOOR = "in", "late", "barred", "absent", "door"
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Case:
    """A rule that no single action says: why, and whether these roles may at this statement."""

    because: str
    allows: Callable[[set[Role], Place], bool]


Who = Action | Case


def any_of(*actions: Action) -> Case:
    """Whoever may do one of these."""
    return Case(" or ".join(actions), lambda roles, place: any(may(each, roles, place.stage) for each in actions))


@dataclass(frozen=True)
class Line:
    """Who may read the page, and who may send to it (None: there is no such method).

    page: where the form stands, if not on the page itself; fields: what is typed into it.
    works: sent by one who may, it does what it is for at least once. empty: what is answered to nothing at all.
    query: without which the address names nothing.
    """

    get: Who | None = None
    post: Who | None = None
    page: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    works: bool = True
    empty: int = 422
    query: str = ""

    @property
    def methods(self) -> set[str]:
        """What the route must take, and nothing else."""
        return ({"GET", "HEAD"} if self.get else set()) | ({"POST"} if self.post else set())


@dataclass
class Walk:
    """One walk through a town. problems: what was not as the table says."""

    town: Town
    browsers: Browsers
    table: Mapping[str, Line]
    kept: Kept | None = None
    mail: str = ""
    problems: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    worked: set[str] = field(default_factory=set)
    _typed: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def path(self, rule: Rule | str, place: Place, *, absent: bool = False) -> str:
        """The address of a route at that statement; `absent`: of one that does not exist."""
        text = rule if isinstance(rule, str) else rule.rule
        values = self._values(text, place)
        if absent:
            values |= {"key": ABSENT, "address": "JS-2001-1"}
        return _ARGUMENT.sub(lambda found: values[found[1]], text)

    def query(self, rule: Rule | str, place: Place) -> str:
        """What the address of a route needs besides."""
        line = None if isinstance(rule, str) else self.table.get(rule.endpoint)
        return line.query.format(block=place.block) if line else ""

    def _values(self, text: str, place: Place) -> dict[str, str]:
        purpose = LinkPurpose.INVITATION if text.startswith("/invitation") else LinkPurpose.RESET
        item = place.kept if "/sending" in text else place.theirs if "support" in text else place.mine
        item = place.amended if "/amendments/" in text else item
        house = "suspended" if text.endswith("/protection") else "outsider"  # that one is protected
        key = self.town.organisations[house] if text.startswith("/organisations") else place.key
        key = self.town.seat_change if text.startswith("/committee") else key
        return {
            "key": key,
            "person_key": self.town.people["outsider"],
            "block": place.block,
            "item": place.theirs if text.endswith("/replies") else "A1" if "/where/" in text else item,
            "address": place.address,
            "joint_wording": place.joint_wording,
            "submission": place.submission,
            "line": place.line,
            "notice": place.notice,
            "language": "en",
            "token": self.town.links[purpose],
            "standard_reply": "1",
            "filename": "app.css",
            "ending": "csv",
            "name": self.mail,
        }

    def expected(self, who: str, place: Place, rule: Rule, wanted: Who, public: bool) -> str:
        """What the table promises `who` there."""
        roles = self.town.roles(who, place)
        at_statement = rule.rule.startswith("/statements/<key>")
        if not roles and not public:
            return DOOR
        if at_statement and not may(Action.SEE_STATEMENT, roles, place.stage):
            return ABSENT_TO
        if _allows(wanted, roles, place, at_statement):
            return IN
        if at_statement and any(_allows(wanted, roles, _in(place, stage), True) for stage in Stage):
            return LATE
        return BARRED if at_statement else ABSENT_TO

    def look(self, who: str, place: Place, rule: Rule, wanted: Who, query: str = "", public: bool = False) -> None:
        """Read a page by GET and HEAD; nothing may change."""
        promised = self.expected(who, place, rule, wanted, public)
        query = query or self.query(rule, place)
        path = self.path(rule, place) + query
        got = self.browsers.ask(who, "GET", path)
        self._judge_reading(promised, got, f"{who} GET {path} [{place.stage}, {rule.endpoint}]")
        if got.status_code == 404 or (promised, who) == (DOOR, STRANGER):
            self._compare(who, "GET", place, rule, query, got)
        self._unchanged(f"{who} GET {path}")
        if promised == IN:
            head = self.browsers.ask(who, "HEAD", path)
            if (head.status_code, head.data) != (got.status_code, b""):
                self.problems.append(f"{who} HEAD {path}: {head.status_code}, GET {got.status_code}")
            self._unchanged(f"{who} HEAD {path}")

    def send(
        self, who: str, place: Place, rule: Rule, wanted: Who, fields: Mapping[str, Any], *, public: bool = False
    ) -> None:
        """Send a form with a good token; only those who may change anything."""
        promised = self.expected(who, place, rule, wanted, public)
        query = self.query(rule, place)
        path = self.path(rule, place) + query
        got = self.browsers.send(who, path, fields)
        said = f"{who} POST {path} {sorted(fields)} [{place.stage}, {rule.endpoint}]"
        self.asked[promised] += 1
        if promised == IN:
            self._allowed(rule, got, said, bool(fields))
            return
        if got.status_code not in _POSTED[promised]:
            self.problems.append(f"{said}: {got.status_code}, promised {promised}")
        self._unchanged(said)
        if got.status_code == 404 or (promised, who) == (DOOR, STRANGER):
            self._compare(who, "POST", place, rule, query, got, fields)

    def _allowed(self, rule: Rule, got: TestResponse, said: str, filled: bool) -> None:
        if got.status_code in (403, 404, 405) and (filled or got.status_code != self.table[rule.endpoint].empty):
            self.problems.append(f"{said}: {got.status_code}, though it is allowed")
        if got.status_code >= 500:
            self.problems.append(f"{said}: a fault")
        if got.status_code == 303:
            self.worked.add(rule.endpoint)
        if self.kept:
            self.kept.put_back()

    def rules(self) -> list[Rule]:
        """Every route of the application but the one that only leads on: from a slash too many to the public page."""
        return [rule for rule in self.browsers.app.url_map.iter_rules() if rule.endpoint != "public.slashed"]

    def ways(self, table: Mapping[str, Line], *, once: bool = False) -> Iterator[tuple[Rule, Line, Place]]:
        """Every route of the table at every statement that its address can name."""
        for rule in self.rules():
            if rule.endpoint in table:
                named = rule.arguments & {"key", "address"} and not rule.rule.startswith("/organisations")
                for place in [*self.town.places.values()][: None if named and not once else 1]:
                    yield rule, table[rule.endpoint], place

    def typed(self, rule: Rule, line: Line, place: Place) -> dict[str, Any]:
        """The fields of the form that sends to this route, as one who may see it would send it.

        Where nobody may at this statement, those of another one are sent.
        """
        others = [each for each in self.town.places.values() if each is not place]
        for there in (place, *others):
            if (rule.rule, there.key) not in self._typed:
                self._typed[rule.rule, there.key] = self._form(rule, line, there)
            if found := self._typed[rule.rule, there.key]:
                return {**found, **line.fields}
        return dict(line.fields)

    def _form(self, rule: Rule, line: Line, place: Place) -> dict[str, Any]:
        path = self.path(rule, place)
        for who in HELD:
            if line.post and self.expected(who, place, rule, line.post, False) == IN:
                page = self.browsers.ask(who, "GET", self.path(line.page or rule, place) + self.query(rule, place)).text
                for form in forms_of(page):
                    if form.method == "post" and path in (form.action.partition("?")[0], form.action or path):
                        return {"serial": "0", **form.fields}
        return {}

    def forge(self, who: str, place: Place, rule: Rule, fields: Mapping[str, Any]) -> None:
        """Send a form as another site would: without the token, or with it from elsewhere."""
        path = self.path(rule, place) + self.query(rule, place)
        said = f"{who} POST {path}"
        got = self.browsers.ask(who, "POST", path, data=fields)
        if not 400 <= got.status_code < 500 and not _to_the_door(got):
            self.problems.append(f"{said} without a token: {got.status_code}")
        self._unchanged(f"{said} without a token")
        for header in ({"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
            got = self.browsers.send(who, path, fields, headers=header)
            if got.status_code != 403:
                self.problems.append(f"{said} with {header}: {got.status_code}")
            self._unchanged(f"{said} with {header}")

    def misuse(self, who: str, method: str, path: str) -> None:
        """Ask by a method that no route with such an address takes: /sign-out reads as a statement's address."""
        if self.browsers.app.url_map.bind("").test(path, method):
            return
        got = self.browsers.send(who, path, method=method) if method != "GET" else self.browsers.ask(who, method, path)
        if got.status_code != 405:
            self.problems.append(f"{who} {method} {path}: {got.status_code}")
        self._unchanged(f"{who} {method} {path}")

    def same(self, who: str, method: str, place: Place, one: str, other: str) -> None:
        """Two addresses inside a statement must answer alike, but for the part that was asked for."""
        answers = []
        for rest in (one, other):
            path = f"/statements/{place.key}/{rest}"
            got = self.browsers.send(who, path) if method == "POST" else self.browsers.ask(who, method, path)
            answers.append((got.status_code, without(got.data, path)))
        assert answers[0] == answers[1], (who, method, one)
        assert answers[0][0] in (403, 404, 405), (who, method, one)

    def found_nothing(self) -> None:
        """Fail with everything that was not as promised."""
        problems, self.problems = self.problems, []
        assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems)

    def _judge_reading(self, promised: str, got: TestResponse, said: str) -> None:
        self.asked[promised] += 1
        if got.status_code not in _READ[promised]:
            self.problems.append(f"{said}: {got.status_code}, promised {promised}")
        if promised == DOOR and not got.headers.get("Location", "").startswith("/sign-in?next="):
            self.problems.append(f"{said}: not led to the door but {got.headers.get('Location')}")

    def _compare(
        self, who: str, method: str, place: Place, rule: Rule, query: str, got: TestResponse, fields: Any = None
    ) -> None:
        """The answer must be that of an address which nobody has."""
        real, fake = self.path(rule, place) + query, self.path(rule, place, absent=True) + query
        if real == fake:
            return
        other = self.browsers.ask(who, method, fake) if method == "GET" else self.browsers.send(who, fake, fields)
        houses = (self.town.organisations[who] for who in ("outsider", "suspended"))
        keys = (place.key, ABSENT, place.address, "JS-2001-1", self.town.seat_change, *houses)
        one, two = (_told(each, keys) for each in (got, other))
        if one != two:
            self.problems.append(f"{who} {method} {real} tells that it exists: {got.status_code}/{other.status_code}")

    def _unchanged(self, said: str) -> None:
        if self.kept and not self.kept.is_unchanged():
            self.problems.append(f"{said}: the record was changed")
            self.kept.put_back()


def _to_the_door(got: TestResponse) -> bool:
    return got.status_code == 303 and got.headers["Location"].startswith("/sign-in")


_READ = {IN: {200, 303}, LATE: {403, 404, 409}, BARRED: {403, 404}, ABSENT_TO: {404}, DOOR: {303}}
# Those who may at another time are told so: on a page with their words still there, or beside what they pressed.
_POSTED = {LATE: {303, 403, 404, 409, 422}, BARRED: {403, 404}, ABSENT_TO: {404}, DOOR: {303, 401, 400}}


def _told(answer: TestResponse, keys: tuple[str, ...]) -> tuple[int, bytes, list[tuple[str, bytes]]]:
    """All that an answer tells, but for the address that was asked for and the browser's own token."""
    heads = ((name, value) for name, value in answer.headers if name not in ("Set-Cookie", "Content-Length"))
    told = sorted((name, without(value.encode(), *keys)) for name, value in heads)
    return answer.status_code, without(answer.data, *keys), told


def _in(place: Place, stage: Stage) -> Place:
    return Place(**{**vars(place), "stage": stage})


def _allows(wanted: Who, roles: set[Role], place: Place, at_statement: bool) -> bool:
    if isinstance(wanted, Case):
        return wanted.allows(roles, place)
    return may(wanted, roles, place.stage if at_statement else None)
