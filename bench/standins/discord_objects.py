"""Discord's objects, as much of each as discord.py reads."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from bench.standins.serving import JSON

EPOCH_MS = 1_420_070_400_000
BOT = 1_000_000_000_000_000_000
ALL_RIGHTS = str(2**50 - 1)
JOINED = "2024-01-01T00:00:00+00:00"


class Snowflakes:
    """A source of strictly increasing ids that tell their time; each leaves one free after it, for a channel."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        """Return an id higher than any before."""
        self._last = max((time.time_ns() // 1_000_000 - EPOCH_MS) << 22, self._last + 2)
        return self._last


def user(number: int, *, is_bot: bool = False) -> JSON:
    """Return a user."""
    name = "banana" if is_bot else f"person{number - BOT}"
    return {
        "id": str(number),
        "username": name,
        "global_name": name,
        "discriminator": "0",
        "avatar": None,
        "bot": is_bot,
        "public_flags": 0,
        "flags": 0,
    }


def member(number: int) -> JSON:
    """Return a member with every right."""
    return {
        "user": user(number, is_bot=number == BOT),
        "roles": [],
        "nick": None,
        "avatar": None,
        "joined_at": JOINED,
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "permissions": ALL_RIGHTS,
    }


def application() -> JSON:
    """Return the application."""
    return {
        "id": str(BOT),
        "name": "banana",
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user(BOT + 1),
        "team": None,
        "verify_key": "0" * 64,
        "flags": 0,
        "bot": user(BOT, is_bot=True),
    }


def channel(guild_id: int) -> JSON:
    """Return the one channel of a guild."""
    return {
        "id": str(guild_id + 1),
        "type": 0,
        "guild_id": str(guild_id),
        "name": "studio",
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "topic": None,
        "parent_id": None,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "flags": 0,
    }


def guild(number: int) -> JSON:
    """Return a guild as it comes at a session's start."""
    everyone = {
        "id": str(number),
        "name": "@everyone",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": ALL_RIGHTS,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    lists = ("emojis", "stickers", "features", "presences", "voice_states", "threads", "stage_instances")
    return {
        "id": str(number),
        "name": f"Guild {number}",
        "icon": None,
        "owner_id": str(BOT + 1),
        "preferred_locale": "en-US",
        "roles": [everyone],
        "channels": [channel(number)],
        "members": [member(BOT)],
        "member_count": 51,
        "joined_at": JOINED,
        "large": False,
        "unavailable": False,
        "premium_tier": 0,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "afk_timeout": 300,
        "afk_channel_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        **{name: [] for name in lists},
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def command(number: int, token: str, guild_id: int, person: int, name: str, options: JSON) -> JSON:
    """Return the interaction of a typed command whose options are texts or numbers."""
    return {
        "id": str(number),
        "application_id": str(BOT),
        "type": 2,
        "token": token,
        "version": 1,
        "data": {
            "id": "9000",
            "name": name,
            "type": 1,
            "options": [
                {"name": key, "type": 4 if isinstance(value, int) else 3, "value": value}
                for key, value in options.items()
            ],
        },
        "channel_id": str(guild_id + 1),
        "channel": {**channel(guild_id), "permissions": ALL_RIGHTS},
        "locale": "en-US",
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": 10 * 2**20,
        "context": 0,
        "guild_id": str(guild_id),
        "guild_locale": "en-US",
        "guild": {"id": str(guild_id), "locale": "en-US", "features": []},
        "member": member(person),
        "app_permissions": ALL_RIGHTS,
        "authorizing_integration_owners": {"0": str(guild_id)},
    }


def message(number: int, channel_id: int, form: JSON, *, before: JSON | None = None) -> JSON:
    """Return a message of the bot as a form leaves it; its files have addresses that nothing answers."""
    old = before or {"content": "", "components": [], "embeds": [], "flags": 0, "attachments": []}
    kept = {str(one["id"]): one for one in old["attachments"]}
    listed = form.get("attachments")
    files = list(kept.values()) if listed is None else [_file(number, one, kept) for one in listed]
    sent = form.get("components")
    components = old["components"] if sent is None else sent
    for item in _shown(components):
        item["media"]["url"] = item["media"]["url"].replace("attachment://", f"http://127.0.0.1/{number}/")
    return {
        "id": str(number),
        "channel_id": str(channel_id),
        "type": 0,
        "author": user(BOT, is_bot=True),
        "content": form.get("content") or old["content"],
        "timestamp": datetime.now(UTC).isoformat(),
        "edited_timestamp": datetime.now(UTC).isoformat() if before else None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": files,
        "embeds": form.get("embeds") or old["embeds"],
        "components": components,
        "reactions": [],
        "pinned": False,
        "flags": form.get("flags") or old["flags"],
    }


def _file(number: int, listed: JSON, kept: dict[str, JSON]) -> JSON:
    if str(listed["id"]) in kept:
        return kept[str(listed["id"])]
    name = listed.get("filename", "file.png")
    url = f"http://127.0.0.1/{number}/{name}"
    known = {"filename": name, "size": 1000, "url": url, "proxy_url": url, "content_type": "image/png"}
    return {"id": str(number + int(listed["id"]) + 1), **known}


def _shown(components: list[JSON]) -> Iterator[JSON]:
    for part in components:
        if part["type"] == 12:
            yield from part["items"]
        yield from _shown(part.get("components", []))
