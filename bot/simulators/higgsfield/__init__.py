"""Higgsfield's image API on a loopback port, for the demo and for tests.

Simulated: submit, status, cancel and estimate of the models in `models.py`, in both shapes of the API, uploads,
results, webhooks, limits and credits. Not simulated: what a model would draw (the pictures are painted here), video,
and rate limits by the minute. Directives in the prompt choose what happens to a request (`prompt_directives.py`),
AccountOptions what the account is like, FakeHiggsfield.fail and POST /_emulator/faults what goes wrong (`faults.py`).
"""

from bot.simulators.higgsfield.account_options import AccountOptions
from bot.simulators.higgsfield.call_log import Call
from bot.simulators.higgsfield.models import NANO_BANANA, NANO_BANANA_PRO, Model
from bot.simulators.higgsfield.prompt_directives import DIRECTIVES, Directive
from bot.simulators.higgsfield.requests import Request
from bot.simulators.higgsfield.server import FakeHiggsfield

__all__ = [
    "DIRECTIVES",
    "NANO_BANANA",
    "NANO_BANANA_PRO",
    "AccountOptions",
    "Call",
    "Directive",
    "FakeHiggsfield",
    "Model",
    "Request",
]
