"""Taking cards away is a wish to cancel, one by one or many at once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cogs.job_actions import JobActions


class FakeOrders:
    """Knows three cards; the last one's job is over."""

    def __init__(self) -> None:
        self.cancelled: list[int] = []

    async def by_message(self, message_id: int) -> Any:
        jobs = {1: 10, 2: 20, 3: 30}
        job_id = jobs.get(message_id)
        return job_id and SimpleNamespace(id=job_id, is_final=message_id == 3)

    async def request_cancel(self, job_id: int) -> None:
        self.cancelled.append(job_id)


@pytest.fixture
def orders() -> FakeOrders:
    return FakeOrders()


@pytest.fixture
def cog(orders: FakeOrders) -> JobActions:
    return JobActions(SimpleNamespace(services=SimpleNamespace(orders=orders, versions=None)))  # type: ignore[arg-type]


@pytest.mark.parametrize(("message_id", "cancelled"), [(1, [10]), (3, []), (4, [])])
async def test_a_card_taken_away_cancels_what_is_not_over(
    cog: JobActions, orders: FakeOrders, message_id: int, cancelled: list[int]
) -> None:
    await cog.on_raw_message_delete(SimpleNamespace(message_id=message_id))  # type: ignore[arg-type]
    assert orders.cancelled == cancelled


async def test_a_purge_cancels_every_card_in_it(cog: JobActions, orders: FakeOrders) -> None:
    await cog.on_raw_bulk_message_delete(SimpleNamespace(message_ids={1, 2, 3, 4}))  # type: ignore[arg-type]
    assert sorted(orders.cancelled) == [10, 20]
