"""A server's limits in words, pure: panels, profiles, changes, log lines and refusals all speak by these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.catalog import Offer
from bot.domain.quota import DAY, OwnerLimits
from bot.domain.rules import ALL_MODELS, Period, Rule, Rules, Who


@dataclass(frozen=True, kw_only=True)
class RuleSentences:
    """The sentences in one language; mentions of roles, members and channels are drawn by Discord."""

    say: Callable[..., str]  # a sentence by its id, in the reader's language
    offer: Offer = Offer()
    caps: OwnerLimits | None = None  # what no rule exceeds, said where one would; None: not said
    is_gone: Callable[[Rule], bool] = lambda rule: False  # whether its role or channel is no more
    name: Callable[[Rule], str] | None = None  # where mentions can't stand: what its role, member or channel is called

    def all(self, rules: Rules) -> Sequence[str]:
        """Return every sentence, in the order in which they were made."""
        return [self.sentence(rule) for rule in rules.all]

    def sentence(self, rule: Rule) -> str:
        """Return one whole sentence."""
        said = self.say("rule", who=self.who(rule), what=", ".join(self._parts(rule)))
        if self.is_gone(rule):
            return self.say("rule-gone", rule=said, scope=rule.scope)
        cap = owners_cap(rule, self.caps)
        return said if cap is None else self.say("rule-held", rule=said, credits=cap)

    def who(self, rule: Rule) -> str:
        """Return whom a sentence speaks of."""
        marks = {Who.ROLE: f"<@&{rule.target_id}>", Who.CHANNEL: f"<#{rule.target_id}>"}
        target = marks.get(rule.scope, f"<@{rule.target_id}>")
        if self.name is not None:
            target = self.name(rule)
        return self.say("rule-who", scope=rule.scope, target=target, days=rule.days)

    def _parts(self, rule: Rule) -> Iterator[str]:
        if rule.credits is not None:
            yield self._credits(rule, rule.credits)
        if rule.models:
            yield self._only(rule.models, [model.name for model in self.offer.models])
        if rule.resolutions:
            yield self._only(rule.resolutions, [str(size) for size in self.offer.choices("resolution")])
        if rule.count is not None:
            yield self.say("rule-count", count=rule.count)
        if rule.at_once is not None:
            yield self.say("rule-at-once", count=rule.at_once)

    def _credits(self, rule: Rule, credits: int) -> str:
        values = {"credits": credits, "period": self.period(rule.period_s)}
        if rule.counted == ALL_MODELS:
            said = self.say("rule-credits", **values)
        else:
            said = self.say("rule-credits-model", **values, model=self._title(rule.counted))
        return self.say("rule-together", said=said) if rule.scope is Who.CHANNEL else said

    def period(self, seconds: int) -> str:
        """Return how often, like `a day`."""
        for period in Period:
            if period.seconds == seconds:
                return self.say(f"rule-period-{period}")
        if seconds % DAY:
            return self.say("rule-period-hours", count=max(1, round(seconds / 3_600)))
        return self.say("rule-period-days", count=seconds // DAY)

    def _only(self, names: Sequence[str], offered: Sequence[str]) -> str:
        """Return what alone is left, or what is not, whichever is shorter."""
        missing = [name for name in offered if name not in names]
        if missing and len(missing) < len(names):
            return self.say("rule-no", names=", ".join(map(self._title, missing)))
        return self.say("rule-only", names=", ".join(map(self._title, names)))

    def _title(self, name: str) -> str:
        return self.offer.model(name).title


def owners_cap(rule: Rule, caps: OwnerLimits | None) -> int | None:
    """Return the owner's credits a day that hold a rule to less than it says; None: they don't."""
    if caps is None or rule.credits is None:
        return None
    cap = caps.bot if rule.scope in (Who.SERVER, Who.CHANNEL) else min(caps.member, caps.bot)
    return cap if rule.credits > cap * -(-rule.period_s // DAY) else None
