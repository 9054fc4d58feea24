"""A small Discord on a loopback port, for the demo and for tests: the real discord.py connects to it."""

from __future__ import annotations

from bot.simulators.discord.models import Message
from bot.simulators.discord.page_routes import Page
from bot.simulators.discord.personas import Call, Person
from bot.simulators.discord.server import FakeDiscord

__all__ = ["Call", "Message", "Page", "Person", "FakeDiscord"]
