"""FakeDiscord: start it, point discord.py at its address, act as its members, and look at the messages and calls."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar

from aiohttp import web

from bot.simulators._server import LoopbackServer
from bot.simulators.discord import grove
from bot.simulators.discord.actions import Actions
from bot.simulators.discord.application_routes import ApplicationRoutes, InteractionRoutes
from bot.simulators.discord.call_log import LoggedCall
from bot.simulators.discord.command_permissions import CHANNEL, ROLE, USER, CommandPermissions
from bot.simulators.discord.commands import CommandRegistry
from bot.simulators.discord.faults import Faults
from bot.simulators.discord.gateway import Gateway
from bot.simulators.discord.guild_controls import GuildControls
from bot.simulators.discord.interactions import Interactions
from bot.simulators.discord.message_routes import MessageRoutes
from bot.simulators.discord.message_writes import MessageWriter
from bot.simulators.discord.models import Channel, Guild, GuildRole, Message, Role
from bot.simulators.discord.page_config import Page
from bot.simulators.discord.page_routes import PageRoutes, loopback_only
from bot.simulators.discord.personas import Person
from bot.simulators.discord.rate_limits import RateLimits
from bot.simulators.discord.rest_server import RestServer
from bot.simulators.discord.saved_state import load, save
from bot.simulators.discord.state import State

T = TypeVar("T")
REQUEST_BYTES = 64 * 1024 * 1024


class FakeDiscord(LoopbackServer, GuildControls):
    """A small Discord on a loopback port: REST, gateway, members, faults and a page."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str = "demo-token",  # noqa: S107
        page: Page | None = None,
    ) -> None:
        super().__init__(host=host, port=port)
        self.state = State()
        grove.populate(self.state)
        self.gateway = Gateway(self.state, token=token)
        self.faults = Faults(self.gateway.apply)
        self.limits = RateLimits()
        self.commands = CommandRegistry(self.state.ids, self.state.bot.id)
        self.writer = MessageWriter(self.state, file_limit=10 * 1024 * 1024)
        self.interactions = Interactions(self.state, self.gateway, self.faults, self.writer)
        self.command_permissions = CommandPermissions(self.state)
        self.actions = Actions(self.state, self.interactions, self.commands, self.command_permissions)
        self.rest = RestServer(token=token, faults=self.faults, limits=self.limits, changed=self.state.wake)
        self.page_routes = PageRoutes(
            page=page or Page(),
            state=self.state,
            gateway=self.gateway,
            actions=self.actions,
            faults=self.faults,
            calls=self.rest.calls,
        )

    @property
    def gateway_url(self) -> str:
        """The address of the gateway."""
        return f"ws://{self.host}:{self.port}/gateway/"

    @property
    def calls(self) -> list[LoggedCall]:
        """Every REST call the bot made."""
        return self.rest.calls

    @property
    def bot_online(self) -> bool:
        """Whether the bot is connected to the gateway."""
        return self.gateway.online

    @property
    def file_limit(self) -> int:
        """The most bytes a file may have."""
        return self.writer.file_limit

    @file_limit.setter
    def file_limit(self, value: int) -> None:
        self.writer.file_limit = value

    @property
    def ack_seconds(self) -> float:
        """The seconds that the bot has for its first answer."""
        return self.interactions.ack_seconds

    @ack_seconds.setter
    def ack_seconds(self, value: float) -> None:
        self.interactions.ack_seconds = value

    @property
    def token_seconds(self) -> float:
        """The seconds that an interaction's token is valid."""
        return self.interactions.token_seconds

    @token_seconds.setter
    def token_seconds(self, value: float) -> None:
        self.interactions.token_seconds = value

    async def start(self) -> None:
        """Listen."""
        await super().start()
        self.gateway.url = self.gateway_url
        self.state.files_url = f"{self.url}/cdn"

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[loopback_only, self.rest.middleware()], client_max_size=REQUEST_BYTES)
        application = ApplicationRoutes(
            state=self.state,
            gateway=self.gateway,
            commands=self.commands,
            command_permissions=self.command_permissions,
            owner=lambda: self.person("sam").user,
        )
        interactions = InteractionRoutes(interactions=self.interactions, writer=self.writer)
        messages = MessageRoutes(state=self.state, gateway=self.gateway, writer=self.writer, limits=self.limits)
        app.add_routes([*application.routes(), *interactions.routes(), *messages.routes(), *self.page_routes.routes()])
        app.router.add_get("/gateway/", self.gateway.handle)
        return app

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        self.page_routes.close()
        await self.gateway.close()
        await super().stop()

    def load(self, file: Path) -> None:
        """Load a saved state, with its urls at this address; call it before the bot connects."""
        text = file.read_text(encoding="utf-8")
        saved = json.loads(text.replace(json.loads(text)["url"], self.url))
        load(self.state, saved)
        self.commands.application_id = self.state.bot.id
        self.commands.put(None, saved["commands"])

    def save(self) -> dict[str, Any]:
        """Return the state and the commands, as a file for `load` holds them."""
        commands = [{key: value for key, value in one.items() if value} for one in self.commands.registered()]
        given = ("id", "version", "application_id")
        kept = [{key: value for key, value in one.items() if key not in given} for one in commands]
        return {"url": self.url, "commands": kept, **save(self.state)}

    def person(self, name: str) -> Person:
        """Return a member by name; KeyError if there is none."""
        user = next((user for user in self.state.users.values() if user.name == name), None)
        if user is None or user.role == "bot":
            raise KeyError(f"nobody is called {name!r}")
        home = next(guild for guild in self.state.guilds.values() if user.id in guild.member_ids)
        return Person(user, self.actions, home)

    def add_person(self, name: str, *, role: Role = "member", guild: Guild | None = None) -> Person:
        """Add a member to a guild, by default the first one."""
        home = self._home(guild)
        home.member_ids.append(self.state.add_user(name, role=role).id)
        return self.person(name)

    def add_guild(
        self,
        name: str,
        *,
        channels: tuple[str, ...] = ("studio", "general"),
        locale: str = "en-US",
        system: str = "",
    ) -> Guild:
        """Invite the bot to another guild; `system` names the channel of Discord's own lines, "" is none."""
        return self.state.add_guild(name, channels, self.person("sam").user, locale=locale, system=system)

    def reset_token(self, token: str = "another-token") -> None:  # noqa: S107
        """Give the bot another token: every call with the old one is refused, and so is the next connection."""
        self.rest.token = self.gateway.token = token

    def form_team(self, *names: str) -> None:
        """Give the application to a team, its owner first."""
        self.state.team_ids = [self.person(name).id for name in names]

    def messages(self, channel: str = "studio") -> list[Message]:
        """Return a channel's messages, oldest first; "Other guild/studio" names one elsewhere."""
        return list(self._channel(channel).messages.values())

    def permit(
        self,
        allowed: bool | None,
        *,
        to: Person | Channel | GuildRole | Literal["everyone", "moderators"] | None = None,
        command: str | None = None,
        guild: Guild | None = None,
    ) -> None:
        """Set on a guild's Integrations page who may use a command, or where (`to` None: in all channels).

        Without a command it holds for all that have nothing of their own; None takes it back.
        """
        home = self._home(guild)
        found = self.commands.find(home.id, name=command)[0]["id"] if command else self.state.bot.id
        news = self.command_permissions.set(home.id, int(found), _target(home, to), allowed)
        self.gateway.dispatch("APPLICATION_COMMAND_PERMISSIONS_UPDATE", lambda _: news, guild_id=home.id)

    async def until(self, predicate: Callable[[], T | None | bool], timeout: float = 10) -> T:  # noqa: ASYNC109
        """Return the predicate's first true value, tried after each change; TimeoutError after `timeout` seconds."""
        return await self.state.until(predicate, timeout)


def _target(guild: Guild, to: Person | Channel | GuildRole | str | None) -> tuple[int, int]:
    if isinstance(to, Person):
        return USER, to.id
    if isinstance(to, GuildRole):
        return ROLE, to.id
    if isinstance(to, str):
        return ROLE, {"everyone": guild.id, "moderators": guild.moderators_id}[to]
    return CHANNEL, guild.id - 1 if to is None else to.id
