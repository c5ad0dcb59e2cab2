"""The share guard in texts of any form: what they tell of people, before anybody is asked to read them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from port2port.pure.share_guard import find
from port2port.reports.guard import AROUND, Find, PersonalDataFound


def finds_in(texts: Mapping[str, str]) -> list[Find]:
    """What the texts tell of people, each once, in the order of the fields."""
    found = [
        Find(name, hit, text[max(0, hit.start - AROUND) : hit.start], text[hit.end : hit.end + AROUND])
        for name, text in texts.items()
        for hit in find(text)
    ]
    return list({one.token: one for one in reversed(found)}.values())[::-1]


def not_personal_of(texts: Mapping[str, str], said: frozenset[str]) -> list[str]:
    """Those of the finds that somebody said are none, to be kept with the text. Raises PersonalDataFound for others."""
    finds = finds_in(texts)
    if any(one.token not in said for one in finds):
        raise PersonalDataFound(finds)
    return [one.token for one in finds]


def words_of(find: Find) -> str:
    """One find as a form shows it: the place in the text, what it seems to be, and why."""
    place = f"{find.before}«{find.hit.text}»{find.after}"
    return _("“…%(place)s…”: %(kind)s, because %(why)s") % {
        "place": " ".join(place.split()),
        "kind": find.kind_words,
        "why": find.why_words,
    }
