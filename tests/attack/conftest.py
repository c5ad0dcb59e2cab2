"""What an attacker has: a login or a token of its own, and the addresses of what it may not see."""

import pytest
from django.urls import reverse

from tests.reports.conftest import both, draft, files_of_their_own, publish

__all__ = ["both", "draft", "files_of_their_own", "publish"]


@pytest.fixture
def at(client, community):
    """Sign in as a persona and ask; a fault of ours is raised, never answered."""

    def ask(who, name, *args, post=None, **query):
        if who != "nobody":
            client.force_login(community.person(who))
        address = name if name.startswith("/") else reverse(name, args=args)
        return client.get(address, query) if post is None else client.post(address, post)

    return ask
