"""The runs are worth something: each of these bugs, planted into the bot's processes, is caught where it bites."""

from __future__ import annotations

from os import environ

import pytest

from tests.crash import stage
from tests.crash.campaign import SEED, Campaign
from tests.crash.lives import LIVES
from tests.crash.planted import PLANTED, Planted

EVERY = int(environ.get("CRASH_PLANTED_EVERY", "4"))  # every n-th bug; 1: all


@pytest.mark.parametrize("bug", PLANTED[SEED % EVERY :: EVERY], ids=str)
async def test_a_bug_in_the_flow_is_caught(bug: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "PATIENCE_S", 5.0)  # some of them let a job wait for ever
    life = next(life for life in LIVES if life.name == bug.life)
    (sane,) = await Campaign(life).play([()])
    assert not sane.verdict
    points = [point for point in sane.traces[0] if point.name.startswith(bug.at)]
    assert points, "the point is no longer called so"
    campaign = Campaign(life, plant=bug.plant)
    await campaign.play((point,) for point in points)
    assert campaign.tally.wrong
