"""What a Committee decides on, as one value with a digest: exact words, in whose name, to whom, when they go out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from workflow.rules.publication.release import ReleaseKind
from workflow.rules.statements.voice import Voice


@dataclass(frozen=True)
class Mandate:
    """One mandate. digests: language -> digest of each edition that is decided on; occasions: language -> its occasion.

    named: the key and the name of each member that is named, in the order in which they are printed. authentic: the
    language of the edition that counts where two differ. release_at: the moment of a release AT_TIME, else None.
    """

    digests: Mapping[str, str]
    voice: Voice
    named: tuple[tuple[str, str], ...]
    occasions: Mapping[str, str]
    addressees: str
    authentic: str
    release: ReleaseKind
    release_at: datetime | None

    def as_dict(self) -> dict[str, Any]:
        """The mandate as it is kept with its ballot; mandate_from_dict gives it back."""
        return {
            "digests": dict(self.digests),
            "voice": self.voice.value,
            "named": [list(each) for each in self.named],
            "occasions": dict(self.occasions),
            "addressees": self.addressees,
            "authentic": self.authentic,
            "release": self.release.value,
            "release_at": self.release_at.isoformat() if self.release_at else None,
        }

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of the mandate written as JSON: keys in order, no blanks, UTF-8."""
        written = json.dumps(self.as_dict(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(written.encode()).hexdigest()


def are_same_words(before: Mapping[str, str], put: Mapping[str, str]) -> bool:
    """Whether a ballot on `put` decides on the words of the one before: no edition that both have reads otherwise.

    Both: language -> digest. An edition that is added or left out makes no other words.
    """
    both = before.keys() & put.keys()
    return bool(both) and all(before[language] == put[language] for language in both)


def mandate_from_dict(kept: Mapping[str, Any]) -> Mandate:
    """The mandate that was kept with a ballot."""
    at = kept["release_at"]
    return Mandate(
        digests=dict(kept["digests"]),
        voice=Voice(kept["voice"]),
        named=tuple((key, name) for key, name in kept["named"]),
        occasions=dict(kept["occasions"]),
        addressees=kept["addressees"],
        authentic=kept["authentic"],
        release=ReleaseKind(kept["release"]),
        release_at=datetime.fromisoformat(at) if at else None,
    )
