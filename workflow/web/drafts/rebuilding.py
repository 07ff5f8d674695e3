"""A form whose text came as what changed of the save that it was opened on, and what its script is answered.

A text box ends a line with `\\n`, a form brings `\\r\\n`: base, result and digests are of the text with `\\n`.
"""

from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from workflow.models.version import Draft
from workflow.queries.shared.standing import Standing
from workflow.queries.statements import drafts
from workflow.rules.drafts.refusals import StaleDraft
from workflow.rules.shared.refusals import Refusal, WholeTextNeeded
from workflow.text.diff import delta_between, line_ends, text_digest
from workflow.text.document import to_markdown
from workflow.text.values import Block
from workflow.web.shared.forms import Form
from workflow.web.shared.moments import moment
from workflow.web.shared.refusals import sentence_of
from workflow.web.shared.scripted import is_scripted, rebuild_text


def is_by_itself() -> bool:
    """Whether the form was sent while somebody wrote, by no button."""
    return is_scripted() and "by_itself" in request.form


def whole_input(session: Session, standing: Standing, language: str, block: str | None = None) -> MultiDict[str, str]:
    """What the form brought, its text as a whole; raises WholeTextNeeded where it is not the one that was typed."""
    brought = MultiDict(request.form)
    delta, digest = brought.pop("delta", None), brought.pop("digest", "")
    if delta is None:
        if digest and text_digest(line_ends(brought.get("text", ""))) != digest:
            raise WholeTextNeeded
        return brought
    base, bases = brought.pop("base", ""), _bases(session, standing, language, block, brought)
    brought["text"] = rebuild_text(bases, delta, base, digest)
    return brought


def _bases(
    session: Session, standing: Standing, language: str, block: str | None, brought: MultiDict[str, str]
) -> list[str]:
    """The texts that the box may have had: of the save, and of a paragraph with answers put in as its form says."""
    serial = brought.get("serial", 0, type=int)
    save = drafts.one_save(session, standing, language, serial) if 0 <= serial < 2**31 else None
    found = [box_text(save.blocks if save else (), block)]
    return [line_ends(brought["shown"]), *found] if brought.get("shown") else found


def box_text(blocks: tuple[Block, ...], block: str | None) -> str:
    """What stands in the box of a draft, or of one of its paragraphs."""
    if block is None:
        return to_markdown(blocks)
    return to_markdown([each for each in blocks if each.id == block]).rstrip("\n")


def facts_of_save(saved: Draft, typed: str, kept: str, shown: str) -> dict[str, Any]:
    """What the script learns of a save: its serial, when it was made, and what was made of the typed text.

    shown: of a paragraph, as its form carries it.
    """
    typed = line_ends(typed)
    facts: dict[str, Any] = {
        "serial": saved.serial,
        "said": gettext("Saved %(when)s", when=moment(saved.saved_at)),
        "shown": shown,
    }
    if kept != typed:
        facts |= {"kept": delta_between(typed, kept), "digest": text_digest(kept)}
    return facts


def answer_refusal(refusal: Refusal) -> ResponseReturnValue:
    """What the script learns where nothing was saved: the sentence, and whether the text is to be sent otherwise."""
    facts: dict[str, Any] = {"said": sentence_of(refusal)}
    if isinstance(refusal, StaleDraft):
        facts["stale"] = True
    if isinstance(refusal, WholeTextNeeded):
        facts["whole"] = True
    return jsonify(facts), refusal.status


def answer_problems(form: Form) -> ResponseReturnValue:
    """What the script learns of a form that cannot be taken: what is to be put right."""
    said = " ".join(dict.fromkeys(each.said for each in form.problems))
    return jsonify(said=said), 422
