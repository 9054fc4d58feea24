"""What goes through the proxy and what doesn't, as NO_PROXY says it everywhere."""

from __future__ import annotations

import pytest

from bot.runtime.proxies import Proxy


@pytest.mark.parametrize(
    ("bypass", "url", "goes_through"),
    [
        ("", "https://discord.com/", True),
        ("", "http://127.0.0.1:8080/", False),
        ("", "http://localhost:8080/", False),
        ("", "http://[::1]:8080/", False),
        ("*", "https://discord.com/", False),
        ("discord.com", "https://discord.com/", False),
        ("discord.com", "wss://gateway.discord.com/", False),
        (".discord.com", "wss://gateway.discord.com/", False),
        ("*.discord.com", "wss://gateway.discord.com/", False),
        ("discord.com", "https://notdiscord.com/", True),
        ("discord.com:443", "https://discord.com/", False),
        ("discord.com:8443", "https://discord.com/", True),
        ("10.0.0.0/8", "https://10.1.2.3/", False),
        ("10.0.0.0/8", "https://11.1.2.3/", True),
        ("2001:db8::/32", "https://[2001:db8::1]/", False),
        ("DISCORD.COM", "https://discord.com./", False),
    ],
)
def test_what_is_named_is_reached_without_the_proxy(bypass: str, url: str, goes_through: bool) -> None:
    proxy = Proxy(url="http://proxy.test:3128", bypass=tuple(filter(None, [bypass])))
    assert (proxy.for_url(url) is not None) == goes_through


def test_without_a_proxy_everything_is_reached_directly() -> None:
    assert Proxy().for_url("https://discord.com/") is None
