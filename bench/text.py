"""Measures the text engine beside its peers on the development corpus and prints one table.

python -m bench.text [--quick] [--corpus FOLDER]
"""

import argparse
import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from bench import corpus_adapter, text_peers
from workflow.text.anchors.anchors import reanchor_all
from workflow.text.unicode.graphemes import is_border

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results" / "text.json"
Figures = dict[str, str]


@dataclass(frozen=True)
class Engine:
    """One way of doing it; what it does not offer is None. needs: the package without which it is left out."""

    name: str
    anchor: Callable[..., Any] | None = None
    merge: Callable[..., Any] | None = None
    diff: Callable[..., Any] | None = None
    needs: str = ""


OURS = Engine("Communiqué", corpus_adapter.reanchor, corpus_adapter.merge3, corpus_adapter.diff)
ENGINES = (
    OURS,
    Engine("difflib, words", diff=text_peers.difflib_words),
    Engine(
        "diff-match-patch",
        text_peers.dmp_anchor,
        text_peers.dmp_merge,
        text_peers.dmp_diff,
        needs="diff_match_patch",
    ),
    Engine("git merge-file", merge=text_peers.git_merge),
    Engine("quote search", text_peers.quote_anchor, needs="rapidfuzz"),
)
ROWS = (
    ("anchors, intact: exact", "≥ 99.8 %"),
    ("anchors, edited: found", "≥ 98.5 %"),
    ("anchors, moved: found", "≥ 95 %"),
    ("anchors, deleted: gone or uncertain", "≥ 97.5 %"),
    ("anchors on wrong words", "≤ 0.05 %"),
    ("1,000 anchors on 10 kB", "≤ 20 ms"),
    ("merges: clean and correct", "≥ 99.3 %"),
    ("merges: wrong", "0"),
    ("merges: person not asked", "0"),
    ("merge, mean", ""),
    ("diff: broken or not repeatable", "0"),
    ("diff: marked against the cheapest", "≤ 1.06"),
    ("diff: borders inside words", "0"),
    ("diff of 10 kB, p95", "≤ 5 ms"),
    ("diff: growth exponent", "≤ 1.2"),
    ("diff of 640 kB", "≤ 2 s"),
    ("diff of unrelated 60 kB", "≤ 1 s"),
)


