"""Birth dates, papers, badges and home addresses: harmless by their shape, told by the word before them."""

import re
from collections.abc import Iterator

from port2port.pure.guard_hits import Certainty, Kind, Why
from port2port.pure.guard_numbers import Find

_MONTHS = (
    r"(?:jan|feb|fev|mar|maa|mrt|apr|avr|mai|may|mei|jun|juin|jul|juil|aug|aou|sep|okt|oct|nov|dec|dez|janv|fevr|sept)"
    r"[a-z]{0,8}\.?"
)
_DATE = (
    r"(?:\d{1,2}[ ./-]{1,3}\d{1,2}[ ./-]{1,3}(?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}|"
    rf"\d{{1,2}}(?:er|e|\.|ste|th|st|nd|rd)? ?{_MONTHS} ?(?:19|20)?\d{{2}}|"
    rf"{_MONTHS} \d{{1,2}},? (?:19|20)\d{{2}}|\d{{8}})(?!\d)"
)
_BIRTH = re.compile(
    r"(?:(?<!\w)(?:geboren|geboortedatum|geb|gebdatum|geboortedag|nee?|ne\(e\)|naissance|geburtsdatum|geburtstag|born|"
    r"birth|birthdate|birthday|date of birth|d\.?o\.?b|verjaardag)(?!\w)|°|º|\(\*|(?<=\s)\*)"
    r"[^\d\n]{0,30}?(?P<date>" + _DATE + ")"
)


def birth_dates(folded: str) -> Iterator[Find]:
    """Dates behind a word for birth, or behind the small circle that police papers write for it."""
    for found in _BIRTH.finditer(folded):
        yield Kind.BIRTH_DATE, *found.span("date"), Why.AFTER_WORD, Certainty.HIGH


_NUMBER_WORD = r"(?: ?(?:nr|no|n°|nº|nummer|number|numero|num|id|#)(?!\w)\.?)?[ :.#(]{0,3}"
_PAPER = re.compile(
    r"(?<!\w)(?:paspoort|paspoortnummer|paspoortnr|passport|passeport|pass|reisepass|passnummer|identiteitskaart|"
    r"identiteitskaartnummer|identiteitsbewijs|id-kaart|idkaart|id kaart|id-card|id card|identity card|"
    r"carte d.identite|"
    r"personalausweis|ausweis|ausweisnummer|ausweisnr|eid|eid-kaart|kaartnummer|rijbewijs|rijbewijsnummer|"
    r"permis de conduire|permis|fuhrerschein|fuhrerscheinnummer|driving licence|driving license|driver's licence|"
    r"verblijfskaart|verblijfstitel|titre de sejour|aufenthaltstitel|residence permit|seaman's book|monsterboekje|"
    r"zeemansboekje|livret maritime|seefahrtsbuch)(?!\w)"
    + _NUMBER_WORD
    + r"(?P<number>(?=[a-z.-]{0,6}\d)[a-z0-9](?:[ ./-]?[a-z0-9]){4,24})(?!\w)"
)
_NATIONAL = re.compile(
    r"(?<!\w)(?:rijksregister|rijksregisternummer|rijksregisternr|rrn|insz|niss|registre national|numero national|"
    r"nationalregisternummer|national number|bsn|burgerservicenummer|sofinummer|steuer-id|identifikationsnummer|"
    r"sozialversicherungsnummer|securite sociale|nir|social security)(?!\w)"
    + _NUMBER_WORD
    + r"(?P<number>(?=[a-z.-]{0,6}\d)[a-z0-9](?:[ ./-]?[a-z0-9]){4,24})(?!\w)"
)
_STAFF = re.compile(
    r"(?<!\w)(?:alfapass|alfapas|alfapassnummer|badge|badgenummer|badgenr|badge-nr|badgenumero|toegangsbadge|personeelsnummer|personeelsnr|"
    r"stamnummer|matricule|personalnummer|dienstausweis|mitarbeiternummer|staff|employee|toegangspas|werfbadge|bezoekersbadge|cargocard)(?!\w)"
    + _NUMBER_WORD
    + r"(?P<number>(?=[a-z-]{0,4}\d)[a-z0-9-]{4,16})(?!\w)"
)


_NUMBERED = ((_PAPER, Kind.DOCUMENT), (_NATIONAL, Kind.NATIONAL_NUMBER), (_STAFF, Kind.STAFF_NUMBER))


def papers(folded: str) -> Iterator[Find]:
    """Numbers of identity papers, licences and badges behind their word."""
    for pattern, kind in _NUMBERED:
        for found in pattern.finditer(folded):
            end = _end_of_number(found["number"]) + found.start("number")
            if sum(sign.isdigit() for sign in folded[found.start("number") : end]) >= 4:
                yield kind, found.start("number"), end, Why.AFTER_WORD, Certainty.HIGH


def _end_of_number(number: str) -> int:
    """Up to where it is one: words that follow it have no digits."""
    end = 0
    for part in re.finditer(r"[^ ]+", number):
        if end and not any(sign.isdigit() for sign in part[0]):
            break
        end = part.end()
    return end


_AT_HOME = re.compile(
    r"(?<!\w)(?:wonende|woonachtig|woont|gedomicilieerd|domicilie|woonplaats|thuisadres|woonadres|prive-adres|domicilie|"
    r"domiciliee|demeurant|habitant|habite|adresse privee|wohnhaft|wohnt|privatadresse|wohnadresse|"
    r"residing|resident|lives|living|"
    r"home address)(?!\w)[ :]{0,2}(?:(?:te|in|op|aan|a|au|at|on|is|est|ist|sur)(?!\w) ?:? ?)?"
)
_STREET = re.compile(
    r"\d{1,4},? [^\W\d][^\d\n;,.]{2,40}(?<! )(?:,? \d{4,5}(?!\d))?|"
    r"(?=[^\d\n]{0,60}\d)[^\W\d][^\d\n;]{2,60}?\d{1,4} ?[a-z]?(?:/\d{1,4})?(?!\w)"
    r"(?:,? (?:(?:[a-z]-)?\d{4,5}(?: [a-z]{2})?) [^\W\d][\w'-]{1,30})?"
)


def homes(folded: str) -> Iterator[Find]:
    """Home addresses behind a word that says that somebody lives there."""
    for word in _AT_HOME.finditer(folded):
        found = _STREET.match(folded, word.end())
        if found is not None:
            yield Kind.ADDRESS, *found.span(), Why.AFTER_WORD, Certainty.HIGH
