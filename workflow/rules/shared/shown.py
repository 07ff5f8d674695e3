"""What a form showed: it carries that along, and what stands when it comes back must be the same."""

import json
from collections.abc import Mapping
from typing import Any

from workflow.rules.shared.refusals import StaleForm


def sign(stands: Mapping[str, Any]) -> str:
    """What a form carries of the values that it shows: the same for the same ones, in whatever order they come."""
    return json.dumps(dict(stands), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def parse_shown(seen: str) -> dict[str, Any]:
    """The values that a form said it showed; none of them where it said nothing that can be read."""
    try:
        found = json.loads(seen)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def require_seen(seen: str | None, stands: Mapping[str, Any]) -> None:
    """Nothing, where the form showed what stands now; None asks nothing. Raises StaleForm."""
    if seen is not None and seen != sign(stands):
        raise StaleForm
