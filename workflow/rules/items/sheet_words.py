"""What people write in a comment sheet in the four languages: names of columns and types, places, instructions.

Each is compared without case, accents, signs and vowel signs (`folded`). The first name of a column or type in a
language is the one that our own sheets have.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from workflow.rules.items.comment_sheet import SheetColumn, SheetRow
from workflow.rules.items.kinds import KINDS, ItemKind
from workflow.text.unicode import sought

_DIGITS = {0x660 + digit: str(digit) for digit in range(10)} | {0x6F0 + digit: str(digit) for digit in range(10)}
_PARTS = re.compile(r"\d+|[^\W\d_]+")


def folded(text: str) -> str:
    """Some words as they are compared here, one space between."""
    return " ".join(_PARTS.findall(" ".join(sought(text)).translate(_DIGITS)))


def _names(*lines: str) -> frozenset[str]:
    return frozenset(folded(name) for line in lines for name in line.split("|"))


def _by_name(table: Mapping[object, tuple[str, ...]]) -> Mapping[str, object]:
    return MappingProxyType({name: what for what, lines in table.items() for name in _names(*lines)})


_COLUMNS: Mapping[object, tuple[str, ...]] = {
    SheetColumn.PLACE: (
        "Paragraph|Para|Para no|Paragraph number|Number|No|Clause|Clause Subclause|Paragraph Figure Table|Section",
        "Paragraphe|Numéro|N°|Article|Paragraphe Figure Tableau|Endroit",
        "Párrafo|Número|Nº|Núm|Apartado|Párrafo Figura Tabla|Lugar",
        "الفقرة|فقرة|رقم الفقرة|الرقم|رقم|الموضع",
    ),
    SheetColumn.WORDS: (
        "Words of the text|Words|Current words|Words in the text|Original text|Current text|Text",
        "Mots du texte|Mots|Texte actuel|Texte original|Texte",
        "Palabras del texto|Palabras|Texto actual|Texto original|Texto",
        "كلمات النص|الكلمات|النص الحالي|النص الأصلي|النص",
    ),
    SheetColumn.KIND: (
        "Kind|Type|Type of comment|Kind of comment",
        "Type|Type de commentaire|Nature",
        "Tipo|Tipo de comentario|Clase",
        "النوع|نوع التعليق|نوع",
    ),
    SheetColumn.BODY: (
        "Comment or reason|Comment|Comments|Reason|Justification|Justification for change|Comment justification for "
        "change|Rationale",
        "Commentaire ou motif|Commentaire|Commentaires|Motif|Motifs|Justification|Raison",
        "Comentario o motivo|Comentario|Comentarios|Motivo|Motivos|Justificación|Razón",
        "التعليق أو السبب|التعليق|التعليقات|تعليق|السبب|المبرر",
    ),
    SheetColumn.PROPOSAL: (
        "Words proposed|Proposed change|New words|Proposed words|Proposed text|Proposal|Change",
        "Mots proposés|Changement proposé|Modification proposée|Nouveaux mots|Texte proposé|Proposition",
        "Palabras propuestas|Cambio propuesto|Modificación propuesta|Palabras nuevas|Texto propuesto|Propuesta",
        "الكلمات المقترحة|التغيير المقترح|الكلمات الجديدة|النص المقترح|الاقتراح|المقترح",
    ),
    SheetColumn.MARK: (
        "Mark of the sheet",
        "Marque de la feuille",
        "Marca de la hoja",
        "علامة الجدول",
    ),
}
_KINDS: Mapping[object, tuple[str, ...]] = {
    ItemKind.COMMENT: (
        "Comment|General|General comment|ge|g|Question|Remark|Observation",
        "Commentaire|Général|gé|Question|Remarque|Observation",
        "Comentario|General|Pregunta|Observación",
        "تعليق|عام|سؤال|ملاحظة",
    ),
    ItemKind.REPLACE: (
        "Amendment|Other words|Change|Replace",
        "Amendement|D’autres mots|Modification|Remplacer",
        "Enmienda|Otras palabras|Modificación|Reemplazar|Sustituir",
        "تعديل|كلمات أخرى|تغيير",
    ),
    ItemKind.REMOVE: (
        "Remove the paragraph|Delete the paragraph|Deletion|Removal",
        "Supprimer le paragraphe|Suppression",
        "Suprimir el párrafo|Eliminar el párrafo|Supresión",
        "حذف الفقرة|حذف",
    ),
    ItemKind.MOVE: (
        "Move the paragraph|Move",
        "Déplacer le paragraphe|Déplacement|Déplacer",
        "Mover el párrafo|Trasladar el párrafo|Mover|Traslado",
        "نقل الفقرة|نقل",
    ),
    ItemKind.ADD: (
        "New paragraph|A new paragraph|Addition|Add",
        "Nouveau paragraphe|Un nouveau paragraphe|Ajout|Ajouter",
        "Párrafo nuevo|Un párrafo nuevo|Nuevo párrafo|Adición|Añadir",
        "فقرة جديدة|إضافة",
    ),
    ItemKind.TITLE: (
        "New title|Title",
        "Nouveau titre|Titre",
        "Título nuevo|Título|Nuevo título",
        "عنوان جديد|العنوان",
    ),
}
COLUMNS: Mapping[str, object] = _by_name(_COLUMNS)
"""Name of a column as it is compared -> the column."""
KINDS_BY_NAME: Mapping[str, object] = _by_name(_KINDS)
"""Name of a type as it is compared -> the kind."""
EITHER = _names(
    "te|t|ed|e|Technical|Editorial", "Technique|Rédactionnel|Éditorial", "Técnico|Técnica|Editorial", "فني|تحريري"
)
"""Types of ISO's template that may be a comment, or an amendment where words are proposed."""

