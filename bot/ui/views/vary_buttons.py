"""The buttons that draw one of a card's pictures anew, pure: each id says which picture, and the price on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.services.versions import CardActions
from bot.ui.custom_ids import LARGEST_ARGUMENT, job_button
from bot.ui.discord_internals import WireButton

POSITIONS = 10  # of a job's pictures, that an id can tell apart
HIGHEST_COST = LARGEST_ARGUMENT // POSITIONS  # that an id can say; a higher one is asked about


def vary_buttons(actions: CardActions, say: Callable[..., str]) -> Iterator[WireButton]:
    """Yield a button for each picture that can be varied, on a row of their own."""
    job, cost = actions.job, actions.vary_cost
    for position in actions.variable:
        label = say("button-vary", n=position + 1, count=len(job.outputs), cost=cost)
        n = min(cost, HIGHEST_COST) * POSITIONS + position
        button = job_button("vary", job.id, emoji="🎲", label=label, n=n)
        button.row = 1
        yield button


def vary_line(actions: CardActions, say: Callable[..., str]) -> str:
    """Return what varying is, and where the numbers stand; empty where nothing can be varied."""
    count = len(actions.job.outputs)
    places = [say("picture-place", n=position + 1, count=count) for position in actions.variable]
    listed = ", ".join(place.replace(" · ", "\u00a0·\u00a0") for place in places)  # a number stays with its place
    return "-# " + say("more-vary", count=count, places=listed) if places else ""


def varied(argument: int) -> tuple[int, int]:
    """Return which picture a button's id says, and which price."""
    cost, position = divmod(argument, POSITIONS)
    return position, cost
