"""Measures anchors and merges on texts that the engine was not made with: what packages here say of themselves.

python -m bench.heldout [--texts 150] [--seed 1]

Their revisions are made by chance, so that each word's fate is known: words replaced, put in and taken out, sentences
and paragraphs carried elsewhere, copied and taken out. What is found is said for each class, with the worst cases.
"""

import argparse
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from workflow.text.anchors.anchors import reanchor_all
from workflow.text.merge.merge import merge3
from workflow.text.unicode.graphemes import is_border

FOLDERS = (Path("/usr/share/doc"), Path(__file__).resolve().parent.parent / ".venv")
_NAMES = re.compile(r"(?i)(readme|license|licence|copying|notice|contributing|news|changelog)[^/]*\Z|\.(md|rst)\Z")
_SENTENCE_END = re.compile(r"[.!?]\Z")
_NEW = ("peace", "river", "council", "agreement", "shall", "without", "thirty", "members", "report", "again", "never")

Word = tuple[int, str]  # its number in the text before, below 0 when it is new; and how it reads
Paragraph = list[list[Word]]  # sentences


@dataclass
class Revision:
    """A text, what became of it, and the place there of each of its words."""

    before: str
    after: str
    spans: list[tuple[int, int]]
    places: dict[int, tuple[int, int]]
    carried: set[int]


