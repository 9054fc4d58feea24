"""Words in square brackets, anywhere in the prompt, choose what happens. Without one, all is well."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NEVER_ENDS = float("inf")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the submit answers instead of taking the request."""

    status: int
    body: object  # JSON, or a str that is sent as HTML
    times: int | None = None  # None: always; else that many times, then the request is taken
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Word:
    """One word: what it does, in a sentence, and a prompt to try it with."""

    name: str
    effect: str
    example: str
    answer: Answer | None = None
    taken: bool = False  # the request is taken, then the connection dies without an answer
    queued_s: float | None = None
    drawing_s: float | None = None
    odd_status: str = ""  # a status nobody documented, shown before in_progress
    ending: str = ""
    error: str = ""
    missing: int = 0  # pictures that do not come, of those asked for
    link: str = ""  # what is wrong behind the result's link
    shape: str = ""


def _detail(text: str) -> dict[str, str]:
    return {"detail": text}


_GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_TOO_LONG = {
    "type": "string_too_long",
    "loc": ["body", "prompt"],
    "msg": "String should have at most 1000 characters",
    "ctx": {"max_length": 1000},
}
_QUEUE_FULL = {"detail": "Your account's queue is full", "code": "account_queue_full", "limit": 16}

_TABLE = (
    Word(
        name="refused",
        effect="Moderation refuses it: nsfw, nothing charged.",
        example="a very naughty banana [refused]",
        ending="nsfw",
    ),
    Word(
        name="failed",
        effect="Drawing fails, with the vendor's reason; nothing charged.",
        example="a castle that will not stand [failed]",
        ending="failed",
        error="Generation failed: the model returned no result",
    ),
    Word(
        name="fast",
        effect="Drawn at once.",
        example="a swallow over a lake [fast]",
        queued_s=0,
        drawing_s=0.2,
    ),
    Word(
        name="slow",
        effect="Takes half a minute to draw.",
        example="a snail crossing a moonlit garden [slow]",
        drawing_s=30,
    ),
    Word(
        name="stuck",
        effect="Stays in_progress for ever.",
        example="a boat becalmed at dusk [stuck]",
        drawing_s=NEVER_ENDS,
    ),
    Word(
        name="queue",
        effect="Waits 20 seconds in the queue, so that it can be cancelled.",
        example="a long line of lanterns [queue]",
        queued_s=20,
    ),
    Word(
        name="unknown",
        effect="Shows a status nobody documented for a while, then goes on.",
        example="a creature of the deep sea [unknown]",
        odd_status="warming_up",
    ),
    Word(
        name="fewer",
        effect="One picture fewer than asked comes.",
        example="three ships at anchor [fewer]",
        missing=1,
    ),
    Word(
        name="none",
        effect="Completed, but without any picture.",
        example="an empty desert sky [none]",
        missing=4,
    ),
    Word(
        name="expired",
        effect="The result's link answers 404.",
        example="yesterday's sunset [expired]",
        link="expired",
    ),
    Word(
        name="huge",
        effect="A picture of more than 12 MB, beyond Discord's usual limit.",
        example="a mountain range with every stone [huge]",
        link="huge",
    ),
    Word(
        name="broken",
        effect="The picture's file is cut short.",
        example="a torn postcard [broken]",
        link="broken",
    ),
    Word(
        name="wrongtype",
        effect="The picture comes as WebP, whatever was asked.",
        example="a chameleon on a branch [wrongtype]",
        link="wrongtype",
    ),
    Word(
        name="page",
        effect="The result's link shows a web page instead of a picture.",
        example="a newspaper at breakfast [page]",
        link="page",
    ),
    Word(
        name="nocredits",
        effect="The vendor's account is out of credits: 403.",
        example="a chest of gold coins [nocredits]",
        answer=Answer(status=403, body=_detail("Not enough credits")),
    ),
    Word(
        name="badkey",
        effect="The vendor refuses the key: 401.",
        example="a locked garden gate [badkey]",
        answer=Answer(status=401, body=_detail("Invalid credentials")),
    ),
    Word(
        name="missing",
        effect="The account does not have this model: 404.",
        example="a unicorn in the mist [missing]",
        answer=Answer(status=404, body=_detail("Model not found")),
    ),
    Word(
        name="422",
        effect="The vendor finds the order invalid: 422 with a list.",
        example="a very long story [422]",
        answer=Answer(status=422, body={"detail": [_TOO_LONG]}),
    ),
    Word(
        name="busy",
        effect="Too many requests at once, twice (400); then it is taken.",
        example="a crowded harbour [busy]",
        answer=Answer(
            status=400,
            body=_detail("Maximum number of concurrent requests (4) has been reached"),
            times=2,
        ),
    ),
    Word(
        name="423",
        effect="The model is blocked for a moment, once (423); then it is taken.",
        example="a drawbridge going up [423]",
        answer=Answer(status=423, body=_detail("Model is temporarily blocked"), times=1),
    ),
    Word(
        name="429",
        effect="The queue is full, once (429, Retry-After 1); then it is taken.",
        example="umbrellas in the rain [429]",
        answer=Answer(status=429, body=_QUEUE_FULL, times=1, headers={"Retry-After": "1"}),
    ),
    Word(
        name="down",
        effect="The model is not ready, twice (503); then it is taken.",
        example="a lighthouse in fog [down]",
        answer=Answer(status=503, body=_detail("Model is not ready"), times=2),
    ),
    Word(
        name="error500",
        effect="The vendor breaks: 500. Nobody knows whether it was taken.",
        example="a house of cards [error500]",
        answer=Answer(status=500, body=_detail("Internal Server Error")),
    ),
    Word(
        name="html",
        effect="A gateway answers 502 with a web page.",
        example="a bridge with a missing plank [html]",
        answer=Answer(status=502, body=_GATEWAY_PAGE),
    ),
    Word(
        name="unclear",
        effect="The request is taken, but the connection dies before the answer.",
        example="a message in a bottle [unclear]",
        taken=True,
    ),
    Word(
        name="v1",
        effect="The submit answers with a job set, the older shape.",
        example="an old photograph of the sea [v1]",
        shape="v1",
    ),
    Word(
        name="v2",
        effect="The submit answers with request_id and status_url, the newer shape.",
        example="a new moon over hills [v2]",
        shape="v2",
    ),
)

WORDS: dict[str, Word] = {word.name: word for word in _TABLE}

_BRACKETS = re.compile(r"\[\s*(\w+)\s*\]")


def spoken(prompt: str) -> tuple[Word, ...]:
    """The known words of a prompt, in order."""
    names = (name.lower() for name in _BRACKETS.findall(prompt))
    return tuple(WORDS[name] for name in names if name in WORDS)


def unspoken(prompt: str) -> str:
    """The prompt as a painter reads it: without its known words."""
    bare = _BRACKETS.sub(lambda m: "" if m[1].lower() in WORDS else m[0], prompt)
    return " ".join(bare.split())
