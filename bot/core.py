"""The bot without a surface: the use cases, and what they run on."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.folder_mark import FolderMark
from bot.domain.webhooks import WebhookUrls
from bot.higgsfield.client import HiggsfieldClient
from bot.pictures.file_store import PictureStore
from bot.runtime.clock import Clock
from bot.runtime.proxies import is_loopback
from bot.services import Services
from bot.services.kept_words import KeptWords
from bot.services.retention import Retention
from bot.settings import Settings
from bot.store import Store
from bot.worker.events import WorkerEvents
from bot.worker.worker import Worker


@dataclass(frozen=True, kw_only=True)
class Core(Services):
    """The bot without a surface: the use cases, and what they run on. Discord and the terminal both drive it."""

    store: Store
    pictures: PictureStore
    vendor: HiggsfieldClient
    worker: Worker
    worker_events: WorkerEvents
    retention: Retention
    kept_words: KeptWords
    clock: Clock
    mark: FolderMark  # of the data folder, in the ids of its cards
    webhook_urls: WebhookUrls | None  # of Higgsfield's webhooks


def is_local(settings: Settings) -> bool:
    """Return True if one of the services is a stand-in on this machine."""
    return is_loopback(settings.higgsfield_base_url) or bool(settings.bot_discord_url)
