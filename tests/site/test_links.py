"""A reference that leads nowhere is found, one that leads somewhere is not."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from port2port.ledger import store
from port2port.site.links import dangling

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def report(number: int) -> str:
    return f"report--{UUID(int=number)}"


def append(*objects: dict[str, object], prev: str | None = None) -> store.Entry:
    handling = {"tlp": "green", "pap": "clear", "circles": [], "named": []}
    return store.append(
        organisation="north", actor=str(UUID(int=9)), handling=handling, objects=objects, prev=prev, now=NOW
    )


def test_a_reference_to_what_was_recorded_before_or_after_leads_somewhere():
    append({"id": report(1), "object_refs": [report(2)]})
    append({"id": report(2), "object_ref": report(1)})

    assert list(dangling(until=NOW)) == []


def test_a_reference_to_nothing_is_named_with_its_entry():
    append({"id": report(1)})
    second = append({"id": report(2), "inside": [{"deep_ref": report(3)}]})

    found = list(dangling(until=NOW))

    assert [(link.position, link.source, link.name, link.target) for link in found] == [
        (second.position, report(2), "deep_ref", report(3))
    ]


def test_a_version_whose_predecessor_is_gone_is_named():
    first = append({"id": report(1)})
    append({"id": report(1)}, prev=first.content_id)
    gone = "ab" * 32
    third = append({"id": report(1)}, prev=gone)

    found = list(dangling(until=NOW))

    assert [(link.position, link.name, link.target) for link in found] == [(third.position, "prev", gone)]
