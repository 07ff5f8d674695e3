"""Which lines greet and take leave, in four languages."""

import pytest

from workflow.text.document.greetings import is_closing, is_salutation
from workflow.text.document.markdown import parse
from workflow.text.values.block import BlockKind


@pytest.mark.parametrize(
    "line",
    [
        "Excellencies, ladies and gentlemen,",
        "Excellencies, Ladies and Gentlemen:",
        "Your Excellencies, distinguished delegates, dear colleagues,",
        "Mr. President,",
        "Madam President of the Assembly of States Parties,",
        "Distinguished members of the Assembly, dear friends,",
        "Dear Ms. Adeyemi,",
        "Dear colleagues",
        "**Excellencies,**",
        "Excellences, Mesdames et Messieurs,",
        "Monsieur le Président,",
        "Madame la Présidente de l’Assemblée, chers collègues,",
        "Mesdames et Messieurs les délégués,",
        "Mesdames, Messieurs,",
        "Chères amies, chers amis,",
        "Excelencias, señoras y señores:",
        "Señor Presidente:",
        "Señora Presidenta, distinguidos delegados,",
        "Estimadas y estimados colegas,",
        "أصحاب السعادة، السيدات والسادة،",
        "أصحاب المعالي والسعادة،",
        "السيدة الرئيسة،",
        "السيد رئيس جمعية الدول الأطراف،",
        "السيِّداتُ والسَّادة،",
        "أيها الزملاء الأعزاء،",
        "Dear Sir or Madam,",
        "Good morning, Excellencies,",
        "Mesdames et Messieurs les chefs de délégation,",
        "Señor Presidente, distinguidas delegaciones:",
        "Compañeras y compañeros:",
        "Su Excelencia:",
        "سيادة الرئيس،",
        "صباح الخير،",
    ],
)
def test_an_address_is_a_salutation(line: str) -> None:
    assert is_salutation(line)
    assert not is_closing(line)
    assert parse(f"{line}\n\nText.")[0].kind is BlockKind.SALUTATION


@pytest.mark.parametrize(
    "line",
    [
        "",
        "…",
        "Excellencies, ladies and gentlemen, this is a critical moment.",
        "Distinguished delegates have told us, over five days,",
        "Dear to us is the memory of those who fell,",
        "President of the Court",
        "States Parties must act.",
        "Friends of the Court? We are more than that.",
        "Mesdames et Messieurs les délégués ont adopté le texte.",
        "Señoras y señores han sido citados,",
        "السادة القضاة أصدروا حكمهم أمس في لاهاي،",
        "Nous remercions les États,",
        "Good Practices:",
        "Buenas prácticas:",
        "سيادة القانون:",
        "Ladies " * 40,
    ],
)
def test_a_sentence_is_no_salutation(line: str) -> None:
    assert not is_salutation(line)


@pytest.mark.parametrize(
    "line",
    [
        "Thank you.",
        "I thank you.",
        "Thank you very much.",
        "Thank you for your attention.",
        "Thank you, Mr. President.",
        "I thank you, Madam President, for your attention.",
        "*Thank you.*",
        "Je vous remercie.",
        "Je vous remercie de votre attention.",
        "Nous vous remercions.",
        "Merci.",
        "Merci, Madame la Présidente.",
        "Merci beaucoup !",
        "Gracias.",
        "Muchas gracias.",
        "Muchas gracias por su atención.",
        "Les agradezco su atención.",
        "Gracias, señor Presidente.",
        "شكرا لكم.",
        "شكراً جزيلاً لكم على حسن استماعكم.",
        "وشكراً.",
        "والسلام عليكم ورحمة الله وبركاته.",
        "نشكركم على اهتمامكم.",
        "Respectfully,",
        "In solidarity,",
        "With many thanks,",
        "Je vous remercie, Madame la Présidente, de votre attention.",
        "Veuillez agréer, Monsieur le Président, l’expression de notre haute considération.",
        "Merci de nous avoir écoutés.",
        "Cordialement,",
        "Gracias, señor Presidente, por su atención.",
        "Muchísimas gracias.",
        "Agradecemos su atención.",
        "Atentamente,",
        "شكرا السيد الرئيس.",
        "مع خالص الشكر والتقدير،",
        "وتفضلوا بقبول فائق الاحترام والتقدير،",
    ],
)
def test_thanks_are_a_closing_line(line: str) -> None:
    assert is_closing(line)
    assert not is_salutation(line)
    assert parse(f"Text.\n\n{line}")[-1].kind is BlockKind.CLOSING


@pytest.mark.parametrize(
    "line",
    [
        "",
        "We thank the Registry for its work during the year.",
        "Thank you for your attention, and let us now act: the Court needs its states parties more than ever before.",
        "Nous remercions le Greffe de son travail.",
        "Merci à ceux qui ont péri sans avoir vu la justice, et dont les noms restent inconnus de cette Assemblée.",
        "Gracias al trabajo de la Secretaría, el texto está listo.",
        "نشكر قلم المحكمة.",
    ],
)
def test_thanks_to_others_are_no_closing_line(line: str) -> None:
    assert not is_closing(line)


@pytest.mark.parametrize("line", ["Thank you, Mr. President.", "Merci, Madame.", "شكرا السيد الرئيس،", "السلام عليكم،"])
def test_thanks_for_the_floor_greet_where_a_text_begins(line: str) -> None:
    kinds = [block.kind for block in parse(f"# Title\n\n{line}\n\n{line}\n\nText.\n\n{line}")][1:]
    assert kinds == [BlockKind.SALUTATION, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.CLOSING]


def test_thanks_in_the_middle_are_a_paragraph() -> None:
    kinds = [block.kind.value for block in parse("Thank you.\n\nWe begin.\n\nThank you.\n\nMerci.\n\n[^1]: Note")]
    assert kinds == ["paragraph", "paragraph", "closing", "closing", "footnote"]


@pytest.mark.parametrize(
    "line",
    [
        "Je vous remercie infiniment.",
        "Nous vous remercions tous.",
        "Veuillez agréer, Madame, l'assurance de notre très haute considération et de notre profond respect.",
    ],
)
def test_french_thanks_and_leave_are_known_whole(line: str) -> None:
    assert is_closing(line)
