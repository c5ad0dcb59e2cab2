"""What the registers are called, and what their marks mean, in the reader's language."""

from django.utils.translation import gettext as _


def register_name(name: str) -> str:
    """The register's name as a heading."""
    return {"methods": _("Methods"), "facets": _("Facets"), "controls": _("Controls"), "glossary": _("Glossary")}[name]


def register_purpose(name: str) -> str:
    """What the register is for, in one sentence."""
    return {
        "methods": _("How smugglers, intruders and attackers work, with the signs that give them away."),
        "facets": _("What a report says in codes: where, on what, how it ended, who noticed it, how sure it is."),
        "controls": _("Measures against these methods, with the paragraphs of the ISPS Code that they serve."),
        "glossary": _("Words of the trade, as they are said in four languages."),
    }[name]


def tier_words(tier: str) -> str:
    """Where a control applies; a higher tier includes the lower ones."""
    return {
        "L": _("Light baseline, also for quays outside ISPS"),
        "I": _("Every ISPS facility"),
        "H": _("High risk: containers or bulk from risk origins"),
    }.get(tier, tier)


def language_name(code: str) -> str:
    """The language's name."""
    return {"en": _("English"), "nl": _("Dutch"), "fr": _("French"), "de": _("German")}[code]
