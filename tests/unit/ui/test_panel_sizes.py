"""What moderators write can be as long as it may: no panel grows over what Discord takes, or nobody could use it."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.domain.blocks import REASON_LENGTH, Block, BlockKind
from bot.domain.catalog import BANANA, PRO, RESOLUTION, Offer
from bot.domain.moderators import ServerMember
from bot.domain.quota import OwnerLimits
from bot.domain.rules import MOST_CREDITS, MOST_RULES, Period, Rule, Rules, Who
from bot.domain.strikes import StrikeRule, StrikeStanding
from bot.i18n import Texts
from bot.services.member_records import MemberRecord
from bot.ui.usage_lines import UsageLines
from bot.ui.views.blocks_panel import BlocksPanel
from bot.ui.views.member_panel import MemberPanel
from bot.ui.views.rule_sentences import RuleSentences
from bot.ui.views.rules_panel import RulesPanel

LAST = 10**19 - 1  # no id is longer
MOST_COMPONENTS, MOST_CHARACTERS = 40, 4_000
OFFER = Offer(models=(BANANA, PRO.having(RESOLUTION)))
RULES = Rules(
    all=tuple(
        Rule(
            scope=Who.ROLE,
            target_id=2**62 + n,
            credits=MOST_CREDITS,
            period_s=Period.MONTH.seconds,
            models=("banana", "banana-pro"),
            resolutions=("1k", "2k"),
            count=10,
            at_once=50,
        )
        for n in range(MOST_RULES)
    )
)
BLOCKS = tuple(
    Block(guild_id=1, kind=kind, target_id=2**62 + n, reason="*" * REASON_LENGTH, by_user=2**62, at=1, ends_at=2**42)
    for n in range(20)
    for kind in BlockKind
)
RULE = StrikeRule(is_on=True)


def check(view: discord.ui.LayoutView) -> None:
    said = sum(len(item.content) for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay))
    assert said <= MOST_CHARACTERS and len([*view.walk_children()]) <= MOST_COMPONENTS


@pytest.fixture(params=["en", "fr"])
def say(request: pytest.FixtureRequest) -> Any:
    return partial(Texts().text, request.param)


def lines(say: Any) -> list[str]:
    responses: Any = SimpleNamespace(text=lambda _, text_id, **values: say(text_id, **values))
    usages = UsageLines(responses=responses, offer=OFFER, caps=OwnerLimits(bot=1, member=1))
    anybody: Any = None
    return [*usages.lines(anybody, (), RULES.all)]


def test_fifty_limits_of_long_sentences_fit(say: Any) -> None:
    sentences = RuleSentences(say=say, offer=OFFER)
    panel = RulesPanel(say=say, sentences=sentences, plain=sentences, guild_id=LAST)
    note = say("rules-saved", rule=sentences.sentence(RULES.all[0]))
    check(panel.all(RULES, Rule(scope=Who.EVERYBODY, credits=1), note=note))
    assert len("\n".join(lines(say))) < 1_200, "/quota is ordinary text, of 2,000 characters"


def test_reasons_full_of_marks_fit(say: Any) -> None:
    names = {block.target_id: "*" * 100 for block in BLOCKS}
    check(
        BlocksPanel(guild_id=LAST, blocks=BLOCKS, names=names, rule=RULE, say=say, can_set=True, note=["Done"]).view()
    )
    record = MemberRecord(
        member=ServerMember(user_id=LAST),
        pictures=(),
        spent_today=MOST_CREDITS,
        spent_this_month=MOST_CREDITS,
        usages=(),
        rules=RULES.all,
        standing=StrikeStanding(rule=RULE),
        blocks=BLOCKS,
    )
    check(MemberPanel(record=record, say=say, period=str, limits=lines(say)).view())
