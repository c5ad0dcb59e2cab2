"""A browser is recognised although it names all the others too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.devices import Device, device_of

KHTML = "AppleWebKit/537.36 (KHTML)"
IOS = "AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("header", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Device("Firefox", "Linux")),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KHTML} Chrome/140.0 Safari/537.36",
            Device("Chrome", "Windows"),
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KHTML} Chrome/140.0 Safari/537.36 Edg/140.0.0.0",
            Device("Edge", "Windows"),
        ),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {KHTML} Chrome/140.0 Mobile Safari/537.36",
            Device("Chrome", "Android"),
        ),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {KHTML} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
            Device("Samsung Internet", "Android"),
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) {IOS} Version/18.5 Mobile/15E148 Safari/604.1",
            Device("Safari", "iPhone"),
        ),
        (
            f"Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) {IOS} CriOS/140.0.0.0 Mobile/15E148 Safari/604.1",
            Device("Chrome", "iPad"),
        ),
        (
            f"Mozilla/5.0 (Macintosh; Intel Mac OS X) {IOS} Version/18.5 Safari/605",
            Device("Safari", "macOS"),
        ),
        (
            f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {KHTML} Chrome/140.0 Safari/537.36",
            Device("Chrome", "ChromeOS"),
        ),
        ("curl/8.5.0", Device("", "")),
        ("", Device("", "")),
    ],
)
def test_a_device_is_called_by_its_browser_and_its_system(header, device):
    assert device_of(header) == device


@given(st.text())
def test_no_header_is_too_strange(header):
    device_of(header)
