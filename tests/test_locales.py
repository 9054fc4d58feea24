"""Every sentence: there in each language, used, fit for Discord, and in the bot's own voice."""

from __future__ import annotations

import ast
import importlib
import re
import threading
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from bot.cli import demo_tries
from bot.domain import catalog, errors, rule_errors, server_errors
from bot.domain.acts import ActKind
from bot.domain.blocks import BlockKind
from bot.domain.catalog import BUILT_IN, Offer, Params
from bot.domain.guild_log import LogKind
from bot.domain.jobs import Failure, Image, Job, JobState
from bot.domain.models_file import LONGEST_TITLE
from bot.domain.preferences import AUTO
from bot.domain.quota import Scope
from bot.domain.rules import NAMED, Period, Who
from bot.domain.word_questions import Answer
from bot.i18n import LOCALES, Texts, sources
from bot.services import clock_watch, kept_words
from bot.services.rules import Effect
from bot.services.status import Trouble
from bot.simulators.higgsfield.prompt_directives import read_directives
from bot.ui.outbound import other_copies
from bot.ui.outbound.owner_alerts import MONEY, SHARES
from bot.ui.outbound.responses import Responses
from bot.ui.views.job_card import CardView
from bot.ui.views.member_forms import SPANS
from bot.worker.circuit_breaker import INTERCEPTED, PAUSING
from cogs import history, member, spending
from cogs.order import IMAGES
from tests.refusals import refusals

ROOT = Path(__file__).parent.parent
SAMPLES: dict[str, object] = {
    "user": "<@1574183596741099523>",
    "model": "Nano Banana Pro",
    "other": "/banana",
    "when": "<t:1795385016:R>",
    "again_at": "<t:1795385016:R>",
    "enough_at": "<t:1795385016:R>",
    "since": "<t:1795385016:R>",
    "usual": "12 seconds",
    "period": "in the last 24 hours",
    "hours": "3 hours",
    "money": "Nothing was charged.",
    "ratio": "4:3",
    "resolution": "2k",
    "name": "notes.pdf",
    "right": "send_messages",
    "scope": "user",
    "too_big": "false",
    "bot": "Banana",
    "owner": "<@1574183596741099523>",
    "owner_id": "<@1574183596741099523>",
    "reporter": "<@1574183596741099524>",
    "detail": "1574183596741099523",
    "channel": "1574183596741099523",
    "what": "a fox · Nano Banana",
    "value": "4:3",
    "prices": "1 🍌 with /banana and 3 🍌 with /banana-pro",
    "most": "1 🍌 with /banana",
    "last": "3 🍌 with /banana-pro",
    "prompt": "a fox",
    "state": "succeeded",
    "until": "<t:1795385016:R>",
    "role_id": "<@&1574183596741099525>",
    "reason": "spam",
    "text": "soon",
    "who": "owner",
    "by": "<@1574183596741099524>",
    "role": "<@&1574183596741099525>",
    "currency": "USD",
    "models": "Nano Banana 12, Nano Banana Pro 3",
    "members": "<@1574183596741099523> 12 🍌",
    "server": "Studio",
    "shares": "50 %, 80 %, 100 %",
    "estimate": "true",
    "from": "1 Nov",
    "to": "30 Nov",
    "day": "12 Nov",
}  # the rest are numbers


OPTIONS = ("prompt", *IMAGES, *(option.argument for option in catalog.OPTIONS))


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - the visitor's way
        self.names.add(node.id.name)


@cache
def sentences(locale: str) -> dict[str, ftl.Message]:
    body = FluentParser().parse("\n".join(sources(locale))).body
    assert not [entry for entry in body if isinstance(entry, ftl.Junk)], "a line is no Fluent"
    messages = [entry for entry in body if isinstance(entry, ftl.Message)]
    assert len({m.id.name for m in messages}) == len(messages), "an id stands twice"
    return {message.id.name: message for message in messages}


@cache
def texts() -> Texts:
    return Texts()


@cache
def variables(locale: str, text_id: str) -> frozenset[str]:
    found = _Variables()
    found.visit(sentences(locale)[text_id])
    return frozenset(found.names)


def written(locale: str, text_id: str, number: int = 2) -> str:
    return texts().text(locale, text_id, **{name: SAMPLES.get(name, number) for name in variables(locale, text_id)})


