"""The form under Edit and Pro: another version of a card, in five fields at the most; whoever sends it pays."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.domain.catalog import COUNTS, INPUT_RATIO, MAX_INPUTS, PRO, PROMPT_LENGTH, Offer
from bot.domain.limits import INPUT_LIMIT_MB
from bot.services.versions import BEFORE, VersionOptions, VersionRequest, Versions
from bot.ui import modal_values
from bot.ui.custom_ids import ComponentEvent, Handler
from bot.ui.order_placement import OrderPlacement, actor, read_files
from bot.ui.outbound.discord_errors import ANSWER_S
from bot.ui.outbound.responses import Responses

Option = discord.SelectOption


class Revisions:
    """Opens the form, and takes it."""

    def __init__(self, *, versions: Versions, placement: OrderPlacement, responses: Responses, offer: Offer) -> None:
        self._versions = versions
        self._placement = placement
        self._responses = responses
        self._offer = offer

    @property
    def verbs(self) -> Mapping[str, Handler]:
        """The buttons answered here."""
        return {"edit": self._open, "pro": self._open}

    @property
    def forms(self) -> Mapping[str, Handler]:
        """The forms taken here."""
        return {"edit": self._take, "pro": self._take}

    async def _open(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        model = _model(event)
        basis = await self._versions.options(event.subject_id, actor(interaction), position=event.argument, model=model)
        form = _Form(
            basis=basis, offer=self._offer, responses=self._responses, interaction=interaction, verb=event.verb
        )
        async with asyncio.timeout(ANSWER_S):
            await interaction.response.send_modal(form.modal())

    async def _take(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        start, ratio, count, resolution = (
            next(iter(modal_values.chosen(interaction, name)), "") for name in ("start", "ratio", "count", "resolution")
        )
        wish = VersionRequest(
            prompt=modal_values.text(interaction, "prompt"),
            start=start,
            ratio=ratio,
            count=count,
            resolution=resolution,
            extra=read_files(modal_values.files(interaction, "files")),
        )
        order = await self._versions.order(event.subject_id, actor(interaction), wish, model=_model(event))
        await self._placement.place(interaction, order)


def _model(event: ComponentEvent) -> str:
    """Return the model that a verb names; "" where it stays the same."""
    return PRO.name if event.verb == "pro" else ""


@dataclass(frozen=True, kw_only=True)
class _Form:
    basis: VersionOptions
    offer: Offer
    responses: Responses
    interaction: discord.Interaction
    verb: str

    def say(self, text_id: str, **values: object) -> str:
        return self.responses.text(self.interaction, text_id, **values)

    @property
    def sizes(self) -> Sequence[str]:
        """The resolutions to choose from: Pro's own form asks, others keep theirs."""
        return self.offer.resolutions if self.verb == "pro" and len(self.offer.resolutions) > 1 else ()

    def modal(self) -> discord.ui.Modal:
        custom_id = f"img1:{self.verb}:{self.basis.job.id}"
        modal = discord.ui.Modal(title=self.say(f"modal-{self.verb}"), custom_id=custom_id, timeout=None)
        modal.stop()  # discord.py need not wait for it: its words are read from the wire
        for item in self.items():
            modal.add_item(item)
        return modal

    def items(self) -> Iterator[discord.ui.Item[Any]]:
        yield self.prompt()
        if len(self.basis.starts) > 1:
            yield self.select("start", self.starts())
        yield self.select("ratio", self.ratios())
        yield self.select("count", self.counts(), about=self.price())
        if self.sizes:
            yield self.select("resolution", self.resolutions())
        elif self.basis.takes_inputs:
            yield self.files()

    # fields

    def prompt(self) -> discord.ui.Label[Any]:
        return discord.ui.Label(
            text=self.say("revise-prompt"),
            component=discord.ui.TextInput(
                custom_id="prompt",
                style=discord.TextStyle.paragraph,
                default=self.basis.job.prompt[:PROMPT_LENGTH],
                min_length=1,
                max_length=PROMPT_LENGTH,
            ),
        )

    def select(self, name: str, options: list[Option], *, about: str | None = None) -> discord.ui.Label[Any]:
        return discord.ui.Label(
            text=self.say(f"revise-{name}"),
            description=about,
            component=discord.ui.Select(custom_id=name, options=options),
        )

    def files(self) -> discord.ui.Label[Any]:
        upload: discord.ui.FileUpload[Any] = discord.ui.FileUpload(
            custom_id="files", required=False, min_values=0, max_values=MAX_INPUTS - 1
        )
        about = self.say("revise-files-description", limit=INPUT_LIMIT_MB)
        return discord.ui.Label(text=self.say("revise-files"), description=about, component=upload)

    # what there is to choose

    def starts(self) -> list[Option]:
        as_before = self.say("revise-start-as-before") if self.basis.is_as_before else None
        return [
            Option(
                label=self.start(start),
                value=start,
                default=start == self.basis.start,
                description=as_before if start == self.basis.start else None,
            )
            for start in self.basis.starts
        ]

    def start(self, start: str) -> str:
        if start.isdecimal():
            return self.say("picture", number=int(start) + 1)
        return self.say(
            "revise-start-before" if start == BEFORE else "revise-start-words", count=len(self.basis.job.inputs)
        )

    def ratios(self) -> list[Option]:
        follows = self.basis.takes_inputs
        about = self.say("revise-ratio-auto")
        return [
            Option(
                label=ratio,
                value=ratio,
                default=ratio == self.basis.ratio,
                description=about if ratio == INPUT_RATIO else None,
            )
            for ratio in self.offer.ratios
            if follows or ratio != INPUT_RATIO
        ]

    def counts(self) -> list[Option]:
        return [
            Option(label=self.count(count), value=str(count), default=count == self.basis.count) for count in COUNTS
        ]

    def count(self, count: int) -> str:
        if self.sizes:
            return self.say("pictures", count=count)
        return self.say("revise-count-price", count=count, cost=self.cost(count))

    def price(self) -> str:
        if self.sizes:
            return self.say("revise-price-by-size")
        return self.say("revise-price", cost=self.cost(1))

    def resolutions(self) -> list[Option]:
        chosen = self.offer.resolutions[0]
        return [
            Option(
                label=self.say("revise-resolution-price", resolution=size, cost=self.cost(1, size)),
                value=size,
                default=size == chosen,
            )
            for size in self.sizes
        ]

    def cost(self, count: int, resolution: str | None = None) -> int:
        params = replace(self.basis.job.params, count=count)
        if self.basis.model == PRO.name:
            size = resolution or params.resolution or self.offer.resolutions[0]
            params = replace(params, resolution=size)
        else:
            params = replace(params, resolution=None)
        return self.offer.cost(self.basis.model, params)
