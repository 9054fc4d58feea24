"""The Discord side that the cogs share.

Read `order_placement.py` first, from an interaction to its card; then `outbound/card_updater.py`, from a row to the
edited message, and `router.py`, from a press to the feature that answers it.
"""
