"""The worst case of a month, and when a share of a cap is reached."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from bot.domain.money import Allowance, Cap, MoneyWarnings, Price, crossed, windows, worst_case
from bot.domain.quota import DAY

HOUR = DAY // 24
EVERYBODY = Allowance(cap=Cap(credits=20))


def test_the_worst_case_is_every_member_s_limit_and_a_cap_holds_it() -> None:
    price = Price(amount=Decimal("0.04"))
    worst = worst_case(312, [EVERYBODY], [Cap(credits=150)])
    assert price.of(worst.uncapped) == Decimal("7488.00")
    assert worst.cap == Cap(credits=150)
    assert price.of(worst.credits) == Decimal("180.00")


def test_without_a_cap_nothing_holds_it() -> None:
    assert worst_case(312, [EVERYBODY]).cap is None


def test_a_cap_that_members_can_not_reach_holds_nothing() -> None:
    worst = worst_case(3, [EVERYBODY], [Cap(credits=150)])
    assert worst.cap is None
    assert worst.credits == 3 * 20 * 30


def test_of_several_caps_the_one_that_lets_least_through_in_a_month_holds_it() -> None:
    month = Cap(credits=1_000, period_s=30 * DAY)
    assert worst_case(312, [EVERYBODY], [Cap(credits=150), month]).cap == month


def test_a_member_of_several_roles_counts_for_the_most_generous_one() -> None:
    artists = Allowance(cap=Cap(credits=60), role_id=1, members=10)
    regulars = Allowance(cap=Cap(credits=30), role_id=2, members=95)
    assert worst_case(100, [EVERYBODY, artists, regulars]).credits == (10 * 60 + 90 * 30) * 30


def test_where_discord_does_not_count_a_role_all_members_may_have_it() -> None:
    artists = Allowance(cap=Cap(credits=60), role_id=1)
    assert worst_case(100, [EVERYBODY, artists]).credits == 100 * 60 * 30


def test_the_owner_s_limit_of_each_member_holds_everybody() -> None:
    artists = Allowance(cap=Cap(credits=60), role_id=1, members=10)
    assert worst_case(100, [EVERYBODY, artists], each=Cap(credits=20)).credits == 100 * 20 * 30


@pytest.mark.parametrize(("period", "fit"), [(HOUR, 720), (DAY, 30), (7 * DAY, 5), (30 * DAY, 1), (90 * DAY, 1)])
def test_a_rolling_limit_is_spent_once_in_each_of_its_windows(period: int, fit: int) -> None:
    assert windows(period) == fit


@pytest.mark.parametrize("period", [DAY, 7 * DAY])
def test_a_month_that_spends_all_it_may_never_exceeds_the_worst_case(period: int) -> None:
    chance = random.Random(period)
    cap, limit, members = Cap(credits=37, period_s=period), Cap(credits=5), 9
    spent: list[tuple[int, int]] = []  # when, by whom: one credit each

    def fits(now: int, member: int) -> bool:
        of_all = sum(1 for at, _ in spent if at > now - cap.period_s)
        own = sum(1 for at, who in spent if who == member and at > now - limit.period_s)
        return of_all < cap.credits and own < limit.credits

    for now in range(0, 30 * DAY, HOUR):
        for member in chance.sample(range(members), members):
            if fits(now, member):
                spent.append((now, member))
    bound = worst_case(members, [Allowance(cap=limit)], [cap]).credits
    assert len(spent) <= bound
    assert len(spent) >= bound * 0.7  # and the bound is none that nobody comes near to


@pytest.mark.parametrize(("used", "share"), [(0, 0), (74, 0), (75, 50), (119, 50), (120, 80), (150, 100), (151, 100)])
def test_the_highest_share_that_was_reached_is_told(used: int, share: int) -> None:
    assert crossed((50, 80, 100), used=used, cap=150) == share


@pytest.mark.parametrize("shares", [(0,), (101,), (80, 50), (50, 50), tuple(range(1, 12))])
def test_shares_that_make_no_sense_are_no_warnings(shares: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="share"):
        MoneyWarnings(shares=shares)
