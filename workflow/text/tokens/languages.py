"""In which language a text is written: by its script, by letters that few languages have, then by its small words.

A text in a language that is in no table here is no other one: nothing is told of it.
"""

import re
from collections.abc import Sequence

from workflow.text.tokens.levels import ENOUGH, MOSTLY, RARE, SMALL
from workflow.text.tokens.tokenizer import tokens

# The words that hold sentences together; one may be in several tables, since the whole of them tells.
_SMALL = {
    "en": "the of and to in is that for with this by are was we our from as its their be has have not it on at "
    "or an which who will all been they must can a",
    "fr": "le la les des et dans est que qui pour avec cette ce par sont nous notre du au aux une un pas leur "
    "ont sur elle en de à il ne se plus ou d l qu",
    "es": "el la los las y en es que para con esta este por son nuestro nuestra del al una un no su sus han "
    "como lo más de a se o ha muy también sin sobre",
    "pt": "o a os as e em é que para com esta este por são nosso nossa do da dos das ao à um uma não seu sua "
    "foi como mais de se no na nos nas pelo pela também sem sobre ou",
    "it": "il lo la i gli le e in è che per con questa questo sono nostro nostra del della dei delle al alla un "
    "una non suo sua come più di si nel nella da anche o ha",
    "ca": "el la els les i en és que per amb aquesta aquest són del al una un no seu seva com més de es dels "
    "als també sense sobre o ha ens l d",
    "gl": "o a os as e en é que para con esta este por son do da dos das ao á un unha non seu súa como máis de "
    "se no na polo pola tamén sen sobre ou",
    "ro": "și în este că pentru cu această acest prin sunt nostru noastră din la un o nu său sa ca mai de se al "
    "ale pe sau care au fi cei lor",
    "de": "der die das und in ist dass für mit diese dieser durch sind wir unser von als ihre den dem des ein "
    "eine nicht es auf zu im sich auch an bei werden wird hat oder nach",
    "nl": "de het een en in is dat voor met deze dit door zijn wij ons onze van als hun niet op te ook aan bij "
    "worden wordt heeft of naar er die zich",
    "sv": "och att det som en på är av för med den till inte om ett har de vi vår sig från var eller men ska alla i så",
    "da": "og at det som en på er af for med den til ikke om et har de vi vores sig fra var eller men skal alle i så",
    "nb": "og at det som en på er av for med den til ikke om et har de vi vår seg fra var eller men skal alle i så",
    "fi": "ja on ei että se oli joka ovat ole myös mutta kun kuin tai sen hän he me niin tämä jos sekä mukaan",
    "hu": "a az és hogy nem is egy ez azt meg van mint de csak vagy ha már kell minden között által ezért valamint",
    "pl": "i w na z do nie że się o jest to jak po za od przez dla są oraz ich który która które tym lub przy każdy",
    "cs": "a v na se je že s z do o i k za pro by jako nebo ve jsou která který které od po při aby také každý",
    "sk": "a v na sa je že s z do o i k za pre by ako alebo vo sú ktorá ktorý ktoré od po pri aby tiež každý",
    "hr": "i u na se je da za su od s kao o koji koja koje iz ili ne će po a biti svi ima prema",
    "sq": "dhe në të e një për me është nga që si ka nuk janë se ose kjo ky çdo i duhet tyre",
    "tr": "ve bir bu için ile de da olarak olan gibi daha çok en her ya ne o biz kadar sonra ancak veya hakkı",
    "az": "və bir bu üçün ilə də da olaraq olan kimi daha çox hər nə o biz qədər sonra ancaq hüququ ya",
    "id": "yang dan di untuk dengan ini dari pada adalah dalam tidak akan kami itu oleh sebagai atau ke kepada "
    "setiap orang mereka telah juga",
    "vi": "và của là có được cho các trong không với những người đã một này để từ về theo hoặc phải mọi đều khi",
    "tl": "ang ng sa na at mga ay para ito hindi kung o may lahat ni isang bawat tao kanyang dapat mula nang",
    "sw": "ya na wa kwa ni katika za la cha kuwa au hii kama pia vya watu lakini hiyo yake wote kila mtu haki sisi",
    "so": "iyo oo ka ku in waa u ah la ee soo loo ama qof kasta waxaa leeyahay isaga aan si lagu",
    "ha": "da na a ta ya ba ne ce wannan su don kuma ko ga cikin yana suna kowane mutum domin ke za",
    "eo": "la kaj de en al estas ke por kun tiu ne ĉiu aŭ sur per li ili kiel pri oni havas",
    "ar": "في من على إلى أن هذا هذه التي الذي عن مع كل أو لا ما كما بين ولا قد وفي ومن بعد كان هو إن ذلك لم",
    "fa": "و در به از که این را با است برای آن هر یا می ها های شود ما بر حق هیچ باید خود شده کرد آنها تا بود",
    "ur": "کے کی میں ہے اور کا سے کو ہر یہ نہیں اس پر حق شخص ہیں کہ یا جو ہو نے بھی کسی ہم تھا",
    "ps": "د او په چې له ته دی سره هر کې یا حق نه دا څخه شي لري ده دې باید هغه",
    "ckb": "و لە بە کە بۆ هەموو یان ئەم لەگەڵ ئەو هەر مافی هەیە نابێت بێت",
    "ru": "и в на не что с по для это как из к от или его мы все они при который а о за было их также",
    "uk": "і в на не що з до для це як та від або його ми всі вони при який а про за було їх також у є",
    "bg": "и в на не че с по за това като от към или му ние всички те при който а се е са да със",
    "sr": "и у на не да с по за ово као из од или га ми сви они при који а се је су са",
    "kk": "және мен үшін бұл бір да де немесе осы оның бар өз болып адам барлық",
    "hi": "के का की में है और को से पर यह हैं कि नहीं हर या ने भी किसी हम अधिकार व्यक्ति था",
    "ne": "को मा र छ का लागि यो हो गर्न छन् पनि वा एक हरेक प्रत्येक हुन बाट ले लाई",
    "mr": "आणि आहे या व च्या ते की ला नाही हे मध्ये किंवा आहेत तो ती प्रत्येक हक्क करण्यात",
    "am": "ነው እና ውስጥ ላይ ወይም መብት ሰው ሁሉ ያለው ጋር አለው ማንኛውም",
    "ti": "እዩ ናይ ካብ ኣብ ወይ መሰል ሰብ ዝኾነ ኣለዎ ነፍሲ",
}
# Letters that a language has and its neighbours in the table have not: each counts as many small words do.
_LETTERS = """
ar ةىأإ, fa پچژگ, ur ٹڈڑںےہھ, ps ښږېۍځڅډړټ, ckb ەێۆڕڵڤ, uk іїєґ, sr јљњђћџ, kk әғқңөұүһ,
vi ơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ, az ə, sq ë, eo ĉĝĥĵŝŭ, ro șță, pl łąęśźżń, cs řůě,
hu őű, de ß, pt ãõ, tr ığ, es ñ
"""
_ARTICLES = {"ar": ("ال", "وال", "بال", "لل")}  # written together with the word
# A script and the languages that are written in it.
_SCRIPTS = {
    "A-Za-z\u00aa-\u024f\u1e00-\u1eff": (
        "en fr es pt it ca gl ro de nl sv da nb fi hu pl cs sk hr sq tr az id vi tl sw so ha eo"
    ),
    "\u0600-\u06ff\u0750-\u077f": "ar fa ur ps ckb",
    "\u0400-\u052f": "ru uk bg sr kk",
    "\u0900-\u097f": "hi ne mr",
    "\u1200-\u139f": "am ti",
    "\u4e00-\u9fff\u3400-\u4dbf": "zh",
    "\u3040-\u30ff": "ja",
    "\uac00-\ud7af\u1100-\u11ff": "ko",
    "\u0590-\u05ff": "he",
    "\u0370-\u03ff\u1f00-\u1fff": "el",
    "\u0530-\u058f": "hy",
    "\u10a0-\u10ff": "ka",
    "\u0980-\u09ff": "bn",
    "\u0a00-\u0a7f": "pa",
    "\u0a80-\u0aff": "gu",
    "\u0b80-\u0bff": "ta",
    "\u0c00-\u0c7f": "te",
    "\u0c80-\u0cff": "kn",
    "\u0d00-\u0d7f": "ml",
    "\u0d80-\u0dff": "si",
    "\u0e00-\u0e7f": "th",
    "\u0e80-\u0eff": "lo",
    "\u1000-\u109f": "my",
    "\u1780-\u17ff": "km",
}
_LANGUAGES = {tuple(codes.split()): re.compile(f"[{signs}]") for signs, codes in _SCRIPTS.items()}
_OWN_LETTERS = {code: frozenset(letters) for code, letters in map(str.split, _LETTERS.split(","))}
_WORDS = {code: frozenset(words.split()) for code, words in _SMALL.items()}
KNOWN = tuple(code for codes in _LANGUAGES for code in codes)
"""The codes of all languages that `likely` tells."""


