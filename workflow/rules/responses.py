"""What an organisation may answer to a disposition that is shown as proposed."""

from enum import StrEnum


class ResponseKind(StrEnum):
    """NOTED: it has taken note. AGREES: it can live with it. MAINTAINS: it stands by what it asked for."""

    NOTED = "noted"
    AGREES = "agrees"
    MAINTAINS = "maintains"
