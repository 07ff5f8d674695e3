"""French words of force."""

from workflow.text.force.table import Table, words

TABLE = Table(
    obligation=words(
        """
        doit, doivent, dois, devons, devez, devra, devront, devrons, devrait, devraient, devrions, devaient, devait,
        doive, peut, peuvent, pouvons, pouvez, pourra, pourront, pourrait, pourraient, puisse, puissent, faut, faudra,
        faudrait, il convient, il conviendrait, ne, n', pas, non, jamais, sans, aucun, aucune, rien, ni, nul, nulle,
        sauf, excepté, hormis, à moins, seulement, uniquement, est tenu, est tenue, sont tenus, sont tenues, tenu de,
        tenus de, tenue de, tenues de, obligation, obligations, obligé, obligés, obligée, obligées, obligatoire,
        obligatoires, contraignant, contraignante, contraignants, contraignantes, exigé, exigée, exigés, exigées,
        requis, requise, requises, devoir, devoirs, interdit, interdite, interdits, interdites, interdiction, permis,
        permise, autorisé, autorisés, autorisée, autorisées, facultatif, facultative, facultatifs, volontaire,
        volontaires, volontairement, le cas échéant, si possible, dans la mesure du possible, s'il y a lieu, au besoin
        """
    ),
    numbers=words(
        """
        zéro, deux, trois, quatre, cinq, six, sept, huit, neuf, dix, onze, douze, treize, quatorze, quinze, seize,
        vingt, trente, quarante, cinquante, soixante, septante, huitante, nonante, cent, cents, mille, million,
        millions, milliard, milliards, dizaine, dizaines, douzaine, centaine, centaines, millier, milliers, premier,
        première, premiers, premières, deuxième, second, seconde, troisième, quatrième, cinquième, sixième, septième,
        huitième, neuvième, dixième, moitié, demi, demie, tiers, quart, quarts, double, triple, pour cent, majorité,
        unanimité, au moins, au plus, plus de, moins de, deux fois
        """
    ),
    months=words(
        """
        janvier, février, mars, avril, mai, juin, juillet, août, septembre, octobre, novembre, décembre, janv, févr,
        avr, juil, sept, oct, nov, déc
        """
    ),
    weekdays=words("lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche"),
    dates=words(
        """
        aujourd'hui, demain, hier, ce soir, cette semaine, la semaine prochaine, cette année, l'année prochaine,
        l'année dernière, l'an dernier, l'an prochain
        """
    ),
    idioms=words(
        """
        pour la première fois, pour la toute première fois, en premier lieu, au premier chef, au premier plan,
        de premier plan, à première vue, de première main, de seconde main, dans un premier temps, pays tiers,
        états tiers
        """
    ),
    names=words(
        """
        afghanistan, albanie, algérie, allemagne, argentine, arménie, australie, autriche, azerbaïdjan, bangladesh,
        belgique, bénin, bolivie, brésil, burkina, burundi, cambodge, cameroun, canada, centrafrique, chili, chine,
        chypre, colombie, congo, croatie, cuba, danemark, darfour, égypte, équateur, érythrée, espagne, estonie,
        éthiopie, finlande, france, gabon, gambie, gaza, géorgie, ghana, grèce, guatemala, guinée, haïti, honduras,
        hongrie, inde, indonésie, irak, iran, irlande, israël, italie, japon, jordanie, kenya, kosovo, koweït, liban,
        libye, luxembourg, madagascar, mali, maroc, mauritanie, mexique, mozambique, myanmar, namibie, népal,
        nicaragua, niger, nigéria, norvège, ouganda, pakistan, palestine, panama, pérou, philippines, pologne,
        portugal, qatar, roumanie, russie, rwanda, sénégal, serbie, somalie, soudan, suède, suisse, syrie, tanzanie,
        tchad, togo, tunisie, turquie, ukraine, uruguay, venezuela, vietnam, yémen, zambie, zimbabwe, rome, genève,
        bruxelles, paris, nairobi
        """
    ),
    links=words("de, du, des, la, le, les, et, en, pour, d', l', sur, au, aux, pour la"),
)
