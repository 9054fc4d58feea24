"""Consent: whether a member's pictures may be used by others, as they and the server say."""

from __future__ import annotations

from bot.domain.guild_config import GuildConfig
from bot.domain.jobs import Order
from bot.domain.server_errors import OwnPicturesOnly, PictureProtected
from bot.store import Members


class Consent:
    """A check of admission: it sees whose each input is, and what they prefer now."""

    def __init__(self, *, members: Members) -> None:
        self._members = members

    async def check(self, order: Order, config: GuildConfig) -> None:
        """Raise OwnPicturesOnly or PictureProtected where an input is another member's and may not be used."""
        owners = {image.owner_id for image in order.inputs} - {0, order.user_id}
        if owners and config.privacy.is_own_only:
            raise OwnPicturesOnly
        for owner_id in sorted(owners):
            if (await self._members.preferences(owner_id)).get("own_only") is True:
                raise PictureProtected(owner_id=owner_id)
