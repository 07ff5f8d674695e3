"""Which lines of a statement greet and take leave, in English, French, Spanish and Arabic: they are not numbered."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from workflow.text.document.levels import END, LONGEST_GREETING, LONGEST_LEAVE, LONGEST_THANKS, MOST_NAMES
from workflow.text.values.block import Block, BlockKind

_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile(r"[*_~`\[\]()«»“”\"]")

# Words that an address may begin with.
_OPENERS = frozenset(
    str.split(
        """
    excellencies excellency ladies gentlemen mr mrs ms madam madame sir dear distinguished esteemed honourable honorable
    colleagues delegates friends your chair chairperson president respected fellow good
    excellences excellence mesdames messieurs mesdemoiselles monsieur cher chers chère chères honorables distingués
    distinguées collègues bonjour bonsoir
    excelencias excelencia señoras señores señor señora sr sra estimados estimadas estimado estimada distinguidos
    distinguidas distinguido distinguida honorables queridos queridas colegas compañeros compañeras su buenos buenas
    أصحاب صاحب صاحبة أصحابَ السيدات السادة السيد السيدة سيدي سيدتي سعادة معالي حضرات حضرة الزملاء الزميلات أيها أيتها
    الأصدقاء الإخوة المندوبون المندوبين الحضور سيادة صباح مساء
    """
    )
)
# Words that an address may go on with.
_VOCABULARY = _OPENERS | frozenset(
    str.split(
        """
    and or of the to all other heads head morning afternoon evening
    members member states state parties party assembly court session conference council
    delegations delegation representatives representative ambassador ambassadors ministers minister secretary general
    vice presidents registrar prosecutor judges judge chairs protocol observed guests civil society civils de
    et ou des du de la le les l d à chefs chef délégations délégation
    tous toutes chers membres états parties assemblée cour présidente président session
    vice présidents représentants représentantes délégués déléguées ambassadeurs ambassadeur ambassadrice ministres
    ministre société civile amis amies invités procureur procureure greffier juges secrétaire général générale
    y o e de del la las los el a días tardes noches delegaciones delegación magistrados magistradas
    todos todas miembros miembro estados partes asamblea corte presidente presidenta
    vicepresidente vicepresidenta delegados delegadas representantes embajador embajadora embajadores ministros
    ministra sociedad civil amigos amigas invitados fiscal jueces secretario secretaria general
    و السعادة المعالي الفخامة والمعالي والفخامة والسعادة والسيدات والسادة والزملاء والزميلات الكرام الأعزاء الأفاضل
    المحترمون المحترمين المحترم المحترمة الموقرون الموقرين والحضور الرئيس الرئيسة رئيس رئيسة رئيسَ نائب جمعية الدول
    الأطراف المحكمة المندوبات والمندوبون والمندوبين والمندوبات الأعضاء الممثلون الممثلين الوفود السفير السفيرة السفراء
    الوزير الوزيرة الوزراء والوزراء والسفراء أصدقائي الجمعية المدعي العام المدعية العامة القضاة ممثلو ممثلي المجتمع
    المدني والأخوات والأصدقاء الموقر الموقرة الخير النور
    """
    )
)
# Thanks and leave, without the commas and the address that may stand among them.
_OF = f".{{1,{LONGEST_THANKS}}}"
_THANKS = "|".join(
    (
        rf"(?:i |we )?thank you(?: all| very much| so much| once again| again)*(?: for {_OF})?",
        r"(?:with )?(?:many |best |kind |sincere |warm )*(?:thanks|regards)|in solidarity",
        r"(?:yours )?(?:respectfully|sincerely|faithfully|truly)(?: yours| submitted)?",
        rf"(?:je|nous) vous (?:en )?remerci(?:e|ons)(?: (?:de|pour|tous|toutes|vivement|infiniment|encore)(?:{_OF})?)?",
        rf"merci(?: beaucoup| bien| encore| infiniment)*(?: à (?:toutes et à )?tous)?(?: (?:de|pour) vo[ts]{_OF})?",
        rf"merci de (?:nous|m') ?avoir {_OF}|avec (?:tous )?(?:nos|mes) remerciements",
        rf"veuillez agréer .{{1,{LONGEST_LEAVE}}}",
        r"(?:bien )?(?:cordialement|respectueusement|solidairement)",
        rf"(?:muchas |muchísimas |mil )?gracias(?: a todos| a todas| y a todos| de nuevo)*(?: por (?:sus?|la) {_OF})?",
        r"gracias por escuchar(?:nos|me)|(?:muy )?(?:atentamente|respetuosamente|cordialmente|solidariamente)",
        rf"(?:les|le|os) (?:doy las gracias|damos las gracias|agradezco|agradecemos)(?: {_OF})?",
        r"agrade(?:zco|cemos) su (?:amable )?(?:atención|escucha|tiempo)",
        rf"و?شكرا(?: لكم| جزيلا| لك| مرة أخرى| جميعا)*(?: (?:على|ل){_OF})?",
        rf"و?[أن]شكركم(?: جزيل الشكر| جميعا)*(?: (?:على|ل){_OF})?",
        rf"(?:مع|ولكم) (?:(?:خالص|جزيل) )?الشكر(?: والتقدير)?|وتفضلوا بقبول {_OF}",
    )
)
_PEACE = re.compile("و?السلام عليكم(?: ورحمة الله(?: تعالى)?(?: وبركاته)?)?")
_LEAVE = re.compile(f"(?:{_THANKS}|{_PEACE.pattern})(?: (?:{_THANKS}|{_PEACE.pattern}))?")
# Titles that begin a heading as easily as an address: they need the comma behind them.
_TITLES = frozenset({"president", "chair", "chairperson", "delegates", "friends", "colleagues", "fellow", "general"})
# Words that begin a greeting only with another one of them.
_PAIRED = frozenset({"good", "su", "buenos", "buenas", "صباح", "مساء", "سيادة"})
_TANWIN = re.compile("[\u064b-\u0652\u0670\u0640]")


def is_salutation(text: str) -> bool:
    """Whether `text` is nothing but an address: `Excellencies, ladies and gentlemen,`. Names may follow the titles."""
    words = _WORD.findall(_plain(text))
    first = words[0].casefold() if words else ""
    if first not in _OPENERS or len(words) > LONGEST_GREETING:
        return False
    if any(stop in text.strip().rstrip("!:,;،…") for stop in "!?؟;"):
        return False
    names = [word for word in words if word.casefold() not in _VOCABULARY]
    if first in _PAIRED and names and words[1] == names[0]:
        return False
    if not _MARKS.sub("", text).rstrip().endswith((",", ":", "،", "!")):
        return not names and first not in _TITLES
    return len(names) <= MOST_NAMES and all(name[0].isupper() or name.upper() == name.lower() for name in names)


def is_closing(text: str) -> bool:
    """Whether `text` is nothing but thanks or leave at the end of a speech: `I thank you.`"""
    return _leave(text) is not None


def greeted(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with paragraphs that greet or, at the end, take leave marked so.

    Thanks to somebody who gave the floor are a greeting where a text begins.
    """
    begun = next((place for place, block in enumerate(blocks) if block.kind is not BlockKind.HEADING), 0)
    marked = [_salutation(block, is_first=place == begun) for place, block in enumerate(blocks)]
    for place in range(len(marked) - 1, -1, -1):
        block = marked[place]
        if block.kind is BlockKind.PARAGRAPH and is_closing(block.text):
            marked[place] = replace(block, kind=BlockKind.CLOSING)
        elif block.kind is not BlockKind.FOOTNOTE:
            break
    return marked


def _salutation(block: Block, is_first: bool) -> Block:
    greets = block.kind is BlockKind.PARAGRAPH and (is_salutation(block.text) or (is_first and _leave(block.text)))
    return replace(block, kind=BlockKind.SALUTATION) if greets else block


def _leave(text: str) -> str | None:
    """None where `text` is more than thanks or leave; whom it addresses, a greeting as well; "" where nobody."""
    parts = [" ".join(part.split()) for part in re.split("[,،]", _plain(text).casefold().strip(" .!…,،"))]
    addressed = [part for part in parts if is_salutation(part + ",")]
    said = " ".join(part for part in parts if part not in addressed)
    if _PEACE.fullmatch(said):
        return said
    if _LEAVE.fullmatch(said):
        return ", ".join(addressed)
    begun = re.match(f"(?:{_THANKS}) ", said)
    return said[begun.end() :] if begun and is_salutation(said[begun.end() :] + ",") else None


def _plain(text: str) -> str:
    return _TANWIN.sub("", _MARKS.sub("", unicodedata.normalize("NFC", text[:END]))).replace("’", "'")
