"""What panels say of a pause, pure."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.pauses import Pause
from bot.ui.views import formatting


def pause_sentence(text: Callable[..., str], pause: Pause) -> str:
    """Return who paused what, since when, and how it ends; `text` speaks the reader's language."""
    since = formatting.relative(pause.since)
    if pause.is_whole_bot:
        return text("pause-whole-bot", since=since)
    by_user = formatting.mention(pause.by_user) if pause.by_user else "none"
    return text("pause-server", by_user=by_user, since=since)
