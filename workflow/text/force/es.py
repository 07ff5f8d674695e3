"""Spanish words of force."""

from workflow.text.force.table import Table, words

TABLE = Table(
    obligation=words(
        """
        debe, deben, debemos, debo, deberá, deberán, deberemos, debería, deberían, deberíamos, debía, debían, deba,
        deban, puede, pueden, podemos, podrá, podrán, podremos, podría, podrían, podríamos, pueda, puedan, hay que,
        habrá que, tiene que, tienen que, tenemos que, ha de, han de, hemos de, habrá de, habrán de, no, nunca, jamás,
        sin, ni, ningún, ninguna, ninguno, nada, nadie, tampoco, salvo, excepto, a menos, solo, sólo, solamente,
        únicamente, obligación, obligaciones, obligado, obligada, obligados, obligadas, obligatorio, obligatoria,
        obligatorios, obligatorias, vinculante, vinculantes, exigido, exigida, requerido, requerida, requeridos,
        requeridas, deber, deberes, prohíbe, prohíben, prohibido, prohibida, prohibidos, prohibidas, prohibición,
        permitido, permitida, permitidos, permitidas, autorizado, autorizada, autorizados, autorizadas, facultativo,
        facultativa, voluntario, voluntaria, voluntarios, voluntarias, voluntariamente, si procede,
        en la medida de lo posible, cuando sea posible, cuando proceda, de ser necesario
        """
    ),
    numbers=words(
        """
        cero, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez, once, doce, trece, catorce, quince, dieciséis,
        diecisiete, dieciocho, diecinueve, veinte, veintiuno, veintidós, veintitrés, veinticuatro, veinticinco,
        treinta, cuarenta, cincuenta, sesenta, setenta, ochenta, noventa, cien, ciento, cientos, doscientos,
        doscientas, trescientos, trescientas, quinientos, quinientas, mil, miles, millón, millones, docena, docenas,
        decenas, centenares, primer, primero, primera, segundo, segunda, tercer, tercero, tercera, cuarto, cuarta,
        quinto, quinta, sexto, sexta, séptimo, séptima, octavo, octava, noveno, novena, décimo, décima, mitad, tercio,
        tercios, cuartos, doble, triple, por ciento, mayoría, unanimidad, ambos, ambas, al menos, por lo menos,
        como mínimo, como máximo, más de, menos de
        """
    ),
    months=words(
        """
        enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, setiembre, octubre, noviembre,
        diciembre, ene, feb, abr, ago, sept, oct, nov, dic
        """
    ),
    weekdays=words("lunes, martes, miércoles, jueves, viernes, sábado, domingo"),
    dates=words(
        """
        hoy, mañana, ayer, esta noche, esta semana, la próxima semana, este año, el próximo año, el año pasado,
        el año próximo
        """
    ),
    idioms=words(
        """
        por primera vez, por vez primera, en primer lugar, en primer término, en primer plano, a primera vista,
        de primera mano, en un primer momento, de segunda mano, doble rasero, doble moral
        """
    ),
    names=words(
        """
        afganistán, albania, alemania, arabia, argelia, argentina, armenia, australia, austria, bangladesh, bélgica,
        bolivia, brasil, burkina, burundi, camboya, camerún, canadá, chad, chile, china, chipre, colombia, congo,
        croacia, cuba, darfur, dinamarca, ecuador, egipto, eritrea, eslovaquia, eslovenia, españa, estonia, etiopía,
        filipinas, finlandia, francia, gabón, gambia, gaza, georgia, ghana, grecia, guatemala, guinea, haití,
        honduras, hungría, india, indonesia, irak, irán, irlanda, israel, italia, japón, jordania, kenia, kenya,
        kosovo, kuwait, letonia, líbano, liberia, libia, lituania, malí, marruecos, méxico, mozambique, myanmar,
        namibia, nepal, nicaragua, níger, nigeria, noruega, pakistán, palestina, panamá, paraguay, perú, polonia,
        portugal, qatar, rumania, rusia, ruanda, rwanda, senegal, serbia, siria, somalia, sudán, suecia, suiza,
        tanzanía, túnez, turquía, ucrania, uganda, uruguay, venezuela, vietnam, yemen, zambia, roma, ginebra,
        bruselas, nairobi
        """
    ),
    links=words("de, del, la, las, los, el, y, e, en, para, al, por"),
)
