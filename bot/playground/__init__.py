"""A small Discord on a loopback port, for the demo and for tests: the real discord.py connects to it."""

from __future__ import annotations

from bot.playground.page import Page
from bot.playground.people import Call, Person
from bot.playground.records import Message
from bot.playground.server import Playground

__all__ = ["Call", "Message", "Page", "Person", "Playground"]
