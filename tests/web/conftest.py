"""Pages are asked for on one database in turn; what they call is tested on both, as are the walk and the journeys."""

import os
import zlib

import pytest

from tests.provide.fixtures import BACKENDS


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out of each pair of tests here the one whose turn it is not; with BOTH_DATABASES=1 none."""
    if os.environ.get("BOTH_DATABASES") == "1":
        return
    left = [item for item in items if _is_out_of_turn(item)]
    items[:] = [item for item in items if item not in set(left)]
    config.hook.pytest_deselected(items=left)


def _is_out_of_turn(item: pytest.Item) -> bool:
    chosen = getattr(item, "callspec", None)
    kind = chosen.params.get("database_url") if chosen and "/tests/web/" in item.path.as_posix() else None
    if kind not in BACKENDS:
        return False
    # By the test's name, not by its place: one more test does not send all others to another database.
    name = item.nodeid.replace(kind, "")
    return BACKENDS[zlib.crc32(name.encode()) % 2] != kind
