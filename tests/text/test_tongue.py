"""In which language a text is written."""

import pytest

from workflow.text.tokens.languages import likely

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "We thank the Chair for the floor, and we recall the promise of the second session."),
        ("fr", "Nous remercions la présidence et rappelons que les engagements de la session sont dans le rapport."),
        ("es", "Agradecemos a la presidencia y recordamos que los compromisos de la sesión son de todos."),
        ("ar", "نشكر الرئيس على إعطائنا الكلمة ونذكّر بوعد الدورة الثانية (JS 2026/1)."),
        (None, "12/3 – 4"),
        (None, "Kyrie eleison"),
        (None, ""),
    ],
)
def test_a_text_tells_its_language_or_nothing(code: str | None, text: str) -> None:
    assert likely(text) == code
