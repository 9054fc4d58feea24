"""What a message's buttons are for is read as Discord keeps them, wherever they stand in it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.ui.custom_ids import ComponentEvent, job_button, job_menu, job_on, jobs_on, parse, read


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


# edges


def option(n: int) -> discord.SelectOption:
    return discord.SelectOption(label=str(n), value=str(n))


def test_a_button_s_label_is_cut_after_80_characters() -> None:
    labels = [job_button("again", 1, label="x" * length).to_component_dict()["label"] for length in (80, 81)]
    assert labels == ["x" * 80] * 2


def test_a_menu_offers_25_options_and_explains_itself_in_150_characters() -> None:
    for more in (0, 1):
        menu = job_menu("use", 2, placeholder="x" * (150 + more), options=[option(n) for n in range(25 + more)])
        drawn = menu.to_component_dict()
        assert [each["value"] for each in drawn["options"]] == [str(n) for n in range(25)]
        assert drawn["placeholder"] == "x" * 150


def test_of_what_a_menu_sends_25_values_are_read() -> None:
    for count in (25, 26):
        data = {"custom_id": "img1:pick-use:2", "values": [str(n) for n in range(count)]}
        event = read(cast(discord.Interaction, SimpleNamespace(data=data)))
        assert event is not None and event.values == tuple(str(n) for n in range(25))


@pytest.mark.parametrize(
    ("custom_id", "known"),
    [
        (f"img1:{'a' * 20}:1", True),
        (f"img1:{'a' * 21}:1", False),
        (f"img1:again:{'9' * 19}", True),
        (f"img1:again:{'9' * 20}", False),
        ("img1:again:1:9999", True),
        ("img1:again:1:10000", False),
        ("img1:again:1:", False),
        ("img1::1", False),
    ],
)
def test_an_id_is_ours_to_its_last_character(custom_id: str, known: bool) -> None:
    assert (parse(custom_id) is not None) is known


@pytest.mark.parametrize(
    ("values", "chosen"),
    [(("42",), 42), ((), 0), (("",), 0), (("-1",), 0), (("４２",), 0), (("9" * 19,), 0), (("9" * 5000,), 0)],
)
def test_what_was_chosen_is_an_id_or_nothing(values: tuple[str, ...], chosen: int) -> None:
    assert ComponentEvent(verb="log", subject_id=1, values=values).chosen_id == chosen
