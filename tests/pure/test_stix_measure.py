"""A common measure travels as a course of action that independent tools read."""

from datetime import date
from uuid import UUID

from port2port.pure import stix
from port2port.pure.audience import Tlp
from port2port.pure.stix_measure import MeasureContent, MeasureText, measure_bundle

from .report_contents import CREATED, ORIGINATOR
from .test_stix import LATER, assert_accepted


def test_a_measure_is_accepted_by_independent_tools():
    content = MeasureContent(
        id=UUID(int=1, version=4),
        originator=ORIGINATOR,
        created=CREATED,
        modified=CREATED,
        tlp=Tlp.GREEN,
        original=MeasureText("nl", "Twee mensen", "Eén volstaat.", "Na tien uur.", "Minder.", "Per maand."),
        translations=(MeasureText("en", "Two people", "One is enough.", "After ten.", "Fewer.", "A month."),),
        number=2,
        state="adopted",
        methods=("DRG-EXT-PIN",),
        controls=("ACC-06",),
        cost="low",
        effort="weeks",
        group=f"group:{UUID(int=2)}",
        decision=f"decision:{UUID(int=3)}",
        effective_on=date(2026, 4, 1),
        review_by=date(2027, 4, 1),
        sha256="a" * 64,
        pap="amber",
    )

    said = measure_bundle(content)

    assert_accepted([*said, *stix.withdrawal(said, originator=ORIGINATOR, reason="Wrong text", at=LATER)])
