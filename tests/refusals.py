"""One of every refusal there is, with each of its variants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from bot.domain import errors, rule_errors, server_errors, setup_errors
from bot.domain.quota import Limit, Scope, Usage
from bot.domain.rules import Rule, Who
from bot.domain.word_questions import Answer
from bot.domain.words_entries import Fault
from bot.ui.rights import CARD_RIGHTS, IN_THREADS


def refusals() -> Iterator[errors.Refusal]:
    """One of each kind, and of those that have more than one sentence one of each."""
    for scope in Scope:
        usage = Usage(limit=Limit(scope=scope, credits=20), used=20, next_release=2, next_release_at=0)
        yield errors.OutOfQuota(usage=usage, cost=2, enough_at=0)
        yield errors.OutOfQuota(usage=usage, cost=200, enough_at=None)
        yield errors.OutOfQuota(usage=Usage(limit=Limit(scope=scope, credits=0), used=0), cost=1, enough_at=None)
    yield from (errors.BadPrompt(length=length, limit=2000) for length in (0, 2001))
    yield from (errors.BadAttachment(name="notes.pdf", limit_mb=20, too_big=big) for big in (True, False))
    yield from (errors.MissingRights(names=(name,)) for name in (*CARD_RIGHTS, IN_THREADS))
    yield from (errors.VendorAway(since=0, is_foreign=foreign) for foreign in (False, True))
    yield from (errors.ModelMissing(model="Nano Banana Pro", other=other) for other in (None, "banana"))
    yield errors.NoEndings(again_at=0)
    powers = ("manage_guild", "moderate_members", "manage_messages")
    yield from (server_errors.NeedsPermission(permission=power) for power in powers)
    yield server_errors.SettingsUnreadable(section="rules")
    yield from (setup_errors.ImportUnreadable(section=section) for section in (None, "rules"))
    yield setup_errors.ImportTooLarge(most_kb=2000)
    rule = Rule(scope=Who.SERVER, count=1)
    yield from (rule_errors.AgainstRule(rule=rule), rule_errors.TooManyInOrder(rule=rule))
    parts = ("credits", "period", "count", "at_once", "days", "target", "twice", "too_many", "nothing", "names")
    yield from (rule_errors.BadLimit(what=what) for what in parts)
    rule = Rule(scope=Who.SERVER, at_once=1)
    yield from (rule_errors.TooManyAtOnce(rule=rule, under_way=number) for number in (0, 1, 2))
    yield from (server_errors.BotPaused(since=0, reason=reason) for reason in (None, "the bill"))
    yield from (server_errors.ServerPaused(since=0, by_user=by, reason=None) for by in (None, 7))
    yield from (
        server_errors.PromptBlocked(entry="fox", standing=standing, sentence=sentence)
        for standing, sentence in (
            ("none", ""),
            ("nobody", ""),
            ("asked", ""),
            ("used", ""),
            ("no", ""),
            ("no", "Not here."),
        )
    )
    yield server_errors.TooManyEntries(most=6000, count=6001)
    yield from (server_errors.BadEntries(entry="*", fault=fault, others=n) for n, fault in enumerate(Fault))
    yield from (server_errors.BadWordFile(reason=reason) for reason in ("big", "gone", "text"))
    yield server_errors.NotAgeRestricted(channel="<#1>")
    yield server_errors.TooManyQuestions(most=3)
    yield from (server_errors.QuestionAnswered(owner_id=1, answer=answer) for answer in Answer)
    yield server_errors.StillBlocked(entry="fox")
    blocked = [
        {"until": until, "role_id": role, "reason": why}
        for until in (None, 9)
        for role in (None, 5)
        for why in (None, "x")
    ]
    yield from (server_errors.Blocked(**said) for said in blocked)
    yield server_errors.OnBreak(until=9, count=3)
    whom = ("owner", "administrator", "bot", "everyone", "managed")
    yield from (server_errors.CantBlock(who=who) for who in whom)
    yield from (server_errors.BadSpan(text=text) for text in (None, "soon"))
    yield from (server_errors.BadNumber(text=text, least=1, most=9) for text in (None, "x"))
    yield errors.TooFast(again_at=0)
    yield errors.TooManyUnfinished(most=20)
    yield errors.PriceChanged(cost=12)
    yield errors.CommandForbidden(command="banana")
    yield from (errors.MemberRightsMissing(name=name) for name in ("use_application_commands", "send_messages"))
    yield from (
        errors.BadOption(option=name, choices=("1:1", 4))
        for name in ("count", "ratio", "resolution", "format", "language")
    )
    yield from (errors.UnreadFormat(name="x", format=kind) for kind in ("HEIC", "video", "TIFF"))
    yield errors.TooManyInputs(limit=8)
    yield from (errors.InputUnwanted(model="Nano Banana Pro", other=other) for other in (None, "banana"))
    yield errors.NotYours(owner_id=1)
    yield server_errors.PictureProtected(owner_id=1)
    yield errors.NotForYou(owner_id=1)
    yield errors.TrayFull(limit=8)
    yield errors.ExportTooSoon(again_at=0)
    yield errors.TooManyReports(most=5, again_at=0)
    for kind in errors.Refusal.__subclasses__():
        if not fields(kind):
            yield kind()
