"""What is refused about ballots and positions; rules/shared/refusals.py says what a refusal is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.rules.shared.refusals import Refusal
from workflow.rules.shared.sentences import N_, Language, N_n, Sentence


class StalePosition(Refusal):
    """The organisation's position was changed since this form was shown."""

    status = 409
    field = "stance"
    sentence = N_("A colleague has changed the position of your organisation. Check that position, then record yours.")


class BallotClosed(Refusal):
    """The decision was settled before this arrived."""

    status = 409
    sentence = N_("The ballot was decided before your position arrived, so your position was not recorded.")


@dataclass(eq=False)
class InvitedSince(Refusal):
    """The person was invited after the ballot opened: who acts in it was settled then."""

    opened_at: datetime
    status = 403
    sentence = N_(
        "This ballot opened %(when)s, before you were invited: a colleague who was there then takes or confirms the "
        "position of your organisation.",
        when="opened_at",
    )


@dataclass(eq=False)
class TakenBackByNewcomer(Refusal):
    """Whoever was invited after the ballot opened takes no consent back: that would stop the ballot."""

    opened_at: datetime
    status = 403
    sentence = N_(
        "This ballot opened %(when)s, before you were invited: a colleague who was there then can take back the "
        "consent of your organisation.",
        when="opened_at",
    )


class SeatVacated(Refusal):
    """The organisation was in the electorate and has lost its seat since: its seat takes no position any more."""

    status = 403
    sentence = N_("Your organisation no longer holds a seat on the Committee, so it takes no position in this ballot.")


class ProposalGone(Refusal):
    """The position that was to be confirmed is another one, or waits no more."""

    status = 409
    sentence = N_(
        "The position that was entered for your organisation was changed, taken back or decided on after you opened "
        "the page, so nothing was recorded. Check what the page shows now."
    )


class ProposedMeanwhile(Refusal):
    """Another position was entered for the seat since the form was shown."""

    status = 409
    field = "stance"
    sentence = N_(
        "Another position was entered for this organisation after you opened the page, so yours was not entered. "
        "Check that position, then enter yours if it still holds."
    )


class GiverNeeded(Refusal):
    """It is not said who of the member gave the position."""

    field = "given_by"
    sentence = N_("Name the person who gave the position.")


@dataclass(eq=False)
class GivenTooEarly(Refusal):
    """A position that was given before the ballot opened was given on another text, or on none."""

    opened_at: datetime
    field = "given_at"
    sentence = N_(
        "The ballot opened %(when)s. A position that was given before is not on this ballot: ask the member again.",
        when="opened_at",
    )


class GivenInFuture(Refusal):
    """Nobody can have given a position at a moment that lies ahead."""

    field = "given_at"
    sentence = N_("Enter when the position was given. That time has not come yet.")


@dataclass(eq=False)
class ShortNotice(Refusal):
    """A ballot that closes sooner than the procedure has it needs a reason."""

    hours: int
    field = "short_notice"
    sentence = N_n(
        "The ballot closes in less than %(num)s hour: give a reason, or choose a later time.",
        "The ballot closes in less than %(num)s hours: give a reason, or choose a later time.",
        "hours",
    )


@dataclass(eq=False)
class TooFewSeats(Refusal):
    """With this recusal fewer seats would remain than may decide."""

    fewest: int
    field = "stance"
    sentence = N_n(
        "If your organisation were recused too, fewer than %(num)s seat would remain to decide. Take another position, "
        "or ask the secretariat to stop the ballot.",
        "If your organisation were recused too, fewer than %(num)s seats would remain to decide. Take another "
        "position, or ask the secretariat to stop the ballot.",
        "fewest",
    )


class SameText(Refusal):
    """The very words that were not adopted are put again: that needs a reason for all to read."""

    field = "same_text"
    sentence = N_(
        "In the last ballot the Committee did not adopt exactly these words. Give a reason for "
        "deciding on the same words again, or change the text first."
    )


@dataclass(eq=False)
class StaleBallot(Refusal):
    """A colleague has steered the ballot since this form was shown."""

    closes_at: datetime
    status = 409
    field = "closes_at"
    sentence = N_(
        "Someone else changed the ballot while this page was open: the ballot now closes "
        "%(when)s. Your change was not recorded.",
        when="closes_at",
    )


class BallotEnded(Refusal):
    """The ballot was decided, stopped, or has reached its deadline: it can no longer be steered."""

    status = 409
    sentence = N_("The ballot has ended, so nothing was changed.")


@dataclass(eq=False)
class NotLater(Refusal):
    """A ballot can be extended, never shortened."""

    closes_at: datetime
    field = "closes_at"
    sentence = N_(
        "The ballot closes %(when)s. Choose a later time: a ballot cannot be shortened.",
        when="closes_at",
    )


class NobodyMissing(Refusal):
    """Every seat that can take a position has taken one."""

    status = 409
    sentence = N_("Every seat that can take a position has taken one. No one was reminded.")


