"""What an organisation is called before whom: the only way from an organisation to its name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Viewer:
    """Who looks: a person who acts for an organisation, or (organisation_id None) for the secretariat.

    person_id None is a stranger, who is shown what the public is shown.
    """

    person_id: int | None
    organisation_id: int | None = None
    has_seat: bool = False

    @property
    def secretariat(self) -> bool:
        """Whether the viewer belongs to the secretariat."""
        return self.person_id is not None and self.organisation_id is None


PUBLIC = Viewer(person_id=None)


@dataclass(frozen=True)
class Named:
    """How an organisation appears: by its name and the name's language, else by a label's code, else as Secretariat.

    ours: it is the viewer's own. An empty name and code is the secretariat.
    """

    name: str = ""
    language: str = ""
    code: str = ""
    ours: bool = False

    @property
    def secretariat(self) -> bool:
        """Whether it is the secretariat that is named."""
        return not self.name and not self.code

    @property
    def label(self) -> str:
        """The label that stands for a protected organisation, empty outside every statement, where it has none."""
        return "" if self.code == UNLABELLED else self.code

    @property
    def sorting(self) -> str:
        """What lists are ordered by: what is shown, never what is hidden."""
        return self.name.casefold() or self.code


UNLABELLED = "–"


def name_before(
    organisation_id: int | None, name: str, language: str, protected: bool, code: str | None, viewer: Viewer
) -> Named:
    """What to call an organisation in one statement before `viewer`.

    organisation_id None: the secretariat. code: its label in the statement at hand, None outside any. A protected
    organisation has its name before itself and the secretariat alone; all others see the label.
    """
    if organisation_id is None:
        return Named()
    ours = viewer.organisation_id == organisation_id
    if not protected or ours or viewer.secretariat:
        return Named(name=name, language=language, ours=ours)
    return Named(code=code or UNLABELLED)
