"""Amounts of money as each language writes them.

Babel is imported by the first one: with its tables it takes 4 MB, which a bot that nobody asks anything does without.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

TINY = Decimal("0.1")  # below it cents are too coarse
WHOLE_FROM = 100  # amounts from here on are read without their cents


def is_currency(code: str) -> bool:
    """Return True for an ISO 4217 code, like `EUR`."""
    from babel.numbers import list_currencies

    return code in list_currencies()


MICROS = 1_000_000  # of a unit of currency: so exact amounts are whole numbers


def money(locale: str, amount: Decimal, currency: str) -> str:
    """Return an amount in a language of ours: whole from a hundred on, a tiny one with the digits that it needs."""
    from babel import Locale
    from babel.numbers import format_currency, get_currency_precision

    digits = 0 if abs(amount) >= WHOLE_FROM else get_currency_precision(currency)
    rounded = _rounded(amount, digits)
    if amount and abs(amount) < TINY and rounded != amount:
        fine = _rounded(amount, max(digits + 2, 1 - amount.adjusted())).normalize()
        return format_currency(fine, currency, locale=locale, decimal_quantization=False)
    pattern = Locale.parse(locale).currency_formats["standard"].pattern
    form = pattern.replace(".00", f".{'0' * digits}" if digits else "")
    return format_currency(rounded, currency, format=form, locale=locale, currency_digits=False)


def number(locale: str, value: int) -> str:
    """Return a whole number in a language of ours, like `7,488`."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale)


def micros_text(locale: str, micros: int, currency: str) -> str:
    """Return an amount that is counted in millionths; nothing where it is not known, which is below 0."""
    return money(locale, Decimal(micros) / MICROS, currency) if micros >= 0 else ""


def _rounded(amount: Decimal, digits: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
