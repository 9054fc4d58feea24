"""Amounts of money as each language writes them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.numbers import format_currency, get_currency_precision, list_currencies

from bot.i18n import language

WHOLE_FROM = 100  # amounts from here on are read without their cents


def is_currency(code: str) -> bool:
    """Return True for an ISO 4217 code, like `EUR`."""
    return code in list_currencies()


def money(locale: str, amount: Decimal, currency: str) -> str:
    """Return an amount in a language: whole from a hundred on, and a tiny one with the digits that it needs."""
    ours = language(locale)
    digits = 0 if abs(amount) >= WHOLE_FROM else get_currency_precision(currency)
    rounded = _rounded(amount, digits)
    if amount and not rounded:
        rounded = _rounded(amount, 1 - amount.adjusted())  # two digits that count
        return format_currency(rounded, currency, locale=ours, decimal_quantization=False)
    pattern = Locale.parse(ours).currency_formats["standard"].pattern
    form = pattern.replace(".00", f".{'0' * digits}" if digits else "")
    return format_currency(rounded, currency, format=form, locale=ours, currency_digits=False)


def _rounded(amount: Decimal, digits: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
