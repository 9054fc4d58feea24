"""What a message's buttons are for is read as Discord keeps them, wherever they stand in it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.ui.custom_ids import job_button, job_menu, job_on, jobs_on


def message(*rows: discord.ui.Item[Any], v2: bool = True) -> discord.Message:
    """A message with these components, as it comes back from Discord."""
    kept = [discord.components._component_factory(row.to_component_dict()) for row in rows]  # type: ignore[arg-type]
    return cast(discord.Message, SimpleNamespace(components=kept, flags=SimpleNamespace(components_v2=v2)))


def row(*items: discord.ui.Item[Any]) -> discord.ui.ActionRow[Any]:
    return discord.ui.ActionRow(*items)


def test_every_place_is_looked_at() -> None:
    beside = discord.ui.Section("words", accessory=job_button("show", 3, label="Show"))
    frame = discord.ui.Container(row(job_button("again", 1, label="Again")), beside)
    option = discord.SelectOption(label="1", value="1")
    menu = row(job_menu("use", 2, placeholder="Which", options=[option]))
    assert jobs_on(message(frame, menu)) == (1, 3, 2)


@pytest.mark.parametrize(("v2", "found"), [(True, 1), (False, 0)])
def test_only_a_card_is_a_jobs_own_message(v2: bool, found: int) -> None:
    assert job_on(message(row(job_button("again", 1, label="Again")), v2=v2)) == found


def test_what_is_not_ours_names_no_job() -> None:
    link: discord.ui.Button[Any] = discord.ui.Button(label="Full size", url="https://x/y")
    other: discord.ui.Button[Any] = discord.ui.Button(label="Other", custom_id="img9:again:1")
    assert jobs_on(message(row(link, other))) == ()
