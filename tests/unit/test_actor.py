"""Who may press what: one's own anywhere, others' only where it stands or where it was offered in private."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.jobs import Job
from bot.service import Actor

HERE = {"guild_id": 1, "channel_id": 1}


@pytest.fixture
def theirs(job: Job) -> Job:
    return replace(job, id=7, user_id=2, message_id=70)


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        ({"user_id": 2}, True),
        ({"user_id": 3, **HERE}, False),
        ({"user_id": 3, **HERE, "message_id": 70}, True),
        ({"user_id": 3, **HERE, "message_id": 71}, False),
        ({"user_id": 3, **HERE, "message_id": 71, "offered": (7,)}, True),
        ({"user_id": 3, **HERE, "message_id": 71, "offered": (8,)}, False),
        ({"user_id": 3, "guild_id": 1, "channel_id": 2, "message_id": 71, "offered": (7,)}, False),
        ({"user_id": 3, "guild_id": 2, "channel_id": 1, "message_id": 71, "offered": (7,)}, False),
        ({"user_id": 3, **HERE, "is_moderator": True}, True),
    ],
)
def test_a_job_is_seen_by_its_owner_and_where_it_stands(theirs: Job, actor: dict[str, object], sees: bool) -> None:
    assert Actor(**actor).sees(theirs) is sees  # type: ignore[arg-type]


def test_nothing_offered_in_direct_messages_is_anothers(theirs: Job) -> None:
    actor = Actor(user_id=3, channel_id=1, offered=(7,))
    assert not actor.sees(replace(theirs, guild_id=0))
