"""What moderators set: kept whole or not at all, by one moderator at a time, and taken back while it is the newest."""

from __future__ import annotations

import pytest

from bot.domain.guild_config import LAST_CHANGES, CardDefaults, GuildConfig
from bot.domain.guild_log import LogRoutes
from bot.domain.server_errors import ChangedMeanwhile, SettingsUnreadable
from bot.domain.strikes import StrikeRule
from bot.runtime.clock import Clock
from bot.services.guild_config import GuildConfigs
from bot.store.sqlite import SqliteStore

GUILD, OTHER, INES, SAM = 10, 20, 7, 8


@pytest.fixture
def configs(store: SqliteStore) -> GuildConfigs:
    return GuildConfigs(store=store, clock=Clock())


async def test_nothing_set_is_the_default_and_a_set_section_is_that_servers_alone(configs: GuildConfigs) -> None:
    assert await configs.of(GUILD) == await configs.of(0) == GuildConfig()
    covered = CardDefaults(locale="fr", spoiler_channels=frozenset({2**62}))
    await configs.change(GUILD, GuildConfig(), by_user=INES, cards=covered)
    assert (await configs.of(GUILD)).cards == covered
    assert await configs.of(OTHER) == GuildConfig()


async def test_of_two_moderators_at_the_same_section_the_second_is_told(configs: GuildConfigs) -> None:
    seen = await configs.of(GUILD)
    await configs.change(GUILD, seen, by_user=INES, log=LogRoutes(refused=1))
    await configs.change(GUILD, seen, by_user=SAM, strikes=StrikeRule(is_on=True))  # another section
    with pytest.raises(ChangedMeanwhile):
        await configs.change(GUILD, seen, by_user=SAM, cards=CardDefaults(locale="fr"), log=LogRoutes(refused=2))
    now = await configs.of(GUILD)
    assert (now.log, now.cards, now.strikes.is_on) == (LogRoutes(refused=1), CardDefaults(), True)


async def test_the_newest_change_is_taken_back_and_that_too(configs: GuildConfigs) -> None:
    for channel in (1, 2):
        await configs.change(GUILD, await configs.of(GUILD), by_user=INES, log=LogRoutes(refused=channel))
    newest, oldest = await configs.changes(GUILD)
    assert (oldest.before, oldest.after, newest.after) == (LogRoutes(), LogRoutes(refused=1), LogRoutes(refused=2))
    with pytest.raises(ChangedMeanwhile):
        await configs.undo(GUILD, oldest.id, by_user=SAM)
    with pytest.raises(ChangedMeanwhile):
        await configs.undo(OTHER, newest.id, by_user=SAM)
    await configs.undo(GUILD, newest.id, by_user=SAM)
    undone = (await configs.changes(GUILD))[0]
    assert (undone.undoes, undone.by_user, (await configs.of(GUILD)).log) == (newest.id, SAM, LogRoutes(refused=1))
    await configs.undo(GUILD, undone.id, by_user=INES)
    assert (await configs.of(GUILD)).log == LogRoutes(refused=2)


async def test_the_first_change_is_taken_back_to_nothing(configs: GuildConfigs) -> None:
    await configs.change(GUILD, GuildConfig(), by_user=INES, strikes=StrikeRule(is_on=True))
    (made,) = await configs.changes(GUILD)
    await configs.undo(GUILD, made.id, by_user=INES)
    assert (await configs.of(GUILD)).strikes == StrikeRule()


async def test_a_server_keeps_its_last_changes_and_what_did_not_change_is_none(configs: GuildConfigs) -> None:
    for channel in range(1, LAST_CHANGES + 5):
        await configs.change(GUILD, await configs.of(GUILD), by_user=INES, log=LogRoutes(refused=channel))
    await configs.change(GUILD, await configs.of(GUILD), by_user=INES, log=LogRoutes(refused=LAST_CHANGES + 4))
    found = await configs.changes(GUILD)
    assert [each.after.refused for each in found] == list(range(LAST_CHANGES + 4, 4, -1))


async def test_settings_of_a_newer_version_stop_orders_in_words_and_not_the_list_of_changes(
    store: SqliteStore, configs: GuildConfigs
) -> None:
    await configs.change(GUILD, GuildConfig(), by_user=INES, strikes=StrikeRule(is_on=True))
    await store.database.change("UPDATE guild_setting SET body = ?", '{"count": -1}')
    with pytest.raises(SettingsUnreadable):
        await configs.of(GUILD)
    assert [each.after for each in await configs.changes(GUILD)] == [None]
    assert await configs.of(OTHER) == GuildConfig()
