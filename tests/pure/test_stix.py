import json
import re
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

import jsonschema_rs
import pytest
import stix2
import stix2validator
from hypothesis import given

from port2port.pure import stix
from port2port.pure.audience import Tlp

from .report_contents import CREATED, FULL, ORIGINATOR, bare, contents

REFERENCE = Path(__file__).parents[2] / "docs/reference"
DOCUMENT = json.loads((REFERENCE / "port2port-1.0.json").read_text())
SCHEMA = jsonschema_rs.validator_for(DOCUMENT, validate_formats=True)
# 103: reference data and open observables have UUIDv5 on purpose. 202: relationship types beyond the suggested ones.
ACCEPTED_WARNINGS = {"103", "202"}
LATER = CREATED + timedelta(hours=1)


def of_type(objects: list[stix.Json], kind: str) -> list[stix.Json]:
    return [one for one in objects if one["type"] == kind]


def assert_accepted(objects: list[stix.Json]) -> None:
    """By stix2, stix2-validator and our own schema; the enumerations inside extensions are checked by ours alone."""
    for one in objects:
        written = json.loads(json.dumps(one))
        stix2.parse(written, allow_custom=False)
        result = stix2validator.validate_instance(written, stix2validator.ValidationOptions(version="2.1"))
        assert not result.errors, (one, result.errors)
        codes = set(re.findall(r"\{(\d{3})\}", " ".join(str(warning) for warning in result.warnings or [])))
        assert codes <= ACCEPTED_WARNINGS, (one, [str(warning) for warning in result.warnings])
        own = written.get("extensions", {}).get(stix.EXTENSION)
        assert own is None or SCHEMA.is_valid(own), (own, [error.message for error in SCHEMA.iter_errors(own)])


@pytest.mark.parametrize("tlp", Tlp)
@pytest.mark.parametrize("kind", stix.KINDS)
def test_every_kind_with_every_label_is_accepted_by_independent_tools(kind, tlp):
    objects = stix.report_bundle(replace(FULL, kind=kind, tlp=tlp))

    assert_accepted(objects)


@pytest.mark.parametrize("kind", stix.KINDS)
def test_the_least_report_is_accepted_by_independent_tools(kind):
    assert_accepted(stix.report_bundle(bare(kind)))


def test_answers_opinions_translations_and_withdrawals_are_accepted_by_independent_tools():
    version = stix.Version(by=ORIGINATOR.ref, tlp=Tlp.AMBER, created=CREATED, modified=CREATED, language="fr")
    objects = stix.report_bundle(FULL)
    ids = [UUID(int=n, version=4) for n in range(1, 7)]
    said = [
        stix.note(ids[0], version, content="Rien trouvé.", refs=[FULL.ref], own={"answer": "nothing-found"}),
        stix.note(ids[1], version, content="Quand ?", refs=[FULL.ref], own={"note_kind": "question"}),
        stix.opinion(ids[2], version, stance="agree", explanation="Utile.", refs=[FULL.ref]),
        stix.sighting(ids[3], version, of=stix.incident_ref(FULL.id), where=[ORIGINATOR.ref], seen_at=CREATED),
        stix.sighting(ids[4], version, of=stix.incident_ref(FULL.id), where=[ORIGINATOR.ref]),
        stix.translation(ids[5], version, of=objects[0], contents={"fr": {"name": "Code utilisé par un inconnu"}}),
    ]
    withdrawn = stix.withdrawal([*objects, *said], originator=ORIGINATOR, reason="Published too early", at=LATER)

    assert_accepted([*said, *withdrawn, stix.extension_definition(schema="https://ports.example/port2port-1.0.json")])


def test_every_property_that_we_write_stands_in_the_schema_and_on_its_page():
    page = (REFERENCE / "stix.md").read_text()
    written = {
        name
        for kind in stix.KINDS
        for one in stix.report_bundle(replace(FULL, kind=kind))
        for name in one.get("extensions", {}).get(stix.EXTENSION, {})
    }

    assert written <= DOCUMENT["properties"].keys()
    assert [name for name in DOCUMENT["properties"] if f"`{name}`" not in page and name != "extension_type"] == []
    assert {f.name for f in fields(stix.Drone)} | {"seen"} == DOCUMENT["properties"]["drone"]["properties"].keys()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "rumour"},
        {"pap": "white"},
        {"source": {"reliability": "G"}},
        {"retain_until": "2026-13-01"},
        {"valid_until": "2026-01-01T00:00:00Z"},
        {"methods": ["lower"]},
        {"place": {"port": "Antwerp"}},
        {"drone": {"seen": True, "bearing_deg": 361}},
    ],
)
def test_the_schema_refuses_values_outside_its_lists(wrong):
    assert SCHEMA.is_valid({"extension_type": "property-extension", "from_the_future": 1})
    assert not SCHEMA.is_valid({"extension_type": "property-extension", **wrong})


@given(contents())
def test_a_report_comes_back_as_it_went_out(content):
    objects = json.loads(json.dumps(stix.report_bundle(content)))

    assert stix.content_of(objects) == stix.coarsened(content)


