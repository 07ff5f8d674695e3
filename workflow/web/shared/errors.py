"""A refusal becomes a status and a sentence here, and nowhere else."""

import logging
import secrets
import traceback
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import HTTPException

from workflow.rules.shared.errors import NotFound, Refusal
from workflow.text.inline import plain
from workflow.web.shared import kept_words
from workflow.web.shared.locale import join_words, language_name
from workflow.web.shared.marks import name_of_version_in
from workflow.web.shared.moments import deadline, moment
from workflow.web.shared.statuses import of_status

log = logging.getLogger(__name__)


class Refusals(Protocol):
    """What the refusals of one subject say: by their codes, and by the reasons among their facts."""

    @property
    def STATUS(self) -> Mapping[str, int]: ...
    @property
    def SENTENCES(self) -> Mapping[str, Callable[[Mapping[str, Any]], str]]: ...
    @property
    def REASONS(self) -> Mapping[str, Callable[[], str]]: ...


def add_refusals(*subjects: Refusals) -> None:
    """Have the sentences of these subjects said too; the roof names them, so that no subject is known here."""
    for subject in subjects:
        STATUS.update(subject.STATUS)
        SENTENCES.update(subject.SENTENCES)
        REASONS.update(subject.REASONS)


STATUS: dict[str, int] = {
    "not_found": 404,
    "not_allowed": 403,
    "wrong_stage": 409,
    "stale_version": 409,
    "stale_draft": 409,
    "stale_disposition": 409,
    "stale_consolidation": 409,
    "consultation_closed": 409,
    "ballot_closed": 409,
    "stale_position": 409,
    "already_done": 409,
    "stale_embargo": 409,
    "clock_doubted": 503,
    "digest_mismatch": 409,
    "link_spent": 410,
}


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal; 422 where what was typed is to be put right."""
    return STATUS.get(refusal.code, 422)


def sentence(refusal: Refusal) -> str:
    """What a refusal says in the reader's language: what happened, and what to do."""
    return SENTENCES.get(refusal.code, _unknown)(refusal.facts)


def _unknown(facts: Mapping[str, Any]) -> str:
    return gettext("This cannot be done now. Reload the page and try again.")


def _not_allowed(facts: Mapping[str, Any]) -> str:
    return gettext("Your role does not allow this at this stage.")


def _wrong_stage(facts: Mapping[str, Any]) -> str:
    return gettext("The statement has moved to another stage. Check the statement before you continue.")


def _stale_version(facts: Mapping[str, Any]) -> str:
    return gettext(
        "Version %(number)s was issued while you were writing. Check the change, then send or discard your words.",
        number=name_of_version_in(facts, "current"),
    )


def _stale_draft(facts: Mapping[str, Any]) -> str:
    return gettext(
        "Someone saved this text while you were writing. Your words are below, beside the other person’s words."
    )


def _consultation_closed(facts: Mapping[str, Any]) -> str:
    at = facts.get("closed_at")
    if at is None:
        return gettext("This consultation is closed.")
    return gettext("This consultation closed %(when)s.", when=moment(at))


def _ballot_closed(facts: Mapping[str, Any]) -> str:
    return gettext("The ballot was decided before your position arrived, so your position was not recorded.")


def _stale_position(facts: Mapping[str, Any]) -> str:
    return gettext("A colleague has changed the position of your organisation. Check that position, then record yours.")


def _words_not_found(facts: Mapping[str, Any]) -> str:
    if facts.get("closest"):
        return gettext(
            "These words are not in the paragraph. The paragraph says “%(closest)s”.", closest=facts["closest"]
        )
    return gettext("These words are not in the paragraph. Copy them from the text above.")


def _words_found_twice(facts: Mapping[str, Any]) -> str:
    return ngettext(
        "These words occur %(num)s time in the paragraph. Copy a few more words next to them.",
        "These words occur %(num)s times in the paragraph. Copy a few more words next to them.",
        facts.get("count", 2),
    )


def _words_cut(facts: Mapping[str, Any]) -> str:
    return gettext(
        "Your selection cut a word. It was widened to whole words: “%(words)s”. "
        "Look whether the words that you propose stand well in their place, then send again.",
        words=plain(str(facts.get("whole", ""))),
    )


def _reason_needed(facts: Mapping[str, Any]) -> str:
    return gettext("Give a reason.")


def _nothing_changed(facts: Mapping[str, Any]) -> str:
    if facts.get("what") == "version":
        return gettext(
            "Nothing has changed since the last version: neither the text nor any answer. There is nothing to issue."
        )
    if facts.get("what") == "embargo":
        return _embargo_unchanged(facts)
    return gettext("The words you propose are already in the text. Change your words, or send a comment.")


