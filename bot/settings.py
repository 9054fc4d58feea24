"""Every setting, read once from the environment and `.env`; the field names are the variables' names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.catalog import BUILT_IN, DEFAULT_PRICES, MORE_RATIOS, PRO, RATIO, RESOLUTION, RESOLUTIONS, Model, Offer
from bot.domain.errors import StartError
from bot.domain.models_file import read_models
from bot.domain.quota import DAY, OwnerLimits, Rule
from bot.domain.webhooks import read_secret
from bot.i18n import DEFAULT, LOCALES

EX_CONFIG = 78  # sysexits.h: something is wrong with the configuration

#: What to say of a wrong value, by the kind of error.
WRONG = {
    "bool_parsing": "must be true or false",
    "int_parsing": "must be a whole number",
    "float_parsing": "must be a number",
    "literal_error": "must be {expected}",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
}


#: The headings of `.env.example`, each by the first setting under it.
GROUPS = {
    "discord_token": "The three secrets: without them the bot does not start.",
    "higgsfield_base_url": "Higgsfield",
    "bot_user_credits": "Credits: who may spend how many",
    "bot_locale": "The bot",
}


def _one_of(names: Iterable[str]) -> str:
    *rest, last = names
    return f"{', '.join(rest)} or {last}" if rest else last


class Settings(BaseSettings):
    """The owner's choices; README.md and `.env.example` are generated from the fields (`make docs`)."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    discord_token: SecretStr = Field(SecretStr(""), description="The bot's token, from Discord's developer portal.")
    higgsfield_api_key_id: SecretStr = Field(SecretStr(""), description="The id (a UUID) of the Higgsfield API key.")
    higgsfield_api_key_secret: SecretStr = Field(SecretStr(""), description="The secret of the Higgsfield API key.")

    higgsfield_base_url: str = Field("https://platform.higgsfield.ai", description="Where the vendor's API answers.")
    higgsfield_alias: bool = Field(
        False,
        description="Order Nano Banana by the alias `/v1/text2image/nano-banana` with its `params` wrapper.",
    )
    higgsfield_concurrency: int = Field(4, ge=1, le=256, description="How many jobs the account may run at once.")
    higgsfield_idempotent: bool = Field(
        False,
        description="The account honours `Idempotency-Key`: an unclear order may be repeated with its key.",
    )
    higgsfield_input: Literal["auto", "upload", "link"] = Field(
        "auto",
        description="How input pictures reach the vendor: uploaded (without metadata), by their Discord link"
        " (as they are), or `auto`: uploaded, and by link only where the account has no upload.",
    )
    higgsfield_pro_input_images: bool = Field(True, description="Send input pictures to Nano Banana Pro too.")
    higgsfield_resolutions: Annotated[tuple[str, ...], NoDecode] = Field(
        ("1k",),
        description="The resolutions offered for Pro, of `1k,2k,4k`; the account may not have them all.",
    )
    higgsfield_more_ratios: bool = Field(False, description="Offer the vendor's further ratios, like `16:9`.")

    higgsfield_webhook_secret: SecretStr = Field(
        SecretStr(""),
        description="The console's `whsec_…`: then only rings that bear its signature count.",
    )

    bot_user_credits: int = Field(20, ge=0, description="Credits a person has in each server, until a rule says else.")
    bot_user_hours: int = Field(24, ge=1, description="The rolling hours in which those credits come back.")
    bot_user_daily_credits: int = Field(
        20, ge=0, description="Credits a person may spend in 24 hours over all servers and direct messages."
    )
    bot_daily_credits: int = Field(
        200, ge=0, description="Credits the whole bot may spend in 24 hours: your bill's cap."
    )
    bot_prices: Annotated[dict[str, int], NoDecode] = Field(
        dict(DEFAULT_PRICES),
        description="Credits a picture: `banana=1,banana-pro=3,banana-pro@2k=4,banana-pro@4k=6`.",
    )
    bot_models_file: str = Field(
        "", description="A TOML file with further models, or with changes to these; see *Models of your own*."
    )
    bot_guilds: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(), description="The only servers (ids, by comma) that may order; empty: any."
    )
    bot_locale: str = Field(
        DEFAULT,
        description=f"The cards' language, {_one_of(f'`{name}`' for name in LOCALES)}, in servers that don't name one"
        " of these; US English counts for none, since Discord names it for every server that is no Community.",
    )
    bot_data_dir: Path = Field(Path("data"), description="Where the database and the pictures are kept.")
    bot_keep_days: int = Field(30, ge=1, description="Days that pictures are kept on disk.")
    bot_keep_prompt_days: int = Field(
        0, ge=0, description="Days that prompts are kept after an order's end; 0: never removed."
    )
    bot_min_free_mb: int = Field(500, ge=0, description="Below this much free disk new orders are refused in words.")
    bot_deadline_minutes: float = Field(
        10, gt=0, description="How long the vendor may draw before the bot stops waiting."
    )
    bot_queue_minutes: float = Field(
        180, gt=0, description="How long an order may wait for its turn before it is given up."
    )
    bot_log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged: `debug`, `info`, `warning` or `error`; prompts never are."
    )
    bot_public_url: str = Field(
        "",
        description="Where Higgsfield reaches this bot from the internet, like `https://bot.example.org`;"
        " it then rings when a picture is ready. Empty: the bot asks.",
    )
    bot_host: str = Field("0.0.0.0", description="The address to listen on for that.")  # noqa: S104 - behind a proxy
    bot_port: int = Field(
        8080,
        ge=0,
        le=65535,
        validation_alias=AliasChoices("bot_port", "port"),
        description="The port to listen on for that; `PORT`, which many hosts set, counts too.",
    )
    bot_discord_url: str = Field("", description="A local stand-in for Discord (loopback only), for tests.")

    @field_validator("higgsfield_base_url", "bot_discord_url", "bot_public_url")
    @classmethod
    def _trim(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("higgsfield_base_url")
    @classmethod
    def _secure(cls, value: str) -> str:
        if value.startswith("https://") or is_loopback(value):
            return value
        raise ValueError("must start with https://, since your key is sent there")

    @field_validator("bot_public_url")
    @classmethod
    def _public(cls, value: str) -> str:
        if not value or is_loopback(value) or re.fullmatch(r"https://[^\s?#@]+", value):
            return value
        raise ValueError("must be an https:// address without ? or #, like https://bot.example.org")

    @field_validator("higgsfield_webhook_secret")
    @classmethod
    def _signing(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            read_secret(value.get_secret_value())
        return value

    @field_validator("bot_discord_url")
    @classmethod
    def _local(cls, value: str) -> str:
        if value and not is_loopback(value):
            raise ValueError("must be on this machine, like http://127.0.0.1:8080")
        return value

    @field_validator("higgsfield_resolutions", mode="before")
    @classmethod
    def _resolutions(cls, value: object) -> object:
        names = _list(value)
        if names is not None and not (names and set(names) <= set(RESOLUTIONS)):
            raise ValueError("must be some of 1k,2k,4k")
        return value if names is None else tuple(names)

    @field_validator("bot_guilds", mode="before")
    @classmethod
    def _guilds(cls, value: object) -> object:
        names = _list(value)
        if names is not None and not all(name.isdecimal() for name in names):
            raise ValueError("must be ids of servers with commas between them, like 1054321098765432109")
        return value if names is None else frozenset(names)

    @field_validator("bot_locale", "bot_log_level", "higgsfield_input", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("bot_locale")
    @classmethod
    def _locale(cls, value: str) -> str:
        if value not in LOCALES:
            raise ValueError(f"must be {_one_of(map(repr, LOCALES))}")
        return value

    @field_validator("bot_prices", mode="before")
    @classmethod
    def _prices(cls, value: object) -> object:
        names = _list(value)
        if names is None:
            return value
        pairs = dict(name.partition("=")[::2] for name in names)
        if not (set(pairs) <= set(DEFAULT_PRICES) and all(p.isdecimal() for p in pairs.values())):
            raise ValueError(f"must look like banana=1,banana-pro=3; known are {', '.join(DEFAULT_PRICES)}")
        return {**DEFAULT_PRICES, **{name: int(price) for name, price in pairs.items()}}

    def offer(self) -> Offer:
        """Return what the bot sells: the built-in models, under these settings, then the owner's file.

        Raises StartError naming what is wrong in the file.
        """
        models = tuple(map(self._set_up, BUILT_IN))
        return Offer(models=read_models(Path(self.bot_models_file), models) if self.bot_models_file else models)

    def _set_up(self, model: Model) -> Model:
        """Return a built-in model as these settings have it."""
        listed = {name.partition("@")[::2]: price for name, price in self.bot_prices.items()}
        prices = {size: price for (name, size), price in listed.items() if name == model.name}
        model = replace(model, prices={**model.prices, **prices})
        if self.higgsfield_alias and model.alias:
            model = replace(model, path=model.alias, is_wrapped=True)
        if self.higgsfield_more_ratios:
            model = model.having(RATIO.offering_more(*MORE_RATIOS))
        if model.name == PRO.name:
            model = model.having(RESOLUTION.offering(*self.higgsfield_resolutions))
            model = model if self.higgsfield_pro_input_images else model.without_inputs()
        return model

    def caps(self) -> OwnerLimits:
        """Return the limits that no server's rule exceeds."""
        default = Rule(scope="everyone", credits=self.bot_user_credits, period_s=self.bot_user_hours * DAY // 24)
        return OwnerLimits(bot=self.bot_daily_credits, member=self.bot_user_daily_credits, default=default)

    def secrets(self) -> tuple[str, ...]:
        """Return the secrets, for the log to mask."""
        return tuple(value.get_secret_value() for _, value in self if isinstance(value, SecretStr) and value)

    def missing_secrets(self) -> tuple[str, ...]:
        """Return the names of the secrets that are not set and that the bot can't start without."""
        names = ("discord_token", "higgsfield_api_key_id", "higgsfield_api_key_secret")
        return tuple(name.upper() for name in names if not getattr(self, name).get_secret_value())


def load(**overrides: object) -> Settings:
    """Read the settings; raises StartError with a sentence for each wrong variable."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [
            f"{str(e['loc'][0]).upper()}: {_sentence(e['type'], e['msg'], e.get('ctx', {}))}" for e in error.errors()
        ]
        raise StartError("These settings are wrong:\n  " + "\n  ".join(lines)) from None


def is_loopback(url: str) -> bool:
    """Return True if an address is plain http on this machine."""
    return re.match(r"http://(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?(/|$)", url) is not None


def _list(value: object) -> list[str] | None:
    if not isinstance(value, str):
        return None
    return [name.strip() for name in value.split(",") if name.strip()]


def _sentence(kind: str, message: str, facts: Mapping[str, object]) -> str:
    return WRONG[kind].format(**facts) if kind in WRONG else message.removeprefix("Value error, ")
