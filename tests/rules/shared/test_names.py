"""What an organisation is called before whom."""

import pytest

from workflow.rules.shared.names import PUBLIC, UNLABELLED, Named, Viewer, name_before

pytestmark = pytest.mark.unit

SECRETARIAT = Viewer(person_id=1)
ITSELF = Viewer(person_id=2, organisation_id=7)
ANOTHER = Viewer(person_id=3, organisation_id=8, has_seat=True)


def shown(viewer: Viewer, *, protected: bool, code: str | None = "K4T") -> Named:
    return name_before(7, "Vigías del Estero", "es", protected, code, viewer)


@pytest.mark.parametrize("viewer", [SECRETARIAT, ITSELF, ANOTHER, PUBLIC])
def test_an_open_member_is_called_by_its_name_before_everybody(viewer: Viewer) -> None:
    assert shown(viewer, protected=False).name == "Vigías del Estero"


@pytest.mark.parametrize("viewer", [SECRETARIAT, ITSELF])
def test_a_protected_member_is_called_by_its_name_before_itself_and_the_secretariat(viewer: Viewer) -> None:
    assert shown(viewer, protected=True).name == "Vigías del Estero"


@pytest.mark.parametrize("viewer", [ANOTHER, PUBLIC])
def test_before_all_others_a_protected_member_is_a_label_and_nothing_else(viewer: Viewer) -> None:
    assert shown(viewer, protected=True) == Named(code="K4T")
    assert shown(viewer, protected=True, code=None) == Named(code=UNLABELLED)


def test_a_stranger_is_not_taken_for_the_secretariat() -> None:
    assert not PUBLIC.secretariat
    assert SECRETARIAT.secretariat


def test_who_acts_for_no_organisation_is_the_secretariat() -> None:
    assert name_before(None, "", "", False, None, PUBLIC).secretariat


def test_an_organisation_outside_every_statement_has_no_label_to_show() -> None:
    assert Named(code="K7Q").label == "K7Q"
    assert Named(code=UNLABELLED).label == Named(name="Heron Watch").label == ""
