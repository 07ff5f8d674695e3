"""What became of an organisation's points, in sentences: how they were answered, what changed, what comes next."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext, ngettext
from markupsafe import Markup

from workflow.queries.history.changes import VersionComparison
from workflow.queries.home.became import Became, Point
from workflow.queries.home.own_words import OwnWords
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.shared.lifecycle import Stage
from workflow.text.redline import Marked, marked_html
from workflow.web.history.change_kinds import kinds_of
from workflow.web.items.kinds import asked_of_point
from workflow.web.room.notes import paragraph_by_number
from workflow.web.shared.locale import join_words
from workflow.web.shared.marks import name_of_version
from workflow.web.shared.moments import moment, time_left
from workflow.web.statements.redline_words import redline


def answered_sentence(outcomes: Mapping[DispositionKind, int]) -> str:
    """How many points were answered how: 1 accepted, 1 not accepted."""
    return join_words(_counted(kind, outcomes[kind]) for kind in DispositionKind if outcomes.get(kind))


def point_redline(point: Point) -> Markup:
    """What an amendment asked for, with a few words around."""
    return redline(point.ops)


def place_of_point(out: Became, point: Point) -> str:
    """The paragraph by its number, with the version where another one numbers it otherwise; "" without a number."""
    return paragraph_by_number(point.number, _version_of(out, point)) if point.number else ""


def asked_by_point(out: Became, point: Point) -> str:
    """What an amendment of a whole paragraph or the title asks for; empty for other words, and for a comment."""
    return asked_of_point(point, _version_of(out, point))


def _version_of(out: Became, point: Point) -> str:
    return name_of_version(out, point.numbered_in) if point.numbered_in else ""


def own_words_html(own: OwnWords) -> Markup:
    """The paragraph with the organisation's words marked."""
    return marked_html(own.text, [Marked(start, end, ()) for start, end in own.spans])


def own_words_sentence(out: Became, own: OwnWords) -> str:
    """Where the paragraph stands, and how many of its words are the organisation's."""
    version = name_of_version(out, out.version)
    many = ngettext("%(num)s word is yours.", "%(num)s words are yours.", own.words)
    if own.number is None:
        return gettext("In version %(version)s.", version=version) + " " + many
    return gettext("Paragraph %(number)s of version %(version)s.", number=own.number, version=version) + " " + many


def change_sentences(found: VersionComparison | None, language: str) -> Sequence[str]:
    """How much a version changed, and what of it nobody must miss; nothing where there is no version before it."""
    if found is None:
        return ()
    if not found.changed:
        return (gettext("The paragraphs are the same."),)
    much = ngettext(
        "%(num)s change in %(blocks)s of %(all)s paragraphs.",
        "%(num)s changes in %(blocks)s of %(all)s paragraphs.",
        found.changes,
        blocks=len(found.changed),
        all=found.blocks,
    )
    return (much, *(each.said for each in kinds_of(found.rows, language).told if each.has_force))


def next_sentence(out: Became) -> str:
    """What happens to the statement next, and whether its members are asked again."""
    version, when = name_of_version(out, out.version), moment(out.at) if out.at else ""
    if out.stage is Stage.CONSULTATION and when:
        return gettext("Version %(version)s can be commented on until %(when)s.", version=version, when=when)
    if out.stage is Stage.DECISION and when:
        return gettext(
            "The Committee decides by %(when)s. You are asked again only if another consultation opens.", when=when
        )
    if out.stage is Stage.ADOPTED:
        return (
            gettext("Adopted. The statement is published %(when)s.", when=when)
            if out.at and time_left(out.at)
            else gettext("Adopted, but not published yet.")
        )
    if out.more:
        return gettext(
            "Another consultation comes before the decision. You are asked again when the consultation opens."
        )
    return gettext(
        "The penholder submits version %(version)s to the Committee or opens another consultation. You are asked again "
        "only if a consultation opens.",
        version=version,
    )


def outcomes_of(kinds: Iterable[DispositionKind]) -> Mapping[DispositionKind, int]:
    """How many there are of each."""
    return Counter(kinds)


def _counted(kind: DispositionKind, number: int) -> str:
    match kind:
        case DispositionKind.ACCEPTED:
            return ngettext("%(num)s accepted", "%(num)s accepted", number)
        case DispositionKind.PART:
            return ngettext("%(num)s in part", "%(num)s in part", number)
        case DispositionKind.NOT_ACCEPTED:
            return ngettext("%(num)s not accepted", "%(num)s not accepted", number)
        case DispositionKind.NOTED:
            return ngettext("%(num)s noted", "%(num)s noted", number)
        case DispositionKind.OVERTAKEN:
            return ngettext("%(num)s overtaken", "%(num)s overtaken", number)
        case DispositionKind.OUT_OF_SCOPE:
            return ngettext("%(num)s out of scope", "%(num)s out of scope", number)
        case DispositionKind.DEFERRED:
            return ngettext("%(num)s deferred", "%(num)s deferred", number)
        case DispositionKind.BRACKETED:
            return ngettext("%(num)s left open", "%(num)s left open", number)
        case DispositionKind.WITHDRAWN:
            return ngettext("%(num)s withdrawn", "%(num)s withdrawn", number)
