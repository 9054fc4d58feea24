"""Values of settings that are more than a text or a number, each with the sentence for a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, SecretStr

from bot.domain.limits import LAST_ID
from bot.domain.money import MOST_SHARES
from bot.i18n.currency import is_currency
from bot.runtime.proxies import read_proxy

MOST_PRICE = 1_000_000
PRICE_DIGITS = 8  # after the point


def one_of(names: Iterable[str]) -> str:
    """Return names as a choice in words."""
    *rest, last = names
    return f"{', '.join(rest)} or {last}" if rest else last


def listed(value: object) -> list[str] | None:
    """Return what stands between a text's commas; None for what is no text."""
    if not isinstance(value, str):
        return None
    return [name.strip() for name in value.split(",") if name.strip()]


def is_number(text: str) -> bool:
    """Return True for a whole number in plain digits."""
    return text.isascii() and text.isdecimal()


def _price(value: object) -> object:
    """Read a price, with a point or a comma before its decimals."""
    if isinstance(value, Decimal | int):
        value = str(value)
    text = value.strip() if isinstance(value, str) else ""
    try:
        price = Decimal(text.replace(",", ".") if text.isascii() and set(text) <= set("0123456789.,") else "")
    except InvalidOperation:
        raise ValueError("must be a price like 0.04, without a currency") from None
    if price > MOST_PRICE or price != round(price, PRICE_DIGITS):
        raise ValueError(f"must be at most {MOST_PRICE}, with at most {PRICE_DIGITS} digits after the point")
    return price


def _currency(value: str) -> str:
    code = value.upper()
    if not is_currency(code):
        raise ValueError("must be a currency's code of three letters, like USD or EUR")
    return code


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, OSError, ValueError):  # no such zone, a folder of zones, or a path
        raise ValueError("must be a time zone's name, like Europe/Paris or UTC") from None
    return value


def _https(value: str) -> str:
    if value and not re.fullmatch(r"https://[^\s@<>\"]{1,400}", value, re.I):
        raise ValueError("must be an address that begins with https://")
    return value


def _shares(value: object) -> object:
    names = listed(value)
    if names is None:
        return value
    shares = sorted({int(name.rstrip(" %")) for name in names if is_number(name.rstrip(" %"))})
    if len(shares) < len(set(names)) or len(shares) > MOST_SHARES or not all(1 <= share <= 100 for share in shares):
        raise ValueError("must be percentages between 1 and 100, like 50,80,100")
    return tuple(shares)


def _proxy(value: SecretStr) -> SecretStr:
    return SecretStr(read_proxy(value.get_secret_value()))


def _names(value: object) -> object:
    names = listed(value.replace(" ", ",") if isinstance(value, str) else value)
    return value if names is None else tuple(names)


def _guild_ids(value: object) -> object:
    names = listed(value)
    if names is not None and not all(is_number(name) and int(name) <= LAST_ID for name in names):
        raise ValueError("must be ids of servers with commas between them, like 1054321098765432109")
    return value if names is None else frozenset(names)


Amount = Annotated[Decimal, BeforeValidator(_price)]
Currency = Annotated[str, AfterValidator(_currency)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
HttpsAddress = Annotated[str, AfterValidator(_https)]
Shares = Annotated[tuple[int, ...], BeforeValidator(_shares)]
ProxyAddress = Annotated[SecretStr, AfterValidator(_proxy)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
GuildIds = Annotated[frozenset[int], BeforeValidator(_guild_ids)]
