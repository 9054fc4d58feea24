"""Every setting, read once from the environment and `.env`; the field names are the variables' names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from bot.domain.catalog import BUILT_IN, DEFAULT_PRICES, MORE_RATIOS, PRO, RATIO, RESOLUTION, Model, Offer
from bot.domain.errors import StartError
from bot.domain.models_file import read_models
from bot.domain.money import SHARES, Price
from bot.domain.quota import DAY, OwnerLimits
from bot.domain.rules import MOST_CREDITS as MOST_RULED_CREDITS
from bot.domain.rules import Rule, Who
from bot.i18n import DEFAULT, LOCALES
from bot.runtime.pasted_values import clean, clean_secret, expand_path, is_uuid
from bot.runtime.proxies import Proxy, is_loopback
from bot.runtime.secret import Secret
from bot.settings_fields import Field, fields_of, setting
from bot.settings_sources import entries, foreign_names, names_of, place, unknown_names, written
from bot.settings_values import (
    amount,
    choice,
    currency,
    duration,
    flag,
    guild_ids,
    https_address,
    local_address,
    names,
    one_of,
    plain,
    prices,
    proxy,
    public_address,
    resolutions,
    shares,
    signing_secret,
    time_zone,
    vendor_address,
    whole,
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


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The owner's choices; docs/settings.md and `.env.example` are generated from the fields (`make docs`)."""

    discord_token: Secret = setting(Secret(""), Secret, "The bot's token, from Discord's developer portal.")
    higgsfield_api_key_id: Secret = setting(Secret(""), Secret, "The id (a UUID) of the Higgsfield API key.")
    higgsfield_api_key_secret: Secret = setting(Secret(""), Secret, "The secret of the Higgsfield API key.")

    higgsfield_base_url: str = setting(
        "https://platform.higgsfield.ai", vendor_address, "The address of Higgsfield's API."
    )
    higgsfield_alias: bool = setting(
        False, flag, "Order Nano Banana through the alias `/v1/text2image/nano-banana`, with its `params` wrapper."
    )
    higgsfield_concurrency: int = setting(4, whole(1, 256), "How many requests the account may run at once.")
    higgsfield_idempotent: bool = setting(
        False, flag, "Whether the account honours `Idempotency-Key`: an unclear order is then repeated with its key."
    )
    higgsfield_input: Literal["auto", "upload", "link"] = setting(
        "auto",
        choice("auto", "upload", "link"),
        "How input pictures reach Higgsfield: `upload` (metadata removed), `link` (by their Discord link,"
        " unchanged), or `auto`: uploaded, and by link only if the account can't upload.",
    )
    higgsfield_pro_input_images: bool = setting(True, flag, "Let members edit pictures with Nano Banana Pro too.")
    higgsfield_resolutions: tuple[str, ...] = setting(
        ("1k",), resolutions, "The sizes offered for Pro, from `1k,2k,4k`; the account may not have them all."
    )
    higgsfield_more_ratios: bool = setting(False, flag, "Offer Higgsfield's other shapes too, like `16:9`.")

    higgsfield_webhook_secret: Secret = setting(
        Secret(""),
        signing_secret,
        "The `whsec_…` from Higgsfield's console; only webhook calls signed with it are then accepted.",
    )

    bot_user_credits: int = setting(20, whole(0, MOST_CREDITS), "Credits a member may spend on each server.")
    bot_user_hours: int = setting(24, whole(1, MOST_HOURS), "The rolling window of those credits, in hours.")
    bot_user_daily_credits: int = setting(
        20,
        whole(0, MOST_CREDITS),
        "Credits a member may spend in 24 hours, on all servers and in direct messages together.",
    )
    bot_daily_credits: int = setting(
        200, whole(0, MOST_CREDITS), "Credits the whole bot may spend in 24 hours: the cap on your bill."
    )
    bot_monthly_credits: int = setting(
        0, whole(0, MOST_CREDITS), "Credits the whole bot may spend in 30 days; 0: only the cap of 24 hours."
    )
    bot_spending_warnings: tuple[int, ...] = setting(
        SHARES, shares, "Percentages of these two caps at which you are told, by direct message."
    )
    bot_credit_price: Decimal = setting(
        Decimal(0),
        amount,
        "What one credit costs you, like `0.04`; 0: Higgsfield's own estimate in US dollars, if any.",
    )
    bot_currency: str = setting("USD", currency, "The currency of that price, like `USD` or `EUR`.")
    bot_time_zone: str = setting("UTC", time_zone, "The time zone of days and Mondays in reports, like `Europe/Paris`.")
    bot_prices: dict[str, int] = setting(
        dict(DEFAULT_PRICES), prices, "Credits per picture: `banana=1,banana-pro=3,banana-pro@2k=4,banana-pro@4k=6`."
    )
    bot_models_file: str = setting(
        "", plain, "A TOML file that adds models or changes these; see *Models of your own*."
    )
    bot_guilds: frozenset[int] = setting(
        frozenset(), guild_ids, "The only servers that may order (ids, separated by commas); empty: any."
    )
    bot_locale: str = setting(
        DEFAULT,
        choice(*LOCALES),
        f"The language of cards, {one_of(f'`{name}`' for name in LOCALES)}, on servers set to none of"
        " these; US English doesn't count, since Discord reports it for every server that isn't a Community.",
    )
    bot_cancel_reaction: bool = setting(
        True, flag, "Put a ❌, to cancel by, under orders that still wait after a few seconds."
    )
    bot_data_dir: Path = setting(Path("data"), Path, "Where the database and the pictures are stored.")
    bot_keep_days: int = setting(30, whole(1, MOST_DAYS), "Days that pictures are kept on disk.")
    bot_keep_prompt_days: int | None = setting(
        None,
        whole(0, MOST_DAYS),
        "Days that prompts are kept after an order has ended; 0: forever. Empty: 90 in a new data folder,"
        " forever in one with orders from before this default.",
    )
    bot_privacy_url: str = setting("", https_address, "Your privacy policy's address, for `/privacy` to link.")
    bot_min_free_mb: int = setting(
        500, whole(0, 10**9), "With less free disk space than this, new orders are refused with a clear message."
    )
    bot_deadline_minutes: float = setting(
        10.0, duration(MOST_MINUTES), "How long Higgsfield may draw before the bot stops waiting."
    )
    bot_queue_minutes: float = setting(
        180.0, duration(MOST_MINUTES), "How long an order may wait for its turn before the bot gives up."
    )
    bot_log_level: Literal["debug", "info", "warning", "error"] = setting(
        "info",
        choice("debug", "info", "warning", "error"),
        "How much is logged: `debug`, `info`, `warning` or `error`; prompts never are.",
    )
    bot_log_format: Literal["text", "json"] = setting(
        "text",
        choice("text", "json"),
        "How the log is written: `text` for people, or `json`, one object a line, for programs.",
    )
    bot_public_url: str = setting(
        "",
        public_address,
        "The address at which Higgsfield reaches this bot from the internet, like `https://bot.example.org`;"
        " it then calls when a picture is ready. Empty: the bot asks Higgsfield instead.",
    )
    bot_host: str = setting("0.0.0.0", plain, "The address to listen on for those calls.")  # noqa: S104 - behind a proxy
    bot_port: int = setting(
        8080,
        whole(0, 65535),
        "The port to listen on for those calls; `PORT`, which many hosting services set, works too.",
        also=("port",),
    )
    bot_metrics_port: int = setting(0, whole(0, 65535), "The port to watch the bot by (monitoring); 0: none.")
    bot_metrics_host: str = setting("127.0.0.1", plain, "The address of that port; by default this machine alone.")
    bot_proxy: Secret = setting(
        Secret(""),
        proxy,
        "An HTTP proxy to the internet, like `http://proxy.example.org:3128`, for Discord, Higgsfield and"
        " the pictures; `HTTPS_PROXY` and `ALL_PROXY` work too.",
        also=("https_proxy", "all_proxy"),
    )
    bot_no_proxy: tuple[str, ...] = setting(
        (),
        names,
        "Hosts, domains and networks to reach without the proxy, by comma; `NO_PROXY` works too.",
        also=("no_proxy",),
    )
    bot_discord_url: str = setting("", local_address, "A local stand-in for Discord (loopback only), for tests.")

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
        own = (value.reveal() for name, field in FIELDS.items() if field.is_secret and (value := getattr(self, name)))
        return (*own, *self.proxy().secrets())

    def proxy(self) -> Proxy:
        """Return the way to the internet."""
        return Proxy(url=self.bot_proxy.reveal(), bypass=self.bot_no_proxy)

    def missing_secrets(self) -> tuple[str, ...]:
        """Return the names of the secrets that are not set and that the bot can't start without."""
        names = ("discord_token", "higgsfield_api_key_id", "higgsfield_api_key_secret")
        return tuple(name.upper() for name in names if not getattr(self, name).reveal())


