"""What a credit costs the host: by setting, else by Higgsfield's own estimate where it gives one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal, InvalidOperation

from bot.domain.catalog import Model, Offer, Params
from bot.domain.errors import VendorError
from bot.domain.limits import DAY_MS, HOUR_MS
from bot.domain.money import Price
from bot.higgsfield import Estimate, Submission
from bot.runtime.clock import Clock
from bot.services.guilds import GuildTrust

log = logging.getLogger(__name__)

ANY_PROMPT = "A banana"
WAIT_S = 10.0
PATIENCE_S = 1.0  # of who asks for the price: a press must be answered within three seconds
TINIEST = Decimal("0.00000001")

Ask = Callable[[Submission], Awaitable[Estimate]]


class Pricing:
    """The price of a credit; what Higgsfield says of it holds for a day, and its silence for an hour."""

    def __init__(
        self, *, price: Price | None, ask: Ask, offer: Offer, clock: Clock, patience_s: float = PATIENCE_S
    ) -> None:
        self._set = price  # by the host
        self._ask = ask
        self._offer = offer
        self._clock = clock
        self._asked: Price | None = None
        self._until = 0  # epoch ms
        self._patience_s = patience_s
        self._asking: asyncio.Task[None] | None = None

    async def price(self) -> Price | None:
        """Return what a credit costs, of the model and size that takes most for one; None: nobody says (yet)."""
        if self._set is not None:
            return self._set
        if self._asking is None and self._clock.now() >= self._until:
            self._asking = asyncio.create_task(self._note_estimate(), name="estimate of a credit's price")
        if self._asking is not None:
            await asyncio.wait({self._asking}, timeout=self._patience_s)
        return self._asked

    async def _note_estimate(self) -> None:
        try:
            self._asked = await self._estimate()
            self._until = self._clock.now() + (HOUR_MS if self._asked is None else DAY_MS)
        finally:
            self._asking = None

    async def _estimate(self) -> Price | None:
        try:
            async with asyncio.timeout(WAIT_S):
                amounts = [await self._of_credit(model, params) for model, params in self._cases()]
        except (VendorError, InvalidOperation, TimeoutError, ArithmeticError) as error:
            log.info("Higgsfield gives no estimate of a credit's price: %s", type(error).__name__)
            return None
        return Price(amount=max(amounts), is_estimate=True) if amounts else None

    def _cases(self) -> Iterator[tuple[Model, Params]]:
        """Yield one picture of each model and size that costs anything."""
        for model in self._offer.available:
            params = replace(model.params({}), count=1)
            for size in model.resolutions or (params.resolution,):
                if model.cost(replace(params, resolution=size)):
                    yield model, replace(params, resolution=size)

    async def _of_credit(self, model: Model, params: Params) -> Decimal:
        said = await self._ask(
            Submission(model=model.name, prompt=ANY_PROMPT, params=params, idempotency_key="estimate")
        )
        usd = Decimal(said.usd)
        if not usd.is_finite() or usd < 0:
            raise InvalidOperation
        return (usd / model.cost(params)).quantize(TINIEST, rounding=ROUND_CEILING)


class ShownPrices:
    """The price of a credit where people may read it: on the host's own servers."""

    def __init__(self, *, pricing: Pricing, guild_trust: GuildTrust) -> None:
        self._pricing = pricing
        self._guild_trust = guild_trust

    async def on(self, guild_id: int) -> Price | None:
        """Return it for a server; None where it may not be shown, or nobody says it (yet)."""
        return await self._pricing.price() if await self._guild_trust.is_trusted(guild_id) else None
