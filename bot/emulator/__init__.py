"""Higgsfield's image API, faked truthfully: a real HTTP server for tests and for the demo.

Words in square brackets in the prompt choose what happens (`words.py`), `Terms` what the account is like,
`Emulator.fail` and POST /_emulator/faults what goes wrong on the way (`faults.py`).
"""

from bot.emulator.jobs import Request
from bot.emulator.journal import Call
from bot.emulator.server import Emulator
from bot.emulator.terms import Terms
from bot.emulator.words import WORDS, Word

__all__ = ["WORDS", "Call", "Emulator", "Request", "Terms", "Word"]
