"""Mechanisms that know nothing of pictures or Discord.

Read `scheduler.py` first: the worker and the card updater both run on it.
"""
