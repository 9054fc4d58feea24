"""Which sentence answers a question that is no matter of credits, and what can be no sentence."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.quota import OwnerLimits, Scope, resolve
from bot.domain.rules import (
    MOST_RULES,
    Asker,
    BadRule,
    Measure,
    Rule,
    Rules,
    Who,
    held,
    most_at_once,
    most_pictures,
    takes_model,
    takes_resolution,
)
from bot.domain.sections import from_json, to_json

ASKER = Asker(user_id=3, role_ids=frozenset({70, 71}), channel_ids=frozenset({50}), joined_at=1, now=10**12)
ONLY_BANANA = {"models": ("banana",)}
ONLY_PRO = {"models": ("banana-pro",)}
EVERYBODY, ROLE, OTHER_ROLE = (
    {"scope": Who.EVERYBODY},
    {"scope": Who.ROLE, "target_id": 70},
    {"scope": Who.ROLE, "target_id": 71},
)
OWN, HERE, SERVER = (
    {"scope": Who.MEMBER, "target_id": 3},
    {"scope": Who.CHANNEL, "target_id": 50},
    {"scope": Who.SERVER},
)
PRO, LARGE = takes_model("banana-pro"), takes_resolution("4k")


@pytest.mark.parametrize(
    ("measure", "said", "values"),
    [
        pytest.param(PRO, [], [], id="no sentence: any model"),
        pytest.param(PRO, [EVERYBODY | ONLY_BANANA], [0], id="everybody's"),
        pytest.param(PRO, [EVERYBODY | ONLY_BANANA, ROLE | ONLY_PRO], [1], id="a role's is closer"),
        pytest.param(PRO, [ROLE | ONLY_BANANA, OTHER_ROLE | ONLY_PRO], [1], id="the most generous role's"),
        pytest.param(
            PRO, [ROLE | {"count": 4}, OTHER_ROLE | ONLY_BANANA], [0], id="a role that doesn't say gives nothing"
        ),
        pytest.param(PRO, [ROLE | ONLY_PRO, OWN | ONLY_BANANA], [0], id="their own"),
        pytest.param(PRO, [OWN | ONLY_PRO, HERE | ONLY_BANANA], [1, 0], id="the channel narrows"),
        pytest.param(LARGE, [EVERYBODY | {"resolutions": ("1k", "2k")}], [0], id="sizes"),
        pytest.param(LARGE, [OWN | {"resolutions": ("4k",)}, SERVER | {"resolutions": ("1k",)}], [1, 0], id="server"),
        pytest.param(most_pictures, [EVERYBODY | {"count": 1}, ROLE | {"count": 4}], [4], id="how many"),
        pytest.param(most_pictures, [EVERYBODY | {"count": 4}, ROLE | ONLY_PRO], [4], id="a role that doesn't say"),
        pytest.param(most_at_once, [ROLE | {"at_once": 2}, OTHER_ROLE | {"at_once": 3}], [3], id="how many at once"),
        pytest.param(most_at_once, [ROLE | {"at_once": 2}, HERE | {"at_once": 1}], [2, 1], id="one at a time here"),
    ],
)
def test_each_question_is_answered_by_itself(
    measure: Measure, said: list[dict[str, object]], values: list[float]
) -> None:
    rules = [Rule(**fields) for fields in said]  # type: ignore[arg-type]
    assert [measure(rule) for rule in held(rules, ASKER, measure).all] == values


CREDITS = st.builds(
    lambda scope, target_id, credits, period_s, counted: Rule(
        scope=scope,
        target_id=target_id if scope is Who.ROLE else 0,
        credits=credits,
        period_s=period_s,
        counted=counted,
    ),
    scope=st.sampled_from([Who.ROLE, Who.ROLE, Who.EVERYBODY]),
    target_id=st.integers(70, 73),
    credits=st.integers(0, 5),
    period_s=st.sampled_from([3_600, 86_400]),
    counted=st.sampled_from(["*", "banana"]),
)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(said=st.lists(CREDITS, max_size=6))
def test_another_role_never_makes_anybody_poorer(said: list[Rule]) -> None:
    rules = Rules(all=tuple(said))
    roles = sorted(rules.targets(Who.ROLE))
    caps = OwnerLimits(default=Rule(scope=Who.EVERYBODY, credits=2))

    def allowed(*role_ids: int) -> dict[tuple[int, str], int]:
        asker = Asker(user_id=3, role_ids=frozenset(role_ids))
        limits = resolve(rules, asker, model="banana", caps=caps)
        return {(one.period_s, one.model): one.credits for one in limits if one.scope is Scope.USER}

    for one, more in combinations(roles, 2):
        for first, second in ((one, more), (more, one)):
            before, after = allowed(first), allowed(first, second)
            assert all(question in before and credits >= before[question] for question, credits in after.items())


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        (EVERYBODY, "nothing"),
        (EVERYBODY | {"credits": 10**12}, "credits"),
        (EVERYBODY | {"credits": -1}, "credits"),
        (EVERYBODY | {"credits": 1, "period_s": 0}, "period"),
        (EVERYBODY | {"count": 0}, "count"),
        (EVERYBODY | {"at_once": 10**6}, "at_once"),
        (EVERYBODY | {"credits": 1, "target_id": 5}, "target"),
        ({"scope": Who.ROLE, "credits": 1}, "target"),
        ({"scope": Who.NEWCOMERS, "credits": 1}, "days"),
        (EVERYBODY | {"credits": 1, "days": 7}, "days"),
        (EVERYBODY | {"models": ("",)}, "names"),
    ],
)
def test_what_makes_no_sense_is_no_sentence(fields: dict[str, object], what: str) -> None:
    with pytest.raises(BadRule) as caught:
        Rule(**fields)  # type: ignore[arg-type]
    assert caught.value.what == what


def test_a_server_has_fifty_sentences_and_each_question_one_answer() -> None:
    full = Rules(all=tuple(Rule(scope=Who.ROLE, target_id=n, credits=1) for n in range(1, MOST_RULES + 1)))
    with pytest.raises(BadRule, match="too_many"):
        full.adding(Rule(scope=Who.SERVER, credits=1))
    one = Rules().adding(Rule(scope=Who.SERVER, credits=1))
    with pytest.raises(BadRule, match="twice"):
        one.adding(Rule(scope=Who.SERVER, credits=2, count=1))
    two = one.adding(Rule(scope=Who.SERVER, credits=2, period_s=3_600))
    assert two.without(two.all[0]).all == (two.all[1],)


def test_sentences_come_back_from_what_is_kept_and_nonsense_does_not() -> None:
    rules = Rules(all=(Rule(scope=Who.ROLE, target_id=2**63 - 1, credits=0, models=("banana",), resolutions=("1k",)),))
    assert from_json(Rules, to_json(rules)) == rules
    with pytest.raises(ValueError, match="period"):
        from_json(Rules, '{"all": [{"scope": "server", "credits": 1, "period_s": 0}]}')
