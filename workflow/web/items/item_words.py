"""What the form of an item says: who will read it, what its button sends, and why nothing is taken."""

from flask import Blueprint
from flask_babel import gettext

from workflow.queries.shared.standing import Standing
from workflow.rules.shared.lifecycle import Stage
from workflow.web.items.item_forms import ItemForm
from workflow.web.items.item_pages import ItemPage


def init(blueprint: Blueprint) -> None:
    """Give the templates of the form these words."""
    for each in (readers_sentence, send_words, late_sentence, refusal_of_comments):
        blueprint.add_app_template_global(each)


def readers_sentence(item_page: ItemPage) -> str:
    """Who will see what is written."""
    if item_page.item and item_page.item.private and "private" not in item_page.form:
        return gettext("Only your organisation and the penholder see this.")
    return gettext("The penholder and everyone who takes part see this. Write one or two sentences.")


def send_words(form: ItemForm, is_sent: bool) -> str:
    """What the button says. is_sent: the item is there already."""
    if is_sent:
        return gettext("Save the change")
    if len(form.kinds) > 1:
        return gettext("Send the comment or amendment")
    return gettext("Send the comment") if form.is_comment else gettext("Send the amendment")


def late_sentence(is_written: bool) -> str:
    """That a late comment is taken. is_written: there are words for one already."""
    if is_written:
        return gettext(
            "You can still send this as a late comment, which is marked as late and answered like the "
            "others. An amendment is sent as a comment with the words that you propose."
        )
    return gettext(
        "You can still send a late comment, which is marked as late and answered like the others. An "
        "amendment is sent as a comment with the words that you propose."
    )


def refusal_of_comments(standing: Standing) -> str:
    """Why no comment is taken any more."""
    sentences = {
        Stage.DECISION: gettext("A ballot on this text is open. You can comment again if the text is not adopted."),
        Stage.ADOPTED: gettext("The statement is adopted, so it is closed to comments."),
        Stage.PUBLISHED: gettext("The statement is published, so it is closed to comments."),
        Stage.ABANDONED: gettext("The draft was abandoned, so it is closed to comments."),
    }
    otherwise = gettext("Only organisations that take part in the consultation can send late comments.")
    return sentences.get(standing.stage, otherwise)
