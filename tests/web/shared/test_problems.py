"""The list at the head of a form that was refused: what is to be put right, and in which field."""

from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import Optional

from workflow import app as roof
from workflow.config import Settings
from workflow.web.shared import locale
from workflow.web.shared.forms import Form, Problem, require_input
from workflow.web.shared.numbers import WholeField

PAGE = '{% import "shared/pieces.html" as pieces with context %}{{ pieces.summary(form) }}'


class _Limits(Form):
    words = WholeField("Word limit", [Optional()], invalid_value_message="Enter a number.")
    pace = WholeField("Reading speed", [Optional()], invalid_value_message="Enter a number.")
    name = StringField("In whose name?", [require_input("Say in whose name.")])
    late = BooleanField("Send it late", [require_input("The consultation is closed.")])
    seen = HiddenField("Seen", [require_input("This page is too old.")])


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application, in a request that sends a form."""
    made = roof.create_app(settings)
    with made.test_request_context(method="POST"):
        locale.speak("en", "UTC")
        yield made


def test_each_problem_names_its_field_and_is_said_once(app: Flask) -> None:
    form = _Limits(MultiDict({"words": "x", "pace": "y"}), meta={"csrf": False})
    assert not form.validate()
    form.form_errors = ["Somebody was faster.", "Somebody was faster."]
    assert form.problems == [
        Problem("Somebody was faster."),
        Problem("Enter a number.", "words", "Word limit"),
        Problem("Enter a number.", "pace", "Reading speed"),
        Problem("Say in whose name.", "name", "In whose name?"),
        Problem("The consultation is closed.", "late"),
        Problem("This page is too old."),
    ]


@pytest.mark.parametrize(("language", "colon"), [("en", ":"), ("fr", "\N{NO-BREAK SPACE}:"), ("ar", ":")])
def test_a_label_is_set_off_as_its_language_does_and_a_question_by_its_mark(
    app: Flask, language: str, colon: str
) -> None:
    form = _Limits(MultiDict({"words": "x", "seen": "1"}), meta={"csrf": False})
    assert not form.validate()
    locale.speak(language, "UTC")
    page = render_template_string(PAGE, form=form)
    assert f'<a href="#words">Word limit{colon} Enter a number.</a>' in page
    assert '<a href="#late">The consultation is closed.</a>' in page
    assert '<a href="#name">In whose name? Say in whose name.</a>' in page
