"""Amounts of money as each language writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.i18n.currency import money


@pytest.mark.parametrize(
    ("amount", "currency", "english", "french"),
    [
        ("7488.00", "USD", "$7,488", "7 488 $US"),
        ("0.08", "EUR", "€0.08", "0,08 €"),
        ("12.5", "EUR", "€12.50", "12,50 €"),
        ("99.994", "USD", "$99.99", "99,99 $US"),
        ("0", "USD", "$0.00", "0,00 $US"),
        ("0.0625", "USD", "$0.0625", "0,0625 $US"),
        ("0.0042", "USD", "$0.0042", "0,0042 $US"),
        ("1234.5", "JPY", "¥1,235", "1 235 JPY"),
    ],
)
def test_an_amount_is_written_as_the_language_does(amount: str, currency: str, english: str, french: str) -> None:
    plain = str.maketrans("\u202f\xa0", "  ")
    assert money("en", Decimal(amount), currency).translate(plain) == english
    assert money("fr", Decimal(amount), currency).translate(plain) == french
