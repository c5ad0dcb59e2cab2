"""Codes as words in the reader's language; a code that is not known shows as itself."""

from django import template

from port2port.vocabulary import lookup

register = template.Library()


@register.filter
def term(code: str) -> str:
    """The label of a method, control, facet value or glossary entry: `{{ report.method|term }}`."""
    return lookup.label(code) if code else ""


@register.filter
def facet(code: str, name: str) -> str:
    """The label of a facet's value: `{{ report.stage|facet:"stage" }}`."""
    return lookup.facet_label(name, code) if code else ""


@register.filter
def control_title(code: str) -> str:
    """The id and title of a control: `{{ id|control_title }}`."""
    return lookup.coded_label(code) if code else ""
