"""What the text engine finds for a page is remembered as long as that page is made."""

from tests.web.site import Site, site
from workflow.text.memory import remembered

__all__ = ["site"]


def test_a_page_asks_one_question_once_and_the_next_page_asks_it_anew(site: Site) -> None:
    asked: list[str] = []

    @remembered
    def looked(text: str) -> str:
        asked.append(text)
        return text

    site.app.view_functions["public.index"] = lambda: looked("wells ") + looked("wells ")
    for _ in range(2):
        assert site.visitor().get("/").get_data(as_text=True) == "wells wells "
    assert asked == ["wells ", "wells "]
