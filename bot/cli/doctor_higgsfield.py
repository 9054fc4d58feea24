"""What `doctor` finds at Higgsfield: the key and the models, by calls that order nothing."""

from __future__ import annotations

from collections.abc import Sequence

import aiohttp

from bot import app
from bot.domain.catalog import Model, Params
from bot.domain.errors import StartError, VendorBusy, VendorRefused
from bot.domain.findings import Finding, broken, fine, warning
from bot.domain.jobs import Failure
from bot.higgsfield import Submission
from bot.higgsfield.client import UNKNOWN_REQUEST, HiggsfieldClient
from bot.runtime.clock import Clock
from bot.settings import Settings

KEYS = {"HIGGSFIELD_API_KEY_ID", "HIGGSFIELD_API_KEY_SECRET"}
KEY, MODELS, CREDITS = "Higgsfield key", "models", "Higgsfield credits"
TAKEN, REFUSED = "Higgsfield accepts it.", "Higgsfield refuses it."
AGAIN = "Check this machine's network and BOT_PROXY, then run this again."
MAKE = "Make one in Higgsfield's console, and put both parts into .env."
NO_BALANCE = "Higgsfield's API tells no balance: see its console. An empty account is told to you at the first order."


async def examine_higgsfield(settings: Settings, clock: Clock) -> Sequence[Finding]:
    """Return what is found; the models only where the key is taken."""
    if KEYS & set(settings.missing_secrets()):
        return [broken(KEY, "It is not set.", MAKE)]
    try:
        offer = settings.offer()
    except StartError as error:
        return [broken(MODELS, str(error), "Correct the file that BOT_MODELS_FILE names.")]
    async with aiohttp.ClientSession() as session:
        client = app.higgsfield_client(settings, offer, session, clock=clock)
        key = await _key(client)
        if key.mend:
            return [key]
        return [key, *[await _model(client, model) for model in offer.models], fine(CREDITS, NO_BALANCE)]


async def _key(client: HiggsfieldClient) -> Finding:
    try:
        if not await is_key_taken(client):
            return broken(KEY, REFUSED, MAKE)
    except VendorBusy as error:
        return broken(KEY, f"Higgsfield did not answer: {error}.", AGAIN)
    return fine(KEY, TAKEN)


async def is_key_taken(client: HiggsfieldClient) -> bool:
    """Return True if Higgsfield takes the key, by a call that orders nothing. Raises VendorBusy: it did not answer."""
    try:
        await client.status(UNKNOWN_REQUEST)
    except VendorRefused as error:
        return error.reason is not Failure.BAD_KEY
    return True


async def _model(client: HiggsfieldClient, model: Model) -> Finding:
    """Return whether the account has a model in each of its sizes, by estimates."""
    part = f"/{model.name}"
    lacking: list[str] = []
    unknown: list[str] = []
    for size in model.resolutions or (None,):
        outcome = await _estimate(client, model, size)
        if outcome is Failure.MODEL_MISSING:
            return broken(part, f"{model.title} is not on the account.", _drop(model))
        if outcome:
            (lacking if isinstance(outcome, Failure) else unknown).append(f"{size or 'it'}: {outcome}")
    if lacking:
        return warning(part, f"The account lacks {model.title} in {_listed(lacking)}.", "See HIGGSFIELD_RESOLUTIONS.")
    if unknown:
        return warning(part, f"Higgsfield told no price ({_listed(unknown)}).", AGAIN)
    return fine(part, f"The account has {model.title}.")


def _drop(model: Model) -> str:
    return f"Ask Higgsfield for it, or tell members that /{model.name} is not available."


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(parts)


async def _estimate(client: HiggsfieldClient, model: Model, size: str | None) -> Failure | str:
    """Return why there is no price for a picture of this size; "": there is one."""
    params = model.fit(Params(resolution=size))
    asked = Submission(model=model.name, prompt="a picture", params=params, idempotency_key="estimate")
    try:
        await client.estimate(asked)
    except VendorRefused as error:
        return error.reason
    except VendorBusy as error:
        return str(error)
    return ""
