"""What keys and words of the catalogues are called, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from port2port.norms.library import Volume
from port2port.vocabulary.lookup import reader_language
from port2port.vocabulary.names import tier_words


def volume_name(volume: Volume) -> str:
    """The title of a catalogue as its file says it; of a baseline in our words."""
    found = {
        "baseline-light": _("Light baseline"),
        "baseline-isps": _("ISPS baseline"),
        "baseline-high-risk": _("High-risk baseline"),
    }.get(volume.key)
    return found or str(volume.document(reader_language()).metadata.get("title", volume.key))


def volume_purpose(volume: Volume) -> str:
    """What it is for, in one sentence; empty where its title says enough."""
    return {
        "p2p-controls": _("What the ports ask of one another: our own measures, each with the law that it serves."),
        "baseline-light": _("For every member, also an inland quay outside ISPS: it fits on one page."),
        "baseline-isps": _("For every ISPS facility: the light baseline and what the Code asks besides."),
        "baseline-high-risk": _("For containers from risk lanes, risk bulk and the like: all common measures."),
        "isps": _("What the ISPS Code asks of port facilities, paragraph by paragraph, in our own short words."),
    }.get(volume.key, "")


def obligation_name(word: str) -> str:
    """How far a control binds."""
    return {
        "must": pgettext("obligation", "Must"),
        "should": pgettext("obligation", "Should"),
        "may": pgettext("obligation", "May"),
    }.get(word, word)


def addressee_name(word: str) -> str:
    """Whom a control asks."""
    return {
        "pfso": _("Port facility security officer (PFSO)"),
        "pso": _("Port security officer (PSO)"),
        "operator": _("Operator of the facility"),
        "cso-sso": _("Company or ship security officer (CSO, SSO)"),
        "company": pgettext("addressee", "Company"),
        "authority": _("Authority"),
    }.get(word, word)


def level_name(word: str) -> str:
    """A security level of the Code."""
    return _("Level %(number)s") % {"number": word}


def tier_name(word: str) -> str:
    """A tier with what it means."""
    return f"{word} · {tier_words(word)}"


def state_name(volume: Volume) -> str:
    """What tells it apart from a version that stands for all; empty for such a one."""
    if volume.state == "draft":
        return pgettext("state of a catalogue", "Draft")
    if volume.state == "superseded":
        return pgettext("state of a catalogue", "Superseded")
    return _("Own copy") if volume.is_own else ""