@given(contents())
def test_what_the_standard_and_our_schema_ask_holds_for_any_report(content):
    objects = stix.report_bundle(content)

    ids = [one["id"] for one in objects]
    assert len(set(ids)) == len(ids)
    refs = objects[0]["object_refs"]
    assert len(set(refs)) == len(refs) > 0
    assert set(refs) <= set(ids)
    for one in objects:
        assert len(one.get("object_marking_refs", ["itself"])) == 1
        assert "" not in one.values()


def test_unknown_properties_types_and_extensions_do_not_disturb_reading():
    objects = json.loads(json.dumps(stix.report_bundle(FULL)))
    for one in objects:
        one["x_unknown"] = {"deep": [1, None]}
        one.setdefault("extensions", {})["extension-definition--" + str(UUID(int=7, version=4))] = {
            "extension_type": "x"
        }
        one["extensions"].get(stix.EXTENSION, {})["from_the_future"] = True
    objects.insert(0, {"type": "malware", "id": "malware--1"})

    assert stix.content_of(objects) == FULL


@pytest.mark.parametrize(
    "spoil",
    [
        lambda objects: objects.clear(),
        lambda objects: objects[0].pop("extensions"),
        lambda objects: objects[0].pop("created_by_ref"),
        lambda objects: objects[0].update(name=["a list"]),
        lambda objects: objects[0].update(extensions=[]),
        lambda objects: objects[0].update(created="yesterday"),
        lambda objects: objects[0].update(created="2026-01-01T00:00:00"),
        lambda objects: objects[0]["extensions"][stix.EXTENSION].update(kind="rumour"),
        lambda objects: objects[1]["extensions"][stix.EXTENSION].update(methods="DRG-EXT-PIN"),
        lambda objects: objects[1]["extensions"][stix.EXTENSION].update(quantity={"value": True}),
        lambda objects: objects[1]["extensions"][stix.EXTENSION].update(drone={"count": 1e400}),
    ],
)
def test_objects_that_form_no_report_of_ours_are_refused_with_one_error(spoil):
    objects = json.loads(json.dumps(stix.report_bundle(FULL)))
    spoil(objects)

    with pytest.raises(stix.NotOursError):
        stix.content_of(objects)


def test_the_stricter_of_two_markings_counts_and_an_unknown_one_is_red():
    objects = stix.report_bundle(FULL)

    def read_with(*markings: str) -> Tlp:
        return stix.content_of([objects[0] | {"object_marking_refs": list(markings)}, *objects[1:]]).tlp

    green, amber = (str(stix.tlp_marking(tlp)["id"]) for tlp in (Tlp.GREEN, Tlp.AMBER))
    assert read_with(green, amber) is Tlp.AMBER
    assert read_with("marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da") is Tlp.GREEN
    assert read_with(green, "marking-definition--" + str(UUID(int=3, version=4))) is Tlp.RED
    assert read_with() is Tlp.RED


def test_the_markings_are_the_published_ones():
    assert stix.tlp_marking(Tlp.AMBER_STRICT) == {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
        "created": "2022-10-01T00:00:00.000Z",
        "name": "TLP:AMBER+STRICT",
        "extensions": {
            "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {
                "extension_type": "property-extension",
                "tlp_2_0": "amber+strict",
            }
        },
    }


def test_reference_data_has_stable_ids_and_every_other_object_looks_random():
    objects = stix.report_bundle(FULL)

    assert stix.reference_id("location", "BEANR") in {one["id"] for one in objects}
    for one in objects:
        version = UUID(str(one["id"]).split("--")[1]).version
        is_reference = one.get("created_by_ref") == stix.project()["id"] and one["type"] != "identity"
        assert version == (5 if is_reference else 4), one["id"]


def test_parts_keep_their_ids_from_version_to_version_and_share_none_with_another_report():
    first = {one["id"] for one in stix.report_bundle(FULL) if one.get("created_by_ref") == ORIGINATOR.ref}
    revised = replace(FULL, version=2, modified=LATER, title="Release code used by a stranger, twice")
    second = {one["id"] for one in stix.report_bundle(revised) if one.get("created_by_ref") == ORIGINATOR.ref}
    twin = replace(FULL, id=UUID("aaaaaaaa-57cd-4ab1-8f5e-6c4f9a4dd001"))
    other = {one["id"] for one in stix.report_bundle(twin) if one.get("created_by_ref") == ORIGINATOR.ref}

    assert first == second
    assert first & other == {ORIGINATOR.ref}


@pytest.mark.parametrize("tlp", Tlp)
def test_the_id_of_a_file_can_be_computed_from_the_file_only_when_it_is_not_restricted(tlp):
    # The standard's own way: UUIDv5 over the canonical JSON of hashes and name.
    standard = uuid5(
        UUID("00abedb4-aa42-466c-9c01-fed23315a9b7"), '{"hashes":{"SHA-256":"' + "ab" * 32 + '"},"name":"gate.jpg"}'
    )

    (file,) = of_type(stix.report_bundle(replace(FULL, tlp=tlp)), "file")

    assert (file["id"] == f"file--{standard}") == (tlp <= Tlp.GREEN)


