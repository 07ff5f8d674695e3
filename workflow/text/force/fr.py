"""French words of force."""

from workflow.text.force.levels import NOUN
from workflow.text.force.table import ForceTable

_NOUN = rf"(?:(?!(?:qui|que|dont|où|quand|si|mais|et|ou|pour|ne)\b)[^\W\d_][\w'-]*\s+){{1,{NOUN}}}?"
_NE = r"\b((?:ne\s+(?:se\s+|s')?|n')"

TABLE = ForceTable(
    obligation="""
        doit | doivent | dois | devons | devez, devra | devront | devrons | devrez, devrait | devraient | devrions |
        devriez, devait | devaient, doive | doivions, aurait dû | auraient dû, peut | peuvent | pouvons | pouvez,
        pourra | pourront | pourrons, pourrait | pourraient | pourrions, puisse | puissent | puissions, faut, faudra,
        faudrait, il convient, il conviendrait, il importe, y a lieu, est indispensable | sont indispensables, oblige
        | obligent, est nécessaire | sont nécessaires, impératif | impérative | impérativement, ne | n', pas, non,
        jamais, sans, aucun | aucune, aucunement | nullement, rien, ni, nul | nulle, sauf | excepté | hormis | à
        l'exception, à moins, seulement | uniquement, tenu de | tenue de | tenus de | tenues de | tenu d' | tenue d' |
        tenus d' | tenues d', obligation | obligations, obligé | obligés | obligée | obligées, obligatoire |
        obligatoires, contraignant | contraignante | contraignants | contraignantes, exigé | exigée | exigés |
        exigées, exige | exigent, requis | requise | requises, devoir | devoirs, s'engage à | s'engagent à, décide |
        décident, recommande | recommandent | recommandons, interdit | interdite | interdits | interdites,
        interdiction | interdictions, permis | permise | permises, autorisé | autorisés | autorisée | autorisées,
        facultatif | facultative | facultatifs | facultatives, volontaire | volontaires, volontairement, le cas
        échéant, si possible, dans la mesure du possible, s'il y a lieu, au besoin
    """,
    numbers="""
        #0 | zéro, #2 | deux, #3 | trois, #4 | quatre, #5 | cinq, #6 | six, #7 | sept, #8 | huit, #9 | neuf, #10 |
        dix, #11 | onze, #12 | douze, #13 | treize, #14 | quatorze, #15 | quinze, #16 | seize, #17 | dix-sept, #18 |
        dix-huit, #19 | dix-neuf, #20 | vingt, #30 | trente, #40 | quarante, #50 | cinquante, #60 | soixante, #70 |
        soixante-dix | septante, #80 | quatre-vingts | quatre-vingt | huitante, #90 | quatre-vingt-dix | nonante, #1.
        | premier | première | premiers | premières, #2. | deuxième | second | seconde, #3. | troisième, #4. |
        quatrième, #5. | cinquième, #6. | sixième, #7. | septième, #8. | huitième, #9. | neuvième, #10. | dixième,
        #11. | onzième, #12. | douzième, #13. | treizième, #14. | quatorzième, #15. | quinzième, #16. | seizième, #20.
        | vingtième, cent | cents, mille, million | millions, milliard | milliards, dizaine, dizaines, douzaine,
        douzaines, quinzaine, vingtaine, vingtaines, trentaine, quarantaine, cinquantaine, centaine, centaines,
        millier, milliers, moitié, demi | demie, tiers, quart, quarts, cinquièmes, double, triple, % | pour cent,
        majorité, unanimité, au moins, au plus, plus de, moins de, deux fois
    """,
    months="""
        #1 | janvier | janv, #2 | février | févr, #3 | mars, #4 | avril | avr, #5 | mai, #6 | juin, #7 | juillet |
        juil, #8 | août, #9 | septembre, #10 | octobre | oct, #11 | novembre | nov, #12 | décembre | déc
    """,
    days="""
        lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, aujourd'hui, demain, hier, ce soir, cette semaine,
        la semaine prochaine, la semaine dernière, ce mois-ci, cette année, l'année prochaine | l'an prochain, l'année
        dernière | l'an dernier
    """,
    idioms="""
        pour la première fois, pour la toute première fois, en premier lieu, au premier chef, au premier plan, de
        premier plan, à première vue, de première main, de seconde main, dans un premier temps, pays tiers, états
        tiers
    """,
    unbinding="""
        le pas, un pas, premier pas, grand pas, ce pas, au pas, pas décisif, pas à pas, faux pas, sans doute,
        peut-être, non seulement, non gouvernementale, non gouvernementales, non-gouvernementale,
        non-gouvernementales, n'importe quel, n'importe quelle, il n'en reste pas moins, non plus
    """,
    titles="mme, mmes, mlle, me, dr, dre, pr, st, mm",
    labels="""
        résolution, résolutions, décision, article, articles, art, section, chapitre, chapitres, partie, titre,
        annexe, annexes, appendice, tome, volume, livre, paragraphe, paragraphes, alinéa, règle, principe, page, no,
        n°, numéro, phase, protocole
    """,
    names="""
        afghanistan, albanie, algérie, allemagne, argentine, arménie, australie, autriche, azerbaïdjan, bangladesh,
        belgique, bénin, bolivie, brésil, burkina, burundi, cambodge, cameroun, canada, centrafrique, chili, chine,
        chypre, colombie, congo, croatie, cuba, danemark, darfour, égypte, équateur, érythrée, espagne, estonie,
        éthiopie, finlande, france, gabon, gambie, gaza, géorgie, ghana, grèce, guatemala, guinée, haïti, honduras,
        hongrie, inde, indonésie, irak, iran, irlande, israël, italie, japon, jordanie, kenya, kosovo, koweït, liban,
        libye, luxembourg, madagascar, mali, maroc, mauritanie, mexique, mozambique, myanmar, namibie, népal,
        nicaragua, niger, nigéria, norvège, ouganda, pakistan, palestine, panama, pérou, philippines, pologne,
        portugal, qatar, roumanie, russie, rwanda, sénégal, serbie, somalie, soudan, suède, suisse, syrie, tanzanie,
        tchad, togo, tunisie, turquie, ukraine, uruguay, venezuela, vietnam, yémen, zambie, zimbabwe, rome, genève,
        bruxelles, paris, nairobi, nations unies, union européenne, union africaine, cour pénale internationale, cour
        internationale de justice, cour européenne, cour africaine, cour interaméricaine, conseil de sécurité, conseil
        économique et social, ligue arabe, banque mondiale, croix rouge, croissant rouge, commission européenne,
        commission africaine, commission interaméricaine
    """,
    negating="in, im, il, ir, dis, non",
    negations={
        rf"\b(?:aucune?|nulle?)\s+({_NOUN}){_NE}\w+)": r"\1\2 pas",
        rf"{_NE}\w+)(\s+(?!pas\b)\w+)?\s+(?:aucune?|nulle?)\b": r"\1 pas\2",
        # Of these verbs "ne" alone is enough.
        rf"{_NE}(?:peu(?:t|vent)|pouvons|pourr(?:a|ont)|saurai(?:en)?t))(?!\s(?:pas|que|plus|jamais|ni)\b)": r"\1 pas",
    },
    definite="tou[ts]|toute|toutes|chaque|chacune?|les?|la|l'|ce|cet|cette|ces|plusieurs|certaine?s|quelques|seule?s?|même",
)
