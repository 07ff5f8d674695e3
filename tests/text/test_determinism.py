"""What the engine answers does not depend on the order in which a run of Python hands out the members of a set."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from tests.text.force_cases import counted_kinds
from workflow.text.amendments.application import apply
from workflow.text.amendments.carried import Accepted
from workflow.text.amendments.conflicts import conflicts_between, rival_groups
from workflow.text.amendments.wishes import wishes
from workflow.text.anchors.anchors import reanchor_all
from workflow.text.consolidation.consolidation import consolidate
from workflow.text.diff.blocks import block_diff
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.words import word_diff
from workflow.text.document.likeness import keep_ids
from workflow.text.merge.merge import merge3
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind

ROOT = Path(__file__).parents[2]
REPLACE = AmendmentKind.REPLACE
ADD = AmendmentKind.ADD
REMOVE = AmendmentKind.REMOVE
MOVE = AmendmentKind.MOVE


def text() -> list[Block]:
    """Paragraphs that say much the same, so that there is a choice everywhere."""
    return [
        Block(
            f"p{n}", BlockKind.PARAGRAPH, f"{n % 5} parties shall meet here. They agree, and {n % 3} go to the gates."
        )
        for n in range(24)
    ]


def revised() -> list[Block]:
    """The same with words, sentences and paragraphs changed, moved, doubled, split and gone."""
    new = [replace(each, text=each.text.replace("shall", "must", n % 2)) for n, each in enumerate(text())]
    new[3], new[9] = new[9], new[3]
    new[12:13] = [replace(new[12], text=part) for part in new[12].text.split(". ")]
    return [*new[:5], replace(new[5], text=f"{new[6].text} {new[5].text}"), *new[7:], *new[1:3]]


def asked() -> Iterator[Amendment]:
    """What conflicts and what does not, of all kinds."""
    for n in range(12):
        words = text()[n].text
        yield Amendment(f"A{n}", REPLACE, f"p{n}", 2, words.index(" shall"), f"{n} states")
        yield Amendment(f"B{n}", REPLACE, f"p{n // 2}", 2, words.index(" meet"), "states should")
        yield Amendment(f"C{n}", ADD, "", words=f"New {n}. They agree.", after=f"p{n % 3}")
        yield Amendment(f"D{n}", (MOVE, REMOVE)[n % 2], f"p{n + 12}", after=f"p{n % 4}")


def answers() -> Iterator[object]:
    """What each function says."""
    old, new, made = text(), revised(), list(asked())
    one, two, three = ("\n\n".join(each.text for each in blocks) for blocks in (old, new, old[4:] + new[:4]))
    yield tidy(word_diff(one, two))
    yield reanchor_all(one, two, [(at, at + 7) for at in range(0, len(one) - 7, 11)])
    yield merge3(one, two, three)
    for ids in old, [replace(each, id="") for each in old]:
        told = block_diff(ids, [replace(each, id="") for each in new])
        yield told
        yield sorted(counted_kinds(told, "en").items())
    yield [each.id for each in keep_ids(old, [replace(each, id="") for each in new])]
    yield conflicts_between(old, made)
    yield rival_groups(old, made)
    yield wishes(old, made, "en")
    yield apply(old, made, map(str, count()).__next__)
    taken = [Accepted(each, tuple(old), n % 3 > 0, bracketed=n % 4 == 0) for n, each in enumerate(made)]
    yield consolidate(old, new[:-2], taken, map(str, count()).__next__, "en")


def test_the_answers_do_not_depend_on_the_hash_seed() -> None:
    script = "from tests.text.test_determinism import *; print(*answers(), sep='\\n')"
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, cwd=ROOT, stdout=subprocess.PIPE
        )
        for seed in ("1", "2")
    ]
    first, second = (run.communicate()[0].decode().splitlines() for run in runs)
    assert len(first) == len(list(answers()))
    for one, other in zip(first, second, strict=True):
        assert one == other
