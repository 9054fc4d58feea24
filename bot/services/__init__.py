"""The use cases: what a member, a moderator, the owner or the terminal can ask for; one class a noun.

Read `orders.py` first: ordering and cancelling; then `versions.py`, from a picture to its next one.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.blocks import Blocks
from bot.services.brakes import Brakes
from bot.services.budget import Budget
from bot.services.export import Exports
from bot.services.guild_config import GuildConfigs
from bot.services.guild_imports import GuildImports
from bot.services.guilds import GuildTrust
from bot.services.history import History
from bot.services.member_records import MemberRecords
from bot.services.moderation import Moderation
from bot.services.money import Money
from bot.services.orders import Orders
from bot.services.pauses import Pauses
from bot.services.pending_orders import PendingOrders
from bot.services.preferences import MemberPreferences
from bot.services.privacy import Privacy
from bot.services.rules import ServerRules
from bot.services.status import Status
from bot.services.strikes import Strikes
from bot.services.temporary_messages import TemporaryMessages
from bot.services.tray import Tray
from bot.services.undelivered import Undelivered
from bot.services.versions import Versions
from bot.services.words import Words


@dataclass(frozen=True, kw_only=True)
class Services:
    """All of them, as a surface is given them."""

    orders: Orders
    budget: Budget
    money: Money
    guild_trust: GuildTrust
    guild_configs: GuildConfigs
    guild_imports: GuildImports
    versions: Versions
    history: History
    exports: Exports
    tray: Tray
    pending_orders: PendingOrders
    preferences: MemberPreferences
    undelivered: Undelivered
    moderation: Moderation
    privacy: Privacy
    temporary_messages: TemporaryMessages
    brakes: Brakes
    pauses: Pauses
    rules: ServerRules
    words: Words
    blocks: Blocks
    strikes: Strikes
    status: Status
    member_records: MemberRecords
