"""What the refusals of the consolidation say; web/shared/errors.py has the others."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext, ngettext

from workflow.web.consolidation import conflict_refusals
from workflow.web.shared.locale import join_words, language_name
from workflow.web.statements.base_refusals import join_references

Facts = Mapping[str, Any]


def _other_refused(facts: Facts) -> str:
    other = facts.get("other", "")
    return {
        "itself": gettext("An amendment cannot be overtaken by itself."),
        "private": gettext(
            "%(other)s is for the penholder only, so other organisations must not see its reference. Choose "
            "another amendment.",
            other=other,
        ),
        "open": gettext("%(other)s is not accepted. Accept that amendment first, or in the same form.", other=other),
    }.get(str(facts.get("reason")), gettext("There is no amendment %(other)s.", other=other))


def _others_rely(facts: Facts) -> str:
    others = facts.get("others", ())
    return ngettext(
        "Your answer to %(others)s is “overtaken by %(refs)s”. Change that answer first.",
        "Your answers to %(others)s are “overtaken by %(refs)s”. Change those answers first.",
        len(others),
        others=join_words(others),
        refs=join_references(facts),
    )


def _open_brackets(facts: Facts) -> str:
    """Where the edition is open, and what to do: a translation may be left out, the original is what is decided on."""
    places = [str(place) for place in facts.get("places", ()) if place]
    language = language_name(str(facts.get("language")))
    where = _open_title(language, places) if facts.get("title") else _open_text(language, places)
    # Outside the f-string: there the extractor of Python 3.11 sees no call.
    mend = gettext("Settle them and issue a version, or leave the edition out.")
    if facts.get("original"):
        mend = gettext("Settle them and issue a version.")
    return f"{where} {mend}"


def _open_text(language: str, places: Sequence[str]) -> str:
    if not places:
        return gettext("The edition in %(language)s has open words in [square brackets].", language=language)
    return ngettext(
        "The edition in %(language)s has open words in [square brackets], in paragraph %(numbers)s.",
        "The edition in %(language)s has open words in [square brackets], in paragraphs %(numbers)s.",
        len(places),
        language=language,
        numbers=join_words(places),
    )


def _open_title(language: str, places: Sequence[str]) -> str:
    if not places:
        return gettext(
            "The edition in %(language)s has open words in [square brackets], in its title.", language=language
        )
    return ngettext(
        "The edition in %(language)s has open words in [square brackets], in its title and in paragraph %(numbers)s.",
        "The edition in %(language)s has open words in [square brackets], in its title and in paragraphs %(numbers)s.",
        len(places),
        language=language,
        numbers=join_words(places),
    )


def _not_in_text(facts: Facts) -> str:
    accepted, open_, moved, alike = (facts.get(group, ()) for group in ("refs", "open", "moved", "alike"))
    refused = facts.get("refused", ())
    said = []
    if accepted:
        said.append(
            ngettext(
                "%(refs)s is accepted, but the text does not include this change. Edit the text, or change the answer.",
                "%(refs)s are accepted, but the text does not include these changes. Edit the text, or change the "
                "answers.",
                len(accepted),
                refs=join_words(accepted),
            )
        )
    if alike:
        said.append(
            ngettext(
                "%(refs)s is accepted, but a similar paragraph in the text has other words or another place. Write "
                "the paragraph as proposed, in its place, or answer “accept in part”.",
                "%(refs)s are accepted, but similar paragraphs in the text have other words or another place. "
                "Write the paragraphs as proposed, in their place, or answer “accept in part”.",
                len(alike),
                refs=join_words(alike),
            )
        )
    if moved:
        said.append(
            ngettext(
                "%(refs)s is accepted, but its paragraph is not in the place that the amendment asks for. Move the "
                "paragraph, or change the answer.",
                "%(refs)s are accepted, but their paragraphs are not in the places that the amendments ask for. "
                "Move the paragraphs, or change the answers.",
                len(moved),
                refs=join_words(moved),
            )
        )
    if refused:
        said.append(
            ngettext(
                "%(refs)s is not accepted, but its words are still open in [square brackets]. "
                "Edit the passage to settle the words, or change the answer.",
                "%(refs)s are not accepted, but their words are still open in [square brackets]. "
                "Edit the passages to settle the words, or change the answers.",
                len(refused),
                refs=join_words(refused),
            )
        )
    if open_:
        said.append(
            ngettext(
                "%(refs)s should be open in [square brackets], but the text has no brackets for it. Add the "
                "brackets, or change the answer.",
                "%(refs)s should be open in [square brackets], but the text has no brackets for them. Add the "
                "brackets, or change the answers.",
                len(open_),
                refs=join_words(open_),
            )
        )
    return " ".join(said)


SENTENCES: dict[str, Callable[[Facts], str]] = {
    "conflict": conflict_refusals.conflict_sentence,
    "other_needed": lambda _: gettext("Choose the amendment that overtakes this one."),
    "other_refused": _other_refused,
    "others_rely": _others_rely,
    "nothing_in_common": lambda _: gettext(
        "These words are neither in the amendment nor in the words that it would replace. Use words from the "
        "amendment, or choose “do not accept” and edit the paragraph."
    ),
    "all_taken": lambda _: gettext(
        "These are all the proposed words. Choose “accept”, or enter only some of the words."
    ),
    "not_in_text": _not_in_text,
    "open_brackets": _open_brackets,
    "passage_changed": lambda _: gettext(
        "Someone saved the text after you opened this page, so nothing was settled. Check the passage, then choose "
        "again."
    ),
    "reworded_since": lambda facts: gettext(
        "The words of %(refs)s have changed since you opened this page. Check the words, then save again.",
        refs=join_references(facts),
    ),
    "stale_group": lambda facts: gettext(
        "Amendments have joined or left the group of %(refs)s since you opened this page. Check the group, then "
        "save again.",
        refs=join_references(facts),
    ),
}
STATUS: Mapping[str, int] = dict.fromkeys(("others_rely", "stale_group", "passage_changed", "reworded_since"), 409)
REASONS: Mapping[str, Callable[[], str]] = {}
