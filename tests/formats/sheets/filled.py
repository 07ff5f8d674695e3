"""Comment sheets as people fill them in, each with its truth: what every row comes to.

A truth is (kind, paragraph, words or what the paragraph then reads, reason), or (fate,) for a row that is no point.
"""

from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.formats.sheets.made import Filled, Xml, delimited, document, mark, runs, workbook
from workflow.rules.items.file_points import PointFate as F

EN = ("Paragraph", "Words of the text", "Kind", "Comment or reason", "Words proposed", "Mark of the sheet")
FR = ("Paragraphe", "Mots du texte", "Type", "Commentaire ou motif", "Mots proposés")
ES = ("Párrafo", "Palabras del texto", "Tipo", "Comentario o motivo", "Palabras propuestas")
AR = ("الفقرة", "كلمات النص", "النوع", "التعليق أو السبب", "الكلمات المقترحة")

RESOURCES = 'We note the need for sufficient resources for the court, and for the "victims" whom it serves.'
PLACES = Filled(
    "en", "places.xlsx",
    workbook([
        ("On rivers",), ("Version 2",), (), EN,
        (3, "resources", "Amendment", "They lack them.", "sufficient resources"),
        ("para 3", "“resources”", "", "They lack them.", "“sufficient resources”"),
        ("§3", "", "Comment", "Good.", ""),
        ("3, line 2", '"victims"', "Comment", "Survivors?", ""),
        ("whole text", "", "Comment", "Short and good.", ""),
        ("", "", "", "Also about all of it.", ""),
        ("", "speak up", "Comment", "Where?", ""),
        (),
        ("", "hard", "Comment", "Which one?", ""),
        ("Thank you", "", "Comment", "Warmer?", ""),
        ("paragraph 9", "", "Comment", "Nothing here.", ""),
        ("3 and 4", "", "Comment", "Both.", ""),
        ("Paragraph 3.", "falls behind", "", "So.", "lags"),
        ("line 4", "", "Comment", "Which paragraph?", ""),
        ("page 2, paragraph 5", "", "Comment", "Good end.", ""),
    ]),
    {
        5: ("replace", 3, RESOURCES, "They lack them."), 6: ("replace", 3, RESOURCES, "They lack them."),
        7: ("comment", 3, "", "Good."), 8: ("comment", 3, "victims", "Survivors?"),
        9: ("comment", None, "", "Short and good."), 10: ("comment", None, "", "Also about all of it."),
        11: ("comment", 5, "speak up", "Where?"), 13: (F.WORDS_TWICE,), 14: ("comment", "Thank you.", "", "Warmer?"),
        15: (F.NO_SUCH_PARAGRAPH,), 16: (F.PLACE_UNREAD,), 17: (F.WORDS_ABSENT,), 18: (F.PLACE_UNREAD,),
        19: ("comment", 5, "", "Good end."),
    },
)  # fmt: skip

