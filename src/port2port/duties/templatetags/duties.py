"""Tags of duties: chips of states, days and spans."""

from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from port2port.base.templatetags.ui import chip
from port2port.duties.clocks import ClockLine
from port2port.duties.models import Action
from port2port.duties.notice_text import mail_address, text_of
from port2port.duties.notices import Line
from port2port.duties.rulebook import element_label
from port2port.duties.wording import ACTION_KINDS, NOTICE_STATES, STATES, days_words, span_words
from port2port.vocabulary.lookup import reader_language

register = template.Library()


@register.simple_tag
def clock_state(line: ClockLine) -> SafeString:
    """How the clock stands, as a chip."""
    words, kind = STATES[line.clock.state]
    return chip(words, kind)


@register.simple_tag
def action_state(action: Action) -> SafeString:
    """How the action stands, as a chip."""
    return chip(action.get_state_display(), ACTION_KINDS[action.state])


@register.simple_tag
def notice_state(line: Line) -> SafeString:
    """How the telling stands, as a chip."""
    words, kind = NOTICE_STATES[line.state]
    return chip(words, kind)


@register.simple_tag
def mail_to(line: Line, text: str | None = None, language: str = "") -> str:
    """The address that opens a mail with the words filled in: those of the page, or the reader's own language."""
    language = language or reader_language()
    if text is None:
        text = text_of(line.notice, language=language, role="") if line.notice else ""
    return mail_address(line, text=text, language=language)


@register.simple_tag
def day(value: date | None) -> SafeString | str:
    """A calendar day as words a person reads and a date a machine reads."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, "DATE_FORMAT"))


@register.simple_tag
def days_away(value: date | None, today: date) -> str:
    """How far away the day is."""
    return "" if value is None else days_words(value, today)


@register.simple_tag
def span(due: datetime | None, now: datetime) -> str:
    """How much time is left or over."""
    return "" if due is None else span_words(due, now)


@register.filter
def element(key: str) -> str:
    """What was tested, in the reader's language."""
    return element_label(key)
