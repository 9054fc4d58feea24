"""A server's rules where orders are booked: what they allow, looked at in the transaction of the booking."""

from __future__ import annotations

import sqlite3

from bot.domain.jobs import Order
from bot.domain.rule_errors import AgainstRule, TooManyAtOnce, TooManyInOrder
from bot.domain.rules import (
    Asker,
    Rule,
    Rules,
    Who,
    held,
    keeping_from,
    most_at_once,
    most_pictures,
    takes_resolution,
)
from bot.domain.sections import from_json
from bot.domain.server_errors import SettingsUnreadable

BODY = "SELECT body FROM guild_setting WHERE guild_id = :guild_id AND section = 'rules'"
#: The few that are under way are looked through: whoever ordered much over the years costs no more.
UNDER_WAY = """
    SELECT COALESCE(SUM(COALESCE(json_extract(params, '$.count'), 1)), 0) FROM job
     WHERE state IN ('queued', 'submitting', 'running') AND +guild_id = :guild_id
       AND :user_id IN (0, user_id) AND :channel_id IN (0, channel_id, parent_channel_id)
"""


def of(tx: sqlite3.Connection, guild_id: int) -> Rules:
    """Return a server's rules. Raises SettingsUnreadable."""
    row = tx.execute(BODY, {"guild_id": guild_id}).fetchone()
    return read(row["body"] if row else None)


def read(body: str | None) -> Rules:
    """Return the rules that are kept as so much JSON. Raises SettingsUnreadable."""
    try:
        return from_json(Rules, body)
    except ValueError:
        raise SettingsUnreadable(section="rules") from None


def asker(order: Order, now: int) -> Asker:
    """Return who orders, and where."""
    return Asker(
        user_id=order.user_id,
        role_ids=frozenset(order.role_ids),
        channel_ids=frozenset({order.channel_id, order.parent_channel_id} - {0}),
        joined_at=order.joined_at,
        now=now,
    )


def check(tx: sqlite3.Connection, order: Order, who: Asker) -> None:
    """Raise a Refusal that names the sentence which doesn't let an order through, credits aside."""
    said, asked = of(tx, order.guild_id).all, order.params
    if not said:
        return
    if against := keeping_from(said, who, order.model):
        raise AgainstRule(rule=against.saying("models"))
    for rule in held(said, who, takes_resolution(asked.resolution or "")).all if asked.resolution else ():
        if asked.resolution not in rule.resolutions:
            raise AgainstRule(rule=rule.saying("resolutions"))
    for rule in held(said, who, most_pictures).all:
        if rule.count is not None and asked.count > rule.count:
            raise TooManyInOrder(rule=rule.saying("count"))
    for rule in held(said, who, most_at_once).all:
        _check_at_once(tx, order, rule, rule.at_once or 0)


def _check_at_once(tx: sqlite3.Connection, order: Order, rule: Rule, most: int) -> None:
    is_shared = rule.scope in (Who.CHANNEL, Who.SERVER)
    whose = {
        "guild_id": order.guild_id,
        "user_id": 0 if is_shared else order.user_id,
        "channel_id": rule.target_id if rule.scope is Who.CHANNEL else 0,
    }
    (under_way,) = tx.execute(UNDER_WAY, whose).fetchone()
    if under_way + order.params.count > most:
        raise TooManyAtOnce(rule=rule.saying("at_once"), under_way=under_way)