MOMENT = "This is a difficult moment for the ICC. It is a hard test of our resolve."
CHANGES = Filled(
    "en", "changes.xlsx",
    workbook([
        EN,
        (1, "", "Amendment", "It complains.", "“hard moment” → “difficult moment”"),
        (1, "", "", "It complains.", "This is a difficult moment for the ICC. It is a hard test of our resolve."),
        (1, "hard moment", "", "It complains.", "This is a difficult moment for the ICC. It is a hard test of our "
                                               "resolve."),
        (1, "", "", "It complains.", "Replace 'hard moment' by 'difficult moment'"),
        (1, "", "", "It complains.", "replace hard moment with difficult moment"),
        (4, "slow, but ", "", "It is not.", "delete"),
        (4, "", "", "It is not.", "Delete “slow, but ”"),
        (4, "", "", "It is not needed.", "Delete"),
        (4, "", "Remove the paragraph", "It is not needed.", ""),
        (3, "", "", "They lack them.", "Insert “sufficient” before “resources”"),
        (1, "", "Amendment", "It complains.", "difficult"),
        (1, "hard moment", "Amendment", "It complains.", ""),
        ("after 2", "", "New paragraph", "It is missing.", "We thank the judges."),
        ("Title", "", "", "It is longer.", "On open rivers"),
        (5, "", "Move the paragraph", "First things first.", "beginning"),
        (5, "", "Poem", "Rhyme.", ""),
        (4, "goes on", "te", "How long?", ""),
        (4, "goes on", "ed", "Plainer.", "continues"),
        (2, "", "", "No change.", "We speak for 2,500 organisations in 150 countries."),
        (5, "speak up", "", "", "speak out"),
        (5, "speak up", "", "Careful.", "Remove the barriers"),
        (5, "", "", "Unclear.", "Remove the barriers"),
        (4, "", "", "Mixed up.", "replace slow, but by slow by nature, and by the way"),
        (2, "", "", "Two readings.", "replace 150 by 150 by now"),
        (5, "", "Remove the paragraph", "", ""),
        (5, "", "Amendment", "", ""),
        (5, "", "Comment", "", ""),
    ]),
    {
        2: ("replace", 1, MOMENT, "It complains."), 3: ("replace", 1, MOMENT, "It complains."),
        4: ("replace", 1, MOMENT, "It complains."), 5: ("replace", 1, MOMENT, "It complains."),
        6: ("replace", 1, MOMENT, "It complains."),
        7: ("replace", 4, "The court's work is it goes on.", "It is not."),
        8: ("replace", 4, "The court's work is it goes on.", "It is not."),
        9: ("remove", 4, "", "It is not needed."), 10: ("remove", 4, "", "It is not needed."),
        11: ("replace", 3, RESOURCES, "They lack them."),
        12: (F.CHANGE_UNREAD,), 13: (F.NOTHING_WRITTEN,),
        14: ("add", 2, "We thank the judges.", "It is missing."),
        15: ("title", None, "On open rivers", "It is longer."),
        16: ("move", 5, "", "First things first."), 17: (F.KIND_UNREAD,), 18: ("comment", 4, "goes on", "How long?"),
        19: ("replace", 4, "The court's work is slow, but it continues.", "Plainer."), 20: (F.NOTHING_CHANGED,),
        21: ("replace", 5, "We ask you, the court's states parties, to speak out.", ""),
        22: ("replace", 5, "We ask you, the court's states parties, to Remove the barriers.", "Careful."),
        23: (F.CHANGE_UNREAD,),
        24: ("replace", 4, "The court's work is slow by nature, and by the way it goes on.", "Mixed up."),
        25: ("replace", 2, "We speak for 2,500 organisations in 150 by now countries.", "Two readings."),
        26: ("remove", 5, "", ""), 27: (F.NOTHING_WRITTEN,),
    },
)  # fmt: skip

