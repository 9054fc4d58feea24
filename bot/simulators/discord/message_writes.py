"""The bot's message writes: read from the request, checked by Discord's rules, then applied to the message."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import BodyPartReader, web

from bot.simulators.discord import components
from bot.simulators.discord.errors import ApiError, FormErrors, integer, mapping, members
from bot.simulators.discord.models import COMPONENTS_V2, LOADING, Attachment, Message
from bot.simulators.discord.state import State

JSON = dict[str, Any]
T = TypeVar("T")
REQUEST_LIMIT = 25 * 1024 * 1024
SETTABLE = 1 << 2 | 1 << 12 | COMPONENTS_V2
MENTION = re.compile(r"<@!?(\d+)>")


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that came with a request."""

    filename: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Form:
    """A request's JSON, and its files by number."""

    json: JSON
    uploads: dict[str, Upload] = field(default_factory=dict)


async def read(request: web.Request) -> Form:
    """Read a JSON or multipart body."""
    if not request.content_type.startswith("multipart/"):
        return Form(json=_load(await request.text()))
    payload: JSON = {}
    uploads: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read(decode=False))
        if part.name in ("payload_json", "payload"):
            payload = _load(data.decode())
        else:
            key = re.sub(r"^files?[\[:](.*?)\]?$", r"\1", part.name or "")
            uploads[key] = Upload(filename=part.filename or "file", data=data)
    return Form(json=payload, uploads=uploads)


def _load(text: str) -> JSON:
    try:
        payload = json.loads(text or "{}")
    except ValueError:
        raise ApiError(50109) from None
    if not isinstance(payload, dict):
        raise ApiError(50109)
    return payload


@dataclass(kw_only=True)
class PendingMessage:
    """A message's content as a checked form asks for it, not written yet."""

    content: str
    flags: int
    components: list[JSON]
    embeds: list[JSON]
    kept: list[Attachment]
    added: list[tuple[Upload, str | None]]
    mentions: list[int]

    @property
    def text(self) -> str:
        """All text that a reader would see."""
        return "\n".join((self.content, *components.texts(self.components)))


