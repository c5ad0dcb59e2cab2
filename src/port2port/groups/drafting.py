"""The draft of minutes as it fills itself: who was there, point by point what was said, decided and asked."""

from collections.abc import Iterator

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from port2port.groups.models import AgendaItem, Attendance, Decision, Meeting, MinuteLine, Stance, Task

MARKS = "\\`*_{}[]<>#|"


def draft_of(meeting: Meeting) -> str:
    """Markdown in the group's language; names organisations, never people."""
    with translation.override(meeting.group.language):
        return "\n".join(_lines(meeting)).strip() + "\n"


def _lines(meeting: Meeting) -> Iterator[str]:
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    yield f"{date_format(starts, 'DATE_FORMAT')}, {date_format(starts, 'H:i')} – {date_format(ends, 'H:i')}"
    yield ""
    there = Attendance.objects.filter(meeting=meeting).select_related("organisation")
    names = ", ".join(_plain(one.organisation.label) for one in there)
    yield f"**{_('Present')}**: {names or '–'}"
    for item in AgendaItem.objects.filter(meeting=meeting):
        yield from _item(meeting, item)
    loose = MinuteLine.objects.filter(meeting=meeting, item=None)
    tasks = Task.objects.filter(meeting=meeting, item=None).select_related("organisation")
    if loose.exists() or tasks.exists():
        yield from ("", f"## {_('Besides')}", "")
        yield from (f"- {_plain(line.text)}" for line in loose)
        yield from (_task(task) for task in tasks)


def _item(meeting: Meeting, item: AgendaItem) -> Iterator[str]:
    yield from ("", f"## {item.number}. {_plain(item.title)}", "")
    yield from (f"- {_plain(line.text)}" for line in MinuteLine.objects.filter(meeting=meeting, item=item))
    for decision in Decision.objects.filter(proposal__item=item).order_by("pk"):
        yield f"- **{_('Decision')} {decision.number}**: {_plain(decision.title)} ({_count(decision)})"
        yield from _stances(decision)
    for task in Task.objects.filter(meeting=meeting, item=item).select_related("organisation"):
        yield _task(task)
    if item.is_carried_over:
        yield f"- {_('Carried over to the next meeting')}"


def _count(decision: Decision) -> str:
    words = [(_("agree"), "agree"), (_("abstain"), "abstain"), (_("object"), "object"), (_("silent"), "silent")]
    return ", ".join(f"{decision.counts.get(name, 0)} {word}" for word, name in words)


def _stances(decision: Decision) -> Iterator[str]:
    said = Stance.objects.current().filter(
        version__proposal=decision.proposal_id, version__n=decision.proposal_version, position="object"
    )
    for one in said.select_related("seat__organisation"):
        yield f"  - {_plain(one.seat.organisation.label)}: {_plain(one.reason)}"


def _task(task: Task) -> str:
    who = _plain(task.organisation.label) if task.organisation else "–"
    day = date_format(task.due_on, "DATE_FORMAT") if task.due_on else "–"
    return f"- **{_('Action')}**: {_plain(task.title)} · {who} · {day}"


def _plain(text: str) -> str:
    """The text as it reads, in Markdown and on one line."""
    return "".join(f"\\{one}" if one in MARKS else one for one in " ".join(text.split()))