DUR = "Ce moment est difficile pour la Cour. Il met à l’épreuve notre volonté."
_FRENCH = [
    ("Mots proposés", "Commentaire", "Paragraphe", "Mots du texte", "Type"),
    ("difficile", "Cela sonne comme une plainte.", "paragraphe 1", "« dur »", "Amendement"),
    ("", "", "", "", ""),
    ("", "Bien dit.", "texte entier", "", "Commentaire"),
    ("Remplacer « dur » par « difficile »", "Plus sobre.", "§ 1, ligne 1", "", "te"),
    ("supprimer", "Inutile.", "4", "lent, mais", ""),
]
_FRENCH_TRUTH: dict[int, tuple[Any, ...]] = {
    2: ("replace", 1, DUR, "Cela sonne comme une plainte."), 4: ("comment", None, "", "Bien dit."),
    5: ("replace", 1, DUR, "Plus sobre."), 6: ("replace", 4, "Le travail de la Cour est il continue.", "Inutile."),
}  # fmt: skip
FRENCH_BOM = Filled("fr", "bureau.csv", delimited(_FRENCH, ";", "utf-8-sig"), _FRENCH_TRUTH)
FRENCH_OLD = Filled("fr", "bureau-ancien.csv", delimited(_FRENCH, ";", "cp1252"), _FRENCH_TRUTH, {"encoding": "cp1252"})
FRENCH_WORD = Filled(
    "fr", "bureau.docx",
    document([
        (*FR, "Observations du secrétariat"),
        ("1", "", "éd", "Plus sobre.", "« dur » → « difficile »", ""),
        ("3", "« victimes »", "ge", "Les survivants ?", "", "à voir"),
        ("5", "", "", "Plus fort.", "Nous demandons aux États parties de prendre\nla parole.", ""),
        ("5", "", "te", "Plus fort.", "substituer", ""),
        ("le titre", "", "te", "Plus clair.", "« Les rivières »", ""),
        ("après 2", "", "Nouveau paragraphe", "Il manque.", "Nous remercions les juges.", ""),
    ]),
    {
        2: ("replace", 1, DUR, "Plus sobre."), 3: ("comment", 3, "victimes", "Les survivants ?"),
        4: (F.NOTHING_CHANGED,), 5: (F.CHANGE_UNREAD,), 6: ("title", None, "Les rivières", "Plus clair."),
        7: ("add", 2, "Nous remercions les juges.", "Il manque."),
    },
    {"columns": "Observations du secrétariat"},
)  # fmt: skip

_AGAIN = '<w:vMerge w:val="continue"/>'
SPANISH_WORD = Filled(
    "es", "oficina.docx",
    document([
        ES,
        (Xml(runs("párrafo 1"), '<w:vMerge w:val="restart"/>'), "duro", "Enmienda", "Suena a queja.", "difícil"),
        (Xml("<w:p/>", _AGAIN), "", "Comentario", "¿Solo este momento?", ""),
        ("3", "", "", "Faltan.", "Sustituir «recursos» por «recursos suficientes»"),
        ("Todo el texto", "", "Comentario", "Breve y bueno.", ""),
        ("4", "lento, pero", "", "Sobra.", "Suprimir estas palabras"),
        ("1", "", "", "Suena a queja.", "Este es un momento difícil para la Corte. Pone a prueba nuestra voluntad."),
    ]),
    {
        2: ("replace", 1, "Este es un momento difícil para la Corte. Pone a prueba nuestra voluntad.",
            "Suena a queja."),
        3: ("comment", 1, "", "¿Solo este momento?"),
        4: ("replace", 3, "Recordamos que la Corte necesita recursos suficientes, y que las «víctimas» esperan.",
            "Faltan."),
        5: ("comment", None, "", "Breve y bueno."),
        6: ("replace", 4, "El trabajo de la Corte es continúa.", "Sobra."),
        7: ("replace", 1, "Este es un momento difícil para la Corte. Pone a prueba nuestra voluntad.",
            "Suena a queja."),
    },
)  # fmt: skip
SPANISH_ISO = Filled(
    "es", "iso.xlsx",
    workbook(
        [
            ("MB/NC", "Line number", "Paragraph/ Figure/ Table", "Type of comment", "Comments", "Proposed change",
             "Observations of the secretariat"),
            ("ES", "", "3", "ge", "De acuerdo.", "", ""),
            ("", "", "", "te", "Faltan.", "«recursos» → «recursos suficientes»", ""),
            ("", "", "5", "ed", "Más directo.", "«Pedimos a» → «Llamamos a»", ""),
            ("", "", "párr. 12", "ge", "¿Dónde está?", "", ""),
        ],
        merged=["C2:C3"],
    ),
    {
        2: ("comment", 3, "", "De acuerdo."),
        3: ("replace", 3, "Recordamos que la Corte necesita recursos suficientes, y que las «víctimas» esperan.",
            "Faltan."),
        4: ("replace", 5, "Llamamos a los Estados partes que alcen la voz.", "Más directo."),
        5: (F.NO_SUCH_PARAGRAPH,),
    },
    {"columns": "MB/NC"},
)  # fmt: skip
SPANISH_COMMA = Filled(
    "es", "hoja.csv",
    delimited([
        ES,
        ("2", "", "Comentario", "'=2500 es poco", ""),
        ("2", "2500", "Enmienda", "Son más.", "'-2514"),
        ("2", "2500", "Enmienda", 'Dice "2500",\ny son más.', "2514"),
    ]),
    {
        2: ("comment", 2, "", "=2500 es poco"),
        3: ("replace", 2, "Hablamos en nombre de -2514 organizaciones.", "Son más."),
        4: ("replace", 2, "Hablamos en nombre de 2514 organizaciones.", 'Dice "2500",\ny son más.'),
    },
)  # fmt: skip