def main() -> None:
    """Measure and print."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--texts", type=int, default=150)
    wanted.add_argument("--seed", type=int, default=1)
    args = wanted.parse_args()
    chance = Random(args.seed)
    found = texts(args.texts, chance)
    start = time.process_time()
    counts, wrong = anchor_counts(found, Random(args.seed))
    print(f"{len(found)} texts; anchors in {time.process_time() - start:.1f} s")
    for kind in ("intact", "edited", "moved", "deleted"):
        asked = counts[kind]
        once = 100 * counts[kind, "once found"] / max(counts[kind, "once"], 1)
        print(
            f"  {kind}: {asked} asked, {100 * counts[kind, 'found'] / max(asked, 1):.2f} %; standing once {once:.2f} %"
        )
    total = sum(counts[kind] for kind in ("intact", "edited", "moved", "deleted"))
    print(f"  wrong place: {counts['wrong']} of {total}, {100 * counts['wrong'] / max(total, 1):.3f} %")
    print(f"  another copy of the same words: {counts['copy']}")
    start = time.process_time()
    merges = merge_counts(found, Random(args.seed))
    print(f"merges in {time.process_time() - start:.1f} s: {dict(merges)}")
    for case in wrong[:10]:
        print("  wrong:", case)


def texts(count: int, chance: Random) -> list[str]:
    """So many texts of 2 to 20 kB with several paragraphs, each once."""
    paths = [path for folder in FOLDERS if folder.is_dir() for path in folder.rglob("*") if _NAMES.search(path.name)]
    chance.shuffle(paths := sorted(path for path in paths if path.is_file() and path.suffix != ".gz"))
    found: dict[str, str] = {}
    for path in paths:
        if len(found) >= count:
            break
        text = path.read_text("utf-8", errors="ignore").replace("\r\n", "\n")
        text = "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())[:20_000]
        if len(text) > 2_000 and text.count("\n\n") > 5:
            found.setdefault(text[:200], text)
    return list(found.values())


def paragraphs(text: str) -> list[Paragraph]:
    """The words with their numbers, by paragraphs and sentences."""
    number, made = 0, list[Paragraph]()
    for part in text.split("\n\n"):
        paragraph: Paragraph = [[]]
        for word in part.split():
            paragraph[-1].append((number, word))
            number += 1
            if _SENTENCE_END.search(word):
                paragraph.append([])
        made.append([sentence for sentence in paragraph if sentence])
    return [each for each in made if each]


def written(made: list[Paragraph]) -> tuple[str, dict[int, tuple[int, int]]]:
    """The text and the place of each word that has a number."""
    places: dict[int, tuple[int, int]] = {}
    pieces, at = list[str](), 0
    for paragraph in made:
        words = [word for sentence in paragraph for word in sentence]
        for n, (number, word) in enumerate(words):
            if number >= 0:
                places[number] = at, at + len(word)
            piece = word + (" " if n < len(words) - 1 else "\n\n")
            pieces.append(piece)
            at += len(piece)
    return "".join(pieces).rstrip("\n"), places


def edited(sentence: list[Word], chance: Random) -> list[Word]:
    """One to three words replaced, put in or taken out, side by side."""
    at, length = chance.randrange(len(sentence)), chance.choice([0, 1, 1, 2, 3])
    new = [(-1, chance.choice(_NEW)) for _ in range(chance.choice([0, 1, 1, 2]) or (length == 0))]
    return [*sentence[:at], *new, *sentence[at + length :]]


def revision(text: str, chance: Random) -> Revision:
    """The text with one change for every 700 characters or so, a few of them of whole sentences and paragraphs."""
    made = paragraphs(text)
    before, spans = written(made)
    carried: set[int] = set()
    for _ in range(max(2, len(text) // 700)):
        at = chance.randrange(len(made))
        match chance.choice(["word"] * 6 + ["sentence", "paragraph", "out", "copy"]):
            case "word":
                n = chance.randrange(len(made[at]))
                made[at][n] = edited(made[at][n], chance)
                made[at] = [sentence for sentence in made[at] if sentence] or [[(-1, "New.")]]
            case "sentence" if len(made[at]) > 1:
                sentence = made[at].pop(chance.randrange(len(made[at])))
                home = made[chance.randrange(len(made))]
                home.insert(chance.randrange(len(home) + 1), sentence)
                carried |= {number for number, _ in sentence}
            case "paragraph":
                paragraph = made.pop(at)
                made.insert(chance.randrange(len(made) + 1), paragraph)
                carried |= {number for sentence in paragraph for number, _ in sentence}
            case "out" if len(made) > 3:
                made.pop(at)
            case "copy":
                copy = [[(-1, word) for _, word in sentence] for sentence in made[at]]
                made.insert(chance.randrange(len(made) + 1), copy)
    after, places = written(made)
    return Revision(before, after, [spans[n] for n in range(len(spans))], places, carried)


def anchor_counts(found: list[str], chance: Random) -> tuple[Counter[object], list[str]]:
    """How many anchors of each class were asked, and how many found."""
    counts, wrong = Counter[object](), list[str]()
    for text in found:
        made = revision(text, chance)
        firsts = [chance.randrange(len(made.spans)) for _ in range(60)]
        groups = [range(first, min(len(made.spans), first + chance.choice([1, 2, 3, 5, 8, 13]))) for first in firsts]
        asked = [(made.spans[each[0]][0], made.spans[each[-1]][1]) for each in groups]
        whole = [n for n, span in enumerate(asked) if all(is_border(made.before, at) for at in span)]
        groups, asked = [groups[n] for n in whole], [asked[n] for n in whole]
        for each, span, anchor in zip(groups, asked, reanchor_all(made.before, made.after, asked), strict=True):
            left = [made.places[n] for n in each if n in made.places]
            kind, truth = _truth(made, each, left)
            if kind is None or len(made.before[slice(*span)]) < 4:
                continue
            counts[kind] += 1
            words = made.before[slice(*span)]
            is_once = max(made.before.count(words), made.after.count(words)) == 1
            counts[kind, "once"] += is_once
            answer = None if anchor.start is None or anchor.end is None else (anchor.start, anchor.end)
            is_found = _is_found(kind, truth, answer)
            counts[kind, "found"] += is_found
            counts[kind, "once found"] += is_found and is_once
            if answer and truth and min(answer[1], truth[1]) <= max(answer[0], truth[0]):
                is_copy = made.after[slice(*answer)] == made.after[slice(*truth)]
                counts["copy" if is_copy else "wrong"] += 1
                wrong += [f"{made.before[slice(*span)]!r} -> {made.after[slice(*answer)]!r}"] * (not is_copy)
    return counts, wrong


def _truth(made: Revision, each: range, left: list[tuple[int, int]]) -> tuple[str | None, tuple[int, int] | None]:
    """The class of an anchor, and where its words stand; None where too few are left, where they were torn apart, or a
    copy made elsewhere stands for those that went.
    """
    words = made.before[made.spans[each[0]][0] : made.spans[each[-1]][1]]
    if not left:
        return (None if made.after.count(words) >= made.before.count(words) else "deleted"), None
    kept = made.places.keys() & set(each)
    if kept & made.carried and kept - made.carried:
        return None, None
    truth = left[0][0], left[-1][1]
    if truth[0] > truth[1] or truth[1] - truth[0] > 2 * len(words) + 40 or 2 * len(left) <= len(each):
        return None, None
    if made.carried & set(each):
        return "moved", truth
    return ("intact" if made.after[slice(*truth)] == words else "edited"), truth


def _is_found(kind: str, truth: tuple[int, int] | None, answer: tuple[int, int] | None) -> bool:
    if truth is None or answer is None:
        return truth is answer
    if kind == "intact":
        return truth == answer
    both = min(truth[1], answer[1]) - max(truth[0], answer[0])
    return both >= 0.5 * (max(truth[1], answer[1]) - min(truth[0], answer[0]))


def merge_counts(found: list[str], chance: Random) -> Counter[str]:
    """Merges of edits of different sentences, which go in, and of one word, which a person decides."""
    counts = Counter[str]()
    for text in found:
        made = paragraphs(text)[:30]
        for _ in range(4):
            ours, theirs, both = ([list(each) for each in made] for _ in range(3))
            places = [(p, s) for p, each in enumerate(made) for s in range(len(each)) if len(each[s]) > 6]
            chance.shuffle(places)
            for k, (p, s) in enumerate(places[:6]):
                side = (ours, theirs)[k % 2]
                side[p][s] = both[p][s] = edited(made[p][s], chance)
            base, one, other, wanted = (written(each)[0] for each in (made, ours, theirs, both))
            text_, conflicts = merge3(base, one, other)
            counts["clean" if not conflicts and text_ == wanted else "asked" if conflicts else "wrong"] += 1
            if not places:
                continue
            p, s = places[-1]
            at = chance.randrange(1, len(made[p][s]) - 1)
            for side, word in (ours, "alpha"), (theirs, "omega"):
                side[p][s] = [*made[p][s][:at], (-1, word), *made[p][s][at + 1 :]]
            counts["clash asked" if merge3(base, written(ours)[0], written(theirs)[0])[1] else "clash missed"] += 1
    return counts


if __name__ == "__main__":
    main()
