"""The demo page in a real browser, against the simulated Discord and a small real discord.py bot."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import discord
import pytest
import pytest_asyncio
import yarl
from discord import app_commands, ui
from PIL import Image
from playwright.async_api import Browser, Page, expect

from bot.simulators.discord import FakeDiscord, Message
from bot.simulators.discord import Page as PageSettings
from bot.ui.views import formatting

NOTHING = discord.AllowedMentions.none()

pytestmark = pytest.mark.asyncio(loop_scope="module")


def png(colour: str) -> bytes:
    """A small picture."""
    target = io.BytesIO()
    Image.new("RGB", (160, 120), colour).save(target, "PNG")
    return target.getvalue()


class EditModal(ui.Modal, title="Edit and draw again"):
    prompt: ui.TextInput[EditModal] = ui.TextInput(label="Prompt", max_length=2000)

    def __init__(self, prompt: str) -> None:
        super().__init__()
        self.prompt.default = prompt

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Card(self.prompt.value), allowed_mentions=NOTHING)


class Card(ui.LayoutView):
    def __init__(self, prompt: str, pictures: tuple[str, ...] = (), note: str = "Waiting") -> None:
        super().__init__(timeout=None)
        box: ui.Container[Card] = ui.Container(accent_colour=0xF2C14E)
        if pictures:
            items = (discord.MediaGalleryItem(f"attachment://{name}", description=prompt) for name in pictures)
            box.add_item(ui.MediaGallery(*items))
        box.add_item(ui.TextDisplay(f"> {formatting.escape(prompt)}\n-# {note}"))
        row: ui.ActionRow[Card] = ui.ActionRow()
        edit: ui.Button[Card] = ui.Button(label="Edit", emoji="✏️")
        edit.callback = lambda interaction: interaction.response.send_modal(EditModal(prompt))  # type: ignore[method-assign]
        row.add_item(edit)
        for label in ("Again", "Use as input", "Pro · 3 🍌", "More"):
            row.add_item(ui.Button(label=label, emoji="🍌", custom_id=label))
        self.add_item(box.add_item(row))


class DrawingBot(discord.Client):
    """Answers with a card at once; its pictures come when the test says so."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True))
        self.tree = app_commands.CommandTree(self)
        self.orders: list[tuple[str, int, bytes | None]] = []
        self.last: discord.Interaction | None = None

    async def setup_hook(self) -> None:
        self.tree.add_command(app_commands.Command(name="banana", description="Draw", callback=self.banana))
        self.tree.add_command(app_commands.Command(name="quota", description="What is left", callback=self.quota))
        await self.tree.sync()

    async def banana(
        self,
        interaction: discord.Interaction,
        prompt: app_commands.Range[str, 1, 2000],
        image: discord.Attachment | None = None,
        count: app_commands.Range[int, 1, 4] = 1,
    ) -> None:
        await interaction.response.send_message(view=Card(prompt), allowed_mentions=NOTHING)
        self.orders.append((prompt, count, await image.read() if image else None))
        self.last = interaction

    async def quota(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("You have 0 of 20 🍌 left.", ephemeral=True)

    async def finish(self, note: str = "Done") -> None:
        """Bring the newest order's pictures."""
        assert self.last is not None
        prompt, count, _ = self.orders[-1]
        colours = ("teal", "gold", "tomato", "plum")[:count]
        files = [discord.File(io.BytesIO(png(colour)), f"{colour}.png") for colour in colours]
        view = Card(prompt, tuple(file.filename for file in files), note)
        await self.last.edit_original_response(view=view, attachments=files, allowed_mentions=NOTHING)

    async def note(self, note: str) -> None:
        """Change the words and keep the pictures."""
        assert self.last is not None
        message = await self.last.original_response()
        view = Card(self.orders[-1][0], tuple(file.filename for file in message.attachments), note)
        await message.edit(view=view, allowed_mentions=NOTHING)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def fake_discord() -> AsyncIterator[FakeDiscord]:
    tries = ({"label": "A lighthouse", "prompt": "a lighthouse in a storm"},)
    async with FakeDiscord(page=PageSettings(tries=tries)) as fake_discord:
        yield fake_discord


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(fake_discord: FakeDiscord) -> AsyncIterator[DrawingBot]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(discord.http.Route, "BASE", f"{fake_discord.url}/api/v10")
        patch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(fake_discord.gateway_url))
        bot = DrawingBot()
        running = asyncio.create_task(bot.start("demo-token"))
        try:
            await fake_discord.until(lambda: fake_discord.bot_online)
            yield bot
        finally:
            await bot.close()
            await running


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, fake_discord: FakeDiscord, bot: DrawingBot) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(5000)
    page = await context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    await page.goto(fake_discord.url)
    await expect(page.locator("#text")).to_be_visible()
    yield page
    await context.close()
    assert troubles == []


