"""Spanish words of force."""

from workflow.text.force.levels import NOUN
from workflow.text.force.table import ForceTable

_NOUN = rf"(?:(?!(?:que|quien|cuando|donde|si|pero|y|e|o|para|no)\b)[^\W\d_]\w*\s+){{1,{NOUN}}}?"
_VERB = r"(?:se\s+)?(?:pued|podr|deb|ha|es|est|fue|hubo)\w*"

TABLE = ForceTable(
    obligation="""
        debe | deben | debemos | debo, deberá | deberán | deberemos, debería | deberían | deberíamos | debiera |
        debieran, debía | debían, deba | deban, puede | pueden | podemos, podrá | podrán | podremos, podría | podrían
        | podríamos | pudiera | pudieran, pueda | puedan, hay que, habrá que, habría que, tiene que | tienen que |
        tenemos que, tendrá que | tendrán que, tendría que | tendrían que, ha de | han de | hemos de, habrá de |
        habrán de, conviene, convendría, es necesario, es preciso | es menester, imprescindible | indispensable,
        obliga | obligan, imperativo, no, nunca, jamás, sin, ni, ningún | ninguna | ninguno | ningunos | ningunas,
        nada, nadie, tampoco, salvo | excepto | a excepción de, a menos, solo | sólo | solamente | únicamente,
        obligación | obligaciones, obligado | obligada | obligados | obligadas, obligatorio | obligatoria |
        obligatorios | obligatorias, vinculante | vinculantes, exigido | exigida | exigidos | exigidas, exige |
        exigen, requerido | requerida | requeridos | requeridas, deber | deberes, se compromete a | se comprometen a,
        decide | deciden, recomienda | recomiendan | recomendamos, prohíbe | prohíben, prohibido | prohibida |
        prohibidos | prohibidas, prohibición | prohibiciones, permitido | permitida | permitidos | permitidas,
        autorizado | autorizada | autorizados | autorizadas, facultativo | facultativa | facultativos | facultativas,
        voluntario | voluntaria | voluntarios | voluntarias, voluntariamente, si procede, en la medida de lo posible,
        cuando sea posible, cuando proceda, de ser necesario
    """,
    numbers="""
        #0 | cero, #2 | dos, #3 | tres, #4 | cuatro, #5 | cinco, #6 | seis, #7 | siete, #8 | ocho, #9 | nueve, #10 |
        diez, #11 | once, #12 | doce, #13 | trece, #14 | catorce, #15 | quince, #16 | dieciséis, #17 | diecisiete, #18
        | dieciocho, #19 | diecinueve, #20 | veinte, #21 | veintiuno | veintiún | veintiuna, #22 | veintidós, #23 |
        veintitrés, #24 | veinticuatro, #25 | veinticinco, #26 | veintiséis, #27 | veintisiete, #28 | veintiocho, #29
        | veintinueve, #30 | treinta, #40 | cuarenta, #50 | cincuenta, #60 | sesenta, #70 | setenta, #80 | ochenta,
        #90 | noventa, #100 | cien | ciento, #200 | doscientos | doscientas, #300 | trescientos | trescientas, #400 |
        cuatrocientos | cuatrocientas, #500 | quinientos | quinientas, #600 | seiscientos | seiscientas, #700 |
        setecientos | setecientas, #800 | ochocientos | ochocientas, #900 | novecientos | novecientas, #1. | primer |
        primero | primera | primeros | primeras, #2. | segundo | segunda, #3. | tercer | tercero | tercera, #4. |
        cuarto | cuarta, #5. | quinto | quinta, #6. | sexto | sexta, #7. | séptimo | séptima, #8. | octavo | octava,
        #9. | noveno | novena, #10. | décimo | décima, #11. | undécimo | undécima, #12. | duodécimo | duodécima, #20.
        | vigésimo | vigésima, cientos, mil, miles, millar, millares, millón | millones, docena, docenas, decenas,
        centenar, centenares, mitad, tercio, tercios, cuartos, quintos, doble, triple, % | por ciento, mayoría,
        unanimidad, ambos | ambas, al menos | por lo menos | como mínimo, como máximo | a lo sumo, más de, menos de
    """,
    months="""
        #1 | enero | ene, #2 | febrero | feb, #3 | marzo, #4 | abril | abr, #5 | mayo, #6 | junio, #7 | julio, #8 |
        agosto | ago, #9 | septiembre | setiembre | sept, #10 | octubre | oct, #11 | noviembre | nov, #12 | diciembre
        | dic
    """,
    days="""
        lunes, martes, miércoles, jueves, viernes, sábado, domingo, hoy, mañana, ayer, esta noche, esta semana, la
        próxima semana | la semana próxima, la semana pasada, este mes, este año, el próximo año | el año próximo, el
        año pasado
    """,
    idioms="""
        por primera vez, por vez primera, en primer lugar, en primer término, en primer plano, a primera vista, de
        primera mano, en un primer momento, de segunda mano, doble rasero, doble moral
    """,
    unbinding="""
        sin embargo, no obstante, sin duda, no solo, no sólo, no solamente, no gubernamental, no gubernamentales, nada
        menos
    """,
    titles="sr, sra, srta, dr, dra, lic, ing, prof, don, doña, señor, señora, sta, sto",
    labels="""
        resolución, resoluciones, decisión, artículo, artículos, art, sección, capítulo, capítulos, parte, título,
        anexo, anexos, apéndice, tomo, volumen, libro, párrafo, párrafos, apartado, regla, principio, página, núm, n°,
        número, fase, protocolo
    """,
    names="""
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
    """,
    negating="in, im, i, ir, des",
    negations={
        rf"\bning(?:ún|una)\s+({_NOUN})({_VERB})\b": r"\1no \2",
        rf"\bno\s+({_VERB}\s+{_NOUN})ning(?:ún|una)\b": r"no \1",
    },
    definite="todo|todos|toda|todas|cada|el|la|los|las|este|esta|estos|estas|ese|esa|varios|varias|algun[oa]s|amb[oa]s|solo|sólo",
)
