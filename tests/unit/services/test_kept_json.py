"""What is kept as JSON reads as it always did, and is written byte for byte as the first versions wrote it.

The texts are recorded: 0.1.0 wrote them, with another library. A text that a section's buttons are named by (the hash
of a rule) may never change.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli.unsaved_orders import _Unsaved
from bot.domain.catalog import Params
from bot.domain.guild_config import SECTIONS, CardDefaults
from bot.domain.guild_log import LogRoutes
from bot.domain.guild_privacy import GuildPrivacy
from bot.domain.jobs import Image
from bot.domain.money import MoneyWarnings
from bot.domain.rules import Rule, Rules, Who
from bot.domain.sections import from_json, to_json
from bot.domain.strikes import StrikeRule
from bot.domain.word_questions import BlockedPrompt
from bot.domain.words import WordLists
from bot.services.history import _Search
from bot.services.kept_records import KeptRecords
from bot.services.pending_orders import PendingOrder
from bot.services.rules import mark_of
from bot.services.temporary_messages import TemporaryMessage
from bot.services.tray import _Contents
from bot.store import Pending, Repost, Store
from bot.store.sqlite import open_store
from tests.clocks import HeldClock

MARA = 3
LAST = 2**63 - 1
#: A letter of each length in UTF-8, what JSON escapes, and what it might.
LETTERS = 'a é 漢 🍌 "\\/\b\f\n\r\t\x00\x1f\x7f\u2028<&>'
WRITTEN_LETTERS = r'"a é 漢 🍌 \"\\/\b\f\n\r\t\u0000\u001f' + "\x7f\u2028<&>" + '"'
RULE = Rule(scope=Who.ROLE, target_id=LAST, credits=0, models=("banana",), resolutions=("1k", "2k"), count=4, at_once=2)
WRITTEN_RULE = (
    '{"scope":"role","target_id":9223372036854775807,"days":0,"credits":0,"period_s":86400,"counted":"*",'
    '"models":["banana"],"resolutions":["1k","2k"],"count":4,"at_once":2}'
)
SECTIONS_WRITTEN = [
    (Rules(), '{"all":[]}'),
    (Rules(all=(RULE,)), f'{{"all":[{WRITTEN_RULE}]}}'),
    (
        Rules(all=(Rule(scope=Who.NEWCOMERS, days=7, credits=3, counted="banana-pro", period_s=3600),)),
        '{"all":[{"scope":"newcomers","target_id":0,"days":7,"credits":3,"period_s":3600,"counted":"banana-pro",'
        '"models":[],"resolutions":[],"count":null,"at_once":null}]}',
    ),
    (
        WordLists(deny=("é", LETTERS), strict=("🍌",), stricter=(1, LAST)),
        f'{{"deny":["é",{WRITTEN_LETTERS}],"mild":[],"strict":["🍌"],"allow":[],'
        '"stricter":[1,9223372036854775807],"laxer":[]}',
    ),
    (MoneyWarnings(shares=(50,), every=5, weekly=False), '{"shares":[50],"every":5,"weekly":false}'),
    (CardDefaults(locale="fr", spoiler_channels=frozenset({LAST})), f'{{"locale":"fr","spoiler_channels":[{LAST}]}}'),
    (
        LogRoutes(finished=1, questions=LAST, previews=True),
        '{"finished":1,"refused":0,"reports":0,"acts":0,"settings":0,"money":0,'
        '"questions":9223372036854775807,"previews":true}',
    ),
    (StrikeRule(is_on=True, count=5), '{"is_on":true,"count":5,"within_hours":24,"break_hours":1}'),
    (
        GuildPrivacy(keep_picture_days=30, is_own_only=True),
        '{"keep_picture_days":30,"keep_word_days":0,"is_own_only":true}',
    ),
]
#: What a moderator's own file, or a hand in the database, may say beside what the bot writes.
READ_TOO = [
    ('{"is_on":true,"colour":"red"}', StrikeRule(is_on=True)),
    ('{"count":"5"}', StrikeRule(count=5)),
    ('{"count":5.0}', StrikeRule(count=5)),
    ('{"is_on":1}', StrikeRule(is_on=True)),
    ('{"is_on":"true"}', StrikeRule(is_on=True)),
    (' { "count" : 5 , "count" : 6 } ', StrikeRule(count=6)),
    ('{"spoiler_channels":[1,1]}', CardDefaults(spoiler_channels=frozenset({1}))),
    ('{"spoiler_channels":["12"]}', CardDefaults(spoiler_channels=frozenset({12}))),
]
NOT_READ = [
    (StrikeRule, '{"count":0}'),
    (StrikeRule, '{"count":null}'),
    (StrikeRule, '{"count":NaN}'),
    (StrikeRule, '{"count":5.5}'),
    (StrikeRule, '{"count":"five"}'),
    (StrikeRule, '{"count":1e400}'),
    (StrikeRule, "[]"),
    (StrikeRule, "null"),
    (StrikeRule, "{"),
    (StrikeRule, ""),
    (StrikeRule, "{}{}"),
    (Rules, '{"all":[{"scope":"nobody","credits":1}]}'),
    (Rules, '{"all":[{"credits":1}]}'),
    (Rules, f'{{"all":[{{"scope":"role","credits":1,"target_id":{2**63}}}]}}'),
    (Rules, f'{{"all":[{{"scope":"role","credits":1,"target_id":{10**30}}}]}}'),
    (WordLists, '{"deny":"a"}'),
    (WordLists, '{"deny":[1]}'),
    (WordLists, '{"deny":["\\ud800"]}'),
    (MoneyWarnings, '{"shares":[80,50]}'),
]
IMAGE = Image(position=1, url="https://x.test/a.png?ex=1&hm=2", name=LETTERS, path="pictures/1/a.png", sha256="00ff")
WRITTEN_IMAGE = (
    f'{{"position":1,"url":"https://x.test/a.png?ex=1&hm=2","name":{WRITTEN_LETTERS},"path":"pictures/1/a.png",'
    '"sha256":"00ff","is_erased":false,"spoiler":false,"unread":false,"owner_id":0}'
)
PENDING = PendingOrder(
    id=7,
    user_id=MARA,
    kind="menu",
    pictures=(IMAGE, Image(position=0, url="https://x.test/b", spoiler=True, owner_id=LAST)),
    picked=1,
    prompt=LETTERS,
    extras=(IMAGE,),
    model="banana-pro",
    params=Params(count=2, ratio="1:1", format="jpeg", resolution="4k"),
    locale="fr",
    parent_id=LAST,
    shown_cost=6,
)
RECORDS_WRITTEN = [
    (
        "menu",
        PENDING,
        f'{{"pictures":[{WRITTEN_IMAGE},{{"position":0,"url":"https://x.test/b","name":"","path":null,"sha256":null,'
        '"is_erased":false,"spoiler":true,"unread":false,"owner_id":9223372036854775807}],"picked":1,'
        f'"prompt":{WRITTEN_LETTERS},"extras":[{WRITTEN_IMAGE}],"model":"banana-pro",'
        '"params":{"count":2,"ratio":"1:1","format":"jpeg","resolution":"4k"},"locale":"fr",'
        '"parent_id":9223372036854775807,"version":1,"shown_cost":6,"placed_as":0}',
    ),
    ("tray", _Contents(images=(IMAGE,)), f'{{"images":[{WRITTEN_IMAGE}]}}'),
    ("slip", TemporaryMessage(id=7, channel_id=5, due=10**12, reply_to=LAST),
     '{"channel_id":5,"due":1000000000000,"reply_to":9223372036854775807,"about":0}'),
    ("history", _Search(search=LETTERS, model="", favourites=True),
     f'{{"search":{WRITTEN_LETTERS},"model":"","favourites":true}}'),
    ("reposting", Repost(message_id=1, job_id=2, guild_id=0, channel_id=4),
     '{"message_id":1,"job_id":2,"guild_id":0,"channel_id":4}'),
    (
        "blocked",
        BlockedPrompt(id=7, user_id=MARA, kind="blocked", guild_id=1, channel_id=2, prompt=LETTERS, entry="é"),
        f'{{"guild_id":1,"channel_id":2,"prompt":{WRITTEN_LETTERS},"entry":"é","can_ask":false}}',
    ),
    ("unsaved", _Unsaved(id=7), "{}"),
]  # fmt: skip


def test_every_section_is_among_them() -> None:
    assert {type(section) for section, _ in SECTIONS_WRITTEN} == set(SECTIONS.values())


@pytest.mark.parametrize(("section", "text"), SECTIONS_WRITTEN)
def test_a_section_reads_as_it_was_kept_and_is_kept_as_ever(section: Any, text: str) -> None:
    found = from_json(type(section), text)
    assert found == section and repr(found) == repr(section), "of the same types, too"
    assert to_json(section) == text


def test_the_mark_of_a_rule_in_the_ids_of_buttons_stays() -> None:
    assert to_json(RULE) == WRITTEN_RULE
    assert mark_of(RULE) == 9010615323020835


def test_the_fields_of_a_draft_read_as_they_were_kept() -> None:
    fields = {"scope": Who.EVERYBODY, "models": ("banana", LETTERS), "credits": None, "target_id": LAST}
    text = f'{{"scope":"everybody","models":["banana",{WRITTEN_LETTERS}],"credits":null,"target_id":{LAST}}}'
    assert to_json(fields) == text
    assert from_json(dict[str, object], text) == {**fields, "scope": "everybody", "models": ["banana", LETTERS]}


@pytest.mark.parametrize(("text", "section"), READ_TOO)
def test_what_is_surely_meant_is_read(text: str, section: Any) -> None:
    found = from_json(type(section), text)
    assert found == section and repr(found) == repr(section)


@pytest.mark.parametrize(("kind", "text"), NOT_READ)
def test_what_can_not_be_is_refused_in_one_way(kind: type[Any], text: str) -> None:
    with pytest.raises(ValueError):
        from_json(kind, text)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "bot.sqlite3") as store:
        yield store


@pytest.mark.parametrize(("kind", "record", "text"), RECORDS_WRITTEN, ids=[kind for kind, *_ in RECORDS_WRITTEN])
async def test_a_record_reads_as_it_was_kept_and_is_kept_as_ever(
    kind: str, record: Any, text: str, store: Store
) -> None:
    clock = HeldClock()
    records: KeptRecords[Any] = KeptRecords(type(record), kind=kind, kept_ms=10, pending=store.pending, clock=clock)
    old = Pending(id=7, user_id=MARA, kind=kind, body=json.loads(text), until=clock.now() + 1)
    await store.pending.keep(old, now=clock.now())
    found = await records.find(7, MARA)
    assert found == record and repr(found) == repr(record)
    await records.keep(7, MARA, record)
    row = await store.pending.find(7, MARA, kind, now=clock.now())
    assert row and json.dumps(row.body) == json.dumps(json.loads(text)), "in the same order, too"
