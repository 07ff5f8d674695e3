"""The text that everything is measured on: ten kilobytes of a statement, and what members say about it. Invented."""

from itertools import cycle, islice

from workflow.text.document.markdown import parse
from workflow.text.values.block import Block

TITLE = "On open rivers and the people who live beside them"
OCCASION = "Ninth Assembly of the Court of Waters"
SIZE = 10_000  # characters

_SENTENCES = (
    "The river has risen twice this year, and those who live beside it have buried their dead on borrowed ground.",
    "We recall the commitments made at the seventh assembly and note with concern how few of them have been kept.",
    "States that hold the gates hold the harvest as well, and they owe an account of both to those downstream.",
    "No inquiry can be called independent while the ministry that is inquired into chooses who may sit on it.",
    "Observers were turned away at three of the five stations, and the reasons given to them differed each time.",
    "We welcome the publication of the gauges, and we ask that it be continued in the languages of the valley.",
    "The Registry has received nineteen communications since the spring, and has answered fewer than half of them.",
    "Cooperation is not a favour: it is an obligation that each state took upon itself when it signed.",
    "Victims have waited for a hearing longer than the engineers have waited for a permit.",
    "We urge all states to execute outstanding orders without delay and without conditions.",
    "The budget proposed for the coming year would close two field offices in places where they are needed most.",
    "Those who bring evidence must be able to return home, and the Court must be able to say that they can.",
    "It is a matter of record that the dam was opened at night, and a matter of shame that nobody was warned.",
    "We thank the communities that opened their schools, and the teachers who have slept beside their pupils since.",
)
_REMARKS = (
    "This goes further than what our members can support; could it say what we agreed in the spring instead?",
    "We would keep these words. They were the result of a long discussion and should not be lost again.",
    "The figure is not ours. Our colleagues at the stations counted differently, and we can send their tables.",
    "Please name the obligation and its article, so that nobody can call this a mere opinion.",
    "Two sentences say the same thing here; the second one is the better one.",
)
_PROPOSALS = ("has been proved beyond doubt", "with the greatest concern", "in all four languages", "as the law asks")
_PARAGRAPH = 3  # sentences


def text() -> list[Block]:
    """Salutation, paragraphs of three sentences with a heading now and then, and a closing line; no ids yet."""
    source, made, size = cycle(_SENTENCES), ["Excellencies, distinguished delegates,"], 0
    while size < SIZE:
        if len(made) % 9 == 0:
            made.append(f"## On the {('gates', 'gauges', 'hearings', 'offices')[len(made) // 9 % 4]}")
        made.append(" ".join(islice(source, _PARAGRAPH)))
        next(source)  # so that no two paragraphs begin alike too soon
        size += len(made[-1])
    return parse("\n\n".join([*made, "We thank you."]))


def long_text(paragraphs: int) -> list[Block]:
    """So many paragraphs, no two of them alike."""
    source = cycle(_SENTENCES)
    made = [f"Part {number}. " + " ".join(islice(source, _PARAGRAPH)) for number in range(paragraphs)]
    return parse("\n\n".join(made))


def remark(number: int) -> str:
    """What the comment or reason with that number says."""
    return f"{_REMARKS[number % len(_REMARKS)]} ({number})"


def proposal(number: int) -> str:
    """The words that the amendment with that number would put there."""
    return f"{_PROPOSALS[number % len(_PROPOSALS)]} ({number})"
