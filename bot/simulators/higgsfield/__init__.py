"""Higgsfield's image API, faked truthfully: a real HTTP server for tests and for the demo.

Words in square brackets in the prompt choose what happens (`words.py`), `Terms` what the account is like,
`Emulator.fail` and POST /_emulator/faults what goes wrong on the way (`faults.py`).
"""

from bot.simulators.higgsfield.account_options import Terms
from bot.simulators.higgsfield.call_log import Call
from bot.simulators.higgsfield.prompt_directives import WORDS, Word
from bot.simulators.higgsfield.requests import Request
from bot.simulators.higgsfield.server import Emulator

__all__ = ["WORDS", "Call", "Emulator", "Request", "Terms", "Word"]