async def order(page: Page, prompt: str, count: int = 1) -> None:
    """Give an order by keyboard."""
    await page.locator("#text").press_sequentially("/banana ")
    await page.keyboard.type(prompt)
    if count > 1:
        await page.get_by_role("button", name="+ count").click()
        await page.keyboard.type(str(count))
        await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(newest(page)).to_contain_text(prompt)


def newest(page: Page):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return page.locator("#messages > .message").last


def last_message(fake_discord: FakeDiscord) -> Message:
    return fake_discord.messages()[-1]


async def test_a_command_with_its_picture_reaches_the_bot_and_the_card_changes_in_place(
    page: Page, bot: DrawingBot
) -> None:
    await page.locator("#text").press_sequentially("/")
    await expect(page.get_by_role("option")).to_have_count(2)
    await page.keyboard.press("Enter")
    await page.keyboard.type("a cat in the rain")
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="+ image").click()
    await (await chooser.value).set_files({"name": "cat.png", "mimeType": "image/png", "buffer": png("navy")})
    await page.get_by_role("button", name="+ count").click()
    await page.get_by_role("option", name="4").click()
    await page.keyboard.press("Enter")
    card = newest(page)
    await expect(card).to_contain_text("Mara used /banana")
    await expect(card).to_contain_text("Waiting")
    await bot.finish()
    await expect(card.locator(".of-4 img")).to_have_count(4)
    assert bot.orders[-1] == ("a cat in the rain", 4, png("navy"))


async def test_an_edit_keeps_the_pictures_that_stay_and_the_focus(page: Page, bot: DrawingBot) -> None:
    await order(page, "a still life", count=2)
    await bot.finish()
    card = newest(page)
    await card.locator("img").first.evaluate("node => { node.original = true; }")
    await card.get_by_role("button", name="Again").focus()
    await bot.note("Two hours later")
    await expect(card).to_contain_text("Two hours later")
    assert await card.locator("img").first.evaluate("node => node.original") is True
    await expect(card.locator(":focus")).to_have_count(1)


async def test_a_button_opens_a_filled_modal_whose_words_come_back(page: Page) -> None:
    await order(page, "a fox")
    await newest(page).get_by_role("button", name="Edit").click()
    field = page.get_by_role("dialog").get_by_label("Prompt")
    await expect(field).to_have_value("a fox")
    await expect(field).to_be_focused()
    await page.keyboard.type(" in snow")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(newest(page)).to_contain_text("a fox in snow")


async def test_escape_leaves_a_modal_and_gives_the_focus_back(page: Page) -> None:
    await order(page, "an owl")
    await newest(page).get_by_role("button", name="Edit").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(newest(page).get_by_role("button", name="Edit")).to_be_focused()


async def test_any_reaction_can_be_added_and_taken_off(page: Page, fake_discord: FakeDiscord) -> None:
    await order(page, "a reaction")
    await newest(page).hover()
    await newest(page).get_by_role("button", name="Add a reaction").click()
    await page.get_by_role("menuitem", name="⭐").click()
    chip = newest(page).get_by_role("button", name="⭐, 1")
    await expect(chip).to_have_attribute("aria-pressed", "true")
    assert last_message(fake_discord).reactions == {"⭐": [fake_discord.person("mara").id]}
    await chip.click()
    await expect(chip).to_have_count(0)


async def test_a_private_answer_is_seen_by_its_person_only(page: Page) -> None:
    await page.locator("#text").press_sequentially("/quota")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(newest(page)).to_contain_text("Only you can see this")
    await page.get_by_role("button", name="jonas").click()
    await expect(page.locator(".self")).to_contain_text("Jonas")
    await expect(page.get_by_text("20 of 20")).to_have_count(0)
    await page.get_by_role("button", name="mara").click()
    await newest(page).get_by_role("button", name="Dismiss").click()
    await expect(page.get_by_text("20 of 20")).to_have_count(0)


async def test_a_picture_opens_large_and_the_arrows_move(page: Page, bot: DrawingBot) -> None:
    await order(page, "a wide view", count=2)
    await bot.finish()
    tile = newest(page).locator(".tile").first
    await tile.click()
    box = page.get_by_role("dialog")
    await expect(box).to_contain_text("1 / 2")
    await expect(box.get_by_role("img")).to_have_attribute("alt", "a wide view")
    await page.keyboard.press("ArrowRight")
    await expect(box).to_contain_text("2 / 2")
    await page.keyboard.press("Escape")
    await expect(tile).to_be_focused()


async def test_a_prompt_with_markup_stays_text(page: Page) -> None:
    prompt = "<img src=x onerror=\"document.title='broken'\"> <b>no</b> [x](javascript:alert(1))"
    await order(page, prompt)
    await expect(newest(page).locator(".text img, .text b, .text a")).to_have_count(0)
    assert "broken" not in await page.title()


