"""What the versions of a statement are called, and the mark that its drafts bear on every page, mail and export."""

from typing import Any, Protocol

from flask_babel import gettext

from workflow.rules.shared.labels import LabelKind, Labelling, VersionLabel, version_label
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.statements.handling import Handling, is_marked


class HasLabelling(Protocol):
    """Whatever knows how its statement's versions are called: a standing, a line of a list, the values of a mail."""

    @property
    def labelling(self) -> Labelling:
        """How the versions are called."""


class HasHandling(HasLabelling, Protocol):
    """Whatever knows its statement's handling and stage too."""

    @property
    def handling(self) -> Handling:
        """Who may be shown the drafts."""

    @property
    def stage(self) -> Stage:
        """Where the statement stands."""


def version_name(of: HasLabelling, number: int) -> str:
    """The version's name by itself: Version 2, Zero draft, Rev. 1, Draft 2."""
    return _name(version_label(of.labelling, number))


def _name(label: VersionLabel) -> str:
    if label.kind is LabelKind.ZERO_DRAFT:
        return gettext("Zero draft")
    if label.kind is LabelKind.REVISION:
        return gettext("Rev. %(number)s", number=label.number)
    if label.kind is LabelKind.DRAFT:
        return gettext("Draft %(number)s", number=label.number)
    return gettext("Version %(number)s", number=label.number)


def name_of_version(of: HasLabelling, number: Any) -> str:
    """What stands after the word *version* in a sentence: 2, or the name in quotation marks, such as “Rev. 1”.

    A sentence keeps its own word for version, with the article and the gender that its language needs.
    """
    return name_of_label(version_label(of.labelling, number)) if isinstance(number, int) else str(number)


def name_of_label(label: VersionLabel) -> str:
    """The same, where only the version's label is at hand."""
    return str(label.number) if label.kind is LabelKind.VERSION else gettext("“%(name)s”", name=_name(label))


def handling_words(handling: Handling) -> str:
    """Who may be shown a draft."""
    return {
        Handling.TAKING_PART: gettext("For the organisations that take part; not for circulation"),
        Handling.MEMBERS: gettext("For all members of the coalition; not for circulation"),
        Handling.SHARED: gettext("May be shared for comment outside the coalition"),
    }[handling]


def mark_of(of: HasHandling, version: int | None, *, private: bool = False) -> str:
    """The line that a draft bears: which version, and who may be shown it; "" for a text that is adopted.

    version: None for the draft before the first version. private: it is about an item for the penholder only.
    """
    if not is_marked(of.stage):
        return ""
    name = version_name(of, version) if version is not None else gettext("Draft")
    theirs = gettext("For the organisation that sent this and the penholders; not for circulation")
    return f"{name} · {theirs if private else handling_words(of.handling)}"
