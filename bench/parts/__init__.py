"""The parts of the bench: each module has `TITLE` and `async def measure(bench: Bench) -> list[Row]`."""

ORDER = tuple(
    ["notice", "webhooks", "pictures", "cdn", "answers", "line", "running", "books", "start", "monitoring", "standins"]
)
