"""What must be true at the end of every run, by the books, the disk, the vendor's own count and what people see."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from dataclasses import dataclass, field

from bot.domain.quota import Balance
from bot.simulators.discord import Message
from bot.simulators.higgsfield import Request
from tests.crash.lives import Life
from tests.crash.stage import FINAL, Stage, is_question

FREE = "Nothing was charged."
ON_THE_HOUSE = "it's on the house."
PAID = re.compile(r"\.output-\d+\.part")  # a half-fetched result's name
WORDLESS = ("unclear", "deadline")  # ends without the vendor's word
MAY_BE_TAKEN = (0, 200, 500, 502, 503, 504)  # answers after which the vendor may have taken an order


@dataclass
class Verdict:
    """What was found wrong, each in one line."""

    lost: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lost or self.double)

    def __str__(self) -> str:
        return "\n".join([*(f"lost: {line}" for line in self.lost), *(f"double: {line}" for line in self.double)])

    def hold(self, true: object, words: str) -> None:
        """Nothing is lost, or said wrongly."""
        if not true:
            self.lost.append(words)

    def once(self, true: object, words: str) -> None:
        """Nothing happens twice."""
        if not true:
            self.double.append(words)


def judge(stage: Stage, life: Life, *, died: bool) -> Verdict:
    """Compare every order's row, books, card, pictures and requests with each other."""
    verdict = Verdict()
    rows = stage.query("SELECT * FROM job ORDER BY id")
    verdict.hold(stage.held == 0, f"{stage.held} slots at the vendor are still held")
    verdict.hold(not stage.left_behind, f"{stage.left_behind} read pictures for nobody")
    for shortfall in stage.shortfalls:
        verdict.hold(False, shortfall)
    verdict.hold([r["integrity_check"] for r in stage.query("PRAGMA integrity_check")] == ["ok"], "the file is damaged")
    for row in rows:
        _judge_books(verdict, stage, row)
        _judge_bill(verdict, stage, row)
        _judge_vendor(verdict, stage, row)
        _judge_card(verdict, stage, row)
        _judge_call(verdict, stage, row)
        _judge_disk(verdict, stage, row)
        _judge_steps(verdict, stage, row)
    _judge_strays(verdict, stage, rows)
    _judge_balance(verdict, stage)
    if not died:
        verdict.hold(rows and rows[-1]["state"] in life.ends, "the story did not end as it should")
        verdict.hold(len(rows) == len(stage.calls), "an order was not booked")
    return verdict


def charged(stage: Stage, row: sqlite3.Row) -> int:
    lines = stage.query("SELECT COALESCE(SUM(amount), 0) AS sum FROM ledger WHERE job_id = ?", row["id"])
    return int(lines[0]["sum"])


def _requests(stage: Stage, row: sqlite3.Row) -> list[Request]:
    return [request for request in stage.requests if request.idempotency_key == row["idempotency_key"]]


def _judge_books(verdict: Verdict, stage: Stage, row: sqlite3.Row) -> None:
    who = f"job {row['id']} ({row['state']})"
    lines = stage.query("SELECT kind, amount FROM ledger WHERE job_id = ? ORDER BY id", row["id"])
    kinds = [line["kind"] for line in lines]
    outputs = len(stage.query("SELECT 1 FROM image WHERE job_id = ? AND role = 'output'", row["id"]))
    verdict.hold(row["state"] in FINAL, f"{who} has no end")
    verdict.once(kinds.count("reserve") == 1, f"{who} is reserved {kinds.count('reserve')} times")
    verdict.once(len(kinds) <= 2, f"{who} is closed more than once: {kinds}")
    verdict.hold(len(kinds) >= 2, f"{who} is not closed: {kinds}")
    if row["state"] == "succeeded":
        verdict.hold(outputs, f"{who} has no pictures")
        verdict.hold(charged(stage, row) in (0, outputs), f"{who} is charged {charged(stage, row)} for {outputs}")
        verdict.hold("settle" in kinds or charged(stage, row) == 0, f"{who}: {kinds}")
    else:
        verdict.hold(kinds[1:] == ["refund"] and charged(stage, row) == 0, f"{who} is charged {charged(stage, row)}")


def _judge_bill(verdict: Verdict, stage: Stage, row: sqlite3.Row) -> None:
    """What the vendor charged counts against the host's cap: never less, and no more but for an order in doubt."""
    who = f"job {row['id']} ({row['state']}, {row['failure']})"
    lines = {line["kind"]: line["amount"] for line in stage.query("SELECT * FROM bill WHERE job_id = ?", row["id"])}
    paid = sum(request.charged for request in _requests(stage, row))
    counted = charged(stage, row) + sum(lines.values())
    verdict.hold(counted >= paid, f"{who}: the vendor charged {paid}, the host's cap counts {counted}: {lines}")
    in_doubt = "expose" in lines and not {"charge", "clear"} & lines.keys()
    verdict.once(in_doubt or counted == paid, f"{who}: the cap counts {counted}, the vendor charged {paid}: {lines}")
    verdict.once(counted <= row["cost"], f"{who}: the cap counts {counted} of {row['cost']}: {lines}")
    verdict.hold(row["failure"] not in WORDLESS or "expose" in lines, f"{who} is not exposed")


