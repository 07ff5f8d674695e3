"""What is refused about base texts and agreed language, as facts; the faces choose the status and the words."""

from workflow.rules.shared.errors import Refusal


class NoBaseEdition(Refusal):
    """The base text was not adopted in the language that was chosen."""

    code = "no_base_edition"
    field = "language"


class AgreedLanguage(Refusal):
    """The save changes agreed language and gives no reason for opening it. Facts: numbers (of its paragraphs)."""

    code = "agreed_language"
    field = "opening"


class OpenAlready(Refusal):
    """The paragraph is no agreed language any more, or somebody has opened it."""

    code = "open_already"
