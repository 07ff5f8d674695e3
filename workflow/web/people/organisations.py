"""Members of the coalition: the list for everybody, and for the secretariat their terms and their people."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Self

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext, pgettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, Field, FileField, HiddenField, SelectField, StringField, TextAreaField

from workflow.database import reading
from workflow.formats.organisations_csv import COLUMNS, parse_lines
from workflow.models.person import LinkPurpose
from workflow.queries.people import memberships, organisations, people, roll
from workflow.queries.people.exposure import exposure
from workflow.queries.people.former_facts import former_facts
from workflow.queries.publication.printed import in_print
from workflow.rules.people.membership import LANGUAGES, NAME_LIMIT, PERSON_LIMIT, SECRETARIAT
from workflow.rules.people.organisation_facts import FACTS, FAULTS, LISTED, REGIONS, YES_OR_NO, OrganisationFacts, stand
from workflow.rules.people.refusals import ImportRefused, NameRefused, RemovedBefore
from workflow.rules.people.roll import SeatAct
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import AlreadyDone, NotFound, Refusal, StaleForm
from workflow.rules.shared.shown import parse_shown
from workflow.services.people import membership
from workflow.services.people.joining import LINK_LIFE
from workflow.services.shared.checking import REASON_LIMIT
from workflow.web.people.committee import asked_words
from workflow.web.shared import access, countries, rate_limits
from workflow.web.shared.forms import Form, ShownForm, options, plain, require_input, tidy_input, up_to
from workflow.web.shared.locale import language_name
from workflow.web.shared.numbers import parse_bounded
from workflow.web.shared.refusals import sentence_of

blueprint = Blueprint("organisations", __name__)
_LONGEST_SEARCH = 100
_EITHER = {"yes": True, "no": False}


class OrganisationForm(Form):
    """A member: its name, where it is at home, what it holds."""

    name = StringField(_l("Name"), [require_input(_l("Give a name.")), plain, up_to(NAME_LIMIT)], filters=[tidy_input])
    language = SelectField(_l("Language of the name"))
    country = SelectField(_l("Country"))
    region = SelectField(_l("Region"))
    has_seat = BooleanField(_l("Has a seat on the Steering Committee"))
    protected = BooleanField(_l("Protected"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = options((code, language_name(code)) for code in LANGUAGES)
        self.country.choices = options([("", pgettext("country", "None")), *countries.countries().items()])
        self.region.choices = options([("", pgettext("region", "None")), *countries.regions().items()])

    @property
    def short_fields(self) -> list[Field]:
        """The fields of its facts in words, all but the name, which is longer."""
        return [self._fields[fact] for fact in FACTS if fact not in YES_OR_NO and fact != "name"]


class ChangeForm(OrganisationForm, ShownForm):
    """A member that is here already; it can be suspended. Protection can be given here, and taken away elsewhere."""

    suspended = BooleanField(_l("Suspended"))
    reason = TextAreaField(_l("Reason"), filters=[tidy_input], validators=[plain, up_to(REASON_LIMIT)])

    def changes(self) -> dict[str, Any]:
        """What the use case is to set; a box for protection that was not ticked, or not shown, asks for nothing."""
        said = {name: value for name, value in self.values().items() if name != "protected" or value}
        return {**said, "reason": self.reason.data or ""}

    def meet(self, stands: Mapping[str, Any]) -> Self:
        """This form beside what stands now; protection that it showed and a colleague took away is a ticked box.

        Where it is on, the page shows it as a tag and has no box: that it sends none is no wish to end it.
        """
        was_shown = parse_shown(self.seen.data or "").get("protected") is True
        super().meet(stands)
        if was_shown and not stands["protected"]:
            self.protected.data, self.protected.raw_data = True, None
            self.meanwhile = tuple(
                replace(each, typed=True) if each.field.name == "protected" else each for each in self.meanwhile
            )
        return self


class ExposureForm(ShownForm):
    """The protection of a member is taken away."""

    reason = TextAreaField(
        _l("Reason"), filters=[tidy_input], validators=[require_input(_l("Give a reason.")), plain, up_to(REASON_LIMIT)]
    )
    understood = BooleanField(
        _l("I understand that this cannot be undone"),
        [require_input(_l("Tick this box to confirm that you understand."))],
    )


class InviteForm(Form):
    """Whom to invite; it stands beside another form, so that its fields have names of their own.

    again: key of the person beside whose name the button stood.
    """

    email = EmailField(_l("Email address"), [require_input(_l("Enter an email address."))])
    name = StringField(_l("Name"), [plain, up_to(PERSON_LIMIT)], filters=[tidy_input], default="")
    again = HiddenField(default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="invite-", **kwargs)


class ImportForm(Form):
    """A list of members as a file."""

    file = FileField(_l("File"), [require_input(_l("Choose a file."))])


@blueprint.get("/organisations")
def index() -> ResponseReturnValue:
    """The members that this viewer may know of."""
    chosen = _chosen()
    with reading() as record:
        listing = organisations.list_organisations(
            record, access.viewer(), chosen, request.args.get("page", 1, parse_bounded)
        )
    asked = {name: request.args[name] for name in ("q", "region", "seat", "protected") if request.args.get(name)}
    managing = access.may(Action.MANAGE_ORGANISATIONS)
    facts = {"listing": listing, "chosen": chosen, "asked": asked, "managing": managing, "places": countries}
    return render_template("people/organisations.html", **facts)


@blueprint.route("/organisations/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Add a member."""
    _require_management()
    form = OrganisationForm()
    if not form.is_submitted():
        return render_template("people/new_organisation.html", form=form)
    if not form.validate():
        return render_template("people/new_organisation.html", form=form), 422
    try:
        with access.acting() as (record, person):
            key = membership.add_organisation(record, person, OrganisationFacts(**form.values())).key
            waits = roll.waiting_of(record, key)
    except Refusal as refusal:
        return render_template("people/new_organisation.html", form=form.refused(refusal)), refusal.status
    flash(gettext("The organisation is added. Invite its focal points now."), "good")
    _say_what_waits(waits)
    return redirect(url_for(".show", key=key), 303)


