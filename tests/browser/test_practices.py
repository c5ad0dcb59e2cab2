"""The pages of practices in a real browser: no assistive program stumbles, nothing scrolls sideways."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.fields import fields_of
from port2port.knowledge.models import Practice
from port2port.pure.evidence import Tried
from tests.knowledge.conftest import GREEN, said
from tests.personas import PASSWORD, Community, found_community


@pytest.fixture
def community(db: None) -> Community:
    return found_community()


def proposed(community: Community, **more: Any) -> Practice:
    author = community.member("author")
    words = said(review_by_on=timezone.localdate() + timedelta(days=90), **more)
    draft = actions.save_draft(member=author, said=words, readers=GREEN, now=now())
    return actions.propose(member=author, practice=draft, now=now())


@pytest.fixture
def addresses(community: Community) -> list[str]:
    """Every page that the peer can open, with something on it; the author's own come after."""
    author, peer, outsider = (community.member(name) for name in ("author", "peer", "outsider"))
    table = "## Steps\n\n1. Pull.\n\n> Hard.\n\n| where | how |\n|---|---|\n| gate | twice |\n\n`code` and [words](https://example.org)"
    tried = (Tried("Quay 1", "low", "Two holes found.", "Port of North"),)
    first = proposed(community, body=table, tried=tried, for_floor=True)
    actions.approve(member=outsider, practice=first, sha256=first.sha256, now=now())
    second = proposed(community, title="Look under the truck")
    for member in (peer, outsider):
        second = actions.approve(member=member, practice=second, sha256=second.sha256, now=now())
    words = replace(fields_of(second), title="Look under every truck")
    actions.revise(member=author, practice=second, said=words, version=1, now=now())
    actions.say_use(member=peer, practice=second, readers=GREEN, note="At two gates", language="en", now=now())
    Practice.objects.filter(pk=second.pk).update(review_by_on=timezone.localdate())
    draft = actions.save_draft(member=author, said=said(body="Call +32 470 12 34 56."), readers=GREEN, now=now())
    one, two = first.get_absolute_url(), second.get_absolute_url()
    seen = ["/practices/", "/practices/?q=nothingofthatname&control=ACC-05", one, f"{one}print/", two, f"{two}next/"]
    return [*seen, "/practices/new/", "/practices/drafts/", f"{two}revise/", f"{two}withdraw/", *_of(draft)]


def _of(draft: Practice) -> list[str]:
    return [f"/practices/{draft.key}/edit/", f"/practices/{draft.key}/readers/"]


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_pages_of_practices_have_no_accessibility_violation_and_do_not_scroll_sideways(
    app: Any, sign_in: Any, addresses: list[str], width: int, scheme: str
):
    found, wide = {}, {}
    for who, some in (("peer", addresses[:6]), ("author", [*addresses[2:3], *addresses[4:]])):
        page = app.open("/accounts/login/", color_scheme=scheme, viewport={"width": width, "height": 800})
        sign_in(page, who, PASSWORD)
        for address in some:
            page.goto(address)
            rules = Axe().run(page).response["violations"]
            found[who, address] = [f"{rule['id']}: {[node['target'] for node in rule['nodes']][:3]}" for rule in rules]
            wide[who, address] = page.evaluate("document.documentElement.scrollWidth")

    assert {address: rules for address, rules in found.items() if rules} == {}
    assert {address: size for address, size in wide.items() if size > width} == {}