HARD = "هذه لحظة عسيرة للمحكمة، وهي اختبار لإرادتنا."
NEEDS = "نذكّر بأن المحكمة تحتاج إلى الموارد الكافية، وبأن «الضحايا» ينتظرون."
ARABIC = Filled(
    "ar", "مكتب.xlsx",
    workbook([
        AR,
        ("١", "«صعبة»", "تعديل", "تبدو شكوى.", "«عسيرة»"),
        ("الفقرة ٣، السطر ٢", "", "", "تنقصها.", "«الموارد» ← «الموارد الكافية»"),
        ("النص كله", "", "تعليق", "نص موجز وجيد.", ""),
        ("الفقرة ٩", "", "تعليق", "لا شيء هنا.", ""),
        ("٤", "", "", "لا حاجة إليها.", "حذف الفقرة"),
        ("فقرة ٥", "الدول الأطراف", "عام", "أيها؟", ""),
    ]),
    {
        2: ("replace", 1, HARD, "تبدو شكوى."), 3: ("replace", 3, NEEDS, "تنقصها."),
        4: ("comment", None, "", "نص موجز وجيد."), 5: (F.NO_SUCH_PARAGRAPH,), 6: ("remove", 4, "", "لا حاجة إليها."),
        7: ("comment", 5, "الدول الأطراف", "أيها؟"),
    },
)  # fmt: skip
ARABIC_WORD = Filled(
    "ar", "مكتب.docx",
    document([
        AR,
        ("1", "", "", "تبدو شكوى.", "يستعاض عن «صعبة» بـ«عسيرة»"),
        ("1", "", "", "تبدو شكوى.", "استبدال كلمة «صعبة» بكلمة «عسيرة»"),
        ("1", "صعبة", "", "تبدو شكوى.", "حذف"),
        ("بعد ٢", "", "فقرة جديدة", "ناقصة.", "نشكر القضاة."),
    ]),
    {
        2: ("replace", 1, HARD, "تبدو شكوى."), 3: ("replace", 1, HARD, "تبدو شكوى."),
        4: ("replace", 1, "هذه لحظة للمحكمة، وهي اختبار لإرادتنا.", "تبدو شكوى."),
        5: ("add", 2, "نشكر القضاة.", "ناقصة."),
    },
)  # fmt: skip
ARABIC_OLD = Filled(
    "ar", "قديم.csv",
    delimited([AR, ("1", "صعبة", "تعديل", "تبدو شكوى.", "عسيرة")], ";", "cp1256"),
    {2: ("replace", 1, HARD, "تبدو شكوى.")},
    {"encoding": "cp1256"},
)  # fmt: skip

