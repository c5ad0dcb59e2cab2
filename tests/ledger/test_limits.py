import html
from pathlib import Path

import pytest
from django.utils import translation

from port2port.ledger.limits import LIMITS

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "honest-limits.md"


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_ten_sentences_are_printed_in_the_readers_language_without_signing_in(client, language):
    response = client.get("/limits/", headers={"accept-language": language})

    page = html.unescape(response.content.decode())
    with translation.override(language):
        sentences = [str(sentence) for sentence in LIMITS]
    assert response.status_code == 200
    assert len(sentences) == 10
    assert all(sentence in page for sentence in sentences)
    if language != "en":
        with translation.override("en"):
            assert not any(str(sentence) in page for sentence in LIMITS)


def test_the_sign_in_page_leads_to_the_limits(client):
    response = client.get("/accounts/login/")

    assert b'href="/limits/"' in response.content


def test_the_documentation_prints_the_same_ten_sentences():
    with translation.override("en"):
        numbered = [f"{number}. {sentence}\n" for number, sentence in enumerate(LIMITS, start=1)]

    assert all(line in PAGE.read_text() for line in numbered)
