"""A change that was asked for and a text written by hand: made there already, open, or for a person to tell."""

import pytest

from workflow.text.edits.uptake import Uptake, lacks_words, uptake, uptake_in
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit
MADE, OPEN, UNCLEAR = Uptake.MADE, Uptake.OPEN, Uptake.UNCLEAR

STAFF = (
    "As civil society, we know that threats to the Court go hand in hand with threats to those who defend it. "
    "We are aware of the stakes. States parties must fund the Court and protect its staff."
)
FIRST, SECOND, LAST = (f"{words}." for words in STAFF.rstrip(".").split(". "))
WITNESSES = LAST.replace("staff", "staff and witnesses")
HEARD = "As we have heard repeatedly in this hall, the Court needs all of us today."
FAVOUR = "Justice is not a favour that states grant when they please."
MUST = "We must stand firm for victims. We must commit to the spirit of the Statute."
NEED = "We act in the name of the many when we need it the most."
NOW = "The court needs funds. States must act now. Victims wait for justice and for truth in many places."
ARABIC = "لا عدالة بلا حماية. شركاؤنا يتكلمون عن العدالة في لاهاي كل يوم. نريد السلام لكل الضحايا في كل مكان."
CHINESE = "我们呼吁各国尽快批准该公约。法院必须得到足够的资金。证人和受害者应当受到保护。缔约国大会将于十二月举行。"
WITNESS = "证人和受害者应当受到保护。"
RICE = "这里有其他的话语。"

HOOKS = (
    "No guarantee can be given, because cluster administrators may register plugins or webhooks, which we do not rule."
)
MORE_HOOKS = HOOKS.replace(" or webhooks,", ", webhooks, and fair queues,")
OWNERS = HOOKS.replace("cluster administrators", "their owners")
MOSTLY = "You might be overruled, and you might also prevail. We are reasonable people. Mostly."
YEARS = "Officers: 2021: jberkus, alisondy 2022: coderanger, kaslin, dims"
MOVED = "Projects may move into the OpenJS Foundation, and new ones start within the OpenJS Foundation."
PAID = "After termination, we will remit to you all payments received within ninety days of that end."
OWNED = "A project must have its trademark and logo assets transferred to the Linux Foundation."

