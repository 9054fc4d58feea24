"""Every setting, read once from the environment and `.env`; the field names are the variables' names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails

from bot.domain.catalog import BUILT_IN, DEFAULT_PRICES, MORE_RATIOS, PRO, RATIO, RESOLUTION, RESOLUTIONS, Model, Offer
from bot.domain.errors import StartError
from bot.domain.models_file import read_models
from bot.domain.money import SHARES, Price
from bot.domain.quota import DAY, OwnerLimits
from bot.domain.rules import MOST_CREDITS as MOST_RULED_CREDITS
from bot.domain.rules import Rule, Who
from bot.domain.webhooks import read_secret
from bot.i18n import DEFAULT, LOCALES
from bot.runtime.pasted_values import clean, clean_secret, expand_path, is_uuid
from bot.runtime.proxies import Proxy
from bot.settings_sources import entries, foreign_names, names_of, place, sentence, unknown_names, written
from bot.settings_values import (
    Amount,
    Currency,
    GuildIds,
    HttpsAddress,
    Names,
    ProxyAddress,
    Shares,
    TimeZone,
    is_number,
    listed,
    one_of,
)

STRANGERS_PART = 10  # servers that the owner does not know have one part together of so many of the cap
EX_CONFIG = 78  # sysexits.h: something is wrong with the configuration

MOST_CREDITS = 10**12
MOST_HOURS, MOST_DAYS, MOST_MINUTES = 87_600, 36_500, 525_600
ENV_FILE = Path(".env")
A_UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
PATHS = ("bot_data_dir", "bot_models_file")

#: The headings of `.env.example`, each by the first setting under it.
GROUPS = {
    "discord_token": "The three secrets: without them the bot does not start.",
    "higgsfield_base_url": "Higgsfield",
    "bot_user_credits": "Credits: who may spend how many",
    "bot_locale": "The bot",
}


class Settings(BaseModel):
    """The owner's choices; docs/settings.md and `.env.example` are generated from the fields (`make docs`)."""

    model_config = ConfigDict(frozen=True)

    discord_token: SecretStr = Field(SecretStr(""), description="The bot's token, from Discord's developer portal.")
    higgsfield_api_key_id: SecretStr = Field(SecretStr(""), description="The id (a UUID) of the Higgsfield API key.")
    higgsfield_api_key_secret: SecretStr = Field(SecretStr(""), description="The secret of the Higgsfield API key.")

    higgsfield_base_url: str = Field("https://platform.higgsfield.ai", description="The address of Higgsfield's API.")
    higgsfield_alias: bool = Field(
        False,
        description="Order Nano Banana through the alias `/v1/text2image/nano-banana`, with its `params` wrapper.",
    )
    higgsfield_concurrency: int = Field(4, ge=1, le=256, description="How many requests the account may run at once.")
    higgsfield_idempotent: bool = Field(
        False,
        description="Whether the account honours `Idempotency-Key`: an unclear order is then repeated with its key.",
    )
    higgsfield_input: Literal["auto", "upload", "link"] = Field(
        "auto",
        description="How input pictures reach Higgsfield: `upload` (metadata removed), `link` (by their Discord link,"
        " unchanged), or `auto`: uploaded, and by link only if the account can't upload.",
    )
    higgsfield_pro_input_images: bool = Field(True, description="Let members edit pictures with Nano Banana Pro too.")
    higgsfield_resolutions: tuple[str, ...] = Field(
        ("1k",),
        description="The sizes offered for Pro, from `1k,2k,4k`; the account may not have them all.",
    )
    higgsfield_more_ratios: bool = Field(False, description="Offer Higgsfield's other shapes too, like `16:9`.")

    higgsfield_webhook_secret: SecretStr = Field(
        SecretStr(""),
        description="The `whsec_…` from Higgsfield's console; only webhook calls signed with it are then accepted.",
    )

    bot_user_credits: int = Field(20, ge=0, le=MOST_CREDITS, description="Credits a member may spend on each server.")
    bot_user_hours: int = Field(24, ge=1, le=MOST_HOURS, description="The rolling window of those credits, in hours.")
    bot_user_daily_credits: int = Field(
        20,
        ge=0,
        le=MOST_CREDITS,
        description="Credits a member may spend in 24 hours, on all servers and in direct messages together.",
    )
    bot_daily_credits: int = Field(
        200, ge=0, le=MOST_CREDITS, description="Credits the whole bot may spend in 24 hours: the cap on your bill."
    )
    bot_monthly_credits: int = Field(
        0, ge=0, le=MOST_CREDITS, description="Credits the whole bot may spend in 30 days; 0: only the cap of 24 hours."
    )
    bot_spending_warnings: Shares = Field(
        SHARES, description="Percentages of these two caps at which you are told, by direct message."
    )
    bot_credit_price: Amount = Field(
        Decimal(0),
        description="What one credit costs you, like `0.04`; 0: Higgsfield's own estimate in US dollars, if any.",
    )
    bot_currency: Currency = Field("USD", description="The currency of that price, like `USD` or `EUR`.")
    bot_time_zone: TimeZone = Field(
        "UTC", description="The time zone of days and Mondays in reports, like `Europe/Paris`."
    )
    bot_prices: dict[str, int] = Field(
        dict(DEFAULT_PRICES),
        description="Credits per picture: `banana=1,banana-pro=3,banana-pro@2k=4,banana-pro@4k=6`.",
    )
    bot_models_file: str = Field(
        "", description="A TOML file that adds models or changes these; see *Models of your own*."
    )
    bot_guilds: GuildIds = Field(
        frozenset(), description="The only servers that may order (ids, separated by commas); empty: any."
    )
    bot_locale: str = Field(
        DEFAULT,
        description=f"The language of cards, {one_of(f'`{name}`' for name in LOCALES)}, on servers set to none of"
        " these; US English doesn't count, since Discord reports it for every server that isn't a Community.",
    )
    bot_cancel_reaction: bool = Field(
        True, description="Put a ❌, to cancel by, under orders that still wait after a few seconds."
    )
    bot_data_dir: Path = Field(Path("data"), description="Where the database and the pictures are stored.")
    bot_keep_days: int = Field(30, ge=1, le=MOST_DAYS, description="Days that pictures are kept on disk.")
    bot_keep_prompt_days: int | None = Field(
        None,
        ge=0,
        le=MOST_DAYS,
        description="Days that prompts are kept after an order has ended; 0: forever. Empty: 90 in a new data folder,"
        " forever in one with orders from before this default.",
    )
    bot_privacy_url: HttpsAddress = Field("", description="Your privacy policy's address, for `/privacy` to link.")
    bot_min_free_mb: int = Field(
        500,
        ge=0,
        le=10**9,
        description="With less free disk space than this, new orders are refused with a clear message.",
    )
    bot_deadline_minutes: float = Field(
        10,
        gt=0,
        le=MOST_MINUTES,
        description="How long Higgsfield may draw before the bot stops waiting.",
    )
    bot_queue_minutes: float = Field(
        180,
        gt=0,
        le=MOST_MINUTES,
        description="How long an order may wait for its turn before the bot gives up.",
    )
    bot_log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged: `debug`, `info`, `warning` or `error`; prompts never are."
    )
    bot_log_format: Literal["text", "json"] = Field(
        "text", description="How the log is written: `text` for people, or `json`, one object a line, for programs."
    )
    bot_public_url: str = Field(
        "",
        description="The address at which Higgsfield reaches this bot from the internet, like `https://bot.example.org`;"
        " it then calls when a picture is ready. Empty: the bot asks Higgsfield instead.",
    )
    bot_host: str = Field("0.0.0.0", description="The address to listen on for those calls.")  # noqa: S104 - behind a proxy
    bot_port: int = Field(
        8080,
        ge=0,
        le=65535,
        validation_alias=AliasChoices("bot_port", "port"),
        description="The port to listen on for those calls; `PORT`, which many hosting services set, works too.",
    )
    bot_metrics_port: int = Field(0, ge=0, le=65535, description="The port to watch the bot by (monitoring); 0: none.")
    bot_metrics_host: str = Field("127.0.0.1", description="The address of that port; by default this machine alone.")
    bot_proxy: ProxyAddress = Field(
        SecretStr(""),
        validation_alias=AliasChoices("bot_proxy", "https_proxy", "all_proxy"),
        description="An HTTP proxy to the internet, like `http://proxy.example.org:3128`, for Discord, Higgsfield and"
        " the pictures; `HTTPS_PROXY` and `ALL_PROXY` work too.",
    )
    bot_no_proxy: Names = Field(
        (),
        validation_alias=AliasChoices("bot_no_proxy", "no_proxy"),
        description="Hosts, domains and networks to reach without the proxy, by comma; `NO_PROXY` works too.",
    )
    bot_discord_url: str = Field("", description="A local stand-in for Discord (loopback only), for tests.")

    @field_validator("higgsfield_base_url", "bot_discord_url", "bot_public_url")
    @classmethod
    def _trim(cls, value: str) -> str:
        return re.sub("^https?:", lambda scheme: scheme[0].lower(), value.rstrip("/"), flags=re.I)

    @field_validator("higgsfield_base_url")
    @classmethod
    def _secure(cls, value: str) -> str:
        if re.fullmatch(r"https://[^\s?#@]+", value) or is_loopback(value):
            return value
        raise ValueError("must start with https://, since your key is sent there, and have neither ? nor #")

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
        names = listed(value.lower() if isinstance(value, str) else value)
        if names is not None and not (names and set(names) <= set(RESOLUTIONS)):
            raise ValueError("must be some of 1k,2k,4k")
        return value if names is None else tuple(names)

    @field_validator("bot_locale", "bot_log_level", "bot_log_format", "higgsfield_input", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("bot_locale")
    @classmethod
    def _locale(cls, value: str) -> str:
        if value not in LOCALES:
            raise ValueError(f"must be {one_of(map(repr, LOCALES))}")
        return value

    @field_validator("bot_prices", mode="before")
    @classmethod
    def _prices(cls, value: object) -> object:
        names = listed(value)
        if names is None:
            return value
        parts = (name.partition("=") for name in names)
        pairs = {name.strip(): price.strip() for name, _, price in parts}
        if not (set(pairs) <= set(DEFAULT_PRICES) and all(map(is_number, pairs.values()))):
            raise ValueError(f"must look like banana=1,banana-pro=3; known are {', '.join(DEFAULT_PRICES)}")
        return {**DEFAULT_PRICES, **{name: int(price) for name, price in pairs.items()}}

    @field_validator("*", mode="before")  # the last one, so that it comes before the others
    @classmethod
    def _clean(cls, value: object, info: ValidationInfo) -> object:
        """Take off what is pasted along with a value; nothing left counts as nothing given."""
        name, field = info.field_name or "", cls.model_fields[info.field_name or ""]
        if not isinstance(value, str):
            return value
        if field.annotation is SecretStr:
            return clean_secret(name.upper(), value)
        value = clean(name.upper(), value)
        if name in PATHS:
            value = expand_path(value, os.environ)
        elif "${" in value:
            raise ValueError("holds a variable that is set nowhere: write the value out")
        return value or field.get_default(call_default_factory=True)

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
        credits = min(self.bot_user_credits, MOST_RULED_CREDITS)
        default = Rule(scope=Who.EVERYBODY, credits=credits, period_s=self.bot_user_hours * DAY // 24)
        share = None if self.bot_guilds else max(1, self.bot_daily_credits // STRANGERS_PART)
        return OwnerLimits(
            bot=self.bot_daily_credits,
            bot_month=self.bot_monthly_credits or None,
            member=self.bot_user_daily_credits,
            strangers=share,
            default=default,
        )

    def price(self) -> Price | None:
        """Return what a credit costs the host; None: Higgsfield is asked."""
        return Price(amount=self.bot_credit_price, currency=self.bot_currency) if self.bot_credit_price else None

    def secrets(self) -> tuple[str, ...]:
        """Return the secrets, for the log to mask."""
        own = tuple(value.get_secret_value() for _, value in self if isinstance(value, SecretStr) and value)
        return own + self.proxy().secrets()

    def proxy(self) -> Proxy:
        """Return the way to the internet."""
        return Proxy(url=self.bot_proxy.get_secret_value(), bypass=self.bot_no_proxy)

    def missing_secrets(self) -> tuple[str, ...]:
        """Return the names of the secrets that are not set and that the bot can't start without."""
        names = ("discord_token", "higgsfield_api_key_id", "higgsfield_api_key_secret")
        return tuple(name.upper() for name in names if not getattr(self, name).get_secret_value())


def load(**overrides: object) -> Settings:
    """Read the settings; raises StartError with a sentence for each wrong variable."""
    found = entries(ENV_FILE)
    wrong = list(unknown_names(_known_names(), os.environ, ENV_FILE, found))
    values: dict[str, object] = {**written(Settings.model_fields, os.environ, found), **overrides}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        wrong += [_wrong(each) for each in error.errors()]
    else:
        wrong += _wrong_key_id(settings)
    if wrong:
        raise StartError("These settings are wrong:\n  " + "\n  ".join(wrong)) from None
    return settings


def unknown_in_environment(environ: Iterable[str]) -> list[str]:
    """Return the variables that look like this bot's settings and are none."""
    return foreign_names(_known_names(), environ)


def _known_names() -> frozenset[str]:
    fields = Settings.model_fields.items()
    return frozenset(each.upper() for name, field in fields for each in (name, *names_of(name, field)))


def _wrong(error: ErrorDetails) -> str:
    """Return what is wrong with a setting, by the name that it was given under, and where that stands."""
    field = str(error["loc"][0]).lower()
    known = Settings.model_fields.get(field)
    name, where = place(names_of(field, known) if known else (field,), os.environ, ENV_FILE)
    return f"{name}: {sentence(error['type'], error['msg'], error.get('ctx', {}))}{where}"


def _wrong_key_id(settings: Settings) -> Iterator[str]:
    """Yield what is wrong with the id of Higgsfield's key, which only Higgsfield itself makes as a UUID."""
    key_id = settings.higgsfield_api_key_id.get_secret_value()
    if key_id and not is_uuid(key_id) and not is_loopback(settings.higgsfield_base_url):
        name, where = place(("higgsfield_api_key_id",), os.environ, ENV_FILE)
        if is_uuid(settings.higgsfield_api_key_secret.get_secret_value()):
            yield f"{name}: looks like the secret, and HIGGSFIELD_API_KEY_SECRET like the id: exchange them{where}"
        else:
            yield f"{name}: is not a key's id, which is a UUID like {A_UUID}: copy it again{where}"


def is_loopback(url: str) -> bool:
    """Return True if an address is plain http on this machine."""
    return re.match(r"http://(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?(/|$)", url) is not None
