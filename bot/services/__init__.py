"""The use cases: what a member, a moderator, the owner or the terminal can ask for; one class a noun.

Read `orders.py` first: ordering and cancelling; then `versions.py`, from a picture to its next one.
"""