TABLE = [
    # before, words asked about (the last of them), asked for, what was written, uptake
    ((HOOKS,), " or webhooks,", ", webhooks, and fair queues,", (MORE_HOOKS.replace("cluster", "what"),), MADE),
    ((HOOKS,), " or webhooks,", ", webhooks, and fair queues,", (HOOKS.replace("cluster", "what"),), OPEN),
    ((HOOKS,), "cluster administrators", "their owners", (f"{HOOKS} {OWNERS}",), OPEN),
    (("Rare times are for us.",), "Rare", "Good and new", ("Rare Good and new times are for us.",), UNCLEAR),
    ((MOSTLY,), " Mostly.", "", (MOSTLY.replace("Mostly.", "In addition we need the controllers."),), MADE),
    ((MOSTLY,), " Mostly.", "", (f"Mostly. {MOSTLY[:-8]}In addition we need the controllers.",), UNCLEAR),
    (
        (YEARS,),
        "kaslin, dims",
        "kaslin, dims 2023: kaslin, dims, bridget",
        (f"{YEARS} 2023: kaslin, dims, bridget".replace("coderanger", "insurance"),),
        MADE,
    ),
    (
        (MOVED,),
        "within the OpenJS Foundation",
        "within the Foundation",
        (MOVED.replace("within the OpenJS", "within the") + " Feel bought into the OpenJS Foundation.",),
        MADE,
    ),
    (
        (PAID,),
        "we will remit",
        "Stripe will process and remit",
        ("After be, Stripe will process and remit to you" + PAID[37:],),
        MADE,
    ),
    (
        (OWNED,),
        "Linux Foundation",
        "Linux Foundation or a Linux Foundation project hosting entity",
        (OWNED.replace("Linux Foundation", "an Foundation or a Linux Foundation project hosting entity"),),
        MADE,
    ),
    ((STAFF,), "protect its staff", "protect its staff and witnesses", (f"{WITNESSES} {FIRST} {SECOND}",), MADE),
    ((STAFF,), "protect its staff", "protect its staff and witnesses", (f"{FIRST} {SECOND}", WITNESSES), MADE),
    ((STAFF,), "protect its staff", "protect its staff and witnesses", (f"{FIRST} {SECOND}", LAST), OPEN),
    ((STAFF,), "protect its staff", "protect its staff and witnesses", (f"{LAST} {FIRST} {SECOND}",), OPEN),
    (
        (STAFF,),
        "protect its staff",
        "protect its staff and witnesses",
        (f"{FIRST} {SECOND}", WITNESSES.replace("States", "All states")),
        MADE,
    ),
    # Before the last stop, with a sentence behind or before, and with another word of the sentence changed.
    ((STAFF,), "staff", "staff and witnesses", (f"{FIRST} {SECOND} {WITNESSES} {FAVOUR}",), MADE),
    ((STAFF,), "staff", "staff, now", (f"{FAVOUR} {STAFF[:-1]}, now.",), MADE),
    ((STAFF,), "staff", "staff, now", (f"{STAFF[:-1].replace('fund', 'pay')}, now. {FAVOUR}",), MADE),
    ((STAFF,), "its staff", "all staff", (STAFF.replace("its staff", "our staff"),), UNCLEAR),
    ((STAFF,), "protect its staff", "shield its staff", (STAFF.replace("its staff", "our people"),), OPEN),
    ((STAFF,), "protect", "shield", (STAFF.replace("its staff", "and shield it"),), UNCLEAR),
    ((STAFF,), "As civil society, we know", "We are sure", ("Friends! We are sure" + STAFF[25:],), MADE),
    ((STAFF,), "As civil society, we know", "We are sure", ("We know and we are sure" + STAFF[25:],), MADE),
    ((STAFF,), "know", "are sure", (STAFF.replace("know", "know and are sure"),), UNCLEAR),
    ((STAFF,), "its", "our", (STAFF.replace("protect its staff", "shield its people"),), UNCLEAR),
    (("We are many. " + HEARD, FAVOUR), "repeatedly ", "", ("We are many.", f"{HEARD} {FAVOUR}"), OPEN),
    (
        ("We are many. " + HEARD, FAVOUR),
        "repeatedly ",
        "",
        ("We are many.", f"{HEARD.replace('repeatedly ', '')} {FAVOUR}"),
        MADE,
    ),
    ((MUST,), "must ", "", (MUST.replace("We must stand firm for victims.", "We are firmer than ever."),), OPEN),
    ((NEED,), "the most", "most", (NEED.replace("the most", "most") + " This is the moment of the law.",), MADE),
    ((NEED,), "the most", "most", (NEED + " This is the moment of the law.",), OPEN),
    ((NOW,), "act now", "act now without delay", ("States must act now without delay. " + NOW[:22] + NOW[43:],), MADE),
    ((NOW, FAVOUR), "act now", "act now without delay", (NOW[:22] + NOW[43:], f"{FAVOUR} {NOW[23:43]}"), UNCLEAR),
    ((ARABIC,), "بلا حماية", "بلا حماية ولا تمويل", (ARABIC[20:] + " لا عدالة بلا حماية ولا تمويل.",), MADE),
    (("The “law” of **all**.",), "law", "rule", ('The "rule" of all.',), MADE),
    (("La «loi» de tous.",), "loi", "règle", ('La "règle" de tous.',), MADE),
    (("Das „Recht“ aller.",), "aller", "von allen", ('Das "Recht" von allen.',), MADE),
    (("The law of all.",), "law", "**law**", ("The law of all.",), OPEN),
    # Of equal words side by side nobody knows which one was put in.
    ((STAFF,), "parties", "parties parties", (f"{FIRST} {SECOND}", LAST.replace("parties", "parties parties")), MADE),
    ((STAFF,), "parties", "parties parties", (f"{FIRST} {SECOND}", LAST), OPEN),
    # Where no spaces part the words.
    ((CHINESE, RICE), "受到", "始终受到", (CHINESE.replace(WITNESS, ""), RICE + WITNESS), OPEN),
    # Words of two neighbours, each of which is another one's; and words that stand beside the old ones.
    (("It is a hard time for us.",), "hard", "critical", ("It is a critical hour for us.",), MADE),
    (("It is a hard time for us.",), "time", "hour", ("It is a critical hour for us.",), MADE),
    (("It is a hard time for us.",), "hard", "critical", ("It is a critical, hard hour for us.",), UNCLEAR),
    (("Hard times for all of us.",), "Hard times", "Peace", ("Hard times Peace for nearly all of us.",), UNCLEAR),
    (("We act now.",), "now", "now, now", ("We act now, now and here.",), MADE),
    (("Today pay the Court for peace.",), "the Court", "all", ("Today pay all for the Court.",), UNCLEAR),
    (("Today victims here wait.",), "victims here", "we", ("Today we stand here.",), MADE),
    (("We thank the states today.",), "the", "all", ("We thank all but the courts today.",), UNCLEAR),
    (("We pay states now.",), "now", "now gladly", ("We pay courts now, very gladly.",), UNCLEAR),
    # The old word once more, in what was written behind; and beside the new one.
    (
        ("(3) Zusätzlich zu den Anforderungen der Absätze 1 und 2 haben Tierbesitzer in",),
        "Tierbesitzer", "Tierhalter",
        (
            "(3) Zusätzlich zu den Anforderungen der Absätze 1 und 2 haben Tierhalter in hat der Tierbesitzer "
            "unverzüglich durch den Tierarzt gemäß § 7 Abs. 1 die Ursache feststellen zu lassen.",
        ), MADE,
    ),
    (
        ("Under the Acts 1 and 2 owners have in",), "owners", "keepers",
        ("Under the Acts 1 and 2 keepers and also owners have in",), UNCLEAR,
    ),
    # Beside another one's word.
    (("We call on states.",), "call on", "call again on", ("We call loudly again on states.",), MADE),
    # A whole sentence, with another one before it and a word of the one before that changed.
    (("All hold the keys.",), "keys.", "keys. It binds us.", ("All bear the keys. Nobody came. It binds us.",), MADE),
    # Where the words on one side are another's by now, those on the other side tell: who puts them in says them twice.
    (("It is a moment for us.",), "It is", "It is hard hour", ("Moment hard hour a moment for us.",), MADE),
    (("فتحت المحكمة أبوابها للجميع.",), "المحكمة", "المحكمة هيئة جديدة", ("صدر هيئة جديدة أبوابها للجميع.",), MADE),
]  # fmt: skip