_INS = '<w:ins w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"><w:r><w:t>{}</w:t></w:r></w:ins>'
_DEL = '<w:del w:id="2" w:author="A" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>{}</w:delText></w:r></w:del>'
_STRUCK = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>hard</w:t></w:r><w:r><w:t>difficult</w:t></w:r></w:p>"
TRACKED = Filled(
    "en", "tracked.docx",
    document(
        [
            EN[:5],
            ("1", "hard moment", "", "So.", Xml(f"<w:p>{_DEL.format('hard')}{_INS.format('difficult')}</w:p>")),
            ("2", "", "Comment", "Good.", ""),
            ("1", "hard moment", "", "It complains.", Xml(_STRUCK)),
            ("1", "", "", "It complains.", Xml("<w:p><w:r><w:pict/></w:r></w:p>")),
            (Xml(runs("3"), '<w:gridSpan w:val="2"/>'), "Comment", "Over two.", ""),
        ],
        [EN[:5], ("4", "", "Comment", "In another table.", "")],
        [("A table", "of something else"), ("1", "2")],
    ),
    {
        2: (F.TRACKED,), 3: ("comment", 2, "", "Good."), 4: (F.TRACKED,), 5: (F.CELL_UNREAD,), 6: (F.CELL_UNREAD,),
        8: ("comment", 4, "", "In another table."),
    },
)  # fmt: skip


def _strange_cells(page: Any) -> None:
    """Formulas, an error, words struck through."""
    page["D2"] = '="Good"&"."'
    page["D3"] = "#DIV/0!"
    page["D3"].data_type = "e"
    page["E4"] = CellRichText(TextBlock(InlineFont(strike=True), "hard"), TextBlock(InlineFont(), " difficult"))
    page["D5"].font = Font(strike=True)


STRANGE = Filled(
    "en", "strange.xlsx",
    workbook(
        [
            EN[:5], (2, "", "Comment", "", ""), (2, "", "Comment", "", ""), (1, "hard moment", "", "So.", ""),
            (2, "", "Comment", "Struck.", ""), (2, "", "Comment", "_x000D_ plain", ""),
            (2, "", "Comment", "=not a formula", ""),
        ],
        after=lambda page: (_strange_cells(page), setattr(page["D7"], "data_type", "s")),
    ),
    {
        2: (F.FORMULA,), 3: (F.CELL_UNREAD,), 4: (F.TRACKED,), 5: (F.TRACKED,), 6: ("comment", 2, "", "plain"),
        7: ("comment", 2, "", "=not a formula"),
    },
)  # fmt: skip
MIXED = Filled(
    "en", "mixed.xlsx",
    workbook([
        EN,
        (2, "", "Comment", "Ours.", "", mark()),
        (2, "", "Comment", "Theirs.", "", mark(organisation="lacs")),
        (2, "", "Comment", "Of another text.", "", mark(statement="otherkey22")),
        (2, "", "Comment", "Of the first version.", "", mark(version=1)),
        (2, "", "Comment", "A row put in.", ""),
        EN,
        (3, "", "Comment", "Under the head again.", "", "nonsense"),
    ]),
    {
        2: ("comment", 2, "", "Ours."), 3: (F.OTHER_ORGANISATION,), 4: (F.OTHER_STATEMENT,), 5: (F.OTHER_VERSION,),
        6: ("comment", 2, "", "A row put in."), 8: ("comment", 3, "", "Under the head again."),
    },
)  # fmt: skip
WIDE = Filled(
    "en", "unicode.txt",
    delimited([EN[:5], ("1", "hard moment", "", "It complains.", "difficult moment")], "\t", "utf-16"),
    {2: ("replace", 1, MOMENT, "It complains.")},
)  # fmt: skip
THIRTY = Filled(
    "en",
    "thirty.xlsx",
    workbook(
        [EN]
        + [(2, "", "Comment", f"Remark {number}.", "") for number in range(2, 30)]
        + [(9, "", "Comment", "Nowhere.", ""), (3, "falls behind", "", "So.", "lags")]
    ),
    {
        **{number: ("comment", 2, "", f"Remark {number}.") for number in range(2, 30)},
        30: (F.NO_SUCH_PARAGRAPH,),
        31: (F.WORDS_ABSENT,),
    },
)
SHEETS = (
    PLACES, CHANGES, FRENCH_BOM, FRENCH_OLD, FRENCH_WORD, SPANISH_WORD, SPANISH_ISO, SPANISH_COMMA, ARABIC, ARABIC_WORD,
    ARABIC_OLD, TRACKED, STRANGE, MIXED, WIDE, THIRTY,
)  # fmt: skip
