"""What leaves as a file or through the API is what the reader's pages show, and nothing of others."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from port2port.base.clock import now
from port2port.measures import actions
from port2port.measures.models import MeasureReply
from tests.measures import making
from tests.measures.making import SECRET, WEEKS, fields, text
from tests.measures.test_one_rule import amber, signed_in
from tests.personas import Community

pytestmark = pytest.mark.django_db
FILES = [f"/measures/{name}.{ending}" for name in ("measures", "adoption") for ending in ("csv", "json", "xlsx")]


def test_no_file_and_no_answer_tells_of_the_adoption_of_others(community: Community):
    at = now() - timedelta(days=60)
    measure = making.adopted(community, at=at)
    said = {"state": "in_place", "since_on": timezone.localdate(at), "effect_note": SECRET}
    making.adopting(community, measure, at=at + WEEKS, **said)
    mine = signed_in("peer").get("/measures/adoption.csv").content.decode()
    assert SECRET in mine
    assert "Quay south" in mine
    for who in ("author", "outsider", "secretariat"):
        browser = signed_in(who)
        for path in [*FILES, "/api/v1/adoption", "/api/v1/measures", f"/api/v1/measures/{measure.key}"]:
            got = browser.get(path).content
            assert SECRET.encode() not in got, (who, path)
            assert b"Quay south" not in got, (who, path)
            assert str(community.facilities["south"].key).encode() not in got, (who, path)


def test_a_hidden_measure_and_a_version_in_the_making_leave_by_no_way(community: Community, author, peer):
    at = now() - timedelta(days=60)
    hidden = making.consulted(community, at=at, readers=amber(community))
    measure = making.reviewed(community, at=at)
    measure = actions.change_again(member=author, measure=measure, effect_found="Little.", now=at + WEEKS)
    said = fields(texts=(text(body=SECRET, title=SECRET),), working_group=measure.working_group)
    actions.change(member=peer, measure=measure, said=said, now=at + WEEKS)
    browser = signed_in("outsider")
    for path in (*FILES, "/api/v1/measures", f"/api/v1/measures/{measure.key}", "/search/?q=gate"):
        got = browser.get(path).content.decode(errors="replace")
        assert SECRET not in got, path
        assert hidden.number not in got, path
    assert browser.get(f"/api/v1/measures/{hidden.key}").status_code == 404
    stix = browser.get(f"/api/v1/measures/{measure.key}?format=stix").json()
    assert SECRET not in json.dumps(stix)
    assert "course-of-action" in {one["type"] for one in stix["objects"]}


def test_a_machine_replies_as_its_page_would(community: Community):
    measure = making.consulted(community, at=now())
    address = f"/api/v1/measures/{measure.key}/reply"
    said = {"text": "Yes.", "comments": {"2": "Not on Sundays."}, "language": "en"}
    done = signed_in("author").post(address, said, content_type="application/json")
    assert done.status_code == 200, done.content
    assert MeasureReply.objects.get().comments == [{"n": 2, "text": "Not on Sundays."}]
    wrong = said | {"comments": {"9": "Nowhere."}}
    assert signed_in("author").post(address, wrong, content_type="application/json").status_code == 422
    assert signed_in("peer").post(address, said, content_type="application/json").status_code == 422
