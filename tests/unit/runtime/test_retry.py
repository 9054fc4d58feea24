"""Waiting between tries: growing, bounded, never in step; and a try that succeeds ends it."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.retry import Backoff, jitter, retry

AT_ONCE = Backoff(first=0.0, longest=0.0)


@given(st.integers(min_value=1, max_value=10**9), st.floats(min_value=1, max_value=3600))
def test_a_wait_is_bounded_however_often_it_failed(failures: int, longest: float) -> None:
    assert 0 < Backoff(first=1.0, longest=longest).seconds(failures) <= longest * 1.05


def test_each_wait_is_twice_the_one_before_up_to_the_longest() -> None:
    waits = [Backoff(first=2.0, longest=30.0).seconds(failures) for failures in range(1, 8)]
    assert waits == [pytest.approx(usual, rel=0.051) for usual in (2, 4, 8, 16, 30, 30, 30)]


def test_equal_waits_are_spread() -> None:
    assert len({jitter(10) for _ in range(20)}) > 1
    assert len({Backoff(first=1.0, longest=60.0).seconds(3) for _ in range(20)}) > 1


class Flaky:
    """Opens after so many knocks that fail."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    async def call(self) -> str:
        if self.errors:
            raise self.errors.pop(0)
        return "open"


async def test_it_is_tried_again_until_it_succeeds_and_each_failure_is_told() -> None:
    told: list[tuple[str, float]] = []
    flaky = Flaky(ConnectionError("first"), ConnectionError("second"))
    got = await retry(
        flaky.call, on=(ConnectionError,), backoff=AT_ONCE, failed=lambda error, wait: told.append((str(error), wait))
    )
    assert got == "open" and told == [("first", 0.0), ("second", 0.0)]


async def test_a_wait_that_the_error_asks_for_is_kept() -> None:
    waits: list[float] = []
    flaky = Flaky(ConnectionError("busy"))
    asked = 0.001
    await retry(
        flaky.call,
        on=(ConnectionError,),
        backoff=AT_ONCE,
        failed=lambda _, wait: waits.append(wait),
        asked=lambda _: asked,
    )
    assert waits == [asked]


async def test_an_error_of_another_kind_ends_it() -> None:
    with pytest.raises(ValueError, match="a bug"):
        await retry(
            Flaky(ValueError("a bug")).call, on=(ConnectionError,), backoff=AT_ONCE, failed=lambda _error, _wait: None
        )


async def test_the_error_of_the_last_try_is_raised_and_not_told() -> None:
    told: list[str] = []
    flaky = Flaky(*(ConnectionError(word) for word in ("first", "second", "third", "never reached")))
    with pytest.raises(ConnectionError, match="third"):
        await retry(
            flaky.call,
            on=(ConnectionError,),
            backoff=AT_ONCE,
            failed=lambda error, _: told.append(str(error)),
            tries=3,
        )
    assert told == ["first", "second"]


@pytest.mark.parametrize(("lasts_s", "grows"), [(3600.0, False), (59.0, True)])
async def test_a_failure_after_a_long_healthy_time_is_the_first_of_a_row(
    lasts_s: float, grows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, ahead, waits = asyncio.get_running_loop(), 0.0, list[float]()
    loop_time = loop.time
    monkeypatch.setattr(loop, "time", lambda: loop_time() + ahead)
    flaky = Flaky(*(ConnectionError() for _ in range(8)))

    async def last_and_fail() -> str:
        nonlocal ahead
        ahead += lasts_s
        return await flaky.call()

    await retry(
        last_and_fail,
        on=(ConnectionError,),
        backoff=Backoff(first=0.0001, longest=0.01),
        failed=lambda _, wait: waits.append(wait),
        healthy_s=60.0,
    )
    assert len(waits) == 8 and waits[0] == pytest.approx(0.0001, rel=0.051)
    assert waits[-1] == pytest.approx(0.01 if grows else 0.0001, rel=0.051)
