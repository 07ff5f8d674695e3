"""What every page's frame needs: names over the page, languages, the reader, and the pieces of a statement's head."""

from typing import Any

from flask import Flask
from flask_babel import get_timezone, gettext, ngettext, pgettext

from workflow.config import LANGUAGES, Settings
from workflow.database import about_now
from workflow.models.item import DispositionKind
from workflow.rules.decision.decision import BallotOutcome, Stance, Tally
from workflow.rules.decision.proposals import Means
from workflow.rules.people.membership import SHORTEST_PASSWORD
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.statements.paces import USUAL
from workflow.rules.statements.voice import Voice
from workflow.text.document import LARGEST
from workflow.web.shared import access, locale, marks
from workflow.web.shared.arrivals import tokens_arrived
from workflow.web.shared.paths import sending_address
from workflow.web.shared.zones import zone_name


def init(app: Flask, settings: Settings) -> None:
    """Give the templates the words and values of the frame."""

    @app.context_processor
    def _frame() -> dict[str, Any]:
        language = locale.current()
        return {
            "person": access.person(),
            "service_name": settings.service_name,
            "coalition": settings.coalition_in(language),
            "page_language": language,
            "languages": LANGUAGES,
            "demo": settings.demo,
        }

    app.jinja_env.globals.update(
        stage_tag=stage_tag,
        stance_tag=stance_tag,
        stance_by=stance_by,
        disposition_tag=disposition_tag,
        no_words_needed=no_words_needed,
        said_anyway=said_anyway,
        proposed_tag=tag_of_proposed,
        outcome_words=outcome_words,
        back_words=back_words,
    )
    app.jinja_env.globals.update(version_name=marks.version_name, called=marks.name_of_version, mark_of=marks.mark_of)
    app.jinja_env.filters["called"] = marks.name_of_version
    app.jinja_env.globals.update(
        voice_words=voice_words, speaking_time=speaking_time, usual_paces=USUAL, time_zone_name=time_zone_name
    )
    app.jinja_env.globals.update(sending_address=sending_address, tokens_arrived=tokens_arrived)
    app.jinja_env.globals.update(
        shortest_password=SHORTEST_PASSWORD,
        largest_text=LARGEST // 1_000_000,
    )


def stage_tag(stage: Stage) -> tuple[str, str, str]:
    """(class, glyph, word) of a stage's tag."""
    return {
        Stage.DRAFT: ("", "✎", gettext("Draft")),
        Stage.CONSULTATION: ("acc", "…", gettext("In consultation")),
        Stage.CONSOLIDATION: ("acc", "≡", gettext("In consolidation")),
        Stage.DECISION: ("warn", "⧗", gettext("Before the Committee")),
        Stage.ADOPTED: ("ok", "▣", gettext("Adopted")),
        Stage.PUBLISHED: ("ok", "●", gettext("Published")),
        Stage.ABANDONED: ("no", "✕", gettext("Abandoned")),
    }[stage]


def stance_tag(stance: Stance | None, *, is_over: bool = False) -> tuple[str, str, str]:
    """(class, glyph, word) of a position's tag; None is no position yet, or none at all in a ballot that has ended."""
    return {
        None: ("", "○", pgettext("position", "None") if is_over else gettext("None yet")),
        Stance.APPROVE: ("ok", "✓", gettext("Approve")),
        Stance.EXPLANATION: ("warn", "◐", gettext("Approve with an explanation")),
        Stance.OBJECT: ("no", "✕", gettext("Object")),
        Stance.ABSTAIN: ("", "–", gettext("Abstain")),
        Stance.RESERVE: ("warn", "…", gettext("Reserve")),
        Stance.NOT_PARTICIPATING: ("", "–", gettext("Not participating")),
        Stance.RECUSED: ("", "⊘", gettext("Recused")),
    }[stance]


def stance_by(stance: Stance, means: Means | None) -> str:
    """A position and how it was given: Approve, by telephone."""
    said = stance_tag(stance)[2]
    if means is None:
        return said
    return {
        Means.TELEPHONE: gettext("%(position)s, by telephone", position=said),
        Means.TABLE: gettext("%(position)s, at the table", position=said),
        Means.WRITTEN: gettext("%(position)s, by letter or email", position=said),
    }[means]


def tag_of_proposed(kind: DispositionKind) -> tuple[str, str, str]:
    """The tag of a disposition that is shown as proposed."""
    _, glyph, word = disposition_tag(kind)
    return "", glyph, gettext("Draft answer: %(disposition)s", disposition=word)


