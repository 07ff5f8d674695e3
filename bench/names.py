"""What names say: which first words of functions are acts and which are participles, read off as English has them."""

PARTICIPLES = frozenset(
    """
    begun bought bound built caught come done drawn found given gone grown held hidden kept known left lost made
    meant met paid put read said seen sent set shown spoken taken thrown told understood written wrote
    """.split()  # noqa: SIM905
)
NO_PARTICIPLES = frozenset(["bed", "embed", "exceed", "feed", "need", "proceed", "red", "seed", "shed", "speed"])
BOTH = frozenset(["put", "read", "set"])
"""Both an imperative and a participle: in front of an object they are acts."""
VERBS = frozenset(
    """
    abandon accept add agree answer apply ask assign begin bring carry change check choose claim clear close
    collect combine compare confirm connect convert count create decline deliver describe dispose draw drop edit
    end ensure enter expect extend fail fall fan fill find finish flush follow forget format freeze get give go
    guard hand have hold import init insert invite issue join keep lapse leave let list load lock look make mark
    match measure merge move name note offer open order overtake parse pass pause pin place plan play post print
    propose publish put raise read record recount refresh refuse register reject release remind remove render
    renew reopen replace report request require reset resolve respond restore retire return review rewrite ring
    round run save say search see send set settle show sign skip sort speak split start stop store strike
    support suspend take tell try turn update use validate void wait wake walk watch withdraw word wrap write
    """.split()  # noqa: SIM905
)


def first_word(name: str) -> str:
    """The first word of a function's name, without its underscores."""
    return name.strip("_").split("_")[0]


def is_participle(word: str) -> bool:
    """Whether the word ends as past participles do, or stands in the list of those that end otherwise."""
    return word in PARTICIPLES or (word.endswith("ed") and word not in NO_PARTICIPLES)


def is_verb(word: str) -> bool:
    """Whether the word is an act in the imperative."""
    return word in VERBS and (word not in PARTICIPLES or word in BOTH)
