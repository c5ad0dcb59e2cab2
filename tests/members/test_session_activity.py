"""The list of sessions is kept up to date without a write for every page."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext

from port2port.base.clock import now


def writes_of(client, address="/", **headers):
    with CaptureQueriesContext(connection) as seen:
        client.get(address, headers=headers)
    return [one["sql"] for one in seen.captured_queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_reading_a_list_again_writes_nothing(client, community):
    client.force_login(community.person("author"))
    client.get("/reports/")

    assert writes_of(client, "/reports/") == []


def test_a_session_is_noted_again_after_five_minutes(client, community):
    client.force_login(community.person("author"))
    client.get("/reports/")
    UserSession.objects.update(last_seen_at=now() - timedelta(minutes=6))

    client.get("/reports/")

    assert UserSession.objects.get().last_seen_at > now() - timedelta(minutes=1)


def test_another_device_behind_the_same_session_is_noted_at_once(client, community):
    client.force_login(community.person("author"))
    client.get("/reports/", headers={"User-Agent": "A desk"})

    client.get("/reports/", headers={"User-Agent": "A phone"})

    assert UserSession.objects.get().user_agent == "A phone"
