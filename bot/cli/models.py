"""`models`: what this bot offers, what it costs, and whether the account has it; nothing is ordered."""

from __future__ import annotations

import argparse
import asyncio

import aiohttp

from bot import app
from bot.cli.arguments import AddParser
from bot.cli.output import print_result
from bot.cli.output import table as columns
from bot.domain.catalog import Model, Params
from bot.domain.errors import VendorBusy, VendorRefused
from bot.domain.jobs import Failure
from bot.higgsfield import Submission
from bot.higgsfield.client import HiggsfieldClient
from bot.settings import Settings, load

KEYS = {"HIGGSFIELD_API_KEY_ID", "HIGGSFIELD_API_KEY_SECRET"}
UNKNOWN = "unknown"
REFUSED = {Failure.BAD_KEY: "unknown: Higgsfield refuses the key", Failure.MODEL_MISSING: "not on your account"}
HEAD = ("COMMAND", "MODEL", "SIZE", "PRICE", "HIGGSFIELD")

Row = tuple[str, ...]


def add_command(add_parser: AddParser) -> None:
    """Add `models`."""
    command = add_parser("models", help="list the models, their prices, and whether your Higgsfield account has them")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    print_result("\n".join(asyncio.run(table(load()))))
    return 0


async def table(settings: Settings) -> list[str]:
    """Return the lines of a table of all models; raises StartError where the owner's file of models is wrong."""
    offer = settings.offer()
    async with aiohttp.ClientSession() as session:
        has_key = not KEYS & set(settings.missing_secrets())
        client = app.higgsfield_client(settings, offer, session) if has_key else None
        return columns([HEAD, *[await _row(client, model, size) for model in offer.models for size in _sizes(model)]])


def _sizes(model: Model) -> tuple[str, ...]:
    return model.resolutions or ("",)


async def _row(client: HiggsfieldClient | None, model: Model, size: str) -> Row:
    params = model.fit(Params(resolution=size or None))
    vendor = await _estimate(client, model, params) if client else f"{UNKNOWN}: no key is set"
    return f"/{model.name}", model.title, size, f"{model.cost(params)} 🍌", vendor


async def _estimate(client: HiggsfieldClient, model: Model, params: Params) -> str:
    try:
        told = await client.estimate(
            Submission(model=model.name, prompt="a picture", params=params, idempotency_key="estimate")
        )
    except VendorRefused as error:
        return REFUSED.get(error.reason, UNKNOWN)
    except VendorBusy:
        return UNKNOWN
    unit = "credit" if told.credits == "1" else "credits"
    return f"{told.credits} {unit}" + (f" (${told.usd})" if told.usd else "")
