"""What looks torn in two is proposed as a join, in every script; what only looks unfinished is not."""

import pytest

from workflow.text.document.markdown import parse
from workflow.text.document.torn import joins

LONG = "We urge the states parties to speak up in defence of the work of the Court and its staff"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{LONG}. If ever", "there was a moment to come together, it is now."),
        (f"{LONG} and of the", "International Criminal Court."),
        (f"{LONG},", "and to protect it."),
        ("One two three four five six seven eight nine ten eleven twelve", "Rome Statute and all."),
        ("This is the very", "end. And so it begins."),
        (LONG, "Rome Statute and all."),
        ("The interna-", "tional order."),
        ("A short one that", "goes on."),
        ("**Bold words**", "go on."),
        ("words with a note[^1]", "go on."),
        ("“quoted words”", "go on."),
        ("- an item that", "goes on."),
        ("> a quotation that", "goes on."),
        ("Nous appelons les États parties à défendre la Cour et son personnel contre les", "Sanctions unilatérales."),
        ("Instamos a los Estados partes a que defiendan la labor de la", "Corte Penal Internacional."),
        (
            "ندعو الدول الأطراف إلى الدفاع عن عمل المحكمة الحيوي وعن موظفيها وعن كل من يتعاون",
            "معها في مواجهة العقوبات.",
        ),
        ("ندعو الدول الأطراف إلى", "الدفاع عن المحكمة."),
        ("ندعو الدول الأطراف، كما فعلنا من قبل،", "إلى الدفاع عن المحكمة."),
        ("قال المدعي العام. ولو كانت هناك", "لحظة للتضامن فهي الآن."),
        ("我们敦促缔约国捍卫法院的重要工作并保护其工作人员", "免受制裁的影响。"),
        ("हम राज्यों से आग्रह करते हैं कि वे न्यायालय के काम की रक्षा", "करें और आगे आएँ।"),
    ],
)
def test_a_sentence_that_breaks_off_is_proposed_as_a_join(one: str, other: str) -> None:
    assert joins(parse(f"{one}\n\n{other}")) == (0,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{LONG}.", "There was a moment."),
        (f"{LONG}.", "there was a moment."),
        (f"{LONG}!”", "And then."),
        (f"{LONG} (see above.)[^1]", "And then."),
        (f"{LONG}:", "to speak up."),
        (f"{LONG};", "to speak up."),
        (f"{LONG}…", "to speak up."),
        (LONG, "## A heading"),
        (LONG, "- an item"),
        (LONG, "> a quotation"),
        (LONG, "Ladies and gentlemen,"),
        (LONG, "(b) To speak up"),
        (LONG, "2. To speak up"),
        ("# A heading", "and text"),
        ("Ladies and gentlemen,", "we speak today."),
        ("A short line", "Text begins here."),
        ("One two three four five six seven eight nine ten eleven", "Rome Statute and all."),
        ("We will speak of the", "12"),
        ("12", "national crimes."),
        ("II. Universality of the Statute", "This Court is for all."),
        ("(c) give the Trust Fund for Victims what it needs", "Conclusion"),
        ("Tel. +31 70 311 1080", "office@example.org"),
        ("وللتواصل معنا", "office@example.org"),
        ("Recalling the Rome Statute and the obligations of all its states parties,", "Noting that they are many,"),
        ("- an item without a stop", "Text begins here."),
        (f"- {LONG}", "Text begins here."),
        (f"> {LONG}", "Text begins here."),
        ("Closing Statement", "ندعو الدول"),
        ("بيان ختامي", "ندعو الدول الأطراف إلى الدفاع عن المحكمة."),
        ("ندعو الدول الأطراف إلى الدفاع عن المحكمة؟", "ونشكركم."),
        ("ندعو الدول الأطراف إلى الدفاع عن المحكمة۔", "ونشكركم."),
        ("我们敦促缔约国捍卫法院的重要工作。", "谢谢。"),
        ("हम राज्यों से आग्रह करते हैं।", "धन्यवाद और आगे।"),
        ("Մենք կոչ ենք անում բոլոր պետություններին պաշտպանել դատարանը։", "և շնորհակալություն։"),
        ("ሁሉም አገሮች ፍርድ ቤቱን እና ሠራተኞቹን እንዲጠብቁ ዛሬ እንጠይቃለን።", "እናመሰግናለን።"),
    ],
)
def test_a_paragraph_that_is_whole_is_left_alone(one: str, other: str) -> None:
    assert joins(parse(f"{one}\n\n{other}")) == ()


def test_clauses_that_end_in_commas_are_not_torn() -> None:
    clauses = [
        "إذ تشير إلى نظام روما الأساسي وإلى التزامات الدول الأطراف فيه،",
        "وإذ تلاحظ أن عدد الدول الأطراف في ازدياد منذ اعتماده،",
        "وإذ تؤكد من جديد تصميمها على وضع حد للإفلات من العقاب،",
        "تقرر ما يلي.",
    ]
    assert joins(parse("\n\n".join(clauses))) == ()
    assert joins(parse("\n\n".join(clauses[2:]))) == (0,)


def test_commas_here_and_there_make_no_clauses() -> None:
    line = "ندعو الدول الأطراف، كما فعلنا في كل دورة من قبل،"
    source = f"{line}\n\nإلى الدفاع عن المحكمة وعن كل من يعمل فيها أو معها.\n\n" * 3
    assert joins(parse(source)) == (0, 2, 4)


@pytest.mark.parametrize(
    "lines",
    [
        "Personne ne nous a demandé\nsi la nuit suffisait\nà contenir\ntous nos absents",
        "لم يسألنا أحد\nإن كان الليل يكفي\nليضم\nكل من فقدنا",
        "Coalition for Rivers\nc/o The House of the\nmany Lakes\nde Ruyterkade 7",
    ],
)
def test_verse_and_addresses_are_not_torn(lines: str) -> None:
    assert joins(parse(lines.replace("\n", "\n\n"))) == ()


def test_a_narrow_column_is_torn() -> None:
    lines = (
        "We speak for those who live\nby the rivers and who have\nasked us to say to you that\nthey will not be moved."
    )
    assert joins(parse(lines.replace("\n", "\n\n"))) == (0, 1, 2)


def test_the_last_block_is_torn_from_nothing() -> None:
    assert joins(parse(LONG)) == ()
    assert joins([]) == ()