@blueprint.route("/organisations/import", methods=["GET", "POST"], endpoint="import")
def take_list() -> ResponseReturnValue:
    """Add the members of a CSV file, all or none."""
    _require_management()
    form = ImportForm()
    if not form.is_submitted():
        return _import_page(form)
    if not form.validate():
        return _import_page(form), 422
    try:
        lines = parse_lines(form.file.data.read())
        with access.acting() as (record, person):
            done = membership.import_organisations(record, person, lines)
    except Refusal as refusal:
        return _import_page(form.refused(refusal), refusal), refusal.status
    flash(ngettext("%(num)s organisation was added.", "%(num)s organisations were added.", done.added), "good")
    if done.asked:
        flash(
            ngettext(
                "%(num)s seat waits for a second person, who has 24 hours to confirm it.",
                "%(num)s seats wait for a second person, who has 24 hours to confirm them.",
                done.asked,
            ),
            "",
        )
    return redirect(url_for(".index"), 303)


@blueprint.route("/organisations/<key>", methods=["GET", "POST"])
def show(key: str) -> ResponseReturnValue:
    """One member; the secretariat changes its terms and invites its people here."""
    if request.method != "POST":
        return _page(key)
    _require_management()
    form = ChangeForm()
    if not form.validate():
        return _page(key, form), 422
    try:
        with access.acting() as (record, person):
            seen, waited = form.seen.data or "", roll.waiting_of(record, key)
            membership.change_organisation(record, person, key, seen=seen, **form.changes())
            waits = set(roll.waiting_of(record, key)) - set(waited)
    except Refusal as refusal:
        return _page(key, form.refused(refusal)), refusal.status
    flash(gettext("The changes are saved."), "good")
    _say_what_waits(waits)
    return redirect(url_for(".show", key=key), 303)


@blueprint.post("/organisations/<key>/people")
def invite(key: str) -> ResponseReturnValue:
    """Invite somebody to act for a member, or for the secretariat."""
    _require_management()
    form = InviteForm()
    if not form.validate():
        return _page(key, invitation=form), 422
    try:
        rate_limits.spend("inviting", rate_limits.INVITING, form.email.data or "")
        with access.acting() as (record, person):
            membership.invite_person(record, person, key, **form.values())
    except Refusal as refusal:
        return _page(key, invitation=form.refused(refusal)), refusal.status
    days = LINK_LIFE[LinkPurpose.INVITATION].days
    flash(
        ngettext(
            "The invitation has been sent, and its link works for %(num)s day.",
            "The invitation has been sent, and its link works for %(num)s days.",
            days,
        ),
        "good",
    )
    return redirect(url_for(".show", key=key), 303)


@blueprint.route("/organisations/<key>/people/<person_key>/removal", methods=["GET", "POST"])
def removal(key: str, person_key: str) -> ResponseReturnValue:
    """Remove somebody: first a page that says what it means, then the button."""
    _require_management()
    if request.method == "POST":
        with access.acting() as (record, person):
            membership.remove_person(record, person, key, removed=person_key)
        flash(gettext("The person is removed and signed out everywhere."), "good")
        return redirect(url_for(".show", key=key), 303)
    name, there = _people_of(key)
    leaving = next((each for each in there if each.key == person_key), None)
    if leaving is None:
        with reading() as record:
            gone = people.was_removed(record, key, person_key)
        raise RemovedBefore if gone else NotFound
    return render_template("people/removal.html", key=key, name=name, leaving=leaving)


