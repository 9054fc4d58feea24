"""The pictures of a message: our own card's as we keep them, others' as Discord has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import discord
from yarl import URL

from bot.domain.errors import BadAttachment, Deleted, NoPicture, Refusal, UnreadFormat
from bot.domain.jobs import Image, Job
from bot.domain.limits import MOST_OPTIONS
from bot.services.orders import Orders
from bot.services.pending_orders import in_order, next_version_fields
from bot.ui.attachments import read_file
from bot.ui.discord_internals import api_host
from bot.ui.views.card_files import is_result

#: Where Discord keeps files.
FILES = ("cdn.discordapp.com", "media.discordapp.net")


async def pending_fields(orders: Orders, message: discord.Message) -> Mapping[str, Any]:
    """Return what a pending order about a message begins with.

    Raises NoPicture, BadAttachment, UnreadFormat or Deleted.
    """
    forwarded = await _forwarded(orders, message)
    job = await orders.by_message(message.id)
    if job is not None and job.erased_at is not None:
        raise Deleted  # though its message may stand, where Discord let nobody take it away
    if job is not None and all(image.path for image in job.outputs):
        return pending_fields_of_card(job)
    found = await orders.readable(pictures(message))
    card = job or forwarded  # the bot posted it; whose it is, its order says
    if card is not None:
        found = [replace(image, owner_id=image.owner_id or card.user_id) for image in found]
    return {"pictures": in_order(found)}


def _owner_id(message: discord.Message, said: discord.Message | discord.MessageSnapshot) -> int:
    """Return the member whose pictures a message has; 0 of a bot, a webhook or a forward: Discord names nobody."""
    is_members = said is message and not message.author.bot and not message.webhook_id
    return message.author.id if is_members else 0


async def _forwarded(orders: Orders, message: discord.Message) -> Job | None:
    """Return the job of a card that was forwarded; raises Deleted where its picture is not to come back in public."""
    if not (message.message_snapshots and message.reference and message.reference.message_id):
        return None
    job = await orders.by_message(message.reference.message_id)
    if job is not None and (job.erased_at is not None or job.removed_at is not None):
        raise Deleted
    return job


def pending_fields_of_card(job: Job) -> Mapping[str, Any]:
    """Return what a pending order about a card begins with; raises NoPicture or Deleted."""
    if job.erased_at is not None:
        raise Deleted
    if not job.outputs:
        raise NoPicture
    return next_version_fields(job)


def pictures(message: discord.Message) -> list[Image]:
    """Return the pictures of a message, forwarded ones too; raises NoPicture or BadAttachment."""
    found: dict[str, Image] = {}
    unusable: list[Refusal] = []
    for said in _said(message):
        for image in (
            *_files(_own_left_out(message, said), unusable),
            *_shown(said.components),
            *_embedded(said.embeds),
        ):
            address = image.url.partition("?")[0]
            spoiler = image.spoiler or _is_covered(found, address)
            found[address] = replace(found.get(address, image), spoiler=spoiler, owner_id=_owner_id(message, said))
    if not found:
        raise unusable[0] if unusable else NoPicture
    return list(found.values())[:MOST_OPTIONS]


def _said(message: discord.Message) -> Iterator[discord.Message | discord.MessageSnapshot]:
    yield message
    yield from message.message_snapshots


def _own_left_out(
    message: discord.Message, said: discord.Message | discord.MessageSnapshot
) -> Iterator[discord.Attachment]:
    """Yield the files of what was said, without a card's small copy of its input and what keeps its pictures' place.

    What a member sends may be named as it likes; who said what is forwarded Discord doesn't tell.
    """
    is_members = said is message and not message.author.bot
    yield from (file for file in said.attachments if is_members or is_result(file.filename))


def _files(attachments: Iterable[discord.Attachment], unusable: list[Refusal]) -> Iterator[Image]:
    for file in attachments:
        if not _is_at(file.url, FILES):
            continue
        try:
            yield read_file(file.filename, file.url, file.size, file.content_type, is_spoiler=file.is_spoiler())
        except (BadAttachment, UnreadFormat) as error:
            unusable.append(error)


def _is_covered(found: Mapping[str, Image], address: str) -> bool:
    return address in found and found[address].spoiler


def _shown(components: Iterable[Any], *, covered: bool = False) -> Iterator[Image]:
    """Yield what galleries and thumbnails show; a file that is attached stands among the attachments already."""
    for component in components:
        if isinstance(component, discord.MediaGalleryComponent):
            shown: list[discord.MediaGalleryItem | discord.ThumbnailComponent] = [*component.items]
        else:
            shown = [component] if isinstance(component, discord.ThumbnailComponent) else []
        for item in shown:
            if (item.media.content_type or "image/").startswith("image/"):
                yield from _image(item.media.url, item.media.proxy_url, spoiler=covered or item.spoiler)
        nested = (*getattr(component, "children", ()), getattr(component, "accessory", None))
        inside = covered or bool(getattr(component, "spoiler", False))
        yield from _shown((part for part in nested if part is not None), covered=inside)


def _embedded(embeds: Iterable[discord.Embed]) -> Iterator[Image]:
    for embed in embeds:
        for medium in (embed.image, embed.thumbnail):
            if medium.url:
                yield from _image(medium.url, medium.proxy_url)
                break


def _image(url: str, copy: str | None, *, spoiler: bool = False) -> Iterator[Image]:
    """Yield a picture by Discord's own address, where it has one."""
    address = url if _is_at(url, FILES) or not copy else copy
    with suppress(ValueError):  # what others link to may be no address at all
        name = URL(address).name
        if is_result(name) and address.startswith("http"):
            yield Image(position=0, url=address, name=name, spoiler=spoiler)


def _is_at(url: str, hosts: Iterable[str]) -> bool:
    """Return True if an address is at one of the hosts; a stand-in for Discord serves its files itself."""
    try:
        host = URL(url).host
    except ValueError:
        return False
    return host is not None and (host in hosts or host == api_host())