class MessageWriter:
    """The checks of a form, and its writing into a message."""

    def __init__(self, state: State, *, file_limit: int) -> None:
        self.state = state
        self.file_limit = file_limit

    def check(self, form: Form, before: Message | None = None) -> PendingMessage:
        """Return the checked form; ApiError for one that Discord would refuse."""
        self._sizes(form)
        errors = FormErrors()
        kept, added = self._files(form, before, errors)
        pending = PendingMessage(
            content=_kept(form.json, "content", before.content if before else "") or "",
            flags=self._flags(form.json, before, errors),
            components=_kept(form.json, "components", before.components if before else []) or [],
            embeds=_kept(form.json, "embeds", before.embeds if before else []) or [],
            kept=kept,
            added=added,
            mentions=[],
        )
        self._rules(pending, errors)
        errors.check()
        pending.components = copy.deepcopy(pending.components)
        if not (pending.content or pending.components or pending.embeds or pending.kept or pending.added):
            raise ApiError(50006)
        pending.mentions = self._mentions(pending, form.json)
        return pending

    def _sizes(self, form: Form) -> None:
        sizes = [len(upload.data) for upload in form.uploads.values()]
        if any(size > self.file_limit for size in sizes) or sum(sizes) > REQUEST_LIMIT:
            raise ApiError(40005)

    def _flags(self, payload: JSON, before: Message | None, errors: FormErrors) -> int:
        old = (before.flags & ~LOADING) if before else 0
        if payload.get("flags") is None:
            return old
        flags = integer(payload, "flags")
        if old & COMPONENTS_V2 and not flags & COMPONENTS_V2:
            message = "The IS_COMPONENTS_V2 flag cannot be removed from a message"
            errors.add(("flags",), "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", message)
        return (old & ~SETTABLE) | (flags & SETTABLE)

    def _files(
        self, form: Form, before: Message | None, errors: FormErrors
    ) -> tuple[list[Attachment], list[tuple[Upload, str | None]]]:
        have = {str(a.id): a for a in before.attachments} if before else {}
        listed = form.json.get("attachments")
        described: dict[str, JSON] = {}
        kept = list(have.values()) if listed is None else []
        if not isinstance(listed, list | None):
            errors.add(("attachments",), "LIST_TYPE_CONVERT", "Must be a list.")
            listed = []
        for n, item in members(listed or []):
            key = str(item.get("id"))
            errors.length(("attachments", n, "description"), item.get("description"), 0, 1024)
            if key in have:
                kept.append(have[key])
            elif key in form.uploads:
                described[key] = item
            else:
                message = "The referenced attachment was not found"
                errors.add(("attachments", n, "id"), "ATTACHMENT_NOT_FOUND", message)
        added = [
            (Upload(filename=str(item.get("filename") or upload.filename), data=upload.data), item.get("description"))
            for key, upload in form.uploads.items()
            for item in (described.get(key, {}),)
        ]
        if len(kept) + len(added) > 10:
            raise ApiError(30015)
        return kept, added

    def _rules(self, pending: PendingMessage, errors: FormErrors) -> None:
        v2 = bool(pending.flags & COMPONENTS_V2)
        if v2:
            for name in ("content", "embeds"):
                if getattr(pending, name):
                    message = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                    code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
                    errors.add((name,), code, message)
        errors.length(("content",), pending.content, 0, 2000)
        for n, embed in members(errors.count(("embeds",), pending.embeds, 0, 10)):
            errors.length(("embeds", n, "title"), embed.get("title"), 0, 256)
            errors.length(("embeds", n, "description"), embed.get("description"), 0, 4096)
        names = {a.filename for a in pending.kept} | {u.filename.replace(" ", "_") for u, _ in pending.added}
        components.Rules(errors, names).check(pending.components, v2=v2)

    def _mentions(self, pending: PendingMessage, payload: JSON) -> list[int]:
        named = [int(found) for found in MENTION.findall(pending.text) if int(found) in self.state.users]
        allowed = mapping(payload, "allowed_mentions")
        errors = FormErrors()
        parse = errors.count(("allowed_mentions", "parse"), allowed.get("parse"), 0, 3)
        permitted = {str(u) for u in errors.count(("allowed_mentions", "users"), allowed.get("users"), 0, 100)}
        errors.check()
        if payload.get("allowed_mentions") is not None and "users" not in parse:
            named = [user for user in named if str(user) in permitted]
        return list(dict.fromkeys(named))

    def write(self, pending: PendingMessage, message: Message) -> Message:
        """Write a checked form into the message; the caller publishes the change."""
        added = [self.state.attach(upload.filename, upload.data, description) for upload, description in pending.added]
        message.attachments = [*pending.kept, *added]
        message.content, message.flags, message.embeds = pending.content, pending.flags, pending.embeds
        message.mentions = pending.mentions
        message.components = pending.components
        components.number(message.components)
        files = {a.filename: a for a in message.attachments}
        for part in components.walk(message.components):
            for _, item in components.media_items(part):
                self._resolve(item, files)
        return message

    def _resolve(self, item: JSON, files: dict[str, Attachment]) -> None:
        scheme, _, name = str(item["url"]).partition("://")
        if scheme != "attachment":
            item.setdefault("proxy_url", item["url"])
            return
        attachment = files[name]
        url = self.state.url(attachment)
        item.clear()
        item.update(
            id=str(attachment.id),
            attachment_id=str(attachment.id),
            url=url,
            proxy_url=url,
            width=attachment.width,
            height=attachment.height,
            content_type=attachment.content_type,
            loading_state=2,
        )


def _kept(payload: JSON, name: str, old: T) -> T | None:
    return payload.get(name) if name in payload else old
