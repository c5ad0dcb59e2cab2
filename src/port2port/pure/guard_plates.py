"""Number plates of Belgium, the Netherlands, France, Germany and Great Britain, and any behind a word for one.

A shape that occurs in nothing else is enough; other shapes count beside a word for a plate or a vehicle.
"""

import re
from collections.abc import Iterator

from port2port.pure.guard_districts import DISTRICTS
from port2port.pure.guard_hits import Certainty, Kind, Why
from port2port.pure.guard_numbers import Find
from port2port.pure.guard_words import listed

_START, _END = r"(?<![\w-])", r"(?![\w]|-\w)"


def _shape(*patterns: str, ignore_case: bool = False) -> re.Pattern[str]:
    return re.compile(_START + "(?:" + "|".join(patterns) + ")" + _END, re.IGNORECASE if ignore_case else 0)


# Dutch letters and digits in the order in which the series were given out.
_DUTCH = ("XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9", "9-XXX-99", "XX-999-X")
_DUTCH_LATER = ("X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9")


def _dutch(dash: str) -> str:
    shapes = (one.replace("9", r"\d").replace("X", "[A-Z]") for one in (*_DUTCH, *_DUTCH_LATER))
    return "|".join(shapes).replace("-", dash)


_SURE = (
    # Belgium since 2010: an index figure, three letters, three figures; a trailer's letters begin with Q.
    _shape(r"[1-9] ?- ?[A-Z]{3} ?- ?\d{3}", r"[1-9][ .][A-Z]{3}[ .]\d{3}", r"[TOQMW]-[A-Z]{3}-\d{3}", ignore_case=True),
    _shape(r"[1-9] ?[A-Z]{3} ?\d{3}", r"\d{3}-[A-Z]{3}"),
    _shape(_dutch("-"), ignore_case=True),
    # France since 2009, without I, O and U.
    _shape(r"[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}", ignore_case=True),
    _shape(r"[A-HJ-NP-TV-Z]{2} ?\d{3} ?[A-HJ-NP-TV-Z]{2}"),
    # Great Britain.
    _shape(r"[A-HJ-PR-Y]{2}\d{2} ?[A-HJ-PR-Z]{3}"),
    _shape(r"CD-[A-Z]{2}-\d{3}", r"CD-\d{3}-[A-Z]{2}"),
)
_LIKELY = (
    # Belgium until 2008 and 2010, trailers included; the signs of the trade are of the same shape.
    _shape(r"[A-Z]{3}-\d{3}"),
    # France until 2009: the figures at the end are the department.
    _shape(r"\d{2,4}[ -][A-Z]{2,3}[ -](?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-6])"),
)
_NOT_A_PLATE = listed(
    """
    IMO ADR MSC CMA ISO MRN CSD DRG COR CYB DRN INT OTH ETA ETD VTS VHF SOC BIC RFQ LOT REF FAX TEL ISM SSO CSO
    DOC EUR USD GBP TEU FEU KGS MTS HRS UUR UHR NRS TOR KAI DOK HAL BAY ROW ROB PAX PCS DWT GRT LOA KMH KWH MHZ
    GHZ LTR MAN DAF VIN
    """
)
_GERMAN = re.compile(_START + r"([A-ZÄÖÜ]{1,3})([ -]{1,2}|-)([A-Z]{1,2})[ -]?([1-9]\d{0,3})[EH]?" + _END)

_PLATE_WORD = (
    r"(?:nummerplaat|nummerplaten|nrplaat|nrpl|plaatnummer|plaat|platen|kenteken|kentekens|kentekenplaat|"
    r"plaque|plaques|plaque d.immatriculation|immatriculation|immatricule|immatriculee|immat|"
    r"kennzeichen|kfz-kennzeichen|nummernschild|kfz|plate|plates|number plate|licence plate|license plate|"
    r"reg|registration|"
    r"vrm)"
)
_AFTER_PLATE_WORD = re.compile(
    r"(?<!\w)" + _PLATE_WORD + r"(?!\w)\.?"
    r"(?:(?: [a-z]{1,14}){0,3} ?[:=(\"'«„“]{1,2}|"
    r"(?: ?(?:nr|no|n°|nummer|number|numero|is|est|ist|was|met|avec|mit)\b\.?)? )"
    r"[ ]{0,2}"
)
_ANY_PLATE = re.compile(r"[A-Z0-9]{1,4}(?:[ .-]?[A-Z0-9]{1,4}){0,3}" + _END)
_ANY_SMALL_PLATE = re.compile(r"[a-z0-9]{1,8}(?:[.-][a-z0-9]{1,4}){0,2}" + _END)
_OWN_CHOICE = re.compile(r"[A-Z]{3,8}" + _END)

