"""What the made-up working groups say; each text says of itself that it is made up."""

from dataclasses import dataclass

from port2port.pure.audience import Tlp


@dataclass(frozen=True, slots=True)
class Text:
    """A proposal: its title, its words, and its words after an objection."""

    title: str
    words: str
    amended: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One group. people   logins, the chair's first; decided   two proposals; tasks   one for each"""

    name: str
    mandate: str
    language: str
    circle: str
    people: tuple[str, ...]
    meeting: str
    places: tuple[str, str]
    points: tuple[str, str]
    lines: tuple[str, ...]
    decided: tuple[Text, Text]
    open: Text
    objection: str
    tasks: tuple[str, str]
    tlp: int = Tlp.AMBER


SEA = ("northsea-officer", "antwerp-officer", "ostend-officer", "csd-analyst", "commissioner-analyst")

GROUPS = (
    Story(
        name="Toegangscontrole (verzonnen)",
        mandate="Eén manier van binnenlaten in elke haven: wie, wanneer, met welk bewijs. Verzonnen.",
        language="nl",
        circle="Scheldt and North Sea",
        people=SEA,
        meeting="Toegangscontrole, vergadering %(number)d",
        places=("Videovergadering", "Gent, zaal 2"),
        points=("Rondvraag: wat veranderde aan de poorten", "Bezoekers buiten de uren"),
        lines=(
            "Twee havens melden minder pogingen sinds de poortwacht navraagt wie de bezoeker verwacht.",
            "Een nachtpoort blijft zwak: één persoon opent en noteert.",
            "De badges van aannemers lopen door na het einde van de werf.",
        ),
        decided=(
            Text(
                "Badges van aannemers eindigen met de werf",
                "Een badge van een aannemer krijgt de einddatum van de werf en wordt niet stilzwijgend verlengd.",
            ),
            Text(
                "Na tien uur bevestigt een tweede persoon",
                "Na 22.00 uur bevestigt een tweede poortwacht elke bezoeker.",
                "Na 22.00 uur bevestigt een tweede poortwacht of de controlekamer elke bezoeker.",
            ),
        ),
        open=Text(
            "Dezelfde zes vragen aan elke poort",
            "Elke poort stelt bezoekers dezelfde zes vragen en noteert wie de bezoeker verwacht.",
        ),
        objection="Onze nachtpoort heeft maar één poortwacht; de controlekamer moet ook mogen bevestigen.",
        tasks=("Lijst van lopende aannemersbadges nakijken (verzonnen)", "Controlekamer opleiden (verzonnen)"),
    ),
    Story(
        name="Screening en inspectie (verzonnen)",
        mandate="Wat we nakijken aan containers en vrachtwagens, en hoe we het van elkaar leren. Verzonnen.",
        language="nl",
        circle="Container release",
        people=("antwerp-officer", "northsea-officer", "terminal-officer", "csd-analyst"),
        meeting="Screening, vergadering %(number)d",
        places=("Videovergadering", "Antwerpen, Havenhuis"),
        points=("Zegels die niet kloppen", "Samen nakijken: wie, waar, wanneer"),
        lines=(
            "Drie keer hetzelfde patroon: het zegel klopt, de foto van de deur niet.",
            "Samen nakijken kost twintig minuten meer en vindt meer.",
            "De terminal wil vooraf weten welke lijnen dit kwartaal aan de beurt zijn.",
        ),
        decided=(
            Text(
                "Een foto van deur en zegel bij elke controle",
                "Bij elke controle hoort één foto waarop deur, zegel en nummer samen staan.",
            ),
            Text(
                "Twee gezamenlijke controledagen per kwartaal",
                "Twee dagen per kwartaal kijken we samen na, op dagen die pas die ochtend bekend zijn.",
                "Twee dagen per kwartaal kijken we samen na; de terminal weet het de avond ervoor.",
            ),
        ),
        open=Text("Een lijst van zegels die wij vervangen", "Elk vervangen zegel staat dezelfde dag in een lijst."),
        objection="Wij moeten 's avonds ploegen plannen; die ochtend weten is te laat voor de kade.",
        tasks=("Voorbeeldfoto's bezorgen (verzonnen)", "Avondplanning van de kade aanpassen (verzonnen)"),
    ),
    Story(
        name="Drones (verzonnen)",
        mandate="Waarnemingen vergelijkbaar maken en samen beslissen wat detectie mag kosten. Verzonnen.",
        language="nl",
        circle="Drones",
        people=("northsea-officer", "antwerp-officer", "ostend-officer", "brussels-officer", "csd-analyst"),
        meeting="Drones, vergadering %(number)d",
        places=("Videovergadering", "Oostende, uitkijktoren"),
        points=("Waarnemingen van de maand", "Proef met ontvangers"),
        lines=(
            "Twee waarnemingen blijken hetzelfde toestel: peilingen uit twee havens kruisen elkaar.",
            "De proef met ontvangers ziet alleen toestellen die zich melden.",
            "Bewakers noteren de hoogte liever in banden dan in meters.",
        ),
        decided=(
            Text(
                "Elke waarneming met peiling en hoogteband",
                "Wie een drone ziet, noteert peiling en hoogteband; de rest mag leeg blijven.",
            ),
            Text(
                "Ontvangers delen per twee havens",
                "Per twee havens kopen we één mobiele ontvanger.",
                "Per twee havens kopen we één mobiele ontvanger; de kleinste haven betaalt een derde.",
            ),
        ),
        open=Text("Nachtoefening in het najaar", "Eén nachtoefening met een eigen drone, vooraf aangekondigd."),
        objection="Voor een kleine haven is de helft van de prijs niet te dragen; deel naar grootte.",
        tasks=("Hoogtebanden op de poortkaart drukken (verzonnen)", "Offertes voor ontvangers vragen (verzonnen)"),
    ),
    Story(
        name="AI-camera's (verzonnen)",
        mandate="Wat camera's zelf mogen zien, wie de regel kent en hoe lang iets bewaard blijft. Verzonnen.",
        language="nl",
        circle="Scheldt and North Sea",
        people=("antwerp-officer", "northsea-officer", "ostend-officer", "csd-analyst", "commissioner-analyst"),
        meeting="AI-camera's, vergadering %(number)d",
        places=("Videovergadering", "Antwerpen, controlekamer"),
        points=("Valse alarmen", "Bewaring en rechten"),
        lines=(
            "Vier op vijf alarmen zijn dieren of regen; na het afregelen is het de helft.",
            "Niemand gebruikt gezichtsherkenning; dat blijft zo.",
            "Een mens kijkt altijd voor er iemand wordt uitgestuurd.",
        ),
        decided=(
            Text(
                "Een mens kijkt voor er iemand gaat",
                "Geen patrouille op een alarm van een camera alleen: een mens bekijkt eerst het beeld.",
            ),
            Text(
                "Alarmbeelden blijven dertig dagen",
                "Beelden bij een alarm blijven dertig dagen, daarna worden ze gewist.",
                "Beelden bij een alarm blijven dertig dagen; bij een aangifte tot het parket ze heeft.",
            ),
        ),
        open=Text(
            "Een gedeelde telling van valse alarmen",
            "Elke haven telt valse en juiste alarmen en deelt de telling.",
        ),
        objection="Bij een aangifte hebben we de beelden langer nodig dan dertig dagen.",
        tasks=("Werkwijze van de controlekamer aanpassen (verzonnen)", "Bewaartermijn instellen (verzonnen)"),
        tlp=Tlp.AMBER_STRICT,
    ),
    Story(
        name="Cyber (made up)",
        mandate="Release codes, terminal systems and who calls whom when they fail. Made up for the demonstration.",
        language="en",
        circle="Container release",
        people=("terminal-officer", "antwerp-officer", "northsea-officer", "csd-analyst"),
        meeting="Cyber, meeting %(number)d",
        places=("Video meeting", "Left Bank, room 4"),
        points=("What failed since last time", "Who calls whom"),
        lines=(
            "A forwarder's mailbox was read along for two weeks before anyone noticed.",
            "The call list was three months old; two numbers rang nowhere.",
            "Paper works for four hours, then the quay is full.",
        ),
        decided=(
            Text("The call list is tried each month", "On the first Monday each number of the call list is rung once."),
            Text(
                "Release codes by mail end this year",
                "From 1 December no release code is sent by mail.",
                "From 1 December no release code is sent by mail; small hauliers get a quarter's help first.",
            ),
        ),
        open=Text(
            "One exercise on paper",
            "Each terminal releases ten containers on paper and counts the minutes.",
        ),
        objection="Half of our hauliers have no other way yet; they would stand at the gate.",
        tasks=("Ring the call list (made up)", "Help small hauliers with the app (made up)"),
    ),
    Story(
        name="Ports intérieurs (inventé)",
        mandate="Ce que les petits ports peuvent tenir, et comment les grands les aident. Inventé.",
        language="fr",
        circle="Inland ports",
        people=(
            "liege-officer",
            "brussels-officer",
            "waterway-officer",
            "brabant-officer",
            "antwerp-officer",
            "csd-analyst",
        ),
        meeting="Ports intérieurs, réunion %(number)d",
        places=("Visioconférence", "Liège, capitainerie"),
        points=("Ce qui a changé sur les quais", "Un port parrain pour chaque petit port"),
        lines=(
            "Un quai sans garde voit passer des camions après 20 heures.",
            "Le port parrain vient une demi-journée par mois ; les deux apprennent.",
            "La voie navigable demande une liste courte, pas un audit.",
        ),
        decided=(
            Text(
                "Une liste de dix points pour chaque quai",
                "Chaque quai sans garde suit une liste de dix points, revue une fois par an.",
            ),
            Text(
                "Un port parrain pour chaque petit port",
                "Chaque petit port a un port parrain, qui vient une fois par mois.",
                "Chaque petit port a un port parrain, qui vient une fois par trimestre, et sur appel.",
            ),
        ),
        open=Text("Un numéro commun la nuit", "Les quais sans garde appellent la nuit un seul numéro, à tour de rôle."),
        objection="Une visite par mois n'est pas tenable avec notre équipe ; une par trimestre l'est.",
        tasks=("Essayer la liste sur deux quais (inventé)", "Proposer des dates de visite (inventé)"),
    ),
)
