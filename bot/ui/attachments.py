"""Files that members attach, as inputs of an order: what Discord says of them before anything is fetched."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from typing import Any

import discord

from bot.domain.errors import BadAttachment, UnreadFormat
from bot.domain.jobs import Image
from bot.domain.limits import INPUT_LIMIT_MB, MIB
from bot.domain.picture_formats import by_name
from bot.services.pending_orders import in_order
from bot.ui.discord_internals import attached_file
from bot.ui.outbound.discord_errors import CALL_FAILURES, CALL_S, log_summary

log = logging.getLogger(__name__)

SPOILER = 1 << 3  # of an attachment's flags: https://discord.com/developers/docs/resources/message#attachment-object
#: What needs no look into the file: nobody names a photo so.
NEVER_READ = ("PDF", "SVG", "PSD", "video")


def read_attachments(attachments: Iterable[discord.Attachment | None]) -> tuple[Image, ...]:
    """Return the pictures among options, in order; raises BadAttachment where Discord already says that one is none."""
    return in_order(read_files(attachment.to_dict() for attachment in attachments if attachment is not None))


def read_files(files: Iterable[Mapping[str, Any]]) -> tuple[Image, ...]:
    """Return files, as Discord describes attachments, as inputs; raises BadAttachment as for an option."""
    return tuple(
        read_file(f["filename"], f["url"], f["size"], f.get("content_type"), is_spoiler=_is_spoiler(f)) for f in files
    )


def read_file(name: str, url: str, size: int, content_type: str | None, *, is_spoiler: bool = False) -> Image:
    """Return a file as an input picture; BadAttachment or UnreadFormat where Discord already says that it is none."""
    kind = by_name(name, content_type)
    if kind in NEVER_READ and size:
        raise UnreadFormat(name=name, format=kind)
    named_so = kind is not None or by_name(name, None) is not None
    typed_so = (content_type or "").startswith("image/")
    too_big = size > INPUT_LIMIT_MB * MIB
    if not (named_so or typed_so) or too_big or size == 0:
        raise BadAttachment(name=name, limit_mb=INPUT_LIMIT_MB, too_big=too_big)
    return Image(position=0, url=url, name=name, spoiler=is_spoiler)


def _is_spoiler(file: Mapping[str, Any]) -> bool:
    """Return True if a file was covered by who sent it; clients of today set a flag, older ones and bots a name."""
    return bool(file.get("spoiler") or (file.get("flags") or 0) & SPOILER or file["filename"].startswith("SPOILER_"))


async def read_attached(interaction: discord.Interaction, file: Mapping[str, Any]) -> bytes | None:
    """Return the bytes of a form's file, whose size the caller has looked at; None where it can't be fetched."""
    try:
        async with asyncio.timeout(CALL_S):
            return await attached_file(interaction.client, file).read()
    except (*CALL_FAILURES, KeyError, ValueError) as error:
        log.info("interaction %s: a file could not be fetched: %s", interaction.id, log_summary(error))
        return None
