"""How the table of responses speaks: on its page, on paper and in files alike."""

from flask_babel import gettext

from workflow.database import about_now
from workflow.queries.consolidation.response_table import Chosen, ResponsePart, ResponseTable
from workflow.queries.consolidation.response_table_lines import ResponseLine
from workflow.queries.shared.standing import Standing
from workflow.rules.items.kinds import KINDS
from workflow.text.document import plain
from workflow.web.items.kinds import kind_name
from workflow.web.shared.frame import disposition_tag, no_words_needed, said_anyway
from workflow.web.shared.locale import join_words
from workflow.web.shared.marks import mark_of, name_of_version, version_name
from workflow.web.shared.moments import day
from workflow.web.shared.plain_names import plain_name

_BRIEF = 60


def names(line: ResponseLine) -> str:
    """All in whose name an item is made."""
    return join_words(plain_name(who) for who in line.who)


def kind(line: ResponseLine) -> str:
    """What an item is."""
    return kind_name(line)


def outcome(line: ResponseLine) -> str:
    """What became of it."""
    return disposition_tag(line.outcome, line.other)[2]


def place(line: ResponseLine, standing: Standing) -> str:
    """What an item is about, and in which version."""
    version = name_of_version(standing, line.made_on)
    if KINDS[line.kind].is_about_title:
        return str(gettext("The title of version %(number)s", number=version))
    if line.number is not None:
        return str(gettext("Paragraph %(number)s of version %(version)s", number=line.number, version=version))
    if line.block is not None:
        return str(gettext("A passage of version %(number)s", number=version))
    return str(gettext("The text of version %(number)s", number=version))


def remarks(line: ResponseLine, standing: Standing) -> list[str]:
    """What else is to be known of an item."""
    late = [str(gettext("Late"))] if line.late else []
    private = [str(gettext("For the penholder only"))] if line.private else []
    lapsed = [str(gettext("An earlier answer no longer applies"))] if line.lapsed else []
    no_words = [no_words_needed()] if line.needs_no_words else []
    anyway = [said_anyway()] if line.said_anyway else []
    return late + private + lapsed + no_words + anyway + ([again(line, standing)] if line.again else [])


def again(line: ResponseLine, standing: Standing) -> str:
    """With which version an item was answered anew."""
    return str(gettext("Answered again in version %(number)s", number=name_of_version(standing, line.again)))


def heading(part: ResponsePart, found: ResponseTable) -> str:
    """What stands over items that stand together."""
    if part.who is not None:
        return plain_name(part.who.who)
    if part.place == "paragraph":
        number = found.places.number(max(found.places.numbers), part.block)
        if number is not None:
            return str(gettext("Paragraph %(number)s", number=number))
        words = plain(found.places.words(part.block))
        return words if len(words) <= _BRIEF else words[:_BRIEF].rsplit(" ", 1)[0] + " …"
    return {
        "title": str(gettext("On the title")),
        "text": str(gettext("On the whole text")),
        "gone": str(gettext("On paragraphs that are no longer in the text")),
    }[part.place]


def objections_heading() -> str:
    """What stands over the objections."""
    return str(gettext("Objections to ballots that did not adopt the text"))


def objection_name() -> str:
    """What one is, where others stand beside it."""
    return str(gettext("Objection"))


def holds_names() -> str:
    """What a file with the names of protected organisations says of itself."""
    return str(gettext("With the names of protected organisations: for the secretariat alone"))


def above(standing: Standing, found: ResponseTable, chosen: Chosen, *, with_names: bool = False) -> list[str]:
    """What a file or a sheet of paper says over the table of responses: of what, how it may be handled, what was
    chosen, when.
    """
    said = [holds_names()] if with_names else []
    said += [
        f"{standing.reference} · {mark_of(standing, standing.version) or version_name(standing, standing.version or 1)}"
    ]
    said.append(gettext("Table of responses, as of %(day)s", day=day(about_now())))
    if limits := chosen_words(standing, found, chosen):
        said.append(gettext("Only: %(choices)s", choices=join_words(limits)))
    return said


def chosen_words(standing: Standing, found: ResponseTable, chosen: Chosen) -> list[str]:
    """What was chosen of the table of responses, each in a few words."""
    said = []
    if chosen.version is not None:
        said.append(version_name(standing, chosen.version))
    if chosen.outcome is not None:
        said.append(disposition_tag(chosen.outcome)[2])
    if chosen.amends is not None:
        said.append(gettext("Amendments") if chosen.amends else gettext("Comments"))
    if chosen.organisation:
        said += [plain_name(each.who) for each in found.organisations if each.address == chosen.organisation]
    return said