class NothingOnTheTable(Refusal):
    """A ballot needs a version with an edition and seats, after the consultations that the procedure asks for."""

    sentence = N_(
        "The Committee cannot decide yet. First hold the consultations that the procedure requires and issue a "
        "version with an edition."
    )


@dataclass(eq=False)
class EditionIncomplete(Refusal):
    """An edition lacks paragraphs of the original: nobody can decide on it."""

    language: Language
    field = "languages"
    sentence = N_(
        "Paragraphs are missing in the edition in %(language)s. Complete the edition and issue a version, or leave "
        "this edition out."
    )


@dataclass(eq=False)
class OpenBrackets(Refusal):
    """The text holds alternatives in square brackets: it cannot be decided on.

    places: numbers of paragraphs, 0 for one that has none. title: whether some stand in it. original: whether the other
    editions translate it.
    """

    language: Language
    count: int
    places: Sequence[int]
    title: bool
    original: bool
    field = "languages"

    @property
    def numbers(self) -> list[int]:
        """The numbers of the paragraphs that have one."""
        return [place for place in self.places if place]

    @property
    def sentence(self) -> tuple[Sentence, ...]:
        if self.original:
            return self._where, N_("Settle the open words, then issue a version.")
        return self._where, N_("Settle the open words and issue a version, or leave this edition out.")

    @property
    def _where(self) -> Sentence:
        if self.title and self.numbers:
            return N_n(
                "The edition in %(language)s has open words in [square brackets], in its title and in paragraph "
                "%(numbers)s.",
                "The edition in %(language)s has open words in [square brackets], in its title and in paragraphs "
                "%(numbers)s.",
                "numbers",
            )
        if self.title:
            return N_("The edition in %(language)s has open words in [square brackets], in its title.")
        if not self.numbers:
            return N_("The edition in %(language)s has open words in [square brackets].")
        return N_n(
            "The edition in %(language)s has open words in [square brackets], in paragraph %(numbers)s.",
            "The edition in %(language)s has open words in [square brackets], in paragraphs %(numbers)s.",
            "numbers",
        )


@dataclass(eq=False)
class ConsentMissing(Refusal):
    """Members that are to be named have not said yes to this very mandate. members: their names."""

    members: Sequence[str]
    status = 409
    field = "named"
    sentence = N_n(
        "%(members)s has not agreed to be named with exactly this text and these terms. Ask the named members, wait "
        "for the answer, or take that member off the list in the settings.",
        "%(members)s have not agreed to be named with exactly this text and these terms. Ask the named members, wait "
        "for the answers, or take those members off the list in the settings.",
        "members",
    )


class NotNameable(Refusal):
    """Of the members on the list some can be named no longer: protected or suspended since. Which, is not said."""

    status = 409
    field = "named"
    sentence = N_(
        "The list of named members holds one that cannot be named any more. Choose the named members again in the "
        "settings."
    )


class NobodyNamed(Refusal):
    """There is nobody to ask: the statement names no members."""

    field = "named"
    sentence = N_("This statement names no members. Choose the members in the settings first.")


class ConsentAsked(Refusal):
    """The named members were asked on this very mandate already."""

    status = 409
    field = "named"
    sentence = N_(
        "The named members were asked about exactly this text and these terms already. Wait for their answers."
    )


class ConsentLapsed(Refusal):
    """The mandate on which the member was asked is not the one that would be put to a decision any more."""

    status = 409
    sentence = N_(
        "The text, the names or the terms were changed after you were asked, so your answer was not recorded. The "
        "penholder has to ask you again."
    )


class Unnameable(Refusal):
    """A protected organisation is named nowhere, so it has nothing to agree to."""

    status = 409
    sentence = N_("Your organisation is protected and is named nowhere, so there is nothing to agree to.")


class NameBound(Refusal):
    """The statement was adopted with the name: it is not taken off it by its bearer alone any more."""

    status = 409
    sentence = N_(
        "The statement was adopted with the name of your organisation, so the answer cannot be changed here. Ask the "
        "secretariat to hold the statement before it is published."
    )


class WhyNeeded(Refusal):
    """An objection says why."""

    field = "why"
    sentence = N_("Say why your organisation objects.")


class ObjectionsUnanswered(Refusal):
    """A further ballot needs an answer to each objection to the ballot before. refs: of those without one."""

    sentence = N_n(
        "%(num)s objection to the last ballot has no answer yet: %(refs)s. Answer the objection first.",
        "%(num)s objections to the last ballot have no answer yet: %(refs)s. Answer these objections first.",
        "refs",
    )


class AnswerReasonNeeded(Refusal):
    """An objection that is not met in full gets a reason. refs: of these."""

    field = "reason"
    sentence = N_("Give the reason. The organisation that objected reads it, and so do all members.")


class StaleObjectionAnswer(Refusal):
    """Another penholder answered these objections since the form was shown."""

    status = 409
    sentence = N_(
        "Someone else answered %(refs)s while you were writing. Nothing was saved. That answer is shown beside yours; "
        "save again to replace it with yours."
    )
