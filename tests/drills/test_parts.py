"""What later rooms offer stands on the page of the event, and nothing else changes."""

from port2port.drills import parts


def test_what_a_room_offers_is_asked_for_each_reader(author, guard, make, monkeypatch):
    monkeypatch.setattr(parts, "_offers", {})
    row = make("planned")
    parts.bring("zoo", lambda event, member: [parts.Part(event.title, "eye", "/zoo/")] if member == author else [])
    parts.bring("ark", lambda _event, _member: [parts.Part("Ark", "eye", "/ark/")])

    assert [one.address for one in parts.parts_of(row, author)] == ["/ark/", "/zoo/"]
    assert [one.address for one in parts.parts_of(row, guard)] == ["/ark/"]
