"""/help says what its member can do where they ask, and starts it; a first direct message is answered, once."""

from __future__ import annotations

from typing import Any

from bot.domain.rules import Rule, Rules, Who
from bot.simulators.discord import Message

Studio = Any


async def ask(studio: Studio, by: str = "mara", **options: Any) -> Message:
    call = await (await studio.person(by).slash("help", **options)).done()
    assert call.ephemeral
    return await studio.until(lambda: call.message if call.message.text else None)


def labels(message: Message) -> list[str]:
    return [button["label"] for button in message.buttons]


async def test_one_private_card_says_what_can_be_done_and_starts_it(studio: Studio, picture: bytes) -> None:
    card = await ask(studio)
    for words in (
        "`/banana` or `/banana-pro`",
        "Edit this picture",
        "mention @Banana",
        "⭐",
        "`/status` says how long",
        "**40 🍌**",
        "3 🍌 with",
    ):
        assert words in card.text
    assert labels(card) == ["Draw or edit", "My pictures", "My settings", "My credits"]
    assert "Moderate" not in card.text and "Moderate" in (await ask(studio, by="ines")).text
    answers = [await studio.press(card, verb) for verb in ("history", "settings", "quota")]
    await studio.until(lambda: all(call.ephemeral and call.message.text for call in answers))
    opened = await studio.press(card, "draw")
    assert opened.type == 9 and studio.orders == 0
    fields = {part["component"]["custom_id"]: part["component"] for part in opened.modal["components"]}
    assert [o["label"] for o in fields["model"]["options"]] == [
        *("Nano Banana · 1 🍌 per picture", "Nano Banana Pro · 3 🍌 per picture"),
    ]
    sent = await studio.person().submit(opened, prompt="make it snow", images=[("red.png", picture)], count=["2"])
    done = await studio.ended(await sent.done())
    (body,) = studio.sent()
    assert (body["num_images"], body["aspect_ratio"], len(body["input_images"])) == (2, "auto", 1)
    assert "v2" not in done.text and not done.ephemeral_for


async def test_who_may_not_draw_here_reads_why_and_gets_no_button_for_it(studio: Studio) -> None:
    for command in ("banana", "banana-pro"):
        studio.fake_discord.permit(False, to="everyone", command=command)
    card = await ask(studio, by="jonas", locale="fr")
    assert "⚠️" in card.text and labels(card) == ["Mes images", "Mes préférences", "Mes crédits"]
    studio.fake_discord.permit(True, to="everyone", command="banana")
    card = await ask(studio, by="jonas")
    assert "`/banana`" in card.text and "banana-pro" not in card.text and labels(card)[0] == "Draw or edit"


async def test_the_form_draws_with_the_one_model_that_its_member_may_use(studio: Studio) -> None:
    studio.fake_discord.permit(False, to="everyone", command="banana")
    opened = await studio.press(await ask(studio, by="jonas"), "draw", by="jonas")
    studio.fake_discord.permit(True, to="everyone", command="banana")
    done = await studio.ended(await (await studio.person("jonas").submit(opened, prompt="a cat")).done())
    assert "Nano Banana Pro" in done.text and studio.spent == 3


async def test_the_form_offers_only_what_the_servers_limits_leave_its_member(studio: Studio) -> None:
    guild_id, configs = studio.person().home.id, studio.client.services.guild_configs
    card = await ask(studio, by="jonas")
    rules = Rules(all=(Rule(scope=Who.EVERYBODY, models=("banana",)),))
    await configs.change(guild_id, await configs.of(guild_id), by_user=1, rules=rules)
    opened = await studio.press(card, "draw", by="jonas")
    fields = {part["component"]["custom_id"]: part["component"] for part in opened.modal["components"]}
    assert [option["value"] for option in fields["model"]["options"]] == ["banana"]
    rules = Rules(all=(Rule(scope=Who.EVERYBODY, models=("another",)),))
    await configs.change(guild_id, await configs.of(guild_id), by_user=1, rules=rules)
    refused = await studio.press(card, "draw", by="jonas")
    await studio.until(lambda: refused.ephemeral and refused.message.text)
    assert studio.orders == 0
