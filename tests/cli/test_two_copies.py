"""Two processes with one token and two data folders: each order is drawn and paid once, and the owner is told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.simulators.discord import Call
from tests.cli.processes import World, world


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{folder / 'data' / 'bot.sqlite3'}?mode=ro", uri=True)) as books:
        return books.execute(sql).fetchall()


def posts(around: World) -> int:
    orders = (call for call in around.vendor.calls if not call.path.startswith("/estimate/"))
    return sum(call.method == "POST" and "banana" in call.path for call in orders)


def ended(folders: list[Path], job_id: int) -> bool:
    """Return True if both books have ended a job."""
    found = [rows(folder, f"SELECT state FROM job WHERE id = {job_id}") for folder in folders]  # noqa: S608
    return all(row and row[0][0] in ("succeeded", "cancelled") for row in found)


async def once(around: World, folders: list[Path], job_id: int, *, before: int) -> None:
    """See that an order was paid by one of the two and given back by the other."""
    await around.fake_discord.until(lambda: ended(folders, job_id), 60)
    said = sorted(rows(folder, f"SELECT state FROM job WHERE id = {job_id}")[0][0] for folder in folders)  # noqa: S608
    assert said == ["cancelled", "succeeded"]
    sums = [rows(folder, f"SELECT SUM(amount) FROM ledger WHERE job_id = {job_id}")[0][0] for folder in folders]  # noqa: S608
    assert sorted(sums) == [0, 1]
    assert posts(around) == before + 1


async def test_whoever_did_not_get_its_answer_in_withdraws_before_higgsfield_is_asked(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    async with world() as around, around.bot(folders[0]), around.bot(folders[1]):
        fake_discord, mara = around.fake_discord, around.fake_discord.person("mara")
        await fake_discord.until(lambda: len(fake_discord.gateway.sessions) == 2, 60)
        calls: list[Call] = []
        for n in range(3):
            calls.append(await (await mara.slash("banana", prompt=f"cat {n}")).done())
            await once(around, folders, calls[-1].id, before=n)
        await fake_discord.until(lambda: len([m for m in fake_discord.messages() if m.media]) >= 3, 60)
        cards = [message for message in fake_discord.messages() if message.media]
        assert len(cards) == 3, "one card an order"

        custom_id = next(b["custom_id"] for b in cards[0].buttons if ":again:" in b["custom_id"])
        again = await (await mara.click(cards[0], custom_id)).done()
        assert not again.ephemeral, "whose card it is answers"
        await fake_discord.until(lambda: posts(around) == 4, 60)

        said = await mara.say("@Banana make it snow", reply_to=cards[1])
        (small,) = await fake_discord.until(lambda: [m for m in fake_discord.messages() if m.reply_to == said.id], 60)
        drawn = await (await mara.click(small, small.buttons[0]["custom_id"])).done()
        await fake_discord.until(lambda: posts(around) == 5, 60)
        assert drawn.message is not None

        owner = fake_discord.person("sam")
        (told,) = await fake_discord.until(owner.dm, 60)
        assert "Another copy of this bot is running with the same token" in told.text
    assert len(owner.dm()) == 1, "both would have told"
