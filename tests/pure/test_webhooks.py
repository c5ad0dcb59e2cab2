from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.addresses import is_public
from port2port.pure.digests import next_digest
from port2port.pure.webhooks import BACKOFF, is_signed, next_try, signature

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BRUSSELS = ZoneInfo("Europe/Brussels")


def test_the_signature_is_hmac_sha256_over_the_time_and_the_body() -> None:
    # Worked out with: printf '1772443800.{}' | openssl dgst -sha256 -hmac s3cret
    assert signature("s3cret", b"{}", at=AT) == (
        "t=1772443800,v1=08ca07c714a1cc9f7943b6a180b1f556ed03d3f288349443c8426e3598893025"
    )


@given(secret=st.text(min_size=1), body=st.binary(), late=st.integers(-300, 300))
def test_a_receiver_accepts_what_was_signed(secret: str, body: bytes, late: int) -> None:
    secret = secret.encode("utf-8", "ignore").decode() or "x"

    assert is_signed(signature(secret, body, at=AT), secret, body, at=AT + timedelta(seconds=late))


@pytest.mark.parametrize(
    ("header", "body", "late_s"),
    [
        ("good", b"{ }", 0),
        ("good", b"{}", 301),
        ("good", b"{}", -301),
        ("t=1772443800", b"{}", 0),
        ("v1=00", b"{}", 0),
        ("t=x,v1=y", b"{}", 0),
        ("t=²,v1=y", b"{}", 0),
        ("", b"{}", 0),
    ],
)
def test_a_receiver_refuses_another_body_another_time_and_nonsense(header: str, body: bytes, late_s: int) -> None:
    given_header = signature("s3cret", b"{}", at=AT) if header == "good" else header

    assert not is_signed(given_header, "s3cret", body, at=AT + timedelta(seconds=late_s))


def test_a_failed_call_is_tried_five_more_times_and_given_up() -> None:
    waits = [next_try(tries, now=AT) for tries in range(1, 8)]

    assert [moment - AT for moment in waits if moment] == [
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=12),
    ]
    assert waits[len(BACKOFF) :] == [None, None]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::", "2001::1", "::127.0.0.1", "2001:db8::1",
        "", "localhost", "2130706433", "0x7f000001",
    ],
)  # fmt: skip
def test_an_address_inside_is_never_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "193.190.198.10", "2a02:a03f::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("after", "daily", "weekly"),
    [
        # Monday morning before and after seven, in winter (UTC+1).
        ("2026-03-02T05:59:00+00:00", "2026-03-02T06:00:00+00:00", "2026-03-06T06:00:00+00:00"),
        ("2026-03-02T06:00:00+00:00", "2026-03-03T06:00:00+00:00", "2026-03-06T06:00:00+00:00"),
        # The night in which the clocks go forward (29 March) and back (25 October).
        ("2026-03-28T20:00:00+00:00", "2026-03-29T05:00:00+00:00", "2026-04-03T05:00:00+00:00"),
        ("2026-10-24T20:00:00+00:00", "2026-10-25T06:00:00+00:00", "2026-10-30T06:00:00+00:00"),
    ],
)
def test_the_digest_leaves_at_seven_by_the_clock_of_the_place(after: str, daily: str, weekly: str) -> None:
    moment = datetime.fromisoformat(after)

    assert next_digest(moment, zone=BRUSSELS) == datetime.fromisoformat(daily)
    assert next_digest(moment, zone=BRUSSELS, weekly=True) == datetime.fromisoformat(weekly)
