"""Who acts, and in which log, when an import is started on the server's command line."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.log.access import runs_log
from port2port.members.actions.tokens import NoSuchLogin
from port2port.members.member import Member
from port2port.members.models import Facility, Person, Seat
from port2port.members.readers import member_of_seat, open_seats_of
from port2port.pure.logbook_mapping import heading_key


class WhichFacility(Refusal):
    """No facility, or several, answer to what was asked."""

    def __init__(self, asked: str, names: list[str]) -> None:
        words = _("“%(asked)s” is the name of several facilities; give the key of one: %(names)s.") if names else None
        missing = _("No facility is called “%(asked)s”.")
        super().__init__((words or missing) % {"asked": asked, "names": ", ".join(names)})


class WhoImports(Refusal):
    """No seat that runs this log, or several."""

    def __init__(self, logins: list[str]) -> None:
        several = _("Say with --as who imports: %(logins)s.")
        super().__init__(
            several % {"logins": ", ".join(logins)} if logins else _("Nobody has a seat that runs this log.")
        )


def importer(*, facility: str, login: str) -> tuple[Member, Facility]:
    """The facility of that name, key or IMO number, and who imports: the login, or the only one who may.

    Raises WhichFacility, WhoImports, NoSuchLogin.
    """
    if login:
        person = Person.objects.filter(username=login, is_active=True).first()
        members = [member_of_seat(seat) for seat in open_seats_of(person)] if person else []
        if not members:
            raise NoSuchLogin
        found = [(member, row) for member in members if runs_log(member) for row in _facilities(facility, member)]
        rows = {row.pk: row for _member, row in found}
        if len(rows) != 1:
            raise WhichFacility(facility, [str(row.key) for row in rows.values()])
        return found[0]
    rows = {row.pk: row for row in _facilities(facility)}
    if len(rows) != 1:
        raise WhichFacility(facility, [str(row.key) for row in rows.values()])
    (row,) = rows.values()
    may = dict(_who_may(row))
    if len(may) != 1:
        raise WhoImports(sorted(may))
    return next(iter(may.values())), row


def _facilities(asked: str, member: Member | None = None) -> list[Facility]:
    rows = Facility.objects.in_scope_of(member) if member else Facility.objects.all()
    exact = Q(imo_number=asked) | Q(name__iexact=asked)
    key = asked.replace("-", "").lower()
    active = rows.filter(is_active=True).select_related("organisation")
    found = list(active.filter(exact)) if asked else []
    if not found and len(key) == 32 and all(sign in "0123456789abcdef" for sign in key):
        found = list(active.filter(key=asked))
    return found or [row for row in active if asked and heading_key(row.name) == heading_key(asked)]


def _who_may(facility: Facility) -> Iterator[tuple[str, Member]]:
    seats = Seat.objects.open().filter(organisation=facility.organisation_id).order_by("pk")
    for seat in seats.select_related("person", "organisation"):
        member = member_of_seat(seat)
        if runs_log(member) and Facility.objects.in_scope_of(member).filter(pk=facility.pk).exists():
            yield seat.person.username, member
