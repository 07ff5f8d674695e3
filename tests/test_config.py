"""Settings that would let everybody in are refused."""

import traceback
from pathlib import Path

import pytest
from kombu import Connection

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


@pytest.mark.parametrize(
    "url",
    [
        "smtp://me:pa/geheim@mail.example:587",
        "smtp://me:geheim@mail.example:99999",
        "smtp://me:geheim@[mail.example",
        "smtp://mail.example:geheim",
        "http://geheim.example",
        "smtp:///geheim",
    ],
)
def test_an_address_of_a_mail_server_that_cannot_be_used_is_refused_and_nothing_of_it_said(
    tmp_path: Path, url: str
) -> None:
    with pytest.raises(SettingRefused, match="COMMUNIQUE_SMTP_URL") as refused:
        Settings.from_environment({"COMMUNIQUE_DATA": str(tmp_path), "COMMUNIQUE_SMTP_URL": url})
    shown = "".join(traceback.format_exception(refused.value))
    assert "geheim" not in shown and "example" not in shown


def test_a_password_may_hold_what_is_written_with_percent_signs(tmp_path: Path) -> None:
    url = "smtp+starttls://me:pa%2Fss%40@mail.example"
    assert Settings.from_environment({"COMMUNIQUE_DATA": str(tmp_path), "COMMUNIQUE_SMTP_URL": url}).smtp_url == url


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("valkey://broker:6379/0", "redis://broker:6379/0"),
        ("valkeys://broker/0", "rediss://broker/0"),
        ("valkey+socket:///run/v.sock", "redis+socket:///run/v.sock"),
        ("redis://broker/0", "redis://broker/0"),
        ("amqp://valkey/x", "amqp://valkey/x"),
    ],
)
def test_valkey_is_a_broker_by_its_own_name(tmp_path: Path, given: str, used: str) -> None:
    found = Settings.from_environment({"COMMUNIQUE_DATA": str(tmp_path), "COMMUNIQUE_BROKER_URL": given})
    assert found.broker_url == used
    assert Connection(found.broker_url).transport.driver_name in ("redis", "py-amqp")


@pytest.mark.parametrize(("value", "seen"), [("1", True), ("0", False), ("", False)])
def test_a_switch_is_on_or_off(tmp_path: Path, value: str, seen: bool) -> None:
    environ = {"COMMUNIQUE_DATA": str(tmp_path), "COMMUNIQUE_WORKER_SEEN": value}
    assert Settings.from_environment(environ).worker_seen is seen


@pytest.mark.parametrize("name", ["COMMUNIQUE_WORKER_SEEN", "COMMUNIQUE_DEMO"])
@pytest.mark.parametrize("value", ["true", "yes", "2"])
def test_another_word_for_it_is_refused_by_its_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingRefused, match=f"{name} must be 0 or 1"):
        Settings.from_environment({"COMMUNIQUE_DATA": str(tmp_path), name: value})


def test_new_data_are_a_demos_only_where_nobody_else_comes(tmp_path: Path) -> None:
    environ = {"COMMUNIQUE_DATA": str(tmp_path)}
    assert demonstration.is_wanted(Settings.from_environment(environ))
    public = Settings.from_environment({**environ, "COMMUNIQUE_BASE_URL": "https://statements.example"})
    assert not demonstration.is_wanted(public)