def main() -> None:
    """Measure everything that is there to be measured."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    wanted.add_argument("--quick", action="store_true", help="peers on 12 pairs of texts only")
    args = wanted.parse_args()
    graders = args.corpus / "graders"
    if not graders.is_dir():
        sys.exit(f"The development corpus is missing: no folder {graders}. Name another one with --corpus.")
    sys.path.insert(0, str(graders))
    modules = [importlib.import_module(f"grade_{name}") for name in ("anchors", "merges", "diff")]
    _count_no_underscore_as_a_letter(modules[-1])
    figures = {engine.name: dict(_measured(engine, modules, args.quick)) for engine in _present()}
    _print(figures)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")


def _count_no_underscore_as_a_letter(grader: ModuleType) -> None:
    """An underscore beside a word is a mark of its emphasis: a border between them cuts no word."""
    is_letter: Callable[[str], bool] = grader.is_word_char
    vars(grader)["is_word_char"] = lambda sign: sign != "_" and is_letter(sign)


def _present() -> Iterator[Engine]:
    for engine in ENGINES:
        if engine.needs and not text_peers.is_installed(engine.needs):
            print(f"{engine.name} is not measured: the package {engine.needs} is not installed.", file=sys.stderr)
        else:
            yield engine


def _measured(engine: Engine, modules: list[ModuleType], quick: bool) -> Iterator[tuple[str, str]]:
    anchors, merges, diffs = modules
    # Processor time, which a busy machine does not stretch; but git works in a process of its own.
    clock = time.perf_counter if engine.merge is text_peers.git_merge else time.process_time
    for module in modules:
        module.time = SimpleNamespace(perf_counter=clock)  # type: ignore[attr-defined]
    print(f"measuring {engine.name} ...", file=sys.stderr)
    if engine.anchor:
        yield from _anchor_figures(anchors.grade(engine.anchor, engine.name))
    if engine is OURS:
        yield "1,000 anchors on 10 kB", f"{_thousand_anchors(anchors):.1f} ms"
    if engine.merge:
        yield from _merge_figures(merges.grade(engine.merge, engine.name))
    if engine.diff:
        sample = 0 if engine is OURS else 12 if quick else 30
        yield from _diff_figures(diffs.grade(engine.diff, engine.name, sample, cap=20.0))
        yield "diff of 10 kB, p95", f"{_slow_revision(engine.diff, anchors):.1f} ms"


def _anchor_figures(out: dict[str, Any]) -> Iterator[tuple[str, str]]:
    rows: dict[str, dict[str, Any]] = out["rows"]
    yield "anchors, intact: exact", f"{rows['class intact']['exact']:.2f} %"
    for kind, name in (("class edited", "edited"), ("class moved", "moved")):
        parts = [row for key, row in rows.items() if key.startswith(kind)]
        found = sum(row["iou50"] * row["surviving"] for row in parts) / sum(row["surviving"] for row in parts)
        yield f"anchors, {name}: found", f"{found:.2f} %"
    yield "anchors, deleted: gone or uncertain", f"{rows['ALL']['correct_orphan']:.2f} %"
    yield "anchors on wrong words", f"{rows['ALL']['wrong_place']:.2f} %"


def _merge_figures(out: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "merges: clean and correct", f"{out['clean_correct']:.2f} %"
    yield "merges: wrong", str(out["wrong_merges"])
    yield "merges: person not asked", str(out["missed_conflicts"])
    yield "merge, mean", f"{out['ms']:.1f} ms"


def _diff_figures(out: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield (
        "diff: broken or not repeatable",
        str(out["broken"] + out["nondeterministic"] + out["crash"] + out["over_cap"]),
    )
    yield "diff: marked against the cheapest", f"{out['inflation_total']:.2f}"
    yield "diff: borders inside words", f"{out['borders_in_words']:.1f} %"
    yield "diff: growth exponent", f"{out['growth_exponent']}"
    last = out["growth"][-1][1]
    yield "diff of 640 kB", f"{last:.2f} s" if out["growth_complete"] else "over 20 s"
    unrelated = out["unrelated_60k_s"]
    yield "diff of unrelated 60 kB", f"{unrelated:.2f} s" if unrelated is not None else "over 20 s"


def _ten_kilobytes(anchors: ModuleType) -> list[tuple[str, str]]:
    pairs: dict[str, tuple[str, str]] = anchors.load()[0]
    return [pair for pair in pairs.values() if 8_000 <= len(pair[0]) <= 13_000]


def _thousand_anchors(anchors: ModuleType) -> float:
    """Milliseconds for a thousand anchors over one revision, the median of the revisions."""
    times = []
    for before, after in _ten_kilobytes(anchors):
        starts = [at for at in range(0, len(before) - 40, (len(before) - 40) // 1100) if is_border(before, at)]
        spans = [(at, at + 12) for at in starts if is_border(before, at + 12)][:1000]
        times.append(_best(lambda b=before, a=after, s=spans: reanchor_all(b, a, s)))  # type: ignore[misc]
    return statistics.median(times)


def _slow_revision(diff: Callable[..., Any], anchors: ModuleType) -> float:
    """Milliseconds for one revision, so that 95 of 100 take no longer."""
    times = [_best(lambda b=b, a=a: diff(b, a)) for b, a in _ten_kilobytes(anchors)]  # type: ignore[misc]
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def _best(act: Callable[[], object], times: int = 3) -> float:
    """Milliseconds of processor time, which a busy machine does not stretch; the best of a few."""
    found = []
    for _ in range(times):
        start = time.process_time()
        act()
        found.append(1000 * (time.process_time() - start))
    return min(found)


def _print(figures: dict[str, Figures]) -> None:
    names = list(figures)
    lines = [["", "aim", *names], *([row, aim, *(figures[name].get(row, "") for name in names)] for row, aim in ROWS)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        print(" | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


if __name__ == "__main__":
    main()
