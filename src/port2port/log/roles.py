"""Which words of a logbook's columns for people name a role or a service; everything else there may be a name.

A surname cannot be told from other words, so the list says what may stay, and not what must go.
"""

import re

from port2port.pure.fold import fold
from port2port.pure.share_guard import find

_WORD = re.compile(r"[^\W_]+")
_ELIDED = re.compile(r"\b[dl]['’](?=\w)")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ROLES = _listed(
    """
    wacht wachter wachters poortwachter portier bewaker bewaking bewakingsagent agent agenten ploeg ploegleider chef
    hoofd shiftleider teamleider supervisor dispatcher dispatching meldkamer controlekamer operator planner
    havenkapitein havenkapiteinsdienst havenmeester kapitein kapiteinsdienst directie directeur management veiligheid
    veiligheidsdienst beveiliging beveiligingsfirma preventieadviseur havenbedrijf havenbeheerder rederij scheepsagent
    onderhoud technische dienst verantwoordelijke diensthoofd personeelsdienst politie scheepvaartpolitie lokale
    federale zeehavenpolitie parket douane brandweer ambulance hulpdiensten noodcentrale wegpolitie spoorwegpolitie
    garde gardien gardiens vigile surveillant equipe superviseur regulateur centrale responsable securite surete
    capitainerie capitaine port portuaire direction maintenance technique service police locale
    navigation douanes pompiers ambulances parquet secours agence armateur
    wachmann wachdienst wache pfortner pforte schicht schichtleiter leiter leitung sicherheit sicherheitsdienst
    hafenkapitan hafenmeister hafenamt hafenbehorde polizei wasserschutzpolizei wsp zoll feuerwehr rettungsdienst
    leitstelle reederei schiffsagent technik instandhaltung zentrale
    guard guards gatekeeper gate officer security team leader control room harbour harbor master masters office captain
    authority customs fire brigade coastguard manager duty terminal planning
    pso pfso dpso dpfso sso cso isps cbp ffpol spn fgp wpr dgs dvz it hr soc csirt ccb ncc mik mrcc vts
    """
)
_FILLERS = _listed(
    """
    van de der den het op in aan bij en of des du la le les et ou au von die das dem am im und oder the on at and or for
    nacht nachtploeg dag dagploeg vroege late ochtend avond nuit jour matin soir tag spat night day early morning
    evening
    poort loods kaai quai quay tor kai hangar zone ingang uitgang
    noord zuid oost west nord sud est ouest ost north south east
    """
)
_SHORT_NUMBER = re.compile(r"\d{1,3}|[a-z]")


def is_role(text: str) -> bool:
    """Whether the words are a role or a service, and nothing beside it could be a person."""
    words = _WORD.findall(_ELIDED.sub("", fold(text)))
    if not any(word in _ROLES for word in words) or find(text):
        return False
    # A single letter counts as the name of a gate only at the end: "J. Wachter" is a person.
    known = [word in _ROLES or word in _FILLERS or (word.isdigit() and len(word) <= 3) for word in words[:-1]]
    return all(known) and (words[-1] in _ROLES | _FILLERS or _SHORT_NUMBER.fullmatch(words[-1]) is not None)
