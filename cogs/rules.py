"""A server's limits, as a private panel: who, then what, then the finished sentence with what it changes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

import discord
from discord.ext import commands

from bot.domain.errors import Refusal
from bot.domain.rule_errors import BadLimit
from bot.domain.rules import Rules, Who
from bot.domain.server_errors import NeedsPermission, SettingsUnreadable
from bot.i18n import language
from bot.services.rules import RuleDraft
from bot.ui import interaction_context, rule_values
from bot.ui.actors import check_power
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.outbound.discord_errors import ANSWER_S, CALL_FAILURES
from bot.ui.outbound.responses import SILENT
from bot.ui.rule_places import RulePlaces
from bot.ui.setup_sections import SetupSection, Speak
from bot.ui.views.modal_fields import send_form
from bot.ui.views.rule_sentences import RuleSentences
from bot.ui.views.rules_panel import RuleForms, RulesPanel

SHOWN_IN_SETUP = 6
COUNTS_S = 1.0  # for the numbers of members, of the three seconds


class ServerLimits(commands.Cog):
    """Every page stands in the place of the one before; what a sentence says so far is kept for an hour."""

    def __init__(self, bot: BananaBot) -> None:
        self._rules = bot.services.rules
        self._responses = bot.surface.responses

    async def open(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show the list."""
        await self._list(interaction)

    async def pick(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Show one of the list."""
        rule = await self._rules.find(_guild(interaction).id, rule_values.chosen_id(event.values))
        await self._show(interaction, self._panel(interaction).one(rule))

    async def drop(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Remove one, and say which."""
        _guild(interaction)
        rule = await self._rules.remove(_guild(interaction).id, event.subject_id, by_user=interaction.user.id)
        sentence = self._panel(interaction).sentences.sentence(rule)
        await self._list(interaction, self._say(interaction)("rules-removed", rule=sentence))

    async def add(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Ask whom a new one speaks of."""
        _guild(interaction)
        await self._show(interaction, self._panel(interaction).who())

    async def who(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Take whom it speaks of, or ask which of them."""
        guild, chosen = _guild(interaction), event.values[0] if event.values else ""
        if chosen not in set(Who):
            raise BadLimit(what="target")
        who = Who(chosen)
        if who is Who.NEWCOMERS:
            await send_form(interaction, self._forms(interaction).days(guild.id))
        elif who in (Who.EVERYBODY, Who.SERVER):
            await self._begin(interaction, scope=who)
        else:
            await self._show(interaction, self._panel(interaction).which(who))

    async def which(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Take the role, the member or the channel."""
        guild, target_id = _guild(interaction), rule_values.chosen_id(event.values)
        who = {"rulerole": Who.ROLE, "rulechannel": Who.CHANNEL, "rulemember": Who.MEMBER}[event.verb]
        if who is Who.ROLE and target_id == guild.id:  # Discord lists @everyone as a role
            await self._begin(interaction, scope=Who.EVERYBODY)
            return
        RulePlaces(guild).check(who, target_id)
        await self._begin(interaction, scope=who, target_id=target_id)

    async def days(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Take how long somebody is new."""
        _guild(interaction)
        await self._begin(interaction, scope=Who.NEWCOMERS, days=rule_values.number(interaction, "days") or 0)

    async def change(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Go on from one that there is."""
        begin = self._rules.begin_change
        draft = await begin(interaction.id, interaction.user.id, _guild(interaction).id, event.subject_id)
        await self._show_draft(interaction, draft)

    async def part(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Ask for a part of the sentence."""
        draft = await self._draft(interaction, event)
        await send_form(interaction, self._forms(interaction).form(draft, event.argument))

    async def write(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Take a part of the sentence; one that can't be leaves it as it was, and is told on the page."""
        draft = await self._draft(interaction, event)
        try:
            draft = await self._rules.write(draft, **rule_values.part(interaction, event.argument))
        except BadLimit as error:
            await self._show_draft(interaction, draft, error)
            return
        await self._show_draft(interaction, draft)

    async def save(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Make the sentence hold, and say it."""
        draft = await self._draft(interaction, event)
        RulePlaces(_guild(interaction)).check(draft.about.scope, draft.about.target_id)
        rule = await self._rules.save(draft)
        sentence = self._panel(interaction).sentences.sentence(rule)
        await self._list(interaction, self._say(interaction)("rules-saved", rule=sentence))

    async def lines(self, interaction: discord.Interaction) -> Sequence[str]:
        """Return what /setup says of the limits."""
        if interaction.guild is None:
            return ()
        say = self._say(interaction)
        try:
            rules = await self._rules.of(interaction.guild.id)
        except SettingsUnreadable:
            return [f"⚠️ {say('rules-unreadable')}"]
        sentences = self._panel(interaction).sentences
        usual = any(r.scope is Who.EVERYBODY and r.credits is not None for r in rules.all)
        said = [*([] if usual else [sentences.sentence(self._rules.caps.default)]), *sentences.all(rules)]
        more = [say("rules-more", count=len(said) - SHOWN_IN_SETUP)] if len(said) > SHOWN_IN_SETUP else []
        return [*said[:SHOWN_IN_SETUP], *more]

    def sentences(self, rules: Rules, say: Speak) -> Sequence[str]:
        """Return a section's sentences."""
        return RuleSentences(say=say, offer=self._rules.offer).all(rules)

    # inside

    async def _begin(self, interaction: discord.Interaction, **about: object) -> None:
        draft = await self._rules.begin(interaction.id, interaction.user.id, _guild(interaction).id, **about)
        await self._show_draft(interaction, draft)

    async def _draft(self, interaction: discord.Interaction, event: ComponentEvent) -> RuleDraft:
        return await self._rules.draft(event.subject_id, interaction.user.id, _guild(interaction).id)

    async def _list(self, interaction: discord.Interaction, note: str = "") -> None:
        rules = await self._rules.of(_guild(interaction).id)
        await self._show(interaction, self._panel(interaction).all(rules, self._rules.caps.default, note=note))

    async def _show_draft(
        self, interaction: discord.Interaction, draft: RuleDraft, problem: Refusal | None = None
    ) -> None:
        guild, effect, said = _guild(interaction), None, self._describe(interaction, problem)
        try:
            before = await self._rules.of(guild.id)
            after = self._rules.after(before, draft)
            effect = self._rules.effect(before, after, draft.about) if draft.rule else None
        except BadLimit as error:
            said = said or self._describe(interaction, error)
        whom = await self._whom(interaction, draft) if effect else ""
        await self._show(interaction, self._panel(interaction).draft(draft, effect=effect, whom=whom, problem=said))

    async def _whom(self, interaction: discord.Interaction, draft: RuleDraft) -> str:
        """Return whom a sentence speaks of, with their number where Discord tells it."""
        guild, about, say = _guild(interaction), draft.about, self._say(interaction)
        who = self._panel(interaction).sentences.who(about)
        if about.scope is Who.EVERYBODY and guild.member_count:
            return say("rules-whom-members", count=guild.member_count)
        if about.scope is not Who.ROLE:
            return who
        try:
            async with asyncio.timeout(COUNTS_S):
                counts = await guild.role_member_counts()
        except CALL_FAILURES:  # also where the bot may not manage roles
            return who
        count = next((n for role, n in counts.items() if role.id == about.target_id), None)
        return who if count is None else say("rules-whom-role", count=count, role=who)

    def _describe(self, interaction: discord.Interaction, error: Refusal | None) -> str:
        if error is None:
            return ""
        return "⚠️ " + self._responses.describe(language(interaction_context.locale(interaction)), error, bot_name="")

    async def _show(self, interaction: discord.Interaction, view: discord.ui.LayoutView) -> None:
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.edit_message(view=view, allowed_mentions=SILENT)

    def _say(self, interaction: discord.Interaction) -> Speak:
        return partial(self._responses.text, interaction)

    def _forms(self, interaction: discord.Interaction) -> RuleForms:
        return RuleForms(say=self._say(interaction), offer=self._rules.offer)

    def _panel(self, interaction: discord.Interaction) -> RulesPanel:
        guild, say = _guild(interaction), self._say(interaction)
        places = RulePlaces(guild)
        spoken = partial(RuleSentences, say=say, offer=self._rules.offer, is_gone=places.is_gone)
        return RulesPanel(
            say=say, sentences=spoken(caps=self._rules.caps), plain=spoken(name=places.name), guild_id=guild.id
        )


def _guild(interaction: discord.Interaction) -> discord.Guild:
    """Return the server of a moderator; raises NeedsPermission."""
    check_power(interaction, "manage_guild")
    if interaction.guild is None:
        raise NeedsPermission(permission="manage_guild")
    return interaction.guild


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = ServerLimits(bot)
    pages = {"rules": cog.open, "rulepick": cog.pick, "ruledrop": cog.drop, "rulechange": cog.change}
    steps = {"ruleadd": cog.add, "rulewho": cog.who, "rulepart": cog.part, "rulesave": cog.save}
    lists = dict.fromkeys(("rulerole", "rulechannel", "rulemember"), cog.which)
    bot.router.add(private={**pages, **steps, **lists}, forms={"rulepart": cog.write, "ruledays": cog.days})
    bot.surface.setup.add(
        SetupSection(
            verb="rules",
            label_id="button-rules",
            emoji="📊",
            position=10,
            lines=cog.lines,
            section="rules",
            sentences=cog.sentences,
        )
    )
    await bot.add_cog(cog)
