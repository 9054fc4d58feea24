"""The life of an interaction: three seconds for the first answer, fifteen minutes for the rest."""

from __future__ import annotations

import asyncio
import secrets
import time
from itertools import takewhile
from typing import Any

from bot.simulators.discord import modals, permissions, serializers
from bot.simulators.discord.errors import ApiError, FormErrors, integer, mapping, members
from bot.simulators.discord.faults import Faults
from bot.simulators.discord.gateway import Gateway
from bot.simulators.discord.message_writes import Form, MessageWriter, PendingMessage
from bot.simulators.discord.models import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    EPHEMERAL,
    LOADING,
    MODAL_SUBMIT,
    Change,
    Channel,
    Interaction,
    Message,
    User,
)
from bot.simulators.discord.state import World

JSON = dict[str, Any]
SEND, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
FITTING = {
    COMMAND: (SEND, DEFER, MODAL),
    COMPONENT: (SEND, DEFER, DEFER_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    MODAL_SUBMIT: (SEND, DEFER, DEFER_UPDATE, UPDATE),
}
NO_ANSWER = "The application did not respond"


class Interactions:
    """All interactions by their token."""

    def __init__(self, world: World, gateway: Gateway, faults: Faults, desk: MessageWriter) -> None:
        self.world = world
        self.gateway = gateway
        self.faults = faults
        self.desk = desk
        self.ack_seconds = 3.0
        self.token_seconds = 900.0
        self._by_token: dict[str, Interaction] = {}
        self._by_id: dict[int, Interaction] = {}

    def start(
        self,
        kind: int,
        user: User,
        channel: Channel,
        data: JSON,
        *,
        locale: str,
        **about: Any,  # noqa: ANN401
    ) -> Interaction:
        """Create an interaction and deliver it to the bot."""
        interaction = Interaction(
            id=self.world.ids.next(),
            token=secrets.token_urlsafe(48),
            type=kind,
            user=user,
            channel=channel,
            data=data,
            locale=locale,
            started=time.monotonic(),
            **about,
        )
        self._by_token[interaction.token] = self._by_id[interaction.id] = interaction
        payload = self._payload(interaction)
        for _ in range(2 if self.faults.doubled() else 1):
            self.gateway.dispatch("INTERACTION_CREATE", lambda _: payload, guild_id=channel.guild_id)
        asyncio.get_running_loop().call_later(self.ack_seconds, self._overdue, interaction)
        self.world.tell(Change(kind="interaction", interaction=interaction))
        return interaction

    def _payload(self, one: Interaction) -> JSON:
        world, place = self.world, one.channel
        held = str(permissions.bits(world.rights(one.user, place)))
        body: JSON = {
            "id": str(one.id),
            "application_id": str(world.bot.id),
            "type": one.type,
            "token": one.token,
            "version": 1,
            "data": one.data,
            "channel_id": str(place.id),
            "channel": {**serializers.channel(world, place), "permissions": held},
            "locale": one.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "attachment_size_limit": self.desk.file_limit,
        }
        if one.source is not None:
            body["message"] = serializers.message(world, one.source, viewer_id=world.bot.id)
        if place.guild_id is None:
            owners = {"0": "0"}
            return body | {"user": serializers.user(one.user), "context": 1, "authorizing_integration_owners": owners}
        guild = world.guilds[place.guild_id]
        return body | {
            "context": 0,
            "guild_id": str(guild.id),
            "guild_locale": guild.locale,
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "member": serializers.member(one.user, guild, rights=world.rights(one.user, place)),
            "app_permissions": str(permissions.bits(world.rights(world.bot, place))),
            "authorizing_integration_owners": {"0": str(guild.id)},
        }

    def _overdue(self, interaction: Interaction) -> None:
        if not interaction.answered:
            interaction.failed = True
            self._settle(interaction)

    def _settle(self, interaction: Interaction) -> None:
        interaction.settled.set()
        self.world.tell(Change(kind="interaction", interaction=interaction))

    def find(self, interaction_id: int) -> Interaction | None:
        """Return the interaction of that id."""
        return self._by_id.get(interaction_id)

    def recent(self, user: User) -> list[Interaction]:
        """Return what a person started in the last minute."""
        since = time.monotonic() - 60
        newest = takewhile(lambda one: one.started > since, reversed(self._by_id.values()))
        return [one for one in newest if one.user is user][::-1]

    def answer(self, interaction_id: int, token: str, form: Form) -> JSON:
        """Take the first answer, and return Discord's report of it."""
        one = self._by_token.get(token)
        if one is None or one.id != interaction_id:
            raise ApiError(10062)
        try:
            self._take(one, form)
        except ApiError as error:
            one.code = error.code
            raise
        self._settle(one)
        return self._report(one)

    def _take(self, one: Interaction, form: Form) -> None:
        if one.answered:
            raise ApiError(40060)
        if one.failed:
            raise ApiError(10062)
        kind = integer(form.json, "type")
        errors = FormErrors()
        errors.choice(("type",), kind, FITTING[one.type])
        errors.check()
        if kind in (DEFER_UPDATE, UPDATE) and one.source is None:
            errors.choice(("type",), kind, (SEND, DEFER))
            errors.check()
        inner = Form(json=mapping(form.json, "data"), uploads=form.uploads)
        takers = {SEND: self._send, DEFER: self._defer, UPDATE: self._update, CHOICES: self._choose, MODAL: self._open}
        if kind != DEFER_UPDATE:
            takers[kind](one, inner)
        else:
            one.message = one.source
        one.answered, one.response_type = True, kind

    def _send(self, one: Interaction, form: Form) -> None:
        one.ephemeral = bool(integer(form.json, "flags") & EPHEMERAL)
        draft = self.desk.check(form)
        self._let_in(one, draft, ephemeral=one.ephemeral)
        message = self._blank(one, ephemeral=one.ephemeral)
        one.message = self.world.post(self.desk.write(draft, message))

    def _defer(self, one: Interaction, form: Form) -> None:
        flags = integer(form.json, "flags")
        if flags & ~EPHEMERAL:
            errors = FormErrors()
            errors.add(("data", "flags"), "BITFIELD_INVALID", "Only EPHEMERAL can be set when deferring.")
            errors.check()
        one.ephemeral = bool(flags & EPHEMERAL)
        self.world.check_writable(self.world.channel(one.channel.id), new=True)
        message = self._blank(one, ephemeral=one.ephemeral)
        message.flags = LOADING
        one.message = self.world.post(message)

    def _update(self, one: Interaction, form: Form) -> None:
        if one.source is None or one.source.deleted:
            raise ApiError(10008)
        self._rewrite(one, form, one.source)
        one.message = one.source
        self.world.edited(one.source)

    def _choose(self, one: Interaction, form: Form) -> None:
        errors = FormErrors()
        choices = errors.count(("data", "choices"), form.json.get("choices"), 0, 25)
        for n, choice in members(choices):
            errors.length(("data", "choices", n, "name"), choice.get("name"), 1, 100)
        errors.check()
        one.choices = choices

    def _open(self, one: Interaction, form: Form) -> None:
        modals.check(form.json)
        modals.number(form.json)
        one.modal = form.json

    def _blank(self, one: Interaction, *, ephemeral: bool) -> Message:
        metadata = {
            "id": str(one.id),
            "type": one.type,
            "user": serializers.user(one.user),
            "authorizing_integration_owners": {"0": str(one.channel.guild_id or 0)},
            **({"name": one.name} if one.name else {}),
        }
        return Message(
            id=self.world.ids.next(),
            channel_id=one.channel.id,
            author_id=self.world.bot.id,
            ephemeral_for=one.user.id if ephemeral else None,
            interaction=metadata,
            command_name=one.name,
            kind=20 if one.type == COMMAND else 0,
        )

    def _report(self, one: Interaction) -> JSON:
        about: JSON = {"id": str(one.id), "type": one.type}
        resource: JSON = {"type": one.response_type}
        if one.message is not None:
            about["response_message_id"] = str(one.message.id)
            about["response_message_loading"] = one.message.loading
            about["response_message_ephemeral"] = one.message.ephemeral_for is not None
        if one.message is not None and one.response_type in (SEND, UPDATE):
            resource["message"] = self.show(one.message)
        return {"interaction": about, "resource": resource}

    def show(self, message: Message) -> JSON:
        """Return a message as the bot gets it."""
        return serializers.message(self.world, message, viewer_id=self.world.bot.id)

    def by_token(self, application_id: int, token: str) -> Interaction:
        """Return the interaction a webhook call is about, or refuse a token that is spent."""
        one = self._by_token.get(token)
        if one is None or application_id != self.world.bot.id:
            raise ApiError(50027)
        if time.monotonic() - one.started > self.token_seconds:
            raise ApiError(50027)
        if not one.answered:
            raise ApiError(10015)
        return one

    def message(self, one: Interaction, which: str) -> Message:
        """Return the original answer or one of the follow-ups."""
        candidates = [one.message] if which == "@original" else [one.message, *one.followups]
        for message in candidates:
            if message and not message.deleted and which in ("@original", str(message.id)):
                return message
        raise ApiError(10008)

    def edit(self, one: Interaction, which: str, form: Form) -> Message:
        """Change the answer or a follow-up."""
        message = self.message(one, which)
        self._rewrite(one, form, message)
        self.world.edited(message)
        return message

    def _rewrite(self, one: Interaction, form: Form, message: Message) -> None:
        channel, draft = self.world.channel(one.channel.id), self.desk.check(form, message)
        if message.ephemeral_for is None:
            self.world.check_writable(channel)
            self.world.check_words(channel, draft.text)
        self.desk.write(draft, message)

    def _let_in(self, one: Interaction, draft: PendingMessage, *, ephemeral: bool) -> None:
        channel = self.world.channel(one.channel.id)
        if not ephemeral:
            self.world.check_words(channel, draft.text)
            self.world.check_writable(channel, new=True)

    def follow_up(self, one: Interaction, form: Form) -> Message:
        """Add a message; after a deferral the first one fills the waiting answer, as Discord does."""
        if one.message is not None and one.message.loading and not one.message.deleted:
            return self.edit(one, "@original", form)
        ephemeral = bool(integer(form.json, "flags") & EPHEMERAL)
        draft = self.desk.check(form)
        self._let_in(one, draft, ephemeral=ephemeral)
        message = self._blank(one, ephemeral=ephemeral)
        message.reply_to = one.message.id if one.message and not one.message.ephemeral_for else None
        message.kind = 19 if message.reply_to else 0
        one.followups.append(self.world.post(self.desk.write(draft, message)))
        return message
