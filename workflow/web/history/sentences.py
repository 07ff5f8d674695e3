"""What each event says in the history of a statement, in the reader's language."""

from collections.abc import Callable, Mapping

from flask_babel import gettext, ngettext

from workflow.queries.history.history import Happening
from workflow.rules.decision.decision import Stance
from workflow.rules.decision.proposals import ProposalEnd
from workflow.rules.notifications.events import EventKind
from workflow.rules.statements.voice import Voice
from workflow.text.diff import shortened
from workflow.web.items.kinds import posted
from workflow.web.shared import marks
from workflow.web.shared.frame import stance_by, stance_tag, voice_words
from workflow.web.shared.locale import join_words
from workflow.web.shared.moments import moment


def words(each: Happening) -> str:
    """What one event says in the reader's language."""
    return _WORDS.get(each.kind, _other)(each)


def _other(each: Happening) -> str:
    return str(gettext("Another change was made"))


def _shown_words(each: Happening) -> str:
    if each.is_nowhere:
        return gettext("The penholder shows no words for %(reference)s any more", reference=each.reference)
    if each.needs_no_words:
        return gettext("No words need changing for %(reference)s", reference=each.reference)
    if not each.words:
        return gettext("The penholder showed where the text says %(reference)s", reference=each.reference)
    words = shortened(each.words)
    return gettext(
        "The penholder showed where the text says %(reference)s: “%(words)s”", reference=each.reference, words=words
    )


def _save_sentence(each: Happening) -> str:
    return ngettext("The draft was saved %(num)s time", "The draft was saved %(num)s times", each.count)


def _posted(each: Happening) -> str:
    return posted(each.reference, each.item_kind, each.late) if each.item_kind else _other(each)


def _stance(each: Happening) -> str:
    said = stance_tag(Stance(each.stance))[2]
    if each.is_confirmed:
        return gettext("Position that was entered, confirmed: %(stance)s", stance=said)
    return gettext("Position taken: %(stance)s", stance=said)


def _entered(each: Happening) -> str:
    said = stance_by(Stance(each.stance), each.means)
    return gettext("The secretariat entered a position, not confirmed: %(position)s", position=said)


def _proposed(each: Happening) -> str:
    said = stance_tag(Stance(each.stance))[2]
    return gettext("Position entered for a colleague to confirm: %(stance)s", stance=said)


def _unconfirmed(each: Happening) -> str:
    if each.proposal_end is ProposalEnd.DECLINED:
        return gettext("The position that was entered was not confirmed")
    return gettext("The position that was entered was taken back")


def _consent(each: Happening) -> str:
    if each.is_given:
        return gettext("A member agreed to be named")
    return gettext("A member did not agree to be named")


def _aside(each: Happening) -> str:
    if each.is_replaced:
        return gettext("A page that had been public before was replaced by a new one under the same address")
    return gettext("The public page was taken off the web: the record does not show it as published")


def _showing_sentence(each: Happening) -> str:
    if each.changed:
        return gettext("Draft answers were changed")
    return gettext("Draft answers were shown to members")


def _extension(each: Happening) -> str:
    if each.before is None or each.until is None:
        return _other(each)
    return gettext(
        "The ballot was extended from %(before)s to %(until)s", before=moment(each.before), until=moment(each.until)
    )


def _embargo(each: Happening) -> str:
    if each.until is None:
        return _embargo_end(each)
    if each.before is None:
        return gettext("The embargo was set until %(until)s", until=moment(each.until))
    return gettext(
        "The embargo was moved from %(before)s to %(until)s", before=moment(each.before), until=moment(each.until)
    )


def _embargo_end(each: Happening) -> str:
    if each.before is None:  # of an earlier release, which kept no more
        return gettext("The embargo was ended")
    return gettext("The embargo was ended early (set until %(before)s)", before=moment(each.before))


def _fallen_voice(each: Happening) -> str:
    if each.voice is Voice.UNDERSIGNED:
        return gettext("The statement speaks in the name of the coalition: no organisation can sign yet")
    return gettext("The statement speaks in the name of the coalition: members could not agree to be named then")


def _chosen_voice(each: Happening) -> str:
    was = voice_words(each.voice or Voice.COALITION)
    return gettext("The name of the coalition was chosen for what was adopted as “%(was)s”", was=was)


