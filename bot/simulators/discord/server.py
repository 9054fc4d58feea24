"""The playground as one object: start it, point discord.py at it, act as people, look at what came."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from aiohttp import web

from bot.simulators.discord.actions import Actions
from bot.simulators.discord.application_routes import ApplicationRoutes, InteractionRoutes
from bot.simulators.discord.call_log import LoggedCall
from bot.simulators.discord.commands import CommandRegistry
from bot.simulators.discord.faults import Faults
from bot.simulators.discord.gateway import Gateway
from bot.simulators.discord.interactions import Interactions
from bot.simulators.discord.message_routes import MessageRoutes
from bot.simulators.discord.message_writes import MessageWriter
from bot.simulators.discord.models import Change, Channel, Guild, Message, Role
from bot.simulators.discord.page_routes import Page, PageRoutes, loopback_only
from bot.simulators.discord.permissions import BITS
from bot.simulators.discord.personas import Person
from bot.simulators.discord.rate_limits import RateLimits
from bot.simulators.discord.rest_server import RestServer
from bot.simulators.discord.saved_state import load
from bot.simulators.discord.state import World

T = TypeVar("T")
REQUEST_BYTES = 64 * 1024 * 1024


class FakeDiscord:
    """A small Discord on a loopback port: REST, gateway, people, troubles and a page."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str = "demo-token",  # noqa: S107
        page: Page | None = None,
    ) -> None:
        self.host = host
        self.port = port
        self.world = World()
        self._populate()
        self.gateway = Gateway(self.world, token=token)
        self.faults = Faults(self.gateway.strike)
        self.limits = RateLimits()
        self.book = CommandRegistry(self.world.ids, self.world.bot.id)
        self.desk = MessageWriter(self.world, file_limit=10 * 1024 * 1024)
        self.interactions = Interactions(self.world, self.gateway, self.faults, self.desk)
        self.acts = Actions(self.world, self.interactions, self.book)
        self.door = RestServer(token=token, faults=self.faults, limits=self.limits, changed=self.world.stir)
        self.pages = PageRoutes(
            page=page or Page(),
            world=self.world,
            gateway=self.gateway,
            acts=self.acts,
            faults=self.faults,
            ledger=self.door.ledger,
        )
        self._runner: web.AppRunner | None = None

    def _populate(self) -> None:
        world = self.world
        host = world.add_user("sam", role="host")
        members = [world.add_user("mara"), world.add_user("jonas"), world.add_user("ines", role="moderator")]
        guild = world.add_guild("Banana Grove", ("studio", "general"), host)
        guild.member_ids[1:] = [*(member.id for member in members), host.id]

    @property
    def url(self) -> str:
        """The address of the page, and below it of everything else."""
        return f"http://{self.host}:{self.port}"

    @property
    def gateway_url(self) -> str:
        """The address of the gateway."""
        return f"ws://{self.host}:{self.port}/gateway/"

    @property
    def ledger(self) -> list[LoggedCall]:
        """Every REST call the bot made."""
        return self.door.ledger

    @property
    def bot_online(self) -> bool:
        """Whether the bot is connected to the gateway."""
        return self.gateway.online

    @property
    def file_limit(self) -> int:
        """The most bytes a file may have."""
        return self.desk.file_limit

    @file_limit.setter
    def file_limit(self, value: int) -> None:
        self.desk.file_limit = value

    @property
    def ack_seconds(self) -> float:
        """How long the bot has for its first answer."""
        return self.interactions.ack_seconds

    @ack_seconds.setter
    def ack_seconds(self, value: float) -> None:
        self.interactions.ack_seconds = value

    @property
    def token_seconds(self) -> float:
        """How long an interaction's token lives."""
        return self.interactions.token_seconds

    @token_seconds.setter
    def token_seconds(self, value: float) -> None:
        self.interactions.token_seconds = value

    async def start(self) -> None:
        """Listen."""
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, self.host, self.port, backlog=1024)
        await site.start()
        self._runner = runner
        self.port = runner.addresses[0][1]
        self.gateway.url = self.gateway_url
        self.world.cdn = f"{self.url}/cdn"

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[loopback_only, self.door.middleware()], client_max_size=REQUEST_BYTES)
        about = ApplicationRoutes(
            world=self.world, gateway=self.gateway, book=self.book, owner=lambda: self.person("sam").user
        )
        answers = InteractionRoutes(interactions=self.interactions, desk=self.desk)
        messages = MessageRoutes(world=self.world, gateway=self.gateway, desk=self.desk, limits=self.limits)
        app.add_routes([*about.routes(), *answers.routes(), *messages.routes(), *self.pages.routes()])
        app.router.add_get("/gateway/", self.gateway.handle)
        return app

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        self.pages.close()
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> FakeDiscord:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def load(self, file: Path) -> None:
        """Go on in the world that a file tells of, at this address; to be done before the bot comes."""
        text = file.read_text(encoding="utf-8")
        saved = json.loads(text.replace(json.loads(text)["url"], self.url))
        load(self.world, saved)
        self.book.application_id = self.world.bot.id
        self.book.put(None, saved["commands"])

    def person(self, name: str) -> Person:
        """Return somebody by name."""
        user = next((user for user in self.world.users.values() if user.name == name), None)
        if user is None or user.role == "bot":
            raise KeyError(f"nobody is called {name!r}")
        home = next(guild for guild in self.world.guilds.values() if user.id in guild.member_ids)
        return Person(user, self.acts, home)

    def add_person(self, name: str, *, role: Role = "member", guild: Guild | None = None) -> Person:
        """Let somebody new join a guild, the first one unless told."""
        home = guild or next(iter(self.world.guilds.values()))
        home.member_ids.append(self.world.add_user(name, role=role).id)
        return self.person(name)

    def add_guild(
        self, name: str, *, channels: tuple[str, ...] = ("studio", "general"), locale: str = "en-US"
    ) -> Guild:
        """Invite the bot to another guild."""
        guild = self.world.add_guild(name, channels, self.person("sam").user)
        guild.locale = locale
        return guild

    def add_thread(self, name: str, *, parent: str = "studio") -> Channel:
        """Open a thread; from then on its name is a channel's."""
        return self.world.add_thread(name, self._channel(parent))

    def archive(self, thread: str) -> None:
        """Archive a thread: it takes no edit until somebody writes in it."""
        self._close(thread, archived=True)

    def lock(self, thread: str) -> None:
        """Lock a thread: only who manages threads writes or edits in it."""
        self._close(thread, locked=True)

    def _close(self, name: str, *, archived: bool = False, locked: bool = False) -> None:
        thread = self._channel(name)
        self.world.close_thread(thread, archived=thread.archived or archived, locked=thread.locked or locked)

    def remove_channel(self, name: str) -> None:
        """Delete a channel or a thread, with all that stands in it."""
        self.world.remove(self._channel(name))

    def form_team(self, *names: str) -> None:
        """Give the application to a team, its owner first."""
        self.world.team_ids = [self.person(name).id for name in names]

    def kick_bot(self, guild: Guild | None = None) -> None:
        """Throw the bot out of a guild, the first one unless told."""
        self.world.kick_bot(guild or next(iter(self.world.guilds.values())))

    def block_words(self, *words: str, guild: Guild | None = None) -> None:
        """Have a guild's AutoMod block what the bot writes with one of these words in it."""
        (guild or next(iter(self.world.guilds.values()))).blocked_words.update(word.lower() for word in words)

    def _channel(self, name: str) -> Channel:
        place, _, channel = name.rpartition("/")
        guild = next((g for g in self.world.guilds.values() if g.name == place), None)
        return self.world.named(channel, guild)

    def messages(self, channel: str = "studio") -> list[Message]:
        """Return a channel's messages, oldest first; "Other guild/studio" names one elsewhere."""
        return list(self._channel(channel).messages.values())

    def deny(self, channel: str, *permissions: str) -> None:
        """Take permissions from the bot in a channel."""
        self._permit(channel, lambda denied: denied.update(_known(permissions)))

    def allow(self, channel: str, *permissions: str) -> None:
        """Give permissions back to the bot in a channel."""
        self._permit(channel, lambda denied: denied.difference_update(_known(permissions)))

    def _permit(self, name: str, change: Callable[[set[str]], None]) -> None:
        channel = self._channel(name)
        change(channel.denied)
        self.world.tell(Change(kind="channel", channel=channel))

    async def until(self, predicate: Callable[[], T | None | bool], timeout: float = 10) -> T:  # noqa: ASYNC109
        """Return the predicate's first true value, asked again after each change; TimeoutError says which."""
        return await self.world.until(predicate, timeout)


def _known(permissions: tuple[str, ...]) -> tuple[str, ...]:
    if unknown := set(permissions) - set(BITS):
        raise KeyError(f"unknown permissions: {', '.join(sorted(unknown))}")
    return permissions
