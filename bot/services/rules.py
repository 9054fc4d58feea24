"""A server's limits: sentences that moderators write step by step, change and remove."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from bot.domain.actors import Actor
from bot.domain.catalog import Model, Offer
from bot.domain.errors import PageExpired
from bot.domain.limits import HOUR_MS
from bot.domain.quota import DAY, OwnerLimits, Scope, resolve
from bot.domain.rule_errors import AgainstRule, BadLimit
from bot.domain.rules import (
    Asker,
    BadRule,
    Rule,
    Rules,
    Who,
    held,
    keeping_from,
    most_at_once,
    most_pictures,
    takes_model,
    takes_resolution,
)
from bot.domain.sections import from_json, to_json
from bot.domain.server_errors import ChangedMeanwhile
from bot.runtime.clock import Clock
from bot.services.guild_config import GuildConfigs
from bot.store import Pending, Store

KIND = "rule"
KEPT_MS = HOUR_MS


class Effect(StrEnum):
    """What a sentence would change for those it speaks of."""

    LESS = "less"
    MORE = "more"
    BOTH = "both"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class RuleDraft:
    """A sentence that a moderator is writing; what it says so far may be nothing yet."""

    id: int  # a snowflake: of the interaction that began it
    user_id: int
    guild_id: int
    fields: Mapping[str, object]  # of the Rule that it will be
    replaces: int = 0  # the mark of the rule that it was; 0: it is new

    @property
    def rule(self) -> Rule | None:
        """Return the sentence; None where it says nothing yet. Raises BadLimit."""
        try:
            return Rule(**self.fields)  # type: ignore[arg-type]
        except BadRule as error:
            if error.what == "nothing":
                return None
            raise BadLimit(what=error.what) from None

    @property
    def about(self) -> Rule:
        """Return a sentence of the same people or place, whatever this one says so far. Raises BadLimit."""
        try:
            return Rule(**{**self.fields, "count": self.fields.get("count") or 1})  # type: ignore[arg-type]
        except BadRule as error:
            raise BadLimit(what=error.what) from None


class ServerRules:
    """One method a use case; who may do it is checked by the surface. Raises ChangedMeanwhile where two are at it."""

    def __init__(
        self, *, store: Store, guild_configs: GuildConfigs, clock: Clock, offer: Offer, caps: OwnerLimits
    ) -> None:
        self._pending = store.pending
        self._configs = guild_configs
        self._clock = clock
        self.offer = offer
        self.caps = caps

    async def of(self, guild_id: int) -> Rules:
        """Return a server's rules; raises SettingsUnreadable."""
        return (await self._configs.of(guild_id)).rules

    async def usable(self, who: Actor, models: Sequence[Model]) -> Sequence[Model]:
        """Return the models that the sentences leave somebody where they are; raises AgainstRule where that is none."""
        rules, asker = (await self.of(who.guild_id)).all, who.asker(now=self._clock.now())
        against = [keeping_from(rules, asker, model.name) for model in models]
        usable = [model for model, rule in zip(models, against, strict=True) if rule is None]
        for rule in against:
            if rule is not None and not usable:
                raise AgainstRule(rule=rule.saying("models"))
        return usable

    async def find(self, guild_id: int, mark: int) -> Rule:
        """Return a rule by its mark; raises ChangedMeanwhile where it is no more."""
        return _marked(await self.of(guild_id), mark)

    async def begin(self, draft_id: int, user_id: int, guild_id: int, **about: object) -> RuleDraft:
        """Keep the beginning of a sentence: whom it speaks of. Raises BadLimit."""
        draft = RuleDraft(id=draft_id, user_id=user_id, guild_id=guild_id, fields=about)
        return await self._keep(replace(draft, fields=_plain(draft.about, also={"count": None})))

    async def begin_change(self, draft_id: int, user_id: int, guild_id: int, mark: int) -> RuleDraft:
        """Keep a rule as a sentence to change; raises ChangedMeanwhile where it is no more."""
        rule = await self.find(guild_id, mark)
        fields = _plain(rule)
        return await self._keep(
            RuleDraft(id=draft_id, user_id=user_id, guild_id=guild_id, fields=fields, replaces=mark)
        )

    async def draft(self, draft_id: int, user_id: int, guild_id: int) -> RuleDraft:
        """Return a moderator's own draft; raises PageExpired."""
        kept = await self._pending.find(draft_id, user_id, KIND, now=self._clock.now())
        if kept is None or kept.body.get("guild_id") != guild_id:
            raise PageExpired
        body = kept.body
        fields = from_json(dict[str, object], str(body["fields"]))
        return RuleDraft(
            id=draft_id, user_id=user_id, guild_id=guild_id, fields=_typed(fields), replaces=int(str(body["replaces"]))
        )

    async def write(self, draft: RuleDraft, **said: object) -> RuleDraft:
        """Have a draft say something else; raises BadLimit with the draft as it was."""
        written = replace(draft, fields={**draft.fields, **said})
        _ = written.rule
        return await self._keep(written)

    async def save(self, draft: RuleDraft) -> Rule:
        """Make a draft one of its server's rules, in place of the one that it was. Raises BadLimit."""
        rule = draft.rule
        if rule is None:
            raise BadLimit(what="nothing")
        seen = await self._configs.of(draft.guild_id)
        after = self.after(seen.rules, draft)
        await self._configs.change(draft.guild_id, seen, by_user=draft.user_id, rules=after)
        await self._pending.take(draft.id, draft.user_id, KIND, now=self._clock.now())
        return rule

    async def remove(self, guild_id: int, mark: int, *, by_user: int) -> Rule:
        """Remove a rule and return it; raises ChangedMeanwhile where it is no more."""
        seen = await self._configs.of(guild_id)
        rule = _marked(seen.rules, mark)
        await self._configs.change(guild_id, seen, by_user=by_user, rules=seen.rules.without(rule))
        return rule

    def after(self, rules: Rules, draft: RuleDraft) -> Rules:
        """Return the rules as a draft would make them. Raises BadLimit or ChangedMeanwhile."""
        rule = draft.rule
        if rule is None:
            return rules
        if draft.replaces:
            rules = rules.without(_marked(rules, draft.replaces))
        try:
            return rules.adding(rule)
        except BadRule as error:
            raise BadLimit(what=error.what) from None

    def effect(self, before: Rules, after: Rules, about: Rule) -> Effect:
        """Return what changed rules change for those whom a sentence speaks of, were no other sentence theirs."""
        was, will = (dict(self._answers(rules, about)) for rules in (before, after))
        pairs = [(was.get(question, math.inf), will.get(question, math.inf)) for question in was.keys() | will.keys()]
        less, more = any(new < old for old, new in pairs), any(new > old for old, new in pairs)
        return {(True, False): Effect.LESS, (False, True): Effect.MORE, (True, True): Effect.BOTH}.get(
            (less, more), Effect.NONE
        )

    def _answers(self, rules: Rules, about: Rule) -> Iterator[tuple[object, float]]:
        now = self._clock.now()
        asker = Asker(
            user_id=about.target_id if about.scope is Who.MEMBER else 0,
            role_ids=frozenset({about.target_id} if about.scope is Who.ROLE else ()),
            channel_ids=frozenset({about.target_id} if about.scope is Who.CHANNEL else ()),
            joined_at=now if about.scope is Who.NEWCOMERS else 1,
            now=now,
        )
        credits: dict[object, float] = defaultdict(lambda: math.inf)
        for model in self.offer.models:
            for limit in resolve(rules, asker, model=model.name, caps=self.caps):
                question = (limit.scope, limit.period_s, limit.model)
                cap = self.caps.member * -(-limit.period_s // DAY) if limit.scope is Scope.USER else math.inf
                credits[question] = min(credits[question], limit.credits, cap)
            yield model.name, min((takes_model(model.name)(r) or 0 for r in _held(rules, asker, model.name)), default=1)
        yield from credits.items()
        for size in map(str, self.offer.choices("resolution")):
            measure = takes_resolution(size)
            yield size, min((measure(r) or 0 for r in held(rules.all, asker, measure).all), default=1)
        for name, most in (("count", most_pictures), ("at_once", most_at_once)):
            yield name, min((most(r) or 0 for r in held(rules.all, asker, most).all), default=math.inf)

    async def _keep(self, draft: RuleDraft) -> RuleDraft:
        body = {"guild_id": draft.guild_id, "fields": to_json(dict(draft.fields)), "replaces": draft.replaces}
        now = self._clock.now()
        record = Pending(id=draft.id, user_id=draft.user_id, kind=KIND, body=body, until=now + KEPT_MS)
        await self._pending.keep(record, now=now)
        return draft


def mark_of(rule: Rule) -> int:
    """Return the number that stands for a rule in the ids of a panel: it changes with each word of it."""
    return int.from_bytes(hashlib.sha256(to_json(rule).encode()).digest()[:7], "big")


def _marked(rules: Rules, mark: int) -> Rule:
    rule = next((rule for rule in rules.all if mark_of(rule) == mark), None)
    if rule is None:
        raise ChangedMeanwhile
    return rule


def _held(rules: Rules, asker: Asker, model: str) -> tuple[Rule, ...]:
    return held(rules.all, asker, takes_model(model)).all


def _plain(rule: Rule, also: Mapping[str, object] | None = None) -> dict[str, object]:
    return {**asdict(rule), **(also or {})}


def _typed(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of a rule as they were before they were JSON."""
    typed = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    return {**typed, "scope": Who(str(typed["scope"]))}
