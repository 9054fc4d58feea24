"""The engine, which makes Higgsfield match the rows.

Read `state_machine.py` first, one step of one job; then its halves, `submitting.py` and `polling.py`, and `worker.py`,
which says whose step is next.
"""