_WORDS: Mapping[EventKind, Callable[[Happening], str]] = {
    EventKind.STATEMENT_CREATED: lambda _: gettext("The statement began as a draft"),
    EventKind.DRAFT_SAVED: _save_sentence,
    EventKind.SETTINGS_CHANGED: lambda _: gettext("The settings were changed"),
    EventKind.PEN_HANDED_OVER: lambda _: gettext("The penholders were changed"),
    EventKind.CONSULTATION_OPENED: lambda each: gettext("Consultation %(number)s opened", number=each.number or ""),
    EventKind.CONSULTATION_EXTENDED: lambda each: gettext(
        "Consultation %(number)s was extended", number=each.number or ""
    ),
    EventKind.CONSULTATION_CLOSED: lambda each: gettext("Consultation %(number)s closed", number=each.number or ""),
    EventKind.CONSULTATION_REOPENED: lambda each: gettext(
        "Consultation %(number)s was reopened", number=each.number or ""
    ),
    EventKind.CONSULTATION_REMINDED: lambda _: gettext("Organisations that had not responded were reminded"),
    EventKind.NO_COMMENT_SAID: lambda _: gettext("Said “no comments”"),
    EventKind.NO_COMMENT_TAKEN_BACK: lambda _: gettext("“No comments” was withdrawn"),
    EventKind.ITEM_KEPT: lambda _: gettext("A comment or amendment was saved as a draft"),
    EventKind.COMMENT_POSTED: _posted,
    EventKind.AMENDMENT_PROPOSED: _posted,
    EventKind.POINTS_SENT: lambda _: gettext("Several points were sent together"),
    EventKind.ITEM_EDITED: lambda each: gettext("%(reference)s was changed by its author", reference=each.reference),
    EventKind.AMENDMENT_REWORDED: lambda each: gettext(
        "%(reference)s was changed by its author", reference=each.reference
    ),
    EventKind.THREAD_RESOLVED: lambda each: gettext(
        "The discussion of %(reference)s was closed", reference=each.reference
    ),
    EventKind.THREAD_REOPENED: lambda each: gettext(
        "The discussion of %(reference)s was reopened", reference=each.reference
    ),
    EventKind.ITEM_PLACED: lambda each: gettext(
        "%(reference)s was placed in the new version", reference=each.reference
    ),
    EventKind.ITEM_WITHDRAWN: lambda each: gettext("%(reference)s was withdrawn", reference=each.reference),
    EventKind.SUPPORT_GIVEN: lambda each: gettext("Support for %(reference)s", reference=each.reference),
    EventKind.SUPPORT_TAKEN_BACK: lambda each: gettext(
        "Support for %(reference)s was withdrawn", reference=each.reference
    ),
    EventKind.REPLY_POSTED: lambda each: gettext("Reply to %(reference)s", reference=each.reference),
    EventKind.ITEM_DISPOSED: lambda each: gettext("%(reference)s was answered", reference=each.reference),
    EventKind.DISPOSITION_LAPSED: lambda each: gettext(
        "The answer to %(reference)s no longer applies", reference=each.reference
    ),
    EventKind.PARAGRAPHS_ORDERED: lambda _: gettext("The order of added paragraphs was changed"),
    EventKind.WORDS_SHOWN: _shown_words,
    EventKind.DISPOSITIONS_SHOWN: _showing_sentence,
    EventKind.RESPONSE_GIVEN: lambda each: gettext(
        "Reply to the draft answer to %(reference)s", reference=each.reference
    ),
    EventKind.JOINT_WORDING_ASKED: lambda _: gettext("The proposers were asked to agree a wording"),
    EventKind.JOINT_WORDING_ENDED: lambda _: gettext("The penholder stopped asking the proposers for a wording"),
    EventKind.WORDING_OFFERED: lambda _: gettext("A common wording was suggested"),
    EventKind.WORDING_AGREED: lambda _: gettext("A proposer agreed to a common wording"),
    EventKind.NO_WORDING_FOUND: lambda _: gettext("A proposer could not agree a common wording"),
    EventKind.COMMON_AMENDMENT_MADE: lambda each: gettext(
        "All agreed: common amendment %(reference)s", reference=each.reference
    ),
    EventKind.PARAGRAPH_OPENED: lambda _: gettext("Agreed language was opened"),
    EventKind.STANDARD_REPLY_SAVED: lambda _: gettext("A standard reply was saved"),
    EventKind.STANDARD_REPLY_RETIRED: lambda _: gettext("A standard reply was removed"),
    EventKind.VERSION_ISSUED: lambda each: gettext(
        "Version %(number)s was issued", number=marks.name_of_version(each, each.version)
    ),
    EventKind.CONSENT_ASKED: lambda _: gettext("The members that the statement names were asked whether they agree"),
    EventKind.CONSENT_ANSWERED: _consent,
    EventKind.BALLOT_OPENED: lambda _: gettext("The ballot opened"),
    EventKind.BALLOT_CLOSING: lambda _: gettext("The Committee was reminded of the ballot"),
    EventKind.BALLOT_REMINDED: lambda _: gettext("Seats that had taken no position were reminded of the ballot"),
    EventKind.BALLOT_EXTENDED: _extension,
    EventKind.BALLOT_STOPPED: lambda _: gettext("The ballot was stopped; the text went back to the penholder"),
    EventKind.POSITION_TAKEN: _stance,
    EventKind.OBJECTION_ANSWERED: lambda each: gettext("%(reference)s was answered", reference=join_words(each.refs)),
    EventKind.ANSWERS_TO_OBJECTIONS_TOLD: lambda _: gettext("Those who objected were told the answers"),
    EventKind.POSITION_PROPOSED: _proposed,
    EventKind.POSITION_ENTERED: _entered,
    EventKind.PROPOSED_POSITION_ENDED: _unconfirmed,
    EventKind.STATEMENT_ADOPTED: lambda _: gettext("The statement was adopted"),
    EventKind.STATEMENT_NOT_ADOPTED: lambda _: gettext("The statement was not adopted"),
    EventKind.STATEMENT_HELD: lambda _: gettext("The statement was held until a person releases it"),
    EventKind.STATEMENT_RELEASED: lambda _: gettext("The statement was released"),
    EventKind.STATEMENT_PUBLISHED: lambda _: gettext("The statement was published"),
    EventKind.NAME_TAKEN_OFF: lambda _: gettext("A name was taken off the public page"),
    EventKind.PAGES_SET_ASIDE: _aside,
    EventKind.PAGES_PUT_BACK: lambda _: gettext("The public page was put back"),
    EventKind.STATEMENT_ABANDONED: lambda _: gettext("The draft was abandoned"),
    EventKind.NAMES_TAKEN: lambda each: gettext(
        "The answers were downloaded with the names of protected organisations (%(ending)s)",
        ending=each.ending.upper(),
    ),
    EventKind.EMBARGO_SET: _embargo,
    EventKind.EMBARGO_ENDED: _embargo,
    EventKind.VOICE_FELL_BACK: _fallen_voice,
    EventKind.VOICE_CHOSEN: _chosen_voice,
}
