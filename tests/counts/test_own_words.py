"""What the pages call a thing is what a file may call it, in each of the four languages."""

import pytest
from django.utils import translation

from port2port.counts.models.choices import EffortKind, Outcome
from port2port.counts.sheet_words import FIELDS
from port2port.pure.count_words import EFFORTS, HEADINGS, OUTCOMES, key_of

LANGUAGES = ("nl", "fr", "de", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_may_say_what_the_pages_say(language: str) -> None:
    with translation.override(language):
        outcomes = {one.value: OUTCOMES.get(key_of(str(one.label))) for one in Outcome}
        efforts = {one.value: EFFORTS.get(key_of(str(one.label))) for one in EffortKind}
        headings = {field: HEADINGS.get(key_of(str(words))) for field, words in FIELDS.items()}

    assert outcomes == {one: one for one in outcomes}
    assert efforts == {one: one for one in efforts}
    assert headings == {one: one for one in headings}
