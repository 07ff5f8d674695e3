"""What an organisation is called in plain words, in files and in sentences."""

from flask_babel import gettext

from workflow.rules.shared.names import Named


def plain_name(who: Named) -> str:
    """An organisation as the reader may see it, in plain words."""
    if who.secretariat:
        return str(gettext("Secretariat"))
    return str(gettext("Member organisation %(code)s", code=who.code)) if who.code else who.name
