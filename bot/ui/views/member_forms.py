"""The forms in which moderators block somebody or give credits, pure."""

from __future__ import annotations

from collections.abc import Callable

import discord

from bot.domain.blocks import REASON_LENGTH
from bot.domain.strikes import StrikeRule
from bot.services.blocks import NO_END
from bot.services.member_records import NOTE_LENGTH
from bot.ui.views.modal_fields import Field, form

Say = Callable[..., str]
USUAL_DAYS = "7"
SPANS = {"hour": "1 hour", "day": "1 day", "week": "1 week", "month": "30 days", "none": NO_END}  # as `read_span` reads


def block_form(say: Say, custom_id: str) -> discord.ui.Modal:
    """Return a new form that asks how long and why."""
    return form(say("modal-block"), custom_id, _block_fields(say))


def role_form(say: Say, custom_id: str) -> discord.ui.Modal:
    """Return a new form that asks which role, how long and why."""
    roles: discord.ui.RoleSelect[discord.ui.Modal] = discord.ui.RoleSelect(custom_id="role", required=True)
    role = discord.ui.Label(text=say("block-role"), component=roles)
    return form(say("modal-blockrole"), custom_id, (role, *_block_fields(say)))


def strikes_form(say: Say, custom_id: str, rule: StrikeRule) -> discord.ui.Modal:
    """Return a new form that asks for a rule, with one in it."""
    numbers = {"count": rule.count, "within": rule.within_hours, "break": rule.break_hours}
    fields = [
        _line(say(f"strikes-{name}"), name, most=9, is_required=True, default=str(number))
        for name, number in numbers.items()
    ]
    return form(say("modal-strikes"), custom_id, fields)


def _block_fields(say: Say) -> tuple[Field, ...]:
    options = [
        discord.RadioGroupOption(label=say(f"block-span-{name}"), value=span, default=name == "day")
        for name, span in SPANS.items()
    ]
    choice: discord.ui.RadioGroup[discord.ui.Modal] = discord.ui.RadioGroup(custom_id="span", options=options)
    return (
        discord.ui.Label(text=say("block-span"), component=choice),
        _line(say("block-written"), "written", most=40, placeholder=say("block-written-placeholder")),
        _line(say("block-reason"), "reason", most=REASON_LENGTH, description=say("block-reason-description")),
    )


def gift_form(say: Say, custom_id: str) -> discord.ui.Modal:
    """Return a new form that asks how many credits, for how long and why."""
    return form(
        say("modal-give"),
        custom_id,
        (
            _line(say("give-credits"), "credits", most=9, is_required=True),
            _line(say("give-days"), "days", most=9, is_required=True, default=USUAL_DAYS),
            _line(say("give-note"), "note", most=NOTE_LENGTH),
        ),
    )


def _line(
    label: str,
    custom_id: str,
    *,
    most: int,
    is_required: bool = False,
    default: str | None = None,
    placeholder: str | None = None,
    description: str | None = None,
) -> Field:
    component: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=custom_id, required=is_required, max_length=most, default=default, placeholder=placeholder
    )
    return discord.ui.Label(text=label, description=description, component=component)
