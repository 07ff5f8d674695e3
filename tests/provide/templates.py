"""Templates compiled once a process instead of once an application: the tests make hundreds of applications."""

from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """What Jinja compiled so far, by template and its source."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what is there."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        assert bucket.code is not None
        self._code[bucket.key, bucket.checksum] = bucket.code


def share_compiled_templates() -> None:
    """Have every Flask application of this process use one cache."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}
