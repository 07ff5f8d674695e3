"""All children of a run: started in order, started again when they die, ended together."""

import time
from collections.abc import Callable, Sequence

from workflow.supervisor.guard import Guard
from workflow.supervisor.refusal import CannotStart
from workflow.supervisor.service import Child, Service

PAUSE = 0.1

Say = Callable[[str], None]


class Family:
    """The children in groups: a group starts when the one before is ready, and ends before it.

    asked_to_end: how often somebody has asked; once ends the children in order, twice kills them.
    """

    def __init__(self, say: Say, asked_to_end: Callable[[], int]) -> None:
        self._say = say
        self._asked_to_end = asked_to_end
        self._groups: list[list[Child]] = []
        self._guard = Guard()

    def start(self, services: Sequence[Service]) -> bool:
        """Start a group and wait until it is ready; False when asked to end meanwhile. Raises CannotStart."""
        group = [Child(service) for service in services]
        self._groups.append(group)
        for child in group:
            self._start(child)
        return all(self._is_ready(child) for child in group)

    def _start(self, child: Child) -> None:
        child.start()
        self._guard.watch(child.pid for child in self._children() if child.pid)

    def _is_ready(self, child: Child) -> bool:
        until = time.monotonic() + child.service.ready_within
        while not child.service.ready():
            if self._asked_to_end():
                return False
            if not child.is_alive():
                raise CannotStart(f"The {child.service.name} could not start: it {child.clear_away()}.")
            if time.monotonic() > until:
                raise CannotStart(f"The {child.service.name} was not ready within {child.service.ready_within:.0f} s.")
            time.sleep(PAUSE)
        return True

    def keep(self) -> None:
        """Start again what dies, until asked to end."""
        while not self._asked_to_end():
            for child in self._children():
                self._tend(child)
            time.sleep(PAUSE)

    def _tend(self, child: Child) -> None:
        if child.is_alive():
            return
        if child.again_at is None:
            how = child.clear_away()
            self._say(f"The {child.service.name} {how}; it is started again in {child.wait_to_start_again():g} s.")
        elif time.monotonic() >= child.again_at:
            self._start(child)
            self._say(f"The {child.service.name} was started again (process {child.pid}).")

    def _children(self) -> list[Child]:
        return [child for group in self._groups for child in group]

    def end(self) -> None:
        """End every child, the last group first; those that do not end in their time are killed."""
        for group in reversed(self._groups):
            for child in group:
                child.ask_to_end()
            self._wait_for_the_end(group)
            for child in group:
                child.kill()  # the leader is gone; this is for what it left
        self._groups.clear()
        self._guard.dismiss()

    def _wait_for_the_end(self, group: Sequence[Child]) -> None:
        asked_at = time.monotonic()
        while any(child.is_alive() for child in group):
            for child in group:
                if time.monotonic() - asked_at > child.service.stop_within or self._asked_to_end() > 1:
                    child.kill()
            time.sleep(PAUSE / 2)

    def complete(self, service: Service) -> int:
        """Run a service that ends by itself; its exit code, or 0 when asked to end meanwhile."""
        child = Child(service)
        self._groups.append([child])
        self._start(child)
        while child.is_alive() and not self._asked_to_end():
            time.sleep(PAUSE / 2)
        if not child.is_alive():
            self._groups.pop()
        return child.code or 0