async def test_nothing_is_wider_than_a_phone(page: Page, bot: DrawingBot) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await order(page, "averyveryverylongwordwithoutanyspace" * 4, count=4)
    await bot.finish()
    await expect(newest(page).locator(".of-4 img")).to_have_count(4)
    wide = "[...document.querySelectorAll('#centre *')].filter(n => n.getBoundingClientRect().right > 391).length"
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    assert await page.evaluate(wide) == 0
    await page.get_by_role("button", name="Try it").click()
    await page.get_by_role("button", name="A lighthouse").click()
    await expect(page.get_by_label("prompt: ")).to_have_value("a lighthouse in a storm")


async def test_everything_works_from_the_keyboard(page: Page, bot: DrawingBot) -> None:
    await page.keyboard.press("/")
    await expect(page.get_by_role("option").first).to_be_visible()  # the commands may still be on their way
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Tab")
    await page.keyboard.type("typed only")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="+ image")).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(newest(page)).to_contain_text("typed only")
    assert bot.orders[-1][:2] == ("typed only", 2)


async def test_a_missing_word_is_asked_for_and_nothing_is_sent(page: Page, bot: DrawingBot) -> None:
    before = len(bot.orders)
    await page.locator("#text").press_sequentially("/banana ")
    await page.keyboard.press("Enter")
    await expect(page.locator(".hint")).to_have_text("prompt is needed.")
    assert len(bot.orders) == before


async def test_a_pasted_picture_begins_a_command_with_it(page: Page) -> None:
    paste = """() => {
        const carried = new DataTransfer();
        carried.items.add(new File(['x'], 'pasted.png', { type: 'image/png' }));
        dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried }));
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true }));
    }"""
    await page.locator("#text").press_sequentially("/")
    await expect(page.get_by_role("option")).to_have_count(2)  # the commands have come
    await page.locator("#text").fill("")
    await page.evaluate(paste)
    await expect(page.get_by_role("button", name="image: pasted.png")).to_be_visible()


async def test_a_file_that_the_browser_can_not_show_has_its_name_alone(page: Page) -> None:
    await page.locator("#composer input[type=file]").first.set_input_files(
        [{"name": "photo.heic", "mimeType": "image/heic", "buffer": b"?"}]
    )
    await expect(page.locator("#composer")).to_contain_text("photo.heic")
    await expect(page.locator("#composer img")).to_have_count(0)


async def test_words_and_place_survive_a_switch_and_a_reload(page: Page) -> None:
    await page.locator("#text").fill("half a thought")
    await page.get_by_role("button", name="general").click()
    await expect(page.locator("#text")).to_have_value("")
    await page.reload()
    await expect(page.locator("#channel-name")).to_have_text("#general")
    await page.get_by_role("button", name="studio").click()
    await expect(page.locator("#text")).to_have_value("half a thought")


async def test_a_reader_who_scrolled_up_is_not_moved(page: Page, fake_discord: FakeDiscord) -> None:
    for n in range(30):
        await fake_discord.person("jonas").say(f"line {n}")
    await expect(newest(page)).to_contain_text("line 29")
    await page.locator("#scroller").evaluate("node => { node.scrollTop = 100; }")
    await expect(page.locator("#newer")).to_be_hidden()
    await fake_discord.person("jonas").say("one more")
    await expect(page.locator("#newer")).to_have_text("1 new message ↓")
    assert await page.locator("#scroller").evaluate("node => node.scrollTop") == 100
    await page.locator("#newer").click()
    await expect(page.locator("#newer")).to_be_hidden()
    await page.locator("#scroller").evaluate("node => { node.scrollTop = 100; }")
    await page.locator("#text").press_sequentially("my own words")
    await page.keyboard.press("Enter")
    await expect(newest(page)).to_be_in_viewport()


async def test_a_message_can_be_answered_and_taken_back(page: Page, fake_discord: FakeDiscord) -> None:
    await fake_discord.person("jonas").say("who is there?")
    await expect(newest(page)).to_contain_text("who is there?")
    await newest(page).hover()
    await newest(page).get_by_role("button", name="Reply").click()
    await page.keyboard.type("**me**")
    await page.keyboard.press("Enter")
    await expect(newest(page).locator("strong")).to_have_text("me")
    await expect(newest(page).locator(".lead")).to_contain_text("who is there?")
    await newest(page).hover()
    await newest(page).get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Delete message").click()
    await expect(newest(page)).to_contain_text("who is there?")


async def test_the_page_speaks_french(page: Page) -> None:
    await page.get_by_role("button", name="Français").click()
    await expect(page.get_by_role("heading", name="À essayer")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "fr")


async def test_the_page_says_when_the_bot_is_away_and_when_nobody_answers(
    page: Page, fake_discord: FakeDiscord, bot: DrawingBot
) -> None:
    await bot.close()
    await expect(page.locator("#banner")).to_have_text("The bot is restarting…")
    fake_discord.ack_seconds = 0.2
    await page.locator("#text").press_sequentially("/quota")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(newest(page)).to_contain_text("The application did not respond")
