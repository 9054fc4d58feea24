"""Whom a server's Integrations page lets use a command."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.command_permissions import CommandUser, Override, Target, may_use

GUILD, MARA, STUDIO, ARTISTS, LOUD = 1000, 1, 20, 30, 31
MARA_HERE = CommandUser(guild_id=GUILD, user_id=MARA, channel_id=STUDIO, role_ids=(GUILD, ARTISTS, LOUD))
EVERYONE, ALL_CHANNELS = (Target.ROLE, GUILD), (Target.CHANNEL, GUILD - 1)
Rules = dict[tuple[Target, int], bool]


def overrides(rules: Rules) -> list[Override]:
    return [Override(target=target, target_id=id_, is_allowed=allowed) for (target, id_), allowed in rules.items()]


@pytest.mark.parametrize(
    ("app", "own", "allowed"),
    [
        ({}, {}, True),
        ({EVERYONE: False}, {}, False),
        ({EVERYONE: False, (Target.ROLE, ARTISTS): True}, {}, True),
        ({(Target.ROLE, ARTISTS): True, (Target.ROLE, LOUD): False}, {}, True),
        ({(Target.ROLE, LOUD): False}, {}, False),
        ({(Target.ROLE, 99): False, (Target.USER, 99): False}, {}, True),
        ({(Target.USER, MARA): False, (Target.ROLE, ARTISTS): True}, {}, False),
        ({(Target.USER, MARA): True, EVERYONE: False}, {}, True),
        ({EVERYONE: False}, {EVERYONE: True}, True),
        ({}, {EVERYONE: False}, False),
        ({(Target.ROLE, ARTISTS): True}, {EVERYONE: False}, True),
        ({ALL_CHANNELS: False}, {}, False),
        ({ALL_CHANNELS: False, (Target.CHANNEL, STUDIO): True}, {}, True),
        ({(Target.CHANNEL, STUDIO): False}, {}, False),
        ({ALL_CHANNELS: False}, {(Target.CHANNEL, STUDIO): True}, True),
        ({(Target.CHANNEL, STUDIO): False, (Target.USER, MARA): True}, {}, False),
        ({(Target.USER, STUDIO): False, (Target.CHANNEL, MARA): False}, {}, True),
    ],
)
def test_a_member_may_what_the_closest_word_says(app: Rules, own: Rules, allowed: bool) -> None:
    assert may_use(MARA_HERE, overrides(app), overrides(own)) is allowed
    assert may_use(replace(MARA_HERE, is_administrator=True), overrides(app), overrides(own))
