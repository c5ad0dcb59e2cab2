"""A decision travels as a note that independent tools read."""

from datetime import date
from uuid import UUID

from port2port.pure import stix
from port2port.pure.audience import Tlp

from .report_contents import CREATED, ORIGINATOR
from .test_stix import LATER, assert_accepted


def test_a_decision_is_accepted_by_independent_tools():
    content = stix.DecisionContent(
        id=UUID(int=1, version=4),
        originator=ORIGINATOR,
        created=CREATED,
        modified=CREATED,
        tlp=Tlp.AMBER,
        language="nl",
        title="Twee mensen",
        text="Na tien uur opent een tweede persoon mee.",
        group="Toegang",
        method="two-thirds",
        effective_on=date(2026, 4, 1),
        review_by=date(2027, 4, 1),
        supersedes=UUID(int=2, version=4),
        counts={"agree": 6, "abstain": 0, "object": 3, "silent": 0},
        objections=(("Port of South", "Nobody is there at night."),),
        pap="amber",
    )

    said = stix.decision_bundle(content)

    assert_accepted([*said, *stix.withdrawal(said, originator=ORIGINATOR, reason="Wrong text", at=LATER)])
