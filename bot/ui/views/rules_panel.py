"""The panel of a server's limits, pure: the sentences, and the steps in which one is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.catalog import Offer
from bot.domain.limits import MOST_OPTIONS, OPTION_LENGTH
from bot.domain.rules import ALL_MODELS, Period, Rule, Rules, Who
from bot.services.rules import Effect, RuleDraft, mark_of
from bot.ui.custom_ids import job_button, job_menu, list_menu
from bot.ui.discord_internals import WireChannelSelect, WireRoleSelect, WireUserSelect
from bot.ui.views.modal_fields import Field, Fields, form
from bot.ui.views.rule_sentences import RuleSentences
from bot.ui.views.setup_panel import SetupPanel, saved, way_back

SHOWN_LENGTH = 2_400  # characters of all sentences together: a message takes 4,000
CREDITS, MODELS, NUMBERS, DAYS = range(1, 5)  # the forms, by what they ask
WHO_EMOJI = {
    Who.EVERYBODY: "🌐",
    Who.ROLE: "🏷️",
    Who.MEMBER: "😊",
    Who.NEWCOMERS: "🆕",
    Who.CHANNEL: "💬",
    Who.SERVER: "🏠",
}
Item = discord.ui.Item[Any]
Button = discord.ButtonStyle


@dataclass(frozen=True, kw_only=True)
class RulesPanel:
    """What is needed to draw every page for one moderator."""

    say: Callable[..., str]  # a sentence by its id, in the moderator's language
    sentences: RuleSentences
    plain: RuleSentences  # with names where mentions can't stand
    guild_id: int

    def all(self, rules: Rules, usual: Rule, *, note: str = "") -> discord.ui.LayoutView:
        """Return the list; `usual` is the owner's sentence for everybody, told where the server says nothing."""
        lines = []
        if not any(rule.scope is Who.EVERYBODY and rule.credits is not None for rule in rules.all):
            lines.append(f"- {self.sentences.sentence(usual)} {self.say('rules-usual')}")
        lines += self._listed(rules, SHOWN_LENGTH)
        lines.append(f"-# {self.say('rules-precedence')}")
        return SetupPanel(
            title=self.say("rules-title"),
            note=saved(f"✅ {note}" if note else "", self.say),
            lines=lines,
            menus=[*self._menus(rules)],
            buttons=[self._button("ruleadd", "➕", style=Button.primary), self._back("setup")],
        ).view()

    def one(self, rule: Rule) -> discord.ui.LayoutView:
        """Return the page of one sentence."""
        change, remove = self._button("rulechange", "✏️", mark_of(rule)), self._button("ruledrop", "🗑️", mark_of(rule))
        lines = [f"> {self.sentences.sentence(rule)}"]
        return SetupPanel(
            title=self.say("rules-one"), lines=lines, buttons=[change, remove, self._back("rules")]
        ).view()

    def who(self) -> discord.ui.LayoutView:
        """Return the first question of a new sentence."""
        options = [
            discord.SelectOption(label=self.say(f"rules-who-{who}"), value=who, emoji=emoji)
            for who, emoji in WHO_EMOJI.items()
        ]
        menu = job_menu("rulewho", self.guild_id, placeholder=self.say("rules-who-placeholder"), options=options)
        return SetupPanel(title=self.say("rules-who"), lines=[], menus=[menu], buttons=[self._back("rules")]).view()

    def which(self, who: Who) -> discord.ui.LayoutView:
        """Return Discord's own list of roles, members or channels to choose from."""
        placeholder = self.say(f"rules-which-{who}")
        if who is Who.CHANNEL:
            kinds = [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]
            kinds += [discord.ChannelType.voice]
            menu: Item = list_menu(
                WireChannelSelect, "rulechannel", self.guild_id, placeholder=placeholder, least=1, channel_types=kinds
            )
        elif who is Who.ROLE:
            menu = list_menu(WireRoleSelect, "rulerole", self.guild_id, placeholder=placeholder, least=1)
        else:
            menu = list_menu(WireUserSelect, "rulemember", self.guild_id, placeholder=placeholder, least=1)
        return SetupPanel(title=self.say("rules-who"), lines=[], menus=[menu], buttons=[self._back("ruleadd")]).view()

    def draft(self, draft: RuleDraft, *, effect: Effect | None, whom: str, problem: str = "") -> discord.ui.LayoutView:
        """Return the sentence so far, what it would change, and the ways to go on."""
        rule = draft.rule
        sentence = self.sentences.sentence(rule) if rule else f"{self.sentences.who(draft.about)} …"
        lines = [f"> {sentence}"]
        if effect is not None:
            lines.append(self.say(f"rules-effect-{effect}", whom=whom))
        lines.append(problem or self.say("rules-go-on" if rule else "rules-start"))
        parts = [
            self._button("rulepart", emoji, draft.id, n=part, label_id=f"rules-part-{name}")
            for part, name, emoji in ((CREDITS, "credits", "🍌"), (MODELS, "models", "🎨"), (NUMBERS, "numbers", "🎲"))
        ]
        save = self._button("rulesave", "✅", draft.id, style=Button.success) if rule and not problem else None
        return SetupPanel(
            title=self.say("rules-change" if draft.replaces else "rules-new"),
            lines=lines,
            buttons=[*parts, *([save] if save else []), self._back("rules")],
        ).view()

    def _listed(self, rules: Rules, room: int) -> Iterator[str]:
        for number, sentence in enumerate(self.sentences.all(rules)):
            room -= len(sentence) + len("- \n")
            if room < 0:
                yield self.say("rules-more", count=len(rules.all) - number)
                return
            yield f"- {sentence}"

    def _menus(self, rules: Rules) -> Iterator[Item]:
        for page, start in enumerate(range(0, len(rules.all), MOST_OPTIONS)):
            options = [
                discord.SelectOption(
                    label=_short(self.plain.sentence(rule)), value=str(mark_of(rule)), emoji=WHO_EMOJI[rule.scope]
                )
                for rule in rules.all[start : start + MOST_OPTIONS]
            ]
            placeholder = self.say("rules-pick-placeholder")
            yield job_menu("rulepick", self.guild_id, placeholder=placeholder, options=options, n=page)

    def _button(
        self,
        verb: str,
        emoji: str,
        subject_id: int | None = None,
        *,
        n: int | None = None,
        label_id: str = "",
        style: Button = Button.secondary,
    ) -> Item:
        label = self.say(label_id or f"button-{verb}")
        subject = self.guild_id if subject_id is None else subject_id
        return job_button(verb, subject, label=label, emoji=emoji, n=n, style=style)

    def _back(self, verb: str) -> Item:
        return way_back(verb, self.guild_id, self.say)


