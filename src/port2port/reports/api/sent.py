"""What came in, in the values that the actions take."""

from hashlib import sha256
from typing import Annotated

from django.http import HttpRequest
from ninja import Header

from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.pure.texts import LINE
from port2port.reports.api.schemas import DroneSaid, ReadersSaid, ReportSaid
from port2port.reports.fields import NAMES, Readers, ReportFields
from port2port.reports.models import Kind, Report
from port2port.reports.recipients import circle_ids, facility_of, person_ids, port_of
from port2port.reports.rules import ROOMS, cleaned

LABELS = {tlp.label: tlp for tlp in Tlp}
# The key is printable, so that it can stand in a header and in a row.
SendingKey = Annotated[str, Header(alias="Idempotency-Key", pattern=r"^[!-~]{0,80}$")]


def content_of(request: HttpRequest, *more: bytes) -> str:
    """What an idempotency key is compared with: the address and all that was sent."""
    said = more or (request.body,)
    return "\n".join([request.path, *(sha256(part).hexdigest() for part in said)])


def fields_said(said: ReportSaid, *, member: Member, before: Report | None = None) -> ReportFields:
    """The fields as the actions take them. Raises BadField."""
    values = said.model_dump(include=set(NAMES))
    lists = {name: tuple(getattr(said, name)) for name in ("methods", "controls")}
    lists |= {
        name: tuple(cleaned(name, line, LINE) for line in getattr(said, name)) for name in ("indicators", "source_urls")
    }
    seen = said.drone or DroneSaid.model_validate({})
    drone = {f"drone_{name}": value for name, value in seen.model_dump().items()}
    values |= drone
    texts = {name: cleaned(name, values[name], room) for name, room in ROOMS.items()}
    return ReportFields(
        **(
            values
            | lists
            | texts
            | {
                "kind": Kind(said.kind),
                "port": port_of(said.port, member=member),
                "facility": facility_of(said.facility, member=member),
                # Said by the demonstration's own loader alone.
                "is_made_up": before.is_made_up if before else False,
            }
        )
    )


def readers_said(said: ReadersSaid, *, member: Member) -> Readers:
    """Whom the author chose. Raises BadField."""
    return Readers(
        tlp=LABELS[said.tlp],
        circles=circle_ids(said.circles, member=member),
        named=person_ids(said.named, member=member),
        openly=said.openly,
    )
