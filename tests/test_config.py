"""Settings that would let everybody in are refused."""

from pathlib import Path

import pytest

from workflow.config import SettingRefused, Settings, is_loopback
from workflow.supervisor import demonstration

pytestmark = pytest.mark.unit

OTHERS_REACH = (
    "https://statements.example",
    "http://192.0.2.7:8000",
    "http://0.0.0.0:8000",
    "http://127.0.0.1.example",
    "http://localhost@statements.example",
    "statements.example",
    "http://[",
)
HERE = ("", "http://127.0.0.1:8000", "http://localhost:8000", "https://[::1]:8443")


@pytest.mark.parametrize("address", OTHERS_REACH)
def test_a_demo_under_an_address_that_others_reach_is_refused(tmp_path: Path, address: str) -> None:
    environ = {"COMMUNIQUE_DATA": str(tmp_path), "COMMUNIQUE_BASE_URL": address}
    assert not Settings.from_environment(environ).demo
    with pytest.raises(SettingRefused, match="COMMUNIQUE_DEMO"):
        Settings.from_environment({**environ, "COMMUNIQUE_DEMO": "1"})


@pytest.mark.parametrize("address", HERE)
def test_a_demo_on_this_machine_is_one(tmp_path: Path, address: str) -> None:
    environ = {"COMMUNIQUE_DATA": str(tmp_path), "COMMUNIQUE_BASE_URL": address, "COMMUNIQUE_DEMO": "1"}
    assert Settings.from_environment(environ).demo


def test_a_demo_behind_a_proxy_is_refused(tmp_path: Path) -> None:
    environ = {"COMMUNIQUE_DATA": str(tmp_path), "COMMUNIQUE_PROXIES": "1"}
    with pytest.raises(SettingRefused, match="COMMUNIQUE_PROXIES"):
        Settings.from_environment({**environ, "COMMUNIQUE_DEMO": "1"})
    assert not demonstration.is_wanted(Settings.from_environment(environ)), "new data are none there, either"


@pytest.mark.parametrize(("host", "ours"), [("::ffff:127.0.0.1", True), ("::ffff:192.0.2.7", False), ("", False)])
def test_an_address_of_both_families_is_told_from_others(host: str, ours: bool) -> None:
    assert is_loopback(host) is ours


def test_new_data_are_a_demos_only_where_nobody_else_comes(tmp_path: Path) -> None:
    environ = {"COMMUNIQUE_DATA": str(tmp_path)}
    assert demonstration.is_wanted(Settings.from_environment(environ))
    public = Settings.from_environment({**environ, "COMMUNIQUE_BASE_URL": "https://statements.example"})
    assert not demonstration.is_wanted(public)
