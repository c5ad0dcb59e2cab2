"""Who gets what in the norms: what stands holds no one's answers, so everyone who is signed in reads it."""

from typing import Any

from port2port.base.clock import now
from port2port.norms import actions
from port2port.norms.models import CatalogueVersion, FacilityTier
from tests.doors.door import door
from tests.norms.test_versions import brought
from tests.personas import Community

LIGHT = {"key": "baseline-light", "version": "1.0"}
COMMON = {"key": "p2p-controls", "version": "1.0"}
DRAFT = {"key": "quay-controls", "version": "1.0"}
OFFICERS = ("author", "peer", "outsider", "coordinator", "secretariat")
SAID = actions.TierFields(tier="I", cargo="bulk", reason="A bulk quay inside ISPS.")


def _draft(community: Community) -> CatalogueVersion:
    return actions.bring_version(member=community.member("secretariat"), brought=brought("1.0"), now=now())


def draft(community: Community) -> dict[str, Any]:
    _draft(community)
    return DRAFT


def seal(_community: Community) -> dict[str, Any]:
    return {"seal": CatalogueVersion.objects.get(key="quay-controls").seal}


def quay(community: Community) -> dict[str, Any]:
    return {"key": community.facilities["north"].key}


def waiting(community: Community) -> dict[str, Any]:
    facility = community.facilities["north"]
    actions.set_tier(member=community.member("coordinator"), facility=facility, said=SAID, now=now())
    return {"key": facility.key}


def seen(_community: Community) -> dict[str, Any]:
    return {"tier": FacilityTier.objects.get().pk}


TIER = {"tier": "I", "cargo": "bulk", "reason": "A bulk quay inside ISPS."}
ROWS = [
    door("norms:catalogues", default=200),
    door("norms:catalogue", args=LIGHT, default=200),
    door("norms:control", args=COMMON | {"control": "acc-05"}, default=200),
    door("norms:file", args=COMMON | {"name": "nl"}, default=200),
    door("norms:compare", args=COMMON | {"other": "1.0"}, default=200),
    door("api:norms", default=200, nobody=401),
    door("api:norms-key-version-name", args=COMMON | {"name": "nl"}, default=200, nobody=401),
    door("norms:bring", **dict.fromkeys(OFFICERS, 200)),
    door("norms:bring", "post", data={"name": "quay"}, default=403, **dict.fromkeys(OFFICERS, 422)),
    door(
        "norms:publish", "post", args=draft, data=seal, default=403, secretariat=409, **dict.fromkeys(OFFICERS[:4], 302)
    ),
    door("norms:discard", "post", args=draft, default=403, secretariat=302),
    door("norms:tiers", default=200, auditor=404, operator=404),
    door("norms:set_tier", args=quay, author=200, coordinator=200),
    door(
        "norms:set_tier",
        "post",
        args=quay,
        data=TIER,
        default=403,
        author=302,
        coordinator=302,
        peer=404,
        client=404,
        outsider=404,
    ),
    door(
        "norms:confirm_tier",
        "post",
        args=waiting,
        data=seen,
        default=403,
        author=302,
        coordinator=409,
        peer=404,
        outsider=404,
    ),
]
