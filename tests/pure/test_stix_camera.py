"""A use case of an AI camera travels as a course of action that independent tools read."""

from uuid import UUID

from port2port.pure import stix
from port2port.pure.audience import Tlp

from .report_contents import CREATED, ORIGINATOR
from .test_stix import LATER, assert_accepted

ANSWERS = {"kind": "thermal", "place": "private", "biometric": "none", "ai_class": "none", "state": "trial"}


def content(**camera: object) -> stix.CameraContent:
    return stix.CameraContent(
        id=UUID(int=1, version=4),
        originator=ORIGINATOR,
        created=CREATED,
        modified=CREATED,
        tlp=Tlp.GREEN,
        language="en",
        title="People along the fence",
        summary="Tells people from animals.",
        pap="amber",
        methods=("DRG-EXT-PIN",),
        camera=ANSWERS | camera,
    )


def test_a_use_case_is_accepted_by_independent_tools():
    whole = content(
        site={"name": "Quay", "port": "BEANR"},
        figures=[{"from_on": "2026-01-05", "to_on": "2026-01-14", "camera_days": 40, "alarms": 120, "false": 102}],
    )
    for one in (content(), whole):
        said = stix.camera_bundle(one)
        assert_accepted([*said, *stix.withdrawal(said, originator=ORIGINATOR, reason="Gone", at=LATER)])


def test_a_withdrawal_says_nothing_of_it():
    said = stix.camera_bundle(content(site={"name": "Quay", "port": "BEANR"}))

    left = str(stix.withdrawal(said, originator=ORIGINATOR, reason="Gone", at=LATER))

    assert all(word not in left for word in ("Quay", "thermal", "fence", "PIN"))
