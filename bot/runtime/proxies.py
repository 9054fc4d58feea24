"""The proxy through which the bot reaches the internet, and what is reached without it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """An HTTP proxy, and the hosts that are reached without it; this machine always is."""

    url: str = ""  # http://[user:password@]host:port; empty: everything is reached directly
    bypass: tuple[str, ...] = ()  # as in NO_PROXY: hosts, domains with what is below them, networks, or *

    def for_url(self, url: str) -> str | None:
        """Return the proxy for an address, None where it is reached directly."""
        if not self.url:
            return None
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").lower()
        if is_this_machine(host):
            return None
        return None if any(_is_meant(host, parts.port, each) for each in self.bypass) else self.url

    @property
    def host(self) -> str:
        """Return the proxy's host; empty where there is none."""
        return urlsplit(self.url).hostname or ""

    def secrets(self) -> tuple[str, ...]:
        """Return the password in the address, as written and as meant."""
        password = urlsplit(self.url).password or ""
        return tuple({password, unquote(password)} - {""})


DIRECT = Proxy()


def read_proxy(text: str) -> str:
    """Return a proxy's address with its scheme. Raises ValueError, in words that don't repeat it."""
    if not text:
        return text
    text = text if "://" in text else f"http://{text}"
    scheme = text.partition("://")[0].lower()
    if scheme.startswith("socks"):
        raise ValueError("a SOCKS proxy can't be used: name an HTTP proxy, like http://proxy.example.org:3128")
    with suppress(ValueError):
        parts = urlsplit(text)
        if scheme in ("http", "https") and parts.hostname and parts.port != 0 and parts.path in ("", "/"):
            return text.rstrip("/")
    raise ValueError("must be a proxy's address, like http://proxy.example.org:3128")


def is_this_machine(host: str) -> bool:
    """Return True if a host's address or name, in small letters, can be no other machine's."""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost" or host.endswith(".localhost")


def _is_meant(host: str, port: int | None, entry: str) -> bool:
    """Return True if an entry of NO_PROXY is for this host."""
    if entry == "*":
        return True
    with suppress(ValueError):
        return ip_address(host) in ip_network(entry, strict=False)
    name, _, only = entry.rpartition(":") if entry.rpartition(":")[2].isdecimal() else (entry, "", "")
    name = name.lower().removeprefix("*").strip("[].")
    return bool(name) and (host == name or host.endswith(f".{name}")) and (not only or only == str(port or 443))


def is_loopback(url: str) -> bool:
    """Return True if an address is plain http on this machine."""
    return re.match(r"http://(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?(/|$)", url) is not None
