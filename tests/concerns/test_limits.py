"""How often somebody may try, and how many at once."""

import threading

import pytest
from django.conf import settings as django_settings

from port2port.concerns import derive, limits
from port2port.concerns.limits import Limit, TooOften
from port2port.concerns.rules import UnknownCode


def fail() -> None:
    raise UnknownCode


def wrong(limit: Limit, source: bytes) -> None:
    with pytest.raises(UnknownCode), limit.counting_failures(source, UnknownCode):
        raise UnknownCode


def test_a_source_has_so_many_wrong_tries_and_right_ones_are_free():
    limit = Limit(5, 100, "too often")
    for _number in range(20):
        with limit.counting_failures(b"one", UnknownCode):
            pass
    for _number in range(5):
        wrong(limit, b"one")

    with pytest.raises(TooOften), limit.counting_failures(b"one", UnknownCode):
        raise AssertionError
    wrong(limit, b"two")


def test_a_thousand_of_one_source_are_as_many_as_it_has():
    limit, taken = Limit(10, 60, "too often"), 0
    for _number in range(1_000):
        try:
            limit.take(b"one")
            taken += 1
        except TooOften:
            pass

    assert taken == 10


def test_all_sources_together_have_so_many():
    limit = Limit(5, 12, "too often")
    for number in range(12):
        wrong(limit, bytes([number]))

    with pytest.raises(TooOften):
        limit.take(b"fresh")


def test_an_hour_later_they_are_forgotten(monkeypatch):
    limit = Limit(1, 1, "too often")
    monkeypatch.setattr(limits, "monotonic", lambda: 10_000.0)
    limit.take(b"one")
    monkeypatch.setattr(limits, "monotonic", lambda: 10_000.0 + limits.HOUR_S)

    limit.take(b"one")


def test_tries_at_the_same_moment_all_count():
    limit, let_through = Limit(5, 100, "too often"), []
    barrier = threading.Barrier(12)

    def attempt() -> None:
        barrier.wait()
        try:
            with limit.counting_failures(b"one", UnknownCode):
                let_through.append(1)
                fail()
        except (UnknownCode, TooOften):
            pass

    threads = [threading.Thread(target=attempt) for _number in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert len(let_through) == 5


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_a_household_of_addresses_is_one_source(one: str, other: str, same: bool):
    assert (limits._mark(limits._network(one)) == limits._mark(limits._network(other))) is same


def test_two_derivations_run_at_once_on_the_node_and_a_third_is_told_to_wait(monkeypatch):
    monkeypatch.setattr(derive, "PATIENCE_S", 0.2)
    inside, release = threading.Semaphore(0), threading.Event()

    def hold() -> None:
        with derive._one_of_two():
            inside.release()
            release.wait(5)

    threads = [threading.Thread(target=hold) for _number in range(2)]
    for one in threads:
        one.start()
    for _one in threads:
        assert inside.acquire(timeout=5)

    with pytest.raises(derive.Busy), derive._one_of_two():
        raise AssertionError
    release.set()
    for one in threads:
        one.join()
    with derive._one_of_two():
        pass


def test_the_two_places_hold_nothing():
    with derive._one_of_two():
        pass

    found = list(django_settings.VAR.glob("deriving-*.lock"))
    assert found
    assert all(one.stat().st_size == 0 for one in found)
