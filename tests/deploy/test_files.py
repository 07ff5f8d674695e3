"""The files of production, checked by parsers."""

import re
from urllib.parse import urlsplit

import pytest

from tests.deploy.compose import ROOT, filled, services, web_command
from workflow.config import SETTINGS
from workflow.rules.shared.queues import Queue

pytestmark = pytest.mark.unit


def test_two_web_and_two_worker_processes_stand_behind_one_proxy() -> None:
    names = set(services())
    assert {"web1", "web2", "worker", "mail-worker", "database", "broker", "proxy", "migrate", "mail"} == names


def test_every_queue_is_served_by_a_worker_and_none_that_serves_mail_serves_deadlines() -> None:
    served = [services()[name]["command"][-1].split(",") for name in ("worker", "mail-worker")]
    assert sorted(queue for queues in served for queue in queues) == sorted(Queue)


def test_everything_that_lasts_has_a_health_check() -> None:
    lasting = {"database", "broker", "web1", "web2", "worker", "mail-worker"}
    assert {name for name, each in services().items() if "healthcheck" in each} == lasting


@pytest.mark.parametrize("name", ["worker", "mail-worker"])
def test_the_health_check_of_a_worker_reads_no_published_file_each_minute(name: str) -> None:
    assert services()[name]["healthcheck"]["test"] == ["CMD", "communique", "doctor", "--quick"]


@pytest.mark.parametrize("name", ["web1", "web2", "worker", "mail-worker", "migrate"])
def test_every_variable_of_the_application_is_a_setting_and_every_setting_can_be_given(name: str) -> None:
    given = set(services()[name]["environment"])
    known = {each.name for each in SETTINGS}
    assert given <= known
    assert known - given == {"COMMUNIQUE_DATA", "COMMUNIQUE_DEMO"}, "the image's own, and never in production"


def test_no_secret_has_a_value_in_a_file() -> None:
    with pytest.raises(KeyError):
        filled(services()["web1"])
    example = (ROOT / "deploy" / "example.env").read_text("utf-8")
    assert re.search(r"^POSTGRES_PASSWORD=$", example, re.MULTILINE)
    assert re.search(r"^COMMUNIQUE_SECRET_KEY=$", example, re.MULTILINE)
    assert "SECRET" not in (ROOT / "Dockerfile").read_text("utf-8")


def test_the_example_names_every_variable_that_is_needed() -> None:
    compose = (ROOT / "docker-compose.yml").read_text("utf-8")
    needed = set(re.findall(r"\$\{(\w+):\?", compose))
    example = (ROOT / "deploy" / "example.env").read_text("utf-8")
    assert needed <= set(re.findall(r"^(\w+)=", example, re.MULTILINE))


def test_the_image_runs_as_nobody_in_particular_and_installs_only_what_is_locked() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    assert re.search(r"^USER communique$", dockerfile, re.MULTILINE)
    assert "--require-hashes" in dockerfile
    assert web_command()[0] == "gunicorn"


def test_only_the_proxy_is_reached_from_outside() -> None:
    opened = {name: each["ports"] for name, each in services().items() if "ports" in each}
    assert set(opened) == {"proxy", "mail"}
    assert all(port.startswith("127.0.0.1:") for port in opened["mail"])


def test_the_proxy_asks_for_health_under_the_name_that_the_application_answers_to() -> None:
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
    site = re.search(r"^(\{\$COMMUNIQUE_SITE\S*\}) \{$", caddyfile, re.MULTILINE)
    assert site
    asked = re.search(r"health_headers \{\s+Host (\S+)\s+\}", caddyfile)
    assert asked
    assert asked[1] == site[1]
    example = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / "deploy" / "example.env").read_text("utf-8"), re.MULTILINE))
    assert urlsplit(example["COMMUNIQUE_BASE_URL"]).netloc == example["COMMUNIQUE_SITE"]


def test_the_proxy_keeps_its_certificates_in_a_volume_that_it_may_write_to() -> None:
    proxy = services()["proxy"]
    writable = [each.split(":")[1] for each in proxy["volumes"] if not each.endswith(":ro")]
    assert writable == [proxy["environment"]["XDG_DATA_HOME"]]
    assert proxy["environment"]["XDG_CONFIG_HOME"] in writable


def test_the_proxy_sees_what_is_published_and_nothing_else_of_the_data() -> None:
    seen = [each.split(":")[:2] for each in services()["proxy"]["volumes"] if "/data" in each]
    assert seen == [["published", "/data/published"]]
    for name in ("web1", "web2", "worker", "mail-worker"):
        assert "published:/data/published" in services()[name]["volumes"]
    assert "-o communique -g communique /data/published" in (ROOT / "Dockerfile").read_text("utf-8")


def test_the_proxy_waits_for_no_request_for_ever_and_long_enough_for_a_slow_phone() -> None:
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
    options = re.match(r"(?:#.*\n)*\{\n(?P<said>(?:\t.*\n)+)\}\n", caddyfile)
    assert options, "options for all sites stand in a block of their own, at the top"
    timeouts = re.search(r"timeouts \{\s+read_header (\d+)s\s+read_body (\d+)m\s+idle \d+m\s+\}", options["said"])
    assert timeouts
    assert 10 <= int(timeouts[1]) <= 30
    assert int(timeouts[2]) * 60 * 50_000 / 8 >= 2 * 1024 * 1024, "the largest form at 50 kbit/s"


def test_the_proxy_lets_through_whatever_the_application_takes() -> None:
    size = re.search(r"max_size (\d+)MiB", (ROOT / "deploy" / "Caddyfile").read_text("utf-8"))
    assert size
    assert int(size[1]) * 1024 * 1024 >= 2 * 1024 * 1024, "MAX_CONTENT_LENGTH of workflow/app.py"