def disposition_tag(kind: DispositionKind | None, other: str = "") -> tuple[str, str, str]:
    """(class, glyph, word) of a disposition's tag; None is not dealt with. other: the amendment that overtook it."""
    if kind is DispositionKind.OVERTAKEN and other:
        return "acc", "→", gettext("Overtaken by %(reference)s", reference=other)
    return {
        None: ("", "○", gettext("No answer yet")),
        DispositionKind.ACCEPTED: ("ok", "✓", gettext("Accepted")),
        DispositionKind.PART: ("warn", "◐", gettext("Accepted in part")),
        DispositionKind.NOT_ACCEPTED: ("no", "✕", gettext("Not accepted")),
        DispositionKind.NOTED: ("acc", "i", gettext("Noted")),
        DispositionKind.OVERTAKEN: ("acc", "→", gettext("Overtaken")),
        DispositionKind.OUT_OF_SCOPE: ("no", "✕", gettext("Out of scope")),
        DispositionKind.DEFERRED: ("acc", "→", gettext("Deferred to the next statement")),
        DispositionKind.BRACKETED: ("warn", "◐", gettext("Left open in [square brackets]")),
        DispositionKind.WITHDRAWN: ("acc", "–", gettext("Withdrawn")),
    }[kind]


def no_words_needed() -> str:
    """What is told of an accepted comment for which the penholder says that no words need changing."""
    return gettext("The penholder accepts this comment; no words needed changing.")


def said_anyway() -> str:
    """What is told of an amendment whose answer puts nothing into the text, and that the text says all the same."""
    return gettext("The text says this all the same, because of another amendment or the penholder’s own edits.")


def outcome_words(outcome: BallotOutcome, tally: Tally | None = None) -> str:
    """What a ballot came to; with its tally, by how much it missed the quorum."""
    if outcome is BallotOutcome.NO_QUORUM and tally:
        return gettext(
            "Not adopted: quorum not reached (%(count)s of %(needed)s)", count=tally.present, needed=tally.quorum_needed
        )
    return {
        BallotOutcome.PENDING: gettext("Not decided yet"),
        BallotOutcome.ADOPTED: gettext("Adopted"),
        BallotOutcome.NO_QUORUM: gettext("Not adopted: the quorum was not reached"),
        BallotOutcome.NO_MAJORITY: gettext("Not adopted: too few positions in favour"),
        BallotOutcome.TEXT_CHANGED: gettext("Not adopted: the stored text is not the text submitted to the Committee"),
        BallotOutcome.STOPPED: gettext("Not decided: the ballot was stopped"),
        BallotOutcome.ABANDONED: gettext("Not decided: the draft was abandoned"),
    }[outcome]


def back_words(number: int, outcome: BallotOutcome, count: Tally | None) -> str:
    """That a ballot ended without adoption and the text is back with the penholder, with the reason in numbers."""
    if outcome is BallotOutcome.STOPPED:
        return gettext("Back with the penholder: ballot %(number)s was stopped", number=number)
    if outcome is BallotOutcome.NO_QUORUM and count is not None:
        return gettext(
            "Back with the penholder: ballot %(number)s not adopted, quorum %(present)s of %(needed)s",
            number=number,
            present=count.present,
            needed=count.quorum_needed,
        )
    if outcome is BallotOutcome.NO_MAJORITY and count is not None:
        return gettext(
            "Back with the penholder: ballot %(number)s not adopted, %(favour)s of %(needed)s in favour",
            number=number,
            favour=count.in_favour,
            needed=count.favour_needed,
        )
    return gettext("Back with the penholder: ballot %(number)s not adopted", number=number)


def voice_words(voice: Voice) -> str:
    """In whose name a statement speaks, as its page says it."""
    return {
        Voice.COALITION: gettext("In the name of the coalition"),
        Voice.UNDERSIGNED: gettext("In the name of the organisations that sign it"),
        Voice.NAMED: gettext("In the name of the members that it names"),
    }[voice]


def speaking_time(words: int, words_a_minute: int) -> str:
    """How long so many words take to say: 3 min 05 s."""
    seconds = round(words * 60 / max(1, words_a_minute))
    if seconds < 60:
        return ngettext("%(num)s second", "%(num)s seconds", seconds)
    return gettext("%(minutes)s min %(seconds)02d s", minutes=seconds // 60, seconds=seconds % 60)


def time_zone_name() -> str:
    """The place whose clock the page shows, in the page's language, such as Amsterdam (UTC+1)."""
    return zone_name(str(get_timezone()), about_now())
