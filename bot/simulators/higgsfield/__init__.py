"""Higgsfield's image API, faked truthfully: a real HTTP server for tests and for the demo.

Words in square brackets in the prompt choose what happens (`words.py`), `Terms` what the account is like,
`Emulator.fail` and POST /_emulator/faults what goes wrong on the way (`faults.py`).
"""

from bot.simulators.higgsfield.account_options import AccountOptions
from bot.simulators.higgsfield.call_log import Call
from bot.simulators.higgsfield.prompt_directives import DIRECTIVES, Directive
from bot.simulators.higgsfield.requests import Request
from bot.simulators.higgsfield.server import FakeHiggsfield

__all__ = ["DIRECTIVES", "Call", "FakeHiggsfield", "Request", "AccountOptions", "Directive"]
