"""What the features share on Discord's side; `app.py` builds it once the client is there."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ui.member_access import MemberAccess
from bot.ui.member_display import MemberDisplay
from bot.ui.order_placement import OrderPlacement
from bot.ui.outbound.cancel_reactions import CancelReactions
from bot.ui.outbound.card_copies import CardCopies
from bot.ui.outbound.card_covers import CardCovers
from bot.ui.outbound.card_pictures import CardPictures
from bot.ui.outbound.card_updater import CardUpdater
from bot.ui.outbound.guild_watch import GuildWatch
from bot.ui.outbound.late_cards import LateCards
from bot.ui.outbound.log_channel import LogChannel
from bot.ui.outbound.member_names import MemberNames
from bot.ui.outbound.owner_alerts import OwnerAlerts
from bot.ui.outbound.responses import Responses
from bot.ui.outbound.temporary_messages import TemporaryReplies
from bot.ui.outbound.word_answers import WordAnswers
from bot.ui.router import Router
from bot.ui.setup_sections import SetupSections
from bot.ui.tray_display import TrayDisplay
from bot.ui.views.job_card import CardView


@dataclass(frozen=True, kw_only=True)
class Surface:
    """One of each, for one client."""

    router: Router
    responses: Responses
    placement: OrderPlacement
    access: MemberAccess
    card_view: CardView
    card_pictures: CardPictures
    card_updater: CardUpdater
    card_copies: CardCopies
    cancel_reactions: CancelReactions
    late_cards: LateCards
    tray_display: TrayDisplay
    temporary_replies: TemporaryReplies
    owner_alerts: OwnerAlerts
    member_display: MemberDisplay
    guild_watch: GuildWatch
    setup: SetupSections
    card_covers: CardCovers
    log_channel: LogChannel
    member_names: MemberNames
    word_answers: WordAnswers
