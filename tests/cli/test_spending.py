"""`spending`: the sums by day and model, as people read them and as a spreadsheet does."""

from __future__ import annotations

import asyncio
import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from bot.cli import main
from bot.cli.spending import as_csv, lines, read
from bot.domain.money import Price
from bot.domain.spending import Spending
from bot.runtime.clock import Clock
from bot.settings import load
from tests.cli.data_folders import NOW

EURO = Price(amount=Decimal("0.04"), currency="EUR")


def spent(days: int = 30) -> Spending:
    clock = Clock(wall=lambda: (NOW + 1000) * 1_000_000)
    return asyncio.run(read(load(), days, clock))


def test_each_day_and_model_is_told_with_what_it_comes_to(folder: Path) -> None:
    said = "\n".join(lines(spent(), EURO))
    assert "2027-01-15  banana  2       2        0" in said
    assert "2 orders, 2 🍌 (0.08 EUR) in all" in said and "at this pace" in said
    assert "Nothing was ordered" in "\n".join(lines(Spending(since=0, until=1), None))


def test_a_spreadsheet_has_a_row_by_server(folder: Path) -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv(spent(1), EURO)))
    assert (row["day"], row["server"], row["model"], row["credits"]) == ("2027-01-15", "0", "banana", "2")
    assert (row["cost"], row["currency"]) == ("0.08", "EUR")
    assert "cost" not in as_csv(spent(), None)


def test_wrong_days_are_wrong_use(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["spending", "--days", "0"])
    assert "a whole number from 1 to" in capsys.readouterr().err
    assert main(["spending", "--csv"]) == 0 and capsys.readouterr().out.startswith("day,server,model")
