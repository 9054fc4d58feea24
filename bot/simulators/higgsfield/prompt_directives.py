"""Directives: words in square brackets, anywhere in a prompt, that choose what happens to its request."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NEVER_ENDS = float("inf")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The submit's answer instead of accepting the request."""

    status: int
    body: object  # JSON, or a str that is sent as HTML
    times: int | None = None  # None: always; else that many times, then the request is taken
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Directive:
    """One directive: its effect, in a sentence, and a prompt to try it with."""

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
    Directive(
        name="refused",
        effect="Moderation refuses it: nsfw, nothing charged.",
        example="a very naughty banana [refused]",
        ending="nsfw",
    ),
    Directive(
        name="failed",
        effect="Drawing fails, with the vendor's reason; nothing charged.",
        example="a castle that will not stand [failed]",
        ending="failed",
        error="Generation failed: the model returned no result",
    ),
    Directive(
        name="fast",
        effect="Drawn at once; the card follows when the bot next asks.",
        example="a swallow over a lake [fast]",
        queued_s=0,
        drawing_s=0.2,
    ),
    Directive(
        name="slow",
        effect="Takes half a minute to draw.",
        example="a snail crossing a moonlit garden [slow]",
        drawing_s=30,
    ),
    Directive(
        name="stuck",
        effect="Stays in_progress for ever.",
        example="a boat becalmed at dusk [stuck]",
        drawing_s=NEVER_ENDS,
    ),
    Directive(
        name="queue",
        effect="Waits 20 seconds in the queue, so that it can be cancelled.",
        example="a long line of lanterns [queue]",
        queued_s=20,
    ),
    Directive(
        name="unknown",
        effect="Shows a status nobody documented for a while, then goes on.",
        example="a creature of the deep sea [unknown]",
        odd_status="warming_up",
    ),
    Directive(
        name="fewer",
        effect="One picture fewer than asked comes.",
        example="three ships at anchor [fewer]",
        missing=1,
    ),
    Directive(
        name="none",
        effect="Completed, but without any picture.",
        example="an empty desert sky [none]",
        missing=4,
    ),
    Directive(
        name="expired",
        effect="The result's link answers 404.",
        example="yesterday's sunset [expired]",
        link="expired",
    ),
    Directive(
        name="huge",
        effect="A picture of more than 12 MB, beyond Discord's usual limit.",
        example="a mountain range with every stone [huge]",
        link="huge",
    ),
    Directive(
        name="broken",
        effect="The picture's file breaks off on the way, each time it is fetched.",
        example="a torn postcard [broken]",
        link="broken",
    ),
    Directive(
        name="odd",
        effect="The picture's file comes as announced, but half of it is missing.",
        example="half a postcard [odd]",
        link="odd",
    ),
    Directive(
        name="wrongtype",
        effect="The picture comes as WebP, whatever was asked.",
        example="a chameleon on a branch [wrongtype]",
        link="wrongtype",
    ),
    Directive(
        name="page",
        effect="The result's link shows a web page instead of a picture.",
        example="a newspaper at breakfast [page]",
        link="page",
    ),
    Directive(
        name="nocredits",
        effect="The vendor's account is out of credits: 403.",
        example="a chest of gold coins [nocredits]",
        answer=Answer(status=403, body=_detail("Not enough credits")),
    ),
    Directive(
        name="badkey",
        effect="The vendor refuses the key: 401.",
        example="a locked garden gate [badkey]",
        answer=Answer(status=401, body=_detail("Invalid credentials")),
    ),
    Directive(
        name="missing",
        effect="The account does not have this model: 404.",
        example="a unicorn in the mist [missing]",
        answer=Answer(status=404, body=_detail("Model not found")),
    ),
    Directive(
        name="422",
        effect="The vendor finds the order invalid: 422 with a list.",
        example="a very long story [422]",
        answer=Answer(status=422, body={"detail": [_TOO_LONG]}),
    ),
    Directive(
        name="busy",
        effect="Too many requests at once, twice (400); then it is taken.",
        example="a crowded harbour [busy]",
        answer=Answer(
            status=400,
            body=_detail("Maximum number of concurrent requests (4) has been reached"),
            times=2,
        ),
    ),
    Directive(
        name="423",
        effect="The model is blocked for a moment, once (423); then it is taken.",
        example="a drawbridge going up [423]",
        answer=Answer(status=423, body=_detail("Model is temporarily blocked"), times=1),
    ),
    Directive(
        name="429",
        effect="The queue is full, once (429, Retry-After 1); then it is taken.",
        example="umbrellas in the rain [429]",
        answer=Answer(status=429, body=_QUEUE_FULL, times=1, headers={"Retry-After": "1"}),
    ),
    Directive(
        name="down",
        effect="The model is not ready, twice (503); then it is taken.",
        example="a lighthouse in fog [down]",
        answer=Answer(status=503, body=_detail("Model is not ready"), times=2),
    ),
    Directive(
        name="error500",
        effect="The vendor breaks: 500. Nobody knows whether it was taken.",
        example="a house of cards [error500]",
        answer=Answer(status=500, body=_detail("Internal Server Error")),
    ),
    Directive(
        name="html",
        effect="A gateway answers 502 with a web page.",
        example="a bridge with a missing plank [html]",
        answer=Answer(status=502, body=_GATEWAY_PAGE),
    ),
    Directive(
        name="unclear",
        effect="The request is taken, but the connection dies before the answer.",
        example="a message in a bottle [unclear]",
        taken=True,
    ),
    Directive(
        name="v1",
        effect="The submit answers with a job set, the older shape.",
        example="an old photograph of the sea [v1]",
        shape="v1",
    ),
    Directive(
        name="v2",
        effect="The submit answers with request_id and status_url, the newer shape.",
        example="a new moon over hills [v2]",
        shape="v2",
    ),
)

DIRECTIVES: dict[str, Directive] = {directive.name: directive for directive in _TABLE}

_BRACKETS = re.compile(r"\[\s*(\w+)\s*\]")


def read_directives(prompt: str) -> tuple[Directive, ...]:
    """Return the known directives of a prompt, in order."""
    names = (name.lower() for name in _BRACKETS.findall(prompt))
    return tuple(DIRECTIVES[name] for name in names if name in DIRECTIVES)


def without_directives(prompt: str) -> str:
    """Return the prompt without its known directives."""
    bare = _BRACKETS.sub(lambda m: "" if m[1].lower() in DIRECTIVES else m[0], prompt)
    return " ".join(bare.split())
