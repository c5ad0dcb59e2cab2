"""What the columns and cells of a sheet of weekly counts are called, in Dutch, French, German and English."""

import re
from collections.abc import Mapping
from enum import StrEnum

from port2port.pure.fold import fold


class Field(StrEnum):
    """What a column holds."""

    WEEK = "week"
    PORT = "port"
    OUTCOME = "outcome"
    CATEGORY = "category"
    NUMBER = "number"
    KILOGRAMS = "kilograms"
    EFFORT = "effort"
    AMOUNT = "amount"


KILOGRAMS = "kilograms"
DERIVED = "seizures_per_1000_inspected"
SEIZURES = "seizures"


def key_of(text: str) -> str:
    """A word as it is looked up: small letters, no accents, nothing in brackets, blanks for hyphens."""
    plain = re.sub(r"\([^)]*\)", " ", fold(text[:400]))
    return " ".join(re.sub(r"[\s_\-‐‑.:*'’/]+", " ", plain).split())


def _lines(lines: Mapping[str, str]) -> dict[str, str]:
    return {key_of(word): code for code, words in lines.items() for word in [code, *words.split(",")]}


HEADINGS: Mapping[str, str] = _lines(
    {
        Field.WEEK: "weeknummer, week of, week van, weekbegin, begin van de week, maandag, datum, semaine, semaine du,"
        "debut de semaine, lundi, date, woche, kalenderwoche, kw, woche ab, wochenbeginn, montag, monday,"
        "week starting",
        Field.PORT: "haven, hafen, locode, un/locode, unlocode, code haven, code port, hafencode, port code",
        Field.OUTCOME: "what, what is counted, wat, wat wordt geteld, geteld, uitkomst, soort, quoi, ce qui est compte,"
        "resultat, type, was, was gezahlt wird, gezahlt, ergebnis, art, counted",
        Field.CATEGORY: "categorie, kategorie, method, methode, werkwijze, vorgehen",
        Field.NUMBER: "aantal, nombre, anzahl, count, counts, n, telling, tellingen, comptage, zahl, cases, gevallen",
        Field.KILOGRAMS: "kilogram, kg, kilo, kilo's, kilos, kilogramme, kilogrammes, kilogramm, gewicht, poids, mass",
        Field.EFFORT: "inspanning, inzet, soort inspanning, type d'effort, moyens, moyens engages, aufwand, einsatz,"
        "art des aufwands, kind, kind of effort",
        Field.AMOUNT: "hoeveelheid, omvang, quantite, menge, umfang, how much, hoeveel, combien, wie viel",
    }
)

OUTCOMES: Mapping[str, str] = _lines(
    {
        SEIZURES: "seizure, inbeslagnames, inbeslagneming, inbeslagnemingen, inbeslagname, vangsten, saisies, saisie,"
        "sicherstellungen, sicherstellung, beschlagnahmen, beschlagnahme",
        DERIVED: "seizures per 1000, seizures per 1000 inspected, inbeslagnames per 1000, saisies par 1000,"
        "sicherstellungen je 1000, inbeslagnames per 1 000 gecontroleerde containers,"
        "saisies pour 1 000 conteneurs controles, sicherstellungen je 1 000 kontrollierte container",
        "intrusions": "intrusion, indringers, indringer, indringingen, inklimming, inklimmingen, intrus, eindringlinge,"
        "eindringling, eindringen",
        "drone_sightings": "drone sighting, drones, drone, dronewaarnemingen, dronewaarneming, observations de drones,"
        "observation de drone, drohnensichtungen, drohnensichtung, drohnen",
        "corruption_approaches": "corruption approach, corruption, approaches, approaches to staff, corruptiepogingen,"
        "corruptiepoging, benaderingen van personeel, approches du personnel, annaherungen an personal,"
        "omkooppogingen, benaderingen, tentatives de corruption, tentative de corruption, approches,"
        "bestechungsversuche, bestechungsversuch, korruptionsversuche",
        "tampered_seals": "tampered seal, seals, zegels, verbroken of vervalste zegels, geschonden zegels,"
        "gemanipuleerde zegels, scelles, scelles alteres,"
        "scelles falsifies, scelles manipules, manipulierte siegel, siegel, verletzte siegel",
        KILOGRAMS: "kilogram, kg, kilo, kilos, kilo's, kilogrammes, kilogramm, mass, mass seized",
    }
) | {key_of("seizures per 1,000 containers inspected"): DERIVED}

EFFORTS: Mapping[str, str] = _lines(
    {
        "containers_scanned": "scanned containers, containers inspected, gescande containers, conteneurs scannes,"
        "gescannte container, scans, containers scanned or inspected, gescande of gecontroleerde containers,"
        "conteneurs scannes ou controles, gescannte oder kontrollierte container",
        "patrol_hours": "hours of patrol, patrouille uren, patrouilleuren, uren patrouille, heures de patrouille,"
        "streifenstunden, patrouillenstunden",
        "drone_hours": "hours drone up, hours that own drones were up, uren dat eigen drones vlogen,"
        "heures de vol de nos drones, flugstunden eigener drohnen, drone uren, drone-uren, droneuren,"
        "heures de drone, drohnenstunden",
        "teu": "twenty foot equivalent units, containers handled, behandelde containers, conteneurs traites,"
        "umgeschlagene container",
        "risk_calls": "calls of ships from risk origins, aanlopen van schepen uit risicogebieden,"
        "escales de navires de provenances a risque, anlaufe von schiffen aus risikogebieten,"
        "calls from risk origins, risk calls, risico-aanlopen, risicoaanlopen, escales a risque,"
        "risikoanlaufe, anlaufe aus risikohafen",
    }
)

# Words for "all categories together"; an empty cell says the same.
ALL = frozenset(map(key_of, ("all", "all together", "alle", "alles", "allemaal", "tous", "toutes", "total", "totaal")))