def _embargo_unchanged(facts: Mapping[str, Any]) -> str:
    if not facts.get("until"):
        return gettext("Nothing was changed: write the day and the time until which nothing goes out.")
    if facts.get("is_empty"):
        return gettext("Nothing was changed: an empty field ends no embargo. Ending it early has a button of its own.")
    return gettext("Nothing was changed: choose another time than %(when)s.", when=moment(facts["until"]))


def _stale_embargo(facts: Mapping[str, Any]) -> str:
    if until := facts.get("until"):
        return gettext(
            "The embargo was changed while this page was open: nothing goes out before %(when)s now. "
            "Nothing was done; look at it, then send this again if you still want it.",
            when=moment(until),
        )
    return gettext("The embargo was ended while this page was open. Nothing was done.")


def _earlier_embargo(facts: Mapping[str, Any]) -> str:
    return gettext("An earlier time than the embargo's needs a reason, on a page of its own.")


def _voice_not_offered(facts: Mapping[str, Any]) -> str:
    return gettext(
        "A statement cannot speak in the name of organisations that sign it or are named in it: they cannot say yet "
        "that they agree. It can speak in the name of the coalition."
    )


def _clock_doubted(facts: Mapping[str, Any]) -> str:
    return gettext(
        "The clock of the service has to be set right first: nobody can tell whether the deadline has passed. "
        "Nothing was recorded. Tell the secretariat, and send this again later."
    )


def _stale_disposition(facts: Mapping[str, Any]) -> str:
    return gettext(
        "Another penholder answered %(refs)s while you were writing. Nothing was saved. That answer is shown "
        "beside yours; save again to replace it with yours.",
        refs=join_words(facts.get("refs", ())),
    )


def _stale_consolidation(facts: Mapping[str, Any]) -> str:
    return gettext(
        "The text or an answer has changed since you opened this page. Check what is below, then issue the version."
    )


def _words_needed(facts: Mapping[str, Any]) -> str:
    return gettext("Write the words that you accept.")


def _not_dealt_with(facts: Mapping[str, Any]) -> str:
    return ngettext(
        "%(num)s point has no answer yet: %(refs)s.",
        "%(num)s points have no answer yet: %(refs)s.",
        facts.get("count", 1),
        refs=join_words(facts.get("refs", ())),
    )


def _over_length(facts: Mapping[str, Any]) -> str:
    return ngettext(
        "Use at most %(num)s character.",
        "Use at most %(num)s characters.",
        facts.get("limit", 0),
    )


def _too_many_blocks(facts: Mapping[str, Any]) -> str:
    return ngettext(
        "With this the text would have %(num)s paragraph, headings and list items counted in. "
        "It may have at most %(limit)s.",
        "With this the text would have %(num)s paragraphs, headings and list items counted in. "
        "It may have at most %(limit)s.",
        facts.get("count", 0),
        limit=facts.get("limit", 0),
    )


def _moment_past(facts: Mapping[str, Any]) -> str:
    if present := facts.get("closes_at"):
        return gettext("Choose a time after the current deadline, %(when)s.", when=deadline(present))
    return gettext("Choose a time in the future.")


def _too_far_ahead(facts: Mapping[str, Any]) -> str:
    return gettext(
        "An embargo may last two years at most. Choose a time before %(when)s.", when=moment(facts["latest"])
    )


def _nothing_on_the_table(facts: Mapping[str, Any]) -> str:
    return gettext(
        "The Committee cannot decide yet. First hold the consultations that the procedure requires and issue a "
        "version with an edition."
    )


def _edition_incomplete(facts: Mapping[str, Any]) -> str:
    return gettext(
        "Paragraphs are missing in the edition in %(language)s. Complete the edition and issue a version, or leave "
        "this edition out.",
        language=language_name(str(facts.get("language"))),
    )


def _digest_mismatch(facts: Mapping[str, Any]) -> str:
    return gettext("The stored text is not the text that was approved, so nothing was published. Tell the secretariat.")


def _already_done(facts: Mapping[str, Any]) -> str:
    if facts.get("what") == "removal":
        return gettext("This person was removed before.")
    return gettext("This has already been done.")


def _link_spent(facts: Mapping[str, Any]) -> str:
    return gettext("This link has been used or has expired. Ask for a new link.")


def _unknown_choice(facts: Mapping[str, Any]) -> str:
    return gettext("Your choice is no longer available. Choose again.")


def _choice_needed(facts: Mapping[str, Any]) -> str:
    return gettext("Choose at least one.")


