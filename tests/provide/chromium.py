"""Chromium of the system, put there first where we may: `python -m tests.provide.chromium`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
PACKAGES = ("chromium", "fonts-dejavu-core", "fonts-noto-core")
PATIENCE = 20_000  # milliseconds in which what is expected of a page must come; who waits so long has failed


def program() -> str | None:
    """The path of Chromium, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def browser() -> Iterator[object]:
    """A Playwright browser on the system's Chromium."""
    from playwright.sync_api import expect, sync_playwright

    path = program()
    assert path, "no Chromium on the PATH: `make chromium` says how to get it"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


def install() -> int:
    """Have a Chromium on the PATH; the exit code, with a sentence that names the missing command where we may not."""
    if program():
        return 0
    if os.getuid() != 0 or not shutil.which("apt-get"):
        print("The browser tests need the command chromium on the PATH; install it and run again.", file=sys.stderr)
        return 1
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
    put = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
    done = subprocess.run(put, env=quiet, check=False, stdout=subprocess.DEVNULL)
    return done.returncode if program() else 1


if __name__ == "__main__":
    sys.exit(install())
