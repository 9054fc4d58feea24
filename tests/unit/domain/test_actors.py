"""Who may press what: one's own anywhere, others' only where it stands or where it was offered in private."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.actors import Actor
from bot.domain.jobs import Job

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
        ({"user_id": 3, **HERE, "message_id": 71, "offered_jobs": (7,)}, True),
        ({"user_id": 3, **HERE, "message_id": 71, "offered_jobs": (8,)}, False),
        ({"user_id": 3, "guild_id": 1, "channel_id": 2, "message_id": 71, "offered_jobs": (7,)}, True),
        ({"user_id": 3, "guild_id": 1, "channel_id": 2, "message_id": 70}, False),
        ({"user_id": 3, "guild_id": 2, "channel_id": 1, "message_id": 70}, False),
        ({"user_id": 3, **HERE, "is_moderator": True}, True),
        ({"user_id": 3, "guild_id": 1, "channel_id": 2, "is_moderator": True}, False),
    ],
)
def test_a_job_is_seen_by_its_owner_and_where_it_stands(theirs: Job, actor: dict[str, object], sees: bool) -> None:
    assert Actor(**actor).can_view(theirs) is sees  # type: ignore[arg-type]


def test_a_direct_message_is_its_owners_unless_it_was_offered(theirs: Job) -> None:
    theirs = replace(theirs, guild_id=0)
    assert not Actor(user_id=3, channel_id=1, message_id=70).can_view(theirs)
    assert Actor(user_id=3, **HERE, offered_jobs=(7,)).can_view(theirs), "its owner showed it again"