def _out_of_range(facts: Mapping[str, Any]) -> str:
    return gettext("Enter a number from %(least)s to %(most)s.", least=facts.get("least"), most=facts.get("most"))


def _text_refused(facts: Mapping[str, Any]) -> str:
    if facts.get("reason") == "forbidden" and facts.get("codes"):
        return gettext(
            "The text contains invisible characters that change how it is read: %(codes)s. Remove these characters.",
            codes=facts["codes"],
        )
    return REASONS.get(str(facts.get("reason")), _unreadable)()


def _unreadable() -> str:
    return gettext("We cannot read this text.")


REASONS: dict[str, Callable[[], str]] = {
    "which_language": lambda: gettext("We could not recognise the language of the text. Choose the language."),
    "binary": lambda: gettext(
        "We cannot read this file. Save the file as plain text or Markdown, then choose it again."
    ),
    "encoding": lambda: gettext(
        "We cannot read the characters of this file. Save the file again with the encoding UTF-8."
    ),
    "too_large": lambda: gettext("This text is larger than 1 MB. Shorten or divide the text."),
    "empty": lambda: gettext("There is no text. Paste a text or choose a file."),
    "forbidden": lambda: gettext(
        "The text contains an invisible character that changes how the text is read. Remove the character."
    ),
    "no_title": lambda: gettext("A statement needs a title."),
    "two_texts": lambda: gettext("You sent a text and a file. Send only one of the two."),
    "no_text": lambda: gettext("There are no words here. Write some words."),
    "paragraphs_differ": lambda: gettext(
        "The whole translation must have as many paragraphs as the original. Nothing was saved; your text is below."
    ),
    "one_paragraph": lambda: gettext("You wrote more than one paragraph. The original has one paragraph here."),
}
SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "not_allowed": _not_allowed,
    "wrong_stage": _wrong_stage,
    "stale_version": _stale_version,
    "stale_draft": _stale_draft,
    "consultation_closed": _consultation_closed,
    "ballot_closed": _ballot_closed,
    "stale_position": _stale_position,
    "words_not_found": _words_not_found,
    "words_found_twice": _words_found_twice,
    "words_cut": _words_cut,
    "reason_needed": _reason_needed,
    "nothing_changed": _nothing_changed,
    "stale_disposition": _stale_disposition,
    "stale_consolidation": _stale_consolidation,
    "words_needed": _words_needed,
    "not_dealt_with": _not_dealt_with,
    "text_refused": _text_refused,
    "over_length": _over_length,
    "too_many_blocks": _too_many_blocks,
    "moment_past": _moment_past,
    "too_far_ahead": _too_far_ahead,
    "stale_embargo": _stale_embargo,
    "earlier_embargo": _earlier_embargo,
    "voice_not_offered": _voice_not_offered,
    "clock_doubted": _clock_doubted,
    "short_notice": lambda _: gettext(
        "The ballot closes in less than 24 hours: give a reason, or choose a later time."
    ),
    "nothing_on_the_table": _nothing_on_the_table,
    "edition_incomplete": _edition_incomplete,
    "digest_mismatch": _digest_mismatch,
    "already_done": _already_done,
    "link_spent": _link_spent,
    "unknown_choice": _unknown_choice,
    "choice_needed": _choice_needed,
    "out_of_range": _out_of_range,
}


def init(app: Flask) -> None:
    """Answer every refusal and every fault with a page that says what happened and what to do."""
    app.register_error_handler(Refusal, _answer_refusal)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, fault)


def _answer_refusal(refusal: Refusal) -> ResponseReturnValue:
    if isinstance(refusal, NotFound):
        return render_template("shared/missing.html", words=words_back()), 404
    return render_template("shared/refused.html", sentence=sentence(refusal), words=words_back()), status_of(refusal)


def words_back() -> list[str]:
    """What the refused form brought: a page that can take it no longer gives it back to its writer."""
    brought = kept_words.words_posted() if request.method == "POST" else None
    return brought.words if brought else []


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    if error.code == 404:
        return render_template("shared/missing.html"), 404
    return render_template("shared/refused.html", sentence=of_status(error.code)), error.code


def fault(error: Exception) -> ResponseReturnValue:
    """The page of what nobody foresaw, with a number that the log has too."""
    number = secrets.token_hex(3).upper()
    # Where and what kind, never the message or the path: they hold values, and a value may be somebody's name.
    trace = "".join(traceback.format_tb(error.__traceback__))
    log.error("fault %s: %s in %s\n%s", number, type(error).__name__, request.endpoint, trace)
    return render_template("shared/fault.html", number=number, words=words_back()), 500
