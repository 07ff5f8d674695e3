"""What pyproject.toml cannot say: a wheel brings the migrations and the compiled catalogues along.

In a checkout the migrations stand at the top and `make` compiles the catalogues; an editable install leaves both there.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent


class BuildWhole(build_py):
    """Build the packages, and put into `workflow` what it reads at run time and is not in its folder."""

    def run(self) -> None:
        """Build."""
        super().run()
        if not self.editable_mode:
            there = Path(self.build_lib) / "workflow"
            shutil.rmtree(there / "migrations", ignore_errors=True)  # one that was withdrawn since the last build
            shutil.copytree(HERE / "migrations", there / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
            compile_catalogues(there / "translations")


def compile_catalogues(folder: Path) -> None:
    """Have a messages.mo beside each messages.po, as `pybabel compile` makes it."""
    from babel.messages.mofile import write_mo  # an editable install does without it
    from babel.messages.pofile import read_po

    for source in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        with source.open("rb") as written:
            catalogue = read_po(written, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)


setup(cmdclass={"build_py": BuildWhole})
