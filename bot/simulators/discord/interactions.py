"""Interactions: three seconds for the first answer, fifteen minutes for its token."""

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
from bot.simulators.discord.state import State

JSON = dict[str, Any]
SEND, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
FITTING = {
    COMMAND: (SEND, DEFER, MODAL),
    COMPONENT: (SEND, DEFER, DEFER_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    MODAL_SUBMIT: (SEND, DEFER, DEFER_UPDATE, UPDATE),
}
ACK_SECONDS = 3.0  # for the first answer
NO_ANSWER = "The application did not respond"


class Interactions:
    """All interactions by their token."""

    def __init__(self, state: State, gateway: Gateway, faults: Faults, writer: MessageWriter) -> None:
        self.state = state
        self.gateway = gateway
        self.faults = faults
        self.writer = writer
        self.ack_seconds = ACK_SECONDS
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
        **fields: Any,  # noqa: ANN401
    ) -> Interaction:
        """Create an interaction and deliver it to the bot."""
        interaction = Interaction(
            id=self.state.ids.next(),
            token=secrets.token_urlsafe(48),
            type=kind,
            user=user,
            channel=channel,
            data=data,
            locale=locale,
            started=time.monotonic(),
            **fields,
        )
        self._by_token[interaction.token] = self._by_id[interaction.id] = interaction
        payload = self.payload(interaction)
        for _ in range(2 if self.faults.doubled() else 1):
            self.gateway.dispatch("INTERACTION_CREATE", lambda _: payload, guild_id=channel.guild_id)
        asyncio.get_running_loop().call_later(self.ack_seconds, self._overdue, interaction)
        self.state.publish(Change(kind="interaction", interaction=interaction))
        return interaction

    def payload(self, one: Interaction) -> JSON:
        """Return the interaction object that the gateway sends."""
        state, place = self.state, one.channel
        held = str(permissions.bits(state.rights(one.user, place)))
        body: JSON = {
            "id": str(one.id),
            "application_id": str(state.bot.id),
            "type": one.type,
            "token": one.token,
            "version": 1,
            "data": one.data,
            "channel_id": str(place.id),
            "channel": {**serializers.channel(state, place), "permissions": held},
            "locale": one.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "attachment_size_limit": self.writer.file_limit,
        }
        if one.source is not None:
            body["message"] = serializers.message(state, one.source, viewer_id=state.bot.id)
        if place.guild_id is None:
            owners = {"0": "0"}
            return body | {"user": serializers.user(one.user), "context": 1, "authorizing_integration_owners": owners}
        guild = state.guilds[place.guild_id]
        return body | {
            "context": 0,
            "guild_id": str(guild.id),
            "guild_locale": guild.locale,
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "member": serializers.member(one.user, guild, rights=state.rights(one.user, place)),
            "app_permissions": str(permissions.bits(state.rights(state.bot, place))),
            "authorizing_integration_owners": {"0": str(guild.id)},
        }

    def _overdue(self, interaction: Interaction) -> None:
        if not interaction.answered:
            interaction.failed = True
            self._settle(interaction)

    def _settle(self, interaction: Interaction) -> None:
        interaction.settled.set()
        self.state.publish(Change(kind="interaction", interaction=interaction))

    def find(self, interaction_id: int) -> Interaction | None:
        """Return the interaction of that id, or None."""
        return self._by_id.get(interaction_id)

    def recent(self, user: User) -> list[Interaction]:
        """Return the member's interactions of the last minute."""
        since = time.monotonic() - 60
        newest = takewhile(lambda one: one.started > since, reversed(self._by_id.values()))
        return [one for one in newest if one.user is user][::-1]

    def answer(self, interaction_id: int, token: str, form: Form) -> JSON:
        """Accept the first answer, and return Discord's callback response."""
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
        pending = self.writer.check(form)
        self._let_in(one, pending, ephemeral=one.ephemeral)
        message = self._blank(one, ephemeral=one.ephemeral)
        one.message = self.state.post(self.writer.write(pending, message))

    def _defer(self, one: Interaction, form: Form) -> None:
        flags = integer(form.json, "flags")
        if flags & ~EPHEMERAL:
            errors = FormErrors()
            errors.add(("data", "flags"), "BITFIELD_INVALID", "Only EPHEMERAL can be set when deferring.")
            errors.check()
        one.ephemeral = bool(flags & EPHEMERAL)
        self.state.check_writable(self.state.channel(one.channel.id), new=True)
        message = self._blank(one, ephemeral=one.ephemeral)
        message.flags = LOADING
        one.message = self.state.post(message)

    def _update(self, one: Interaction, form: Form) -> None:
        if one.source is None or one.source.deleted:
            raise ApiError(10008)
        self._rewrite(one, form, one.source)
        one.message = one.source
        self.state.edited(one.source)

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
            id=self.state.ids.next(),
            channel_id=one.channel.id,
            author_id=self.state.bot.id,
            ephemeral_for=one.user.id if ephemeral else None,
            interaction=metadata,
            command_name=one.name,
            kind=20 if one.type == COMMAND else 0,
        )

    def _report(self, one: Interaction) -> JSON:
        report: JSON = {"id": str(one.id), "type": one.type}
        resource: JSON = {"type": one.response_type}
        if one.message is not None:
            report["response_message_id"] = str(one.message.id)
            report["response_message_loading"] = one.message.loading
            report["response_message_ephemeral"] = one.message.ephemeral_for is not None
        if one.message is not None and one.response_type in (SEND, UPDATE):
            resource["message"] = self.show(one.message)
        return {"interaction": report, "resource": resource}

    def show(self, message: Message) -> JSON:
        """Return a message object as the bot gets it."""
        return serializers.message(self.state, message, viewer_id=self.state.bot.id)

    def by_token(self, application_id: int, token: str) -> Interaction:
        """Return the interaction of a webhook's token; ApiError 50027 for one that is unknown or expired."""
        one = self._by_token.get(token)
        if one is None or application_id != self.state.bot.id:
            raise ApiError(50027)
        if time.monotonic() - one.started > self.token_seconds:
            raise ApiError(50027)
        if not one.answered:
            raise ApiError(10015)
        return one

    def message(self, one: Interaction, which: str) -> Message:
        """Return the original answer or one of the follow-ups; ApiError 10008 if it is gone."""
        candidates = [one.message] if which == "@original" else [one.message, *one.followups]
        for message in candidates:
            if message and not message.deleted and which in ("@original", str(message.id)):
                return message
        raise ApiError(10008)

    def edit(self, one: Interaction, which: str, form: Form) -> Message:
        """Change the answer or a follow-up."""
        message = self.message(one, which)
        self._rewrite(one, form, message)
        self.state.edited(message)
        return message

    def _rewrite(self, one: Interaction, form: Form, message: Message) -> None:
        channel, pending = self.state.channel(one.channel.id), self.writer.check(form, message)
        if message.ephemeral_for is None:
            self.state.check_writable(channel)
            self.state.check_words(channel, pending.text)
        self.writer.write(pending, message)

    def _let_in(self, one: Interaction, pending: PendingMessage, *, ephemeral: bool) -> None:
        channel = self.state.channel(one.channel.id)
        if not ephemeral:
            self.state.check_words(channel, pending.text)
            self.state.check_writable(channel, new=True)

    def follow_up(self, one: Interaction, form: Form) -> Message:
        """Post a follow-up; the first one after a deferral fills the deferred answer, as Discord does."""
        if one.message is not None and one.message.loading and not one.message.deleted:
            return self.edit(one, "@original", form)
        ephemeral = bool(integer(form.json, "flags") & EPHEMERAL)
        pending = self.writer.check(form)
        self._let_in(one, pending, ephemeral=ephemeral)
        message = self._blank(one, ephemeral=ephemeral)
        message.reply_to = one.message.id if one.message and not one.message.ephemeral_for else None
        message.kind = 19 if message.reply_to else 0
        one.followups.append(self.state.post(self.writer.write(pending, message)))
        return message