_VEHICLE = (
    r"(?:auto|autos|wagen|personenwagen|bestelwagen|bestelbus|busje|vrachtwagen|vrachtwagens|truck|trucks|trekker|oplegger|"
    r"aanhangwagen|aanhanger|trailer|moto|motor|motorfiets|taxi|voertuig|voiture|vehicule|camion|camions|camionnette|"
    r"tracteur|remorque|semi-remorque|fahrzeug|lkw|pkw|zugmaschine|auflieger|anhanger|sattelzug|lieferwagen|transporter|"
    r"car|lorry|van|vehicle|semi-trailer|tractor unit)"
)
_BESIDE_VEHICLE = re.compile(r"(?<!\w)" + _VEHICLE + r"(?!\w)[^\d\n]{0,24}")
_LOOSE = re.compile(
    _START + r"(?:(?=[A-Z]{0,7}\d)(?=\d{0,7}[A-Z])[A-Z0-9]{5,8}|(?P<head>[A-Z]{1,3})[ -]?\d{3,5}(?:[ -]?[A-Z]{1,3})?|"
    r"[A-Z]{2,3} (?=[A-Z]{0,4}\d)[A-Z0-9]{4,5}|"
    r"\d{3,4}[ -]?[A-Z]{3}|\d[A-Z]{1,2}\d[ -]?\d{4}|[A-Z]{1,3}[ -]\d{2,3}[ -][A-Z]{2,3})" + _END
)
_ROADS = re.compile(r"[EANR] ?-?\d{1,3}$")
_VEHICLE_ROOM = 40


def plates(text: str, quiet: str, folded: str) -> Iterator[Find]:
    """Number plates.

    text, quiet   the plain text, whole and with what is harmless blotted out     folded   in small letters
    """
    for pattern in _SURE:
        for found in pattern.finditer(quiet):
            yield Kind.PLATE, *found.span(), Why.SHAPE, Certainty.HIGH
    for pattern in _LIKELY:
        for found in pattern.finditer(quiet):
            if not _NOT_A_PLATE.intersection(re.findall(r"[A-Z]+", found[0])):
                yield Kind.PLATE, *found.span(), Why.SHAPE, Certainty.MEDIUM
    yield from _german(quiet)
    yield from _after_plate_word(text, folded)
    yield from _beside_vehicle(quiet, folded)


def _german(quiet: str) -> Iterator[Find]:
    for found in _GERMAN.finditer(quiet):
        if found[1] not in DISTRICTS:
            continue
        # Without the dash only the length tells a plate from letters and figures that stand together by chance.
        if "-" in found[2] and len(found[1]) + len(found[3]) + len(found[4]) > 3:
            yield Kind.PLATE, *found.span(), Why.SHAPE, Certainty.HIGH
        elif len(found[4]) > 2:
            yield Kind.PLATE, *found.span(), Why.SHAPE, Certainty.MEDIUM


def _after_plate_word(text: str, folded: str) -> Iterator[Find]:
    for word in _AFTER_PLATE_WORD.finditer(folded):
        found = _plate_at(text, word.end(), is_pointed_at=word[0].rstrip()[-1] in ":=(\"'«„“")
        if found is not None:
            yield Kind.PLATE, *found.span(), Why.AFTER_WORD, Certainty.HIGH


def _plate_at(text: str, place: int, *, is_pointed_at: bool) -> re.Match[str] | None:
    for pattern in (_ANY_PLATE, _ANY_SMALL_PLATE):
        found = pattern.match(text, place)
        if found is not None and _is_mixed(found[0]):
            return found
    return _OWN_CHOICE.match(text, place) if is_pointed_at else None


def _is_mixed(plate: str) -> bool:
    signs = [sign for sign in plate if sign.isalnum()]
    return 4 <= len(signs) <= 10 and any(sign.isdigit() for sign in signs)


def _beside_vehicle(quiet: str, folded: str) -> Iterator[Find]:
    for word in _BESIDE_VEHICLE.finditer(folded):
        first = word.start() + len(word[0].split(maxsplit=1)[0])
        found = _LOOSE.search(quiet, first, first + _VEHICLE_ROOM)
        if found is None or found["head"] in _NOT_A_PLATE or _ROADS.match(found[0]):
            continue
        yield Kind.PLATE, *found.span(), Why.AFTER_WORD, Certainty.MEDIUM
