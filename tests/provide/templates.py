"""Templates compiled once a process instead of once an application: the tests make hundreds of applications."""

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """What Jinja compiled so far, by template and checked by its source."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what is there."""
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._code[bucket.key] = bucket.bytecode_to_string()


def share_compiled_templates() -> None:
    """Have every Flask application of this process use one cache."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}
