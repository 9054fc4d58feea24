"""Which network addresses may be connected to, pure: public ones in any spelling, loopback ones where allowed."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from yarl import URL

_NAT64 = IPv6Network("64:ff9b::/96")
_UNICAST = IPv6Network("2000::/3")  # all of the internet's IPv6; is_global takes site-local fec0:: for public too
_EXAMPLES = IPv6Network("3fff::/20")


def is_allowed(host: str, *, allow_loopback: bool = False) -> bool:
    """Return True if an IP address is public, or a loopback one where that is allowed."""
    address = _real(ip_address(host.partition("%")[0]))
    return _is_public(address) or (allow_loopback and address.is_loopback)


def names_public(host: str) -> bool:
    """Return True if a host is a name, which is resolved when it is connected to, or a public address."""
    address = literal(host)
    return is_allowed(str(address)) if address is not None else host not in ("", "localhost")


def objection_to(url: URL, *, allow_loopback: bool = False) -> str:
    """Return what is wrong with an address, before its name is resolved; "" where nothing is."""
    host = url.host or ""
    address = literal(host)
    at_home = allow_loopback and (host == "localhost" or (address is not None and address.is_loopback))
    named = address is not None or re.fullmatch(r"[\w.-]+", url.raw_host or "", re.ASCII)
    if not named or url.user or url.password or url.scheme not in ("https", "http"):
        return "the address is not one of the web"
    if url.scheme == "http" and not at_home:
        return "the address is not https"
    if host == "localhost" and not at_home:
        return "the address is not public"
    is_public = address is None or is_allowed(str(address), allow_loopback=allow_loopback)
    return "" if is_public else "the address is not public"


def is_linkable(url: str, *, allow_loopback: bool = False) -> bool:
    """Return True if members may be led to an address: one that the downloader would take."""
    try:
        return not objection_to(URL(url), allow_loopback=allow_loopback)
    except ValueError:
        return False


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """Read an address in any form that the system's own parser takes: 127.1, 0x7f000001, 2130706433, ::1."""
    with suppress(ValueError):
        return ip_address(host.partition("%")[0])
    with suppress(OSError, ValueError):
        return IPv4Address(socket.inet_aton(host))
    return None


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        tunnels = address.sixtofour or address.teredo  # an IPv4 address, of any kind, lies behind
        return address in _UNICAST and address not in _EXAMPLES and address.is_global and not tunnels
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _real(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 one only wraps; NAT64 is how IPv6-only hosts reach all the others."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address
