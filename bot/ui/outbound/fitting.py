"""Pictures sent as large as Discord takes them, which is sometimes less than it says."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import discord

from bot.domain.jobs import Job
from bot.ui.outbound.card_pictures import CardPictures
from bot.ui.outbound.discord_errors import is_too_large
from bot.ui.views.card_files import CardFiles

T = TypeVar("T")
log = logging.getLogger(__name__)

SMALLEST = 256 * 1024  # a file that Discord finds too large even so has another trouble


async def send_fitting(
    send: Callable[[CardFiles], Awaitable[T]], art: CardFiles, *, job: Job, pictures: CardPictures
) -> T:
    """Return what `send(art)` brings; where Discord finds the files too large they are halved and sent again.

    Raises what else Discord says, and also that they are too large where halving them is no help.
    """
    limit = job.file_limit
    while True:
        try:
            return await send(art)
        except discord.HTTPException as error:
            if not is_too_large(error) or limit < SMALLEST:
                raise
        log.warning("job %s: its pictures were too large for Discord; sending smaller ones", job.id)
        largest = max((fitted.size for fitted in art.outputs), default=0)
        limit = min(limit, largest) // 2
        art = replace(art, outputs=await pictures.outputs(replace(job, file_limit=limit)))