def _judge_balance(verdict: Verdict, stage: Stage) -> None:
    """What the host is told of their cap is what stands in the books."""
    told: Balance = stage.balance()
    ledger, bill = (stage.query(f"SELECT TOTAL(amount) AS sum FROM {table}")[0]["sum"] for table in ("ledger", "bill"))  # noqa: S608 - constants
    verdict.hold(told.reserved == 0, f"{told.reserved} stay reserved")
    verdict.hold(told.spent + told.exposed == ledger + bill, f"the host is told {told}, the books hold {ledger + bill}")


def _judge_steps(verdict: Verdict, stage: Stage, row: sqlite3.Row) -> None:
    """A death makes no healthy picture one that can't be read, unless two of them met the very same step."""
    who = f"job {row['id']} ({row['state']}, {row['failure']})"
    lines = stage.query("SELECT step, begun FROM attempt WHERE job_id = ?", row["id"])
    begun = {str(line["step"]): int(line["begun"]) for line in lines}
    doomed = {step for step, n in begun.items() if n == 2 <= stage.deaths}  # and not tried again
    is_doomed_input = any(step.startswith("input") for step in doomed)
    verdict.hold(row["failure"] != "input_too_big" or is_doomed_input, f"{who}: a healthy picture is called too large")
    unread = stage.query("SELECT 1 FROM image WHERE job_id = ? AND unread", row["id"])
    verdict.hold(len(unread) <= len(doomed), f"{who}: a healthy result is kept unread")
    verdict.hold(row["state"] != "succeeded" or begun.keys() <= doomed, f"{who}: steps stay begun: {begun}")
    too_often = {step: n for step, n in begun.items() if n > stage.deaths}
    verdict.hold(not too_often, f"{who}: steps count more than the deaths: {too_often}")


def _judge_vendor(verdict: Verdict, stage: Stage, row: sqlite3.Row) -> None:
    who, key = f"job {row['id']} ({row['state']}, {row['failure']})", row["idempotency_key"]
    posts = [c for c in stage.vendor.calls if c.method == "POST" and "banana" in c.path and c.idempotency_key == key]
    requests = _requests(stage, row)
    paid = [r for r in requests if r.charged]
    verdict.once(len(requests) <= 1, f"{who}: the vendor took it {len(requests)} times")
    verdict.once(len(paid) <= 1, f"{who}: the vendor drew and charged it {len(paid)} times")
    if not stage.settings.get("higgsfield_idempotent"):
        sent = sum(post.status in MAY_BE_TAKEN for post in posts)
        verdict.once(sent <= 1, f"{who} was sent {sent} times")
    if row["state"] == "succeeded":
        verdict.hold(len(paid) == 1, f"{who} has pictures that the vendor did not draw")
    elif row["failure"] != "unclear" and row["erased_at"] is None:
        verdict.hold(not paid, f"{who}: the vendor drew and charged it, and the pictures are lost")


def _judge_card(verdict: Verdict, stage: Stage, row: sqlite3.Row) -> None:
    who = f"job {row['id']} ({row['state']}, {row['failure']})"
    if row["message_id"] is None:  # nobody was answered: that it was a job at all nobody knows
        verdict.hold(row["state"] != "succeeded", f"{who} has pictures and no message")
        verdict.hold(row["delivered"] == "given_up", f"{who} was delivered as {row['delivered']}")
        return
    message = next((m for m in stage.written if m.id == row["message_id"]), None)
    if message is None:
        verdict.hold(False, f"{who} is bound to a message that is not there")
    elif row["erased_at"] is not None:
        _judge_erased(verdict, stage, row, message, who)
    elif message.id in stage.taken_away:
        verdict.once(not _home(stage, row), f"{who} came home, and its end was shown before")
    elif message.deleted:
        _judge_home(verdict, stage, row, who)
    else:
        verdict.hold(row["delivered"] == "message", f"{who} was delivered as {row['delivered']}")
        verdict.hold(row["shown_rev"] == row["rev"], f"{who} shows rev {row['shown_rev']} of {row['rev']}")
        _judge_words(verdict, stage, row, message, who)