FIELDS = fields_of(Settings)


def load(**overrides: object) -> Settings:
    """Read the settings; raises StartError with a sentence for each wrong variable."""
    found = entries(ENV_FILE)
    known, wrong = _read({**written(FIELDS, os.environ, found), **overrides})
    settings = Settings(**known)
    wrong = [*unknown_names(_known_names(), os.environ, ENV_FILE, found), *(wrong or _wrong_key_id(settings))]
    _refuse(wrong)
    return settings


def settings_of(values: Mapping[str, object]) -> Settings:
    """Return the settings with some values, and nothing from outside; raises StartError as `load` does."""
    known, wrong = _read(values)
    _refuse(wrong)
    return Settings(**known)


def unknown_in_environment(environ: Iterable[str]) -> list[str]:
    """Return the variables that look like this bot's settings and are none."""
    return foreign_names(_known_names(), environ)


def _known_names() -> frozenset[str]:
    return frozenset(each.upper() for name, field in FIELDS.items() for each in names_of(name, field))


def _read(values: Mapping[str, object]) -> tuple[dict[str, Any], list[str]]:
    """Return values with those that are texts read, and a sentence for each of these that can't be."""
    known, wrong = dict(values), []
    for name, field in FIELDS.items():
        if isinstance(text := values.get(name), str):
            try:
                known[name] = _value(name, field, text)
            except ValueError as error:
                del known[name]
                wrong.append(_wrong(name, str(error)))
    return known, wrong


