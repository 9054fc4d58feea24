"""A server's log: one line an event, whole, once, and without the words that were deleted."""

from __future__ import annotations

from typing import Any

from bot.domain.guild_log import LogKind, LogRoutes

Studio = Any
Message = Any
MOD_LOG = "mod-log"


async def log_to(studio: Studio, *kinds: LogKind, previews: bool = False) -> int:
    """Let these kinds be told in a channel of their own, as the panel does."""
    channel = studio.person("ines").channel(MOD_LOG)
    await set_routes(studio, LogRoutes(previews=previews).routed(kinds or tuple(LogKind), channel.id))
    return int(channel.id)


async def set_routes(studio: Studio, routes: LogRoutes) -> None:
    guild = next(iter(studio.fake_discord.state.guilds))
    configs = studio.client.services.guild_configs
    await configs.change(guild, await configs.of(guild), by_user=studio.person("ines").id, log=routes)


def messages(studio: Studio) -> list[Message]:
    return list(studio.fake_discord.person("ines").channel(MOD_LOG).messages.values())


def lines(studio: Studio) -> list[str]:
    """Return what the log says, without the moments, and without what the panel's own change left there."""
    said = [line for message in messages(studio) for line in message.content.split("\n")]
    assert all(line.startswith("<t:") for line in said)
    return [line.partition(":t> ")[2] for line in said if "🔧" not in line]


async def told(studio: Studio, count: int = 1) -> list[str]:
    await studio.leap_until(lambda: len(lines(studio)) >= count, seconds=5)
    return lines(studio)


async def test_each_end_is_a_line_that_reads_well(studio: Studio) -> None:
    await log_to(studio)
    _, card = await studio.finish("a *fox* in the snow @everyone", count=2)
    guild = next(iter(studio.fake_discord.state.guilds))
    link = f"https://discord.com/channels/{guild}/{card.channel_id}/{card.id}"
    (line,) = await told(studio)
    words = r"“a \*fox\* in the snow \@everyone”"
    assert line == f"🖼 mara · Nano Banana ×2 · 2\u00a0🍌 · {words} · <#{card.channel_id}> [↗]({link})"
