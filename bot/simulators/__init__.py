"""The simulators of the two outside services, for the demo and the tests; they import nothing of the bot.

`discord/` simulates Discord: read `server.py` first, which holds its parts together, then `state.py`.
`higgsfield/` simulates Higgsfield's image API: read `server.py` first, then `models.py` and `account.py`.
`_server.py` is the start and stop of a server on a loopback port, shared by both.
"""
