"""Which of a server's sentences hold for one person, whatever they may order, pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.domain.rules import (
    ALL_MODELS,
    Asker,
    Measure,
    Rule,
    Rules,
    any_credits,
    credits_in,
    held,
    most_at_once,
    most_pictures,
    takes_model,
    takes_resolution,
)


def in_force(rules: Rules, asker: Asker, *, models: Iterable[str], resolutions: Iterable[str]) -> tuple[Rule, ...]:
    """Return the sentences that answer a question for somebody, or narrow its answer, in the order they were made."""
    models = tuple(models)
    measures: list[Measure] = [*map(takes_model, models), *map(takes_resolution, resolutions)]
    plain = (held(rules.all, asker, each) for each in (*measures, most_pictures, most_at_once))
    credits = (held(rules.all, asker, each, topic=any_credits) for each in _credit_measures(rules, models))
    found = {rule for answered in (*plain, *credits) for rule in answered.all}
    return tuple(rule for rule in rules.all if rule in found)


def _credit_measures(rules: Rules, models: tuple[str, ...]) -> Iterator[Measure]:
    asked = {(r.period_s, r.counted) for r in rules.all if r.credits is not None and r.counted in (ALL_MODELS, *models)}
    for period_s, counted in sorted(asked):
        yield credits_in(period_s, counted)
