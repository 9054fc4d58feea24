"""`doctor`: what works and what doesn't, with what to do about it; nothing is ordered, and the bot may run or not."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from bot.cli.arguments import AddParser
from bot.cli.doctor_discord import examine_discord
from bot.cli.doctor_folder import examine_folder
from bot.cli.doctor_higgsfield import examine_higgsfield
from bot.cli.doctor_machine import examine_clock, examine_machine
from bot.cli.doctor_webhooks import examine_webhooks
from bot.cli.output import configure_logging, counted, print_progress, print_result
from bot.domain.errors import StartError
from bot.domain.findings import Finding, Health, broken
from bot.runtime.clock import Clock
from bot.runtime.log_redaction import masked
from bot.settings import Settings, load

SIGNS = {Health.FINE: "✓", Health.WARNING: "⚠", Health.BROKEN: "✗"}


def add_command(add_parser: AddParser) -> None:
    """Add `doctor`."""
    command = add_parser("doctor", help="check everything the bot needs, and say what to do; nothing is ordered")
    command.add_argument("--json", action="store_true", help="for programs: a list with part, health, said and mend")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    findings = asyncio.run(findings_of_settings())
    if arguments.json:
        print_result(json.dumps([asdict(each) for each in findings], indent=2, ensure_ascii=False))
    else:
        print_result("\n".join(lines(findings)))
    return 1 if _count(findings, Health.BROKEN) else 0


async def findings_of_settings() -> Sequence[Finding]:
    """Return what is found with the settings that a start would take; wrong ones are the only finding."""
    try:
        settings = load()
    except StartError as error:
        return [broken("settings", str(error), "Correct them in .env or in the environment.")]
    configure_logging(settings, quiet=True)
    return await examine(settings, Clock())


async def examine(settings: Settings, clock: Clock) -> Sequence[Finding]:
    """Return what is found, with no secret in it; whoever is asked also bears out the clock."""
    print_progress("looking at the data folder …")
    findings = [*examine_machine(settings), *await examine_folder(settings, clock)]
    print_progress("asking Discord …")
    findings += await examine_discord(settings, clock)
    print_progress("asking Higgsfield …")
    findings += await examine_higgsfield(settings, clock)
    if webhooks := await examine_webhooks(settings):
        findings.append(webhooks)
    secrets = settings.secrets()
    return [
        replace(each, said=masked(each.said, secrets), mend=masked(each.mend, secrets))
        for each in [*findings, examine_clock(clock)]
    ]


def lines(findings: Sequence[Finding]) -> list[str]:
    """Return the findings as lines, and what they come to."""
    return [*lines_of(findings), "", _sum(findings)]


def lines_of(findings: Sequence[Finding]) -> list[str]:
    """Return the findings as lines, what to do below each."""
    width = max(len(each.part) for each in findings)
    below = " " * (width + 4)
    said = []
    for each in findings:
        first, *more = each.said.splitlines()
        said.append(f"{SIGNS[each.health]} {each.part.ljust(width)}  {first}")
        said += [f"{below}{line.strip()}" for line in more]
        if each.mend:
            said.append(f"{below}→ {each.mend}")
    return said


def _sum(findings: Sequence[Finding]) -> str:
    wrong, doubtful = _count(findings, Health.BROKEN), _count(findings, Health.WARNING)
    if not wrong and not doubtful:
        return "Everything is fine."
    return f"{counted(wrong, 'problem')}, {counted(doubtful, 'warning')}."


def _count(findings: Sequence[Finding], health: Health) -> int:
    return sum(each.health is health for each in findings)
