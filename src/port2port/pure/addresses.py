"""Which network addresses a call of ours may go to."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# Addresses of IPv4 hosts written as IPv6 by a translator (RFC 6052, RFC 8215).
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def is_public(text: str) -> bool:
    """Whether the address lies on the public internet, whatever IPv4 address hides inside it.

    False for loopback, private, link-local, shared, multicast, reserved and unspecified addresses, and for text
    that is no address.
    """
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_is_plainly_public(one) for one in _inside(address))


def _is_plainly_public(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified


def _inside(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    if isinstance(address, IPv4Address):
        yield address
    elif address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    elif address in _TRANSLATED[0]:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
    elif address.sixtofour is not None:
        yield address.sixtofour
    else:
        # is_reserved covers ::/8 and the like; Teredo and 64:ff9b:1::/48 are not global.
        yield address
