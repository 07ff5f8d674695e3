"""How templates say sentences: in the language of each request, with values escaped on pages and not in plain text."""

from flask import Flask, render_template_string

from workflow.app import create_app
from workflow.config import Settings

TEXT = "{{ _('Desk') }} {{ _('“%(words)s”', words='<b>') }} {{ ngettext('%(num)s item', '%(num)s items', 2) }}"


def test_sentences_are_in_the_language_of_the_request_and_escape_what_is_filled_in(settings: Settings) -> None:
    app = create_app(settings)
    assert _said(app, "en") == "Desk “&lt;b&gt;” 2 items"
    assert _said(app, "fr") not in ("", _said(app, "en"))
    assert _said(app, "en") == "Desk “&lt;b&gt;” 2 items"


def test_plain_text_is_not_escaped_even_where_a_page_has_said_the_same(settings: Settings) -> None:
    app = create_app(settings)
    plain = "{% autoescape false %}" + TEXT + "{% endautoescape %}"
    assert _said(app, "en") != _said(app, "en", plain) == "Desk “<b>” 2 items"


def _said(app: Flask, language: str, text: str = TEXT) -> str:
    with app.test_request_context(f"/?lang={language}"):
        return render_template_string(text)
