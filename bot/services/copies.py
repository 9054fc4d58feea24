"""Copies of deleted pictures: inputs of other orders that go with the picture they were made of."""

from __future__ import annotations

from bot.pictures import Pictures
from bot.store import Store


async def delete_erased(store: Store, pictures: Pictures) -> int:
    """Delete the files and words of inputs whose picture was deleted for good; returns how many."""
    inputs = await store.copies.erased()
    for job_id, position in inputs:
        await pictures.delete_input(job_id, position)
    if inputs:
        await store.copies.deleted(inputs)
    return len(inputs)
