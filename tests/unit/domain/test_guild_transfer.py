"""A server's settings as a file: the same when they come back, and read with care in another server."""

from __future__ import annotations

import json

import pytest

from bot.domain.guild_config import CardDefaults, GuildConfig
from bot.domain.guild_files import FORMAT, LARGEST, WHAT
from bot.domain.guild_log import LogRoutes
from bot.domain.guild_transfer import Names, Reference, export, read_import
from bot.domain.profiles import Profile, changed
from bot.domain.quota import OwnerLimits
from bot.domain.rules import Rule, Rules, Who
from bot.domain.setup_errors import ImportNewer, ImportTooLarge, ImportUnreadable
from bot.domain.words import WordLists

ARTISTS, HELPERS, STUDIO, LOG = 10, 11, 100, 101
CONFIG = GuildConfig(
    rules=Rules(
        all=(
            Rule(scope=Who.ROLE, target_id=ARTISTS, credits=60),
            Rule(scope=Who.ROLE, target_id=HELPERS, credits=30),
            Rule(scope=Who.CHANNEL, target_id=STUDIO, at_once=1),
        )
    ),
    words=WordLists(deny=("turnip",), stricter=(STUDIO,)),
    log=LogRoutes(finished=LOG),
    cards=CardDefaults(locale="fr", spoiler_channels=frozenset({STUDIO})),
)
NAMES = Names(roles={ARTISTS: "Artists", HELPERS: "Helpers"}, channels={STUDIO: "studio", LOG: "mod-log"})
ELSEWHERE = Names(roles={20: "artists", 21: "Guests"}, channels={200: "Studio"})


def test_in_its_own_server_a_file_brings_back_all_that_it_was_made_of() -> None:
    found = read_import(export(CONFIG, NAMES, guild_id=1).encode(), NAMES)
    assert found.open is None and not found.references
    assert found.result() == {name: getattr(CONFIG, name) for name in found.sections}


def test_another_server_is_asked_one_by_one_and_what_is_left_out_is_gone_with_all_that_names_it() -> None:
    found = read_import(export(CONFIG, NAMES, guild_id=1).encode(), ELSEWHERE)
    asked = []
    while found.open:
        asked.append(found.open)
        found = found.deciding(found.open.id, found.open.proposed)
    assert asked == [
        Reference(id=ARTISTS, is_role=True, name="Artists", proposed=20),
        Reference(id=HELPERS, is_role=True, name="Helpers"),
        Reference(id=STUDIO, is_role=False, name="studio", proposed=200),
        Reference(id=LOG, is_role=False, name="mod-log"),
    ]
    result = found.result()
    assert [rule.target_id for rule in result["rules"].all] == [20, 200]
    assert result["words"].stricter == (200,) and result["words"].deny == ("turnip",)
    assert result["log"] == LogRoutes() and result["cards"].spoiler_channels == {200}


def document(**sections: object) -> bytes:
    return json.dumps({"what": WHAT, "format": FORMAT, "sections": sections}).encode()


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", ImportUnreadable),
        (b"\xff\xfe", ImportUnreadable),
        (b"[]", ImportUnreadable),
        (b"{}", ImportUnreadable),
        (b"[" * 100_000, ImportUnreadable),
        (json.dumps({"what": WHAT, "format": 2, "sections": {}}).encode(), ImportNewer),
        (document(rules={"all": [{"scope": "everybody", "credits": 10**12}]}), ImportUnreadable),
        (document(rules={"all": [{"scope": "everybody", "credits": 1, "period_s": 0}]}), ImportUnreadable),
        (document(words={"deny": [f"w{n}" for n in range(10_000)]}), ImportUnreadable),
        (document(rules={}, unheard_of={}), ImportNewer),
        (document(cards={"spoiler_channels": list(range(1, 40))}), ImportUnreadable),
        (document(cards={"spoiler_channels": [10**30]}), ImportUnreadable),
        (document(log={"finished": 10**30}), ImportUnreadable),
        (document(log={"reports": -5}), ImportUnreadable),
        (document(words={"stricter": [-1]}), ImportUnreadable),
        (document(rules={"all": [{"scope": "role", "target_id": 10**30, "credits": 1}]}), ImportUnreadable),
        (b" " * (LARGEST + 1), ImportTooLarge),
    ],
)
def test_a_file_that_can_not_be_is_refused_with_a_sentence(data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_import(data, NAMES)


def test_a_name_of_no_id_is_left_out() -> None:
    names = {"9" * 5_000: "nobody", "-1": "nobody", str(STUDIO): "studio"}
    file = {"what": WHAT, "format": FORMAT, "sections": {"words": {"stricter": [STUDIO]}}, "names": names}
    assert [each.name for each in read_import(json.dumps(file).encode(), ELSEWHERE).references] == ["studio"]


@pytest.mark.parametrize("profile", Profile)
def test_a_profile_keeps_what_is_said_of_roles_and_never_exceeds_the_owner(profile: Profile) -> None:
    owner = OwnerLimits(bot=50, member=4)
    sections = changed(CONFIG, profile, owner)
    rules: Rules = sections["rules"]
    assert set(CONFIG.rules.all) <= set(rules.all)
    fresh = [rule for rule in rules.all if rule not in CONFIG.rules.all]
    assert all((rule.credits or 0) <= (50 if rule.scope is Who.SERVER else 4) for rule in fresh)
    again = GuildConfig(**{**{name: getattr(CONFIG, name) for name in ("words", "log", "cards")}, **sections})
    assert not changed(again, profile, owner), "the second time nothing is left to change"
