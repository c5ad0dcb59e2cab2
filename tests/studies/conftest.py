"""A network of lent counts, and a study of it from its draft to its result."""

from typing import Any

import pytest
from django.test import Client

from port2port.studies.models import Study, StudyResult
from tests.personas import NOW, Community
from tests.studies import making
from tests.studies.making import Network


@pytest.fixture
def network(community: Community) -> Network:
    return making.lent(community, now=NOW)


@pytest.fixture
def draft(community: Community, network: Network) -> Study:
    return making.drafted(community, network, now=NOW)


@pytest.fixture
def study(community: Community, draft: Study) -> Study:
    return making.registered(community, draft, now=NOW)


@pytest.fixture
def result(community: Community, study: Study) -> StudyResult:
    return making.ran(community, study, now=NOW)


@pytest.fixture
def ask(client: Client, community: Community) -> Any:
    """Signs in and opens an address."""

    def asked(who: str, address: str, sent: dict[str, Any] | None = None) -> Any:
        client.force_login(community.person(who))
        return client.get(address) if sent is None else client.post(address, sent)

    return asked