@pytest.mark.parametrize("tlp", Tlp)
def test_a_position_is_never_finer_than_a_kilometre_unless_it_is_red(tlp):
    exact = replace(FULL, tlp=tlp, lat=51.280123, lon=4.321987, precision_m=5)

    spots = [one for one in of_type(stix.report_bundle(exact), "location") if "latitude" in one]

    found = [(one["latitude"], one["longitude"], one["precision"]) for one in spots]
    assert found == [(51.280123, 4.321987, 5) if tlp is Tlp.RED else (51.28, 4.32, 1000)]


def test_the_incident_core_says_what_our_codes_say():
    core = stix.report_bundle(FULL)[1]["extensions"]["extension-definition--ef765651-680c-498d-9894-99799f2fa126"]

    assert core == {
        "extension_type": "property-extension",
        "determination": "blocked",
        "investigation_status": "new",
        "criticality": 75,
        "incident_types": ["theft-access-credentials"],
        "detection_methods": ["automated-tool"],
    }


def test_a_withdrawal_leaves_no_content_behind():
    version = stix.Version(by=ORIGINATOR.ref, tlp=FULL.tlp, created=CREATED, modified=CREATED)
    objects = stix.report_bundle(FULL)
    said = stix.note(
        UUID(int=9, version=4), version, content="Een vraag", refs=[FULL.ref], own={"note_kind": "question"}
    )

    tombstones = stix.withdrawal([*objects, said], originator=ORIGINATOR, reason="Published too early", at=LATER)

    own = {one["id"] for one in objects if one.get("created_by_ref") == ORIGINATOR.ref} - {ORIGINATOR.ref}
    assert {one["id"] for one in tombstones} == own | {said["id"]}
    assert all(one["revoked"] is True and one["modified"] == stix.stamp(LATER) for one in tombstones)
    wrapper = tombstones[0]
    assert (wrapper["name"], wrapper["object_refs"]) == ("withdrawn", [ORIGINATOR.ref])
    assert wrapper["extensions"][stix.EXTENSION]["withdrawn"] == "Published too early"
    text = json.dumps(tombstones)
    told = [FULL.title, FULL.facts, FULL.assessment, FULL.place_name, "gate.jpg", "51.28", "camera", "vraag", "reefer"]
    reference = [one["id"] for one in objects if one.get("created_by_ref") == stix.project()["id"]]
    assert [word for word in (*told, *reference) if str(word) in text] == []


def test_the_next_version_is_at_least_a_millisecond_later():
    last = datetime(2026, 1, 1, 12, 0, 0, 5_900, tzinfo=UTC)

    assert stix.stamp(stix.next_modified(last, last)) == "2026-01-01T12:00:00.006Z"
    assert stix.stamp(stix.next_modified(last, last - timedelta(days=1))) == "2026-01-01T12:00:00.006Z"
    assert stix.stamp(stix.next_modified(last, last + timedelta(seconds=1))) == "2026-01-01T12:00:01.005Z"


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        stix.stamp(datetime(2026, 1, 1))  # noqa: DTZ001


def test_names_of_codes_come_with_the_release_of_the_register():
    reference = stix.Reference(names={"DRG-EXT-PIN": "Release code misused"}, released_at=LATER)

    named = of_type(stix.report_bundle(FULL, reference), "attack-pattern")

    assert [one["name"] for one in named] == ["Release code misused", "INT-TRES"]
    assert {one["modified"] for one in named} == {stix.stamp(LATER)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "rumour"},
        {"title": ""},
        {"modified": CREATED - timedelta(seconds=1)},
        {"lat": None},
        {"quantity": stix.Quantity(float("nan"), "kg")},
        {"attachments": FULL.attachments * 2},
    ],
)
def test_a_content_that_no_form_lets_through_cannot_be_made(wrong):
    with pytest.raises(ValueError, match=r"\w"):
        replace(FULL, **wrong)


def test_changes_name_each_field_that_differs_and_nothing_else():
    new = replace(
        FULL,
        version=2,
        modified=LATER,
        tlp=Tlp.RED,
        methods=("DRG-EXT-PIN",),
        quantity=stix.Quantity(400.0, "kg", estimated=False),
        drone=None,
    )

    found = {change.field: (change.before, change.after) for change in stix.changes(FULL, new)}

    assert found == {
        "tlp": (Tlp.AMBER, Tlp.RED),
        "methods": (("DRG-EXT-PIN", "INT-TRES"), ("DRG-EXT-PIN",)),
        "quantity.value": (412.5, 400.0),
        "quantity.estimated": (True, False),
        "drone.bearing_deg": (270, None),
        "drone.heading_deg": (90, None),
        "drone.height_band": ("50-120", None),
        "drone.lights": ("white", None),
        "drone.sound": ("buzz", None),
        "drone.count": (2, None),
        "drone.duration_s": (240, None),
        "drone.remote_id": (False, None),
    }


@given(contents())
def test_no_change_means_no_difference_on_the_page(content):
    assert stix.changes(content, replace(content, version=content.version + 1)) == []
