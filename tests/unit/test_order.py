"""A model's command asks for each of its options by the kind of its choices."""

from __future__ import annotations

from typing import Any, cast

import discord
import pytest
from discord import app_commands

from bot.domain.catalog import COUNT, FORMAT, Model, Option
from bot.i18n import Texts
from cogs.order import order_command


def asked(option: Option) -> app_commands.Parameter:
    """How the command of a model with this option asks for it."""
    model = Model(name="sketch", title="Sketch", path="/sketch", body=(option,))
    parameters = order_command(Texts(), model, cast(Any, None)).parameters
    return next(parameter for parameter in parameters if parameter.name == option.argument)


def test_numbers_in_a_row_are_typed() -> None:
    count = asked(COUNT)
    assert (count.type, count.min_value, count.max_value) == (discord.AppCommandOptionType.integer, 1, 4)
    assert not count.choices


@pytest.mark.parametrize(
    ("option", "kind"),
    [
        (FORMAT, discord.AppCommandOptionType.string),
        (COUNT.offering(1, 4), discord.AppCommandOptionType.integer),
        (COUNT.offering(4, 2, 1), discord.AppCommandOptionType.integer),
    ],
)
def test_anything_else_is_chosen_from_a_list(option: Option, kind: discord.AppCommandOptionType) -> None:
    parameter = asked(option)
    assert parameter.type is kind
    assert [choice.value for choice in parameter.choices] == list(option.choices)
