"""What a use case refuses, as facts; the faces choose the status and the words.

A refusal carries the plain values that a sentence about it needs, never the sentence.
"""

from typing import Any

from workflow.rules.shared.labels import Labelling


class Refusal(Exception):
    """A use case did nothing, and says why. `code` names the sentence, `facts` fill it, `field` is where it belongs."""

    code = "refused"
    field: str | None = None

    def __init__(self, *, field: str | None = None, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts
        if field is not None:
            self.field = field


class NotFound(Refusal):
    """There is no such thing, or this viewer may not know of it: the two are the same answer."""

    code = "not_found"


class NotAllowed(Refusal):
    """The viewer sees the thing but may not do this to it."""

    code = "not_allowed"


class WrongStage(Refusal):
    """The statement stands in a stage from which this move does not leave. Facts: stage, move."""

    code = "wrong_stage"


class StaleVersion(Refusal):
    """Another version is on the table than the one the form was written for. Facts: seen, current, labelling."""

    code = "stale_version"

    def __init__(self, *, seen: Any, current: int, labelling: Labelling) -> None:
        # None may be left out: the sentence calls the version by its label.
        super().__init__(seen=seen, current=current, labelling=labelling)


class StaleForm(Refusal):
    """What the form showed was changed since by somebody else, or in another window: nothing of it was done."""

    code = "stale_form"


class InvitedSince(Refusal):
    """The person was invited after the ballot opened: who acts in it was settled then. Facts: opened_at."""

    code = "invited_since"


class ProtectionStays(Refusal):
    """Protection is not taken away by the way, but by an act of its own."""

    code = "protection_stays"
    field = "protected"


class LinesDiffer(Refusal):
    """Two lines of a list say different things of one organisation."""

    code = "lines_differ"


class StaleDraft(Refusal):
    """Somebody saved since this form was opened. Facts: serial (the newest save's)."""

    code = "stale_draft"


class ConsultationClosed(Refusal):
    """The consultation closed before this arrived. Facts: closed_at."""

    code = "consultation_closed"


class StalePosition(Refusal):
    """The organisation's position was changed since this form was shown."""

    code = "stale_position"
    field = "stance"


class BallotClosed(Refusal):
    """The decision was settled before this arrived. Facts: settled_at."""

    code = "ballot_closed"


class WordsNotFound(Refusal):
    """The words are not in the paragraph. Facts: closest (the nearest words there, or None)."""

    code = "words_not_found"
    field = "words"


class WordsFoundTwice(Refusal):
    """The words stand more than once in the paragraph. Facts: count."""

    code = "words_found_twice"
    field = "words"


class WordsCut(Refusal):
    """The words begin or end in the middle of one. Facts: whole (the whole words), start (where they stand)."""

    code = "words_cut"
    field = "words"


class ReasonNeeded(Refusal):
    """This needs a reason or an explanation."""

    code = "reason_needed"
    field = "reason"


class NothingChanged(Refusal):
    """The proposal equals what stands there, or is empty."""

    code = "nothing_changed"
    field = "proposal"


class AmendmentsConflict(Refusal):
    """Amendments that cannot stand together. Facts: refs, why (of text.exclusion), first, and what that one keeps out:
    against (accepted as well) or open (in brackets), which it may join (may_be_open); neither: at most one of refs.
    """

    code = "conflict"


class NotDealtWith(Refusal):
    """Items still wait for a disposition. Facts: count, refs."""

    code = "not_dealt_with"


class TextRefused(Refusal):
    """The text cannot be taken as it is. Facts: reason (why), place (where, may be None)."""

    code = "text_refused"
    field = "text"


class OverLength(Refusal):
    """Longer than this field may be. Facts: limit (characters)."""

    code = "over_length"


class TooManyBlocks(Refusal):
    """The text would have more paragraphs, headings and the like than one may have. Facts: count, limit."""

    code = "too_many_blocks"
    field = "text"


class MomentPast(Refusal):
    """A deadline or an embargo must lie ahead."""

    code = "moment_past"
    field = "closes_at"


class TooFarAhead(Refusal):
    """An embargo that lasts so long is a slip: its year is wrong. Facts: latest (the last moment that it may have)."""

    code = "too_far_ahead"
    field = "until"


class StaleEmbargo(Refusal):
    """The embargo is another one than the form showed. Facts: until (None: there is none)."""

    code = "stale_embargo"
    field = "until"


class EarlierEmbargo(Refusal):
    """An embargo is moved to an earlier moment, or ended, by an act of its own with a reason. Facts: until."""

    code = "earlier_embargo"
    field = "until"


class VoiceNotOffered(Refusal):
    """No statement can be given this voice: nobody could act for the names that would stand over it."""

    code = "voice_not_offered"
    field = "voice"


class ClockDoubted(Refusal):
    """The clock is off, so that nobody knows whether a deadline has passed."""

    code = "clock_doubted"


class ShortNotice(Refusal):
    """A ballot that closes so soon needs a reason."""

    code = "short_notice"
    field = "short_notice"


class NothingOnTheTable(Refusal):
    """A ballot needs a version with an edition, after the consultations that the procedure asks for. Facts: needs."""

    code = "nothing_on_the_table"


class EditionIncomplete(Refusal):
    """An edition lacks paragraphs of the original: nobody can decide on it. Facts: language."""

    code = "edition_incomplete"
    field = "languages"


class DigestMismatch(Refusal):
    """The stored text no longer gives the digest that was approved: nothing may go out. Facts: language."""

    code = "digest_mismatch"


class AlreadyDone(Refusal):
    """It has been done before and cannot be done twice. Facts: what."""

    code = "already_done"


class FormSpent(Refusal):
    """The form was sent before, with other words or to be kept and not sent: these are new, and wait to be sent."""

    code = "form_spent"


class LinkSpent(Refusal):
    """A link of a mail was used, ran out, or never was ours."""

    code = "link_spent"


class UnknownChoice(Refusal):
    """Something was chosen that is not there to be chosen: gone, suspended, or hidden from the one who chose."""

    code = "unknown_choice"


class ChoiceNeeded(Refusal):
    """At least one must be chosen."""

    code = "choice_needed"


class ParagraphGone(Refusal):
    """The version on the table has no such paragraph."""

    code = "paragraph_gone"


class NothingWritten(Refusal):
    """Something without a word. Facts: change (of an amendment without the words that it proposes)."""

    code = "nothing_written"
    field = "body"


class ItemWithdrawn(Refusal):
    """The item was withdrawn by its organisation. Facts: reference."""

    code = "item_withdrawn"


class StaleItem(Refusal):
    """A colleague changed this item since the form was opened. Facts: seen (the sign of the newest text)."""

    code = "stale_item"


class NobodyTakesPart(Refusal):
    """A consultation needs at least one organisation that takes part."""

    code = "nobody_takes_part"
    field = "organisations"


class NotIssued(Refusal):
    """The draft has changes that no version holds yet; a further consultation needs them issued first."""

    code = "not_issued"


class OutOfRange(Refusal):
    """A number is smaller or larger than makes sense. Facts: least, most."""

    code = "out_of_range"


class SignInRefused(Refusal):
    """Address and password do not belong together; which of the two is wrong is never said."""

    code = "sign_in_refused"


class TooManyTries(Refusal):
    """A limit on tries is used up for now. Facts: minutes (until the next try)."""

    code = "too_many_tries"


class WrongPassword(Refusal):
    """The present password, asked for again, is another."""

    code = "wrong_password"
    field = "present"


class PasswordRefused(Refusal):
    """A password that is too easy to guess. Facts: reason (short, long, easy), limit (characters)."""

    code = "password_refused"
    field = "password"


class AddressRefused(Refusal):
    """Not an e-mail address that a mail can be sent to."""

    code = "address_refused"
    field = "email"


class AddressTaken(Refusal):
    """The e-mail address belongs to another person."""

    code = "address_taken"
    field = "email"


class NameRefused(Refusal):
    """A name that nobody may bear. Facts: reason (empty, hidden, reserved)."""

    code = "name_refused"
    field = "name"


class NameTaken(Refusal):
    """Another member has this name, or one that cannot be told from it."""

    code = "name_taken"
    field = "name"


class LastOfSecretariat(Refusal):
    """The last person of the secretariat cannot be removed: nobody could let anybody in again."""

    code = "last_of_secretariat"


class ImportRefused(Refusal):
    """Nothing of a list was taken. Facts: problems (pairs of the line's number and the Refusal)."""

    code = "import_refused"
    field = "file"


class StaleDisposition(Refusal):
    """Another penholder dealt with these items since the form was opened. Facts: refs."""

    code = "stale_disposition"


class StaleConsolidation(Refusal):
    """The text that would be issued is another one than the form showed."""

    code = "stale_consolidation"


class WordsNeeded(Refusal):
    """Accepting in part needs the words that are taken. Facts: refs."""

    code = "words_needed"
    field = "taken"
