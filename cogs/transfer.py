"""In /setup: a server's settings as a file, and a file's as a server's."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Sequence
from functools import partial

import discord
from discord.ext import commands

from bot.domain.guild_files import LARGEST
from bot.domain.guild_transfer import Import, Names, Reference, export, read_import
from bot.domain.setup_errors import ChannelGone, ImportExpired, ImportTooLarge, ImportUnreadable
from bot.ui import modal_values
from bot.ui.actors import check_power
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent, job_button, list_menu
from bot.ui.discord_internals import WireChannelSelect, WireRoleSelect, attached_file
from bot.ui.outbound.discord_errors import ANSWER_S, CALL_FAILURES
from bot.ui.outbound.responses import SILENT
from bot.ui.server_members import guild_of
from bot.ui.setup_pages import SetupPages
from bot.ui.setup_sections import SetupSection
from bot.ui.views import formatting
from bot.ui.views.modal_fields import form, send_form

FILE = "file"


class Transfer(commands.Cog):
    """An import is looked at before it is applied: whole, in one go, and not where anything changed meanwhile."""

    def __init__(self, bot: BananaBot) -> None:
        self._pages = SetupPages(bot)
        self._guild_configs = bot.services.guild_configs
        self._imports = bot.services.guild_imports
        self._client = bot

    async def lines(self, interaction: discord.Interaction) -> Sequence[str]:
        """Return nothing."""
        return ()

    async def export(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Answer with the file; raises NeedsPermission."""
        guild, config = await self._pages.config(interaction)
        text = export(config, names(guild), guild_id=guild.id)
        file = discord.File(io.BytesIO(text.encode()), "banana-settings.json")
        said = self._pages.words(interaction).text("transfer-exported")
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.send_message(said, file=file, ephemeral=True, allowed_mentions=SILENT)

    async def ask(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Open the form that takes a file; raises NeedsPermission."""
        check_power(interaction, "manage_guild")
        text = self._pages.words(interaction).text
        upload: discord.ui.FileUpload[discord.ui.Modal] = discord.ui.FileUpload(custom_id=FILE, required=True)
        label = discord.ui.Label[discord.ui.Modal](
            text=text("transfer-file"), description=text("transfer-file-description"), component=upload
        )
        custom_id = f"img1:importfile:{guild_of(interaction).id}"
        await send_form(interaction, form(text("transfer-import"), custom_id, [label]))

    async def take(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Read the file of the form; raises ImportTooLarge, ImportNewer or ImportUnreadable."""
        guild, _ = await self._pages.config(interaction)
        made = await asyncio.to_thread(
            read_import, await self._file(interaction), names(guild)
        )  # two megabytes take long
        await self._show(interaction, self._imports.keep(guild.id, interaction.user.id, made))

    async def _file(self, interaction: discord.Interaction) -> bytes:
        file = next(iter(modal_values.files(interaction, FILE)), None)
        if file is None:
            raise ImportUnreadable(section=None)
        if int(file.get("size", 0)) > LARGEST:
            raise ImportTooLarge(most_kb=LARGEST // 1000)
        try:
            async with asyncio.timeout(ANSWER_S / 5):
                return await attached_file(self._client, file).read()
        except CALL_FAILURES:
            raise ImportUnreadable(section=None) from None

    async def use(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Take what is proposed for a role or a channel; raises ImportExpired."""
        await self._decide(interaction, event.subject_id, lambda reference: reference.proposed)

    async def leave_out(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Leave out what names a role or a channel; raises ImportExpired."""
        await self._decide(interaction, event.subject_id, lambda _: 0)

    async def pick(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Take another role or channel of this server; raises ImportExpired or ChannelGone."""
        here, ours = names(guild_of(interaction)), event.chosen_id

        def found(asked: Reference) -> int:
            if ours not in (here.roles if asked.is_role else here.channels):
                raise ChannelGone
            return ours

        await self._decide(interaction, event.subject_id, found)

    async def _decide(
        self, interaction: discord.Interaction, reference_id: int, ours: Callable[[Reference], int]
    ) -> None:
        guild, _ = await self._pages.config(interaction)
        made = self._imports.of(guild.id, interaction.user.id)
        asked = made.open
        if asked is None or asked.id != reference_id:
            raise ImportExpired
        decided = made.deciding(asked.id, ours(asked))
        await self._show(interaction, self._imports.keep(guild.id, interaction.user.id, decided))

    async def _show(self, interaction: discord.Interaction, made: Import) -> None:
        if (asked := made.open) is not None:
            await self._ask_about(interaction, made, asked)
            return
        await self._pages.preview(
            interaction,
            made.result(),
            title=self._title(interaction),
            apply=("importapply", 0),
            label_id="transfer-apply",
        )

    async def _ask_about(self, interaction: discord.Interaction, made: Import, asked: Reference) -> None:
        text = self._pages.words(interaction).text
        mark = "<@&{}>" if asked.is_role else "<#{}>"
        values = {
            "kind": "role" if asked.is_role else "channel",
            "name": formatting.one_line(asked.name) or str(asked.id),
            "proposed": mark.format(asked.proposed),
        }
        lines = [text("transfer-unknown", **values)]
        buttons = [job_button("importleave", asked.id, label=text("transfer-leave-out"), emoji="✂️")]
        if asked.proposed:
            lines.append(text("transfer-proposed", **values))
            use = job_button("importuse", asked.id, label=text("transfer-use"), emoji="✅")
            buttons.insert(0, use)
        number = len(made.decided) + 1
        await self._pages.show(
            interaction,
            title=text("transfer-question", number=number, all=len(made.references)),
            lines=lines,
            menus=[_menu(asked, text("transfer-pick", **values))],
            buttons=buttons,
        )

    async def apply(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Set all that the file says; raises ChangedMeanwhile or ImportExpired."""
        guild, seen = await self._pages.unchanged(interaction, event.subject_id)
        made = self._imports.of(guild.id, interaction.user.id)
        if made.open is not None:
            raise ImportExpired
        await self._guild_configs.change(guild.id, seen, by_user=interaction.user.id, **made.result())
        self._imports.drop(guild.id, interaction.user.id)
        await self._pages.applied(interaction, title=self._title(interaction), line_id="transfer-applied")

    def _title(self, interaction: discord.Interaction) -> str:
        return f"### 📥 {self._pages.words(interaction).text('transfer-import')}"


def _menu(asked: Reference, placeholder: str) -> WireRoleSelect | WireChannelSelect:
    if asked.is_role:
        return list_menu(WireRoleSelect, "importpick", asked.id, placeholder=placeholder)
    return list_menu(WireChannelSelect, "importpick", asked.id, placeholder=placeholder)


def names(guild: discord.Guild) -> Names:
    """Return a server's roles and channels."""
    return Names(
        roles={role.id: role.name for role in guild.roles if not role.is_default()},  # never quietly everybody
        channels={channel.id: channel.name for channel in guild.channels},
    )


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Transfer(bot)
    presses = {"setupexport": cog.export, "setupimport": cog.ask, "importuse": cog.use, "importleave": cog.leave_out}
    bot.router.add(
        private={**presses, "importpick": cog.pick, "importapply": cog.apply}, forms={"importfile": cog.take}
    )
    part = partial(SetupSection, lines=cog.lines, is_minor=True)
    bot.surface.setup.add(part(verb="setupexport", label_id="button-setupexport", emoji="📤", position=95))
    bot.surface.setup.add(part(verb="setupimport", label_id="button-setupimport", emoji="📥", position=96))
    await bot.add_cog(cog)
