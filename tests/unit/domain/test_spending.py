"""Days and Mondays of a time zone."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.limits import DAY_MS, HOUR_MS
from bot.domain.spending import ModelSpending, Spending, at, days, last_monday

PARIS, KATHMANDU, UTC = ZoneInfo("Europe/Paris"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("UTC")
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize("zone", [PARIS, KATHMANDU, UTC])
def test_the_days_of_a_span_are_all_of_it_and_each_is_of_one_date(zone: ZoneInfo) -> None:
    since, until = at(date(2026, 10, 20), time(15, 7), zone), at(date(2026, 11, 3), time(1), zone)
    found = list(days(since, until, zone))
    assert [day for day, _, _ in found] == [
        date(2026, 10, 20 + n) if n < 12 else date(2026, 11, n - 11) for n in range(15)
    ]
    assert [start for _, start, _ in found] == [since, *(end for _, _, end in found[:-1])]
    assert found[-1][2] == until
    for day, start, end in found:
        assert {datetime.fromtimestamp(moment / 1000, zone).date() for moment in (start, end - 1)} == {day}


def test_the_day_of_the_change_to_winter_time_has_25_hours() -> None:
    since = at(date(2026, 10, 25), time.min, PARIS)
    (_, start, end), *_ = days(since, since + 2 * DAY_MS, PARIS)
    assert end - start == 25 * HOUR_MS


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(date(2026, 11, 23), time(8, 59), PARIS), date(2026, 11, 16)),
        (at(date(2026, 11, 23), time(9, 0), PARIS), MONDAY),
        (at(date(2026, 11, 26), time(3, 0), PARIS), MONDAY),
        (at(date(2026, 11, 29), time(23, 59), PARIS), MONDAY),
    ],
)
def test_a_week_s_lines_are_due_on_monday_at_nine(now: int, due: date) -> None:
    assert last_monday(now, PARIS) == due


def test_the_pace_of_a_week_says_where_a_month_ends() -> None:
    line = ModelSpending(day=MONDAY, guild_id=1, model="banana", credits=70)
    assert Spending(since=0, until=7 * DAY_MS, lines=[line]).at_this_pace(30) == 300
