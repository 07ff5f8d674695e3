"""A sentence that the penholder wrote beside the old one, or in another paragraph: it is not put in once more."""

import pytest

from workflow.text.amendments.carried import Accepted
from workflow.text.consolidation.consolidation import Consolidated, consolidate
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit

HOOKS = "No guarantee can be given, because cluster administrators may register plugins, which we do not rule."
OWNERS = HOOKS.replace("cluster administrators", "their owners")
OTHER = "The rules of the house hold here as well."
TELLS = "We tell all who ask."
MORE = OWNERS.replace("which we do not rule", "and more")


def text(*paragraphs: str) -> tuple[Block, ...]:
    return tuple(Block(f"p{at}", BlockKind.PARAGRAPH, words) for at, words in enumerate(paragraphs, start=1))


ISSUED = text(f"{HOOKS} {TELLS}", OTHER)


def words(ref: str, old: str, new: str, issued: tuple[Block, ...] = ISSUED) -> Amendment:
    block = next(each for each in issued if old in each.text)
    start = block.text.index(old)
    return Amendment(ref, AmendmentKind.REPLACE, block.id, start, start + len(old), new)


A1, A2, A3 = (
    words("A1", "cluster administrators", "their owners"),
    words("A2", "which we do not rule", "and more"),
    words("A3", "ask", "care"),
)


def put(draft: tuple[Block, ...], *asked: Amendment, issued: tuple[Block, ...] = ISSUED) -> Consolidated:
    return consolidate(issued, draft, [Accepted(each, issued) for each in asked], iter(("n1", "n2")).__next__)


@pytest.mark.parametrize(
    "written",
    [
        (f"{HOOKS} {OWNERS} {TELLS}", OTHER),
        (f"{OWNERS} {HOOKS} {TELLS}", OTHER),
        (f"{HOOKS} {TELLS} {OWNERS}", OTHER),
        (f"{HOOKS} {TELLS}", f"{OTHER} {OWNERS}"),
        (f"{HOOKS} {TELLS}", OTHER, OWNERS),
        (f"{HOOKS} {TELLS}", f"{OTHER[:-1]}, and {OWNERS.lower()}"),
    ],
)
def test_a_sentence_typed_where_the_old_one_still_stands_is_asked_about(written: tuple[str, ...]) -> None:
    made = put(text(*written), A1)
    assert [each.text for each in made.blocks] == list(written)
    assert (made.unapplied, made.by_hand) == (("A1",), ())


def test_what_is_asked_of_other_sentences_is_put_in_all_the_same() -> None:
    made = put(text(f"{HOOKS} {OWNERS} {TELLS}", OTHER), A1, A3)
    assert made.unapplied == ("A1",)
    assert made.blocks[0].text == f"{HOOKS} {OWNERS} We tell all who care."


def test_of_two_that_change_one_sentence_both_are_asked_about_where_it_was_typed_for_both() -> None:
    draft = text(f"{HOOKS} {TELLS}", f"{OTHER} {MORE}")
    assert set(put(draft, A1, A2).unapplied) == {"A1", "A2"}
    one = put(draft, A2)
    assert not one.unapplied
    assert one.blocks[0].text == f"{HOOKS.replace('which we do not rule', 'and more')} {TELLS}"


def test_two_places_of_which_the_penholder_typed_one_get_the_change_both() -> None:
    issued = text(f"{HOOKS} {TELLS}", f"{OTHER} {HOOKS}")
    start = issued[1].text.index("cluster administrators")
    other = Amendment("A2", AmendmentKind.REPLACE, "p2", start, start + len("cluster administrators"), "their owners")
    made = put(text(f"{OWNERS} {TELLS}", f"{OTHER} {HOOKS}"), A1, other, issued=issued)
    assert [each.text for each in made.blocks] == [f"{OWNERS} {TELLS}", f"{OTHER} {OWNERS}"]
    assert not made.unapplied


def test_a_paragraph_asked_for_may_say_what_another_asks_for_as_well() -> None:
    new = Amendment("A2", AmendmentKind.ADD, "", words=OWNERS, after="p2")
    made = put(text(f"{HOOKS} {TELLS}", OTHER, OWNERS), A1, new)
    assert [each.text for each in made.blocks] == [f"{OWNERS} {TELLS}", OTHER, OWNERS]
    assert not made.unapplied


def test_a_word_that_stands_in_a_new_sentence_by_chance_keeps_out_no_line_of_one_word() -> None:
    issued = text(OTHER, "War")
    asked = words("A1", "War", "Peace", issued)
    assert put(text(f"{OTHER} We ask for peace here.", "War"), asked, issued=issued).blocks[1].text == "Peace"
    assert put(text(OTHER, "War", "Peace"), asked, issued=issued).unapplied == ("A1",)
