"""Addresses put together when they are first asked for: an application has a hundred routes and a test follows few."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from werkzeug.routing import Rule


def build_routes_when_asked() -> None:
    """Have Werkzeug compile the function that writes a rule's address at its first use, once for all applications."""
    compile_now: Callable[..., Callable[..., Any]] = Rule._compile_builder
    compiled: dict[Any, Callable[..., Any]] = {}

    @wraps(compile_now)
    def compile_later(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        made: list[Callable[..., Any]] = []

        def build(self: Rule, *values: Any, **named: Any) -> Any:
            if not made:
                # All that is compiled into it; the converters are those of the rule that it is called with.
                key = (rule.rule, *rule._trace, repr(rule.defaults), append_unknown)
                if key not in compiled:
                    compiled[key] = compile_now(rule, append_unknown)
                made.append(compiled[key])
            return made[0](self, *values, **named)

        return build

    Rule._compile_builder = compile_later  # type: ignore[assignment,method-assign]
