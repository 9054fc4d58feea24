"""The parts of the bench: each module has `TITLE` and `async def measure(bench: Bench) -> list[Row]`."""
