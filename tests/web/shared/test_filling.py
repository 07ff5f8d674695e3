"""Sentences with their moments."""

from datetime import UTC, datetime

import pytest
from flask_babel import gettext
from markupsafe import Markup

from workflow import app as roof
from workflow.config import Settings
from workflow.database import about_now
from workflow.web.shared import locale
from workflow.web.shared.filling import fill
from workflow.web.shared.moments import day, moment, short


@pytest.mark.parametrize(
    ("sentence", "on_a_day", "today"),
    [
        ("ouverte jusqu’au %(when)s.", "ouverte jusqu’au mer. 2 déc.", "ouverte jusqu’à aujourd’hui."),
        ("avant le %(when)s.", "avant le mer. 2 déc.", "avant aujourd’hui."),
        ("l’échéance du %(when)s.", "l’échéance du mer. 2 déc.", "l’échéance d’aujourd’hui."),
        ("jusqu’au <b>%(when)s</b>.", "jusqu’au <b>mer. 2 déc</b>.", "jusqu’à <b>aujourd’hui</b>."),
        ("tableau %(when)s.", "tableau mer. 2 déc.", "tableau aujourd’hui."),
    ],
)
def test_a_french_article_stands_before_a_day_and_not_before_today(sentence: str, on_a_day: str, today: str) -> None:
    assert fill(sentence, {"when": "mer. 2 déc"}) == on_a_day
    assert fill(sentence, {"when": "aujourd’hui"}) == today


def test_only_the_article_before_the_moment_itself_is_left_out() -> None:
    said = fill("le %(who)s le %(when)s", {"who": "comité", "when": "aujourd’hui, 18:26"})
    assert said == "le comité aujourd’hui, 18:26"


def test_markup_stays_markup_and_its_values_are_escaped() -> None:
    said = fill(Markup("jusqu’au %(when)s, %(who)s"), {"when": "aujourd’hui", "who": "<b>"})
    assert said == "jusqu’à aujourd’hui, &lt;b&gt;"
    assert isinstance(said, Markup)


def test_a_french_page_says_its_deadline_with_the_article_of_the_day(settings: Settings) -> None:
    with roof.create_app(settings).test_request_context():
        locale.speak("fr", "UTC")
        first = datetime(2031, 12, 1, 18, 0, tzinfo=UTC)
        sentence = "Positions can be taken until %(when)s."
        assert gettext(sentence, when=moment(first)).endswith("jusqu’au lun. 1er déc. 2031, 18:00.")
        assert " jusqu’à aujourd’hui, " in gettext(sentence, when=moment(about_now()))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("1 December 2026", "1 Dec, 18:00")),
        ("fr", ("1er décembre 2026", "1er déc., 18:00")),
        ("es", ("1 de diciembre de 2026", "1 dic, 18:00")),
        ("ar", ("1 ديسمبر 2026", "1 ديسمبر، 18:00")),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french_alone(
    settings: Settings, language: str, said: tuple[str, str]
) -> None:
    with roof.create_app(settings).test_request_context():
        locale.speak(language, "UTC")
        at = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
        assert (day(at), short(at)) == said
        assert "1er" not in day(at.replace(day=11))


@pytest.mark.parametrize(("language", "said"), [("en", "3.33"), ("fr", "3,33"), ("es", "3,33"), ("ar", "3.33")])
def test_a_number_is_written_as_the_language_writes_it(settings: Settings, language: str, said: str) -> None:
    with roof.create_app(settings).test_request_context():
        locale.speak(language, "UTC")
        assert (locale.number_words(10 / 3), locale.number_words(3.0)) == (said, "3")
