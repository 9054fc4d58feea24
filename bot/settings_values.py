"""How the texts of settings are read, each kind with the sentence for a wrong one, as a ValueError."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain.catalog import DEFAULT_PRICES, RESOLUTIONS
from bot.domain.limits import LAST_ID
from bot.domain.money import MOST_SHARES
from bot.domain.webhooks import read_secret
from bot.i18n.currency import is_currency
from bot.runtime.proxies import is_loopback, read_proxy
from bot.runtime.secret import Secret

MOST_PRICE = 1_000_000
PRICE_DIGITS = 8  # after the point
LONGEST_NUMBER = 4_000  # digits: Python reads no more than 4,300
FLAGS = {
    **dict.fromkeys(("true", "t", "yes", "y", "on", "1"), True),
    **dict.fromkeys(("false", "f", "no", "n", "off", "0"), False),
}
WHOLE = re.compile(r"([+-]?\d(?:_?\d)*)(?:\.0+)?", re.A)

Name = TypeVar("Name", bound=str)


def one_of(names: Iterable[str]) -> str:
    """Return names as a choice in words."""
    *rest, last = names
    return f"{', '.join(rest)} or {last}" if rest else last


def plain(text: str) -> str:
    """Return a text as it is."""
    return text


def flag(text: str) -> bool:
    """Read a yes or no."""
    if text.lower() not in FLAGS:
        raise ValueError("must be true or false")
    return FLAGS[text.lower()]


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number between two."""

    def read(text: str) -> int:
        found = WHOLE.fullmatch(text)
        if found is None:
            raise ValueError("must be a whole number")
        if len(text) > LONGEST_NUMBER:
            raise ValueError("is too large")
        number = int(found[1])
        if number < least:
            raise ValueError(f"must be at least {least}")
        if number > most:
            raise ValueError(f"must be at most {most}")
        return number

    return read


def duration(most: float) -> Callable[[str], float]:
    """Return what reads a number above 0."""

    def read(text: str) -> float:
        try:
            number = float(text if text.isascii() else "")
        except ValueError:
            raise ValueError("must be a number") from None
        if number <= 0:
            raise ValueError("must be more than 0")
        if not number <= most:  # nor is what is no number at all
            raise ValueError(f"must be at most {float(most)}")
        return number

    return read


def choice(*known: Name) -> Callable[[str], Name]:
    """Return what reads one of some names, whatever the case of its letters."""
    by_text = {str(name): name for name in known}

    def read(text: str) -> Name:
        if text.lower() not in by_text:
            raise ValueError(f"must be {one_of(map(repr, known))}")
        return by_text[text.lower()]

    return read


def names(text: str) -> tuple[str, ...]:
    """Read names with commas or spaces between them."""
    return tuple(_listed(text.replace(" ", ",")))


def resolutions(text: str) -> tuple[str, ...]:
    """Read some of Pro's sizes."""
    sizes = tuple(_listed(text.lower()))
    if not (sizes and set(sizes) <= set(RESOLUTIONS)):
        raise ValueError("must be some of 1k,2k,4k")
    return sizes


def prices(text: str) -> dict[str, int]:
    """Read what models cost; those that are not named cost what they always do."""
    parts = (name.partition("=") for name in _listed(text))
    pairs = {name.strip(): price.strip() for name, _, price in parts}
    if not (set(pairs) <= set(DEFAULT_PRICES) and all(map(_is_number, pairs.values()))):
        raise ValueError(f"must look like banana=1,banana-pro=3; known are {', '.join(DEFAULT_PRICES)}")
    return {**DEFAULT_PRICES, **{name: int(price) for name, price in pairs.items()}}


def amount(text: str) -> Decimal:
    """Read a price, with a point or a comma before its decimals."""
    try:
        price = Decimal(text.replace(",", ".") if text.isascii() and set(text) <= set("0123456789.,") else "")
    except InvalidOperation:
        raise ValueError("must be a price like 0.04, without a currency") from None
    if price > MOST_PRICE or price != round(price, PRICE_DIGITS):
        raise ValueError(f"must be at most {MOST_PRICE}, with at most {PRICE_DIGITS} digits after the point")
    return price


def currency(text: str) -> str:
    """Read a currency's code."""
    code = text.upper()
    if not is_currency(code):
        raise ValueError("must be a currency's code of three letters, like USD or EUR")
    return code


def time_zone(text: str) -> str:
    """Read a time zone's name."""
    try:
        ZoneInfo(text)
    except (KeyError, OSError, ValueError):  # no such zone, a folder of zones, or a path
        raise ValueError("must be a time zone's name, like Europe/Paris or UTC") from None
    return text


def shares(text: str) -> tuple[int, ...]:
    """Read percentages of a cap."""
    parts = _listed(text)
    found = sorted({int(part.rstrip(" %")) for part in parts if _is_number(part.rstrip(" %"))})
    if len(found) < len(set(parts)) or len(found) > MOST_SHARES or not all(1 <= share <= 100 for share in found):
        raise ValueError("must be percentages between 1 and 100, like 50,80,100")
    return tuple(found)


def guild_ids(text: str) -> frozenset[int]:
    """Read ids of servers."""
    ids = _listed(text)
    if not all(_is_number(each) and int(each) <= LAST_ID for each in ids):
        raise ValueError("must be ids of servers with commas between them, like 1054321098765432109")
    return frozenset(map(int, ids))


def https_address(text: str) -> str:
    """Read an address to show."""
    if not re.fullmatch(r"https://[^\s@<>\"]{1,400}", text, re.I):
        raise ValueError("must be an address that begins with https://")
    return text


def vendor_address(text: str) -> str:
    """Read the address that the key is sent to."""
    address = _trimmed(text)
    if re.fullmatch(r"https://[^\s?#@]+", address) or is_loopback(address):
        return address
    raise ValueError("must start with https://, since your key is sent there, and have neither ? nor #")


def public_address(text: str) -> str:
    """Read the bot's own address on the internet."""
    address = _trimmed(text)
    if not address or is_loopback(address) or re.fullmatch(r"https://[^\s?#@]+", address):
        return address
    raise ValueError("must be an https:// address without ? or #, like https://bot.example.org")


def local_address(text: str) -> str:
    """Read an address on this machine."""
    address = _trimmed(text)
    if address and not is_loopback(address):
        raise ValueError("must be on this machine, like http://127.0.0.1:8080")
    return address


def signing_secret(text: str) -> Secret:
    """Read the secret that webhook calls are signed with."""
    read_secret(text)
    return Secret(text)


def proxy(text: str) -> Secret:
    """Read a proxy's address, which may hold a password."""
    return Secret(read_proxy(text))


def _listed(text: str) -> list[str]:
    """Return what stands between a text's commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def _is_number(text: str) -> bool:
    """Return True for a whole number in plain digits, as many as can be read."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER


def _trimmed(address: str) -> str:
    return re.sub("^https?:", lambda scheme: scheme[0].lower(), address.rstrip("/"), flags=re.I)