def families() -> set[str]:
    """The ids that the code puts together."""
    commands = ("quota", "history", "settings", "me", "last", "help", "privacy")
    commands += ("setup", "pause", "resume", "doctor", "member", "spending", "status")
    options = [option.replace("_", "-") for option in (*OPTIONS, *history.OPTIONS, *member.OPTIONS, "reason", "period")]
    return {
        *(f"command-{name}{end}" for name in commands for end in ("", "-description")),
        *(text_id for model in BUILT_IN if texts().has(text_id := f"command-{model.name}-description")),
        *(f"option-{name}{end}" for name in options for end in ("", "-description")),
        *(f"me-{name}{end}" for name in ("ratio", "count", "format", "language") for end in ("", "-placeholder")),
        f"me-language-{AUTO}",
        *(f"me-{name}" for name in ("notify", "once", "protect")),
        *(f"button-{verb}" for verb in ("history", "settings", "quota")),
        *(f"button-{name}-{end}" for name in ("notify", "once", "protect") for end in ("on", "off")),
        *(f"failure-{failure}" for failure in Failure),
        *(f"status-{trouble}" for trouble in Trouble),
        *(kind.text_id() for kind in (errors.Refusal, *errors.Refusal.__subclasses__())),
        *(f"quota-{scope}" for scope in Scope),
        "quota-user-dm",
        *(f"rule-period-{period}" for period in Period),
        *(f"rules-who-{who}" for who in Who),
        *(f"rules-which-{who}" for who in NAMED),
        *(f"rules-effect-{effect}" for effect in Effect),
        *(f"rules-part-{part}" for part in ("credits", "models", "numbers")),
        *(
            f"rules-field-{name}{end}"
            for name in ("credits", "models", "resolutions", "count", "at-once", "days")
            for end in ("", "-hint")
        ),
        *(f"button-{verb}" for verb in ("rules", "ruleadd", "rulechange", "ruledrop", "rulesave")),
        *(f"log-settings-{by}{what}" for by in ("", "owner-") for what in ("paused", "resumed")),
        *(f"log-kind-{kind}{end}" for kind in LogKind for end in ("", "-means")),
        *(f"log-money-{what}" for what in ("cap", "each", "week")),
        *(f"log-money-week-{what}" for what in ("most", "refunds", "unclear", "month")),
        *(f"host-{kind}" for kind in ("cap_reached_month", *SHARES)),
        *(f"button-{verb}" for verb in ("moneycaps", "moneywarn", "spending")),
        *(f"spending-span-{days}" for days in spending.SPANS),
        *(f"money-{what}-description" for what in ("day", "month", "every")),
        *(f"form-{what}-placeholder" for what in ("change", "draw", "new")),
        *(f"form-{option}" for option in ("ratio", "count")),
        *(f"period-{unit}" for unit in ("days", "hours", "minutes", "seconds", "last-days", "last-hours")),
        *(f"host-{what}{end}" for what in ("disk", "database", "webhooks") for end in ("", "-over")),
        *(
            f"host-{kind}"
            for kind in (
                *PAUSING,
                *MONEY,
                INTERCEPTED,
                clock_watch.WRONG,
                clock_watch.RIGHT,
                other_copies.KIND,
                kept_words.QUESTION,
            )
        ),
        *(f"host-{what}_{end}" for what in ("model", "locked", "inputs", "resolution") for end in ("missing", "back")),
        *(f"{each.text_id}-prompt" for each in (*demo_tries.DOZEN, *demo_tries.MORE)),
        *(f"modal-{verb}" for verb in ("edit", "pro", "reuse")),
        *moderating(),
        *(f"kept{what}-{part}" for what in ("pictures", "words") for part in ("placeholder", "owner", "option")),
        *(f"button-kept-own-{end}" for end in ("on", "off")),
    }


def moderating() -> set[str]:
    """Those of the panels about members, and of what is done there."""
    acts = (kind.replace("_", "-") for kind in ActKind)
    return {
        *(f"button-{verb}" for verb in ("give", "lift", "unstrike", "reset", "blockrole", "strikesoff")),
        *(f"block-span-{span}" for span in SPANS),
        *(f"blocks-{kind}s" for kind in BlockKind),
        *(f"strikes-{field}" for field in ("count", "within", "break")),
        *(f"log-acts-question-{answer}" for answer in Answer),
        *(f"button-words{verb}" for verb in ("add", "drop", "list", "try", "once", "always", "no", "read")),
        *(f"words{verb}-placeholder" for verb in ("strict", "lax")),
        *(text_id for act in acts for end in ("", "-role") if texts().has(text_id := f"log-acts-{act}{end}")),
    }


