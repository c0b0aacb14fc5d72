"""Who asks, also behind proxies."""

from __future__ import annotations

import pytest

from kiungo.gateway.clients import client
from kiungo.settings import load

LOCAL = load({}, {"trusted_proxies": "127.0.0.0/8, ::1,10.0.0.0/8"}).trusted_proxies


@pytest.mark.parametrize(("peer", "forwarded", "expected"), [
    pytest.param("192.0.2.1", None, "192.0.2.1", id="without a proxy"),
    pytest.param("192.0.2.1", "198.51.100.9", "192.0.2.1", id="a claim of nobody we know"),
    pytest.param("127.0.0.1", "198.51.100.9", "198.51.100.9", id="behind a proxy"),
    pytest.param("127.0.0.1", "203.0.113.7, 198.51.100.9", "198.51.100.9", id="a claim of the client's own"),
    pytest.param("127.0.0.1", "198.51.100.9, 10.1.2.3", "198.51.100.9", id="behind two proxies"),
    pytest.param("127.0.0.1", None, "127.0.0.1", id="on the same machine"),
    pytest.param("127.0.0.1", "unknown", "127.0.0.1", id="a proxy that does not tell"),
    pytest.param("127.0.0.1", " , ,", "127.0.0.1", id="an empty header"),
    pytest.param("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64", id="one of a subscriber's addresses"),
    pytest.param("::ffff:192.0.2.1", None, "192.0.2.1", id="an old address in new clothes"),
    pytest.param("", None, "", id="a socket without addresses"),
])
def test_a_client_is_known_by_the_last_address_that_is_not_a_proxys(peer: str, forwarded: str | None, expected: str) -> None:
    assert client(peer, forwarded, LOCAL) == expected
