"""The coalition's procedures as this product knows them: one TOML file each, read when a statement begins."""

from functools import cache
from importlib import resources

from workflow.rules.decision.procedure import Procedure, parse


@cache
def procedures() -> dict[str, Procedure]:
    """Every procedure by the key that forms and commands use, in the order of their keys."""
    files = sorted(f.name for f in resources.files(__name__).iterdir() if f.name.endswith(".toml"))
    found = [parse((resources.files(__name__) / name).read_text("utf-8")) for name in files]
    return {procedure.name: procedure for procedure in found}
