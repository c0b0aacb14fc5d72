"""Who asks: the address of a client, also of one behind proxies that we know.

https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv6Address, IPv6Network, ip_address

from kiungo.settings import Network

_PREFIX = 64  # bits; one IPv6 subscriber has at least all addresses below it
_MEMBERS = 20  # proxies in a row that are believed


def client(peer: str, forwarded: str | None, trusted: Sequence[Network]) -> str:
    """The name of a client: its address, or its network where it may choose among addresses.

    `forwarded` is read from its end, as long as the addresses are those of trusted proxies: what stands
    before the first other address is the client's own claim.
    """
    chain = [peer, *reversed([each.strip() for each in (forwarded or "").split(",")[-_MEMBERS:] if each.strip()])]
    named = peer
    for address in chain:
        try:
            found = ip_address(address)
        except ValueError:
            break
        named = address
        if not any(found in network for network in trusted):
            break
    return _network(named)


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Network((found, _PREFIX), strict=False))
    return str(found)
