"""The demo answers nobody but this machine, whatever the request says of itself: the sockets decide."""

import socket
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.web.site import Site, open_site
from workflow.config import Settings

PATHS = ("/", "/sign-in", "/mailbox", "/static/app.css", "/no/such/page")


@pytest.fixture
def demo(database: Engine, settings: Settings) -> Iterator[Site]:
    """A demo under a loopback address."""
    yield open_site(database, settings, demo=True)


def _is_silent(site: Site, **environ: object) -> bool:
    client = site.app.test_client()
    answers = [client.get(path, base_url=site.base, environ_overrides=environ) for path in PATHS]
    answers.append(client.post("/sign-in/as", base_url=site.base, environ_overrides=environ))
    return all(
        answer.status_code == 403 and not answer.data and "Set-Cookie" not in answer.headers for answer in answers
    )


@pytest.mark.parametrize("peer", ["192.0.2.7", "172.17.0.1", "::ffff:192.0.2.7", "2001:db8::1", ""])
def test_the_demo_answers_nothing_to_another_machine_that_names_a_loopback_host(demo: Site, peer: str) -> None:
    assert _is_silent(demo, REMOTE_ADDR=peer)


def test_the_demo_answers_nothing_on_an_address_that_others_reach(demo: Site) -> None:
    assert _is_silent(demo, REMOTE_ADDR="127.0.0.1", SERVER_NAME="0.0.0.0")  # noqa: S104
    assert _is_silent(demo, REMOTE_ADDR="127.0.0.1", SERVER_NAME="192.0.2.1")
    with socket.socket() as line:  # bound to nothing: 0.0.0.0
        assert _is_silent(demo, REMOTE_ADDR="127.0.0.1", **{"gunicorn.socket": line})
    with socket.socket(socket.AF_UNIX) as line:
        assert _is_silent(demo, REMOTE_ADDR="127.0.0.1", **{"gunicorn.socket": line})


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"]
)
def test_the_demo_answers_nothing_through_a_proxy_or_a_tunnel(demo: Site, header: str) -> None:
    name = f"HTTP_{header.upper().replace('-', '_')}"
    assert _is_silent(demo, REMOTE_ADDR="127.0.0.1", **{name: "127.0.0.1"})


def test_a_name_that_was_bent_to_this_machine_opens_nothing(demo: Site) -> None:
    """DNS rebinding: a page of another site has its own name point at 127.0.0.1."""
    here = {"SERVER_NAME": "127.0.0.1"}
    answer = demo.app.test_client().get("/sign-in", base_url="http://rebound.example:8000", environ_overrides=here)
    assert answer.status_code == 400 and "Sign in as" not in answer.text


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])
def test_the_demo_is_there_for_this_machine(demo: Site, peer: str) -> None:
    answer = demo.app.test_client().get("/sign-in", base_url=demo.base, environ_overrides={"REMOTE_ADDR": peer})
    assert answer.status_code == 200


def test_outside_the_demo_every_machine_is_answered(database: Engine, settings: Settings) -> None:
    client = open_site(database, settings).app.test_client()
    elsewhere = {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}
    assert client.get("/sign-in", base_url=settings.base_url, environ_overrides=elsewhere).status_code == 200
