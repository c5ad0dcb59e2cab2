"""What must hold of what is said here; each refusal names its field."""

from django.utils.translation import gettext_lazy as _

from port2port.afteraction.models import EventFinding
from port2port.pure.markdown import MarkdownRefusedError, check
from port2port.pure.texts import TITLE, Room
from port2port.reports.rules import BadField, cleaned
from port2port.vocabulary import lookup

TEXT = Room(characters=8_000, byte_count=32_000, lines=True)
FINDING = Room(characters=1_000, byte_count=4_000, lines=True, required=True)
COMMENT = Room(characters=2_000, byte_count=8_000, lines=True, required=True)
AIM = Room(characters=2_000, byte_count=8_000, lines=True, required=True)
LEARNT = Room(characters=4_000, byte_count=16_000, lines=True)
LESSON_TITLE = Room(characters=160, byte_count=TITLE.byte_count, required=True)
MOST_CODES = 20


def said_finding(kind: str, priority: str, text: str) -> tuple[str, str, str]:
    """Kind, priority and text, checked. Raises BadField."""
    if kind not in EventFinding.Kind.values:
        raise BadField("kind", _("A finding is a strength or an improvement."))
    if priority not in EventFinding.Priority.values:
        raise BadField("priority", _("Choose how urgent it is."))
    return kind, priority, cleaned("text", text, FINDING)


def checked_control(control: str) -> str:
    """A control that is known, or none. Raises BadField."""
    if control and control not in lookup.register("controls"):
        raise BadField("control", _("This control is not known."))
    return control


def known_codes(name: str, register: str, codes: tuple[str, ...]) -> list[str]:
    """Codes of a register, each once. Raises BadField."""
    found = list(dict.fromkeys(codes))
    if len(found) > MOST_CODES or any(one not in lookup.register(register) for one in found):
        raise BadField(name, _("One of these codes is not known."))
    return found


def marked_down(name: str, text: str, room: Room) -> str:
    """Text that can be shown as Markdown. Raises BadField."""
    kept = cleaned(name, text, room)
    try:
        check(kept)
    except MarkdownRefusedError:
        raise BadField(
            name, _("The text has too many lines, lists within lists or marks to be shown. Make it simpler.")
        ) from None
    return kept
