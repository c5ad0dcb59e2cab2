"""The auditor reads which room a form belongs to that somebody sent without the right to it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.personas import Community

pytestmark = pytest.mark.django_db


def signed_in(community: Community, name: str) -> Client:
    client = Client()
    client.force_login(community.person(name))
    return client


def test_a_refused_form_is_told_with_its_room_and_stands_in_the_file_as_its_page(community: Community) -> None:
    refused = signed_in(community, "author").post(reverse("members:new_circle"))
    auditor = signed_in(community, "auditor")

    page = auditor.get("/audit/?show=trail").content.decode()
    file = auditor.post("/audit/trail.csv").content.decode("utf-8-sig")

    assert refused.status_code == 403
    assert "Sent a form without the right to it: Organisations, people and ports" in page
    assert "members:new_circle" in file