@dataclass(frozen=True, kw_only=True)
class RuleForms:
    """The forms of a sentence's parts; what stands there already is filled in."""

    say: Callable[..., str]
    offer: Offer

    def form(self, draft: RuleDraft, part: int) -> discord.ui.Modal:
        """Return a new form, to be sent once."""
        fields = {CREDITS: self._credits, MODELS: self._models, NUMBERS: self._numbers}.get(part, self._credits)
        return form(self.say("rules-form"), f"img1:rulepart:{draft.id}:{part}", fields(draft))

    def days(self, guild_id: int) -> discord.ui.Modal:
        """Return the form that asks who is new here."""
        return form(self.say("rules-form"), f"img1:ruledays:{guild_id}", [self._number("days", "7", is_required=True)])

    def _credits(self, draft: RuleDraft) -> Iterator[Field | None]:
        fields, said = Fields(say=self.say), draft.fields
        yield self._number("credits", said.get("credits"))
        yield fields.select("period", self._periods(int(str(said["period_s"]))), text_id="rules-field-period")
        counted = [(ALL_MODELS, self.say("rules-all-models")), *((m.name, m.title) for m in self.offer.models)]
        options = [
            discord.SelectOption(label=label, value=name, default=name == said["counted"]) for name, label in counted
        ]
        yield fields.select("counted", options, text_id="rules-field-counted")

    def _periods(self, seconds: int) -> list[discord.SelectOption]:
        said = {period.seconds: self.say(f"rule-period-{period}") for period in Period}
        said.setdefault(seconds, RuleSentences(say=self.say).period(seconds))
        return [discord.SelectOption(label=word, value=str(s), default=s == seconds) for s, word in said.items()]

    def _models(self, draft: RuleDraft) -> Iterator[Field | None]:
        yield self._several("models", [(model.name, model.title) for model in self.offer.models], draft)
        yield self._several("resolutions", [(str(s), str(s)) for s in self.offer.choices("resolution")], draft)

    def _numbers(self, draft: RuleDraft) -> Iterator[Field | None]:
        yield self._number("count", draft.fields.get("count"))
        yield self._number("at_once", draft.fields.get("at_once"))

    def _several(self, name: str, named: Sequence[tuple[str, str]], draft: RuleDraft) -> Field | None:
        chosen: Any = draft.fields.get(name) or ()
        options = [discord.SelectOption(label=label, value=each, default=each in chosen) for each, label in named]
        if not options:
            return None
        menu: discord.ui.Select[discord.ui.Modal] = discord.ui.Select(
            custom_id=name, options=options, min_values=0, max_values=len(options), required=False
        )
        text_id = f"rules-field-{name}"
        return discord.ui.Label(text=self.say(text_id), description=self.say(f"{text_id}-hint"), component=menu)

    def _number(self, name: str, value: object, *, is_required: bool = False) -> Field:
        field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id=name, default=None if value is None else str(value), required=is_required, max_length=15
        )
        text_id = f"rules-field-{name.replace('_', '-')}"
        return discord.ui.Label(text=self.say(text_id), description=self.say(f"{text_id}-hint"), component=field)


def _short(text: str) -> str:
    return text if len(text) <= OPTION_LENGTH else text[: OPTION_LENGTH - 1] + "…"
