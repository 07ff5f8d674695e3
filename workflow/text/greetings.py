"""Which lines of a statement greet and take leave, in English, French, Spanish and Arabic: they are not numbered."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from workflow.text.block import Block, BlockKind

_LONGEST = 25  # words: a longer line is a paragraph, whatever it begins with
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile(r"[*_~`\[\]()«»“”\"]")

# Words that an address may begin with.
_OPENERS = frozenset(
    str.split(
        """
    excellencies excellency ladies gentlemen mr mrs ms madam madame sir dear distinguished esteemed honourable honorable
    colleagues delegates friends your chair chairperson president respected fellow
    excellences excellence mesdames messieurs mesdemoiselles monsieur cher chers chère chères honorables distingués
    distinguées collègues
    excelencias excelencia señoras señores señor señora sr sra estimados estimadas estimado estimada distinguidos
    distinguidas distinguido distinguida honorables queridos queridas colegas
    أصحاب صاحب صاحبة أصحابَ السيدات السادة السيد السيدة سيدي سيدتي سعادة معالي حضرات حضرة الزملاء الزميلات أيها أيتها
    الأصدقاء الإخوة المندوبون المندوبين الحضور
    """
    )
)
# Words that an address may go on with.
_VOCABULARY = _OPENERS | frozenset(
    str.split(
        """
    and of the to all other members member states state parties party assembly court session conference council
    delegations delegation representatives representative ambassador ambassadors ministers minister secretary general
    vice presidents registrar prosecutor judges judge chairs protocol observed guests civil society civils de
    et des du de la le les l d à tous toutes chers membres états parties assemblée cour présidente président session
    vice présidents représentants représentantes délégués déléguées ambassadeurs ambassadeur ambassadrice ministres
    ministre société civile amis amies invités procureur procureure greffier juges secrétaire général générale
    y e de del la las los el a todos todas miembros miembro estados partes asamblea corte presidente presidenta
    vicepresidente vicepresidenta delegados delegadas representantes embajador embajadora embajadores ministros
    ministra sociedad civil amigos amigas invitados fiscal jueces secretario secretaria general
    و السعادة المعالي الفخامة والمعالي والفخامة والسعادة والسيدات والسادة والزملاء والزميلات الكرام الأعزاء الأفاضل
    المحترمون المحترمين المحترم المحترمة الموقرون الموقرين والحضور الرئيس الرئيسة رئيس رئيسة رئيسَ نائب جمعية الدول
    الأطراف المحكمة المندوبات والمندوبون والمندوبين والمندوبات الأعضاء الممثلون الممثلين الوفود السفير السفيرة السفراء
    الوزير الوزيرة الوزراء والوزراء والسفراء أصدقائي الجمعية المدعي العام المدعية العامة القضاة ممثلو ممثلي المجتمع
    المدني والأخوات والأصدقاء الموقر الموقرة
    """
    )
)
_CLOSINGS = re.compile(
    r"""(?:i\ |we\ )?thank\ you(?:\ (?:all|very\ much|so\ much|once\ again|again|for\ (?:your|the)\ .{1,40}|
        (?:mr|madam|mme|ms)\.?\ (?:president|chair|chairperson)))*|many\ thanks|with\ thanks|
    (?:yours\ )?(?:respectfully|sincerely|faithfully)(?:\ (?:yours|submitted))?|
    (?:je\ vous|nous\ vous)\ (?:en\ )?remercie(?:ons|\ns|)(?:ns)?(?:\ .{1,60})?|nous\ vous\ remercions(?:\ .{1,60})?|
    merci(?:\ (?:beaucoup|bien|à\ tous|à\ toutes\ et\ à\ tous|(?:de|pour)\ .{1,60}))*|
    (?:muchas\ |mil\ )?gracias(?:\ (?:a\ todos|a\ todas|por\ .{1,60}))*|(?:les|os)\ (?:doy\ las\ gracias|agradezco|
        agradecemos)(?:\ .{1,60})?|
    (?:و)?شكرا(?:\ (?:لكم|جزيلا|لك))*(?:\ (?:على|ل).{1,60})?|(?:و)?(?:أشكركم|نشكركم)(?:\ .{1,60})?|
    (?:و)?السلام\ عليكم(?:\ ورحمة\ الله(?:\ (?:تعالى\ )?وبركاته)?)?""",
    re.VERBOSE,
)
_TANWIN = re.compile("[\u064b-\u0652\u0670\u0640]")


def is_salutation(text: str) -> bool:
    """Whether `text` is nothing but an address: `Excellencies, ladies and gentlemen,`. Names may follow the titles."""
    words = _WORD.findall(_plain(text))
    if not words or len(words) > _LONGEST or words[0].casefold() not in _OPENERS:
        return False
    if any(stop in text.strip().rstrip("!:,;،…") for stop in "!?؟;"):
        return False
    known = [word.casefold() in _VOCABULARY for word in words]
    return all(known) or (_ends_open(text) and _only_names(words, known))


def is_closing(text: str) -> bool:
    """Whether `text` is nothing but thanks or leave at the end of a speech: `I thank you.`"""
    plain = re.sub(r"[,،]", "", _plain(text)).casefold().strip(" .!…")
    return bool(_CLOSINGS.fullmatch(re.sub(r"\s+", " ", plain)))


def greeted(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with paragraphs that greet or, at the end, take leave marked so."""
    marked = [_salutation(block) for block in blocks]
    for place in range(len(marked) - 1, -1, -1):
        block = marked[place]
        if block.kind is BlockKind.PARAGRAPH and is_closing(block.text):
            marked[place] = replace(block, kind=BlockKind.CLOSING)
        elif block.kind is not BlockKind.FOOTNOTE:
            break
    return marked


def _salutation(block: Block) -> Block:
    greets = block.kind is BlockKind.PARAGRAPH and is_salutation(block.text)
    return replace(block, kind=BlockKind.SALUTATION) if greets else block


def _plain(text: str) -> str:
    return _TANWIN.sub("", _MARKS.sub("", unicodedata.normalize("NFC", text[:400]))).replace("’", "'")


def _ends_open(text: str) -> bool:
    return _MARKS.sub("", text).rstrip().endswith((",", ":", "،", "!"))


def _only_names(words: Sequence[str], known: Sequence[bool]) -> bool:
    unknown = [word for word, listed in zip(words, known, strict=True) if not listed]
    return len(unknown) <= 4 and all(word[0].isupper() or _is_caseless(word) for word in unknown)


def _is_caseless(word: str) -> bool:
    return word.upper() == word.lower()
