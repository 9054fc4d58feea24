"""Who can use the bot where, as a server's roles, channels and Integrations page say together."""

from __future__ import annotations

from bot.domain.command_permissions import CommandUser, Override, Target, may_use
from bot.domain.reach import Audience, Place, Reach, lacking, reach

GUILD, ARTISTS, MODERATORS = 1, 10, 11
STUDIO, MEMES, LOG, GENERAL = 100, 101, 102, 103
PLACES = (
    Place(channel_id=STUDIO, writers=frozenset({GUILD, ARTISTS, MODERATORS})),
    Place(channel_id=GENERAL, writers=frozenset({GUILD, ARTISTS, MODERATORS}), missing_in_threads=("threads",)),
    Place(channel_id=MEMES, writers=frozenset({GUILD, ARTISTS, MODERATORS}), missing=("attach_files",)),
    Place(channel_id=LOG, writers=frozenset({MODERATORS})),
)
EVERYONE = Audience(is_everyone=True)


def found(*overrides: Override) -> Reach:
    def allows(role_id: int, channel_id: int) -> bool:
        user = CommandUser(guild_id=GUILD, user_id=0, channel_id=channel_id, role_ids=(role_id,))
        return may_use(user, overrides, ())

    return reach(GUILD, PLACES, (MODERATORS, ARTISTS), allows)


def override(target: Target, target_id: int, *, is_allowed: bool) -> Override:
    return Override(target=target, target_id=target_id, is_allowed=is_allowed)


def test_without_a_word_of_the_server_its_channels_decide() -> None:
    hidden = Audience(is_everyone=False, role_ids=(MODERATORS,))
    assert found().places == {EVERYONE: [STUDIO, GENERAL], hidden: [LOG]}


def test_a_role_may_be_the_only_one_and_a_role_may_be_left_out() -> None:
    said = found(
        override(Target.ROLE, GUILD, is_allowed=False),
        override(Target.ROLE, ARTISTS, is_allowed=True),
    ).places
    assert said == {
        Audience(is_everyone=False, role_ids=(ARTISTS,)): [STUDIO, GENERAL],
        Audience(is_everyone=False): [LOG],
    }
    but = found(override(Target.ROLE, ARTISTS, is_allowed=False)).places
    assert but[Audience(is_everyone=True, role_ids=(ARTISTS,))] == [STUDIO, GENERAL]


def test_a_channel_switched_off_is_left_to_administrators() -> None:
    said = found(
        override(Target.CHANNEL, GUILD - 1, is_allowed=False), override(Target.CHANNEL, STUDIO, is_allowed=True)
    )
    assert said.places == {EVERYONE: [STUDIO], Audience(is_everyone=False): [GENERAL, LOG]}
    assert Audience(is_everyone=False).is_nobody and not EVERYONE.is_nobody


def test_where_the_bot_lacks_a_right_nobody_can_use_it() -> None:
    assert MEMES not in [channel for channels in found().places.values() for channel in channels]


def test_what_the_bot_lacks_is_told_by_the_right() -> None:
    assert lacking(PLACES) == {"attach_files": [MEMES], "threads": [GENERAL]}
