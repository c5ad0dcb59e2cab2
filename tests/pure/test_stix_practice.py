"""A practice as STIX: accepted by independent tools, and read back as it was written."""

import json
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from port2port.pure import stix
from port2port.pure.audience import Tlp
from port2port.pure.evidence import Tried

from .report_contents import CREATED, ORIGINATOR
from .test_stix import DOCUMENT, LATER, REFERENCE, assert_accepted

FULL = stix.PracticeContent(
    id=UUID("0d4d1d1f-57cd-4ab1-8f5e-6c4f9a4dd002"),
    originator=ORIGINATOR,
    created=CREATED,
    modified=CREATED,
    tlp=Tlp.GREEN,
    original=stix.PracticeText("nl", "Trektest", "Trek aan elk paneel.", "## Stappen\n\n- Trek."),
    pap="green",
    translations=(stix.PracticeText("en", "Pull test", "Pull at every panel.", "## Steps\n\n- Pull."),),
    themes=("access", "inspections"),
    methods=("INT-TRES",),
    controls=("ACC-05", "MON-04"),
    sources=("A published case",),
    tried=(
        Tried("Quay 1", "low", "Two holes found in a month.", "Port of North"),
        Tried(
            "Quay 2",
            "none",
            "Fewer holes.",
            "Port of North",
            stated_on="2026-02-01",
            sites=2,
            months=6,
            indicator="Holes found",
            unit="holes",
            before=12,
            before_days=90,
            after=0,
            after_days=90,
            side_effects="Longer rounds.",
            displacement="unclear",
            compared="Quay 3 stayed at 11.",
            study="study:quays-2026",
        ),
    ),
    kind="lesson",
    review_by=date(2027, 3, 2),
    starting_text=True,
    for_floor=True,
)
BARE = replace(
    FULL,
    original=stix.PracticeText("en", "Pull test"),
    pap="",
    translations=(),
    themes=(),
    methods=(),
    controls=(),
    sources=(),
    tried=(),
    kind="practice",
    review_by=None,
    starting_text=False,
    for_floor=False,
)


@pytest.mark.parametrize("tlp", Tlp)
@pytest.mark.parametrize("content", [FULL, BARE], ids=["full", "bare"])
def test_a_practice_is_accepted_by_independent_tools(content, tlp):
    assert_accepted(stix.practice_bundle(replace(content, tlp=tlp)))


@pytest.mark.parametrize("content", [FULL, BARE], ids=["full", "bare"])
def test_a_practice_comes_back_as_it_went_out(content):
    objects = json.loads(json.dumps(stix.practice_bundle(content)))

    assert stix.practice_of(objects) == content


def test_a_withdrawal_says_nothing_but_why():
    withdrawn = stix.withdrawal(stix.practice_bundle(FULL), originator=ORIGINATOR, reason="Wrong", at=LATER)

    assert_accepted(withdrawn)
    assert all(one["revoked"] for one in withdrawn)
    assert not any(word in json.dumps(withdrawn) for word in ("Trek", "Pull", "ACC-05", "Quay"))


def test_every_property_stands_in_the_schema_and_on_its_page():
    page = (REFERENCE / "stix.md").read_text()
    written = set(stix.practice_bundle(FULL)[0]["extensions"][stix.EXTENSION])

    assert written <= DOCUMENT["properties"].keys()
    assert [name for name in written if f"`{name}`" not in page and name != "extension_type"] == []


@pytest.mark.parametrize("objects", [[], [{"type": "report"}], [{**stix.practice_bundle(FULL)[0], "lang": 1}]])
def test_what_is_no_practice_is_refused(objects):
    with pytest.raises(stix.NotOursError):
        stix.practice_of(objects)
