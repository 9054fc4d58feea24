"""A small Discord on a loopback port, for the demo and for tests: the real discord.py connects to it.

Simulated: REST v10 for messages, reactions, commands and interactions, the gateway with resume, Discord's refusals,
limits of edits, roles and the overwrites of a channel, and a page on which people act. Not simulated: voice,
webhooks of a channel, sharding across processes, and what is kept after the process ends.
"""

from __future__ import annotations

from bot.simulators.discord.models import Message
from bot.simulators.discord.page_config import FirstOrder, Page
from bot.simulators.discord.personas import Call, Person
from bot.simulators.discord.plain_text import plain_text
from bot.simulators.discord.server import FakeDiscord

__all__ = ["Call", "FirstOrder", "Message", "Page", "Person", "FakeDiscord", "plain_text"]
