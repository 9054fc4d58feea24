"""The buttons under a card: all they know stands in their id, so that they outlive every restart.

The grammar is `img1:<verb>:<job>`; `img1` is its version, since messages outlive releases.
"""

from __future__ import annotations

import re
from typing import Any

import discord

GRAMMAR = re.compile(r"img1:([a-z]{1,20}):([0-9]{1,19})")


class JobButton(discord.ui.Button[Any]):
    """One button of one job's card; its press is read from the wire, whoever drew the card."""

    def is_dispatchable(self) -> bool:
        """Keep it out of discord.py's register, which grows with each message and forgets with each view that ends."""
        return False


def job_button(
    verb: str, job_id: int, *, label: str, emoji: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> JobButton:
    """Return a new button for a job."""
    return JobButton(label=label[:80], emoji=emoji, style=style, custom_id=f"img1:{verb}:{job_id}")


def parse(custom_id: str) -> tuple[str, int]:
    """Return the verb and the job of one of our ids; an id that is not ours has neither."""
    match = GRAMMAR.fullmatch(custom_id)
    return (match[1], int(match[2])) if match else ("", 0)


def job_on(message: discord.Message) -> int:
    """Return the job whose buttons a message carries; 0 where it carries none."""
    view = discord.ui.LayoutView.from_message(message, timeout=None) if message.flags.components_v2 else None
    ids = (getattr(item, "custom_id", None) for item in view.walk_children()) if view else ()
    return next((job_id for custom_id in ids if custom_id and (job_id := parse(custom_id)[1])), 0)
