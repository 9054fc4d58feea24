"""/privacy says what is kept of whoever asks, and deletes all of it, whatever is under way."""

from __future__ import annotations

from typing import Any

from bot.domain.guild_log import LogRoutes
from bot.domain.guild_privacy import GuildPrivacy
from bot.simulators.discord import Message
from bot.simulators.discord.components import walk

Studio = Any
NEVER = 1e9


async def ask(studio: Studio, by: str = "mara", **options: Any) -> Message:
    call = await (await studio.person(by).slash("privacy", **options)).done()
    assert call.ephemeral
    return call.message


def labels(message: Message) -> list[str]:
    return [button["label"] for button in message.buttons]


async def forge(studio: Studio, message: Message, custom_id: str, *, by: str) -> None:
    """Press a button that the message doesn't have."""
    person, channel = studio.person(by), studio.fake_discord.state.channels[message.channel_id]
    data = {"custom_id": custom_id, "component_type": 2, "id": 0}
    start = studio.fake_discord.interactions.start
    one = start(3, person.user, channel, data, locale="en-US", source=message)
    await studio.until(lambda: one.answered or one.failed)


async def test_it_says_what_is_kept_who_sees_it_and_how_long_where_it_is_asked(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_keep_prompt_days=60, bot_privacy_url="https://owner.test/privacy")
    (guild_id,) = studio.fake_discord.state.guilds
    panel = await ask(studio)
    assert "pictures for 30 days, prompts for 60 days" in panel.text and "Higgsfield" in panel.text
    assert "its log" not in panel.text and labels(panel)[-1] == "The owner's policy"
    configs = studio.client.services.guild_configs
    kept = {"privacy": GuildPrivacy(keep_picture_days=1, keep_word_days=90), "log": LogRoutes(finished=1)}
    await configs.change(guild_id, await configs.of(guild_id), by_user=1, **kept)
    panel = await ask(studio, locale="fr")
    assert "images, 1 jour ; les prompts, 60 jours" in panel.text.replace("\u202f", " ")
    assert "its log shows them" in (await ask(studio)).text
    direct = await ask(studio, channel="dm")
    assert "pictures for 30 days, prompts for 60 days" in direct.text and "here, only you see them" in direct.text


async def test_everything_goes_but_what_is_counted_and_later_orders_stay(studio: Studio) -> None:
    call, card = await studio.finish("a fox")
    said = await studio.person("jonas").say("@Banana make it blue", reply_to=card)
    small = await studio.until(lambda: next((m for m in studio.fake_discord.messages() if m.reply_to == said.id), None))
    panel = await ask(studio)
    await studio.press(panel, "guard")
    await studio.until(lambda: "Protect my pictures: on" in labels(panel))
    studio.terms(drawing_s=(NEVER, NEVER))
    drawn = await studio.order("a boat")
    await studio.taken(drawn.message)

    own = await ask(studio, by="jonas")
    for verb in ("eraseask", "eraseall", "guard"):
        await forge(studio, own, f"img1:{verb}:{studio.person('mara').id}", by="jonas")
    assert not studio.query("SELECT 1 FROM erasure")

    await studio.press(panel, "eraseask")
    await studio.says(panel, "your 2 orders")
    assert "still counts" in panel.text
    await studio.press(panel, "eraseall")
    await studio.says(panel, "2 orders are being deleted")
    later = await studio.order("a dog")
    await studio.until(lambda: card.deleted and small.deleted and studio.row(call)["prompt"] == "")
    await studio.until(lambda: studio.row(drawn)["erased_at"])
    studio.terms(drawing_s=(0.02, 0.02))
    studio.finish_drawing()
    kept = await studio.ended(later)
    await studio.until(lambda: studio.row(drawn)["finished_at"] and studio.row(drawn)["prompt"] == "")
    assert not (studio.folder / "images" / str(drawn.id)).exists()
    assert studio.row(later)["prompt"] == "a dog" and not kept.deleted
    assert studio.spent == 3, "what was drawn is paid"
    assert "Protect my pictures: on" in labels(await ask(studio))


async def choose(studio: Studio, panel: Message, verb: str, value: str) -> Any:
    (menu,) = [part for part in walk(panel.components) if f"pick-{verb}:" in str(part.get("custom_id"))]
    return await (await studio.person("ines").click(panel, menu["custom_id"], values=[value])).done()


async def test_a_moderator_keeps_things_for_less_long_but_never_longer_than_the_owner(studio: Studio) -> None:
    panel = (await (await studio.person("ines").slash("setup")).done()).message
    await studio.says(panel, "on this server")
    await studio.press(panel, "setupmore", by="ines")
    await studio.until(lambda: "Privacy" in labels(panel))
    await studio.press(panel, "guildprivacy", by="ines")
    await studio.says(panel, "Pictures are kept for 30 days, prompts for 90 days.")
    await choose(studio, panel, "keptpictures", "60")
    await studio.says(panel, "Held to 30 days")
    await choose(studio, panel, "keptwords", "7")
    await studio.says(panel, "prompts for 7 days.")
    stale = panel.components
    await studio.press(panel, "keptown", by="ines")
    await studio.says(panel, "Nobody can draw with another member's picture.")
    panel.components = stale
    late = await studio.press(panel, "keptown", by="ines")
    assert "Somebody else has just changed this" in late.message.text
    (guild_id,) = studio.fake_discord.state.guilds
    config = await studio.client.services.guild_configs.of(guild_id)
    assert config.privacy == GuildPrivacy(keep_picture_days=60, keep_word_days=7, is_own_only=True)
