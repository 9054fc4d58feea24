"""Discord's JSON of the application, its owner and its team."""

from __future__ import annotations

from typing import Any

from bot.simulators.discord import serializers
from bot.simulators.discord.models import User
from bot.simulators.discord.state import State

JSON = dict[str, Any]


def application(state: State, owner: User, name: str) -> JSON:
    """Return the application object, which names its owner."""
    return {
        "id": str(state.bot.id),
        "name": name,
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": serializers.user(owner),
        "team": _team(state) if state.team_ids else None,
        "verify_key": "0" * 64,
        "flags": 0,
        "bot": serializers.user(state.bot),
    }


def _team(state: State) -> JSON:
    members = [state.users[user_id] for user_id in state.team_ids]
    return {
        "id": str(state.bot.id),
        "name": "Growers",
        "icon": None,
        "owner_user_id": str(members[0].id),
        "members": [
            {
                "user": serializers.user(one),
                "membership_state": 2,
                "team_id": str(state.bot.id),
                "role": "admin",
                "permissions": ["*"],
            }
            for one in members
        ],
    }
