"""What the refusals of the consolidation desk say; web/shared/errors.py has the others."""

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
        "private": gettext("%(other)s is for the penholder only and is never cited. Choose another one.", other=other),
        "open": gettext("%(other)s is not accepted. Accept it first, or in the same form.", other=other),
    }.get(str(facts.get("reason")), gettext("There is no amendment %(other)s.", other=other))


def _others_rely(facts: Facts) -> str:
    others = facts.get("others", ())
    return ngettext(
        "%(others)s is answered as overtaken by %(refs)s. Give it another answer first.",
        "%(others)s are answered as overtaken by %(refs)s. Give them another answer first.",
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
        return gettext("The edition in %(language)s leaves words open in [square brackets].", language=language)
    return ngettext(
        "The edition in %(language)s leaves words open in [square brackets], in paragraph %(numbers)s.",
        "The edition in %(language)s leaves words open in [square brackets], in paragraphs %(numbers)s.",
        len(places),
        language=language,
        numbers=join_words(places),
    )


def _open_title(language: str, places: Sequence[str]) -> str:
    if not places:
        return gettext(
            "The edition in %(language)s leaves words open in [square brackets], in its title.", language=language
        )
    return ngettext(
        "The edition in %(language)s leaves words open in [square brackets], in its title and in paragraph "
        "%(numbers)s.",
        "The edition in %(language)s leaves words open in [square brackets], in its title and in paragraphs "
        "%(numbers)s.",
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
                "%(refs)s is accepted, and the text does not say it. Write it in by hand, or answer it otherwise.",
                "%(refs)s are accepted, and the text does not say them. Write them in by hand, or answer them "
                "otherwise.",
                len(accepted),
                refs=join_words(accepted),
            )
        )
    if alike:
        said.append(
            ngettext(
                "%(refs)s is accepted, and the text has a paragraph like it that is not the same or stands elsewhere. "
                "Write it as proposed in its place, or answer it in part.",
                "%(refs)s are accepted, and the text has paragraphs like them that are not the same or stand "
                "elsewhere. Write them as proposed in their place, or answer them in part.",
                len(alike),
                refs=join_words(alike),
            )
        )
    if moved:
        said.append(
            ngettext(
                "%(refs)s is accepted, and its paragraph does not stand where it was to be moved. Move it by hand, or "
                "answer it otherwise.",
                "%(refs)s are accepted, and their paragraphs do not stand where they were to be moved. Move them by "
                "hand, or answer them otherwise.",
                len(moved),
                refs=join_words(moved),
            )
        )
    if refused:
        said.append(
            ngettext(
                "%(refs)s is not accepted, and its words stand open in [square brackets]. Settle the passage by hand, "
                "or answer it otherwise.",
                "%(refs)s are not accepted, and their words stand open in [square brackets]. Settle the passages by "
                "hand, or answer them otherwise.",
                len(refused),
                refs=join_words(refused),
            )
        )
    if open_:
        said.append(
            ngettext(
                "%(refs)s is to stand open in [square brackets], and the text has none with it. Write them in by hand, "
                "or answer it otherwise.",
                "%(refs)s are to stand open in [square brackets], and the text has none with them. Write them in by "
                "hand, or answer them otherwise.",
                len(open_),
                refs=join_words(open_),
            )
        )
    return " ".join(said)


SENTENCES: dict[str, Callable[[Facts], str]] = {
    "clash": conflict_refusals.clash_sentence,
    "other_needed": lambda _: gettext("Choose the amendment that overtook it."),
    "other_refused": _other_refused,
    "others_rely": _others_rely,
    "nothing_in_common": lambda _: gettext(
        "These words share none with the amendment or with those it would replace. "
        "Take words of it, or do not accept it and write the paragraph by hand."
    ),
    "all_taken": lambda _: gettext("These are all the words proposed. Accept it, or take a part of them."),
    "not_in_text": _not_in_text,
    "open_brackets": _open_brackets,
    "passage_changed": lambda _: gettext(
        "Somebody saved the text since you opened the page, and nothing was settled. Look at the passage, then choose."
    ),
    "reworded_since": lambda facts: gettext(
        "The words of %(refs)s were changed since you opened this page. Look at them, then save again.",
        refs=join_references(facts),
    ),
    "stale_group": lambda facts: gettext(
        "Amendments have joined or left the group of %(refs)s since you opened this page. Look at it, then save again.",
        refs=join_references(facts),
    ),
}
STATUS: Mapping[str, int] = dict.fromkeys(("others_rely", "stale_group", "passage_changed", "reworded_since"), 409)
REASONS: Mapping[str, Callable[[], str]] = {}
