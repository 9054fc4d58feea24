"""Killed at any call and any transaction, once or twice: nothing is lost, nothing is paid twice, the card is true."""

from __future__ import annotations

import pytest

from bot.runtime.work_progress import WorkProgress
from tests.crash.campaign import Campaign, Tally
from tests.crash.lives import LIVES, Life


@pytest.mark.parametrize("life", LIVES, ids=str)
async def test_wherever_it_dies_the_job_ends_once_and_its_card_is_true(
    life: Life, chronicle: list[Tally], progress: WorkProgress
) -> None:
    campaign = Campaign(life, progress=progress)
    chronicle.append(campaign.tally)
    tally = await campaign.fight()
    assert tally.singles
    assert not tally.wrong, "\n".join(map(str, tally.wrong[:5]))
