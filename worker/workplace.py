"""What a process of the worker has for its work, made once a process: in a pool of processes, after the fork."""

import os
import threading
from dataclasses import dataclass, field

from flask import Flask

from worker.printing import Press
from worker.watch import Watch
from workflow.app import create_app
from workflow.config import Settings

_ending = [threading.Event()]


def end_of_process() -> threading.Event:
    """What is set when this process is asked to end, though it may have no workplace yet."""
    return _ending[0]


@dataclass
class Workplace:
    """The application and what works with it. ending: set when the process is asked to end."""

    app: Flask
    settings: Settings
    press: Press = field(init=False)
    watch: Watch = field(init=False)
    ending: threading.Event = field(default_factory=end_of_process)

    def __post_init__(self) -> None:
        self.press = Press(self.app, self.settings)
        self.watch = Watch(is_demo=self.settings.demo)


_here: list[Workplace] = []
_making = threading.Lock()


def workplace() -> Workplace:
    """The workplace of this process; it is made when it is asked for first."""
    with _making:
        if not _here:
            _here.append(Workplace(create_app(settings := Settings.from_environment()), settings))
        return _here[0]


def use(place: Workplace | None) -> None:
    """Work there from now on; None: make another when it is asked for."""
    _here[:] = [] if place is None else [place]


def _forget() -> None:
    global _making  # noqa: PLW0603
    _making = threading.Lock()  # it may have been held by a thread that is not here
    _ending[0] = threading.Event()
    use(None)


os.register_at_fork(after_in_child=_forget)
