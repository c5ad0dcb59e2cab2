"""Tags for chips, ages, icons and fields: the small logic behind base/ui/templates/ui."""

from datetime import datetime, timedelta, tzinfo
from functools import cache, lru_cache

from django import template
from django.forms import BoundField, Form
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from port2port.base import clock
from port2port.base.session_names import session_name
from port2port.pure.audience import Tlp
from port2port.pure.devices import device_of

register = template.Library()

# Word, shape and colour together (design: colour never speaks alone).
SHAPES = {"critical": "⬣", "high": "▲", "medium": "◆", "low": "●", "information": "■", "done": "✓"}


def severity_word(code: str) -> str:
    """The severity in the reader's language; an unknown code stands for itself."""
    words = {
        "critical": _("Critical"),
        "high": _("High"),
        "medium": _("Medium"),
        "low": _("Low"),
        "information": _("Information"),
        "info": _("Information"),
        "done": _("Done"),
    }
    return words.get(code, code)


def tlp_of(value: object) -> Tlp:
    """The label behind a number, a STIX word or the written label. Raises KeyError, ValueError."""
    if isinstance(value, int):
        return Tlp(value)
    word = str(value).strip().upper().removeprefix("TLP:")
    return Tlp[word.replace("+", "_").replace("-", "_")]


@register.simple_tag
def tlp(value: object) -> SafeString:
    """The TLP chip; the label is literal in every language."""
    label = tlp_of(value)
    colour = label.stix.replace("+", "-")
    return format_html('<span class="tlp tlp--{}" translate="no" lang="en">{}</span>', colour, label.label)


@register.simple_tag
def chip(word: object, kind: str = "", *, shape: str = "") -> SafeString:
    """A chip of one word; kind is a severity's colour, `done` or `made-up`; the shape follows the kind."""
    mark = shape or SHAPES.get(kind, "")
    if not mark:
        return format_html('<span class="chip{}">{}</span>', f" chip--{kind}" if kind else "", word)
    return format_html(
        '<span class="chip chip--{}"><span class="chip__shape" aria-hidden="true">{}</span>{}</span>', kind, mark, word
    )


@register.simple_tag
def severity(code: str) -> SafeString:
    """The severity as word, shape and colour."""
    kind = {"info": "information"}.get(code, code)
    return chip(severity_word(code), kind if kind in SHAPES else "")


@register.simple_tag
def level(scheme: str, number: int) -> SafeString:
    """A security level that says its scheme: "ISPS 2", "OCAD 3"; never a bare number."""
    ordinary = {"ISPS": 1, "OCAD": 1}.get(scheme.upper(), 1)
    kind = "low" if number <= ordinary else "high" if number == ordinary + 1 else "critical"
    return chip(f"{scheme.upper()} {number}", kind)


@register.simple_tag
def language_tag(code: str) -> SafeString:
    """The language a text was written in; its own element carries lang as well."""
    names = {"nl": _("Dutch"), "fr": _("French"), "de": _("German"), "en": _("English")}
    return format_html(
        '<span class="language-tag"><span aria-hidden="true">{}</span><span class="visually-hidden">{}</span></span>',
        code,
        names.get(code, code),
    )


@register.simple_tag
@cache
def icon(name: str, size: int = 20) -> str:
    """A lucide icon that stands beside a word and is silent to a screen reader."""
    drawn: str = lucide(name, size=size, **{"class": "icon", "aria_hidden": "true", "focusable": "false"})
    return drawn


@register.filter
def when(moment: datetime | None) -> str:
    """The exact moment with its zone: "22 Nov 2026, 10:42 CET"."""
    if moment is None:
        return ""
    zone = timezone.get_current_timezone()
    return _when(moment.replace(second=0, microsecond=0), zone, get_language())


@lru_cache(maxsize=8192)
def _when(moment: datetime, zone: tzinfo, _language: str | None) -> str:
    # Lists set the same moments again and again; the language is the active one, by which the words are chosen.
    local = timezone.localtime(moment, zone)
    return f"{date_format(local, 'DATE_FORMAT')}, {date_format(local, 'H:i')} {local.tzname()}"


def age_words(span: timedelta) -> str:
    """How long ago, in the largest unit that fits: minutes, hours, days; months and years after that."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(n)d min ago", "%(n)d min ago", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", minutes // 60) % {"n": minutes // 60}
    days = minutes // (24 * 60)
    if days < 60:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    if days < 730:
        return ngettext("%(n)d month ago", "%(n)d months ago", days // 30) % {"n": days // 30}
    return ngettext("%(n)d year ago", "%(n)d years ago", days // 365) % {"n": days // 365}


def age_at(moment: datetime | None, now: datetime) -> SafeString | str:
    """How old it is at a moment, with the exact moment in the element."""
    if moment is None:
        return ""
    exact = when(moment)
    words = age_words(now - moment) if moment <= now else exact
    return format_html(
        '<time class="age" datetime="{}" title="{}">{}</time>', moment.isoformat(timespec="seconds"), exact, words
    )


@register.simple_tag(takes_context=True)
def age(context: Context, moment: datetime | None) -> SafeString | str:
    """How old it is; at the page's `now` when it has one."""
    return age_at(moment, context.get("now") or clock.now())


@register.simple_tag
def moment(value: datetime | None) -> SafeString | str:
    """The exact moment as words a person reads and a time a machine reads."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), when(value))


@register.filter
def device(user_agent: str) -> str:
    """The browser and system by which a person knows a device again, in words."""
    found = device_of(user_agent)
    if found.browser and found.system:
        return _("%(browser)s on %(system)s") % {"browser": found.browser, "system": found.system}
    return found.browser or found.system or _("Unknown device")


register.filter(session_name)


@register.simple_tag
def field(bound: BoundField, *, hint: str = "", classes: str = "") -> str:
    """One form field: label above, hint, input, error under it."""
    if hint:
        # The bound field names its hint in aria-describedby only when it knows it.
        bound.help_text = hint
    return render_to_string("ui/field.html", {"field": bound, "classes": classes})


@register.simple_tag
def form_errors(*forms: Form) -> str:
    """The summary that stands on top of a refused form, with a link to each wrong field."""
    general = [error for form in forms for error in form.non_field_errors()]
    wrong = [bound for form in forms for bound in form if bound.errors and not bound.is_hidden]
    hidden = [error for form in forms for bound in form.hidden_fields() for error in bound.errors]
    general += hidden
    if not general and not wrong:
        return ""
    return render_to_string(
        "ui/form_errors.html", {"general": general, "wrong": wrong, "number": len(general) + len(wrong)}
    )


def _query(context: Context) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    # A new order or filter starts at the first page again.
    query.pop("cursor", None)
    query.pop("page", None)
    return query


@register.inclusion_tag("ui/sort_link.html", takes_context=True)
def sort_link(context: Context, key: str, words: str) -> dict[str, str]:
    """A column's header: a link that sorts by it, and back; the order stands in the URL as ?sort=key or -key."""
    query = _query(context)
    now = query.get("sort", "")
    query["sort"] = f"-{key}" if now == key else key
    state = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    return {"words": words, "address": f"?{query.urlencode()}", "state": state}


@register.simple_tag(takes_context=True)
def without(context: Context, name: str, value: object = None) -> str:
    """This page's address without one filter, or without one of its values."""
    query = _query(context)
    kept = [part for part in query.getlist(name) if value is not None and part != str(value)]
    if kept:
        query.setlist(name, kept)
    else:
        query.pop(name, None)
    return f"?{query.urlencode()}"
