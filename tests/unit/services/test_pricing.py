"""The price of a credit: the host's word, else Higgsfield's, and nobody waits long for that."""

from __future__ import annotations

import asyncio
from decimal import Decimal

from bot.domain.catalog import Offer
from bot.domain.errors import VendorBusy
from bot.domain.limits import DAY_MS
from bot.domain.money import Price
from bot.higgsfield import Estimate, Submission
from bot.services.pricing import Pricing
from tests.clocks import HeldClock


async def test_the_model_that_takes_most_for_a_credit_names_the_price_for_a_day() -> None:
    asked: list[str] = []

    async def ask(submission: Submission) -> Estimate:
        asked.append(submission.model)
        return Estimate(credits="1", usd={"banana": "0.039", "banana-pro": "0.134"}[submission.model])

    clock = HeldClock()
    pricing = Pricing(price=None, ask=ask, offer=Offer(), clock=clock)
    first = await pricing.price()
    assert first == Price(amount=Decimal("0.04466667"), is_estimate=True)
    assert await pricing.price() == first and sorted(asked) == ["banana", "banana-pro"]
    clock.advance(seconds=DAY_MS / 1000)
    assert await pricing.price() == first and len(asked) == 4


async def test_where_higgsfield_gives_none_there_is_none() -> None:
    async def ask(_: Submission) -> Estimate:
        raise VendorBusy("no whole answer came")

    assert await Pricing(price=None, ask=ask, offer=Offer(), clock=HeldClock()).price() is None


async def test_nobody_waits_long_for_an_estimate_and_the_next_has_it() -> None:
    answered = asyncio.Event()

    async def ask(_: Submission) -> Estimate:
        await answered.wait()
        return Estimate(credits="3", usd="0.120")

    pricing = Pricing(price=None, ask=ask, offer=Offer(), clock=HeldClock(), patience_s=0.01)
    assert await pricing.price() is None
    answered.set()
    while (price := await pricing.price()) is None:
        await asyncio.sleep(0)
    assert price.amount == Decimal("0.12")
