"""Words of force: what binds, counts, dates and names in a statement, as tables for each language."""

from workflow.text.force import ar, en, es, fr
from workflow.text.force.table import ForceTable

_TABLES = {"en": en.TABLE, "fr": fr.TABLE, "es": es.TABLE, "ar": ar.TABLE}


def table(language: str) -> ForceTable:
    """The table of a language tag such as `fr` or `fr-CA`; the English one where there is none."""
    return _TABLES.get(language.partition("-")[0].lower(), en.TABLE)
