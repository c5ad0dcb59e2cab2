"""What a guard writes at the gate, at once or from the queue of a phone that had no signal."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.log.actions.writing import Phone, write_entry
from port2port.log.fields import Said
from port2port.log.models import Occurrence, Source
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.reports.actions.files import Upload

MOST_PHOTOS = 3
# A queue of a whole day's walk goes through in a few minutes; a phone that runs wild does not fill the log.
MOST_A_MINUTE = 30
MINUTE = timedelta(minutes=1)


class TooManyPhotos(Refusal):
    status = 413
    words = _("At most three photos go with one report.")


class TooFast(Refusal):
    """More a minute than anybody types; the phone keeps the rest and sends it later."""

    status = 429
    words = _("Too many reports in one minute. The rest is sent a little later.")


def report_at_gate(
    *,
    member: Member,
    facility: Facility,
    said: Said,
    uploads: Sequence[Upload] = (),
    key: str = "",
    phone: Phone | None = None,
    now: datetime,
) -> Occurrence:
    """Write it into the facility's log; the same key a second time gives the first entry.

    Raises TooManyPhotos, TooFast, BadField, BadFile, NotYourLog, SentOtherwise.
    """
    if len(uploads) > MOST_PHOTOS:
        raise TooManyPhotos
    if _runs_wild(member, facility, now=now):
        raise TooFast
    return write_entry(
        member=member,
        facility=facility,
        said=said,
        source=Source.GATE,
        uploads=uploads,
        key=key,
        phone=phone,
        now=now,
    )


def _runs_wild(member: Member, facility: Facility, *, now: datetime) -> bool:
    """Whether the facility's last entries are all this seat's, and all of the last minute."""
    year = timezone.localtime(now).year
    newest = Occurrence.objects.filter(facility=facility, year=year).order_by("-sequence")
    last = list(newest.values_list("seat_id", "noted_at")[:MOST_A_MINUTE])
    return len(last) == MOST_A_MINUTE and all(seat == member.seat_id and at > now - MINUTE for seat, at in last)
