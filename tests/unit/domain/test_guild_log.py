"""Which kinds of events a server's log tells where."""

from __future__ import annotations

from dataclasses import fields

from bot.domain.guild_log import LogKind, LogRoutes


def test_by_default_nothing_is_told() -> None:
    assert LogRoutes().channels == ()
    assert not LogRoutes().previews


def test_every_kind_has_a_channel_of_its_own() -> None:
    assert {field.name for field in fields(LogRoutes)} == {*map(str, LogKind), "previews"}


def test_kinds_are_routed_together_and_one_by_one() -> None:
    routes = LogRoutes(previews=True).routed([LogKind.FINISHED, LogKind.REPORTS], 7).routed([LogKind.ACTS], 8)
    assert routes.channels == (7, 8)
    assert routes.kinds(7) == (LogKind.FINISHED, LogKind.REPORTS)
    assert routes.channel(LogKind.MONEY) == 0
    assert routes.routed([LogKind.ACTS], 0).channels == (7,)
    assert routes.previews
