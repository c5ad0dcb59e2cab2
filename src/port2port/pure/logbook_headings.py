"""Which column of a logbook holds what, by the words of its heading, in Dutch, French, German and English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from port2port.pure.fold import fold, index_words


class Field(StrEnum):
    """What an entry of the log is made of."""

    DATE = "date"
    TIME = "time"
    PLACE = "place"
    WHAT = "what"
    TEXT = "text"
    ACTION_TAKEN = "action-taken"
    TOLD = "told"
    ON_DUTY = "on-duty"
    REFERENCE = "reference"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Guess:
    """A column (from 0), what it seems to hold, and how sure that is, from 0 to 1."""

    column: int
    field: Field
    score: float


def _listed(words: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in words.split(","))


# Whole headings, or words of them; the earlier in its line the more surely it means the field.
_WORDS: Mapping[Field, tuple[str, ...]] = {
    Field.DATE: _listed(
        """
        datum, date, dag, jour, tag, day, datum feiten, date des faits, datum en uur, date et heure, datum/uur,
        date/heure, datum und uhrzeit, date and time, tijdstip, moment, zeitpunkt, timestamp, datum incident, date
        incident, wanneer, quand, wann, when
        """
    ),
    Field.TIME: _listed(
        """
        uur, tijd, heure, uhrzeit, time, hour, zeit, tijdstip, beginuur, starttijd, heure de debut, beginn, hr,
        uur feiten
        """
    ),
    Field.PLACE: _listed(
        """
        plaats, lieu, ort, place, location, locatie, zone, zone/plaats, endroit, emplacement, bereich, standort,
        kaai, quai, terminal, gate, poort, where, waar, ou, wo, tatort
        """
    ),
    Field.WHAT: _listed(
        """
        aard, type, categorie, category, soort, nature, art, kategorie, incident, soort incident, type incident,
        type d'incident, art des vorfalls, nature des faits, aard feiten, aard van de feiten, kind, vorfallart,
        code
        """
    ),
    Field.TEXT: _listed(
        """
        omschrijving, feiten, beschrijving, description, faits, vorfall, beschreibung, sachverhalt, details,
        relaas, vaststelling, constatation, evenement, ereignis, what happened, facts, omschrijving van de feiten,
        description des faits, verslag, remarks, opmerkingen, opmerking, remarques, bemerkungen, vorkommnis,
        gebeurtenis, wat, quoi, was, what, wat is er gebeurd, que s'est-il passe, was ist geschehen
        """
    ),
    Field.ACTION_TAKEN: _listed(
        """
        genomen maatregelen, maatregelen, actie, acties, ondernomen actie, mesures, mesures prises, actions,
        action, massnahmen, massnahme, getroffene massnahmen, measures, action taken, measures taken, opvolging,
        suites, gevolg
        """
    ),
    Field.TOLD: _listed(
        """
        verwittigd, gemeld aan, verwittigde diensten, gemeld, ingelicht, averti, avertis, prevenu, informe,
        personnes averties, services avertis, benachrichtigt, gemeldet an, informiert, told, notified, reported
        to, informed, verwittigde personen, contact
        """
    ),
    Field.ON_DUTY: _listed(
        """
        dienst, wachter, bewaker, wacht, van dienst, ploeg, agent, gardien, garde, de service, equipe,
        diensthabend, wachmann, schicht, wachhabender, guard, on duty, duty, shift, opsteller, redacteur, erfasst
        von, steller, auteur, reporter, naam, nom, name, paraaf, signature, handzeichen
        """
    ),
    Field.REFERENCE: _listed(
        """
        nr, nummer, volgnummer, n°, no, numero, numero d'ordre, lfd nr, lfd. nr., number, ref, referentie,
        reference, referenz, aktenzeichen, id, dossier, dossiernummer, logboeknummer, pv, pv nummer
        """
    ),
    Field.OUTCOME: _listed(
        """
        resultaat, afloop, uitkomst, resultat, issue, ergebnis, ausgang, outcome, result, status, statut, stand,
        afgesloten, cloture, erledigt, closed
        """
    ),
}
_LANGUAGES = ("nl", "fr", "de", "en")


def _key(heading: str) -> str:
    return " ".join(fold(heading).replace("_", " ").split()).strip(" :.*")


def _stems(text: str) -> frozenset[str]:
    return frozenset(chain.from_iterable(index_words(text, language) for language in _LANGUAGES))


_STEMS = {
    field: frozenset(chain.from_iterable(_stems(words) for words in line if " " not in words and len(words) > 3))
    for field, line in _WORDS.items()
}


def scores(heading: str) -> dict[Field, float]:
    """How well a heading fits each field, from 0 to 1; fields that it does not fit are left out."""
    key = _key(heading)
    if not key or len(key) > 120:
        return {}
    found: dict[Field, float] = {}
    for field, line in _WORDS.items():
        score = max((1 - place / 100 for place, words in enumerate(line) if _key(words) == key), default=0.0)
        score = score or _partly(key, field)
        if score:
            found[field] = score
    return found


def _partly(key: str, field: Field) -> float:
    """How much of a heading of several words means the field; the first word counts most."""
    words = key.replace("/", " ").replace("-", " ").split()
    hits = [not _STEMS[field].isdisjoint(_stems(word)) for word in words[:6]]
    if not any(hits):
        return 0.0
    return round((0.75 if hits[0] else 0.55) * (0.6 + 0.4 * sum(hits) / len(hits)), 3)


def is_heading(text: str) -> bool:
    """Whether a cell reads as the heading of a column of a logbook."""
    return max(scores(text).values(), default=0.0) >= 0.4


def guesses(headings: Sequence[str]) -> tuple[Guess, ...]:
    """Which column holds which field: each column and each field once, the surest first taken."""
    every = [
        Guess(column, field, score)
        for column, heading in enumerate(headings)
        for field, score in scores(heading).items()
    ]
    chosen: dict[Field, Guess] = {}
    taken: set[int] = set()
    for guess in sorted(every, key=lambda one: (-one.score, one.column, one.field)):
        if guess.field not in chosen and guess.column not in taken:
            chosen[guess.field] = guess
            taken.add(guess.column)
    return tuple(sorted(chosen.values(), key=lambda one: one.column))
