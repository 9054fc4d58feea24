"""A chart is drawn beside the bot, and whatever becomes of that, only the chart is missing."""

from __future__ import annotations

import struct

from bot.domain.charts import Chart, Line, Series
from bot.pictures.charts import ChartProcess

CHART = Chart(
    title="Crédits par jour",
    labels=("1 nov.", "2 nov."),
    series=(Series(name="Nano Banana", values=(3, 0)), Series(name="Pro", values=(0, 12))),
    lines=(Line(name="150", value=150), Line(name="20", value=20)),
)


async def test_a_chart_is_a_picture_that_a_phone_shows_legibly() -> None:
    drawn = await ChartProcess().draw(CHART)
    assert drawn is not None and drawn.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", drawn[16:24])
    assert (width, height) == (1000, 750)


async def test_without_the_extra_there_is_none() -> None:
    charts = ChartProcess(module="no_such_library")
    assert not charts.are_there
    assert await charts.draw(CHART) is None


async def test_one_that_takes_too_long_is_given_up() -> None:
    assert await ChartProcess(limit_s=0.01).draw(CHART) is None