def _judge_call(verdict: Verdict, stage: Stage, row: sqlite3.Row) -> None:
    """Whoever waited long is mentioned once, and it is written down only when it was done."""
    noted = stage.query("SELECT 1 FROM callout WHERE job_id = ?", row["id"])
    calls = [m for m in stage.written if _is_call(m) and m.reply_to == row["message_id"]]
    verdict.once(len(calls) <= 1, f"job {row['id']}: its person was called {len(calls)} times")
    verdict.hold(len(calls) >= len(noted), f"job {row['id']}: its person was not called")


def _is_call(message: Message) -> bool:
    return message.reply_to is not None and bool(message.content)


def _home(stage: Stage, row: sqlite3.Row) -> list[Message]:
    person = next(p for p in map(stage.person, ("mara", "jonas")) if p.id == row["user_id"])
    line = person.channel("dm").id
    return [m for m in stage.written if m.channel_id == line]


def _judge_erased(verdict: Verdict, stage: Stage, row: sqlite3.Row, message: Message, who: str) -> None:
    """Deleted for good: nothing of it stands anywhere, and nothing comes of it later."""
    verdict.hold(message.deleted, f"{who} is deleted, and its card stands")
    verdict.hold(not row["prompt"], f"{who} is deleted, and its words are kept")
    verdict.hold(row["delivered"] == "given_up", f"{who} was delivered as {row['delivered']}")
    verdict.hold(not _home(stage, row), f"{who} is deleted, and came home")
    files = [str(path) for path in (stage.folder / "images" / str(row["id"])).rglob("*")]
    verdict.hold(not files, f"{who} is deleted, and kept: {files}")


def _judge_home(verdict: Verdict, stage: Stage, row: sqlite3.Row, who: str) -> None:
    """Its card was taken away: pictures that came go to the person directly, once."""
    home = _home(stage, row)
    wanted = 1 if row["state"] == "succeeded" else 0
    verdict.once(len(home) <= 1, f"{who} came home {len(home)} times")
    verdict.hold(len(home) == wanted, f"{who}: {len(home)} direct messages")
    verdict.hold(row["delivered"] == ("dm" if wanted else "given_up"), f"{who} was delivered as {row['delivered']}")
    for message in home:
        _judge_words(verdict, stage, row, message, who)


def _judge_words(verdict: Verdict, stage: Stage, row: sqlite3.Row, message: Message, who: str) -> None:
    """The card says what the books say."""
    free, text = charged(stage, row) == 0, message.text
    outputs = len(stage.query("SELECT 1 FROM image WHERE job_id = ? AND role = 'output'", row["id"]))
    pictures = [file for file in message.attachments if file.filename.startswith("banana-")]
    verdict.hold(len(pictures) == outputs, f"{who}: {len(pictures)} of {outputs} pictures are shown")
    verdict.hold(free == (FREE in text or ON_THE_HOUSE in text), f"{who}: charged {charged(stage, row)}, says {text!r}")
    verdict.hold(not any(":cancel:" in str(b["custom_id"]) for b in message.buttons), f"{who} can still be cancelled")
    if row["state"] == "cancelled":
        verdict.hold("Cancelled." in text, f"{who} says {text!r}")
    if row["cancel_refused"] and row["state"] == "succeeded":
        verdict.hold("Too late to cancel" in text, f"{who} says {text!r}")


def _judge_disk(verdict: Verdict, stage: Stage, row: sqlite3.Row) -> None:
    for image in stage.query("SELECT role, path, sha256 FROM image WHERE job_id = ?", row["id"]):
        if image["path"] is not None:
            path = stage.folder / image["path"]
            whole = path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == image["sha256"]
            verdict.hold(whole, f"job {row['id']}: {image['path']} is not on disk as it was written down")
    halves = [path.name for path in (stage.folder / "images" / str(row["id"])).glob(".*.part")]
    paid = [name for name in halves if PAID.fullmatch(name)]  # what is made of one is upkeep's, if nobody asks again
    verdict.hold(row["state"] != "succeeded" or not paid, f"job {row['id']}: {paid} are left")  # else upkeep's, too


def _judge_strays(verdict: Verdict, stage: Stage, rows: list[sqlite3.Row]) -> None:
    """No message without a job, no second one of a job, no request of the vendor without a row."""
    bound = [row["message_id"] for row in rows if row["message_id"] is not None]
    known = {row["idempotency_key"] for row in rows}
    channels = {row["channel_id"] for row in rows} | {stage.person().channel("studio").id}
    written = [m for m in stage.written if m.id not in stage.elsewhere and not _is_call(m) and not is_question(m)]
    cards = [m.id for m in written if m.channel_id in channels]
    verdict.once(len(cards) <= len(set(bound)), f"{len(cards)} messages for {len(set(bound))} bound jobs")
    verdict.once(len(stage.questions()) <= 1, f"{len(stage.questions())} questions stand")
    verdict.hold(all(r.idempotency_key in known for r in stage.requests), "the vendor has an order that no row knows")
