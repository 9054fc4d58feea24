"""A limit is one sentence in each language; one whose role or channel is gone says so."""

from __future__ import annotations

from functools import partial

import pytest

from bot.domain.catalog import BANANA, PRO, RESOLUTION, Offer
from bot.domain.quota import OwnerLimits
from bot.domain.rules import Period, Rule, Who
from bot.i18n import Texts
from bot.ui.views.rule_sentences import RuleSentences

OFFER = Offer(models=(BANANA, PRO.having(RESOLUTION)))
TEXTS = Texts()


def sentence(rule: Rule, locale: str = "en", *, is_gone: bool = False, caps: OwnerLimits | None = None) -> str:
    say = partial(TEXTS.text, locale)
    return RuleSentences(say=say, offer=OFFER, caps=caps, is_gone=lambda rule: is_gone).sentence(rule)


@pytest.mark.parametrize(
    ("rule", "english", "french"),
    [
        (
            Rule(scope=Who.EVERYBODY, credits=5, period_s=Period.HOUR.seconds),
            "Everyone: 5 🍌 an hour",
            "Tout le monde : 5 🍌 par heure",
        ),
        (
            Rule(scope=Who.NEWCOMERS, days=7, credits=3, models=("banana",)),
            "Newcomers (first 7 days): 3 🍌 a day, only Nano Banana",
            "Les nouveaux (7 premiers jours) : 3 🍌 par jour, seulement Nano Banana",
        ),
        (
            Rule(scope=Who.CHANNEL, target_id=5, resolutions=("1k", "2k"), at_once=1),
            "In <#5>: no 4k, one picture at a time",
            "Dans <#5> : pas de 4k, une image à la fois",
        ),
        (
            Rule(scope=Who.SERVER, credits=150, count=2),
            "The whole server together: 150 🍌 a day, up to 2 pictures an order",
            "Tout le serveur ensemble : 150 🍌 par jour, 2 images au plus par commande",
        ),
        (
            Rule(scope=Who.ROLE, target_id=7, credits=0, counted="banana-pro"),
            "<@&7>: no credits a day with Nano Banana Pro",
            "<@&7> : aucun crédit par jour avec Nano Banana Pro",
        ),
    ],
)
def test_a_limit_reads_as_one_sentence(rule: Rule, english: str, french: str) -> None:
    assert sentence(rule) == english
    assert sentence(rule, "fr").replace("\u202f", " ") == french


def test_a_gone_role_is_said_and_never_becomes_everybody() -> None:
    said = sentence(Rule(scope=Who.ROLE, target_id=7, credits=5), is_gone=True)
    assert said.startswith("<@&7>: 5 🍌 a day ⚠️") and "holds for nobody" in said


def test_what_the_bots_owner_allows_is_said_where_it_is_less() -> None:
    caps = OwnerLimits(member=20)
    assert "holds everyone to 20 🍌 a day" in sentence(Rule(scope=Who.ROLE, target_id=7, credits=60), caps=caps)
    assert "owner" not in sentence(Rule(scope=Who.ROLE, target_id=7, credits=20), caps=caps)
    week = Rule(scope=Who.ROLE, target_id=7, credits=140, period_s=Period.WEEK.seconds)
    assert "owner" not in sentence(week, caps=caps), "seven days of 20 are 140"
