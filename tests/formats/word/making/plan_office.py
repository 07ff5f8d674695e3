"""What LibreOffice is told to make of a document: its text as it was before all changes, then the changes.

The plan is JSON, since LibreOffice's own interpreter makes the file (`office.py`) and has none of our packages.
Paragraphs hold pieces of words; a change has its place in the words of its paragraph before all changes.
"""

from typing import Any

from tests.formats.word.making import model as m


def plan_of(document: m.Document) -> dict[str, Any]:
    """The plan of a document of paragraphs, tables and boxes; changes of words and whole paragraphs."""
    parts: list[dict[str, Any]] = []
    before = 0  # paragraphs that are put in later, before the next one that stands
    waiting: list[dict[str, Any]] = []
    for part in document.of:
        if isinstance(part, m.Table):
            cells = [["".join(w.text for w in cell if isinstance(w, m.Words)) for cell in row] for row in part.rows]
            parts.append({"table": cells})
            continue
        assert isinstance(part, m.Para)
        if part.mark_ins:
            (ins,) = part.of
            assert isinstance(ins, m.Ins)
            waiting.append({"by": ins.by, "words": "".join(w.text for w in ins.of if isinstance(w, m.Words))})
            before += 1
            continue
        shape = {"kind": part.kind, "level": part.level, "num": part.num, "gone": part.mark_del}
        plan = _Paragraph(document)
        plan.add(part.of)
        parts.append(
            {**shape, "pieces": plan.pieces, "changes": plan.changes, "comments": plan.comments, "before": waiting}
        )
        waiting = []
    return {"language": document.language, "parts": parts}


class _Paragraph:
    """The words of a paragraph before all changes, and its changes by their place in them."""

    def __init__(self, document: m.Document) -> None:
        self.document = document
        self.pieces: list[dict[str, Any]] = []
        self.changes: list[dict[str, Any]] = []
        self.at = 0
        self.whole = 0  # with the words that were put in
        self.comments: list[dict[str, Any]] = []

    def add(self, inlines: Any, href: str = "") -> None:
        for each in inlines:
            match each:
                case m.Words():
                    bold, italic = each.was if each.by else (each.bold, each.italic)
                    self._piece(text=each.text, bold=bold, italic=italic, href=href)
                    if each.by:
                        change = {"do": "bold", "by": each.by, "start": self.at - len(each.text), "end": self.at}
                        self.changes.append(change)
                case m.Link():
                    self.add(each.of, each.href)
                case m.Note():
                    self._piece(note=["".join(w.text for w in p.of) for p in each.of], end=each.end)
                case m.Picture():
                    self._piece(picture=each.alt)
                case m.Box():
                    self._piece(box=["".join(w.text for w in p.of) for p in each.of])
                case m.Com():
                    self._comment(each)
                case m.Del():
                    start = self.at
                    self.add(each.of)
                    self.changes.append({"do": "del", "by": each.by, "start": start, "end": self.at})
                case m.Ins():
                    self._put_in(each)
                case _:
                    raise NotImplementedError(each)

    def _put_in(self, each: m.Ins) -> None:
        """Words that are put in, and which of them another takes out afterwards."""
        words, gone = "", []
        for inner in each.of:
            of = inner.of if isinstance(inner, m.Del) else [inner]
            text = "".join(w.text for w in of if isinstance(w, m.Words))
            if isinstance(inner, m.Del):
                gone.append(
                    {"do": "del", "by": inner.by, "start": self.at + len(words), "end": self.at + len(words + text)}
                )
            words += text
        self.whole += len(words)
        self.changes.append({"do": "ins", "by": each.by, "at": self.at, "words": words, "gone": gone})

    def _comment(self, each: m.Com) -> None:
        said, start = self.document.comments[each.key], self.whole
        self.add(each.of)
        body = "\n".join(said.body)
        self.comments.append({"by": said.author, "body": body, "start": start, "end": self.whole})

    def _piece(self, **piece: Any) -> None:
        self.pieces.append(piece)
        # A note's mark, an anchored picture and a frame are one sign of LibreOffice's text.
        self.at += len(piece.get("text", "x"))
        self.whole += len(piece.get("text", "x"))