def _value(name: str, field: Field[Any], text: str) -> Any:  # noqa: ANN401 - the setting's type
    """Return what a text means; what is pasted along is taken off, and nothing left counts as nothing given."""
    if field.is_secret:
        text = clean_secret(name.upper(), text)
    else:
        text = clean(name.upper(), text)
        if name in PATHS:
            text = expand_path(text, os.environ)
        elif "${" in text:
            raise ValueError("holds a variable that is set nowhere: write the value out")
    return field.read(text) if text else field.default


def _wrong(name: str, what: str) -> str:
    """Return what is wrong with a setting, by the name that it was given under, and where that stands."""
    given, where = place(names_of(name, FIELDS[name]), os.environ, ENV_FILE)
    return f"{given}: {what}{where}"


def _refuse(wrong: Sequence[str]) -> None:
    if wrong:
        raise StartError("These settings are wrong:\n  " + "\n  ".join(wrong))


def _wrong_key_id(settings: Settings) -> Iterator[str]:
    """Yield what is wrong with the id of Higgsfield's key, which only Higgsfield itself makes as a UUID."""
    key_id = settings.higgsfield_api_key_id.reveal()
    if key_id and not is_uuid(key_id) and not is_loopback(settings.higgsfield_base_url):
        name, where = place(("higgsfield_api_key_id",), os.environ, ENV_FILE)
        if is_uuid(settings.higgsfield_api_key_secret.reveal()):
            yield f"{name}: looks like the secret, and HIGGSFIELD_API_KEY_SECRET like the id: exchange them{where}"
        else:
            yield f"{name}: is not a key's id, which is a UUID like {A_UUID}: copy it again{where}"
