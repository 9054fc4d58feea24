"""What the unit tests share."""

from __future__ import annotations

import pytest

from bot.domain.catalog import Params
from bot.domain.jobs import Job, JobState


@pytest.fixture
def job() -> Job:
    return Job(
        **dict.fromkeys(("id", "guild_id", "channel_id", "user_id"), 1),
        **dict.fromkeys(("parent_id", "vendor_id", "cancel_at", "failure", "message_id", "token", "delivered")),
        **dict.fromkeys(("created_at", "updated_at", "rev", "version"), 1),
        **dict.fromkeys(("unclear_at", "submitted_at", "finished_at", "erased_at")),
        **dict.fromkeys(("attempt", "shown_rev"), 0),
        idempotency_key="key",
        model="banana",
        prompt="a cat",
        params=Params(),
        locale="en",
        cost=4,
        charged=4,
        closed=False,
        cancel_refused=False,
        state=JobState.QUEUED,
        file_limit=1,
        inputs=(),
        outputs=(),
    )