WHOLE = _names(
    "Whole text|The whole text|Whole|All|General|Entire text|Text|On the whole text",
    "Texte entier|Le texte entier|Ensemble|Ensemble du texte|L’ensemble du texte|Tout|Tout le texte|Général",
    "Sur l’ensemble du texte",
    "Texto completo|El texto completo|Todo|Todo el texto|General|Sobre el texto completo",
    "النص كله|كل النص|النص بأكمله|النص الكامل|عام|على النص كله",
)
TITLE = _names("Title|The title", "Titre|Le titre", "Título|El título", "العنوان|عنوان")
BEGINNING = _names(
    "Beginning|At the beginning|The beginning|Start|At the start",
    "Début|Au début|Le début",
    "Principio|Al principio|El principio|Comienzo|Inicio",
    "البداية|في البداية|بداية النص",
)
AFTER = _names("after", "après", "después|tras", "بعد")
BEFORE = _names("before", "avant", "antes", "قبل")
NOT_PARAGRAPHS = _names(
    "line|lines|l|ll|page|pages|p|pp|sentence|word|item|bullet|footnote|note|version|v",
    "ligne|lignes|phrase|mot|tiret|point|alinéa",
    "línea|líneas|lín|renglón|página|pág|frase|oración|palabra|guion|viñeta|nota|versión",
    "السطر|سطر|الصفحة|صفحة|الجملة|جملة|كلمة|حاشية|النسخة|نسخة",
)
"""What stands before a number that is no paragraph's."""

DELETE = _names(
    "delete|remove|strike|strike out|deleted|omit",
    "supprimer|biffer|supprimé|retirer|à supprimer",
    "suprimir|eliminar|borrar|tachar|quitar|suprimido",
    "حذف|يحذف|تحذف|احذف|تُحذف",
)
"""An instruction to take words out."""
THESE_WORDS = _names(
    "these words|the words|this|it|words",
    "ces mots|les mots|ce passage",
    "estas palabras|las palabras|este pasaje",
    "هذه الكلمات|الكلمات|هذه العبارة|العبارة",
)
PARAGRAPH = _names(
    "paragraph|the paragraph|this paragraph|whole paragraph|the whole paragraph|entire paragraph",
    "paragraphe|le paragraphe|ce paragraphe|tout le paragraphe",
    "párrafo|el párrafo|este párrafo|todo el párrafo",
    "الفقرة|فقرة|هذه الفقرة|الفقرة كلها|الفقرة بأكملها",
)


_SAID = (SheetColumn.WORDS, SheetColumn.BODY, SheetColumn.PROPOSAL)


def says_nothing(row: SheetRow) -> bool:
    """Whether a row is one of an empty sheet: no word, and no more than a paragraph, a comment's type and a mark.

    To remove a paragraph needs no word besides.
    """
    if row.faults or any(row.cells.get(column, "").strip() for column in _SAID):
        return False
    kind = KINDS_BY_NAME.get(folded(row.cells.get(SheetColumn.KIND, "")))
    amends = isinstance(kind, ItemKind) and KINDS[kind].amends
    return not amends or not row.cells.get(SheetColumn.PLACE, "").strip()
