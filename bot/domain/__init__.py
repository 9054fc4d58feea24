"""What the bot is about, without any I/O.

Read `jobs.py` first, the states of a job and its legal transitions; then `catalog.py`, what can be ordered, and
`errors.py`, every way to fail.
"""