_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi", "dv"})


def is_right_to_left(language: str) -> bool:
    """Whether the language is written from right to left."""
    return language.partition("-")[0] in _RIGHT_TO_LEFT


def likely(text: str) -> str | None:
    """The code of the language that `text` is most likely written in; None where nothing tells."""
    letters = "".join(filter(str.isalpha, text))
    share = {codes: len(signs.findall(letters)) for codes, signs in _LANGUAGES.items()}
    kana, ideographs = share["ja",], share["zh",]
    if kana > RARE * len(letters) and kana + ideographs > MOSTLY * len(letters):
        return "ja"  # is written in both
    most = max(share, key=lambda codes: share[codes])
    if share[most] <= MOSTLY * len(letters):
        return None
    return most[0] if len(most) == 1 else _by_words(text, most)


def _by_words(text: str, codes: Sequence[str]) -> str | None:
    words = [word for word in (token.casefold() for token in tokens(text)) if word[:1].isalpha()]
    points = {code: sum(_points(word, code) for word in words) for code in codes}
    best, second = sorted(points, key=lambda code: (-points[code], code))[:2]
    # "y a y a" is Welsh as well: words that come again tell nothing more.
    kinds = {word for word in words if _points(word, best)}
    is_told = len(kinds) >= ENOUGH and points[best] >= SMALL * len(words) and points[best] > points[second]
    return best if is_told else None


def _points(word: str, code: str) -> int:
    is_own = not _OWN_LETTERS.get(code, frozenset()).isdisjoint(word)
    return (word in _WORDS[code]) + is_own + word.startswith(_ARTICLES.get(code, ()))
