"""The form under Edit and Pro, pure: what a version can start from in, five fields at the most out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.domain.catalog import INPUT_RATIO, PROMPT_LENGTH
from bot.domain.limits import INPUT_LIMIT_MB
from bot.services.versions import BEFORE, VersionOptions
from bot.ui.discord_internals import wire_modal

Option = discord.SelectOption


@dataclass(frozen=True, kw_only=True)
class EditModal:
    """What a version can start from, with what is needed to ask for it in a member's language."""

    options: VersionOptions
    text: Callable[..., str]  # in the member's language
    verb: str  # edit | pro

    @property
    def _sizes(self) -> Sequence[str]:
        """The resolutions to choose from: the form of another model asks, others keep theirs."""
        sizes = self.options.model.resolutions
        return sizes if self.verb == "pro" and len(sizes) > 1 else ()

    def modal(self) -> discord.ui.Modal:
        """Return a new form; never keep one or send it twice."""
        custom_id = f"img1:{self.verb}:{self.options.job.id}"
        modal = wire_modal(title=self.text(f"modal-{self.verb}", model=self.options.model.title), custom_id=custom_id)
        for item in self._items():
            modal.add_item(item)
        return modal

    def _items(self) -> Iterator[discord.ui.Item[Any]]:
        ratios, counts = self._ratios(), self._counts()
        yield self._prompt(about=None if len(counts) > 1 else self._price())
        if len(self.options.starts) > 1:
            yield self._select("start", self._starts())
        if len(ratios) > 1:
            yield self._select("ratio", ratios)
        if len(counts) > 1:
            yield self._select("count", counts, about=self._price())
        if self._sizes:
            yield self._select("resolution", self._resolutions())
        elif self.options.model.inputs:
            yield self._files(self.options.model.inputs.most - 1)

    # fields

    def _prompt(self, *, about: str | None) -> discord.ui.Label[Any]:
        return discord.ui.Label(
            text=self.text("revise-prompt"),
            description=about,
            component=discord.ui.TextInput(
                custom_id="prompt",
                style=discord.TextStyle.paragraph,
                default=self.options.job.prompt[:PROMPT_LENGTH],
                min_length=1,
                max_length=PROMPT_LENGTH,
            ),
        )

    def _select(self, name: str, options: list[Option], *, about: str | None = None) -> discord.ui.Label[Any]:
        return discord.ui.Label(
            text=self.text(f"revise-{name}"),
            description=about,
            component=discord.ui.Select(custom_id=name, options=options),
        )

    def _files(self, most: int) -> discord.ui.Label[Any]:
        upload: discord.ui.FileUpload[Any] = discord.ui.FileUpload(
            custom_id="files", required=False, min_values=0, max_values=most
        )
        about = self.text("revise-files-description", limit=INPUT_LIMIT_MB)
        return discord.ui.Label(text=self.text("revise-files"), description=about, component=upload)

    # what there is to choose

    def _starts(self) -> list[Option]:
        as_before = self.text("revise-start-as-before") if self.options.is_as_before else None
        return [
            Option(
                label=self._start(start),
                value=start,
                default=start == self.options.start,
                description=as_before if start == self.options.start else None,
            )
            for start in self.options.starts
        ]

    def _start(self, start: str) -> str:
        if start.isdecimal():
            return self.text("picture", number=int(start) + 1)
        return self.text(
            "revise-start-before" if start == BEFORE else "revise-start-words", count=len(self.options.job.inputs)
        )

    def _ratios(self) -> list[Option]:
        follows = self.options.takes_inputs
        about = self.text("revise-ratio-auto")
        return [
            Option(
                label=ratio,
                value=ratio,
                default=ratio == self.options.ratio,
                description=about if ratio == INPUT_RATIO else None,
            )
            for ratio in self.options.model.ratios
            if follows or ratio != INPUT_RATIO
        ]

    def _counts(self) -> list[Option]:
        return [
            Option(label=self._count(count), value=str(count), default=count == self.options.count)
            for count in self.options.model.counts
        ]

    def _count(self, count: int) -> str:
        if self._sizes:
            return self.text("pictures", count=count)
        return self.text("revise-count-price", count=count, cost=self._cost(count))

    def _price(self) -> str:
        if self._sizes:
            return self.text("revise-price-by-size")
        return self.text("revise-price", cost=self._cost(1))

    def _resolutions(self) -> list[Option]:
        usual = self.options.params.resolution
        return [
            Option(
                label=self.text("revise-resolution-price", resolution=size, cost=self._cost(1, size)),
                value=size,
                default=size == usual,
            )
            for size in self._sizes
        ]

    def _cost(self, count: int, resolution: str | None = None) -> int:
        params = self.options.params
        return self.options.model.cost(replace(params, count=count, resolution=resolution or params.resolution))
