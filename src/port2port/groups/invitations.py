"""Mails that bring a meeting into a calendar, change it there or take it off: one mail for each person."""

from collections.abc import Iterable
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from port2port.duties.calendar_feed import uid_of
from port2port.groups.calendars import entry_of
from port2port.groups.models import Meeting, VotingSeat
from port2port.members.invitation_mail import mail_is_delivered
from port2port.members.member import Member
from port2port.members.models import Person
from port2port.members.readers import member_of_seat


def send_meeting(meeting: Meeting, *, now: datetime) -> int:
    """To everyone who sits in the group and may still see the meeting; how many mails left."""
    if not mail_is_delivered():
        return 0
    return sum(_send(meeting, person, now=now) for person in invited(meeting))


def invited(meeting: Meeting) -> list[Person]:
    """Chair, secretary, holders and substitutes whose seat is open and sees the meeting, each person once."""
    group = meeting.group
    seats = [group.chair, group.secretary]
    held = VotingSeat.objects.running().filter(Q(holder__isnull=False) | Q(substitute__isnull=False), group=group)
    for one in held.select_related("holder__person", "substitute__person", "organisation"):
        seats += [one.holder, one.substitute]
    members: Iterable[tuple[Person, Member]] = (
        (seat.person, member_of_seat(seat)) for seat in seats if seat is not None
    )
    found = {
        person.pk: person
        for person, member in members
        if person.email and Meeting.objects.visible_to(member).filter(pk=meeting.pk).exists()
    }
    return list(found.values())


def _send(meeting: Meeting, person: Person, *, now: datetime) -> int:
    with translation.override(person.language or settings.LANGUAGE_CODE):
        is_off = meeting.state == Meeting.State.CANCELLED
        link = settings.SITE_URL + meeting.get_absolute_url()
        words = (
            _("The meeting is called off. Why stands behind this link:")
            if is_off
            else _("Place and agenda stand behind this link:")
        )
        subject = entry_of(meeting).words
        mail = EmailMultiAlternatives(subject, f"{words}\n{link}", None, [person.email])
        method = "CANCEL" if is_off else "REQUEST"
        mail.attach_alternative(
            invitation_of(meeting, person.email, method=method, now=now).decode(), f"text/calendar; method={method}"
        )
    try:
        return mail.send()
    except (SMTPException, OSError):
        return 0


def invitation_of(meeting: Meeting, address: str, *, method: str, now: datetime) -> bytes:
    """The appointment as RFC 5546 sends it, to one address, from one that answers nobody."""
    entry, whole, event = entry_of(meeting), Calendar(), Event()
    whole.add("prodid", "-//Port2Port//Meetings//EN")
    whole.add("version", "2.0")
    whole.add("method", method)
    event.add("uid", uid_of(entry.name))
    event.add("dtstamp", now)
    event.add("summary", entry.words)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("url", settings.SITE_URL + entry.address)
    event.add("class", "CONFIDENTIAL")
    event.add("organizer", vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}"))
    event.add("attendee", vCalAddress(f"mailto:{address}"))
    whole.add_component(event)
    whole.add_missing_timezones()
    made: bytes = whole.to_ical()
    return made
