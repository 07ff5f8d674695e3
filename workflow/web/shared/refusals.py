"""A refusal in the reader's language: the sentence that it carries, with its facts said as their types ask."""

from collections.abc import Sequence
from datetime import datetime
from functools import singledispatch
from typing import Any

from flask_babel import get_domain  # type: ignore[attr-defined]  # its list of names lacks it

from workflow.rules.shared.labels import VersionLabel
from workflow.rules.shared.refusals import Refusal
from workflow.rules.shared.sentences import Deadline, Language, Sentence
from workflow.web.shared.filling import fill
from workflow.web.shared.locale import join_words, language_name
from workflow.web.shared.marks import name_of_label
from workflow.web.shared.moments import deadline, moment


def sentence_of(refusal: Refusal) -> str:
    """What a refusal says in the reader's language: what happened, and what to do."""
    said = refusal.sentence
    return " ".join(_say(each, refusal) for each in (said if isinstance(said, tuple) else (said,)))


def _say(sentence: Sentence, refusal: Refusal) -> str:
    facts = {place: _in_words(getattr(refusal, name)) for place, name in sentence.facts.items()}
    catalogue = get_domain().get_translations()  # the extractor finds the words where the rules mark them
    if not sentence.many:
        return fill(str(catalogue.ugettext(sentence.one)), facts)
    counted = getattr(refusal, sentence.number)
    number = counted if isinstance(counted, int) else len(counted)
    return fill(str(catalogue.ungettext(sentence.one, sentence.many, number)), {"num": number, **facts})


@singledispatch
def _in_words(fact: Any) -> str:
    """A fact as it stands in a sentence: words, references and numbers as they are."""
    return str(fact)


def _join_facts(facts: Sequence[Any]) -> str:
    return join_words(map(str, facts))


_in_words.register(list, _join_facts)
_in_words.register(tuple, _join_facts)
_in_words.register(datetime, moment)
_in_words.register(Deadline, lambda fact: deadline(fact.at))
_in_words.register(Language, language_name)
_in_words.register(VersionLabel, name_of_label)
