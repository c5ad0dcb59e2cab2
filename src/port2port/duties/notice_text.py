"""The text that a person takes along to the telephone, the form or the mail; nothing here leaves by itself."""

from urllib.parse import quote, urlencode

from django.utils import timezone, translation

from port2port.base.templatetags.ui import when
from port2port.duties.models import Notice
from port2port.duties.noticebook import filled, noticebook
from port2port.duties.notices import Line
from port2port.vocabulary import lookup


def text_of(row: Notice, *, language: str, role: str) -> str:
    """The prefilled text in one of the four languages; what is not known stays open as […].

    role   of whoever takes it along
    """
    entry = noticebook().rules.get(row.rule)
    if entry is None:
        return ""
    with translation.override(language):
        slots = {
            "organisation": row.organisation.name,
            "facility": row.facility.name if row.facility else "",
            "port": row.facility.port.name if row.facility else "",
            "started": when(timezone.localtime(row.aware_at)),
            "what": ", ".join(lookup.label(code, language) for code in row.codes),
            "role": role,
        }
    return filled(entry, language, slots)


def mail_address(line: Line, *, text: str, language: str) -> str:
    """What opens the person's own mail program with the subject and the text filled in; the person sends, or does not.

    text   what `text_of` gave; empty before the clocks were started
    """
    where = ""
    if line.notice is not None:
        where = line.notice.facility.name if line.notice.facility else line.notice.organisation.name
    title = line.entry.titles[language]
    asked = {"subject": f"{title}: {where}" if where else title}
    if text:
        # The line ends that RFC 6068 asks for.
        asked["body"] = "\r\n".join(text.splitlines())
    return f"mailto:{quote(line.contact.email, safe='@')}?{urlencode(asked, quote_via=quote)}"
