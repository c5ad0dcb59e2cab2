"""The own lanes as rows of a sheet and as JSON."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from port2port.pure.sheets import Column
from port2port.registers.models import PickupRollout
from port2port.registers.pickup_page import stage_words


def columns() -> list[Column]:
    """The headings in the reader's language."""
    return [
        Column(_("Facility"), 30),
        Column(_("Port"), 20),
        Column(_("Way of transport"), 16),
        Column(_("Trade lane"), 24),
        Column(_("Stage"), 24),
        Column(_("Since"), 14),
        Column(_("Next stage by"), 14),
        Column(_("What stands in the way"), 50),
        Column(_("In scope"), 10),
        Column(_("Key"), 38),
    ]


def cells(rows: Sequence[PickupRollout]) -> Iterator[Sequence[str]]:
    """One lane a row, in the order of the headings."""
    for row in rows:
        yield [
            row.facility.name if row.facility else "",
            row.facility.port.name if row.facility else "",
            str(row.get_mode_display()),
            str(row.get_flow_display()),
            stage_words(row.stage),
            row.since_on.isoformat(),
            row.next_stage_by_on.isoformat() if row.next_stage_by_on else "",
            row.blocker,
            _("yes") if row.in_scope else _("no"),
            str(row.key),
        ]


def plain(row: PickupRollout) -> dict[str, object]:
    """One lane by its stored names."""
    return {
        "key": str(row.key),
        "facility": row.facility.name if row.facility else None,
        "port": row.facility.port.locode if row.facility else None,
        "mode": row.mode,
        "flow": row.flow,
        "stage": row.stage,
        "in_scope": row.in_scope,
        "since_on": row.since_on.isoformat(),
        "next_stage_by_on": row.next_stage_by_on.isoformat() if row.next_stage_by_on else None,
        "blocker": row.blocker,
    }
