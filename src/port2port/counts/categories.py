"""Categories of counts: codes of methods, and of substances, with the version of the register they were taken from."""

from django.db.models import Q
from django.utils.translation import gettext as _

from port2port.vocabulary import lookup

SUBSTANCE = "substance"
ALL = ""


def is_category(code: str) -> bool:
    """Whether a count may be of this category; empty stands for all together."""
    if code == ALL or lookup.is_known("methods", code):
        return True
    facet, _dot, value = code.partition(".")
    return facet == SUBSTANCE and value != "none" and lookup.is_known(SUBSTANCE, value)


def vocabulary_of(code: str) -> str:
    """The register and its version, as in "methods 1.0"; empty for all together."""
    if code == ALL:
        return ""
    name = "facets" if code.startswith(f"{SUBSTANCE}.") else "methods"
    return f"{name} {lookup.register(name).version}"


def category_words(code: str, language: str | None = None) -> str:
    """The category in the reader's language."""
    return lookup.label(code, language) if code else _("All categories together")


def is_below(code: str, category: str) -> bool:
    """Whether a method or substance belongs to the category: is it, or stands under it."""
    return category in (ALL, code) or code.startswith(f"{category}-")


def touching(code: str) -> Q:
    """Rows whose category has events in common with this one: the same, what it stands under, and what is under it."""
    if code == ALL:
        return Q()
    parts = code.split("-")
    above = ["-".join(parts[:count]) for count in range(1, len(parts))]
    return Q(category__in=[ALL, *above, code]) | Q(category__startswith=f"{code}-")