@blueprint.route("/organisations/<key>/protection", methods=["GET", "POST"])
def exposing(key: str) -> ResponseReturnValue:
    """Take the protection away: a page that says what becomes public and where, then the button."""
    _require_management()
    form = ExposureForm()
    if not form.is_submitted():
        return _exposing_page(key, form)
    if not form.validate():
        return _exposing_page(key, form), 422
    given = {"reason": form.reason.data or "", "seen": form.seen.data or ""}
    try:
        with access.acting() as (record, person):
            membership.end_protection(record, person, key, **given)
    except Refusal as refusal:
        return _exposing_page(key, form.refused(refusal), anew=isinstance(refusal, StaleForm)), refusal.status
    flash(gettext("The protection has ended. The people of the organisation are told by email."), "good")
    return redirect(url_for(".show", key=key), 303)


def _say_what_waits(acts: Collection[SeatAct]) -> None:
    if acts:
        flash(asked_words(is_made=False), "")


def _require_management() -> None:
    if not access.may(Action.MANAGE_ORGANISATIONS):
        raise NotFound


def _chosen() -> organisations.Filter:
    words = request.args.get("q", "").strip()[:_LONGEST_SEARCH]
    asked = request.args.get
    return organisations.Filter(
        words=words,
        countries=countries.countries_named(words),
        region=asked("region", "") if asked("region") in REGIONS else "",
        seat=_EITHER.get(asked("seat", "")),
        # Who may not see the protected ones learns nothing by asking for them: the question is not heard.
        protected=_EITHER.get(asked("protected", "")) if access.may(Action.MANAGE_ORGANISATIONS) else None,
        sort=asked("sort", "name") if asked("sort") in organisations.SORTS else "name",
    )


def _page(key: str, form: ChangeForm | None = None, invitation: Form | None = None) -> str:
    if key == SECRETARIAT:
        _, there = _people_of(key)
        return render_template("people/secretariat.html", people=there, invitation=invitation or InviteForm())
    with reading() as record:
        found = organisations.profile(record, access.viewer(), key)
        if found is None:
            raise NotFound
        named = in_print(record, found.member.id)
        history = {
            "changes": roll.changes_of(record, access.viewer(), found.member.id),
            "protection_ends": memberships.protection_ends(record, access.viewer(), found.member.id),
            "former": former_facts(record, access.viewer(), found.member.id),
        }
    if not access.may(Action.MANAGE_ORGANISATIONS):
        return render_template("people/organisation.html", profile=found, places=countries, **history)
    stands = stand(found.member)
    form = form.meet(stands) if form else ChangeForm(formdata=None, **stands).showing(stands)
    invitation = invitation or InviteForm(formdata=None)
    values = {"form": form, "invitation": invitation, "named": named, **history}
    return render_template("people/manage_organisation.html", profile=found, **values)


def _exposing_page(key: str, form: ExposureForm, *, anew: bool = False) -> str:
    """The page; what it shows is meant at the next press only where a refusal says that it is another (`anew`)."""
    with reading() as record:
        found = exposure(record, key)
    if found is None:
        raise NotFound
    if not found.protected:  # a colleague was quicker, or an old address: there is nothing to take away
        raise AlreadyDone
    if not form.is_submitted() or anew:
        form.showing(found.stands)
    return render_template("people/exposure.html", found=found, form=form)


def _people_of(key: str) -> tuple[str, tuple[people.Colleague, ...]]:
    """The name (empty: the secretariat) and the people of a member, for those who manage them."""
    _require_management()
    with reading() as record:
        if key == SECRETARIAT:
            return "", tuple(people.colleagues(record, None))
        found = organisations.profile(record, access.viewer(), key)
    if found is None or found.people is None:
        raise NotFound
    return found.member.name, found.people


def _import_page(form: Form, refusal: Refusal | None = None) -> str:
    found = refusal.problems if isinstance(refusal, ImportRefused) else ()
    problems = [(line, problem.field, sentence_of(problem)) for line, problem in found]
    facts = {"columns": COLUMNS, "asked": _asked_words()}
    return render_template("people/import.html", form=form, problems=problems, **facts)


def _asked_words() -> list[tuple[str, str, str]]:
    """(label, column, what to write there) of each column of a list in which only some words will do."""
    form = OrganisationForm(formdata=None)
    labels = {column: form[fact].label.text for column, fact in LISTED.items()}
    return [(labels[column], column, sentence_of(NameRefused(reason=fault))) for column, fault in FAULTS.items()]