@pytest.mark.parametrize(("before", "old", "new", "after", "expected"), TABLE)
def test_whether_a_text_has_a_change(
    before: tuple[str, ...], old: str, new: str, after: tuple[str, ...], expected: Uptake
) -> None:
    issued, draft = _blocks(before), _blocks(after)
    start = before[0].rindex(old)
    asked = Amendment("A1", AmendmentKind.REPLACE, "p1", start, start + len(old), new)
    assert uptake(issued, draft, asked) is expected


@pytest.mark.parametrize(("before", "old", "new", "after", "expected"), TABLE)
def test_a_change_that_is_made_lacks_no_word(
    before: tuple[str, ...], old: str, new: str, after: tuple[str, ...], expected: Uptake
) -> None:
    assert expected is not MADE or not lacks_words(before[0], " ".join(after), new)


def test_words_that_stand_nowhere_are_lacking_however_they_are_set() -> None:
    assert lacks_words(FIRST, FIRST.upper(), "by nobody")
    assert not lacks_words(FIRST, f"{FIRST} B**y** n_o_body.", "by *nobody*")
    assert not lacks_words(FIRST, f"{FIRST} Told.", "[by nobody](https://example.org/a)"), "of links it is not told"


def _blocks(texts: tuple[str, ...]) -> tuple[Block, ...]:
    return tuple(Block(f"p{at}", BlockKind.PARAGRAPH, text) for at, text in enumerate(texts, start=1))


def test_of_sentences_that_changed_places_with_their_changes_each_is_known() -> None:
    base = "The commission must act now. The commission must act later."
    hand = "The commission must never act later. The commission must act today."
    assert uptake_in(base, hand, base.replace("act now", "act today")) is Uptake.MADE
    assert uptake_in(base, hand, base.replace("act later", "never act later")) is Uptake.MADE


def test_a_change_is_put_into_no_other_sentence_than_the_one_that_it_is_of() -> None:
    base, hand = "States act now. States act never.", "States act never. States act now."
    assert uptake_in(base, hand, base.replace("act never", "must act never")) is Uptake.UNCLEAR
