"""The words of the demonstration's after-actions; all of them made up, and saying so."""

from dataclasses import dataclass

from port2port.afteraction.actions import LessonSaid
from port2port.drills.rules import Aim
from port2port.site.demo.exercising import Saw


@dataclass(frozen=True, slots=True)
class Found:
    """A strength or an improvement, at the objective of this number."""

    kind: str
    text: str
    objective: int


@dataclass(frozen=True, slots=True)
class Story:
    """One tabletop of two ports: what was planned, put in, seen and learnt.

    injects   minute, to whom, words; the language is Dutch
    letters   the rating of each objective
    """

    title: str
    purpose: str
    elements: tuple[str, ...]
    mo: tuple[str, ...]
    aims: tuple[Aim, ...]
    injects: tuple[tuple[int, str, str], ...]
    saw: tuple[Saw, ...]
    letters: str
    found: tuple[Found, ...]
    promise: str
    text: str
    lesson: LessonSaid
    comment: str


BADGE = Story(
    title="Demo: badge uitgeleend",
    purpose="Zien of een ontleende badge wordt opgemerkt en geblokkeerd, en of de buurhaven het hoort.",
    elements=("b15_11.access", "b18_6.communication", "b18_6.response"),
    mo=("COR-BADGE",),
    aims=(
        Aim("Een ontleende badge wordt aan de poort opgemerkt", "ACC-02", ("b15_11.access",)),
        Aim("De badge is binnen tien minuten geblokkeerd", "ACC-03", ("b15_11.access",)),
        Aim("De andere haven krijgt binnen het uur een signaal", "COM-01", ("b18_6.communication",)),
    ),
    injects=(
        (0, "guard", "Een chauffeur toont de badge van een collega. (Verzonnen.)"),
        (15, "guard", "De badge gaat een tweede keer door de lezer. (Verzonnen.)"),
        (30, "operations", "De buurhaven vraagt wat er aan de hand is. (Verzonnen.)"),
    ),
    saw=(
        Saw("antwerp-trainer", 3, "De wacht kijkt naar het gezicht en laat wachten.", "P", 1),
        Saw("antwerp-trainer", 24, "Niemand van de nacht mag blokkeren; de dagdienst wordt gebeld.", "M", 2),
        Saw("northsea-duty", 41, "Het signaal komt als e-mail en wordt laat gelezen.", "S", 3, sent=54),
    ),
    letters="PMS",
    found=(
        Found("strength", "De wacht keek naar het gezicht, niet naar de kaart, en bleef rustig.", 0),
        Found("improvement", "’s Nachts kan niemand een badge blokkeren: geef de wachtdienst het recht ertoe.", 1),
        Found(
            "improvement",
            "Het signaal aan de andere haven ging per e-mail en bleef liggen: bel eerst, schrijf daarna.",
            2,
        ),
    ),
    promise="Wachtdienst mag badges blokkeren",
    text=(
        "## Wat gepland was\n\nEen chauffeur toont de badge van een collega. (Verzonnen voor de demonstratie.)\n\n"
        "## Wat gebeurde\n\nDe wacht merkte het meteen. Blokkeren duurde langer: het recht lag bij de dagdienst."
        "\n\n## Wat geleerd werd\n\nRechten horen bij wie er dan is."
    ),
    lesson=LessonSaid(
        title="Ontleende badge: wie ’s nachts niet mag blokkeren, kijkt toe",
        aim="Een badge in handen van een ander opmerken, blokkeren en melden. (Verzonnen voor de demonstratie.)",
        helped=(
            "- Kijken naar het gezicht, niet naar de kaart.\n- Eén zin die iedereen kent om iemand te laten wachten."
        ),
        change=(
            "- Geef de wachtdienst zelf het recht om een badge te blokkeren.\n"
            "- Bel de buurhaven eerst, schrijf daarna: een e-mail blijft liggen."
        ),
        language="nl",
        mo=("COR-BADGE",),
        controls=("ACC-02", "ACC-03", "COM-01"),
    ),
    comment="Het stopwoord was op de kade niet te horen.",
)
DRONE = Story(
    title="Demo: drone boven de tank",
    purpose="Zien wie een drone meldt, wie het werk stillegt en wie het weer vrijgeeft.",
    elements=("b15_11.damage", "b18_6.communication", "b18_6.reaction"),
    mo=("DRN-DISRUPT",),
    aims=(
        Aim("Wie een drone ziet, meldt ze binnen twee minuten", "COM-01", ("b18_6.communication",)),
        Aim("Het werk onder de drone stopt zonder discussie", "", ("b15_11.damage", "b18_6.reaction")),
    ),
    injects=(
        (0, "guard", "Boven de tank hangt een drone met een lamp. (Verzonnen.)"),
        (10, "operations", "De ploeg vraagt of ze verder mag laden. (Verzonnen.)"),
    ),
    saw=(
        Saw("antwerp-trainer", 2, "De melding is er na één minuut, met richting en hoogte.", "P", 1),
        Saw("northsea-duty", 17, "Twee mensen geven tegelijk het werk weer vrij.", "M", 2, sent=48),
    ),
    letters="PM",
    found=(
        Found("strength", "Richting, hoogte en duur stonden in de eerste melding.", 0),
        Found("improvement", "Spreek af wie het werk weer vrijgeeft: één persoon, met naam op het bord.", 1),
    ),
    promise="Op het bord staat wie het werk vrijgeeft",
    text=(
        "## Wat gepland was\n\nEen drone hangt boven een tank tijdens het laden. (Verzonnen voor de demonstratie.)"
        "\n\n## Wat gebeurde\n\nDe melding kwam snel. Over het vrijgeven waren twee mensen het niet eens."
        "\n\n## Wat geleerd werd\n\nStilleggen kan iedereen, vrijgeven doet één."
    ),
    lesson=LessonSaid(
        title="Drone boven de lading: stilleggen kan iedereen, vrijgeven doet één",
        aim="Een drone melden, het werk stilleggen en het geordend hervatten. (Verzonnen voor de demonstratie.)",
        helped="- Richting, hoogte en duur in de eerste melding.",
        change="- Zet vooraf op het bord wie het werk weer vrijgeeft.",
        language="nl",
        mo=("DRN-DISRUPT",),
        controls=("COM-01",),
    ),
    comment="Wij wachtten op een teken dat al gegeven was.",
)
