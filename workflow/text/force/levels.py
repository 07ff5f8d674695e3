"""The numbers that decide how far beside a word is looked, for what makes it one of force.

Their tests are the changes of `tests/text/force_cases`, in four languages. Measured on the development corpus: 5,624
words of force of 32 texts, and what became of them. Where nothing is said a third more or less changes none of these.
"""

from workflow.text.values.answers import ChangeKind

# Code points beside words within which a word of force belongs to them: a "not" may turn them round from afar.
BESIDE = {ChangeKind.OBLIGATION: 40, ChangeKind.NUMBER: 1, ChangeKind.DATE: 1}
CLAUSE = 500  # code points of a clause beside a change; anything from 50
NOUN = 6  # words between a negation and the verb that it negates
SHORTEST = 4  # letters of a word that a beginning turns round
PREFIX = 5  # letters written together before a word, and one

# Code points before a word that are read.
LABEL = 30  # for what is counted: a year behind it is a number; anything from 10
TITLE = 12  # for a title: a word behind it is a name; anything from 5
BEGINNING = 12  # for what begins a sentence; 8: 122 more names
BRACKETS = 3  # for the end of another alternative