@cache
def literals() -> frozenset[str]:
    """Every string in the code of ours that people's sentences come through."""
    paths = [path for top in ("bot", "cogs") for path in (ROOT / top).rglob("*.py")]
    ours = [path for path in paths if "simulators" not in path.parts]
    nodes = (node for path in ours for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


# the same in every language


@pytest.mark.parametrize("locale", LOCALES)
def test_a_language_has_every_sentence_and_no_other(locale: str) -> None:
    assert sentences(locale).keys() == sentences("en").keys()


@pytest.mark.parametrize("text_id", sentences("en"))
def test_a_sentence_says_the_same_facts_in_every_language(text_id: str) -> None:
    assert {locale: variables(locale, text_id) for locale in LOCALES} == dict.fromkeys(
        LOCALES, variables("en", text_id)
    )


@pytest.mark.parametrize("number", [0, 1, 2, 5, 2000])
@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_can_be_said(locale: str, number: int) -> None:
    for text_id in sentences(locale):
        text = written(locale, text_id, number)
        assert text.strip() == text, text_id
        assert not re.search(r"[{}]|  |None", text), text_id


@pytest.mark.parametrize("locale", LOCALES)
def test_a_sentence_without_values_is_said_as_fluent_would(locale: str) -> None:
    for text_id, message in sentences(locale).items():
        if message.value and all(isinstance(part, ftl.TextElement) for part in message.value.elements):
            said = "".join(part.value for part in message.value.elements)
            assert texts().text(locale, text_id).replace("\u202f", " ") == said.replace("\u202f", " ")


def test_the_demo_speaks_every_language_and_discord_knows_them_all() -> None:
    spoken = demo_tries.languages(texts())
    assert list(spoken.values()) == [written(locale, "language-name") for locale in LOCALES]
    for each in demo_tries.tries(Offer(), texts()):
        assert each["labels"].keys() == each["prompts"].keys() == spoken.keys()
        endings = [[directive.name for directive in read_directives(prompt)] for prompt in each["prompts"].values()]
        assert all(ending == endings[0] for ending in endings), "one language asks for another ending"
        assert all(prompt.count("[") == len(endings[0]) for prompt in each["prompts"].values())


# what the code says


def test_every_sentence_that_the_code_puts_together_is_there() -> None:
    assert families() <= sentences("en").keys()


def test_every_sentence_that_the_code_names_is_there() -> None:
    first_words = {text_id.split("-")[0] for text_id in sentences("en")}
    like_ids = {text for text in literals() if re.fullmatch(rf"({'|'.join(first_words)})(-[a-z_]+)+", text)}
    assert like_ids <= sentences("en").keys()


def test_no_sentence_is_kept_for_nobody() -> None:
    lines = {text_id for text_id in sentences("en") if text_id.startswith(tuple(f"log-{kind}-" for kind in LogKind))}
    assert sentences("en").keys() - literals() - families() - lines == set()


@pytest.mark.parametrize("module", [rule_errors, server_errors])
def test_the_log_says_which_rule_of_the_server_turned_an_order_down(module: Any) -> None:
    names = "Blocked OnBreak AgainstRule TooManyInOrder TooManyAtOnce PromptBlocked ServerPaused BotPaused"
    theirs = [getattr(module, name) for name in names.split() if hasattr(module, name)]
    assert {refusal.text_id().replace("refused-", "log-refused-") for refusal in theirs} <= sentences("en").keys()


def test_the_refusals_tried_are_all_there_are() -> None:
    assert {type(refusal) for refusal in refusals()} == set(errors.Refusal.__subclasses__())


@pytest.mark.parametrize("locale", LOCALES)
def test_every_refusal_has_its_own_sentence(locale: str) -> None:
    answers = Responses(texts())
    said = {answers.describe(locale, refusal, bot_name="Banana") for refusal in refusals()}
    assert answers.describe(locale, errors.Refusal(), bot_name="Banana") not in said
    assert len(said) == len(list(refusals())) - (len(Scope) - 1), "only the one for the banned is shared"


def failed(failure: Failure, locale: str) -> Job:
    blank: dict[str, Any] = {name: 0 for name in get_type_hints(Job)}
    for name, hint in get_type_hints(Job).items():
        if type(None) in get_args(hint):
            blank[name] = None
    known = {"model": "banana-pro", "prompt": "a fox", "params": Params(count=2, resolution="1k"), "locale": locale}
    inputs = (Image(position=0, url="", name="fox.png"),)
    return Job(**blank | known | {"state": JobState.FAILED, "failure": failure, "inputs": inputs, "outputs": ()})


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("failure", Failure)
def test_every_failure_has_its_own_sentence_and_says_what_it_cost(failure: Failure, locale: str) -> None:
    ending = CardView(texts=texts()).ending(failed(failure, locale))
    assert texts().text(locale, "nothing-charged") in ending
    assert len(ending) > len(texts().text(locale, "nothing-charged")) + 20


# what Discord takes


@pytest.mark.parametrize("locale", LOCALES)
def test_discord_takes_the_names_and_descriptions_of_commands_and_options(locale: str) -> None:
    for text_id in families():
        if not text_id.startswith(("command-", "option-")):
            continue
        text = written(locale, text_id)
        if text_id.endswith("-description"):
            assert 1 <= len(text) <= 100, text_id
        else:
            assert re.fullmatch(r"[-_\w]{1,32}", text), text_id
            assert text == text.lower(), text_id


@pytest.mark.parametrize("locale", LOCALES)
def test_a_command_has_no_two_options_of_one_name(locale: str) -> None:
    for options in (OPTIONS, history.OPTIONS):
        names = [written(locale, f"option-{option.replace('_', '-')}") for option in options]
        assert len(set(names)) == len(names)


FIELDS = {f"revise-{name}" for name in ("prompt", "start", "ratio", "resolution")} | {"form-count", "form-uploads"}


def longest(text_id: str) -> int:
    """How much Discord takes of a button, of a form's title and fields, and of what they offer and explain."""
    if text_id.startswith("button-"):
        return 80
    return 45 if text_id.startswith("modal-") or text_id in FIELDS else 100


@pytest.mark.parametrize("locale", LOCALES)
def test_discord_takes_the_labels_of_buttons_and_forms(locale: str) -> None:
    for text_id in sentences(locale):
        if text_id.startswith(("button-", "modal-", "revise-")) or text_id in FIELDS:
            assert len(written(locale, text_id, 2000)) <= longest(text_id), text_id


@pytest.mark.parametrize("locale", LOCALES)
def test_discord_takes_the_longest_name_of_a_model(locale: str) -> None:
    for text_id, most in (("modal-pro", 45), ("command-model-description", 100), ("form-model-option", 100)):
        assert len(texts().text(locale, text_id, model="M" * LONGEST_TITLE, cost=4000)) <= most


@pytest.mark.parametrize("locale", LOCALES)
def test_a_message_to_the_host_fits_into_one(locale: str) -> None:
    assert all(len(written(locale, text_id)) <= 2000 for text_id in sentences(locale))


# the voice

JARGON = {
    "en": r"oops|whoops|request|job|poll|timed? ?out|nsfw|invalid|error|please wait|unfortunately",
    "fr": r"oups|requête|job|nsfw|invalide|erreur|timeout|malheureusement|vous|votre|vos|veuillez",
}


@pytest.mark.parametrize("locale", LOCALES)
def test_nobody_is_shouted_at_or_spoken_to_in_jargon(locale: str) -> None:
    for text_id in sentences(locale):
        text = written(locale, text_id)
        assert "!" not in text, text_id
        assert not re.search(rf"\b({JARGON.get(locale, '(?!)')})s?\b", text, re.IGNORECASE), text_id


def test_french_sets_a_space_before_its_double_marks() -> None:
    for text_id in sentences("fr"):
        text = re.sub(r"<t:\d+:R>|\b\d+:\d+\b", "", written("fr", text_id))
        assert not re.search(r"\w[;:!?]", text), text_id


async def test_fluent_is_imported_beside_the_event_loop_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    importing: list[int] = []
    monkeypatch.setattr(importlib, "import_module", lambda _: importing.append(threading.get_ident()))
    texts = Texts()
    await texts.prepare()
    await texts.prepare()
    assert len(importing) == 1 and importing != [threading.get_ident()]
