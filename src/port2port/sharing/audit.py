"""What an auditor reads of its own organisation: acts, receipts, sizes and times; never content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from port2port.ledger import store
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.sharing.audit_words import act_words, outcome_words
from port2port.sharing.models import Delivery, Publication, Shareable, Tlp
from port2port.sharing.models.shareable import shareable_of

ON_PAGE = 200
IN_FILE = 100_000


class What(StrEnum):
    """The three registers of the page."""

    TRAIL = "trail"
    PUBLICATIONS = "publications"
    RECEIPTS = "receipts"


@dataclass(frozen=True, slots=True)
class Register:
    """A table of text."""

    what: What
    title: str
    headings: list[str]
    rows: list[Sequence[str]]


def register(what: What, *, member: Member, limit: int, in_words: bool = False) -> Register:
    """The newest rows of one register of the auditor's own organisation.

    in_words   for a person to read; else the trail keeps its codes
    """
    match what:
        case What.TRAIL:
            return Register(
                what,
                _("Acts on rights, people and exports"),
                [_("Time"), _("By"), _("Act"), _("What it was done to"), _("Outcome")],
                _trail(member, limit, in_words=in_words),
            )
        case What.PUBLICATIONS:
            return Register(
                what,
                _("What the organisation published"),
                [_("Time"), _("Record"), _("Version"), _("Step"), _("Label"), _("Size (bytes)"), _("Position")],
                _publications(member, limit),
            )
        case What.RECEIPTS:
            return Register(
                what,
                _("Receipts"),
                [_("Record"), _("From"), pgettext("receiver", "To"), _("Delivered"), _("Opened"), _("Acknowledged")],
                _receipts(member, limit),
            )


def _trail(member: Member, limit: int, *, in_words: bool) -> list[Sequence[str]]:
    own = Organisation.objects.filter(pk=member.organisation_id or 0).values_list("key", flat=True).get()
    return [
        (
            _time(line.at),
            line.actor,
            act_words(line.act) if in_words else line.act,
            line.subject,
            outcome_words(line.outcome) if in_words else line.outcome,
        )
        for line in store.trail_of(str(own), limit=limit)
    ]


def _publications(member: Member, limit: int) -> list[Sequence[str]]:
    rows = list(Publication.objects.visible_to(member).order_by("-position")[:limit])
    sizes = store.sizes([row.position for row in rows])
    return [
        (
            _time(row.at),
            str(row.record_key),
            str(row.version),
            row.get_step_display(),
            Tlp(row.tlp).label,
            str(sizes.get(row.position, "")),
            str(row.position),
        )
        for row in rows
    ]


def _receipts(member: Member, limit: int) -> list[Sequence[str]]:
    rows = list(
        Delivery.objects.visible_to(member)
        .select_related("organisation", "originator")
        .order_by("-delivered_at", "-pk")[:limit]
    )
    keys = _record_keys(rows)
    return [
        (
            keys.get((row.record_type, row.record_id), ""),
            row.originator.label,
            row.organisation.label,
            _time(row.delivered_at),
            _time(row.opened_at),
            _time(row.acknowledged_at),
        )
        for row in rows
    ]


def _record_keys(rows: list[Delivery]) -> dict[tuple[str, int], str]:
    keys: dict[tuple[str, int], str] = {}
    for record_type in {row.record_type for row in rows}:
        model: type[Shareable] = shareable_of(record_type)
        ids = [row.record_id for row in rows if row.record_type == record_type]
        for record_id, key in model._default_manager.filter(pk__in=ids).values_list("pk", "key"):
            keys[record_type, record_id] = str(key)
    return keys


def _time(moment: datetime | None) -> str:
    # An audit compares clocks: UTC and whole seconds, the same in every language.
    return moment.strftime("%Y-%m-%d %H:%M:%SZ") if moment else ""
