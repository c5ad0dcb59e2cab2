"""Where a library says the same English as we do, its pages and ours speak with one voice: ours."""

import re
from pathlib import Path

import allauth
import pytest
from babel.messages.pofile import read_po
from django.core import mail
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, pgettext

from port2port.base.library_words import COUNTED, WORDS
from port2port.base.messages import LANGUAGES, as_set, catalogue_path, contexts

LIBRARY = Path(allauth.__file__).parent
# Sentences, and what is written so everywhere.
CAPITALS = re.compile(r"(?<![.?!:] )(?<!^)\b(?!IP\b|JavaScript\b|I\b|QR\b)[A-Z][a-z]+")
# Pages and mails that are turned off here.
UNSEEN = re.compile(r"layouts|connections|signup|phone|code|email_change|trust|admin|apps|models|provider|email/")


def own_words(language):
    for path in filter(Path.exists, (catalogue_path(context, language) for context in contexts())):
        with path.open("rb") as file:
            for message in read_po(file):
                if isinstance(message.id, str) and message.id:
                    yield message.id, message.context, message.string


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_translation_wins_over_that_of_a_library(language):
    with translation.override(language):
        lost = [
            text
            for text, context, ours in own_words(language)
            if (pgettext(context, text) if context else gettext(text)) != as_set(ours, language)
        ]

    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_library_that_we_say_otherwise_are_its_words(language):
    with translation.override(language):
        assert [text for text in WORDS if gettext(text) == text] == []


def headings():
    """What the library's pages for people say in a line of their own: titles, labels, buttons."""
    with (LIBRARY / "locale" / "nl" / "LC_MESSAGES" / "django.po").open("rb") as file:
        for message in read_po(file):
            places = {place.removeprefix("templates/") for place, _line in message.locations}
            shown = any(place.startswith(("account/", "mfa/", "socialaccount/")) for place in places)
            if isinstance(message.id, str) and len(message.id) < 50 and shown and not all(map(UNSEEN.search, places)):
                yield message.id


def test_titles_of_the_library_are_written_as_ours_in_english():
    with translation.override("en"):
        assert [text for text in headings() if CAPITALS.search(gettext(text))] == []


def test_each_english_text_said_otherwise_is_still_the_librarys_or_ours():
    with (LIBRARY / "locale" / "nl" / "LC_MESSAGES" / "django.po").open("rb") as file:
        known = {message.id if isinstance(message.id, str) else message.id[0] for message in read_po(file)}
    with catalogue_path("base", "en").open("rb") as file:
        said = {message.id if isinstance(message.id, str) else message.id[0] for message in read_po(file)}

    assert said <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_counted_words_are_polite_too(language):
    with translation.override(language):
        said = [words % {"count": 2, "unused_count": 2, "total_count": 10} for words in COUNTED]

    assert [words for words in said if re.search(r"\b(je|du|tu)\b", words, re.IGNORECASE)] == []


@pytest.mark.django_db
def test_a_refused_sign_in_is_polite_in_dutch():
    client = Client(headers={"Accept-Language": "nl"})

    page = client.post("/accounts/login/", {"login": "nobody", "password": "wrong"}).content.decode()

    assert "Deze login en dit wachtwoord horen niet bij elkaar." in page
    assert 'placeholder="Wachtwoord"' not in page


@pytest.mark.parametrize(("language", "familiar"), [("nl", r"\b(je|jij|jouw)\b"), ("de", r"\b(du|dich|dir|dein\w*)\b")])
def test_nobody_is_addressed_familiarly_on_the_way_in(language, familiar):
    with translation.override(language):
        assert [text for text in WORDS if re.search(familiar, gettext(text), re.IGNORECASE)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["signup/", "inactive/", "password/reset/done/", "password/reset/key/1-abc/"])
def test_a_page_before_signing_in_leads_back_to_it(address):
    page = Client(headers={"Accept-Language": "nl"}).get(f"/accounts/{address}", follow=True).content.decode()

    assert "Terug naar de aanmeldpagina" in page
    assert not re.search(r"\b(je|jouw)\b", page)


@pytest.mark.django_db
def test_an_address_that_no_account_has_is_told_whom_to_ask_and_offered_no_registration():
    Client(headers={"Accept-Language": "nl"}).post("/accounts/password/reset/", {"email": "nobody@port.example"})

    [message] = mail.outbox
    assert "Geen account hier heeft dit adres." in message.body
    assert "signup" not in message.body
