"""What is refused about members, people and passwords; rules/shared/refusals.py says what a refusal is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from workflow.rules.people.roll import SecondFault
from workflow.rules.shared.refusals import AlreadyDone, Refusal
from workflow.rules.shared.sentences import N_, N_n, Sentence


class SignInRefused(Refusal):
    """Address and password do not belong together; which of the two is wrong is never said."""

    sentence = N_(
        "The email address and the password do not match. Check both, or ask for a link to choose a new password."
    )


@dataclass(eq=False)
class TooManyTries(Refusal):
    """A limit on tries is used up for now. minutes: until the next try."""

    minutes: int
    status = 429
    sentence = N_n(
        "Too many tries. Try again in %(num)s minute, or ask for a link to choose a new password.",
        "Too many tries. Try again in %(num)s minutes, or ask for a link to choose a new password.",
        "minutes",
    )


class LinkSpent(Refusal):
    """A link of a mail was used, ran out, or never was ours."""

    status = 410
    sentence = N_("This link has been used or has expired. Ask for a new link.")


class WrongPassword(Refusal):
    """The present password, asked for again, is another."""

    field = "present"
    sentence = N_("This is not your current password.")


@dataclass(eq=False)
class PasswordRefused(Refusal):
    """A password that is too easy to guess, or too long. limit: in characters."""

    reason: Literal["short", "long", "easy"]
    limit: int = 0
    field = "password"

    @property
    def sentence(self) -> Sentence:
        if self.reason == "short":
            return N_n(
                "Choose a password of at least %(num)s character. A few words in a row are easy to remember.",
                "Choose a password of at least %(num)s characters. A few words in a row are easy to remember.",
                "limit",
            )
        if self.reason == "long":
            return N_n(
                "A password may have at most %(num)s character.",
                "A password may have at most %(num)s characters.",
                "limit",
            )
        return N_("This password is easy to guess. Choose other words.")


class AddressRefused(Refusal):
    """Not an e-mail address that a mail can be sent to."""

    field = "email"
    sentence = N_("This is not an email address. Write an address like this: name@organisation.org.")


class AddressTaken(Refusal):
    """The e-mail address belongs to another person."""

    field = "email"
    sentence = N_("Another person already uses this email address. Enter a different address.")


NameFault = Literal["empty", "hidden", "reserved", "country", "region", "language", "time_zone", "yes_or_no"]


@dataclass(eq=False)
class NameRefused(Refusal):
    """A name that nobody may bear, or a word that is none of those asked for."""

    reason: NameFault
    field = "name"

    @property
    def sentence(self) -> Sentence:
        return _NAMES[self.reason]


_NAMES: Mapping[NameFault, Sentence] = {
    "empty": N_("Give a name."),
    "hidden": N_(
        "The name contains an invisible character, or letters of two alphabets in one word. Correct the name."
    ),
    "reserved": N_("People would take this name for the secretariat or the Committee. Choose another name."),
    "country": N_("Write the country as two letters, such as KE."),
    "region": N_("Use one of these regions: africa, americas, asia-pacific, europe, mena."),
    "language": N_("Use one of these languages: en (English), fr (French), es (Spanish), ar (Arabic)."),
    "time_zone": N_("Choose a time zone from the list."),
    "yes_or_no": N_("Write yes or no, or leave this empty."),
}


class NameTaken(Refusal):
    """Another member has this name, or one that cannot be told from it."""

    field = "name"
    sentence = N_("Another member has this name, or a name that looks the same. Choose another name.")


class ProtectionStays(Refusal):
    """Protection is not taken away by the way, but by an act of its own."""

    status = 409
    field = "protected"
    sentence = N_("To end the protection, use “End protection” and give a reason.")


class SeatStands(Refusal):
    """The roll says already what the change would make of it, or no longer what it would change."""

    status = 409
    sentence = N_("The seat of this organisation is not what it was, so this change no longer fits. Check the roll.")


class SeatChangeWaits(Refusal):
    """Somebody else has asked for the same change."""

    status = 409
    sentence = N_("Someone has already asked for this change. The request waits for a second person.")


class SeatChangeOver(Refusal):
    """The request was confirmed, refused or taken back before."""

    status = 409
    sentence = N_("Someone has already answered this request. The history on the page of the Committee says how.")


class SeatChangeLapsed(Refusal):
    """Nobody confirmed the request in its time."""

    status = 409
    sentence = N_("No second person confirmed this request within 24 hours, so the request has lapsed. Ask again.")


class AskerGone(Refusal):
    """Who asked was removed since: nobody stands for the request any more."""

    status = 409
    sentence = N_("The person who asked for this change was removed, so no one can confirm the request. Refuse it.")


@dataclass(eq=False)
class SecondRefused(Refusal):
    """The person may not answer this request in this way."""

    reason: SecondFault
    status = 403

    @property
    def is_asked_of_others(self) -> bool:
        """Whether the person is none of those who are asked at all: no button of theirs leads to it."""
        return self.reason == "not_yours"

    @property
    def sentence(self) -> Sentence:
        return _SECONDS[self.reason]


_SECONDS: Mapping[SecondFault, Sentence] = {
    "own": N_("You asked for this change, so another person has to confirm or refuse it. You can take it back."),
    "not_own": N_("Only the person who asked for this change can take the request back."),
    "too_new": N_("You joined less than seven days ago, so you cannot confirm or refuse a change of the roll yet."),
    "concerned": N_("This change is about the seat of your organisation, so another organisation has to confirm it."),
    "not_yours": N_("Another person of the secretariat confirms or refuses this change."),
}


class LastOfSecretariat(Refusal):
    """The last person of the secretariat cannot be removed: nobody could let anybody in again."""

    status = 409
    sentence = N_("This is the last person of the secretariat who can sign in. Invite another person first.")


class RemovedBefore(AlreadyDone):
    """The person was removed already."""

    sentence = N_("This person has already been removed.")


@dataclass(eq=False)
class ColumnsRefused(Refusal):
    """The first line of a list lacks the name, or names an unknown column or one twice. columns: all that there are."""

    columns: str
    field = "file"
    sentence = N_("The first line must name the columns: %(columns)s.")


class LinesDiffer(Refusal):
    """Two lines of a list say different things of one organisation."""

    sentence = N_("An earlier line says something else about the same organisation. Make the two lines agree.")


@dataclass(eq=False)
class ImportRefused(Refusal):
    """Nothing of a list was taken. problems: each with its line's number."""

    problems: Sequence[tuple[int, Refusal]]
    field = "file"
    sentence = N_n(
        "%(num)s line needs a correction. Nothing in the list was imported.",
        "%(num)s lines need a correction. Nothing in the list was imported.",
        "problems",
    )
