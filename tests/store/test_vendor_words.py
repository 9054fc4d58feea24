"""What Higgsfield's answers quoted of a prompt leaves the events of earlier versions, once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.connection import prepare
from bot.store.migrate import apply_named, migrate


def test_of_earlier_answers_only_the_status_stays(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None)) as books:
        apply_named(books, {"0001_ground.sql", "0002_doubt.sql", "0003_moderation.sql", "0004_album.sql"})
        books.execute(
            "INSERT INTO job (id, idempotency_key, guild_id, channel_id, user_id, model, prompt, cost, file_limit,"
            " created_at, updated_at) VALUES (1, 'k', 0, 0, 3, 'banana', 'a cat', 1, 1, 1, 1)"
        )
        for detail in (
            "HTTP 429: the words 'a cat' are many",
            "refused: HTTP 400: a cat",
            "HTTP 429",
            "turned up",
            None,
        ):
            books.execute("INSERT INTO job_event (job_id, at, new, detail) VALUES (1, 1, 'queued', ?)", (detail,))
        prepare(books)
        migrate(books)
        kept = [row[0] for row in books.execute("SELECT detail FROM job_event ORDER BY id")]
    assert kept == ["HTTP 429", "refused: HTTP 400", "HTTP 429", "turned up", None]
