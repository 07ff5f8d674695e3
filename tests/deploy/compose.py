"""What docker-compose.yml says, read by a parser: no container engine is needed to start the same processes."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]


def services() -> dict[str, dict[str, Any]]:
    """The services by name, anchors and merges resolved."""
    found: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
    return found


def filled(service: dict[str, Any], **values: str) -> dict[str, str]:
    """The service's environment with its ${VARIABLES} filled in; one that is needed and not given is a KeyError."""

    def put(found: re.Match[str]) -> str:
        name, _, rest = found[1].partition(":")
        if name in values:
            return values[name]
        if rest.startswith("-"):
            return rest[1:]
        raise KeyError(name)

    return {name: re.sub(r"\$\{([^}]+)\}", put, str(value)) for name, value in service["environment"].items()}


def web_command() -> list[str]:
    """The image's own command: what a web service runs."""
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    found = re.search(r"^CMD \[(.+)\]$", dockerfile, re.MULTILINE)
    assert found
    return re.findall(r'"([^"]*)"', found[1])
