"""The guard ends the children of a parent that was killed, also where the kernel does not, and also deaf ones."""

import os
import subprocess
import sys
from pathlib import Path

from tests.supervisor.processes import ROOT, living, started, until
from workflow.supervisor import guard
from workflow.supervisor.family import Family
from workflow.supervisor.service import Service

PARENT = """
import os, sys
from workflow.supervisor.family import Family
from workflow.supervisor.service import Service
import workflow.supervisor.service as service
service._die_with = lambda parent: None  # as on a system without that arrangement
deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
family = Family(print, lambda: 0)
family.start([Service(name, (sys.executable, "-c", code), os.environ) for name, code in
              (("a", "import time; time.sleep(600)"), ("b", deaf))])
family.keep()
"""


def test_a_killed_parent_leaves_no_child_to_the_guard(tmp_path: Path) -> None:
    (tmp_path / "guarded_parent.py").write_text(PARENT)
    with started(tmp_path / "data", "guarded_parent", PYTHONPATH=f"{ROOT}{os.pathsep}{tmp_path}") as one:
        one.wait_for("deaf")
        until(lambda: len(one.processes()) == 4, otherwise=lambda: f"parent, guard and two children: {one.processes()}")
        one.end(9)
        until(lambda: living(one.mark) == {})


def test_the_guard_is_dismissed_with_its_family(tmp_path: Path) -> None:
    family = Family(lambda _sentence: None, lambda: 0)
    family.start([Service("sleeper", ("sleep", "600"), os.environ, stop_within=2.0)])
    family.end()
    assert family._guard._process.returncode == 0


def test_one_that_is_gone_already_is_no_trouble() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    guard.end([gone.pid])
