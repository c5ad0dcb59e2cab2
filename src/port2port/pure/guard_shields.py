"""What looks like a personal number and is none: containers, ships, dangerous goods, seals, references, dates, money.

Weak patterns read the text with these stretches blotted out; what check digits prove is looked for in the whole text.
"""

import re

from port2port.pure.guard_reading import Plain

# No pattern reads this sign, and it ends any run of digits.
BLOT = "\x1f"

_UNITS = (
    "eur|euro|euros|usd|gbp|kg|kilo|kilos|g|ton|tons|tonne|tonnes|tonnen|t|m|m2|m3|cm|mm|km|kn|l|liter|litres|ltr|"
    "teu|pallets|palettes|paletten|colli|colis|dozen|stuks|pieces|stueck|stuck|pcs|kwh|bar|ppm|mw|mhz|khz|ghz|uur|"
    "min|minuten|minutes|sec|dagen|jours|tage|days|%"
)
_REFERENCES = (
    "zegel|zegels|zegelnummer|seal|seals|scelle|scelles|plomb|plombs|plombe|siegel|booking|boeking|bookingnr|"
    "bl|b/l|ref|refs|referentie|reference|referenz|referentienummer|dossier|dossiernummer|order|ordernummer|bestelling|"
    "bestelbon|commande|auftrag|auftragsnummer|factuur|facture|rechnung|invoice|offerte|pin|pincode|release|vrijgave|"
    "vrijgavecode|mrn|eori|t1|cmr|pv|lading|lot|batch|serie|serienummer|serial|artikel|article|sscc|gtin|ean|hs|taric|"
    "reis|voyage|reise|vlucht|flight|ticket|ticketnummer|melding|incident"
)
_NUMBERED = (
    "kaai|kaainummer|kade|quai|kai|quay|berth|ligplaats|liegeplatz|poste|dok|dock|gate|poort|tor|hal|loods|hangar|"
    "lane|baan|vak|rij|row|bay|blok|block|zone|kanaal|canal|channel|kanal|vhf|ukw|mmsi|imo|eni|callsign|camera|cam|"
    "sensor|detector|tank|silo|kraan|crane|grue|kran|reefer|boei|buoy|bouee|sluis|ecluse|schleuse|lock|wissel|spoor|"
    "voie|gleis|track|container|conteneur|unit"
)
_NUMBER = r"\W{0,3}(?:(?:nr|no|n°|nummer|number|numero|code)(?!\w)\W{0,2})?"
_SHIELDS = (
    # ISO 6346: owner, U, J, Z or R, six digits and the check digit.
    r"(?<![a-z0-9])[a-z]{3}[ujzr][ -]?\d{3}[ .]?\d{3}[ /-]?\d(?![a-z0-9])",
    r"(?<![a-z0-9])(?:imo|mmsi|eni)\W{0,2}(?:(?:nr|no|n°|nummer|number)\W{0,2})?\d{7,9}(?!\d)",
    r"(?<![a-z0-9])un[ -]?\d{4}(?![-\w])",
    # A measure of the catalogue (SCR-02), a Dutch plate goes on after the digits.
    r"(?<![-\w])[a-z]{3}-\d{2}(?![-\w])",
    r"(?<![a-z0-9])\d{2}[a-z]{2}[a-z0-9]{14}(?![a-z0-9])",
    r"\(00\) ?\d{18}(?!\d)",
    r"(?<![\w.])\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2})?)?(?![-.\d])",
    (
        r"(?<![\w./-])\d{1,2}(?P<sign>[./-])\d{1,2}(?P=sign)"
        r"(?:\d{4}(?![-./\d])|\d{2}(?![-./]?\d)(?![-./ ]{1,2}\d{3}[-./ ]?\d{2}(?!\d)))"
    ),
    r"(?<![\w.])\d{1,2}[:hu]\d{2}(?::\d{2})?(?!\d)",
    r"(?<![\w.])\d{1,2}\.\d{2} (?=uhr\b)",
    r"(?<![\w.])\d{1,3}(?:[ .]\d{3}){0,3}(?:,\d{1,3})? ?(?:" + _UNITS + r")(?![\w])",
    r"(?:€|\beur|\busd|\$|£) ?\d{1,3}(?:[ .,]\d{3}){0,3}(?:[.,]\d{1,2})?(?!\d)",
    r"(?<!\w)(?:"
    + _REFERENCES
    + r")(?!\w)"
    + _NUMBER
    + r"(?![1-9]-?[a-z]{3}-?\d{3}(?!\w))(?=[\w/-]{0,12}\d)[\w/-]{1,25}",
    r"(?<!\w)(?:" + _NUMBERED + r")(?!\w)" + _NUMBER + r"[a-z]{0,2}-?\d{1,9}(?:[/-]\d{1,4})?[a-z]?(?![\w-])",
)
_SHIELD = re.compile("|".join(_SHIELDS))


def blotted(plain: Plain) -> str:
    """The plain text, same length, with all that is harmless blotted out."""
    pieces: list[str] = []
    at = 0
    for found in _SHIELD.finditer(plain.folded):
        start, end = found.span()
        pieces += [plain.text[at:start], BLOT * (end - start)]
        at = end
    return "".join([*pieces, plain.text[at:]])
