"""Addresses put together when they are first asked for: an application has a hundred routes and a test follows few."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from werkzeug.routing import Rule


def build_routes_when_asked() -> None:
    """Have Werkzeug compile the function that writes a rule's address at its first use instead of with the rule."""
    compile_now: Callable[..., Callable[..., Any]] = Rule._compile_builder

    @wraps(compile_now)
    def compile_later(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        made: list[Callable[..., Any]] = []

        def build(self: Rule, *values: Any, **named: Any) -> Any:
            if not made:
                made.append(compile_now(rule, append_unknown))
            return made[0](self, *values, **named)

        return build

    Rule._compile_builder = compile_later  # type: ignore[assignment,method-assign]
